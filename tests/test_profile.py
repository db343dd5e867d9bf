"""build_profile: what a person's interactions say of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.domain import RatingScale
from chatbot.profile import build_profile, preference, pseudo_rating
from chatbot.types import SIGNALS, Constraints, Interaction, Signal

SCALE = RatingScale(low=1, high=5, like_from=4, dislike_to=2)


def did(item: str, rating: float | None = None, signal: Signal | None = None, at: int = 0) -> Interaction:
    return Interaction("u", item, rating, at, signal)


def test_nobody_known_is_a_normal_case() -> None:
    profile = build_profile("u", [], SCALE)
    assert profile.warmth == "cold" and not profile.seen and not profile.refused
    assert profile.weights == profile.ratings == {} and profile.standing == Constraints()


@pytest.mark.parametrize(
    ("interaction", "strength", "stars"),
    [
        (did("a", 5), 1.0, 5), (did("a", 3), 0.0, 3), (did("a", 1), -1.0, 1), (did("a", 4.5), 0.75, 4.5),
        (did("a", signal="like"), 1.0, 4), (did("a", signal="dislike"), -1.0, 2),
        (did("a", signal="seen"), 0.0, None), (did("a", signal="not_interested"), 0.0, None), (did("a"), 0.0, None),
        (did("a", 2, "like"), -0.5, 2),
    ],
)  # fmt: skip
def test_what_one_judgement_says(interaction: Interaction, strength: float, stars: float | None) -> None:
    assert preference(interaction, SCALE) == strength
    assert pseudo_rating(interaction, SCALE) == stars


def test_a_rating_says_more_than_a_press() -> None:
    assert preference(did("a", 1, "like"), SCALE) == -1.0


def test_newer_judgements_weigh_more() -> None:
    profile = build_profile("u", [did(f"i{n}", 5) for n in range(11)], SCALE)
    assert profile.weights["i10"] == 1.0
    assert profile.weights["i0"] == pytest.approx(0.5), "ten films later a weight has halved"
    assert list(profile.weights) == sorted(profile.weights, key=lambda i: -profile.weights[i])


def test_what_is_seen_and_what_is_refused() -> None:
    rows = [did("seen", signal="seen"), did("no", signal="not_interested"), did("three", 3), did("bad", 1)]
    profile = build_profile("u", rows, SCALE)
    assert profile.seen == {"seen", "three", "bad"} and profile.refused == {"no"}
    assert set(profile.weights) == {"bad"} and profile.weights["bad"] == -1.0, "no opinion is no weight"
    assert profile.ratings == {"three": 3, "bad": 1}


@pytest.mark.parametrize(("judged", "warmth"), [(0, "cold"), (1, "warm"), (4, "warm"), (5, "hot"), (50, "hot")])
def test_warmth(judged: int, warmth: str) -> None:
    assert build_profile("u", [did(f"i{n}", 5) for n in range(judged)], SCALE).warmth == warmth


def test_standing_limits_are_kept() -> None:
    never = Constraints(not_genres=("Horror",))
    assert build_profile("u", [], SCALE, never).standing == never


INTERACTIONS = st.lists(
    st.builds(
        did,
        item=st.integers(0, 30).map("i{}".format),
        rating=st.none() | st.floats(1, 5),
        signal=st.none() | st.sampled_from(SIGNALS),
    ),
    unique_by=lambda i: i.item_id,
)


@given(INTERACTIONS)
def test_what_holds_for_any_history(rows: list[Interaction]) -> None:
    profile = build_profile("u", rows, SCALE)
    assert profile == build_profile("u", rows, SCALE)
    assert profile.seen | profile.refused == {i.item_id for i in rows} and not profile.seen & profile.refused
    assert set(profile.weights) <= {i.item_id for i in rows}
    assert all(0 < abs(w) <= 1 for w in profile.weights.values())
    assert all(1 <= r <= 5 for r in profile.ratings.values())
