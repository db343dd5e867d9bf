"""Does the engine in use answer as transformers in float32 does? Real prompts of the tasks, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.build import BARE_MODEL_DECIDES, UTTERANCES, Parts, assemble, base_model
from chatbot.dialogue.classifier import load_utterances
from chatbot.errors import InputError
from chatbot.evaluation.lists import shown_lists
from chatbot.evaluation.metrics import ndcg_at_k
from chatbot.evaluation.models import Bench
from chatbot.evaluation.ratings import first_fold, rating_cases
from chatbot.llm.base import LanguageModel
from chatbot.predict import Predictor
from chatbot.profile import build_profile
from chatbot.recommender import Query
from chatbot.settings import Settings
from chatbot.storage import SqlStore
from chatbot.tasks import IntentInput, IntentTask, RankingTask, RatingTask

EACH = 100  # prompts of each choice task
PEOPLE = 6  # people whose five reasons are compared
BATCH = 20
CLEAR = 0.05  # a lead of the first choice over the second that is no near tie


@dataclass(frozen=True)
class Cases:
    """Inputs of one choice task, and what is right."""

    task: Any
    given: list[Any]
    truth: list[Any]
    metric: str


def compare_engines(
    settings: Settings, seed: int, each: int = EACH, people: int = PEOPLE, parts: Parts | None = None
) -> dict[str, Any]:
    """For each task: same label, mean distance of probabilities, KL, the task's metric with either engine.

    Raises: InputError when there is no engine to compare.
    """
    bench = Bench(settings, seed, parts or Parts(settings))
    if bench.llm is None:
        raise InputError("CHATBOT_ENGINE=off leaves nothing to compare; set it to auto.")
    from chatbot.llm.transformers import TransformersModel

    reference = TransformersModel(
        base_model(settings), settings.adapter, bench.format.fingerprint(), settings.threads, "float32"
    )
    rows = {cases.task.name: grade_choices(bench.llm, reference, cases) for cases in _cases(bench, each)}
    return {
        "engine": bench.llm.info.engine,
        "reference": reference.info.engine,
        "n": sum(row["n"] for row in rows.values()),
        "tasks": rows,
        "reason": _reasons(bench, reference, people),
    }


def _cases(bench: Bench, each: int) -> list[Cases]:
    rng = np.random.default_rng(bench.seed)
    hand = load_utterances(UTTERANCES, "validation")
    said = [hand[at] for at in rng.permutation(len(hand))[:each]]
    data = bench.parts.dataset
    rows, _, known = first_fold(bench)
    rows = rows[:: max(1, len(rows) // each)][:each]
    ratings = [case for case, _ in rating_cases(data, bench.parts.catalog, rows, known)]
    stars = [float(star) for star in data.rating[rows]]
    lists = shown_lists(bench, "test")[1][:each]
    intent = IntentTask(bench.format, bench.parts.classifier)
    return [
        Cases(intent, [IntentInput(u.text) for u in said], [u.intent for u in said], "accuracy"),
        Cases(RatingTask(bench.format, bench.parts.domain), ratings, stars, "rmse"),
        Cases(RankingTask(bench.format, 1.0), [one.given for one in lists], [one.right for one in lists], "ndcg@10"),
    ]


def grade_choices(llm: LanguageModel, reference: LanguageModel, cases: Cases) -> dict[str, Any]:
    """One row of the table. clear: how often the reference's first choice leads its second by CLEAR."""
    mine, theirs = _table(llm, cases), _table(reference, cases)
    same = np.array([a.argmax() == b.argmax() for a, b in zip(mine, theirs, strict=True)])
    clear = np.array([np.diff(np.sort(row)[-2:])[0] >= CLEAR for row in theirs])
    pairs = list(zip(mine, theirs, strict=True))
    return {
        "n": len(pairs),
        "same_label": float(same.mean()),
        "clear": int(clear.sum()),
        "same_clear_label": float(same[clear].mean()) if clear.any() else float("nan"),
        "distance": float(np.mean([np.abs(a - b).mean() for a, b in pairs])),
        "kl": float(np.mean([_divergence(b, a) for a, b in pairs])),
        "metric": cases.metric,
        "value": _grade(cases, mine),
        "reference_value": _grade(cases, theirs),
    }


