"""What is pointed at: by place, by quality, by pronoun; and where several fit, nothing is guessed."""

from __future__ import annotations

import pytest

from chatbot.dialogue.state.references import accompanied
from chatbot.types import Item
from tests.dialogue.conftest import SHOWN, Reader

ALIENS, FARGO, FLY, COLLATERAL, UNFORGIVEN = SHOWN


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the western one", (UNFORGIVEN,)),
        ("tell me about the one with Tom Cruise", (COLLATERAL,)),
        ("the one by Clint Eastwood, who is in it?", (UNFORGIVEN,)),
        ("the new one, please", (COLLATERAL,)),
        ("what is the funniest one about?", (FARGO,)),
        ("the first two", (ALIENS, FARGO)),
        ("all of them", SHOWN),
    ],
)
def test_what_is_pointed_at(read: Reader, shown: list[Item], text: str, wanted: tuple[str, ...]) -> None:
    said = read(text, shown)
    assert said.pointed == wanted and not said.unclear


def test_who_is_named_to_point_is_no_limit(read: Reader, shown: list[Item]) -> None:
    assert not read("the Clint Eastwood one", shown).add
    assert not read("the one with Tom Cruise", shown).add
    assert read("the Clint Eastwood one").add.people == ("Clint Eastwood",), "with no list there is nothing to point at"


def test_several_that_fit_are_asked_about(read: Reader, shown: list[Item]) -> None:
    assert set(read("the one from the 80s, is it good?", shown).unclear) == {ALIENS, FLY}
    said = read("seen that one, meh", shown)
    assert said.unclear == SHOWN and not (said.seen or said.disliked)
    assert read("seen that one, meh", shown, [FARGO]).unclear == (), "it was spoken of just before"
    assert read("seen that one, meh", shown[:1]).unclear == ()


def test_both_are_the_two_last_spoken_of(read: Reader, shown: list[Item]) -> None:
    assert read("are both long?", shown, [FLY, ALIENS]).pointed == (FLY, ALIENS)


def test_company_is_remembered_until_it_is_gone() -> None:
    def turns(*messages: str) -> list[dict[str, str]]:
        return [{"message": message} for message in messages]

    assert accompanied(turns("for tonight with my dad", "not too violent"))
    assert not accompanied(turns("for tonight with my dad", "and for me alone?"))
    assert not accompanied(turns("a western", "shorter")) and not accompanied([])


def test_two_that_are_named_need_no_third(read: Reader, shown: list[Item]) -> None:
    assert not read("Alien or Heat, which is longer", shown, (FARGO, FLY)).pointed
    assert read("which is longer", shown, (FARGO, FLY)).pointed == (FARGO, FLY)


def test_the_weather_and_days_in_a_row_point_at_nothing(read: Reader, shown: list[Item]) -> None:
    assert not read("will it rain on our shoot tomorrow", shown).pointed
    assert FLY not in read("third evening in a row that it fails", shown).pointed


@pytest.mark.parametrize(
    ("text", "focus", "wanted"),
    [
        ("and the one above that, who made it", (FLY,), (FARGO,)),
        ("the one after that", (FLY,), (COLLATERAL,)),
        ("Fargo. no, the one below it", (), (FLY,)),
        ("the one above that", (ALIENS,), ()),
        ("the one above that", (), ()),
    ],
)
def test_the_neighbour_of_a_film(
    read: Reader, shown: list[Item], text: str, focus: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    assert read(text, shown, focus).pointed == wanted
