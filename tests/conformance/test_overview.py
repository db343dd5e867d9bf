"""What every Store must tell an operator over all people."""
# ruff: noqa: F811

from __future__ import annotations

from dataclasses import replace

from conformance.test_store import store, turn, url  # noqa: F401

from chatbot.storage import Store
from chatbot.types import Feedback

DAY = 24 * 3600


def test_turns_and_people_of_each_day(store: Store) -> None:
    for at, (name, user, seconds) in enumerate(
        [("t1", "u1", 10 * DAY), ("t2", "u1", 11 * DAY - 1), ("t3", "u2", 10 * DAY + 5), ("t4", "u2", 12 * DAY + 7)]
    ):
        store.save_turn(replace(turn(name, user, f"c{at}"), created=seconds))
    assert store.turns_by_day(0) == ((10 * DAY, 3, 2), (12 * DAY, 1, 1))
    assert store.turns_by_day(11 * DAY) == ((12 * DAY, 1, 1),)
    assert store.turns_by_day(99 * DAY) == ()


def test_presses_of_each_day_and_signal(store: Store) -> None:
    told = [Feedback("u1", "a", "like"), Feedback("u1", "b", "like"), Feedback("u1", "c", "seen")]
    store.save_turn(replace(turn("t1"), created=10 * DAY + 3), told)
    store.save_turn(replace(turn("t2"), created=11 * DAY), [Feedback("u1", "a", "dislike")])
    assert store.presses_by_day(0) == ((10 * DAY, "like", 2), (10 * DAY, "seen", 1), (11 * DAY, "dislike", 1))
    assert store.presses_by_day(11 * DAY) == ((11 * DAY, "dislike", 1),)


def test_latest_turns_of_everybody(store: Store) -> None:
    for name, user in (("t1", "u1"), ("t2", "u2"), ("t3", "u1")):
        store.save_turn(turn(name, user, f"c{user}"))
    assert [one["turn_id"] for one in store.latest_turns(2)] == ["t3", "t2"]
    assert len(store.latest_turns(9)) == 3 and store.latest_turns(0) == ()
