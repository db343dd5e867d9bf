"""Compiling facts of a few lines."""

from pathlib import Path
from typing import Any

import pytest

from chatbot.sources.compile import compile_films
from chatbot.types import Item
from tests.sources.film_rows import GENRES, lines


@pytest.fixture
def build(tmp_path: Path):
    """Compiles the given rows and corrections; returns (items by label, notes)."""

    def run(*rows: dict[str, Any], corrections: tuple[dict[str, Any], ...] = ()) -> tuple[dict[str, Item], list[str]]:
        facts = lines(tmp_path / "facts.jsonl", list(rows))
        items, notes = compile_films(facts, GENRES, lines(tmp_path / "corrections.jsonl", list(corrections)))
        return {item.label: item for item in items}, notes

    return run
