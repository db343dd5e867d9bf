"""No case of one part of the split teaches another part: not an utterance, a reason, a question, nor a rating."""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from chatbot.build import Parts
from chatbot.dataset import Dataset, leave_one_out, text_split, windows

DATA = Path(__file__).parents[1] / "data"
# folder -> the field that a person wrote
WRITTEN = {
    "utterances": "text", "state": "text", "sentiment": "text", "reasons": "reason", "answers": "question",
    "support/questions": "question", "wishes": "text", "care": "text",
}  # fmt: skip
SMALL_WORDS = frozenset("a an the i it is to of and in for me my you something film films movie movies".split())
ALIKE = 0.8  # shared words (Jaccard) from which two lines of five words or more count as the same


def lines(folder: str) -> Iterator[tuple[str, str, str]]:
    """(part, file, text) of everything written."""
    for path in sorted((DATA / folder).glob("*.jsonl")):
        part = path.stem.partition("-")[0]
        for row in path.read_text("utf-8").splitlines():
            yield part, path.name, json.loads(row)[WRITTEN[folder]]


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower())) - SMALL_WORDS


@pytest.mark.parametrize("folder", WRITTEN)
def test_no_line_comes_near_one_of_another_part(folder: str) -> None:
    rows = [(part, file, text, words(text)) for part, file, text in lines(folder)]
    assert rows
    holders: dict[str, list[int]] = defaultdict(list)
    for at, (_, _, _, some) in enumerate(rows):
        for word in some:
            holders[word].append(at)
    near = set()
    for at, (part, _, text, some) in enumerate(rows):
        if len(some) < 5:
            continue
        shared: dict[int, int] = defaultdict(int)
        for word in some:
            if len(holders[word]) < 200:
                for other in holders[word]:
                    shared[other] += 1
        for other in [o for o, n in shared.items() if n >= 3 and o > at and rows[o][0] != part]:
            both = rows[other][3]
            if len(some & both) / len(some | both) >= ALIKE:
                near.add((text, rows[other][2]))
    assert not near


@pytest.mark.parametrize("folder", WRITTEN)
def test_no_line_of_four_words_or_more_stands_in_two_parts(folder: str) -> None:
    parts = defaultdict(set)
    for part, _, text in lines(folder):
        if len(text.split()) >= 4:
            parts[" ".join(text.lower().split())].add(part)
    assert not [text for text, where in parts.items() if len(where) > 1]


def test_no_passage_is_asked_about_in_two_parts() -> None:
    asked = defaultdict(set)
    for path in (DATA / "answers").glob("*.jsonl"):
        for row in path.read_text("utf-8").splitlines():
            asked[json.loads(row)["passage"]].add(path.stem.partition("-")[0])
    assert not [passage for passage, where in asked.items() if len(where) > 1]


def check_split(data: Dataset) -> None:
    split = text_split(data, 0)
    parts = [set(p.tolist()) for p in (split.train, split.validation, split.test)]
    assert sum(map(len, parts)) == len(data)
    assert not any(a & b for a, b in itertools.combinations(parts, 2))
    learned = parts[0] | parts[1]
    assert not learned & set(leave_one_out(data, 0).test.tolist())
    asked = windows(data, 0)
    assert not learned & set(asked[int(0.8 * len(asked)) :, -1].tolist())
    assert not learned & set(np.flatnonzero(data.row < (data.row.max() + 1) // 5).tolist())


def test_no_rating_of_a_test_set_is_told_in_training() -> None:
    rng = np.random.default_rng(3)
    pairs = np.unique(rng.integers(0, (40, 90), (1500, 2)), axis=0)
    rng.shuffle(pairs)
    user, item = pairs.T.astype(np.int32)
    names = tuple(map(str, range(90)))
    check_split(
        Dataset(names[:40], names, user, item, rng.integers(1, 6, len(user)).astype(np.float32),
                rng.integers(0, 500, len(user)))
    )  # fmt: skip


@pytest.mark.real
def test_nor_of_the_real_ones(real_parts: Parts) -> None:
    check_split(real_parts.dataset)
