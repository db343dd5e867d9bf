"""Intent: what a message is for, one of the fifteen labels of `types.INTENTS`, picked by letter.

"Yes", "the second one" or "and how long?" mean little alone, so the task is told what the turn before was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from chatbot.prompt import Prompt, PromptFormat, letters, one_line
from chatbot.types import INTENTS

Distribution = dict[str, float]
# what the turn before did: each has its phrase in the task's words, and its place in the classifier's features
BEFORE = tuple("start list film why noted question support offer ticket memory confirm declined chat".split())
# the LLM's weight in the geometric mean, chosen on the validation hands among tenths; what keeps a logarithm finite
SHARE, TINY = 0.5, 1e-6


@dataclass(frozen=True)
class IntentInput:
    """before: what the turn before did, one of BEFORE; empty: not known."""

    message: str
    before: str = ""


class IntentTask:
    """Answer: a probability for each label. baseline: the classifier that decides when the LLM does not, and has half a
    say when it does: the two err on different messages."""

    name: ClassVar[str] = "intent"

    def __init__(self, format: PromptFormat, baseline: Callable[[str, str], Distribution]) -> None:
        self.format, self._baseline = format, baseline
        if tuple(format.words(self.name).choices) != INTENTS:
            raise ValueError("prompts/tasks/intent.yaml must describe the intents of types.INTENTS, in their order")
        if tuple(format.words(self.name).phrases) != BEFORE:
            raise ValueError("prompts/tasks/intent.yaml must have the phrases of tasks.intent.BEFORE, in their order")

    def render(self, given: IntentInput) -> Prompt:
        before = f"{self.format.words(self.name).phrases[given.before]}\n" if given.before else ""
        return self.format.render(self.name, {"before": before, "message": one_line(given.message)})

    def choices(self, given: IntentInput) -> Sequence[str]:
        return letters(len(INTENTS))

    def parse_choice(self, probabilities: NDArray[np.float32], given: IntentInput) -> Distribution:
        told = self._baseline(given.message, given.before)
        logs = SHARE * np.log(probabilities + TINY)
        logs += (1 - SHARE) * np.log(np.array([told.get(label, 0.0) for label in INTENTS]) + TINY)
        odds = np.exp(logs - logs.max())
        return dict(zip(INTENTS, map(float, odds / odds.sum()), strict=True))

    def fallback(self, given: IntentInput) -> Distribution:
        return self._baseline(given.message, given.before)
