"""Predicted ratings over folds: shape of the report, what content and the minute add, on data where that is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from chatbot.collaborative import Collaborative
from chatbot.dataset import Dataset
from chatbot.evaluation import folds
from chatbot.evaluation.cold import evaluate_cold_item, evaluate_cold_person
from chatbot.sources.movielens import read_movielens

N_USERS, N_ITEMS = 60, 24


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Two kinds of items and two kinds of people: each gives 5 to the own kind and 2 to the other, a little noisy."""
    rng = np.random.default_rng(0)
    home = (np.arange(N_ITEMS) % 2)[None] == (np.arange(N_USERS) % 2)[:, None]
    pairs = np.argwhere(rng.random((N_USERS, N_ITEMS)) < 0.6)
    rng.shuffle(pairs)
    user, item = pairs.T.astype(np.int32)
    rating = np.where(home[user, item], 5, 2) + rng.integers(-1, 1, len(pairs))
    users, items = (tuple(map(str, range(size))) for size in (N_USERS, N_ITEMS))
    return Dataset(users, items, user, item, rating.astype(np.float32), rng.integers(0, 10**6, len(pairs)))


KIND = (np.arange(N_ITEMS) % 2)[:, None] == (np.arange(N_ITEMS) % 2)[None]


def check_shape(report: Mapping[str, Any]) -> None:
    for table in (report["metrics"], *report["baselines"].values()):
        for figure in table.values():
            assert set(figure) == {"value", "ci_low", "ci_high"}
            assert figure["ci_low"] is None or figure["ci_low"] <= figure["value"] <= figure["ci_high"]


def test_rating_report(dataset: Dataset) -> None:
    report = folds.evaluate_rating(dataset, seed=0, kind=KIND.astype(np.float32))
    check_shape(report)
    assert report["n"] == len(dataset)
    names = {"rmse", "mae", "rmse_u1", "rmse_u5", "rmse_mean", "confidence_ece", "rmse_knowing_the_minute"}
    assert names <= set(report["metrics"])
    of_folds = [report["metrics"][f"rmse_u{fold}"]["value"] for fold in range(1, 6)]
    assert report["metrics"]["rmse_mean"]["value"] == pytest.approx(np.mean(of_folds))
    assert report["metrics"]["rmse"]["value"] < report["baselines"]["bias_only"]["rmse"]["value"]
    assert {"crowd_alone", "global_mean", "item_mean", "bias_only"} <= set(report["baselines"])
    assert sum(row["n"] for row in report["series"]["by_history"]) == len(dataset)
    assert bool(report["notes"]) == ("myfm" not in report["baselines"])


def test_without_content_the_crowd_is_all_there_is(dataset: Dataset) -> None:
    assert "crowd_alone" not in folds.evaluate_rating(dataset, seed=0)["baselines"]


def test_ratings_of_the_same_minute_move_a_prediction() -> None:
    surprises, given_at = np.array([1.0, 1.0, -1.0]), np.array([0, 0, 10**6])
    near, far = folds.nearby(surprises, given_at, np.array([0, 500_000]))
    assert near == pytest.approx(folds.BELIEVED * 2 / (2 + folds.DRAWN))
    assert far == pytest.approx(0, abs=1e-6)


def test_errors_by_length_of_history() -> None:
    rows = folds.by_history(np.array([3, 12, 15, 500]), {"a": np.array([1.0, 3.0, 4.0, -2.0])})
    assert rows == [
        {"from": 0, "n": 1, "a": 1.0}, {"from": 10, "n": 2, "a": pytest.approx(12.5**0.5)},
        {"from": 160, "n": 1, "a": 2.0},
    ]  # fmt: skip


# -- cold people and items --------------------------------------------------------------------------------------------


class Fits:
    """Fits as `build` does, and remembers of what."""

    def __init__(self) -> None:
        self.trained: list[tuple[Dataset, bool]] = []

    def __call__(self, data: Dataset, knows: bool) -> Collaborative:
        self.trained.append((data, knows))
        content = sparse.csr_matrix(np.eye(2, dtype=np.float32)[np.arange(N_ITEMS) % 2]) if knows else None
        spread = np.ones((N_ITEMS, 1), np.float32)  # a text that tells nothing
        return Collaborative.fit(data, content=content).extend(data.items, spread, content=content)


def test_items_nobody_rated_are_predicted_by_what_they_are(dataset: Dataset) -> None:
    fit = Fits()
    report = evaluate_cold_item(dataset, fit, seed=0)
    check_shape(report)
    held = set(range(N_ITEMS)) - set(fit.trained[0][0].item_idx.tolist())
    assert len(held) == int(0.2 * N_ITEMS)
    assert report["n"] == sum(int(at) in held for at in dataset.item_idx)
    assert [knows for _, knows in fit.trained] == [False, True]
    rmse = report["metrics"]["rmse"]["value"]
    assert rmse < 1.0 < report["baselines"]["crowd_alone"]["rmse"]["value"]
    gain = report["baselines"]["crowd_alone"]["rmse"]["value"] - rmse
    assert report["metrics"]["gain_of_content"]["value"] == pytest.approx(gain)


def test_a_newcomer_tells_five_ratings_and_is_in_no_training(dataset: Dataset) -> None:
    fit = Fits()
    report = evaluate_cold_person(dataset, fit, seed=0)
    check_shape(report)
    held = set(range(N_USERS)) - set(fit.trained[0][0].user_idx.tolist())
    assert len(held) == int(0.2 * N_USERS)
    assert report["n"] == sum(int((dataset.user_idx == user).sum()) - 5 for user in held)
    assert report["metrics"]["rmse"]["value"] < report["baselines"]["item_mean"]["rmse"]["value"]


@pytest.mark.real
@pytest.mark.slow
def test_ml_100k_ratings(ratings_path: Any) -> None:
    report = folds.evaluate_rating(read_movielens(ratings_path), seed=0)
    assert report["metrics"]["rmse"]["value"] < 0.885
    assert report["metrics"]["confidence_ece"]["value"] < 0.03
    assert report["baselines"]["bias_only"]["rmse"]["value"] == pytest.approx(0.942, abs=0.003)
