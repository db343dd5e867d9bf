"""Half a sentence goes on from the wish before it."""

from __future__ import annotations

import pytest

from chatbot.chatbot import Chatbot


@pytest.mark.parametrize(
    ("second", "genres", "people"),
    [
        ("with Harrison Ford", ["Thriller"], ["Harrison Ford"]),
        ("but only comedies", ["Thriller", "Comedy"], []),
    ],
)
def test_the_wish_before(scripted_bot: Chatbot, second: str, genres: list[str], people: list[str]) -> None:
    scripted_bot.reply("u", "I want a thriller")
    limits = scripted_bot.reply("u", second).constraints
    assert sorted(limits.genres) == sorted(genres)
    assert list(limits.people) == people


def test_a_title_asked_for_is_no_greeting(scripted_bot: Chatbot) -> None:
    turn = scripted_bot.reply("u", "do you have Jaws?")
    assert turn.intent == "item_question"
    assert "Jaws" in turn.reply
