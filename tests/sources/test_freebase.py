"""Freebase: the join by MovieLens ids, the relations kept, and folders without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatbot.catalog import Catalog
from chatbot.domain import Domain
from chatbot.errors import DataError
from chatbot.retrieval.knowledge import Knowledge
from chatbot.sources.freebase import RELATIONS, read_freebase
from chatbot.types import Item

LINK = "item_id:token\tentity_id:token\n6\tm.heat\n183\tm.other\n1214\tm.alien\n99\tm.unknown\n"
TRIPLES = (
    "head_id:token\trelation_id:token\ttail_id:token\n"
    "m.heat\tfilm.film.cinematography\tm.spinotti\n"
    "m.spinotti\tfilm.cinematographer.film\tm.heat\n"
    "m.heat\tfilm.film.genre\tm.crime\n"
    "m.alien\tfilm.film.actor\tm.weaver\n"
    "m.unknown\tfilm.film.actor\tm.weaver\n"
)


@pytest.fixture
def few(domain: Domain) -> Catalog:
    """ML-100K's 183 is Alien; today's MovieLens has another film there, which this catalogue lacks."""
    items = (
        Item("alien", "Alien", 1979, source_ids={"ml100k": ("183",), "movielens": ("1214",)}),
        Item("heat", "Heat", 1995, source_ids={"ml100k": ("273",), "movielens": ("6",)}),
    )
    return Catalog(items, domain)


def lay_out(folder: Path, link: str = LINK, triples: str = TRIPLES) -> Path:
    (folder / "ml-100k.link").write_text(link, "utf-8")
    (folder / "ml-100k.kg").write_text(triples, "utf-8")
    return folder


def test_films_are_joined_by_movielens_ids(few: Catalog, tmp_path: Path) -> None:
    assert read_freebase(few, lay_out(tmp_path)) == {
        "heat": {("cinematographer", "m.spinotti")}, "alien": {("actor", "m.weaver")},
    }  # fmt: skip


def test_other_ratings_have_no_graph(few: Catalog, tmp_path: Path) -> None:
    assert read_freebase(few, tmp_path) == {} == read_freebase(few, tmp_path / "ml.zip")
    (tmp_path / "ml-100k.link").write_text(LINK, "utf-8")
    assert read_freebase(few, tmp_path) == {}, "one file without the other"


def test_a_wrong_row_is_named(few: Catalog, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"ml-100k\.kg:7: 2 columns where 3 belong"):
        read_freebase(few, lay_out(tmp_path, triples=TRIPLES + "m.heat\tfilm.film.actor\n"))
    (tmp_path / "ml-100k.link").write_bytes(b"item_id\tentity_id\n6\t\xff\n")
    with pytest.raises(DataError, match="cannot be read"):
        read_freebase(few, tmp_path)


@pytest.mark.real
def test_the_real_graph(catalog: Catalog, ratings_path: Path) -> None:
    facts = read_freebase(catalog, ratings_path)
    assert len(facts) > 1_100
    assert {relation for pairs in facts.values() for relation, _ in pairs} == set(RELATIONS.values())
    shared = dict(Knowledge(catalog, facts).shared("goodfellas-1990", "casino-1995"))
    assert shared == {"writer": "a writer", "actor": "several actors"}