def _table(llm: LanguageModel, cases: Cases) -> list[NDArray[np.float32]]:
    rows: list[NDArray[np.float32]] = []
    for at in range(0, len(cases.given), BATCH):
        part = cases.given[at : at + BATCH]
        rows += list(llm.score_choices([cases.task.render(g) for g in part], cases.task.choices(part[0])))
    return rows


def _divergence(p: NDArray[np.float32], q: NDArray[np.float32]) -> float:
    """Kullback-Leibler divergence of q from p, in nats."""
    p, q = np.maximum(p, 1e-9).astype(np.float64), np.maximum(q, 1e-9).astype(np.float64)
    return float((p * np.log(p / q)).sum())


def _grade(cases: Cases, table: list[NDArray[np.float32]]) -> float:
    said = [cases.task.parse_choice(row, given) for row, given in zip(table, cases.given, strict=True)]
    if cases.metric == "accuracy":
        return float(np.mean([max(o, key=o.get) == t for o, t in zip(said, cases.truth, strict=True)]))
    if cases.metric == "rmse":
        return float(np.sqrt(np.mean((np.array(said) - np.array(cases.truth)) ** 2)))
    return float(np.mean(ndcg_at_k([list(order).index(t) + 1 for order, t in zip(said, cases.truth, strict=True)])))


def _reasons(bench: Bench, reference: LanguageModel, people: int) -> dict[str, Any]:
    """The same cards for the same people; words may differ, but as many must pass the claim check."""
    texts: dict[str, list[str]] = {}
    passed: dict[str, float] = {}
    for name, llm in (("engine", bench.llm), ("reference", reference)):
        predictor = Predictor(llm, BARE_MODEL_DECIDES)
        bot = assemble(bench.settings, bench.parts, predictor, bench.format, SqlStore("sqlite://"))
        texts[name] = []
        for user in np.random.default_rng(bench.seed).permutation(bench.parts.dataset.users)[:people]:
            profile = build_profile(str(user), bench.parts.dataset.history(str(user)), bench.parts.domain.rating)
            texts[name] += [r.reason for r in bot.room.recommender.recommend(profile, Query())]
        counts = predictor.counts()
        passed[name] = counts.get(("reason", "llm"), 0) / max(1, len(texts[name]))
    same = [a == b for a, b in zip(texts["engine"], texts["reference"], strict=True)]
    return {"n": len(same), "same_words": float(np.mean(same)), "passed": passed["engine"]} | {
        "reference_passed": passed["reference"]
    }


def parity_table(report: dict[str, Any]) -> str:
    lines = [f"{report['engine']} against {report['reference']}, {report['n']} prompts"]
    lines.append(f"{'task':10s}{'n':>5s}{'same label':>12s}{'if clear':>16s}{'distance':>10s}{'KL':>8s}  metric")
    for name, row in report["tasks"].items():
        metric = f"{row['metric']} {row['value']:.4f} / {row['reference_value']:.4f}"
        clear = f"{row['same_clear_label']:.1%} of {row['clear']}"
        cells = f"{row['n']:5d}{row['same_label']:12.1%}{clear:>16s}{row['distance']:10.4f}{row['kl']:8.4f}"
        lines.append(f"{name:10s}{cells}  {metric}")
    reason = report["reason"]
    lines.append(
        f"reason    {reason['n']:5d}  same words {reason['same_words']:.0%}, "
        f"passed the claim check {reason['passed']:.0%} / {reason['reference_passed']:.0%}"
    )
    return "\n".join(lines)
