"""The check of the catalogue's form: every kind of slip is named, and our own catalogue has none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chatbot.catalog import Catalog, load_catalog, to_row, write_catalog
from chatbot.domain import Domain
from chatbot.errors import DataError
from chatbot.settings import ROOT
from chatbot.sources.check import check_catalog
from chatbot.sources.compile import keep_knowledge
from chatbot.types import Item

THEMES = ("heist", "los angeles", "neo-noir", "cat and mouse")
SCALES = dict.fromkeys(("violence", "scariness", "sadness", "humour", "pace", "effort"), 1)
HEAT = Item(
    "heat-1995", "Heat", 1995, ("Crime",), {"theme": THEMES, "director": ("Michael Mann",), "series": ("Heat",)},
    description="A detective and a thief circle each other across a sleepless city.", scales=SCALES, age=16,
    minutes=170, part=1,
)  # fmt: skip


def problems(domain: Domain, *items: Item) -> list[str]:
    return check_catalog(Catalog(items, domain), THEMES)


def test_nothing_wrong(domain: Domain) -> None:
    assert problems(domain, HEAT, Item("bare", "Bare", None)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"year": 1776}, "the year 1776 is not from 1890"),
        ({"facts": {"theme": ("heist",)}}, "1 themes, not 3 to 8"),
        ({"facts": {"theme": ("heist", "heist", "neo-noir")}}, "a theme stands there twice"),
        (
            {"facts": {"theme": (*THEMES[1:], "heists")}},
            "the theme 'heists' is not in themes.txt. Did you mean 'heist'?",
        ),
        ({"description": "Too short."}, "not one sentence of 8 to 32 words"),
        ({"description": HEAT.description.rstrip(".")}, "not one sentence"),
        ({"description": "A thief and Michael Mann circle each other across a city."}, "names Michael Mann"),
        ({"scales": {"violence": 3}}, "scales ['violence'], not ['effort'"),
    ],
)
def test_each_slip_has_its_sentence(domain: Domain, change: dict[str, Any], said: str) -> None:
    (found,) = problems(domain, replace(HEAT, **change))
    assert found.startswith("heat-1995: ") and said in found


def test_twins_and_places_in_a_series(domain: Domain) -> None:
    found = problems(domain, HEAT, replace(HEAT, item_id="heat-again"))
    assert found == [
        "heat-1995, heat-again: the same title and year.",
        "heat-1995, heat-again: the same description.",
        "two items are number 1 of the series 'Heat'.",
    ]


def test_our_own_catalogue(domain: Domain) -> None:
    """Its form, and what we promise of it: words about the best known, people for nearly all of them."""
    catalog = load_catalog(ROOT / "data/catalog/films.jsonl", domain)
    themes = set((ROOT / "data/catalog/themes.txt").read_text("utf-8").splitlines())
    assert check_catalog(catalog, themes) == []
    described = [item for item in catalog if item.description]
    assert len(described) >= 3_400
    assert all(item.description for item in catalog if item.known >= 20)
    best = sorted(catalog, key=lambda item: -item.known)[:3_000]
    for fact in ("director", "cast"):
        assert sum(bool(item.facts.get(fact)) for item in best) >= 0.98 * len(best)
    openings = {}
    for item in described:
        openings[" ".join(item.description.split()[:3])] = openings.get(" ".join(item.description.split()[:3]), 0) + 1
    assert max(openings.values()) <= 0.01 * len(described), "no slot feel"


def test_a_row_comes_back_whole(domain: Domain, tmp_path: Any) -> None:
    write_catalog([HEAT], tmp_path / "c.jsonl")
    (back,) = load_catalog(tmp_path / "c.jsonl", domain)
    assert back == HEAT and to_row(back)["series"] == {"name": "Heat", "order": 1}


@pytest.mark.parametrize(
    "row",
    [
        '"scales": {"violence": 4}', '"scales": {"violence": "3"}', '"age": -1', '"minutes": 0', '"themes": [""]',
        '"description": ""', '"series": {"order": 1}', '"age": true',
    ],
)  # fmt: skip
def test_a_malformed_row_is_refused_with_its_line(domain: Domain, tmp_path: Any, row: str) -> None:
    (tmp_path / "c.jsonl").write_text('{"item_id": "a", "title": "A", ' + row + "}\n")
    with pytest.raises(DataError, match=r"c\.jsonl:1: "):
        load_catalog(tmp_path / "c.jsonl", domain)


def test_compiling_anew_keeps_what_was_written_by_hand(domain: Domain) -> None:
    facts = [
        replace(HEAT, description="", scales={}, age=None, minutes=None, part=None, facts={"director": ("M. Mann",)})
    ]
    (kept,) = keep_knowledge(facts, [HEAT])
    assert kept == replace(HEAT, facts={**HEAT.facts, "director": ("M. Mann",)})
    with pytest.raises(DataError, match=r"'heat-1995' and 0 other ids are no longer made"):
        keep_knowledge([Item("heat-1996", "Heat", 1996)], [HEAT])
