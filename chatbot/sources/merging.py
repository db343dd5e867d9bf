"""One film is one draft, and one person is written one way."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from chatbot.sources.cleaning import fold
from chatbot.sources.drafts import NUMBERED_BY, PEOPLE, Draft

_NICKNAME = re.compile(r'\s*["“][^"“”]+["”]\s*')


def merge_twins(drafts: list[Draft], notes: list[str]) -> list[Draft]:
    """Rows of one year whose titles differ in signs and accents only are one film, unless one source has both."""
    kept: dict[tuple[str, int], Draft] = {}
    result: list[Draft] = []
    for draft in drafts:
        key = (fold(draft.title) or draft.title, draft.year)
        twin = kept.setdefault(key, draft)
        if twin is draft or any(twin.source_ids[s] and draft.source_ids[s] for s in NUMBERED_BY):
            result.append(draft)
        else:
            absorb(twin, draft, notes)
    return result


def absorb(film: Draft, other: Draft, notes: list[str]) -> None:
    """`other` is the same film: its titles, genres, ids and ratings join, its people fill what is empty."""
    notes.append(f"{other.label}: merged into {film.label}")
    film.alt_titles += [other.title, *other.alt_titles]
    film.genres = sorted({*film.genres, *other.genres})
    film.known += other.known
    for name in PEOPLE:
        film.people[name] = film.people[name] or other.people[name]
    for source in NUMBERED_BY:
        film.source_ids[source] += other.source_ids[source]


def one_spelling(drafts: Iterable[Draft], notes: list[str]) -> None:
    """One person is written one way: the commonest (then the first in order) of spellings that fold alike.

    A nickname in quotes goes where the plain name is known (Dwayne "The Rock" Johnson).
    """
    lists = [people for draft in drafts for people in draft.people.values()]
    count = Counter(name for people in lists for name in people)
    spellings: dict[str, list[str]] = defaultdict(list)
    for name in count:
        spellings[fold(name)].append(name)
    best = {key: min(names, key=lambda n: (-count[n], n)) for key, names in spellings.items()}

    def plain(name: str) -> str:
        short = fold(_NICKNAME.sub(" ", name))
        return best[short if short in best else fold(name)]

    changed = {name: new for name in sorted(count) if (new := plain(name)) != name}
    for people in lists:
        people[:] = dict.fromkeys(changed.get(name, name) for name in people)
    notes += [f"person {old!r} is written {new!r}" for old, new in changed.items()]
