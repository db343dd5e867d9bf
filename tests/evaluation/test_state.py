"""Limits on written turns: what counts as right, and how a wrong row is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.build import Parts
from chatbot.errors import DataError
from chatbot.evaluation.state import measure

ROW: dict[str, Any] = {"text": "not too violent", "before": {}, "after": {"at_most": {"violence": 1}}}


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_limits_are_compared_whole_and_field_by_field(parts: Parts, tmp_path: Path) -> None:
    path = write(
        tmp_path / "turns.jsonl",
        ROW | {"fresh": True, "before": {"genres": ["Drama"], "not_genres": ["War"]},
               "after": {"not_genres": ["War"], "at_most": {"violence": 1}}},
        {"text": "like Alien, but no Heat", "before": {"genres": ["Drama"], "similar_to": ["Fargo (1996)"]},
         "after": {"genres": ["Drama"], "similar_to": ["Alien (1979)"], "exclude_items": ["Heat (1995)"]}},
        {"text": "not the second one", "before": {}, "shown": ["Fargo (1996)", "Heat (1995)"],
         "after": {"exclude_items": ["Heat (1995)"]}},
        ROW | {"after": {"at_most": {"violence": 0}, "year_min": 1990}},
    )  # fmt: skip
    found = measure(parts.linker, parts.domain.rating, path)
    assert found["n"] == 4 and found["exact"] == 0.75
    assert found["f1"]["not_genres"] == found["f1"]["similar_to"] == found["f1"]["exclude_items"] == 1
    assert found["f1"]["at_most"] == 0.5 and found["f1"]["year_min"] == 0
    assert "people" not in found["f1"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (ROW | {"after": {"similar_to": ["Alein (1979)"]}}, r"no 'Alein \(1979\)'\. Did you mean 'Alien \(1979\)'"),
        (ROW | {"after": {"genre": ["Drama"]}}, "unknown field 'genre'. Did you mean 'genres'"),
        ({"text": "hm"}, "'before'"),
    ],
)
def test_a_wrong_row_is_named(parts: Parts, tmp_path: Path, row: dict[str, Any], says: str) -> None:
    with pytest.raises(DataError, match=f"turns.jsonl:2: .*{says}"):
        measure(parts.linker, parts.domain.rating, write(tmp_path / "turns.jsonl", ROW, row))
