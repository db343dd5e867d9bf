"""What every request passes: here the order of what one visitor presses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from chatbot.middleware import OneByOne


def order_of(*presses: tuple[str, str, float]) -> list[str]:
    """What began and ended when. presses: (visitor, path, seconds that the answer takes), asked at the same moment."""
    happened: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        happened.append(f"{scope['visitor']}{scope['seconds']} begins")
        await asyncio.sleep(scope["seconds"])
        happened.append(f"{scope['visitor']}{scope['seconds']} ends")
        if scope["visitor"] == "broken":
            raise ValueError

    async def ask() -> None:
        door: Callable[..., Awaitable[None]] = OneByOne(app)
        scopes = [{"type": "http", "visitor": v, "path": path, "seconds": s} for v, path, s in presses]
        await asyncio.gather(*(door(scope, None, None) for scope in scopes), return_exceptions=True)

    asyncio.run(ask())
    return happened


def test_what_one_visitor_presses_is_answered_in_its_order() -> None:
    press = "/gradio_api/run/judge"
    assert order_of(("a", press, 0.05), ("a", press, 0.01)) == [
        "a0.05 begins",
        "a0.05 ends",
        "a0.01 begins",
        "a0.01 ends",
    ]
    assert order_of(("broken", press, 0.01), ("broken", press, 0))[-1] == "broken0 ends", "an error holds up nothing"


def test_nobody_waits_for_somebody_else_or_for_a_turn() -> None:
    press, turn = "/gradio_api/run/judge", "/gradio_api/queue/data"
    assert order_of(("a", press, 0.05), ("b", press, 0.01))[1:3] == ["b0.01 begins", "b0.01 ends"]
    assert order_of(("a", turn, 0.05), ("a", press, 0.01))[1:3] == ["a0.01 begins", "a0.01 ends"]
