"""A message on its way to its answer: send, stop, retry, edit, undo; and what is pressed on its cards."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

import gradio as gr

from chatbot.api import Stream
from chatbot.front.layout import IDLE
from chatbot.front.presses import Updates, place_of, said, visitor_of
from chatbot.front.shown import Shown
from chatbot.page.cards import MARKS
from chatbot.page.chips import limits_html
from chatbot.page.compare import MOST
from chatbot.page.steps import LOOKING, STAGES, WRITING, working_html
from chatbot.page.text import lines_of, transcript
from chatbot.types import Event


class Talk:
    def __init__(self, shown: Shown, stream: Stream) -> None:
        self.shown, self.at, self.bot, self.account = shown, shown.at, shown.bot, shown.account
        self.stream = stream

    def send(self, message: str, conversation: str | None, request: gr.Request) -> Iterator[Updates]:
        """One turn as it happens. After an error the chat is as it was, and the message is back in its box."""
        user, history = visitor_of(request), []
        try:
            history = transcript(self.bot.history(user, conversation)) if conversation else []
            events = self.stream(user, message, conversation)
            reading = [*history, *lines_of(message, STAGES["understand"])]
            yield {**self.shown.busy(user, conversation), self.at.asked: message, self.at.chat: reading}
            yield from self._turn(user, message, conversation, history, events)
        except Exception as error:
            self.shown.warn(error)
            yield {
                **self.shown.ready(user, conversation),
                self.at.chat: history,
                self.at.box: gr.update(value=message, **IDLE),
            }

    def _turn(
        self, user: str, message: str, conversation: str | None, history: list[Any], events: Iterator[Event]
    ) -> Iterator[Updates]:
        text, items = "", []
        for event in events:
            if event.kind == "stage" and not text:
                stage = STAGES.get(event.text, LOOKING)
                yield {self.at.chat: [*history, *lines_of(message, stage)], self.at.steps: working_html(stage)}
            elif event.kind == "text":
                text += event.text
                yield {self.at.chat: [*history, *lines_of(message, text)]}
            elif event.kind == "items":
                items = [item.to_json() for item in event.items]
                yield {
                    self.at.steps: working_html(WRITING),
                    **self.shown.films(user, items, [], ready=False),
                    self.at.picks: [],
                }
            elif event.kind == "reason":
                at = [item["item_id"] for item in items].index(event.item_id)
                items[at]["reason"] = event.text
                yield self.shown.films(user, items, [], ready=False)
            elif event.turn:
                turn = event.turn.to_json()
                chat = [*history, *lines_of(turn["message"], turn["reply"])]
                yield {**self.shown.ready(user, turn["conversation_id"]), self.at.chat: chat}

    def pressed(self, conversation: str | None, event: gr.EventData, request: gr.Request) -> Iterator[Updates]:
        """A quick reply is said; a limit is let go of."""
        if said(event, "do") == "say":
            yield from self.send(said(event, "text"), conversation, request)
        elif said(event, "do") == "drop":
            user = visitor_of(request)
            try:
                gone = self.account.let_go(user, conversation, said(event, "key"), bool(said(event, "lasting")))
                yield {self.at.limits: limits_html(self.account.limits(user, conversation), gone)}
            except Exception as error:
                self.shown.warn(error)
                yield {self.at.limits: limits_html(self.account.limits(user, conversation))}
        else:
            yield {}  # what `judge` answers; to say nothing at all would empty the page

    def retry(self, conversation: str | None, event: gr.RetryData, request: gr.Request) -> Iterator[Updates]:
        yield from self._again(conversation, place_of(event), None, request)

    def edit(self, conversation: str | None, event: gr.EditData, request: gr.Request) -> Iterator[Updates]:
        yield from self._again(conversation, place_of(event), html.unescape(str(event.value)), request)

    def _again(self, conversation: str | None, at: int, message: str | None, request: gr.Request) -> Iterator[Updates]:
        """The same message once more, or another in its place; what it and the later ones changed is put back."""
        user = visitor_of(request)
        try:
            before = self.account.take_back(user, conversation, at)
        except Exception as error:
            self.shown.warn(error)
            yield self.shown.restore(request, conversation)
            return
        yield from self.send(message or before, conversation, request)

    def undo(self, conversation: str | None, event: gr.UndoData, request: gr.Request) -> Updates:
        """Take a message back, into its box."""
        try:
            message = self.account.take_back(visitor_of(request), conversation, place_of(event))
        except Exception as error:
            self.shown.warn(error)
            return self.shown.restore(request, conversation)
        return {**self.shown.restore(request, conversation, False), self.at.box: gr.update(value=message, **IDLE)}

    def stop(self, asked: str, conversation: str | None, request: gr.Request) -> Updates:
        """As if it had not been asked: nothing of the turn was stored, and the message is back in its box."""
        return {**self.shown.restore(request, conversation, False), self.at.box: gr.update(value=asked, **IDLE)}

    def judge(self, conversation: str | None, picks: list[str], event: gr.EventData, request: gr.Request) -> Updates:
        """Like, dislike, seen, not for me, watch list, compare: pressed once it holds, pressed again no more."""
        user, do, item = visitor_of(request), said(event, "do"), said(event, "item")
        if do == "say":  # a question; `pressed` asks it
            return {}
        history = self.shown.history(user, conversation)
        try:
            if do == "compare":
                picks = [one for one in picks if one != item] if item in picks else [*picks, item][-MOST:]
            elif do == "clear":
                picks = []
            elif do == "watch":
                self.account.watch(user, item)
            elif do in MARKS:
                shown = (turn["turn_id"] for turn in reversed(history) if turn["items"])
                self.account.press(user, item, do, next(shown, None))
        except Exception as error:
            self.shown.warn(error)
        return {**self.shown.last_films(user, history, picks), self.at.picks: picks}
