"""recommend, refine, similar: a wish, a change of it, or a pattern to follow."""

from __future__ import annotations

from dataclasses import fields, replace

from chatbot.dialogue.handlers import Moment, Outcome, Room, in_words, query_of, titles
from chatbot.dialogue.state import apply
from chatbot.types import Constraints

SHORT = 4  # words: a shorter message without a wish of its own adds to the wish on the table
FEW = 5


def recommend(moment: Moment, room: Room) -> Outcome:
    said = moment.said
    fresh = bool(said.add.genres or said.add.people or said.add.similar_to or said.named)
    fresh = fresh or len(moment.message.split()) > SHORT
    return _answer(moment, room, apply(moment.state, said, fresh), changed=False)


def refine(moment: Moment, room: Room) -> Outcome:
    state = apply(moment.state, moment.said, fresh=False)
    return _answer(moment, room, state, changed=bool(moment.shown))


def similar(moment: Moment, room: Room) -> Outcome:
    """The pattern is what the message names or points at; limits stay when it only points."""
    said = moment.said
    pattern = said.add.similar_to or said.named or said.pointed or moment.last_items[:1]
    state = apply(moment.state, said, fresh=bool(said.named))
    refused = {*said.disliked, *said.add.exclude_items}
    pattern = tuple(i for i in pattern if i not in refused)
    return _answer(moment, room, replace(state, similar_to=pattern), changed=False)


def _answer(moment: Moment, room: Room, state: Constraints, changed: bool) -> Outcome:
    query = query_of(moment, state)
    ranked = room.recommender.rank(moment.profile, query)
    limits = in_words(state.union(moment.profile.standing), room)
    if not ranked.items:
        return Outcome(_nothing(moment, room, state, limits), state=state, suggestions=("Start over",))
    reply = _opening(moment, room, state, limits, changed)
    if ranked.pool < FEW:
        reply += room.replies.say("few", moment.turn, n=ranked.pool)
    return Outcome(
        reply=reply,
        items=ranked.items,
        state=state,
        suggestions=room.replies.options("suggest_list"),
        timings_ms=ranked.timings_ms,
    )


def _opening(moment: Moment, room: Room, state: Constraints, limits: str, changed: bool) -> str:
    say, turn = room.replies.say, moment.turn
    pattern = titles(state.similar_to[:3], room)
    if changed:
        return say("refine", turn, limits=limits) if limits else say("refine_plain", turn)
    if pattern:
        key = "recommend_similar_wish" if limits else "recommend_similar"
        return say(key, turn, pattern=pattern, limits=limits)
    told = titles(
        (*moment.said.liked, *(i for i, r in moment.said.ratings.items() if r >= room.domain.rating.like_from)), room
    )
    if told:
        return say("recommend_told", turn, likes=told)
    if limits:
        return say("recommend_wish", turn, limits=limits)
    return say(
        "recommend_cold" if moment.profile.warmth == "cold" and not moment.said.wish else "recommend_known", turn
    )


def _nothing(moment: Moment, room: Room, state: Constraints, limits: str) -> str:
    """Which one limit to let go of, and what that would bring."""
    best = (0, "")
    for f in fields(Constraints):
        if f.name in {"similar_to", "exclude_items"} or getattr(state, f.name) in ((), None):
            continue
        looser = replace(state, **{f.name: type(getattr(state, f.name))() if f.name[:4] != "year" else None})
        pool = int(room.recommender.allowed(moment.profile, query_of(moment, looser)).sum())
        gone = in_words(replace(Constraints(), **{f.name: getattr(state, f.name)}), room)
        best = max(best, (pool, gone))
    if not best[0]:
        return room.replies.say("nothing_at_all", moment.turn, limits=limits or "that")
    return room.replies.say("nothing", moment.turn, limits=limits, loosen=best[1], n=best[0])
