"""evaluate_tasks: every figure of the report, each beside its baselines, from the same parts that serve.

It sits above `build`, like the command line: it chooses nothing, it measures what is wired there. Nothing is tuned
here; thresholds and weights were chosen on validation hands and held-out users, and tests are only read.
"""

from __future__ import annotations

import importlib.metadata
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from chatbot import __version__
from chatbot.build import UTTERANCES, Parts, assemble, build_llm, decided
from chatbot.catalog import checksum
from chatbot.chatbot import Chatbot
from chatbot.dialogue.classifier import Utterance, load_utterances
from chatbot.dialogue.state import apply, understand
from chatbot.errors import InputError, nearest
from chatbot.evaluation import speed
from chatbot.evaluation.linking import measure
from chatbot.evaluation.metrics import measured, measured_rmse, ndcg_at_k
from chatbot.evaluation.recommend import evaluate_next_item, evaluate_rating
from chatbot.evaluation.search import load_queries, measure_search
from chatbot.evaluation.tasks import measure_task
from chatbot.explain import plain_reason, unsupported
from chatbot.llm.base import LanguageModel
from chatbot.predict import Predictor
from chatbot.profile import build_profile
from chatbot.prompt import PromptFormat
from chatbot.recommender import Query
from chatbot.settings import ROOT, Settings
from chatbot.sources import SOURCES
from chatbot.storage import SqlStore
from chatbot.support.articles import load_questions
from chatbot.tasks import IntentInput, IntentTask, RankingInput, RankingTask, RatingInput, RatingTask
from chatbot.teach import all_cases, all_tasks
from chatbot.types import INTENTS, Constraints

T = TypeVar("T")
Report = dict[str, Any]
BATCH = 8
ASKED_RATINGS, ASKED_LISTS, REASON_LISTS = 300, 100, 60


@dataclass
class Bench:
    """What the measurements share, each part made on first use."""

    settings: Settings
    seed: int
    parts: Parts

    @cached_property
    def format(self) -> PromptFormat:
        return PromptFormat()

    @cached_property
    def llm(self) -> LanguageModel | None:
        return build_llm(self.settings, self.format)

    @cached_property
    def bot(self) -> Chatbot:
        predictor = Predictor(self.llm, decided(self.settings))
        return assemble(self.settings, self.parts, predictor, self.format, SqlStore("sqlite://"))

    def asking(self, *tasks: str) -> Predictor:
        """A predictor whose LLM answers these tasks itself."""
        return Predictor(self.llm, frozenset(tasks))

    @cached_property
    def bare(self) -> LanguageModel | None:
        """The base model without an adapter: zero-shot."""
        if self.settings.adapter is None:
            return self.llm
        return build_llm(self.settings.model_copy(update={"adapter": None}), self.format)


def evaluate_tasks(settings: Settings, names: Sequence[str] | None, seed: int) -> Report:
    """The report of CONTRACT.md's shape. Raises: InputError for an unknown task."""
    for name in names or ():
        if name not in MEASURES:
            raise InputError(f"There is no task {name!r}; there are: {', '.join(MEASURES)}.{nearest(name, MEASURES)}")
    bench = Bench(settings, seed, Parts(settings))
    chosen = names or [name for name in MEASURES if name != "speed"]
    return {
        "git_commit": _git_commit(),
        "created": int(time.time()),
        "versions": {name: importlib.metadata.version(name) for name in ("numpy", "torch", "transformers")}
        | {"chatbot": __version__},
        "data_checksum": checksum(f"{i.item_id} {i.title}" for i in bench.parts.catalog),
        "seed": seed,
        "tasks": {name: MEASURES[name](bench) for name in chosen},
    }


# -- one task each ----------------------------------------------------------------------------------------------------


