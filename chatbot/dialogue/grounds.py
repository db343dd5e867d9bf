"""Grounds: what a reply rests on, one row for each item it speaks of, for a page to draw and for a judge to check.

A row is plain JSON: `item_id`, `title`, `year`, `evidence` (as in a card, each with its words as `said`), and where
they apply `rank` and `pool` (place by score among how many), `before`, `after` and `without` (ranks of a what-if).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chatbot.catalog import measure_of
from chatbot.dialogue.replies import listed
from chatbot.explain import in_words, say_genre, say_theme
from chatbot.sayings import say_value
from chatbot.types import Evidence, Item

Ground = dict[str, Any]
TOLD = 4  # summands of a score that are said; the others are summed up
LEAST = 0.005  # a share below half a percent is none


def ground(item: Item, evidence: Sequence[Evidence] = (), **more: object) -> Ground:
    rows = [{**e.to_json(), "said": in_words(e)} for e in evidence]
    return {"item_id": item.item_id, "title": item.title, "year": item.year, **more, "evidence": rows}


def facts_of(item: Item, *names: str) -> list[Evidence]:
    """The named facts of the item itself, each an evidence without weight; what is not on record is left out."""
    pairs = [(name, value) for name in names for value in _values(item, name)]
    return [Evidence(f"f{n}", "attribute", value, 0.0, None, name) for n, (name, value) in enumerate(pairs, 1)]


def _values(item: Item, name: str) -> tuple[str, ...]:
    if name == "year":
        return (str(item.year),) if item.year else ()
    if name == "genre":
        return item.genres
    if name == "description":
        return (item.description,) if item.description else ()
    if name == "part":
        return (str(item.part),) if item.part else ()
    value = measure_of(item, name)
    return (say_value(name, value),) if value is not None else tuple(item.facts.get(name, ()))


def stored(row: Mapping[str, Any]) -> list[Evidence]:
    """The evidence of a recommendation as it was stored."""
    return [Evidence(**{"field": None, "item_id": None, **e}) for e in row["evidence"]]


def shares_in_words(evidence: Sequence[Evidence], most: int = TOLD) -> str:
    """The `most` heaviest summands with their shares, for and against, what else there is, and the limits kept."""
    moved = [e for e in evidence if abs(e.weight) >= LEAST]
    told, rest = moved[:most], sum(abs(e.weight) for e in evidence) - sum(abs(e.weight) for e in moved[:most])
    speaks = [f"{_summand(e)} {e.weight:.0%}" for e in told if e.weight > 0]
    against = [f"{_summand(e)} {-e.weight:.0%}" for e in told if e.weight < 0]
    said = listed(speaks) + (f"; against it, {listed(against)}" if against else "")
    said += f"; all else {rest:.0%}" if rest >= LEAST and said else ""
    kept = [_asked(e) for e in evidence if e.kind == "constraint" and not e.weight][:2]
    return said + (f"{'; ' if said else ''}it keeps to {listed(kept)}" if kept else "")


def _summand(e: Evidence) -> str:
    match e.kind:
        case "liked_item":
            return e.value
        case "disliked_item":
            return f"your dislike of {e.value}"
        case "popularity":
            return f"being well known ({e.value})"
        case "constraint":
            return f"closeness to your words “{e.value}”"
        case "attribute" if e.field == "genre":
            return f"the genre {say_genre(e.value)}"
        case "attribute" if e.field == "theme":
            return f"the theme “{say_theme(e.value)}”"
        case "attribute" if e.field == "series":
            return f"the {e.value} series"
        case _:
            return e.value


def _asked(e: Evidence) -> str:
    return e.limit or (e.value if e.field != "genre" else say_genre(e.value))
