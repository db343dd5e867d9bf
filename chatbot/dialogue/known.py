"""known: what is remembered of a person, in plain sentences, each with what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chatbot.catalog import normalise
from chatbot.dialogue import forms
from chatbot.dialogue.changes import added
from chatbot.dialogue.cues import NUMBERS
from chatbot.dialogue.handlers import Moment, Room, in_words
from chatbot.dialogue.replies import listed
from chatbot.types import Constraints

TOLD, QUOTED = 6, 3  # films of one kind that are named, and those of them whose evidence is told
QUOTE = 40  # characters of a message that are repeated
NEVER = "nothing with"
_WORD = re.compile(r"\d+(?:\.\d+)?|[a-z]+")
_FIGURES = {str(n): name for name, n in NUMBERS.items()}


def profile_in_words(moment: Moment, room: Room, brief: bool = False) -> str:
    """Likes, dislikes, what was seen and what holds for ever; empty for a cold person. brief: without the evidence."""
    profile = moment.profile
    why = {} if brief else _evidence(moment, room)
    ranked = sorted(profile.weights, key=lambda i: -abs(profile.weights[i]))
    liked = [i for i in ranked if profile.weights[i] > 0]
    disliked = [i for i in ranked if profile.weights[i] < 0]
    lines = []
    if liked:
        lines.append(f"You like {_films(liked, why, room)}.")
    if disliked:
        lines.append(f"You did not care for {_films(disliked, why, room)}.")
    rest = sorted(profile.seen - {*liked, *disliked})
    if 0 < len(rest) <= QUOTED:
        lines.append(f"Seen, without strong feelings: {_films(rest, why, room)}.")
    elif rest:
        lines.append(f"{len(rest)} more you have seen without strong feelings.")
    if profile.refused:
        lines.append(f"Not for you: {_films(sorted(profile.refused), why, room)}.")
    if profile.standing:
        lines.append(f"For good: {', '.join(_limits(profile.standing, [] if brief else _sayings(moment)))}.")
    return " ".join(lines)


def amounts(moment: Moment) -> dict[str, str]:
    """How much is kept of a person, in words."""
    judged = len(moment.profile.seen | moment.profile.refused)
    limits = sum(1 for _ in moment.profile.standing.each())
    numbers = {"judged": (judged, "judgement"), "limits": (limits, "lasting limit")}
    numbers["messages"] = (len(moment.recall()), "message")
    return {name: f"{n} {word}{'' if n == 1 else 's'}" for name, (n, word) in numbers.items()}


def _films(ids: Sequence[str], why: Mapping[str, str], room: Room) -> str:
    told = [room.catalog[i].title + (f" ({why[i]})" if i in why and at < QUOTED else "")
            for at, i in enumerate(i for i in ids[:TOLD] if i in room.catalog)]  # fmt: skip
    return listed(told) + (f" and {len(ids) - TOLD} more" if len(ids) > TOLD else "")


def _evidence(moment: Moment, room: Room) -> dict[str, str]:
    """Item -> what its line rests on: the person's own words, where they still hold, else the rating or mark."""
    high, out = room.domain.rating.high, {}
    said = {row["item_id"]: (turn, row["after"]) for turn, row in _judgements(moment.recall())}
    for item, row in moment.judged.items():
        turn, after = said.get(item, ({}, None))
        if after == {"signal": row.signal, "rating": row.rating}:
            title = room.catalog[item].title if item in room.catalog else ""
            quote = _quote(turn["message"], title)
            figure = f"{row.rating:g}" if row.rating is not None else ""
            told = not figure or bool({figure, _FIGURES.get(figure, figure)} & {*_WORD.findall(quote.lower())})
            out[item] = f"you said “{quote}”" if told else f"{figure} of {high:g}: you said “{quote}”"
        else:
            out[item] = "you marked it so" if row.rating is None else f"you gave it {row.rating:g} of {high:g}"
    return out


def _judgements(turns: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """(turn, what it changed of one item), oldest first. An undoing brings back what was said before it."""
    for turn in turns:
        if not forms.undoes(turn["message"].lower()):
            yield from ((turn, row) for row in turn.get("changed", {}).get("items", ()) if row["after"])


def _sayings(moment: Moment) -> list[tuple[Constraints, str]]:
    """Lasting limits and the messages that brought them, the last first."""
    turns = [turn for turn in moment.recall() if "standing" in turn.get("changed", {})]
    turns = [turn for turn in turns if not forms.undoes(turn["message"].lower())]
    return [(added(turn["changed"]), _quote(turn["message"])) for turn in reversed(turns)]


def _limits(standing: Constraints, sayings: Sequence[tuple[Constraints, str]]) -> Iterator[str]:
    """Each limit, with the words that brought it once after the last limit that they brought."""
    groups: dict[str, list[str]] = {}
    for limit in standing.each():
        for one in _single(limit):
            said = next((words for limits, words in sayings if limits.union(one) == limits), "")
            groups.setdefault(said, []).append(in_words(one, NEVER))
    for said, limits in groups.items():
        yield ", ".join(limits) + (f" (you said “{said}”)" if said else "")


def _single(limit: Constraints) -> Iterator[Constraints]:
    """`each` keeps the values of genres and people together; told one by one they can be taken back one by one."""
    for name in ("genres", "not_genres", "people", "not_people"):
        if values := getattr(limit, name):
            yield from (Constraints.from_json({name: [value]}) for value in values)
            return
    yield limit


def _quote(text: str, title: str = "") -> str:
    """The words; of several sentences the one that names the title, and of a long one its part that does."""
    text = _naming(title, re.split(r"(?<=[.!?;])\s+|\n", text)) or text
    text = " ".join(text.split()).strip('“”"')
    if len(text) > QUOTE:
        text = _naming(title, re.split(r",\s+", text)) or text
    return text if len(text) <= QUOTE else f"{text[:QUOTE].rsplit(' ', 1)[0]}…"


def _naming(title: str, parts: Sequence[str]) -> str:
    """The first of the parts of a text that names the title."""
    return next((part for part in parts if title and normalise(title) in normalise(part)), "")
