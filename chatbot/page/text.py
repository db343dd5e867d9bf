"""Text of people, models and catalogues as text: escaped for HTML, and plain for the chat."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any


def as_text(text: str) -> str:
    """Text that the chat shows as it is: it renders no Markdown here, but it would render HTML."""
    return re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("<", "&lt;")


def plain_markdown(text: str) -> str:
    """A reply as text: Markdown images and links are cut down to their words."""
    return as_text(re.sub(r"!?\[([^\]\[]{0,500})\]\([^)]{0,2000}\)", r"\1", text.replace("**", "")))


def lines_of(message: str, reply: str) -> list[dict[str, str]]:
    """One turn as two lines of the chat."""
    return [{"role": "user", "content": as_text(message)}, {"role": "assistant", "content": plain_markdown(reply)}]


def transcript(history: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Stored turns as lines of the chat."""
    return [line for turn in history for line in lines_of(turn["message"], turn["reply"])]


def attributes(**values: object) -> str:
    """Attributes of an element, escaped: `_` is `-`, True is a bare name, None and False are left out."""
    said = {name.rstrip("_").replace("_", "-"): value for name, value in values.items() if value not in (None, False)}
    return "".join(f" {name}" if v is True else f' {name}="{escape(str(v))}"' for name, v in said.items())


def button(label: str, do: str, name: str = "", **more: object) -> str:
    """A button that does `do`. name: what a screen reader says, beginning with the label. more: attributes."""
    return f"<button{attributes(type='button', data_do=do, aria_label=name, **more)}>{escape(label)}</button>"


__all__ = ["as_text", "attributes", "button", "escape", "lines_of", "plain_markdown", "transcript"]
