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
from chatbot.front.aside import Aside
from chatbot.front.conversations import Conversations
from chatbot.front.help import Help
from chatbot.front.layout import Layout, first_script, look
from chatbot.front.program import Program
from chatbot.front.shown import Shown
from chatbot.front.talk import Talk
from chatbot.front.taste import Taste
from chatbot.middleware import FirstScript, OneByOne, Visitor, cookie_key
from chatbot.page.files import files
from chatbot.server import run_server
from chatbot.settings import Settings

CLOSED = ("/gradio_api/upload", "/gradio_api/deep_link")  # the framework's doors that write files, which no page needs
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
RUNNING = 32  # turns that are answered or stand in our own line, which tells its place; Gradio's line tells nothing
# Answered by the request itself: the stream that Gradio's line answers by is closed after each answer, and a press at
# that moment can be lost. `OneByOne` keeps their order.
NOW: dict[str, Any] = {**QUIET, "queue": False}
PRESS: dict[str, Any] = {**NOW, "trigger_mode": "multiple"}  # two quick presses both count


def create_app(bot: Chatbot, settings: Settings) -> FastAPI:
    """The HTTP API with the page mounted at /."""
    app = create_api(bot, settings)
    app.add_middleware(OneByOne)
    app.add_middleware(Visitor, key=cookie_key(settings))
    app.add_middleware(FirstScript, script=first_script())
    for path in CLOSED:
        app.add_api_route(path, closed, methods=["GET", "POST"], include_in_schema=False)
    at = Layout(settings.message_max)
    shown = Shown(bot, at, app.state.metrics)
    with at.blocks:
        wire(at, shown, Talk(shown, app.state.stream), Help(shown, app.state.turnstile), Aside(shown))
        gr.api(Program(app.state.stream).chat, api_name="chat", concurrency_limit=RUNNING, concurrency_id="turn")
        wire_tabs(at, Taste(shown), Conversations(shown))
    at.blocks.queue(max_size=64, default_concurrency_limit=4)
    app.include_router(files(shown.account, bot.asides))
    return gr.mount_gradio_app(app, at.blocks, "/", show_error=False, enable_monitoring=False, **look())


def closed() -> None:
    raise NotFoundError("This page takes no files.")


def serve(bot_factory: Callable[[], Chatbot], settings: Settings, reload: Callable[[Chatbot], None]) -> None:
    """Serve page and API until Ctrl-C or SIGTERM; the bot loads meanwhile. Raises: ChatbotError, e.g. a taken port."""
    run_server(bot_factory, lambda bot: create_app(bot, settings), settings, reload)


def wire(at: Layout, shown: Shown, talk: Talk, help: Help, aside: Aside) -> None:
    """The conversation: one short handler for each place that a person can press."""
    places, here = at.places, [at.conversation, at.private]
    now: dict[str, Any] = {"outputs": places, **NOW}
    long: dict[str, Any] = {"outputs": places, **QUIET, "concurrency_limit": RUNNING, "concurrency_id": "turn"}
    at.blocks.load(shown.latest, None, **now)
    runs: Any = [at.box.submit(talk.send, [at.box, *here], **long)]
    runs += [place.submit(talk.say, here, **long) for place in (at.replies, at.limits, at.cards)]
    runs += [at.chat.retry(talk.retry, here, **long), at.chat.edit(talk.edit, here, **long)]
    end: dict[str, Any] = {"fn": None, "cancels": runs, **QUIET}  # first the end of what runs, then the answer
    at.box.stop(**end).then(talk.stop, [at.asked, *here], **now)
    at.chat.undo(talk.undo, here, **now)
    at.new.click(**end).then(aside.fresh, [at.conversation], **now)
    at.private.input(aside.switch, here, **now)
    at.help.click(help.change, here, outputs=places, **PRESS)
    at.limits.click(talk.let_go, here, outputs=places, **PRESS)
    for place in (at.cards, at.compare):
        place.click(talk.judge, [*here, at.picks], outputs=places, **PRESS)


def wire_tabs(at: Layout, taste: Taste, conversations: Conversations) -> None:
    """The other two tabs, which may change what stands in the first."""
    here = [at.conversation, at.private]
    every_taste, every_talk = [at.taste, at.seen, *at.places], [at.talks, *at.places]
    at.taste_tab.select(taste.show, None, every_taste, **NOW)
    at.taste.click(taste.change, [at.seen, *here], every_taste, **PRESS)
    at.talks_tab.select(conversations.show, None, every_talk, **NOW)
    at.talks.click(conversations.change, here, every_talk, **PRESS)
