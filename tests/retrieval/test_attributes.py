"""Attributes: shared genres and people as a score, with the share of each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.catalog import Catalog
from chatbot.domain import Domain, load_domain
from chatbot.retrieval.attributes import AttributeIndex, attributes_of
from chatbot.types import Item

SCOTT, CAMERON, WEAVER = "Ridley Scott", "James Cameron", "Sigourney Weaver"
ITEMS = (
    Item("alien", "Alien", 1979, ("Horror", "Sci-Fi"), {"director": (SCOTT,), "cast": (WEAVER,)}),
    Item("aliens", "Aliens", 1986, ("Action", "Sci-Fi"), {"director": (CAMERON,), "cast": (WEAVER,)}),
    Item("gladiator", "Gladiator", 2000, ("Action", "Drama"), {"director": (SCOTT,), "cast": ("Russell Crowe",)}),
    Item("bare", "Bare"),
)


@pytest.fixture
def few(domain: Domain) -> Catalog:
    return Catalog(ITEMS, domain)


def test_attributes_are_genres_and_facts(few: Catalog) -> None:
    assert attributes_of(ITEMS[0], few) == [
        ("genre", "Horror"), ("genre", "Sci-Fi"), ("director", "Ridley Scott"), ("cast", "Sigourney Weaver")
    ]  # fmt: skip
    assert attributes_of(ITEMS[3], few) == []


def test_scores_are_cosines(few: Catalog) -> None:
    """By hand: of four films one has a fact -> log(5), two -> log(3), and so on; rows of length 1."""
    index = AttributeIndex(few)
    scores = index.scores({"alien": 1.0})
    assert scores[0] == pytest.approx(1.0) and scores[3] == 0 and scores[1] > scores[2] > 0
    rows = np.asarray((index.matrix.multiply(index.matrix)).sum(axis=1)).ravel()
    assert rows[:3] == pytest.approx(1.0)


def test_a_rare_fact_ties_more_than_a_common_one(few: Catalog) -> None:
    common = [Item(f"d{n}", f"D{n}", None, ("Drama",), {"theme": ("heist",)} if n < 2 else {}) for n in range(9)]
    shares = AttributeIndex(Catalog(common, few.domain)).shares({"d0": 1.0}, "d1")
    by_fact = {fact: share for (fact, _), share, _ in shares}
    assert by_fact["theme"] > 2 * by_fact["genre"] > 0


def test_shares_name_what_is_shared_and_with_whom(few: Catalog) -> None:
    shares = AttributeIndex(few).shares({"alien": 1.0}, "aliens")
    assert {(attribute, source): share for attribute, share, source in shares} == {
        (("genre", "Sci-Fi"), "alien"): pytest.approx(0.1943, abs=1e-4),
        (("cast", "Sigourney Weaver"), "alien"): pytest.approx(0.1943, abs=1e-4),
    }


def test_what_speaks_for_an_item_comes_from_a_liked_one(few: Catalog) -> None:
    """Two films that somebody likes a little outweigh one that she dislikes more than either."""
    many = Catalog([*ITEMS, Item("x", "X", None, ("Sci-Fi",)), Item("y", "Y", None, ("Sci-Fi",))], few.domain)
    weights = {"x": -1.2, "alien": 0.1, "y": 1.3}
    (sci_fi,) = [s for s in AttributeIndex(many).shares(weights, "aliens") if s[0] == ("genre", "Sci-Fi")]
    assert sci_fi[1] > 0 and sci_fi[2] == "y"
    weights = {"x": -0.9, "alien": 1.0, "y": 0.8}
    (sci_fi,) = [s for s in AttributeIndex(many).shares(weights, "aliens") if s[0] == ("genre", "Sci-Fi")]
    assert sci_fi[1] > 0 and weights[sci_fi[2]] > 0


@given(
    st.dictionaries(st.sampled_from([i.item_id for i in ITEMS]), st.floats(-1, 1), max_size=4),
    st.sampled_from([i.item_id for i in ITEMS]),
)
def test_shares_sum_to_the_score(weights: dict[str, float], item_id: str) -> None:
    few = Catalog(ITEMS, load_domain("films"))
    index = AttributeIndex(few)
    total = sum(share for _, share, _ in index.shares(weights, item_id))
    assert total == pytest.approx(float(index.scores(weights)[few.index(item_id)]), abs=1e-5)
