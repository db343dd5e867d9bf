"""How an answer came about, folded: what was understood, how many were found, and how long each step took."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chatbot.page.text import escape
from chatbot.page.words import words


def stage_said(stage: str) -> str:
    """What is done while a stage runs: "understand", "write", or any other."""
    return words()({"understand": "reading", "write": "writing"}.get(stage, "looking"))


def waiting(place: int) -> str:
    """place: 1 comes next."""
    end = {1: "st", 2: "nd", 3: "rd"}.get(place % 10 if place // 10 % 10 != 1 else 0, "th")
    return words()("you_are_next") if place == 1 else words()("in_line", place=place, end=end)


def working_html(stage: str) -> str:
    """The step that runs now."""
    return f"<p class='steps' role='status'>{escape(stage)}</p>"


def steps_html(turn: Mapping[str, Any] | None, nouns: str) -> str:
    """The steps of a finished turn, as in Turn.to_json(); nothing for none."""
    if not turn:
        return "<p class='steps'></p>"
    spent: Mapping[str, float] = turn["timings_ms"]
    found, say = turn.get("found"), words()
    wrote = say.count("wrote_reasons", len(turn["items"])) if turn["items"] else say("wrote_answer")
    steps = [("understand", say("understood", intent=say(f"intent_{turn['intent']}")))]
    searched = say("found_films", n=f"{found:,}", nouns=nouns) if found else say("searched", nouns=nouns)
    steps += [("retrieve", searched), ("rank", say("ranked")), ("rate", say("guessed")), ("explain", wrote)]
    rows = [f"<li><span>{escape(said)}</span><em>{_time(spent[n])}</em></li>" for n, said in steps if spent.get(n)]
    summary = f"<summary>{escape(say('how_it_came_about', time=_time(spent.get('total', 0))))}</summary>"
    return f"<details class='steps' data-key='steps'>{summary}<ol>{''.join(rows)}</ol></details>"


def _time(ms: float) -> str:
    return words()("seconds", n=f"{ms / 1000:.1f}") if ms >= 1000 else words()("milliseconds", n=f"{ms:.0f}")
