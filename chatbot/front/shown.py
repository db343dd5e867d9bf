"""What stands on the page, read from the store: the chat, the films, the limits, what can be pressed."""

from __future__ import annotations

import html
import logging
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from chatbot.account import Account
from chatbot.api import INTERNAL, Metrics
from chatbot.chatbot import Chatbot
from chatbot.errors import ChatbotError
from chatbot.front.layout import BUSY, IDLE, Layout
from chatbot.front.presses import Updates, visitor_of
from chatbot.page.cards import Marks, cards_html
from chatbot.page.chips import STARTERS, limits_html, replies_html
from chatbot.page.compare import compare_html
from chatbot.page.steps import steps_html
from chatbot.page.text import transcript

log = logging.getLogger(__name__)
Item = Mapping[str, Any]


class Shown:
    """Every method gives what to show in which place of the layout."""

    def __init__(self, bot: Chatbot, at: Layout, metrics: Metrics) -> None:
        self.bot, self.at, self.metrics = bot, at, metrics
        self.account = Account(bot.store, bot.catalog, bot.domain)

    def busy(self, user: str, conversation: str | None) -> Updates:
        offered = [turn["suggestions"] for turn in self.history(user, conversation)[-1:]] or [STARTERS]
        return {
            self.at.box: gr.update(value="", **BUSY),
            self.at.replies: replies_html(offered[0], False),
            self.at.limits: limits_html(self.account.limits(user, conversation), ready=False),
        }

    def ready(self, user: str, conversation: str | None) -> Updates:
        """Everything beside the chat as it is in the store."""
        history = self.history(user, conversation)
        last = history[-1] if history else None
        return {
            self.at.conversation: conversation,
            self.at.box: gr.update(**IDLE),
            self.at.replies: replies_html(last["suggestions"] if last else STARTERS),
            self.at.steps: steps_html(last, self.bot.domain.nouns),
            self.at.limits: limits_html(self.account.limits(user, conversation)),
            **self.last_films(user, history, []),
            self.at.picks: [],
        }

    def history(self, user: str, conversation: str | None) -> tuple[dict[str, Any], ...]:
        return self.bot.history(user, conversation) if conversation else ()

    def last_films(self, user: str, history: Sequence[Item], picks: Sequence[str]) -> Updates:
        return self.films(user, next((turn["items"] for turn in reversed(history) if turn["items"]), ()), picks)

    def films(self, user: str, rows: Sequence[Item], picks: Sequence[str], ready: bool = True) -> Updates:
        """These films, with what the person did with them, and the picked ones side by side."""
        signals = {one.item_id: one.signal for one in self.bot.store.interactions(user)}
        watched, catalog = self.bot.store.watched(user), self.bot.catalog
        ids = [row["item_id"] for row in rows]
        marks = {one: Marks(signals.get(one), one in watched, one in picks) for one in ids}
        items = {one: catalog[one] for one in (*ids, *picks) if one in catalog}
        guesses = {row["item_id"]: row["predicted_rating"] for row in rows}
        side = compare_html([items[one] for one in picks if one in items], guesses, self.bot.domain)
        return {self.at.cards: cards_html(rows, items, marks, self.bot.domain, ready), self.at.compare: side}

    def restore(self, request: gr.Request, conversation: str | None = None, latest: bool = True) -> Updates:
        """A conversation of the person and the last films in it, from the store. latest: any, where that is empty."""
        user = visitor_of(request)
        history = self.bot.history(user, conversation) if conversation or latest else ()
        if not history:
            return {**self.fresh(request), **({self.at.conversation: conversation} if conversation else {})}
        here = history[-1]["conversation_id"]
        return {
            **self.ready(user, here),
            self.at.chat: transcript(history),
            self.at.tabs: gr.update(selected="tonight"),
        }

    def fresh(self, request: gr.Request) -> Updates:
        new = self.ready(visitor_of(request), None)
        return {
            **new,
            self.at.conversation: uuid.uuid4().hex,
            self.at.chat: [],
            self.at.tabs: gr.update(selected="tonight"),
        }

    def beside(self, user: str, conversation: str | None) -> Updates:
        """The cards and limits of the first tab, which what was changed elsewhere may touch."""
        films = self.last_films(user, self.history(user, conversation), [])
        return {**films, self.at.picks: [], self.at.limits: limits_html(self.account.limits(user, conversation))}

    def warn(self, error: Exception) -> None:
        """Show an error as one sentence; a bug is logged and shown as what it is."""
        if not isinstance(error, ChatbotError):
            log.error("the page met a bug", exc_info=error)
            error = ChatbotError(INTERNAL)
        self.metrics.errors.labels(error.code).inc()
        gr.Warning(html.escape(str(error)), duration=8)
