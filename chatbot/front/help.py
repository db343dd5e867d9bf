"""The help centre beside the chat: did the article help, and the form for a person."""

from __future__ import annotations

import gradio as gr

from chatbot.errors import InputError
from chatbot.front.presses import Updates, said
from chatbot.front.shown import Here, Shown
from chatbot.page.help import Form
from chatbot.turnstile import Turnstile


class Help:
    def __init__(self, shown: Shown, turnstile: Turnstile) -> None:
        self.shown, self.at, self.bot, self.turnstile = shown, shown.at, shown.bot, turnstile

    def change(self, conversation: str | None, private: bool, event: gr.EventData, request: gr.Request) -> Updates:
        here, do, form = self.shown.here(request, conversation, private), said(event, "do"), Form()
        try:
            if do == "helpful":
                self._helpful(here, said(event, "turn"), said(event, "value") == "yes")
            elif do == "hand_over":
                form = self._hand_over(here, event)
        except Exception as error:
            self.shown.warn(error)
        return self.shown.help(here, form)

    def _helpful(self, here: Here, turn_id: str, yes: bool) -> None:
        """Pressed once it holds, pressed again no more."""
        now = here.account.store.helpful(turn_id)
        here.account.store.say_helpful(here.user, turn_id, None if now is yes else yes)

    def _hand_over(self, here: Here, event: gr.EventData) -> Form:
        form = Form(said(event, "subject"), said(event, "message"), said(event, "contact"))
        try:
            self.turnstile.count(here.user)
            ticket = self.bot.hand_over(here.user, form.subject, form.message, form.contact, here.conversation)
        except InputError as error:
            return Form(form.subject, form.message, form.contact, problem=str(error))
        return Form(number=ticket.number)
