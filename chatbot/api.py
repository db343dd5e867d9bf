"""The HTTP face: the contract's endpoints, limits, headers and figures, and the server that carries them.

It turns requests into calls of the Chatbot and errors into one sentence of JSON. It knows nothing of recommending,
and nothing of the page: whatever app is mounted beside these routes shares their limits and headers.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import itertools
import json
import logging
import os
import re
import secrets
import signal
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from fastapi.routing import APIRoute
from itsdangerous import BadSignature, TimestampSigner
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.errors import ChatbotError, InputError, NotFoundError, NotReadyError, SettingsError
from chatbot.settings import Settings
from chatbot.types import Event, Feedback

if TYPE_CHECKING:
    from chatbot.chatbot import Chatbot

log = logging.getLogger(__name__)

ID_MAX = 128
COOKIE, COOKIE_AGE = "because", 365 * 24 * 3600
COOKIE_RULES = f"Max-Age={COOKIE_AGE}; Path=/; HttpOnly; SameSite=Lax"
DRAIN_MAX = 8 * 1024 * 1024
BUCKETS = (0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 8, 13, 30)
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "style-src 'self' 'unsafe-inline'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # the page's framework compiles its templates
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
}


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
    app.add_middleware(BodyLimit, limit=settings.body_max)
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
    ids = dict.fromkeys(("conversation_id", "turn_id", "user_id", "intent"))
    return {**ids, "reply": "", "items": [], "constraints": None, "sources": [], "handoff": False, "suggestions": [],
            "timings_ms": {}, "model": {}, "error": error}  # fmt: skip


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
        self.registry.register(_Tasks(getattr(bot, "counts", dict)))

    def watch(self, events: Iterator[Event]) -> Iterator[Event]:
        """The same events; the finished turn is counted and timed."""
        start = time.perf_counter()
        for event in events:
            if event.turn is not None:
                self.turns.labels(event.turn.intent).inc()
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


# --- middleware: pure ASGI, so that it never buffers an answer --------------------------------------------------------


class BodyLimit:
    """Refuses a body over `limit` bytes with 413, whether its length was announced or not."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app, self.limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        body, size, more = [], 0, True
        while more and size <= DRAIN_MAX:  # reads on over the limit, so that the client hears the answer
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            chunk = message.get("body", b"")
            size, more = size + len(chunk), message.get("more_body", False)
            if size <= self.limit:
                body.append(chunk)
        if size > self.limit:
            error = {"code": "too_large", "message": f"The body is larger than {self.limit} bytes; send less."}
            content = error_turn(error) if scope["path"] == "/v1/chat" else {"error": error}
            return await JSONResponse(content, 413)(scope, receive, send)
        first: list[Message] = [{"type": "http.request", "body": b"".join(body), "more_body": False}]

        async def replay() -> Message:
            return first.pop() if first else await receive()

        return await self.app(scope, replay, send)


class Headers:
    """Adds the security headers to every answer that does not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message.get("headers", [])}
                extra = [(name, value) for name, value in HEADERS.items() if name not in given]
                message["headers"] = [*message.get("headers", []), *extra]
            await send(message)

        await self.app(scope, receive, add if scope["type"] == "http" else send)


class Visitor:
    """Puts the person of the signed cookie into `scope["visitor"]`; loading the page gives a new person one."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self.app, self.signer = app, TimestampSigner(key, salt="visitor")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        opens_page = scope["path"] == "/" and scope["method"] == "GET"
        visitor = self._read(scope) or (f"web:{secrets.token_urlsafe(16)}" if opens_page else "")
        scope["visitor"] = visitor

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                secure = "; Secure" if scope["scheme"] == "https" else ""
                cookie = f"{COOKIE}={self.signer.sign(visitor).decode()}; {COOKIE_RULES}{secure}"
                extra = [(b"set-cookie", cookie.encode()), (b"cache-control", b"no-store")]
                message["headers"] = [*message.get("headers", []), *extra]
            await send(message)

        return await self.app(scope, receive, with_cookie if opens_page else send)

    def _read(self, scope: Scope) -> str | None:
        header = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
        found = re.search(rf"(?:^|;\s*){COOKIE}=([^;\s]+)", header)
        try:
            return self.signer.unsign(found[1], max_age=COOKIE_AGE).decode() if found else None
        except BadSignature:
            return None


