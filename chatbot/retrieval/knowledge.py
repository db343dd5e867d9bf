"""Knowledge: people behind two items whose names nobody knows, counted: `its cinematographer`, `two actors`.

Whom the catalogue names is left to the catalogue: nobody is told a second time without a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chatbot.catalog import Catalog

Floats = NDArray[np.float32]
Fact = tuple[str, str]  # (relation, entity)
ORDER = ("writer", "cinematographer", "producer", "actor")  # in which they are told; who acts in both is an actor
FEWEST_ACTORS = 2  # two films of one year share one of their small parts by chance
HUGE = 100  # whoever is tied to more items ties nothing
NUMBERS = ("no", "one", "two", "three")


class Knowledge:
    """matrix: (items, entities), rarity in rows of length 1; entities of one item, or of a great many, left out."""

    def __init__(self, catalog: Catalog, facts: Mapping[str, Iterable[Fact]] | None = None) -> None:
        self._catalog = catalog
        self._facts = {item_id: _by_relation(pairs) for item_id, pairs in (facts or {}).items()}
        number: dict[Fact, int] = {}
        cells = [
            (catalog.index(item_id), number.setdefault((relation, entity), len(number)))
            for item_id, known in self._facts.items()
            for relation in ORDER
            for entity in sorted(known[relation] - known["director"])
        ]
        self.matrix = _rarity(np.array(cells, np.int64).reshape(-1, 2), (len(catalog), len(number)))

    def __len__(self) -> int:
        """How many items something is known of."""
        return len(self._facts)

    def scores(self, weights: Mapping[str, float]) -> Floats:
        """Weighted sum of each item's cosine with the weighted items: (items,)."""
        w = np.zeros(len(self._catalog), np.float32)
        for item_id, value in weights.items():
            w[self._catalog.index(item_id)] = value
        return np.asarray(self.matrix @ (self.matrix.T @ w), np.float32)

    def shared(self, item_id: str, other_id: str) -> list[tuple[str, str]]:
        """(relation, words) of what an item shares with another one: `("writer", "its writer")`."""
        mine, theirs = self._facts.get(item_id), self._facts.get(other_id)
        if mine is None or theirs is None:
            return []
        counts, told = {}, mine["director"] & theirs["director"]
        for relation in ("actor", *(r for r in ORDER if r != "actor")):  # each person once
            both = (mine[relation] & theirs[relation]) - told
            counts[relation] = len(both)
            told = told | both
        cast, other = (set(self._catalog[i].facts.get("cast", ())) for i in (item_id, other_id))
        counts["actor"] -= len(cast & other)
        least = {"actor": FEWEST_ACTORS}
        return [(r, _counted(r, counts[r], len(mine[r]) == 1)) for r in ORDER if counts[r] >= least.get(r, 1)]


def _by_relation(pairs: Iterable[Fact]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for relation, entity in pairs:
        found[relation].add(entity)
    return found


def _rarity(cells: NDArray[np.int64], shape: tuple[int, int]) -> sparse.csr_matrix:
    """log(items / items that have it), in rows of length 1."""
    rows, columns = cells.T
    count = np.bincount(columns, minlength=shape[1])
    useful = (count[columns] > 1) & (count[columns] <= HUGE)
    rows, columns = rows[useful], columns[useful]
    rarity = np.log(1 + shape[0] / np.maximum(count, 1))[columns]
    length = np.sqrt(np.bincount(rows, rarity**2, minlength=shape[0]))[rows]
    return sparse.csr_matrix(((rarity / length).astype(np.float32), (rows, columns)), shape=shape)


def _counted(relation: str, n: int, only: bool) -> str:
    """`its writer` where there is but one, else `a writer`, `two writers`, `several writers`."""
    if n == 1:
        return f"its {relation}" if only else f"{'an' if relation[0] in 'aeiou' else 'a'} {relation}"
    return f"{NUMBERS[n] if n < len(NUMBERS) else 'several'} {relation}s"
