"""Each person's line: so many a minute, one answered, a few waiting, and nobody in anybody else's way."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack

import pytest

from chatbot.errors import BusyError
from chatbot.turnstile import LONGEST, Turnstile


def enter(turnstile: Turnstile, user: str) -> None:
    with turnstile.turn_of(user) as places:
        assert list(places) == []


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
    turnstile, order, told, go = Turnstile(0), [], [], threading.Event()

    def ask(number: int) -> None:
        with turnstile.turn_of("u1") as places:
            told.append([*places])
            order.append(number)
            go.wait(10)

    threads = []
    for number in range(3):
        threads.append(threading.Thread(target=ask, args=(number,)))
        threads[-1].start()
        deadline = time.monotonic() + 10
        while len(turnstile._line) <= number and time.monotonic() < deadline:
            time.sleep(0.005)
    assert order == [0]
    with pytest.raises(BusyError, match="2 wait"):
        enter(turnstile, "u1")
    enter(turnstile, "u2")
    go.set()
    for thread in threads:
        thread.join(10)
    assert order == [0, 1, 2] and told[:2] == [[], [1]]
    assert told[2][:1] == [2] or told[2] == [1], "the last may find the second gone already"
    assert turnstile._line == []


def test_who_waits_too_long_or_fails_leaves_the_line() -> None:
    turnstile = Turnstile(0, patience=0.01)
    with turnstile.turn_of("u1") as mine, pytest.raises(BusyError, match="not your turn"):
        assert list(mine) == []
        with turnstile.turn_of("u1") as places:
            list(places)
    with pytest.raises(ZeroDivisionError), turnstile.turn_of("u1"):
        _ = 1 / 0
    enter(turnstile, "u1")
    assert turnstile._line == []


def test_who_comes_when_all_are_busy_hears_the_place_move_up() -> None:
    turnstile = Turnstile(0, at_once=2)
    with ExitStack() as first, ExitStack() as second, ExitStack() as rest:
        assert [*first.enter_context(turnstile.turn_of("u1"))] == []
        assert [*second.enter_context(turnstile.turn_of("u2"))] == []
        behind = rest.enter_context(turnstile.turn_of("u1"))
        third, fourth = (rest.enter_context(turnstile.turn_of(name)) for name in ("u3", "u4"))
        assert (next(behind), next(third), next(fourth)) == (1, 2, 3)
        second.close()
        assert [*third] == [], "u1 answers its first message still, so u3 passes its second one"
        assert next(fourth) == 2
        first.close()
        assert [*behind] == [] and next(fourth) == 1


def test_a_line_that_is_too_long_sends_people_away() -> None:
    turnstile = Turnstile(0, at_once=1)
    with ExitStack() as line:
        for number in range(LONGEST + 1):
            line.enter_context(turnstile.turn_of(f"u{number}"))
        with pytest.raises(BusyError, match="Too many people") as caught:
            enter(turnstile, "one more")
        assert caught.value.retry_after == 5
    assert turnstile._line == []
