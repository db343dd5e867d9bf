"""Importer: a shop's own items and ratings become a folder that the chatbot reads.

The items are held in memory, the ratings stream through. The folder is written beside its place and moved there at
the end, so that the one before stays whole whatever happens on the way.

Texts are kept as they are, but for control characters. Cells of the written csv files that a spreadsheet could take
for a formula get an apostrophe in front, and the reader takes it off again.
"""

from __future__ import annotations

import csv
import json
import math
import re
import shlex
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import yaml

from chatbot.catalog import load_catalog, write_catalog
from chatbot.domain import load_domain
from chatbot.errors import DataError
from chatbot.sources.columns import RATING_NAMES, Plan, old_of
from chatbot.sources.tables import Row, Table, text_of, values_of
from chatbot.types import Item

# columns that hold people, so that "something by …" finds them
PEOPLE = frozenset("director directors cast actor actors author authors artist artists writer writers designer".split())
SHOWN = 20  # problems told one by one
ID_MAX, TITLE_MAX, GENRES_MAX = 128, 1_000, 500
YEARS = range(1, 2101)
# control characters, halves of a character, and marks that turn the direction of a line
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
_YEAR = re.compile(r"(\d{1,4})(?:-\d\d?-\d\d?.*)?")
_YEAR_BEHIND = re.compile(r"(.*\S)\s*\((\d{4})\)")
_FORMULA = ("=", "+", "-", "@", "'")


@dataclass(frozen=True)
class Report:
    items: int
    ratings: int
    rejected: int
    problems: tuple[str, ...]  # the first of the rejected


def run_import(plan: Plan, lenient: bool = False, articles: Path | None = None) -> Report:
    """Write the folder. articles: a checked folder of help articles; without one, those of the last import stay.

    Raises: DataError that lists the first problems, unless `lenient`: then their rows go to rejected.jsonl.
    """
    with _replacing(plan.out) as work:
        report = _write(plan, work, lenient)
        kept = articles or plan.out / "articles"
        for pattern in ("*.md", "questions/*.jsonl"):
            for path in sorted(kept.glob(pattern)):
                target = work / "articles" / path.relative_to(kept)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        (work / "articles").mkdir(exist_ok=True)
        load_catalog(work / "catalog.jsonl", load_domain(str(work / "domain.yaml")))
    return report


def setting_lines(out: Path) -> list[str]:
    """The lines for the environment, or for .env, that use an imported folder."""
    files = {"DOMAIN": "domain.yaml", "CATALOG": "catalog.jsonl", "RATINGS": "ratings", "ARTICLES": "articles"}
    return [f"CHATBOT_{name}={shlex.quote(str(out / file))}" for name, file in files.items()]


# --- reading ---------------------------------------------------------------------------------------------------


@dataclass
class _Problems:
    """Counts what is wrong, keeps the first of it, and writes bad rows aside where that was asked for."""

    rejected: TextIO | None
    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, table: Table, row: Row, why: str) -> None:
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(f"{table.path}:{row.line}: {why}")
        if self.rejected:
            told = {"file": table.path.name, "line": row.line, "reason": why, "row": row.values}
            self.rejected.write(json.dumps(told, default=str) + "\n")

    def stop(self) -> None:
        """Raises: DataError with the first problems, unless bad rows were written aside."""
        if self.count and not self.rejected:
            more = [f"… and {self.count - SHOWN:,} more"] if self.count > SHOWN else []
            head = f"{self.count:,} bad rows, so nothing was imported; mend them, or leave them out with --lenient:"
            raise DataError("\n  ".join([head, *self.first, *more]))


def _clean(value: Any) -> str:
    return " ".join(_UNSEEN.sub(" ", text_of(value)).split())


def _id(value: Any, name: str) -> str:
    text = text_of(value)
    if not text or len(text) > ID_MAX or not text.isprintable():
        raise ValueError(f"the {name} {text[:40]!r} is not 1 to {ID_MAX} printable characters.")
    return text


def _year(text: str) -> int | None:
    """A year, or the year of a date such as 1979-05-25; empty: none."""
    text = "" if text == "0" else text  # many lists' word for unknown
    found = _YEAR.fullmatch(text)
    if text and not (found and int(found[1]) in YEARS):
        raise ValueError(f"{text[:40]!r} is no year; leave it empty, or leave the column out with --column year=")
    return int(found[1]) if found else None


