"""Wishes told the long way round: exclamations, ages that people "have", refusals behind what they refuse."""

from __future__ import annotations

from typing import Any

import pytest

from chatbot.dialogue.linking.names import capitals_in
from chatbot.dialogue.state import apply
from chatbot.dialogue.state.numbers import ages_in, durations_in
from chatbot.dialogue.years import years_in
from chatbot.types import Constraints
from tests.dialogue.conftest import Reader


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ah no, not of those", []),
        ("ah, naturally", []),
        ("an h", [(60, "at_most")]),
        ("films of over two hours and half, don't show me ever", [(150, "at_most")]),
        ("anything longer than two hours, never", [(120, "at_most")]),
        ("films over two hours, please", [(120, "at_least")]),
        ("two hours at the maximum", [(120, "at_most")]),
    ],
)
def test_lengths(text: str, told: list[tuple[int, str]]) -> None:
    assert [(said.value, said.side) for said in durations_in(text)] == told


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("the most young of the guests has fourteen years", [14]),
        ("one has six years and one eight", [6]),
        ("he has ten years of experience", []),
        ("i have twelve years in this house", []),
        ("the wine has forty years", []),
    ],
)
def test_ages_that_people_have(text: str, ages: list[int]) -> None:
    assert [said.value for said in ages_in(text)] == ages


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("hitchcock of the years fifty", 1950, 1959),
        ("of the years '70", 1970, 1979),
        ("from the 2000 in up", 2000, None),
        ("from 2005 on", 2005, None),
        ("nothing from before the 1980", 1980, None),
        ("until the 1970", None, 1970),
        ("in fifty years", None, None),
    ],
)
def test_years_with_an_article_too_many(text: str, low: int | None, high: int | None) -> None:
    assert years_in(text)[:2] == (low, high)


def in_force(read: Reader, text: str) -> dict[str, Any]:
    said = apply(Constraints(), read(text), True)
    return {name: value for name, value in said.to_json().items() if value}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The grapes are in, thanks to God. I would see willingly a western", {"genres": ["Western"]}),
        ("Strike out what is not comedy", {"genres": ["Comedy"]}),
        ("remove everything that isn't a western", {"genres": ["Western"]}),
        ("take out the comedies", {"not_genres": ["Comedy"]}),
        ("Aliens I know by memory, that one is not needed", {"exclude_items": ["aliens-1986"]}),
        ("Aliens is not needed", {"exclude_items": ["aliens-1986"]}),
    ],
)
def test_limits_told_roundabout(read: Reader, text: str, wanted: dict[str, Any]) -> None:
    assert in_force(read, text) == wanted


def test_them_are_the_films_just_named(read: Reader) -> None:
    assert read("Alien and Heat are my bread, I love them").liked == ("alien-1979", "heat-1995")


def test_who_is_blamed_in_a_rating_is_no_limit(read: Reader) -> None:
    assert read("Heat, four stars. Only four, that Pacino never closes the mouth").add.people == ()
    assert read("Heat four stars. Give me more with Al Pacino").add.people == ("Al Pacino",)


@pytest.mark.parametrize("text", ["In September and October we harvest", "Monday or Friday I am free"])
def test_months_and_days_call_no_film(text: str) -> None:
    assert capitals_in(text) == ""


def test_always_with_somebody_is_no_rule_for_ever(read: Reader) -> None:
    assert not read("always of him, and no musicals").forever
    assert read("always leave out the musicals").forever


@pytest.mark.parametrize(
    ("text", "high"),
    [
        ("anything older than i am? i was born in 1938", 1937),
        ("from before we were born. he was born in 1950", 1949),
        ("i was born in 1938 and like comedies", None),
    ],
)
def test_older_than_somebody(text: str, high: int | None) -> None:
    assert years_in(text).high == high


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("bianca of nine years and tommaso of five", [5]),
        ("a boy of seven years", [7]),
        ("a marriage of ten years", []),
        ("half an hour of ten years ago", []),
    ],
)
def test_children_of_so_many_years(text: str, ages: list[int]) -> None:
    assert [said.value for said in ages_in(text)] == ages


def test_the_war_years_are_no_genre(read: Reader) -> None:
    said = read("from the war years, 1940 to 1945")
    assert not said.add.genres and (said.add.year_min, said.add.year_max) == (1940, 1945)
    assert read("a war film of those years").add.genres == ("War",)
