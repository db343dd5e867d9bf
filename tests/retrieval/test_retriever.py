"""Retriever: candidates from several ways, fused; what is not allowed is never proposed."""

from __future__ import annotations

import numpy as np
import pytest

from chatbot.build import Parts
from chatbot.retrieval.index import VectorIndex
from chatbot.retrieval.knowledge import Knowledge
from chatbot.retrieval.retriever import Retriever, Want
from chatbot.types import Constraints

EVERYTHING = Constraints()


@pytest.fixture(scope="module")
def retriever(parts: Parts) -> Retriever:
    return Retriever(parts.catalog, parts.search, VectorIndex(parts.vectors), parts.collaborative)


def ids(retriever: Retriever, want: Want, n: int = 20, limits: Constraints = EVERYTHING) -> list[str]:
    return [c.item_id for c in retriever.retrieve(want, retriever.allowed(limits, frozenset()), n)]


WANTS = (Want("", {}), Want("space monsters", {}), Want("", {"alien-1979": 1.0}), Want("heist", {"heat-1995": -1.0}))


@pytest.mark.parametrize("want", WANTS)
def test_what_is_not_allowed_is_never_proposed(retriever: Retriever, want: Want) -> None:
    allowed = np.zeros(len(retriever.catalog), bool)
    assert retriever.retrieve(want, allowed, 100) == []
    allowed[[3, 50, 99]] = True
    found = retriever.retrieve(want, allowed, 100)
    assert sorted(retriever.catalog.index(c.item_id) for c in found) == [3, 50, 99]
    limits = Constraints(genres=("Comedy",), year_min=1990)
    assert all("Comedy" in retriever.catalog[i].genres for i in ids(retriever, want, 100, limits))


def test_hidden_items_are_not_allowed(retriever: Retriever) -> None:
    mask = retriever.allowed(EVERYTHING, frozenset({"alien-1979", "not-in-the-catalogue"}))
    assert not mask[retriever.catalog.index("alien-1979")] and mask.sum() == len(mask) - 1
    assert retriever.allowed(EVERYTHING, frozenset()).all(), "the catalogue's own answer is not changed"


def test_candidates_are_best_first_and_different(retriever: Retriever) -> None:
    found = retriever.retrieve(Want("space", {"alien-1979": 1.0}), retriever.allowed(EVERYTHING, frozenset()), 50)
    scores = [c.score for c in found]
    assert len(found) == 50 == len({c.item_id for c in found}) and scores == sorted(scores, reverse=True)


def test_with_nothing_to_go_by_the_best_known_come(retriever: Retriever) -> None:
    known = [retriever.catalog[i].known for i in ids(retriever, Want("", {}), 10)]
    assert known == sorted((item.known for item in retriever.catalog), reverse=True)[:10]


def test_words_and_likes_each_bring_their_own(retriever: Retriever) -> None:
    assert "alien-1979" in ids(retriever, Want("Alien Ridley Scott Sigourney Weaver", {}), 10)
    near = ids(retriever, Want("", {"alien-1979": 1.0}), 60)
    assert "aliens-1986" in near
    assert ids(retriever, Want("", {"toy-story-1995": 1.0}), 60) != near


def test_popularity_runs_from_nobody_to_the_best_known(retriever: Retriever) -> None:
    assert retriever.popularity.max() == pytest.approx(1) and retriever.popularity.min() >= 0
    known = np.array([item.known for item in retriever.catalog])
    assert int(retriever.popularity.argmax()) == int(known.argmax())


def test_a_pattern_brings_what_shares_its_facts(retriever: Retriever) -> None:
    """Candidates hold more of what the facts alone put first."""
    weights = {"heat-1995": 1.0}
    like = retriever.attributes.scores(weights)
    like[retriever.catalog.index("heat-1995")] = 0
    best = {retriever.catalog.items[row].item_id for row in np.argsort(-like)[:10]}
    found, plain = (best & {*ids(retriever, Want("", weights, pattern), 30)} for pattern in (("heat-1995",), ()))
    assert len(found) >= 5 and len(found) > len(plain)


def test_a_pattern_brings_what_shares_people_without_names(parts: Parts, retriever: Retriever) -> None:
    worst = parts.catalog.items[int(np.argmin(retriever.graph_similarity(["heat-1995"])))].item_id
    want = Want("", {"heat-1995": 1.0}, ("heat-1995",))
    facts = {"heat-1995": {("writer", "m.1")}, worst: {("writer", "m.1")}}
    plain = (parts.catalog, parts.search, VectorIndex(parts.vectors), parts.collaborative)
    with_graph = Retriever(*plain, Knowledge(parts.catalog, facts))
    at = parts.catalog.index(worst)
    assert with_graph.graph_similarity(["heat-1995"])[at] > retriever.graph_similarity(["heat-1995"])[at]
    mask = with_graph.graph_similarity(["heat-1995"]) > 0
    assert mask[at]
    found = ids(with_graph, want, len(parts.catalog))
    assert found.index(worst) < ids(retriever, want, len(parts.catalog)).index(worst)
