"""The default engine: PyTorch through transformers, bf16 on the CPU, any CUDA device when there is one.

The state of each task's shared head is kept, and a batch computes what its prompts have in common once.
"""

from __future__ import annotations

import copy
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache
from transformers.utils import logging as transformers_logging

from chatbot.errors import AssetError
from chatbot.llm.adapter import attach_adapter
from chatbot.llm.base import ModelInfo, Piece
from chatbot.prompt import Prompt, encode_prompt

HEADS_KEPT = 8
transformers_logging.disable_progress_bar()


class TransformersModel:
    """One base model, at most one adapter. Calls from several threads take turns.

    base: a local folder or a hub id. Raises: AssetError when it cannot be read, AdapterError on a mismatch.
    """

    def __init__(self, base: str | Path, adapter: Path | None = None, fingerprint: str = "", threads: int = 0) -> None:
        if threads:
            torch.set_num_threads(threads)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        try:
            self.tokenizer: Any = AutoTokenizer.from_pretrained(base)
            model: Any = AutoModelForCausalLM.from_pretrained(base, dtype=torch.bfloat16)
        except Exception as error:  # a damaged file can make the readers raise anything
            raise AssetError(
                f"The base model {str(base)!r} cannot be read ({type(error).__name__}: {str(error)[:200]}). "
                "Run `chatbot data fetch --again`, or set CHATBOT_BASE_MODEL to a folder that holds one."
            ) from error
        name = None
        if adapter is not None:
            model, name = attach_adapter(model, adapter, Path(base), fingerprint)
        self.info = ModelInfo(base=Path(base).name, adapter=name, engine=f"transformers/{self.device.type}-bf16")
        self._model = model.to(self.device).eval()
        self._decoder = self._model.get_decoder() if hasattr(self._model, "get_decoder") else self._model.model
        self._head = self._model.get_output_embeddings()
        self._end = self.tokenizer.eos_token_id
        self._heads: OrderedDict[tuple[int, ...], DynamicCache] = OrderedDict()
        self._turn = threading.Lock()

    @torch.inference_mode()
    def score_choices(self, prompts: Sequence[Prompt], choices: Sequence[str]) -> NDArray[np.float32]:
        wanted = [self._one_token(choice) for choice in choices]
        if not prompts:
            return np.zeros((0, len(choices)), np.float32)
        with self._turn:
            hidden, _, _ = self._prefill(prompts)
            # in float32: two close choices would tie in bf16
            logits = hidden.float() @ self._head.weight[wanted].float().T
        return torch.softmax(logits, dim=-1).cpu().numpy()

    @torch.inference_mode()
    def generate(self, prompts: Sequence[Prompt], max_new_tokens: int) -> Iterator[Piece]:
        if not prompts:
            return
        tokens: list[list[int]] = [[] for _ in prompts]
        shown = [""] * len(prompts)
        open_rows = set(range(len(prompts)))
        with self._turn:
            hidden, cache, mask = self._prefill(prompts)
        for step in range(max_new_tokens):
            chosen = self._head(hidden).argmax(dim=-1)
            for row, token in enumerate(chosen.tolist()):
                if row in open_rows:
                    piece, done = self._advance(tokens[row], shown[row], token, step == max_new_tokens - 1)
                    shown[row] += piece
                    if done:
                        open_rows.discard(row)
                    if piece or done:
                        yield Piece(row, piece, done)
            if not open_rows:
                return
            mask = torch.cat([mask, mask.new_ones(len(prompts), 1)], dim=1)
            with self._turn:  # not held while a piece is handed out: a slow reader keeps nobody else waiting
                hidden = self._forward(chosen[:, None], cache, mask, mask.sum(dim=1, keepdim=True) - 1)[:, -1]

    def _advance(self, tokens: list[int], shown: str, token: int, last: bool) -> tuple[str, bool]:
        """The new text that this token completes, and whether the row ends with it."""
        if token == self._end:
            return "", True
        tokens.append(token)
        text = self.tokenizer.decode(tokens, skip_special_tokens=True)
        if text.endswith("\ufffd") and not last:  # half a character
            return "", False
        line, broken, _ = text.partition("\n")
        return line[len(shown) :], bool(broken) or last

    def _prefill(self, prompts: Sequence[Prompt]) -> tuple[torch.Tensor, DynamicCache, torch.Tensor]:
        """Run all prompts; returns the last hidden state (n, width), the cache and its mask (n, length).

        The kept head is extended by what the prompts have in common, repeated, and the rests are padded on the left.
        """
        encoded = [encode_prompt(self.tokenizer, prompt) for prompt in prompts]
        head = encoded[0][0] if all(h == encoded[0][0] for h, _ in encoded) else []
        rests = [rest if head else h + rest for h, rest in encoded]
        cache = self._kept_head(head)
        common = min(_common(rests), min(map(len, rests)) - 1) if len(rests) > 1 else 0
        length = len(head) + common
        if common:
            ids = torch.tensor([rests[0][:common]], device=self.device)
            self._forward(ids, cache, torch.ones(1, length, device=self.device, dtype=torch.long), None)
        if length and len(prompts) > 1:
            cache.batch_repeat_interleave(len(prompts))
        tails = [rest[common:] for rest in rests]
        width = max(map(len, tails))
        ids = torch.tensor([[self._end] * (width - len(t)) + t for t in tails], device=self.device)
        mask = torch.tensor([[1] * length + [0] * (width - len(t)) + [1] * len(t) for t in tails], device=self.device)
        positions = (mask.cumsum(dim=1) - 1).clamp(min=0)[:, length:]
        return self._forward(ids, cache, mask, positions)[:, -1], cache, mask

    def _forward(
        self, ids: torch.Tensor, cache: DynamicCache, mask: torch.Tensor, positions: torch.Tensor | None
    ) -> torch.Tensor:
        """Hidden states (n, new, width). The LM head is left out: only the last position ever needs it."""
        if positions is None:
            positions = torch.arange(mask.shape[1] - ids.shape[1], mask.shape[1], device=self.device)[None]
        out = self._decoder(
            input_ids=ids, attention_mask=mask, position_ids=positions, past_key_values=cache, use_cache=True
        )
        return out.last_hidden_state

    def _kept_head(self, head: list[int]) -> DynamicCache:
        """A copy of the head's state, computed on first use; the caller may extend it."""
        if not head:
            return DynamicCache()
        key = tuple(head)
        if key not in self._heads:
            cache = DynamicCache()
            ids = torch.tensor([head], device=self.device)
            self._forward(ids, cache, torch.ones_like(ids), None)
            self._heads[key] = cache
            while len(self._heads) > HEADS_KEPT:
                self._heads.popitem(last=False)
        self._heads.move_to_end(key)
        return copy.deepcopy(self._heads[key])

    def _one_token(self, choice: str) -> int:
        ids = self.tokenizer.encode(choice, add_special_tokens=False)
        if len(ids) != 1:
            raise ValueError(f"choice {choice!r} is {len(ids)} tokens of {self.info.base}, not one")
        return int(ids[0])


def _common(rows: Sequence[Sequence[int]]) -> int:
    """How many leading tokens all rows share."""
    return next((at for at, column in enumerate(zip(*rows, strict=False)) if len(set(column)) > 1), min(map(len, rows)))
