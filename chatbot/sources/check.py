"""Check of a catalogue's form: what a reader of the file would stumble over. It knows nothing of films."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

from chatbot.catalog import Catalog, normalise, people_of
from chatbot.errors import nearest
from chatbot.types import Item

YEARS = range(1890, 2031)
THEMES = range(3, 9)  # how many an item carries
WORDS = range(8, 33)  # of a description: more would tell too much


def check_catalog(catalog: Catalog, themes: Collection[str]) -> list[str]:
    """One sentence for each thing that is wrong, empty when nothing is. themes: the vocabulary; empty allows any."""
    problems = [f"{item.item_id}: {said}" for item in catalog for said in _item(item, catalog, themes)]
    problems += _twins(catalog)
    problems += _series(catalog)
    return problems


def _item(item: Item, catalog: Catalog, themes: Collection[str]) -> Iterator[str]:
    if item.year is not None and item.year not in YEARS:
        yield f"the year {item.year} is not from {YEARS.start} to {YEARS.stop - 1}."
    told = item.facts.get("theme", ())
    if (told or item.description) and len(told) not in THEMES:
        yield f"{len(told)} themes, not {THEMES.start} to {THEMES.stop - 1}."
    if len(set(told)) != len(told):
        yield "a theme stands there twice."
    for theme in told:
        if themes and theme not in themes:
            yield f"the theme {theme!r} is not in themes.txt.{nearest(theme, themes)}"
    if item.description:
        if len(item.description.split()) not in WORDS or not item.description.endswith("."):
            yield f"the description is not one sentence of {WORDS.start} to {WORDS.stop - 1} words."
        # of a documentary the people are what it is about
        for person in () if "Documentary" in item.genres else people_of(item, catalog.domain):
            if f" {normalise(person)} " in f" {normalise(item.description)} " and person not in item.title:
                yield f"the description names {person}."
    if item.scales and set(item.scales) != set(catalog.domain.scales):
        yield f"scales {sorted(item.scales)}, not {sorted(catalog.domain.scales)}."


def _twins(catalog: Catalog) -> Iterator[str]:
    named, told = defaultdict(list), defaultdict(list)
    for item in catalog:
        named[normalise(item.title), item.year].append(item.item_id)
        if item.description:
            told[item.description].append(item.item_id)
    yield from (f"{', '.join(ids)}: the same title and year." for ids in named.values() if len(ids) > 1)
    yield from (f"{', '.join(ids)}: the same description." for ids in told.values() if len(ids) > 1)


def _series(catalog: Catalog) -> Iterator[str]:
    places = Counter((s, i.part) for i in catalog for s in i.facts.get("series", ()) if i.part is not None)
    yield from (f"two items are number {part} of the series {name!r}." for (name, part), n in places.items() if n > 1)
