"""Constraints: the hard limits of a conversation or of a person, and how two sets of them come together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

REFUSED = ("not_genres", "not_people", "not_themes", "not_decades", "exclude_items")
SPARED = frozenset({"violence", "scariness", "sadness", "age"})  # measures whose upper bounds outlive a wish
SINGLE = frozenset({"themes", "not_themes", "not_decades"})  # fields of which each value may be let go of by itself


class Bounds(Mapping[str, int]):
    """Measure -> bound, in the order of names. It never changes, so that what holds it can be hashed."""

    __slots__ = ("_of",)

    def __init__(self, of: Mapping[str, int] | None = None) -> None:
        self._of = dict(sorted((of or {}).items()))

    def __getitem__(self, measure: str) -> int:
        return self._of[measure]

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)

    def __hash__(self) -> int:
        return hash(tuple(self._of.items()))

    def __repr__(self) -> str:
        return repr(self._of)


NONE = Bounds()


@dataclass(frozen=True, slots=True)
class Constraints:
    """Hard limits in force. Names are the catalogue's; `similar_to` and `exclude_items` hold item ids.

    `genres`, `people` and `themes` must each be met by every listed value; years and bounds are inclusive. Decades are
    called "1980s". Bounds are on the domain's measures: its scales, "age" and "minutes".
    """

    genres: tuple[str, ...] = ()
    not_genres: tuple[str, ...] = ()
    year_min: int | None = None
    year_max: int | None = None
    people: tuple[str, ...] = ()
    not_people: tuple[str, ...] = ()
    similar_to: tuple[str, ...] = ()
    exclude_items: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    not_themes: tuple[str, ...] = ()
    not_decades: tuple[str, ...] = ()
    at_least: Mapping[str, int] = NONE
    at_most: Mapping[str, int] = NONE

    def __post_init__(self) -> None:
        for name in ("at_least", "at_most"):
            object.__setattr__(self, name, Bounds(getattr(self, name)))

    def __bool__(self) -> bool:
        return self != Constraints()

    def to_json(self) -> dict[str, Any]:
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            name: list(v) if isinstance(v, tuple) else dict(v) if isinstance(v, Bounds) else v
            for name, v in values.items()
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Constraints:
        """Fields that are missing, as in what was stored before they existed, hold nothing."""
        known = {f.name for f in fields(cls)}
        kept: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items() if k in known}
        return cls(**kept)

    def union(self, other: Constraints) -> Constraints:
        """Both sets of limits together; where both bound a year or a measure, the tighter bound holds."""
        both: dict[str, Any] = {}
        for f in fields(self):
            a, b = getattr(self, f.name), getattr(other, f.name)
            tighter = max if f.name in {"year_min", "at_least"} else min
            if isinstance(a, tuple):
                both[f.name] = a + tuple(x for x in b if x not in a)
            elif isinstance(a, Bounds):
                both[f.name] = {m: tighter(side[m] for side in (a, b) if m in side) for m in {*a, *b}}
            else:
                given = [x for x in (a, b) if x is not None]
                both[f.name] = tighter(given) if given else None
        return Constraints(**both)

    def each(self) -> Iterator[Constraints]:
        """Every limit by itself, as somebody may let go of it: a field, but of bounds and themes each one alone."""
        for f in fields(self):
            value = getattr(self, f.name)
            alone: list[Any] = [value] if value not in ((), None) else []
            if isinstance(value, Bounds):
                alone = [{measure: bound} for measure, bound in value.items()]
            elif f.name in SINGLE:
                alone = [(one,) for one in value]
            yield from (replace(Constraints(), **{f.name: one}) for one in alone)

    def loosened(self) -> Iterator[Constraints]:
        """Every limit by itself as somebody would name it: both years as one, of everything else each value alone."""
        if self.year_min is not None or self.year_max is not None:
            yield Constraints(year_min=self.year_min, year_max=self.year_max)
        for one in self.each():
            for f in fields(self):
                value = getattr(one, f.name)
                if isinstance(value, tuple):
                    singles: list[dict[str, Any]] = [{f.name: (alone,)} for alone in value]
                    yield from (replace(Constraints(), **single) for single in singles)
                elif isinstance(value, Bounds) and value:
                    yield one

    def refusals(self) -> Constraints:
        """What a wholly new wish leaves in force: what is refused, and what somebody must be spared."""
        spared = {measure: bound for measure, bound in self.at_most.items() if measure in SPARED}
        return Constraints(**{name: getattr(self, name) for name in REFUSED}, at_most=spared)

    def without(self, gone: Constraints) -> Constraints:
        """What is left when limits that were got from `each` are let go of."""
        left: dict[str, Any] = {}
        for f in fields(self):
            value, less = getattr(self, f.name), getattr(gone, f.name)
            if isinstance(value, Bounds):
                left[f.name] = {m: bound for m, bound in value.items() if m not in less}
            elif isinstance(value, tuple):
                left[f.name] = tuple(v for v in value if v not in less)
            elif less is not None:
                left[f.name] = None
        return replace(self, **left)


__all__ = ["Bounds", "Constraints"]
