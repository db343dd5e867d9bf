"""The limits in force on written turns: how often a message leaves just what it should, and which fields go wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatbot.catalog import Catalog
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.state import apply, understand
from chatbot.domain import RatingScale
from chatbot.errors import DataError, nearest
from chatbot.types import Constraints, Item

FILMS = ("similar_to", "exclude_items")  # fields that rows fill with titles and years
FIELDS = tuple(Constraints().to_json())


@dataclass(frozen=True)
class Row:
    """A message, what was in force and on the table before it, and what is in force after it."""

    text: str
    before: Constraints
    after: Constraints
    shown: tuple[Item, ...] = ()
    fresh: bool = False


def measure(linker: Linker, scale: RatingScale, path: Path) -> dict[str, Any]:
    """Share of rows whose limits come out exactly as written, and F1 of each field that any row fills or gets wrong.

    The order of names is no matter. Raises: DataError naming file and line.
    """
    rows = read(path, linker.catalog)
    pairs = [(_values(row.after), _values(after(linker, scale, row))) for row in rows]
    f1 = {name: _f1((wanted[name], found[name]) for wanted, found in pairs) for name in FIELDS}
    return {
        "n": len(rows),
        "exact": sum(wanted == found for wanted, found in pairs) / len(rows) if rows else float("nan"),
        "f1": {name: value for name, value in f1.items() if value is not None},
    }


def after(linker: Linker, scale: RatingScale, row: Row) -> Constraints:
    return apply(row.before, understand(row.text, linker, scale, row.shown, held=row.before), row.fresh)


def read(path: Path, catalog: Catalog) -> list[Row]:
    """Raises: DataError."""
    labels = {item.label: item for item in sorted(catalog, key=lambda item: item.known)}
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            shown = tuple(_item(label, labels) for label in row.get("shown", ()))
            before, wanted = (_limits(row[side], labels) for side in ("before", "after"))
            rows.append(Row(row["text"], before, wanted, shown, bool(row.get("fresh"))))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataError(f"not a turn with its limits: {error}", path, number) from None
    return rows


def _limits(row: Mapping[str, Any], labels: Mapping[str, Item]) -> Constraints:
    if unknown := set(row) - set(FIELDS):
        raise ValueError(f"unknown field {min(unknown)!r}.{nearest(min(unknown), FIELDS)}")
    ids = {name: [_item(label, labels).item_id for label in row.get(name, ())] for name in FILMS}
    return Constraints.from_json({name: value for name, value in row.items() if value is not None} | ids)


def _item(label: str, labels: Mapping[str, Item]) -> Item:
    if label not in labels:
        raise ValueError(f"there is no {label!r}.{nearest(label, labels)}")
    return labels[label]


def _values(limits: Constraints) -> dict[str, frozenset[Any]]:
    """Each field as a set: names, (measure, bound) pairs, or the one year."""
    return {name: frozenset(_each(value)) for name, value in limits.to_json().items()}


def _each(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from value
    elif value is not None:
        yield value


def _f1(pairs: Iterable[tuple[frozenset[Any], frozenset[Any]]]) -> float | None:
    """Over all rows together; None where neither side ever says anything."""
    count: Counter[str] = Counter()
    for wanted, found in pairs:
        count.update(right=len(wanted & found), said=len(wanted) + len(found))
    return 2 * count["right"] / count["said"] if count["said"] else None
