"""The conversations tab: list, search, open, rename, delete."""

from __future__ import annotations

import gradio as gr

from chatbot.front.presses import Updates, said, visitor_of
from chatbot.front.shown import Shown
from chatbot.page.conversations import conversations_html
from chatbot.page.words import words


class Conversations:
    def __init__(self, shown: Shown) -> None:
        self.shown, self.at, self.account = shown, shown.at, shown.account

    def show(self, request: gr.Request) -> Updates:
        return self._talks(visitor_of(request))

    def _talks(self, user: str, words: str = "", sure: str = "", note: str = "") -> Updates:
        return {self.at.talks: conversations_html(self.account.store.conversations(user, words), words, sure, note)}

    def change(self, conversation: str | None, private: bool, event: gr.EventData, request: gr.Request) -> Updates:
        user, do, name = visitor_of(request), said(event, "do"), said(event, "conversation")
        try:
            if do == "open":
                return self._opened(user, name, conversation, request)
            if do == "search":
                return self._talks(user, said(event, "words"))
            if do == "rename":
                self.account.store.rename_conversation(user, name, said(event, "title"))
                return self._talks(user, note=words()("name_kept"))
            if do == "delete":
                self.account.store.delete_conversation(user, name)
                new = self.shown.fresh(request) if name == conversation and not private else {}
                return {
                    **new,
                    self.at.tabs: gr.skip(),
                    **self._talks(user, note=words()("deleted_but_judged")),
                }
        except Exception as error:
            self.shown.warn(error)
        return self._talks(user, sure=name if do == "sure" else "")

    def _opened(self, user: str, name: str, before: str | None, request: gr.Request) -> Updates:
        if before and before != name:
            self.shown.bot.asides.end(user, before)
        return self.shown.restore(self.shown.here(request, name, False))
