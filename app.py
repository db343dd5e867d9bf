"""The front door: one page, laid out and wired with Gradio, beside the HTTP API. It decides nothing.

Every word on the page comes from the Chatbot and its store; the browser holds no history and names no person. Who
somebody is stands in a signed cookie that scripts cannot read. Text of people, models and catalogues is always text.
"""

from __future__ import annotations

import html
import logging
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI

from chatbot.api import INTERNAL, Metrics, create_api
from chatbot.chatbot import Chatbot
from chatbot.domain import Domain
from chatbot.errors import ChatbotError, NotFoundError
from chatbot.explain import in_words
from chatbot.middleware import Visitor, cookie_key
from chatbot.server import run_server
from chatbot.settings import Settings
from chatbot.types import Event, Evidence, Feedback, Signal

log = logging.getLogger(__name__)

CARDS, CAST = 5, 3
CSS = Path(__file__).with_name("app.css")
CLOSED = ("/gradio_api/upload", "/gradio_api/deep_link")  # the framework's doors that write files, which no page needs
WHY, HIDE = "Why?", "Hide why"
MARKS: dict[Signal, str] = {"like": "Like", "dislike": "Dislike", "seen": "Seen", "not_interested": "Not for me"}
NOTED = "<p role='status'>Noted. The next answer follows it.</p>"
READING, LOOKING = "reading…", "looking…"
STARTERS = (
    "I loved Alien and The Thing, what should I watch tonight?",
    "A funny film from the 90s",
    "Something like Amélie",
    "How do I delete my data?",
)
Item = Mapping[str, Any]
Updates = dict[Any, Any]


def create_app(bot: Chatbot, settings: Settings) -> FastAPI:
    """The HTTP API with the page mounted at /."""
    app = create_api(bot, settings)
    app.add_middleware(Visitor, key=cookie_key(settings))
    for path in CLOSED:
        app.add_api_route(path, closed, methods=["GET", "POST"], include_in_schema=False)
    page = Page(bot, app.state.metrics)
    look: dict[str, Any] = {
        "theme": theme(),
        "css_paths": [CSS],
        "head": HEAD,
        "footer_links": [],
        "run_history": False,
    }
    return gr.mount_gradio_app(app, page.blocks, "/", show_error=False, enable_monitoring=False, **look)


def closed() -> None:
    raise NotFoundError("This page takes no files.")


def serve(bot_factory: Callable[[], Chatbot], settings: Settings, reload: Callable[[Chatbot], None]) -> None:
    """Serve page and API until Ctrl-C or SIGTERM; the bot loads meanwhile. Raises: ChatbotError, e.g. a taken port."""
    run_server(bot_factory, lambda bot: create_app(bot, settings), settings, reload)


# --- text -------------------------------------------------------------------------------------------------------------


def as_text(text: str) -> str:
    """Text that the chat shows as it is: it renders no Markdown here, but it would render HTML."""
    return re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("<", "&lt;")


def plain_markdown(text: str) -> str:
    """A reply as text: Markdown images and links are cut down to their words."""
    return as_text(re.sub(r"!?\[([^\]\[]{0,500})\]\([^)]{0,2000}\)", r"\1", text.replace("**", "")))


