"""A question that no article answers by itself goes on from the one before."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from chatbot.dialogue import service
from chatbot.support.articles import Article
from chatbot.types import Source

BEFORE = "May we watch in Malta?"
ABROAD = (Article("travelling", "Watching while you travel", (), "Elsewhere too."), Source("travelling", "Travel", 0.5))


@pytest.mark.parametrize(
    ("message", "answered"),
    [
        ("And by the cousins in Argentina? Malta was to begin.", True),
        ("And by the cousins, who keep sheep and vines and a tractor in the far south of Argentina?", False),
    ],
)
def test_what_leans_on_the_question_before(message: str, answered: bool) -> None:
    desk = SimpleNamespace(
        answer=lambda text: ABROAD if BEFORE in text else None, find=lambda text, k: [ABROAD[1]], articles={}
    )
    before = {"message": BEFORE, "intent": "support", "intents": ["support"], "sources": [], "ticket": None}
    moment = SimpleNamespace(message=message, history=[before])
    assert bool(service._found(moment, SimpleNamespace(desk=desk))) is answered  # type: ignore[arg-type]
