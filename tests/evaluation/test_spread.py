"""How far the lists of all users reach."""

from __future__ import annotations

import numpy as np

from chatbot.dataset import Dataset
from chatbot.evaluation.recommend import evaluate_spread

N_USERS, N_ITEMS = 40, 20


def test_lists_are_as_wide_as_they_are() -> None:
    rng = np.random.default_rng(0)
    pairs = np.argwhere(rng.random((N_USERS, N_ITEMS)) < 0.4)
    user, item = pairs.T.astype(np.int32)
    rating = np.full(len(pairs), 4, np.float32)
    users, items = (tuple(map(str, range(size))) for size in (N_USERS, N_ITEMS))
    data = Dataset(users, items, user, item, rating, rng.integers(0, 50, len(pairs)))
    figures = evaluate_spread(data, seed=0, lam=5.0, k=3)
    assert 3 / N_ITEMS <= figures["coverage@3"]["value"] <= 1
    assert 0 <= figures["popular_tenth@3"]["value"] <= 2 / 3, "two of the items are the most popular tenth"
    assert figures == evaluate_spread(data, seed=0, lam=5.0, k=3)
