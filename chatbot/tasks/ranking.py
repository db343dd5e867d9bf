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
TINY = 1e-9
SHARE = 0.5  # of the LLM in the order, beside the score


@dataclass(frozen=True)
class RankingInput:
    """candidates: at most 20. liked: newest last. wish: words of this turn, may be empty. ranks: the place of each
    candidate by score, from 1; empty: as they stand."""

    liked: Sequence[Item]
    wish: str
    candidates: Sequence[Item]
    ranks: Sequence[int] = ()


class RankingTask:
    """Answer: positions of the candidates, best first. share: how much the LLM has to say beside the score's order."""

    name: ClassVar[str] = "ranking"

    def __init__(self, format: PromptFormat, share: float = SHARE) -> None:
        self.format, self.share = format, share

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
        return blended(probabilities, given.ranks, self.share)

    def fallback(self, given: RankingInput) -> tuple[int, ...]:
        return blended(np.ones(len(given.candidates)), given.ranks, 0.0)


def blended(probabilities: NDArray[np.floating], ranks: Sequence[int], share: float) -> tuple[int, ...]:
    """Positions by share·log p − (1 − share)·log(1 + rank), highest first; without ranks by the LLM alone."""
    score = np.asarray(probabilities, float)
    if len(ranks):
        score = share * np.log(np.maximum(score, TINY)) - (1 - share) * np.log1p(np.asarray(ranks, float))
    return tuple(int(at) for at in np.argsort(-score, kind="stable"))
