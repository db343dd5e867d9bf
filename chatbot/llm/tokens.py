"""Between tokens and text: what every engine with a tokenizer needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Line:
    """The text of one generated line, given token by token: whole characters only, ended by a line break."""

    def __init__(self, tokenizer: Any, end: int) -> None:
        self._tokenizer, self._end = tokenizer, end
        self._tokens: list[int] = []
        self._shown = 0

    def add(self, token: int, last: bool) -> tuple[str, bool]:
        """The new text that this token completes, and whether the line ends with it."""
        if token == self._end:
            return "", True
        self._tokens.append(token)
        text = self._tokenizer.decode(self._tokens, skip_special_tokens=True)
        if text.endswith("\ufffd") and not last:  # half a character
            return "", False
        line, broken, _ = text.partition("\n")
        piece, self._shown = line[self._shown :], len(line)
        return piece, bool(broken) or last


def one_token(tokenizer: Any, choice: str, model: str) -> int:
    """Raises: ValueError when the choice is not one token."""
    ids = tokenizer.encode(choice, add_special_tokens=False)
    if len(ids) != 1:
        raise ValueError(f"choice {choice!r} is {len(ids)} tokens of {model}, not one")
    return int(ids[0])


def common_prefix(rows: Sequence[Sequence[int]]) -> int:
    """How many leading tokens all rows share."""
    return next((at for at, column in enumerate(zip(*rows, strict=False)) if len(set(column)) > 1), min(map(len, rows)))
