"""Corrections by hand: lines of `data/catalog/corrections.jsonl`, each of which mends what is wrong with one film.

A correction that no longer fits any film is an error, so that the file cannot rot.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from chatbot.errors import DataError, nearest
from chatbot.sources.drafts import (
    COUNT,
    IDS,
    NUMBERED_BY,
    PEOPLE,
    TEXT,
    WORDS,
    YEAR,
    Draft,
    read_rows,
    require,
    to_draft,
)
from chatbot.sources.merging import absorb

CORRECTIONS = Path(__file__).parents[2] / "data" / "catalog" / "corrections.jsonl"

_MENDS = {"title": TEXT, "year": YEAR, "genres": WORDS, "director": WORDS, "cast": WORDS}
_MENDS |= {"ml100k": IDS, "movielens": IDS, "alt_titles": WORDS, "known": COUNT}
_KEYS = (*_MENDS, "film", "new", "drop", "same_as", "why")
_PERSON = frozenset({"person", "is", "why"})


def correct(drafts: list[Draft], path: Path, notes: list[str]) -> list[Draft]:
    """Apply the hand-written corrections in their order. A line names its film by `Title (year)`, `ml100k:ID` or
    `movielens:ID`, and then replaces (title, year, genres, director, cast, ml100k, movielens), adds (alt_titles,
    known), merges the row into another (same_as), drops it, or brings a new film. A line `person`, `is` renames
    somebody everywhere.
    """
    book = _Book(drafts, path)
    for line, row in read_rows(path):
        if "person" in row:
            _rename(book.drafts, row, path, line)
            continue
        if unknown := sorted(set(row) - set(_KEYS)):
            raise DataError(f"unknown key {unknown[0]!r}.{nearest(unknown[0], _KEYS)}", path, line)
        require(row, _MENDS, path, line)
        film = book.add(row, line) if row.get("new") else book.find(row.get("film"), line)
        if row.get("drop"):
            notes.append(f"{film.label}: dropped. {row.get('why', '')}".strip())
            book.remove(film)
        elif "same_as" in row:
            target = book.find(row["same_as"], line)
            if target is film:
                raise DataError(f"merges {film.label!r} into itself", path, line)
            absorb(target, film, notes)
            book.remove(film)
            book.enter(target)
        else:
            _mend(film, row)
            book.enter(film)
    return book.drafts


class _Book:
    """The films by every name that a correction may use."""

    def __init__(self, drafts: list[Draft], path: Path) -> None:
        self._by_name: dict[str, Draft] = {}
        self._drafts = {id(draft): draft for draft in drafts}
        self._path = path
        for draft in drafts:
            self.enter(draft)

    @property
    def drafts(self) -> list[Draft]:
        return list(self._drafts.values())

    def enter(self, draft: Draft) -> None:
        self._by_name |= dict.fromkeys(draft.names, draft)

    def find(self, name: object, line: int) -> Draft:
        film = self._by_name.get(name) if isinstance(name, str) else None
        if film is None or id(film) not in self._drafts:
            close = nearest(name, self._by_name) if isinstance(name, str) else ""
            raise DataError(f"corrects {name!r}, which is no film of the facts.{close}", self._path, line)
        return film

    def add(self, row: dict[str, Any], line: int) -> Draft:
        draft = to_draft({key: row[key] for key in ("title", "year") if key in row}, self._path, line, [])
        if draft.label in self._by_name:
            raise DataError(f"adds {draft.label!r}, which is there already", self._path, line)
        draft.line = 0
        self._drafts[id(draft)] = draft
        return draft

    def remove(self, draft: Draft) -> None:
        del self._drafts[id(draft)]


def _rename(drafts: Iterable[Draft], row: dict[str, Any], path: Path, line: int) -> None:
    if set(row) - _PERSON or not isinstance(row.get("is"), str):
        raise DataError(f"renames a person by the keys 'person' and 'is', not {sorted(row)}", path, line)
    found = [people for draft in drafts for people in draft.people.values() if row["person"] in people]
    if not found:
        raise DataError(f"renames {row['person']!r}, who is in no film", path, line)
    for people in found:
        people[:] = dict.fromkeys(row["is"] if name == row["person"] else name for name in people)


def _mend(film: Draft, row: dict[str, Any]) -> None:
    film.title, film.year = row.get("title", film.title), row.get("year", film.year)
    film.genres = sorted(row.get("genres", film.genres))
    film.alt_titles += row.get("alt_titles", [])
    film.known += row.get("known", 0)
    film.people |= {name: list(row[name]) for name in PEOPLE if name in row}
    film.source_ids |= {name: list(row[name]) for name in NUMBERED_BY if name in row}
