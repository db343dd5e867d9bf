"""Which messages need another answer than films."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from chatbot.build import CARE, Parts
from chatbot.dialogue.care import PLAIN, Care, in_plain_words, load_care, ordinary
from chatbot.errors import DataError
from chatbot.settings import Settings

LOW = "I have no strength left for any of it"
PILLS = "may I drink wine with these?"


def odds(message: str) -> dict[str, float]:
    label = {LOW: "danger", PILLS: "medical"}.get(message, "none")
    return {label: 0.9}


def test_words_alone_and_what_was_learned() -> None:
    assert Care(odds).danger(LOW) and not Care().danger(LOW)
    assert Care().danger("I want to die") and not Care(odds).danger("a comedy")
    assert not Care(odds, other=lambda message: True).danger(LOW) and not Care(odds).danger(LOW, beside=True)
    assert Care(odds).advice(PILLS) == "medical" and Care(odds).advice("a comedy") == "" == Care().advice(PILLS)


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("how many mg melatonin can i take with sertraline", "medical"),
        ("what should a man of my age take for a heart that jumps", "medical"),
        ("she holds the chest. what pill i give?", "medical"),
        ("i can't breathe", "medical"),
        ("which tablets for a headache", "medical"),
        ("her pills are finished, I give her the half of one of mine?", "medical"),
        ("max paracetamol for a kid of six, blanking on it", "medical"),
        ("which shares should I buy", "money"),
        ("what takes two hours?", ""),
        ("a film about a bank", ""),
    ],
)
def test_what_only_others_may_answer(message: str, topic: str) -> None:
    assert in_plain_words(message) == topic


def test_data_of_both_parts() -> None:
    train, validation = load_care(CARE, "train"), load_care(CARE, "validation")
    assert len(train) >= 1200 and min(Counter(u.intent for u in train).values()) >= 100 and len(validation) >= 300
    assert not {u.text.lower() for u in train} & {u.text.lower() for u in validation}


@pytest.mark.parametrize("line", ["{", '{"text": "a"}', '{"text": "a", "label": "sad"}'])
def test_a_spoilt_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "train-x.jsonl").write_text('{"text": "a film", "label": "none"}\n' + line, "utf-8")
    with pytest.raises(DataError, match=r"train-x\.jsonl:2"):
        load_care(tmp_path, "train")


def test_ordinary_messages_are_drawn_from_every_hand(parts: Parts) -> None:
    rows = ordinary(parts.utterances)
    assert 0 < len(rows) <= PLAIN and {u.intent for u in rows} == {"none"}
    assert {u.hand for u in rows} == {u.hand for u in parts.utterances}


@pytest.mark.real
@pytest.mark.parametrize(("part", "found", "false"), [("validation", 0.7, 0.04), ("test", 0.75, 0.05)])
def test_hands_that_nothing_is_learned_from_are_told_apart(
    real_settings: Settings, part: str, found: float, false: float
) -> None:
    """With the real encoder, of those in danger .73 are noticed on the hand that the odds were chosen on (by words
    alone .17) and .81 on another (.25); of look-alikes .03."""
    care = Parts(real_settings).care
    rows = load_care(CARE, part)
    danger = [care.danger(u.text) for u in rows if u.intent == "danger"]
    wrong = [care.danger(u.text) for u in rows if u.intent != "danger"]
    assert sum(danger) / len(danger) >= found and sum(wrong) / len(wrong) <= false
    advice = [care.advice(u.text) == u.intent for u in rows if u.intent in {"medical", "money"}]
    assert sum(advice) / len(advice) >= 0.8
