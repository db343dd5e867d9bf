"""What other programs reach of the page, by Gradio's own clients: one endpoint, /chat. Everything else is private."""

from __future__ import annotations

from typing import Any

import gradio as gr

from chatbot.api import INTERNAL, Stream
from chatbot.errors import ChatbotError
from chatbot.front.presses import visitor_of


class Program:
    def __init__(self, stream: Stream) -> None:
        self.stream = stream

    def chat(
        self, request: gr.Request, message: str, conversation_id: str | None = None, remember: bool = True
    ) -> dict[str, Any]:
        """Say something and get the whole answer, the same object as POST /v1/chat.

        message: 1 to 4,000 characters. conversation_id: left out, the latest conversation goes on. remember: False, and
        nothing of the conversation is stored.
        """
        user = visitor_of(request)
        try:
            *_, last = self.stream(user, message, conversation_id, remember)
        except ChatbotError as error:
            raise gr.Error(str(error), print_exception=False) from None
        except Exception as error:
            raise gr.Error(INTERNAL) from error
        assert last.turn is not None
        return last.turn.to_json()
