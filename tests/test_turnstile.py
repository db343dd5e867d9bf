"""Each person's line: so many a minute, one answered, a few waiting, and nobody in anybody else's way."""

from __future__ import annotations

import threading
import time

import pytest

from chatbot.errors import BusyError
from chatbot.turnstile import Turnstile


def enter(turnstile: Turnstile, user: str) -> None:
    with turnstile.turn_of(user):
        pass


def test_so_many_a_minute_and_then_the_seconds_to_wait() -> None:
    turnstile = Turnstile(3)
    for _ in range(3):
        enter(turnstile, "u1")
    with pytest.raises(BusyError, match="more than 3 messages a minute; try again in") as caught:
        enter(turnstile, "u1")
    assert 1 <= caught.value.retry_after <= 60
    enter(turnstile, "u2")


def test_no_limit_where_none_is_set() -> None:
    turnstile = Turnstile(0)
    for _ in range(50):
        enter(turnstile, "u1")


def test_one_is_answered_two_wait_in_order_and_a_fourth_is_sent_away() -> None:
    turnstile, order, go = Turnstile(0), [], threading.Event()

    def ask(number: int) -> None:
        with turnstile.turn_of("u1"):
            order.append(number)
            go.wait(10)

    threads = []
    for number in range(3):
        threads.append(threading.Thread(target=ask, args=(number,)))
        threads[-1].start()
        deadline = time.monotonic() + 10
        while len(turnstile._lines["u1"]) <= number and time.monotonic() < deadline:
            time.sleep(0.005)
    assert order == [0]
    with pytest.raises(BusyError, match="2 wait"):
        enter(turnstile, "u1")
    enter(turnstile, "u2")
    go.set()
    for thread in threads:
        thread.join(10)
    assert order == [0, 1, 2]
    assert turnstile._lines == {}


def test_who_waits_too_long_or_fails_leaves_the_line() -> None:
    turnstile = Turnstile(0, patience=0.01)
    with turnstile.turn_of("u1"), pytest.raises(BusyError, match="no answer"):
        enter(turnstile, "u1")
    with pytest.raises(ZeroDivisionError), turnstile.turn_of("u1"):
        _ = 1 / 0
    enter(turnstile, "u1")
    assert turnstile._lines == {}
