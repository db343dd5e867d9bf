"""The written material keeps its form, and nothing crosses from one hand's split to another's."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from chatbot.build import UTTERANCES
from chatbot.catalog import normalise
from chatbot.dialogue.classifier import load_utterances
from chatbot.settings import ROOT
from chatbot.support.articles import load_questions
from chatbot.types import INTENTS

SUPPORT = ROOT / "data/support"
ALIKE = 94  # rapidfuzz ratio: the same sentence but for a slip
LONG = 20  # letters: shorter lines ("hi", "newer ones") are everybody's


def utterances(split: str) -> list[str]:
    return [u.text for u in load_utterances(UTTERANCES, split)]


def questions(split: str) -> list[str]:
    return [q.text for q in load_questions(SUPPORT, split)]


@pytest.mark.parametrize("read", [utterances, questions])
@pytest.mark.parametrize("held_out", ["validation", "test"])
def test_no_long_line_of_a_held_out_hand_is_in_training(read: object, held_out: str) -> None:
    assert callable(read)
    train = [normalise(text) for text in read("train")]
    for text in read(held_out):
        if len(text) >= LONG:
            hit = process.extractOne(normalise(text), train, scorer=fuzz.ratio, score_cutoff=ALIKE)
            assert hit is None, f"{text!r} is {hit}"


def test_every_intent_has_words_in_every_split() -> None:
    for split, least in (("train", 30), ("validation", 5), ("test", 5)):
        count = Counter(u.intent for u in load_utterances(UTTERANCES, split))
        assert set(count) == set(INTENTS)
        assert min(count.values()) >= least


def test_no_training_line_stands_twice() -> None:
    count = Counter((u.before, u.text.strip().lower()) for u in load_utterances(UTTERANCES, "train"))
    assert [line for line, n in count.items() if n > 1] == []


@pytest.mark.parametrize("path", sorted(UTTERANCES.glob("*.jsonl")), ids=lambda p: p.stem)
def test_all_rows_of_a_file_have_the_same_fields(path: Path) -> None:
    fields = {frozenset(json.loads(line)) - {"masked"} for line in path.read_text("utf-8").splitlines()}
    assert fields in ({frozenset({"text", "intent"})}, {frozenset({"text", "intent", "before"})})
