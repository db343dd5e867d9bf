"""Orders blended and judged, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from chatbot.evaluation import likes
from chatbot.evaluation.lists import MOST, SHARES, Shown, _figures, _gain, best_share, position_bias
from chatbot.tasks import RankingInput
from chatbot.tasks.ranking import blended
from chatbot.types import Item
from tests.evaluation.test_recommend import dataset

__all__ = ["dataset"]


def shown(right: int, ranks: list[int]) -> Shown:
    return Shown(RankingInput([], "", [Item(str(at), str(at)) for at in range(len(ranks))], ranks), right)


def test_a_blend_goes_from_the_scores_order_to_the_models() -> None:
    told, ranks = np.array([0.2, 0.5, 0.3]), [1, 3, 2]
    assert blended(told, ranks, 0.0) == (0, 2, 1)
    assert blended(told, ranks, 1.0) == blended(told, (), 0.0) == (1, 2, 0)
    # half: ½ ln p − ½ ln(1 + rank) is highest for p / (1 + rank) = .1, .125, .1: B, then the two equals as they stand
    assert blended(told, ranks, 0.5) == (1, 0, 2)


def test_validation_chooses_the_smallest_share_among_the_best() -> None:
    lists = [shown(1, [1, 2])]
    assert best_share(lists, [np.array([0.9, 0.1])]) == 0, "a model that is wrong has no say"
    share = best_share(lists, [np.array([0.4, 0.6])])
    assert share in SHARES and blended([0.4, 0.6], [1, 2], share) == (1, 0)
    assert blended([0.4, 0.6], [1, 2], share - 0.05) == (0, 1)


def test_people_whose_item_is_in_no_list_count_as_zero() -> None:
    table = _figures(np.array([1, 3]), 4, 0)
    assert table["ndcg@10"]["value"] == pytest.approx((1 + 0.5) / 4)
    assert table["hr@10"]["value"] == 0.5
    gain = _gain(np.array([3, 3]), np.array([1, 3]), 4, 0)
    assert gain["value"] == pytest.approx(0.5) and gain["ci_low"] <= 0.5 <= gain["ci_high"]


def test_position_bias_of_a_model_that_always_says_a() -> None:
    rights = np.array([[0, 10], [19, 0]])
    picks = np.zeros((2, 2), int)
    table, places = position_bias(picks, rights, np.array([[4, 5], [6, 5]]))
    assert table["mean_pick"] == {"value": 1.0, "ci_low": 1.0, "ci_high": 1.0}
    assert table["same_pick"]["value"] == 0.5, "the second list's first choice was the same item in both orders"
    assert table["accuracy_gap"]["value"] == 1.0
    assert [row["accuracy"] for row in places] == [1.0, None, 0.0, 0.0]
    assert [row["picked"] for row in places] == [1.0, 0.0, 0.0, 0.0]
    assert [row["n"] for row in places] == [2, 0, 1, 1] and places[0]["places"] == "1–5"


def test_position_bias_of_a_model_that_looks_at_the_items() -> None:
    rights = np.random.default_rng(0).integers(0, MOST, (4, 50))
    table, _ = position_bias(rights, rights, np.tile(np.arange(50), (4, 1)))
    assert table["same_pick"]["value"] == 1 and table["accuracy_gap"]["value"] == 0
    assert table["mean_pick"]["value"] == pytest.approx(10.5, abs=1.5)
    assert position_bias(np.zeros((4, 0), int), np.zeros((4, 0), int), np.zeros((4, 0), int)) == ({}, [])


def test_simple_likes_know_the_item_and_how_much_was_liked(dataset) -> None:
    train = np.arange(len(dataset) - 1)
    row = len(dataset) - 1
    told = np.flatnonzero(dataset.rating == 4)[:3]
    mean = dataset.rating[:-1][dataset.item_idx[:-1] == dataset.item_idx[row]].mean()
    asked = likes._Asked(row, told, told)
    found = likes.simple_likes(dataset, train, [asked], 4)
    assert found["item_mean"] == pytest.approx([mean])
    assert found["like_rate_and_item_mean"] == pytest.approx([2 + mean])


def test_likely_learns_from_the_validation_cases_alone() -> None:
    opinion = {"a": np.array([0.0, 1.0, 0.0, 1.0, 0.0, 1.0])}
    p = likes.likely(opinion, np.array([False, True, False, True, True, False]), 4)
    assert p[4] < 0.5 < p[5], "the test's own answers, the other way round, teach nothing"
