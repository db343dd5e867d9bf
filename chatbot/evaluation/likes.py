"""Liked or not: TALLRec's windows rebuilt, and the last fifth of everybody's ratings.

Bao and others, "TALLRec", RecSys 2023: ten judgements in a row by time, would the person like the next? Everything is
learned from ratings before the first window that is asked; the blend's weights and the temperature come from the
protocol's own validation windows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from chatbot.collaborative import Collaborative
from chatbot.dataset import LAST, WINDOW, Dataset, text_split, time_order
from chatbot.dataset import windows as tallrec_windows
from chatbot.evaluation.blend import logit
from chatbot.evaluation.calibration import calibrate, two_classes
from chatbot.evaluation.metrics import measured_auc, plain
from chatbot.evaluation.models import Bench, Odds, Report, ask, ask_all, fallback_rate, odds
from chatbot.evaluation.ratings import fitting
from chatbot.tasks import LikeInput, LikeTask
from chatbot.tasks.rating import HISTORY, SLACK

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]


def windows(bench: Bench) -> Report:
    """The last tenth of the last 10,000 windows: would the person rate the eleventh above 3?"""
    data = bench.parts.dataset
    view = tallrec_windows(data, bench.seed)
    first = int(0.8 * len(view))
    middle = int(0.9 * len(view))
    checked, test = bench.draw(view[first:middle]), bench.draw(view[middle:])
    train = np.flatnonzero(data.timestamp < data.timestamp[view[first, -1]])
    cases = [_Asked(int(row[-1]), row[:-1], _before(data, int(row[-1]))) for row in [*checked, *test]]
    return _figures(
        bench, cases, len(checked), train,
        f"windows of {WINDOW} by time, the last {len(view):,}, 80/10/10 in order; trained on earlier ratings alone",
    )  # fmt: skip


def everybody(bench: Bench) -> Report:
    """The last fifth of each person's ratings by time; the LLM and the blend on a sample of them."""
    data, seed = bench.parts.dataset, bench.seed
    order = time_order(data, seed)
    user = data.user_idx[order]
    size = np.bincount(user, minlength=len(data.users))
    place = np.arange(len(order)) - (np.cumsum(size) - size)[user]
    last = order[place >= np.floor((1 - LAST) * size[user])]
    asked = bench.draw(np.sort(last))
    checked = bench.draw(text_split(data, seed).validation)
    train = np.setdiff1d(np.arange(len(data)), np.concatenate([last, checked]))
    by_user = _by_user(data, train, order)
    told = lambda row: by_user[data.user_idx[row]][-(HISTORY + SLACK - 1) :]  # noqa: E731
    cases = [_Asked(int(row), told(row), by_user[data.user_idx[row]]) for row in [*checked, *asked]]
    report = _figures(bench, cases, len(checked), train, f"sample of the last fifth of all {len(data.users)} people")
    whole = [_Asked(int(row), told(row), by_user[data.user_idx[row]]) for row in last]
    scores = _expected(_fitted(bench, train), data, [(c.row, c.known) for c in whole])
    everyone = measured_auc(scores, _liked(bench, [c.row for c in whole]), seed)
    report["baselines"]["crowd_and_content_on_all"] = {"auc": everyone, "n": len(whole)}
    return report


class _Asked:
    """One question: row of the rating to guess, rows told to the LLM, and all rows that are known of the person."""

    def __init__(self, row: int, told: Rows, known: Rows) -> None:
        self.row, self.told, self.known = row, told, known


def _figures(bench: Bench, cases: Sequence[_Asked], validation: int, train: Rows, split: str) -> Report:
    """The first `validation` cases choose weights and temperature; the others are the test."""
    data, seed = bench.parts.dataset, bench.seed
    model = _fitted(bench, train)
    truth = _liked(bench, [c.row for c in cases])
    opinions = {
        "crowd_and_content": _expected(model, data, [(c.row, c.known) for c in cases]),
        "crowd_and_content_of_told": _expected(model, data, [(c.row, c.told) for c in cases]),
        **simple_likes(data, train, cases, bench.parts.domain.rating.like_from),
    }
    task = Odds(LikeTask(bench.format))
    given = like_cases(bench, cases, train)
    said = ask_all(bench, task, given[validation:])
    before = ask(task, given[:validation], bench.asking("like"), "validation")
    llm = logit(np.concatenate([odds(before)[:, 1], odds(said["adapter"])[:, 1]]))
    crowd = {name: opinions[name] for name in ("crowd_and_content", "crowd_and_content_of_told")}
    whole = likely(crowd | {"llm": llm}, truth, validation)
    opinions["crowd_blend"] = likely(crowd, truth, validation)
    liked = truth[validation:]
    table, points = calibrate(
        (two_classes(whole[:validation]), truth[:validation]), (two_classes(whole[validation:]), liked), of_yes=True
    )
    of_llm, _ = calibrate((odds(before), truth[:validation]), (odds(said["adapter"]), liked), of_yes=True)
    others = {"llm_alone" if name == "adapter" else name: odds(answers)[:, 1] for name, answers in said.items()}
    scores = {name: values[validation:] for name, values in opinions.items()} | others
    baselines: dict[str, Any] = {name: {"auc": measured_auc(s, liked, seed)} for name, s in scores.items()}
    baselines["llm_alone"] |= of_llm
    gain = measured_auc(whole[validation:], liked, seed)["value"] - baselines["crowd_blend"]["auc"]["value"]
    return {
        "n": len(liked), "metrics": {"auc": measured_auc(whole[validation:], liked, seed), **table,
                                     "gain_of_llm": plain(gain)},
        "baselines": baselines, "split": f"{split}; weights from {validation} validation cases",
        "fallback_rate": fallback_rate(said["adapter"]), "series": {"reliability": points},
    }  # fmt: skip


