"""The page in Chinese: chosen by the browser or on the page, from the empty state to an answer, and accessible."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.accessible import in_both_lights
from browser.conftest import opener
from browser.steps import answers, ask, cards, eventually, expect
from browser.test_screens import pictures

from chatbot.chatbot import Chatbot
from chatbot.chinese import has_han

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
HAN = re.compile("[\u4e00-\u9fff]")


def said(page: Any, message: str, answer: int) -> None:
    page.get_by_label("你的消息").fill(message)
    page.get_by_role("button", name="发送").click()
    expect(answers(page)).to_have_count(answer)
    expect(page.get_by_role("button", name="发送")).to_be_visible()
    expect(page.locator(".replies button:disabled")).to_have_count(0)


@pytest.fixture
def chinese(browser: Any, house_address: str) -> Any:
    """The page as somebody meets it whose browser asks for Chinese; no console error, nothing off-host."""

    def enter(page: Any, address: str) -> Any:
        page.goto(address)
        expect(page.locator("#box textarea")).to_be_visible()
        expect(page.locator(".replies button:disabled")).to_have_count(0)
        return page

    with opener(browser, house_address, enter) as new:
        yield new


def test_a_conversation_in_chinese(chinese: Open, house: Chatbot, screens: Path) -> None:
    page = chinese(locale="zh-CN", reduced_motion="reduce")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert not re.findall(r"(?:Send|Tonight|Lights|taste|New|Remember)", page.locator("body").inner_text())
    assert in_both_lights(page) == []
    page.get_by_role("button", name="90年代的喜剧片").click()
    expect(cards(page)).to_have_count(5)
    expect(answers(page).last).to_contain_text("喜剧片")
    said(page, "不要爱情片", 2)
    expect(page.locator(".limits")).to_contain_text("不要爱情片")
    first = cards(page).first
    for words in ("喜剧", "估计你会打", "导演", "分钟"):
        expect(first).to_contain_text(words)
    first.locator("summary").click()
    expect(first.locator(".evidence li").first).to_contain_text(HAN)
    first.get_by_role("button", name=re.compile("^喜欢：")).click()
    expect(first.get_by_role("button", name=re.compile("^喜欢："))).to_have_attribute("aria-pressed", "true")
    said(page, "为什么推荐第一部？", 3)
    expect(answers(page).last).to_contain_text("分数的构成")
    said(page, "怎么取消订阅？", 4)
    expect(page.locator(".help")).to_contain_text("有帮助吗？")
    said(page, "鑫淼焱垚", 5)
    expect(answers(page).last).to_contain_text("英文")
    assert in_both_lights(page) == []
    pictures(page, screens / "chinese")
    for name in ("你的口味", "对话记录"):
        page.get_by_role("tab", name=name).click()
        expect(page.locator("#taste h2, #talks h2").last).to_contain_text(HAN)
        assert in_both_lights(page) == [], name
    user = str(page.context.cookies()[0]["value"].split(".")[0])
    eventually(lambda: all(has_han(turn["reply"]) for turn in house.history(user)))


def test_the_language_is_changed_on_the_page_and_kept(chinese: Open) -> None:
    page = chinese(locale="zh-TW")
    assert page.evaluate("document.documentElement.lang") == "zh-TW"
    expect(page.get_by_role("button", name="關燈")).to_be_visible()
    page.get_by_label("語言").select_option("en")
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(page.get_by_role("tab", name="Your taste")).to_be_visible()
    ask(page, "something like Alien")
    for name in ("Retry", "Undo", "Edit"):  # the framework's own words follow
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_label("Language").select_option("zh")
    for name in ("发送", "重试", "撤销", "编辑"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    page.get_by_label("语言").select_option("zh-Hant")
    for name in ("傳送", "重試", "復原", "編輯"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()


def test_a_phone_in_chinese_has_no_sideways_scroll(chinese: Open) -> None:
    page = chinese(width=375, locale="zh-CN", color_scheme="dark")
    said(page, "像 Alien 那样的惊悚片", 1)
    for name in ("今晚", "你的口味", "对话记录"):
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, name
