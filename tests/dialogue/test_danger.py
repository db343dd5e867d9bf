"""A person in danger is told from a film's subject and from a figure of speech."""

from __future__ import annotations

import pytest

from chatbot.dialogue.danger import in_danger


@pytest.mark.parametrize(
    "message",
    [
        "I want to die", "i just want to die tonight", "I'm going to kill myself", "im so tired of living",
        "I don’t want to live any more", "I feel suicidal, recommend me something", "there's no point in living",
        "recommend a comedy, I want to kill myself", "everyone would be better off without me",
        "i keep thinking about suicide", "i cut myself again last night", "I can't go on", "suicide",
        "Since Maria died I sometimes think that I would rather not wake up any more",
        "i wish i had never been born", "I hope to fall asleep and never wake up",
        "find me a film, it doesn't matter, i want to end my life", "he texted that he doesnt want to be alive anymore",
    ],
)  # fmt: skip
def test_a_person_in_danger(message: str) -> None:
    assert in_danger(message)


@pytest.mark.parametrize(
    "message",
    [
        "a film about suicide", "this film made me want to die of laughter", "Suicide Squad was fun, any good sequels?",
        "something like The Virgin Suicides, films with a dreamy mood", "I nearly died of boredom watching it",
        "a film about a man who wants to end it all", "a drama about someone who wants to die",
        "my back's killing me, a western please", "my feet are killing me", "the wait is killing me",
        "documentaries about self-harm", "Die Hard, anyone?", "the popcorn is to die for",
        "films to see before I die", "how do I kill the app?", "that ending killed me",
        "a film so long I hope I never wake up early again", "I'd rather not see that again",
        "is there a movie where the hero wants to kill himself?", "no films with suicide in them please",
    ],
)  # fmt: skip
def test_a_film_or_a_joke(message: str) -> None:
    assert not in_danger(message)


def test_a_figure_of_speech_about_the_family_is_no_danger() -> None:
    assert not in_danger("he found the scary films, my sister will kill me")
    assert in_danger("I want to kill myself, and my sister will kill me if I say so")
