"""The page over the real model, encoder and ratings: a conversation in each language, from a wish to the reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from browser.conftest import opener, served
from browser.steps import answers, ask, button, cards, eventually, expect

from chatbot.chatbot import Chatbot
from chatbot.chinese import has_han

CHINESE = ("我喜欢《异形》，想看类似的恐怖片", "不要1990年以后的", "为什么推荐第一部？", "怎么取消订阅？")
pytestmark = [pytest.mark.browser, pytest.mark.real]


@pytest.fixture(scope="module")
def real_address(real_bot: Chatbot, browser: Any) -> Iterator[str]:
    with served(real_bot) as address:
        yield address


def asked_for_reasons(bot: Chatbot) -> int:
    return sum(n for (task, who), n in bot.counts().items() if task == "reason" and who in ("llm", "fallback"))


def reasons(page: Any) -> list[str]:
    return [str(one) for one in cards(page).locator(".reason").all_inner_texts()]


def test_a_conversation_with_the_model(browser: Any, real_address: str, real_bot: Chatbot) -> None:
    with opener(browser, real_address) as new:
        page = new()
        before = asked_for_reasons(real_bot)
        ask(page, "I loved Alien and The Thing, what should I watch tonight?")
        expect(cards(page)).to_have_count(5)
        assert len({*reasons(page)}) == 5 and "writing why…" not in reasons(page)
        assert asked_for_reasons(real_bot) >= before + 5, "the model was asked"
        button(page, "Like").click()
        expect(button(page, "Like")).to_have_attribute("aria-pressed", "true")
        ask(page, "why the first one?")
        expect(answers(page).last).to_contain_text(re.compile("Alien|The Thing"))
        ask(page, "how do I delete my data?")
        expect(page.locator(".help .article summary")).to_be_visible()


def test_a_conversation_in_chinese_with_the_model(browser: Any, real_address: str, real_bot: Chatbot) -> None:
    def enter(page: Any, address: str) -> Any:
        page.goto(address)
        return settled(page)

    def settled(page: Any) -> Any:
        expect(page.get_by_role("button", name="发送")).to_be_visible()
        expect(page.locator(".replies button:disabled")).to_have_count(0)
        return page

    with opener(browser, real_address, enter) as new:
        page = new(locale="zh-CN")
        for number, message in enumerate(CHINESE, 1):
            page.get_by_label("你的消息").fill(message)
            page.get_by_role("button", name="发送").click()
            expect(answers(page)).to_have_count(number, timeout=60_000)
            settled(page)
        expect(cards(page)).to_have_count(5)
        assert all(has_han(reason) for reason in reasons(page))
        user = str(page.context.cookies()[0]["value"].split(".")[0])
        eventually(lambda: len(real_bot.history(user)) == 4)
        turns = real_bot.history(user)
        assert all(has_han(turn["reply"]) for turn in turns)
        years = [item["year"] for item in turns[1]["items"]]
        assert years and max(years) < 1990
        assert turns[2]["intent"] == "explain" and turns[3]["intent"] == "support"
