"""The front door: one page, laid out and wired with Gradio, beside the HTTP API. It decides nothing.

Every word on the page comes from the Chatbot and its store; the browser holds no history and names no person. Who
somebody is stands in a signed cookie that scripts cannot read. What is shown is made in `chatbot/page/`.
"""

from __future__ import annotations

import contextlib
import html
import logging
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI

from chatbot import page as looks
from chatbot.account import Account
from chatbot.api import INTERNAL, Metrics, Stream, create_api
from chatbot.chatbot import Chatbot
from chatbot.errors import ChatbotError, NotFoundError
from chatbot.middleware import Visitor, cookie_key
from chatbot.page.cards import EMPTY, MARKS, Marks, cards_html
from chatbot.page.chips import STARTERS, limits_html, replies_html
from chatbot.page.compare import MOST, compare_html
from chatbot.page.conversations import conversations_html
from chatbot.page.files import files
from chatbot.page.steps import LOOKING, STAGES, WRITING, steps_html, working_html
from chatbot.page.taste import beliefs_html, data_html, ratings_html, watchlist_html
from chatbot.page.text import lines_of, transcript
from chatbot.page.theme import FONTS, shades
from chatbot.server import run_server
from chatbot.settings import Settings
from chatbot.types import Event, Interaction

log = logging.getLogger(__name__)

LOOKS = Path(looks.__file__).parent
CLOSED = ("/gradio_api/upload", "/gradio_api/deep_link")  # the framework's doors that write files, which no page needs
PANEL = "becausePanel(element, trigger, watch)"  # page.js
HEADER = """<header><h1>Because<i>.</i></h1><p>the recommender you can ask why</p></header>"""
LIGHTS = "<button id='lights' type='button'>Lights down</button>"
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
# one after the other, so that two quick presses both count
TURNS: dict[str, Any] = {**QUIET, "trigger_mode": "multiple", "concurrency_limit": 1}
BUSY: dict[str, Any] = {"submit_btn": False, "stop_btn": "Stop"}
IDLE: dict[str, Any] = {"submit_btn": "Send", "stop_btn": False}
Item = Mapping[str, Any]
Updates = dict[Any, Any]


def create_app(bot: Chatbot, settings: Settings) -> FastAPI:
    """The HTTP API with the page mounted at /."""
    app = create_api(bot, settings)
    app.add_middleware(Visitor, key=cookie_key(settings))
    for path in CLOSED:
        app.add_api_route(path, closed, methods=["GET", "POST"], include_in_schema=False)
    page = Page(bot, app.state.metrics, app.state.stream)
    app.include_router(files(page.account))
    look: dict[str, Any] = {
        "theme": gr.themes.Base(**FONTS).set(**shades()),  # type: ignore[arg-type]
        "css_paths": [LOOKS / "page.css"],
        "head": f"<script>{(LOOKS / 'page.js').read_text('utf-8')}</script>",
        "footer_links": [],
        "run_history": False,
    }
    return gr.mount_gradio_app(app, page.blocks, "/", show_error=False, enable_monitoring=False, **look)


def closed() -> None:
    raise NotFoundError("This page takes no files.")


def serve(bot_factory: Callable[[], Chatbot], settings: Settings, reload: Callable[[Chatbot], None]) -> None:
    """Serve page and API until Ctrl-C or SIGTERM; the bot loads meanwhile. Raises: ChatbotError, e.g. a taken port."""
    run_server(bot_factory, lambda bot: create_app(bot, settings), settings, reload)


def panel(value: str = "", **more: Any) -> gr.HTML:
    """A place for our own HTML, whose `data-do` buttons arrive as its click."""
    return gr.HTML(value, apply_default_css=False, elem_classes="because", js_on_load=PANEL, **more)


def visitor_of(request: gr.Request) -> str:
    """The person of this request. The cookie alone says so, never what the page sends."""
    visitor = request.request.scope.get("visitor") if request.request else ""
    if not visitor:
        raise gr.Error("This page has lost its cookie. Reload it, and allow cookies.", print_exception=False)
    return visitor


