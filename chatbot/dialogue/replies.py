"""Replies: the bot's own sentences, read from `prompts/replies.yaml`; wordings of one thing take turns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chatbot.domain import PROMPTS, Domain, read_yaml
from chatbot.errors import DataError


class Replies:
    """Raises: DataError for a file that is not `name: [sentences]`."""

    def __init__(self, domain: Domain, path: Path = PROMPTS / "replies.yaml") -> None:
        self._words = {"noun": domain.noun, "nouns": domain.nouns}
        self._lines: dict[str, list[str]] = {}
        for key, lines in (read_yaml(path) or {}).items():
            if not isinstance(lines, list) or not lines or not all(isinstance(line, str) for line in lines):
                raise DataError(f"{key}: expected a list of sentences.", path)
            self._lines[key] = lines

    def say(self, key: str, turn: int = 0, **fields: object) -> str:
        """turn: number of the turn in its conversation, so that the same question gets another wording."""
        lines = self._lines[key]
        fields |= {f"{k}_cap": v[0].upper() + v[1:] for k, v in fields.items() if isinstance(v, str) and v}
        return lines[turn % len(lines)].format(**self._words, **fields)

    def options(self, key: str) -> tuple[str, ...]:
        return tuple(self._lines[key])


def listed(values: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} {last} {values[-1]}"
