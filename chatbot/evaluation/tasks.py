"""The LLM's tasks on cases that none was trained on, asked through `predict` as in chat, beside their baselines.

`measure_task` serves the report (on test) and the choice of what an adapter decides (on validation).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from chatbot.evaluation import metrics
from chatbot.evaluation.metrics import measured
from chatbot.evaluation.models import ask
from chatbot.explain import plain_reason
from chatbot.predict import Prediction, Predictor
from chatbot.tasks.answer import Answer, AnswerTask
from chatbot.tasks.base import AnyTask
from chatbot.tasks.reason import ReasonTask
from chatbot.training.cases import Case

Metrics = dict[str, Any]
# the figure that decides who answers a task, and whether more of it is better
PRIMARY = {
    "intent": ("accuracy", 1), "state": ("exact", 1), "rating": ("rmse", -1), "like": ("auc", 1),
    "ranking": ("ndcg@10", 1), "reason": ("kept", 1), "answer": ("right", 1), "sentiment": ("accuracy", 1),
}  # fmt: skip
# least of it for the LLM to decide: something plain and true stands in otherwise, which no baseline figure measures
LEAST = {"reason": 0.5, "answer": 0.5}


def measure_task(task: AnyTask, cases: Sequence[Case], predictor: Predictor, seed: int) -> dict[str, Any]:
    """Metrics of the LLM's answers and of the task's own baseline; n; share of answers that fell back."""
    name = task.name
    cases = [case for one in cases for case in _asked(name, one)]
    said = ask(task, [case.given for case in cases], predictor)
    outputs = [p.output for p in said]
    return {
        "n": len(cases),
        "metrics": FIGURES[name](task, cases, said, seed),
        "baselines": {
            BASELINES.get(name, "baseline"): FIGURES[name](
                task, cases, [Prediction(_baseline(task, case), "baseline") for case in cases], seed
            )
        },
        "fallback_rate": sum(p.by == "fallback" for p in said) / max(1, len(outputs)),
    }


def wins(name: str, row: dict[str, Any]) -> bool:
    """Whether the LLM's answers beat the baseline's by the task's own figure."""
    figure, sign = PRIMARY[name]
    value = row["metrics"][figure]["value"]
    other = next(iter(row["baselines"].values()))[figure]["value"]
    return bool(sign * value > sign * other and value >= LEAST.get(name, value))


def _asked(name: str, case: Case) -> list[Case]:
    """One question a case: of a list of judgements the last is asked for, given the others."""
    if name not in {"rating", "like"}:
        return [case]
    items, truth = case.items, case.truth
    history = tuple(zip(items[:-1], truth[:-1], strict=True))
    mean, crowd = case.given.crowd, [case.given.crowd.get(i.item_id, 3.5) for i in items]
    leaning = float(np.mean([t - c for t, c in zip(truth[:-1], crowd, strict=False)]))
    expected = crowd[-1] + leaning if name == "rating" else crowd[-1] / 5
    given = replace(case.given, history=history, item=items[-1], expected=float(expected), crowd=mean)
    return [replace(case, given=given, truth=truth[-1])]


def _baseline(task: AnyTask, case: Case) -> Any:
    return task.fallback(case.given)


# -- figures of each task: (task, cases, predictions, seed) -> metrics -------------------------------------------------


def _intent(_: AnyTask, cases: Sequence[Case], said: Sequence[Prediction[Any]], seed: int) -> Metrics:
    best = [max(p.output, key=lambda label: p.output[label]) for p in said]
    right = np.array([b == c.truth for b, c in zip(best, cases, strict=True)])
    inside = np.array([c.truth != "out_of_scope" for c in cases])
    return {
        "accuracy": measured(right, seed),
        "accuracy_in_scope": measured(right[inside], seed),
        "recall_out_of_scope": measured(right[~inside], seed),
    }


def _sentiment(_: AnyTask, cases: Sequence[Case], said: Sequence[Prediction[Any]], seed: int) -> Metrics:
    right = [max(p.output, key=lambda s: p.output[s]) == c.truth for p, c in zip(said, cases, strict=True)]
    return {"accuracy": measured(right, seed)}


def _state(_: AnyTask, cases: Sequence[Case], said: Sequence[Prediction[Any]], seed: int) -> Metrics:
    same = [_plain(p.output.after) == _plain(c.truth.after) for p, c in zip(said, cases, strict=True)]
    return {"exact": measured(same, seed)}


