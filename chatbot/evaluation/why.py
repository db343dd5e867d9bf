"""The deletion test: does the score rest on what `why` cites?

For people of the ratings: the ranking is run again without the cited part of the history, and without a random part of
the same size. The cited part must cost the item more. Two parts are tested: every liked item that a card names as
evidence, and those alone that its plain sentence names. After "comprehensiveness" of DeYoung et al., ERASER (ACL 2020).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from chatbot.dataset import Dataset
from chatbot.dialogue.what_if import imagine
from chatbot.domain import RatingScale
from chatbot.evaluation.metrics import measured
from chatbot.explain import plain_reason
from chatbot.profile import build_profile
from chatbot.recommender import Query, Recommender
from chatbot.types import Evidence, Item, UserProfile

CASES = 600  # recommended items that are tested, where there are people enough
DRAWS = 10
LISTED = 5
FEWEST, MOST = 12, 400  # judged items of a history; fewer leave no other part of the same size


@dataclass(frozen=True)
class Case:
    """What taking a part of the history away costs an item: its score with it, less its score without.

    cited: the evidence · random: draws of any judged items · liked: draws of liked items alone. Scores are those of the
    ranking run anew, weights scaled as always. before, after, after_random: ranks by score.
    """

    size: int
    cited: float
    random: tuple[float, ...]
    liked: tuple[float, ...]
    before: int
    after: int
    after_random: int


def evaluate_why(
    recommender: Recommender, dataset: Dataset, scale: RatingScale, seed: int, cases: int = CASES
) -> dict[str, Any]:
    card, sentence = deletion_cases(recommender, dataset, scale, seed, cases)
    return {
        "n": len(card),
        "metrics": {**_figures(card, seed), **{f"reason_{k}": v for k, v in _figures(sentence, seed).items()}},
        "baselines": {
            "random_part": {"rank_falls": measured([case.after_random > case.before for case in card], seed)}
        },
        "split": f"people of the ratings, their first {LISTED} items by score; {len(sentence)} sentences name a film; "
        f"{DRAWS} random parts each, the first counts",
        "fallback_rate": 0.0,
    }


def _figures(cases: Sequence[Case], seed: int) -> dict[str, Any]:
    return {
        "cited_costs_more": measured([c.cited > c.random[0] for c in cases], seed),
        "than_other_likes": measured([c.cited > c.liked[0] for c in cases], seed),
        "than_every_draw": measured([c.cited > max(c.random) for c in cases], seed),
        "rank_falls": measured([c.after > c.before for c in cases], seed),
        "cited_items": measured([c.size for c in cases], seed),
    }


def deletion_cases(
    recommender: Recommender, dataset: Dataset, scale: RatingScale, seed: int, most: int
) -> tuple[list[Case], list[Case]]:
    """Cases of what cards cite, and of what plain sentences name; of the same items, where a sentence names a film."""
    rng, query = np.random.default_rng(seed), Query()
    card: list[Case] = []
    sentence: list[Case] = []
    for user in rng.permutation(dataset.users):
        profile = build_profile(str(user), dataset.history(str(user)), scale)
        if not FEWEST <= len(profile.weights) <= MOST:
            continue
        want = recommender.want(profile, query)
        scores = np.where(recommender.allowed(profile, query), recommender.scores(want, query), -np.inf)
        for variant, row in enumerate(np.argsort(-scores)[:LISTED]):
            item = recommender.catalog.items[int(row)]
            evidence = recommender.evidence(item, want, query)
            likes = {e.item_id: e.value for e in evidence if e.kind == "liked_item" and e.item_id and e.weight > 0}
            named = _named(plain_reason(item, evidence, variant), evidence)
            for found, cited in ((card, [i for i in likes if i]), (sentence, named)):
                if cited and 2 * len(cited) <= sum(w > 0 for w in profile.weights.values()):
                    found.append(_case(recommender, profile, item, cited, scale, rng))
        if len(card) >= most:
            break
    return card[:most], sentence


def _named(text: str, evidence: Sequence[Evidence]) -> list[str]:
    """The liked items that a sentence names."""
    return [e.item_id for e in evidence if e.kind == "liked_item" and e.item_id and e.value in text]


def _case(
    recommender: Recommender,
    profile: UserProfile,
    item: Item,
    cited: Sequence[str],
    scale: RatingScale,
    rng: np.random.Generator,
) -> Case:
    query, at = Query(), recommender.catalog.index(item.item_id)
    allowed = recommender.allowed(profile, query)
    adds, own = contributions(recommender, profile, item)
    weights = profile.weights

    def score(gone: Sequence[str]) -> float:
        """The item's score of a ranking run anew: the weights that are left are scaled to length 1 again."""
        kept = [i for i in weights if i not in gone]
        return own + sum(adds[i] for i in kept) / (math.hypot(*(weights[i] for i in kept)) or 1.0)

    def rank(gone: Sequence[str]) -> int:
        scores = recommender.scores(recommender.want(imagine(profile, gone, "none", scale), query), query)
        return 1 + int(np.sum(scores[allowed] > scores[at]))

    def drawn(pool: Sequence[str]) -> list[list[str]]:
        return [[str(i) for i in rng.choice(pool, len(cited), replace=False)] for _ in range(DRAWS)]

    whole, judged = score(()), sorted(weights)
    random, liked = drawn(judged), drawn([i for i in judged if weights[i] > 0])
    return Case(
        size=len(cited),
        cited=whole - score(cited),
        random=tuple(whole - score(draw) for draw in random),
        liked=tuple(whole - score(draw) for draw in liked),
        before=rank(()),
        after=rank(cited),
        after_random=rank(random[0]),
    )


def contributions(recommender: Recommender, profile: UserProfile, item: Item) -> tuple[dict[str, float], float]:
    """What each judged item adds to the score before weights are scaled, and what the item has of its own."""
    retriever, w = recommender.retriever, recommender.weights
    catalog, facts = retriever.catalog, retriever.attributes.matrix
    at = catalog.index(item.item_id)
    judged = [i for i in profile.weights if i in catalog]
    shares = retriever.collaborative.shares(profile.weights, item.item_id)
    alike = (facts[[catalog.index(i) for i in judged]] @ facts[at].T).toarray().ravel()
    adds = dict.fromkeys(profile.weights, 0.0)
    for i, cosine in zip(judged, alike, strict=True):
        adds[i] = w.crowd * shares.get(i, 0.0) + w.attributes * profile.weights[i] * float(cosine)
    return adds, w.popularity * float(retriever.popularity[at])
