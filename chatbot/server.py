"""The server: one port that answers health checks while the bot loads, and the whole app from then on."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING, Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

from chatbot.api import METHODS
from chatbot.errors import ChatbotError, NotReadyError, SettingsError
from chatbot.middleware import named_record
from chatbot.page.loading import loading_html
from chatbot.page.words import COOKIE, language_of, load_words
from chatbot.progress import Step, told_to
from chatbot.settings import Settings

if TYPE_CHECKING:
    from chatbot.chatbot import Chatbot

log = logging.getLogger(__name__)
LATER = {"retry-after": "5", "cache-control": "no-store"}


class Door:
    """Answers health checks while the bot loads in a thread, then hands every request to the app.

    load: makes the bot, in a thread; build: makes the app around it. A failure ends up in `error`, after `stop` is
    called.
    """

    def __init__(self, load: Callable[[], Chatbot], build: Callable[[Chatbot], FastAPI]) -> None:
        self.load, self.build = load, build
        self.app: FastAPI | None = None
        self.bot: Chatbot | None = None
        self.error: BaseException | None = None
        self.stop: Callable[[], None] = lambda: None
        self.started: Callable[[], None] = lambda: None
        self.waiting = FastAPI(lifespan=self._lifespan, openapi_url=None, docs_url=None, redoc_url=None)
        self.step = Step()
        self.waiting.get("/healthz")(self._health)
        self.waiting.api_route("/{path:path}", methods=METHODS)(self._still_loading)

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
            bot = await in_thread(self._load)
            try:
                app, self.bot = self.build(bot), bot
                async with app.router.lifespan_context(app):
                    self.app = app
                    self.started()
                    await asyncio.Event().wait()
            finally:
                bot.store.close()
        except Exception as error:
            self.error = error
            self.stop()

    def _load(self) -> Chatbot:
        with told_to(lambda step: setattr(self, "step", step)):
            return self.load()

    def _health(self) -> dict[str, Any]:
        """Says besides what is being loaded, for the page that waits."""
        step = self.step
        return {"status": "ok", "loading": {"step": step.name, "done": step.done, "total": step.total}}

    def _still_loading(self, request: Request) -> Response:
        if "text/html" in request.headers.get("accept", ""):
            language = language_of(request.cookies.get(COOKIE, ""), request.headers.get("accept-language", ""))
            return HTMLResponse(loading_html(load_words(language), self.step), 503, LATER)
        error = NotReadyError("The models are still being loaded; try again in a few seconds.")
        return JSONResponse({"error": error.to_json()}, 503, LATER)


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


def run_server(
    load: Callable[[], Chatbot],
    build: Callable[[Chatbot], FastAPI],
    settings: Settings,
    reload: Callable[[Chatbot], None] = lambda bot: None,
) -> None:
    """Serve until Ctrl-C or SIGTERM. On SIGHUP `reload` is called with the bot, in a thread, while it goes on serving.

    Raises: SettingsError for a taken port, and whatever `load` raises.
    """
    with listen(settings.host, settings.port) as sock:
        door = Door(load, build)
        level = "debug" if settings.log_level == "debug" else "warning"
        for handler in logging.getLogger().handlers:
            handler.addFilter(named_record)
        server = Server(
            uvicorn.Config(door, log_config=None, log_level=level, access_log=False, timeout_graceful_shutdown=2)
        )
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{host}:{sock.getsockname()[1]}"
        door.stop = lambda: setattr(server, "should_exit", True)
        door.started = lambda: print(f"Because is ready at {address}", flush=True)
        print(f"Because is loading, soon at {address}", flush=True)
        _on_hangup(lambda: reload(door.bot) if door.bot else None)
        _serve(server, [sock])
    if door.error is not None:
        raise door.error


class Server(uvicorn.Server):
    """Ends without a word: an open page holds a stream for ever, and cutting it off is not worth a traceback."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def _on_hangup(work: Callable[[], Any]) -> None:
    """Do `work` in a thread at each SIGHUP, one at a time. A failure is one line in the log; all goes on as before."""
    turn = threading.Lock()

    def run() -> None:
        with turn:
            try:
                work()
            except ChatbotError as error:
                log.error("reload: %s", error)
            except Exception:
                log.exception("reload")

    if threading.current_thread() is threading.main_thread() and hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: threading.Thread(target=run, daemon=True, name="reload").start())


def _serve(server: uvicorn.Server, sockets: Sequence[socket.socket]) -> None:
    """Run until a signal; uvicorn raises that signal once more when it is done, which is not news here."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: None)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=list(sockets))
