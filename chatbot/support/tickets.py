"""tickets: what a person who takes over a conversation needs to know, written from the stored turns by code alone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

LAST = 8  # turns that the summary tells of
LONGEST = 160  # characters of a message that are repeated


def new_number() -> str:
    """Nine digits in groups of three, told at once and never counted up: `482-177-301`."""
    digits = f"{uuid.uuid4().int % 10**9:09d}"
    return "-".join((digits[:3], digits[3:6], digits[6:]))


def summary(history: Sequence[Mapping[str, Any]], message: str, limits: str) -> str:
    """history: the turns before, as Turn.to_json(), oldest first. limits: those in force, in words; empty for none."""
    lines = []
    helped = [turn for turn in history if "support" in turn.get("intents", [turn["intent"]])][-LAST:]
    for turn in helped:
        lines += [f"Asked: {_short(turn['message'])}", f"Answered: {_answer(turn)}"]
    lines.append(f"Asked for a person: {_short(message)}")
    films = [turn["message"] for turn in history if turn not in helped and turn["items"]][-2:]
    if films:
        lines.append(f"Also talked about films: {'; '.join(map(_short, films))}")
    if any(turn.get("sentiment") == "negative" for turn in history[-LAST:]):
        lines.append("Mood: sounded unhappy.")
    if limits:
        lines.append(f"Limits in force: {limits}.")
    return "\n".join(lines)


def _answer(turn: Mapping[str, Any]) -> str:
    titles = [source["title"] for source in turn["sources"]]
    return f"by the article {', '.join(titles)}" if titles else "no article was found"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