def intent(bench: Bench) -> Report:
    """Held-out hands, as it serves; beside it the classifier alone, and the base model zero-shot."""
    test = load_utterances(UTTERANCES, "test")
    train, encode = bench.parts.utterances, bench.parts.encoder.encode
    task = IntentTask(bench.format, bench.parts.classifier)
    given = [IntentInput(u.text) for u in test]
    serving = Predictor(bench.llm, decided(bench.settings))
    said = [_best(p.output) for part in _batches(given) for p in serving.choose(task, part)]
    near = encode([u.text for u in test]) @ encode([u.text for u in train]).T
    nearest_label = [train[at].intent for at in near.argmax(axis=1)]
    common = Counter(u.intent for u in train).most_common(1)[0][0]
    baselines = {"most_common": [common] * len(test), "nearest_utterance": nearest_label}
    baselines["classifier"] = [_best(task.fallback(g)) for g in given]
    if bench.bare:
        alone = IntentTask(bench.format, lambda _: dict.fromkeys(INTENTS, 1 / len(INTENTS)))  # nobody else has a say
        asked = Predictor(bench.bare, frozenset({"intent"}))
        baselines["base_model_zero_shot"] = [
            _best(p.output) for part in _batches(given) for p in asked.choose(alone, part)
        ]
    return {
        "n": len(test),
        "metrics": _intent_metrics(said, test, bench.seed),
        "baselines": {name: _intent_metrics(labels, test, bench.seed) for name, labels in baselines.items()},
        "split": "whole hands: data/utterances/test-*.jsonl",
        "fallback_rate": 0.0,
    }


def _intent_metrics(said: Sequence[str], test: Sequence[Utterance], seed: int) -> Report:
    right = np.array([s == u.intent for s, u in zip(said, test, strict=True)])
    inside = np.array([u.intent != "out_of_scope" for u in test])
    recall = [right[[u.intent == label for u in test]].mean() for label in INTENTS]
    return {
        "accuracy": measured(right, seed),
        "accuracy_in_scope": measured(right[inside], seed),
        "recall_out_of_scope": measured(right[~inside], seed),
        "mean_recall": {"value": float(np.mean(recall)), "ci_low": None, "ci_high": None},
    }


def next_item(bench: Bench) -> Report:
    return evaluate_next_item(bench.parts.dataset, bench.seed)


def rating(bench: Bench) -> Report:
    """The collaborative model over the official folds; the base model zero-shot on a sample of fold 1."""
    raw = SOURCES["movielens"](bench.parts.ratings_path, False)
    report = evaluate_rating(raw, bench.seed)
    if bench.bare:
        report["baselines"]["base_model_zero_shot"] = _llm_ratings(bench)
    return report


def _llm_ratings(bench: Bench) -> Report:
    task = RatingTask(bench.format, bench.parts.domain)
    given, truth = rating_cases(bench, ASKED_RATINGS)
    asked = Predictor(bench.bare, frozenset({"rating"}))
    said = [p.output for part in _batches(given) for p in asked.choose(task, part)]
    return {"rmse": measured_rmse(np.array(said) - np.array(truth), bench.seed), "n": len(given)}


def rating_cases(bench: Bench, most: int) -> tuple[list[RatingInput], list[float]]:
    """Sampled ratings of fold 1, each with that user's last ten ratings outside the fold, in file order."""
    data, catalog = bench.parts.dataset, bench.parts.catalog
    rng = np.random.default_rng(bench.seed)
    rows = rng.choice(np.arange(min(20_000, len(data))), size=min(most, len(data)), replace=False)
    given, truth = [], []
    for row in rows:
        past = [at for at in np.flatnonzero(data.user_idx == data.user_idx[row]) if at >= 20_000][-10:]
        history = [(catalog[data.items[data.item_idx[at]]], float(data.rating[at])) for at in past]
        given.append(RatingInput(history, catalog[data.items[data.item_idx[row]]], 0.0))
        truth.append(float(data.rating[row]))
    return given, truth


