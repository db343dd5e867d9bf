"""VectorIndex: exactly what a search by hand gives. Another index is added to `INDEXES`, and inherits all of these."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from chatbot.retrieval.index import VectorIndex, top

INDEXES = (VectorIndex,)


def rows(n: int, seed: int = 0) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(n, 8)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("kind", INDEXES)
@pytest.mark.parametrize("k", [1, 5, 49, 50, 1000])
def test_search_is_brute_force(kind: type[VectorIndex], k: int) -> None:
    vectors, query = rows(50), rows(1, seed=1)[0]
    by_hand = sorted(range(50), key=lambda row: -float(vectors[row] @ query))[:k]
    found = kind(vectors).search(query, k)
    assert [row for row, _ in found] == by_hand
    assert [score for _, score in found] == pytest.approx([float(vectors[row] @ query) for row in by_hand], abs=1e-6)


@pytest.mark.parametrize("kind", INDEXES)
def test_only_allowed_rows_are_found(kind: type[VectorIndex]) -> None:
    vectors, allowed = rows(50), np.arange(50) % 7 == 0
    found = kind(vectors).search(vectors[7], 20, allowed)
    assert found[0][0] == 7 and len(found) == 8 and all(allowed[row] for row, _ in found)
    assert kind(vectors).search(vectors[7], 20, np.zeros(50, bool)) == []


@pytest.mark.parametrize("kind", INDEXES)
def test_a_row_is_nearest_to_itself(kind: type[VectorIndex]) -> None:
    vectors = rows(30)
    index = kind(vectors)
    assert all(index.search(vector, 1)[0][0] == row for row, vector in enumerate(vectors))
    assert index.similarities(vectors[3])[3] == pytest.approx(1, abs=1e-6)


def test_an_empty_index_finds_nothing() -> None:
    assert VectorIndex(np.zeros((0, 8), np.float32)).search(rows(1)[0], 5) == []


@given(st.lists(st.sampled_from((0.0, 0.5, 1.0, -1.0, 2.0)), max_size=40), st.integers(0, 45), st.integers(0, 2**40))
def test_top_is_sorting(values: list[float], k: int, bits: int) -> None:
    scores, allowed = np.array(values, np.float32), np.array([bool(bits >> at & 1) for at in range(len(values))], bool)
    by_hand = sorted((at for at in range(len(values)) if allowed[at]), key=lambda at: (-values[at], at))[:k]
    found = [at for at, _ in top(scores, k, allowed)]
    assert [values[at] for at in found] == [values[at] for at in by_hand]
    assert len(set(found)) == len(found) and all(allowed[at] for at in found)


def test_equal_scores_come_in_order_of_position() -> None:
    assert [at for at, _ in top(np.ones(9, np.float32), 9)] == list(range(9))
    assert [at for at, _ in top(np.ones(90, np.float32), 3)] == [0, 1, 2]
