"""One-time conversion of the packaged GGUF file to bf16 safetensors, which load in under a second."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from chatbot.errors import AssetError

NAME = "SmolLM2-135M-Instruct"


def converted_folder(cache: Path) -> Path:
    return cache / "models" / NAME


def convert_gguf(gguf: Path, folder: Path, source: str) -> Path:
    """Write the model and its mended tokenizer to `folder`, atomically; done once.

    source: what the file came from (package and sha256), kept in `source.json` and named by adapters.
    Raises: AssetError when the file is damaged or cannot be written.
    """
    if (folder / "source.json").is_file():
        return folder
    temporary = folder.with_name(f"{folder.name}.{os.getpid()}.tmp")
    try:
        temporary.mkdir(parents=True, exist_ok=True)
        _write(gguf, temporary)
        (temporary / "source.json").write_text(json.dumps({"name": NAME, "source": source}) + "\n")
        shutil.rmtree(folder, ignore_errors=True)
        temporary.replace(folder)
    except Exception as error:  # the readers raise whatever a damaged file makes them stumble over
        raise AssetError(
            f"The base model {gguf} cannot be converted ({type(error).__name__}: {error}). "
            "If the disk is not full, run `chatbot data fetch --again` to fetch it anew."
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return folder


def _write(gguf: Path, folder: Path) -> None:
    import torch
    from tokenizers.pre_tokenizers import ByteLevel, Digits, Sequence
    from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig, GgufConfig

    # without dequantize=True the model loads, but can be neither saved nor trained
    model = AutoModelForCausalLM.from_pretrained(
        gguf.parent, gguf_file=gguf.name, quantization_config=GgufConfig(dequantize=True), dtype=torch.bfloat16
    )
    tokenizer = AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name)
    # the GGUF reader loses the step that splits digits, and with it the tokens of "  1999"
    tokenizer.backend_tokenizer.pre_tokenizer = Sequence(
        [Digits(individual_digits=True), ByteLevel(add_prefix_space=False, use_regex=True)]
    )
    start, end = (tokenizer.convert_tokens_to_ids(token) for token in ("<|im_start|>", "<|im_end|>"))
    model.generation_config = GenerationConfig(eos_token_id=end, pad_token_id=end, bos_token_id=start)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