def ranking(bench: Bench) -> Report:
    """Does the base model order twenty candidates better than their score does? The last like is held out."""
    rows = list(ranking_cases(bench, ASKED_LISTS))
    task = RankingTask(bench.format)
    shuffle = np.random.default_rng(bench.seed)
    gains: dict[str, list[float]] = {"score": [], "random": [], "base_model_zero_shot": []}
    asked = Predictor(bench.bare, frozenset({"ranking"}))
    for given, target in rows:
        order = shuffle.permutation(len(given.candidates))
        mixed = RankingInput(given.liked, given.wish, [given.candidates[at] for at in order])
        gains["score"].append(gain(given.candidates, target))
        gains["random"].append(gain(mixed.candidates, target))
        if bench.bare:
            picked = asked.choose(task, [mixed])[0].output
            gains["base_model_zero_shot"].append(gain([mixed.candidates[at] for at in picked], target))
    tables = {name: {"ndcg@10": measured(values, bench.seed)} for name, values in gains.items() if values}
    return {
        "n": len(rows),
        "metrics": tables.pop("score"),
        "baselines": tables,
        "split": "sampled users whose held-out like is among the top 20 by score; the crowd's model saw these users",
        "fallback_rate": 0.0,
    }


def ranking_cases(bench: Bench, most: int) -> Iterator[tuple[RankingInput, str]]:
    data, bot = bench.parts.dataset, bench.bot
    users = np.random.default_rng(bench.seed).permutation(data.users)
    found = 0
    for user in users:
        history = data.history(str(user))
        if found >= most or len(history) < 10 or (history[-1].rating or 0) < 4:
            continue
        profile = build_profile(str(user), history[:-1], bench.parts.domain.rating)
        rec = bot.room.recommender
        want, query = rec.want(profile, Query()), Query()
        allowed = rec.allowed(profile, query)
        scores = np.where(allowed, rec.scores(want, query), -np.inf)
        best = list(np.argsort(-scores)[:20])
        target = history[-1].item_id
        if bench.parts.catalog.index(target) in best:
            found += 1
            liked = [bench.parts.catalog[i] for i, w in profile.weights.items() if w > 0]
            yield RankingInput(liked, "", [bench.parts.catalog.items[at] for at in best]), target


def gain(items: Sequence[Any], target: str) -> float:
    rank = [item.item_id for item in items].index(target) + 1
    return float(np.mean(ndcg_at_k(np.array([rank]), 10)))


def support(bench: Bench) -> Report:
    """Questions by hands that the desk never saw; a third of them no article answers."""
    asked = load_questions(bench.settings.articles, "test")
    desk = bench.parts.desk
    answered = [q for q in asked if q.article]
    found = [desk.find(q.text) for q in answered]
    first = [rows[0].id == q.article for rows, q in zip(found, answered, strict=True)]
    three = [q.article in [s.id for s in rows] for rows, q in zip(found, answered, strict=True)]
    noticed = [desk.answer(q.text) is None for q in asked if q.article is None]
    alarms = [desk.answer(q.text) is None for q in answered]
    encode = bench.parts.encoder.encode
    titles = encode([a.title for a in desk.articles.values()])
    near = encode([q.text for q in answered]) @ titles.T
    ids = list(desk.articles)
    title_first = [ids[at] == q.article for at, q in zip(near.argmax(axis=1), answered, strict=True)]
    return {
        "n": len(asked),
        "metrics": {
            "right_first": measured(first, bench.seed),
            "right_in_three": measured(three, bench.seed),
            "unanswerable_noticed": measured(noticed, bench.seed),
            "false_alarms": measured(alarms, bench.seed),
        },
        "baselines": {"nearest_title": {"right_first": measured(title_first, bench.seed)}},
        "split": "a hand of its own: data/support/questions/test-*.jsonl",
        "fallback_rate": 0.0,
    }


def linking(bench: Bench) -> Report:
    """Mentions of films, people, genres, years and themes in messages of a hand that nothing was fitted on."""
    found = measure(bench.parts.linker, ROOT / "data/mentions/test.jsonl")
    return {
        "n": found["n"],
        "metrics": _plain(found),
        "baselines": {"exact_names": _plain(found["baseline"])},
        "split": "a hand of its own: data/mentions/test.jsonl",
        "fallback_rate": 0.0,
    }


def _plain(figures: Report) -> Report:
    """Numbers without an interval, as metrics of the report."""
    figures = {f"recall_{kind}": share for kind, share in figures["recall"].items()} | figures
    return {
        name: {"value": float(value), "ci_low": None, "ci_high": None}
        for name, value in figures.items()
        if isinstance(value, int | float) and name != "n"
    }


