"""The frozen values that travel between rooms.

They know nothing of files, models, databases or pages. `to_json` shapes are the public contract
of `chatbot chat --jsonl` and of the HTTP API.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from chatbot.limits import Constraints

INTENTS = (
    "recommend",
    "refine",
    "similar",
    "rate",
    "explain",
    "why_not",
    "item_question",
    "compare",
    "profile_show",
    "profile_edit",
    "support",
    "greeting",
    "goodbye",
    "out_of_scope",
    "unsafe",
)

Signal = Literal["like", "dislike", "seen", "not_interested"]
SIGNALS: tuple[Signal, ...] = ("like", "dislike", "seen", "not_interested")

EvidenceKind = Literal[
    "liked_item", "disliked_item", "attribute", "knowledge", "neighbour", "constraint", "popularity", "review"
]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be recommended.

    facts: named facts, each a tuple of values, e.g. {"director": ("Ridley Scott",), "cast": (…)};
        which names exist, and which of them are people, the Domain says.
    source_ids: ids of the same item elsewhere, e.g. {"ml100k": ("183",), "movielens": ("1214",)}.
    known: how many people rated it in the public sets: a measure of how well known it is.
    description: one sentence that gives nothing away. scales: 0 to 3 each, named by the Domain. age: suitable from.
    minutes: running time. part: its place in the series that `facts` name.
    """

    item_id: str
    title: str
    year: int | None = None
    genres: tuple[str, ...] = ()
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alt_titles: tuple[str, ...] = ()
    source_ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: int = 0
    description: str = ""
    scales: Mapping[str, int] = field(default_factory=dict)
    age: int | None = None
    minutes: int | None = None
    part: int | None = None

    @property
    def label(self) -> str:
        """Title and year as people write them: `Alien (1979)`."""
        return f"{self.title} ({self.year})" if self.year else self.title


@dataclass(frozen=True, slots=True)
class Interaction:
    """What one user did with one item. `rating` is on the domain's scale, or None for a bare signal."""

    user_id: str
    item_id: str
    rating: float | None
    timestamp: int
    signal: Signal | None = None


