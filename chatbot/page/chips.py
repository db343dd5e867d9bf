"""Small things to press: quick replies, and the limits in force, each of which can be let go of."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.account import Limit
from chatbot.page.text import attributes, button, escape
from chatbot.page.words import words


def starters() -> tuple[str, ...]:
    """What may be said first."""
    return tuple(words()(f"starter_{n}") for n in (1, 2, 3, 4))


def replies_html(texts: Sequence[str], ready: bool = True) -> str:
    """Quick replies; pressing one says it."""
    return f"<div class='replies'>{''.join(button(t, 'say', data_text=t, disabled=not ready) for t in texts)}</div>"


def limits_html(limits: Sequence[Limit], gone: Limit | None = None, ready: bool = True) -> str:
    """What was asked for, as chips to remove. gone: what was just let go of."""
    say = words()
    limits = [say.limit(limit) for limit in limits]
    chips = [
        button(
            f"{limit.words} ✕",
            "drop",
            say("drop_limit", limit=limit.words),
            data_key=limit.key,
            data_lasting="1" if limit.lasting else "",
            class_="lasting" if limit.lasting else None,
            disabled=not ready,
        )
        for limit in limits
    ]
    told = ""
    if gone:
        again = button(say("look_again"), "say", data_text=say("look_again_says"))
        told = (
            f"<p class='told' role='status'>{escape(say('no_longer_asked', limit=say.limit(gone).words))} {again}</p>"
        )
    inner = "".join(chips) or f"<span>{escape(say('no_limits'))}</span>"
    group = attributes(role="group", aria_label=say("what_you_asked_for"))
    return f"<div class='limits'{group}>{inner}</div>{told}"
