"""What axe finds wrong with the page; nothing is excepted, the framework's own parts neither."""

from __future__ import annotations

from typing import Any

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
RULES = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


def violations(page: Any) -> list[str]:
    """Serious and critical ones, as the page looks now."""
    found = axe.Axe().run(page, options=RULES).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]} {node['any'][:1] and node['any'][0]['message']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def in_both_lights(page: Any) -> list[str]:
    """By day and by night, and the lights are as before."""
    found, nights = [], []
    for _ in range(2):
        nights.append(page.evaluate("document.body.classList.contains('dark')"))
        found += violations(page)
        page.locator("#lights").click()
    assert {*nights} == {False, True}
    return found
