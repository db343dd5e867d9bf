"""Do probabilities keep their promise: calibration error, one temperature fitted on validation, points of the picture.

Guo and others, "On Calibration of Modern Neural Networks", ICML 2017. Pure functions over arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar

from chatbot.evaluation.metrics import BINS, calibration_error, equal_bins

Floats = NDArray[np.float64]
TINY = 1e-6
COLDEST, HOTTEST = 0.05, 20.0  # bounds of a temperature


def tempered(probability: ArrayLike, temperature: float) -> Floats:
    """Probabilities (n, classes) with their logarithms divided by the temperature; above 1 they are less sure."""
    logs = np.log(np.maximum(np.asarray(probability, float), TINY)) / temperature
    odds = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def fit_temperature(probability: ArrayLike, truth: ArrayLike) -> float:
    """The temperature under which the true classes (n,) are likeliest; 1 where there is nothing to fit on."""
    p, y = np.asarray(probability, float), np.asarray(truth, int)
    if not len(y):
        return 1.0
    loss = lambda log_t: -np.log(tempered(p, float(np.exp(log_t)))[np.arange(len(y)), y]).mean()  # noqa: E731
    found = minimize_scalar(loss, bounds=(np.log(COLDEST), np.log(HOTTEST)), method="bounded")
    return float(np.exp(found.x))


def two_classes(probability: ArrayLike) -> Floats:
    """The probability of yes (n,) as probabilities of no and yes (n, 2)."""
    p = np.asarray(probability, float)
    return np.stack([1 - p, p], axis=1)


def reliability(probability: ArrayLike, happened: ArrayLike, bins: int = BINS) -> list[dict[str, float]]:
    """Points of the reliability picture, in bins of equal size: what was promised, what happened, how many."""
    parts = equal_bins(probability, happened, bins)
    return [{"promised": float(p.mean()), "happened": float(y.mean()), "n": len(p)} for p, y in parts]


def calibrate(
    validation: tuple[ArrayLike, ArrayLike], test: tuple[ArrayLike, ArrayLike], of_yes: bool = False
) -> tuple[dict[str, Any], list[dict[str, float]]]:
    """Metrics (ece, temperature, ece_tempered) and the picture's points, after the temperature.

    validation, test: probabilities (n, classes) and true classes (n,). What is promised is the probability of the
    likeliest class, or with `of_yes` that of class 1.
    """
    temperature = fit_temperature(*validation)
    raw, truth = np.asarray(test[0], float), np.asarray(test[1], int)
    before, happened = _promise(raw, truth, of_yes)
    after, _ = _promise(tempered(raw, temperature), truth, of_yes)
    values = {
        "ece": calibration_error(before, happened),
        "temperature": temperature,
        "ece_tempered": calibration_error(after, happened),
    }
    return {name: {"value": v, "ci_low": None, "ci_high": None} for name, v in values.items()}, reliability(
        after, happened
    )


def _promise(probability: Floats, truth: NDArray[np.integer], of_yes: bool) -> tuple[Floats, Floats]:
    if of_yes:
        return probability[:, 1], (truth == 1).astype(float)
    best = probability.argmax(axis=1)
    return probability.max(axis=1), (best == truth).astype(float)
