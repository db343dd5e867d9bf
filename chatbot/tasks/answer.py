"""Answer: a question from a given text, in a sentence or two whose every name and number stands there; or none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from chatbot.catalog import normalise
from chatbot.prompt import Prompt, PromptFormat, one_line

NOT_THERE = "Not in the text."
MOST_WORDS = 45


@dataclass(frozen=True)
class AnswerInput:
    """passage: plain text, at most a few hundred words."""

    passage: str
    question: str


@dataclass(frozen=True)
class Answer:
    """text is empty where the passage does not say."""

    text: str

    def __bool__(self) -> bool:
        return bool(self.text)


class AnswerTask:
    name: ClassVar[str] = "answer"

    def __init__(self, format: PromptFormat) -> None:
        self.format = format
        self._glue = frozenset(format.words(self.name).glue)

    def render(self, given: AnswerInput) -> Prompt:
        return self.format.render(self.name, {"passage": one_line(given.passage), "question": one_line(given.question)})

    def parse_text(self, text: str, given: AnswerInput) -> Answer | None:
        """None for words that the passage does not carry."""
        text = " ".join(text.split())
        if text == NOT_THERE:
            return Answer("")
        if not text.endswith((".", "!", "?")) or len(text.split()) > MOST_WORDS:
            return None
        return Answer(text) if not foreign(text, given, self._glue) else None

    def fallback(self, given: AnswerInput) -> Answer:
        """The passage itself is shown by whoever asked."""
        return Answer("")


def foreign(text: str, given: AnswerInput, glue: frozenset[str]) -> list[str]:
    """Words of an answer that neither stand in the passage, in any form of theirs, nor claim nothing (glue).

    Numbers and capitalised names must stand in the passage itself; other words may come from the question.
    """
    there = set(normalise(given.passage).split())
    asked = there | set(normalise(given.question).split()) | glue
    stems = {_stem(word) for word in asked}
    problems = []
    for at, surface in enumerate(re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text)):
        for word in normalise(re.sub(r"['’]s$", "", surface)).split():
            name = any(c.isdigit() for c in word) or (
                at > 0 and surface[0].isupper() and surface not in _PLAIN_CAPITALS
            )
            if word not in there if name else word not in asked and _stem(word) not in stems:
                problems.append(word)
    return problems


_PLAIN_CAPITALS = frozenset({"I", "I'm", "I've", "You", "It", "Yes", "No", "The", "We", "They", "That", "There", "If"})


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "ed", "es", "ly", "s", "d", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
