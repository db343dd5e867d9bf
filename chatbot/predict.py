"""predict: the only doorway to the LLM. Render, ask, parse; where the LLM is not asked or fails, the task's fallback.

Who answered how often is counted, and every answer says it.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from chatbot.llm.base import LanguageModel, ModelInfo
from chatbot.tasks.base import ChoiceTask, In, TextTask

T = TypeVar("T")
By = Literal["llm", "baseline", "fallback"]
NO_LLM = ModelInfo(base="none", adapter=None, engine="off")


@dataclass(frozen=True)
class Prediction(Generic[T]):
    """by "baseline": the task is not the LLM's to decide; "fallback": the LLM was asked and its answer refused."""

    output: T
    by: By


class Predictor:
    """llm: None when switched off. decides: tasks that the LLM answers; the others are answered by their baseline."""

    def __init__(self, llm: LanguageModel | None, decides: frozenset[str]) -> None:
        self.llm, self.decides = llm, decides if llm else frozenset()
        self._counts: Counter[tuple[str, By]] = Counter()
        self._lock = threading.Lock()

    @property
    def info(self) -> ModelInfo:
        return self.llm.info if self.llm else NO_LLM

    def counts(self) -> dict[tuple[str, By], int]:
        """(task, who answered) -> how often since start."""
        with self._lock:
            return dict(self._counts)

    def choose(self, task: ChoiceTask[In, T], given: Sequence[In]) -> list[Prediction[T]]:
        """Answers of a ChoiceTask; inputs with the same choices are asked in one batch."""
        if task.name not in self.decides or self.llm is None:
            return [self._count(task.name, Prediction(task.fallback(g), "baseline")) for g in given]
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at, one in enumerate(given):
            groups[tuple(task.choices(one))].append(at)
        answers: list[Any] = [None] * len(given)
        for choices, places in groups.items():
            table = self.llm.score_choices([task.render(given[at]) for at in places], choices)
            for at, row in zip(places, table, strict=True):
                answers[at] = self._count(task.name, Prediction(task.parse_choice(row, given[at]), "llm"))
        return answers

    def write(self, task: TextTask[In, T], given: Sequence[In]) -> Iterator[tuple[int, Prediction[T]]]:
        """Answers of a TextTask as (position, prediction), each as soon as its text is complete and checked."""
        if task.name not in self.decides or self.llm is None:
            for at, one in enumerate(given):
                yield at, self._count(task.name, Prediction(task.fallback(one), "baseline"))
            return
        prompts = [task.render(one) for one in given]
        texts = [prompt.opening for prompt in prompts]
        for piece in self.llm.generate(prompts, task.format.words(task.name).max_new_tokens):
            texts[piece.index] += piece.text
            if piece.done:
                answer = task.parse_text(texts[piece.index], given[piece.index])
                if answer is None:
                    yield piece.index, self._count(task.name, Prediction(task.fallback(given[piece.index]), "fallback"))
                else:
                    yield piece.index, self._count(task.name, Prediction(answer, "llm"))

    def _count(self, task: str, prediction: Prediction[T]) -> Prediction[T]:
        with self._lock:
            self._counts[task, prediction.by] += 1
        return prediction