def _number(text: str) -> float:
    """Not-a-number for what is none."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _rating(text: str, low: float, high: float) -> float:
    value = _number(text.replace(",", "."))  # 4,5 is how half of the world writes it
    if math.isnan(value):
        raise ValueError(f"{text[:40]!r} is no rating.")
    if not low <= value <= high:
        raise ValueError(f"the rating {text[:40]} is outside {low:g} to {high:g}; another scale is said with --scale.")
    return value


def _seconds(text: str) -> int:
    """Seconds or milliseconds since 1970, or an ISO date, in UTC where it names no zone."""
    try:
        number = _number(text) if text else 0.0
        if math.isnan(number):
            date = datetime.fromisoformat(text)
            number = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
        return int(number / 1000 if abs(number) > 1e11 else number)
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:40]!r} is no time; write seconds since 1970, or 2024-05-31.") from None


class _Items:
    """Items of the file, by id. read: ids of every row that has one, the line it first stood in."""

    def __init__(self, plan: Plan, problems: _Problems) -> None:
        self.items: dict[str, Item] = {}
        self.read: dict[str, int] = {}
        self.genres = {genre.casefold(): genre for genre in plan.domain.genres}  # the first spelling counts
        empty = True
        for row in plan.items.rows():
            empty = False
            try:
                item = self._item(row, plan)
                self.items[item.item_id] = item
            except ValueError as error:
                problems.add(plan.items, row, str(error))
        if empty:
            raise DataError("has a header but no items.", plan.items.path)

    def _item(self, row: Row, plan: Plan) -> Item:
        if row.problem:
            raise ValueError(row.problem)
        cells = {name: row.values.get(column) for name, column in plan.of_items.items()}
        item_id = _id(cells["id"], "id")
        if item_id in self.read:
            raise ValueError(f"the id {item_id!r} stands in line {self.read[item_id]} already.")
        self.read[item_id] = row.line
        title, year = _clean(cells["title"]), _year(text_of(cells.get("year")))
        if year is None and (behind := _YEAR_BEHIND.fullmatch(title)):
            title, year = behind[1], int(behind[2])
        if not title or len(title) > TITLE_MAX:
            raise ValueError(f"the title is {'longer than 1,000 characters' if title else 'empty'}.")
        facts = {_key(c): tuple(map(_clean, values_of(row.values.get(c), "|"))) for c in plan.facts}
        return Item(
            item_id, title, year, self._genres(cells.get("genres"), plan),
            {name: tuple(filter(None, values)) for name, values in facts.items() if any(values)},
            source_ids={"imported": (item_id,)}, description=_clean(cells.get("description")),
        )  # fmt: skip

    def _genres(self, cell: Any, plan: Plan) -> tuple[str, ...]:
        named = [genre for value in values_of(cell, "|,") if (genre := _clean(value))]
        found = [self.genres.setdefault(genre.casefold(), genre) for genre in named]
        if len(self.genres) > GENRES_MAX:
            column = plan.of_items["genres"]
            told = f"{column!r} holds more than {GENRES_MAX} kinds; take another column with --column genres=COLUMN."
            raise DataError(told, plan.items.path)
        return tuple(dict.fromkeys(found))


def _key(column: str) -> str:
    return "_".join(column.lower().split())


# --- writing ---------------------------------------------------------------------------------------------------


def _guard(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write(plan: Plan, work: Path, lenient: bool) -> Report:
    (work / "ratings").mkdir()
    rejected = work / "rejected.jsonl"
    with rejected.open("w", encoding="utf-8") as file:
        problems = _Problems(file if lenient else None)
        read = _Items(plan, problems)
        with (work / "ratings/ratings.csv").open("w", encoding="utf-8", newline="") as ratings:
            known = _write_ratings(plan, read, csv.writer(ratings, lineterminator="\n"), problems)
    problems.stop()
    if not problems.count:
        rejected.unlink()
    if not read.items or not known:
        raise DataError("no good row is left in the " + ("ratings." if read.items else "items."), plan.out)
    items = [replace(item, known=known[item.item_id]) for item in read.items.values()]
    write_catalog(items, work / "catalog.jsonl")
    with (work / "ratings/items.csv").open("w", encoding="utf-8", newline="") as file:
        rows = ([_guard(i.item_id), _guard(i.title), i.year or ""] for i in items)
        csv.writer(file, lineterminator="\n").writerows([["item", "title", "year"], *rows])
    told = {_key(c): {"label": label, "person": _key(c) in PEOPLE} for c, label in plan.facts.items()}
    values = plan.domain.model_dump(mode="json")
    values |= {"genres": list(read.genres.values()), "facts": values["facts"] | told}
    (work / "domain.yaml").write_text(yaml.safe_dump(values, sort_keys=False, allow_unicode=True), "utf-8")
    return Report(len(items), known.total(), problems.count, tuple(problems.first))


def _write_ratings(plan: Plan, read: _Items, file: Any, problems: _Problems) -> Counter[str]:
    """Rating by rating; returns how many each item has."""
    low, high = plan.domain.rating.low, plan.domain.rating.high
    file.writerow(["user", "item", f"rating:{low:g}..{high:g}", "timestamp"])
    user, item, rating, time = (plan.of_ratings.get(name) for name in RATING_NAMES)
    known: Counter[str] = Counter()
    empty = True
    for row in plan.ratings.rows():
        empty = False
        cells: dict[Any, Any] = row.values
        try:
            if row.problem:
                raise ValueError(row.problem)
            who, what = _id(cells.get(user), "user"), _id(cells.get(item), "item")
            if what not in read.items and (what not in read.read or problems.rejected):
                raise ValueError(f"the item {what!r} is not among the items.")
            stars, when = _rating(text_of(cells.get(rating)), low, high), _seconds(text_of(cells.get(time)))
        except ValueError as error:
            problems.add(plan.ratings, row, str(error))
            continue
        file.writerow((_guard(who), _guard(what), f"{stars:g}", when))
        known[what] += 1
    if empty:
        raise DataError("has a header but no ratings.", plan.ratings.path)
    return known


@contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """A temporary folder that takes the place of `out` when all went well, and is gone otherwise."""
    old, work = old_of(out), None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
        work.chmod(0o755)
        yield work
        shutil.rmtree(old, ignore_errors=True)
        if out.exists():
            out.rename(old)
        try:
            work.rename(out)
        except BaseException:
            if old.exists():
                old.rename(out)
            raise
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise DataError(f"cannot be written: {error.strerror or error}; free some space, or say --out.", out) from None
    finally:
        if work:
            shutil.rmtree(work, ignore_errors=True)
