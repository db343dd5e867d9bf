"""Attributes: which facts (genre, theme, director, cast, series) items share, as a sparse matrix with rows of length 1.

A rare fact ties two items more than a common one: each weighs by its inverse document frequency.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chatbot.catalog import Catalog
from chatbot.types import Item

Floats = NDArray[np.float32]
Attribute = tuple[str, str]  # (fact, value), e.g. ("director", "Michael Mann")


def attributes_of(item: Item, catalog: Catalog) -> list[Attribute]:
    """Genres first, then the domain's facts."""
    pairs = [("genre", genre) for genre in item.genres]
    pairs += [(fact, value) for fact in catalog.domain.facts for value in item.facts.get(fact, ())]
    return list(dict.fromkeys(pairs))


class AttributeIndex:
    """matrix: (items, attributes), log(items / items that have it) in rows of length 1; so products are cosines."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        number: dict[Attribute, int] = {}
        rows, columns = [], []
        for row, item in enumerate(catalog):
            has = attributes_of(item, catalog)
            rows += [row] * len(has)
            columns += [number.setdefault(a, len(number)) for a in has]
        self.names = list(number)
        count = np.bincount(columns, minlength=len(number))
        rarity = np.log(1 + len(catalog) / np.maximum(count, 1))[columns]
        length = np.sqrt(np.bincount(rows, rarity**2, minlength=len(catalog)))[rows]
        shape = (len(catalog), len(number))
        self.matrix = sparse.csr_matrix(((rarity / length).astype(np.float32), (rows, columns)), shape=shape)

    def affinity(self, weights: Mapping[str, float]) -> Floats:
        """How strongly signed item weights speak for each attribute: (attributes,)."""
        w = np.zeros(len(self._catalog), np.float32)
        for item, value in weights.items():
            w[self._catalog.index(item)] = value
        return self.matrix.T @ w

    def scores(self, weights: Mapping[str, float]) -> Floats:
        """Weighted sum of each item's attribute cosine with the weighted items: (items,)."""
        return self.matrix @ self.affinity(weights)

    def shares(self, weights: Mapping[str, float], item_id: str) -> list[tuple[Attribute, float, str]]:
        """(attribute, what it adds to the item's score, the weighted item it comes from most); sums to the score.

        The item that is named pulls the same way as the sum: what speaks for an item comes from a liked one.
        """
        affinity = self.affinity(weights)
        row = self.matrix[self._catalog.index(item_id)]
        shares = []
        for column, value in zip(row.indices, row.data, strict=True):
            if affinity[column]:
                sources = {i: w * self.matrix[self._catalog.index(i), column] for i, w in weights.items()}
                pull = np.sign(affinity[column])
                most = max(sources, key=lambda i: pull * sources[i])
                shares.append((self.names[column], float(value * affinity[column]), most))
        return shares
