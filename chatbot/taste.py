"""What is believed of a person, each line with the items that it rests on. Pure: from a profile and the catalogue.

A line is said only where at least two items share something, and of genres only where they stand out from the
catalogue: half of all films are dramas, so two dramas say nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chatbot.catalog import Catalog
from chatbot.explain import say_genre, say_theme
from chatbot.types import Item, UserProfile

LEAST = 2  # items behind a line
LIFT = 1.4  # how much more often a genre stands among the liked than in the catalogue
TOLD = 3  # lines of a kind
LIKES = "You like {}"


@dataclass(frozen=True)
class Belief:
    """text: the line; items: what it rests on, weightiest first; among: of how many it is a part.

    about: (kind, field, value) of what the text says, for whoever says it in another language.
    """

    text: str
    items: tuple[Item, ...]
    among: int
    about: tuple[str, str, str] = ("", "", "")


def beliefs(profile: UserProfile, catalog: Catalog) -> list[Belief]:
    """Genres, people, themes and decades that liked items share, then genres of what was disliked."""
    known = {i: weight for i, weight in profile.weights.items() if i in catalog}
    liked = [catalog[i] for i, weight in sorted(known.items(), key=lambda pair: -pair[1]) if weight > 0]
    disliked = [catalog[i] for i, weight in sorted(known.items(), key=lambda pair: pair[1]) if weight < 0]
    return [*_genres(LIKES, liked, disliked, catalog), *_facts(liked, catalog), *_decades(liked),
            *_genres("You rarely take to {}", disliked, liked, catalog)]  # fmt: skip


def _genres(text: str, side: Sequence[Item], other: Sequence[Item], catalog: Catalog) -> Iterator[Belief]:
    share = {
        genre: sum(genre in item.genres for item in catalog) / max(1, len(catalog)) for genre in catalog.domain.genres
    }
    among = _grouped([(item, item.genres) for item in side])
    against = _grouped([(item, item.genres) for item in other])
    standing_out = {
        genre: items
        for genre, items in among.items()
        if len(items) / len(side) >= LIFT * share[genre] and len(items) > len(against.get(genre, ()))
    }
    for genre, items in _most(standing_out):
        kind = "like" if text == LIKES else "dislike"
        yield Belief(f"{text.format(say_genre(genre))}.", items, len(side), (kind, "genre", genre))


def _facts(liked: Sequence[Item], catalog: Catalog) -> Iterator[Belief]:
    for name, fact in catalog.domain.facts.items():
        for value, items in _most(_grouped([(item, item.facts.get(name, ())) for item in liked])):
            kind = "theme" if name == "theme" else "person" if fact.person else "fact"
            if name == "theme":
                said = f"You come back to {say_theme(value)}."
            else:
                said = (
                    f"{fact.label} {value}: more than once." if fact.person else f"{fact.label} {value}: you follow it."
                )
            yield Belief(said, items, len(liked), (kind, name, value))


def _decades(liked: Sequence[Item]) -> Iterator[Belief]:
    dated = [(item, (f"{item.year // 10 * 10}s",)) for item in liked if item.year]
    for decade, items in _most(_grouped(dated))[:1]:
        if len(items) * 2 > len(dated):
            said = f"Most of what you like is from the {decade}."
            yield Belief(said, items, len(dated), ("decade", "year", decade))


def _grouped(values: Sequence[tuple[Item, Sequence[str]]]) -> dict[str, tuple[Item, ...]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item, named in values:
        for value in dict.fromkeys(named):
            found[value].append(item)
    return {value: tuple(items) for value, items in found.items() if len(items) >= LEAST}


def _most(found: Mapping[str, tuple[Item, ...]]) -> list[tuple[str, tuple[Item, ...]]]:
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:TOLD]
