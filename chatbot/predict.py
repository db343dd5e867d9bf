"""predict: the only doorway to the LLM. Render, ask, parse; where the LLM is not asked or fails, the task's fallback.

Who answered how often is counted, and every answer says it.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, TypeVar

from chatbot.errors import EngineError
from chatbot.llm.base import LanguageModel, ModelInfo
from chatbot.prompt import Prompt
from chatbot.tasks.base import ChoiceTask, In, TextTask

log = logging.getLogger(__name__)
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
        self.use(llm, decides)
        self._counts: Counter[tuple[str, By]] = Counter()
        self._lock = threading.Lock()

    def use(self, llm: LanguageModel | None, decides: frozenset[str]) -> None:
        """Another model from now on. What is being answered goes on with the old one, which is freed after that."""
        self.llm, self.decides = llm, decides if llm else frozenset()

    @property
    def info(self) -> ModelInfo:
        llm = self.llm
        return llm.info if llm else NO_LLM

    def counts(self) -> dict[tuple[str, By], int]:
        """(task, who answered) -> how often since start."""
        with self._lock:
            return dict(self._counts)

    def choose(self, task: ChoiceTask[In, T], given: Sequence[In]) -> list[Prediction[T]]:
        """Answers of a ChoiceTask; inputs with the same choices are asked in one batch."""
        llm = self.llm
        if task.name not in self.decides or llm is None:
            return [self._count(task.name, Prediction(task.fallback(g), "baseline")) for g in given]
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at, one in enumerate(given):
            groups[tuple(task.choices(one))].append(at)
        answers: list[Any] = [None] * len(given)
        for choices, places in groups.items():
            try:
                table = llm.score_choices([_prompt(task, given[at], llm.info) for at in places], choices)
            except EngineError as error:
                log.warning("%s: %s", task.name, error)
                for at in places:
                    answers[at] = self._count(task.name, Prediction(task.fallback(given[at]), "fallback"))
                continue
            for at, row in zip(places, table, strict=True):
                answers[at] = self._count(task.name, Prediction(task.parse_choice(row, given[at]), "llm"))
        return answers

    def write(self, task: TextTask[In, T], given: Sequence[In]) -> Iterator[tuple[int, Prediction[T]]]:
        """Answers of a TextTask as (position, prediction), each as soon as its text is complete and checked. What is
        refused is asked for once more with its first words given, where the task knows some."""
        llm = self.llm
        if task.name not in self.decides or llm is None:
            for at, one in enumerate(given):
                yield at, self._count(task.name, Prediction(task.fallback(one), "baseline"))
            return
        rounds = [{at: _prompt(task, one, llm.info) for at, one in enumerate(given)}, {}]
        for prompts in rounds:
            for at, text in self._texts(llm, task, prompts):
                answer = None if text is None else task.parse_text(text, given[at])
                if text is not None and answer is None and (again := _begun(task, given[at], prompts[at])):
                    rounds[1][at] = again
                else:
                    yield at, self._written(task, given[at], answer)

    def _texts(
        self, llm: LanguageModel, task: TextTask[In, T], prompts: Mapping[int, Prompt]
    ) -> Iterator[tuple[int, str | None]]:
        """(position, text) as each is complete; None for those left when the engine fails."""
        left = {at: prompt.opening for at, prompt in prompts.items()}
        places = list(left)
        if not places:
            return
        try:
            for piece in llm.generate(list(prompts.values()), task.format.words(task.name).max_new_tokens):
                left[places[piece.index]] += piece.text
                if piece.done:
                    yield places[piece.index], left.pop(places[piece.index])
        except EngineError as error:  # a server that is gone must not cost a person the whole answer
            log.warning("%s: %s", task.name, error)
            yield from ((at, None) for at in left)

    def _written(self, task: TextTask[In, T], given: In, answer: T | None) -> Prediction[T]:
        if answer is None:
            return self._count(task.name, Prediction(task.fallback(given), "fallback"))
        return self._count(task.name, Prediction(answer, "llm"))

    def _count(self, task: str, prediction: Prediction[T]) -> Prediction[T]:
        with self._lock:
            self._counts[task, prediction.by] += 1
        return prediction


def _prompt(task: ChoiceTask[In, T] | TextTask[In, T], given: In, info: ModelInfo) -> Prompt:
    """The task's prompt, without worked examples for a model that learned the task."""
    prompt = task.render(given)
    return prompt.learned if prompt.learned and task.name in info.learned else prompt


def _begun(task: TextTask[In, T], given: In, asked: Prompt) -> Prompt | None:
    """The same prompt with the first words of the answer; None where it had them, or there are none."""
    opening = task.render(given).opening
    return replace(asked, opening=opening) if opening != asked.opening else None
