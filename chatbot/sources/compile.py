"""Compile step of the film catalogue: a file of film facts becomes the rows of `data/catalog/films.jsonl`.

The facts were gathered by script from film lists and title lists, so they carry the marks of that: articles moved
to the end, words of a sentence among the cast, one film under two titles. General rules clean what repeats
(`cleaning.py`, `merging.py`); what is wrong once is mended by hand (`corrections.py`).

Knows nothing of ratings, and not where the facts file lies: the caller says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from chatbot.errors import DataError, nearest
from chatbot.sources.cleaning import to_ascii
from chatbot.sources.corrections import CORRECTIONS, correct
from chatbot.sources.drafts import Draft, read_rows, to_draft
from chatbot.sources.merging import merge_twins, one_spelling
from chatbot.types import Item


def compile_films(
    facts_path: Path, genres: Collection[str], corrections_path: Path = CORRECTIONS
) -> tuple[list[Item], list[str]]:
    """Read, clean, correct, merge and name all films; returns them with notes on what was changed.

    genres: the one vocabulary of the domain. Raises DataError naming file and line for a malformed row, a genre
    without a rule, and a correction that fits no film.
    """
    notes: list[str] = []
    drafts = [to_draft(row, facts_path, line, notes) for line, row in read_rows(facts_path)]
    drafts = merge_twins(drafts, notes)
    drafts = correct(drafts, corrections_path, notes)
    one_spelling(drafts, notes)
    for draft in drafts:
        _check(draft, genres, facts_path, notes)
    return _items(drafts, facts_path), notes


def _check(draft: Draft, genres: Collection[str], path: Path, notes: list[str]) -> None:
    for genre in draft.genres:
        if genre not in genres:
            raise DataError(f"genre {genre!r} of {draft.label} has no rule.{nearest(genre, genres)}", path, draft.line)
    if not draft.genres:
        notes.append(f"{draft.label}: no genre")


def _items(drafts: Iterable[Draft], path: Path) -> list[Item]:
    """Sorted by (year, title). Two films with one title in one year are refused: nobody could tell them apart."""
    items: list[Item] = []
    taken: set[str] = set()
    before: Draft | None = None
    for draft in sorted(drafts, key=lambda d: (d.year, d.title, d.line)):
        if before and before.label == draft.label:
            raise DataError(f"two films are called {draft.label!r}; correct one", path, draft.line or before.line)
        items.append(_item(draft, _new_id(draft, taken)))
        before = draft
    return items


def _new_id(draft: Draft, taken: set[str]) -> str:
    """Readable and stable: `alien-1979`; the second of two alike, in catalogue order, gets `-2`."""
    words = re.sub(r"[^a-z0-9]+", "-", to_ascii(draft.title).lower().replace("'", "")).strip("-")
    base = f"{words or 'film'}-{draft.year}"
    number = 1
    while (item_id := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    taken.add(item_id)
    return item_id


def _item(draft: Draft, item_id: str) -> Item:
    others = dict.fromkeys(t for t in draft.alt_titles if t != draft.title)
    return Item(
        item_id=item_id,
        title=draft.title,
        year=draft.year,
        genres=tuple(draft.genres),
        facts={name: tuple(people) for name, people in draft.people.items() if people},
        alt_titles=tuple(others),
        source_ids={s: tuple(sorted(set(ids), key=int)) for s, ids in draft.source_ids.items() if ids},
        known=draft.known,
    )


def keep_knowledge(items: Sequence[Item], written: Iterable[Item]) -> list[Item]:
    """`items` with what was written by hand about the films of the same id in an earlier catalogue.

    Raises: DataError naming a film whose words would be lost.
    """
    words = {item.item_id: item for item in written if item.description}
    if lost := sorted(set(words) - {item.item_id for item in items}):
        raise DataError(
            f"{lost[0]!r} and {len(lost) - 1} other ids are no longer made, but there are words about them; "
            "give the catalogue's lines the new ids first."
        )
    return [_with_words(item, words[item.item_id]) if item.item_id in words else item for item in items]


def _with_words(item: Item, old: Item) -> Item:
    facts = {**item.facts, **{name: old.facts[name] for name in ("theme", "series") if name in old.facts}}
    return replace(
        item,
        facts=facts,
        description=old.description,
        scales=old.scales,
        age=old.age,
        minutes=old.minutes,
        part=old.part,
    )
