"""Gathers what the operator's page shows from the bot's store, its counters and the adapter's folder. It only reads."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatbot.admin import figures
from chatbot.admin.figures import DAY, DAYS, LATEST, Table
from chatbot.catalog import normalise, people_of
from chatbot.errors import NotFoundError
from chatbot.settings import Settings

if TYPE_CHECKING:
    from chatbot.chatbot import Chatbot

TEXT_MAX = 200_000  # characters of a report that are shown


class Board:
    def __init__(self, bot: Chatbot, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self.bot, self.folder, self._clock = bot, settings.adapter, clock

    def tables(self, words: str = "") -> tuple[Table, ...]:
        """Every table as it is now. words: what the catalogue is searched for."""
        store, now = self.bot.store, int(self._clock())
        turns, since = store.latest_turns(LATEST), now - DAYS * DAY
        return (
            figures.traffic(store.turns_by_day(since)),
            figures.mood(turns, now, self.bot.mood.rising),
            figures.latency(turns),
            figures.fallbacks(self.bot.counts()),
            figures.likes(store.presses_by_day(since)),
            figures.unanswered(turns),
            figures.helpful(store.helpful_by_article()),
            figures.tickets(store.tickets()),
            figures.variety(turns, self.bot.catalog),
            figures.shown_most(turns, self.bot.catalog),
            figures.report(self._json("report.json")),
            figures.found_items(self.bot.catalog, self._texts, normalise(words), turns),
        )

    def table(self, name: str, words: str = "") -> Table:
        """Raises: NotFoundError."""
        for table in self.tables(words):
            if table.name == name:
                return table
        raise NotFoundError(f"There is no table {name!r}.")

    def about(self) -> tuple[str, ...]:
        """The adapter in a few sentences."""
        manifest = self._json("manifest.json")
        if self.folder is None or not manifest:
            return ("No adapter is loaded: the base model alone, or no model, answers.",)
        tasks = manifest.get("tasks")
        decides = f"It decides: {', '.join(map(str, tasks))}." if isinstance(tasks, list | dict) and tasks else ""
        missing = "" if self._json("report.json") else "It has no report yet; `chatbot evaluate --report` makes one."
        return tuple(line for line in (f"Adapter: {self.folder.name}.", decides, missing) if line)

    def report_text(self) -> str:
        path = self._file("report.md")
        return path.read_text("utf-8", "replace")[:TEXT_MAX] if path else ""

    def pictures(self) -> tuple[str, ...]:
        return tuple(sorted(path.name for path in self.folder.glob("*.png"))) if self.folder else ()

    def picture(self, name: str) -> bytes:
        """A picture of the adapter's folder, and of no other. Raises: NotFoundError."""
        if self.folder is None or name not in self.pictures():
            raise NotFoundError("There is no such picture.")
        return (self.folder / name).read_bytes()

    @cached_property
    def _texts(self) -> list[str]:
        """What each item is found by, in catalogue order."""
        domain = self.bot.domain
        parts = ((i.item_id, i.label, *i.alt_titles, *i.genres, *people_of(i, domain)) for i in self.bot.catalog)
        return [normalise(" ".join(one)) for one in parts]

    def _file(self, name: str) -> Path | None:
        path = self.folder / name if self.folder else None
        return path if path and path.is_file() else None

    def _json(self, name: str) -> dict[str, Any]:
        path = self._file(name)
        try:
            value = json.loads(path.read_text("utf-8")) if path else {}
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}
