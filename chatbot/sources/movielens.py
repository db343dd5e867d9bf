"""Reader of MovieLens ratings in every form they are handed out in, from a folder or a zip.

RecBole's ml-*.inter and .item, and GroupLens' own 100K (u.data), 1M (ratings.dat) and latest, 25M, 32M (ratings.csv);
and in the form that `chatbot data import` writes.
The form is recognised by the files that are there. Rows stream into typed columns (20 bytes a rating), so that the
largest set fits into a gigabyte. Knows nothing of the catalogue; `chatbot.dataset.join` does that.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import TextIO

import numpy as np

from chatbot.dataset import RawRatings, SourceTitle
from chatbot.errors import DataError
from chatbot.sources.cleaning import clean_title

KEPT_PROBLEMS = 20
_YEAR = re.compile(r"\s*\((\d{4})(?:[-–](?:\d{4})?)?\)\s*$")
_OTHER_TITLE = re.compile(r"\s*\(((?:[^()]|\([^()]*\))+)\)\s*$")
_SCALE = re.compile(r":(-?[\d.]+)\.\.(-?[\d.]+)$")
_OTHER_MARK = re.compile(r"^(?:a\.?k\.?a\.?:?|also known as)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Form:
    """One way of laying the files out.

    ratings, items: file name patterns. header: column names of user, item, rating, timestamp, or None when the file
    has no header and these are its columns. item_header: names of id, title (and year), None for the first two
    columns. space: whose item ids these are. low: the lowest rating; the highest is 5. imported: as written by
    `chatbot.sources.importer`: titles are taken as they are, an apostrophe in front of a cell is its guard, and the
    rating's column is called `rating:1..10`, after its scale.
    """

    name: str
    ratings: str
    items: str
    separator: str
    item_separator: str
    encoding: str
    header: tuple[str, ...] | None = None
    item_header: tuple[str, ...] | None = None
    space: str = "movielens"
    low: float = 1.0
    imported: bool = False


_RECBOLE = Form(
    "RecBole", "ml-*.inter", "ml-*.item", "\t", "\t", "utf-8-sig",
    ("user_id", "item_id", "rating", "timestamp"), ("item_id", "movie_title", "release_year"), low=0.5,
)  # fmt: skip
FORMS = (
    replace(_RECBOLE, ratings="ml-100k.inter", items="ml-100k.item", space="ml100k", low=1.0),
    _RECBOLE,
    Form("100K", "u.data", "u.item", "\t", "|", "latin-1", space="ml100k"),
    Form("1M", "ratings.dat", "movies.dat", "::", "::", "latin-1"),
    Form("latest", "ratings.csv", "movies.csv", ",", ",", "utf-8-sig",
         ("userId", "movieId", "rating", "timestamp"), ("movieId", "title"), low=0.5),
    Form("imported", "ratings.csv", "items.csv", ",", ",", "utf-8",
         ("user", "item", "rating", "timestamp"), ("item", "title", "year"), space="imported", imported=True),
)  # fmt: skip


def read_movielens(path: Path, lenient: bool = False) -> RawRatings:
    """Ratings and titles found in a folder or a zip, at the top or in a sub-folder.

    Raises: DataError when no known pair of files is there, or when a row is wrong: it names the first such row and how
    many there are. With `lenient` wrong rows are skipped and told in `problems` and `skipped`.
    """
    files = _list_files(path)
    form, ratings, items = _recognise(path, files)
    try:
        with files[items](form.encoding) as stream:
            titles = _read_titles(form, stream, f"{path}/{items}")
        with files[ratings](form.encoding) as stream:
            return _read_ratings(form, stream, f"{path}/{ratings}", titles, lenient)
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile, csv.Error) as error:
        raise DataError(f"cannot be read: {error}", path) from error


# --- files -----------------------------------------------------------------------------------------------------

Opener = Callable[[str], TextIO]


def _list_files(path: Path) -> dict[str, Opener]:
    """Names of the files, relative to the folder or zip, with a function that opens each in an encoding."""
    if path.is_dir():
        found = [file for file in sorted(path.rglob("*")) if file.is_file()]
        return {file.relative_to(path).as_posix(): _folder_opener(file) for file in found}
    if not zipfile.is_zipfile(path):
        raise DataError(f"neither a folder nor a zip; {_expected()}", path)
    with zipfile.ZipFile(path) as archive:
        return {name: _zip_opener(path, name) for name in sorted(archive.namelist()) if not name.endswith("/")}


def _folder_opener(file: Path) -> Opener:
    return lambda encoding: file.open(encoding=encoding, newline="")


def _zip_opener(path: Path, name: str) -> Opener:
    # The opened member keeps the archive's file open, and closes it with itself.
    return lambda encoding: io.TextIOWrapper(zipfile.ZipFile(path).open(name), encoding, newline="")


def _recognise(path: Path, files: Iterable[str]) -> tuple[Form, str, str]:
    """The first form whose two files lie in one folder, the shallowest such folder first."""
    shallow_first = sorted(files, key=lambda name: (name.count("/"), name))
    for form in FORMS:
        for ratings in (name for name in shallow_first if fnmatch(PurePosixPath(name).name, form.ratings)):
            for items in (name for name in shallow_first if fnmatch(PurePosixPath(name).name, form.items)):
                if PurePosixPath(ratings).parent == PurePosixPath(items).parent:
                    return form, ratings, items
    raise DataError(f"no ratings found; {_expected()}", path)


def _expected() -> str:
    return "looked for " + ", ".join(f"{form.ratings} with {form.items}" for form in FORMS)


# --- rows ------------------------------------------------------------------------------------------------------


def _rows(stream: TextIO, separator: str) -> Iterator[tuple[int, list[str]]]:
    """(line number, fields) of each line that is not blank."""
    if separator == ",":
        reader = csv.reader(stream)
        yield from ((reader.line_num, row) for row in reader if row)
    else:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield number, line.rstrip("\r\n").split(separator)


def _columns(rows: Iterator[tuple[int, list[str]]], names: Sequence[str], where: str) -> tuple[list[int], list[str]]:
    """Positions of the named columns in the header, RecBole's `:type` left off, and the header as it stands."""
    head = next(rows, (0, []))[1]
    header = [name.partition(":")[0].strip() for name in head]
    missing = [name for name in names if name not in header]
    if missing:
        raise DataError(f"no column {missing[0]!r} in the header {header}", where, 1)
    return [header.index(name) for name in names], head


