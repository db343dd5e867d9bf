"""Several turns in clear ordinary English, as one careful hand after another says them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chatbot.catalog import Catalog
from chatbot.dialogue.versions import of_title
from chatbot.types import Turn

Talk = Callable[..., Turn]


@pytest.mark.parametrize("yes", ["Yes, do it.", "Yes, please do that.", "Yes!"])
def test_a_yes_that_points_at_no_film(talk: Talk, yes: str) -> None:
    turn = talk("Heat gets four stars", "Could you export everything that you hold on me?", yes)
    assert turn.intent == "profile_show" and "/v1/export/" in turn.reply


@pytest.mark.parametrize(
    "no", ["No, stop there, I've thought better of it. Keep it all.", "Oh no, wait, don't. I want to stay with you."]
)
def test_a_no_to_deleting_is_no_cry_for_help(talk: Talk, no: str) -> None:
    turn = talk("Heat gets four stars", "Delete everything you know about me", no)
    assert turn.reply == "Nothing was deleted."


def test_a_change_of_mind_about_a_limit_deletes_nothing(talk: Talk) -> None:
    turn = talk("a western of at most 100 minutes", "I've changed my mind about the length. Everything else stays.")
    assert turn.intent == "refine" and not turn.constraints.at_most and turn.constraints.genres


def test_the_films_of_one_title(catalog: Catalog) -> None:
    assert [item.year for item in of_title("West Side Story", catalog)] == [1961, 2021]


def test_which_of_the_first_two_is_older(talk: Talk) -> None:
    turn = talk(
        "a horror film", "where do I switch the subtitles off?", "Which of the first two from your list is older?"
    )
    assert turn.intent == "compare"


def test_the_leading_men_are_those_of_the_film(talk: Talk) -> None:
    assert "Al Pacino" in talk("Who directed Heat?", "And the leading men, who were they?").reply


def test_the_one_by_somebody_is_found_again(talk: Talk) -> None:
    turn = talk(
        "Fargo, Heat or Vertigo, which is the oldest?", "a horror film", "Who plays in the one by Michael Mann?"
    )
    assert "Al Pacino" in turn.reply


def test_prizes_are_nobodys_name(talk: Talk) -> None:
    assert "awards" in talk("Is Heat suitable for a girl of nine?", "How many Oscars did it take?").reply


@pytest.mark.parametrize(
    "message",
    [
        "I've seen Vertigo before, four stars by the way, so I'd like something else by its director.",
        "I saw Vertigo last year and liked it, so have you anything else by Hitchcock?",
    ],
)
def test_a_rating_and_more_by_its_maker(talk: Talk, message: str) -> None:
    turn = talk("Who plays in Fargo?", message)
    assert turn.items and all("Alfred Hitchcock" in row.item.facts["director"] for row in turn.items)
