"""Scripted dialogues: what is said, turn by turn, and what must hold of each answer. The form of data/dialogues/*.yaml.

Read and checked against the catalogue here; nothing here knows a chatbot. `Cards` fills in the placeholders, `{2}` for
the second card on the table, `{2.director}` for any one of its directors, `{new1}` for the first card of the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from chatbot.catalog import Catalog
from chatbot.domain import Domain, read_yaml
from chatbot.errors import DataError, nearest
from chatbot.types import INTENTS, Constraints, Item, Signal

KINDS = (
    "state", "references", "likes", "why", "facts", "asking", "variety", "support", "profile", "safety", "writing",
)  # fmt: skip
FIELDS = tuple(Constraints().to_json())
FILMS = ("similar_to", "exclude_items")  # fields filled with `Title (Year)`
PLACE = re.compile(r"\{(new)?([1-9])(?:\.(year|director|cast|genre))?\}")
FILM = re.compile(rf"{PLACE.pattern}(?: \(\{{(?:new)?\d\.year\}}\))?")  # `{2}` or `{2} ({2.year})`
# in a regex `\d{2}` and `x{3}` are counts; `\b{2}` is none
_PLACE_IN_REGEX = re.compile(rf"(?:(?<![\w)\].}}])|(?<=\\b)){PLACE.pattern}")
_LIMIT_FACTS = frozenset(FIELDS) - set(FILMS)


def _many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _word(value: Any) -> Any:
    """YAML takes a bare yes or no for a truth, and 1995 for a number; people say words."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else _number(value)


def _number(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_many)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Count(_Strict):
    min: int = Field(default=0, ge=0)
    max: int = Field(default=1000, ge=0)


def _count(value: Any) -> Any:
    return {"min": value, "max": value} if isinstance(value, int) else value


class Expect(_Strict):
    """What must hold of one answer; what is None is left open. See data/dialogues/README.md for each key."""

    intent: Texts | None = None
    constraints: dict[str, Any] | None = None
    includes: dict[str, Any] | None = None
    empty: Texts = ()
    items: Annotated[Count | None, BeforeValidator(_count)] = None
    each: dict[str, Any] | None = None
    some: dict[str, Any] | None = None
    has: Texts = ()
    lacks: Texts = ()
    fresh: Literal[True] | None = None
    evidence: dict[Literal["id", "kind", "item_id", "field", "value", "limit"], str] | None = None
    reply: Texts = ()
    not_reply: Texts = ()
    sources: Texts | None = None
    handoff: bool | None = None
    max_words: int = Field(default=80, ge=1)
    seen_again: bool = False
    error: str | None = None


class Press(_Strict):
    """A button: a signal, or stars."""

    item: str
    signal: Signal | None = None
    rating: float | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.signal is None) == (self.rating is None):
            raise ValueError("a press has either a signal or a rating")
        return self


class Step(_Strict):
    """A message, or a press."""

    say: Annotated[str | None, BeforeValidator(_word)] = None
    press: Press | None = None
    expect: Expect = Expect()

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.say is None) == (self.press is None):
            raise ValueError("a turn has either say or press")
        return self


class Script(_Strict):
    """One dialogue. user: a person of the loaded ratings (`films:196`); empty: somebody new."""

    id: str
    kind: Literal[KINDS]  # type: ignore[valid-type]
    about: str = ""
    user: str = ""
    turns: tuple[Step, ...] = Field(min_length=1)


class Missing(LookupError):
    """A placeholder for a card that is not there."""


class NotKnown(LookupError):
    """A placeholder for a fact that the catalogue does not hold: nobody can be asked to tell it."""


@dataclass(frozen=True)
class Cards:
    """before: the list shown last before a turn; new: the turn's own."""

    before: Sequence[Item] = ()
    new: Sequence[Item] = ()

    def item(self, match: re.Match[str]) -> Item:
        """Raises: Missing."""
        cards, number = self.new if match[1] else self.before, int(match[2])
        if number > len(cards):
            raise Missing(f"no card {match[0]}")
        return cards[number - 1]

    def values(self, match: re.Match[str]) -> tuple[str, ...]:
        """Any of which stands for the placeholder. Raises: Missing, NotKnown."""
        item, fact = self.item(match), match[3]
        if fact is None:
            return (item.title,)
        found = {"year": (str(item.year),) if item.year else (), "genre": item.genres}.get(fact, item.facts.get(fact))
        if not found:
            raise NotKnown(f"no {fact} of {item.label}")
        return tuple(found)

    def filled(self, text: str) -> str:
        """Every placeholder by its first value. Raises: Missing, NotKnown."""
        return PLACE.sub(lambda match: self.values(match)[0], text)

    def options(self, text: str) -> tuple[str, ...]:
        """The values that a text may mean: more than one where it is a placeholder of a fact."""
        match = PLACE.fullmatch(text)
        return self.values(match) if match else (self.filled(text),)

    def pattern(self, regex: str) -> str:
        """A regex with its placeholders as escaped alternatives. Raises: Missing, NotKnown."""
        return _PLACE_IN_REGEX.sub(lambda m: f"(?:{'|'.join(map(re.escape, self.values(m)))})", regex)


