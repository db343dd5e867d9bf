"""Adapters: the manifest beside the weights, and the refusal of what does not fit.

PEFT itself only warns about missing keys and forgets which base a local folder held; both are errors here.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from safetensors import safe_open

from chatbot.errors import AdapterError

WEIGHTS = "adapter_model.safetensors"


class Manifest(BaseModel):
    """What an adapter was trained on and for. `tasks` are those that it decides when serving, `learned` all that it was
    trained on; none means the same ones."""

    model_config = ConfigDict(extra="allow", frozen=True)
    base_model: str
    base_sha256: str
    prompt_fingerprint: str
    tasks: tuple[str, ...]
    weights_sha256: str
    learned: tuple[str, ...] = ()


def read_manifest(folder: Path) -> Manifest:
    """Raises: AdapterError when the manifest is missing or malformed."""
    path = folder / "manifest.json"
    try:
        return Manifest(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError, ValidationError) as error:
        raise AdapterError(f"{path} cannot be read ({str(error).splitlines()[0]}); {_retrain(folder)}") from None


def learned_tasks(folder: Path | None) -> frozenset[str]:
    """The tasks that an adapter was trained on; none without one. Raises: AdapterError."""
    if folder is None:
        return frozenset()
    manifest = read_manifest(folder)
    return frozenset(manifest.learned or manifest.tasks)


def check_adapter(folder: Path, base: Path, fingerprint: str) -> Manifest:
    """The manifest, once base model, prompts and weights are seen to be those it names."""
    manifest = read_manifest(folder)
    found = base_sha256(base)
    if found != manifest.base_sha256:
        raise AdapterError(
            f"The adapter {folder} was trained on {manifest.base_model} (sha256 {manifest.base_sha256[:12]}…), "
            f"but the base model is {base.name} ({found[:12]}…); set CHATBOT_BASE_MODEL, or {_retrain(folder)}"
        )
    if fingerprint != manifest.prompt_fingerprint:
        raise AdapterError(
            f"The adapter {folder} was trained on other prompts ({manifest.prompt_fingerprint[:12]}…) "
            f"than those in prompts/ ({fingerprint[:12]}…); {_retrain(folder)}"
        )
    if _sha256(folder / WEIGHTS) != manifest.weights_sha256:
        raise AdapterError(f"{folder / WEIGHTS} is not the file that its manifest names; {_retrain(folder)}")
    return manifest


def attach_adapter(model: Any, folder: Path, base: Path, fingerprint: str) -> tuple[Any, str]:
    """The model with the adapter's weights merged in, and the adapter's name.

    Raises: AdapterError when base, prompts, checksum or any key does not fit.
    """
    from peft import PeftModel, get_peft_model_state_dict

    check_adapter(folder, base, fingerprint)
    try:
        with safe_open(folder / WEIGHTS, framework="pt") as file:
            stored = set(file.keys())
        wrapped = PeftModel.from_pretrained(model, folder)
    except Exception as error:  # a damaged file makes PEFT stumble anywhere
        said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise AdapterError(f"The adapter {folder} cannot be read ({said}); {_retrain(folder)}") from error
    wanted = set(get_peft_model_state_dict(wrapped, save_embedding_layers=False))
    if stored != wanted:
        odd = sorted(stored ^ wanted)
        raise AdapterError(
            f"The adapter {folder} has {len(odd)} missing or unknown keys ({odd[0]}); {_retrain(folder)}"
        )
    return wrapped.merge_and_unload(), folder.name


def base_sha256(base: Path) -> str:
    """Digest of the base model's weights, shard by shard."""
    digest = hashlib.sha256()
    for path in sorted(base.glob("*.safetensors")):
        digest.update(_sha256(path).encode())
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _retrain(folder: Path) -> str:
    return f"train it anew with `chatbot train {folder / 'recipe.yaml'}`, or do without: CHATBOT_ADAPTER=none."
