"""People who gave five ratings, and items that nobody rated: predicted as in chat, with and without what items are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.collaborative import Collaborative
from chatbot.dataset import Dataset, time_order
from chatbot.evaluation import metrics
from chatbot.evaluation.baselines import RatingBaselines
from chatbot.evaluation.calibration import reliability
from chatbot.evaluation.folds import error_figures, rows_by_user

Rows = NDArray[np.int64]
Fit = Callable[[Dataset, bool], Collaborative]  # the model of these ratings; whether it knows what items are
SHARE, TOLD = 0.2, 5  # of people or items that are held out; ratings that a newcomer gives


def evaluate_cold_person(data: Dataset, fit: Fit, seed: int, told: int = TOLD) -> dict[str, Any]:
    """A fifth of the people are wholly held out; each tells the first `told` ratings, and the rest are predicted."""
    held = _drawn(len(data.users), seed)
    order = time_order(data, seed)
    order = order[held[data.user_idx[order]]]
    mine = rows_by_user(data.user_idx[order], len(data.users))
    pairs = [(order[at[:told]], order[at[told:]]) for at in mine if len(at) > told]
    train = np.flatnonzero(~held[data.user_idx])
    return _figures(
        data, fit, train, pairs, seed, f"a fifth of the people held out wholly; their first {told} ratings by time told"
    )


def evaluate_cold_item(data: Dataset, fit: Fit, seed: int) -> dict[str, Any]:
    """A fifth of the items are wholly held out; everybody's ratings of them are predicted from the others."""
    held = _drawn(len(data.items), seed)[data.item_idx]
    by_user = rows_by_user(data.user_idx, len(data.users))
    pairs = [(at[~held[at]], at[held[at]]) for at in by_user if held[at].any()]
    return _figures(
        data, fit, np.flatnonzero(~held), pairs, seed, "a fifth of the items held out wholly, for everybody"
    )


def _drawn(size: int, seed: int) -> NDArray[np.bool_]:
    held = np.zeros(size, bool)
    held[np.random.default_rng(seed).permutation(size)[: max(1, int(SHARE * size))]] = True
    return held


def _figures(
    data: Dataset, fit: Fit, train: Rows, pairs: list[tuple[Rows, Rows]], seed: int, split: str
) -> dict[str, Any]:
    asked = np.concatenate([ask for _, ask in pairs])
    truth = data.rating[asked]
    found, sure = {}, np.zeros(0)
    for name, knows in (("crowd_alone", False), ("hybrid", True)):
        found[name], sure = _predicted(fit(data.take(train), knows), data, pairs)
    found |= _simple(data, train, pairs)
    figures = {name: error_figures(values - truth, seed) for name, values in found.items()}
    hit = np.abs(found["hybrid"] - truth) <= 1
    gain = metrics.measured_gain(found["crowd_alone"] - truth, found["hybrid"] - truth, seed)
    more = {"gain_of_content": gain, "confidence_ece": metrics.plain(metrics.calibration_error(sure, hit))}
    return {
        "n": len(asked), "metrics": figures.pop("hybrid") | more, "baselines": figures, "split": split,
        "fallback_rate": 0.0, "series": {"reliability": reliability(sure, hit)},
    }  # fmt: skip


def _predicted(
    model: Collaborative, data: Dataset, pairs: list[tuple[Rows, Rows]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(rating, confidence) of every asked row, in order."""
    parts = [
        model.predict_rating(
            {data.items[data.item_idx[row]]: float(data.rating[row]) for row in known},
            [data.items[data.item_idx[row]] for row in ask],
        )
        for known, ask in pairs
    ]
    mean, sure = (np.concatenate([part[at] for part in parts]).astype(float) for at in (0, 1))
    return mean, sure


def _simple(data: Dataset, train: Rows, pairs: list[tuple[Rows, Rows]]) -> dict[str, NDArray[np.float64]]:
    """Trivial baselines; a person's own bias comes from what that person told."""
    told = np.unique(np.concatenate([train, *(known for known, _ in pairs)]))
    asked = np.concatenate([ask for _, ask in pairs])
    columns = data.user_idx[told], data.item_idx[told], data.rating[told]
    simple = RatingBaselines(*columns, len(data.users), len(data.items), data.scale)
    return simple.predict(data.user_idx[asked], data.item_idx[asked])
