"""report.md from its JSON alone: every row, its goal, baselines and pictures; rows not measured again stay."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.errors import DataError
from chatbot.evaluation import report


def figure(value: float, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    return {"value": value, "ci_low": low, "ci_high": high}


def found(**tasks: Any) -> dict[str, Any]:
    return {"git_commit": "abcdef1234567", "created": 0, "versions": {"numpy": "2"}, "data_checksum": "feed",
            "seed": 0, "adapter": "films", "tasks": tasks}  # fmt: skip


INTENT = {
    "n": 1234, "metrics": {"accuracy_in_scope": figure(0.97, 0.95, 0.98), "ece": figure(0.012)},
    "baselines": {"classifier": {"accuracy_in_scope": figure(0.9)}, "most_common": {"accuracy_in_scope": figure(0.1)}},
    "split": "whole hands", "fallback_rate": 0.0,
    "series": {"reliability": [{"promised": 0.5, "happened": 0.4, "n": 5}, {"promised": 0.9, "happened": 1.0, "n": 5}]},
}  # fmt: skip
COLD = {
    "n": 20, "metrics": {"rmse": figure(1.1, 1.0, 1.2)}, "split": "a fifth",
    "baselines": {"item_mean": {"rmse": figure(1.3)}, "bias_only": {"rmse": figure(1.2), "n": 7}},
    "fallback_rate": 0.5, "notes": ["myfm is not installed."],
    "series": {"by_history": [{"from": 0, "n": 3, "hybrid": 1.0}, {"from": 10, "n": 3, "hybrid": 0.9}],
               "by_place": [{"places": "1–5", "n": 2, "accuracy": None, "picked": 0.5}]},
}  # fmt: skip


def test_the_page_shows_goal_figure_interval_and_best_baseline() -> None:
    page = report.page(found(intent=INTENT, cold_item=COLD))
    assert "| intents in scope | ≥ 0.96 | 0.970 **✓** | [0.950, 0.980] | 0.900 (classifier) | 1,234 |" in page
    assert "| RMSE of items that nobody rated | ≤ 1 | 1.100 ✗ | [1.000, 1.200] | 1.200 (bias_only) | 20 |" in page
    assert "n = 20; a fifth; fallback 50.0%." in page and "myfm is not installed." in page
    assert "| bias_only (n = 7) | 1.200 |" in page and "ece 0.012." in page
    assert "commit abcdef1234, adapter films, seed 0" in page


def test_a_later_measurement_replaces_its_own_rows_alone(tmp_path: Path) -> None:
    report.write_report(found(intent=INTENT, cold_item=COLD), tmp_path)
    better = {**COLD, "metrics": {"rmse": figure(0.95)}}
    report.write_report({**found(cold_item=better), "git_commit": "0123456789"}, tmp_path)
    kept = report.read_report(tmp_path)
    assert set(kept["tasks"]) == {"intent", "cold_item"}
    assert kept["tasks"]["intent"]["measured"]["git_commit"] == "abcdef1234567"
    assert kept["tasks"]["cold_item"]["measured"]["git_commit"] == "0123456789"
    page = (tmp_path / "report.md").read_text("utf-8")
    assert "0.950 **✓**" in page and "At abcdef1234567." in page and page.count("## ") == 2


def test_redone_from_the_json_the_page_is_the_same(tmp_path: Path) -> None:
    path = report.write_report(found(intent=INTENT, cold_item=COLD), tmp_path)
    before = path.read_text("utf-8")
    path.unlink()
    assert report.write_report(report.read_report(tmp_path), tmp_path).read_text("utf-8") == before


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="pictures need matplotlib")
def test_pictures_are_drawn_of_what_there_is(tmp_path: Path) -> None:
    page = report.write_report(found(intent=INTENT), tmp_path).read_text("utf-8")
    assert "(reliability.png)" in page and "(places.png)" not in page
    report.write_report(found(cold_item=COLD), tmp_path)
    for name in ("reliability.png", "history.png", "places.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("text", ["", "[]", "{}"])
def test_no_report_is_told(tmp_path: Path, text: str) -> None:
    if text:
        (tmp_path / "report.json").write_text(text)
    with pytest.raises(DataError, match=r"no report is there .*chatbot evaluate --report"):
        report.read_report(tmp_path)


def test_every_goal_is_of_a_task_that_is_measured() -> None:
    from chatbot.evaluation.evaluate import MEASURES

    assert {goal.task for goal in report.GOALS} <= set(MEASURES)
    assert json.loads(json.dumps(found(intent=INTENT)))
