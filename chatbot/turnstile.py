"""The line in front of the chatbot: so many messages a minute, so many answered at once, the others wait in order.

Of one person one message is answered at a time, while a few wait behind it; they hold up nobody else. It knows people
by their ids alone, and keeps them in memory for a minute. Whoever serves several processes has as many turnstiles.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from chatbot.errors import BusyError

WAITING = 2  # messages of one person that may wait behind the one that is answered
LONGEST = 24  # messages of all people that may wait; each holds a thread
PATIENCE = 120.0  # seconds until a waiting message is given up
SOON = 5  # seconds after which a try makes sense when the line is full
NAME_MAX = 128


@dataclass(eq=False)
class Entry:
    """One message in the line."""

    name: str
    served: bool = False


class Turnstile:
    """a_minute: messages of one person in any 60 seconds; 0: as many as they like, in the same line.

    at_once: messages of all people that are answered at the same time.
    """

    def __init__(self, a_minute: int, at_once: int = 8, waiting: int = WAITING, patience: float = PATIENCE) -> None:
        self._rate = RateLimitItemPerMinute(a_minute) if a_minute else None
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._at_once, self._waiting, self._patience = at_once, waiting, patience
        self._line: list[Entry] = []
        self._moved = threading.Condition()

    @contextmanager
    def turn_of(self, user_id: str) -> Iterator[Iterator[int]]:
        """A place in the line until the end of the block; gives the places to wait through, none where it is free.

        A place is 1 for who comes next, told again whenever it changes; after the last of them it is this one's turn.
        Raises: BusyError with the seconds to wait, when there were too many lately, or too many wait already.
        """
        entry = self._join(user_id[:NAME_MAX])
        try:
            self.count(user_id)
            yield self._places(entry)
        finally:
            with self._moved:
                self._line.remove(entry)
                self._admit()

    def count(self, user_id: str) -> None:
        """One more of this person's messages in this minute. Raises: BusyError where it is one too many."""
        if self._rate is None or self._limiter.hit(self._rate, user_id[:NAME_MAX]):
            return
        reset = self._limiter.get_window_stats(self._rate, user_id[:NAME_MAX]).reset_time
        seconds = min(60, max(1, math.ceil(reset - time.time())))
        plural = "second" if seconds == 1 else "seconds"
        raise BusyError(
            f"That is more than {self._rate.amount} messages a minute; try again in {seconds} {plural}.", seconds
        )

    def _join(self, name: str) -> Entry:
        with self._moved:
            if sum(one.name == name for one in self._line) > self._waiting:
                raise BusyError(
                    f"One message of yours is being answered and {self._waiting} wait; send the next one after that.",
                    SOON,
                )
            if sum(not one.served for one in self._line) >= LONGEST:
                raise BusyError("Too many people are asking right now; try again in a moment.", SOON)
            self._line.append(entry := Entry(name))
            self._admit()
            return entry

    def _admit(self) -> None:
        """Serve who may be served, in order; called with the lock held."""
        served, names = sum(one.served for one in self._line), set()
        for one in self._line:
            if not one.served and served < self._at_once and one.name not in names:
                one.served, served = True, served + 1
            names.add(one.name)
        self._moved.notify_all()

    def _places(self, entry: Entry) -> Iterator[int]:
        end, told = time.monotonic() + self._patience, 0

        def moved() -> bool:
            return entry.served or self._place(entry) != told

        while True:
            with self._moved:
                if not self._moved.wait_for(moved, max(0.0, end - time.monotonic())):
                    raise BusyError("It still is not your turn; try again in a moment.", SOON)
                told = 0 if entry.served else self._place(entry)
            if not told:
                return
            yield told

    def _place(self, entry: Entry) -> int:
        return 1 + sum(not one.served for one in self._line[: self._line.index(entry)])
