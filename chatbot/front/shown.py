"""What stands on the page, read from where the conversation is kept: the chat, the films, the limits, the help."""

from __future__ import annotations

import html
import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from chatbot.account import Account
from chatbot.api import INTERNAL, Metrics
from chatbot.chatbot import Chatbot
from chatbot.errors import ChatbotError
from chatbot.front.layout import Layout, busy, idle
from chatbot.front.presses import Updates, visitor_of
from chatbot.page.aside import aside_html
from chatbot.page.cards import Marks, cards_html
from chatbot.page.chips import limits_html, replies_html, starters
from chatbot.page.compare import compare_html
from chatbot.page.help import Form, help_html
from chatbot.page.steps import steps_html
from chatbot.page.text import transcript
from chatbot.page.words import words
from chatbot.support.tickets import subject_of

log = logging.getLogger(__name__)
Item = Mapping[str, Any]


@dataclass(frozen=True)
class Here:
    """Whose conversation is shown. account: over the Store that keeps it; remember: whether that is for good."""

    user: str
    conversation: str | None
    remember: bool
    account: Account

    @property
    def history(self) -> tuple[dict[str, Any], ...]:
        """The turns of the conversation, oldest first."""
        store, name = self.account.store, self.conversation or ""
        return store.history(name, 200) if store.conversation_owner(name) == self.user else ()


class Shown:
    """Every method gives what to show in which place of the layout."""

    def __init__(self, bot: Chatbot, at: Layout, metrics: Metrics) -> None:
        self.bot, self.at, self.metrics = bot, at, metrics
        self.account = Account(bot.store, bot.catalog, bot.domain)  # over what is remembered

    def here(self, request: gr.Request, conversation: str | None, private: bool) -> Here:
        """private: the switch as it stands in the browser, which alone knows it after a restart of the server."""
        user = visitor_of(request)
        if private:
            conversation = conversation or uuid.uuid4().hex
        store = self.bot.store_of(user, conversation, not private)
        account = self.account if store is self.bot.store else Account(store, self.bot.catalog, self.bot.domain)
        return Here(user, conversation, store is self.bot.store, account)

    def busy(self, here: Here) -> Updates:
        offered = [turn["suggestions"] for turn in here.history[-1:]] or [starters()]
        return {
            self.at.box: gr.update(value="", **busy()),
            self.at.private: gr.update(interactive=False),
            self.at.replies: replies_html(offered[0], False),
            self.at.limits: limits_html(here.account.limits(here.user, here.conversation), ready=False),
        }

    def ready(self, here: Here) -> Updates:
        """Everything beside the chat as it is kept."""
        history = here.history
        last = history[-1] if history else None
        return {
            self.at.conversation: here.conversation,
            self.at.box: gr.update(**idle()),
            self.at.private: gr.update(value=not here.remember, interactive=True),
            self.at.aside: aside_html(None if here.remember else here.conversation),
            self.at.replies: replies_html(last["suggestions"] if last else starters()),
            self.at.steps: steps_html(last, words().nouns(self.bot.domain)),
            **self.beside(here),
            **self.help(here, Form()),
        }

    def beside(self, here: Here) -> Updates:
        """The cards and limits, which what was changed elsewhere may touch."""
        limits = limits_html(here.account.limits(here.user, here.conversation))
        return {**self.last_films(here, []), self.at.picks: [], self.at.limits: limits}

    def last_films(self, here: Here, picks: Sequence[str]) -> Updates:
        return self.films(here, next((turn["items"] for turn in reversed(here.history) if turn["items"]), ()), picks)

    def films(self, here: Here, rows: Sequence[Item], picks: Sequence[str], ready: bool = True) -> Updates:
        """These films, with what the person did with them, and the picked ones side by side."""
        store, catalog = here.account.store, self.bot.catalog
        signals = {one.item_id: one.signal for one in store.interactions(here.user)}
        watched, ids = store.watched(here.user), [row["item_id"] for row in rows]
        marks = {one: Marks(signals.get(one), one in watched, one in picks) for one in ids}
        items = {one: catalog[one] for one in (*ids, *picks) if one in catalog}
        guesses = {row["item_id"]: row["predicted_rating"] for row in rows}
        side = compare_html([items[one] for one in picks if one in items], guesses, self.bot.domain)
        return {self.at.cards: cards_html(rows, items, marks, self.bot.domain, ready), self.at.compare: side}

    def help(self, here: Here, form: Form) -> Updates:
        """What stands behind the last answer, if it was about the service."""
        history = here.history
        last = history[-1] if history else None
        if not form.message:
            form = Form(subject=subject_of(history), number=form.number)
        helped = here.account.store.helpful(last["turn_id"]) if last else None
        return {self.at.help: help_html(last, self.bot.articles, helped, form, here.remember)}

    def latest(self, request: gr.Request) -> Updates:
        """The page as it is opened: the person's last remembered conversation."""
        user = visitor_of(request)
        return self.restore(self.here(request, self.bot.store.latest_conversation(user), False))

    def restore(self, here: Here) -> Updates:
        """A conversation, and the last films in it."""
        history = here.history
        if not history and not here.conversation:
            here = self._new(here)
        tonight = gr.update(selected="tonight")
        return {**self.ready(here), self.at.chat: transcript(history), self.at.tabs: tonight}

    def fresh(self, request: gr.Request) -> Updates:
        return self.restore(self.here(request, None, False))

    def _new(self, here: Here) -> Here:
        return Here(here.user, uuid.uuid4().hex, here.remember, here.account)

    def warn(self, error: Exception) -> None:
        """Show an error as one sentence; a bug is logged and shown as what it is."""
        if not isinstance(error, ChatbotError):
            log.error("the page met a bug", exc_info=error)
            error = ChatbotError(INTERNAL)
        self.metrics.errors.labels(error.code).inc()
        gr.Warning(html.escape(words().error(error)), title=words()("warning"), duration=8)
