"""Variety: a list whose items differ from each other, and one that leaves the beaten track."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.catalog import Catalog, normalise

CLOSENESS = 0.25  # how much closeness to an item already picked costs, as a share of the best score
ALIKE = 2  # items of one series, or of one maker, in a list that asked for neither
FAMOUS = 300  # best-known items that surprise nobody
JUDGED = 20  # ratings from which an item's own say something
BEATEN = 2  # genres that most of what somebody likes is filed under
Mask = NDArray[np.bool_]


class OffTrack(NamedTuple):
    """Where a surprise is looked for. genres: those left out; famous: how many of the best known are left out."""

    mask: Mask
    genres: tuple[str, ...]
    famous: int


def varied(
    rows: Sequence[int], scores: NDArray[np.float32], vectors: NDArray[np.float32], k: int,
    groups: Callable[[int], Iterable[str]],
) -> list[int]:  # fmt: skip
    """k of the rows, which are best first: five sequels are no choice.

    Maximal marginal relevance (Carbonell, Goldstein, SIGIR 1998) over `vectors`, and at most ALIKE rows of one group
    as long as there are others.
    """
    if not rows:
        return []
    cost = CLOSENESS * max(float(scores[rows[0]]), 0.0)
    picked: list[int] = []
    left, passed = list(rows), list[int]()
    closest = np.zeros(len(left), np.float32)
    often: Counter[str] = Counter()
    while left and len(picked) < k:
        at = int(np.argmax(scores[left] - cost * closest))
        row = left.pop(at)
        closest = np.delete(closest, at)
        own = set(groups(row))
        if any(often[group] >= ALIKE for group in own):
            passed.append(row)
            continue
        often.update(own)
        closest = np.maximum(closest, vectors[left] @ vectors[row]) if left else closest
        picked.append(row)
    return [*picked, *passed][:k]


def groups_of(catalog: Catalog, people: Iterable[str], text: str, pattern: bool = False) -> Callable[[int], list[str]]:
    """Series and directors of a row, without those that are asked for by name: they may fill a list.

    text: the message; pattern: it names an item as what others shall be like, and so hardly its series.
    """
    asked, said = {*people}, {*normalise(text).split()}
    if pattern and {"like", "similar", "liked", "loved"} & said:
        said = set()

    def groups(row: int) -> list[str]:
        facts = catalog.items[row].facts
        series = [name for name in facts.get("series", ()) if not {*normalise(name).split()} <= said]
        return series + [name for name in facts.get("director", ()) if name not in asked]

    return groups


def off_track(catalog: Catalog, allowed: Mask, weights: Mapping[str, float], asked: Iterable[str], k: int) -> OffTrack:
    """Allowed items that are not famous and lie outside the genres of what is liked; each rule as far as k are left.

    weights: signed strength of judged items. asked: genres that are wished for, and so not left out.
    """
    known = np.array([item.known for item in catalog])
    famous = min(FAMOUS, len(known) // 4)
    place = np.empty(len(known), np.int64)
    place[np.argsort(-known, kind="stable")] = np.arange(len(known))
    mask = allowed & (known >= JUDGED) & (place >= famous)
    if mask.sum() < k:
        return OffTrack(allowed, (), 0)
    for genres in (beaten(catalog, weights, asked), ()):
        inside = np.array([bool({*item.genres} & {*genres}) for item in catalog])
        if (mask & ~inside).sum() >= k:
            return OffTrack(mask & ~inside, genres, famous)
    raise AssertionError("no genre is always enough")


def beaten(catalog: Catalog, weights: Mapping[str, float], asked: Iterable[str]) -> tuple[str, ...]:
    """The genres that most of what is liked is filed under."""
    often: Counter[str] = Counter()
    for item_id, weight in weights.items():
        if weight > 0 and item_id in catalog:
            often.update(dict.fromkeys(catalog[item_id].genres, weight))
    return tuple(genre for genre, _ in often.most_common(BEATEN) if genre not in set(asked))
