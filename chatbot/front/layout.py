"""The places of the page: every component, where it stands, and how it looks while a turn runs and while none does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from chatbot import page as looks
from chatbot.page.aside import LABEL, aside_html
from chatbot.page.cards import EMPTY
from chatbot.page.chips import STARTERS, limits_html, replies_html
from chatbot.page.theme import FONTS, shades

LOOKS = Path(looks.__file__).parent
PANEL = "becausePanel(element, trigger, watch)"  # page.js
HEADER = """<header><h1>Because<i>.</i></h1><p>the recommender you can ask why</p></header>"""
LIGHTS = "<button id='lights' type='button'>Lights down</button>"
BUSY: dict[str, Any] = {"submit_btn": False, "stop_btn": "Stop"}
IDLE: dict[str, Any] = {"submit_btn": "Send", "stop_btn": False}


def look() -> dict[str, Any]:
    """How the page is dressed, as Gradio takes it where it is mounted."""
    return {
        "theme": gr.themes.Base(**FONTS).set(**shades()),  # type: ignore[arg-type]
        "css_paths": [LOOKS / "page.css"],
        "head": f"<script>{(LOOKS / 'page.js').read_text('utf-8')}</script>",
        "footer_links": [],
        "run_history": False,
    }


def panel(value: str = "", **more: Any) -> gr.HTML:
    """A place for our own HTML, whose `data-do` buttons arrive as its click."""
    return gr.HTML(value, apply_default_css=False, elem_classes="because", js_on_load=PANEL, **more)


class Layout:
    """message_max: characters that the box takes."""

    def __init__(self, message_max: int) -> None:
        with gr.Blocks(title="Because", analytics_enabled=False) as self.blocks:
            self.conversation, self.picks, self.seen = gr.State(), gr.State([]), gr.State({})
            with gr.Row(elem_id="head"):
                panel(HEADER)
                panel(LIGHTS)
                self.new = gr.Button("New conversation", size="sm", min_width=0, scale=0)
            with gr.Tabs(selected="tonight") as self.tabs:
                with gr.Tab("Tonight", id="tonight"), gr.Row(elem_id="room"):
                    self._lay_tonight(message_max)
                with gr.Tab("Your taste", id="taste") as self.taste_tab:
                    self.taste = panel(elem_id="taste")
                with gr.Tab("Conversations", id="talks") as self.talks_tab:
                    self.talks = panel(elem_id="talks")

    def _lay_tonight(self, message_max: int) -> None:
        with gr.Column(scale=1, min_width=320, elem_id="talk"):
            self.chat = gr.Chatbot(
                label="Conversation", show_label=False, height="clamp(280px, calc(100dvh - 410px), 720px)",
                elem_id="chat", render_markdown=False, buttons=["copy"], feedback_options=None, editable="user",
                placeholder="What did you love lately?",
            )  # fmt: skip
            self.box = gr.Textbox(
                label="Your message", show_label=False, placeholder="A film you loved, or a mood", submit_btn="Send",
                max_length=message_max, max_lines=6, elem_id="box",
            )  # fmt: skip
            self.asked = gr.Textbox(visible=False)  # the message on its way, for Stop to give back
            self.replies, self.steps = panel(replies_html(STARTERS, False)), panel()
            self.private = gr.Checkbox(False, label=LABEL, container=False, elem_id="private")
            self.aside = panel(aside_html(None))
        with gr.Column(scale=1, min_width=320, elem_id="cards"):
            self.limits, self.help = panel(limits_html(())), panel()
            self.compare, self.cards = panel(), panel(EMPTY)

    @property
    def places(self) -> list[Any]:
        """Everything that a turn may change."""
        first = [self.conversation, self.picks, self.asked, self.chat, self.box, self.replies, self.steps, self.private]
        return [*first, self.aside, self.limits, self.help, self.compare, self.cards, self.tabs]
