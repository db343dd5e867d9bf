"""The front door: one page, wired with Gradio, beside the HTTP API. It decides nothing.

Every word on the page comes from the Chatbot and its store; the browser holds no history and names no person. Who
somebody is stands in a signed cookie that scripts cannot read. What is shown is made in `chatbot/page/`, what happens
when something is pressed in `chatbot/front/`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr
from fastapi import FastAPI

from chatbot.api import create_api
from chatbot.chatbot import Chatbot
from chatbot.errors import NotFoundError
from chatbot.front.conversations import Conversations
from chatbot.front.layout import Layout, look
from chatbot.front.shown import Shown
from chatbot.front.talk import Talk
from chatbot.front.taste import Taste
from chatbot.middleware import Visitor, cookie_key
from chatbot.page.files import files
from chatbot.server import run_server
from chatbot.settings import Settings

CLOSED = ("/gradio_api/upload", "/gradio_api/deep_link")  # the framework's doors that write files, which no page needs
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
# one after the other, so that two quick presses both count
TURNS: dict[str, Any] = {**QUIET, "trigger_mode": "multiple", "concurrency_limit": 1}


def create_app(bot: Chatbot, settings: Settings) -> FastAPI:
    """The HTTP API with the page mounted at /."""
    app = create_api(bot, settings)
    app.add_middleware(Visitor, key=cookie_key(settings))
    for path in CLOSED:
        app.add_api_route(path, closed, methods=["GET", "POST"], include_in_schema=False)
    at = Layout(settings.message_max)
    shown = Shown(bot, at, app.state.metrics)
    with at.blocks:
        wire(at, shown, Talk(shown, app.state.stream), Taste(shown), Conversations(shown))
    at.blocks.queue(max_size=32, default_concurrency_limit=4)
    app.include_router(files(shown.account))
    return gr.mount_gradio_app(app, at.blocks, "/", show_error=False, enable_monitoring=False, **look())


def closed() -> None:
    raise NotFoundError("This page takes no files.")


def serve(bot_factory: Callable[[], Chatbot], settings: Settings, reload: Callable[[Chatbot], None]) -> None:
    """Serve page and API until Ctrl-C or SIGTERM; the bot loads meanwhile. Raises: ChatbotError, e.g. a taken port."""
    run_server(bot_factory, lambda bot: create_app(bot, settings), settings, reload)


def wire(at: Layout, shown: Shown, talk: Talk, taste: Taste, conversations: Conversations) -> None:
    """One short handler for each place that a person can press."""
    places = [at.conversation, at.picks, at.asked, at.chat, at.box, at.replies, at.steps]
    places += [at.limits, at.compare, at.cards, at.tabs]
    every, now = {"outputs": places, **QUIET}, {"outputs": places, "queue": False, **QUIET}
    here = [at.conversation]
    at.blocks.load(shown.restore, None, **now)
    runs: Any = [at.box.submit(talk.send, [at.box, *here], **every)]
    runs += [place.click(talk.pressed, here, **every) for place in (at.replies, at.limits, at.cards)]
    runs += [at.chat.retry(talk.retry, here, **every), at.chat.edit(talk.edit, here, **every)]
    end: dict[str, Any] = {"fn": None, "cancels": runs, **QUIET}  # first the end of what runs, then the answer
    at.box.stop(**end).then(talk.stop, [at.asked, *here], **every)
    at.chat.undo(talk.undo, here, **every)
    at.new.click(**end).then(shown.fresh, None, **every)
    for place in (at.cards, at.compare):
        place.click(talk.judge, [*here, at.picks], outputs=places, **TURNS)
    every_taste, every_talk = [at.taste, at.seen, *places], [at.talks, *places]
    at.taste_tab.select(taste.show, None, every_taste, queue=False, **QUIET)
    at.taste.click(taste.change, [at.seen, *here], every_taste, **TURNS)
    at.talks_tab.select(conversations.show, None, every_talk, queue=False, **QUIET)
    at.talks.click(conversations.change, here, every_talk, **TURNS)
