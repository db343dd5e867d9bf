"""Blends: several opinions about one figure put together, with weights that a validation part chose.

Pure functions over arrays; they know no model and no data set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import nnls

Floats = NDArray[np.float64]
TINY = 1e-4


@dataclass(frozen=True)
class Blend:
    """centre + Σ weight · (opinion − its own mean on validation)."""

    centre: float
    weights: Mapping[str, float]
    means: Mapping[str, float]

    def __call__(self, opinions: Mapping[str, ArrayLike]) -> Floats:
        parts = [w * (np.asarray(opinions[name], float) - self.means[name]) for name, w in self.weights.items()]
        return np.asarray(self.centre + np.sum(parts, axis=0))


def fit_blend(opinions: Mapping[str, ArrayLike], truth: ArrayLike) -> Blend:
    """Non-negative least squares on deviations from the means; opinions that only repeat others get weight 0."""
    y = np.asarray(truth, float)
    columns = {name: np.asarray(values, float) for name, values in opinions.items()}
    means = {name: float(values.mean()) for name, values in columns.items()}
    table = np.stack([values - means[name] for name, values in columns.items()], axis=1)
    weights, _ = nnls(table, y - y.mean())
    return Blend(float(y.mean()), dict(zip(columns, map(float, weights), strict=True)), means)


def logit(probability: ArrayLike) -> Floats:
    p = np.clip(np.asarray(probability, float), TINY, 1 - TINY)
    return np.asarray(np.log(p / (1 - p)))
