"""How well the closed-form models rate and rank: the two protocols that papers share, as pure functions.

Each returns one task of a report: n, metrics, baselines, split, fallback_rate.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chatbot import gaussian
from chatbot.collaborative import HALF_LIFE, LAMBDA, ease
from chatbot.dataset import Dataset, RawRatings, Split, leave_one_out, official_folds, time_order
from chatbot.evaluation import metrics
from chatbot.evaluation.baselines import RatingBaselines, popularity

Floats = NDArray[np.float64]

BLOCK = 2000  # users scored at a time


# --- next item -------------------------------------------------------------------------------------------------


def evaluate_next_item(dataset: Dataset, seed: int, repeats: int = 20, lam: float = LAMBDA) -> dict[str, Any]:
    """Leave one out by time: which place the last item of each user gets among all items they had not rated.

    The whole catalogue of rated items is ranked, and everything before the last item is training and history. Time
    ties are broken at random in each repeat; a user's value is the mean over repeats, so n is the number of users.
    fallback_rate: tests whose item nobody rated in training, so that nothing is known to score it by.
    """
    sums: dict[str, dict[str, Floats]] = defaultdict(lambda: defaultdict(lambda: np.zeros(len(dataset.users))))
    tested, unknown = np.zeros(len(dataset.users), bool), 0.0
    for repeat in range(repeats):
        split = leave_one_out(dataset, seed + repeat)
        users, ranks, unseen = next_item_ranks(dataset, split, seed + repeat, lam)
        tested[users], unknown = True, unknown + unseen / repeats
        for name, rank in ranks.items():
            sums[name]["hr@10"][users] += metrics.hr_at_k(rank) / repeats
            sums[name]["ndcg@10"][users] += metrics.ndcg_at_k(rank) / repeats
    table = {
        name: {metric: metrics.measured(values[tested], seed) for metric, values in by_metric.items()}
        for name, by_metric in sums.items()
    }
    return {
        "n": int(tested.sum()), "metrics": table.pop("ease_recent"), "baselines": table,
        "split": f"leave one out by time, all {len(dataset.items)} items, seen masked, time ties broken at random, "
                 f"{repeats} repeats from seed {seed}",
        "fallback_rate": unknown,
    }  # fmt: skip


def next_item_ranks(
    dataset: Dataset, split: Split, seed: int, lam: float = LAMBDA
) -> tuple[NDArray[np.integer], dict[str, Floats], float]:
    """Tested users, the 1-based rank of each one's test item by each model, and the share of items new in the test.

    `seed` is the one of the split: it gives the same order of ties. Equal scores are ordered at random.
    """
    rows = np.concatenate([split.train, split.validation])
    n_users, n_items = len(dataset.users), len(dataset.items)
    user, item = dataset.user_idx[rows], dataset.item_idx[rows]
    seen = sparse.csr_matrix((np.ones(len(rows), np.float32), (user, item)), shape=(n_users, n_items))
    recent = sparse.csr_matrix((_recency(dataset, rows, seed), (user, item)), shape=(n_users, n_items))
    weights, often = ease(user, item, n_items, lam), popularity(item, n_items)
    users, targets = dataset.user_idx[split.test], dataset.item_idx[split.test]
    ranks: dict[str, list[Floats]] = defaultdict(list)
    rng = np.random.default_rng(seed)
    for start in range(0, len(users), BLOCK):
        block, target = users[start : start + BLOCK], targets[start : start + BLOCK]
        masked = seen[block].toarray() > 0
        scores = {"ease_recent": recent[block] @ weights, "ease": seen[block] @ weights}
        scores["popularity"] = np.tile(often, (len(block), 1))
        for name, score in scores.items():
            ranks[name].append(_ranks(np.where(masked, -np.inf, score), target, rng))
    unseen = float((often[targets] == 0).mean()) if len(targets) else 0.0
    return users, {name: np.concatenate(parts) for name, parts in ranks.items()}, unseen


def _recency(dataset: Dataset, rows: NDArray[np.integer], seed: int) -> NDArray[np.float32]:
    """2^(-age / half-life) of each of `rows`; the newest of a user's rows has age 0."""
    place = np.empty(len(dataset), np.int64)
    place[time_order(dataset, seed)] = np.arange(len(dataset))
    user = dataset.user_idx[rows]
    newest_first = np.lexsort((-place[rows], user))
    size = np.bincount(user, minlength=len(dataset.users))
    starts = np.cumsum(size) - size
    age = np.empty(len(rows))
    age[newest_first] = np.arange(len(rows)) - starts[user[newest_first]]
    return np.exp2(-age / HALF_LIFE).astype(np.float32)


