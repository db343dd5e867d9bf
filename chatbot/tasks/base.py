"""What a task is: it renders an input, says how the answer is read, and what holds when the LLM is not asked.

A ChoiceTask is answered by the probabilities of a few one-token labels, so it has no invalid answer.
A TextTask is answered in words; `parse` returns None for words that may not be used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from chatbot.prompt import Prompt, PromptFormat

In = TypeVar("In", contravariant=True)
Out = TypeVar("Out", covariant=True)


class Task(Protocol[In, Out]):
    """`fallback` is typed like the answer and needs no LLM: the simple baseline of the task."""

    name: ClassVar[str]
    format: PromptFormat

    def render(self, given: In) -> Prompt: ...

    def fallback(self, given: In) -> Out: ...


class ChoiceTask(Task[In, Out], Protocol[In, Out]):
    def choices(self, given: In) -> Sequence[str]: ...

    def parse_choice(self, probabilities: NDArray[np.float32], given: In) -> Out: ...


class TextTask(Task[In, Out], Protocol[In, Out]):
    def parse_text(self, text: str, given: In) -> Out | None: ...


AnyTask = Task[Any, Any]

__all__ = ["AnyTask", "ChoiceTask", "In", "Out", "Task", "TextTask"]
