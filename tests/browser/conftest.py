"""A browser, and two houses to open in it: one of fixed, hostile answers, and a whole chatbot over 300 films."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from browser.steps import enter
from fakes import FakeBot, fake_bot

from app import create_app
from chatbot.build import BARE_MODEL_DECIDES, Parts, assemble
from chatbot.chatbot import Chatbot
from chatbot.llm.scripted import Scripted
from chatbot.predict import Predictor
from chatbot.prompt import PromptFormat
from chatbot.server import listen
from chatbot.storage import SqlStore

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
Open = Callable[..., Any]


@pytest.fixture(scope="module")  # not longer: its event loop would be in the way of others' in this thread
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium found")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@contextmanager
def served(bot: Any) -> Iterator[str]:
    """The page of the bot, on a free port."""
    bot.app = create_app(bot, bot.settings)
    with running(bot.app) as address:
        yield address


@contextmanager
def running(app: Any) -> Iterator[str]:
    """The app's address, on a free port."""
    with listen("127.0.0.1", 0) as sock:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        server.config.timeout_graceful_shutdown = 1
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        finally:  # a test that fails leaves no server that keeps the whole run from ending
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> FakeBot:
    return fake_bot(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def address(bot: FakeBot, browser: Any) -> Iterator[str]:
    with served(bot) as address:
        yield address


@pytest.fixture(scope="session")
def house(parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    """A whole chatbot whose LLM says nothing: plain sentences, real films, real limits."""
    store = SqlStore(f"sqlite:///{tmp_path_factory.mktemp('house') / 'store.sqlite3'}")
    predictor = Predictor(Scripted(lambda prompt: "", lambda prompt, choices: 0), BARE_MODEL_DECIDES)
    yield assemble(parts.settings, parts, predictor, PromptFormat(), store)
    store.close()


@pytest.fixture(scope="module")
def house_address(house: Chatbot, browser: Any) -> Iterator[str]:
    with served(house) as address:
        yield address


@contextmanager
def opener(browser: Any, address: str, enter: Callable[[Any, str], Any] = enter) -> Iterator[Open]:
    """Opens the page as a new person; enter waits until it is ready.

    In the end no console error and no off-host request may have happened."""
    contexts, troubles = [], []

    def watch(page: Any) -> None:
        page.on("console", lambda m: troubles.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: (troubles.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else troubles.append(r.url))

    def new(width: int = 1280, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        watch(page)
        return enter(page, address)

    yield new
    for context in contexts:
        context.close()
    assert "\n".join(troubles) == ""


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Open]:
    with opener(browser, address) as new:
        yield new


@pytest.fixture
def open_house(browser: Any, house_address: str) -> Iterator[Open]:
    with opener(browser, house_address) as new:
        yield new


@pytest.fixture
def screens(pytestconfig: pytest.Config) -> Path:
    """Where pictures of the page are put, for a person to look at."""
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("screens")
