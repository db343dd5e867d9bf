"""The parts as they serve, on hands that nothing was fitted on: intents, help, links, search, reasons, other tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from chatbot.build import UTTERANCES
from chatbot.dialogue.classifier import Utterance, load_utterances
from chatbot.dialogue.state import apply, understand
from chatbot.evaluation.calibration import calibrate
from chatbot.evaluation.linking import measure
from chatbot.evaluation.metrics import measured, plain
from chatbot.evaluation.models import IN_OTHER_WORDS, Bench, Report, ask, ask_all, fallback_rate
from chatbot.evaluation.reasons import evaluate_reasons
from chatbot.evaluation.search import load_queries, measure_search
from chatbot.evaluation.tasks import measure_task
from chatbot.evaluation.why import evaluate_why
from chatbot.predict import Prediction
from chatbot.settings import ROOT
from chatbot.support.articles import load_questions
from chatbot.tasks import IntentInput, IntentTask
from chatbot.teach import all_cases, all_tasks
from chatbot.types import INTENTS, Constraints


def intent(bench: Bench) -> Report:
    """Held-out hands, as it serves; beside it the classifier, and every model alone."""
    test, checked = (bench.sample(load_utterances(UTTERANCES, part)) for part in ("test", "validation"))
    task = IntentTask(bench.format, bench.parts.classifier)
    given = [IntentInput(u.text, u.before) for u in test]
    said = ask(task, given, bench.serving, "as it serves")
    before = ask(task, [IntentInput(u.text, u.before) for u in checked], bench.serving, "validation")
    table, points = calibrate(_odds(before, checked), _odds(said, test))
    baselines = _simple_intents(bench, test) | {"classifier": [_best(task.fallback(g)) for g in given]}
    alone = ask(task, [IntentInput(u.text) for u in test], bench.serving, "message alone")
    baselines["message_alone"] = [_best(p.output) for p in alone]  # not told what the turn before did
    if bench.llm:
        reworded = IntentTask(bench.reworded, bench.parts.classifier)
        said_so = ask(reworded, given, bench.serving, IN_OTHER_WORDS)
        baselines[IN_OTHER_WORDS] = [_best(p.output) for p in said_so]
        task = IntentTask(bench.format, lambda *_: dict.fromkeys(INTENTS, 1 / len(INTENTS)))  # nobody else has a say
        for name, answers in ask_all(bench, task, given).items():
            baselines[f"{name}_alone" if name == "adapter" else name] = [_best(p.output) for p in answers]
    return {
        "n": len(test),
        "metrics": _intent_metrics([_best(p.output) for p in said], test, bench.seed) | table,
        "baselines": {name: _intent_metrics(labels, test, bench.seed) for name, labels in baselines.items()},
        "split": "whole hands: data/utterances/test-*.jsonl; temperature from the hands of validation",
        "fallback_rate": fallback_rate(said),
        "series": {"reliability": points},
    }


def _simple_intents(bench: Bench, test: Sequence[Utterance]) -> dict[str, list[str]]:
    train, encode = bench.parts.utterances, bench.parts.encoder.encode
    near = encode([u.text for u in test]) @ encode([u.text for u in train]).T
    common = Counter(u.intent for u in train).most_common(1)[0][0]
    return {
        "most_common": [common] * len(test),
        "nearest_utterance": [train[at].intent for at in near.argmax(axis=1)],
    }


def _hands(test: Sequence[Utterance]) -> list[str]:
    return sorted({u.hand for u in test})


def _odds(said: Sequence[Prediction[Any]], test: Sequence[Utterance]) -> tuple[list[list[float]], list[int]]:
    """Probabilities of all intents, and the right one's number."""
    rows = [[p.output.get(label, 0.0) for label in INTENTS] for p in said]
    return rows, [INTENTS.index(u.intent) for u in test]


def _intent_metrics(said: Sequence[str], test: Sequence[Utterance], seed: int) -> Report:
    right = np.array([s == u.intent for s, u in zip(said, test, strict=True)])
    inside = np.array([u.intent != "out_of_scope" for u in test])
    recall = [right[[u.intent == label for u in test]].mean() for label in INTENTS]
    return {
        "accuracy": measured(right, seed),
        "accuracy_in_scope": measured(right[inside], seed),
        "recall_out_of_scope": measured(right[~inside], seed),
        "mean_recall": plain(np.mean(recall)),
        **{f"accuracy_{hand}": measured(right[[u.hand == hand for u in test]], seed) for hand in _hands(test)},
    }


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
    return {name: plain(v) for name, v in figures.items() if isinstance(v, int | float) and name != "n"}


def search(bench: Bench) -> Report:
    queries = load_queries(ROOT / "data/queries/test.jsonl", bench.parts.catalog)
    linker, scale = bench.parts.linker, bench.parts.domain.rating
    limits = lambda words: apply(Constraints(), understand(words, linker, scale), True)  # noqa: E731
    popularity = bench.bot.room.recommender.retriever.popularity
    return measure_search(bench.parts.search, limits, popularity, queries, bench.seed)


def reason(bench: Bench) -> Report:
    return evaluate_reasons(bench.bot, bench.parts.dataset, bench.format, bench.seed, bench.most)


def why(bench: Bench) -> Report:
    return evaluate_why(bench.bot.room.recommender, bench.parts.dataset, bench.parts.domain.rating, bench.seed)


def _best(odds: dict[str, float]) -> str:
    return max(odds, key=lambda label: odds[label])


def written(name: str) -> Callable[[Bench], Report]:
    """A task on the cases of the hands that nothing was trained or chosen on, asked of every model."""

    def measure_it(bench: Bench) -> Report:
        task, reworded = (all_tasks(bench.parts, words)[name] for words in (bench.format, bench.reworded))
        cases = bench.sample(all_cases(bench.parts).of(name, "test"))
        row = measure_task(task, cases, bench.asking(name), bench.seed)
        row["baselines"][IN_OTHER_WORDS] = measure_task(reworded, cases, bench.asking(name), bench.seed)["metrics"]
        for other, predictor in bench.others(name):
            row["baselines"][other] = measure_task(task, cases, predictor, bench.seed)["metrics"]
        return row | {"split": "hands of their own, which nothing was trained or chosen on"}

    return measure_it
