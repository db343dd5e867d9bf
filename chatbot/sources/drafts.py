"""A film while its facts are cleaned, and how it is read from a line of the facts file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeGuard

from chatbot.errors import DataError
from chatbot.sources.check import YEARS
from chatbot.sources.cleaning import clean_people, clean_title, genres_of

PEOPLE = ("director", "cast")
NUMBERED_BY = ("ml100k", "movielens")  # who gives films numbers of their own


@dataclass
class Draft:
    """A film while it is being cleaned; `line` is where it stands in the facts (0: added by a correction)."""

    title: str
    year: int
    genres: list[str] = field(default_factory=list)
    people: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in PEOPLE})
    alt_titles: list[str] = field(default_factory=list)
    source_ids: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in NUMBERED_BY})
    known: int = 0
    line: int = 0

    @property
    def label(self) -> str:
        return f"{self.title} ({self.year})"

    @property
    def names(self) -> list[str]:
        """Every way in which a correction may call this film."""
        return [self.label, *(f"{source}:{i}" for source, ids in self.source_ids.items() for i in ids)]


def _is_words(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


Check = tuple[Callable[[object], bool], str]
TEXT: Check = (lambda v: isinstance(v, str) and bool(v.strip()), "a text")
YEAR: Check = (lambda v: _is_count(v) and v in YEARS, f"a year from {YEARS.start} to {YEARS.stop - 1}")
WORDS: Check = (_is_words, "a list of texts")
IDS: Check = (lambda v: _is_words(v) and all(i.isdecimal() for i in v), "a list of numbers in quotes")
COUNT: Check = (_is_count, "a number")

_FACTS = {"title": TEXT, "year": YEAR}
_FACTS |= dict.fromkeys(("genres", "directors", "cast", "subgenres", "alt_titles"), WORDS)
_FACTS |= dict.fromkeys(("ml100k_id", "movielens_id", "ratings_in_100k", "ratings_in_latest_small"), COUNT)


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, object) of a JSONL file; blank lines are passed over. Raises: DataError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read: {error}", path) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise DataError(f"is not JSON: {error.msg}", path, number) from error
        if not isinstance(row, dict):
            raise DataError(f"is not a JSON object: {line[:60]!r}", path, number)
        yield number, row


def require(row: dict[str, Any], checks: dict[str, Check], path: Path, line: int) -> None:
    """Raises: DataError naming file and line for the first value that is not of its kind."""
    for name, (fits, wanted) in checks.items():
        if name in row and not fits(row[name]):
            raise DataError(f"{name!r} is {row[name]!r}, not {wanted}", path, line)


def to_draft(row: dict[str, Any], path: Path, line: int, notes: list[str]) -> Draft:
    """A row of the facts, cleaned; notes: grows by what was changed. Raises: DataError naming file and line."""
    for name in ("title", "year"):
        if name not in row:
            raise DataError(f"lacks {name!r}", path, line)
    require(row, _FACTS, path, line)
    title, others = clean_title(row["title"])
    draft = Draft(title, row["year"], alt_titles=[*others, *row.get("alt_titles", ())], line=line)
    draft.genres = genres_of(row)
    draft.known = row.get("ratings_in_100k", 0) + row.get("ratings_in_latest_small", 0)
    for source in NUMBERED_BY:
        if f"{source}_id" in row:
            draft.source_ids[source].append(str(row[f"{source}_id"]))
    for name, given in (("director", row.get("directors", [])), ("cast", row.get("cast", []))):
        draft.people[name] = clean_people(given)
        if gone := [p for p in given if not clean_people([p])]:
            notes.append(f"{draft.label}: left out of {name}: {', '.join(map(repr, gone))}")
    if title != row["title"]:
        notes.append(f"{draft.label}: title was {row['title']!r}")
    return draft