def _ranks(scores: NDArray[np.floating], target: NDArray[np.integer], rng: np.random.Generator) -> Floats:
    """1-based rank of one target column in each row, its place among equals drawn at random."""
    own = np.take_along_axis(scores, target[:, None].astype(np.int64), axis=1)
    above, equal = (scores > own).sum(axis=1), (scores == own).sum(axis=1)
    return (above + rng.integers(1, equal + 1)).astype(float)


# --- rating ----------------------------------------------------------------------------------------------------


def evaluate_rating(raw: RawRatings | Dataset, seed: int, folds: int = 5) -> dict[str, Any]:
    """Error of predicted ratings over consecutive folds of file order: the official ones on ML-100K.

    rmse and mae are over the ratings of all folds; `rmse_u1` … are single folds. `confidence_ece` is the calibration
    error of the probability that a prediction is within one star. fallback_rate: ratings of a user or an item without
    any rating in training.
    """
    errors: dict[str, list[Floats]] = defaultdict(list)
    promised, unknown, table = [], 0, {}
    for fold, split in enumerate(official_folds(raw, folds), 1):
        predicted, sure, unseen = predict_fold(raw, split, seed)
        promised.append(sure)
        unknown += unseen
        for name, values in predicted.items():
            errors[name].append(values - raw.rating[split.test])
        table[f"rmse_u{fold}"] = metrics.measured_rmse(errors["gaussian"][-1], seed)
    whole = {name: np.concatenate(parts) for name, parts in errors.items()}
    figures = {
        name: {"rmse": metrics.measured_rmse(e, seed), "mae": metrics.measured(np.abs(e), seed)}
        for name, e in whole.items()
    }
    hit, sure = np.abs(whole["gaussian"]) <= 1, np.concatenate(promised)
    ece = metrics.calibration_error(sure, hit)
    calibration = {"confidence_ece": {"value": ece, "ci_low": None, "ci_high": None}}
    return {
        "n": len(raw), "metrics": figures.pop("gaussian") | table | calibration, "baselines": figures,
        "split": f"{folds} consecutive folds of file order", "fallback_rate": unknown / len(raw),
    }  # fmt: skip


def predict_fold(raw: RawRatings | Dataset, split: Split, seed: int) -> tuple[dict[str, Floats], Floats, int]:
    """Predictions for the test rows by name, the model's own confidence in each, and how many are of unknowns."""
    user, item, rating = raw.user_idx[split.train], raw.item_idx[split.train], raw.rating[split.train]
    n_users, n_items = len(raw.users), len(raw.items)
    model = gaussian.fit(user, item, rating, n_items, raw.scale, seed)
    mean, variance = np.zeros(len(split.test)), np.ones(len(split.test))
    test_user, test_item = raw.user_idx[split.test], raw.item_idx[split.test]
    one_each = sparse.identity(n_items, np.float32, format="csr")
    given, asked = _rows_by_user(user, n_users), _rows_by_user(test_user, n_users)
    for rows, ask in zip(given, asked, strict=True):
        if len(ask):
            mean[ask], variance[ask] = model.predict(one_each[item[rows]], rating[rows], one_each[test_item[ask]])
    simple = RatingBaselines(user, item, rating, n_users, n_items, raw.scale).predict(test_user, test_item)
    known_item = np.bincount(item, minlength=n_items) > 0
    known_user = np.bincount(user, minlength=n_users) > 0
    unknown = int((~(known_item[test_item] & known_user[test_user])).sum())
    return {"gaussian": mean, **simple}, gaussian.within_one(variance).astype(float), unknown


def _rows_by_user(user_idx: NDArray[np.integer], n_users: int) -> list[NDArray[np.integer]]:
    """Rows of each user, in order."""
    ends = np.cumsum(np.bincount(user_idx, minlength=n_users))
    return np.split(np.argsort(user_idx, kind="stable"), ends[:-1])
