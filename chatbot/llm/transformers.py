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
from chatbot.llm.adapter import attach_adapter, learned_tasks
from chatbot.llm.base import ModelInfo, Piece
from chatbot.llm.tokens import Line, common_prefix, one_token
from chatbot.prompt import Prompt, encode_prompt

HEADS_KEPT = 8
transformers_logging.disable_progress_bar()


def on_gpu() -> bool:
    return torch.cuda.is_available()


def local_folder(base: str) -> Path:
    """Where the files of a hub id lie, fetched if need be. Raises: AssetError."""
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(base, allow_patterns=["*.json", "*.safetensors", "*.txt", "*.jinja"]))
    except Exception as error:  # the hub's client raises many kinds
        raise AssetError(
            f"The base model {base!r} cannot be fetched ({type(error).__name__}); set CHATBOT_BASE_MODEL to a folder."
        ) from error


def load_model(base: str | Path, adapter: Path | None, fingerprint: str, precision: str) -> tuple[Any, Any, str | None]:
    """Tokenizer, model with the adapter merged in, and the adapter's name.

    Raises: AssetError when the base cannot be read, AdapterError when the adapter does not fit it.
    """
    try:
        tokenizer: Any = AutoTokenizer.from_pretrained(base)
        model: Any = AutoModelForCausalLM.from_pretrained(base, dtype=getattr(torch, precision))
    except Exception as error:  # a damaged file can make the readers raise anything
        raise AssetError(
            f"The base model {str(base)!r} cannot be read ({type(error).__name__}: {str(error)[:200]}). "
            "Run `chatbot data fetch --again`, or set CHATBOT_BASE_MODEL to a folder that holds one."
        ) from error
    if adapter is None:
        return tokenizer, model, None
    return tokenizer, *attach_adapter(model, adapter, Path(base), fingerprint)


class TransformersModel:
    """One base model, at most one adapter. Calls from several threads take turns.

    base: a local folder or a hub id. precision: of the weights, as torch names it.
    Raises: what `load_model` raises.
    """

    def __init__(
        self,
        base: str | Path,
        adapter: Path | None = None,
        fingerprint: str = "",
        threads: int = 0,
        precision: str = "bfloat16",
    ) -> None:
        if threads:
            torch.set_num_threads(threads)
        self.device = torch.device("cuda" if on_gpu() else "cpu")
        self.tokenizer, model, name = load_model(base, adapter, fingerprint, precision)
        engine = f"transformers/{self.device.type}-{precision}"
        self.info = ModelInfo(Path(base).name, name, engine, learned_tasks(adapter))
        self._model = model.to(self.device).eval()
        self._decoder = self._model.get_decoder() if hasattr(self._model, "get_decoder") else self._model.model
        self._head = self._model.get_output_embeddings()
        self._end = self.tokenizer.eos_token_id
        self._heads: OrderedDict[tuple[int, ...], DynamicCache] = OrderedDict()
        self._turn = threading.Lock()

    @torch.inference_mode()
    def score_choices(self, prompts: Sequence[Prompt], choices: Sequence[str]) -> NDArray[np.float32]:
        wanted = [one_token(self.tokenizer, choice, self.info.base) for choice in choices]
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
        lines = [Line(self.tokenizer, self._end) for _ in prompts]
        open_rows = set(range(len(prompts)))
        with self._turn:
            hidden, cache, mask = self._prefill(prompts)
        for step in range(max_new_tokens):
            chosen = self._head(hidden).argmax(dim=-1)
            for row, token in enumerate(chosen.tolist()):
                if row in open_rows:
                    piece, done = lines[row].add(token, step == max_new_tokens - 1)
                    if done:
                        open_rows.discard(row)
                    if piece or done:
                        yield Piece(row, piece, done)
            if not open_rows:
                return
            mask = torch.cat([mask, mask.new_ones(len(prompts), 1)], dim=1)
            with self._turn:  # not held while a piece is handed out: a slow reader keeps nobody else waiting
                hidden = self._forward(chosen[:, None], cache, mask, mask.sum(dim=1, keepdim=True) - 1)[:, -1]

    def _prefill(self, prompts: Sequence[Prompt]) -> tuple[torch.Tensor, DynamicCache, torch.Tensor]:
        """Run all prompts; returns the last hidden state (n, width), the cache and its mask (n, length).

        The kept head is extended by what the prompts have in common, repeated, and the rests are padded on the left.
        """
        encoded = [encode_prompt(self.tokenizer, prompt) for prompt in prompts]
        head = encoded[0][0] if all(h == encoded[0][0] for h, _ in encoded) else []
        rests = [rest if head else h + rest for h, rest in encoded]
        cache = self._kept_head(head)
        common = min(common_prefix(rests), min(map(len, rests)) - 1) if len(rests) > 1 else 0
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
