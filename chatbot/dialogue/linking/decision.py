"""Decision: whether a stretch of words is used as a name, by logistic regression over signs for and against it.

Where an encoder is at hand, what the words and their neighbours mean in their place counts beside the signs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chatbot.errors import DataError
from chatbot.settings import ROOT

WEIGHTS = ROOT / "data/mentions/weights.json"
KINDS = ("item", "person", "topic")
Signs = Mapping[str, float]
Floats = NDArray[np.float32]


class Decision:
    """bare, signs: for each of `item`, `person` and `topic` sign -> points, without and with the encoder; meaning: the
    points of each number of the encoder's."""

    def __init__(
        self,
        bare: Mapping[str, Mapping[str, float]],
        signs: Mapping[str, Mapping[str, float]],
        meaning: Mapping[str, Sequence[float]],
    ) -> None:
        self._bare, self._signs = bare, signs
        self._meaning = {kind: np.asarray(meaning[kind], np.float32) for kind in KINDS}

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Decision:
        """Read what `python -m chatbot.dialogue.linking.fitting` wrote. Raises: DataError."""
        try:
            weights = json.loads(path.read_text("utf-8"))
            return cls(weights["bare"], weights["signs"], weights["meaning"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(f"the weights of linking cannot be read: {error!r}.", path) from None

    def points(self, kind: str, signs: Signs, meaning: Floats | None = None) -> float:
        """Log-odds: above 0, the words are more likely a name than not. meaning: of `Message.meaning`."""
        weights = self._bare[kind] if meaning is None else self._signs[kind]
        points = sum(weights.get(name, 0.0) * value for name, value in signs.items())
        return points if meaning is None else points + float(self._meaning[kind] @ meaning)
