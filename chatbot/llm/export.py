"""One-time export for the OpenVINO engine: base and adapter merged, int8, under a key of all that it depends on."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
from tqdm import tqdm

from chatbot.errors import EngineError
from chatbot.llm.adapter import base_sha256, check_adapter
from chatbot.llm.graph import build_graph, check_supported

KEPT = 3  # exports that stay on disk; the least recently used go
PROBES, PROBE_LENGTH, TOP = 4, 48, 20
GRAPH, HEAD, NOTE = "model.xml", "head.npy", "export.json"


@dataclass(frozen=True)
class Probe:
    """Tokens, and what transformers in float32 says comes next: the likeliest tokens and their log-probabilities."""

    ids: list[int]
    top: list[int]
    log_probs: list[float]


def export_key(base: Path, adapter: Path | None, fingerprint: str) -> dict[str, str]:
    """Raises: AdapterError when the adapter does not fit."""
    return {
        "base": base_sha256(base),
        "adapter": check_adapter(adapter, base, fingerprint).weights_sha256 if adapter else "",
        "openvino": ov.__version__,
        "code": hashlib.sha256(b"".join(Path(f).read_bytes() for f in (__file__, _graph_file()))).hexdigest(),
        "precision": "int8",
    }


def find_export(key: dict[str, str], cache: Path) -> Path | None:
    """The folder of a whole and fitting export, or None."""
    folder = _folder(key, cache)
    try:
        note = json.loads((folder / NOTE).read_text("utf-8"))
        fits = note["key"] == key and note["weights"] == _digest(folder / "model.bin") and (folder / GRAPH).is_file()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if fits:
        os.utime(folder)
    return folder if fits else None


def write_export(key: dict[str, str], base: Path, adapter: Path | None, fingerprint: str, cache: Path) -> Path:
    """Export anew, atomically. Raises: EngineError for another architecture, AssetError, AdapterError."""
    from chatbot.llm.transformers import load_model

    check_supported(json.loads((base / "config.json").read_text("utf-8")))
    folder = _folder(key, cache)
    temporary = folder.with_name(f"{folder.name}.{os.getpid()}.tmp")
    bar = tqdm(total=4, desc="engine: exporting once", unit="step", leave=False)
    try:
        temporary.mkdir(parents=True, exist_ok=True)
        _, model, _ = load_model(base, adapter, fingerprint, "float32")
        bar.update()
        probes = make_probes(model)
        bar.update()
        graph = build_graph(model.config.to_dict(), {name: w.numpy() for name, w in model.state_dict().items()})
        np.save(temporary / HEAD, model.get_output_embeddings().weight.detach().numpy())
        bar.update()
        ov.save_model(graph, temporary / GRAPH, compress_to_fp16=False)
        note = {"key": key, "weights": _digest(temporary / "model.bin"), "probes": [asdict(p) for p in probes]}
        (temporary / NOTE).write_text(json.dumps(note))
        shutil.rmtree(folder, ignore_errors=True)
        temporary.replace(folder)
        bar.update()
    except OSError as error:
        raise EngineError(f"The export for the openvino engine cannot be written: {error}. Free some disk.") from error
    finally:
        bar.close()
        shutil.rmtree(temporary, ignore_errors=True)
    _prune(folder.parent)
    return folder


def make_probes(model: Any) -> list[Probe]:
    """Arbitrary tokens: a wrong graph fails on any."""
    import torch

    rows = np.random.default_rng(0).integers(0, model.config.vocab_size, (PROBES, PROBE_LENGTH))
    with torch.inference_mode():
        logits = model(torch.from_numpy(rows), logits_to_keep=1).logits[:, -1]
        log_probs, top = torch.log_softmax(logits, dim=-1).topk(TOP)
    return [Probe(r, t, p) for r, t, p in zip(rows.tolist(), top.tolist(), log_probs.tolist(), strict=True)]


def read_probes(folder: Path) -> list[Probe]:
    return [Probe(**probe) for probe in json.loads((folder / NOTE).read_text("utf-8"))["probes"]]


def divergence(probe: Probe, logits: Sequence[float] | np.ndarray) -> float:
    """Kullback-Leibler divergence of the engine's next token from the probe's, over the probe's likeliest tokens."""
    row = np.asarray(logits, np.float64)
    mine = row[probe.top] - row.max() - np.log(np.exp(row - row.max()).sum())
    theirs = np.asarray(probe.log_probs)
    theirs, mine = theirs - np.log(np.exp(theirs).sum()), mine - np.log(np.exp(mine).sum())
    return float((np.exp(theirs) * (theirs - mine)).sum())


def _folder(key: dict[str, str], cache: Path) -> Path:
    name = hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()[:16]
    return cache / "engines" / name


def _prune(parent: Path) -> None:
    folders = [p for p in parent.iterdir() if p.is_dir() and not p.name.endswith(".tmp")]
    for old in sorted(folders, key=lambda p: p.stat().st_mtime, reverse=True)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _graph_file() -> str:
    import chatbot.llm.graph

    return chatbot.llm.graph.__file__
