"""Catalog: item id -> Item, and which items meet a set of Constraints. The only source of recommendable ids."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.domain import Domain
from chatbot.errors import DataError, NotFoundError, nearest
from chatbot.types import Constraints, Item

FIELDS = frozenset(
    "item_id title year genres facts alt_titles source_ids known description themes scales age minutes series".split()
)
STEPS = range(4)  # of a scale
AGES = range(22)
UNKNOWN = -1  # in arrays of a measure


class Catalog:
    """All items in a fixed order; arrays elsewhere use the same order.

    Raises: DataError on a duplicate id or a genre that the domain does not have.
    """

    def __init__(self, items: Sequence[Item], domain: Domain) -> None:
        self.items = tuple(items)
        self.domain = domain
        self._index = {item.item_id: at for at, item in enumerate(self.items)}
        if len(self._index) != len(self.items):
            raise DataError("two items of the catalogue share an id.")
        self._years = np.array([item.year if item.year is not None else -1 for item in self.items])
        self._genres: dict[str, NDArray[np.bool_]] = {g: np.zeros(len(items), bool) for g in domain.genres}
        self._people: dict[str, list[int]] = defaultdict(list)
        self.people: dict[str, str] = {}
        self._themes: dict[str, list[int]] = defaultdict(list)
        self._themed = np.array([bool(item.facts.get("theme")) for item in self.items], bool)
        self._measures = {name: np.array([_measure(i, name) for i in self.items], int) for name in domain.measures}
        for at, item in enumerate(self.items):
            for genre in item.genres:
                if genre not in self._genres:
                    raise DataError(f"{item.item_id!r} has the unknown genre {genre!r}.{nearest(genre, domain.genres)}")
                self._genres[genre][at] = True
            for person in people_of(item, domain):
                key = normalise(person)
                self.people.setdefault(key, person)
                if not self._people[key] or self._people[key][-1] != at:
                    self._people[key].append(at)
            for theme in item.facts.get("theme", ()):
                self._themes[theme].append(at)

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._index

    def __getitem__(self, item_id: str) -> Item:
        """Raises: NotFoundError with the nearest id."""
        return self.items[self.index(item_id)]

    def index(self, item_id: str) -> int:
        try:
            return self._index[item_id]
        except KeyError:
            raise NotFoundError(f"There is no item {item_id!r}.{nearest(item_id, self._index)}") from None

    def with_person(self, name: str) -> tuple[Item, ...]:
        return tuple(self.items[at] for at in self._people.get(normalise(name), ()))

    def knows(self, measure: str) -> bool:
        """Whether any item has a value of this measure."""
        values = self._measures.get(measure)
        return values is not None and bool((values != UNKNOWN).any())

    def allowed(self, constraints: Constraints) -> NDArray[np.bool_]:
        """Which items meet every hard constraint, in catalogue order.

        What is not known cannot be promised: an item without a year, or without a value of a measure, meets no bound on
        it, and one whose themes are not known meets no limit on themes, neither "about heists" nor "no zombies".
        """
        mask = np.ones(len(self.items), bool)
        if constraints.year_min is not None:
            mask &= self._years >= constraints.year_min
        if constraints.year_max is not None:
            mask &= (self._years <= constraints.year_max) & (self._years >= 0)
        for decade in constraints.not_decades:
            mask &= (self._years >= 0) & (self._years // 10 != int(decade[:4]) // 10)
        for genre in constraints.genres:
            mask &= self._genres[genre]
        for genre in constraints.not_genres:
            mask &= ~self._genres[genre]
        for person in constraints.people:
            mask &= self._has_person(person)
        for person in constraints.not_people:
            mask &= ~self._has_person(person)
        mask &= self._meets_themes(constraints)
        for measure, bound in constraints.at_least.items():
            values = self._measures[measure]
            mask &= (values != UNKNOWN) & (values >= bound)
        for measure, bound in constraints.at_most.items():
            values = self._measures[measure]
            mask &= (values != UNKNOWN) & (values <= bound)
        for item_id in (*constraints.exclude_items, *constraints.similar_to):
            if item_id in self._index:
                mask[self._index[item_id]] = False
        return mask

    def _meets_themes(self, constraints: Constraints) -> NDArray[np.bool_]:
        mask = np.ones(len(self.items), bool)
        for theme in constraints.themes:
            mask &= self._has_theme(theme)
        for theme in constraints.not_themes:
            mask &= self._themed & ~self._has_theme(theme)
        return mask

    def _has_theme(self, theme: str) -> NDArray[np.bool_]:
        mask = np.zeros(len(self.items), bool)
        mask[self._themes.get(theme, [])] = True
        return mask

    def _has_person(self, name: str) -> NDArray[np.bool_]:
        mask = np.zeros(len(self.items), bool)
        mask[self._people.get(normalise(name), [])] = True
        return mask


def measure_of(item: Item, measure: str) -> int | None:
    """Its value on a scale, its age or its minutes; None where that is not known."""
    return {"age": item.age, "minutes": item.minutes}.get(measure, item.scales.get(measure))


def _measure(item: Item, measure: str) -> int:
    value = measure_of(item, measure)
    return UNKNOWN if value is None else value


def people_of(item: Item, domain: Domain) -> tuple[str, ...]:
    return tuple(person for fact in domain.people_facts for person in item.facts.get(fact, ()))


def normalise(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces: how names are compared."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(
        re.sub(r"[^\w\s]|_", " ", plain.replace("&", " and ").replace("'", "").replace("’", "").lower()).split()
    )


def load_catalog(path: Path, domain: Domain) -> Catalog:
    """Read JSON lines. Raises: DataError naming file and line."""
    try:
        with path.open(encoding="utf-8") as file:
            items = [_read_item(line, path, number) for number, line in enumerate(file, 1) if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"the catalogue cannot be read: {error}.", path) from None
    try:
        return Catalog(items, domain)
    except DataError as error:
        raise DataError(str(error), path) from None


def _read_item(line: str, path: Path, number: int) -> Item:
    try:
        row = json.loads(line)
        unknown = set(row) - FIELDS
        if unknown:
            raise ValueError(f"unknown field {min(unknown)!r}.{nearest(min(unknown), FIELDS)}")
        series = row.get("series", {})
        facts = dict(row.get("facts", {}))
        facts |= {"theme": row["themes"]} if row.get("themes") else {}
        facts |= {"series": [series["name"]]} if series else {}
        return Item(
            item_id=_text(row["item_id"]),
            title=_text(row["title"]),
            year=None if row.get("year") is None else int(row["year"]),
            genres=tuple(map(_text, row.get("genres", ()))),
            facts={k: tuple(map(_text, v)) for k, v in facts.items()},
            alt_titles=tuple(map(_text, row.get("alt_titles", ()))),
            source_ids={k: tuple(map(str, v)) for k, v in row.get("source_ids", {}).items()},
            known=int(row.get("known", 0)),
            description=_text(row["description"]) if "description" in row else "",
            scales={_text(k): _within(v, STEPS, k) for k, v in row.get("scales", {}).items()},
            age=_within(row["age"], AGES, "age") if "age" in row else None,
            minutes=_within(row["minutes"], range(1, 1_000), "minutes") if "minutes" in row else None,
            part=int(series["order"]) if series.get("order") is not None else None,
        )
    except KeyError as error:
        raise DataError(f"the field {error} is missing.", path, number) from None
    except (ValueError, TypeError, AttributeError) as error:
        raise DataError(f"not an item: {error}", path, number) from None


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"expected text, got {value!r}.")
    return value


def _within(value: object, steps: range, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value not in steps:
        raise ValueError(f"{name} is {value!r}, not a number from {steps.start} to {steps.stop - 1}.")
    return value


def to_row(item: Item) -> dict[str, Any]:
    """The item as one object of a catalogue file; what is empty is left out."""
    facts = {name: list(values) for name, values in item.facts.items() if name not in ("theme", "series")}
    row: dict[str, Any] = {"item_id": item.item_id, "title": item.title, "year": item.year, "genres": list(item.genres)}
    more: dict[str, Any] = {
        "facts": facts,
        "alt_titles": list(item.alt_titles),
        "description": item.description,
        "themes": list(item.facts.get("theme", ())),
        "scales": dict(item.scales),
    }
    row |= {name: value for name, value in more.items() if value}
    row |= {name: v for name, v in (("age", item.age), ("minutes", item.minutes)) if v is not None}
    if series := item.facts.get("series"):
        row["series"] = {"name": series[0]} | ({"order": item.part} if item.part is not None else {})
    return row | {"source_ids": {name: list(ids) for name, ids in item.source_ids.items()}, "known": item.known}


def write_catalog(items: Iterable[Item], path: Path) -> None:
    """Write one compact JSON object a line; the old file stands until the new one is complete."""
    text = "".join(json.dumps(to_row(item), ensure_ascii=False, separators=(",", ":")) + "\n" for item in items)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        os.close(handle)
        Path(name).write_text(text, encoding="utf-8", newline="\n")
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def describe(item: Item, domain: Domain) -> str:
    """The item as one text: what the encoder and the lexical index see. What it is about stands first, since encoders
    read the beginning best and cut off the end."""
    parts = [item.label, ", ".join(item.genres), item.description.removesuffix(".")]
    parts += [
        f"{fact.label} {', '.join(item.facts[name])}" for name, fact in domain.facts.items() if item.facts.get(name)
    ]
    parts += [f"also known as {title}" for title in item.alt_titles]
    return ". ".join(part for part in parts if part) + "."


def checksum(texts: Iterable[str]) -> str:
    """sha256 over texts in order."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8") + b"\0")
    return digest.hexdigest()
