"""Strong baselines from libraries, where `pip install -e '.[baselines]'` brought them: myFM, and ALS of implicit.

Neither is needed to serve; a report says in one line which is not installed.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
FACTORS, ALS_ROUNDS, ALS_RIDGE, ALS_ALPHA = 64, 15, 10.0, 5.0
RANK, STEPS = 10, 200  # of the factorisation machine


def missing(*packages: str) -> list[str]:
    """A line for each package that is not installed."""
    return [
        f"{name} is not installed, so its baseline is left out; pip install -c constraints.txt -e '.[baselines]'."
        for name in packages
        if importlib.util.find_spec(name) is None
    ]


def als_factors(seen: sparse.csr_matrix, seed: int) -> tuple[Floats, Floats] | None:
    """User and item factors of implicit's ALS (Hu, Koren, Volinsky 2008) on who took what; None without implicit."""
    if missing("implicit"):
        return None
    from implicit.als import AlternatingLeastSquares

    model = AlternatingLeastSquares(
        factors=FACTORS, iterations=ALS_ROUNDS, regularization=ALS_RIDGE, alpha=ALS_ALPHA, random_state=seed,
        num_threads=1,
    )  # fmt: skip
    model.fit(seen.astype(np.float32).tocsr(), show_progress=False)
    return np.asarray(model.user_factors), np.asarray(model.item_factors)


def myfm_ratings(
    train: tuple[NDArray[Any], NDArray[Any], NDArray[Any]], test: tuple[NDArray[Any], NDArray[Any]],
    shape: tuple[int, int], seed: int,
) -> Floats | None:  # fmt: skip
    """Ratings that myFM predicts from ids and both implicit sets (Rendle, Zhang, Koren 2019); None without myFM.

    train: users, items, ratings; test: users, items; shape: how many of each.
    """
    if missing("myfm"):
        return None
    import myfm

    user, item, rating = train
    ones = sparse.csr_matrix((np.ones(len(user)), (user, item)), shape=shape)
    of_user = sparse.hstack([sparse.identity(shape[0]), _rows_of_length_one(ones)]).tocsr()
    of_item = sparse.hstack([sparse.identity(shape[1]), _rows_of_length_one(ones.T.tocsr())]).tocsr()
    model = myfm.MyFMRegressor(rank=RANK, random_seed=seed)
    model.fit(None, rating, X_rel=_relations(myfm, train[:2], (of_user, of_item)), n_iter=STEPS)
    return np.asarray(model.predict(None, X_rel=_relations(myfm, test, (of_user, of_item))))


def _relations(myfm: Any, columns: Sequence[NDArray[Any]], blocks: Sequence[sparse.csr_matrix]) -> list[Any]:
    return [myfm.RelationBlock(c.astype(np.int64), block) for c, block in zip(columns, blocks, strict=True)]


def _rows_of_length_one(x: sparse.csr_matrix) -> sparse.csr_matrix:
    size = np.sqrt(np.asarray(x.sum(axis=1)).ravel())
    return sparse.diags(1 / np.maximum(size, 1)) @ x
