"""Search: how near each item is to a person's words, by four ways at once.

dense: closeness in meaning (the encoder's cosine) · lexical: the very words (BM25) · graph: the themes nearest to the
words, and the items that carry them, rare themes first · limits: how many of the limits that the words set an item
keeps. Each way alone misses what the others find.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chatbot.catalog import Catalog, describe
from chatbot.retrieval.encoder import Encoder
from chatbot.retrieval.index import VectorIndex
from chatbot.retrieval.lexical import LexicalIndex
from chatbot.types import Constraints

Floats = NDArray[np.float32]
# chosen on the queries of one hand; another hand's are the test (`chatbot evaluate --task search`)
LEXICAL, GRAPH, LIMITS = 0.3, 0.2, 0.2
NEAREST, NEAR_ENOUGH = 8, 0.3  # themes that a wish may mean; cosine below which it means none
KEPT = 64


class Search:
    """embed: texts to unit vectors, kept on disk: for the names of themes."""

    def __init__(
        self, catalog: Catalog, encoder: Encoder, index: VectorIndex, embed: Callable[[Sequence[str]], Floats]
    ) -> None:
        self._index, self._catalog = index, catalog
        self._vector = lru_cache(KEPT)(lambda words: encoder.encode([words])[0])  # asked for by two ways
        self._lexical = LexicalIndex([describe(item, catalog.domain) for item in catalog])
        self._themes, self._matrix = _themes(catalog)
        self._theme_vectors = embed(self._themes)
        self._none = np.zeros(len(catalog), np.float32)
        self.scores = lru_cache(KEPT)(self._scores)

    def _scores(self, words: str, limits: Constraints = Constraints()) -> Floats:
        """Nearness of every item (n,): cosine + LEXICAL x lexical + GRAPH x graph + LIMITS x limits kept.

        limits: what the words were understood to set; none where these are enforced anyway.
        """
        near = self.dense(words) + LEXICAL * self.lexical(words) + GRAPH * self.graph(words)
        return near + LIMITS * self.kept(limits) if limits else near

    def dense(self, words: str) -> Floats:
        return self._index.similarities(self._vector(words))

    def lexical(self, words: str) -> Floats:
        return self._lexical.scores(words)

    def kept(self, limits: Constraints) -> Floats:
        """How many of the limits each item keeps."""
        return sum((self._catalog.allowed(one).astype(np.float32) for one in limits.each()), self._none)

    def graph(self, words: str) -> Floats:
        """1 for the item that carries most of what the words are about; all 0 when no theme is near."""
        if not self._themes:
            return self._none
        near = self._theme_vectors @ self._vector(words)
        near[near < max(NEAR_ENOUGH, float(np.sort(near)[-NEAREST:][0]))] = 0
        scores = np.asarray(self._matrix @ (near * near), np.float32)
        return np.asarray(scores / max(float(scores.max(initial=0)), 1e-9))


def _themes(catalog: Catalog) -> tuple[list[str], sparse.csr_matrix]:
    """Names of all themes, and items x themes weighted by rarity (inverse document frequency)."""
    number: dict[str, int] = {}
    pairs = [
        (row, number.setdefault(t, len(number))) for row, i in enumerate(catalog) for t in i.facts.get("theme", ())
    ]
    rows, columns = [row for row, _ in pairs], [column for _, column in pairs]
    shape = (len(catalog), len(number))
    matrix = sparse.csr_matrix((np.ones(len(pairs), np.float32), (rows, columns)), shape=shape)
    count = np.asarray(matrix.sum(axis=0)).ravel()
    rarity = np.log(max(len(catalog), 1) / (1 + count)).astype(np.float32)
    return list(number), sparse.csr_matrix(matrix @ sparse.diags(rarity))
