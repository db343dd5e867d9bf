"""Small things to press: quick replies, and the limits in force, each of which can be let go of."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.account import Limit
from chatbot.page.text import button, escape

STARTERS = (
    "I loved Alien and The Thing, what should I watch tonight?",
    "A funny film from the 90s",
    "Something like Amélie",
    "How do I delete my data?",
)


def replies_html(texts: Sequence[str], ready: bool = True) -> str:
    """Quick replies; pressing one says it."""
    return f"<div class='replies'>{''.join(button(t, 'say', data_text=t, disabled=not ready) for t in texts)}</div>"


def limits_html(limits: Sequence[Limit], gone: str = "", ready: bool = True) -> str:
    """What was asked for, as chips to remove. gone: what was just let go of, in words."""
    chips = [
        button(
            f"{limit.words} ✕",
            "drop",
            f"{limit.words} ✕ remove this limit",
            data_key=limit.key,
            data_lasting="1" if limit.lasting else "",
            class_="lasting" if limit.lasting else None,
            disabled=not ready,
        )
        for limit in limits
    ]
    told = ""
    if gone:
        again = button("Look again", "say", data_text="Something else")
        told = f"<p class='told' role='status'>No longer asked: {escape(gone)}. The next answer follows it. {again}</p>"
    inner = "".join(chips) or "<span>No limits yet: ask for a genre, a decade, a mood.</span>"
    return f"<div class='limits' role='group' aria-label='What you asked for'>{inner}</div>{told}"
