"""Cases: what each task is learned from and measured on, with the right answer. One split for all of them.

Words written by people come in files of one hand each, named after their split (`train-…`, `validation-…`, `test-…`);
ratings are split by `dataset.text_split`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np

from chatbot.catalog import Catalog
from chatbot.dataset import Dataset, Split, text_split
from chatbot.dialogue.classifier import load_utterances
from chatbot.dialogue.handlers import Moment
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.recommend import WISHES, limits_by_rules
from chatbot.dialogue.state import found_names, understand
from chatbot.errors import DataError, NotFoundError
from chatbot.limits import Constraints
from chatbot.prompt import letters
from chatbot.tasks import (
    SENTIMENTS,
    IntentInput,
    LikeInput,
    RankingInput,
    RatingInput,
    ReasonInput,
    SentimentInput,
    State,
    StateInput,
)
from chatbot.tasks.picking import load_asked
from chatbot.tasks.ranking import MOST
from chatbot.tasks.rating import line
from chatbot.tasks.state import target
from chatbot.types import INTENTS, Evidence, Item, UserProfile

Part = Literal["train", "validation", "test"]
Rows = Iterator[tuple[Path, int, dict[str, Any]]]
TOLD, LEAST = 30, 8  # judgements in one learned list, at most and at least
LIKED = 10  # told in a ranking


@dataclass(frozen=True)
class Case:
    """given: the task's input. answer: the text that is learned. truth: what the parsed answer is measured against.
    spans: the learned pieces of the answer; None: all of it. items: of a list of judgements, each with its truth."""

    given: Any
    answer: str
    truth: Any
    spans: tuple[tuple[int, int], ...] | None = None
    items: tuple[Item, ...] = ()


@dataclass
class Cases:
    """folder: `data/`, with a folder of batches for each task that is learned from words. classify: intents' odds."""

    folder: Path
    catalog: Catalog
    linker: Linker
    dataset: Dataset
    classify: Callable[[str], Mapping[str, float]]
    seed: int = 0

    def of(self, task: str, part: Part) -> list[Case]:
        """All cases of a task in one part of the split. Raises: DataError naming file and line."""
        return list(MAKERS[task](self, part))

    @cached_property
    def split(self) -> Split:
        return text_split(self.dataset, self.seed)

    @cached_property
    def by_label(self) -> dict[str, str]:
        return {item.label: item.item_id for item in reversed(self.catalog.items)}

    def rows(self, name: str, part: Part) -> Rows:
        """Every line of a task's batches in one part, with its file and number. Raises: DataError."""
        for path in sorted((self.folder / name).glob(f"{part}-*.jsonl")):
            for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
                try:
                    yield path, number, json.loads(text)
                except ValueError as error:
                    raise DataError(f"not JSON: {error}", path, number) from None


def intent(source: Cases, part: Part) -> Iterator[Case]:
    for u in load_utterances(source.folder / "utterances", part):
        yield Case(IntentInput(u.text, u.before), letters(len(INTENTS))[INTENTS.index(u.intent)], u.intent)


def sentiment(source: Cases, part: Part) -> Iterator[Case]:
    for path, number, row in source.rows("sentiment", part):
        if row.get("sentiment") not in SENTIMENTS:
            raise DataError(f"sentiment is {row.get('sentiment')!r}, not one of {', '.join(SENTIMENTS)}.", path, number)
        yield Case(SentimentInput(row["text"]), row["sentiment"], row["sentiment"])


def state(source: Cases, part: Part) -> Iterator[Case]:
    for path, number, row in source.rows("state", part):
        try:
            before, after = (_limits(row[side], source.by_label) for side in ("before", "after"))
            shown = [source.catalog[source.by_label[label]] for label in row.get("shown", ())]
        except (KeyError, TypeError) as error:
            raise DataError(f"a film, or a field, that is not known: {error}", path, number) from None
        given = state_input(row["text"], before, shown, source)
        labels = {i: source.catalog[i].title for i in (*after.similar_to, *after.exclude_items)}
        yield Case(
            given, target(before, after, row["fresh"], {**given.labels, **labels}), State(after, bool(row["fresh"]))
        )


def state_input(message: str, before: Constraints, shown: Sequence[Item], source: Cases) -> StateInput:
    """The task's input as the chat makes it: names found in the message, and what the rules make of it."""
    said = understand(message, source.linker, source.catalog.domain.rating, shown)
    odds = source.classify(message)
    wishes = {intent: odds.get(intent, 0.0) for intent in WISHES}
    rows, last = [{"item_id": item.item_id} for item in shown], tuple(item.item_id for item in shown)
    intent = max(wishes, key=lambda name: wishes[name])
    rules = limits_by_rules(Moment("", message, intent, said, before, UserProfile(""), shown=rows, last_items=last))
    found = found_names(message, said, source.linker)
    ids = {*(v for kind, v in found if kind == "film"), *before.similar_to, *before.exclude_items}
    labels = {i: source.catalog[i].title for i in {*ids, *rules.after.similar_to, *rules.after.exclude_items}}
    return StateInput(message, before, found, labels, rules)


def _limits(row: Mapping[str, Any], by_label: Mapping[str, str]) -> Constraints:
    films = {name: [by_label[label] for label in row.get(name, ())] for name in ("similar_to", "exclude_items")}
    return Constraints.from_json({**row, **films})


