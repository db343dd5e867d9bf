"""Anger at us is met, a bad film is none, and a rise of bad moods is noticed once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest

from chatbot.dialogue.handlers import Moment, Outcome, Room
from chatbot.dialogue.mood import BASE, RECENT, Mood, is_cross, soothed, tone
from chatbot.dialogue.state import Understanding
from chatbot.types import Constraints, UserProfile


def moment(message: str, intent: str = "refine", sentiment: str = "negative", **more: object) -> Moment:
    return Moment("u", message, intent, Understanding(), Constraints(), UserProfile("u"), sentiment=sentiment, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("message", "intent", "cross"),
    [
        ("this is the third time I ask, fed up with you", "refine", True),
        ("you never listen", "refine", True),
        ("my payment fails again, this is ridiculous", "support", True),
        ("it still buffers", "support", True),
        ("we wrote last week and nobody has answered", "support", True),
        ("this is not how one treats people", "support", True),
        ("how do I cancel?", "support", False),
        ("Titanic was terrible, a joke", "rate", False),
        ("fed up with this", "rate", False),
        ("nothing scary please", "refine", False),
    ],
)
def test_who_is_cross(message: str, intent: str, cross: bool) -> None:
    assert is_cross(moment(message, intent)) == cross


def test_the_plain_rule_of_tone() -> None:
    label = lambda text: max(tone(text), key=lambda name: tone(text)[name])  # noqa: E731
    assert [label(t) for t in ("I loved it", "nothing works", "it was awful", "older ones", "")] == [
        "positive", "negative", "negative", "neutral", "neutral",
    ]  # fmt: skip


def test_sympathy_and_one_offer(make_bot: Callable[..., object]) -> None:
    room: Room = make_bot().room  # type: ignore[attr-defined]
    angry = moment("nothing works, I am fed up with this")
    given = soothed(Outcome("Other ones, then."), angry, room)
    assert given.offer == "person" and given.handoff and "sorry" in given.reply and "Other ones, then." in given.reply
    again = moment(angry.message, history=[{"handoff": True}, {"handoff": False}])
    assert soothed(Outcome("Other ones, then."), again, room) == Outcome("Other ones, then."), "not on every turn"
    helped = [{"intents": ["support"], "intent": "support", "handoff": False}]
    beside = moment("what year is it from. and it still fails, third day in a row", "item_question", history=helped)
    assert soothed(Outcome("Heat is from 1995."), beside, room).handoff, "the anger is about what was asked before"
    assert not soothed(Outcome("Heat is from 1995."), replace(beside, history=[]), room).handoff, "about a film"
    late = moment(angry.message, history=[{"handoff": True}, *[{"handoff": False}] * 3])
    assert soothed(Outcome("Other ones, then."), late, room).handoff
    calm = moment("older ones")
    assert soothed(Outcome("Done."), calm, room) == Outcome("Done.")


def test_a_rise_is_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    mood = Mood()
    with caplog.at_level(logging.WARNING):
        for at in range(BASE + RECENT):
            mood.add(at % 20 == 0)
        assert not mood.rising and not caplog.records
        for _ in range(20):
            mood.add(True)
        assert mood.rising and len(caplog.records) == 1 and "negative" in caplog.text
        for _ in range(RECENT):
            mood.add(False)
        assert not mood.rising and len(caplog.records) == 1


def test_a_few_turns_are_no_rise() -> None:
    mood = Mood()
    for _ in range(RECENT + 20):
        mood.add(True)
    assert not mood.rising, "there is nothing to compare with"
    quiet = Mood()
    for at in range(300):
        quiet.add(at > 292)
    assert not quiet.rising, "seven of fifty are no crowd"
