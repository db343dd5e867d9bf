"""Like: the probability that a person would like an item, told as yes or no after a list of their own judgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from chatbot.prompt import Prompt, PromptFormat
from chatbot.tasks.rating import line, window
from chatbot.types import Item


@dataclass(frozen=True)
class LikeInput:
    """history: (item, liked), newest last. crowd: item id -> mean rating by others. expected: a baseline's answer."""

    history: Sequence[tuple[Item, bool]]
    item: Item
    expected: float
    crowd: Mapping[str, float] = field(default_factory=dict)


class LikeTask:
    """Answer: a probability."""

    name: ClassVar[str] = "like"

    def __init__(self, format: PromptFormat) -> None:
        self.format = format

    def render(self, given: LikeInput) -> Prompt:
        told = [f"{line(item, given.crowd)}{'yes' if liked else 'no'}\n" for item, liked in window(given.history)]
        return self.format.render(self.name, {}, "".join(told) + line(given.item, given.crowd))

    def choices(self, given: LikeInput) -> Sequence[str]:
        return ("no", "yes")

    def parse_choice(self, probabilities: NDArray[np.float32], given: LikeInput) -> float:
        return float(probabilities[1])

    def fallback(self, given: LikeInput) -> float:
        return given.expected
