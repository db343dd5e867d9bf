"""What a person does on the page, for the tests to say in one line each."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

try:
    from playwright.sync_api import expect

    expect.set_options(timeout=20_000)
except ImportError:  # conftest.py skips what needs it
    expect = None  # type: ignore[assignment]


def enter(page: Any, address: str) -> Any:
    page.goto(address)
    expect(page.get_by_label("Your message")).to_be_visible()
    return ready(page)


def ready(page: Any) -> Any:
    """Nothing runs any more: quick replies, or at least Send, can be pressed."""
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(page.locator(".replies button:disabled")).to_have_count(0)
    return page


def say(page: Any, message: str) -> None:
    page.get_by_label("Your message").fill(message)
    page.get_by_role("button", name="Send").click()


def ask(page: Any, message: str) -> None:
    """Say it and wait for the end of the answer."""
    before = answers(page).count()
    say(page, message)
    expect(answers(page)).to_have_count(before + 1)
    ready(page)


def eventually(check: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.1)


def cards(page: Any) -> Any:
    return page.locator("#cards article.film")


def button(page: Any, name: str, place: int = 0) -> Any:
    """A button of a card, by the beginning of its name."""
    return cards(page).nth(place).get_by_role("button", name=re.compile(f"^{name}"))


def ask_for_films(page: Any, message: str = "something like Alien") -> None:
    say(page, message)
    expect(cards(page)).to_have_count(5)
    expect(button(page, "Like")).to_be_enabled()


def answers(page: Any) -> Any:
    return page.get_by_test_id("bot")


def tab(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name).click()
