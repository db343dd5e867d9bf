"""Each thing that a person does on the page, once, over a whole chatbot: real films, real limits, a real store."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.steps import answers, ask, button, cards, eventually, expect, ready, tab
from fakes import EVIL

from chatbot.chatbot import Chatbot

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
WISH = "I loved Alien and Blade Runner, something from the 90s"


def person(page: Any) -> str:
    """Who the cookie says this is."""
    return str(page.context.cookies()[0]["value"].split(".")[0])


def titles(page: Any) -> list[str]:
    return [str(one) for one in cards(page).locator("h3").all_inner_texts()]


def test_starters_and_quick_replies_are_said(open_house: Open) -> None:
    page = open_house()
    page.get_by_role("button", name="A funny film from the 90s").click()
    expect(answers(page)).to_have_count(1)
    ready(page)
    first = titles(page)
    assert first and all("199" in title for title in first)
    page.get_by_role("button", name="Something else").click()
    expect(answers(page)).to_have_count(2)
    ready(page)
    assert not {*titles(page)} & {*first}


def test_a_card_tells_suitability_and_why(open_house: Open, house: Chatbot) -> None:
    page = open_house()
    ask(page, WISH)
    film = next(item for item in house.catalog if item.label.replace(" (", " ").rstrip(")") == titles(page)[0])
    card = cards(page).first
    expect(card).to_contain_text(re.compile(r"You’d give it about [1-5]\.\d of 5"))
    expect(card).to_contain_text(f"suitable from {film.age}" if film.age else "suitable for all")
    assert card.locator("svg.cover").get_attribute("aria-hidden") == "true"
    card.locator("summary").click()
    shares = [int(one) for one in re.findall(r"(\d+)%", " ".join(card.locator(".evidence em").all_inner_texts()))]
    assert 95 <= sum(shares) <= 105, "the shares are those of the score"


def test_what_if_is_asked_from_a_card_and_stores_nothing(open_house: Open, house: Chatbot) -> None:
    page = open_house()
    ask(page, WISH)
    before = house.profile(person(page))["interactions"]
    for at in range(cards(page).count()):
        card = cards(page).nth(at)
        card.locator("summary").click()
        asks = card.get_by_role("button", name=re.compile("^What if not"))
        if asks.count():
            asks.first.click()
            break
    expect(answers(page).last).to_contain_text("Without")
    ready(page)
    assert house.profile(person(page))["interactions"] == before


def test_steps_are_folded_and_tell_times(open_house: Open) -> None:
    page = open_house()
    ask(page, WISH)
    steps = page.locator("details.steps")
    expect(steps.locator("li").first).to_be_hidden()
    steps.locator("summary").click()
    expect(steps.locator("li").first).to_contain_text("Understood: ")
    expect(steps).to_contain_text("Ranked them for you")
    expect(steps).to_contain_text("Wrote 5 reasons")


def test_a_limit_is_removed_and_the_next_answer_follows(open_house: Open, house: Chatbot) -> None:
    page = open_house()
    ask(page, "a thriller from the 90s, never musicals")
    limits = page.locator(".limits button")
    expect(limits).to_have_count(3)
    page.get_by_role("button", name="from the 1990s").click()
    expect(page.locator(".told").filter(has_text="No longer asked: from the 1990s")).to_be_visible()
    expect(limits).to_have_count(2)
    page.get_by_role("button", name="always: no musicals").click()
    expect(limits).to_have_count(1)
    assert not house.store.standing(person(page))
    page.get_by_role("button", name="Look again").click()
    expect(answers(page)).to_have_count(2)
    ready(page)
    expect(limits).to_have_count(1)
    kept = house.history(person(page))[-1]["constraints"]
    assert kept["genres"] == ["Thriller"] and kept["year_min"] is None and kept["not_genres"] == []
    page.reload()
    expect(limits).to_have_count(1)


def test_undo_edit_and_retry_put_back_what_was_said(open_house: Open, house: Chatbot) -> None:
    page = open_house(permissions=["clipboard-read", "clipboard-write"])
    ask(page, "I loved Alien")
    page.get_by_role("button", name="Copy message").last.click()
    eventually(lambda: page.evaluate("navigator.clipboard.readText()") == answers(page).last.inner_text().strip())
    user = person(page)
    ask(page, "I hated Heat, something from the 80s")
    assert {i.item_id: i.signal for i in house.store.interactions(user)} == {
        "alien-1979": "like", "heat-1995": "dislike",
    }  # fmt: skip
    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_label("Your message")).to_have_value("I hated Heat, something from the 80s")
    expect(answers(page)).to_have_count(1)
    assert [i.item_id for i in house.store.interactions(user)] == ["alien-1979"]
    assert house.history(user)[-1]["message"] == "I loved Alien"
    first = house.history(user)[-1]["turn_id"]
    page.get_by_role("button", name="Retry").last.click()
    eventually(lambda: [t["turn_id"] for t in house.history(user)] not in ([], [first]))
    ready(page)
    expect(answers(page)).to_have_count(1)
    assert [t["message"] for t in house.history(user)] == ["I loved Alien"]
    page.get_by_role("button", name="Edit").last.click()
    page.locator("#chat textarea").fill("I loved Fargo")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_test_id("user")).to_have_text("I loved Fargo")
    eventually(lambda: [t["message"] for t in house.history(user)] == ["I loved Fargo"])
    assert [i.item_id for i in house.store.interactions(user)] == ["fargo-1996"]


def test_two_and_three_side_by_side(open_house: Open) -> None:
    page = open_house()
    ask(page, WISH)
    button(page, "Compare", 0).click()
    expect(page.locator(".compare")).to_contain_text("is picked")
    button(page, "Compare", 1).click()
    table = page.locator(".compare table")
    expect(table.locator("thead th")).to_have_count(2)
    for row in ("Year", "Genres", "Directed by", "Suitable from", "Violence"):
        expect(table.get_by_role("rowheader", name=row, exact=True)).to_be_visible()
    button(page, "Compare", 2).click()
    expect(table.locator("thead th")).to_have_count(3)
    page.get_by_role("button", name="Clear the comparison").click()
    expect(table).to_have_count(0)
    expect(button(page, "Compare", 0)).to_have_attribute("aria-pressed", "false")


def test_watch_list_and_beliefs(open_house: Open) -> None:
    page = open_house()
    ask(page, "I loved Alien, Aliens and Blade Runner, what should I watch?")
    button(page, "Watch list").click()
    expect(button(page, "Watch list")).to_have_attribute("aria-pressed", "true")
    title = titles(page)[0].rpartition(" ")[0]
    tab(page, "Your taste")
    taste = page.locator("#taste")
    expect(taste).to_contain_text("You like science fiction.")
    expect(taste).to_contain_text("3 of 3: ")
    expect(taste.get_by_role("listitem").filter(has_text=title)).to_have_count(1)
    taste.get_by_role("button", name=f"Remove: {title}").click()
    expect(taste).to_contain_text("Press Watch list on a card")
    tab(page, "Tonight")
    expect(button(page, "Watch list")).to_have_attribute("aria-pressed", "false")


def test_ratings_are_found_changed_removed_and_brought_back(open_house: Open, house: Chatbot) -> None:
    page = open_house()
    ask(page, "I loved Alien and Fargo")
    user = person(page)
    tab(page, "Your taste")
    rows = page.locator("#taste .films li:has(select)")
    expect(rows).to_have_count(2)
    page.get_by_label("Search your ratings").fill("farg")
    expect(rows).to_have_count(1)
    page.get_by_label("Your rating of Fargo (1996)").select_option("2")
    expect(page.get_by_label("Your rating of Fargo (1996)")).to_have_value("2")
    changed = ("fargo-1996", "dislike", 2.0)
    eventually(lambda: changed in {(i.item_id, i.signal, i.rating) for i in house.store.interactions(user)})
    page.get_by_role("button", name="Remove: Fargo (1996)").click()
    expect(page.locator("#taste")).to_contain_text("Fargo (1996) is forgotten.")
    assert len(house.store.interactions(user)) == 1
    page.get_by_role("button", name="Undo: Fargo").click()
    expect(rows).to_have_count(1)
    assert len(house.store.interactions(user)) == 2


@pytest.mark.parametrize(
    ("text", "kept", "unmatched"),
    [
        ("Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,Alien,1979,https://boxd.it/x,4.5\n"
         f"2024-01-02,{EVIL},2020,https://boxd.it/y,3\n", {"alien-1979": 4.5}, EVIL),
        ("userId,movieId,rating,timestamp\n1,1214,0.5,1\n1,99999999,4,1\n", {"alien-1979": 1.0}, "number 99999999"),
    ],
)  # fmt: skip
def test_ratings_are_brought_in(
    open_house: Open, house: Chatbot, tmp_path: Path, text: str, kept: dict[str, float], unmatched: str
) -> None:
    page = open_house()
    tab(page, "Your taste")
    path = tmp_path / "ratings.csv"
    path.write_text(text, "utf-8")
    page.get_by_label("Bring your ratings").set_input_files(path)
    expect(page.locator("#taste")).to_contain_text("1 rating is in.")
    page.get_by_text("not in my catalogue").click()
    expect(page.locator("#taste .told li")).to_contain_text([unmatched])
    assert {i.item_id: i.rating for i in house.store.interactions(person(page))} == kept
    assert page.locator(".because img").count() == 0


def test_a_file_that_is_no_ratings_says_what_to_do(open_house: Open, house: Chatbot, tmp_path: Path) -> None:
    page = open_house()
    tab(page, "Your taste")
    path = tmp_path / "list.csv"
    for text, sentence in (("a,b\n1,2\n", "must name the columns"), ("Name,Rating\nAlien,11\n", "Nothing was brought")):
        path.write_text(text, "utf-8")
        page.get_by_label("Bring your ratings").set_input_files(path)
        expect(page.locator("#taste")).to_contain_text(sentence)
    assert house.store.interactions(person(page)) == ()


def test_conversations_are_opened_named_searched_taken_out_and_deleted(open_house: Open, house: Chatbot) -> None:
    page = open_house()
    ask(page, f"a western {EVIL}")
    ask(page, "something like Alien")
    page.get_by_role("button", name="New conversation").click()
    expect(answers(page)).to_have_count(0)
    ask(page, "a musical")
    user = person(page)
    tab(page, "Conversations")
    rows = page.locator("#talks .list > li")
    expect(rows).to_have_count(2)
    rows.nth(0).get_by_text("Rename").click()
    rows.nth(0).get_by_role("textbox").fill(f"Songs {EVIL}")
    rows.nth(0).get_by_role("button", name="Save").click()
    expect(rows.nth(0)).to_contain_text(f"Songs {EVIL}")
    with page.expect_download() as got:
        rows.nth(1).get_by_role("link", name="Markdown").click()
    text = Path(got.value.path()).read_text("utf-8")
    assert text.startswith("# a western") and "**Because**" in text and "<img" not in text.replace("\\<", "")
    with page.expect_download() as got:
        rows.nth(1).get_by_role("link", name="JSON").click()
    assert len(json.loads(Path(got.value.path()).read_text("utf-8"))["turns"]) == 2
    page.get_by_label("Search conversations").fill("WESTERN")
    expect(rows).to_have_count(1)
    rows.nth(0).get_by_role("button", name="open this conversation").click()
    expect(page.get_by_test_id("user").first).to_have_text(f"a western {EVIL}")
    expect(cards(page)).to_have_count(5)
    tab(page, "Conversations")
    expect(rows).to_have_count(2)
    rows.nth(1).get_by_role("button", name="Delete").click()
    rows.nth(1).get_by_role("button", name="Keep it").click()
    expect(rows.nth(1).get_by_role("button", name="Keep it")).to_have_count(0)
    rows.nth(1).get_by_role("button", name="Delete").click()
    rows.nth(1).get_by_role("button", name="Yes, delete it").click()
    expect(rows).to_have_count(1)
    assert [row["title"] for row in house.store.conversations(user)] == [f"Songs {EVIL}"]
    tab(page, "Tonight")
    expect(answers(page)).to_have_count(0)
    assert page.locator(".because img").count() == 0


def test_files_are_the_cookies_own(open_house: Open, house: Chatbot) -> None:
    page, other = open_house(), open_house()
    ask(page, "a western")
    talk = house.store.latest_conversation(person(page))
    address = page.url.rstrip("/")
    get = other.context.request.get
    assert get(f"{address}/page/conversations/{talk}.json").status == 404
    assert get(f"{address}/page/export.json").json() == {}
    assert page.context.request.get(f"{address}/page/export.json").json()["turns"][0]["message"] == "a western"
