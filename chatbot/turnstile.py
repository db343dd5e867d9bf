"""One person at a time through each door: so many messages a minute, one answered while a few wait.

It knows people by their ids alone, and keeps them in memory for a minute. Whoever serves several processes has as many
turnstiles.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from chatbot.errors import BusyError

WAITING = 2  # messages of one person that may wait behind the one that is answered
PATIENCE = 120.0  # seconds until a waiting message is given up
SOON = 5  # seconds after which a try makes sense when the line is full
NAME_MAX = 128


class Turnstile:
    """a_minute: messages of one person in any 60 seconds; 0: as many as they like, in the same line."""

    def __init__(self, a_minute: int, waiting: int = WAITING, patience: float = PATIENCE) -> None:
        self._rate = RateLimitItemPerMinute(a_minute) if a_minute else None
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._waiting, self._patience = waiting, patience
        self._lines: dict[str, deque[object]] = {}
        self._moved = threading.Condition()

    @contextmanager
    def turn_of(self, user_id: str) -> Iterator[None]:
        """Wait behind this person's earlier messages, then hold the line until the end of the block.

        Raises: BusyError with the seconds to wait, when there were too many lately or too many wait already.
        """
        name = user_id[:NAME_MAX]
        self._join_line(name, place := object())
        try:
            self._count(name)
            with self._moved:
                if not self._moved.wait_for(lambda: self._lines[name][0] is place, self._patience):
                    raise BusyError("Your earlier message still has no answer; try again in a moment.", SOON)
            yield
        finally:
            with self._moved:
                line = self._lines[name]
                line.remove(place)
                if not line:
                    del self._lines[name]
                self._moved.notify_all()

    def _join_line(self, name: str, place: object) -> None:
        with self._moved:
            line = self._lines.setdefault(name, deque())
            if len(line) > self._waiting:
                raise BusyError(
                    f"One message of yours is being answered and {self._waiting} wait; send the next one after that.",
                    SOON,
                )
            line.append(place)

    def _count(self, name: str) -> None:
        if self._rate is None or self._limiter.hit(self._rate, name):
            return
        reset = self._limiter.get_window_stats(self._rate, name).reset_time
        seconds = min(60, max(1, math.ceil(reset - time.time())))
        plural = "second" if seconds == 1 else "seconds"
        raise BusyError(
            f"That is more than {self._rate.amount} messages a minute; try again in {seconds} {plural}.", seconds
        )
