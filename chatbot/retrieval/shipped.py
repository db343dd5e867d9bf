"""Vectors of the texts that come with the project, kept with them: a first start encodes only what is new.

A vector has length 1, so one byte a number is enough: what is read back is within .9999 (cosine) of what was encoded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chatbot.collaborative import read_tensors, write_tensors
from chatbot.errors import DataError
from chatbot.retrieval.encoder import Encoder, Floats, Read

STEPS = 127  # of the largest number of a vector
KEY = 8  # bytes of a text's hash


class Shipped:
    """An Encoder that looks its texts up first. What stands alone is what somebody just said: that is encoded.

    encoder: of the same name as the one that the file was written with; another's texts are never found. path: of a
    file by `write_vectors`; where there is none, everything is encoded.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self._encoder, self._path, self.name = encoder, path, encoder.name

    @cached_property
    def _kept(self) -> dict[bytes, NDArray[np.int8]]:
        """By the hash of a text; nothing where the file is missing or damaged, since all of it can be made anew."""
        if not self._path.is_file():
            return {}
        try:
            kept = read_tensors(self._path, ("keys", "vectors"))
            return {key.tobytes(): vector for key, vector in zip(kept["keys"], kept["vectors"], strict=True)}
        except (DataError, ValueError):
            return {}

    def encode(self, texts: Sequence[str]) -> Floats:
        if len(texts) < 2:
            return self._encoder.encode(texts)
        found = [self._kept.get(_key(self.name, text)) for text in texts]
        missing = [text for text, vector in zip(texts, found, strict=True) if vector is None]
        encoded = iter(self._encoder.encode(missing) if missing else ())
        return np.stack([next(encoded) if vector is None else _unit(vector) for vector in found])

    @property
    def whole_words(self) -> frozenset[str]:
        return self._encoder.whole_words

    def pieces(self, text: str) -> Read:
        return self._encoder.pieces(text)


class Recorder(Shipped):
    """Remembers what it encodes, several texts at once, for `write_vectors`."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder, Path())
        self.told: dict[str, Floats] = {}

    def encode(self, texts: Sequence[str]) -> Floats:
        vectors = self._encoder.encode(texts)
        if len(texts) > 1:
            self.told.update(zip(texts, vectors, strict=True))
        return vectors


def write_vectors(path: Path, name: str, vectors: dict[str, Floats]) -> None:
    """Vectors of length 1 by their text. name: of their encoder. Raises: AssetError where it cannot be written."""
    rows = np.stack([vectors[text] for text in sorted(vectors)])
    steps = np.round(rows / np.abs(rows).max(1, keepdims=True) * STEPS).astype(np.int8)
    keys = np.frombuffer(b"".join(_key(name, text) for text in sorted(vectors)), np.uint8).reshape(-1, KEY)
    write_tensors(path, {"keys": keys, "vectors": steps})


def _key(name: str, text: str) -> bytes:
    return hashlib.sha256(f"{name}\0{text}".encode()).digest()[:KEY]


def _unit(vector: NDArray[np.int8]) -> Floats:
    whole = vector.astype(np.float32)
    return whole / np.linalg.norm(whole)
