"""The places of the page: every component, where it stands, and how it looks while a turn runs and while none does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from chatbot import page as looks
from chatbot.front.language import TRANSLATED, browser_words, in_each
from chatbot.page.aside import aside_html
from chatbot.page.cards import empty_html
from chatbot.page.chips import limits_html, replies_html, starters
from chatbot.page.masthead import header_html, switches_html
from chatbot.page.theme import FONTS, shades
from chatbot.page.words import load_words, words

LOOKS = Path(looks.__file__).parent
PANEL = "becausePanel(element, trigger, watch)"  # page.js


def busy() -> dict[str, Any]:
    """How the box looks while a turn runs."""
    return {"submit_btn": False, "stop_btn": words()("stop")}


def idle() -> dict[str, Any]:
    return {"submit_btn": words()("send"), "stop_btn": False}


def look() -> dict[str, Any]:
    """How the page is dressed, as Gradio takes it where it is mounted."""
    return {
        "theme": gr.themes.Base(**FONTS).set(**shades()),  # type: ignore[arg-type]
        "css_paths": [LOOKS / "page.css"],
        "i18n": TRANSLATED,
        "footer_links": [],
        "run_history": False,
    }


def first_script() -> str:
    """What must run before the framework does."""
    return browser_words() + (LOOKS / "page.js").read_text("utf-8")


def panel(value: Any = "", **more: Any) -> gr.HTML:
    """A place for our own HTML, whose `data-do` buttons arrive as its click; what they say, as its submit."""
    return gr.HTML(value, apply_default_css=False, elem_classes="because", js_on_load=PANEL, **more)


class Layout:
    """message_max: characters that the box takes."""

    def __init__(self, message_max: int) -> None:
        with gr.Blocks(title=load_words("en")("title"), analytics_enabled=False) as self.blocks:
            self.conversation, self.picks, self.seen = gr.State(), gr.State([]), gr.State({})
            with gr.Row(elem_id="head"):
                panel(in_each(header_html))
                panel(in_each(switches_html))
                self.new = gr.Button(TRANSLATED("new_conversation"), size="sm", min_width=0, scale=0)
            with gr.Tabs(selected="tonight", overflow_behavior="wrap") as self.tabs:
                with gr.Tab(TRANSLATED("tonight"), id="tonight") as self.tonight_tab, gr.Row(elem_id="room"):
                    self._lay_tonight(message_max)
                with gr.Tab(TRANSLATED("your_taste"), id="taste") as self.taste_tab:
                    self.taste = panel(elem_id="taste")
                with gr.Tab(TRANSLATED("conversations"), id="talks") as self.talks_tab:
                    self.talks = panel(elem_id="talks")

    def _lay_tonight(self, message_max: int) -> None:
        with gr.Column(scale=1, min_width=320, elem_id="talk"):
            self.chat = gr.Chatbot(
                label=TRANSLATED("conversation"), show_label=False, height="clamp(280px, calc(100dvh - 410px), 720px)",
                elem_id="chat", render_markdown=False, buttons=["copy"], feedback_options=None, editable="user",
                placeholder=str(TRANSLATED("what_did_you_love")),
            )  # fmt: skip
            self.box = gr.Textbox(
                label=TRANSLATED("your_message"), show_label=False, placeholder=TRANSLATED("message_hint"),
                submit_btn=True, max_length=message_max, max_lines=6, elem_id="box",
            )  # fmt: skip
            self.asked = gr.Textbox(visible=False)  # the message on its way, for Stop to give back
            self.replies, self.steps = panel(in_each(lambda: replies_html(starters(), False))), panel()
            self.private = gr.Checkbox(False, label=TRANSLATED("dont_remember"), container=False, elem_id="private")
            self.aside = panel(aside_html(None))
        with gr.Column(scale=1, min_width=320, elem_id="cards"):
            self.limits, self.help = panel(in_each(lambda: limits_html(()))), panel()
            self.compare, self.cards = panel(), panel(in_each(empty_html))

    @property
    def places(self) -> list[Any]:
        """Everything that a turn may change."""
        first = [self.conversation, self.picks, self.asked, self.chat, self.box, self.replies, self.steps, self.private]
        return [*first, self.aside, self.limits, self.help, self.compare, self.cards, self.tabs]
