"""The deletion test runs on any ratings, and its scores are those of the recommender itself."""

from __future__ import annotations

import math

import pytest

from chatbot.build import Parts, assemble
from chatbot.dialogue.what_if import imagine
from chatbot.evaluation.why import FEWEST, contributions, evaluate_why
from chatbot.predict import Predictor
from chatbot.profile import build_profile
from chatbot.prompt import PromptFormat
from chatbot.recommender import Query, Recommender
from chatbot.storage import SqlStore


@pytest.fixture(scope="module")
def recommender(parts: Parts) -> Recommender:
    bot = assemble(parts.settings, parts, Predictor(None, frozenset()), PromptFormat(), SqlStore("sqlite://"))
    return bot.room.recommender


def test_scores_without_a_part_are_those_of_the_ranking_run_anew(recommender: Recommender, parts: Parts) -> None:
    user = next(u for u in parts.dataset.users if len(parts.dataset.history(str(u))) >= FEWEST)
    scale = parts.domain.rating
    profile = build_profile(str(user), parts.dataset.history(str(user)), scale)
    item = recommender.catalog.items[0]
    gone = list(profile.weights)[:2]
    then = imagine(profile, gone, "none", scale)
    adds, own = contributions(recommender, profile, item)
    score = own + sum(adds[i] for i in then.weights) / math.hypot(*then.weights.values())
    assert score == pytest.approx(float(recommender.scores(recommender.want(then, Query()), Query())[0]), abs=1e-4)


def test_the_cited_part_costs_more(recommender: Recommender, parts: Parts) -> None:
    report = evaluate_why(recommender, parts.dataset, parts.domain.rating, 0, 20)
    assert report["n"] > 0 and report["metrics"]["cited_costs_more"]["value"] > 0.5
    assert {"reason_cited_costs_more", "than_other_likes"} <= set(report["metrics"])
