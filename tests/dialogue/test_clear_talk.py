"""Several turns in clear ordinary English, as one careful hand after another says them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chatbot.catalog import Catalog
from chatbot.dialogue.compare import THREE
from chatbot.dialogue.state import Understanding
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


@pytest.mark.parametrize(
    "message",
    [
        "Two that I've always rated highly are Heat and Alien. What would you recommend on the strength of them?",
        "I've always thought very highly of Heat. What next?",
    ],
)
def test_rated_highly_is_liked(talk: Talk, message: str) -> None:
    assert "Heat" in talk(message).reply


def test_neither_here_nor_there_refuses_no_list(talk: Talk) -> None:
    assert talk("a horror film", "I saw the first one years ago, and it was neither here nor there.").intent == "rate"


@pytest.mark.parametrize("message", ["What genres do you file Heat under?", "Heat is real enough. What themes has it?"])
def test_genres_and_themes_of_a_film(talk: Talk, message: str) -> None:
    assert talk(message).intent == "item_question"


def test_a_title_with_its_sign_is_rated(read: Callable[..., Understanding]) -> None:
    assert read("Oliver! is worth five stars of anybody's money.").ratings == {"oliver-1968": 5.0}
    assert read("Change Oliver! to four.").ratings == {"oliver-1968": 4.0}
    assert not read("Hello! is anybody there").named


def test_what_remains_after_a_removal(talk: Talk) -> None:
    turn = talk("Heat gets four stars and Alien two", "Strike Alien from my ratings", "And what remains?")
    assert turn.intent == "profile_show" and "Heat" in turn.reply and "Alien" not in turn.reply.split("(")[0]


def test_a_like_that_was_of_another_film(talk: Talk) -> None:
    turn = talk("I loved Heat and Alien", "I said I loved Heat, but I was thinking of Fargo. Please forget Heat.")
    assert turn.intent == "profile_edit" and "Heat" in turn.reply and "You liked Heat" not in turn.reply


def test_all_three_are_those_two_and_the_one_since() -> None:
    assert THREE.search("now set all three side by side for me") and not THREE.search("all of them, or three of these")


def test_the_genre_is_dropped_and_the_years_stay(talk: Talk) -> None:
    turn = talk("science fiction, and from 1990 at the latest", "Drop the genre, then, but keep the year.")
    assert not turn.constraints.genres and turn.constraints.year_max == 1990 and turn.constraints.year_min is None


def test_a_sequel_that_nobody_made(talk: Talk) -> None:
    turn = talk("Who directed Alien?", "He swears there is a fifth part called Alien: The Kitchen Sink. Who made that?")
    assert "I don't know a film called" in turn.reply


@pytest.mark.parametrize(
    "message", ["Do you do a reduced price for pensioners?", "what do you people store about a person?"]
)
def test_of_the_service(talk: Talk, message: str) -> None:
    assert talk(message).intent == "support"


def test_a_farewell_and_a_cry_for_somebody(talk: Talk) -> None:
    assert talk("a western", "Lovely. Cheerio, then.").intent == "goodbye"
    assert talk("the picture stops every few minutes", "Yes, get me somebody, please.").intent == "support"


def test_more_films_on_a_theme_are_asked_for(talk: Talk) -> None:
    turn = talk("Compare Alien with Aliens.", "Are there any more films on submarines, apart from those two?")
    assert turn.intent in {"recommend", "refine"} and turn.constraints.themes == ("submarine",)


def test_who_made_it_and_is_he_in_it(talk: Talk) -> None:
    talk("Who directed Alien?")
    assert "Michael Mann" in talk("Who was the director of Heat again, and is he in it, Al Pacino I mean?").reply


def test_who_only_tells_which_film_is_meant(talk: Talk) -> None:
    assert not talk("I loved Heat, the one with Al Pacino. What should I watch next?").constraints.people
