"""Questions in plain words: films of one title, parts of a series, whose film it is, how much a film counts for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chatbot.types import Turn

Talk = Callable[..., Turn]


@pytest.mark.parametrize(
    "message",
    [
        "How many films called Psycho do you know of, and from which years?",
        "Is there more than one version of Psycho?",
        "Has Psycho been filmed twice?",
        "Which films named Psycho do you have?",
    ],
)
def test_films_of_one_title(talk: Talk, message: str) -> None:
    assert {row["title"] for row in talk(message).grounds} <= {"Psycho"}
    assert "1960 by Alfred Hitchcock" in talk(message).reply


@pytest.mark.parametrize("message", ["Which films belong to it?", "What are its parts called?", "Name the parts."])
def test_the_parts_of_a_series(talk: Talk, message: str) -> None:
    turn = talk("Is Alien part of a series?", message)
    assert "Aliens (1986)" in turn.reply and len(turn.grounds) > 1
    assert "James Cameron" in talk("Who directed them?").reply


@pytest.mark.parametrize(
    "message",
    [
        "When did Stanley Kubrick make Heat, the one with Al Pacino?",
        "How long is Kubrick's Heat, in which Al Pacino plays?",
        "In which year did Stanley Kubrick shoot Heat with Al Pacino?",
    ],
)
def test_whose_film_it_is_not(talk: Talk, message: str) -> None:
    assert "was directed by Michael Mann, not by Stanley Kubrick" in talk(message).reply


def test_of_the_right_maker_nothing_is_said(talk: Talk) -> None:
    assert "Not quite" not in talk("When did Michael Mann make Heat, the one with Al Pacino?").reply


@pytest.mark.parametrize(
    "message",
    ["How much does Heat count for?", "What part does Heat play in it?", "How heavily does Heat weigh?"],
)
def test_how_much_a_film_counts_for(talk: Talk, message: str) -> None:
    talk("I loved Heat. What else would suit me?", "Why the first one?")
    turn = talk(message)
    assert turn.intent == "explain" and turn.reply.startswith("Heat ")


def test_beside_each_other(talk: Talk) -> None:
    assert talk("films like Alien", "Please set the first two of these beside each other.").intent == "compare"
    assert talk("films like Alien", "Set the first two aside for later.").intent == "profile_edit"


def test_what_was_seen_and_need_not_come_brings_another_list(talk: Talk) -> None:
    first = talk("films like Alien").items[0].item
    turn = talk(f"I have seen {first.title} more often than I can count, so you need not bring it.")
    assert turn.intent == "rate" and first not in [card.item for card in turn.items]


def test_a_film_taken_for_another_is_forgotten_and_the_other_kept(talk: Talk) -> None:
    turn = talk("I have seen Heat", "I have not seen Heat at all; please take that back. The one I saw was Fargo.")
    assert turn.reply.startswith("Heat: forgotten") and "Marked as seen: Fargo" in turn.reply
    assert "Fargo" in (told := talk("What do you know about me?").reply) and "Heat" not in told


def test_a_change_is_undone_behind_a_reason(talk: Talk) -> None:
    turn = talk(
        "I can't bear Mel Gibson, never show him.", "Lift the ban on Mel Gibson.", "I was right before. Undo that."
    )
    assert turn.intent == "profile_edit" and "Mel Gibson" in turn.reply and turn.constraints.not_people


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("May I take two sleeping pills together with a glass of wine?", "out_of_scope"),
        ("Which shares should I buy with my savings?", "out_of_scope"),
        ("Please ask a human being about that.", "support"),
        ("Let somebody deal with it.", "support"),
        ("My bank shows two payments to you on the same day.", "support"),
        ("What did Hitchcock direct that we could watch?", "recommend"),
        ("Plan three film noirs for us, one an evening.", "recommend"),
    ],
)
def test_plain_requests(talk: Talk, message: str, intent: str) -> None:
    assert talk(message).intent == intent


def test_what_was_told_before_and_did_not_help_brings_a_person(talk: Talk) -> None:
    turn = talk("I was charged twice this month.", "This is infuriating, I was charged twice and nobody cares!")
    assert turn.handoff and turn.intent == "support"
