"""What `chatbot train` runs: a recipe, the project's material and the parts that serve, joined to an adapter.

After training every task is measured on validation; the adapter decides those on which it beats the baseline.
"""

from __future__ import annotations

import importlib.util
import logging
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from chatbot.build import Parts, base_model, build_llm
from chatbot.errors import InputError
from chatbot.evaluation.tasks import PRIMARY, measure_task, wins
from chatbot.predict import Predictor
from chatbot.prompt import PromptFormat
from chatbot.settings import ROOT, Settings
from chatbot.tasks import (
    TASKS,
    AnswerTask,
    IntentTask,
    LikeTask,
    RankingTask,
    RatingTask,
    ReasonTask,
    SentimentTask,
    StateTask,
)
from chatbot.tasks.base import AnyTask
from chatbot.training.cases import Case, Cases
from chatbot.training.recipe import Recipe, load_recipe

log = logging.getLogger(__name__)
JUDGED = 300  # validation cases of each task, to choose who decides it
NEEDED = ("matplotlib", "tensorboard")  # by training alone


def all_tasks(parts: Parts, format: PromptFormat) -> dict[str, AnyTask]:
    """Every task with the baseline that it falls back to in chat."""
    tasks: list[AnyTask] = [
        IntentTask(format, lambda message, before: parts.classifier(message, before)),
        StateTask(format, parts.domain),
        RatingTask(format, parts.domain),
        LikeTask(format),
        RankingTask(format),
        ReasonTask(format),
        AnswerTask(format, lambda given: parts.picker(given)),
        SentimentTask(format),
    ]
    return {task.name: task for task in tasks}


def reworded(parts: Parts, format: PromptFormat) -> list[dict[str, AnyTask]]:
    """All tasks in each of the phrasings that may be learned."""
    most = max(sum(not p.held_out for p in format.words(name).phrasings) for name in TASKS)
    return [all_tasks(parts, format.phrased(number)) for number in range(most)]


def all_cases(parts: Parts) -> Cases:
    return Cases(ROOT / "data", parts.catalog, parts.linker, parts.dataset, lambda text: parts.classifier(text))


def teach(settings: Settings, recipe_file: Path, fresh: bool = False, parts: Parts | None = None) -> dict[str, Any]:
    """Train the recipe's adapter into its folder; returns the manifest with the figures on validation.

    A run that was cut off goes on where it stopped unless `fresh`. Raises: InputError, DataError, AssetError.
    """
    recipe = load_recipe(recipe_file)
    if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
        raise InputError(f"Training needs {' and '.join(missing)}; pip install -c constraints.txt -e '.[train]'.")
    parts, format = parts or Parts(settings), PromptFormat()
    base = _base(settings, recipe)
    tasks, cases = all_tasks(parts, format), all_cases(parts)
    checkpoints = settings.cache / "training" / recipe_file.parent.name
    if fresh:
        shutil.rmtree(checkpoints, ignore_errors=True)
    from chatbot.training.ship import examples, run

    train = examples(tasks, cases, recipe, "train", reworded(parts, format))
    held = examples(tasks, cases, recipe, "validation")
    folder = recipe_file.parent
    manifest = run(recipe, folder, base, format, train, held, checkpoints)
    if not manifest:
        return {}
    serving = settings.model_copy(update={"base_model": str(base), "adapter": folder})
    return settle(serving, manifest, tasks, cases, recipe)


def settle(
    settings: Settings, manifest: dict[str, Any], tasks: Mapping[str, AnyTask], cases: Cases, recipe: Recipe
) -> dict[str, Any]:
    """Measure an adapter on validation with the engine that serves it, and let it decide what it does better than the
    baseline."""
    from chatbot.training.ship import write_manifest

    llm = build_llm(settings, PromptFormat())
    assert settings.adapter is not None
    predictor = Predictor(llm, frozenset(recipe.tasks))
    rows = {}
    for name in recipe.tasks:
        rows[name] = measure_task(
            tasks[name], _spread(cases.of(name, "validation"), recipe.seed), predictor, recipe.seed
        )
        log.info("validation: %s", summary(name, rows[name]))
    manifest |= {"tasks": [name for name, row in rows.items() if wins(name, row)], "validation": rows}
    write_manifest(settings.adapter, manifest)
    return manifest


def _spread(cases: list[Case], seed: int) -> list[Case]:
    """At most JUDGED of them, from all hands."""
    order = np.random.default_rng(seed).permutation(len(cases))[:JUDGED]
    return [cases[at] for at in sorted(order)]


def summary(name: str, row: dict[str, Any]) -> str:
    figure, _ = PRIMARY[name]
    other, table = next(iter(row["baselines"].items()))
    return f"{name} {figure} {row['metrics'][figure]['value']:.3f}, {other} {table[figure]['value']:.3f}, n {row['n']}"


def _base(settings: Settings, recipe: Recipe) -> Path:
    chosen = recipe.base_model or settings.base_model
    base = base_model(settings.model_copy(update={"base_model": chosen}))
    if isinstance(base, Path):
        return base
    from chatbot.llm.transformers import local_folder

    return local_folder(base)


def search(settings: Settings, recipe_file: Path, trials: int) -> dict[str, Any]:
    """Try settings of a recipe, each trained anew; see `search_settings`. What was tried lies in the cache."""
    from chatbot.training.search import search_settings
    from chatbot.training.ship import examples, run

    recipe, format = load_recipe(recipe_file), PromptFormat()
    parts, base = Parts(settings), _base(settings, recipe)
    tasks, cases = all_tasks(parts, format), all_cases(parts)
    train = examples(tasks, cases, recipe, "train", reworded(parts, format))
    held = examples(tasks, cases, recipe, "validation")
    place = settings.cache / "training" / f"{recipe_file.parent.name}-search"

    def attempt(one: Recipe, folder: Path) -> float:
        return float(run(one, folder, base, format, train, held, place / "checkpoints")["best_validation_loss"])

    return search_settings(recipe, place, trials, attempt)
