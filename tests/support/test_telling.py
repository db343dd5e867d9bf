"""What is said of an article: what it is about, and what was asked."""

from __future__ import annotations

from chatbot.support.articles import Article
from chatbot.support.telling import WORDS, in_short, sayable, sentences_of

BODY = """Press the arrow to download. It takes a while.

1. Open it.
2. Choose.

No sound? Look whether it is muted. Downloads expire after thirty days. {filler}"""
ARTICLE = Article("downloads", "Downloads", (), BODY.format(filler="Nothing of this matters here at all. " * 12))


def test_sentences_know_their_paragraph() -> None:
    assert sentences_of(ARTICLE)[:4] == [
        (0, "Press the arrow to download."), (0, "It takes a while."), (1, "Open it."), (1, "Choose.")
    ]  # fmt: skip


def test_a_question_stays_with_its_answer_and_crumbs_are_left_out() -> None:
    pieces = sayable(ARTICLE)
    assert "No sound? Look whether it is muted." in pieces
    assert "Open it." not in pieces and pieces[0] == "Press the arrow to download."


def test_what_answers_is_said_after_what_it_is_about_in_the_order_of_the_article() -> None:
    said = in_short(ARTICLE, {"Downloads expire after thirty days.": 0.6, "Look whether it is muted.": 0.3})
    assert said == (
        "Press the arrow to download. No sound? Look whether it is muted. Downloads expire after thirty days."
    )


def test_what_does_not_answer_is_not_said() -> None:
    assert in_short(ARTICLE, {"Press the arrow to download.": 0.9, "It takes a while.": 0.01}) == (
        "Press the arrow to download."
    )


def test_an_answer_is_short() -> None:
    long = Article("a", "A", (), " ".join(f"This is sentence number {n} of quite a few more words." for n in range(20)))
    shares = {sentence: 0.05 for _, sentence in sentences_of(long)}
    assert 30 < len(in_short(long, shares).split()) <= WORDS
