"""Trivial baselines: what stands beside every figure, so that it can be seen to mean something.

All learn from the rows of the training part that they are given, and from nothing else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from chatbot.gaussian import damped_biases

Floats = NDArray[np.float64]


def popularity(item_idx: NDArray[np.integer], n_items: int) -> Floats:
    """How often each item was rated, (n_items,): the score of the recommender that shows everybody the same."""
    return np.bincount(item_idx, minlength=n_items).astype(float)


class RatingBaselines:
    """Global mean, item mean and mean plus both biases, learned from ratings in columns."""

    def __init__(
        self, user_idx: NDArray[np.integer], item_idx: NDArray[np.integer], rating: NDArray[np.floating],
        n_users: int, n_items: int, scale: tuple[float, float],
    ) -> None:  # fmt: skip
        self.scale = scale
        self.centre, self.item, user = damped_biases(user_idx, item_idx, rating, n_items)
        self.user = np.zeros(n_users)
        self.user[: len(user)] = user
        count = np.bincount(item_idx, minlength=n_items)
        total = np.bincount(item_idx, rating, n_items)
        self.item_mean = np.where(count > 0, total / np.maximum(count, 1), self.centre)

    def predict(self, user_idx: NDArray[np.integer], item_idx: NDArray[np.integer]) -> dict[str, Floats]:
        """Predictions of each baseline for the given pairs, by name."""
        biased = self.centre + self.item[item_idx] + self.user[user_idx]
        return {
            "global_mean": np.full(len(item_idx), self.centre),
            "item_mean": self.item_mean[item_idx],
            "bias_only": np.clip(biased, *self.scale),
        }
