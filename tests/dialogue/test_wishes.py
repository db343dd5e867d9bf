"""What of a message describes a film: cut, learned, kept; and no other word is searched for."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import HashEncoder

from chatbot.build import WISHES, Parts
from chatbot.dialogue.wishes import Wishes, cut, load_wishes, within
from chatbot.errors import DataError
from chatbot.settings import Settings


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("the cat is out, something cosy with snow", ["the cat is out", "something cosy with snow"]),
        ("Rain. A slow film because I am tired!", ["Rain", "A slow film", "because I am tired"]),
        ("a 90-minute heist (no blood)", ["a 90-minute heist", "no blood"]),
        ("...", []),
        ("", []),
    ],
)
def test_clauses(text: str, clauses: list[str]) -> None:
    assert [text[start:end].strip() for start, end in cut(text)] == clauses


def test_words_within_clauses() -> None:
    assert within("cat cosy snow don't", ["something Cosy with snow", "they don’t talk"]) == "cosy snow don't"
    assert within("cat", []) == ""


def test_data_of_both_parts_stands_in_its_texts() -> None:
    """Loading refuses what does not; hands never share a message."""
    train, validation = load_wishes(WISHES, "train"), load_wishes(WISHES, "validation")
    assert len(train) >= 600 and len(validation) >= 150
    assert not {row.text.lower() for row in train} & {row.text.lower() for row in validation}


@pytest.mark.parametrize("line", ["{", '{"text": "a"}', '{"text": "a film", "wish": ["a play"]}'])
def test_a_spoilt_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "train-x.jsonl").write_text('{"text": "a film", "wish": []}\n' + line, "utf-8")
    with pytest.raises(DataError, match=r"train-x\.jsonl:2"):
        load_wishes(tmp_path, "train")


def test_kept_and_loaded_it_says_the_same(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "wishes.safetensors"
    parts.wishes.save(path)
    again = Wishes.load(path, HashEncoder().encode)
    for text in ("the cat is out, something cosy with snow", "thanks", ""):
        assert again(text) == parts.wishes(text)


@pytest.mark.real
def test_a_hand_that_nothing_is_learned_from_is_told_apart(real_settings: Settings) -> None:
    """With the real encoder .92 of the describing clauses are found, and .17 of the others taken for such."""
    wishes = Parts(real_settings).wishes
    found: dict[bool, list[bool]] = {True: [], False: []}
    for row in load_wishes(WISHES, "validation"):
        taken = wishes(row.text)
        for clause, describes in row.clauses:
            found[describes].append(clause in taken)
    assert sum(found[True]) / len(found[True]) >= 0.9
    assert sum(found[False]) / len(found[False]) <= 0.2
