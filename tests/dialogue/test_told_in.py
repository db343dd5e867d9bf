"""Who is in what was spoken of, told as somebody's word; and what no entry tells of any film."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chatbot.types import Turn

Talk = Callable[..., Turn]


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("my brother-in-law swears that Val Kilmer is in both", "Val Kilmer is in Heat (1995), but"),
        ("Not Ashley Judd also there? Tell me", "Ashley Judd"),
        ("do you have it written who has made the music?", "I don't have the composer"),
    ],
)
def test_after_two_films(talk: Talk, message: str, answer: str) -> None:
    turn = talk("which is longer, Heat or Alien?", "who directed Heat?", message)
    assert turn.intent == "item_question" and answer in turn.reply and not turn.constraints


def test_a_wish_for_somebody_stays_one(talk: Talk) -> None:
    turn = talk("who directed Heat?", "give me something where Val Kilmer is in it")
    assert turn.items and turn.constraints.people == ("Val Kilmer",)


def test_a_rating_is_mended_and_asked_after(talk: Talk) -> None:
    assert (
        "5 of 5"
        in talk("Heat, I cried. Four stars. Only four, he talks too much.", "My wife insists. Correct it, five.").reply
    )
    assert "5" in talk("how many have I given to it?").reply


def test_another_in_the_place_of_one(talk: Talk) -> None:
    turn = talk("a comedy", "the first one, my wife has looked it already. Put another in the place of it.")
    assert turn.items


def test_a_wish_beside_a_film_known_by_heart(talk: Talk) -> None:
    turn = talk(
        "a western", "Unforgiven I know by memory, that one is not needed. And therefore two hours at the maximum."
    )
    assert turn.items and turn.constraints.at_most == {"minutes": 120}


def test_half_an_hour_of_a_bad_film_is_no_wish(talk: Talk) -> None:
    turn = talk("Jaws is disgusting. I stopped after half an hour. One star, and this one star is for the rain in it.")
    assert turn.intent == "rate" and not turn.constraints


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("he swears there is a film called The Widow of the Vineyard", "The Widow of the Vineyard"),
        ("does the dog die in it", "I don't have a word on who dies"),
    ],
)
def test_what_nobody_knows(talk: Talk, message: str, answer: str) -> None:
    turn = talk("who directed Heat?", message)
    assert turn.intent == "item_question" and answer in turn.reply


def test_a_judgement_that_does_not_count(talk: Talk) -> None:
    assert "Heat" in talk("I hated Heat", "he never watched Heat, so that one doesn't count").reply
    assert "Heat" not in talk("what do you know about me?").reply


def test_the_rules_of_this_talk_are_told(talk: Talk) -> None:
    assert "120 minutes" in talk("a western under two hours", "which are my rules at this point?").reply


def test_a_list_on_paper(talk: Talk) -> None:
    assert "\n- " in talk("a western", "now write it like a list, point after point, for the barrel").reply


@pytest.mark.parametrize("message", ["comedy instead of horror", "k more like the third one then"])
def test_what_changes_a_list(talk: Talk, message: str) -> None:
    assert talk("a horror film", message).items
