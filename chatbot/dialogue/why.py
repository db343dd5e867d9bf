"""explain and why_not: what a suggestion rests on, and what kept another out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from chatbot.catalog import measure_of
from chatbot.dialogue.handlers import Moment, Outcome, Room, ask_which, in_words, titles
from chatbot.dialogue.replies import listed
from chatbot.explain import in_words as evidence_in_words
from chatbot.recommender import Query
from chatbot.types import Constraints, Evidence, Item

TOLD = 4


def explain(moment: Moment, room: Room) -> Outcome:
    if moment.said.what_if and moment.said.items:
        return Outcome(_what_if(moment, room), suggestions=room.replies.options("suggest_list"))
    if not moment.shown:
        return Outcome(
            room.replies.say("explain_nothing", moment.turn), suggestions=room.replies.options("suggest_start")
        )
    shown = {row["item_id"]: row for row in moment.shown}
    spoken_of = moment.said.items or moment.last_items[:1]
    wanted = [shown[i] for i in spoken_of if i in shown] or [moment.shown[0]]
    text = " ".join(
        room.replies.say("explain", moment.turn, item=row["title"], reason=row["reason"], shares=shares_in_words(row))
        for row in wanted[:2]
    )
    return Outcome(text, suggestions=("More like that", "Something else", "What do you know about me?"))


def shares_in_words(row: Mapping[str, Any]) -> str:
    """The heaviest evidence of a stored recommendation, with its share of the score."""
    evidence = [Evidence(**{"field": None, "item_id": None, **e}) for e in row["evidence"]]
    moved = [e for e in evidence if abs(e.weight) >= 0.005][:TOLD]
    kept = [e for e in evidence if e.kind == "constraint" and not e.weight][:2]
    said = [f"{_lower(evidence_in_words(e))} ({e.weight:+.0%})" for e in moved]
    return listed(said + [f"{_lower(evidence_in_words(e))} (a limit, kept)" for e in kept])


def _what_if(moment: Moment, room: Room) -> str:
    """The list as it would be without a judgement: computed by leaving it out, not guessed."""
    profile = moment.profile
    gone = [i for i in moment.said.items if i in profile.weights]
    if not gone:
        return room.replies.say("what_if_nothing", moment.turn, items=titles(moment.said.items, room, "or"))
    weights = {i: w for i, w in profile.weights.items() if i not in gone}
    ratings = {i: r for i, r in profile.ratings.items() if i not in gone}
    without = replace(profile, weights=weights, ratings=ratings)
    ranked = room.recommender.rank(without, Query(constraints=moment.state))
    found = listed([r.item.label for r in ranked.items]) or "nothing at all"
    return room.replies.say("what_if", moment.turn, items=titles(gone, room), found=found)


def why_not(moment: Moment, room: Room) -> Outcome:
    named = [room.catalog[i] for i in (*moment.said.named, *moment.said.pointed) if i in room.catalog]
    if not named:
        return ask_which(moment, room)
    return Outcome(_why_not(moment, room, named[0]), suggestions=room.replies.options("suggest_list"))


def _why_not(moment: Moment, room: Room, item: Item) -> str:
    say, turn, profile = room.replies.say, moment.turn, moment.profile
    for row in moment.shown:
        if row["item_id"] == item.item_id:
            return say("why_not_shown", turn, item=item.title, rank=row["rank"])
    if item.item_id in profile.refused:
        return say("why_not_refused", turn, item=item.title)
    if item.item_id in profile.seen:
        return say("why_not_seen", turn, item=item.title)
    limits = moment.state.union(profile.standing)
    at = room.catalog.index(item.item_id)
    if not room.catalog.allowed(limits)[at]:
        kept_out = broken(limits, item, room)
        key = "why_not_unknown" if _unknown(kept_out, item) else "why_not_limit"
        return say(key, turn, item=item.title, limits=in_words(kept_out) or "shown before")
    query = Query(constraints=moment.state)
    allowed = room.recommender.allowed(profile, query)
    scores = room.recommender.scores(room.recommender.want(profile, query), query)
    rank = 1 + int(np.sum(scores[allowed] > scores[at]))
    return say("why_not_rank", turn, item=item.title, rank=ordinal(rank), pool=f"{int(allowed.sum()):,}")


def broken(limits: Constraints, item: Item, room: Room) -> Constraints:
    """Those of the limits that the item does not meet."""
    at = room.catalog.index(item.item_id)
    kept = Constraints()
    for one in limits.each():
        if not room.catalog.allowed(one)[at]:
            kept = kept.union(one)
    return kept


def _unknown(kept_out: Constraints, item: Item) -> bool:
    """Whether nothing but what is not known of an item keeps it out."""
    bounds = {*kept_out.at_least, *kept_out.at_most}
    if not (bounds or kept_out.themes or kept_out.not_themes):
        return False
    rest = replace(kept_out, themes=(), not_themes=(), at_least={}, at_most={})
    themed = bool(item.facts.get("theme")) and bool(kept_out.themes or kept_out.not_themes)
    return not rest and not themed and all(measure_of(item, measure) is None for measure in bounds)


def ordinal(n: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    ending = "th" if n % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n:,}{ending}"


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
