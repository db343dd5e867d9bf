"""What is being done while the chatbot loads, for whoever waits: which step, and how much of it.

Whoever loads says `tell`; whoever wants to know loads inside `told_to`, in the same thread. Nobody has to listen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

STEPS = ("start", "base_model", "ratings", "index", "engine")  # in no promised order; what is there already is left out


@dataclass(frozen=True)
class Step:
    """name: one of STEPS. done of total, in bytes or texts; a total of 0 where nobody knows."""

    name: str = "start"
    done: int = 0
    total: int = 0


_listener: ContextVar[Callable[[Step], None] | None] = ContextVar("progress", default=None)


def tell(name: str, done: int = 0, total: int = 0) -> None:
    if listener := _listener.get():
        listener(Step(name, done, total))


@contextmanager
def told_to(listener: Callable[[Step], None]) -> Iterator[None]:
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
