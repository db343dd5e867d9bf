"""Who pressed what: the person of a request, what a button says about itself, and which turn is meant."""

from __future__ import annotations

from typing import Any

import gradio as gr

from chatbot.page.words import words

Updates = dict[Any, Any]


def visitor_of(request: gr.Request) -> str:
    """The person of this request. The cookie alone says so, never what the page sends."""
    visitor = request.request.scope.get("visitor") if request.request else ""
    if not visitor:
        raise gr.Error(words()("lost_cookie"), title=words()("warning"), print_exception=False)
    return visitor


def said(event: gr.EventData, name: str) -> str:
    """What a pressed button says about itself; empty for nothing."""
    value = event._data.get(name) if isinstance(event._data, dict) else None
    return value if isinstance(value, str) else ""


def place_of(event: gr.RetryData | gr.EditData | gr.UndoData) -> int:
    """Which turn of the chat is meant; each is two lines of it."""
    return event.index // 2 if isinstance(event.index, int) else -1
