"""Long, wandering messages: what is told by the way, corrected within a sentence, or refused under a heading."""

from __future__ import annotations

import pytest

from chatbot.types import Constraints
from tests.dialogue.conftest import Reader

LIMITS = [
    (
        "a comedy, and I had thought of the fifties; no, I tell a lie, it had better be the forties",
        Constraints(genres=("Comedy",), year_min=1940, year_max=1949),
    ),
    (
        "something from the seventies; no, nothing from the eighties though",
        Constraints(year_min=1970, year_max=1979, not_decades=("1980s",)),
    ),
    ("a western, because he proposed to me in 1947", Constraints(genres=("Western",))),
    ("a western, since we put it on in 1983", Constraints(genres=("Western",))),
    ("I should be grateful to be spared westerns", Constraints(not_genres=("Western",))),
    (
        "I shall tell you what I cannot bear. In the first place, horror. Secondly, Mel Gibson, as he knows",
        Constraints(not_genres=("Horror",), not_people=("Mel Gibson",)),
    ),
    (
        "films I can't stand: horror and war. Now a thriller please",
        Constraints(genres=("Thriller",), not_genres=("Horror", "War")),
    ),
    ("what I want: horror and war", Constraints(genres=("Horror", "War"))),
    ("no war films, not even a funny one", Constraints(not_genres=("War",))),
]


@pytest.mark.parametrize(("text", "wanted"), LIMITS)
def test_limits_in_a_long_sentence(read: Reader, text: str, wanted: Constraints) -> None:
    assert read(text).add == wanted


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("it made me cry into two of Aubrey's handkerchiefs and a hassock", ()),
        ("It was Marjorie's opinion, and Aubrey's too, I think", ()),
        ("Hattie has a project for school", ()),
        ("our circle has got as far as E. M. Forster", ()),
        ("something with Hattie McDaniel", ("Hattie McDaniel",)),
        ("Tarkovsky's long takes", ("Andrei Tarkovsky",)),
        ("something by M. Forster", ("Marc Forster",)),
    ],
)
def test_somebody_of_the_household_is_nobody_of_the_films(read: Reader, text: str, people: tuple[str, ...]) -> None:
    assert read(text).add.people == people


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("I cannot be doing with more than two hours", {("minutes", "at_most", 120)}),
        ("I can't sit through more than 100 minutes", {("minutes", "at_most", 100)}),
        ("another page, but with the violence taken out", {("violence", "at_most", 1)}),
        ("I do not mean the long thin one who talked to the rabbit", set()),
        ("no war films, not even a funny one", set()),
        ("is it a sad one?", set()),
    ],
)
def test_bounds_in_a_long_sentence(read: Reader, text: str, bounds: set[tuple[str, str, int]]) -> None:
    assert {(b.measure, b.side, b.value) for b in read(text).measures} == bounds


def test_years_are_moved_let_in_and_let_go_of(read: Reader) -> None:
    assert read("let the fifties in as well").widens
    moved = read("let us move the fence out to 1955")
    assert (moved.stretches, moved.add.year_min, moved.add.year_max) == (True, None, 1955)
    assert read("let the date go as well").drop_years == ("year_min", "year_max")


def test_the_whole_of_it_is_forgotten(read: Reader) -> None:
    assert read("You may forget the whole of that, the child and all").reset


def test_the_praise_of_others_is_no_taste(read: Reader) -> None:
    assert not read("My lodger insists that Amadeus is a masterpiece").liked
    assert read("I said that Amadeus is a masterpiece").liked == ("amadeus-1984",)
