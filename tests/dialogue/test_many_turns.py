"""Limits over many turns, what was compared, and the list on the table: as ordinary people put it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chatbot.dialogue.kept import KNOW_ME
from chatbot.dialogue.permits import rule_ends
from chatbot.dialogue.state import Understanding
from chatbot.dialogue.years import years_in
from chatbot.types import Turn

Talk = Callable[..., Turn]


@pytest.mark.parametrize(
    "message",
    [
        "I was wrong about the length, it can be longer",
        "I was too strict about the length, it may run longer",
        "changed my mind about the length, it can be as long as it likes",
    ],
)
def test_a_length_that_was_wrong(talk: Talk, message: str) -> None:
    turn = talk("a comedy under 100 minutes please", message)
    assert turn.intent == "refine" and not turn.constraints.at_most and turn.constraints.genres == ("Comedy",)


@pytest.mark.parametrize("message", ["older ones too", "and some older films too please", "also older ones"])
def test_older_ones_too_are_let_in(message: str) -> None:
    assert years_in(message).drop == ("year_min",) and not years_in(message).step


def test_older_by_itself_goes_back() -> None:
    assert years_in("something older").step == "older" and years_in("newer ones, also shorter").step == "newer"


@pytest.mark.parametrize(
    ("message", "ends"),
    [
        ("drop the # thing", True),
        ("forget the no # rule", True),
        ("the no-# rule can go", True),
        ("ditch that # business", True),
        ("drop the #", False),
        ("skip the # thing", False),
        ("no # things", False),
        ("remember the no # rule", False),
    ],
)
def test_a_rule_that_is_ended(message: str, ends: bool) -> None:
    at = message.index("#")
    assert rule_ends(message.replace("#", "horror"), at, at + len("horror")) is ends


def test_a_refused_genre_is_let_in_again(talk: Talk) -> None:
    first = "no musicals and no horror tonight"
    assert talk(first, "drop the musicals thing").constraints.not_genres == ("Horror",)


def test_which_of_the_two_is_answered_alone(talk: Talk) -> None:
    first, again = ("I love Alien and Heat", "Compare Fargo with Vertigo", "Which of the two would I like more?"), None
    turn = talk(*first)
    assert turn.intent == "compare" and "in common" not in turn.reply and "directed" not in turn.reply
    assert "Fargo" in turn.reply and "Vertigo" in turn.reply
    again = talk("and which would you pick for me?")
    assert again.intent == "compare" and "directed" not in again.reply
    assert "directed" in talk("compare them again").reply


@pytest.mark.parametrize("message", ["take the second off", "take the second one off the list please"])
def test_one_is_taken_off_the_list_on_the_table(talk: Talk, message: str) -> None:
    turn = talk("a horror film", message)
    assert turn.intent == "refine" and len(turn.constraints.exclude_items) == 1


@pytest.mark.parametrize(
    ("message", "asks"),
    [
        ("what limits do you have for me?", True),
        ("which limits are on?", True),
        ("what are you looking for right now?", True),
        ("what did I ask for so far?", True),
        ("did you save that she likes romance?", True),
        ("what limits do you have on downloads?", False),
        ("can you save that for me?", False),
        ("did you like it?", False),
    ],
)
def test_what_is_kept_or_in_force_is_asked_for(message: str, asks: bool) -> None:
    assert bool(KNOW_ME.search(message.lower())) is asks


def test_limits_in_force_are_told(talk: Talk) -> None:
    assert "comedy" in talk("a comedy from the 80s", "what are you looking for right now?").reply
    assert talk("forget all that, start over", "which limits are on?").reply.startswith("Nothing limits")


def test_what_somebody_hates_is_not_searched_for(read: Callable[..., Understanding]) -> None:
    assert not read("she hates sad endings").wish
    assert "father" in read("something about a man who hates his father").wish


def test_a_child_that_watches_too(talk: Talk) -> None:
    turn = talk("my kid is 8, what can we watch?", "she hates sad films")
    assert turn.constraints.at_most.get("sadness") is not None and turn.constraints.at_most["age"] == 8


def test_years_beside_no_subtitles_are_a_wish(talk: Talk) -> None:
    turn = talk("show me films from after 2000, no subtitles please")
    assert turn.intent == "recommend" and turn.constraints.year_min == 2001


def test_one_film_is_no_watch_list(talk: Talk) -> None:
    turn = talk("three horror comedies for the weekend from 2012, sad ones")
    assert not turn.reply.startswith("One film")


@pytest.mark.parametrize(
    ("message", "for_good"),
    [
        ("I never want to see a war film again, and tonight nothing longer than 2 hours", ("war films", "120")),
        ("never show me musicals again and no westerns tonight", ("musicals", "westerns")),
        ("tonight no horror, but never musicals", ("musicals", "horror")),
    ],
)
def test_beside_what_holds_for_good_tonight_is_tonight(talk: Talk, message: str, for_good: tuple[str, str]) -> None:
    lasting, passing = for_good
    turn = talk(message)
    assert turn.constraints.at_most or len(turn.constraints.not_genres) == 2
    told = talk("what do you know about me?").reply.partition("(you said")[0]
    assert lasting in told and passing not in told
