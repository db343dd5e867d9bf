"""Search: settings of a recipe tried with optuna. The study lies in a file, so a search that was cut off goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chatbot.errors import InputError
from chatbot.training.recipe import Recipe


def search_settings(
    recipe: Recipe, place: Path, trials: int, attempt: Callable[[Recipe, Path], float]
) -> dict[str, Any]:
    """The best of `trials` settings in all: {"value", "params", "trials"}, written to `place`/best.json too.

    Learning rate, rank, dropout and weighting are varied by optuna's tree-structured Parzen estimator. attempt: trains
    a recipe into a folder and returns its validation loss. Raises: InputError when optuna is not installed, or where
    the recipe goes on from an adapter, whose rank is given.
    """
    try:
        import optuna
    except ImportError:
        raise InputError("--search needs optuna; pip install -c constraints.txt -e '.[train]'.") from None
    if recipe.start:
        raise InputError("A search starts from nothing, since it varies the rank; take `start:` out of the recipe.")
    place.mkdir(parents=True, exist_ok=True)

    def one(trial: Any) -> float:
        rank = trial.suggest_categorical("rank", [8, 16, 32])
        lora = {"rank": rank, "alpha": 2 * rank, "dropout": trial.suggest_float("dropout", 0.0, 0.15)}
        changed = {
            "learning_rate": trial.suggest_float("learning_rate", 1e-4, 3e-3, log=True),
            "weighting": trial.suggest_categorical("weighting", ["fixed", "proportional", "uncertainty"]),
            "lora": recipe.lora.model_copy(update=lora),
        }
        return attempt(recipe.model_copy(update=changed), place / f"trial-{trial.number}")

    study = optuna.create_study(
        storage=f"sqlite:///{place / 'study.sqlite3'}", study_name="recipe", load_if_exists=True,
        sampler=optuna.samplers.TPESampler(seed=recipe.seed),
    )  # fmt: skip
    done = [trial for trial in study.trials if trial.state == optuna.trial.TrialState.COMPLETE]
    study.optimize(one, n_trials=max(0, trials - len(done)))
    count = sum(trial.state == optuna.trial.TrialState.COMPLETE for trial in study.trials)
    best = {"value": study.best_value, "params": study.best_params, "trials": count}
    (place / "best.json").write_text(json.dumps(best, indent=2) + "\n")
    return best
