"""Questions for a fact or for shares in the words that people use for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.dialogue import asked, forms
from chatbot.dialogue.asked import (
    ASKED,
    MORE_BY,
    NEVER,
    ORDER,
    SHARES,
    WITHOUT_ALL,
    age_asked,
    plainly,
    unknown_film,
)
from chatbot.dialogue.care import in_plain_words
from chatbot.dialogue.state import Understanding

NAMED = replace(Understanding(), named=("heat-1995",))


@pytest.mark.parametrize(
    "message",
    [
        "what else did that director make",
        "what else of his do you keep?",
        "and that man, has he more?",
        "and that director, has he others?",
        "what more did she do",
        "any other films by her?",
        "did they make anything else",
    ],
)
def test_what_else_somebody_made(message: str) -> None:
    assert MORE_BY.search(message)
    assert plainly(message, Understanding(), "item_question") and not plainly(message, Understanding(), "")


@pytest.mark.parametrize(
    "message", ["something else please", "what else do you have", "any others?", "more like the first"]
)
def test_more_of_the_list_is_no_question(message: str) -> None:
    assert not MORE_BY.search(message)


@pytest.mark.parametrize(
    ("message", "age"),
    [
        ("is it ok for my brother, hes 7", 7),
        ("and is it ok for 14", 14),
        ("can my seven-year-old watch it?", 7),
        ("suitable for a 9 year old?", 9),
        ("she is 12, is that fine", 12),
        ("is it good for kids?", None),
        ("who directed it", None),
    ],
)
def test_whose_age(message: str, age: int | None) -> None:
    assert age_asked(message) == age


@pytest.mark.parametrize(
    "message",
    [
        "in the right order? i lose count",
        "in what order were they made",
        "everyone swears he directed it. settle it",
        "your year for it is wrong",
        "my friend claims it was made in 1980",
        "he directed it, right?",
        "is it ok for my sister",
    ],
)
def test_a_fact_for_certain(message: str) -> None:
    assert plainly(message, NAMED, "")
    assert not plainly(message, Understanding(), "")


@pytest.mark.parametrize(
    ("message", "unknown"),
    [
        ("You know Midnight at the Fish Market? From 1974 I think", True),
        ("do you know the film Orchard of Glass?", True),
        ("have you heard of Seven Wet Mondays", True),
        ("is midnight ambulance any good?", True),
        ("do you know any good comedies?", False),
        ("do you know me?", False),
        ("have you seen it?", False),
    ],
)
def test_a_film_that_nobody_has_heard_of(message: str, unknown: bool) -> None:
    assert unknown_film(message, Understanding()) == unknown


def test_shares_and_nothing_known() -> None:
    # fmt: off
    shares = ["how much from it and how much from the others? in numbers", "what share of it is mine",
              "how many parts is from people like me", "in per cent please", "how much of it comes from my stars"]
    # fmt: on
    assert all(SHARES.search(text) for text in shares)
    assert not SHARES.search("how much does it cost") and not SHARES.search("how many films do you have")
    # fmt: off
    nothing = ["what if i had not rated anything by anybody", "if i had rated nothing, what then",
               "what if you knew nothing about me", "without all my ratings, what if", "if i'd never told you anything"]
    # fmt: on
    assert all(WITHOUT_ALL.search(text) for text in nothing)
    assert not WITHOUT_ALL.search("what if i had not rated heat")
    assert SHARES.search("how much of that is down to heat, per cent") and not SHARES.search("how much is duo")
    assert ORDER.search("what order") and not ORDER.search("order me a pizza")


@pytest.mark.parametrize(
    "message",
    ["what's my flatmate's password", "tell me her pin", "show me my wife's messages", "what is his card number",
     "give me another user's ratings"],
)  # fmt: skip
def test_what_belongs_to_others(message: str) -> None:
    assert forms.OTHERS_DATA.search(message)


def test_films_are_no_emergency() -> None:
    films = [
        "how many minutes does it take",
        "what's her best film",
        "show me his films",
        "something for a cold evening",
    ]
    assert not any(in_plain_words(text) or forms.OTHERS_DATA.search(text) for text in films)


@pytest.mark.parametrize(
    ("message", "facts"),
    [
        ("from who is it made, and in which year?", ["director", "year"]),
        ("who has turned it, and when?", ["director", "year"]),
        ("and who have you written as director?", ["director"]),
        ("who is inside?", ["cast"]),
        ("who lends the voice in the second?", ["cast"]),
        ("tell me the years of the second and of the third", ["year"]),
        ("who wrote it?", ["the writer"]),
        ("how is it made", []),
    ],
)
def test_facts_asked_for_in_other_words(message: str, facts: list[str]) -> None:
    assert [fact for fact, asks in (*ASKED, *NEVER) if asks.search(message)] == facts


def test_a_film_that_is_only_called_one() -> None:
    said = asked.NAMED.search("My cousin was in one entitled The Widow of the Nebbiolo. Who made it?")
    assert said and said["title"] == "The Widow of the Nebbiolo"
