"""Reasons as cards show them, for people of the ratings: who wrote them, and whether a second judge finds a claim in
one that its evidence does not carry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from chatbot.chatbot import Chatbot
from chatbot.dataset import Dataset
from chatbot.evaluation.judge import Judge
from chatbot.evaluation.metrics import measured
from chatbot.explain import plain_reason, unsupported
from chatbot.profile import build_profile
from chatbot.prompt import PromptFormat
from chatbot.recommender import Query
from chatbot.types import Constraints, Recommendation

# what is asked for beside a taste, in turn, so that every kind of evidence occurs
WISHES = (
    Query(),
    Query(),
    Query(constraints=Constraints(genres=("Comedy",), year_min=1990, year_max=1999)),
    Query(constraints=Constraints(not_genres=("Horror",), at_most={"violence": 1})),
    Query(),
    Query("slow and strange", "something slow and strange"),
    Query(constraints=Constraints(genres=("Thriller",))),
)
SHORTENED = (1, 2, 3, 5, 10, 20)  # lengths of every other history


@dataclass(frozen=True)
class Judged:
    """A reason with what each judge says of it. written: by the LLM."""

    shown: Recommendation
    written: bool
    second: tuple[str, ...]
    first: tuple[str, ...]


def evaluate_reasons(bot: Chatbot, dataset: Dataset, format: PromptFormat, seed: int, most: int) -> dict[str, Any]:
    """most: how many reasons. unsupported: claims found by the second judge in any reason; checker: by the first in
    those that the LLM wrote."""
    before = Counter(bot.counts())
    judged = list(judged_reasons(bot, dataset, format, seed, most))
    counts = Counter(bot.counts()) - before
    asked = counts["reason", "llm"] + counts["reason", "fallback"]
    texts = [j.shown.reason for j in judged]
    return {
        "n": len(texts),
        "metrics": {
            "unsupported": measured([bool(j.second) for j in judged], seed),
            "unsupported_written": measured([bool(j.second) for j in judged if j.written] or [0.0], seed),
            "unsupported_by_checker": measured([bool(j.first) for j in judged if j.written] or [0.0], seed),
            "replaced": {"value": counts["reason", "fallback"] / max(1, asked), "ci_low": None, "ci_high": None},
            "written_by_model": measured([j.written for j in judged], seed),
            "distinct": {"value": len(set(texts)) / max(1, len(texts)), "ci_low": None, "ci_high": None},
            "words": measured([len(text.split()) for text in texts], seed),
        },
        "baselines": {},
        "split": "people of the ratings, every other history shortened; limits, words and none in turn",
        "fallback_rate": counts["reason", "fallback"] / max(1, asked),
    }


def judged_reasons(bot: Chatbot, dataset: Dataset, format: PromptFormat, seed: int, most: int) -> Iterator[Judged]:
    glue, judge = frozenset(format.words("reason").glue), Judge(bot.catalog)
    users = np.random.default_rng(seed).permutation(dataset.users)
    made = 0
    for at in range(max(len(users), most)):
        user = str(users[at % len(users)])
        history = dataset.history(user)
        history = history[: SHORTENED[at // 2 % len(SHORTENED)]] if at % 2 else history
        profile = build_profile(user, history, bot.domain.rating)
        for shown in bot.room.recommender.recommend(profile, WISHES[at % len(WISHES)]):
            if made == most:
                return
            made += 1
            written = shown.reason != plain_reason(shown.item, shown.evidence, shown.rank)
            second = judge.uncarried(shown.reason, shown.item, shown.evidence)
            first = unsupported(shown.reason, shown.item, shown.evidence, glue)
            yield Judged(shown, written, tuple(second), tuple(first))
