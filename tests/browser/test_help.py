"""The help centre on the page, and conversations that are not remembered, over fixed answers with hostile words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.steps import answers, ask, ask_for_films, button, cards, eventually, expect, ready, say, tab
from fakes import FakeBot

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
SWITCH = "Don’t remember this conversation"


def person(page: Any) -> str:
    return str(page.context.cookies()[0]["value"].split(".")[0])


def test_an_article_opens_in_place_and_gives_the_focus_back(open_page: Open) -> None:
    page = open_page()
    ask(page, "how do I delete my data?")
    address, summary = page.url, page.locator(".help .article summary")
    expect(page.locator(".help article")).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".help article")).to_contain_text("It is gone.")
    expect(page.locator(".help article")).to_contain_text("[a link](javascript:alert(1))")
    assert page.locator(".help article :is(a, img, script)").count() == 0
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close: Delete my data")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".help article")).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Close: Delete my data").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".help article")).to_be_hidden()
    expect(summary).to_be_focused()
    assert page.url == address


def test_was_this_helpful_is_kept_and_taken_back(open_page: Open, bot: FakeBot) -> None:
    page = open_page()
    ask(page, "how do I delete my data?")
    turn = bot.turns[-1].turn_id
    yes, no = (page.get_by_role("button", name=name) for name in ("Yes, it helped", "No, it did not help"))
    no.click()
    expect(no).to_have_attribute("aria-pressed", "true")
    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "true")
    expect(no).to_have_attribute("aria-pressed", "false")
    assert bot.store.helpful(turn) is True
    page.reload()
    expect(yes).to_have_attribute("aria-pressed", "true")
    ready(page)
    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "false")
    assert bot.store.helpful(turn) is None


def test_the_form_for_a_person_says_what_is_wrong_and_then_its_number(open_page: Open, bot: FakeBot) -> None:
    page = open_page()
    ask(page, "how do I delete my data?")
    ask(page, "no, I want a person")
    expect(page.get_by_label("Subject")).to_have_value("no, I want a person")
    page.get_by_label("Subject").fill("")
    page.get_by_label("What should they know?").fill("Charged twice <b>in May</b>")
    page.get_by_label("E-mail or phone").fill("nope")
    page.get_by_role("button", name="Pass it on").click()
    expect(page.get_by_role("alert").filter(has_text="neither an e-mail address")).to_be_visible()
    expect(page.get_by_label("What should they know?")).to_have_value("Charged twice <b>in May</b>")
    page.get_by_label("E-mail or phone").fill("me@home.example")
    page.get_by_role("button", name="Pass it on").click()
    expect(page.locator(".help")).to_contain_text("Your number is")
    ticket = next(one for one in bot.store.tickets() if one.user_id == person(page))
    expect(page.locator(".help")).to_contain_text(ticket.number)
    assert ticket.conversation_id == bot.turns[-1].conversation_id
    for words in ("Charged twice <b>in May</b>", "me@home.example", "Answered: by the article Delete my data"):
        assert words in ticket.summary


def aside(page: Any) -> None:
    page.get_by_label(SWITCH).check()
    expect(page.locator("#talk .told")).to_contain_text("in memory alone")


def test_nothing_of_a_conversation_that_is_not_remembered_is_kept(open_page: Open, bot: FakeBot) -> None:
    page = open_page()
    aside(page)
    ask_for_films(page, "marzipan and Alien")
    ready(page)
    button(page, "Like", 1).click()
    expect(button(page, "Like", 1)).to_have_attribute("aria-pressed", "true")
    button(page, "Watch list", 1).click()
    expect(button(page, "Watch list", 1)).to_have_attribute("aria-pressed", "true")
    ask(page, "how do I delete my data?")
    page.get_by_role("button", name="Yes, it helped").click()
    expect(page.get_by_role("button", name="Yes, it helped")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Undo").last.click()
    expect(answers(page)).to_have_count(1)
    ask_for_films(page, "once more")
    expect(cards(page).first).to_contain_text("Because you judged sunshine-2007")
    tab(page, "Conversations")
    expect(page.locator("#talks")).to_contain_text("No conversation is kept yet.")
    tab(page, "Tonight")
    user = person(page)
    folder = Path(bot.settings.cache)
    kept = [path for path in folder.iterdir() if path.name.startswith("test.sqlite3")]
    assert kept and all(user.encode() not in path.read_bytes() for path in kept)
    assert all(b"marzipan" not in path.read_bytes() for path in kept)
    page.get_by_role("button", name="New conversation").click()
    expect(answers(page)).to_have_count(0)
    expect(page.get_by_label(SWITCH)).not_to_be_checked()
    assert bot.asides.latest(user) is None, "it is gone from memory too"
    ask_for_films(page, "something else")
    expect(cards(page).first).not_to_contain_text("Because you judged")
    eventually(lambda: [turn["message"] for turn in bot.history(user)] == ["something else"])


def test_the_switch_in_the_middle_deletes_what_was_kept_and_a_reload_ends_it(open_page: Open, bot: FakeBot) -> None:
    page = open_page()
    ask_for_films(page, "a western")
    button(page, "Like").click()
    expect(button(page, "Like")).to_have_attribute("aria-pressed", "true")
    user = person(page)
    page.get_by_label(SWITCH).check()
    expect(page.locator("#talk .told")).to_contain_text("What was kept of it is deleted")
    assert bot.history(user) == () and bot.store.interactions(user) == ()
    expect(answers(page)).to_have_count(1)
    expect(button(page, "Like")).to_have_attribute("aria-pressed", "true")
    ask_for_films(page, "another")
    expect(answers(page)).to_have_count(2)
    ready(page)
    page.reload()
    ready(page)
    expect(answers(page)).to_have_count(0)
    expect(page.get_by_label(SWITCH)).not_to_be_checked()
    assert bot.history(user) == ()
    eventually(lambda: bot.asides.latest(user) is None)


def test_switched_off_it_ends_and_a_new_one_begins(open_page: Open, bot: FakeBot) -> None:
    page = open_page()
    aside(page)
    ask_for_films(page, "a western")
    ready(page)
    page.get_by_label(SWITCH).uncheck()
    expect(answers(page)).to_have_count(0)
    ask_for_films(page, "a musical")
    assert [turn["message"] for turn in bot.history(person(page))] == ["a musical"]


def test_a_restart_forgets_it_and_keeps_its_promise(open_page: Open, bot: FakeBot) -> None:
    page = open_page()
    aside(page)
    ask_for_films(page, "a western")
    ready(page)
    bot.asides.end(person(page))  # as a restart does, or an hour
    button(page, "Like").click()
    expect(cards(page)).to_have_count(0)
    say(page, "weather?")
    expect(answers(page)).to_contain_text("beyond me")
    ready(page)
    assert bot.history(person(page)) == () and bot.store.interactions(person(page)) == ()