# -- reading ----------------------------------------------------------------------------------------------------------


def load_scripts(folder: Path, part: str, catalog: Catalog) -> tuple[Script, ...]:
    """All dialogues of `<part>-*.yaml`, in the order of files. Raises: DataError naming file, dialogue and turn."""
    paths = sorted(folder.glob(f"{part}-*.yaml"))
    if not paths:
        raise DataError(f"there is no file {part}-*.yaml with dialogues", folder)
    scripts = [script for path in paths for script in read_scripts(path, catalog)]
    ids = [script.id for script in scripts]
    if twice := {one for one in ids if ids.count(one) > 1}:
        raise DataError(f"two dialogues have the id {min(twice)!r}", folder)
    return tuple(scripts)


def read_scripts(path: Path, catalog: Catalog) -> list[Script]:
    """Raises: DataError."""
    rows = read_yaml(path)
    if not isinstance(rows, list):
        raise DataError("not a list of dialogues", path)
    labels = items_by_label(catalog)
    scripts = []
    for number, row in enumerate(rows, 1):
        name = row.get("id", number) if isinstance(row, dict) else number
        try:
            script = Script.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            raise DataError(f"dialogue {name!r}, {_place(first['loc'])}: {first['msg']}", path) from None
        for at, step in enumerate(script.turns, 1):
            for problem in _problems(step, labels, catalog.domain):
                raise DataError(f"dialogue {name!r}, turn {at}: {problem}", path)
        scripts.append(script)
    return scripts


def items_by_label(catalog: Catalog) -> dict[str, Item]:
    """`Title (Year)` -> item; of two alike the better known."""
    return {item.label: item for item in sorted(catalog, key=lambda item: item.known)}


def _place(loc: Sequence[int | str]) -> str:
    if loc[:1] == ("turns",) and len(loc) > 1 and isinstance(loc[1], int):
        return ".".join((f"turn {loc[1] + 1}", *map(str, loc[2:])))
    return ".".join(map(str, loc)) or "the dialogue"


def _problems(step: Step, labels: Mapping[str, Item], domain: Domain) -> Iterator[str]:
    """What no schema sees: names that nothing bears, and regexes that are none."""
    expect = step.expect
    for name in expect.intent or ():
        if name not in INTENTS:
            yield f"there is no intent {name!r}.{nearest(name, INTENTS)}"
    for film in (*expect.has, *expect.lacks, *([step.press.item] if step.press else ())):
        yield from _unknown_film(film, labels)
    for name in expect.empty:
        if name not in FIELDS:
            yield f"there is no field {name!r}.{nearest(name, FIELDS)}"
    for limits in (expect.constraints, expect.includes):
        yield from _wrong_limits(limits or {}, FIELDS, labels, domain)
    for facts in (expect.each, expect.some):
        yield from _wrong_limits(facts or {}, sorted(_LIMIT_FACTS), labels, domain)
    for regex in (*expect.reply, *expect.not_reply):
        try:
            re.compile(_PLACE_IN_REGEX.sub("x", regex))
        except re.error as error:
            yield f"{regex!r} is no regex: {error}"


def _wrong_limits(
    limits: Mapping[str, Any], fields: Sequence[str], labels: Mapping[str, Item], domain: Domain
) -> Iterator[str]:
    for name, value in limits.items():
        if name not in fields:
            yield f"there is no field {name!r}.{nearest(name, fields)}"
        values = value if isinstance(value, list) else []
        if name in FILMS:
            for film in values:
                yield from _unknown_film(str(film), labels)
        if name in {"genres", "not_genres"}:
            unknown = [g for g in values if g not in domain.genres and not PLACE.fullmatch(g)]
            yield from (f"there is no genre {genre!r}.{nearest(genre, domain.genres)}" for genre in unknown)
        if name in {"at_least", "at_most"}:
            unknown = [m for m in value if m not in domain.measures] if isinstance(value, dict) else [repr(value)]
            yield from (f"there is no measure {measure!r}.{nearest(measure, domain.measures)}" for measure in unknown)
        if name in {"year_min", "year_max"} and not isinstance(value, int | None):
            yield f"{name} is {value!r}, not a year"
        if name not in {"at_least", "at_most", "year_min", "year_max"} and not isinstance(value, list):
            yield f"{name} is {value!r}, not a list"


def _unknown_film(label: str, labels: Mapping[str, Item]) -> Iterator[str]:
    if label not in labels and not FILM.fullmatch(label):
        yield f"there is no film {label!r}.{nearest(label, labels)}"
