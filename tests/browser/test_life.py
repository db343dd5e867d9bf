"""What the page lives through: a restart of the server, a busy house, readers who want no motion."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.accessible import violations
from browser.conftest import running, served
from browser.steps import answers, ask_for_films, cards, enter, expect, ready, say
from fakes import fake_bot

from app import create_app
from chatbot.progress import tell
from chatbot.server import Door

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


@pytest.mark.parametrize(("locale", "line"), [("en", "Reading the catalogue…"), ("zh-CN", "正在读取片库…")])
def test_who_comes_while_it_loads_sees_how_far_it_is_and_then_the_chat(
    browser: Any, tmp_path: Path, locale: str, line: str
) -> None:
    """Over the server's own door; the chat opens without a reload, a restart or a word in the console."""
    go, bot, troubles = threading.Event(), fake_bot(tmp_path), []

    def load() -> Any:
        tell("index", 512, 2048)
        go.wait(30)
        return bot

    context = browser.new_context(locale=locale)
    page = context.new_page()
    with running(Door(load, lambda bot: create_app(bot, bot.settings))) as address:
        answer = page.goto(address)
        page.on("console", lambda message: troubles.append(message.text))
        assert answer.status == 503 and context.request.get(f"{address}/readyz").status == 503
        expect(page.get_by_role("status")).to_have_text(line)
        expect(page.get_by_role("progressbar")).to_have_attribute("value", re.compile(r"0\.25"))
        assert violations(page) == [] and troubles == []
        page.emulate_media(color_scheme="dark")
        assert violations(page) == []
        go.set()
        expect(page.locator("#box textarea")).to_be_visible()
        expect(page.locator(".replies button:disabled")).to_have_count(0)
        assert troubles == [] and context.request.get(f"{address}/readyz").status == 200
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


def test_too_many_too_long_and_the_sentence_says_what_to_do(browser: Any, tmp_path: Path) -> None:
    with served(fake_bot(tmp_path, messages_a_minute=2, message_max=40)) as address:
        context = browser.new_context()
        page = enter(context.new_page(), address)
        box = page.get_by_label("Your message")
        box.press_sequentially("weather " * 6)
        expect(box).to_have_value("weather " * 5)
        for number in (1, 2):
            say(page, "weather?")
            expect(answers(page)).to_have_count(number)
            ready(page)
        say(page, "weather, once more")
        expect(page.get_by_test_id("toast-body")).to_contain_text(re.compile("2 messages a minute; try again in"))
        expect(box).to_have_value("weather, once more")
        expect(answers(page)).to_have_count(2)
        context.close()


def test_no_motion_for_who_wants_none(open_page: Open) -> None:
    page = open_page(reduced_motion="reduce")
    ask_for_films(page)
    moving = """() => [...document.querySelectorAll("*")].map(one => getComputedStyle(one)).filter(look =>
        look.animationName !== "none" || !["all", "none"].includes(look.transitionProperty)).length"""
    assert page.evaluate(moving) == 0
    assert page.evaluate("document.getAnimations().length") == 0
