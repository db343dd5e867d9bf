"""The watch list by chat: put on in many wordings, read out, taken off; and what only sounds like it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from chatbot.dialogue import saved
from chatbot.types import Item, Turn
from tests.dialogue.conftest import Reader

PUT = [
    "put both on my list", "save Heat for later", "add that one to the watchlist", "add it to my list",
    "Good, put that one from 1940 on the list", "keep Heat on my list please", "watch list that one", "save number 3",
    "let's save the second one", "can you keep the last one for me",
    "pin it for the weekend", "bookmark that one", "I want to remember this one", "set that aside for tomorrow",
    "Remind me of Heat", "that one goes on my list", "hold this one for later",
]  # fmt: skip
NOT_PUT = [
    "how do I put films on my list?", "why isn't Heat on the list", "I put the kettle on", "keep it short",
    "keep it light for me please", "note that I hate horror", "I want to remember my youth", "I forgot the PIN",
    "Some Like It Hot I love. Write it down", "now write this down: never war films",
    "save me from another sequel", "remember that I hate musicals", "no, keep it", "where is my list",
]  # fmt: skip
ASKS = [
    "what's on my list?", "show me my watch list", "is The Thing on my watch list?", "what did I save?",
    "Have I got anything on my list?", "So what's on the list now", "my list please", "which films are on my watchlist",
    "read me my list", "what have I put on my list so far",
]  # fmt: skip
NOT_ASKS = [
    "how do I find my watch list?", "where is that list on the phone anyway", "make me a watch list for the weekend",
    "why isn't Heat on the list", "show me a list of comedies", "what's not on the list", "take Heat off my list",
    "put it on my list", "that film is great, put it on my list", "is Heat any good",
]  # fmt: skip


@pytest.mark.parametrize("text", PUT)
def test_what_is_put_on_it(read: Reader, text: str) -> None:
    assert saved.puts(text, read(text))


@pytest.mark.parametrize("text", NOT_PUT)
def test_what_is_not_put_on_it(read: Reader, text: str) -> None:
    assert not saved.puts(text, read(text))


@pytest.mark.parametrize("text", ASKS)
def test_what_asks_for_it(read: Reader, text: str) -> None:
    assert saved.asks(text, read(text)) and not saved.puts(text, read(text))


@pytest.mark.parametrize("text", NOT_ASKS)
def test_what_does_not_ask_for_it(read: Reader, text: str) -> None:
    assert not saved.asks(text, read(text))


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("take The Thing off my watch list", True),
        ("remove it from the list", True),
        ("cross the second one off my list", True),
        ("how do I take films off my list?", False),
        ("the cat fell off my list of worries", False),
        ("take off on a holiday", False),
    ],
)
def test_what_comes_off_it(read: Reader, shown: Sequence[Item], text: str, off: bool) -> None:
    assert saved.takes_off(text, read(text, shown)) == off


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("take the others off", {"Fargo"}),
        ("Please remove the rest from my watch list.", {"Fargo"}),
        ("only keep Alien, please", {"Alien"}),
        ("take all of them off except Heat", {"Heat"}),
        ("Take everything off it", set()),
        ("Clear my watch list", set()),
        ("something like the others", {"Heat", "Fargo", "Alien"}),
    ],
)
def test_all_of_it_and_all_but_one(talk: Callable[..., Turn], message: str, left: set[str]) -> None:
    talk("Put Heat and Alien on my watch list", "put Fargo on my watch list too", message)
    reply = talk("what's on my watch list?").reply
    assert {title for title in ("Heat", "Fargo", "Alien") if title in reply} == left


@pytest.mark.parametrize(
    "message", ["Write it out so that I can send it to him", "please share my watch list with me as text"]
)
def test_it_is_written_down_for_others(talk: Callable[..., Turn], message: str) -> None:
    reply = talk("Put Heat and Alien on my watch list", message).reply
    assert "- **Heat** (1995): " in reply and "- **Alien** (1979): " in reply
