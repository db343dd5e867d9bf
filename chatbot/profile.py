"""build_profile: what a person's interactions say. Pure; a person without any is a normal case."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.collaborative import history_weights
from chatbot.domain import RatingScale
from chatbot.types import Constraints, Interaction, UserProfile

SIGNAL_STRENGTH = {"like": 1.0, "dislike": -1.0, "seen": 0.0, "not_interested": 0.0}


def preference(interaction: Interaction, scale: RatingScale) -> float:
    """Signed strength in [-1, 1]: a rating says more than a bare press."""
    if interaction.rating is not None:
        return scale.preference(interaction.rating)
    return SIGNAL_STRENGTH[interaction.signal] if interaction.signal else 0.0


def pseudo_rating(interaction: Interaction, scale: RatingScale) -> float | None:
    """The rating, or for a bare like or dislike the scale's own threshold; None where nothing was judged."""
    if interaction.rating is not None:
        return interaction.rating
    return {"like": scale.like_from, "dislike": scale.dislike_to}.get(interaction.signal or "")


def build_profile(
    user_id: str, interactions: Sequence[Interaction], scale: RatingScale, standing: Constraints = Constraints()
) -> UserProfile:
    """interactions: oldest first, one per item."""
    strengths = {i.item_id: preference(i, scale) for i in interactions}
    weights = history_weights([i.item_id for i in interactions], strengths)
    ratings = {i.item_id: r for i in interactions if (r := pseudo_rating(i, scale)) is not None}
    refused = frozenset(i.item_id for i in interactions if i.signal == "not_interested")
    return UserProfile(
        user_id=user_id,
        weights={item: w for item, w in weights.items() if w},
        ratings=ratings,
        seen=frozenset(strengths) - refused,
        refused=refused,
        standing=standing,
    )
