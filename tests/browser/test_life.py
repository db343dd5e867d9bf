"""What the page lives through: a restart of the server, a busy house, readers who want no motion."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.conftest import served
from browser.steps import answers, ask_for_films, cards, enter, expect, ready, say
from fakes import fake_bot

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


def test_a_restart_of_the_server_restores_the_conversation(browser: Any, tmp_path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    with served(fake_bot(tmp_path)) as address:
        ask_for_films(enter(page, address), "something like Alien, before the restart")
        ready(page)
    with served(fake_bot(tmp_path)) as address:  # cookies know no port
        enter(page, address)
        expect(page.get_by_test_id("user")).to_have_text("something like Alien, before the restart")
        expect(cards(page)).to_have_count(5)
    context.close()


def test_who_comes_while_all_are_busy_sees_the_place_in_the_line(browser: Any, tmp_path: Path) -> None:
    bot = fake_bot(tmp_path, at_once=1)
    with served(bot) as address:
        context = browser.new_context()
        page = enter(context.new_page(), address)
        running = bot.app.state.stream("first", "slow")
        behind = bot.app.state.stream("second", "weather")
        assert next(running).kind == "stage" and next(behind).place == 1
        say(page, "something like Alien")
        expect(answers(page)).to_have_text("Busy just now: you’re 2nd in line…")
        done = threading.Thread(target=lambda: [*running, *behind])
        done.start()
        expect(cards(page)).to_have_count(5)
        ready(page)
        done.join(20)
        context.close()


def test_no_motion_for_who_wants_none(open_page: Open) -> None:
    page = open_page(reduced_motion="reduce")
    ask_for_films(page)
    moving = """() => [...document.querySelectorAll("*")].map(one => getComputedStyle(one)).filter(look =>
        look.animationName !== "none" || !["all", "none"].includes(look.transitionProperty)).length"""
    assert page.evaluate(moving) == 0
    assert page.evaluate("document.getAnimations().length") == 0
