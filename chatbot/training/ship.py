"""From a recipe to an adapter's folder: base model, examples, the loop, and what is written down beside the weights.

The folder appears whole or not at all; an adapter that is there stays until the new one is complete.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from chatbot.catalog import checksum
from chatbot.llm.adapter import WEIGHTS, base_sha256
from chatbot.prompt import PromptFormat
from chatbot.tasks.base import AnyTask
from chatbot.training.cases import Case, Cases
from chatbot.training.mixture import TaskExample
from chatbot.training.recipe import Recipe

PACKAGES = ("torch", "transformers", "peft", "accelerate")
CURVES, CONFIG = "curves.png", "adapter_config.json"


def examples(
    tasks: Mapping[str, AnyTask], source: Cases, recipe: Recipe, part: Any, others: Sequence[Mapping[str, AnyTask]] = ()
) -> dict[str, list[TaskExample]]:
    """Every case of the recipe's tasks as a prompt and its answer.

    others: the tasks in other words; the recipe's share of the cases is asked in these, one after the other.
    """
    rng = np.random.default_rng(recipe.seed)
    rows = {}
    for name in recipe.tasks:
        cases = source.of(name, part)
        reworded = rng.random(len(cases)) < (recipe.phrasings if others else 0)
        forms = [others[at % len(others)] if other else tasks for at, other in enumerate(reworded)]
        rows[name] = [as_example(form[name], case) for form, case in zip(forms, cases, strict=True)]
    return rows


def as_example(task: AnyTask, case: Case) -> TaskExample:
    prompt = task.render(case.given)
    return TaskExample(task.name, prompt.learned or prompt, case.answer, case.spans)


def run(
    recipe: Recipe,
    folder: Path,
    base: Path,
    format: PromptFormat,
    train: Mapping[str, Sequence[TaskExample]],
    validation: Mapping[str, Sequence[TaskExample]],
    checkpoints: Path,
) -> dict[str, Any]:
    """Train and write the adapter into `folder`, beside its recipe; returns the manifest. It decides no task yet.

    Of several processes that train together one writes; the others return nothing.
    """
    from chatbot.llm.transformers import load_model
    from chatbot.training.train import train_adapter

    stamp = _stamp(recipe, base, train)
    work = checkpoints / stamp[:16]
    tokenizer, model, _ = load_model(base, None, "", "bfloat16")
    done = train_adapter(model, tokenizer, train, validation, recipe, work)
    if not done.leads:
        return {}
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    _save(done.model, new, base.name)
    if recipe.keep:
        average(new / WEIGHTS, Path(recipe.start) / WEIGHTS, recipe.keep)
    draw_curves(done.history, list(recipe.tasks), new / CURVES)
    manifest = {
        "base_model": base.name,
        "base_sha256": base_sha256(base),
        "prompt_fingerprint": format.fingerprint(),
        "tasks": [],
        "learned": list(recipe.tasks),
        "weights_sha256": hashlib.sha256((new / WEIGHTS).read_bytes()).hexdigest(),
        "data_checksum": stamp,
        "examples": done.examples,
        "tokens": done.tokens,
        "seconds": round(done.seconds),
        "best_validation_loss": min((h["eval_loss"] for h in done.history if "eval_loss" in h), default=None),
        "seed": recipe.seed,
        "kept_of_start": recipe.keep,
        "git_commit": _git_commit(folder),
        "created": int(time.time()),
        "versions": {name: importlib.metadata.version(name) for name in PACKAGES},
    }
    write_manifest(new, manifest)
    _swap(new, folder)
    shutil.rmtree(work, ignore_errors=True)
    return manifest


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """In one step, so that no reader sees half of it."""
    temporary = folder / ".manifest.json"
    temporary.write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    temporary.replace(folder / "manifest.json")


def _save(model: Any, folder: Path, base: str) -> None:
    """Weights in half precision: they are small numbers, and the folder is meant to travel, so it names no path."""
    import torch

    state = {name: p.detach().to(torch.float16) for name, p in model.state_dict().items() if "lora_" in name}
    model.save_pretrained(folder, state_dict=state, save_embedding_layers=False)
    config = json.loads((folder / CONFIG).read_text("utf-8")) | {"base_model_name_or_path": base}
    (folder / CONFIG).write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    (folder / WEIGHTS).chmod(0o644)
    for extra in folder.glob("*.md"):
        extra.unlink()  # peft's own card is empty


def average(new: Path, start: Path, keep: float) -> None:
    """Each weight of `new` as `keep` of the start's and the rest of its own: what a short run forgets is kept, and what
    it learned stays (Wortsman and others, Robust fine-tuning of zero-shot models, CVPR 2022)."""
    from safetensors.torch import load_file, save_file

    old, learned = load_file(start), load_file(new)
    mixed = {name: keep * old[name].float() + (1 - keep) * weight.float() for name, weight in learned.items()}
    save_file({name: weight.to(learned[name].dtype) for name, weight in mixed.items()}, new, {"format": "pt"})


def _swap(new: Path, folder: Path) -> None:
    """Put the new files in the old ones' place; recipe, card and report stay."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").unlink(missing_ok=True)  # no adapter is better than a mixed one
    for path in sorted(new.iterdir(), key=lambda p: p.name == "manifest.json"):
        path.replace(folder / path.name)
    new.rmdir()


def draw_curves(history: Sequence[Mapping[str, Any]], names: Sequence[str], path: Path) -> None:
    """Training loss, and each task's loss on validation, by step."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axis = pyplot.subplots(figsize=(7, 4), layout="constrained")
    lines = {"training": "loss", "validation": "eval_loss", **{name: f"eval_loss_{name}" for name in names}}
    for label, key in lines.items():
        points = [(row["step"], row[key]) for row in history if key in row]
        if points:
            wide = 2.0 if key in {"loss", "eval_loss"} else 1.0
            axis.plot(*zip(*points, strict=True), label=label, linewidth=wide, marker="" if key == "loss" else ".")
    axis.set(xlabel="step", ylabel="loss")
    axis.legend(fontsize="small")
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def _stamp(recipe: Recipe, base: Path, train: Mapping[str, Sequence[TaskExample]]) -> str:
    """What a run depends on: a checkpoint of anything else is not gone on from."""
    texts = (f"{e.task} {e.prompt.messages} {e.prompt.opening} {e.answer}" for rows in train.values() for e in rows)
    return checksum([recipe.model_dump_json(), base.name, *texts])


def _git_commit(folder: Path) -> str | None:
    place = folder if folder.is_dir() else folder.parent
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=place, capture_output=True, text=True, check=False)
    return done.stdout.strip() or None
