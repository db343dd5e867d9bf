"""The two commands that compare engines, over the tiny model: their tables, and that they notice a difference."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chatbot.build import Parts
from chatbot.errors import InputError
from chatbot.evaluation import bench as speed
from chatbot.evaluation.parity import Cases, compare_engines, grade_choices, parity_table
from chatbot.llm.scripted import Scripted
from chatbot.prompt import PromptFormat
from chatbot.settings import Settings
from chatbot.tasks import IntentInput, IntentTask


def cases(parts: Parts, n: int = 8) -> Cases:
    task = IntentTask(PromptFormat(), parts.classifier)
    return Cases(task, [IntentInput("film " * k) for k in range(n)], ["recommend"] * n, "accuracy")


def test_equal_engines_differ_in_nothing(parts: Parts) -> None:
    row = grade_choices(Scripted(), Scripted(), cases(parts))
    assert (row["n"], row["same_label"], row["distance"], row["kl"]) == (8, 1.0, 0.0, 0.0)
    assert row["value"] == row["reference_value"]


def test_a_difference_is_seen(parts: Parts) -> None:
    other = Scripted(choose=lambda prompt, choices: len(prompt.text()) % 2)
    row = grade_choices(other, Scripted(), cases(parts))
    assert 0 < row["same_label"] < 1 and row["kl"] > 0.1 and row["distance"] > 0.01


def test_near_ties_are_counted_apart(parts: Parts) -> None:
    """A reference that hardly knows itself is no reproach to the engine; one that knows is."""

    class Unsure(Scripted):
        def score_choices(self, prompts: Any, choices: Any) -> Any:
            table = np.full((len(prompts), len(choices)), 1 / len(choices), np.float32)
            table[:, 0] += 0.001
            return table

    row = grade_choices(Scripted(choose=lambda prompt, choices: 1), Unsure(), cases(parts))
    assert row["same_label"] == 0 and row["clear"] == 0 and np.isnan(row["same_clear_label"])


@pytest.mark.real
def test_engine_and_reference_agree_on_real_prompts(real_settings: Settings, real_parts: Parts) -> None:
    pytest.importorskip("openvino")
    report = compare_engines(real_settings, seed=1, each=10, people=1, parts=real_parts)
    assert report["engine"] == "openvino/cpu-int8" and report["n"] == 30
    for row in report["tasks"].values():
        assert row["kl"] <= 0.02 and row["distance"] <= 0.02, row
        assert row["same_clear_label"] >= 0.98 or row["clear"] < 5, row
    table = parity_table(report)
    assert "same label" in table and "passed the claim check" in table


def test_there_must_be_an_engine(small_settings: Settings) -> None:
    with pytest.raises(InputError, match="nothing to compare"):
        compare_engines(small_settings, seed=0)


def test_speed_of_the_engines(parts: Parts, tiny_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole measurement over the small parts; the time of a process of its own is left out."""
    pytest.importorskip("openvino")
    settings = parts.settings.model_copy(update={"engine": "auto", "base_model": str(tiny_base), "threads": 1})
    monkeypatch.setattr(speed, "_cold", lambda name: {"cold_start_ms": 1.0})
    monkeypatch.setattr(speed, "CROWDS", (1, 2))
    report = speed.compare_speed(settings, rounds=2, parts=parts)
    assert list(report["engines"]) == ["openvino", "transformers"]
    for figures in report["engines"].values():
        assert set(figures) >= {"intent_ms", "ratings_of_20_ms", "ranking_of_20_ms", "turn_ms_2_at_once", "cards_ms"}
        assert all(f["low"] <= f["median"] <= f["high"] and f["median"] > 0 for f in figures.values())
    table = speed.speed_table(report)
    assert "2 interleaved rounds" in table and len(table.splitlines()) == 2 + len(report["engines"]["openvino"])
