"""Little or nothing left: which limit to let go of, and what that would bring; what was hardly meant as one goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from chatbot.dialogue.handlers import Moment, Room, in_words, query_of
from chatbot.explain import say_genre, say_theme
from chatbot.types import Constraints

Brought = tuple[int, tuple[Constraints, ...]]  # how many items are let in again, by letting go of which limits
TOLD = 2  # limits that are named
STORY = 12  # words of a message from which a theme may stand in it by the way: "the grapes are in, thanks to God"
_ANNOUNCED = re.compile(
    r"\b(?:about|with|without|no|not|on|set in|around|involving|featuring|some|any|more|like|of|plus|and|or|only|just)"
    r"(?: (?:an?|the|some|any))?\W*$",
    re.I,
)
_A_KIND = re.compile(r"\W*(?:films?|movies?|stor(?:y|ies)|ones?|stuff|things?|flicks?|please|pls|theme|plot)\b", re.I)


def nothing_left(moment: Moment, room: Room, state: Constraints, limits: str) -> tuple[str, tuple[str, ...]]:
    """The reply, and messages that let go of what it names."""
    say, turn = room.replies.say, moment.turn
    seen = _count(moment, room, state, show_seen=True)
    found = would_bring(moment, room, state)
    if not found:
        key = "nothing_unseen" if seen else "nothing_at_all"
        return say(key, turn, n=f"{seen:,}", limits=limits), ()
    text = _said(("nothing", "nothing_two"), found, moment, room, limits=limits)
    if seen:
        text += say("nothing_but_seen", turn, n=f"{seen:,}")
    return text, _drops(found)


def few_left(moment: Moment, room: Room, state: Constraints, n: int) -> tuple[str, tuple[str, ...]]:
    """How few there are, and what letting go of one limit would bring; and messages that do so."""
    found = [row for row in would_bring(moment, room, state) if row[0] > n][:1]
    if not found:
        return room.replies.say("few", moment.turn, n=n), ()
    return _said(("few_but",), found, moment, room, few=n), _drops(found)


def in_the_way(moment: Moment, room: Room, state: Constraints) -> tuple[str, tuple[str, ...]]:
    """What letting go of a limit would bring; "" where none keeps much out."""
    found = would_bring(moment, room, state)
    return (_said(("in_the_way", "in_the_way_two"), found, moment, room), _drops(found)) if found else ("", ())


def would_bring(moment: Moment, room: Room, state: Constraints) -> list[Brought]:
    """The limits, or the two of them, without which most items are left; and how many those are."""
    single = [one for one in state.loosened() if not (one.similar_to or one.exclude_items)]
    found = sorted(_brought(moment, room, state, [(one,) for one in single]), key=lambda row: -row[0])[:TOLD]
    return found or sorted(_brought(moment, room, state, combinations(single, 2)), key=lambda row: -row[0])[:1]


def _said(keys: Sequence[str], found: Sequence[Brought], moment: Moment, room: Room, **fields: object) -> str:
    """keys: of the wording for one of them, and for two."""
    said = [(f"{n:,}", " and ".join(f"“{in_words(one)}”" for one in gone)) for n, gone in found]
    if len(said) > 1:
        fields = {**fields, **dict(zip(("n2", "loosen2"), said[1], strict=True))}
    return room.replies.say(keys[len(said) - 1], moment.turn, n=said[0][0], loosen=said[0][1], **fields)


def _drops(found: Sequence[Brought]) -> tuple[str, ...]:
    return tuple(filter(None, (_drop(gone[0]) if len(gone) == 1 else "" for _, gone in found)))


def without_asides(moment: Moment, room: Room, state: Constraints) -> Constraints:
    """The limits without themes of this message that nothing announces, in a message long enough to tell a story."""
    if len(moment.message.split()) < STORY:
        return state
    found = [m for m in room.linker.link_all(moment.message) if m.kind == "theme"]
    aside = {
        value
        for m in found
        for value in (m.value, *m.others)
        if not (_ANNOUNCED.search(moment.message[: m.start]) or _A_KIND.match(moment.message, m.end))
    }
    gone = {*moment.said.add.themes} & aside - {*moment.state.themes}
    return replace(state, themes=tuple(theme for theme in state.themes if theme not in gone))


def _brought(
    moment: Moment, room: Room, state: Constraints, groups: Iterable[tuple[Constraints, ...]]
) -> Iterator[Brought]:
    """How many items each group of limits alone keeps out; of groups that keep out any."""
    for gone in groups:
        left = state
        for one in gone:
            left = left.without(one)
        if n := _count(moment, room, left):
            yield n, gone


def _count(moment: Moment, room: Room, state: Constraints, show_seen: bool = False) -> int:
    query = query_of(moment, state)
    query = replace(query, show_seen=True) if show_seen else query
    return int(room.recommender.allowed(moment.profile, query).sum())


def _drop(one: Constraints) -> str:
    """A message that lets go of a limit; empty where no short one does."""
    if one.year_min is not None or one.year_max is not None:
        return "Any year"
    names = [*map(say_genre, one.genres), *map(say_theme, one.themes), *one.people]
    return f"Drop {names[0]}" if names else ""
