"""The page while the chatbot loads: what is being done, how much of it, and then the chat by itself."""

from __future__ import annotations

import json
from pathlib import Path

from chatbot.page.text import escape
from chatbot.page.theme import COLOURS
from chatbot.page.words import Words
from chatbot.progress import STEPS, Step

NAMES = {"paper": "body_background_fill", "ink": "body_text_color", "accent": "border_color_accent"}
STYLE = """
body { margin: 0 auto; max-width: 560px; padding: 22vh 24px; background: var(--paper); color: var(--ink); font: 17px/1.5 system-ui, sans-serif }
h1 { font: 600 40px/1 "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, serif; letter-spacing: -.015em; margin: 0 0 28px }
h1 i { color: var(--accent); font-style: normal }
#step { min-height: 26px; margin: 0 0 10px }
.bar { height: 20px } progress { width: 100%; accent-color: var(--accent) }
"""  # noqa: E501


def loading_html(say: Words, step: Step) -> str:
    """step: what is being done now. A script asks `/healthz` for the rest."""
    day, night = ("".join(f"--{n}:{COLOURS[c][at]};" for n, c in NAMES.items()) for at in (0, 1))
    colours = f":root{{{day}color-scheme:light dark}}@media (prefers-color-scheme:dark){{:root{{{night}}}}}"
    told = {name: say(f"loading_{name}") for name in (*STEPS, "gone")}
    script = Path(__file__).with_suffix(".js").read_text("utf-8")
    steps = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    part = step.done / step.total if step.total else 0
    return (
        f'<!doctype html><html lang="{say.tag}"><head><meta charset="utf-8"><title>{escape(say("title"))}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">'
        f"<style>{colours}{STYLE}</style></head><body><main><h1>Because<i>.</i></h1>"
        f'<p id="step" role="status">{escape(told[step.name])}</p><div class="bar"><progress max="1" value="{part:.3f}"'
        f' aria-labelledby="step"{"" if step.total else " hidden"}></progress></div>'
        f"<p>{escape(say('opens_by_itself'))}</p></main><script>const STEPS = {steps};\n{script}</script></body></html>"
    )
