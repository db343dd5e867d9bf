"""Ranking: which candidates suit a person best, each named by a letter; code fills in the titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from chatbot.prompt import Prompt, PromptFormat, letters, one_line
from chatbot.types import Item

MOST = 20


@dataclass(frozen=True)
class RankingInput:
    """candidates: at most 20, best first by score. liked: newest last. wish: words of this turn, may be empty."""

    liked: Sequence[Item]
    wish: str
    candidates: Sequence[Item]


class RankingTask:
    """Answer: positions of the candidates, best first."""

    name: ClassVar[str] = "ranking"

    def __init__(self, format: PromptFormat) -> None:
        self.format = format

    def render(self, given: RankingInput) -> Prompt:
        menu = "\n".join(
            f"{letter}. {item.label}" for letter, item in zip(self.choices(given), given.candidates, strict=True)
        )
        liked = ", ".join(item.label for item in list(given.liked)[-10:])
        return self.format.render(
            self.name, {"liked": liked or "not known", "wish": one_line(given.wish) or "none", "menu": menu}
        )

    def choices(self, given: RankingInput) -> Sequence[str]:
        if len(given.candidates) > MOST:
            raise ValueError(f"at most {MOST} candidates can be ranked by letter, got {len(given.candidates)}")
        return letters(len(given.candidates))

    def parse_choice(self, probabilities: NDArray[np.float32], given: RankingInput) -> tuple[int, ...]:
        return tuple(int(at) for at in np.argsort(-probabilities, kind="stable"))

    def fallback(self, given: RankingInput) -> tuple[int, ...]:
        return tuple(range(len(given.candidates)))
