"""The page in a real browser, over a bot whose answers are fixed and whose words are hostile."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.steps import answers, ask_for_films, button, cards, expect, ready, say, tab
from fakes import EVIL, MARKED, SCRIPT, FakeBot, fake_bot
from fastapi.testclient import TestClient

from app import create_app
from chatbot.page.cards import evidence_html
from chatbot.page.text import as_text, plain_markdown

pytestmark = pytest.mark.browser
Open = Callable[..., Any]

# --- tests ------------------------------------------------------------------------------------------------------------


def test_send_streams_an_answer_and_five_cards(open_page: Open) -> None:
    page = open_page()
    assert page.title() == "Because"
    say(page, "slow, something like Alien")
    expect(answers(page)).to_have_text(re.compile("ing…$"))  # a stage, quietly
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(cards(page)).to_have_count(5)
    expect(cards(page).first).to_contain_text("writing why…")
    expect(answers(page)).to_have_text(re.compile("^Here are"))
    expect(button(page, "Like")).to_be_disabled()
    expect(cards(page).first).to_contain_text("A lost ship")
    expect(button(page, "Like")).to_be_enabled()
    first = cards(page).first
    for words in ("Event Horizon", "1997", "Horror, Sci-Fi", "Directed by Paul W. S. Anderson", "about 4.3"):
        expect(first).to_contain_text(words)
    expect(page.get_by_role("button", name="Less scary")).to_be_enabled()
    expect(page.get_by_role("button", name="Send")).to_be_visible()


def test_stop_ends_the_answer_and_keeps_nothing(open_page: Open, bot: FakeBot) -> None:
    page = open_page()
    say(page, "slow stop")
    expect(cards(page)).to_have_count(5)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(page.get_by_label("Your message")).to_have_value("slow stop")
    expect(cards(page)).to_have_count(0)
    expect(answers(page)).to_have_count(0)
    time.sleep(1)
    assert not [turn for turn in bot.turns if turn.message == "slow stop"]
    ask_for_films(page)


def test_why_shows_the_shares(open_page: Open) -> None:
    page = open_page()
    ask_for_films(page)
    why = cards(page).first.locator("summary")
    assert " ".join(why.inner_text().split()) == "Why this? Event Horizon"
    why.press("Enter")
    lines = page.locator(".evidence li:visible")
    expect(lines).to_have_count(5)
    assert [" ".join(text.split()) for text in lines.all_inner_texts()] == [
        "You liked Alien (1979) What if not? 44%",
        "You liked The Thing (1982) What if not? 30%",
        "Genre: Sci-Fi 16%",
        f"You did not like Scary {EVIL} −10%",
        "Paul W. S. Anderson a fact, did not move the score",
    ]
    button(page, "Seen").click()
    expect(button(page, "Seen")).to_have_attribute("aria-pressed", "true")
    expect(lines).to_have_count(5)  # what is open stays open
    why.press("Enter")
    expect(lines).to_have_count(0)


def test_like_is_pressed_kept_and_followed(open_page: Open, bot: FakeBot) -> None:
    page = open_page()
    ask_for_films(page)
    expect(button(page, "Like", 1)).to_have_attribute("aria-pressed", "false")
    button(page, "Like", 1).click()
    expect(button(page, "Like", 1)).to_have_attribute("aria-pressed", "true")
    turn = bot.turns[-1]
    assert [(i.item_id, i.signal) for i in bot.store.interactions(turn.user_id)] == [("sunshine-2007", "like")]
    assert turn.user_id.startswith("web:")
    assert bot.store.export_user(turn.user_id)["interactions"][0]["turn_id"] == turn.turn_id
    button(page, "Not for me", 1).click()
    expect(button(page, "Not for me", 1)).to_have_attribute("aria-pressed", "true")
    expect(button(page, "Like", 1)).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Newer ones").click()
    expect(cards(page).first).to_contain_text("Because you judged sunshine-2007")
    expect(button(page, "Not for me", 1)).to_have_attribute("aria-pressed", "true")
    button(page, "Not for me", 1).click()
    expect(button(page, "Not for me", 1)).to_have_attribute("aria-pressed", "false")
    assert bot.store.interactions(turn.user_id) == ()


def test_reload_restores_and_new_conversation_starts_afresh(open_page: Open) -> None:
    page = open_page()
    ask_for_films(page, "something like Alien")
    button(page, "Seen").click()
    expect(button(page, "Seen")).to_have_attribute("aria-pressed", "true")
    say(page, "and the weather?")
    expect(page.get_by_role("button", name="Something funny")).to_be_enabled()
    page.reload()
    expect(answers(page)).to_have_count(2)
    expect(page.get_by_test_id("user").first).to_have_text("something like Alien")
    expect(cards(page)).to_have_count(5)
    expect(button(page, "Seen")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="New conversation").click()
    expect(answers(page)).to_have_count(0)
    expect(cards(page)).to_have_count(0)
    say(page, "weather again")
    expect(answers(page)).to_contain_text("beyond me")
    expect(page.get_by_role("button", name="Something funny")).to_be_enabled()
    page.reload()
    expect(answers(page)).to_have_count(1)


def test_hostile_text_stays_text(open_page: Open) -> None:
    page = open_page()
    ask_for_films(page, f"{EVIL} {SCRIPT} **bold** [link](http://evil.example/) &lt;b&gt;")
    said = page.get_by_test_id("user")
    expect(said).to_have_text(f"{EVIL} {SCRIPT} **bold** [link](http://evil.example/) &lt;b&gt;")
    expect(answers(page)).to_contain_text(f"{EVIL} {SCRIPT}")
    expect(cards(page).nth(2)).to_contain_text(f"The {EVIL} Film")
    expect(cards(page).nth(2)).to_contain_text(f"With {SCRIPT}, {MARKED}")
    expect(cards(page).first).to_contain_text(EVIL)
    say(page, "delete my data?")
    expect(answers(page).last).to_have_text("Press Delete my data. Here pixel")
    assert page.locator("#chat img, #chat a, .because img, .because script, #cards a").count() == 0


def test_two_people_never_see_each_other(open_page: Open, bot: FakeBot) -> None:
    one, two = open_page(), open_page()
    say(one, "slow, my secret word is marzipan")  # both are answered at the same time
    say(two, "slow, mine is nougat")
    for page, own, other in ((one, "marzipan", "nougat"), (two, "nougat", "marzipan")):
        expect(button(page, "Like")).to_be_enabled()
        ready(page)
        page.reload()
        expect(page.get_by_test_id("user")).to_contain_text(own)
        ready(page)
        assert other not in page.content()
    cookie = one.context.cookies()[0]
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax"
    name, signature = cookie["value"].split(".", 1)
    forged = {**cookie, "value": f"{name[:-1]}X.{signature}"}
    two.context.add_cookies([forged])
    two.reload()
    ready(two)
    assert "marzipan" not in two.content()


def test_phone_has_no_sideways_scroll_and_dark_is_dark(open_page: Open) -> None:
    page = open_page(width=375, color_scheme="dark")
    ask_for_films(page)
    cards(page).first.locator("summary").click()
    expect(page.locator(".evidence:visible")).to_have_count(1)
    for place in (0, 1, 2):
        button(page, "Compare", place).click()
        expect(button(page, "Compare", place)).to_have_attribute("aria-pressed", "true")
    for name in ("Tonight", "Your taste", "Conversations"):
        tab(page, name)
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, name
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert all(int(part) < 60 for part in re.findall(r"\d+", background)[:3])


def test_where_the_tabs_do_not_fit_in_a_row_they_take_two(open_page: Open) -> None:
    page = open_page(width=240)
    for name in ("Tonight", "Your taste", "Conversations"):
        tab(page, name)
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        expect(page.get_by_role("tab", name=name)).to_be_in_viewport(ratio=0.9)


def test_delete_my_data_asks_then_deletes(open_page: Open, bot: FakeBot) -> None:
    page = open_page()
    ask_for_films(page)
    button(page, "Like").click()
    expect(button(page, "Like")).to_have_attribute("aria-pressed", "true")
    user = bot.turns[-1].user_id
    tab(page, "Your taste")
    page.get_by_role("button", name="Delete my data").click()
    page.get_by_role("button", name="Keep it").click()
    assert bot.history(user)
    page.get_by_role("button", name="Delete my data").click()
    page.get_by_role("button", name="Yes, delete everything").click()
    expect(cards(page)).to_have_count(0)
    assert bot.history(user) == () and bot.store.interactions(user) == ()
    page.reload()
    expect(page.get_by_role("button", name="A funny film from the 90s")).to_be_enabled()
    expect(answers(page)).to_have_count(0)


def test_errors_are_one_sentence_and_give_the_message_back(open_page: Open) -> None:
    page = open_page()
    for message, sentence in (("full", "the disk is full"), ("boom", "Something went wrong on our side")):
        say(page, message)
        expect(page.get_by_test_id("toast-body").last).to_contain_text(sentence)
        expect(page.get_by_label("Your message")).to_have_value(message)
        expect(answers(page)).to_have_count(0)


# --- without a browser ------------------------------------------------------------------------------------------------


def test_cookie_is_signed_and_only_the_page_gives_one(tmp_path: Path) -> None:
    bot = fake_bot(tmp_path)
    with TestClient(create_app(bot, bot.settings)) as client:  # type: ignore[arg-type]
        assert "set-cookie" not in client.get("/healthz").headers
        cookie = client.get("/").headers["set-cookie"]
        assert cookie.startswith("because=web:") and "HttpOnly" in cookie and "SameSite=Lax" in cookie
        again = client.get("/").headers["set-cookie"]
        assert again.split(".")[0] == cookie.split(".")[0]
        client.cookies.clear()
        forged = client.get("/", headers={"cookie": "because=films:196.abcdef.ghijkl"}).headers["set-cookie"]
        assert forged.startswith("because=web:")


def test_our_script_is_the_first_of_the_page(tmp_path: Path) -> None:
    bot = fake_bot(tmp_path)
    with TestClient(create_app(bot, bot.settings)) as client:  # type: ignore[arg-type]
        page = client.get("/")
        assert page.text.count("const BECAUSE") == 1 and int(page.headers["content-length"]) == len(page.content)
        assert page.text.index("const BECAUSE") < page.text.index("gradio_config")
        assert "BECAUSE" not in client.get("/config").text + client.get("/readyz").text


def test_page_names_one_endpoint_and_takes_no_files(tmp_path: Path) -> None:
    bot = fake_bot(tmp_path)
    with TestClient(create_app(bot, bot.settings)) as client:  # type: ignore[arg-type]
        info = client.get("/gradio_api/info").json()
        assert (list(info["named_endpoints"]), info["unnamed_endpoints"]) == (["/chat"], {})
        assert client.post("/gradio_api/upload", files={"files": b"x"}).status_code == 404
        restore = client.post("/gradio_api/run/predict", json={"fn_index": 0, "data": [], "session_hash": "s"})
        assert "lost its cookie" in restore.text and "Traceback" not in restore.text


def test_text_helpers() -> None:
    assert as_text("Lock, Stock & 2 <b> &lt; &#60;") == "Lock, Stock & 2 &lt;b> &amp;lt; &amp;#60;"
    assert plain_markdown("**Go** to [here](http://x.example) ![p](http://x.example/p.png)!") == "Go to here p!"
    assert "<li>Nothing is known" in evidence_html([])
