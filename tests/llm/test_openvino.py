"""The OpenVINO engine over a tiny model: the same answers as transformers, fair to all, and nothing left behind."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chatbot.errors import EngineError
from chatbot.llm.base import Piece
from chatbot.prompt import Prompt

pytest.importorskip("openvino", reason="no wheel of openvino for this machine")
LETTERS = ("A", "B", "C", "D")
LONG = "the film that you saw on a rainy evening with your brother "


def prompt(question: str) -> Prompt:
    return Prompt((("system", "You name films, one at a time, and nothing else at all."), ("user", question)), 1)


QUESTIONS = [prompt(q) for q in ("War?", "A film about space?", LONG * 3, LONG * 3 + "again", "Love?")]


def words(pieces: Sequence[Piece], n: int) -> list[str]:
    return ["".join(p.text for p in pieces if p.index == at) for at in range(n)]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def engine(tiny_base: Path, cache: Path) -> Any:
    from chatbot.llm.openvino import OpenVinoModel

    return OpenVinoModel(tiny_base, cache, threads=1)


@pytest.fixture
def idle(engine: Any) -> Iterator[Any]:
    """The engine; afterwards all that it lent must have come back."""
    yield engine
    until(lambda: not engine._running)
    assert not engine._active and not engine._waiting and engine._blocks.available == engine._blocks.count


def until(happens: Any, seconds: float = 5) -> float:
    begin = time.perf_counter()
    while not happens():
        assert time.perf_counter() - begin < seconds, "waited in vain"
        time.sleep(0.005)
    return time.perf_counter() - begin


# -- the same answers -------------------------------------------------------------------------------------------------


def test_probabilities_are_those_of_transformers(idle: Any, tiny_base: Path) -> None:
    from chatbot.llm.transformers import TransformersModel

    reference = TransformersModel(tiny_base, precision="float32")
    mine, theirs = (llm.score_choices(QUESTIONS, LETTERS) for llm in (idle, reference))
    assert np.abs(mine - theirs).max() < 0.03
    assert np.abs(mine - theirs).mean() < 0.01


@pytest.mark.parametrize("guessed", [0, 4])
def test_guessing_ahead_changes_no_word(
    tiny_base: Path, cache: Path, engine: Any, monkeypatch: pytest.MonkeyPatch, guessed: int
) -> None:
    """Greedy text is the same text, whoever writes beside it and however much is guessed."""
    import chatbot.llm.openvino as module
    import chatbot.llm.paged as paged

    # random weights are full of near ties: only float32 tells what the loop does from how numbers are rounded
    monkeypatch.setattr(paged, "COMPILE", {"INFERENCE_PRECISION_HINT": "f32", "KV_CACHE_PRECISION": "f32"})
    exact = load(tiny_base, cache)
    monkeypatch.setattr(module, "DRAFT", 0)
    alone = [words(list(exact.generate([q], 24)), 1)[0] for q in QUESTIONS]
    monkeypatch.setattr(module, "DRAFT", guessed)
    together = words(list(exact.generate(QUESTIONS, 24)), len(QUESTIONS))
    assert together == alone


def test_a_prompt_in_pieces_is_the_same_prompt(idle: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import chatbot.llm.openvino as module
    from chatbot.llm.blocks import Blocks

    whole = idle.score_choices(QUESTIONS, LETTERS)
    monkeypatch.setattr(module, "CHUNK", 17)
    monkeypatch.setattr(idle, "_blocks", Blocks(module.BLOCKS))
    assert np.allclose(whole, idle.score_choices(QUESTIONS, LETTERS), atol=0.02)


def test_what_was_computed_once_is_not_computed_again(idle: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's history stands first, so the next question about it costs its own tokens only."""
    ran: list[int] = []
    run = idle._model.run
    monkeypatch.setattr(idle._model, "run", lambda rows: ran.append(sum(len(t) for t, *_ in rows)) or run(rows))
    history = LONG * 10
    idle.score_choices([prompt(history + "Alien?")], LETTERS)
    first, ran[:] = sum(ran), []
    idle.score_choices([prompt(history + "Heat?")], LETTERS)
    assert sum(ran) < first / 4
    ran.clear()
    idle.score_choices([prompt(history + f"Film {n}?") for n in range(10)], LETTERS)
    assert sum(ran) < first, "ten candidates for less than one prompt"


# -- several people ---------------------------------------------------------------------------------------------------


def test_a_short_question_does_not_wait_for_long_texts(idle: Any) -> None:
    """Somebody else's hundred words are under way; a choice comes in between."""
    writing = idle.generate(QUESTIONS[2:4], 400)
    next(writing)
    begin = time.perf_counter()
    idle.score_choices(QUESTIONS[:1], LETTERS)
    spent = time.perf_counter() - begin
    assert idle._active, "the others are still being written"
    writing.close()
    assert spent < 1


def test_leaving_frees_the_place_within_a_second(idle: Any) -> None:
    writing = idle.generate(QUESTIONS, 1_500)
    next(writing)
    assert idle._active
    writing.close()
    assert until(lambda: not idle._running) < 1


