"""Mixture: examples of several tasks, encoded and put in one order; and the batches made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from chatbot.prompt import Prompt, Tokenizer, encode_example
from chatbot.training.recipe import Recipe

Encoded = dict[str, Any]


@dataclass(frozen=True)
class TaskExample:
    """One thing to learn. spans: which pieces of the answer are; None: all of it, and that it ends there."""

    task: str
    prompt: Prompt
    answer: str
    spans: tuple[tuple[int, int], ...] | None = None


def encode(example: TaskExample, number: int, tokenizer: Tokenizer, end: int) -> Encoded:
    """input_ids, mask (which tokens are learned) and the task's number."""
    ids, mask = encode_example(tokenizer, example.prompt, example.answer, end, example.spans)
    return {"input_ids": ids, "mask": mask, "task": number}


def mix(examples: Mapping[str, Sequence[TaskExample]], recipe: Recipe) -> list[TaskExample]:
    """One epoch: each task's examples as often as the recipe repeats them, in the seed's order."""
    rng = np.random.default_rng(recipe.seed)
    mixed: list[TaskExample] = []
    for name, share in recipe.tasks.items():
        rows = list(examples[name])
        rows = [rows[at] for at in rng.permutation(len(rows))[: share.most]]
        whole, part = divmod(share.repeat, 1)
        mixed += rows * int(whole) + [rows[at] for at in rng.permutation(len(rows))[: round(part * len(rows))]]
    return [mixed[at] for at in rng.permutation(len(mixed))]


@dataclass(frozen=True)
class Collator:
    """Pads on the right: what is learned never looks at the padding."""

    pad: int

    def __call__(self, rows: Sequence[Encoded]) -> dict[str, torch.Tensor]:
        width = max(len(row["input_ids"]) for row in rows)
        filled = [(row, width - len(row["input_ids"])) for row in rows]
        return {
            "input_ids": torch.tensor([row["input_ids"] + [self.pad] * gap for row, gap in filled]),
            "attention_mask": torch.tensor([[1] * len(row["input_ids"]) + [0] * gap for row, gap in filled]),
            "mask": torch.tensor([row["mask"] + [False] * gap for row, gap in filled]),
            "task": torch.tensor([row["task"] for row in rows]),
        }
