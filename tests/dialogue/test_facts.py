"""Facts, false premises, filmographies and comparisons: from the catalogue, each with its grounds."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from chatbot.chatbot import Chatbot
from chatbot.types import Turn


@pytest.fixture
def talk(scripted_bot: Chatbot) -> Callable[[str], Turn]:
    return lambda message: scripted_bot.reply("u", message)


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("is Alien by James Cameron?", "Not quite: Alien (1979) was directed by Ridley Scott, not by James Cameron."),
        ("did Ridley Scott direct Alien?", "Yes: Alien (1979) was directed by Ridley Scott."),
        ("tell me about the Michael Mann film Alien", "Alien (1979) was directed by Ridley Scott, not by Michael Mann"),
        ("was Al Pacino in Heat?", "Yes: Al Pacino is in Heat (1995)."),
        ("is Sigourney Weaver in Heat?", "Not quite: the cast I have for Heat (1995) is Al Pacino"),
        ("is Heat from 1987?", "Not quite: Heat is from 1995."),
        ("is Heat from 1995?", "Yes: Heat is from 1995."),
        ("was it the 1995 film, Heat?", "Yes: Heat is from 1995."),
        ("who made the 1995 Heat?", "Heat (1995) was directed by Michael Mann."),
        ("is the 1995 Heat ok for her sister, 11", "I'd wait with that one: Heat (1995) is suitable from 16."),
        ("what year's Heat", "Heat is from 1995."),
        ("and the cast of The Glass Heat Tramway, Spielberg, 1981", "“The Glass Heat Tramway”"),
        ("who directed Heat and when was it made?", "Heat (1995) was directed by Michael Mann. Heat is from 1995."),
        ("what series is Aliens part of?", "Aliens (1986) is number 2 of the Alien series"),
        ("is there a sequel to Alien?", "Yes, Alien (1979) is followed by Aliens (1986)"),
        ("what are the themes of Alien?", "outer space"),
        ("who wrote Heat?", "I don't have the writer of Heat (1995)."),
        ("is Heat in a series?", "Heat (1995) is in no series that I know of."),
        ("was Al Pacino in something with Robert De Niro as well?", "Al Pacino and Robert De Niro are both in "),
        ("what did Zorblax Nimmbus direct?", "I don't know anybody called “Zorblax Nimmbus”."),
    ],
)
def test_facts_and_premises(talk: Callable[[str], Turn], message: str, answer: str) -> None:
    turn = talk(message)
    assert answer in turn.reply, turn.reply


def test_a_claim_with_a_question_behind_is_answered(talk: Callable[[str], Turn]) -> None:
    talk("who directed Heat?")
    assert "Heat (1995)" in talk("And he is truly in it, is he?").reply


def test_she_is_who_was_spoken_of(talk: Callable[[str], Turn]) -> None:
    first = talk("what did Michael Mann direct?").reply
    assert first.startswith("Michael Mann directed ") and talk("what else has he made?").reply == first


def test_every_film_of_a_filmography_is_backed(talk: Callable[[str], Turn]) -> None:
    turn = talk("what films is Sigourney Weaver in?")
    assert len(turn.grounds) >= 2
    for row in turn.grounds:
        assert row["title"] in turn.reply and "Sigourney Weaver" in [e["value"] for e in row["evidence"]]


def test_the_facts_of_an_answer_are_its_grounds(talk: Callable[[str], Turn]) -> None:
    (row,) = talk("who directed Heat?").grounds
    assert ("director", "Michael Mann") in [(e["field"], e["value"]) for e in row["evidence"]]


def test_comparing_ends_in_what_suits_better(talk: Callable[[str], Turn]) -> None:
    talk("I loved Alien and The Thing")
    lines = talk("compare Aliens and Fargo").reply.splitlines()
    assert re.match(r"(\w+ suits you better|I'd take \w+ for you|For you I'd put them level): ", lines[-1])
    assert "I'd guess" in lines[-1] and "137 minutes" in " ".join(lines)
    assert len(talk("compare Aliens, Fargo and Heat").reply.split()) <= 110


def test_comparing_for_a_stranger_says_so(talk: Callable[[str], Turn]) -> None:
    assert "don't know your taste" in talk("compare Aliens and Fargo").reply


def test_she_is_who_made_the_film_that_was_told_of(talk: Callable[[str], Turn]) -> None:
    talk("who directed Heat?")
    assert talk("what else has he done?").reply.startswith("Michael Mann also directed ")


def test_who_is_meant_is_asked_where_several_may_be(talk: Callable[[str], Turn]) -> None:
    talk("who stars in Heat?")
    turn = talk("what else has she been in?")
    assert turn.reply.startswith("Who do you mean: Al Pacino, ") and turn.reply.endswith("?")
    assert turn.suggestions[0] == "What else has Al Pacino done?"


def test_whether_she_is_in_it(talk: Callable[[str], Turn]) -> None:
    talk("what films is Sigourney Weaver in?")
    assert talk("is she in Alien?").reply == "Yes: Sigourney Weaver is in Alien (1979)."
    assert "is in" not in talk("is she in Heat?").reply


def test_more_with_somebody_who_was_spoken_of(talk: Callable[[str], Turn]) -> None:
    talk("what films is Sigourney Weaver in?")
    turn = talk("more films with her please")
    assert turn.constraints.people == ("Sigourney Weaver",)
    assert talk("something to watch with him tonight").constraints.people != ("Al Pacino",)


def test_who_was_named_beside_a_film_that_nobody_knows(talk: Callable[[str], Turn]) -> None:
    talk("the cast of The Purple Heat Tramway, Sigourney Weaver, 1981?")
    assert talk("ok I made it up. what do you have with her for real").constraints.people == ("Sigourney Weaver",)
