"""A message on its way to its answer: send, stop, retry, edit, undo; and what is pressed on its cards."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

import gradio as gr

from chatbot.api import Stream
from chatbot.front.layout import idle
from chatbot.front.presses import Updates, place_of, said
from chatbot.front.shown import Here, Shown
from chatbot.page.cards import MARKS
from chatbot.page.chips import limits_html
from chatbot.page.compare import MOST
from chatbot.page.steps import stage_said, waiting, working_html
from chatbot.page.text import lines_of, transcript
from chatbot.types import Event


class Talk:
    """conversation, private: which conversation the browser shows, and whether it is not to be remembered."""

    def __init__(self, shown: Shown, stream: Stream) -> None:
        self.shown, self.at, self.stream = shown, shown.at, stream

    def send(self, message: str, conversation: str | None, private: bool, request: gr.Request) -> Iterator[Updates]:
        """One turn as it happens. After an error the chat is as it was, and the message is back in its box."""
        here = self.shown.here(request, conversation, private)
        history = transcript(here.history)
        try:
            events = self.stream(here.user, message, here.conversation, here.remember)
            reading = [*history, *lines_of(message, stage_said("understand"))]
            yield {**self.shown.busy(here), self.at.asked: message, self.at.chat: reading}
            yield from self._turn(here, message, history, events)
        except Exception as error:
            self.shown.warn(error)
            back = gr.update(value=message, **idle())
            yield {**self.shown.ready(here), self.at.chat: history, self.at.box: back}

    def _turn(self, here: Here, message: str, history: list[Any], events: Iterator[Event]) -> Iterator[Updates]:
        text, items = "", []
        for event in events:
            if event.kind == "waiting" or (event.kind == "stage" and not text):
                stage = waiting(event.place) if event.place else stage_said(event.text)
                yield {self.at.chat: [*history, *lines_of(message, stage)], self.at.steps: working_html(stage)}
            elif event.kind == "text":
                text += event.text
                yield {self.at.chat: [*history, *lines_of(message, text)]}
            elif event.kind == "items":
                items = [item.to_json() for item in event.items]
                films = self.shown.films(here, items, [], ready=False)
                yield {self.at.steps: working_html(stage_said("write")), **films, self.at.picks: []}
            elif event.kind == "reason":
                at = [item["item_id"] for item in items].index(event.item_id)
                items[at]["reason"] = event.text
                yield self.shown.films(here, items, [], ready=False)
            elif event.turn:
                turn = event.turn.to_json()
                here = Here(here.user, turn["conversation_id"], here.remember, here.account)
                chat = [*history, *lines_of(turn["message"], turn["reply"])]
                yield {**self.shown.ready(here), self.at.chat: chat}

    def say(
        self, conversation: str | None, private: bool, event: gr.EventData, request: gr.Request
    ) -> Iterator[Updates]:
        """A button that says something, as if it had been written."""
        yield from self.send(said(event, "text"), conversation, private, request)

    def let_go(self, conversation: str | None, private: bool, event: gr.EventData, request: gr.Request) -> Updates:
        """A limit is let go of."""
        here, gone = self.shown.here(request, conversation, private), None
        try:
            gone = here.account.let_go(here.user, here.conversation, said(event, "key"), bool(said(event, "lasting")))
        except Exception as error:
            self.shown.warn(error)
        return {self.at.limits: limits_html(here.account.limits(here.user, here.conversation), gone)}

    def retry(
        self, conversation: str | None, private: bool, event: gr.RetryData, request: gr.Request
    ) -> Iterator[Updates]:
        yield from self._again(conversation, private, place_of(event), None, request)

    def edit(
        self, conversation: str | None, private: bool, event: gr.EditData, request: gr.Request
    ) -> Iterator[Updates]:
        yield from self._again(conversation, private, place_of(event), html.unescape(str(event.value)), request)

    def _again(
        self, conversation: str | None, private: bool, at: int, message: str | None, request: gr.Request
    ) -> Iterator[Updates]:
        """The same message once more, or another in its place; what it and the later ones changed is put back."""
        here = self.shown.here(request, conversation, private)
        try:
            before = here.account.take_back(here.user, here.conversation, at)
        except Exception as error:
            self.shown.warn(error)
            yield self.shown.restore(here)
            return
        yield from self.send(message or before, here.conversation, private, request)

    def undo(self, conversation: str | None, private: bool, event: gr.UndoData, request: gr.Request) -> Updates:
        """Take a message back, into its box."""
        here = self.shown.here(request, conversation, private)
        try:
            message = here.account.take_back(here.user, here.conversation, place_of(event))
        except Exception as error:
            self.shown.warn(error)
            return self.shown.restore(here)
        return {**self.shown.restore(here), self.at.box: gr.update(value=message, **idle())}

    def stop(self, asked: str, conversation: str | None, private: bool, request: gr.Request) -> Updates:
        """As if it had not been asked: nothing of the turn was stored, and the message is back in its box."""
        here = self.shown.here(request, conversation, private)
        return {**self.shown.restore(here), self.at.box: gr.update(value=asked, **idle())}

    def judge(
        self, conversation: str | None, private: bool, picks: list[str], event: gr.EventData, request: gr.Request
    ) -> Updates:
        """Like, dislike, seen, not for me, watch list, compare: pressed once it holds, pressed again no more."""
        here, do, item = self.shown.here(request, conversation, private), said(event, "do"), said(event, "item")
        try:
            if do == "compare":
                picks = [one for one in picks if one != item] if item in picks else [*picks, item][-MOST:]
            elif do == "clear":
                picks = []
            elif do == "watch":
                here.account.watch(here.user, item)
            elif do in MARKS:
                shown = (turn["turn_id"] for turn in reversed(here.history) if turn["items"])
                here.account.press(here.user, item, do, next(shown, None))
        except Exception as error:
            self.shown.warn(error)
        return {**self.shown.last_films(here, picks), self.at.picks: picks}
