"""Several requests in one message are told apart only where both are sure."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.dialogue.clauses import MOST, requests, sole_question

WORDS = {
    "support": "charged|cancel|password|subtitles|invoice", "recommend": "find me|something|what next",
    "rate": "great|loved",
    "item_question": "directed|year", "greeting": "hi|hello", "profile_show": "know about me", "refine": "older",
}  # fmt: skip


def odds(texts: Sequence[str], sure: float = 1.0) -> list[Mapping[str, float]]:
    """The first label whose words a text holds; somebody's small talk where there are none."""
    found = [next((k for k, w in WORDS.items() if re.search(w, t.lower())), "out_of_scope") for t in texts]
    return [{label: sure, "unsafe": 1 - sure} for label in found]


def split(message: str, sure: float = 1.0, names: Sequence[str] = ("Heat", "Alien", "Burn After Reading")) -> list[str]:
    places = [(m.start(), m.end()) for name in names for m in re.finditer(name, message)]
    return list(requests(message, places, lambda texts: odds(texts, sure), lambda text: "dog" not in text))


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("Heat was great, and why was I charged twice?", ["Heat was great", "why was I charged twice?"]),
        ("hi, cancel my plan and find me a comedy", ["hi, cancel my plan", "find me a comedy"]),
        ("find me a western. also how do I turn on subtitles?", ["find me a western.", "how do I turn on subtitles?"]),
        (
            "older ones please; who directed Heat? and where is my invoice",
            ["older ones please;", "who directed Heat?", "where is my invoice"],
        ),
        ("I was charged twice. I'm in a hurry, find me something short", None),
        ("Heat, five stars, and why was I charged twice?", ["Heat, five stars", "why was I charged twice?"]),
        ("Alien, 4/5. how do I cancel?", ["Alien, 4/5.", "how do I cancel?"]),
    ],
)
def test_sure_requests_are_cut(message: str, parts: list[str] | None) -> None:
    assert split(message) == (parts or ["I was charged twice. I'm in a hurry", "find me something short"])


@pytest.mark.parametrize(
    "message",
    [
        "find me a comedy",
        "I loved Alien, what next?",
        "hi, find me a comedy, please",
        "my dog is ill and it rains, find me something light",
        "cancel my plan, and my password is gone too",
        "I was charged twice, and the man before me was great about it",
        "Burn After Reading and older ones",
        "find me a comedy, cancel my plan, older ones, where is my invoice, something funny, and my password",
        "",
        "?!",
    ],
)
def test_everything_else_is_one(message: str) -> None:
    assert split(message) == [message]


def test_a_question_without_an_answer_stays_with_the_wish() -> None:
    assert len(split("find me a comedy. And why is my dog on the invoice?")) == 1


def test_what_only_announces_a_request_is_none() -> None:
    whole = "Something quite different. How do I cancel my plan?"
    assert split(whole) == [whole]
    assert len(split("Something different, please. And how do I cancel my plan?")) == 2


def test_what_is_unsure_is_one() -> None:
    message = "Heat was great, and why was I charged twice?"
    assert split(message, sure=0.6) == [message]


@given(st.lists(st.sampled_from([*"Heat,.!?;\n ", " and ", "find me ", "cancel ", "hi ", "great ", "directed? "])))
def test_nothing_is_lost_and_nothing_invented(parts: list[str]) -> None:
    message = "".join(parts)
    found = split(message)
    assert 1 <= len(found) <= MOST
    at = 0
    for part in found:  # each stands in the message, after the one before it
        at = message.index(part, at) + len(part)
    assert len(found) > 1 or found == [message]
    assert all(part.strip(string.punctuation + " ") for part in found) or found == [message]


def test_the_one_sentence_that_asks() -> None:
    assert sole_question("She moves out in May. Can her ratings go with her?") == "Can her ratings go with her?"
    assert sole_question("Can her ratings go with her?") == "", "the whole message"
    assert sole_question("Who directed Heat? And can I cancel?") == "", "two ask"
