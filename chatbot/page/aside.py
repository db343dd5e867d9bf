"""What the switch says that keeps a conversation from being remembered."""

from __future__ import annotations

from chatbot.page.text import attributes

LABEL = "Don’t remember this conversation"
NOTE = (
    "It is held in memory alone, and goes when you start another, reload, or say nothing for an hour, with all that "
    "you like in it. What was kept of it is deleted. Only what you send to a person is kept."
)


def aside_html(conversation: str | None) -> str:
    """conversation: the one that is not remembered, for the browser to name when it leaves; None for any other."""
    return f"<p class='told' role='status'{attributes(data_aside=conversation)}>{NOTE if conversation else ''}</p>"
