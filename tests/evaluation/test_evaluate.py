"""Measurements of the LLM's ratings, likes and lists, with a scripted model over thirty people's ratings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chatbot.build import Parts
from chatbot.errors import InputError
from chatbot.evaluation import likes, lists, ratings
from chatbot.evaluation.evaluate import MEASURES, evaluate_tasks, folders, table
from chatbot.evaluation.models import ZERO_SHOT, Bench
from chatbot.llm.scripted import Scripted
from chatbot.prompt import Prompt


def bench(parts: Parts, scripted: Scripted, most: int = 25) -> Bench:
    one = Bench(parts.settings.model_copy(update={"adapter": Path("some")}), 0, parts, most)
    one.__dict__ |= {"llm": scripted, "bare": Scripted()}  # in place of what would be loaded
    return one


def last_star(prompt: Prompt, choices: Sequence[str]) -> int:
    """What the person said last."""
    told = [line.rsplit(":", 1)[1] for line in prompt.text().splitlines() if line[-1:].isdigit()]
    return choices.index(told[-1][:1]) if told and told[-1][:1] in choices else 2


def check_row(row: dict[str, Any]) -> None:
    assert row["n"] > 0 and row["split"] and row["fallback_rate"] == 0
    for figures in (row["metrics"], *row["baselines"].values()):
        for figure in figures.values():
            assert isinstance(figure, int) or set(figure) == {"value", "ci_low", "ci_high"}
    assert table({"tasks": {"x": row}})


def test_ratings_by_the_model_with_and_without_hints(parts: Parts) -> None:
    scripted = Scripted(choose=last_star)
    row = ratings.rating_llm(bench(parts, scripted))
    check_row(row)
    assert row["n"] == 25
    assert {ZERO_SHOT, "without_hints", "crowd_and_content", "hybrid_with_llm", "bias_only"} <= set(row["baselines"])
    assert row["metrics"]["weight_in_hybrid"]["value"] >= 0 and "temperature" in row["metrics"]
    assert len(scripted.asked) == 3 * 25, "with hints, without, and validation"


def test_no_asked_rating_is_told_or_hinted(parts: Parts) -> None:
    data = parts.dataset
    one = bench(parts, Scripted(), most=40)
    test, checked, train = ratings.first_fold(one)
    assert not set(train) & ({*test} | {*checked})
    assert data.row[test].max() < (data.row.max() + 1) // 5 <= data.row[train].min()
    for row, (given, bare) in zip(test, ratings.rating_cases(data, parts.catalog, test, train), strict=True):
        mine = {data.items[data.item_idx[at]] for at in train if data.user_idx[at] == data.user_idx[row]}
        assert {item.item_id for item, _ in given.history} <= mine and len(given.history) < 20
        assert not bare.crowd and bare.history == given.history
        others = train[data.item_idx[train] == data.item_idx[row]]
        if len(others):
            assert given.crowd[given.item.item_id] == pytest.approx(data.rating[others].mean())


def test_likes_of_windows_and_of_everybody(parts: Parts) -> None:
    yes = Scripted(choose=lambda prompt, choices: 1)
    row = likes.windows(bench(parts, yes))
    check_row(row)
    assert row["baselines"]["llm_alone"]["auc"]["value"] == 0.5, "the same answer to everything orders nothing"
    assert "like_rate_and_item_mean" in row["baselines"]
    row = likes.everybody(bench(parts, yes))
    check_row(row)
    assert row["baselines"]["crowd_and_content_on_all"]["n"] >= row["n"] == 25


def test_lists_are_asked_where_the_right_one_is_in_them(parts: Parts) -> None:
    first = Scripted()
    one = bench(parts, first)
    people, shown = lists.shown_lists(one, "test")
    assert people == 25 and shown
    for case in shown:
        assert sorted(case.given.ranks) == list(range(1, 21)) and case.retrieved == case.given.ranks[case.right]
    row = lists.ranking(one)
    check_row(row)
    assert row["n"] == 25 and row["metrics"]["mean_pick"]["value"] == 1.0
    retriever = row["baselines"]["retriever"]["ndcg@10"]["value"]
    ranks = np.array([case.retrieved for case in shown])
    assert retriever == pytest.approx((np.where(ranks <= 10, 1 / np.log2(ranks + 1), 0)).sum() / people)


def test_names_are_checked_before_anything_is_loaded(parts: Parts, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no task 'intnt'.*Did you mean 'intent'"):
        evaluate_tasks(parts.settings, ["intnt"], 0)
    with pytest.raises(InputError, match="name=folder"):
        folders([f"alone={tmp_path}"])
    (tmp_path / "manifest.json").write_text("{}")
    assert folders([f"alone={tmp_path}"]) == {"alone": tmp_path}
    assert {"rating", "like", "ranking", "cold_person", "cold_item", "intent"} <= set(MEASURES)
