"""From the summands of a score to evidence: heaviest first, many liked items summed up, the limits that are kept.

The summands themselves are the recommender's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbot.catalog import measure_of
from chatbot.sayings import say_about, say_bound, say_no, say_value, years_in_words
from chatbot.types import Constraints, Evidence, EvidenceKind, Item

LIKED_TOLD = 6  # liked items named one by one in the evidence; the rest is summed up


@dataclass(frozen=True)
class Summand:
    """One summand of an item's score, or, with the amount 0, a fact beside it; named as in `Evidence`."""

    kind: EvidenceKind
    value: str
    amount: float
    item_id: str | None = None
    field: str | None = None
    limit: str | None = None


def sum_up(parts: Sequence[Summand], nouns: str) -> list[Summand]:
    """The parts with the heaviest first; of many items that were judged the lightest are summed up in one, at the end.

    nouns: what the items are called.
    """
    heaviest = sorted(parts, key=lambda p: -abs(p.amount))
    judged = [p for p in heaviest if p.item_id and p.kind in {"liked_item", "disliked_item"}]
    rest = judged[LIKED_TOLD:] if len(judged) > LIKED_TOLD + 1 else []
    told = [p for p in heaviest if p not in rest]
    if rest:
        told.append(Summand("liked_item", f"{len(rest)} other {nouns} you judged", sum(p.amount for p in rest)))
    return told


def to_evidence(told: Sequence[Summand], beside: Sequence[Summand], whole: float) -> tuple[Evidence, ...]:
    """Numbered e1, e2…; each part told weighs its share of `whole`, what stands beside the score nothing."""
    shares = [(p, p.amount / (whole or 1.0)) for p in told] + [(p, 0.0) for p in beside]
    return tuple(
        Evidence(f"e{n}", p.kind, p.value, share, p.item_id, p.field, p.limit) for n, (p, share) in enumerate(shares, 1)
    )


def limits_met(item: Item, limits: Constraints) -> list[Summand]:
    """The positive limits in words, each of them met by the item."""
    parts = []
    low, high = limits.year_min, limits.year_max
    if low is not None or high is not None:
        parts.append(Summand("constraint", years_in_words(low, high), 0.0, field="year"))
    parts += [Summand("constraint", genre, 0.0, field="genre") for genre in limits.genres]
    parts += [Summand("constraint", person, 0.0, field="people") for person in limits.people]
    parts += [Summand("constraint", theme, 0.0, field="theme", limit=say_about(theme)) for theme in limits.themes]
    parts += _bounds_met(item, limits)
    parts += [Summand("constraint", f"no {genre}", 0.0, field="not_genre") for genre in limits.not_genres]
    parts += [Summand("constraint", say_no(theme), 0.0, field="not_theme") for theme in limits.not_themes]
    parts += [Summand("constraint", f"not from the {d}", 0.0, field="not_decade") for d in limits.not_decades]
    return parts


def _bounds_met(item: Item, limits: Constraints) -> Iterator[Summand]:
    """Bounds on measures, each with the item's own value as its fact."""
    for side, bounds in (("at_least", limits.at_least), ("at_most", limits.at_most)):
        for measure, bound in bounds.items():
            value = measure_of(item, measure)
            if value is not None:
                said = say_bound(measure, side, bound)
                yield Summand("constraint", say_value(measure, value), 0.0, field=measure, limit=said)
