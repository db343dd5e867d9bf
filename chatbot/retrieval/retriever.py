"""Retriever: text search, the crowd and the graph of facts each propose candidates; reciprocal ranks fuse them.

Hard constraints and seen items are removed before anything is proposed, so no later step can bring one back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.catalog import Catalog
from chatbot.collaborative import Collaborative
from chatbot.retrieval.attributes import AttributeIndex
from chatbot.retrieval.index import VectorIndex, top
from chatbot.retrieval.knowledge import Knowledge
from chatbot.retrieval.search import Search
from chatbot.types import Candidate, Constraints

RRF = 60  # Cormack, Clarke, Büttcher, SIGIR 2009
UNNAMED = 0.3  # what shared people without names count beside shared facts
Floats = NDArray[np.float32]


class Want(NamedTuple):
    """What is looked for: words of this turn (may be empty) and signed weights of liked and disliked items.

    pattern: items named as what it should be like, for what they are; each has a weight too.
    """

    words: str
    weights: Mapping[str, float]
    pattern: tuple[str, ...] = ()


class Retriever:
    def __init__(
        self,
        catalog: Catalog,
        search: Search,
        index: VectorIndex,
        collaborative: Collaborative,
        knowledge: Knowledge | None = None,
    ) -> None:
        self.catalog, self.search, self.index, self.collaborative = catalog, search, index, collaborative
        self.attributes, self.knowledge = AttributeIndex(catalog), knowledge or Knowledge(catalog)
        known = np.array([item.known for item in catalog], np.float32)
        self.popularity: NDArray[np.floating] = np.log1p(known) / np.float32(np.log1p(known).max(initial=1.0))

    def allowed(self, constraints: Constraints, hidden: frozenset[str]) -> NDArray[np.bool_]:
        """Items that meet every constraint and are not hidden (seen or refused), in catalogue order."""
        mask = self.catalog.allowed(constraints)
        mask[[self.catalog.index(item_id) for item_id in hidden if item_id in self.catalog]] = False
        return mask

    def retrieve(self, want: Want, allowed: NDArray[np.bool_], n: int) -> list[Candidate]:
        """Up to n allowed candidates, best first by fused reciprocal rank."""
        ways = [self.collaborative.scores(want.weights)] if want.weights else []
        if want.words:
            ways.append(self.words_similarity(want.words))
        liked = {item: w for item, w in want.weights.items() if w > 0 and item in self.catalog}
        if liked:
            rows = [self.catalog.index(item) for item in liked]
            centre = np.asarray(list(liked.values()), np.float32) @ self.index.vectors[rows]
            ways.append(self.index.similarities(centre))
        ways.append(self.popularity)
        masks = [allowed] * len(ways)
        if want.pattern:
            ways.append(self.graph_similarity(want.pattern))
            masks.append(allowed & (ways[-1] > 0))  # most items share nothing at all
        fused: dict[int, float] = {}
        for scores, mask in zip(ways, masks, strict=True):
            for rank, (row, _) in enumerate(top(scores, n, mask), 1):
                fused[row] = fused.get(row, 0.0) + 1 / (RRF + rank)
        best = sorted(fused, key=lambda row: (-fused[row], row))[:n]
        return [Candidate(self.catalog.items[row].item_id, fused[row]) for row in best]

    def graph_similarity(self, pattern: Sequence[str]) -> Floats:
        """How many facts, named or not, every item shares with these."""
        equally = dict.fromkeys(pattern, 1 / len(pattern))
        return self.attributes.scores(equally) + UNNAMED * self.knowledge.scores(equally)

    def words_similarity(self, words: str) -> Floats:
        """Nearness of every item to these words."""
        return self.search.scores(words)
