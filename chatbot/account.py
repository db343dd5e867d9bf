"""What a person does outside of a turn: limits one by one, her taste, her list, her conversations.

Beside Chatbot it alone talks to the Store. It answers with values; how they look is the page's business.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from chatbot.catalog import Catalog
from chatbot.dialogue.handlers import in_words
from chatbot.dialogue.rate import signal_of
from chatbot.domain import Domain
from chatbot.errors import InputError, NotFoundError
from chatbot.profile import build_profile
from chatbot.sources.own_ratings import Brought, read_ratings
from chatbot.storage.base import Store
from chatbot.taste import Belief, beliefs
from chatbot.types import Constraints, Feedback, Interaction, Item

HISTORY = 200  # turns of a conversation that are shown or exported


@dataclass(frozen=True)
class Limit:
    """One limit in force. key: names it among the others; lasting: it holds for the person, not the conversation.

    named: the title of the item that it is about, if it is about one.
    """

    key: str
    words: str
    lasting: bool
    alone: Constraints
    named: str = ""


class Account:
    """Errors of every verb: those of the Store; InputError and NotFoundError in one sentence."""

    def __init__(self, store: Store, catalog: Catalog, domain: Domain) -> None:
        self.store, self.catalog, self.domain = store, catalog, domain

    # -- limits --

    def limits(self, user_id: str, conversation_id: str | None) -> list[Limit]:
        """Those of the conversation, then those that last; what is both is told once, as lasting."""
        owned = conversation_id is not None and self._owns(user_id, conversation_id)
        state = self.store.constraints(conversation_id or "") if owned else Constraints()
        lasting = list(self._limits(self.store.standing(user_id), True))
        said = {limit.key: limit.alone for limit in lasting}
        return [one for one in self._limits(state, False) if said.get(one.key) != one.alone] + lasting

    def let_go(self, user_id: str, conversation_id: str | None, key: str, lasting: bool) -> Limit:
        """Take one limit out of force; returns it."""
        for limit in self.limits(user_id, conversation_id):
            if (limit.key, limit.lasting) == (key, lasting):
                break
        else:
            raise NotFoundError("That limit does not hold any more; reload the page.")
        if lasting:
            self.store.set_standing(user_id, self.store.standing(user_id).without(limit.alone))
        if conversation_id is not None and self._owns(user_id, conversation_id):
            left = self.store.constraints(conversation_id).without(limit.alone)
            self.store.set_state(user_id, conversation_id, left)
        return limit

    def _limits(self, constraints: Constraints, lasting: bool) -> Iterator[Limit]:
        for key, alone in single(constraints):
            words, title = self._words(alone)
            yield Limit(key, f"always: {words}" if lasting else words, lasting, alone, title)

    def _words(self, alone: Constraints) -> tuple[str, str]:
        """The limit in words, and the title that is named in it."""
        for ids, said in ((alone.similar_to, "like"), (alone.exclude_items, "not")):
            if ids:
                title = self.catalog[ids[0]].title if ids[0] in self.catalog else ids[0]
                return f"{said} {title}", title
        return in_words(alone), ""

    # -- taste --

    def judgements(self, user_id: str) -> list[tuple[Item, Interaction]]:
        """What was judged here, the latest first, as far as the catalogue still has it."""
        rows = reversed(self.store.interactions(user_id))
        return [(self.catalog[row.item_id], row) for row in rows if row.item_id in self.catalog]

    def beliefs(self, user_id: str) -> list[Belief]:
        rows, standing = self.store.interactions(user_id), self.store.standing(user_id)
        return beliefs(build_profile(user_id, rows, self.domain.rating, standing), self.catalog)

    def press(self, user_id: str, item_id: str, signal: str, turn_id: str | None = None) -> bool:
        """Keep a judgement, or take it back where it is the current one; returns whether it holds now."""
        self.catalog.index(item_id)
        now = next((row for row in self.store.interactions(user_id) if row.item_id == item_id), None)
        if now is not None and now.signal == signal:
            self.store.forget_judgement(user_id, item_id)
            return False
        self.store.save_feedback(Feedback(user_id, item_id, signal, turn_id=turn_id))  # type: ignore[arg-type]
        return True

    def rate(self, user_id: str, item_id: str, stars: str) -> None:
        """stars: a number on the scale as text."""
        scale = self.domain.rating
        self.catalog.index(item_id)
        if not stars.isdecimal() or not scale.low <= int(stars) <= scale.high:
            raise InputError(f"A rating is {scale.low:g} to {scale.high:g} stars; choose one of them.")
        self.store.save_feedback(Feedback(user_id, item_id, signal_of(float(stars), scale), float(stars)))

    def bring(self, user_id: str, text: str) -> Brought:
        """Keep the ratings of an exported file, all that match at once. Raises InputError where none does."""
        brought = read_ratings(text, self.catalog)
        presses = [
            Feedback(user_id, item.item_id, "seen" if stars is None else signal_of(stars, self.domain.rating), stars)
            for item, stars in brought.matched
        ]
        self.store.save_judgements(presses)
        return brought

    # -- the watch list --

    def watch(self, user_id: str, item_id: str) -> bool:
        """Put an item on the list, or take it off; returns whether it is on it now."""
        self.catalog.index(item_id)
        on = item_id not in self.store.watched(user_id)
        self.store.watch(user_id, item_id, on)
        return on

    def watched(self, user_id: str) -> list[Item]:
        return [self.catalog[item_id] for item_id in self.store.watched(user_id) if item_id in self.catalog]

    # -- conversations --

    def conversation(self, user_id: str, conversation_id: str) -> tuple[str, tuple[dict[str, Any], ...]]:
        """(title, turns, oldest first). Raises NotFoundError if it is not this person's."""
        for row in self.store.conversations(user_id):
            if row["conversation_id"] == conversation_id:
                return row["title"], self.store.history(conversation_id, HISTORY)
        raise NotFoundError("There is no such conversation of yours; it may be deleted already.")

    def take_back(self, user_id: str, conversation_id: str | None, at: int) -> str:
        """Remove the turn at this place of the shown conversation, and all after it; returns its message."""
        owned = self._owns(user_id, conversation_id)
        history = self.store.history(conversation_id, HISTORY) if owned and conversation_id else ()
        if not 0 <= at < len(history):
            raise NotFoundError("That message is not there any more; reload the page.")
        self.store.take_back(user_id, history[at]["turn_id"])
        return str(history[at]["message"])

    def _owns(self, user_id: str, conversation_id: str | None) -> bool:
        return conversation_id is not None and self.store.conversation_owner(conversation_id) == user_id


def single(constraints: Constraints) -> Iterator[tuple[str, Constraints]]:
    """Every limit by itself, with a key that names it: each value alone, the two ends of the years together."""
    years = replace(Constraints(), year_min=constraints.year_min, year_max=constraints.year_max)
    if years:
        yield "years", years
    for field in fields(constraints):
        value = getattr(constraints, field.name)
        if isinstance(value, tuple):
            alone: list[tuple[Any, Any]] = [(one, (one,)) for one in value]
        else:
            alone = [] if value is None or isinstance(value, int) else [(m, {m: bound}) for m, bound in value.items()]
        for one, kept in alone:
            yield json.dumps([field.name, one], ensure_ascii=False), replace(Constraints(), **{field.name: kept})
