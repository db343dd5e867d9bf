"""Turns of speech from elsewhere are put plainly before anything is read; plain English and titles stay as they are."""

from __future__ import annotations

import pytest

from chatbot.dialogue.calques import in_plain_english
from chatbot.dialogue.linking import Linker


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("From who is it made, and the both?", "Who made it, and both?"),
        ("of whom was the second filmed", "who made the second"),
        ("How much does it last?", "How long is it?"),
        ("of what speaks Heat?", "what is Heat about?"),
        ("how is called it? how is it entitled?", "how is called it? what is it called?"),
        ("for which reason is Jaws left out", "why is Jaws left out"),
        ("I search something more light, please", "I'm looking for something lighter, please"),
        ("Search me a film for laughing", "Find me a film funny"),
        ("make as if I had never said you that", "imagine I had never told you that"),
        ("before of going, after of that", "before going, after that"),
        ("One pays, yes. One can stop it for a month?", "One pays, yes. Can I stop it for a month?"),
        ("how do I do to change the card", "how do I change the card"),
        ("it is too much long, in place of laughter", "it is too long, in place of laughter"),
        ("have I reason?", "am I right?"),
    ],
)
def test_put_plainly(linker: Linker, text: str, plain: str) -> None:
    assert in_plain_english(text, linker.link) == plain


@pytest.mark.parametrize(
    "text",
    [
        "no more sad films, and more dark comedies",
        "leave the rest as they are",
        "something to laugh at with the kids",
        "which one can I watch with mum?",
        "I have no reason to complain",
        "All Quiet on the Western Front, all of it",
        "before the war, after the rain",
        "put me through to a person",
        "it goes well beyond two hours",
    ],
)
def test_plain_english_stays(linker: Linker, text: str) -> None:
    assert in_plain_english(text, linker.link) == text
