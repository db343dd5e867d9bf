"""Search: each way finds what the others miss, and together they are a plain sum."""

from __future__ import annotations

import numpy as np
import pytest
from small import HashEncoder

from chatbot.catalog import Catalog, describe
from chatbot.domain import Domain
from chatbot.retrieval.index import VectorIndex
from chatbot.retrieval.lexical import LexicalIndex
from chatbot.retrieval.search import GRAPH, LEXICAL, Search
from chatbot.types import Item

ITEMS = (
    Item("rififi", "Rififi", 1955, ("Crime",), {"theme": ("heist", "criminals with a code")}),
    Item("topkapi", "Topkapi", 1964, ("Comedy",), {"theme": ("heist", "ensemble of misfits", "istanbul")}),
    Item("brief", "Brief Encounter", 1945, ("Romance",), {"theme": ("doomed love", "trains")}, description="A wife."),
    Item("bare", "Untitled", None),
)


@pytest.fixture
def search(domain: Domain) -> Search:
    catalog = Catalog(ITEMS, domain)
    encoder = HashEncoder()
    return Search(catalog, encoder, VectorIndex(encoder.encode([describe(i, domain) for i in catalog])), encoder.encode)


def test_the_whole_is_the_sum_of_its_ways(search: Search) -> None:
    words = "a heist on trains"
    whole = search.dense(words) + LEXICAL * search.lexical(words) + GRAPH * search.graph(words)
    assert np.allclose(search.scores(words), whole) and search.scores(words).shape == (4,)


def test_lexical_finds_the_very_words_in_any_form(search: Search) -> None:
    assert search.lexical("heists")[:2].min() > 0 and search.lexical("heists")[2:].max() == 0
    assert search.lexical("Rififi").argmax() == 0 and search.lexical("Rififi").max() == pytest.approx(1)


@pytest.mark.parametrize("words", ["", "the of and", "zzzz qqqq", "🎬", "!?"])
def test_words_that_nobody_knows_find_nothing(search: Search, words: str) -> None:
    assert not search.lexical(words).any() and np.isfinite(search.scores(words)).all()


def test_the_graph_finds_what_carries_the_theme(search: Search) -> None:
    found = search.graph("doomed love")
    assert found.argmax() == 2 and found.max() == pytest.approx(1) and found[3] == 0


def test_a_catalogue_without_themes_has_no_graph(domain: Domain) -> None:
    items = [Item("a", "A", 1990, ("Drama",)), Item("b", "B", 1991, ("Drama",))]
    catalog, encoder = Catalog(items, domain), HashEncoder()
    vectors = VectorIndex(encoder.encode([describe(i, domain) for i in catalog]))
    assert not Search(catalog, encoder, vectors, encoder.encode).graph("a heist").any()


def test_asking_again_costs_nothing(search: Search) -> None:
    first = search.scores("a heist")
    assert search.scores("a heist") is first


def test_texts_without_a_word() -> None:
    assert not LexicalIndex(["...", "!!"]).scores("anything").any()
