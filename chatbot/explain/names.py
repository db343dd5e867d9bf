"""A text as words and names: every name that the evidence carries, with the parts in which it may appear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatbot.catalog import normalise
from chatbot.explain.terms import CAST_WORDS, DIRECTOR_WORDS, GENRE_SAYINGS, PEOPLE_FIELDS, say_genre
from chatbot.explain.told import said_limit
from chatbot.types import Evidence, Item


@dataclass(frozen=True)
class Word:
    """A word, or a whole name with the parts that the evidence gives it."""

    text: str
    kinds: frozenset[str]


STOP = Word(";", frozenset())


def typed(text: str, item: Item, evidence: Sequence[Evidence]) -> list[Word]:
    """The text as words and names, with a stop between clauses."""
    names = names_of(item, evidence)
    words: list[Word] = []
    for clause in text.split(";"):
        words += [*([STOP] if words else []), *_clause(normalise(clause).split(), names)]
    return words


def _clause(tokens: Sequence[str], names: Mapping[str, set[str]]) -> list[Word]:
    """The longest name wins."""
    longest = max((len(name.split()) for name in names), default=1)
    words, at = [], 0
    while at < len(tokens):
        for size in range(min(longest, len(tokens) - at), 0, -1):
            name = " ".join(tokens[at : at + size])
            if name in names or size == 1:
                words.append(Word(name, frozenset(names.get(name, ()))))
                at += size
                break
    return words


def names_of(item: Item, evidence: Sequence[Evidence]) -> dict[str, set[str]]:
    """Normalised name -> the parts in which the evidence lets it appear."""
    names: dict[str, set[str]] = {}

    def add(kind: str, *values: str) -> None:
        for value in filter(None, map(normalise, values)):
            names.setdefault(value, set()).add(kind)

    add("item", item.title, item.label)
    for e in evidence:
        if e.kind in {"liked_item", "disliked_item"} and e.item_id:
            add("liked" if e.kind == "liked_item" else "disliked", e.value)
            if e.kind == "liked_item" and e.field == "crowd":
                add("crowd", e.value)
        elif e.kind == "attribute" and e.field == "genre":
            add("genre", e.value, say_genre(e.value), *GENRE_SAYINGS.get(e.value, ()))
        elif e.kind == "attribute":
            add(e.field or "fact", e.value)
            if e.field == "series":
                add("series", "series")
            if e.field in PEOPLE_FIELDS:
                add("role", *(DIRECTOR_WORDS if e.field == "director" else CAST_WORDS))
        elif e.kind == "constraint" and e.field != "words":
            add("fact" if e.limit else "limit", e.value)  # nobody asked for the item's own 94 minutes
            add("limit", said_limit(e), *(said_limit(e).removeprefix(word) for word in ("from ", "about ")))
            if said_limit(e).startswith("no "):
                add("limit", f"without {said_limit(e).removeprefix('no ')}")
            if e.field == "genre":
                add("limit", *GENRE_SAYINGS.get(e.value, ()))
        else:
            add(e.kind, e.value)
    return names
