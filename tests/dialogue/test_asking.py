"""Asking back: which question, what a short answer means, and which of several is meant."""

from __future__ import annotations

import pytest

from chatbot.dialogue.asking import QUESTIONS, answered, asked_in, open_question
from chatbot.dialogue.replies import Replies
from chatbot.dialogue.state import apply
from chatbot.domain import Domain
from chatbot.types import Constraints, Item
from tests.dialogue.conftest import Reader

COLD = "Happy to. Name two films you love and I can do better."


@pytest.fixture(scope="module")
def replies(domain: Domain) -> Replies:
    return Replies(domain)


def test_every_question_is_known_by_its_words_and_its_answers_are_understood(read: Reader, replies: Replies) -> None:
    for q in QUESTIONS:
        for turn in range(2):
            reply = f"{COLD} {replies.say(q.key, turn)}"
            assert asked_in(reply, replies) == q and reply.endswith("?")
        first, second = replies.options(q.answers)
        for offer, meant in ((first, q.first), (second, q.second), ("the second", q.second), ("the former", q.first)):
            said = answered(read(offer), offer, reply, replies)
            assert said.answer == meant, (q.key, offer)
            assert apply(Constraints(genres=("War",)), said, fresh=False) == Constraints(genres=("War",)).union(meant)


def test_nobody_has_to_answer(read: Reader, replies: Replies) -> None:
    reply = replies.say("ask_effort")
    for text in ("a western with John Wayne", "how do I cancel my subscription, please, today?", "why the first one?"):
        assert not answered(read(text), text, reply, replies).answer
    assert answered(read("either"), "either", reply, replies).something_else
    assert not answered(read("light"), "light", "Here is another set.", replies).answer


def test_films_named_as_asked_are_liked(read: Reader, replies: Replies) -> None:
    said = answered(read("Heat and Fargo"), "Heat and Fargo", COLD, replies)
    assert said.as_asked and said.liked == ("heat-1995", "fargo-1996")
    assert not answered(read("Heat or Fargo?"), "Heat or Fargo?", "Noted.", replies).liked
    assert not answered(read("I hated Heat"), "I hated Heat", COLD, replies).as_asked


def test_an_open_question_is_the_message_before(read: Reader, shown: list[Item]) -> None:
    history = [{"message": "seen it, meh", "items": [], "reply": "Which one do you mean: Aliens or Fargo?"}]
    assert open_question(history, read("the second", shown), "the second") == "seen it, meh"
    assert open_question(history, read("something shorter", shown), "something shorter") == ""
    assert open_question([], read("the second", shown), "the second") == ""
