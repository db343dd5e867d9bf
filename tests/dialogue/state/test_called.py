"""A film of a few that a message calls by a word of it."""

from __future__ import annotations

import pytest

from chatbot.catalog import Catalog
from chatbot.dialogue.state.called import by_title_word
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


def test_a_word_of_a_title_that_is_a_name_too(read: Reader) -> None:
    said = read("the condor one, was that Pakula as well", (), ("klute-1971", "three-days-of-the-condor-1975"))
    assert said.pointed[:1] == ("three-days-of-the-condor-1975",) and "Lana Condor" not in said.add.people
    assert read("the next one, please", (), ("klute-1971",)).pointed == ()


@pytest.mark.parametrize(
    ("low", "wanted"),
    [
        ("who's in michael? she looks like my cousin", ["michael-1996"]),
        ("who directed michael?", ["michael-1996"]),
        ("i told michael. what else", []),
        ("who's in matthew?", []),
    ],
)
def test_a_first_name_that_is_a_title_on_the_table(catalog: Catalog, low: str, wanted: list[str]) -> None:
    table = [catalog["klute-1971"], catalog["michael-1996"]]
    assert [mention.value for mention in by_title_word(low, table)] == wanted
