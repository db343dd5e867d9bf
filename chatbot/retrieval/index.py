"""VectorIndex: exact nearest neighbours in numpy. Enough for some hundred thousand items."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class VectorIndex:
    """vectors: (n, d) float32, rows of length 1, in the catalogue's order."""

    def __init__(self, vectors: Floats) -> None:
        self.vectors = np.ascontiguousarray(vectors, np.float32)

    def similarities(self, query: Floats) -> Floats:
        """Cosine of each row with the query (d,): (n,)."""
        return self.vectors @ query

    def search(self, query: Floats, k: int, allowed: NDArray[np.bool_] | None = None) -> list[tuple[int, float]]:
        """The k best allowed rows, best first, as (row, cosine)."""
        return top(self.similarities(query), k, allowed)


def top(scores: Floats, k: int, allowed: NDArray[np.bool_] | None = None) -> list[tuple[int, float]]:
    """The k highest allowed scores, best first; equal scores in order of position."""
    if allowed is not None:
        scores = np.where(allowed, scores, -np.inf)
    k = min(k, len(scores))
    if not k:
        return []
    best = np.argpartition(-scores, k - 1)[:k]
    best = best[np.lexsort((best, -scores[best]))]
    return [(int(at), float(scores[at])) for at in best if np.isfinite(scores[at])]
