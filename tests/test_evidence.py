"""From summands to evidence: what is told one by one, what is summed up, and which limits are kept."""

from __future__ import annotations

import pytest

from chatbot.evidence import LIKED_TOLD, Summand, limits_met, sum_up, to_evidence
from chatbot.types import Constraints, Item


@pytest.mark.parametrize("judged", [0, 1, LIKED_TOLD, LIKED_TOLD + 1, LIKED_TOLD + 2, 20])
def test_nothing_is_lost_in_summing_up(judged: int) -> None:
    liked = [Summand("liked_item", f"f{n}", (-1) ** n * (n + 1) / 10, f"f{n}") for n in range(judged)]
    parts = [Summand("popularity", "rated by 3 people", 0.35), *liked]
    told = sum_up(parts, "films")
    assert sum(p.amount for p in told) == pytest.approx(sum(p.amount for p in parts))
    named = [p for p in told if p.item_id]
    assert len(named) == (judged if judged <= LIKED_TOLD + 1 else LIKED_TOLD)
    assert named == sorted(liked, key=lambda p: -abs(p.amount))[: len(named)]
    assert (told[-1].value == f"{judged - LIKED_TOLD} other films you judged") == (judged > LIKED_TOLD + 1)


def test_what_stands_beside_the_score_weighs_nothing() -> None:
    told, beside = (
        [Summand("liked_item", "Alien", 3.0, "alien-1979")],
        [Summand("constraint", "Horror", 0.0, field="genre")],
    )
    evidence = to_evidence(told, beside, 4.0)
    assert [(e.id, e.weight, e.field) for e in evidence] == [("e1", 0.75, None), ("e2", 0.0, "genre")]
    assert to_evidence([], beside, 0.0)[0].weight == 0


def test_limits_in_force_are_evidence_of_no_weight() -> None:
    limits = Constraints(("Drama",), ("Horror",), 1990, None, ("Al Pacino",), ("Nicolas Cage",))
    met = limits_met(Item("x", "X"), limits)
    assert [(p.field, p.value) for p in met] == [
        ("year", "from 1990 or later"), ("genre", "Drama"), ("people", "Al Pacino"), ("not_genre", "no Horror")
    ]  # fmt: skip
    assert all(p.amount == 0 and p.kind == "constraint" for p in met)


def test_a_bound_that_is_kept_tells_the_items_own_fact() -> None:
    item = Item("x", "X", facts={"theme": ("heist",)}, scales={"violence": 1}, age=6, minutes=94)
    limits = Constraints(
        themes=("heist",), not_themes=("zombies",), at_most={"violence": 1, "minutes": 120, "age": 8},
        at_least={"humour": 2},
    )  # fmt: skip
    assert [(p.field, p.value, p.limit) for p in limits_met(item, limits)] == [
        ("theme", "heist", "about heists"), ("age", "suitable from 6", "suitable from 8"),
        ("minutes", "94 minutes", "under 120 minutes"), ("violence", "violence 1 of 3", "not too violent"),
        ("not_theme", "no zombies", None),
    ]  # fmt: skip


def test_nothing_is_met_where_nothing_is_asked() -> None:
    assert limits_met(Item("x", "X"), Constraints()) == []
