"""Scripted dialogues, played: each in a database of its own, every answer checked, the failed checks in plain lines."""

from __future__ import annotations

import copy
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np

from chatbot.chatbot import Chatbot
from chatbot.dialogue.rate import signal_of
from chatbot.errors import ChatbotError
from chatbot.evaluation.checks import Check, Scene, check_answer
from chatbot.evaluation.metrics import RESAMPLES
from chatbot.evaluation.script import Cards, Missing, NotKnown, Press, Script, Step, items_by_label
from chatbot.storage import SqlStore
from chatbot.types import Feedback, Item, error_answer

Report = dict[str, Any]
NEVER = {"outside_catalogue": "catalogue", "constraint_violations": "limits", "seen_repeated": "unseen"}


@dataclass(frozen=True)
class Played:
    """One turn as it went. number: from 1. ms: what the answer took; 0 for a press."""

    script: Script
    number: int
    said: str
    answer: Mapping[str, Any] | None
    checks: tuple[Check, ...]
    ms: float = 0.0


def measure(bot: Chatbot, scripts: Sequence[Script], seed: int) -> Report:
    """One task of a report; `failed` holds every failed check. Nothing is written to the chatbot's own store."""
    labels = items_by_label(bot.catalog)
    turns: list[Played] = []
    for script in scripts:
        alone = copy.copy(bot)
        alone.store = SqlStore("sqlite://")
        with closing(alone.store):
            turns += play(alone, script, labels)
    return report(turns, len(scripts), seed)


# -- playing ----------------------------------------------------------------------------------------------------------


def play(bot: Chatbot, script: Script, labels: Mapping[str, Item]) -> Iterator[Played]:
    """The dialogue's turns, one after the other, with one person in one conversation."""
    user = script.user or f"talk-{script.id}"
    shown: list[Item] = []
    listed: set[str] = set()
    for number, step in enumerate(script.turns, 1):
        try:
            said = _said(step, Cards(shown))
        except (Missing, NotKnown) as error:  # what cannot be said cannot be answered: all that was expected fails
            yield Played(script, number, _words(step), None, (Check("say", str(error), "it was not shown", False),))
            continue
        scene = Scene(bot.catalog, labels, Cards(shown), frozenset(listed))
        if step.press:
            yield Played(script, number, said, None, tuple(_pressed(bot, user, step.press, scene, step.expect.error)))
            continue
        began = time.perf_counter()
        answer = _answer(bot, user, said)
        ms = 1000 * (time.perf_counter() - began)
        new = [bot.catalog[row["item_id"]] for row in answer["items"] if row["item_id"] in bot.catalog]
        judged = frozenset(row["item_id"] for row in bot.profile(user)["interactions"])
        scene = Scene(bot.catalog, labels, Cards(shown, new), frozenset(listed), judged)
        yield Played(script, number, said, answer, tuple(check_answer(answer, step.expect, scene)), ms)
        shown = new or shown
        listed |= {item.item_id for item in new}


def _said(step: Step, cards: Cards) -> str:
    """Raises: Missing, NotKnown."""
    return cards.filled(_words(step))


def _words(step: Step) -> str:
    if step.press:
        return f"[{step.press.signal or f'{step.press.rating:g} stars'}] {step.press.item}"
    return step.say or ""


def _answer(bot: Chatbot, user: str, message: str) -> Mapping[str, Any]:
    try:
        return bot.reply(user, message).to_json()
    except ChatbotError as error:
        return error_answer(error, user)


def _pressed(bot: Chatbot, user: str, press: Press, scene: Scene, error: str | None) -> Iterator[Check]:
    code = None
    try:
        signal = press.signal or signal_of(press.rating or 0.0, bot.domain.rating)
        bot.feedback(Feedback(user, scene.item_id(press.item), signal, press.rating))
    except ChatbotError as refusal:
        code = refusal.code
    if code != error:
        yield Check("error", error or "no error", code or "no error", False, always=error is None)


# -- figures ----------------------------------------------------------------------------------------------------------


def report(turns: Sequence[Played], n: int, seed: int) -> Report:
    written = [(turn, check) for turn in turns for check in turn.checks if not check.always]
    always = [(turn, check) for turn in turns for check in turn.checks if check.always]
    answers = [turn for turn in turns if turn.answer is not None]
    clean = {turn.script.id for turn in turns} - {t.script.id for t in turns if not all(c.ok for c in t.checks)}
    metrics: Report = {"passed": _share(written, seed)}
    metrics |= {f"kind {name}": _share(rows, seed) for name, rows in _by(written, lambda t, c: t.script.kind)}
    metrics |= {f"field {name}": _share(rows, seed) for name, rows in _by(written, lambda t, c: c.field)}
    metrics |= {f"always {name}": _share(rows, seed) for name, rows in _by(always, lambda t, c: c.field)}
    metrics |= {name: _value(sum(c.count for _, c in always if c.field == field)) for name, field in NEVER.items()}
    spent = [turn.ms for turn in answers]
    words = [len(turn.answer["reply"].split()) for turn in answers if turn.answer]
    metrics |= {"ms_p50": _value(_percentile(spent, 50)), "ms_p95": _value(_percentile(spent, 95))}
    metrics |= {"words_mean": _value(np.mean(words) if words else 0), "words_p95": _value(_percentile(words, 95))}
    metrics |= {"dialogues_without_fault": _value(len(clean) / n if n else 0), "checks": _value(len(written))}
    return {
        "n": len(turns),
        "metrics": metrics,
        "baselines": {},
        "split": f"{n} scripted dialogues by hands of their own, each with an empty database; intervals over dialogues",
        "fallback_rate": 0.0,
        "failed": [_failed(turn, check) for turn in turns for check in turn.checks if not check.ok],
    }


def failed_lines(report: Report) -> Iterator[str]:
    """Each failed check in a line: dialogue, turn, what was said, what was expected, what came."""
    for row in report.get("failed", ()):
        said = f"{row['dialogue']} ({row['kind']}) turn {row['turn']} “{row['said']}”"
        yield f"{said}: {row['field']}: expected {row['expected']}; came {row['came'] or 'nothing'}"


def _failed(turn: Played, check: Check) -> Report:
    return {
        "dialogue": turn.script.id,
        "kind": turn.script.kind,
        "turn": turn.number,
        "said": turn.said,
        "field": check.field,
        "expected": check.wanted,
        "came": check.came,
    }


Row = tuple[Played, Check]


def _by(rows: Iterable[Row], name: Callable[[Played, Check], str]) -> list[tuple[str, list[Row]]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for turn, check in rows:
        groups[name(turn, check)].append((turn, check))
    return sorted(groups.items())


def _share(rows: Sequence[Row], seed: int) -> Report:
    """Checks passed, with the interval of a bootstrap over dialogues: checks of one talk stand and fall together."""
    if not rows:
        return _value(0)
    groups = _by(rows, lambda turn, check: turn.script.id)
    right = np.array([sum(check.ok for _, check in group) for _, group in groups])
    size = np.array([len(group) for _, group in groups])
    drawn = np.random.default_rng(seed).integers(0, len(groups), (RESAMPLES, len(groups)))
    low, high = np.percentile(right[drawn].sum(axis=1) / size[drawn].sum(axis=1), (2.5, 97.5))
    return {"value": float(right.sum() / size.sum()), "ci_low": float(low), "ci_high": float(high)}


def _percentile(values: Sequence[float], at: float) -> float:
    return float(np.percentile(values, at)) if values else 0.0


def _value(value: Any) -> Report:
    return {"value": float(value), "ci_low": None, "ci_high": None}
