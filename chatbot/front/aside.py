"""The switch that keeps a conversation from being remembered, and the ends of such a conversation."""

from __future__ import annotations

import gradio as gr

from chatbot.front.presses import Updates, visitor_of
from chatbot.front.shown import Shown


class Aside:
    def __init__(self, shown: Shown) -> None:
        self.shown, self.at, self.bot = shown, shown.at, shown.bot

    def switch(self, conversation: str | None, private: bool, request: gr.Request) -> Updates:
        """On: what is kept of the conversation goes, and it goes on in memory. Off: it ends there, and a new begins."""
        try:
            if private:
                return self.shown.restore(self.shown.here(request, conversation, private))
            return self.fresh(conversation, request)
        except Exception as error:
            self.shown.warn(error)
            return {self.at.private: not private}

    def fresh(self, conversation: str | None, request: gr.Request) -> Updates:
        """A new conversation; the one before ends, if it is not to be remembered. A tab that is left: page/leave."""
        if conversation:
            self.bot.asides.end(visitor_of(request), conversation)
        return self.shown.fresh(request)
