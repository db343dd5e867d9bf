"""Predicted ratings: the five folds, newcomers, items nobody rated, and what the LLM adds on a sample.

`blend` of the LLM with the model of crowd and content is chosen on validation people, whom no adapter learned from.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.catalog import Catalog
from chatbot.collaborative import Collaborative, likeness
from chatbot.dataset import Dataset, text_split
from chatbot.evaluation import cold, metrics
from chatbot.evaluation.baselines import RatingBaselines
from chatbot.evaluation.blend import fit_blend
from chatbot.evaluation.calibration import calibrate
from chatbot.evaluation.folds import error_figures, evaluate_rating
from chatbot.evaluation.models import Bench, Odds, Report, ask, ask_all, fallback_rate, odds
from chatbot.sources import SOURCES
from chatbot.tasks import RatingInput, RatingTask
from chatbot.tasks.rating import HISTORY, SLACK

Rows = NDArray[np.int64]
FOLDS = 5


def rating(bench: Bench) -> Report:
    """Crowd and content together over the official folds; beside them the crowd alone and the trivial ones."""
    parts = bench.parts
    raw = SOURCES["movielens"](parts.ratings_path, False)
    known = np.full(len(raw.items), -1)
    known[raw.item_idx[parts.dataset.row]] = [
        parts.catalog.index(parts.dataset.items[at]) for at in parts.dataset.item_idx
    ]
    table = parts.content[np.maximum(known, 0)].multiply((known >= 0)[:, None]).tocsr()  # of unknown items nothing
    return evaluate_rating(raw, bench.seed, FOLDS, likeness(table, table))


def cold_person(bench: Bench) -> Report:
    return cold.evaluate_cold_person(bench.parts.dataset, fitting(bench), bench.seed)


def cold_item(bench: Bench) -> Report:
    return cold.evaluate_cold_item(bench.parts.dataset, fitting(bench), bench.seed)


def fitting(bench: Bench) -> cold.Fit:
    """Collaborative as `build` makes it, of some ratings alone, with or without what items are."""
    parts = bench.parts
    ids = [item.item_id for item in parts.catalog]

    def fit(data: Dataset, knows: bool) -> Collaborative:
        table = parts.content if knows else None
        own = None if table is None else table[[parts.catalog.index(item_id) for item_id in data.items]]
        return Collaborative.fit(data, content=own).extend(ids, parts.vectors, content=table)

    return fit


# -- the LLM on a sample of the first fold ----------------------------------------------------------------------------


def rating_llm(bench: Bench) -> Report:
    """The LLM alone, from the person's history as text; and what it adds to crowd and content."""
    data, seed = bench.parts.dataset, bench.seed
    test, checked, train = first_fold(bench)
    task = Odds(RatingTask(bench.format, bench.parts.domain))
    given = rating_cases(data, bench.parts.catalog, test, train)
    said = ask_all(bench, task, [case for case, _ in given])
    bare = ask(task, [case for _, case in given], bench.asking("rating"), "without hints")
    before = ask(
        task, [c for c, _ in rating_cases(data, bench.parts.catalog, checked, train)], bench.asking("rating"), "valid."
    )
    model = fitting(bench)(data.take(train), True)
    crowd, crowd_before = (_expected(model, data, rows, train) for rows in (test, checked))
    digits = np.arange(odds(before).shape[1]) + data.scale[0]
    told = {name: odds(answers) @ digits for name, answers in said.items()} | {"without_hints": odds(bare) @ digits}
    blend = fit_blend({"crowd": crowd_before, "llm": odds(before) @ digits}, data.rating[checked])
    whole = np.clip(blend({"crowd": crowd, "llm": told["adapter"]}), *data.scale)
    truth = data.rating[test]
    table, points = calibrate(
        (odds(before), data.rating[checked] - data.scale[0]), (odds(said["adapter"]), truth - data.scale[0])
    )
    simple = RatingBaselines(
        data.user_idx[train], data.item_idx[train], data.rating[train], len(data.users), len(data.items), data.scale
    ).predict(data.user_idx[test], data.item_idx[test])
    others = {"crowd_and_content": crowd, "hybrid_with_llm": whole} | told | simple
    figures = {name: error_figures(values - truth, seed) for name, values in others.items()}
    return {
        "n": len(test),
        "metrics": figures.pop("adapter") | table | {
            "gain_to_hybrid": metrics.measured_gain(crowd - truth, whole - truth, seed),
            "weight_in_hybrid": metrics.plain(blend.weights["llm"]),
        },
        "baselines": figures,
        "split": f"sample of u1.test; weights and temperature from {len(checked)} ratings of validation people",
        "fallback_rate": fallback_rate(said["adapter"]), "series": {"reliability": points},
    }  # fmt: skip


def first_fold(bench: Bench) -> tuple[Rows, Rows, Rows]:
    """Sampled rows of u1.test, sampled rows of validation people, and all rows that are in neither's part."""
    data = bench.parts.dataset
    in_test = data.row < (data.row.max() + 1) // FOLDS
    test = bench.draw(np.flatnonzero(in_test))
    checked = bench.draw(text_split(data, bench.seed).validation)
    return test, checked, np.setdiff1d(np.flatnonzero(~in_test), checked)


def rating_cases(data: Dataset, catalog: Catalog, asked: Rows, known: Rows) -> list[tuple[RatingInput, RatingInput]]:
    """Each asked row with the person's known ratings nearest in time, with the mean of others as a hint and without."""
    total = np.bincount(data.item_idx[known], data.rating[known], minlength=len(data.items))
    count = np.bincount(data.item_idx[known], minlength=len(data.items))
    of_user = _known_by_user(data, known)
    cases = []
    for row in asked:
        mine = of_user(data.user_idx[row])
        near = np.argsort(np.abs(data.timestamp[mine] - data.timestamp[row]), kind="stable")[: HISTORY + SLACK - 1]
        mine = mine[np.sort(near)]
        crowd = {data.items[at]: total[at] / count[at] for at in [data.item_idx[row]] if count[at]}
        for own in mine:  # nobody is told her own rating as the others' mean
            at = data.item_idx[own]
            if count[at] > 1:
                crowd[data.items[at]] = float((total[at] - data.rating[own]) / (count[at] - 1))
        history = [(catalog[data.items[data.item_idx[own]]], float(data.rating[own])) for own in mine]
        item = catalog[data.items[data.item_idx[row]]]
        expected = float(np.mean([r for _, r in history])) if history else float(np.mean(data.scale))
        cases.append((RatingInput(history, item, expected, crowd), RatingInput(history, item, expected)))
    return cases


def _known_by_user(data: Dataset, known: Rows) -> Callable[[Any], Rows]:
    """Known rows of a user, oldest first."""
    order = known[np.lexsort((data.timestamp[known], data.user_idx[known]))]
    starts = np.searchsorted(data.user_idx[order], np.arange(len(data.users) + 1))
    return lambda user: order[starts[user] : starts[user + 1]]


def _expected(model: Collaborative, data: Dataset, asked: Rows, known: Rows) -> NDArray[np.float64]:
    of_user = _known_by_user(data, known)
    found = np.zeros(len(asked))
    for user in np.unique(data.user_idx[asked]):
        at = np.flatnonzero(data.user_idx[asked] == user)
        ratings = {data.items[data.item_idx[row]]: float(data.rating[row]) for row in of_user(user)}
        found[at] = model.predict_rating(ratings, [data.items[data.item_idx[row]] for row in asked[at]])[0]
    return found
