"""Vectors that come with the project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from small import HashEncoder

from chatbot.build import ANSWERS, CARE, UTTERANCES, VECTORS
from chatbot.catalog import Catalog, describe
from chatbot.dialogue.care import load_care
from chatbot.dialogue.classifier import load_utterances
from chatbot.domain import Domain
from chatbot.retrieval.encoder import MiniLM
from chatbot.retrieval.shipped import Recorder, Shipped, write_vectors
from chatbot.settings import Settings
from chatbot.support.articles import load_questions
from chatbot.tasks.picking import load_asked

TEXTS = ["a film about a shark", "a quiet comedy", "trains and spies"]
NEW = 0.01  # of the texts may be new since the vectors were written


class Wide(HashEncoder):
    """Calls itself the real one."""

    name, width = MiniLM.name, MiniLM.width


@pytest.fixture
def path(tmp_path: Path) -> Path:
    recorder = Recorder(HashEncoder())  # type: ignore[arg-type]
    recorder.encode(TEXTS)
    recorder.encode(["said by somebody"])
    write_vectors(tmp_path / "vectors.safetensors", recorder.name, recorder.told)
    return tmp_path / "vectors.safetensors"


def test_what_is_known_is_looked_up_and_the_rest_encoded(path: Path) -> None:
    encoder = HashEncoder()
    vectors = Shipped(encoder, path).encode([TEXTS[2], "something new", TEXTS[0]])  # type: ignore[arg-type]
    assert encoder.encoded == ["something new"]
    wanted = HashEncoder().encode([TEXTS[2], "something new", TEXTS[0]])
    assert vectors.dtype == np.float32 and ((vectors * wanted).sum(1) > 0.9999).all()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)


def test_what_stands_alone_is_encoded(path: Path) -> None:
    encoder = HashEncoder()
    Shipped(encoder, path).encode(TEXTS[:1])  # type: ignore[arg-type]
    assert encoder.encoded == TEXTS[:1]


@pytest.mark.parametrize("content", [None, b"", b"not a model file"])
def test_without_a_readable_file_everything_is_encoded(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "v").write_bytes(content)
    encoder = HashEncoder()
    assert Shipped(encoder, tmp_path / "v").encode(TEXTS).shape == (3, 64)  # type: ignore[arg-type]
    assert encoder.encoded == TEXTS


def test_vectors_of_another_encoder_are_not_found(path: Path) -> None:
    encoder = HashEncoder()
    encoder.name = "another"
    Shipped(encoder, path).encode(TEXTS)  # type: ignore[arg-type]
    assert encoder.encoded == TEXTS


def ours(catalog: Catalog, domain: Domain) -> dict[str, Sequence[str]]:
    """The texts that most of a first start is spent on."""
    return {
        "items": [describe(item, domain) for item in catalog],
        "utterances": [" ".join((u.masked or u.text).split()) for u in load_utterances(UTTERANCES, "train")],
        "care": [" ".join(u.text.split()) for u in load_care(CARE, "train")],
        "help": [q.text for q in load_questions(Settings().articles, "train")],
        "answers": [row.given.question for row in load_asked(ANSWERS, "train")],
    }


def test_the_texts_of_the_project_have_theirs(catalog: Catalog, domain: Domain) -> None:
    """Where this fails, `chatbot data ship-vectors` writes them anew."""
    for name, texts in ours(catalog, domain).items():
        encoder = Wide()
        Shipped(encoder, VECTORS).encode(texts)  # type: ignore[arg-type]
        assert len(encoder.encoded) <= NEW * len(texts), name


@pytest.mark.real
def test_they_are_those_of_the_encoder(catalog: Catalog, domain: Domain) -> None:
    for texts in ours(catalog, domain).values():
        some = texts[:: len(texts) // 8]
        assert ((Shipped(MiniLM(), VECTORS).encode(some) * MiniLM().encode(some)).sum(1) > 0.999).all()
