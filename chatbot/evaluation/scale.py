"""How search grows with the catalogue: synthetic items, real words. Where the exact index should give way.

The vectors are random, which exact search does not mind; the texts are drawn word by word from the real catalogue's
own, so that words are as frequent as they are there.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.retrieval.index import VectorIndex, top
from chatbot.retrieval.lexical import LexicalIndex

WIDTH, QUERIES, WORDS = 384, 20, 4
SLOW_MS = 100.0  # of a turn that may take a second in all


def measure_scale(texts: Sequence[str], sizes: Sequence[int], seed: int) -> list[dict[str, Any]]:
    """For each size: seconds to build, MB, and milliseconds of one search by the vector index and by BM25."""
    words = np.array([word for text in texts for word in text.split()])
    length = len(words) // len(texts)
    return [_row(size, words, length, np.random.default_rng(seed)) for size in sizes]


def _row(size: int, words: NDArray[Any], length: int, rng: np.random.Generator) -> dict[str, Any]:
    vectors = rng.standard_normal((size, WIDTH), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    began = time.perf_counter()
    index = VectorIndex(vectors)
    built_dense = time.perf_counter() - began
    queries = rng.standard_normal((QUERIES, WIDTH), dtype=np.float32)
    dense = [_ms(lambda q=q: top(index.similarities(q), 100)) for q in queries]
    told = [" ".join(rng.choice(words, length)) for _ in range(size)]
    before, began = _memory(), time.perf_counter()
    lexical = LexicalIndex(told)
    built_lexical = time.perf_counter() - began
    asked = [" ".join(rng.choice(words, WORDS)) for _ in range(QUERIES)]
    found = [_ms(lambda q=q: top(lexical.scores(q), 100)) for q in asked]
    return {
        "items": size,
        "dense": {"build_s": built_dense, "mb": vectors.nbytes / 1e6, "ms_p50": float(np.median(dense))},
        "lexical": {"build_s": built_lexical, "mb": _memory() - before, "ms_p50": float(np.median(found))},
    }


def scale_table(rows: Sequence[dict[str, Any]]) -> str:
    """One line a size and way, and the number of items up to which exact search stays below SLOW_MS."""
    lines = []
    for row in rows:
        for way in ("dense", "lexical"):
            told = row[way]
            lines.append(
                f"{row['items']:>9,} items  {way:8s} {told['ms_p50']:8.1f} ms  {told['mb']:8,.0f} MB  "
                f"built in {told['build_s']:.1f} s"
            )
    last = rows[-1]
    most = last["items"] * SLOW_MS / (last["dense"]["ms_p50"] + last["lexical"]["ms_p50"])
    return "\n".join([*lines, f"one search stays below {SLOW_MS:.0f} ms up to about {most:,.0f} items"])


def _ms(work: Any) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def _memory() -> float:
    """Peak memory of the process in MB (Linux counts kB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
