"""Speech: in which language a message is read and answered. English with its
shorthand written out and its calques put plainly; Chinese by way of plain English."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from chatbot.chinese import has_han, read
from chatbot.dialogue import answer
from chatbot.dialogue.calques import in_plain_english
from chatbot.dialogue.grounds import stored
from chatbot.dialogue.handlers import Moment, Outcome, Room
from chatbot.dialogue.in_chinese import InChinese
from chatbot.dialogue.linking import Mention
from chatbot.dialogue.shorthand import written_out
from chatbot.explain import plain_reason
from chatbot.types import Item, Recommendation


class Speech:
    """heard: the message in plain English, for the rest of the house. room: whose replies are in her language."""

    def __init__(self, message: str, room: Room) -> None:
        found = read(message)
        self._chinese = InChinese(message, found, room) if found else None
        self.heard = found.english if found and found.english else _plainly(message, room.linker.link)
        self.room = self._chinese.room if self._chinese else room

    def answer(self, moment: Moment) -> Outcome:
        outcome = answer(moment, self.room)
        return self._chinese.told(moment, outcome) if self._chinese else outcome

    def reasons(self, items: Sequence[Recommendation]) -> Iterator[tuple[int, str]]:
        """(place, reason) of each item, as soon as it is there."""
        return self._chinese.reasons(items) if self._chinese else self.room.recommender.reasons(items)

    def finished(self, outcome: Outcome) -> Outcome:
        return self._chinese.finished(outcome) if self._chinese else outcome


def as_heard(
    history: Sequence[Mapping[str, Any]], link: Callable[[str], Sequence[Mention]]
) -> tuple[Mapping[str, Any], ...]:
    """Stored turns as the rest of the house reads them: in plain English, with nothing short or borrowed. link: what
    finds titles in a message.

    What a message was written as stands under `written`.
    """
    return tuple(_heard(turn, link) for turn in history)


def _plainly(message: str, link: Callable[[str], Sequence[Mention]]) -> str:
    return in_plain_english(written_out(message, link), link)


def _heard(turn: Mapping[str, Any], link: Callable[[str], Sequence[Mention]]) -> Mapping[str, Any]:
    written = str(turn["message"])
    if not has_han(written):
        message = _plainly(written, link)
        return turn if message == written else {**turn, "message": message, "written": written}
    found = read(written)
    items = [{**row, "reason": _reason(row)} if has_han(row["reason"]) else row for row in turn["items"]]
    message = found.english if found and found.english else written
    return {**turn, "message": message, "written": written, "items": items}


def _reason(row: Mapping[str, Any]) -> str:
    """A reason once more from its evidence, in English."""
    return plain_reason(Item(row["item_id"], row["title"], row["year"]), stored(row), row["rank"])
