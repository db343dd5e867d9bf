"""What a film promises is no judgement, what others say is not one's own; plain words of dislike, and taking back."""

from __future__ import annotations

import pytest

from chatbot.chatbot import Chatbot


@pytest.mark.parametrize(
    "message",
    [
        "I like the look of the second",
        "I really like the sound of the second",
        "I love the title of the second one",
        "I've heard good things about the second",
        "the second sounds like fun",
    ],
)
def test_a_promise_is_no_like(scripted_bot: Chatbot, message: str) -> None:
    second = scripted_bot.reply("u", "a thriller please").items[1].item
    turn = scripted_bot.reply("u", message)
    assert turn.intent == "item_question" and turn.reply.startswith(second.title)
    assert "Nothing yet" in scripted_bot.reply("u", "what do you know about me?").reply


@pytest.mark.parametrize(
    "message",
    [
        "people say Heat is brilliant",
        "critics say Heat is awful",
        "I've heard Heat is great",
        "My brother thinks Heat is the best film ever",
        "He didn't rate Heat",
    ],
)
def test_what_people_say_is_not_hers(scripted_bot: Chatbot, message: str) -> None:
    scripted_bot.reply("u", message)
    assert "Nothing yet" in scripted_bot.reply("u", "what do you know about me?").reply


@pytest.mark.parametrize(
    "message",
    [
        "I thought Heat was poor",
        "I saw Heat years ago and thought it was poor",
        "Heat was a let-down",
        "Heat was a waste of time",
        "Heat left me cold",
        "I wasn't impressed by Heat",
        "I couldn't finish Heat",
        "I gave up on Heat after half an hour",
        "Heat was not for me",
        "I didn't think much of Heat",
        "Heat was weird, not in a good way",
    ],
)
def test_plain_words_of_dislike(scripted_bot: Chatbot, message: str) -> None:
    assert "Not for you: Heat" in scripted_bot.reply("u", message).reply


def test_a_film_that_is_not_for_her_now_is_only_passed_over(scripted_bot: Chatbot) -> None:
    scripted_bot.reply("u", "a thriller please")
    scripted_bot.reply("u", "Heat is not for me")
    assert "Nothing yet" in scripted_bot.reply("u", "what do you know about me?").reply


@pytest.mark.parametrize("message", ["forget I said that", "scratch that", "ignore what I just said", "forget that"])
def test_the_last_judgement_is_forgotten(scripted_bot: Chatbot, message: str) -> None:
    scripted_bot.reply("u", "I loved Alien")
    scripted_bot.reply("u", "I hated Heat")
    assert scripted_bot.reply("u", message).reply == "Forgotten. I know nothing of you and Heat now."
    assert "Alien" in scripted_bot.reply("u", "what do you know about me?").reply


def test_the_last_limit_is_forgotten(scripted_bot: Chatbot) -> None:
    scripted_bot.reply("u", "a thriller please")
    assert scripted_bot.reply("u", "only from the 90s").constraints.year_min == 1990
    turn = scripted_bot.reply("u", "scratch that last bit")
    assert turn.constraints.year_min is None and turn.constraints.genres == ("Thriller",)


def test_what_was_said_of_a_film(scripted_bot: Chatbot) -> None:
    scripted_bot.reply("u", "I hated Heat")
    assert scripted_bot.reply("u", "what did I say about Heat").reply == "Not for you: Heat."
    turn = scripted_bot.reply("u", "what did I tell you about Alien?")
    assert turn.intent == "profile_show" and turn.reply == "You haven't told me anything about Alien yet."


@pytest.mark.parametrize(
    "message", ["which one would you start with?", "which one would you pick?", "what would be your pick?"]
)
def test_which_of_the_list_to_begin_with(scripted_bot: Chatbot, message: str) -> None:
    first = scripted_bot.reply("u", "a thriller please").items[0].item
    turn = scripted_bot.reply("u", message)
    assert turn.intent == "explain" and turn.reply.startswith(f"I'd start with {first.title};") and not turn.items


def test_he_is_still_meant_after_a_question_to_the_help_pages(scripted_bot: Chatbot) -> None:
    scripted_bot.reply("u", "who directed Alien?")
    scripted_bot.reply("u", "how do I change my password?")
    assert "Ridley Scott" in scripted_bot.reply("u", "what else did he direct?").reply


@pytest.mark.parametrize("message", ["is Heat in colour?", "is Heat in black and white"])
def test_colour_is_on_no_record(scripted_bot: Chatbot, message: str) -> None:
    assert scripted_bot.reply("u", message).reply == "I don't have a note on the colour of Heat (1995)."


def test_an_open_question_is_not_asked_again_of_what_was_said(scripted_bot: Chatbot) -> None:
    scripted_bot.reply("u", "a thriller please")
    scripted_bot.reply("u", "the second was okay I suppose")
    assert scripted_bot.reply("u", "What did I say about it?").intent == "profile_show"


def test_a_delight_is_liked(scripted_bot: Chatbot) -> None:
    assert "You liked Heat" in scripted_bot.reply("u", "I watched Heat last night and it was a delight").reply


def test_the_film_on_the_table_before_its_namesake(scripted_bot: Chatbot) -> None:
    films = {film.item_id: film for film in scripted_bot.catalog}
    alike = [f for f in films.values() if sum(o.title == f.title for o in films.values()) > 1]
    for film in sorted(alike, key=lambda f: f.known)[:3]:
        talk = f"about {film.item_id}"
        scripted_bot.reply("u", f"tell me about {film.label}", conversation_id=talk)
        turn = scripted_bot.reply("u", f"how long is {film.title}?", conversation_id=talk)
        assert [row["item_id"] for row in turn.grounds] == [film.item_id]