def likely(opinions: Mapping[str, Floats], truth: NDArray[np.bool_], validation: int) -> Floats:
    """Probability of a like for every case, by logistic regression that the first `validation` of them teach."""
    table = np.stack(list(opinions.values()), axis=1)
    table = (table - table[:validation].mean(axis=0)) / np.maximum(table[:validation].std(axis=0), 1e-6)
    if len(np.unique(truth[:validation])) < 2:
        return np.asarray(table.mean(axis=1))
    return np.asarray(LogisticRegression().fit(table[:validation], truth[:validation]).predict_proba(table)[:, 1])


def simple_likes(data: Dataset, train: Rows, cases: Sequence[Any], like_from: float) -> dict[str, Floats]:
    """Scores that need no learning: the item's mean, and with it how much of what was told the person liked."""
    total = np.bincount(data.item_idx[train], data.rating[train], minlength=len(data.items))
    count = np.bincount(data.item_idx[train], minlength=len(data.items))
    means = np.where(count > 0, total / np.maximum(count, 1), data.rating[train].mean())
    item = means[data.item_idx[[c.row for c in cases]]]
    rate = np.array([(data.rating[c.told] >= like_from).mean() if len(c.told) else 0.5 for c in cases])
    return {"item_mean": item, "like_rate_and_item_mean": 2 * rate + item}


def like_cases(bench: Bench, cases: Sequence[_Asked], train: Rows) -> list[LikeInput]:
    data, catalog, from_ = bench.parts.dataset, bench.parts.catalog, bench.parts.domain.rating.like_from
    total = np.bincount(data.item_idx[train], data.rating[train], minlength=len(data.items))
    count = np.bincount(data.item_idx[train], minlength=len(data.items))
    learned = np.zeros(len(data), bool)
    learned[train] = True
    given = []
    for case in cases:
        crowd = {}
        for row in (*case.told, case.row):  # nobody is told her own rating as the others' mean
            at, own = data.item_idx[row], bool(learned[row])
            if count[at] > own:
                crowd[data.items[at]] = float((total[at] - own * data.rating[row]) / (count[at] - own))
        history = [(catalog[data.items[data.item_idx[r]]], bool(data.rating[r] >= from_)) for r in case.told]
        given.append(LikeInput(history, catalog[data.items[data.item_idx[case.row]]], 0.5, crowd))
    return given


def _liked(bench: Bench, rows: Sequence[int]) -> NDArray[np.bool_]:
    return np.asarray(bench.parts.dataset.rating[rows] >= bench.parts.domain.rating.like_from)


def _before(data: Dataset, row: int) -> Rows:
    """Everything that the person rated before this row, oldest first."""
    mine = np.flatnonzero((data.user_idx == data.user_idx[row]) & (data.timestamp < data.timestamp[row]))
    return mine[np.argsort(data.timestamp[mine], kind="stable")]


def _by_user(data: Dataset, train: Rows, order: Rows) -> list[Rows]:
    """Rows of the training part by user, oldest first."""
    kept = np.zeros(len(data), bool)
    kept[train] = True
    mine = order[kept[order]]
    ends = np.cumsum(np.bincount(data.user_idx[mine], minlength=len(data.users)))
    return np.split(mine, ends[:-1])


def _fitted(bench: Bench, train: Rows) -> Collaborative:
    return fitting(bench)(bench.parts.dataset.take(train), True)


def _expected(model: Collaborative, data: Dataset, asked: Sequence[tuple[int, Rows]]) -> Floats:
    parts = [
        model.predict_rating(
            {data.items[data.item_idx[r]]: float(data.rating[r]) for r in known}, [data.items[data.item_idx[row]]]
        )[0]
        for row, known in asked
    ]
    return np.concatenate(parts).astype(float)
