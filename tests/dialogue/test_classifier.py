"""The intent baseline: names masked, kept and loaded the same, and no utterance file broken in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import HashEncoder

from chatbot.build import Parts
from chatbot.dialogue.classifier import IntentClassifier, load_utterances, mask_names, write_masks
from chatbot.dialogue.linking import Linker
from chatbot.errors import DataError
from chatbot.settings import load_settings
from chatbot.types import INTENTS


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("I loved Heat", "I loved Jaws"),
        ("i loved the thing and alien", "i loved Jaws and Jaws"),
        ("films by Hitchcock from the 60s", "films by Tom Hanks from the 60s"),
        ("no horror please", "no horror please"),
        ("hello", "hello"),
    ],
)
def test_names_are_masked(linker: Linker, text: str, masked: str) -> None:
    assert mask_names(text, linker) == masked


def test_probabilities_over_all_intents(parts: Parts) -> None:
    odds = parts.classifier("I loved Heat, what next?")
    assert set(odds) == set(INTENTS)
    assert sum(odds.values()) == pytest.approx(1) and all(0 <= p <= 1 for p in odds.values())


def test_training_texts_are_mostly_recognised(parts: Parts) -> None:
    """With a stand-in for the encoder the n-grams alone do it; this only guards against a broken fit."""
    rows = parts.utterances[::20]
    right = sum(
        max(odds, key=odds.__getitem__) == u.intent for u in rows if (odds := parts.classifier(u.text, u.before))
    )
    assert right >= 0.9 * len(rows)


def test_what_the_turn_before_did_decides_a_short_answer(parts: Parts) -> None:
    def best(message: str, before: str) -> str:
        odds = parts.classifier(message, before)
        return max(odds, key=odds.__getitem__)

    assert best("yes please, do that", "offer") == "support"
    assert best("yes please, do that", "confirm") == "profile_edit"


def test_kept_and_loaded_it_says_the_same(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "intent.safetensors"
    parts.classifier.save(path)
    again = IntentClassifier.load(path, HashEncoder().encode, parts.linker)
    for text in ("hi", "why the second one?", "Heat 4/5"):
        assert again(text) == pytest.approx(parts.classifier(text))


def test_a_spoilt_file_is_refused(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "intent.safetensors"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(DataError, match=r"intent\.safetensors"):
        IntentClassifier.load(path, HashEncoder().encode, parts.linker)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{not json", "train-x.jsonl:2: not an utterance"),
        ('{"text": "hi"}', "train-x.jsonl:2: not an utterance"),
        ('["hi", "greeting"]', "train-x.jsonl:2: not an utterance"),
        ('{"text": "hi", "intent": "greting"}', "train-x.jsonl:2: unknown label 'greting'. Did you mean 'greeting'"),
        (
            '{"text": "a", "intent": "rate", "before": "lists"}',
            "train-x.jsonl:2: unknown label 'lists'. Did you mean 'list'",
        ),
    ],
)
def test_a_broken_utterance_is_named_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "train-x.jsonl").write_text(f'{{"text": "hi", "intent": "greeting"}}\n{line}\n')
    with pytest.raises(DataError) as caught:
        load_utterances(tmp_path, "train")
    assert message in str(caught.value)


def test_masks_are_written_beside_the_words(linker: Linker, tmp_path: Path) -> None:
    file = tmp_path / "train-x.jsonl"
    file.write_text('{"text": "hi", "intent": "greeting"}\n{"text": "loved Heat", "intent": "rate", "masked": "old"}\n')
    assert write_masks(tmp_path, "train", linker) == 1
    assert [u.masked for u in load_utterances(tmp_path, "train")] == ["", "loved Jaws"]


@pytest.mark.real
def test_the_masks_kept_are_those_of_linking_today() -> None:
    """A few differ whenever linking learns something new; `chatbot data mask-names` writes them anew."""
    parts = Parts(load_settings())
    rows = parts.utterances[::12]
    same = [mask_names(u.text, parts.linker) == (u.masked or u.text) for u in rows]
    assert len(rows) > 300 and sum(same) / len(rows) >= 0.97


def test_splits_share_no_hand_and_no_text(parts: Parts) -> None:
    folder = Path(__file__).parents[2] / "data/utterances"
    train, checked = (
        {(u.before, u.text.lower()) for u in load_utterances(folder, part)} for part in ("train", "validation")
    )
    assert train and checked and not train & checked
