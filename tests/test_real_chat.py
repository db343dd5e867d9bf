"""The whole way through with the real model, encoder and ratings: what README promises, as one conversation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.chatbot import Chatbot
from chatbot.explain import PLAIN_WORDS, unsupported
from chatbot.prompt import PromptFormat
from chatbot.types import Feedback, Item, Turn

pytestmark = pytest.mark.real
FIRST = "I loved Alien and The Thing, what should I watch tonight?"
GLUE = frozenset(PromptFormat().words("reason").glue)


@pytest.fixture(scope="module")
def first(real_bot: Chatbot) -> Turn:
    return real_bot.reply("reader", FIRST)


def item_of(turn: Turn, at: int) -> Item:
    return turn.items[at].item


def test_five_films_of_the_catalogue(real_bot: Chatbot, first: Turn) -> None:
    assert first.intent in {"recommend", "similar"} and first.reply
    assert [r.rank for r in first.items] == [1, 2, 3, 4, 5] and len({r.item.item_id for r in first.items}) == 5
    assert all(real_bot.catalog[r.item.item_id] == r.item for r in first.items)
    assert not {"alien-1979", "the-thing-1982"} & {r.item.item_id for r in first.items}
    assert all(1 <= (r.predicted_rating or 0) <= 5 for r in first.items)
    assert sum(bool({"Horror", "Sci-Fi", "Thriller"} & {*r.item.genres}) for r in first.items) >= 4


def test_every_film_has_its_evidence(first: Turn) -> None:
    for r in first.items:
        assert sum(abs(e.weight) for e in r.evidence) == pytest.approx(1, abs=1e-3)
        assert {e.value for e in r.evidence if e.kind == "liked_item"} <= {"Alien", "The Thing"}
        assert any(e.kind == "liked_item" and e.weight > 0 for e in r.evidence)


def test_every_reason_is_carried(first: Turn) -> None:
    for r in first.items:
        assert unsupported(r.reason, r.item, r.evidence, GLUE | PLAIN_WORDS) == [], r.reason
    assert len({r.reason for r in first.items}) == 5


def test_who_answered_is_told(real_bot: Chatbot, first: Turn) -> None:
    assert first.model["base"] == "SmolLM2-135M-Instruct" and first.model["adapter"] == "films"
    assert first.model["decided_by"]["reason"] == "llm" and first.model["decided_by"]["ranking"] == "baseline"
    counts = real_bot.counts()
    assert counts.get(("reason", "llm"), 0) + counts.get(("reason", "fallback"), 0) >= 5, "the model was asked"
    assert {"total", "understand", "explain"} <= set(first.timings_ms)


def test_the_model_writes_some_reasons_itself(real_bot: Chatbot) -> None:
    """The model is small; that all of its sentences are refused would be a fault of the prompt or the check."""
    before = real_bot.counts().get(("reason", "llm"), 0)
    for user, message in enumerate(("I loved Heat and Fargo", "something like Toy Story", "a comedy like Clueless")):
        real_bot.reply(f"writer-{user}", message)
    assert real_bot.counts().get(("reason", "llm"), 0) >= before + 3


def test_the_same_words_bring_the_same_films(real_bot: Chatbot, first: Turn) -> None:
    again = real_bot.reply("reader-2", FIRST)
    assert [replace(r, reason="") for r in again.items] == [replace(r, reason="") for r in first.items]
    assert [r.reason for r in again.items] == [r.reason for r in first.items]


def test_help_names_its_article(real_bot: Chatbot) -> None:
    turn = real_bot.reply("helped", "how do I delete my data?")
    assert turn.intent == "support" and not turn.handoff and not turn.items
    assert turn.sources[0].id == "delete-my-data" and turn.sources[0].title in turn.reply


def test_the_weather_is_declined(real_bot: Chatbot) -> None:
    turn = real_bot.reply("weather", "What's the weather like in Oslo tomorrow?")
    assert turn.intent == "out_of_scope" and not turn.items and not turn.sources and "film" in turn.reply.lower()


def test_why_is_answered(real_bot: Chatbot, first: Turn) -> None:
    turn = real_bot.reply("reader", "why the first one?", first.conversation_id)
    assert turn.intent == "explain" and item_of(first, 0).title in turn.reply
    assert "Alien" in turn.reply or "The Thing" in turn.reply


def test_limits_are_kept(real_bot: Chatbot) -> None:
    turn = real_bot.reply("nineties", "a science fiction film from the 90s, but no horror please")
    assert turn.constraints.genres == ("Sci-Fi",) and turn.constraints.not_genres == ("Horror",)
    assert (turn.constraints.year_min, turn.constraints.year_max) == (1990, 1999)
    assert len(turn.items) == 5
    for r in turn.items:
        assert "Sci-Fi" in r.item.genres and "Horror" not in r.item.genres and 1990 <= (r.item.year or 0) <= 1999


def test_a_press_counts_in_the_next_answer(real_bot: Chatbot) -> None:
    first = real_bot.reply("presser", "something from the 80s")
    seen, liked = item_of(first, 0).item_id, item_of(first, 1).item_id
    real_bot.feedback(Feedback("presser", seen, "seen", turn_id=first.turn_id))
    real_bot.feedback(Feedback("presser", liked, "like", turn_id=first.turn_id))
    second = real_bot.reply("presser", "more please", first.conversation_id)
    shown = {r.item.item_id for r in second.items}
    assert shown and not {seen, liked} & shown
    assert any(e.item_id == liked for r in second.items for e in r.evidence)


def test_people_of_the_ratings_are_known(real_bot: Chatbot) -> None:
    profile = real_bot.profile("films:196")
    assert profile["warmth"] == "hot" and len(profile["interactions"]) == 39
    turn = real_bot.reply("films:196", "what should I watch?")
    rated = {row["item_id"] for row in profile["interactions"]}
    assert len(turn.items) == 5 and not rated & {r.item.item_id for r in turn.items}
    assert real_bot.profile("196")["warmth"] == "cold", "only under the domain's name"