def _plain(state: Any) -> dict[str, Any]:
    """Order within a field means nothing."""
    return {k: sorted(v) if isinstance(v, list) else v for k, v in state.to_json().items()}


def _rating(_: AnyTask, cases: Sequence[Case], said: Sequence[Prediction[Any]], seed: int) -> Metrics:
    errors = np.array([p.output for p in said]) - np.array([c.truth for c in cases])
    return {"rmse": metrics.measured_rmse(errors, seed), "mae": measured(np.abs(errors), seed)}


def _like(_: AnyTask, cases: Sequence[Case], said: Sequence[Prediction[Any]], seed: int) -> Metrics:
    scores, truth = np.array([p.output for p in said]), np.array([c.truth for c in cases], bool)
    return {
        "auc": _bootstrapped_auc(scores, truth, seed),
        "ece": {"value": metrics.calibration_error(scores, truth), "ci_low": None, "ci_high": None},
    }


def _bootstrapped_auc(scores: Any, truth: Any, seed: int) -> Metrics:
    rng = np.random.default_rng(seed)
    drawn = [metrics.auc(scores[at], truth[at]) for at in (rng.integers(0, len(truth), len(truth)) for _ in range(200))]
    low, high = np.nanpercentile(drawn, (2.5, 97.5))
    return {"value": metrics.auc(scores, truth), "ci_low": float(low), "ci_high": float(high)}


def _ranking(_: AnyTask, cases: Sequence[Case], said: Sequence[Prediction[Any]], seed: int) -> Metrics:
    ranks = np.array([list(p.output).index(c.truth) + 1 for p, c in zip(said, cases, strict=True)])
    first = Counter(int(p.output[0]) for p in said)
    share = max(first.values()) / len(said) if said else 0.0
    return {
        "ndcg@10": measured(metrics.ndcg_at_k(ranks), seed),
        "hr@1": measured(ranks == 1, seed),
        "most_picked_place": {"value": share, "ci_low": None, "ci_high": None},
    }


def _reason(task: AnyTask, cases: Sequence[Case], said: Sequence[Prediction[Any]], seed: int) -> Metrics:
    """kept: written by the LLM and let through by the check."""
    assert isinstance(task, ReasonTask)
    texts = [p.output for p in said]
    kept = [p.by == "llm" for p in said]
    return {
        "kept": measured(kept, seed),
        "distinct": {"value": len(set(texts)) / max(1, len(texts)), "ci_low": None, "ci_high": None},
        "words": measured([len(t.split()) for t in texts], seed),
        "unlike_plain": measured(
            [
                t != plain_reason(c.given.item, c.given.evidence, c.given.variant)
                for t, c in zip(texts, cases, strict=True)
            ],
            seed,
        ),
    }


def _answer(task: AnyTask, cases: Sequence[Case], said: Sequence[Prediction[Any]], seed: int) -> Metrics:
    """right: nothing where the passage says nothing; else a sentence that tells at least half of what the written
    answer tells."""
    assert isinstance(task, AnswerTask)
    right = np.array([_is_right(task, p.output, c) for p, c in zip(said, cases, strict=True)])
    empty = np.array([not c.truth for c in cases])
    return {
        "right": measured(right, seed),
        "right_where_told": measured(right[~empty], seed),
        "noticed_unanswerable": measured(right[empty], seed),
    }


def _is_right(task: AnswerTask, said: Answer, case: Case) -> bool:
    if not case.truth or not said:
        return bool(said) == bool(case.truth)
    glue = frozenset(task.format.words(task.name).glue)
    wanted, told = (set(t.lower().strip(".,!?").split()) - glue for t in (case.truth, said.text))
    wanted, told = ({w.strip(".,!?;:'\"") for w in side} for side in (wanted, told))
    return len(wanted & told) >= len(wanted) / 2


FIGURES: dict[str, Callable[[AnyTask, Sequence[Case], Sequence[Prediction[Any]], int], Metrics]] = {
    "intent": _intent,
    "state": _state,
    "rating": _rating,
    "like": _like,
    "ranking": _ranking,
    "reason": _reason,
    "answer": _answer,
    "sentiment": _sentiment,
}
BASELINES = {
    "intent": "classifier", "state": "rules", "rating": "others_mean_and_own_leaning", "like": "others_mean",
    "ranking": "given_order", "reason": "plain_sentence", "answer": "picker", "sentiment": "neutral",
}  # fmt: skip
