"""The taste tab: what is believed, the watch list, ratings, bringing in, deleting; of what is remembered alone."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

import gradio as gr

from chatbot.errors import NotFoundError
from chatbot.front.presses import Updates, said, visitor_of
from chatbot.front.shown import Shown
from chatbot.page.taste import beliefs_html, data_html, ratings_html, watchlist_html
from chatbot.page.words import words
from chatbot.types import Interaction

Item = Mapping[str, Any]


class Taste:
    def __init__(self, shown: Shown) -> None:
        self.shown, self.at, self.bot, self.account = shown, shown.at, shown.bot, shown.account

    def show(self, request: gr.Request) -> Updates:
        return self._taste(visitor_of(request), {})

    def _taste(self, user: str, seen: dict[str, Any], report: Item | None = None, sure: bool = False) -> Updates:
        """seen: the words that are searched for, and what was just removed."""
        gone: Interaction | None = seen.get("gone")
        lasting = [limit for limit in self.account.limits(user, None) if limit.lasting]
        sections = (
            beliefs_html(self.account.beliefs(user), lasting)
            + watchlist_html(self.account.watched(user)),
            ratings_html(
                self.account.judgements(user), self.bot.domain.rating, seen.get("words", ""),
                self.bot.catalog[gone.item_id] if gone else None,
            )
            + data_html(report, sure),
        )  # fmt: skip
        return {
            self.at.taste: f"<div class='columns'>{''.join(f'<div>{one}</div>' for one in sections)}</div>",
            self.at.seen: seen,
        }

    def change(
        self, seen: dict[str, Any], conversation: str | None, private: bool, event: gr.EventData, request: gr.Request
    ) -> Updates:
        user, do, item = visitor_of(request), said(event, "do"), said(event, "item")
        report, seen, more = None, dict(seen), {}
        try:
            if do == "find":
                seen["words"] = said(event, "words")
            elif do == "rate":
                self.account.rate(user, item, said(event, "value"))
            elif do == "forget":
                seen["gone"] = self.account.store.forget_judgement(user, item)
            elif do == "undo" and seen.get("gone"):
                self.account.store.put_judgement(seen.pop("gone"))
            elif do == "watch":
                self.account.watch(user, item)
            elif do == "drop":
                self.account.let_go(user, conversation, said(event, "key"), True)
            elif do == "bring":
                report = event._data.get("report")
            elif do == "delete":
                more = self._delete(user, request)
            more = more or self.shown.beside(self.shown.here(request, conversation, private))
        except Exception as error:
            self.shown.warn(error)
        return {**more, **self._taste(user, seen, report if isinstance(report, dict) else None, do == "sure")}

    def _delete(self, user: str, request: gr.Request) -> Updates:
        with contextlib.suppress(NotFoundError):  # nothing was stored yet, which is what was asked for
            self.bot.delete(user)
        gr.Info(words()("everything_deleted"), title=words()("done"), duration=4)
        return self.shown.fresh(request)
