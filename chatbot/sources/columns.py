"""Columns: what would be imported as what, found out before anything is read so that a person can look at it first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import platformdirs

from chatbot.domain import PROMPTS, Domain, load_domain
from chatbot.errors import DataError, InputError, nearest
from chatbot.sources.tables import Table, open_table

_IDS = "itemid productid movieid bookid gameid trackid songid wineid sku asin parentasin isbn ean gtin articlenumber"
# usual names of each column, the surest first; letters and digits only, in lower case
ITEM_NAMES = {
    "id": f"{_IDS} id item",
    "title": "title name itemtitle itemname producttitle productname movietitle booktitle label",
    "year": "year releaseyear yearofpublication publicationyear published released releasedate vintage",
    "genres": "genres genre categories category kinds kind tags maincategory producttype department style",
    "description": "description summary overview synopsis blurb about",
}
RATING_NAMES = {
    "user": "userid user customerid customer reviewerid reviewer memberid accountid visitorid uid",
    "item": f"{_IDS} item",
    "rating": "rating stars score overall rate grade bookrating",
    "timestamp": "timestamp time unixreviewtime ratedat createdat date datetime",
}
REQUIRED = frozenset({"id", "title", "user", "item", "rating"})
SHOWN = 20  # columns told one by one
MADE = frozenset({"catalog.jsonl", "ratings", "articles", "domain.yaml", "rejected.jsonl"})
_SCALE = re.compile(r"(-?\d+(?:\.\d+)?)\s*(?:-|–|to|\.\.)\s*(-?\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Plan:
    """What would be read as what. of_items, of_ratings: our name of a column -> its name in the file."""

    items: Table
    ratings: Table
    of_items: Mapping[str, str]
    of_ratings: Mapping[str, str]
    facts: Mapping[str, str]  # column -> label
    domain: Domain
    out: Path
    guessed: frozenset[str]

    def lines(self) -> list[str]:
        """For a person to look at before anything is read."""
        told = []
        for table, columns in ((self.items, self.of_items), (self.ratings, self.of_ratings)):
            told.append(str(table))
            told += [f"  {n:<12}{c}{'  (guessed)' if n in self.guessed else ''}" for n, c in columns.items()]
            told += [f"  {'fact':<12}{c}: {label}" for c, label in self.facts.items() if table is self.items]
            unused = [c for c in table.columns if c not in {*columns.values(), *self.facts}]
            told += [f"  {'not used':<12}{', '.join(unused[:SHOWN])}"] if unused else []
        scale = self.domain.rating
        return [*told, f"ratings from {scale.low:g} to {scale.high:g}, domain {self.domain.name}, into {self.out}"]


def plan_import(
    items: Path, ratings: Path, name: str, *, columns: Mapping[str, str], facts: Mapping[str, str], scale: str = "",
    noun: str = "", encoding: str = "", out: Path | None = None,
) -> Plan:  # fmt: skip
    """columns: our name -> the file's, empty for "leave it out". Raises: InputError, DataError in one sentence."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
        raise InputError(f"The domain's name {name!r} must be small letters, figures, - and _.")
    fields = [*ITEM_NAMES, *RATING_NAMES]
    for one in columns:
        if one not in fields:
            raise InputError(f"--column: there is no {one!r}; there are: {', '.join(fields)}.{nearest(one, fields)}")
    folder = (out or Path(platformdirs.user_data_dir("because")) / "domains" / name).expanduser().resolve()
    _check_target(folder)
    tables = open_table(items, encoding), open_table(ratings, encoding)
    of_items, of_ratings = _columns(tables[0], ITEM_NAMES, columns), _columns(tables[1], RATING_NAMES, columns)
    for column in facts:
        _has(tables[0], column)
    guessed = frozenset(n for n in (*of_items, *of_ratings) if n not in columns)
    return Plan(*tables, of_items, of_ratings, facts, _domain(name, folder, scale, noun), folder, guessed)


