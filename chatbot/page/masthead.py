"""The head of the page: its name, and the switches for the lights and the language, which page.js answers."""

from __future__ import annotations

from chatbot.page.text import attributes, escape
from chatbot.page.words import NAMES, TAGS, words


def header_html() -> str:
    return f"<header><h1>Because<i>.</i></h1><p>{escape(words()('tagline'))}</p></header>"


def switches_html() -> str:
    """A language is named in itself, so that whoever looks for it can read it."""
    say = words()
    options = "".join(
        f"<option{attributes(value=name, lang=TAGS[name], selected=name == say.language)}>{escape(called)}</option>"
        for name, called in NAMES.items()
    )
    select = f"<select id='language'{attributes(aria_label=say('language'))}>{options}</select>"
    return (
        f"<div class='switches'>{select}<button id='lights' type='button'>{escape(say('lights_down'))}</button></div>"
    )
