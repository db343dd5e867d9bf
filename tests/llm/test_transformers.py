"""The default engine: what cannot be read is one sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from chatbot.errors import AssetError
from chatbot.prompt import Prompt


@pytest.fixture
def model_folder(tiny_base: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_base, tmp_path / "model"))


@pytest.mark.parametrize("damage", ["no folder", "no weights", "half weights", "no tokenizer", "broken config"])
def test_a_damaged_model_is_one_sentence(model_folder: Path, damage: str) -> None:
    from chatbot.llm.transformers import TransformersModel

    weights = model_folder / "model.safetensors"
    match damage:
        case "no folder":
            shutil.rmtree(model_folder)
        case "no weights":
            weights.unlink()
        case "half weights":
            weights.write_bytes(weights.read_bytes()[:1000])
        case "no tokenizer":
            for path in model_folder.glob("tokenizer*"):
                path.unlink()
        case "broken config":
            (model_folder / "config.json").write_text("{")
    with pytest.raises(AssetError) as error:
        TransformersModel(model_folder)
    said = str(error.value)
    assert f"The base model {str(model_folder)!r} cannot be read" in said and "chatbot data fetch --again" in said
    assert "CHATBOT_BASE_MODEL" in said and "Traceback" not in said


def test_threads_are_set_only_when_asked(tiny_base: Path) -> None:
    import torch

    from chatbot.llm.transformers import TransformersModel

    before = torch.get_num_threads()
    TransformersModel(tiny_base)
    assert torch.get_num_threads() == before
    try:
        TransformersModel(tiny_base, threads=before + 1)
        assert torch.get_num_threads() == before + 1
    finally:
        torch.set_num_threads(before)


def test_a_long_prompt_is_answered(tiny_base: Path) -> None:
    from chatbot.llm.transformers import TransformersModel

    model = TransformersModel(tiny_base)
    long = Prompt((("system", "S."), ("user", "film " * 300)), 1)
    short = Prompt((("system", "S."), ("user", "film")), 1)
    scores = model.score_choices([long, short], ["A", "B"])
    assert scores.sum(axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert scores[1] == pytest.approx(model.score_choices([short], ["A", "B"])[0], abs=0.06), "padding is not read"


def test_many_tasks_push_old_heads_out(tiny_base: Path) -> None:
    """Only so many heads are kept; a head that was pushed out is computed again."""
    from chatbot.llm.transformers import HEADS_KEPT, TransformersModel

    model = TransformersModel(tiny_base)
    asked = [Prompt((("system", f"Task {n}."), ("user", "Well?")), 1) for n in range(HEADS_KEPT + 3)]
    first = model.score_choices(asked[:1], ["A", "B"])
    for one in asked[1:]:
        model.score_choices([one], ["A", "B"])
    assert len(model._heads) == HEADS_KEPT
    assert np.array_equal(first, model.score_choices(asked[:1], ["A", "B"]))
