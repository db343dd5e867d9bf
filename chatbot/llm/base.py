"""LanguageModel: the seam that every engine fills. Two verbs, both batched; no engine knows a task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.prompt import Prompt


@dataclass(frozen=True)
class ModelInfo:
    """Shown in every answer's `model` field. learned: the tasks that the adapter was trained on."""

    base: str
    adapter: str | None
    engine: str
    learned: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Piece:
    """A piece of generated text of prompt number `index`; `done` is set on each prompt's last piece."""

    index: int
    text: str
    done: bool


class LanguageModel(Protocol):
    info: ModelInfo

    def score_choices(self, prompts: Sequence[Prompt], choices: Sequence[str]) -> NDArray[np.float32]:
        """Probabilities of each one-token choice as the answer: (prompts, choices), rows sum to 1.

        Raises: ValueError when a choice is not one token of this model.
        """
        ...

    def generate(self, prompts: Sequence[Prompt], max_new_tokens: int) -> Iterator[Piece]:
        """Greedy continuation of all prompts side by side, streamed in pieces of whole characters.

        Stops per prompt at its end token or at a line break. Closing the iterator ends the work.
        """
        ...
