"""Rating: how many stars a person would give an item, as the expected value over the digits 1 to 5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray

from chatbot.domain import Domain
from chatbot.prompt import Prompt, PromptFormat, harmless
from chatbot.types import Item

GENRES = 2  # of an item are told
HISTORY, SLACK = 15, 5  # at least so many of the newest rated items are told, and fewer than so many more
T = TypeVar("T")


@dataclass(frozen=True)
class RatingInput:
    """history: (item, rating), newest last. expected: the collaborative model's own prediction.
    crowd: item id -> mean rating by others."""

    history: Sequence[tuple[Item, float]]
    item: Item
    expected: float
    crowd: Mapping[str, float] = field(default_factory=dict)


def line(item: Item, crowd: Mapping[str, float]) -> str:
    """How one item stands in a list of judgements, up to the judgement: `Heat (Action, Crime) 3.9:`."""
    mean = crowd.get(item.item_id)
    genres = f" ({', '.join(item.genres[:GENRES])})" if item.genres else ""
    return f"{harmless(item.title)}{genres}{'' if mean is None else f' {mean:.1f}'}:"


def window(history: Sequence[T]) -> Sequence[T]:
    """The newest part. It moves in steps, so that an engine finds the same beginning again after the next judgement."""
    return history[max(0, (len(history) - HISTORY) // SLACK * SLACK) :]


class RatingTask:
    name: ClassVar[str] = "rating"

    def __init__(self, format: PromptFormat, domain: Domain) -> None:
        self.format, self._domain = format, domain
        scale = domain.rating
        self._digits = [str(n) for n in range(int(scale.low), int(scale.high) + 1)]

    def render(self, given: RatingInput) -> Prompt:
        told = [f"{line(item, given.crowd)}{rating:.0f}\n" for item, rating in window(given.history)]
        return self.format.render(self.name, {}, "".join(told) + line(given.item, given.crowd))

    def choices(self, given: RatingInput) -> Sequence[str]:
        return self._digits

    def parse_choice(self, probabilities: NDArray[np.float32], given: RatingInput) -> float:
        return float(probabilities @ np.array([float(d) for d in self._digits], np.float32))

    def fallback(self, given: RatingInput) -> float:
        return given.expected
