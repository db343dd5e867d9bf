"""Nothing that the bot says by itself promises what only a person can do."""

from __future__ import annotations

from pathlib import Path

import pytest
from promises import promises

from chatbot.domain import PROMPTS, read_yaml
from chatbot.support.articles import load_articles
from chatbot.support.tickets import in_short, new_number, summary

DATA = Path(__file__).parents[2] / "data"
LINES = [line for lines in read_yaml(PROMPTS / "replies.yaml").values() for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        "I've refunded you.", "We will refund the second payment.", "Your plan has been cancelled.",
        "It’s done: the money is refunded", "I cancelled it for you", "You'll get your money back tomorrow.",
        "I guarantee that.", "We'll credit your account.", "Your case was escalated.",
    ],
)  # fmt: skip
def test_a_promise_is_seen(text: str) -> None:
    assert promises(text)


def test_an_article_may_say_it() -> None:
    said = "After 14 days a payment is not refunded."
    assert promises("A payment is refunded.", said) and not promises("Your account is closed.", said)


@pytest.mark.parametrize("line", LINES)
def test_no_reply_promises_anything(line: str) -> None:
    assert not promises(line)


def test_every_article_carries_its_own_answer() -> None:
    for article in load_articles(DATA / "support"):
        assert not promises(article.answer, article.text)


def test_a_summary_says_what_was_asked_and_answered() -> None:
    history = [
        {"message": "something funny", "intent": "recommend", "items": [{}], "sources": [], "sentiment": "positive"},
        {"message": "charged\ntwice?", "intent": "support", "items": [], "sources": [{"title": "Get a refund"}]},
        {"message": "x" * 500, "intent": "support", "items": [], "sources": [], "sentiment": "negative"},
    ]
    text = summary(history, "yes please", "no horror")
    for part in ("Asked: charged twice?", "the article Get a refund", "no article", "something funny", "no horror"):
        assert part in text
    assert "unhappy" in text and max(map(len, text.splitlines())) < 200
    assert summary([], "a person please", "") == "Asked for a person: a person please"
    numbers = {new_number() for _ in range(100)}
    assert len(numbers) == 100 and all(len(number) == 11 for number in numbers)


def test_the_summary_in_short_tells_the_last_questions() -> None:
    turns = [{"intent": intent, "message": message} for intent, message in (
        ("support", "one"), ("rate", "I loved Alien"), ("support", "two " * 20), ("support", "three"))]  # fmt: skip
    assert in_short(turns, "a person please") == f"“{' '.join(['two'] * 14)}…”; “three”"
    assert in_short([], "a person please") == "“a person please”"
