"""The desk: the right article for a question, or none."""

from __future__ import annotations

import pytest
from small import HashEncoder

from chatbot.build import Parts
from chatbot.settings import Settings
from chatbot.support.articles import Article, Question, load_articles, load_questions
from chatbot.support.desk import Desk, passages

CANCEL = Article("cancel", "Cancel your plan", ("stop",), "Press Cancel under Plan.\n\nYou keep it to the end.")
SOUND = Article("sound", "No sound", ("silence",), "Turn the volume up on your device.\n\n1. Check the thin cable.")


@pytest.fixture
def desk() -> Desk:
    asked = [Question("how do I stop paying", "cancel"), Question("who won the football match", None)]
    return Desk([CANCEL, SOUND], HashEncoder().encode, asked)


def test_the_nearest_come_best_first(desk: Desk) -> None:
    found = desk.find("there is no sound on my device")
    assert [source.id for source in found] == ["sound", "cancel"]
    assert found[0].score >= found[1].score and all(0 <= source.score <= 1 for source in found)
    assert found[0].title == "No sound"
    assert len(desk.find("sound", k=1)) == 1


@pytest.mark.parametrize("question", ["Cancel your plan", "how do I stop paying", "cancell my plann please"])
def test_an_answer_with_its_article(desk: Desk, question: str) -> None:
    answer = desk.answer(question)
    assert answer is not None and answer[0] is CANCEL and answer[1].id == "cancel"


def test_no_article_no_answer(desk: Desk) -> None:
    assert desk.answer("who won the football match") is None
    assert desk.answer("zzz") is None
    assert Desk([], HashEncoder().encode).answer("how do I cancel") is None


def test_articles_do_without_questions() -> None:
    desk = Desk([CANCEL, SOUND], HashEncoder().encode)
    answer = desk.answer("there is no sound on my device")
    assert answer is not None and answer[0] is SOUND
    assert desk.answer("zzz") is None


def test_an_unanswerable_example_speaks_against_what_lies_near_it(desk: Desk) -> None:
    asked = ["who won the football match", "who plays in the football match tonight", "football results please"]
    more = Desk([CANCEL, SOUND], HashEncoder().encode, [Question(text, None) for text in asked])
    assert more.answer("who won the football match tonight") is None
    assert more.answer("there is no sound on my device") is not None


def test_passages_are_paragraphs_and_list_items_with_the_title_in_front() -> None:
    assert passages(SOUND) == ["No sound. Turn the volume up on your device.", "No sound. Check the thin cable."]


def test_every_article_is_found_by_its_own_title() -> None:
    articles = load_articles(Settings().articles)
    desk = Desk(articles, HashEncoder().encode)
    missed = [a.id for a in articles if desk.find(a.title, 1)[0].id != a.id]
    assert len(missed) <= 1, missed


@pytest.mark.real
def test_validation_questions_with_the_real_encoder(real_parts: Parts) -> None:
    questions = load_questions(Settings().articles, "validation")
    answered = [q for q in questions if q.article]
    found = [real_parts.desk.answer(q.text) for q in questions]
    right = sum(f is not None and f[0].id == q.article for f, q in zip(found, questions, strict=True))
    noticed = sum(f is None and q.article is None for f, q in zip(found, questions, strict=True))
    assert right >= 0.75 * len(answered)
    assert noticed >= 0.7 * (len(questions) - len(answered))


def test_what_speaks_for_a_question_to_the_desk(desk: Desk) -> None:
    assert desk.evidence("how do I stop paying") > desk.evidence("a western with horses")
    assert Desk([], HashEncoder().encode).evidence("how do I cancel") == 0.0


@pytest.mark.real
@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("How many televisions can run at the same time?", "screens-at-once"),
        ("I forgot my PIN", "parental-controls"),  # change-pin is for those who know it
        ("can I put my plan on hold in August", "pause-subscription"),
        ("which screws for the television on the wall", None),
    ],
)
def test_thin_articles_are_found_with_the_real_encoder(real_parts: Parts, question: str, article: str | None) -> None:
    found = real_parts.desk.answer(question)
    assert (found and found[0].id) == article