def test_leaving_before_it_begins_frees_it_too(idle: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import chatbot.llm.openvino as module

    monkeypatch.setattr(module, "ROWS", 1)
    run = idle._model.run
    # slow enough that the first is still writing when the others come, however late their thread starts
    monkeypatch.setattr(idle._model, "run", lambda rows: (time.sleep(0.02), run(rows))[1])
    one, other = idle.generate(QUESTIONS[:1], 300), idle.generate(QUESTIONS[2:4], 300)
    next(one)
    waiting = threading.Thread(target=lambda: next(other, None), daemon=True)
    waiting.start()
    until(lambda: len(idle._waiting) > 1)
    one.close()
    waiting.join(5)
    other.close()


def test_more_than_fits_waits_its_turn(idle: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for two texts, twelve people are served one after another and nobody is lost."""
    from chatbot.llm.blocks import Blocks, needed
    from chatbot.prompt import encode_prompt

    size = needed(sum(map(len, encode_prompt(idle.tokenizer, QUESTIONS[3]))) + 20)
    monkeypatch.setattr(idle, "_blocks", Blocks(2 * size))
    texts: dict[int, list[str]] = {}

    def ask(at: int) -> None:
        texts[at] = words(list(idle.generate(QUESTIONS[2:4], 20)), 2)

    people = [threading.Thread(target=ask, args=(at,)) for at in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join(30)
    assert len(texts) == 6 and len({tuple(t) for t in texts.values()}) <= 2


def test_a_prompt_that_never_fits_is_refused(idle: Any) -> None:
    with pytest.raises(EngineError, match=r"A prompt of \d+ tokens is longer than the \d+ of this engine"):
        idle.score_choices([prompt("x" * 20_000)], LETTERS)


def test_a_failing_step_reaches_those_who_wait_and_nobody_after(idle: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run = idle._model.run

    def fail(rows: Any) -> Any:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(idle._model, "run", fail)
    with pytest.raises(RuntimeError, match="out of memory"):
        idle.score_choices(QUESTIONS, LETTERS)
    monkeypatch.setattr(idle._model, "run", run)
    assert idle.score_choices(QUESTIONS, LETTERS).shape == (5, 4)


# -- the export -------------------------------------------------------------------------------------------------------


def load(base: Path, cache: Path, **more: Any) -> Any:
    from chatbot.llm.openvino import OpenVinoModel

    return OpenVinoModel(base, cache, threads=1, **more)


def exports(cache: Path) -> list[Path]:
    return sorted((cache / "engines").glob("*"))


@pytest.fixture
def exported(engine: Any, cache: Path, tmp_path: Path) -> Path:
    """A cache of its own that holds the export."""
    return Path(shutil.copytree(cache, tmp_path / "cache"))


def test_exported_once(exported: Path, tiny_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import chatbot.llm.openvino as module

    monkeypatch.setattr(module, "write_export", lambda *a: pytest.fail("it was there"))
    load(tiny_base, exported)


@pytest.mark.parametrize("damage", ["cut", "flipped", "note", "graph", "probes"])
def test_a_damaged_export_is_made_anew(exported: Path, tiny_base: Path, damage: str) -> None:
    folder = exports(exported)[0]
    weights, note = folder / "model.bin", folder / "export.json"
    match damage:
        case "cut":
            weights.write_bytes(weights.read_bytes()[:-64])
        case "flipped":
            content = bytearray(weights.read_bytes())
            content[len(content) // 2] ^= 0xFF
            weights.write_bytes(content)
        case "note":
            note.write_text("{")
        case "graph":
            (folder / "model.xml").write_text("<net/>")
        case "probes":  # it loads, but answers otherwise than it should
            told = json.loads(note.read_text())
            for probe in told["probes"]:
                probe["top"] = probe["top"][::-1]
            note.write_text(json.dumps(told))
    scores = load(tiny_base, exported).score_choices(QUESTIONS, LETTERS)
    assert scores.shape == (5, 4)
    assert exports(exported) == [folder], "in its place, and nothing half-written beside it"


def test_another_base_has_an_export_of_its_own(exported: Path, tmp_path: Path) -> None:
    from small import write_tiny_model

    other = load(write_tiny_model(tmp_path / "other", seed=7), exported)
    assert len(exports(exported)) == 2
    assert other.info.base == "other" and other.info.engine == "openvino/cpu-int8"


def test_old_exports_go(exported: Path, tmp_path: Path) -> None:
    from small import write_tiny_model

    from chatbot.llm.export import KEPT

    for seed in range(KEPT + 1):
        load(write_tiny_model(tmp_path / f"base{seed}", seed=10 + seed), exported)
    assert len(exports(exported)) == KEPT


def test_a_full_disk_leaves_nothing_half_written(
    tiny_base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import openvino as ov

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ov, "save_model", full)
    with pytest.raises(EngineError, match=r"cannot be written.*No space left.*Free some disk"):
        load(tiny_base, tmp_path)
    assert exports(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model_type": "gpt2"}, "model_type 'gpt2'"),
        ({"attention_bias": True}, "biases"),
        ({"hidden_act": "gelu"}, "hidden_act 'gelu'"),
        ({"rope_parameters": {"rope_type": "linear", "factor": 2.0, "rope_theta": 1e4}}, "rope_type 'linear'"),
    ],
)
def test_other_architectures_are_refused_by_name(
    tiny_base: Path, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    base = Path(shutil.copytree(tiny_base, tmp_path / "base"))
    config = json.loads((base / "config.json").read_text())
    (base / "config.json").write_text(json.dumps(config | change))
    with pytest.raises(EngineError, match=said):
        load(base, tmp_path)


def test_nobody_is_called_at_import() -> None:
    import sys

    assert sys.modules.get("openvino_telemetry") is None
