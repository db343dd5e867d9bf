"""A film of a few that a message calls by a word of it."""

from __future__ import annotations

import pytest

from chatbot.types import Item
from tests.dialogue.conftest import Reader

PARADISO, POSTINO, DOLLARS = "cinema-paradiso-1988", "il-postino-1994", "a-fistful-of-dollars-1964"
BLUE, WHITE, RED = "three-colors-blue-1993", "three-colors-white-1994", "three-colors-red-1994"


@pytest.mark.parametrize(
    ("text", "focus", "wanted"),
    [
        ("the one of the postman, who made it?", (PARADISO, POSTINO), (POSTINO,)),
        ("the one with the projectionist, is it long?", (POSTINO, PARADISO), (PARADISO,)),
        ("the film about the island", (PARADISO, POSTINO), (POSTINO,)),
        ("and in the red, who is there?", (BLUE,), (RED,)),
        ("is the white one funny?", (RED, BLUE), (WHITE,)),
        ("and in the Fistful, who plays?", (DOLLARS, PARADISO), (DOLLARS,)),
        ("what is the weather in Turin?", (BLUE,), ()),
        ("the white wine is open", (BLUE,), ()),
        ("which is the colour of the three?", (BLUE, RED), ()),
    ],
)
def test_half_a_title_and_a_word_of_the_plot(
    read: Reader, text: str, focus: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    assert read(text, (), focus).pointed[:1] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("is there one of his with a fax in it?", ()),
        ("one of these with a car salesman?", ("fargo-1996",)),
        ("Not the Fly. We had it every Christmas", ("the-fly-1986",)),
        ("no thanks, not that long", ()),
        ("she says 1, he says 3. what's the difference", ("aliens-1986", "the-fly-1986")),
        ("compare 2 and 4", ("fargo-1996", "collateral-2004")),
        ("what is the difference of 2 hours", ()),
    ],
)
def test_one_of_the_list(read: Reader, shown: list[Item], text: str, wanted: tuple[str, ...]) -> None:
    assert read(text, shown).pointed == wanted


def test_a_word_that_fits_two_means_neither(read: Reader, shown: list[Item]) -> None:
    assert read("is the one about the colors any good", (), (BLUE, RED)).pointed == ()


def test_a_title_in_full_needs_no_other(read: Reader) -> None:
    assert read("is Heat longer than the red one?", (), (BLUE, RED)).pointed == ()
