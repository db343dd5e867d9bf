"""Ratings that one person exported elsewhere: the text of a Letterboxd, MovieLens or IMDb file, matched by title.

Knows nothing of who she is or where they are kept.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chatbot.catalog import Catalog, normalise
from chatbot.errors import InputError
from chatbot.types import Item

ROWS_MAX = 20_000
TITLES, IDS = ("name", "title", "film", "movie"), ("movieid", "movie_id", "item_id")
RATINGS = {"rating": 5.0, "stars": 5.0, "your rating": 10.0}  # column -> the best that it can hold
FORMS = "Letterboxd's ratings.csv has Name, Year and Rating; MovieLens' ratings.csv has movieId and rating."
_YEAR = re.compile(r"\s*\((\d{4})\)\s*$")
_ARTICLE = re.compile(r"^(.*), (the|a|an|le|la|les|der|die|das|el|il)$", re.I)


@dataclass(frozen=True)
class Brought:
    """matched: (item, stars on a scale to 5, None for seen alone), one per item, the last row of it counts.

    unmatched: titles that the catalogue does not have, or has several of. problems: lines that cannot be read.
    """

    matched: tuple[tuple[Item, float | None], ...]
    unmatched: tuple[str, ...]
    problems: tuple[str, ...]


def read_ratings(text: str, catalog: Catalog) -> Brought:
    """Raises: InputError with what is expected for a text that is no such file, or of which nothing fits."""
    rows = _rows(text)
    header = next(rows, (0, []))[1]
    columns = {name.strip().lower(): at for at, name in reversed(list(enumerate(header)))}
    title, number = _first(columns, TITLES), _first(columns, IDS)
    rating = _first(columns, tuple(RATINGS))
    if rating is None or (title is None and number is None):
        raise InputError(f"The first line must name the columns. {FORMS}")
    index, ids = _by_title(catalog), _by_id(catalog)
    matched: dict[str, tuple[Item, float | None]] = {}
    unmatched, problems = [], []
    for line, row in rows:
        cell = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        try:
            stars = _stars(cell[rating], RATINGS[rating])
        except ValueError:
            problems.append(f"Line {line}: {cell[rating][:20]!r} is no rating from 0.5 to {RATINGS[rating]:g}.")
            continue
        if title is not None:
            name, year = _split(cell[title], cell.get("year", ""))
            item, label = _match(index, name, year), f"{name} ({year})" if year else name
        else:
            item, label = ids.get(cell[number or ""]), f"film number {cell[number or '']}"
        if item is None:
            unmatched.append(label[:120])
        else:
            matched.pop(item.item_id, None)
            matched[item.item_id] = (item, stars)
    if not matched:
        why = (problems or [f"Not one of its {len(unmatched)} films is in the catalogue."])[0]
        raise InputError(f"Nothing was brought in. {why} {FORMS}")
    return Brought(tuple(matched.values()), tuple(dict.fromkeys(unmatched)), tuple(problems))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every row that is not blank."""
    first = text.lstrip("\ufeff").lstrip().partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator)
    try:
        for number, row in enumerate(filter(any, reader)):
            if number > ROWS_MAX:
                raise InputError(f"The file has more than {ROWS_MAX:,} rows; bring it in parts.")
            yield reader.line_num, row
    except csv.Error as error:
        raise InputError(f"Line {reader.line_num} cannot be read ({error}); save the file as CSV again.") from None


def _first(columns: Mapping[str, int], names: tuple[str, ...]) -> str | None:
    return next((name for name in names if name in columns), None)


def _stars(cell: str, best: float) -> float | None:
    """Stars from 1 to 5; None for an empty cell. Raises: ValueError for what is no rating."""
    if not cell:
        return None
    value = float(cell.replace(",", "."))
    if not 0 < value <= best:
        raise ValueError(cell)
    return max(1.0, value * 5 / best)


def _split(title: str, year: str) -> tuple[str, int | None]:
    """A title without its year, and the year: `Matrix, The (1999)` is The Matrix of 1999."""
    if found := _YEAR.search(title):
        title, year = title[: found.start()], year or found[1]
    if article := _ARTICLE.match(title):
        title = f"{article[2]} {article[1]}"
    return title.strip(), int(year) if year.isdecimal() else None


def _by_title(catalog: Catalog) -> Mapping[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in catalog:
        for name in {normalise(title) for title in (item.title, *item.alt_titles)}:
            found[name].append(item)
    return found


def _by_id(catalog: Catalog) -> Mapping[str, Item]:
    """By MovieLens' own number."""
    return {number: item for item in catalog for number in item.source_ids.get("movielens", ())}


def _match(index: Mapping[str, list[Item]], title: str, year: int | None) -> Item | None:
    """The one item of that title, of that year or, where sources differ, one beside it."""
    same = index.get(normalise(title), [])
    if year is None:
        return same[0] if len(same) == 1 else None
    near = sorted((item for item in same if item.year and abs(item.year - year) <= 1), key=lambda i: abs(i.year - year))  # type: ignore[operator]
    if len(near) > 1 and abs(near[0].year - year) == abs(near[1].year - year):  # type: ignore[operator]
        return None
    return near[0] if near else None


__all__ = ["Brought", "read_ratings"]
