"""The second judge: it finds what the first finds, by a grammar of its own, and lets true sentences be."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest

from chatbot.catalog import Catalog
from chatbot.evaluation import judge as judge_module
from chatbot.evaluation import relations, said
from chatbot.evaluation.judge import Judge
from chatbot.explain import plain_reason
from chatbot.types import Evidence, Item
from tests.test_explain import FALSE, MEASURED, RICH, RUNNER, TRUE

REPEATED = {"You liked Alien, Alien and Alien.", "Alien."}  # clumsy, and no claim


@pytest.fixture(scope="module")
def judge(catalog: Catalog) -> Judge:
    return Judge(catalog)


@pytest.mark.parametrize("text", TRUE)
def test_true_sentences_are_let_be(judge: Judge, text: str) -> None:
    assert judge.uncarried(text, RUNNER, RICH) == []


@pytest.mark.parametrize("text", [text for text in FALSE if text and text not in REPEATED])
def test_false_sentences_are_found(judge: Judge, text: str) -> None:
    assert judge.uncarried(text, RUNNER, RICH)


@pytest.mark.parametrize("variant", range(8))
@pytest.mark.parametrize("size", range(1, len(RICH) + 1))
def test_plain_sentences_are_true(judge: Judge, variant: int, size: int) -> None:
    for evidence in (RICH[:size], RICH[-size:], MEASURED[:size]):
        text = plain_reason(RUNNER, evidence, variant)
        assert judge.uncarried(text, RUNNER, evidence) == [], text


def test_stops_inside_names_end_no_sentence(judge: Judge) -> None:
    flynt = Item("flynt-1996", "The People vs. Larry Flynt", 1996)
    liked = (Evidence("e1", "liked_item", "G.I. Jane", 0.5, "gi-jane-1997"),)
    assert judge.uncarried("The People vs. Larry Flynt is like G.I. Jane, which you liked.", flynt, liked) == []


def test_a_theme_in_its_own_title_is_not_said(judge: Judge, catalog: Catalog) -> None:
    shawshank = catalog["the-shawshank-redemption-1994"]
    shared = (
        Evidence("e1", "liked_item", "Cool Hand Luke", 0.5, "cool-hand-luke-1967"),
        Evidence("e2", "attribute", "prison life", 0.3, "cool-hand-luke-1967", "theme"),
        Evidence("e3", "attribute", "redemption", 0.2, "schindlers-list-1993", "theme"),
    )
    said = "{} shares {} with Cool Hand Luke, which you liked."
    assert judge.uncarried(said.format(shawshank.title, "prison life"), shawshank, shared) == []
    assert judge.uncarried(said.format(shawshank.title, "redemption"), shawshank, shared)


@pytest.mark.parametrize("module", [judge_module, relations, said])
def test_the_judge_shares_no_code_with_the_checker(module: ModuleType) -> None:
    assert "chatbot.explain" not in inspect.getsource(module)
