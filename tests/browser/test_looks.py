"""The look in a browser: accessible by day and by night, reachable by keyboard, calm while an answer comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browser.accessible import in_both_lights
from browser.steps import ask_for_films, button, cards, expect, ready, say, tab

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


def test_no_serious_violation(open_page: Open) -> None:
    page = open_page(color_scheme="light", reduced_motion="reduce")
    assert in_both_lights(page) == []
    ask_for_films(page)
    cards(page).first.locator("summary").click()
    button(page, "Like").click()
    for place in (0, 1):
        button(page, "Compare", place).click()
    expect(page.locator(".compare table")).to_be_visible()
    assert in_both_lights(page) == []
    for name in ("Your taste", "Conversations"):
        tab(page, name)
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        expect(page.locator("#taste h2, #talks h2").first).to_be_attached()
        assert in_both_lights(page) == [], name


def test_everything_is_reached_by_tab_and_focus_is_seen(open_page: Open) -> None:
    page = open_page()
    ask_for_films(page)
    page.get_by_label("Your message").focus()
    reached, seen = (
        [],
        """() => {
        const at = document.activeElement, look = getComputedStyle(at);
        const box = getComputedStyle(at.closest("#box") ?? at);
        return [at.getAttribute("aria-label") || at.innerText, look.outlineStyle + box.boxShadow]
    }""",
    )
    for _ in range(40):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(seen)
        reached.append(" ".join(name.split()))
        assert outline not in ("nonenone",), f"no focus is seen on {name!r}"
        if name.startswith("Like: Sunshine"):
            break
    for name in ("Less scary", "Like: Event Horizon 1997", "Watch list: Event Horizon 1997", "Why this? Event Horizon"):
        assert name in reached
    order = [reached.index(name) for name in ("Send", "Less scary", "Like: Event Horizon 1997", reached[-1])]
    assert order == sorted(order), "as they stand on the page"
    page.keyboard.press("Enter")
    expect(button(page, "Like", 1)).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Like: Sunshine")


def test_the_talk_stays_in_view_beside_the_films(open_page: Open) -> None:
    page = open_page()
    ask_for_films(page)
    cards(page).last.scroll_into_view_if_needed()
    expect(page.get_by_label("Your message")).to_be_in_viewport()


def test_nothing_jumps_while_an_answer_comes(open_page: Open) -> None:
    page = open_page()
    page.evaluate(
        """() => { window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => {
        window.shift += e.value })).observe({type: "layout-shift", buffered: false}) }"""
    )
    say(page, "slow, something like Alien")
    expect(button(page, "Like")).to_be_enabled(timeout=30_000)
    ready(page)
    assert page.evaluate("window.shift") < 0.1


def test_the_lights_stay_as_they_were_set(open_page: Open) -> None:
    page = open_page(color_scheme="light")
    page.get_by_role("button", name="Lights down").click()
    expect(page.locator("body")).to_have_class("dark")
    page.reload()
    ready(page)
    expect(page.get_by_role("button", name="Lights up")).to_be_visible()
    assert "dark" in page.evaluate("document.body.className")
