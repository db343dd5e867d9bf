"""rate: a judgement told in words. What it says has been read by `state.understand`; here it is confirmed."""

from __future__ import annotations

import re

from chatbot.dialogue.handlers import Moment, Outcome, Room, titles
from chatbot.domain import RatingScale
from chatbot.types import Feedback, Signal

_GOOD = re.compile(
    r"\b(?:great|brilliant|amazing|wonderful|lovely|good|excellent|fantastic|superb|fun|perfect|masterpiece|joy|best)\b"
)
_BAD = re.compile(
    r"\b(?:awful|boring|terrible|bad|rubbish|dull|hated|overrated|worst|meh|mid|dreadful|disappoint\w*|not for me|crap)\b"
)


def rate(moment: Moment, room: Room) -> Outcome:
    if moment.said.bad_rating is not None:
        return Outcome(room.replies.say("bad_rating", moment.turn, rating=moment.said.bad_rating))
    feedback = moment.feedback or _by_tone(moment)
    if not feedback:
        return Outcome(room.replies.say("rated_unclear", moment.turn))
    what = " ".join(confirm(feedback, room))
    return Outcome(
        room.replies.say("rated", moment.turn, what=what),
        feedback=() if moment.feedback else feedback,
        suggestions=room.replies.options("suggest_rate"),
    )


def confirm(feedback: tuple[Feedback, ...], room: Room) -> list[str]:
    """One sentence for each kind of judgement."""
    lines = [
        f"{room.catalog[f.item_id].title}: {f.rating:g} of {room.domain.rating.high:g}." for f in feedback if f.rating
    ]
    for signal, verb in (("like", "You liked"), ("dislike", "Not for you:"), ("seen", "Marked as seen:")):
        items = [f.item_id for f in feedback if f.signal == signal and f.rating is None]
        if items:
            lines.append(f"{verb} {titles(items, room)}.")
    return lines


def from_message(
    moment_user: str, said_likes: dict[Signal, tuple[str, ...]], ratings: dict[str, float], scale: RatingScale
) -> tuple[Feedback, ...]:
    """Feedback that a message itself contains: ratings first, then likes, dislikes and seen."""
    found = {item: Feedback(moment_user, item, signal_of(rating, scale), rating) for item, rating in ratings.items()}
    for signal, items in said_likes.items():
        for item in items:
            found.setdefault(item, Feedback(moment_user, item, signal))
    return tuple(found.values())


def signal_of(rating: float, scale: RatingScale) -> Signal:
    return "like" if rating >= scale.like_from else "dislike" if rating <= scale.dislike_to else "seen"


def _by_tone(moment: Moment) -> tuple[Feedback, ...]:
    """Where no cue stands beside a title: the message's tone decides, and silence means seen."""
    items = moment.said.items or (moment.last_items[:1] if len(moment.message.split()) <= 4 else ())
    low = moment.message.lower()
    signal: Signal = "dislike" if _BAD.search(low) else "like" if _GOOD.search(low) else "seen"
    return tuple(Feedback(moment.user_id, item, signal) for item in items)
