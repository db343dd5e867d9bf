"""What is measured side by side: the adapter that serves, the base model zero-shot, and other adapters.

A measurement asks every one of them the same questions through `predict`, one model after the other.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from chatbot.build import Parts, assemble, build_llm, decided
from chatbot.chatbot import Chatbot
from chatbot.llm.adapter import learned_tasks
from chatbot.llm.base import LanguageModel
from chatbot.predict import Prediction, Predictor
from chatbot.prompt import PromptFormat
from chatbot.settings import Settings
from chatbot.storage import SqlStore
from chatbot.tasks.base import ChoiceTask

log = logging.getLogger(__name__)
T = TypeVar("T")
Report = dict[str, Any]
BATCH = 16
ZERO_SHOT = "base_model_zero_shot"
IN_OTHER_WORDS = "in_other_words"  # the adapter that serves, asked in a phrasing that it never learned


@dataclass
class Bench:
    """What the measurements share, each part made on first use.

    most: questions to each model, at most, in one measurement. beside: name -> folder of another adapter.
    part: of the scripted dialogues.
    """

    settings: Settings
    seed: int
    parts: Parts
    most: int = 1000
    beside: Mapping[str, Path] = field(default_factory=dict)
    part: str = "test"

    @cached_property
    def format(self) -> PromptFormat:
        return PromptFormat()

    @property
    def reworded(self) -> PromptFormat:
        """The held-out phrasings."""
        return self.format.phrased(held_out=True)

    @cached_property
    def llm(self) -> LanguageModel | None:
        return build_llm(self.settings, self.format)

    @cached_property
    def bot(self) -> Chatbot:
        return assemble(self.settings, self.parts, self.serving, self.format, SqlStore("sqlite://"))

    @property
    def serving(self) -> Predictor:
        """A predictor that decides what it decides in chat."""
        return Predictor(self.llm, decided(self.settings))

    def asking(self, *tasks: str) -> Predictor:
        """A predictor whose LLM answers these tasks itself."""
        return Predictor(self.llm, frozenset(tasks))

    @cached_property
    def bare(self) -> LanguageModel | None:
        """The base model without an adapter: zero-shot."""
        if self.settings.adapter is None:
            return self.llm
        return build_llm(self.settings.model_copy(update={"adapter": None}), self.format)

    def others(self, task: str) -> Iterator[tuple[str, Predictor]]:
        """The base model zero-shot and the adapters beside that learned the task, one loaded at a time."""
        if self.bare is not None and self.settings.adapter is not None:
            yield ZERO_SHOT, Predictor(self.bare, frozenset({task}))
        for name, folder in self.beside.items():
            if task in learned_tasks(folder):
                llm = build_llm(self.settings.model_copy(update={"adapter": folder}), self.format)
                yield name, Predictor(llm, frozenset({task}))

    def sample(self, rows: Sequence[T]) -> list[T]:
        """At most `most` of the rows, drawn by the seed, in their order."""
        return [rows[at] for at in self.draw(np.arange(len(rows)))]

    def draw(self, rows: NDArray[Any]) -> NDArray[Any]:
        """The same of an array's first axis."""
        if len(rows) <= self.most:
            return rows
        return rows[np.sort(np.random.default_rng(self.seed).choice(len(rows), self.most, replace=False))]


def ask(task: Any, given: Sequence[Any], predictor: Predictor, label: str = "") -> list[Prediction[Any]]:
    """Answers to all questions in batches, with progress in the log."""
    answers: list[Any] = [None] * len(given)
    for start in range(0, len(given), BATCH):
        part = given[start : start + BATCH]
        found = enumerate(predictor.choose(task, part)) if hasattr(task, "choices") else predictor.write(task, part)
        for at, prediction in found:
            answers[start + at] = prediction
        if start // BATCH % 16 == 15:
            log.info("%s%s: %d of %d asked", task.name, label and f", {label}", start + len(part), len(given))
    return answers


def ask_all(bench: Bench, task: Any, given: Sequence[Any]) -> dict[str, list[Prediction[Any]]]:
    """The same questions to every model by name; "adapter" is the one that serves, or the base model without one."""
    rows = {"adapter": ask(task, given, bench.asking(task.name), "adapter")}
    return rows | {name: ask(task, given, other, name) for name, other in bench.others(task.name)}


def fallback_rate(said: Sequence[Prediction[Any]]) -> float:
    """Share of answers that the model was asked for and could not give."""
    return sum(p.by == "fallback" for p in said) / max(1, len(said))


class Odds:
    """A choice task whose answer is the probabilities of its choices; where there is none, all are equal."""

    def __init__(self, task: ChoiceTask[Any, Any]) -> None:
        self.name, self.format, self.render, self.choices = task.name, task.format, task.render, task.choices

    def parse_choice(self, probabilities: NDArray[np.float32], given: Any) -> NDArray[np.float64]:
        return np.asarray(probabilities, float)

    def fallback(self, given: Any) -> NDArray[np.float64]:
        n = len(self.choices(given))
        return np.full(n, 1 / n)


def odds(said: Sequence[Prediction[Any]]) -> NDArray[np.float64]:
    """Answers of `Odds` as one table (n, choices)."""
    return np.stack([p.output for p in said])
