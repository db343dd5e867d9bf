"""The help centre beside the chat as HTML: what it shows when, and that what somebody wrote stays text."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import ARTICLE, EVIL, SCRIPT

from chatbot.errors import InputError
from chatbot.page.help import Form, help_html
from chatbot.page.steps import waiting
from chatbot.support.tickets import SUBJECT_MAX, check_form, form_summary, subject_of

ARTICLES = {ARTICLE.id: ARTICLE}


def turn(**more: Any) -> dict[str, Any]:
    plain = {"turn_id": "t1", "intent": "support", "message": "hello", "sources": [], "handoff": False}
    return {**plain, "ticket": None, "offer": "", **more}


SOURCED = turn(sources=[{"id": ARTICLE.id, "title": ARTICLE.title, "score": 0.9}])


def test_an_article_is_text_with_lists_and_nothing_else() -> None:
    html = help_html(SOURCED, ARTICLES)
    assert "<strong>Delete my data</strong>" in html and "<ol>" in html and "<ul>" in html
    assert not any(bad in html for bad in (EVIL, SCRIPT, "<a ", "<img"))
    assert "&lt;img" in html and "[a link](javascript:alert(1))" in html


def test_what_stands_there_when() -> None:
    assert help_html(None, ARTICLES) == help_html(turn(), ARTICLES) == ""
    asked = help_html(SOURCED, ARTICLES, True)
    assert asked.count("aria-pressed") == 2 and asked.count('aria-pressed="true"') == 1
    assert "<details data-key='write'>" in asked and "<form" in asked
    offered = help_html(turn(handoff=True), ARTICLES, form=Form(EVIL, EVIL, "x", f"No. {EVIL}"))
    assert "aria-pressed" not in offered and "role='alert'" in offered and EVIL not in offered
    assert "<form" not in help_html(turn(handoff=True, ticket="1"), ARTICLES), "it has a ticket already"
    assert "<b>123</b>" in help_html(SOURCED, ARTICLES, form=Form(number="123"))
    gone = help_html(turn(sources=[{"id": "gone", "title": "Gone", "score": 1}]), ARTICLES)
    assert "article" not in gone and "<form" in gone
    assert "the conversation is not" in help_html(SOURCED, ARTICLES, remember=False)


@pytest.mark.parametrize(
    ("subject", "text", "contact", "sentence"),
    [
        ("", " \n ", "", "still empty"),
        ("s" * 121, "x", "", "subject has 121"), ("", "x" * 4001, "", "message has 4,001"),
        ("", "x", "nobody", "neither an e-mail"), ("", "x", "a@b", "neither"), ("", "x", "12", "neither"),
        ("", "a\x00b", "", "control"), ("", "\ud800", "", "control"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_kept_says_why(subject: str, text: str, contact: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        check_form(subject, text, contact)


def test_a_form_is_kept_whole() -> None:
    assert check_form(" a  b ", " two\nlines 👩‍👩‍👧 ", "+49 (0)30-123") == ("a b", "two\nlines 👩‍👩‍👧", "+49 (0)30-123")
    subject, text, _ = check_form("", "y" * 3000, "me@home.example")
    assert len(subject) <= SUBJECT_MAX and len(text) == 3000
    told = form_summary(subject, text, "", [{**SOURCED, "intents": ["support"]}, turn(intent="greeting")])
    assert "y" * 3000 in told and "Contact: none given" in told and "Asked: hello" in told


def test_the_subject_is_what_was_asked_last() -> None:
    asked = [turn(message="refund?", offer="person"), turn(message="thanks"), turn(intent="greeting", message="hi")]
    assert subject_of(asked) == "refund?" and subject_of([]) == subject_of(asked[1:]) == ""


def test_places_in_the_line_in_words() -> None:
    said = [waiting(place) for place in (1, 2, 3, 4, 11, 12, 21, 22)]
    assert said[0] == "You’re next…" and [s.split()[-3] for s in said[1:]] == "2nd 3rd 4th 11th 12th 21st 22nd".split()
