"""Conversations that nobody is to remember: each works on a copy of its person, in memory, which goes with it.

The copy is a whole Store, so that such a conversation can do all that others can (undo, why, likes, what it knows of
you), and the database hears of none of it. It ends when it is ended, when nothing was said for an hour, or with the
process; of several processes each has its own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from chatbot.errors import NotFoundError
from chatbot.storage.base import Store
from chatbot.storage.sql import SqlStore

IDLE = 3600.0  # seconds without a word after which one ends
MOST = 200  # at once; beyond that the one that was silent longest ends


@dataclass
class Aside:
    user_id: str
    store: Store
    used: float


class Asides:
    """kept: the Store that remembers. clock: any seconds that only grow. Safe between threads.

    lock: held by whoever must be sure that none begins or ends meanwhile.
    """

    def __init__(self, kept: Store, clock: Callable[[], float] = time.monotonic, idle: float = IDLE) -> None:
        self._kept, self._clock, self._idle = kept, clock, idle
        self._open: dict[str, Aside] = {}
        self.lock = threading.RLock()
        self._timer: threading.Timer | None = None

    def begin(self, user_id: str, conversation_id: str) -> Store:
        """The Store of this conversation, which is not remembered from now on; what was kept of it is removed.

        Raises: NotFoundError if the conversation is somebody else's.
        """
        with self.lock:
            if found := self.of(user_id, conversation_id):
                return found
            owner = self._kept.conversation_owner(conversation_id)
            if owner not in (None, user_id) or conversation_id in self._open:
                raise NotFoundError(f"There is no conversation {conversation_id!r} of this user.")
            store = SqlStore("sqlite://")
            with suppress(NotFoundError):  # a person of whom nothing is kept
                store.take_in(self._kept.export_user(user_id))
            if owner is not None:
                self._kept.forget_conversation(user_id, conversation_id)
            self._open[conversation_id] = Aside(user_id, store, self._clock())
            while len(self._open) > MOST:
                self._close(min(self._open, key=lambda one: self._open[one].used))
            self._watch()
            return store

    def of(self, user_id: str, conversation_id: str | None) -> Store | None:
        """The Store of a conversation that is not remembered; None for every other one, and for somebody else's."""
        with self.lock:
            self.sweep()
            aside = self._open.get(conversation_id or "")
            if aside is None or aside.user_id != user_id:
                return None
            aside.used = self._clock()
            return aside.store

    def of_turn(self, user_id: str, turn_id: str | None) -> Store | None:
        """The Store of the conversation that has this turn, if it is one of these."""
        with self.lock:
            own = [one.store for one in self._open.values() if one.user_id == user_id]
        return next((store for store in own if turn_id and _has(store, user_id, turn_id)), None)

    def latest(self, user_id: str) -> str | None:
        with self.lock:
            own = [name for name, one in self._open.items() if one.user_id == user_id]
            return max(own, key=lambda name: self._open[name].used, default=None)

    def end(self, user_id: str, conversation_id: str | None = None) -> None:
        """Forget one of a person's, or all of them."""
        with self.lock:
            own = [name for name, one in self._open.items() if one.user_id == user_id]
            for name in own:
                if conversation_id in (None, name):
                    self._close(name)

    def sweep(self) -> None:
        """End those that were silent too long."""
        with self.lock:
            old = self._clock() - self._idle
            for name in [name for name, one in self._open.items() if one.used < old]:
                self._close(name)

    def _close(self, name: str) -> None:
        self._open.pop(name).store.close()

    def _watch(self) -> None:
        """Sweep from time to time while there are any, though nobody asks for anything."""
        if self._timer is None and self._open:
            self._timer = threading.Timer(self._idle / 4, self._tick)
            self._timer.daemon = True
            self._timer.start()

    def _tick(self) -> None:
        with self.lock:
            self._timer = None
            self.sweep()
            self._watch()


def _has(store: Store, user_id: str, turn_id: str) -> bool:
    turn = store.turn(turn_id)
    return turn is not None and turn["user_id"] == user_id
