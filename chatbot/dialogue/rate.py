"""rate: a judgement told in words. What it says has been read by `state.understand`; here it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chatbot.dialogue.facts import asked_beside
from chatbot.dialogue.filmography import of_list
from chatbot.dialogue.forms import SEEN
from chatbot.dialogue.handlers import Moment, Outcome, Room, ask_which, in_words, query_of, titles
from chatbot.dialogue.state import Understanding
from chatbot.domain import RatingScale
from chatbot.recommender import Ranked
from chatbot.types import Feedback, Interaction, Item, Signal

ANSWERS = ("Seen it", "Loved it", "Didn't like it")
SHORT = 4  # words: a shorter judgement without a title is about what was last spoken of


def rate(moment: Moment, room: Room) -> Outcome:
    outcome, fact = _rated(moment, room), asked_beside(moment, room)
    return replace(outcome, reply=f"{outcome.reply} {fact.reply}", grounds=fact.grounds) if fact else outcome


def _rated(moment: Moment, room: Room) -> Outcome:
    say, said = room.replies.say, moment.said
    if said.bad_rating is not None:
        return Outcome(say("bad_rating", moment.turn, rating=said.bad_rating))
    feedback = _toned(moment)
    if feedback:
        what = " ".join(confirm(feedback, room))
        if said.forever and said.refused:
            lasting = moment.profile.standing.union(said.refused)
            what += " " + say("standing", moment.turn, limits=in_words(said.refused))
            return Outcome(say("rated", moment.turn, what=what), feedback=feedback, standing=lasting)
        new = () if feedback == moment.feedback else feedback
        text, suggestions = say("rated", moment.turn, what=what), room.replies.options("suggest_rate")
        if not {f.item_id for f in feedback} & {row["item_id"] for row in moment.shown}:
            return Outcome(text, feedback=new, suggestions=suggestions)
        ranked = _ranked_anew(moment, room, feedback)
        text += " " + say("rated_list", moment.turn) if ranked.items else ""
        offers = room.replies.options("suggest_list")
        return Outcome(text, ranked.items, feedback=new, suggestions=offers, timings_ms=ranked.timings_ms)
    if said.items and not said.others:
        return Outcome(say("rated_how", moment.turn, items=titles(said.items, room)), suggestions=ANSWERS)
    if said.others:
        return Outcome(say("rated_by_other", moment.turn, items=titles(said.others, room)))
    return ask_which(moment, room) if said.unknown else Outcome(say("rated_unclear", moment.turn))


def _ranked_anew(moment: Moment, room: Room, feedback: tuple[Feedback, ...]) -> Ranked:
    """The list on the table as it is with what was just said of its items."""
    before = moment.profile
    weights = {f.item_id: {"like": 1.0, "dislike": -1.0}.get(f.signal, 0.0) for f in feedback} | dict(before.weights)
    profile = replace(
        before, weights={i: w for i, w in weights.items() if w}, seen=before.seen | {f.item_id for f in feedback}
    )
    people = tuple(dict.fromkeys((*moment.state.people, *of_list(moment.history, room.catalog))))
    state = replace(moment.state, people=people)
    query = query_of(replace(moment, message="", said=Understanding(), history=()), state)
    return room.recommender.rank(profile, query)


def confirm(feedback: Sequence[Feedback | Interaction], room: Room) -> list[str]:
    """One sentence for each kind of judgement."""
    high = room.domain.rating.high
    lines = [f"{_named(room.catalog[f.item_id], room)}: {f.rating:g} of {high:g}." for f in feedback if f.rating]
    for signal, verb in (("like", "You liked"), ("dislike", "Not for you:"), ("seen", "Marked as seen:")):
        items = [f.item_id for f in feedback if f.signal == signal and f.rating is None]
        if items:
            lines.append(f"{verb} {titles(items, room)}.")
    return lines


def _named(item: Item, room: Room) -> str:
    """The title, with its year where there are others of that title."""
    return item.label if any(i.title == item.title and i.item_id != item.item_id for i in room.catalog) else item.title


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