@dataclass(frozen=True, slots=True)
class UserProfile:
    """What is known of a user, computed from interactions alone.

    weights: item id -> signed strength of each liked (> 0) or disliked (< 0) item, recency included.
    seen: everything rated, liked, disliked or marked seen; refused: marked not interested.
    """

    user_id: str
    weights: Mapping[str, float] = field(default_factory=dict)
    ratings: Mapping[str, float] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    standing: Constraints = Constraints()

    @property
    def warmth(self) -> Literal["cold", "warm", "hot"]:
        """cold: nothing known; warm: fewer than five judged items; hot: five or more."""
        return "cold" if not self.weights else "warm" if len(self.weights) < 5 else "hot"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that an item's score, or a sentence about it, rests on.

    weight: this evidence's signed share of the item's score; absolute shares of one item sum to 1.
        A fact that carries a claim without having moved the score has weight 0.
    limit: what was asked for, in words, where `value` is the item's own fact that keeps to it.
    """

    id: str
    kind: EvidenceKind
    value: str
    weight: float
    item_id: str | None = None
    field: str | None = None
    limit: str | None = None

    def to_json(self) -> dict[str, Any]:
        row = {f.name: getattr(self, f.name) for f in fields(self)}
        row["weight"] = round(self.weight, 4)
        return {k: v for k, v in row.items() if v is not None}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that a retriever proposes; `score` orders candidates of the same list only."""

    item_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommended item as a person sees it. `rank` is 1-based."""

    item: Item
    rank: int
    predicted_rating: float | None
    confidence: float | None
    reason: str
    evidence: tuple[Evidence, ...] = ()

    def to_json(self) -> dict[str, Any]:
        rating = self.predicted_rating
        return {
            "item_id": self.item.item_id,
            "title": self.item.title,
            "year": self.item.year,
            "rank": self.rank,
            "predicted_rating": None if rating is None else round(rating, 2),
            "confidence": self.confidence,
            "reason": self.reason,
            "evidence": [e.to_json() for e in self.evidence],
            "genres": list(self.item.genres),
            "facts": {k: list(v) for k, v in self.item.facts.items()},
        }


@dataclass(frozen=True, slots=True)
class Source:
    """A help article that an answer rests on; `score` is its similarity to the question, 0 to 1."""

    id: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Message:
    """One line of a conversation. role: "user" or "assistant"."""

    role: Literal["user", "assistant"]
    text: str
    created: int = 0


@dataclass(frozen=True, slots=True)
class Feedback:
    """A press of a button, or its equivalent in words, about one item."""

    user_id: str
    item_id: str
    signal: Signal
    rating: float | None = None
    turn_id: str | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """What was handed to a person. summary: what was asked and answered, or written in the form, and the limits.

    conversation_id, turn_id: where it came from, if it came from there and that is remembered."""

    number: str
    user_id: str
    conversation_id: str | None
    turn_id: str | None
    created: int
    summary: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One message and its answer, complete: what is stored, shown and returned.

    offer: what a "yes" to it would mean: "person", "delete" or "export"; else empty. ticket: the number of the one
    that it opened. changed: what it changed in the profile, as dialogue/changes.py writes it.
    grounds: what an answer about films rests on, one plain row an item; see dialogue/grounds.py.
    """

    conversation_id: str
    turn_id: str
    user_id: str
    message: str
    intent: str
    reply: str
    items: tuple[Recommendation, ...] = ()
    constraints: Constraints = Constraints()
    sources: tuple[Source, ...] = ()
    handoff: bool = False
    suggestions: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    model: Mapping[str, Any] = field(default_factory=dict)
    intents: tuple[str, ...] = ()
    created: int = 0
    sentiment: str = "neutral"
    offer: str = ""
    ticket: str | None = None
    changed: Mapping[str, Any] = field(default_factory=dict)
    found: int | None = None
    grounds: tuple[Mapping[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "conversation_id": self.conversation_id,
            "turn_id": self.turn_id,
            "user_id": self.user_id,
            "message": self.message,
            "intent": self.intent,
            "intents": list(self.intents or (self.intent,)),
            "reply": self.reply,
            "items": [r.to_json() for r in self.items],
            "constraints": self.constraints.to_json(),
            "sources": [{"id": s.id, "title": s.title, "score": round(s.score, 3)} for s in self.sources],
            "handoff": self.handoff,
            "suggestions": list(self.suggestions),
            "timings_ms": {k: round(v, 1) for k, v in self.timings_ms.items()},
            "model": dict(self.model),
            "created": self.created,
            "found": self.found,
            "sentiment": self.sentiment,
            "offer": self.offer,
            "ticket": self.ticket,
            "changed": dict(self.changed),
            "grounds": [dict(row) for row in self.grounds],
            "error": None,
        }


def error_answer(error: Any, user_id: object = None, conversation_id: object = None) -> dict[str, Any]:
    """The answer's shape with `error` set (a ChatbotError) and everything else empty: nothing was stored."""
    empty = Turn("", "", "", "", "", "").to_json()
    return empty | {
        "conversation_id": _echo(conversation_id),
        "turn_id": None,
        "user_id": _echo(user_id),
        "message": None,
        "intent": None,
        "intents": [],
        "error": error.to_json(),
    }


def _echo(value: object) -> str | None:
    """An id as it was given, unless no UTF-8 answer can hold it."""
    return value if isinstance(value, str) and value.isprintable() else None


@dataclass(frozen=True, slots=True)
class Event:
    """A step of a turn as it happens, for streaming.

    kind "waiting": `place` in the line, 1 comes next · "stage": `text` names the stage · "text": a piece of the
    reply · "items": the ranked items, reasons still empty · "reason": `text` is the reason of `item_id` · "turn": the
    finished `turn`, always last.
    """

    kind: Literal["waiting", "stage", "text", "items", "reason", "turn"]
    text: str = ""
    place: int = 0
    item_id: str | None = None
    items: tuple[Recommendation, ...] = ()
    turn: Turn | None = None


__all__ = [
    "INTENTS", "SIGNALS", "Candidate", "Constraints", "Event", "Evidence", "EvidenceKind", "Feedback", "Interaction",
    "Item", "Message", "Recommendation", "Signal", "Source", "Ticket", "Turn", "UserProfile", "error_answer",
]  # fmt: skip
