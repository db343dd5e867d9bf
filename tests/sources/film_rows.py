"""Rows of a facts file, as short as a test needs them."""

import json
from pathlib import Path
from typing import Any

GENRES = ("Action", "Children", "Comedy", "Crime", "Documentary", "Drama", "Fantasy", "Film-Noir", "Horror", "Sci-Fi",
          "Thriller")  # fmt: skip


def lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def film(title: str = "Alien", year: int = 1979, **fields: Any) -> dict[str, Any]:
    return {"title": title, "year": year, "genres": ["Horror"], "directors": [], "cast": [], **fields}
