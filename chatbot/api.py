"""The HTTP face: the contract's endpoints and figures.

It turns requests into calls of the Chatbot and errors into one sentence of JSON. It knows nothing of recommending,
and nothing of the page: whatever app is mounted beside these routes shares their limits and headers.
"""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Security
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from prometheus_client import generate_latest
from starlette.exceptions import HTTPException

from chatbot import api_shapes as shapes
from chatbot.admin import add_admin
from chatbot.api_shapes import ChatRequest, FeedbackRequest, HelpfulRequest, TicketRequest, refusals, shown
from chatbot.errors import BusyError, ChatbotError, InputError, NotFoundError
from chatbot.metrics import Metrics
from chatbot.middleware import BodyLimit, Headers, Keys, RequestNames, request_name
from chatbot.settings import Settings
from chatbot.turnstile import Turnstile
from chatbot.types import Event, Feedback, error_answer

if TYPE_CHECKING:
    from chatbot.chatbot import Chatbot

log = logging.getLogger(__name__)

LARGER = {"/page/bring": 4 * 1024 * 1024}  # a file of ratings
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
ABOUT = """The recommender you can ask why.

Every answer of `/v1/chat` is one JSON object; with `Accept: text/event-stream` it comes as server-sent events and ends
with the whole object. Every error is `{"error": {"code", "message"}}` with one sentence for people, and nothing was
stored. Limits: a message 4,000 characters, a body 64 KB, 20 messages a minute a person, one answered while two wait;
of all people 8 at once while 24 wait (429 with `Retry-After` beyond that). Where keys are set, send one as
`Authorization: Bearer …` or `X-API-Key`. Every answer carries `X-Request-ID`, yours if you sent one."""
KEY = [Security(HTTPBearer(auto_error=False, description="One of CHATBOT_API_KEYS; none is needed where none is set."))]
Stream = Callable[..., Iterator[Event]]  # as Chatbot.stream


def create_api(bot: Chatbot, settings: Settings) -> FastAPI:
    """The HTTP API of one bot, and the operator's page where a password is set.

    `app.state.stream` is a turn within the person's limits, counted by `app.state.metrics`: for a page beside it.
    """
    app = FastAPI(title="Because", summary=ABOUT.split("\n")[0], description=ABOUT, docs_url=None, redoc_url=None)
    app.state.turnstile = turnstile = Turnstile(settings.messages_a_minute, settings.at_once)
    app.state.metrics = metrics = Metrics(bot.counts, lambda: bot.mood.rising)
    app.state.stream = stream = _limited(bot, metrics, turnstile)
    app.add_middleware(BodyLimit, limit=settings.body_max, larger=LARGER)
    app.add_middleware(Keys, keys=settings.api_keys)
    app.add_middleware(Headers)
    app.add_middleware(RequestNames)
    _add_service(app, bot, metrics)
    _add_chat(app, bot, stream)
    _add_help(app, bot, turnstile)
    _add_person(app, bot)
    _add_unknown(app)
    add_admin(app, bot, settings)
    _add_errors(app, metrics)
    _describe(app, bot, open_to_all=not settings.api_keys)
    return app


def _describe(app: FastAPI, bot: Chatbot, open_to_all: bool) -> None:
    """What the description cannot know by itself: the scale of ratings, and whether a key need be sent."""
    described = app.openapi()
    rating = described["components"]["schemas"]["FeedbackRequest"]["properties"]["rating"]["anyOf"][0]
    rating |= {"minimum": bot.domain.rating.low, "maximum": bot.domain.rating.high}
    for place in (place for verbs in described["paths"].values() for place in verbs.values()):
        if open_to_all and "security" in place:
            place["security"] = [{}, *place["security"]]


def _limited(bot: Chatbot, metrics: Metrics, turnstile: Turnstile) -> Stream:
    def stream(
        user_id: str, message: str, conversation_id: str | None = None, remember: bool = True
    ) -> Iterator[Event]:
        """As Chatbot.stream, once it is this person's turn; until then it tells the place in the line.

        Raises with the first event: BusyError and the bot's.
        """
        bot.check_message(user_id, message)
        with turnstile.turn_of(user_id) as places:
            yield from (Event("waiting", place=place) for place in places)
            yield from metrics.watch(bot.stream(user_id, message, conversation_id, remember))

    return stream


