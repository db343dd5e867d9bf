"""Recommender: retrieve -> rate -> rank -> explain. The same call serves chat and evaluation.

The score of an item is a plain sum, so every share that `why` shows is exact:
    score = crowd + likeness + attributes + words + made for + popularity
crowd: the collaborative model's sum over liked and disliked items · likeness: closeness in text to the items that a
message names as its pattern · attributes: genres and people of liked items that the item has too · words: closeness
to the words of this turn · made for: a genre that is made for those who watch · popularity: how well known it is.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from chatbot.catalog import Catalog
from chatbot.evidence import Summand, limits_met, sum_up, to_evidence
from chatbot.predict import Predictor
from chatbot.retrieval.retriever import Retriever, Want
from chatbot.retrieval.variety import OffTrack, groups_of, off_track, varied
from chatbot.tasks.ranking import RankingInput, RankingTask
from chatbot.tasks.rating import RatingInput, RatingTask
from chatbot.tasks.reason import ReasonInput, ReasonTask
from chatbot.types import Constraints, Evidence, EvidenceKind, Item, Recommendation, UserProfile

CANDIDATES = 100
RANKED = 20
KNOWN_TOLD = 3  # shared people without names in the evidence


@dataclass(frozen=True)
class Weights:
    """How the parts of a score are put together.

    crowd, attributes and popularity were chosen on 150 held-out users of ML-100K who named 2, 5 or 20 liked films.
    A third of the simulated people, kept for choices, bore the popularity out: 0.25 found a film that they love within
    three lists for 64 % of them, 0.35 for 66 %, more for no more.
    """

    crowd: float = 6.0
    likeness: float = 1.5
    attributes: float = 0.2
    kinship: float = 1.5
    words: float = 1.2
    made_for: float = 0.3
    popularity: float = 0.35


@dataclass(frozen=True)
class Query:
    """This turn's want. words: what is wished for beside limits, may be empty. text: the whole message. constraints
    hold always. passed: left out of this answer alone; shown: after everything else, where that does not fill the list.
    only_seen: nothing but what was seen. surprise: off the beaten track. described: the clauses in which the words
    stand, which find more than these; empty: the same."""

    words: str = ""
    text: str = ""
    constraints: Constraints = Constraints()
    show_seen: bool = False
    passed: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    only_seen: bool = False
    surprise: bool = False
    described: str = ""


@dataclass(frozen=True)
class Ranked:
    """What a query brings before reasons are written. pool: how many items met every limit; off: what was left out
    besides, for a surprise."""

    items: tuple[Recommendation, ...]
    pool: int
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    off: OffTrack | None = None


class Recommender:
    def __init__(
        self,
        retriever: Retriever,
        predictor: Predictor,
        rating: RatingTask,
        ranking: RankingTask,
        reason: ReasonTask,
        weights: Weights = Weights(),
    ) -> None:
        self.retriever, self.predictor, self.weights = retriever, predictor, weights
        self.catalog: Catalog = retriever.catalog
        self._attributes = retriever.attributes
        self._rating, self._ranking, self._reason = rating, ranking, reason

    def recommend(self, profile: UserProfile, query: Query, k: int = 5) -> tuple[Recommendation, ...]:
        """The k best items with reasons, best first; fewer when fewer meet the constraints."""
        items = list(self.rank(profile, query, k).items)
        for at, reason in self.reasons(items):
            items[at] = replace(items[at], reason=reason)
        return tuple(items)

    def rank(self, profile: UserProfile, query: Query, k: int = 5) -> Ranked:
        """The k best items, reasons still empty."""
        clock = [time.perf_counter()]
        want = self.want(profile, query)
        allowed = self.allowed(profile, query)
        wished = query.constraints.genres
        off = off_track(self.catalog, allowed, profile.weights, wished, k) if query.surprise else None
        mask = allowed if off is None else off.mask
        new = self._without(mask, query.shown)
        rows = self.candidates(want, new)
        clock.append(time.perf_counter())
        scores = self.scores(want, query) if off is None else self._expected(profile, rows)
        best = sorted(rows, key=lambda row: (-scores[row], row))[: RANKED * 2]
        groups = groups_of(self.catalog, query.constraints.people, query.text, bool(want.pattern))
        best = varied(best, scores, self.retriever.index.vectors, RANKED, groups)
        best = (best if off else self._reorder(best, profile, query))[:k]
        if len(best) < k and query.shown:  # nothing else is left
            again = self.candidates(want, mask & ~new)
            best += sorted(again, key=lambda row: (-scores[row], row))[: k - len(best)]
        items = [self.catalog.items[row] for row in best]
        evidence = [self.evidence(item, want, query) for item in items]
        clock.append(time.perf_counter())
        rated = self.predict_ratings(profile, items)
        clock.append(time.perf_counter())
        found = zip(range(1, k + 1), items, rated, evidence, strict=False)
        spent = {
            name: 1000 * (b - a) for name, a, b in zip(("retrieve", "rank", "rate"), clock, clock[1:], strict=False)
        }
        cards = tuple(Recommendation(i, n, r, c, "", e) for n, i, (r, c), e in found)
        return Ranked(cards, int(allowed.sum()), spent, off)

    def reasons(self, items: Sequence[Recommendation]) -> Iterator[tuple[int, str]]:
        """(position, reason) as each is written and checked."""
        given = [ReasonInput(r.item, r.evidence, r.rank) for r in items]
        openings: set[str] = set()
        asked = [at for at, one in enumerate(given) if self._reason.worth_asking(one)]
        plain = [(at, self._reason.fallback(one)) for at, one in enumerate(given) if at not in asked]
        written = self.predictor.write(self._reason, [given[at] for at in asked])
        for at, reason in chain(plain, ((asked[n], prediction.output) for n, prediction in written)):
            if (opening := " ".join(reason.split()[:3])) in openings:  # five cards that begin alike read like a form
                reason = self._reason.fallback(given[at])
            openings.add(opening)
            yield at, reason

    # -- scores ---------------------------------------------------------------------------------------------------

    def allowed(self, profile: UserProfile, query: Query) -> NDArray[np.bool_]:
        hidden = profile.refused if query.show_seen or query.only_seen else profile.refused | profile.seen
        mask = self.retriever.allowed(query.constraints.union(profile.standing), hidden | query.passed)
        if query.only_seen:
            mask &= np.array([item.item_id in profile.seen for item in self.catalog])
        return mask

    def _without(self, mask: NDArray[np.bool_], items: Collection[str]) -> NDArray[np.bool_]:
        left = mask.copy()
        left[[self.catalog.index(item) for item in items if item in self.catalog]] = False
        return left

    def candidates(self, want: Want, allowed: NDArray[np.bool_]) -> list[int]:
        """Rows of the catalogue that are worth a score."""
        return [self.catalog.index(c.item_id) for c in self.retriever.retrieve(want, allowed, CANDIDATES)]

    def want(self, profile: UserProfile, query: Query) -> Want:
        """Weights as a vector of length 1, so that a long history does not drown the words of this turn.

        Items named as the pattern weigh as much as everything else together.
        """
        total = math.hypot(*profile.weights.values()) or 1.0
        weights = {item: w / total for item, w in profile.weights.items() if item in self.catalog}
        pattern = [item for item in query.constraints.similar_to if item in self.catalog]
        for item in pattern:
            weights[item] = max(0.0, weights.get(item, 0.0)) + 1 / math.sqrt(len(pattern))
        size = math.hypot(*weights.values()) or 1.0
        return Want(
            (query.described or query.words) if query.words else "",
            {item: w / size for item, w in weights.items() if w},
            tuple(pattern),
        )

    def scores(self, want: Want, query: Query) -> NDArray[np.float32]:
        """Score of every item of the catalogue, (n,)."""
        w, retriever = self.weights, self.retriever
        total = w.popularity * retriever.popularity + w.crowd * retriever.collaborative.scores(want.weights)
        for item in self._pattern(query):
            total = total + w.likeness * self._likeness(item) / len(query.constraints.similar_to)
        if want.words:
            total = total + w.words * retriever.words_similarity(want.words)
        for genre in self._made_for(query.constraints):
            total = total + w.made_for * np.array([genre in item.genres for item in self.catalog])
        return total + self._attributes.scores(self._attribute_weights(want, query))

    def summands(self, item: Item, want: Want, query: Query) -> list[Summand]:
        """The summands of one item's score; they add up to what `scores` gives it."""
        w, row = self.weights, self.catalog.index(item.item_id)
        rated = self.retriever.collaborative.is_rated
        if not rated(item.item_id):  # nobody chose it: its score is that of its neighbours in text
            rated = lambda item_id: False  # noqa: E731
        amounts: dict[str, float] = defaultdict(float)
        for liked, share in self.retriever.collaborative.shares(want.weights, item.item_id).items():
            amounts[liked] += w.crowd * share
        for liked in self._pattern(query):
            amounts[liked] += w.likeness * float(self._likeness(liked)[row]) / len(query.constraints.similar_to)
        parts = []
        for liked, amount in amounts.items():
            kind: EvidenceKind = "liked_item" if want.weights[liked] > 0 else "disliked_item"
            parts.append(Summand(kind, self.catalog[liked].title, amount, liked, "crowd" if rated(liked) else "kin"))
        for (fact, value), share, source in self._attributes.shares(self._attribute_weights(want, query), item.item_id):
            parts.append(Summand("attribute", value, share, source, fact))
        if want.words:
            similarity = float(self.retriever.words_similarity(want.words)[row])
            parts.append(Summand("constraint", query.words, w.words * similarity, field="words"))
        parts += [
            Summand("attribute", genre, w.made_for, field="genre")
            for genre in self._made_for(query.constraints)
            if genre in item.genres
        ]
        known = f"rated by {item.known:,} {'person' if item.known == 1 else 'people'}"
        parts.append(Summand("popularity", known, w.popularity * float(self.retriever.popularity[row])))
        return [part for part in parts if part.amount]

    def evidence(self, item: Item, want: Want, query: Query) -> tuple[Evidence, ...]:
        """What the score rests on, heaviest first; then, with weight 0, the limits that the item keeps and
        whom it shares, unnamed, with liked items."""
        parts = self.summands(item, want, query)
        told = sum_up(parts, self.catalog.domain.nouns)
        beside = [*limits_met(item, query.constraints), *self._known(item, told)]
        return to_evidence(told, beside, sum(abs(p.amount) for p in parts))

    def predict_ratings(self, profile: UserProfile, items: Sequence[Item]) -> list[tuple[float | None, float | None]]:
        """(predicted rating, confidence) of each item."""
        if not items:
            return []
        expected, confidence = self.retriever.collaborative.predict_rating(profile.ratings, [i.item_id for i in items])
        history = [(self.catalog[i], r) for i, r in profile.ratings.items() if i in self.catalog]
        given = [RatingInput(history, item, float(e)) for item, e in zip(items, expected, strict=True)]
        outputs = [p.output for p in self.predictor.choose(self._rating, given)]
        return list(zip(outputs, [round(float(c), 3) for c in confidence], strict=True))

    # -- inner ----------------------------------------------------------------------------------------------------

    def _reorder(self, rows: list[int], profile: UserProfile, query: Query) -> list[int]:
        liked = [
            self.catalog[i]
            for i, w in sorted(profile.weights.items(), key=lambda x: x[1])
            if w > 0 and i in self.catalog
        ]
        given = RankingInput(liked, query.words, [self.catalog.items[row] for row in rows], range(1, len(rows) + 1))
        return [rows[at] for at in self.predictor.choose(self._ranking, [given])[0].output] if rows else []

    def _expected(self, profile: UserProfile, rows: Sequence[int]) -> NDArray[np.float32]:
        """The rating that each of these rows is expected to get; of all others nothing is said."""
        scores = np.zeros(len(self.catalog), np.float32)
        ids = [self.catalog.items[row].item_id for row in rows]
        scores[list(rows)] = self.retriever.collaborative.predict_rating(profile.ratings, ids)[0] if ids else ()
        return scores

    def _made_for(self, limits: Constraints) -> list[str]:
        """Genres that nobody named and that are made for those whom the limits mean."""
        return [genre for genre in self.catalog.domain.made_for(limits.at_most) if genre not in limits.genres]

    def _pattern(self, query: Query) -> list[str]:
        return [item for item in query.constraints.similar_to if item in self.catalog]

    def _attribute_weights(self, want: Want, query: Query) -> dict[str, float]:
        """A film named as the pattern counts for what it is; a liked one mostly for who else chose it."""
        weights = {item: self.weights.attributes * w for item, w in want.weights.items()}
        pattern = self._pattern(query)
        for item in pattern:
            weights[item] += self.weights.kinship / len(pattern)
        return weights

    def _known(self, item: Item, told: Sequence[Summand]) -> list[Summand]:
        liked = [p.item_id for p in told if p.kind == "liked_item" and p.item_id and p.amount > 0]
        shared = [(other, *fact) for other in liked for fact in self.retriever.knowledge.shared(item.item_id, other)]
        return [Summand("knowledge", words, 0.0, other, relation) for other, relation, words in shared[:KNOWN_TOLD]]

    def _likeness(self, item_id: str) -> NDArray[np.float32]:
        index = self.retriever.index
        return index.similarities(index.vectors[self.catalog.index(item_id)])