def pairs(given: Sequence[str], option: str) -> dict[str, str]:
    """`title=name` -> {"title": "name"}. Raises: InputError for one without a `=`."""
    for one in given:
        if "=" not in one:
            raise InputError(f"{option} {one!r} lacks a =, as in title=name.")
    return {one.partition("=")[0].strip(): one.partition("=")[2].strip() for one in given}


def _fold(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _has(table: Table, column: str) -> None:
    if column not in table.columns:
        there = ", ".join(table.columns[:SHOWN])
        raise DataError(f"has no column {column!r}.{nearest(column, table.columns)} There are: {there}.", table.path)


def _columns(table: Table, usual: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str]:
    """Our names -> the file's: as told, else the first usual name that is there and free."""
    found = {name: told[name] for name in usual if told.get(name)}
    for column in found.values():
        _has(table, column)
    for name, names in usual.items():
        free = {_fold(c): c for c in table.columns if c not in found.values()}
        fits = [free[one] for one in names.split() if one in free]
        if name not in told and fits:
            found[name] = fits[0]
    for name in (name for name in usual if name in REQUIRED and name not in found):
        like = {c: max(SequenceMatcher(None, _fold(c), one).ratio() for one in usual[name].split())
                for c in table.columns if c not in found.values()}  # fmt: skip
        best = max(like, key=lambda c: like[c], default="")
        hint = f" Is it {best!r}?" if best and like[best] > 0.6 else ""
        there = ", ".join(table.columns[:SHOWN])
        raise DataError(
            f"no column for {name!r}; name it with --column {name}=COLUMN.{hint} There are: {there}.", table.path
        )
    return {name: found[name] for name in usual if name in found}


def _domain(name: str, out: Path, scale: str, noun: str) -> Domain:
    """What a person mended in the last import's domain.yaml stays; else a domain of ours; else a plain one."""
    ours = PROMPTS / "domains" / f"{name}.yaml"
    path = next((p for p in (out / "domain.yaml", ours) if p.is_file()), None)
    plain: dict[str, Any] = {"facts": {}, "genres": (), "genre_words": {}}
    values = load_domain(str(path)).model_dump() if path else plain
    if not path or scale:
        values["rating"] = _scale(scale or "1-5")
    if not path or noun:
        one, _, many = (noun or (f"{name[:-1]}/{name}" if name.endswith("s") else "item")).partition("/")
        values |= {"noun": one.strip(), "nouns": many.strip() or f"{one.strip()}s"}
    return Domain(**values | {"name": name})


def _scale(text: str) -> dict[str, float]:
    """Liked is the upper quarter, disliked the lower."""
    ends = _SCALE.fullmatch(text.strip())
    low, high = (float(ends[1]), float(ends[2])) if ends else (0.0, 0.0)
    if low >= high:
        raise InputError(f"--scale {text!r} is no scale; write the lowest and the highest rating, such as 1-10.")
    quarter = (high - low) / 4
    return {"low": low, "high": high, "like_from": high - quarter, "dislike_to": low + quarter}


def old_of(out: Path) -> Path:
    """Where the old folder waits while the new one is moved to its place."""
    return out.with_name(f".{out.name}.old")


def _check_target(out: Path) -> None:
    """Raises: InputError for a place where something else lies, since the old folder goes when the new one comes."""
    try:
        if old_of(out).exists() and not out.exists():  # an import was killed between its two renames
            old_of(out).rename(out)
        other = sorted({p.name for p in out.iterdir()} - MADE) if out.is_dir() else []
    except OSError as error:
        raise DataError(f"cannot be used: {error.strerror}; choose another folder with --out.", out) from None
    if other or (out.exists() and not out.is_dir()):
        what = f"holds {other[0]!r}, which no import made" if other else "is a file"
        raise InputError(f"{out} {what}; choose another folder with --out.")
