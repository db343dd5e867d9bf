"""Figures of merit, each with its interval. Pure functions over arrays; they know no model and no data set."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]

RESAMPLES = 1000
BINS = 15  # of the calibration error, of equal mass
LARGE = 5000  # values from which the normal interval stands in for the bootstrap: they agree, and it is instant
Z95 = 1.959964


def rmse(predicted: ArrayLike, actual: ArrayLike) -> float:
    """Root of the mean squared error."""
    return float(np.sqrt(np.mean(np.square(_errors(predicted, actual)))))


def mae(predicted: ArrayLike, actual: ArrayLike) -> float:
    """Mean absolute error."""
    return float(np.mean(np.abs(_errors(predicted, actual))))


def _errors(predicted: ArrayLike, actual: ArrayLike) -> Floats:
    return np.asarray(predicted, float) - np.asarray(actual, float)


def hr_at_k(ranks: ArrayLike, k: int = 10) -> Floats:
    """1 where the one relevant item is among the first k, else 0; ranks are 1-based, infinity for not ranked."""
    return (np.asarray(ranks, float) <= k).astype(float)


def ndcg_at_k(ranks: ArrayLike, k: int = 10) -> Floats:
    """1 / log2(rank + 1) where the one relevant item is among the first k, else 0 (Järvelin & Kekäläinen 2002)."""
    return hr_at_k(ranks, k) / np.log2(np.asarray(ranks, float) + 1)


def auc(scores: ArrayLike, labels: ArrayLike) -> float:
    """Chance that a positive scores above a negative, ties counting half (Mann & Whitney 1947). NaN with one class."""
    positive = np.asarray(labels, bool)
    n_positive, n_negative = int(positive.sum()), int((~positive).sum())
    if not n_positive or not n_negative:
        return float("nan")
    above = rankdata(scores)[positive].sum() - n_positive * (n_positive + 1) / 2
    return float(above / (n_positive * n_negative))


def calibration_error(probability: ArrayLike, happened: ArrayLike, bins: int = BINS) -> float:
    """Mean gap between what was promised and what happened, in bins of equal size (ECE, Naeini et al. 2015)."""
    parts = equal_bins(probability, happened, bins)
    return float(sum(len(p) * abs(p.mean() - y.mean()) for p, y in parts) / sum(len(p) for p, _ in parts))


def equal_bins(probability: ArrayLike, happened: ArrayLike, bins: int = BINS) -> list[tuple[Floats, Floats]]:
    """(promised, happened) of each bin of equal size, by promise; of equal promises each has happened to the same
    degree, so that their order means nothing."""
    p, y = np.asarray(probability, float), np.asarray(happened, float)
    _, place = np.unique(p, return_inverse=True)
    y = (np.bincount(place, y) / np.bincount(place))[place]
    return [(p[part], y[part]) for part in np.array_split(np.argsort(p, kind="stable"), bins) if len(part)]


def interval(values: ArrayLike, seed: int) -> tuple[float, float]:
    """95 % interval of the mean of `values`: bootstrap percentiles, or the normal interval for large samples."""
    x = np.asarray(values, float)
    if len(x) >= LARGE:
        half = Z95 * x.std(ddof=1) / np.sqrt(len(x))
        return float(x.mean() - half), float(x.mean() + half)
    rng = np.random.default_rng(seed)
    means = [x[rng.integers(0, len(x), len(x))].mean() for _ in range(RESAMPLES)]
    low, high = np.percentile(means, (2.5, 97.5))
    return float(low), float(high)


def plain(value: float) -> dict[str, Any]:
    """A figure without an interval, in the shape of a report."""
    return {"value": float(value), "ci_low": None, "ci_high": None}


def measured(values: ArrayLike, seed: int) -> dict[str, Any]:
    """Mean of `values` with its interval, in the shape of a report."""
    low, high = interval(values, seed)
    return {"value": float(np.mean(np.asarray(values, float))), "ci_low": low, "ci_high": high}


def measured_rmse(errors: ArrayLike, seed: int) -> dict[str, Any]:
    """RMSE of `errors` with the interval of the mean square, rooted."""
    square = measured(np.square(np.asarray(errors, float)), seed)
    return {name: float(np.sqrt(max(value, 0.0))) for name, value in square.items()}


def measured_auc(scores: ArrayLike, labels: ArrayLike, seed: int) -> dict[str, Any]:
    """AUC with its bootstrap interval; draws of one class alone are passed over."""
    s, y = np.asarray(scores, float), np.asarray(labels, bool)
    rng = np.random.default_rng(seed)
    drawn = [auc(s[at], y[at]) for at in (rng.integers(0, len(y), len(y)) for _ in range(RESAMPLES // 5))]
    low, high = (None, None) if np.isnan(drawn).all() else (float(x) for x in np.nanpercentile(drawn, (2.5, 97.5)))
    return {"value": auc(s, y), "ci_low": low, "ci_high": high}


def measured_gain(before: ArrayLike, after: ArrayLike, seed: int) -> dict[str, Any]:
    """By how much the RMSE of `after` is below that of `before`, both errors of the same ratings; paired bootstrap."""
    a, b = np.square(np.asarray(before, float)), np.square(np.asarray(after, float))
    gain = lambda at: float(np.sqrt(a[at].mean()) - np.sqrt(b[at].mean()))  # noqa: E731
    rng = np.random.default_rng(seed)
    drawn = [gain(rng.integers(0, len(a), len(a))) for _ in range(RESAMPLES)]
    low, high = np.percentile(drawn, (2.5, 97.5))
    return {"value": gain(np.arange(len(a))), "ci_low": float(low), "ci_high": float(high)}
