"""Sentiment: what a person feels about what the sentence speaks of, picked as one word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from chatbot.prompt import Prompt, PromptFormat, one_line

SENTIMENTS = ("negative", "neutral", "positive")


@dataclass(frozen=True)
class SentimentInput:
    sentence: str


class SentimentTask:
    """Answer: a probability for each of `SENTIMENTS`. baseline: the plain rule that answers when the LLM does not."""

    name: ClassVar[str] = "sentiment"

    def __init__(self, format: PromptFormat, baseline: Callable[[str], dict[str, float]] | None = None) -> None:
        self.format, self._baseline = format, baseline

    def render(self, given: SentimentInput) -> Prompt:
        return self.format.render(self.name, {"sentence": one_line(given.sentence)})

    def choices(self, given: SentimentInput) -> Sequence[str]:
        return SENTIMENTS

    def parse_choice(self, probabilities: NDArray[np.float32], given: SentimentInput) -> dict[str, float]:
        return dict(zip(SENTIMENTS, map(float, probabilities), strict=True))

    def fallback(self, given: SentimentInput) -> dict[str, float]:
        """Without a rule nothing is known of it."""
        return self._baseline(given.sentence) if self._baseline else {"negative": 0.0, "neutral": 1.0, "positive": 0.0}
