"""Values said in Chinese: genres and themes, limits in force, evidence, and plain reasons made of evidence alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from chatbot.catalog import Catalog
from chatbot.chinese.script import traditional
from chatbot.domain import PROMPTS, read_yaml
from chatbot.explain.told import SMALL_SHARE, liked_of
from chatbot.limits import Constraints
from chatbot.types import Evidence, Item

TIES = ("series", "director", "cast", "theme", "genre")  # shared facts, the most telling first
TOLD = 3  # limits that a reason repeats


class Sayings:
    """Simplified Chinese, or traditional where `old_script` is set. Names of people and titles stay as they are."""

    def __init__(self, old_script: bool = False) -> None:
        self._turn = traditional if old_script else str
        self._names = read_yaml(PROMPTS / "chinese/names.yaml")
        self._say = read_yaml(PROMPTS / "chinese/sayings.yaml")

    # -- names --

    def genre(self, genre: str) -> str:
        return self._name("genres", genre)

    def genre_film(self, genre: str) -> str:
        """A genre as a kind of film: `恐怖片`."""
        said = self.genre(genre)
        return said if said[-1] in "片影" else f"{said}片"

    def theme(self, theme: str) -> str:
        return self._name("themes", theme)

    def field(self, name: str) -> str:
        """What a named fact or a measure is called."""
        kind = "facts" if name in self._names["facts"] else "measures"
        return self._name(kind, name)

    def nouns(self, domain: str, otherwise: str) -> str:
        return self._turn(self._names["domains"].get(domain, otherwise))

    def value(self, field: str | None, value: str) -> str:
        """The value of a named fact; people and series keep their names."""
        return self.theme(value) if field == "theme" else self.genre(value) if field == "genre" else value

    def _name(self, kind: str, name: str) -> str:
        return self._turn(str(self._names[kind].get(name, name)).split()[0]) if name in self._names[kind] else name

    # -- limits --

    def limits(self, limits: Constraints, catalog: Catalog | None = None) -> list[str]:
        """Each limit in words, in the order of Constraints. catalog: for the titles of named items."""
        return list(self._limits(limits, catalog))

    def _limits(self, limits: Constraints, catalog: Catalog | None) -> Iterator[str]:
        yield from map(self.genre_film, limits.genres)
        if limits.year_min is not None or limits.year_max is not None:
            yield self._years(limits.year_min, limits.year_max)
        for field in fields(limits):
            value = getattr(limits, field.name)
            if isinstance(value, tuple) and field.name != "genres":
                for one in value:
                    yield self._fill("limits", field.name, name=self._named(field.name, one, catalog))
        for side in ("at_least", "at_most"):
            for measure, bound in getattr(limits, side).items():
                yield self.bound(measure, side, bound)

    def _named(self, field: str, value: str, catalog: Catalog | None) -> str:
        if field in {"similar_to", "exclude_items"}:
            return catalog[value].title if catalog and value in catalog else value
        if field == "not_decades":
            return self._decade(value)
        return self.theme(value) if "themes" in field else self.genre_film(value) if "genres" in field else value

    def _decade(self, name: str) -> str:
        return self._years(int(name[:4]), int(name[:4]) + 9)

    def _years(self, low: int | None, high: int | None) -> str:
        if low is not None and high is not None:
            key = "decade" if low % 10 == 0 and high == low + 9 else "year" if low == high else "years"
        else:
            key = "from_year" if high is None else "to_year"
        return self._fill("limits", key, low=low, high=high)

    def bound(self, measure: str, side: str, bound: int) -> str:
        """side: "at_least" or "at_most"."""
        if f"{measure}_{side}" in self._say["limits"]:
            return self._fill("limits", f"{measure}_{side}", n=bound)
        quality = self._name("degrees", measure)
        return self._turn(self._say[side][min(max(bound, 0), 3)]).format(name=quality)

    def minutes(self, minutes: int) -> str:
        """A running time."""
        return self._fill("evidence", "minutes", n=minutes)

    # -- evidence --

    def evidence(self, e: Evidence) -> str:
        """One evidence as a line of its own."""
        value = self.value(e.field, e.value)
        match e.kind:
            case "liked_item" | "disliked_item" if not e.item_id:
                return self._fill("evidence", "liked_rest", n=_number(e.value))
            case "attribute":
                key = ("shared_liked" if e.weight >= 0 else "shared_disliked") if e.item_id else "attribute"
                return self._fill("evidence", key, field=self.field(e.field or ""), value=value)
            case "knowledge":
                relation = self._turn(self._say["relations"].get(e.field, e.value))
                return self._fill("evidence", "knowledge" if e.item_id else "knowledge_alone", value=relation)
            case "constraint" if e.field == "words":
                return self._fill("evidence", "words", value=value)
            case "constraint":
                return self._fill("evidence", "constraint", value=self.limit_met(e))
            case "popularity":
                return self._fill("evidence", "popularity", n=_number(e.value))
            case "liked_item" | "disliked_item":
                return self._fill("evidence", e.kind, value=value)
            case _:
                return e.value

    def limit_met(self, e: Evidence) -> str:
        """A limit that an item keeps, from its evidence."""
        match e.field:
            case "genre":
                return self.genre_film(e.value)
            case "theme":
                return self._fill("limits", "themes", name=self.theme(e.value))
            case "people":
                return self._fill("limits", "people", name=e.value)
            case "not_genre":
                return self._fill("limits", "not_genres", name=self.genre_film(e.value.removeprefix("no ")))
            case "not_decade":
                return self._fill("limits", "not_decades", name=self._decade(e.value.split()[-1]))
            case "year":
                low, high = _years(e.value)
                return self._years(low, high)
            case "minutes":
                return self.minutes(int(_number(e.value)))
            case "age":
                return self.bound("age", "at_least", int(_number(e.value)))
            case str() if e.field in self._names["measures"]:
                return f"{self.field(e.field)} {_number(e.value)}/3"
            case _:
                return e.limit or e.value

    def article(self, name: str, answer: str) -> tuple[str, str] | None:
        """(title, answer) of a help article, as long as its answer is the one that was translated."""
        known = _articles().get(name)
        return (self._turn(known["title"]), self._turn(known["answer"])) if known and known["of"] == answer else None

    # -- reasons and beliefs --

    def reason(self, item: Item, evidence: Sequence[Evidence], variant: int = 0) -> str:
        """A true sentence or two from the evidence alone. variant: neighbours in a list get different ones."""
        liked = [e for e in liked_of(evidence) if e.weight >= SMALL_SHARE] or liked_of(evidence)[:1]
        titles = {e.item_id: e.value for e in liked}
        kept = [e for e in evidence if e.kind == "constraint" and e.field not in {"words", "not_theme"}]
        limits = [self.limit_met(e) for e in kept]
        key, said = self._lead(evidence, liked, titles, limits)
        options = self._say["reasons"][key]
        said |= {"limits": "、".join(limits[:TOLD]), "n": _number(next(_of("popularity", evidence), "0"))}
        text = self._turn(options[variant % len(options)]).format(**said)
        if limits and key != "limit":
            text += self._turn(self._say["reasons"]["and_limit"]).format(**said)
        return text

    def _lead(
        self, evidence: Sequence[Evidence], liked: Sequence[Evidence], titles: dict[Any, str], limits: Sequence[str]
    ) -> tuple[str, dict[str, Any]]:
        """Which sentence a reason is, and its names."""
        for field in TIES:
            for e in evidence:
                if e.kind == "attribute" and e.field == field and e.item_id in titles and e.weight > 0:
                    value = self.genre_film(e.value) if field == "genre" else self.value(field, e.value)
                    return field, {"film": titles[e.item_id], "value": value}
        if liked:
            together = [e for e in liked if e.field == "crowd"]
            return ("crowd" if together else "kin"), {"film": (together or liked)[0].value}
        if any(e.kind == "constraint" and e.field == "words" for e in evidence):
            return "words", {}
        if limits:
            return "limit", {}
        judged = any(e.kind in {"liked_item", "disliked_item"} for e in evidence)
        return ("popular" if judged else "first"), {}

    def belief(self, kind: str, field: str, value: str) -> str:
        """What is believed of a person; kind: a key of `beliefs`."""
        said = self._turn(f"{value[:-1]}年代") if kind == "decade" else value
        if field == "genre":
            said = self.genre_film(value)
        said = self.theme(said) if field == "theme" else said
        return self._fill("beliefs", kind, field=self.field(field), value=said)

    def _fill(self, section: str, key: str, **said: object) -> str:
        return self._turn(self._say[section][key]).format(**said)


@cache
def sayings(old_script: bool = False) -> Sayings:
    """The one Sayings of each script."""
    return Sayings(old_script)


@cache
def _articles() -> dict[str, dict[str, str]]:
    return read_yaml(PROMPTS / "chinese/articles.yaml") or {}


def _of(kind: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    return (e.value for e in evidence if e.kind == kind)


def _number(text: str) -> str:
    found = re.search(r"\d[\d,]*", text)
    return found.group() if found else "0"


def _years(said: str) -> tuple[int | None, int | None]:
    """The years of `sayings.years_in_words`, read back."""
    numbers = [int(number) for number in re.findall(r"\d{4}", said)]
    if said.endswith("0s") and len(numbers) == 1:
        return numbers[0], numbers[0] + 9
    if said.endswith("or later"):
        return numbers[0], None
    if said.endswith("or earlier"):
        return None, numbers[0]
    return (numbers[0], numbers[-1]) if numbers else (None, None)
