"""The HTTP face: the contract's endpoints and figures.

It turns requests into calls of the Chatbot and errors into one sentence of JSON. It knows nothing of recommending,
and nothing of the page: whatever app is mounted beside these routes shares their limits and headers.
"""

from __future__ import annotations

import itertools
import json
import logging
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.routing import APIRoute
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from chatbot.errors import ChatbotError, InputError, NotFoundError
from chatbot.middleware import BodyLimit, Headers
from chatbot.settings import Settings
from chatbot.types import Event, Feedback, error_answer

if TYPE_CHECKING:
    from chatbot.chatbot import Chatbot

log = logging.getLogger(__name__)

ID_MAX = 128
LARGER = {"/page/bring": 4 * 1024 * 1024}  # a file of ratings
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
BUCKETS = (0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 8, 13, 30)


class ChatRequest(BaseModel):
    """One message of one person; a fresh conversation_id starts a new conversation."""

    user_id: str
    message: str
    conversation_id: str | None = None


class FeedbackRequest(BaseModel):
    """One judgement of one item; signal: like, dislike, seen or not_interested."""

    user_id: str
    item_id: str = Field(max_length=ID_MAX)
    signal: str
    rating: float | None = None
    turn_id: str | None = Field(None, max_length=ID_MAX)


def create_api(bot: Chatbot, settings: Settings) -> FastAPI:
    """The HTTP API of one bot. `app.state.metrics` counts what a page beside it shows."""
    app = FastAPI(title="Because", description="The recommender you can ask why.", docs_url=None, redoc_url=None)
    app.state.metrics = metrics = Metrics(bot)
    app.add_middleware(BodyLimit, limit=settings.body_max, larger=LARGER)
    app.add_middleware(Headers)
    _add_service(app, bot, metrics)
    _add_chat(app, bot, metrics)
    _add_person(app, bot)
    _add_errors(app, metrics)
    return app


def _add_service(app: FastAPI, bot: Chatbot, metrics: Metrics) -> None:
    @app.get("/healthz")
    def health() -> dict[str, str]:
        """The process is up."""
        return {"status": "ok"}

    @app.get("/readyz")
    def ready() -> dict[str, str]:
        """Model, index and store are ready; else 503 with the reason."""
        bot.check()
        return {"status": "ready"}

    @app.get("/metrics")
    def figures() -> Response:
        """Prometheus text."""
        return Response(generate_latest(metrics.registry), media_type="text/plain; version=0.0.4; charset=utf-8")


def _add_chat(app: FastAPI, bot: Chatbot, metrics: Metrics) -> None:
    @app.post("/v1/chat")
    def chat(request: Request, body: ChatRequest) -> Response:
        """One turn. `Accept: text/event-stream` streams it and ends with the whole answer."""
        events = metrics.watch(bot.stream(body.user_id, body.message, body.conversation_id))
        first = next(events)  # bad input raises here, so that it is a plain 4xx
        if "text/event-stream" in request.headers.get("accept", ""):
            lines = sse(itertools.chain([first], events), metrics)
            return StreamingResponse(lines, media_type="text/event-stream", headers={"cache-control": "no-store"})
        *_, last = first, *events
        assert last.turn is not None
        return JSONResponse(last.turn.to_json())

    @app.post("/v1/feedback")
    def feedback(body: FeedbackRequest) -> dict[str, bool]:
        """Keep a like, a dislike, a seen or a not_interested; the next answer follows it."""
        bot.feedback(Feedback(body.user_id, body.item_id, body.signal, body.rating, body.turn_id))  # type: ignore[arg-type]
        return {"ok": True}


def _add_person(app: FastAPI, bot: Chatbot) -> None:
    @app.get("/v1/profile/{user_id}")
    def profile(user_id: str) -> JSONResponse:
        """What is known of a person; somebody unknown has an empty profile."""
        return JSONResponse(bot.profile(user_id))

    @app.delete("/v1/profile/{user_id}")
    def delete(user_id: str) -> dict[str, int]:
        """Remove every row of a person."""
        return {"deleted": bot.delete(user_id)}

    @app.get("/v1/export/{user_id}")
    def export(user_id: str) -> JSONResponse:
        """All that is kept of a person."""
        return JSONResponse(bot.export(user_id))

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
        return answer(request, error.status, error.code, printable(str(error)))

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
        return answer(request, 500, ChatbotError.code, INTERNAL)


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
        case "reason":
            return {"item_id": event.item_id, "reason": event.text}
        case "turn":
            assert event.turn is not None
            return event.turn.to_json()
    return {event.kind: event.text}


# --- figures ----------------------------------------------------------------------------------------------------------


class Metrics:
    """Counts turns, errors, seconds and fallbacks, in a registry of its own."""

    def __init__(self, bot: Chatbot) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter("chatbot_turns", "Answered turns.", ["intent"], registry=self.registry)
        self.errors = Counter("chatbot_errors", "Errors shown to people.", ["code"], registry=self.registry)
        self.seconds = Histogram("chatbot_turn_seconds", "Whole turns.", buckets=BUCKETS, registry=self.registry)
        self.tickets = Counter("chatbot_tickets", "Conversations handed to a person.", registry=self.registry)
        self.moods = Counter("chatbot_sentiment", "Messages by sentiment.", ["sentiment"], registry=self.registry)
        help = "1 while the share of negative turns is well above the usual one."
        rising = Gauge("chatbot_negative_rising", help, registry=self.registry)
        rising.set_function(lambda: float(bot.mood.rising))
        self.registry.register(_Tasks(getattr(bot, "counts", dict)))

    def watch(self, events: Iterator[Event]) -> Iterator[Event]:
        """The same events; the finished turn is counted and timed."""
        start = time.perf_counter()
        for event in events:
            if event.turn is not None:
                self.turns.labels(event.turn.intent).inc()
                self.moods.labels(event.turn.sentiment).inc()
                self.tickets.inc(event.turn.ticket is not None)
                self.seconds.observe(time.perf_counter() - start)
            yield event


class _Tasks(Collector):
    def __init__(self, counts: Callable[[], dict[tuple[str, str], int]]) -> None:
        self.counts = counts

    def collect(self) -> Iterator[CounterMetricFamily]:
        family = CounterMetricFamily("chatbot_tasks", "Which task was answered by what.", labels=["task", "by"])
        for (task, by), number in self.counts().items():
            family.add_metric([task, by], number)
        yield family
