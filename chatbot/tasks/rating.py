"""Rating: how many stars a person would give an item, as the expected value over the digits 1 to 5."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from chatbot.domain import Domain
from chatbot.prompt import Prompt, PromptFormat
from chatbot.types import Item

HISTORY, SLACK = 10, 5  # at least so many of the newest rated items are told, and fewer than so many more


@dataclass(frozen=True)
class RatingInput:
    """history: (item, rating), newest last. expected: the collaborative model's own prediction."""

    history: Sequence[tuple[Item, float]]
    item: Item
    expected: float


class RatingTask:
    name: ClassVar[str] = "rating"

    def __init__(self, format: PromptFormat, domain: Domain) -> None:
        self.format, self._domain = format, domain
        scale = domain.rating
        self._digits = [str(n) for n in range(int(scale.low), int(scale.high) + 1)]

    def render(self, given: RatingInput) -> Prompt:
        # the window moves in steps, so that the engine finds the same beginning again after the next rating
        start = max(0, (len(given.history) - HISTORY) // SLACK * SLACK)
        told = "\n".join(f"{item.label}: {rating:.0f}" for item, rating in list(given.history)[start:])
        fields = {"history": told or "nothing yet", "item": given.item.label, "genres": ", ".join(given.item.genres)}
        return self.format.render(self.name, fields)

    def choices(self, given: RatingInput) -> Sequence[str]:
        return self._digits

    def parse_choice(self, probabilities: NDArray[np.float32], given: RatingInput) -> float:
        return float(probabilities @ np.array([float(d) for d in self._digits], np.float32))

    def fallback(self, given: RatingInput) -> float:
        return given.expected
