"""The two protocols: shape of the report, no leak, and on ML-100K the figures that a right implementation gives."""

import numpy as np
import pytest

from chatbot.dataset import Dataset, leave_one_out
from chatbot.evaluation.recommend import _ranks, _recency, evaluate_next_item, next_item_ranks, top_lists
from chatbot.sources.movielens import read_movielens

N_USERS, N_ITEMS = 40, 20


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Two camps, each watching its own half of the items in random order."""
    rng = np.random.default_rng(0)
    home = (np.arange(N_ITEMS) % 2)[None] == (np.arange(N_USERS) % 2)[:, None]
    pairs = np.argwhere(rng.random((N_USERS, N_ITEMS)) < np.where(home, 0.7, 0.05))
    rng.shuffle(pairs)
    user, item = pairs.T.astype(np.int32)
    rating = np.where(home[user, item], 4, 2).astype(np.float32)
    users, items = (tuple(map(str, range(size))) for size in (N_USERS, N_ITEMS))
    return Dataset(users, items, user, item, rating, rng.integers(0, 50, len(pairs)))


def check_shape(report: dict) -> None:
    assert {"n", "metrics", "baselines", "split", "fallback_rate"} <= set(report)
    for table in (report["metrics"], *report["baselines"].values()):
        for figure in table.values():
            assert set(figure) == {"value", "ci_low", "ci_high"}
            assert figure["ci_low"] is None or figure["ci_low"] <= figure["value"] <= figure["ci_high"]


def test_next_item_report(dataset):
    report = evaluate_next_item(dataset, seed=0, repeats=2, lam=5.0)
    check_shape(report)
    assert report["n"] == N_USERS
    assert set(report["baselines"]) - {"implicit_als"} == {"popularity", "ease"}
    assert bool(report["notes"]) == ("implicit_als" not in report["baselines"])
    assert report["metrics"]["ndcg@10"]["value"] > report["baselines"]["popularity"]["ndcg@10"]["value"]
    assert report == evaluate_next_item(dataset, seed=0, repeats=2, lam=5.0)


def test_the_test_item_never_enters_training(dataset):
    """Changing what a user watched last moves no score: only the place of the other item is asked for."""
    split = leave_one_out(dataset, 0)
    _, before, _ = next_item_ranks(dataset, split, 0)
    item_idx = dataset.item_idx.copy()
    row, user = split.test[0], dataset.user_idx[split.test[0]]
    item_idx[row] = next(i for i in range(N_ITEMS) if i not in dataset.item_idx[dataset.user_idx == user])
    changed = Dataset(dataset.users, dataset.items, dataset.user_idx, item_idx, dataset.rating, dataset.timestamp)
    _, after, _ = next_item_ranks(changed, split, 0)
    assert (before["ease_recent"][1:] == after["ease_recent"][1:]).all()


def test_recency_counts_back_from_the_newest_training_item(dataset):
    split = leave_one_out(dataset, 0)
    rows = np.concatenate([split.train, split.validation])
    weight = _recency(dataset, rows, 0)
    assert (weight[len(split.train) :] == 1).all()
    mine = dataset.user_idx[rows] == 3
    assert sorted(weight[mine], reverse=True) == pytest.approx([2 ** (-age / 10) for age in range(mine.sum())])


def test_ranks_place_equals_at_random():
    scores, target = np.tile([[3.0, 1.0, 1.0, 1.0, 0.0]], (300, 1)), np.full(300, 2)
    ranks = _ranks(scores, target, np.random.default_rng(0))
    assert set(ranks) == {2.0, 3.0, 4.0}
    assert _ranks(np.array([[1.0, 2.0]]), np.array([1]), np.random.default_rng(0)) == [1.0]


@pytest.mark.real
def test_ml_100k_next_item(ratings_path):
    raw = read_movielens(ratings_path)
    dataset = Dataset(raw.users, raw.items, raw.user_idx, raw.item_idx, raw.rating, raw.timestamp)
    report = evaluate_next_item(dataset, seed=0, repeats=3)
    assert report["metrics"]["hr@10"]["value"] == pytest.approx(0.187, abs=0.012)
    assert report["metrics"]["ndcg@10"]["value"] == pytest.approx(0.100, abs=0.008)
    assert report["baselines"]["popularity"]["hr@10"]["value"] == pytest.approx(0.086, abs=0.012)


def test_the_best_of_a_list_are_new_to_the_person_and_lists_agree_with_ranks(dataset):
    split = leave_one_out(dataset, 0)
    known = np.concatenate([split.train, split.validation])
    users = dataset.user_idx[split.test]
    top = top_lists(dataset, known, users, 0, 5, lam=5.0)
    assert top.shape == (len(users), 5)
    for user, row in zip(users, top, strict=True):
        assert not set(row) & set(dataset.item_idx[known][dataset.user_idx[known] == user])
    _, ranks, _ = next_item_ranks(dataset, split, 0, lam=5.0)
    inside = [target in row for target, row in zip(dataset.item_idx[split.test], top, strict=True)]
    assert (np.array(inside) == (ranks["ease_recent"] <= 5)).mean() > 0.9, "equal scores alone may differ"
