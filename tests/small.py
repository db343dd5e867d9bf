"""Small stand-ins for what is large: an encoder without a model, a language model of random weights, and which films
the small catalogue holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chatbot.catalog import normalise
from chatbot.types import Item

SMALL = 300  # films of the small catalogue
# films that the small catalogue holds however little known they are: tests may name them
NAMED = (
    "alien-1979", "aliens-1986", "the-thing-1982", "blade-runner-1982", "event-horizon-1997", "heat-1995",
    "the-insider-1999", "fargo-1996", "toy-story-1995", "jaws-1975", "the-shining-1980", "before-sunrise-1995",
    "the-fly-1986", "predator-1987", "dark-city-1998", "con-air-1997", "the-rock-1996", "collateral-2004",
)  # fmt: skip
DARK, LIGHT = {"Horror", "Sci-Fi", "Thriller"}, {"Comedy", "Romance", "Children", "Musical"}


class HashEncoder:
    """Words hashed into 64 numbers: texts that share words are close. No model, the same on every machine."""

    name = "hash-64"
    width = 64

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        vectors = np.full((len(texts), self.width), 1e-3, np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in normalise(text).split():
                digest = hashlib.sha256(word.encode()).digest()
                row[digest[0] % self.width] += 1 if digest[1] % 2 else -1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def taste_groups(items: Sequence[Item], size: int = 25) -> tuple[list[Item], list[Item]]:
    """Films of two kinds that share no genre, dark ones and light ones: the named, then the best-known."""
    best = sorted(
        (i for i in items if "movielens" in i.source_ids), key=lambda i: (i.item_id not in NAMED, -i.known, i.item_id)
    )
    dark = [i for i in best if DARK & {*i.genres} and not LIGHT & {*i.genres}]
    light = [i for i in best if LIGHT & {*i.genres} and not DARK & {*i.genres}]
    return dark[:size], light[:size]


CHATML = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def write_tiny_model(folder: Path, seed: int = 0) -> Path:
    """A decoder of two layers and random weights, one token a byte, in the form that a real base model has."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from tokenizers.decoders import ByteLevel
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    inner = Tokenizer(models.BPE({letter: at for at, letter in enumerate(alphabet)}, []))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = ByteLevel()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=inner, bos_token="<|im_start|>", eos_token="<|im_end|>", pad_token="<|im_end|>"
    )
    tokenizer.chat_template = CHATML
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=2048, tie_word_embeddings=True, initializer_range=0.2,
        bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.eos_token_id,
    )  # fmt: skip
    LlamaForCausalLM(config).to(torch.bfloat16).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
