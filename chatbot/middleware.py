"""What every request passes: a name, a limit on its body, keys, security headers, and the signed cookie of the page.

Pure ASGI, so that it never buffers an answer. It knows no Chatbot.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import logging
import os
import re
import secrets
import time
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType
from weakref import WeakValueDictionary

from fastapi.responses import JSONResponse
from itsdangerous import BadSignature, TimestampSigner
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.errors import ChatbotError, SettingsError, TooLargeError, UnauthorizedError
from chatbot.settings import Settings
from chatbot.types import error_answer

log = logging.getLogger(__name__)

PRESSES = "/gradio_api/run/"
OPENING = ("/", "/config")  # the page, and what Gradio's own clients ask first
COOKIE, COOKIE_AGE = "because", 365 * 24 * 3600
COOKIE_RULES = f"Max-Age={COOKIE_AGE}; Path=/; HttpOnly; SameSite=Lax"
DRAIN_MAX = 8 * 1024 * 1024
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self'",
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


request_name: ContextVar[str] = ContextVar("request_name", default="")
NAME = re.compile(r"[\w.:-]{1,64}", re.ASCII)


def refusal(scope: Scope, error: ChatbotError, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The error in the form of the endpoint that was asked."""
    content = error_answer(error) if scope["path"] == "/v1/chat" else {"error": error.to_json()}
    return JSONResponse(content, error.status, headers)


class RequestNames:
    """Gives every request an X-Request-ID, or keeps the one that it came with, and writes one line a call of the API.

    The line holds the endpoint, never what was sent. Other lines of the log get the name by `named_record`.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        given = header_of(scope, b"x-request-id")
        name = given if NAME.fullmatch(given) else secrets.token_hex(8)
        request_name.set(name)
        began = time.perf_counter()

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), (b"x-request-id", name.encode())]
                if scope["path"].startswith("/v1/"):
                    place = getattr(scope.get("route"), "path", "/v1/")
                    took = 1000 * (time.perf_counter() - began)
                    log.info("%s %s %d, %.0f ms to the head", scope["method"], place, message["status"], took)
            await send(message)

        await self.app(scope, receive, add)


def named_record(record: logging.LogRecord) -> bool:
    """A filter for log handlers: puts the name of the request that is being answered in front of each line."""
    if (name := request_name.get()) and not hasattr(record, "request_name"):
        record.request_name = name
        record.msg = f"[{name}] {record.msg}"
    return True


def header_of(scope: Scope, name: bytes) -> str:
    """The header's value, or an empty string."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


class Keys:
    """Refuses with 401 whoever asks the API without one of its keys. keys: empty, and it is open to everybody."""

    def __init__(self, app: ASGIApp, keys: str) -> None:
        self.app = app
        self.digests = [_digest(key.strip()) for key in keys.split(",") if key.strip()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self.digests or not _behind_keys(scope["path"]) or self._fits(scope):
            return await self.app(scope, receive, send)
        error = UnauthorizedError("This API needs a key; send it as Authorization: Bearer <key>, or as X-API-Key.")
        await refusal(scope, error, {"www-authenticate": "Bearer"})(scope, receive, send)

    def _fits(self, scope: Scope) -> bool:
        kind, _, key = header_of(scope, b"authorization").partition(" ")
        given = _digest(key.strip() if kind.lower() == "bearer" else header_of(scope, b"x-api-key"))
        found = [hmac.compare_digest(given, known) for known in self.digests]  # all of them, so that time tells nothing
        return any(found)


def _behind_keys(path: str) -> bool:
    return path.startswith("/v1/") or path == "/metrics"


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


class BodyLimit:
    """Refuses a body over `limit` bytes with 413, whether its length was announced or not. larger: path -> limit."""

    def __init__(self, app: ASGIApp, limit: int, larger: Mapping[str, int] = MappingProxyType({})) -> None:
        self.app, self.limit, self.larger = app, limit, larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        limit = self.larger.get(scope["path"], self.limit)
        body, size, more = [], 0, True
        while more and size <= DRAIN_MAX:  # reads on over the limit, so that the client hears the answer
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            chunk = message.get("body", b"")
            size, more = size + len(chunk), message.get("more_body", False)
            if size <= limit:
                body.append(chunk)
        if size > limit:
            error = TooLargeError(f"The body is larger than {limit:,} bytes; send less.")
            return await refusal(scope, error)(scope, receive, send)
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
    """Puts the person of the signed cookie into `scope["visitor"]`; opening the page, or a client of it, gives one."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self.app, self.signer = app, TimestampSigner(key, salt="visitor")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        opens_page = scope["path"] in OPENING and scope["method"] == "GET"
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


class OneByOne:
    """Answers what one visitor presses in its order: the next begins when the one before is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PRESSES):
            return await self.app(scope, receive, send)
        async with self.locks.setdefault(scope["visitor"], asyncio.Lock()):
            await self.app(scope, receive, send)


class FirstScript:
    """Puts a script first into the head of the page at /, before the framework's own, which goes by what it sets."""

    def __init__(self, app: ASGIApp, script: str) -> None:
        self.app, self.script = app, f"<head><script>{script}</script>".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begin: list[Message] = []  # the answer's head, held back until its first bytes tell what the length becomes

        async def put(message: Message) -> None:
            if message["type"] == "http.response.start":
                return begin.append(message)
            if begin:
                start, body = begin.pop(), message.get("body", b"")
                message = {**message, "body": body.replace(b"<head>", self.script, 1)}
                more = len(message["body"]) - len(body)
                start["headers"] = [
                    (name, str(int(value) + more).encode() if name == b"content-length" else value)
                    for name, value in start.get("headers", [])
                ]
                await send(start)
            await send(message)

        page = scope["type"] == "http" and scope["path"] == "/" and scope["method"] == "GET"
        await self.app(scope, receive, put if page else send)


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
