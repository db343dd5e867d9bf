"""What the switch says that keeps a conversation from being remembered."""

from __future__ import annotations

from chatbot.page.text import attributes, escape
from chatbot.page.words import words


def aside_html(conversation: str | None) -> str:
    """conversation: the one that is not remembered, for the browser to name when it leaves; None for any other."""
    note = escape(words()("not_remembered")) if conversation else ""
    return f"<p class='told' role='status'{attributes(data_aside=conversation)}>{note}</p>"
