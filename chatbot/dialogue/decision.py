"""Decision: whether a stretch of words is used as a name, by logistic regression over signs for and against it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from chatbot.errors import DataError
from chatbot.settings import ROOT

WEIGHTS = ROOT / "data/mentions/weights.json"
Signs = Mapping[str, float]


class Decision:
    """weights: for each of `item`, `person` and `topic` sign -> points."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self._weights = weights

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Decision:
        """Read what `python -m chatbot.dialogue.fitting` wrote. Raises: DataError."""
        try:
            weights = json.loads(path.read_text("utf-8"))
            return cls({kind: weights[kind] for kind in ("item", "person", "topic")})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(f"the weights of linking cannot be read: {error!r}.", path) from None

    def points(self, kind: str, signs: Signs) -> float:
        """Log-odds: above 0, the words are more likely a name than not."""
        weights = self._weights[kind]
        return sum(weights.get(name, 0.0) * value for name, value in signs.items())