def reason(source: Cases, part: Part) -> Iterator[Case]:
    for path, number, row in source.rows("reasons", part):
        try:
            item = source.catalog[row["item_id"]]
            evidence = tuple(Evidence(**e) for e in row["evidence"])
        except (NotFoundError, TypeError, KeyError) as error:
            raise DataError(f"not a reason: {error}", path, number) from None
        yield Case(ReasonInput(item, evidence, number), row["reason"], row["reason"])


def answer(source: Cases, part: Part) -> Iterator[Case]:
    for row in load_asked(source.folder / "answers", part):
        yield Case(row.given, letters(1 + len(row.given.sentences))[row.place], row.answer)


def rating(source: Cases, part: Part) -> Iterator[Case]:
    for items, marks, crowd in _lists(source, part):
        answers = [f"{mark:.0f}" for mark in marks]
        text, spans = _run_on(items, answers, crowd)
        yield Case(RatingInput((), items[0], 0.0, crowd), text, list(marks), spans, tuple(items))


def like(source: Cases, part: Part) -> Iterator[Case]:
    from_ = source.catalog.domain.rating.like_from
    for items, marks, crowd in _lists(source, part):
        text, spans = _run_on(items, ["yes" if mark >= from_ else "no" for mark in marks], crowd)
        yield Case(LikeInput((), items[0], 0.0, crowd), text, [m >= from_ for m in marks], spans, tuple(items))


def _run_on(items: Sequence[Item], answers: Sequence[str], crowd: Mapping[str, float]) -> tuple[str, Any]:
    """A whole list of judgements as one text: after each item its answer, which is learned given all before it.

    The first item stands in the prompt. A list teaches as many answers as it has items, for the price of one.
    """
    text, spans = "", []
    for at, said in enumerate(answers):
        text += "" if at == 0 else f"\n{line(items[at], crowd)}"
        spans.append((len(text), len(text) + len(said)))
        text += said
    return text, tuple(spans)


def _lists(source: Cases, part: Part) -> Iterator[tuple[list[Item], list[float], dict[str, float]]]:
    """Runs of a user's ratings by time, with the mean that others gave each item."""
    data, rows = source.dataset, getattr(source.split, part)
    total, count = _totals(data, source.split.train)
    learned = set(source.split.train.tolist())
    by_user: dict[int, list[int]] = defaultdict(list)
    for row in rows[np.argsort(data.timestamp[rows], kind="stable")]:
        by_user[int(data.user_idx[row])].append(int(row))
    for mine in by_user.values():
        for start in range(0, len(mine), TOLD):
            run = mine[start : start + TOLD]
            if len(run) < LEAST:
                continue
            items = [source.catalog[data.items[data.item_idx[row]]] for row in run]
            marks = [float(data.rating[row]) for row in run]
            crowd = {}
            for row, item, mark in zip(run, items, marks, strict=True):
                own = row in learned  # nobody is told her own rating as the others' mean
                at = data.item_idx[row]
                if count[at] - own > 0:
                    crowd[item.item_id] = float((total[at] - own * mark) / (count[at] - own))
            yield items, marks, crowd


def crowd_means(dataset: Dataset, rows: Any) -> dict[str, float]:
    """Item id -> mean of these rows."""
    total, count = _totals(dataset, rows)
    return {dataset.items[at]: float(total[at] / count[at]) for at in np.flatnonzero(count)}


def _totals(dataset: Dataset, rows: Any) -> tuple[Any, Any]:
    size = len(dataset.items)
    return (
        np.bincount(dataset.item_idx[rows], dataset.rating[rows], minlength=size),
        np.bincount(dataset.item_idx[rows], minlength=size),
    )


def ranking(source: Cases, part: Part) -> Iterator[Case]:
    """The next liked item among others drawn by how often they were rated: sampled candidates, in the seed's order."""
    data, like_from = source.dataset, source.catalog.domain.rating.like_from
    rng = np.random.default_rng(source.seed)
    _, count = _totals(data, source.split.train)
    rated: dict[int, set[int]] = defaultdict(set)
    for user, at in zip(data.user_idx.tolist(), data.item_idx.tolist(), strict=True):
        rated[user].add(at)
    rows = getattr(source.split, part)
    rows = rows[np.lexsort((data.timestamp[rows], data.user_idx[rows]))]
    liked = rows[data.rating[rows] >= like_from]
    for user in np.unique(data.user_idx[liked]):
        mine = liked[data.user_idx[liked] == user]
        if len(mine) <= LIKED:
            continue
        asked = data.item_idx[mine[-1]]
        drawn = rng.choice(len(count), size=MOST * 3, replace=False, p=count / count.sum())
        others = [at for at in drawn if at not in rated[int(user)]][: MOST - 1]
        order = rng.permutation([asked, *others])
        items = [source.catalog[data.items[at]] for at in order]
        told = [source.catalog[data.items[data.item_idx[row]]] for row in mine[-LIKED - 1 : -1]]
        place = int(np.flatnonzero(order == asked)[0])
        yield Case(RankingInput(told, "", items), letters(len(items))[place], place)


MAKERS: dict[str, Callable[[Cases, Part], Iterator[Case]]] = {
    "intent": intent,
    "state": state,
    "rating": rating,
    "like": like,
    "ranking": ranking,
    "reason": reason,
    "answer": answer,
    "sentiment": sentiment,
}
__all__ = ["Case", "Cases", "Part", "crowd_means", "state_input"]
