"""The page's words: the same keys and fields in both languages, every one of them used, and none left outside."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from chatbot.chinese import has_han
from chatbot.domain import PROMPTS, load_domain, read_yaml
from chatbot.errors import BusyError, ChatbotError, InputError
from chatbot.page.cards import cards_html
from chatbot.page.chips import limits_html, replies_html, starters
from chatbot.page.conversations import conversations_html
from chatbot.page.masthead import header_html, switches_html
from chatbot.page.taste import beliefs_html, data_html, watchlist_html
from chatbot.page.words import ALIASES, NAMES, language_of, load_words, speaking
from chatbot.settings import ROOT
from chatbot.types import INTENTS, Item, Recommendation

ENGLISH, CHINESE = (read_yaml(PROMPTS / f"page/{name}.yaml") for name in ("en", "zh"))
SOURCES = [*(ROOT / "chatbot/page").glob("*.py"), *(ROOT / "chatbot/front").glob("*.py"), ROOT / "app.py"]
# what stays Latin on a Chinese page: names, and words that are used as they are
LATIN = {
    "because",
    "alien",
    "the",
    "thing",
    "amélie",
    "json",
    "csv",
    "letterboxd",
    "movielens",
    "imdb",
    "markdown",
    "english",
}


def fields(line: object) -> set[str]:
    return set(re.findall(r"{(\w+)}", str(line))) - {"one", "many"}


def test_both_languages_hold_the_same() -> None:
    assert list(ENGLISH) == list(CHINESE)
    for key, line in CHINESE.items():
        assert fields(line) - {"end"} <= fields(ENGLISH[key]), key
        assert "<" not in str(line) + str(ENGLISH[key]), key
    latin = [
        key for key, line in CHINESE.items() if not has_han(line) and not re.fullmatch(r"[{}\w：:,. ]*", str(line))
    ]
    assert latin == [] and len(load_words("zh-Hant").everything()) == len(CHINESE)


def test_every_word_is_used_and_every_error_and_intent_has_one() -> None:
    code = "\n".join(path.read_text("utf-8") for path in SOURCES)
    open_ended = ("intent_", "error_", "starter_", "loading_")
    named = set(re.findall(r"['\"]([a-z_0-9]+)['\"]", code)) | {"yes_helped", "no_helped"}
    assert [key for key in ENGLISH if key not in named and not key.startswith(open_ended)] == []
    assert {f"intent_{intent}" for intent in INTENTS} <= {*ENGLISH}
    kinds, found = [ChatbotError], set()
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        found.add(f"error_{kind.code}")
    assert found <= {*ENGLISH}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_sentence_is_left_in_the_code(path: Path) -> None:
    """Text between tags, or two words and more with a capital in front, belongs into prompts/page."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    raised = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.Raise) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told | raised:
            bare = re.sub(r"<[^>]*>?", "|", node.value)
            assert not re.search(r"(^|\|)\s*[A-Z][a-z]+ [a-z]+", bare), f"line {node.lineno}: {node.value!r}"


def shown() -> str:
    """Much of the page, as HTML."""
    domain = load_domain("films")
    item = Item("x", "ALIEN", 1979, ("Horror", "Sci-Fi"), {"director": ("ALIEN",)}, age=16, minutes=117)
    row = Recommendation(item, 1, 3.9, 0.9, "ALIEN").to_json()
    talk = {"conversation_id": "x", "title": "ALIEN", "created": 0, "last": 0, "turns": 2}
    parts = [header_html(), switches_html(), replies_html(starters()), limits_html(()), cards_html([], {}, {}, domain)]
    parts += [
        cards_html([row], {"x": item}, {}, domain),
        conversations_html([talk], "", "x"),
        data_html({"matched": 1}, True),
    ]
    return "".join([*parts, beliefs_html([], []), watchlist_html([])])


@pytest.mark.parametrize("language", ["zh", "zh-Hant"])
def test_a_chinese_page_has_no_english_word(language: str) -> None:
    with speaking(language):
        html = shown()
    named = " ".join(re.findall(r'(?:aria-label|title|data-text)="([^"]*)"', html))
    text = f"{re.sub('<[^>]*>', ' ', html)} {named}"
    assert {word.lower() for word in re.findall(r"[A-Za-zéÉ]{2,}", text)} <= LATIN
    assert shown() != html and not has_han(re.sub(r"[简繁]体?體?中文", "", shown()))


def test_the_language_is_what_was_chosen_or_what_the_browser_asks_for() -> None:
    for alias in ("zh", "zh-CN", "zh-SG", "zh-Hans", "zh-CN,zh;q=0.9,en;q=0.8", "fr, zh;q=0.5"):
        assert language_of("", alias) == "zh", alias
    for alias in ("zh-TW", "zh-HK", "zh-Hant", "zh-MO,zh;q=0.9"):
        assert language_of("", alias) == "zh-Hant", alias
    for other in ("", "de", "en-US,en;q=0.9,zh;q=0.8", ";;q=x,,"):
        assert language_of("", other) == "en", other
    assert language_of("zh", "en") == "zh" and language_of("evil", "en") == "en"
    assert {alias for every in ALIASES.values() for alias in every} >= {
        "zh",
        "zh-CN",
        "zh-TW",
        "zh-HK",
        "zh-Hans",
        "zh-Hant",
    }
    assert set(NAMES) == set(ALIASES)


def test_numbers_dates_and_errors() -> None:
    english, chinese = load_words("en"), load_words("zh")
    assert (english.count("messages", 1), english.count("messages", 1200)) == ("1 message", "1,200 messages")
    assert chinese.count("messages", 1200) == "1,200 条消息"
    assert (english.day(1763800000), chinese.day(1763800000)) == ("22 November 2025", "2025年11月22日")
    assert english.error(InputError("Too bad.")) == "Too bad." and has_han(chinese.error(BusyError("x")))
    assert "Too bad." in chinese.error(InputError("Too bad."))
