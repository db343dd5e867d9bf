"""How well the closed-form model ranks the next item: the protocol that papers share, as pure functions.

Returns one task of a report: n, metrics, baselines, split, fallback_rate, notes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chatbot.collaborative import HALF_LIFE, LAMBDA, ease
from chatbot.dataset import Dataset, Split, leave_one_out, time_order
from chatbot.evaluation import metrics
from chatbot.evaluation.baselines import popularity
from chatbot.evaluation.strong import als_factors, missing

Floats = NDArray[np.float64]

BLOCK = 2000  # users scored at a time


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
    ours = table.pop("ease_recent") | evaluate_spread(dataset, seed, lam)
    return {
        "n": int(tested.sum()), "metrics": ours, "baselines": table,
        "split": f"leave one out by time, all {len(dataset.items)} items, seen masked, time ties broken at random, "
                 f"{repeats} repeats from seed {seed}",
        "fallback_rate": unknown, "notes": missing("implicit"),
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
    rng, factors = np.random.default_rng(seed), als_factors(seen, seed)
    for start in range(0, len(users), BLOCK):
        block, target = users[start : start + BLOCK], targets[start : start + BLOCK]
        masked = seen[block].toarray() > 0
        scores = {"ease_recent": recent[block] @ weights, "ease": seen[block] @ weights}
        scores["popularity"] = np.tile(often, (len(block), 1))
        if factors:
            scores["implicit_als"] = factors[0][block] @ factors[1].T
        for name, score in scores.items():
            ranks[name].append(_ranks(np.where(masked, -np.inf, score), target, rng))
    unseen = float((often[targets] == 0).mean()) if len(targets) else 0.0
    return users, {name: np.concatenate(parts) for name, parts in ranks.items()}, unseen


def top_lists(
    dataset: Dataset, known: NDArray[np.integer], users: NDArray[np.integer], seed: int, k: int, lam: float = LAMBDA
) -> NDArray[np.integer]:
    """The k best items that each of `users` had not rated, best first, (len(users), k), learned from the known rows."""
    n_users, n_items = len(dataset.users), len(dataset.items)
    user, item = dataset.user_idx[known], dataset.item_idx[known]
    recent = sparse.csr_matrix((_recency(dataset, known, seed), (user, item)), shape=(n_users, n_items))
    weights = ease(user, item, n_items, lam)
    scores = np.where(recent[users].toarray() > 0, -np.inf, recent[users] @ weights)
    return np.argsort(-scores, axis=1, kind="stable")[:, :k]


def evaluate_spread(dataset: Dataset, seed: int, lam: float = LAMBDA, k: int = 10) -> dict[str, Any]:
    """How far the lists of all users reach: the share of all items that stand in any of them, and the share of their
    places that the most popular tenth of the items takes."""
    split = leave_one_out(dataset, seed)
    known = np.concatenate([split.train, split.validation])
    n_items = len(dataset.items)
    lists = top_lists(dataset, known, dataset.user_idx[split.test], seed, k, lam)
    often = popularity(dataset.item_idx[known], n_items)
    popular = np.zeros(n_items, bool)
    popular[np.argsort(-often, kind="stable")[: max(1, n_items // 10)]] = True
    coverage = len(np.unique(lists)) / n_items
    return {
        f"coverage@{k}": {"value": coverage, "ci_low": None, "ci_high": None},
        f"popular_tenth@{k}": metrics.measured(popular[lists].mean(axis=1), seed),
    }


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
