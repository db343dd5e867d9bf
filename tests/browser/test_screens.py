"""Pictures of the page as it is, for a person to look at: .pytest_cache/d/screens/*.png."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.accessible import violations
from browser.conftest import served
from browser.steps import ask, button, cards, expect, tab
from fakes import fake_bot

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
WIDTHS = {"wide": 1280, "phone": 375}


def pictures(page: Any, path: Path) -> None:
    """By day and by night; the lights are as before."""
    for light in ("day", "night"):
        page.screenshot(path=path.with_name(f"{path.name}-{light}.png"), full_page=True)
        page.locator("#lights").click()


@pytest.mark.parametrize("look", WIDTHS)
def test_pictures_of_every_tab(open_house: Open, screens: Path, look: str) -> None:
    page = open_house(width=WIDTHS[look], color_scheme="light", reduced_motion="reduce")
    pictures(page, screens / f"{look}-empty")
    ask(page, "I loved Alien and Blade Runner, something from the 90s")
    cards(page).first.locator("summary").click()
    button(page, "Like").click()
    expect(button(page, "Like")).to_have_attribute("aria-pressed", "true")
    pictures(page, screens / f"{look}-films")
    ask(page, "How do I cancel my subscription?")
    page.locator(".help .article summary").first.click()
    pictures(page, screens / f"{look}-help")
    for name in ("Your taste", "Conversations"):
        tab(page, name)
        expect(page.locator("#taste h2, #talks h2").filter(visible=True).first).to_be_visible()
        pictures(page, screens / f"{look}-{name.split()[-1].lower()}")


def in_each_light(page: Any, screens: Path | None = None) -> list[str]:
    """What is not accessible by day or by night, as the reader's system says, which this page alone goes by."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += violations(page)
        if screens:
            page.screenshot(path=screens / f"admin-{scheme}.png", full_page=True)
    return found


def test_pictures_of_the_operators_page(browser: Any, screens: Path, tmp_path: Path) -> None:
    bot = fake_bot(tmp_path, admin_password="a long enough password")
    for number in range(25):
        bot.reply(f"u{number % 4}", ("something like Alien", "weather?", "delete my data?", "a person")[number % 4])
    bot.helpful("u2", bot.turns[2].turn_id, True)
    bot.hand_over("u1", "Charged twice", "Twice in May.", "me@home.example")
    with served(bot) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(f"{address}/admin")
        assert in_each_light(page) == []
        page.get_by_label("password").fill("a long enough password")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Articles that help")).to_be_visible()
        assert in_each_light(page, screens) == []
        context.close()
