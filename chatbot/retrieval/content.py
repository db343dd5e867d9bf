"""Content: what items are, as numbers, so that items alike in kind can be taken to be liked alike.

Facts that items share (genres, people, themes), their year and their measures, in one sparse matrix. How many people
know an item is left out on purpose: that is counted from ratings, some of which a measurement holds back.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chatbot.catalog import Catalog, measure_of
from chatbot.retrieval.attributes import AttributeIndex
from chatbot.types import Item

# How much year and measures count beside the facts; chosen on a validation part of the training set of ML-100K's u1.
MEASURES = 0.5


def content(catalog: Catalog) -> sparse.csr_matrix:
    """(items, facts + measures) with rows of length 1, in the catalogue's order; products are likenesses up to 1."""
    facts = AttributeIndex(catalog).matrix
    measures = sparse.csr_matrix(MEASURES * _measures(catalog))
    both = sparse.hstack([facts, measures]).tocsr()
    length = np.sqrt(np.asarray(both.multiply(both).sum(axis=1))).ravel()
    return sparse.diags(1 / np.maximum(length, 1e-6)).dot(both).astype(np.float32).tocsr()


def _measures(catalog: Catalog) -> NDArray[np.float64]:
    """Year, age and scales of each item, standardised, rows of length 1; what is not known is the mean."""
    names = ["year", "age", *catalog.domain.scales]
    table = np.array([[_value(item, name) for name in names] for item in catalog], float).reshape(-1, len(names))
    known = ~np.isnan(table)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, table, 0).sum(axis=0) / count
    away = np.where(known, table - mean, 0)
    away /= np.maximum(np.sqrt((away**2).sum(axis=0) / count), 1e-6)
    return np.asarray(away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6))


def _value(item: Item, name: str) -> float:
    value = item.year if name == "year" else measure_of(item, name)
    return float("nan") if value is None else float(value)
