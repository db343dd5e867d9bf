"""Somebody else's taste: it limits an evening they share, and is never kept as the person's own."""

from __future__ import annotations

import pytest

from chatbot.dialogue.state import apply, sure
from chatbot.types import Constraints, Item
from tests.dialogue.conftest import SHOWN, Reader

WESTERN = ("Western",)


def test_the_taste_of_company_limits_this_evening_alone(read: Reader) -> None:
    said = read("for tonight with my dad who likes westerns")
    assert said.add.genres == WESTERN and said.company == "my dad" and said.theirs
    assert not (said.liked or said.forever or said.wish)


def test_what_company_cannot_stand_is_refused_and_not_for_good(read: Reader) -> None:
    said = read("tonight with my wife, she can't stand horror")
    assert said.add.not_genres == ("Horror",) and not said.forever
    assert read("my dad hates John Wayne").add.not_people == (), "he may be far away"
    assert read("my dad hates John Wayne", joined=True).add.not_people == ("John Wayne",)
    assert read("I can't stand horror").forever


def test_another_company_lifts_what_was_for_the_children(read: Reader) -> None:
    kids = apply(Constraints(), read("a film for my kids, they are 6 and 8"), fresh=True)
    assert kids == Constraints(at_most={"age": 6})
    assert apply(kids, read("for tonight with my dad who likes westerns"), fresh=True) == Constraints(genres=WESTERN)


def test_alone_again_nothing_of_it_holds(read: Reader) -> None:
    state = Constraints(genres=WESTERN, not_people=("John Wayne",), exclude_items=("heat-1995",))
    assert apply(state, read("and for me alone?"), fresh=False) == Constraints(exclude_items=("heat-1995",))


@pytest.mark.parametrize("text", ["none of those", "not these, please", "neither of them", "I don't like any of those"])
def test_a_list_that_is_refused_stays_out(read: Reader, shown: list[Item], text: str) -> None:
    said = read(text, shown)
    assert said.none_of == SHOWN
    assert sure(Constraints(), Constraints(), Constraints(), said).exclude_items == SHOWN


def test_comparisons_are_measured_against_the_list(read: Reader, shown: list[Item]) -> None:
    light = [item for item in shown if item.scales["effort"] <= 1]
    said = read("something lighter", light)
    after = apply(Constraints(), said, fresh=False)
    assert after.at_most["effort"] < max(item.scales["effort"] for item in light)
    assert apply(Constraints(), read("something lighter"), fresh=False).at_most == {"effort": 1}
    shorter = apply(Constraints(), read("shorter", shown), fresh=False).at_most["minutes"]
    assert shorter < sorted(item.minutes or 0 for item in shown)[2]


def test_what_rules_cannot_mishear_holds_against_a_model(read: Reader) -> None:
    said = read("older is fine too")
    nineties = Constraints(year_min=1990, year_max=1999)
    heard = apply(nineties, said, fresh=False)
    assert heard == Constraints(year_max=1999)
    assert sure(nineties, Constraints(year_max=1989), heard, said) == heard
