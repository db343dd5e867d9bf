"""What the turn before did, as the intent task is told."""

from __future__ import annotations

from typing import Any

import pytest

from chatbot.dialogue.start import DID, before_of
from chatbot.tasks.intent import BEFORE
from chatbot.types import INTENTS

PLAIN: dict[str, Any] = {"intent": "recommend", "reply": "Here.", "items": [], "offer": "", "ticket": None}


@pytest.mark.parametrize(
    ("turn", "before"),
    [
        ({"items": [{"item_id": "heat-1995"}]}, "list"),
        ({"items": [{"item_id": "heat-1995"}], "reply": "Funny or sad?"}, "list"),
        ({"reply": "Which one do you mean?"}, "question"),
        ({"intent": "rate", "reply": "Which film was it?"}, "question"),
        ({"intent": "rate"}, "noted"),
        ({"intent": "support", "reply": "Did that help?"}, "support"),
        ({"intent": "support", "offer": "person"}, "offer"),
        ({"intent": "support", "ticket": "T-1"}, "ticket"),
        ({"intent": "profile_edit", "offer": "delete"}, "confirm"),
        ({"intent": "unsafe"}, "declined"),
    ],
)
def test_what_the_turn_before_did(turn: dict[str, Any], before: str) -> None:
    assert before_of([PLAIN, PLAIN | turn]) == before


def test_every_intent_did_something_and_nothing_is_a_start() -> None:
    assert set(DID) == set(INTENTS) and {*DID.values()} < {*BEFORE}
    assert before_of([]) == "start"
