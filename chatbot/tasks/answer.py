"""Answer: the sentence of a given text that answers a question, picked by letter; or none. Nothing is made up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from chatbot.prompt import Prompt, PromptFormat, letters, one_line, split_sentences

MOST = 25  # sentences of a text that are read
# the LLM's weight in the geometric mean, chosen on the validation hand among tenths; what keeps a logarithm finite
SHARE, TINY = 0.2, 1e-6
_MARK = re.compile(r"^\s*(?:\d+\.|[-*#]+)\s+")  # of a list or a heading


@dataclass(frozen=True)
class AnswerInput:
    """passage: plain text, at most a few hundred words."""

    passage: str
    question: str

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        lines = (_MARK.sub("", line) for line in self.passage.splitlines())
        found = (one_line(sentence) for line in lines for sentence in split_sentences(line))
        return tuple(sentence for sentence in found if sentence)[:MOST]


@dataclass(frozen=True)
class Answer:
    """text is empty where the passage does not say. shares: how probable each sentence is the answer."""

    text: str
    shares: Mapping[str, float] = field(default_factory=dict, compare=False)

    def __bool__(self) -> bool:
        return bool(self.text)


class AnswerTask:
    """The first letter stands for "not in the text". baseline: the picker, probabilities of "none" and of each
    sentence; it decides when the LLM does not, and has most of the say when it does."""

    name: ClassVar[str] = "answer"

    def __init__(self, format: PromptFormat, baseline: Callable[[AnswerInput], NDArray[np.float32]]) -> None:
        self.format, self._baseline = format, baseline

    def render(self, given: AnswerInput) -> Prompt:
        words = self.format.words(self.name)
        lines = (*words.phrases.values(), *given.sentences)
        menu = "\n".join(f"{letter}. {text}" for letter, text in zip(self.choices(given), lines, strict=True))
        return self.format.render(self.name, {"menu": menu, "question": one_line(given.question)})

    def choices(self, given: AnswerInput) -> Sequence[str]:
        return letters(1 + len(given.sentences))

    def parse_choice(self, probabilities: NDArray[np.float32], given: AnswerInput) -> Answer:
        told = self._baseline(given)
        return _best(SHARE * np.log(probabilities + TINY) + (1 - SHARE) * np.log(told + TINY), given)

    def fallback(self, given: AnswerInput) -> Answer:
        return _best(np.log(self._baseline(given) + TINY), given)


def _best(logs: NDArray[np.float32], given: AnswerInput) -> Answer:
    odds = np.exp(logs - logs.max())
    shares = dict(zip(given.sentences, map(float, odds[1:] / odds.sum()), strict=True))
    return Answer(("", *given.sentences)[int(np.argmax(logs))], shares)