def search(bench: Bench) -> Report:
    queries = load_queries(ROOT / "data/queries/test.jsonl", bench.parts.catalog)
    linker, scale = bench.parts.linker, bench.parts.domain.rating
    limits = lambda words: apply(Constraints(), understand(words, linker, scale), True)  # noqa: E731
    popularity = bench.bot.room.recommender.retriever.popularity
    return measure_search(bench.parts.search, limits, popularity, queries, bench.seed)


def reason(bench: Bench) -> Report:
    """Reasons for people of the ratings: who wrote them, and whether any claims more than its evidence."""
    bot, data = bench.bot, bench.parts.dataset
    glue = frozenset(bench.format.words("reason").glue)
    users = np.random.default_rng(bench.seed).permutation(data.users)[:REASON_LISTS]
    texts, written, false_claims = [], 0, 0
    for at, user in enumerate(users):
        history = data.history(str(user))
        history = history[: 1 + at % len(history)] if at % 2 else history
        profile = build_profile(str(user), history, bench.parts.domain.rating)
        for r in bot.room.recommender.recommend(profile, Query()):
            texts.append(r.reason)
            plain = plain_reason(r.item, r.evidence, r.rank)
            written += r.reason != plain
            false_claims += r.reason != plain and bool(unsupported(r.reason, r.item, r.evidence, glue))
    counts = bot.counts()
    replaced = counts.get(("reason", "fallback"), 0) / max(1, len(texts))
    return {
        "n": len(texts),
        "metrics": {
            "unsupported": {"value": false_claims / max(1, len(texts)), "ci_low": None, "ci_high": None},
            "written_by_model": {"value": written / max(1, len(texts)), "ci_low": None, "ci_high": None},
            "distinct": {"value": len(set(texts)) / max(1, len(texts)), "ci_low": None, "ci_high": None},
            "words": measured([len(t.split()) for t in texts], bench.seed),
        },
        "baselines": {},
        "split": f"{len(users)} users of the ratings, half of them with a shortened history",
        "fallback_rate": replaced,
    }


def _best(odds: dict[str, float]) -> str:
    return max(odds, key=lambda label: odds[label])


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for at in range(0, len(rows), BATCH):
        yield rows[at : at + BATCH]


def _git_commit() -> str | None:
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


def written(name: str) -> Callable[[Bench], Report]:
    """A task on the cases of the hands that nothing was trained or chosen on, asked of the LLM as it serves."""

    def measure_it(bench: Bench) -> Report:
        task, cases = all_tasks(bench.parts, bench.format)[name], all_cases(bench.parts).of(name, "test")
        row = measure_task(task, cases, bench.asking(name), bench.seed)
        return row | {"split": "hands of their own, or held-out ratings; sampled candidates for ranking"}

    return measure_it


MEASURES: dict[str, Callable[[Bench], Report]] = {
    "next_item": next_item,
    "rating": rating,
    "ranking": ranking,
    "intent": intent,
    "support": support,
    "search": search,
    "linking": linking,
    "reason": reason,
    "state": written("state"),
    "answer": written("answer"),
    "sentiment": written("sentiment"),
    "like": written("like"),
    "speed": lambda bench: speed.measure(bench.bot, bench.llm),
}


def table(report: Report) -> str:
    """The report as plain lines: each metric with its interval, baselines indented below."""
    lines = []
    for name, task in report["tasks"].items():
        lines.append(f"\n{name}: n = {task['n']}, {task['split']}, fallback {task['fallback_rate']:.1%}")
        lines += _rows("  ", task["metrics"])
        for baseline, metrics in task["baselines"].items():
            lines += [f"    {baseline}", *_rows("      ", metrics)]
    return "\n".join(lines)


def _rows(indent: str, metrics: Report) -> list[str]:
    rows = []
    for name, m in metrics.items():
        if isinstance(m, dict):
            interval = f"  [{m['ci_low']:.4g}, {m['ci_high']:.4g}]" if m.get("ci_low") is not None else ""
            rows.append(f"{indent}{name:24s} {m['value']:.4g}{interval}")
    return rows
