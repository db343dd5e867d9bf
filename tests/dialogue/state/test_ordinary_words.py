"""Refusals by contracted verbs, lists of stars, what is kept beside what goes, names told by their kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chatbot.dialogue.lists import how_many
from chatbot.dialogue.state import Understanding
from chatbot.types import Item

Reader = Callable[..., Understanding]


@pytest.mark.parametrize(
    "text",
    [
        "It mustn't be sad.",
        "it can't be sad tonight",
        "It shouldn't be sad or violent",
        "There mustn't be any sadness in it, it mustn't be sad",
    ],
)
def test_what_it_must_not_be(read: Reader, text: str) -> None:
    assert [b.side for b in read(text).measures if b.measure == "sadness"][:1] == ["at_most"]


def test_what_it_must_not_be_by_name(read: Reader) -> None:
    assert read("It shouldn't be a western.").add.not_genres == ("Western",)
    assert read("It can't be by Woody Allen.").add.not_people == ("Woody Allen",)
    assert read("It must be a western.").add.genres == ("Western",)
    assert [b.side for b in read("It couldn't be funnier").measures] == ["at_least"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("And it shouldn't go on for more than an hour and a half.", "at_most"),
        ("None of them over two hours.", "at_most"),
        ("It mustn't run over two hours.", "at_most"),
        ("We don't have more than ninety minutes.", "at_most"),
        ("I can't sit for more than two hours", "at_most"),
        ("I haven't got more than two hours.", "at_most"),
        ("It can't be shorter than two hours.", "at_least"),
        ("It should go on for more than two hours.", "at_least"),
        ("I don't mind if it goes on for more than two hours.", "drop"),
        ("It doesn't matter if it runs for more than two hours.", "drop"),
        ("Anything above two hours is too much for me.", "at_most"),
        ("It has to be done in two hours.", "at_most"),
        ("It may run for more than two hours.", "drop"),
    ],
)
def test_how_long_it_may_last(read: Reader, text: str, side: str) -> None:
    assert [b.side for b in read(text).measures if b.measure == "minutes"] == [side]


@pytest.mark.parametrize(
    ("text", "ratings"),
    [
        ("Five stars for Heat, please, and three for Shrek.", {"heat-1995": 5, "shrek-2001": 3}),
        ("Please note that I gave Jaws five stars and Battle Royale one.", {"jaws-1975": 5, "battle-royale-2000": 1}),
        ("Gattaca five, Ex Machina four.", {"gattaca-1997": 5, "ex-machina-2015": 4}),
        ("My marks: Casablanca 5, Vertigo 4.", {"casablanca-1942": 5, "vertigo-1958": 4}),
        ("Put me down for three stars on Grease and five on Jaws.", {"grease-1978": 3, "jaws-1975": 5}),
        ("Ex Machina deserves five, not four, I was in a mood.", {"ex-machina-2015": 5}),
        ("Please give Fargo four stars and Jaws only two.", {"fargo-1996": 4, "jaws-1975": 2}),
        ("Five stars for Toy Story and Toy Story 2.", {"toy-story-1995": 5, "toy-story-2-1999": 5}),
        ("I'd like one for Friday and two for Saturday, Heat perhaps", {}),
    ],
)
def test_stars_of_one_film_after_the_other(read: Reader, text: str, ratings: dict[str, float]) -> None:
    assert dict(read(text).ratings) == ratings


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Let's drop the musicals and keep the mystery", {"genres": ("Mystery",), "not_genres": ("Musical",)}),
        ("Lose the horror but stick with the comedy", {"genres": ("Comedy",), "not_genres": ("Horror",)}),
        ("Take the musicals out and leave the mystery in.", {"genres": ("Mystery",), "not_genres": ("Musical",)}),
        ("Keep the horror out of it.", {"genres": (), "not_genres": ("Horror",)}),
        ("Could you spare her Tom Cruise as well?", {"people": (), "not_people": ("Tom Cruise",)}),
        ("Bruce Willis is fine again. Mel Gibson still isn't.", {"people": (), "not_people": ("Mel Gibson",)}),
    ],
)
def test_what_is_kept_beside_what_goes(read: Reader, text: str, fields: dict[str, Any]) -> None:
    add = read(text).add
    assert {field: getattr(add, field) for field in fields} == fields


def test_a_genre_and_a_decade_are_let_go_of_together(read: Reader) -> None:
    said = read("Forget the action and the nineties.")
    assert said.drop.genres == ("Action",) and said.drop_years and not said.dated
    assert read("Forget the comedy and show me something from the nineties.").add.year_min == 1990


@pytest.mark.parametrize(
    "text",
    [
        "Heat I could watch every year.",
        "I could watch Heat again and again.",
        "I never tire of Heat.",
        "Heat never fails me.",
        "A film that never fails me is Heat.",
        "I keep coming back to Heat.",
        "Heat never gets old.",
    ],
)
def test_what_never_fails_is_liked(read: Reader, text: str) -> None:
    assert read(text).liked == ("heat-1995",)


def test_two_films_that_are_loved_ask_for_no_two(read: Reader) -> None:
    assert read("Two films I love are Heat and Fargo.").count == 0
    assert read("Two films for tonight, please").count == 2
    assert how_many("plan three science fiction films for it") == 3
    assert how_many("plan my weekend, friday, saturday and sunday") == 3


def test_a_film_told_by_its_kind(read: Reader) -> None:
    assert read("Who is in Chicago, the musical?").named == ("chicago-2002",)
    assert not read("Drop the western, please").named
    assert not read("I live in Chicago. Any films set there?").named


def test_a_prize_is_nobody(read: Reader) -> None:
    assert not read("How many Oscars did it win?").mentions
    assert read("Something with Oscar Isaac").add.people == ("Oscar Isaac",)
    assert not read("Funny, isn't it? A western, please").add.genres[1:]


def test_a_topic_inside_an_unknown_title(read: Reader) -> None:
    said = read("Who directed The Copper Musical Lantern?")
    assert said.unknown == "The Copper Musical Lantern" and not said.mentions
    assert read("What is a good Detective Film from Britain?").mentions


def test_what_is_left_alone_stays(read: Reader) -> None:
    assert not read("Then I'll leave it alone.", focus=["heat-1995"]).drop


def test_neither_of_two_kinds_refuses_no_list(read: Reader, shown: list[Item]) -> None:
    said = read("Neither the comedy nor the nineties matter any more. A western.", shown)
    assert not said.none_of and said.drop_years and said.add.genres == ("Western",)
    assert read("Neither of them, please.", shown).none_of