def cookie_key(settings: Settings) -> str:
    """The key that signs cookies: the setting, or one made once and readable by its owner alone."""
    path = Path(settings.cache) / "secret"
    if settings.secret:
        return settings.secret
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            fresh = path.with_name(f"secret.{secrets.token_hex(4)}")
            with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
            try:
                os.link(fresh, path)  # a whole file or none, and never over an older one
            finally:
                fresh.unlink()
        key = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The cookie key {str(path)!r} cannot be kept: {error}. Set CHATBOT_SECRET.") from None
    if len(key) < 32:
        raise SettingsError(f"The cookie key in {str(path)!r} is damaged; delete the file, and a new one is made.")
    return key


# --- the server -------------------------------------------------------------------------------------------------------


class Door:
    """Answers health checks while the bot loads in a thread, then hands every request to the app.

    load: makes the bot, in a thread; build: makes the app around it. A failure ends up in `error`, after `stop` is
    called.
    """

    def __init__(self, load: Callable[[], Chatbot], build: Callable[[Chatbot], FastAPI]) -> None:
        self.load, self.build = load, build
        self.app: FastAPI | None = None
        self.error: BaseException | None = None
        self.stop: Callable[[], None] = lambda: None
        self.started: Callable[[], None] = lambda: None
        self.waiting = FastAPI(lifespan=self._lifespan, openapi_url=None, docs_url=None, redoc_url=None)
        self.waiting.get("/healthz")(lambda: {"status": "ok"})
        self.waiting.api_route("/{path:path}", methods=METHODS)(_still_loading)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.app if self.app and scope["type"] != "lifespan" else self.waiting
        await app(scope, receive, send)

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(self._open())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def _open(self) -> None:
        try:
            bot = await in_thread(self.load)
            try:
                app = self.build(bot)
                async with app.router.lifespan_context(app):
                    self.app = app
                    self.started()
                    await asyncio.Event().wait()
            finally:
                bot.store.close()
        except Exception as error:
            self.error = error
            self.stop()


def _still_loading(request: Request) -> Response:
    error = NotReadyError("The models are still being loaded; try again in a few seconds.")
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(f'<meta http-equiv="refresh" content="2"><title>Because</title><p>{error}</p>', 503)
    return JSONResponse({"error": error.to_json()}, 503, {"retry-after": "5"})


async def in_thread(work: Callable[[], Any]) -> Any:
    """The result of `work`, done in a daemon thread: one that never holds up the end of the process."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[Any] = loop.create_future()

    def tell(setter: Callable[[Any], None], value: Any) -> None:
        if not result.done():
            setter(value)

    def run() -> None:
        try:
            outcome: tuple[Callable[[Any], None], Any] = (result.set_result, work())
        except BaseException as error:
            outcome = (result.set_exception, error)
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(tell, *outcome)

    threading.Thread(target=run, daemon=True, name="load").start()
    return await result


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises: SettingsError in one sentence, e.g. when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(f"Port {port} is taken; set CHATBOT_PORT to another one, or to 0 for any.") from None
        reason = error.strerror or str(error)
        raise SettingsError(f"Cannot listen on {host}:{port}: {reason}. Set CHATBOT_HOST and CHATBOT_PORT.") from None


def run_server(load: Callable[[], Chatbot], build: Callable[[Chatbot], FastAPI], settings: Settings) -> None:
    """Serve until Ctrl-C or SIGTERM. Raises: SettingsError for a taken port, and whatever `load` raises."""
    with listen(settings.host, settings.port) as sock:
        door = Door(load, build)
        level = "debug" if settings.log_level == "debug" else "warning"
        server = uvicorn.Server(uvicorn.Config(door, log_level=level, access_log=False, timeout_graceful_shutdown=2))
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{host}:{sock.getsockname()[1]}"
        door.stop = lambda: setattr(server, "should_exit", True)
        door.started = lambda: print(f"Because is ready at {address}", flush=True)
        print(f"Because is loading, soon at {address}", flush=True)
        _serve(server, [sock])
    if door.error is not None:
        raise door.error


def _serve(server: uvicorn.Server, sockets: Sequence[socket.socket]) -> None:
    """Run until a signal; uvicorn raises that signal once more when it is done, which is not news here."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: None)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=list(sockets))
