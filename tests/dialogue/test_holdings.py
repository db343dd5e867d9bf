"""What is in the catalogue: its size, its kinds, its ends, and how many films of a kind or of somebody it holds."""

from __future__ import annotations

import pytest

from chatbot.chatbot import Chatbot


@pytest.mark.parametrize(
    "message",
    [
        "What kinds of films do you have?",
        "which genres can I choose from?",
        "what's in your collection?",
        "what sort of movies have you got?",
        "tell me about your catalogue",
    ],
)
def test_the_kinds_are_told_with_their_counts(scripted_bot: Chatbot, message: str) -> None:
    turn = scripted_bot.reply("u", message)
    assert turn.intent == "item_question" and f"{len(scripted_bot.catalog):,}" in turn.reply
    drama = sum("Drama" in film.genres for film in scripted_bot.catalog)
    assert f"drama ({drama})" in turn.reply and len(turn.reply.split()) <= 80


@pytest.mark.parametrize(
    "message", ["how many films do you have?", "How many movies are there?", "how big is your range?"]
)
def test_its_size_is_told(scripted_bot: Chatbot, message: str) -> None:
    assert scripted_bot.reply("u", message).reply.startswith(f"I know {len(scripted_bot.catalog):,} films, from ")


def test_films_of_a_kind_are_counted(scripted_bot: Chatbot) -> None:
    horror = sum("Horror" in film.genres for film in scripted_bot.catalog)
    turn = scripted_bot.reply("u", "how many horror films do you know?")
    assert turn.reply == f"{horror} of the films I know fit that: horror." and not turn.constraints


@pytest.mark.parametrize(
    "message", ["How many films by Ridley Scott do you know?", "how many Ridley Scott films are there?"]
)
def test_films_of_somebody_are_counted(scripted_bot: Chatbot, message: str) -> None:
    n = len(scripted_bot.catalog.with_person("Ridley Scott"))
    assert scripted_bot.reply("u", message).reply.startswith(f"I know {n}. Ridley Scott directed ")


def test_the_oldest_of_all(scripted_bot: Chatbot) -> None:
    oldest = min((film for film in scripted_bot.catalog if film.year), key=lambda film: film.year or 0)
    turn = scripted_bot.reply("u", "what's the oldest film you have?")
    assert turn.reply == f"The oldest one I know is {oldest.label}." and len(turn.grounds) == 1


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("what kinds of horror do you have?", "recommend"),
        ("how many films have I rated?", "profile_show"),
    ],
)
def test_other_questions_are_left_alone(scripted_bot: Chatbot, message: str, intent: str) -> None:
    assert scripted_bot.reply("u", message).intent == intent


def test_the_genre_of_a_film_is_no_question_about_all(scripted_bot: Chatbot) -> None:
    scripted_bot.reply("u", "who directed Heat?")
    assert "Heat (1995) is filed under" in scripted_bot.reply("u", "and what genre is it?").reply


def test_the_longest_of_all_and_of_a_kind(scripted_bot: Chatbot) -> None:
    longest = max((film for film in scripted_bot.catalog if film.minutes), key=lambda film: film.minutes or 0)
    turn = scripted_bot.reply("u", "what is the longest film you have?")
    assert turn.reply == f"The longest one I know is {longest.label}. It runs {longest.minutes} minutes."
    newest = max((f for f in scripted_bot.catalog if "Sci-Fi" in f.genres), key=lambda film: film.year or 0)
    assert newest.label in scripted_bot.reply("u", "whats the newest sci fi you got").reply


def test_films_of_a_series_are_none_of_all(scripted_bot: Chatbot) -> None:
    assert f"{len(scripted_bot.catalog):,}" not in scripted_bot.reply("u", "how many starhopper films are there").reply