@dataclass
class _Table:
    """Rating columns while they grow."""

    low: float
    high: float
    users: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    user_idx: array = field(default_factory=lambda: array("i"))
    item_idx: array = field(default_factory=lambda: array("i"))
    rating: array = field(default_factory=lambda: array("f"))
    timestamp: array = field(default_factory=lambda: array("q"))

    def add(self, user: str, item: str, rating: str, timestamp: str) -> None:
        """ValueError for a wrong value; then nothing was added."""
        stars, time = float(rating), int(float(timestamp))
        if not self.low <= stars <= self.high:  # also true of NaN
            raise ValueError(f"rating {rating!r} is outside {self.low:g} to {self.high:g}")
        if not user or not item:
            raise ValueError("empty user or item id")
        self.user_idx.append(self.users.setdefault(user, len(self.users)))
        self.item_idx.append(self.items.setdefault(item, len(self.items)))
        self.rating.append(stars)
        self.timestamp.append(time)


def _read_ratings(form: Form, stream: TextIO, where: str, titles: dict[str, SourceTitle], lenient: bool) -> RawRatings:
    rows, problems, skipped = _rows(stream, form.separator), list[tuple[int, str]](), 0
    (u, i, r, t), head = _columns(rows, form.header, where) if form.header else ([0, 1, 2, 3], ["", "", "", ""])
    told = _SCALE.search(head[r])
    table = _Table(*(float(told[1]), float(told[2])) if told else (form.low, 5.0))
    for number, row in rows:
        try:
            if len(row) != len(head):
                raise ValueError(f"{len(row)} columns where {len(head)} belong")
            if form.imported:
                row = [cell.removeprefix("'") for cell in row]
            table.add(row[u], row[i], row[r], row[t])
        except (ValueError, OverflowError) as error:
            skipped += 1
            if len(problems) < KEPT_PROBLEMS:
                problems.append((number, str(error)))
    if problems and not lenient:
        line, text = problems[0]
        raise DataError(f"{text}; {skipped} such row{'s' if skipped > 1 else ''} in this file", where, line)
    if not table.rating:
        raise DataError("holds no ratings", where)
    return RawRatings(
        form.name, form.space, tuple(table.users), tuple(table.items),
        np.frombuffer(table.user_idx, np.int32), np.frombuffer(table.item_idx, np.int32),
        np.frombuffer(table.rating, np.float32), np.frombuffer(table.timestamp, np.int64),
        titles, (table.low, table.high), tuple(f"{where}:{line}: {text}" for line, text in problems), skipped,
    )  # fmt: skip


# --- titles ----------------------------------------------------------------------------------------------------


def _read_titles(form: Form, stream: TextIO, where: str) -> dict[str, SourceTitle]:
    """By item id. A title that cannot be read leaves its item without one; the join then lists it as a miss."""
    rows = _rows(stream, form.item_separator)
    places = _columns(rows, form.item_header, where)[0] if form.item_header else [0, 1]
    titles = {}
    for _, row in rows:
        if form.imported:
            row = [cell.removeprefix("'") for cell in row]
        if len(row) > max(places):
            title = SourceTitle(row[places[1]]) if form.imported else parse_title(row[places[1]])
            year = row[places[2]].strip() if len(places) > 2 else ""
            titles[row[places[0]]] = replace(title, year=int(year)) if year.isdigit() else title
    return titles


def parse_title(raw: str) -> SourceTitle:
    """Title with its article in front, year, and the other titles that stand in brackets.

    >>> parse_title("City of Lost Children, The (Cité des enfants perdus, La) (1995)")
    SourceTitle(title='The City of Lost Children', year=1995, alternatives=('La Cité des enfants perdus',))
    """
    text = raw.strip()
    dated = _YEAR.search(text)
    year = int(dated[1]) if dated else None
    text = _YEAR.sub("", text)
    others: list[str] = []
    while (bracket := _OTHER_TITLE.search(text)) and bracket.start() > 0:
        others.insert(0, _OTHER_MARK.sub("", bracket[1]))
        text = text[: bracket.start()]
    clean = dict.fromkeys(clean_title(other)[0] for other in others)
    return SourceTitle(clean_title(text)[0], year, tuple(clean))
