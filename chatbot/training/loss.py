"""The loss: cross-entropy of the learned tokens alone, one mean per task, added up by the recipe's weights."""

from __future__ import annotations

from types import MethodType
from typing import Any

import torch
from torch import nn

Tensor = torch.Tensor


class TaskWeights(nn.Module):
    """L = sum of w_t L_t over the tasks in a batch, where L_t is the mean over the task's examples times their share of
    the batch.

    fixed: w_t as given. proportional: all 1. uncertainty: w_t = exp(-s_t), plus s_t, with s_t learned (Kendall, Gal,
    Cipolla, CVPR 2018).
    """

    def __init__(self, weights: list[float], weighting: str) -> None:
        super().__init__()
        self.given = [1.0] * len(weights) if weighting != "fixed" else weights
        self.log_variance = nn.Parameter(torch.zeros(len(weights))) if weighting == "uncertainty" else None

    def forward(self, losses: Tensor, task: Tensor) -> Tensor:
        """losses: of each example (n,); task: which task each is (n,)."""
        weight = torch.tensor(self.given, device=losses.device)
        if self.log_variance is None:
            return (weight[task] * losses).mean()
        s = self.log_variance[task]
        return (torch.exp(-s) * losses + s).mean()


def example_losses(self: Any, input_ids: Tensor, attention_mask: Tensor, mask: Tensor, **_: Any) -> Tensor:
    """Mean cross-entropy over each example's learned tokens: (n,). The LM head runs on those positions alone."""
    hidden = self.get_decoder()(input_ids=input_ids, attention_mask=attention_mask, use_cache=False).last_hidden_state
    learned = mask[:, 1:]
    logits = self.get_output_embeddings()(hidden[:, :-1][learned]).float()
    losses = nn.functional.cross_entropy(logits, input_ids[:, 1:][learned], reduction="none")
    rows = learned.nonzero()[:, 0]
    total = torch.zeros(len(input_ids), device=losses.device).index_add(0, rows, losses)
    return total / learned.sum(dim=1).clamp(min=1)


def learn_answers(causal: nn.Module) -> None:
    """Make the model's own forward return `example_losses`, so that any wrapper (peft, data parallel) runs it."""
    causal.forward = MethodType(example_losses, causal)
