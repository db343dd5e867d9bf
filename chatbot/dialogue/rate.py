"""rate: a judgement told in words. What it says has been read by `state.understand`; here it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping

from chatbot.dialogue.forms import SEEN
from chatbot.dialogue.handlers import Moment, Outcome, Room, ask_which, titles
from chatbot.dialogue.state import Understanding
from chatbot.domain import RatingScale
from chatbot.types import Feedback, Signal

ANSWERS = ("Seen it", "Loved it", "Didn't like it")
SHORT = 4  # words: a shorter judgement without a title is about what was last spoken of


def rate(moment: Moment, room: Room) -> Outcome:
    say, said = room.replies.say, moment.said
    if said.bad_rating is not None:
        return Outcome(say("bad_rating", moment.turn, rating=said.bad_rating))
    feedback = _toned(moment)
    if feedback:
        what = " ".join(confirm(feedback, room))
        new = () if feedback == moment.feedback else feedback
        return Outcome(
            say("rated", moment.turn, what=what), feedback=new, suggestions=room.replies.options("suggest_rate")
        )
    if said.items and not said.others:
        return Outcome(say("rated_how", moment.turn, items=titles(said.items, room)), suggestions=ANSWERS)
    if said.others:
        return Outcome(say("rated_by_other", moment.turn, items=titles(said.others, room)))
    return ask_which(moment, room) if said.unknown else Outcome(say("rated_unclear", moment.turn))


def confirm(feedback: tuple[Feedback, ...], room: Room) -> list[str]:
    """One sentence for each kind of judgement."""
    high = room.domain.rating.high
    lines = [f"{room.catalog[f.item_id].title}: {f.rating:g} of {high:g}." for f in feedback if f.rating]
    for signal, verb in (("like", "You liked"), ("dislike", "Not for you:"), ("seen", "Marked as seen:")):
        items = [f.item_id for f in feedback if f.signal == signal and f.rating is None]
        if items:
            lines.append(f"{verb} {titles(items, room)}.")
    return lines


def told(user_id: str, said: Understanding, scale: RatingScale) -> tuple[Feedback, ...]:
    """Feedback that a message itself contains: ratings first, then likes, dislikes and seen."""
    found = {i: Feedback(user_id, i, signal_of(rating, scale), rating) for i, rating in said.ratings.items()}
    words: Mapping[Signal, tuple[str, ...]] = {"like": said.liked, "dislike": said.disliked, "seen": said.seen}
    for signal, items in words.items():
        for item in items:
            found.setdefault(item, Feedback(user_id, item, signal))
    return tuple(found.values())


def signal_of(rating: float, scale: RatingScale) -> Signal:
    return "like" if rating >= scale.like_from else "dislike" if rating <= scale.dislike_to else "seen"


def _toned(moment: Moment) -> tuple[Feedback, ...]:
    """Where no cue stands beside a title, or only "seen", the message's tone decides. A bare title says nothing."""
    said = moment.said
    seen = bool(moment.feedback) or bool(SEEN.match(moment.message.lower()))
    if not (seen or said.tone):
        return ()
    if any(f.signal != "seen" or f.rating is not None for f in moment.feedback):
        return moment.feedback
    ids = [f.item_id for f in moment.feedback] or [i for i in said.items if i not in said.others]
    if not ids and not said.others and len(moment.message.split()) <= SHORT:
        ids = list(moment.last_items[:1])
    return tuple(Feedback(moment.user_id, item, said.tone or "seen") for item in ids)
