"""Linking on labelled messages: how many mentions come right at first place, and what is left alone."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from chatbot.catalog import Catalog, normalise
from chatbot.dialogue.linking import Linker
from chatbot.errors import DataError

KINDS = ("film", "person", "genre", "years", "theme")
_KIND_OF = {"item": "film"}  # films are items to the linker
Found = frozenset[tuple[str, str]]  # (kind, value)


def measure(linker: Linker, path: Path) -> dict[str, Any]:
    """Figures over a file of labelled messages, for the linker and for exact names alone.

    A mention is right where its kind and its id, or one of its ids, is found as a first choice. `alone` is the share of
    messages without any mention in which nothing is found. Raises: DataError naming file and line.
    """
    rows = read(path)
    linker.link_all(rows[0][0])  # what is built on first use is no part of the time
    return {"n": len(rows)} | _figures(rows, lambda text: _linked(linker, text)) | {"baseline": _exact(linker, rows)}


def read(path: Path) -> list[tuple[str, list[tuple[str, frozenset[str]]]]]:
    """Each message with its mentions as (kind, ids of which any is right). Raises: DataError."""
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            rows.append((row["text"], [(m["kind"], frozenset(m.get("ids") or [m["id"]])) for m in row["mentions"]]))
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(f"not a labelled message: {error}", path, number) from None
    return rows


def _linked(linker: Linker, text: str) -> Found:
    return frozenset((_KIND_OF.get(m.kind, m.kind), m.value) for m in linker.link_all(text))


def _figures(rows: Iterable[Any], find: Callable[[str], Found]) -> dict[str, Any]:
    told: Counter[str] = Counter()
    right: Counter[str] = Counter()
    times, alone, wrong = [], [], 0
    for text, mentions in rows:
        began = time.perf_counter()
        found = find(text)
        times.append(1000 * (time.perf_counter() - began))
        for kind, ids in mentions:
            told[kind] += 1
            right[kind] += any((kind, value) in found for value in ids)
        wrong += sum(not any(f[0] == kind and f[1] in ids for kind, ids in mentions) for f in found)
        if not mentions:
            alone.append(not found)
    return {
        "recall": _shares(right, told) | {"all": _share(right.total(), told.total())},
        "left_alone": _share(sum(alone), len(alone)),
        "false_per_100": 100 * wrong / len(times),
        "ms_p50": float(np.percentile(times, 50)),
        "ms_p95": float(np.percentile(times, 95)),
    }


def _shares(right: Mapping[str, int], told: Mapping[str, int]) -> dict[str, float]:
    return {kind: _share(right[kind], told[kind]) for kind in KINDS if told[kind]}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def _exact(linker: Linker, rows: Iterable[Any]) -> dict[str, Any]:
    """The baseline: every name that stands in the message word for word, longest first."""
    names = exact_names(linker.catalog)
    longest = max(len(name.split()) for name in names)

    def find(text: str) -> Found:
        words, at, found = normalise(text).split(), 0, set()
        while at < len(words):
            sizes = range(min(longest, len(words) - at), 0, -1)
            size = next((n for n in sizes if " ".join(words[at : at + n]) in names), 0)
            if size:
                found.add(names[" ".join(words[at : at + size])])
            at += size or 1
        return frozenset(found)

    return _figures(rows, find)


def exact_names(catalog: Catalog) -> dict[str, tuple[str, str]]:
    """Themes, genres, people and titles as the catalogue writes them; of films of one title the best known."""
    names = {normalise(theme): ("theme", theme) for item in catalog for theme in item.facts.get("theme", ())}
    names |= {normalise(genre): ("genre", genre) for genre in catalog.domain.genres}
    names |= {key: ("person", person) for key, person in catalog.people.items()}
    return names | {normalise(i.title): ("film", i.item_id) for i in sorted(catalog, key=lambda item: item.known)}
