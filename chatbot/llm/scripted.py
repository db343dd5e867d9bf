"""Scripted: a LanguageModel that says what it is told, for logic tests and for trying a handler without weights."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.llm.base import ModelInfo, Piece
from chatbot.prompt import Prompt


class Scripted:
    """say: prompt -> text; choose: (prompt, choices) -> index of the chosen one; learned: tasks whose prompts it knows.
    `asked` records every prompt."""

    def __init__(
        self,
        say: Callable[[Prompt], str] = lambda prompt: "",
        choose: Callable[[Prompt, Sequence[str]], int] = lambda prompt, choices: 0,
        learned: frozenset[str] = frozenset(),
    ) -> None:
        self.info = ModelInfo("scripted", None, "scripted", learned)
        self._say, self._choose = say, choose
        self.asked: list[Prompt] = []

    def score_choices(self, prompts: Sequence[Prompt], choices: Sequence[str]) -> NDArray[np.float32]:
        self.asked += prompts
        scores = np.full((len(prompts), len(choices)), 0.1 / max(1, len(choices) - 1), dtype=np.float32)
        for row, prompt in zip(scores, prompts, strict=True):
            row[self._choose(prompt, choices)] = 0.9
        return scores / scores.sum(axis=1, keepdims=True)

    def generate(self, prompts: Sequence[Prompt], max_new_tokens: int) -> Iterator[Piece]:
        self.asked += prompts
        for index, prompt in enumerate(prompts):
            words = self._say(prompt).split("\n")[0].split(" ")[:max_new_tokens]
            for at, word in enumerate(words):
                glued = at == 0 and not (prompt.opening and word[:1].isalnum())
                yield Piece(index, word if glued else " " + word, done=at == len(words) - 1)
