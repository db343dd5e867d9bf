"""A guess for which a message gives nothing to go by gives way to what was understood; one that has a ground stands."""

from __future__ import annotations

import pytest

from chatbot.dialogue.route import route
from chatbot.types import Item
from tests.dialogue.conftest import Reader

# (message, what the classifier says, what it is with a list on the table)
GIVES_WAY = [
    ("He suggests one from 1995 or later", "profile_edit", "refine"),
    ("from 2000 on please, my eyes", "profile_edit", "refine"),
    ("none of those. next", "profile_edit", "refine"),
    ("Then the year take away, I don't need this year.", "profile_edit", "refine"),
    ("Cary Grant, who else! Show me.", "profile_edit", "refine"),
    ("ok show me some again", "profile_show", "refine"),
    ("no cowboys, something I might enjoy", "profile_show", "refine"),
    ("From the war years, 1940 to 1945.", "item_question", "refine"),
    ("Nothing made after 1969, please", "item_question", "refine"),
    ("the musicals, you may bring them back", "why_not", "refine"),
    ("Why do you think Aliens is right for me?", "why_not", "explain"),
    ("its for when everyone else is asleep, nothing sad", "explain", "refine"),
    ("under 100 minutes, a western", "rate", "refine"),
    ("from the 50s", "goodbye", "refine"),
    ("I thank you. And for this evening a comedy", "goodbye", "refine"),
    ("So then give me only him", "rate", "refine"),
    ("My wife says that my taste has dust. So be it, nothing from before the 1980.", "profile_show", "refine"),
    ("What others of this flour?", "profile_show", "refine"),
    ("Heat I have kept. Five stars, if you ask me.", "profile_show", "rate"),
    ("what is written in your register under my name?", "support", "profile_show"),
    ("for the money I want one of flesh and bone", "similar", "support"),
    ("forget all of that and start again. A documentary", "profile_edit", "refine"),
    ("start again", "support", "refine"),
    ("Not Alien, he knows it by heart", "rate", "refine"),
    ("we can't agree. help", "profile_edit", "refine"),
    ("my flatmate and I can't decide", "profile_edit", "refine"),
    ("something that asks nothing of me please", "profile_show", "refine"),
    ("will you miss her. honest answer", "goodbye", "out_of_scope"),
    ("what would you show me on the strength of Heat?", "compare", "similar"),
]
STANDS = [
    ("from now on nothing with Adam Sandler", "profile_edit"),
    ("remember that I like comedies", "profile_edit"),
    ("please remember the westerns I told you about", "profile_edit"),
    ("so what do I hate now according to you", "profile_show"),
    ("forget everything you know about me and start again", "profile_edit"),
    ("how do I start again", "support"),
    ("who directed the western", "item_question"),
    ("what year was the comedy from", "item_question"),
    ("why is Heat missing", "why_not"),
    ("explain the western to me", "explain"),
    ("thanks, goodbye, that western was enough", "goodbye"),
]


@pytest.mark.parametrize(("message", "guess", "wanted"), GIVES_WAY)
def test_a_guess_without_ground_gives_way(
    read: Reader, shown: list[Item], message: str, guess: str, wanted: str
) -> None:
    assert route({guess: 1.0}, message, read(message, shown), shown) == wanted


@pytest.mark.parametrize(("message", "guess"), STANDS)
def test_a_guess_with_a_ground_stands(read: Reader, shown: list[Item], message: str, guess: str) -> None:
    assert route({guess: 1.0}, message, read(message, shown), shown) == guess


@pytest.mark.parametrize("last", ["recommend", "refine"])
def test_a_wish_that_found_nothing_can_be_changed(read: Reader, last: str) -> None:
    for message, guess in (("any year then", "item_question"), ("Very well, I let the year go.", "goodbye")):
        assert route({guess: 1.0}, message, read(message), (), last) == "refine"


def test_after_the_help_pages_my_stars_are_asked_of_the_service(read: Reader) -> None:
    message = "And my stars, and the list of the things to see, you throw them in that time?"
    assert route({"profile_show": 1.0}, message, read(message), (), "support") == "support"
    assert route({"profile_show": 1.0}, message, read(message), (), "rate") == "profile_show"
    own = "and what do you know about me?"
    assert route({"profile_show": 1.0}, own, read(own), (), "support") == "profile_show"