def _add_service(app: FastAPI, bot: Chatbot, metrics: Metrics) -> None:
    @app.get("/healthz", tags=["service"], summary="Is the process up?", response_model=shapes.Status)
    def health() -> dict[str, str]:
        """Needs no key and touches nothing."""
        return {"status": "ok"}

    @app.get(
        "/readyz", tags=["service"], summary="Can it answer?", response_model=shapes.Status, responses=refusals(503)
    )
    def ready() -> dict[str, str]:
        """Model, index and store are ready; else 503 with the reason."""
        bot.check()
        return {"status": "ready"}

    example = 'chatbot_turns_total{intent="recommend"} 12.0\n'
    told = shown("Prometheus text.", example, "text/plain") | refusals(401)
    refused = told[401].pop("model").__name__  # as JSON, whatever the good answer is
    told[401]["content"]["application/json"]["schema"] = {"$ref": f"#/components/schemas/{refused}"}

    @app.get(
        "/metrics", tags=["service"], summary="Figures", response_class=PlainTextResponse, responses=told,
        dependencies=KEY,
    )  # fmt: skip
    def figures() -> Response:
        """Turns, errors, seconds and fallbacks since the start, for Prometheus."""
        return Response(generate_latest(metrics.registry), media_type="text/plain; version=0.0.4; charset=utf-8")


def _add_chat(app: FastAPI, bot: Chatbot, stream: Stream) -> None:
    content = {
        "application/json": {"example": shapes.ANSWER_EXAMPLE},
        "text/event-stream": {"schema": {"type": "string"}, "example": shapes.STREAM_EXAMPLE},
    }
    told: dict[int | str, dict[str, Any]] = {200: {"description": "The answered turn.", "content": content}}
    told |= refusals(400, 401, 404, 413, 422, 429, 503, shape=shapes.Answer)

    @app.post(
        "/v1/chat", tags=["chat"], summary="Say something", response_model=shapes.Answer, responses=told,
        dependencies=KEY,
    )  # fmt: skip
    def chat(request: Request, body: ChatRequest) -> Response:
        """One turn. `Accept: text/event-stream` streams it and ends with the whole answer.

        The events: `waiting` (the place in the line while others are answered, 1 comes next), `stage` (what is being
        done), `text` (a piece of the reply), `items` (the cards, reasons still empty), `reason` (of one item), and
        last `turn` (the whole answer) or `error`.
        """
        events = stream(body.user_id, body.message, body.conversation_id, body.remember)
        first = next(events)  # bad input raises here, so that it is a plain 4xx
        if "text/event-stream" in request.headers.get("accept", ""):
            lines = sse(itertools.chain([first], events), app.state.metrics)
            return StreamingResponse(lines, media_type="text/event-stream", headers={"cache-control": "no-store"})
        *_, last = first, *events
        assert last.turn is not None
        return JSONResponse(last.turn.to_json())

    @app.post(
        "/v1/feedback", tags=["chat"], summary="Judge an item", response_model=shapes.Done, dependencies=KEY,
        responses=refusals(400, 401, 404, 413, 422, 503),
    )  # fmt: skip
    def feedback(body: FeedbackRequest) -> dict[str, bool]:
        """Keep a like, a dislike, a seen or a not_interested; the next answer follows it."""
        bot.feedback(Feedback(body.user_id, body.item_id, body.signal, body.rating, body.turn_id))  # type: ignore[arg-type]
        return {"ok": True}


def _add_help(app: FastAPI, bot: Chatbot, turnstile: Turnstile) -> None:
    @app.post(
        "/v1/helpful", tags=["help"], summary="Did the article help?", response_model=shapes.Done, dependencies=KEY,
        responses=refusals(400, 401, 404, 413, 422, 503),
    )  # fmt: skip
    def helpful(body: HelpfulRequest) -> dict[str, bool]:
        """Keep a yes or a no to the articles that an answer rests on; null takes it back."""
        bot.helpful(body.user_id, body.turn_id, body.helpful)
        return {"ok": True}

    @app.post(
        "/v1/tickets", tags=["help"], summary="Write to a person", response_model=shapes.Opened, dependencies=KEY,
        responses=refusals(400, 401, 413, 422, 429, 503),
    )  # fmt: skip
    def hand_over(body: TicketRequest) -> dict[str, str]:
        """Pass words on to the people who answer, with the help questions of the conversation, where it is named."""
        turnstile.count(body.user_id)
        ticket = bot.hand_over(body.user_id, body.subject, body.message, body.contact, body.conversation_id)
        return {"ticket": ticket.number}


