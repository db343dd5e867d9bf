"""Adapters: one that fits is used, and everything that does not fit is refused by name, with what to do."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chatbot.errors import AdapterError
from chatbot.llm.adapter import WEIGHTS, base_sha256, check_adapter, read_manifest
from chatbot.prompt import Prompt

PRINT = "f" * 64  # the fingerprint of the prompts
QUESTION = Prompt((("system", "S."), ("user", "A film?")), 1)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_manifest(folder: Path, **changes: Any) -> None:
    right = json.loads((folder / "manifest.json").read_text()) if (folder / "manifest.json").exists() else {}
    (folder / "manifest.json").write_text(json.dumps(right | changes))


@pytest.fixture(scope="module")
def trained(tiny_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LoRA adapter of random weights over the tiny model, with its manifest."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    folder = tmp_path_factory.mktemp("adapters") / "mine"
    torch.manual_seed(1)
    model = AutoModelForCausalLM.from_pretrained(tiny_base, dtype=torch.bfloat16)
    model = get_peft_model(model, LoraConfig(r=4, target_modules=["q_proj", "v_proj"], init_lora_weights=False))
    model.save_pretrained(folder)
    write_manifest(
        folder, base_model="tiny", base_sha256=base_sha256(tiny_base), prompt_fingerprint=PRINT,
        tasks=["rating", "ranking"], weights_sha256=sha256(folder / WEIGHTS), seed=1,
    )  # fmt: skip
    return folder


@pytest.fixture
def adapter(trained: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(trained, tmp_path / "mine"))


@pytest.fixture
def load(tiny_base: Path) -> Callable[..., Any]:
    from chatbot.llm.transformers import TransformersModel

    return lambda adapter=None, fingerprint=PRINT: TransformersModel(tiny_base, adapter, fingerprint)


def test_an_adapter_that_fits_changes_the_answers(load: Callable[..., Any], adapter: Path) -> None:
    plain, tuned = load(), load(adapter)
    assert tuned.info.adapter == "mine" and plain.info.adapter is None
    scores = [model.score_choices([QUESTION], ["A", "B", "C"]) for model in (plain, tuned)]
    assert not np.allclose(*scores, atol=1e-3)
    assert np.allclose(scores[1], load(adapter).score_choices([QUESTION], ["A", "B", "C"]), atol=1e-6)


def test_the_fast_engine_merges_it_alike(
    load: Callable[..., Any], adapter: Path, tiny_base: Path, tmp_path: Path
) -> None:
    pytest.importorskip("openvino")
    from chatbot.llm.openvino import OpenVinoModel

    fast = [OpenVinoModel(tiny_base, tmp_path, a, PRINT, threads=1) for a in (None, adapter)]
    slow = [load(), load(adapter)]
    assert fast[1].info.adapter == "mine" and len(list((tmp_path / "engines").iterdir())) == 2
    for mine, theirs in zip(fast, slow, strict=True):
        both = [llm.score_choices([QUESTION], ["A", "B", "C"]) for llm in (mine, theirs)]
        assert np.allclose(*both, atol=0.06), "int8 of random weights"
    with pytest.raises(AdapterError, match="other prompts"):
        OpenVinoModel(tiny_base, tmp_path, adapter, "0" * 64)


def test_the_manifest_is_read(adapter: Path, tiny_base: Path) -> None:
    manifest = check_adapter(adapter, tiny_base, PRINT)
    assert manifest == read_manifest(adapter)
    assert manifest.tasks == ("rating", "ranking") and manifest.model_extra == {"seed": 1}


def refused(load: Callable[..., Any], adapter: Path, fingerprint: str = PRINT) -> str:
    """What is said of an adapter that does not fit: one line with the command that mends it."""
    with pytest.raises(AdapterError) as error:
        load(adapter, fingerprint)
    said = str(error.value)
    assert (
        said.endswith(
            f"train it anew with `chatbot train {adapter / 'recipe.yaml'}`, or do without: CHATBOT_ADAPTER=none."
        )
        and "\n" not in said
    )
    return said


def test_another_base_model_is_named(load: Callable[..., Any], adapter: Path, tiny_base: Path) -> None:
    write_manifest(adapter, base_model="OtherLM", base_sha256="0" * 64)
    said = refused(load, adapter)
    assert "trained on OtherLM (sha256 000000000000…)" in said and "CHATBOT_BASE_MODEL" in said
    assert f"the base model is tiny ({base_sha256(tiny_base)[:12]}…)" in said


def test_other_prompts_are_named(load: Callable[..., Any], adapter: Path) -> None:
    said = refused(load, adapter, "e" * 64)
    assert "ffffffffffff…" in said and "eeeeeeeeeeee…" in said and "prompts" in said


def test_changed_weights_are_refused(load: Callable[..., Any], adapter: Path) -> None:
    with (adapter / WEIGHTS).open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x77")
    assert f"{adapter / WEIGHTS} is not the file that its manifest names" in refused(load, adapter)
    (adapter / WEIGHTS).unlink()
    assert f"{adapter / WEIGHTS} is not the file that its manifest names" in refused(load, adapter)


def rewrite(adapter: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Weights with other keys, and a manifest that vouches for them."""
    from safetensors.torch import load_file, save_file

    tensors = load_file(adapter / WEIGHTS)
    change(tensors)
    save_file(tensors, adapter / WEIGHTS)
    write_manifest(adapter, weights_sha256=sha256(adapter / WEIGHTS))


def test_a_missing_key_is_named(load: Callable[..., Any], adapter: Path) -> None:
    gone: list[str] = []
    rewrite(adapter, lambda tensors: gone.append(sorted(tensors)[0]) or tensors.pop(gone[0]))
    assert f"1 missing or unknown keys ({gone[0]})" in refused(load, adapter)


def test_an_unknown_key_is_named(load: Callable[..., Any], adapter: Path) -> None:
    rewrite(adapter, lambda tensors: tensors.update(stranger=next(iter(tensors.values())).clone()))
    assert "1 missing or unknown keys (stranger)" in refused(load, adapter)


def test_a_wrong_shape_is_refused(load: Callable[..., Any], adapter: Path) -> None:
    rewrite(adapter, lambda tensors: tensors.update({k: v[:1].clone() for k, v in tensors.items()}))
    assert "cannot be read" in refused(load, adapter)


@pytest.mark.parametrize("content", [None, "", "{", "[]", "7", "{}", '{"base_model": "x"}', "\xff"])
def test_a_missing_or_broken_manifest_is_named(load: Callable[..., Any], adapter: Path, content: str | None) -> None:
    path = adapter / "manifest.json"
    path.unlink() if content is None else path.write_bytes(content.encode("latin-1"))
    assert f"{path} cannot be read" in refused(load, adapter)


def test_a_broken_lora_config_is_refused(load: Callable[..., Any], adapter: Path) -> None:
    for content in ("", "{}", '{"peft_type": "LORA", "r": "many"}'):
        (adapter / "adapter_config.json").write_text(content)
        refused(load, adapter)
    (adapter / "adapter_config.json").unlink()
    refused(load, adapter)


def test_a_folder_that_is_not_there(load: Callable[..., Any], tmp_path: Path) -> None:
    assert "cannot be read" in refused(load, tmp_path / "none")


def test_the_digest_of_a_base_sees_every_shard(tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"1")
    one = base_sha256(tmp_path)
    (tmp_path / "b.safetensors").write_bytes(b"2")
    two = base_sha256(tmp_path)
    (tmp_path / "b.safetensors").write_bytes(b"3")
    assert len({one, two, base_sha256(tmp_path)}) == 3
