"""Converting the packaged GGUF file: once, whole or not at all, and with the tokens that the model was trained on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.build import base_model
from chatbot.errors import AssetError
from chatbot.llm import convert
from chatbot.llm.convert import convert_gguf, converted_folder
from chatbot.settings import Settings


@pytest.mark.parametrize("content", [b"", b"GGUF", b"not a model at all" * 100, b"GGUF\x03\0\0\0" + b"\xff" * 64])
def test_a_damaged_file_is_one_sentence_and_leaves_nothing(tmp_path: Path, content: bytes) -> None:
    gguf, folder = tmp_path / "model.gguf", tmp_path / "models" / "small"
    gguf.write_bytes(content)
    with pytest.raises(AssetError, match=r"model\.gguf cannot be converted .*chatbot data fetch --again"):
        convert_gguf(gguf, folder, "test")
    assert not folder.exists() and not list((tmp_path / "models").iterdir())


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="cannot be converted"):
        convert_gguf(tmp_path / "none.gguf", tmp_path / "models" / "small", "test")


def test_what_is_converted_is_not_converted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Path] = []

    def write(gguf: Path, folder: Path) -> None:
        calls.append(gguf)
        (folder / "model.safetensors").write_bytes(b"weights")

    monkeypatch.setattr(convert, "_write", write)
    folder = converted_folder(tmp_path)
    for _ in range(2):
        assert convert_gguf(tmp_path / "a.gguf", folder, "pack==1 sha256 abc") == folder
    assert len(calls) == 1
    assert json.loads((folder / "source.json").read_text())["source"] == "pack==1 sha256 abc"


def test_a_full_disk_leaves_no_half_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(gguf: Path, folder: Path) -> None:
        (folder / "model.safetensors").write_bytes(b"wei")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(convert, "_write", write)
    folder = converted_folder(tmp_path)
    with pytest.raises(AssetError, match="No space left on device"):
        convert_gguf(tmp_path / "a.gguf", folder, "test")
    assert not folder.exists() and not list(folder.parent.iterdir())


def test_a_folder_without_its_note_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = converted_folder(tmp_path)
    folder.mkdir(parents=True)
    (folder / "half").write_text("half")
    monkeypatch.setattr(convert, "_write", lambda gguf, into: (into / "whole").write_text("whole"))
    convert_gguf(tmp_path / "a.gguf", folder, "test")
    assert {p.name for p in folder.iterdir()} == {"whole", "source.json"}


@pytest.mark.real
def test_digits_are_split_one_by_one(real_llm: Any) -> None:
    tokenizer = real_llm.tokenizer
    tokens = tokenizer.convert_ids_to_tokens(tokenizer.encode("  1999", add_special_tokens=False))
    assert tokens[-4:] == ["1", "9", "9", "9"]
    assert tokenizer.decode(tokenizer.encode("from 1994 to 2001, é ☃")) == "from 1994 to 2001, é ☃"
    for digit in "12345":
        assert len(tokenizer.encode(digit, add_special_tokens=False)) == 1


@pytest.mark.real
def test_the_end_of_a_turn_is_the_end(real_settings: Settings) -> None:
    from chatbot.llm.transformers import load_model

    tokenizer, model, _ = load_model(base_model(real_settings), None, "", "bfloat16")
    end = tokenizer.convert_tokens_to_ids("<|im_end|>")
    assert tokenizer.eos_token == "<|im_end|>" and tokenizer.eos_token_id == end
    assert model.generation_config.eos_token_id == end
    assert str(model.dtype) == "torch.bfloat16"
    said = [{"role": "user", "content": "Hi"}]
    text = tokenizer.apply_chat_template(said, tokenize=False, add_generation_prompt=True)
    assert text.endswith("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n")