def _add_person(app: FastAPI, bot: Chatbot) -> None:
    place: dict[str, Any] = {"tags": ["person"], "dependencies": KEY}

    @app.get(
        "/v1/profile/{user_id}", summary="What is known of a person", response_model=shapes.Profile,
        responses=shown("Judgements, lasting limits, and how well the person is known.", shapes.PROFILE_EXAMPLE)
        | refusals(400, 401, 422, 503),
        **place,
    )  # fmt: skip
    def profile(user_id: shapes.Person) -> JSONResponse:
        """Somebody unknown has an empty profile."""
        return JSONResponse(bot.profile(user_id))

    @app.delete(
        "/v1/profile/{user_id}", summary="Forget a person", response_model=shapes.Deleted,
        responses=refusals(400, 401, 404, 422, 503), **place,
    )  # fmt: skip
    def delete(user_id: shapes.Person) -> dict[str, int]:
        """Remove every row of a person, for good."""
        return {"deleted": bot.delete(user_id)}

    @app.get(
        "/v1/export/{user_id}", summary="All that is kept of a person", response_model=shapes.Export,
        responses=shown("Every row, by table.", shapes.EXPORT_EXAMPLE) | refusals(400, 401, 404, 422, 503), **place,
    )  # fmt: skip
    def export(user_id: shapes.Person) -> JSONResponse:
        """Conversations, turns, judgements and lists of this person."""
        return JSONResponse(bot.export(user_id))


def _add_unknown(app: FastAPI) -> None:
    @app.api_route("/v1/{path:path}", methods=METHODS, include_in_schema=False)
    def unknown(request: Request) -> None:
        """Answers here what a page mounted at / would answer otherwise."""
        path, routes = request.url.path, [r for r in app.routes if isinstance(r, APIRoute) and r.include_in_schema]
        allowed = sorted({m for route in routes if route.path_regex.match(path) for m in route.methods or ()})
        if allowed:
            raise HTTPException(405, f"{path} answers {', '.join(allowed)} only.", {"allow": ", ".join(allowed)})
        raise NotFoundError(f"There is no {path}; /openapi.json lists what there is.")


# --- errors: always one sentence of JSON ------------------------------------------------------------------------------


def _add_errors(app: FastAPI, metrics: Metrics) -> None:
    def answer(request: Request, status: int, code: str, message: str, headers: Any = None) -> JSONResponse:
        metrics.errors.labels(code).inc()
        error = {"code": code, "message": message}
        body = error_turn(error) if request.url.path == "/v1/chat" else {"error": error}
        return JSONResponse(body, status, headers)

    @app.exception_handler(ChatbotError)
    def known(request: Request, error: ChatbotError) -> JSONResponse:
        headers = {"retry-after": str(error.retry_after)} if isinstance(error, BusyError) else None
        return answer(request, error.status, error.code, printable(str(error)), headers)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        return answer(request, 400 if first["type"] == "json_invalid" else 422, InputError.code, plain_error(first))

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> JSONResponse:
        code = "not_found" if error.status_code == 404 else "bad_input" if error.status_code < 500 else "internal"
        return answer(request, error.status_code, code, str(error.detail), error.headers)

    @app.exception_handler(Exception)
    def bug(request: Request, error: Exception) -> JSONResponse:
        return answer(request, 500, ChatbotError.code, INTERNAL, {"x-request-id": request_name.get()})


INTERNAL = "Something went wrong on our side; it was logged. Please try again."


def error_turn(error: dict[str, str]) -> dict[str, Any]:
    """The contract's answer to a message that could not be answered; nothing was stored."""
    return {**error_answer(ChatbotError()), "error": error}


def plain_error(error: dict[str, Any]) -> str:
    """A pydantic error in plain words, without what was sent."""
    name = ".".join(str(part) for part in error["loc"][1:])
    match error["type"]:
        case "json_invalid":
            return "The body is not valid JSON."
        case "missing" if name:
            return f"The field {name!r} is missing."
        case "string_unicode":
            return f"The field {name!r} holds characters that are not text (lone surrogates)."
    if not name or error["type"] == "model_attributes_type":
        return "Send one JSON object, with the header Content-Type: application/json."
    return f"The field {name!r} is wrong: {error['msg'][0].lower()}{error['msg'][1:]}."


def printable(text: str) -> str:
    """The text without lone surrogates, which no answer can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


# --- streaming --------------------------------------------------------------------------------------------------------


def sse(events: Iterator[Event], metrics: Metrics) -> Iterator[str]:
    """Server-sent events of a turn; an error on the way is the last of them."""
    try:
        for event in events:
            yield _sse_line(event.kind, _event_json(event))
    except ChatbotError as error:
        metrics.errors.labels(error.code).inc()
        yield _sse_line("error", error_turn(error.to_json()))
    except Exception:
        log.exception("a streamed turn failed")
        metrics.errors.labels(ChatbotError.code).inc()
        yield _sse_line("error", error_turn({"code": ChatbotError.code, "message": INTERNAL}))


def _sse_line(name: str, data: Any) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def _event_json(event: Event) -> dict[str, Any]:
    match event.kind:
        case "items":
            return {"items": [item.to_json() for item in event.items]}
        case "waiting":
            return {"place": event.place}
        case "reason":
            return {"item_id": event.item_id, "reason": event.text}
        case "turn":
            assert event.turn is not None
            return event.turn.to_json()
    return {event.kind: event.text}