def lines_of(message: str, reply: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": as_text(message)}, {"role": "assistant", "content": plain_markdown(reply)}]


def transcript(history: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Stored turns as lines of the chat."""
    return [line for turn in history for line in lines_of(turn["message"], turn["reply"])]


def card_html(item: Item, domain: Domain) -> str:
    """One film: title, year, genres, people, predicted rating and reason, all escaped."""
    escape, facts, guess = html.escape, item.get("facts", {}), item["predicted_rating"]
    people = [f"{fact.label} {', '.join(facts[name][:CAST])}" for name, fact in domain.facts.items() if facts.get(name)]
    year = f" <span>{item['year']}</span>" if item["year"] else ""
    rows = [f"<h3>{escape(item['title'])}{year}</h3>"]
    rows += [f"<p class='guess'>you’d give it about <b>{guess:.1f}</b></p>"] if guess is not None else []
    rows += [f"<p class='meta'>{escape(text)}</p>" for text in (" · ".join(item["genres"]), " · ".join(people)) if text]
    reason = escape(item["reason"]) or "<i>writing why…</i>"
    return f"<article>{''.join(rows)}<p class='reason'>{reason}</p></article>"


def evidence_html(evidence: Sequence[Mapping[str, Any]]) -> str:
    """What a score rests on, in words, each with its signed share and a bar."""
    rows = []
    for fact in (Evidence(**row) for row in evidence):
        share, (sign, side) = f"{abs(fact.weight):.0%}", ("−", "against") if fact.weight < 0 else ("", "for")
        bar = f"<em>{sign}{share}</em><b class='bar {side}'><i style='width:{share}'></i></b>"
        end = bar if fact.weight else "<small>a fact, did not move the score</small>"
        rows.append(f"<li><span>{html.escape(in_words(fact))}</span>{end}</li>")
    return f"<ul class='evidence'>{''.join(rows) or '<li>Nothing is known about this one.</li>'}</ul>"


# --- a place for a film -----------------------------------------------------------------------------------------------


@dataclass
class Card:
    """One place for a film and its buttons."""

    group: gr.Group
    film: gr.HTML
    evidence: gr.HTML
    note: gr.HTML
    why: gr.Button
    marks: dict[Signal, gr.Button]

    @property
    def parts(self) -> list[Any]:
        return [self.group, self.film, self.evidence, self.note, self.why, *self.marks.values()]

    def pressed(self, signal: Signal | None, note: str = "", ready: bool = True) -> Updates:
        looks = {name: "primary" if name == signal else "secondary" for name in MARKS}
        marks = {self.marks[name]: gr.update(variant=looks[name], interactive=ready) for name in MARKS}
        return {**marks, self.note: note}

    def show(self, item: Item | None, domain: Domain, signal: Signal | None, ready: bool) -> Updates:
        """Updates that show this film, or nothing. ready: the turn is stored, so the buttons have something to name."""
        if item is None:
            return {self.group: gr.update(visible=False)}
        return {
            self.group: gr.update(visible=True),
            self.film: card_html(item, domain),
            self.evidence: gr.update(value=evidence_html(item["evidence"]), visible=False),
            self.why: gr.update(value=WHY, interactive=ready),
            **self.pressed(signal, ready=ready),
        }


def text_place(value: str = "", **more: Any) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, js_on_load=None, **more)


def small_button(label: str, **more: Any) -> gr.Button:
    return gr.Button(label, size="sm", min_width=0, **more)


def card() -> Card:
    """An empty card place."""
    with gr.Group(visible=False, elem_classes="card") as group:
        film, evidence = text_place(), text_place(visible=False)
        with gr.Row(elem_classes="marks"):
            why = small_button(WHY, elem_classes="why")
            marks = {signal: small_button(label) for signal, label in MARKS.items()}
        note = text_place(elem_classes="note")
    return Card(group, film, evidence, note, why, marks)


# --- the page ---------------------------------------------------------------------------------------------------------

BUSY: dict[str, Any] = {"submit_btn": False, "stop_btn": "Stop"}
IDLE: dict[str, Any] = {"submit_btn": "Send", "stop_btn": False}


def visitor_of(request: gr.Request) -> str:
    """The person of this request. The cookie alone says so, never what the page sends."""
    visitor = request.request.scope.get("visitor") if request.request else ""
    if not visitor:
        raise gr.Error("This page has lost its cookie. Reload it, and allow cookies.", print_exception=False)
    return visitor


class Page:
    """Layout in `__init__`, wiring in `_wire`, one short handler for each thing that a person can do."""

    def __init__(self, bot: Chatbot, metrics: Metrics) -> None:
        self.bot, self.metrics = bot, metrics
        with gr.Blocks(title="Because", analytics_enabled=False) as self.blocks:
            self.conversation, self.shown = gr.State(), gr.State()  # ids alone
            with gr.Row(elem_id="head"):
                text_place("<header><h1>Because</h1><p>the recommender you can ask why</p></header>")
                self.new = small_button("New conversation", scale=0)
            with gr.Row(elem_id="room"):
                with gr.Column(scale=1, min_width=320, elem_id="talk"):
                    self._lay_talk()
                with gr.Column(scale=1, min_width=320, elem_id="cards"):
                    self.hint = text_place("<p>Five films will stand here, each with its reasons.</p>", elem_id="hint")
                    self.cards = [card() for _ in range(CARDS)]
            with gr.Row(elem_id="foot"):
                self.erase = small_button("Delete my data", scale=0)
                self.sure = small_button("Yes, delete everything", scale=0, variant="stop", visible=False)
                self.keep = small_button("Keep it", scale=0, visible=False)
            self._wire()
        self.blocks.queue(max_size=32, default_concurrency_limit=4)

    def _lay_talk(self) -> None:
        self.chat = gr.Chatbot(
            label="Conversation", show_label=False, height="clamp(280px, calc(100dvh - 330px), 720px)", elem_id="chat",
            render_markdown=False, buttons=["copy"], feedback_options=None, placeholder="What did you love lately?",
        )  # fmt: skip
        with gr.Row(elem_id="chips"):
            self.chips = [small_button(text, scale=0) for text in STARTERS]
        self.box = gr.Textbox(
            label="Your message", show_label=False, placeholder="A film you loved, or a mood", submit_btn="Send",
            max_length=self.bot.settings.message_max, max_lines=6, elem_id="box",
        )  # fmt: skip
        self.asked = gr.Textbox(visible=False)  # the message on its way, for Stop to give back

    def _wire(self) -> None:
        foot = [self.erase, self.sure, self.keep]
        parts = [self.conversation, self.shown, self.asked, self.hint, self.chat, self.box, *self.chips]
        everything = [*parts, *foot, *(part for card in self.cards for part in card.parts)]
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        self.blocks.load(self.restore, None, everything, queue=False, **quiet)
        runs: Any = [self.box.submit(self.send, [self.box, self.conversation], everything, **quiet)]
        runs += [chip.click(self.send, [chip, self.conversation], everything, **quiet) for chip in self.chips]
        end: dict[str, Any] = {"fn": None, "cancels": runs, **quiet}  # first the end of what runs, then the answer
        self.box.stop(**end).then(self.stop, [self.asked, self.conversation], everything, **quiet)
        self.new.click(**end).then(self.fresh, None, everything, **quiet)
        self.erase.click(self.ask, None, foot, queue=False, **quiet)
        self.sure.click(**end).then(self.delete, None, everything, **quiet)
        self.keep.click(self.keep_data, None, foot, queue=False, **quiet)
        for place, card in enumerate(self.cards):
            card.why.click(self.toggle, [card.why], [card.why, card.evidence], queue=False, **quiet)
            for signal, button in card.marks.items():
                button.click(self.presser(place, signal), [self.shown], card.parts, **quiet)

    # -- a message --

    def send(self, message: str, conversation: str | None, request: gr.Request) -> Iterator[Updates]:
        """One turn as it happens. After an error the chat is as it was, and the message is back in its box."""
        user, history = visitor_of(request), []
        try:
            history = transcript(self.bot.history(user, conversation)) if conversation else []
            events = self.metrics.watch(self.bot.stream(user, message, conversation))
            yield {**self.busy(), self.asked: message, self.chat: [*history, *lines_of(message, READING)]}
            yield from self._turn(user, message, history, events)
        except Exception as error:
            self.warn(error)
            yield {**self.idle(), self.chat: history, self.box: gr.update(value=message, **IDLE)}

    def _turn(self, user: str, message: str, history: list[Any], events: Iterator[Event]) -> Iterator[Updates]:
        text, items = "", []
        for event in events:
            if event.kind == "stage" and not text:
                yield {self.chat: [*history, *lines_of(message, READING if event.text == "understand" else LOOKING)]}
            elif event.kind == "text":
                text += event.text
                yield {self.chat: [*history, *lines_of(message, text)]}
            elif event.kind == "items":
                items = [item.to_json() for item in event.items]
                yield self.show(user, None, items)
            elif event.kind == "reason":
                at = [item["item_id"] for item in items].index(event.item_id)
                items[at]["reason"] = event.text
                yield {self.cards[at].film: card_html(items[at], self.bot.domain)}
            elif event.turn:
                yield self._done(user, history, event.turn.to_json())

    def _done(self, user: str, history: list[Any], turn: dict[str, Any]) -> Updates:
        cards = self.show(user, turn["turn_id"], turn["items"]) if turn["items"] else {}
        chat = [*history, *lines_of(turn["message"], turn["reply"])]
        return {**cards, **self.idle(turn["suggestions"]), self.chat: chat, self.conversation: turn["conversation_id"]}

    def busy(self) -> Updates:
        return {self.box: gr.update(value="", **BUSY), **{chip: gr.update(interactive=False) for chip in self.chips}}

    def idle(self, chips: Sequence[str] | None = None) -> Updates:
        """Ready for the next message. chips: what to offer; None leaves what is there."""
        updates: Updates = {self.box: gr.update(**IDLE)}
        for at, chip in enumerate(self.chips):
            text = chips[at] if chips and at < len(chips) else ""
            offer: dict[str, Any] = {} if chips is None else {"value": text, "visible": bool(text)}
            updates[chip] = gr.update(interactive=True, **offer)
        return updates

    def show(self, user: str, turn_id: str | None, items: Sequence[Item]) -> Updates:
        """Updates that show these films. Without a turn id the buttons wait for the end of the turn."""
        signals = self.signals(user)
        updates: Updates = {self.shown: {"turn": turn_id, "items": [item["item_id"] for item in items]}}
        for place, card in enumerate(self.cards):
            item = items[place] if place < len(items) else None
            signal = signals.get(item["item_id"]) if item else None
            updates |= card.show(item, self.bot.domain, signal, turn_id is not None)
        return {**updates, self.hint: gr.update(visible=not items)}

    def signals(self, user: str) -> dict[str, Signal | None]:
        return {one.item_id: one.signal for one in self.bot.store.interactions(user)}

    def stop(self, asked: str, conversation: str | None, request: gr.Request) -> Updates:
        """As if it had not been asked: nothing of the turn was stored, and the message is back in its box."""
        return {**self.restore(request, conversation), self.box: gr.update(value=asked, **IDLE)}

    # -- a page that opens, starts anew or forgets --

    def restore(self, request: gr.Request, conversation: str | None = None) -> Updates:
        """A conversation of the person, the latest by default, and the last films in it, from the store."""
        user = visitor_of(request)
        history = self.bot.history(user, conversation)
        if not history:
            return self.fresh(request)
        nothing: dict[str, Any] = {"turn_id": None, "items": ()}
        last = next((turn for turn in reversed(history) if turn["items"]), nothing)
        said = {self.conversation: history[-1]["conversation_id"], self.chat: transcript(history)}
        return {**self.show(user, last["turn_id"], last["items"]), **self.idle(history[-1]["suggestions"]), **said}

    def fresh(self, request: gr.Request) -> Updates:
        empty = {**self.show(visitor_of(request), None, ()), **self.idle(STARTERS), **self.keep_data()}
        return {**empty, self.conversation: uuid.uuid4().hex, self.chat: []}

    def delete(self, request: gr.Request) -> Updates:
        try:
            self.bot.delete(visitor_of(request))
        except NotFoundError:
            pass  # nothing was stored yet, which is what was asked for
        except Exception as error:
            self.warn(error)
            return self.keep_data()
        gr.Info("Everything that was kept of you is deleted.", duration=4)
        return self.fresh(request)

    def ask(self, sure: bool = True) -> Updates:
        """Show the second button, the one that deletes, and the way back; or hide them."""
        seen = {self.erase: not sure, self.sure: sure, self.keep: sure}
        return {button: gr.update(visible=visible) for button, visible in seen.items()}

    def keep_data(self) -> Updates:
        return self.ask(False)

    # -- a card --

    def toggle(self, label: str) -> tuple[Any, Any]:
        return gr.update(value=HIDE if label == WHY else WHY), gr.update(visible=label == WHY)

    def presser(self, place: int, signal: Signal) -> Callable[..., Updates]:
        """The handler of one button of one card."""

        def press(shown: dict[str, Any], request: gr.Request) -> Updates:
            user, card = visitor_of(request), self.cards[place]
            try:
                item_id = shown["items"][place]
                self.bot.feedback(Feedback(user, item_id, signal, turn_id=shown["turn"]))
                return card.pressed(self.signals(user).get(item_id), NOTED)
            except Exception as error:
                self.warn(error)
                return {card.note: ""}

        return press

    def warn(self, error: Exception) -> None:
        """Show an error as one sentence; a bug is logged and shown as what it is."""
        if not isinstance(error, ChatbotError):
            log.error("the page met a bug", exc_info=error)
            error = ChatbotError(INTERNAL)
        self.metrics.errors.labels(error.code).inc()
        gr.Warning(html.escape(str(error)), duration=8)


# --- the look ---------------------------------------------------------------------------------------------------------


def theme() -> gr.themes.Base:
    """Paper and ink by day, house lights down by night, one warm accent; the fonts of the reader's own system."""
    colours = {
        "body_background_fill": ("#f7f2e8", "#161311"),
        "background_fill_primary": ("#fffdf8", "#211d19"),
        "background_fill_secondary": ("#f1eadc", "#1b1815"),
        "body_text_color": ("#2a241d", "#ece4d6"),
        "body_text_color_subdued": ("#665c4e", "#aea290"),
        "block_background_fill": ("#fffdf8", "#211d19"),
        "border_color_primary": ("#e2d8c6", "#3a332c"),
        "border_color_accent": ("#a3401f", "#e3a55c"),
        "color_accent_soft": ("#f3e4d6", "#332a20"),
        "input_background_fill": ("#fffdf8", "#211d19"),
        "input_border_color": ("#cfc3ae", "#4a4138"),
        "input_placeholder_color": ("#75695a", "#9a8e7d"),
        "button_primary_background_fill": ("#a3401f", "#e3a55c"),
        "button_primary_background_fill_hover": ("#8b3519", "#edb673"),
        "button_primary_text_color": ("#fffaf2", "#1d1710"),
        "button_secondary_background_fill": ("#fffdf8", "#211d19"),
        "button_secondary_background_fill_hover": ("#f1e8d8", "#332c25"),
        "button_secondary_text_color": ("#4a4136", "#d6ccbc"),
    }
    shades = {name: light for name, (light, _) in colours.items()}
    shades |= {f"{name}_dark": dark for name, (_, dark) in colours.items()}
    fonts: dict[str, Any] = {"font": ["system-ui", "sans-serif"], "font_mono": ["ui-monospace", "monospace"]}
    return gr.themes.Base(**fonts).set(**shades)


# Names for screen readers: every button of a card says which film it means and whether it is pressed or open.
HEAD = """<script>
new MutationObserver(() => document.querySelectorAll(".card > .styler").forEach(card => {
  const film = card.querySelector("h3")?.textContent ?? "";
  card.querySelectorAll(".marks button").forEach(button => {
    const label = button.textContent.trim();
    button.ariaLabel = label + ": " + film;
    if (button.classList.contains("why")) button.ariaExpanded = String(label !== "Why?");
    else button.ariaPressed = String(button.classList.contains("primary"));
  });
})).observe(document, {subtree: true, childList: true, characterData: true, attributeFilter: ["class"]});
</script>"""
