"""The operator's figures from plain values, and their CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.admin.figures import (
    DAY,
    Table,
    fallbacks,
    found_items,
    helpful,
    latency,
    likes,
    mood,
    report,
    shown_most,
    to_csv,
    traffic,
    unanswered,
    variety,
)
from chatbot.catalog import Catalog
from chatbot.domain import Domain
from chatbot.types import Item

NOW = 1_000 * DAY


def turn(**more: Any) -> dict[str, Any]:
    plain = {"intent": "recommend", "message": "hi", "items": [], "sources": [], "created": NOW, "timings_ms": {}}
    return {**plain, "sentiment": "neutral", **more}


def test_what_helped_by_article() -> None:
    table = helpful([("refund", 3, 1), ("=cmd", 0, 2)])
    assert table.rows == (("refund", 3, 1, 0.75), ("=cmd", 0, 2, 0.0))
    assert list(csv.reader(io.StringIO(to_csv(table))))[2] == ["'=cmd", "0", "2", "0.0"]


@pytest.fixture
def ten(domain: Domain) -> Catalog:
    return Catalog([Item(f"f{n}", f"Film {n}", 1990 + n, ("Drama",), known=100 - n) for n in range(10)], domain)


def test_traffic_and_likes_of_each_day_the_newest_first() -> None:
    assert traffic([(0, 3, 2), (DAY, 5, 1)]).rows == (("1970-01-02", 5, 1), ("1970-01-01", 3, 2))
    said = likes([(0, "like", 3), (0, "dislike", 1), (DAY, "seen", 2)])
    assert said.rows == (("1970-01-02", 0, 0, 2, 0, 0.0), ("1970-01-01", 3, 1, 0, 0, 0.75))
    assert said.columns[1:5] == ("like", "dislike", "seen", "not interested")


def test_latency_is_median_and_95th_percentile_with_the_whole_first() -> None:
    turns = [turn(timings_ms={"rank": n, "total": 2 * n}) for n in range(1, 101)]
    assert latency(turns).rows == (("total", 101, 190, 100), ("rank", 50, 95, 100))
    assert latency([]).rows == ()


def test_fallbacks_are_shares_of_their_task() -> None:
    counts = {("reason", "llm"): 3, ("reason", "fallback"): 1, ("intent", "baseline"): 9}
    assert fallbacks(counts).rows == (
        ("intent", "baseline", 9, 1.0), ("reason", "fallback", 1, 0.25), ("reason", "llm", 3, 0.75)
    )  # fmt: skip


def test_questions_without_an_article_are_counted_once_each() -> None:
    asked = [turn(intent="support", message=m) for m in ("Can I pay in gold?", "can i  pay in gold?", "A moose?")]
    answered = turn(intent="support", message="How do I pay?", sources=[{"id": "pay"}])
    assert unanswered([*asked, answered, turn(message="Can I watch it?")]).rows == (
        ("1972-09-27", "Can I pay in gold?", 2), ("1972-09-27", "A moose?", 1)
    )  # fmt: skip


@pytest.mark.parametrize("rising", [False, True])
def test_the_alert_is_that_of_the_log(rising: bool) -> None:
    before = [turn(created=NOW - 2 * DAY, sentiment="negative" if n < 10 else "neutral") for n in range(100)]
    today = [turn(sentiment="negative" if n < 20 else "positive") for n in range(40)]
    table = mood([*today, *before], NOW, rising)
    assert table.rows[1] == ("before, of the latest", 100, 10, 0.1)
    assert bool(table.alert) is rising and ("20 of 40" in table.alert) is rising


def test_popularity_and_coverage_of_what_was_recommended(ten: Catalog) -> None:
    turns = [turn(items=[{"item_id": one} for one in ids]) for ids in (("f0", "f1"), ("f0", "f2"), ("f0", "gone"))]
    values = {row[0]: row[1] for row in variety(turns, ten).rows}
    assert values == {"recommended": 6, "different": 4, "coverage": 0.4, "popular": 0.5, "top ten": 1.0}
    assert shown_most(turns, ten).rows[0] == ("Film 0 (1990)", 3)
    assert variety([], ten).rows[0][1] == 0


def test_the_catalogue_is_found_by_all_words(ten: Catalog) -> None:
    texts = [item.label.lower() for item in ten]
    assert [row[0] for row in found_items(ten, texts, "film 1993", []).rows] == ["f3"]
    assert found_items(ten, texts, "film moose", []).rows == () and found_items(ten, texts, "", []).rows == ()


def test_the_report_is_a_table_whatever_is_missing() -> None:
    found = {"tasks": {"rating": {"n": 9, "metrics": {"rmse": {"value": 0.87213, "ci_low": 0.8, "ci_high": None}}}}}
    assert report(found).rows == (("rating", "rmse", "0.8721", "0.8", "", 9),)
    assert report({}).rows == () and report({"tasks": {"x": {}}}).rows == ()


@given(st.lists(st.tuples(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\r"))), max_size=4))
def test_csv_reads_back_and_runs_nothing(rows: list[tuple[str]]) -> None:
    back = list(csv.reader(io.StringIO(to_csv(Table("t", "T", ("a",), tuple(rows))), newline="")))
    for (cell,), (read,) in zip(rows, [row or [""] for row in back[1:]], strict=True):
        assert read.removeprefix("'") == cell.removeprefix("'") or read == cell
        assert read.lstrip()[:1] not in {"=", "+", "-", "@"}
