"""Constraints: what they are in JSON, and how sets of them come together and apart."""

from __future__ import annotations

import pytest

from chatbot.limits import Bounds
from chatbot.types import Constraints

MANY = Constraints(
    genres=("Comedy",), year_min=1990, themes=("heist", "revenge"), not_themes=("zombies",), at_least={"pace": 2},
    at_most={"minutes": 120, "age": 8},
)  # fmt: skip


def test_limits_survive_json() -> None:
    row = MANY.to_json()
    assert row["themes"] == ["heist", "revenge"] and row["at_most"] == {"age": 8, "minutes": 120}
    assert type(row["at_most"]) is dict and Constraints.from_json(row) == MANY
    assert Constraints().to_json()["at_least"] == {} and not Constraints()


def test_what_was_stored_before_measures_is_read() -> None:
    old = {"genres": ["Horror"], "not_genres": [], "year_min": None, "gone": 1}
    assert Constraints.from_json(old) == Constraints(genres=("Horror",))
    assert Constraints.from_json({}) == Constraints()


def test_limits_are_values() -> None:
    same = Constraints(at_most={"minutes": 120, "age": 8})
    assert same == Constraints(at_most={"age": 8, "minutes": 120})
    assert len({same, Constraints.from_json(same.to_json())}) == 1
    assert same and same != Constraints(at_most={"age": 8})
    given = {"age": 8}
    held = Constraints(at_most=given)
    given["age"] = 3
    assert held.at_most == {"age": 8} and isinstance(held.at_most, Bounds)
    with pytest.raises(TypeError):
        held.at_most["age"] = 3  # type: ignore[index]


def test_together_the_tighter_bound_holds() -> None:
    a = Constraints(at_least={"pace": 1}, at_most={"violence": 2, "age": 8}, themes=("heist",))
    b = Constraints(at_least={"pace": 2}, at_most={"violence": 1, "minutes": 90}, themes=("revenge", "heist"))
    assert a.union(b) == Constraints(
        themes=("heist", "revenge"), at_least={"pace": 2}, at_most={"violence": 1, "age": 8, "minutes": 90}
    )
    assert a.union(Constraints()) == Constraints().union(a) == a


def test_each_limit_can_be_let_go_of_alone() -> None:
    each = list(MANY.each())
    assert Constraints(themes=("revenge",)) in each and Constraints(at_most={"age": 8}) in each and len(each) == 8
    assert MANY.without(Constraints(at_most={"age": 8})).at_most == {"minutes": 120}
    assert MANY.without(Constraints(themes=("heist",))).themes == ("revenge",)
    assert MANY.without(Constraints(year_min=1990)).year_min is None
    left = MANY
    for one in each:
        left = left.without(one)
    assert left == Constraints()
