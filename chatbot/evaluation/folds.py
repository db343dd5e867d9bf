"""How well ratings are predicted over the official folds, as pure functions over columns.

The model that serves is measured as it serves: fitted on the other folds, with the constants of `chatbot.gaussian`,
which were chosen on a validation part of the first fold's training set.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chatbot import gaussian
from chatbot.dataset import Dataset, RawRatings, Split, official_folds
from chatbot.evaluation import metrics
from chatbot.evaluation.baselines import RatingBaselines
from chatbot.evaluation.strong import missing, myfm_ratings

log = logging.getLogger(__name__)
Floats = NDArray[np.float64]
# Ratings given in the same minute err alike. How near in time counts (seconds), how many such ratings the mean is drawn
# to 0 by, and how much of it is believed; chosen on a validation part of u1's training set.
NEAR, DRAWN, BELIEVED = 60.0, 20.0, 2.46
LENGTHS = (0, 10, 20, 40, 80, 160)  # of a person's history, where the figures are shown apart


def evaluate_rating(
    raw: RawRatings | Dataset, seed: int, folds: int = 5, kind: gaussian.Floats | None = None
) -> dict[str, Any]:
    """Error of predicted ratings over consecutive folds of file order: the official ones on ML-100K.

    kind: likeness of all items in what they are, the text's part of the hybrid; without it `metrics` are the crowd's
    alone. rmse and mae are over the ratings of all folds, `rmse_u1` … of single ones, `rmse_mean` is their mean.
    `rmse_knowing_the_minute` may also use how the same person's other ratings of that minute came out, before and
    after it: what no recommender knows beforehand. `confidence_ece` is the calibration error of the probability that a
    prediction is within one star. fallback_rate: ratings of a user or an item without any rating in training.
    """
    errors: dict[str, list[Floats]] = defaultdict(list)
    promised, lengths, unknown, table = [], [], 0, {}
    for fold, split in enumerate(official_folds(raw, folds), 1):
        predicted, sure, unseen = predict_fold(raw, split, seed, kind)
        promised.append(sure)
        lengths.append(np.bincount(raw.user_idx[split.train], minlength=len(raw.users))[raw.user_idx[split.test]])
        unknown += unseen
        for name, values in predicted.items():
            errors[name].append(values - raw.rating[split.test])
        table[f"rmse_u{fold}"] = metrics.measured_rmse(errors["hybrid"][-1], seed)
        log.info("rating: fold %d of %d: %.4f", fold, folds, table[f"rmse_u{fold}"]["value"])
    whole = {name: np.concatenate(parts) for name, parts in errors.items()}
    knowing = whole.pop("knowing_the_minute")
    figures = {name: error_figures(e, seed) for name, e in whole.items()}
    hit = np.abs(whole["hybrid"]) <= 1
    table["rmse_mean"] = metrics.plain(np.mean([row["value"] for row in table.values()]))
    table["rmse_knowing_the_minute"] = metrics.measured_rmse(knowing, seed)
    table["confidence_ece"] = metrics.plain(metrics.calibration_error(np.concatenate(promised), hit))
    shown = {name: whole[name] for name in ("hybrid", "bias_only")}
    return {
        "n": len(raw), "metrics": figures.pop("hybrid") | table, "baselines": figures,
        "split": f"{folds} consecutive folds of file order", "fallback_rate": unknown / len(raw),
        "notes": missing("myfm"), "series": {"by_history": by_history(np.concatenate(lengths), shown)},
    }  # fmt: skip


def error_figures(errors: Floats, seed: int) -> dict[str, Any]:
    return {"rmse": metrics.measured_rmse(errors, seed), "mae": metrics.measured(np.abs(errors), seed)}


def by_history(length: NDArray[np.integer], errors: dict[str, Floats]) -> list[dict[str, Any]]:
    """RMSE of each model by how many ratings of the person were known: points of the picture."""
    rows = []
    for low, high in zip(LENGTHS, (*LENGTHS[1:], np.inf), strict=True):
        at = (length >= low) & (length < high)
        if at.any():
            rows.append({"from": low, "n": int(at.sum())} | {n: metrics.rmse(e[at], 0) for n, e in errors.items()})
    return rows


def predict_fold(
    raw: RawRatings | Dataset, split: Split, seed: int, kind: gaussian.Floats | None = None
) -> tuple[dict[str, Floats], Floats, int]:
    """Predictions for the test rows by name, the model's own confidence in each, and how many are of unknowns."""
    user, item, rating = raw.user_idx[split.train], raw.item_idx[split.train], raw.rating[split.train]
    shape = len(raw.users), len(raw.items)
    mean, variance, drift = _gaussian(raw, split, seed, kind)
    found = {"hybrid": mean, "knowing_the_minute": np.clip(mean + drift, *raw.scale)}
    if kind is not None:
        found["crowd_alone"] = _gaussian(raw, split, seed, None)[0]
    test_user, test_item = raw.user_idx[split.test], raw.item_idx[split.test]
    strong = myfm_ratings((user, item, rating), (test_user, test_item), shape, seed)
    if strong is not None:
        found["myfm"] = np.clip(strong, *raw.scale)
    simple = RatingBaselines(user, item, rating, *shape, raw.scale).predict(test_user, test_item)
    known_item = np.bincount(item, minlength=shape[1]) > 0
    known_user = np.bincount(user, minlength=shape[0]) > 0
    unknown = int((~(known_item[test_item] & known_user[test_user])).sum())
    return found | simple, gaussian.within_one(variance).astype(float), unknown


def _gaussian(
    raw: RawRatings | Dataset, split: Split, seed: int, kind: gaussian.Floats | None
) -> tuple[Floats, Floats, Floats]:
    """Mean and variance of each test row, and how the person's other ratings of its minute say to move it."""
    user, item, rating = raw.user_idx[split.train], raw.item_idx[split.train], raw.rating[split.train]
    model = gaussian.fit(user, item, rating, len(raw.items), raw.scale, seed, kind)
    mean, variance, drift = np.zeros(len(split.test)), np.ones(len(split.test)), np.zeros(len(split.test))
    one_each = sparse.identity(len(raw.items), np.float32, format="csr")
    given, asked = rows_by_user(user, len(raw.users)), rows_by_user(raw.user_idx[split.test], len(raw.users))
    for rows, ask in zip(given, asked, strict=True):
        if len(ask):
            known, wanted = one_each[item[rows]], one_each[raw.item_idx[split.test[ask]]]
            mean[ask], variance[ask] = model.predict(known, rating[rows], wanted)
            if len(rows):
                times = raw.timestamp[split.train[rows]], raw.timestamp[split.test[ask]]
                drift[ask] = nearby(model.surprises(known, rating[rows]), *times)
    return mean, variance, drift


def nearby(surprises: NDArray[np.floating], given_at: NDArray[np.integer], asked_at: NDArray[np.integer]) -> Floats:
    """Mean of the surprises around each asked time, nearer ones counting more, drawn to 0 where there are few."""
    weight = np.exp(-np.abs(asked_at[:, None] - given_at[None]) / NEAR)
    return np.asarray(BELIEVED * (weight @ surprises) / (weight.sum(axis=1) + DRAWN))


def rows_by_user(user_idx: NDArray[np.integer], n_users: int) -> list[NDArray[np.int64]]:
    """Rows of each user, in order."""
    ends = np.cumsum(np.bincount(user_idx, minlength=n_users))
    return np.split(np.argsort(user_idx, kind="stable"), ends[:-1])
