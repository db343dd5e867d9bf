"""Search over written queries with judged items: each way alone, and all of them fused."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.catalog import Catalog
from chatbot.errors import DataError
from chatbot.evaluation.metrics import measured
from chatbot.retrieval.index import top
from chatbot.retrieval.search import Search
from chatbot.types import Constraints

Judged = list[tuple[str, dict[int, int]]]  # (query, row of an item -> 1: good, 2: just what was meant)


def load_queries(path: Path, catalog: Catalog) -> Judged:
    """Raises: DataError naming the line with an unknown item or grade."""
    queries = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        row = json.loads(line)
        for item, grade in row["relevant"].items():
            if item not in catalog or grade not in (1, 2):
                raise DataError(f"{item!r} with grade {grade!r} is no judged item.", path, number)
        queries.append((row["query"], {catalog.index(i): g for i, g in row["relevant"].items()}))
    return queries


def measure_search(
    search: Search,
    limits: Callable[[str], Constraints],
    popularity: NDArray[np.floating[Any]],
    queries: Judged,
    seed: int,
) -> dict[str, Any]:
    """Recall@20 (of at most 20 judged), NDCG@10 (gain 2^grade - 1), milliseconds for one search, understanding apart.

    limits: what a query is understood to limit.
    """
    told = {words: limits(words) for words, _ in queries}
    for words, _ in queries[:5]:
        search.scores(words)
    spent = []
    for words, _ in queries[5:]:
        begin = time.perf_counter()
        top(search.scores(words, told[words]), 20)
        spent.append(1000 * (time.perf_counter() - begin))
    ways: Mapping[str, Callable[[str], Any]] = {
        "dense": search.dense,
        "lexical": search.lexical,
        "graph": search.graph,
        "limits": lambda words: search.kept(told[words]),
        "without_limits": search.scores,
        "most_popular": lambda words: popularity,
    }
    tables = {name: _grades(way, queries, seed) for name, way in ways.items()}
    return {
        "n": len(queries),
        "metrics": _grades(lambda words: search.scores(words, told[words]), queries, seed)
        | {"ms_p50": {"value": float(np.median(spent)), "ci_low": None, "ci_high": None}},
        "baselines": tables,
        "split": "queries of a hand of its own",
        "fallback_rate": 0.0,
    }


def _grades(way: Callable[[str], Any], queries: Judged, seed: int) -> dict[str, Any]:
    recall, gain = [], []
    for words, judged in queries:
        rows = [row for row, _ in top(np.asarray(way(words)), 20)]
        recall.append(sum(row in judged for row in rows) / min(20, len(judged)))
        got = [2 ** judged.get(row, 0) - 1 for row in rows[:10]]
        best = sorted((2**grade - 1 for grade in judged.values()), reverse=True)[:10]
        gain.append(_discounted(got) / _discounted(best))
    return {"recall@20": measured(recall, seed), "ndcg@10": measured(gain, seed)}


def _discounted(gains: list[int]) -> float:
    return float(sum(gain / np.log2(rank + 1) for rank, gain in enumerate(gains, 1)))