def said(event: gr.EventData, name: str) -> str:
    """What a pressed button says about itself; empty for nothing."""
    value = event._data.get(name) if isinstance(event._data, dict) else None
    return value if isinstance(value, str) else ""


def place_of(event: gr.RetryData | gr.EditData | gr.UndoData) -> int:
    """Which turn of the chat is meant; each is two lines of it."""
    return event.index // 2 if isinstance(event.index, int) else -1


class Page:
    """Layout in `__init__` and `_lay`, wiring in `_wire`, one short handler for each place that a person can press."""

    def __init__(self, bot: Chatbot, metrics: Metrics, stream: Stream) -> None:
        self.bot, self.metrics, self.stream = bot, metrics, stream
        self.account = Account(bot.store, bot.catalog, bot.domain)
        with gr.Blocks(title="Because", analytics_enabled=False) as self.blocks:
            self.conversation, self.picks, self.seen = gr.State(), gr.State([]), gr.State({})
            with gr.Row(elem_id="head"):
                panel(HEADER)
                panel(LIGHTS)
                self.new = gr.Button("New conversation", size="sm", min_width=0, scale=0)
            with gr.Tabs(selected="tonight") as self.tabs:
                with gr.Tab("Tonight", id="tonight"), gr.Row(elem_id="room"):
                    self._lay_tonight()
                with gr.Tab("Your taste", id="taste") as self.taste_tab:
                    self.taste = panel(elem_id="taste")
                with gr.Tab("Conversations", id="talks") as self.talks_tab:
                    self.talks = panel(elem_id="talks")
            self._wire()
        self.blocks.queue(max_size=32, default_concurrency_limit=4)

    def _lay_tonight(self) -> None:
        with gr.Column(scale=1, min_width=320, elem_id="talk"):
            self.chat = gr.Chatbot(
                label="Conversation", show_label=False, height="clamp(280px, calc(100dvh - 370px), 720px)",
                elem_id="chat", render_markdown=False, buttons=["copy"], feedback_options=None, editable="user",
                placeholder="What did you love lately?",
            )  # fmt: skip
            self.box = gr.Textbox(
                label="Your message", show_label=False, placeholder="A film you loved, or a mood", submit_btn="Send",
                max_length=self.bot.settings.message_max, max_lines=6, elem_id="box",
            )  # fmt: skip
            self.asked = gr.Textbox(visible=False)  # the message on its way, for Stop to give back
            self.replies, self.steps = panel(replies_html(STARTERS, False)), panel()
        with gr.Column(scale=1, min_width=320, elem_id="cards"):
            self.limits, self.compare, self.cards = panel(limits_html(())), panel(), panel(EMPTY)

    def _wire(self) -> None:
        shown = [self.conversation, self.picks, self.asked, self.chat, self.box, self.replies, self.steps]
        shown += [self.limits, self.compare, self.cards, self.tabs]
        every, now = {"outputs": shown, **QUIET}, {"outputs": shown, "queue": False, **QUIET}
        here = [self.conversation]
        self.blocks.load(self.restore, None, **now)
        runs: Any = [self.box.submit(self.send, [self.box, *here], **every)]
        runs += [place.click(self.pressed, here, **every) for place in (self.replies, self.limits, self.cards)]
        runs += [self.chat.retry(self.retry, here, **every), self.chat.edit(self.edit, here, **every)]
        end: dict[str, Any] = {"fn": None, "cancels": runs, **QUIET}  # first the end of what runs, then the answer
        self.box.stop(**end).then(self.stop, [self.asked, *here], **every)
        self.chat.undo(self.undo, here, **every)
        self.new.click(**end).then(self.fresh, None, **every)
        for place in (self.cards, self.compare):
            place.click(self.judge, [*here, self.picks], outputs=shown, **TURNS)
        taste, talks = [self.taste, self.seen, *shown], [self.talks, *shown]
        self.taste_tab.select(self.show_taste, None, taste, queue=False, **QUIET)
        self.taste.click(self.change_taste, [self.seen, *here], taste, **TURNS)
        self.talks_tab.select(self.show_talks, None, talks, queue=False, **QUIET)
        self.talks.click(self.change_talks, here, talks, **TURNS)

    # -- a message --

    def send(self, message: str, conversation: str | None, request: gr.Request) -> Iterator[Updates]:
        """One turn as it happens. After an error the chat is as it was, and the message is back in its box."""
        user, history = visitor_of(request), []
        try:
            history = transcript(self.bot.history(user, conversation)) if conversation else []
            events = self.stream(user, message, conversation)
            reading = [*history, *lines_of(message, STAGES["understand"])]
            yield {**self._busy(user, conversation), self.asked: message, self.chat: reading}
            yield from self._turn(user, message, conversation, history, events)
        except Exception as error:
            self.warn(error)
            yield {**self._ready(user, conversation), self.chat: history, self.box: gr.update(value=message, **IDLE)}

    def _turn(
        self, user: str, message: str, conversation: str | None, history: list[Any], events: Iterator[Event]
    ) -> Iterator[Updates]:
        text, items = "", []
        for event in events:
            if event.kind == "stage" and not text:
                stage = STAGES.get(event.text, LOOKING)
                yield {self.chat: [*history, *lines_of(message, stage)], self.steps: working_html(stage)}
            elif event.kind == "text":
                text += event.text
                yield {self.chat: [*history, *lines_of(message, text)]}
            elif event.kind == "items":
                items = [item.to_json() for item in event.items]
                yield {self.steps: working_html(WRITING), **self._films(user, items, [], ready=False), self.picks: []}
            elif event.kind == "reason":
                at = [item["item_id"] for item in items].index(event.item_id)
                items[at]["reason"] = event.text
                yield self._films(user, items, [], ready=False)
            elif event.turn:
                turn = event.turn.to_json()
                chat = [*history, *lines_of(turn["message"], turn["reply"])]
                yield {**self._ready(user, turn["conversation_id"]), self.chat: chat}

    def pressed(self, conversation: str | None, event: gr.EventData, request: gr.Request) -> Iterator[Updates]:
        """A quick reply is said; a limit is let go of."""
        if said(event, "do") == "say":
            yield from self.send(said(event, "text"), conversation, request)
        elif said(event, "do") == "drop":
            user = visitor_of(request)
            try:
                gone = self.account.let_go(user, conversation, said(event, "key"), bool(said(event, "lasting")))
                yield {self.limits: limits_html(self.account.limits(user, conversation), gone)}
            except Exception as error:
                self.warn(error)
                yield {self.limits: limits_html(self.account.limits(user, conversation))}
        else:
            yield {}  # what `judge` answers; to say nothing at all would empty the page

    def retry(self, conversation: str | None, event: gr.RetryData, request: gr.Request) -> Iterator[Updates]:
        yield from self._again(conversation, place_of(event), None, request)

    def edit(self, conversation: str | None, event: gr.EditData, request: gr.Request) -> Iterator[Updates]:
        yield from self._again(conversation, place_of(event), html.unescape(str(event.value)), request)

    def _again(self, conversation: str | None, at: int, message: str | None, request: gr.Request) -> Iterator[Updates]:
        """The same message once more, or another in its place; what it and the later ones changed is put back."""
        user = visitor_of(request)
        try:
            before = self.account.take_back(user, conversation, at)
        except Exception as error:
            self.warn(error)
            yield self.restore(request, conversation)
            return
        yield from self.send(message or before, conversation, request)

    def undo(self, conversation: str | None, event: gr.UndoData, request: gr.Request) -> Updates:
        """Take a message back, into its box."""
        try:
            message = self.account.take_back(visitor_of(request), conversation, place_of(event))
        except Exception as error:
            self.warn(error)
            return self.restore(request, conversation)
        return {**self.restore(request, conversation, False), self.box: gr.update(value=message, **IDLE)}

    def stop(self, asked: str, conversation: str | None, request: gr.Request) -> Updates:
        """As if it had not been asked: nothing of the turn was stored, and the message is back in its box."""
        return {**self.restore(request, conversation, False), self.box: gr.update(value=asked, **IDLE)}

    # -- what is shown --

    def _busy(self, user: str, conversation: str | None) -> Updates:
        offered = [turn["suggestions"] for turn in self._history(user, conversation)[-1:]] or [STARTERS]
        return {
            self.box: gr.update(value="", **BUSY),
            self.replies: replies_html(offered[0], False),
            self.limits: limits_html(self.account.limits(user, conversation), ready=False),
        }

    def _ready(self, user: str, conversation: str | None) -> Updates:
        """Everything beside the chat as it is in the store."""
        history = self._history(user, conversation)
        last = history[-1] if history else None
        return {
            self.conversation: conversation,
            self.box: gr.update(**IDLE),
            self.replies: replies_html(last["suggestions"] if last else STARTERS),
            self.steps: steps_html(last, self.bot.domain.nouns),
            self.limits: limits_html(self.account.limits(user, conversation)),
            **self._last_films(user, history, []),
            self.picks: [],
        }

    def _history(self, user: str, conversation: str | None) -> tuple[dict[str, Any], ...]:
        return self.bot.history(user, conversation) if conversation else ()

    def _last_films(self, user: str, history: Sequence[Item], picks: Sequence[str]) -> Updates:
        return self._films(user, next((turn["items"] for turn in reversed(history) if turn["items"]), ()), picks)

    def _films(self, user: str, rows: Sequence[Item], picks: Sequence[str], ready: bool = True) -> Updates:
        """These films, with what the person did with them, and the picked ones side by side."""
        signals = {one.item_id: one.signal for one in self.bot.store.interactions(user)}
        watched, catalog = self.bot.store.watched(user), self.bot.catalog
        ids = [row["item_id"] for row in rows]
        marks = {one: Marks(signals.get(one), one in watched, one in picks) for one in ids}
        items = {one: catalog[one] for one in (*ids, *picks) if one in catalog}
        guesses = {row["item_id"]: row["predicted_rating"] for row in rows}
        side = compare_html([items[one] for one in picks if one in items], guesses, self.bot.domain)
        return {self.cards: cards_html(rows, items, marks, self.bot.domain, ready), self.compare: side}

    def restore(self, request: gr.Request, conversation: str | None = None, latest: bool = True) -> Updates:
        """A conversation of the person and the last films in it, from the store. latest: any, where that is empty."""
        user = visitor_of(request)
        history = self.bot.history(user, conversation) if conversation or latest else ()
        if not history:
            return {**self.fresh(request), **({self.conversation: conversation} if conversation else {})}
        here = history[-1]["conversation_id"]
        return {**self._ready(user, here), self.chat: transcript(history), self.tabs: gr.update(selected="tonight")}

    def fresh(self, request: gr.Request) -> Updates:
        new = self._ready(visitor_of(request), None)
        return {**new, self.conversation: uuid.uuid4().hex, self.chat: [], self.tabs: gr.update(selected="tonight")}

    # -- a card --

    def judge(self, conversation: str | None, picks: list[str], event: gr.EventData, request: gr.Request) -> Updates:
        """Like, dislike, seen, not for me, watch list, compare: pressed once it holds, pressed again no more."""
        user, do, item = visitor_of(request), said(event, "do"), said(event, "item")
        if do == "say":  # a question; `pressed` asks it
            return {}
        history = self._history(user, conversation)
        try:
            if do == "compare":
                picks = [one for one in picks if one != item] if item in picks else [*picks, item][-MOST:]
            elif do == "clear":
                picks = []
            elif do == "watch":
                self.account.watch(user, item)
            elif do in MARKS:
                shown = (turn["turn_id"] for turn in reversed(history) if turn["items"])
                self.account.press(user, item, do, next(shown, None))
        except Exception as error:
            self.warn(error)
        return {**self._last_films(user, history, picks), self.picks: picks}

    # -- taste --

    def show_taste(self, request: gr.Request) -> Updates:
        return self._taste(visitor_of(request), {})

    def _taste(self, user: str, seen: dict[str, Any], report: Item | None = None, sure: bool = False) -> Updates:
        """seen: the words that are searched for, and what was just removed."""
        gone: Interaction | None = seen.get("gone")
        lasting = [limit for limit in self.account.limits(user, None) if limit.lasting]
        sections = (
            beliefs_html(self.account.beliefs(user), lasting)
            + watchlist_html(self.account.watched(user)),
            ratings_html(
                self.account.judgements(user), self.bot.domain.rating, seen.get("words", ""),
                self.bot.catalog[gone.item_id] if gone else None,
            )
            + data_html(report, sure),
        )  # fmt: skip
        return {
            self.taste: f"<div class='columns'>{''.join(f'<div>{one}</div>' for one in sections)}</div>",
            self.seen: seen,
        }

    def change_taste(
        self, seen: dict[str, Any], conversation: str | None, event: gr.EventData, request: gr.Request
    ) -> Updates:
        user, do, item = visitor_of(request), said(event, "do"), said(event, "item")
        report, seen, more = None, dict(seen), {}
        try:
            if do == "find":
                seen["words"] = said(event, "words")
            elif do == "rate":
                self.account.rate(user, item, said(event, "value"))
            elif do == "forget":
                seen["gone"] = self.account.store.forget_judgement(user, item)
            elif do == "undo" and seen.get("gone"):
                self.account.store.put_judgement(seen.pop("gone"))
            elif do == "watch":
                self.account.watch(user, item)
            elif do == "drop":
                self.account.let_go(user, conversation, said(event, "key"), True)
            elif do == "bring":
                report = event._data.get("report")
            elif do == "delete":
                more = self._delete(user, request)
            more = more or self._beside(user, conversation)
        except Exception as error:
            self.warn(error)
        return {**more, **self._taste(user, seen, report if isinstance(report, dict) else None, do == "sure")}

    def _beside(self, user: str, conversation: str | None) -> Updates:
        """The cards and limits of the first tab, which what was changed elsewhere may touch."""
        films = self._last_films(user, self._history(user, conversation), [])
        return {**films, self.picks: [], self.limits: limits_html(self.account.limits(user, conversation))}

    def _delete(self, user: str, request: gr.Request) -> Updates:
        with contextlib.suppress(NotFoundError):  # nothing was stored yet, which is what was asked for
            self.bot.delete(user)
        gr.Info("Everything that was kept of you is deleted.", duration=4)
        return self.fresh(request)

    # -- conversations --

    def show_talks(self, request: gr.Request) -> Updates:
        return self._talks(visitor_of(request))

    def _talks(self, user: str, words: str = "", sure: str = "", note: str = "") -> Updates:
        return {self.talks: conversations_html(self.account.store.conversations(user, words), words, sure, note)}

    def change_talks(self, conversation: str | None, event: gr.EventData, request: gr.Request) -> Updates:
        user, do, name = visitor_of(request), said(event, "do"), said(event, "conversation")
        try:
            if do == "open":
                return self.restore(request, name)
            if do == "search":
                return self._talks(user, said(event, "words"))
            if do == "rename":
                self.account.store.rename_conversation(user, name, said(event, "title"))
                return self._talks(user, note="The new name is kept.")
            if do == "delete":
                self.account.store.delete_conversation(user, name)
                new = self.fresh(request) if name == conversation else {}
                return {**new, self.tabs: gr.skip(), **self._talks(user, note="Deleted. What you judged in it stays.")}
        except Exception as error:
            self.warn(error)
        return self._talks(user, sure=name if do == "sure" else "")

    def warn(self, error: Exception) -> None:
        """Show an error as one sentence; a bug is logged and shown as what it is."""
        if not isinstance(error, ChatbotError):
            log.error("the page met a bug", exc_info=error)
            error = ChatbotError(INTERNAL)
        self.metrics.errors.labels(error.code).inc()
        gr.Warning(html.escape(str(error)), duration=8)
