"""How an answer came about, folded: what was understood, how many were found, and how long each step took."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chatbot.page.text import counted, escape

STAGES = {"understand": "Reading…"}  # while it happens
LOOKING, WRITING = "Looking…", "Writing why…"
UNDERSTOOD = {
    "recommend": "a wish for something to watch", "refine": "a change of the wish", "similar": "something alike",
    "rate": "a judgement", "explain": "a question why", "why_not": "a question why not", "compare": "a comparison",
    "item_question": "a question about a title", "profile_show": "a look at your taste",
    "profile_edit": "a change of your taste", "support": "a question about the service", "greeting": "a greeting",
    "goodbye": "a goodbye", "out_of_scope": "something beyond me", "unsafe": "something I leave alone",
}  # fmt: skip


def waiting(place: int) -> str:
    """place: 1 comes next."""
    end = {1: "st", 2: "nd", 3: "rd"}.get(place % 10 if place // 10 % 10 != 1 else 0, "th")
    return "You’re next…" if place == 1 else f"Busy just now: you’re {place}{end} in line…"


def working_html(stage: str) -> str:
    """The step that runs now."""
    return f"<p class='steps' role='status'>{escape(stage)}</p>"


def steps_html(turn: Mapping[str, Any] | None, nouns: str) -> str:
    """The steps of a finished turn, as in Turn.to_json(); nothing for none."""
    if not turn:
        return "<p class='steps'></p>"
    spent: Mapping[str, float] = turn["timings_ms"]
    found = turn.get("found")
    wrote = counted(len(turn["items"]), "reason", "reasons") if turn["items"] else "the answer"
    steps = [("understand", f"Understood: {UNDERSTOOD.get(turn['intent'], turn['intent'])}")]
    steps.append(("retrieve", f"Found {found:,} {nouns} that meet every limit" if found else f"Searched the {nouns}"))
    steps += [("rank", "Ranked them for you"), ("rate", "Guessed your ratings"), ("explain", f"Wrote {wrote}")]
    rows = [f"<li><span>{escape(said)}</span><em>{_time(spent[n])}</em></li>" for n, said in steps if spent.get(n)]
    summary = f"<summary>How this answer came about · {_time(spent.get('total', 0))}</summary>"
    return f"<details class='steps' data-key='steps'>{summary}<ol>{''.join(rows)}</ol></details>"


def _time(ms: float) -> str:
    return f"{ms / 1000:.1f} s" if ms >= 1000 else f"{ms:.0f} ms"
