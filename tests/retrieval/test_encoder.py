"""Vectors on disk: a text is encoded once, and a changed text alone anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from small import HashEncoder

from chatbot.collaborative import read_tensors, write_tensors
from chatbot.retrieval.encoder import BATCH, MiniLM, embed

TEXTS = ["Alien (1979). Horror.", "Heat (1995). Crime.", "Jaws (1975). Horror."]


class Counting:
    """Gives the encoder, and counts how often it is asked for."""

    def __init__(self) -> None:
        self.encoder, self.made = HashEncoder(), 0

    def __call__(self) -> HashEncoder:
        self.made += 1
        return self.encoder


@pytest.fixture
def make() -> Counting:
    return Counting()


def test_every_text_is_encoded_once(tmp_path: Path, make: Counting) -> None:
    path = tmp_path / "deep" / "items.safetensors"
    first, encoded = embed(TEXTS, make, "hash", path)
    assert encoded == 3 and first.shape == (3, 64) and first.dtype == np.float32
    assert np.allclose(np.linalg.norm(first, axis=1), 1)
    again, encoded = embed(TEXTS, make, "hash", path)
    assert encoded == 0 and make.made == 1, "the encoder is not even loaded"
    assert np.array_equal(first, again)


def test_a_changed_text_alone_is_encoded_anew(tmp_path: Path, make: Counting) -> None:
    path = tmp_path / "items.safetensors"
    before, _ = embed(TEXTS, make, "hash", path)
    changed = [TEXTS[0], "Heat (1995). Crime, Drama.", TEXTS[2]]
    after, encoded = embed(changed, make, "hash", path)
    assert encoded == 1 and make.encoder.encoded == [*TEXTS, changed[1]]
    assert np.array_equal(before[[0, 2]], after[[0, 2]]) and not np.array_equal(before[1], after[1])


def test_order_and_repeats_do_not_matter(tmp_path: Path, make: Counting) -> None:
    path = tmp_path / "items.safetensors"
    first, encoded = embed([*TEXTS, TEXTS[0]], make, "hash", path)
    assert encoded == 3 and np.array_equal(first[0], first[3])
    turned, encoded = embed(TEXTS[::-1], make, "hash", path)
    assert encoded == 0 and np.array_equal(turned, first[2::-1])


def test_what_is_gone_is_forgotten(tmp_path: Path, make: Counting) -> None:
    path = tmp_path / "items.safetensors"
    embed(TEXTS, make, "hash", path)
    embed(TEXTS[:1], make, "hash", path)
    assert len(read_tensors(path, ("keys",))["keys"]) == 1
    assert embed(TEXTS, make, "hash", path)[1] == 2


def test_another_encoder_starts_anew(tmp_path: Path, make: Counting) -> None:
    path = tmp_path / "items.safetensors"
    embed(TEXTS, make, "hash", path)
    assert embed(TEXTS, make, "other", path)[1] == 3


@pytest.mark.parametrize("damage", ["cut", "noise", "empty", "other tensors", "short"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, make: Counting, damage: str) -> None:
    path = tmp_path / "items.safetensors"
    right, _ = embed(TEXTS, make, "hash", path)
    whole = path.read_bytes()
    if damage == "other tensors":
        write_tensors(path, {"x": np.zeros(3)})
    elif damage == "short":
        write_tensors(path, {"keys": np.zeros((2, 16), np.uint8), "vectors": np.zeros((1, 64), np.float32)})
    else:
        path.write_bytes({"cut": whole[:-10], "noise": b"\xff" * 99, "empty": b""}[damage])
    vectors, encoded = embed(TEXTS, make, "hash", path)
    assert encoded == 3 and np.array_equal(vectors, right)
    assert embed(TEXTS, make, "hash", path)[1] == 0, "and mended for the next start"


def test_nothing_to_encode(tmp_path: Path, make: Counting) -> None:
    vectors, encoded = embed([], make, "hash", tmp_path / "items.safetensors")
    assert (len(vectors), encoded, make.made) == (0, 0, 0)


def test_progress_is_told(tmp_path: Path, make: Counting) -> None:
    told: list[tuple[int, int]] = []
    texts = [f"film {n}" for n in range(BATCH + 1)]
    embed(texts, make, "hash", tmp_path / "items.safetensors", lambda done, total: told.append((done, total)))
    assert told == [(BATCH, len(texts)), (len(texts), len(texts))]


@pytest.mark.real
def test_the_real_encoder_knows_meaning() -> None:
    encoder = MiniLM()
    vectors = encoder.encode(["a frightening film about ghosts", "a scary movie with spirits", "how to cancel a plan"])
    assert vectors.shape == (3, 384) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.5 > vectors[0] @ vectors[2]
    assert encoder.encode([]).shape[0] == 0
    alone = encoder.encode(["a scary movie with spirits"])[0]
    assert np.allclose(alone, vectors[1], atol=1e-5), "a text's vector does not depend on its neighbours"


@pytest.mark.real
def test_the_real_encoder_reads_words_in_their_place() -> None:
    """The same word means more of the same in two films than in a film and the weather."""
    encoder = MiniLM()

    def heat(text: str) -> np.ndarray:
        places, vectors, whole = encoder.pieces(text)
        assert np.allclose(whole, encoder.encode([text])[0])
        assert places[0].tolist() == places[-1].tolist() == [0, 0] and vectors.shape == (len(places), MiniLM.width)
        (at,) = [n for n, (start, end) in enumerate(places) if text[start:end] == "heat"]
        return vectors[at] / np.linalg.norm(vectors[at])

    film, again, weather = heat("i watched heat by michael mann"), heat("i loved heat with pacino"), heat("a heat wave")
    assert film @ again > film @ weather
