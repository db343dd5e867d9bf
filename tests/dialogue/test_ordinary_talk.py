"""What plain questions and requests do in their conversation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chatbot.dialogue import forms, kept
from chatbot.dialogue.heard import TAKEN_ALONG, WATCHED_TOGETHER
from chatbot.dialogue.route import route
from chatbot.dialogue.state import Understanding
from chatbot.types import Turn

Reader = Callable[..., Understanding]
Talk = Callable[..., Turn]


def test_which_of_two_suits_better(talk: Talk) -> None:
    turn = talk("Compare Speed with Die Hard.", "Which of them would suit me better? I loved Heat, if that helps.")
    assert turn.intent == "compare" and "Speed" in turn.reply and "Die Hard" in turn.reply
    assert "Heat" in talk("What do you know about me?").reply


def test_a_third_beside_two(talk: Talk) -> None:
    turn = talk("Compare Speed with Die Hard.", "And if we add Heat, how do the three compare?")
    assert all(title in turn.reply for title in ("Speed", "Die Hard", "Heat"))


@pytest.mark.parametrize("message", ["Is it older than Heat?", "And is it longer than Heat?"])
def test_is_it_more_so_than_another(talk: Talk, message: str) -> None:
    turn = talk("Who directed Alien?", message)
    assert turn.intent == "compare" and "Alien" in turn.reply and "Heat" in turn.reply


def test_more_films_she_made(talk: Talk) -> None:
    turn = talk("Who directed Heat?", "I liked the look of that. Could you show me some other films he made?")
    assert turn.constraints.people == ("Michael Mann",) and turn.items


def test_who_made_it_and_who_plays_in_it(talk: Talk) -> None:
    turn = talk("a western", "Who directed Alien, and who plays in it?")
    assert "Ridley Scott" in turn.reply and "Weaver" in turn.reply


def test_what_kind_of_film_it_is(talk: Talk) -> None:
    turn = talk("a western", "The first one sounds nice. What kind of film is it?")
    assert turn.intent == "item_question" and "western" in turn.reply.lower()


@pytest.mark.parametrize("message", ["How long does she have to use it?", "Can my sister take it as money instead?"])
def test_a_question_goes_on_from_help(read: Reader, message: str) -> None:
    assert route({"item_question": 1.0}, message, read(message), (), "recommend", helped=True) == "support"
    assert route({"item_question": 1.0}, message, read(message), (), "recommend") == "item_question"
    film = "Who is in the first one?"
    assert route({"item_question": 1.0}, film, read(film), (), "recommend", helped=True) == "item_question"


@pytest.mark.parametrize(
    "message",
    [
        "Read it all to me once more, please.",
        "Read everything back to me.",
        "Could you read it out again?",
        "Read all of that to me one more time, please.",
    ],
)
def test_what_is_kept_is_read_again(message: str) -> None:
    assert kept.KNOW_ME.search(message.lower())
    assert not kept.KNOW_ME.search("read it before you recommend it")


@pytest.mark.parametrize("message", ["Undo that last step.", "hm, no. undo the last change", "Undo what you just did"])
def test_the_last_step_is_undone(message: str) -> None:
    assert forms.undoes(message.lower())


@pytest.mark.parametrize(
    "message",
    [
        "please pass that question on to someone who knows",
        "could you put my question to somebody who knows?",
        "hand this request over, please",
        "take my complaint to someone",
    ],
)
def test_a_question_is_passed_on(message: str) -> None:
    assert forms.TO_A_PERSON.search(message) and not forms.TO_A_PERSON.search("pass me the popcorn")


def test_films_on_a_journey_and_together(talk: Talk) -> None:
    assert TAKEN_ALONG.search("can i take the first one along on the plane, and how long would it keep?")
    assert WATCHED_TOGETHER.search("can we watch it together if one of us is in another town?")
    assert not TAKEN_ALONG.search("something to watch on the plane")
    assert not WATCHED_TOGETHER.search("something we can watch together tonight")


@pytest.mark.parametrize("message", ["What other mysteries would there be?", "Which further mysteries do you have?"])
def test_others_of_a_kind(talk: Talk, message: str) -> None:
    first = talk("a mystery")
    turn = talk(message)
    assert turn.items and turn.constraints.genres == ("Mystery",)
    assert not {item.item.item_id for item in first.items} >= {item.item.item_id for item in turn.items}


def test_what_else_there_is_by_her(talk: Talk) -> None:
    turn = talk("Who made Psycho, the film of 1960?", "I'd like to see what else there is by Hitchcock.")
    assert turn.items and "psycho-1960" not in {item.item.item_id for item in turn.items}


@pytest.mark.parametrize(
    "message",
    [
        "I was wrong about the length, longer films are fine. Everything else stays.",
        "I've changed my mind about the length, longer ones are allowed again. Everything else stays.",
    ],
)
def test_everything_else_stays(talk: Talk, message: str) -> None:
    turn = talk("a comedy under two hours", message)
    assert turn.intent == "refine" and not turn.constraints.at_most and turn.constraints.genres == ("Comedy",)


def test_what_it_should_not_be_is_no_film_of_the_list(talk: Talk) -> None:
    turn = talk("a comedy", "And it shouldn't run over 100 minutes. I have to be up at eight.")
    assert turn.items and turn.constraints.at_most == {"minutes": 100}
    assert talk("It needn't be a comedy any more.").constraints.genres == ()


def test_by_the_man_who_made_another(talk: Talk) -> None:
    turn = talk("a crime film", "And by the man who made Psycho?")
    assert turn.constraints.people == ("Alfred Hitchcock",) and turn.constraints.genres == ("Crime",)
    assert talk("Who made Psycho?").intent == "item_question"


@pytest.mark.parametrize(
    "message", ["I never liked Heat, that was my husband.", "That was my brother talking of Heat."]
)
def test_who_liked_it_was_somebody_else(talk: Talk, message: str) -> None:
    talk("I loved Heat", message)
    assert "Heat" not in talk("What do you know about me?").reply


def test_films_that_are_named_when_asked_for(talk: Talk) -> None:
    turn = talk("I need a film", "Difficult to say. Two films that never fail me are Heat and Fargo.")
    assert turn.items and not turn.constraints.at_least
    assert talk("Amadeus and The Sting, I'd say.").intent in {"recommend", "rate", "similar"}


def test_who_is_let_in_and_who_stays_out(talk: Talk) -> None:
    said = ("a mystery", "No Hitchcock, please. And no Bogart either.")
    turn = talk(*said, "Actually, Bogart would be fine. Hitchcock is still out.")
    assert turn.constraints.not_people == ("Alfred Hitchcock",)


def test_an_age_limit_that_holds_for_good_can_go(talk: Talk) -> None:
    talk("From now on only films up to 12, please", "The age limit can go.")
    assert "12" not in talk("What do you know about me?").reply
