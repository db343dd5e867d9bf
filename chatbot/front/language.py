"""Languages in the browser: which one a request is answered in, and the words that the framework fills in itself."""

from __future__ import annotations

import json
from collections.abc import Callable

import gradio as gr
from gradio.context import LocalContext

from chatbot.page.words import ALIASES, COOKIE, NAMES, TAGS, language_of, listen, load_words, speaking

IN_SCRIPT = ("language", "lights_down", "lights_up", "file_not_sent")  # keys of what page.js says
TRANSLATED = gr.I18n(**{alias: load_words(name).everything() for name, every in ALIASES.items() for alias in every})


def asked() -> str:
    """The language of the request that is being answered; empty where none is."""
    request = LocalContext.request.get(None)
    if request is None:
        return ""
    return language_of(request.cookies.get(COOKIE, ""), request.headers.get("accept-language", ""))


def in_each(make: Callable[[], str]) -> object:
    """Our own HTML as the framework shows it before the first answer: made once in each language."""
    key = f"html_{len(TRANSLATED.translations['en'])}"
    for name, every in ALIASES.items():
        with speaking(name):
            said = make()
        for alias in every:
            TRANSLATED.translations[alias][key] = said
    return TRANSLATED(key)


def browser_words() -> str:
    """What page.js says, and what it must know of the languages, as a line of script."""
    said = {name: {key: load_words(name)(key) for key in IN_SCRIPT} | {"tag": TAGS[name]} for name in NAMES}
    known = json.dumps({"cookie": COOKIE, "words": said}, ensure_ascii=False)
    return f"const BECAUSE = {known};\n".replace("<", "\\u003c")


listen(asked)
