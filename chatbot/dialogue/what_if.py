"""What if a judgement were not there, or were another one: the ranking run again without it. Nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from chatbot.collaborative import HALF_LIFE
from chatbot.dialogue.cues import words
from chatbot.dialogue.grounds import ground
from chatbot.dialogue.handlers import Moment, Outcome, Room, titles
from chatbot.dialogue.replies import listed
from chatbot.dialogue.state.manners import mask
from chatbot.domain import RatingScale
from chatbot.recommender import Query, Recommender
from chatbot.types import Constraints, Item, UserProfile

Opinion = Literal["none", "like", "dislike"]
_HATED = words("hated?", "disliked?", "loathed?", "couldn'?t stand", "not been for me", "found _+ (?:boring|bad|awful)")
_UNSAID = words("hadn'?t", "had not", "didn'?t", "did not", "never", "not", "without", "haven'?t")
_LOVED = words("(?:also |really )?(?:had )?(?:loved?|liked?|enjoyed?|adored?)")
_IMAGINED = words("without", "if (?:i|we)(?:'?d)?", "what if", "suppose", "imagine", "had (?:i|we)")
_ENDS = re.compile(r"[,;?]|\b(?:where|what would|would|how)\b")
SUPPOSED = {"none": "what_if_none", "like": "what_if_like", "dislike": "what_if_dislike"}
MOVED = 3  # items of a list whose new ranks are said


@dataclass(frozen=True)
class Place:
    """rank: 1-based place by score. pool: among how many that nothing keeps out."""

    rank: int
    pool: int


def place_of(recommender: Recommender, profile: UserProfile, query: Query, item: Item) -> Place:
    """Where an item stands by its score alone, were it in the running itself."""
    allowed = recommender.allowed(profile, query)
    scores = recommender.scores(recommender.want(profile, query), query)
    at = recommender.catalog.index(item.item_id)
    allowed[at] = True
    return Place(1 + int(np.sum(scores[allowed] > scores[at])), int(allowed.sum()))


def imagine(profile: UserProfile, items: Sequence[str], opinion: Opinion, scale: RatingScale) -> UserProfile:
    """The profile as if these items had not been judged, or had been judged so.

    What was seen stays seen. A judgement turned round keeps its strength and age; one that is new is the newest.
    """
    weights = {i: w for i, w in profile.weights.items() if i not in items}
    ratings = {i: r for i, r in profile.ratings.items() if i not in items}
    if opinion != "none":
        sign = 1.0 if opinion == "like" else -1.0
        for item in items:
            old = profile.weights.get(item)
            if old is None:
                weights = {i: w * 2 ** (-1 / HALF_LIFE) for i, w in weights.items()}
            weights[item] = sign * (1.0 if old is None else abs(old))
            ratings[item] = scale.like_from if opinion == "like" else scale.dislike_to
    return replace(profile, weights=weights, ratings=ratings, seen=profile.seen | frozenset(items))


def without(query: Query, items: Sequence[str]) -> Query:
    """The query without these as its pattern."""
    pattern = tuple(i for i in query.constraints.similar_to if i not in items)
    return replace(query, constraints=replace(query.constraints, similar_to=pattern))


def query_of_list(rows: Sequence[Mapping[str, Any]], message: str, limits: Constraints, room: Room) -> Query:
    """What a stored list was made for. message: the one that it answered."""
    evidence = (e for row in rows for e in row["evidence"])
    wish = next((e["value"] for e in evidence if e["kind"] == "constraint" and e.get("field") == "words"), "")
    return Query(wish, message if wish else "", limits, described="; ".join(room.wishes(message)) if wish else "")


def what_if(moment: Moment, room: Room) -> Outcome:
    """`what if I hated Alien?`: of one item that is asked about, or of the whole list."""
    gone, asked, opinion = _imagined(moment, room)
    suggestions = room.replies.options("suggest_list")
    query = query_of_list(moment.shown, moment.shown_for, moment.state, room)
    new = without(query, gone)
    then = imagine(moment.profile, gone, opinion, room.domain.rating)
    before = {i: w for i, w in moment.profile.weights.items() if i in gone}
    if not gone or (opinion == "none" and not before and new == query):
        text = room.replies.say("what_if_nothing", moment.turn, items=titles(gone or moment.said.items, room, "or"))
        return Outcome(text, suggestions=suggestions)
    supposed = room.replies.say(SUPPOSED[opinion], items=titles(gone, room))
    wanted = asked or [row["item_id"] for row in moment.shown]
    rows = []
    for item in (room.catalog[i] for i in wanted if i in room.catalog):
        now, after = (place_of(room.recommender, p, q, item) for p, q in ((moment.profile, query), (then, new)))
        more: dict[str, Any] = {
            "before": now.rank,
            "after": after.rank,
            "pool": now.pool,
            "without": list(gone),
            "opinion": opinion,
        }
        rows.append(ground(item, (), **more))
    if asked:
        text = f"{supposed}, {listed([_move(row) for row in rows])} of {rows[0]['pool']:,} by score."
    else:
        text = f"{supposed}, {_list_then(moment, room, then, new, rows)}"
    return Outcome(text, suggestions=suggestions, grounds=tuple(rows))


def knowing_nothing(moment: Moment, room: Room) -> Outcome:
    """`what if I had not rated anything?`: the list of a person of whom nothing is known but what she has seen."""
    profile = replace(moment.profile, weights={}, ratings={})
    query = without(query_of_list(moment.shown, moment.shown_for, moment.state, room), moment.state.similar_to)
    found = [r.item for r in room.recommender.rank(profile, query).items]
    text = room.replies.say("what_if_cold", moment.turn, found=listed([i.label for i in found]) or "nothing at all")
    return Outcome(text, suggestions=room.replies.options("suggest_list"), grounds=tuple(ground(i) for i in found))


def _list_then(moment: Moment, room: Room, then: UserProfile, query: Query, rows: Sequence[dict[str, Any]]) -> str:
    """The new list, and the farthest moves of the old one."""
    found = [r.item for r in room.recommender.rank(then, query).items]
    say = room.replies.say
    text = say("what_if", moment.turn, found=listed([i.label for i in found]) or "nothing at all")
    moved = sorted((r for r in rows if r["before"] != r["after"]), key=lambda r: -abs(r["after"] - r["before"]))[:MOVED]
    if moved:
        text += " " + say("what_if_moves", moment.turn, moves=listed([_move(row) for row in moved]))
    return text


def _move(row: Mapping[str, Any]) -> str:
    before, after = ordinal(row["before"]), ordinal(row["after"])
    if before == after:
        return f"{row['title']} would stay {before}"
    return f"{row['title']} would {'fall' if row['after'] > row['before'] else 'rise'} from {before} to {after}"


def _imagined(moment: Moment, room: Room) -> tuple[tuple[str, ...], tuple[str, ...], Opinion]:
    """(what is imagined otherwise, what is asked about, how it would be judged)."""
    low = moment.message.lower().replace("’", "'")
    masked = mask(low, moment.said.mentions)
    supposed = _IMAGINED.search(masked)
    start = supposed.start() if supposed else 0
    end = _ENDS.search(masked, supposed.end() if supposed else 0)
    clause = range(start, end.start() if end else len(masked))
    named = [m for m in moment.said.mentions if m.kind == "item"]
    gone = tuple(dict.fromkeys(m.value for m in named if m.start in clause))
    others = [m.value for m in named if m.value not in gone]
    if not gone and len(moment.said.pointed) == 1 and not others:
        gone = moment.said.pointed
    asked = tuple(dict.fromkeys([*others, *(i for i in moment.said.pointed if i not in gone)]))
    if not asked and re.search(r"\b(?:it|that one|this one)\b", masked[: clause.start] + masked[clause.stop :]):
        asked = tuple(i for i in moment.last_items if i not in gone)[:1]
    return gone, asked, _opinion(masked[clause.start : clause.stop])


def _opinion(clause: str) -> Opinion:
    if _UNSAID.search(clause):
        return "none"
    if _HATED.search(clause):
        return "dislike"
    return "like" if _LOVED.search(clause) else "none"


def ordinal(n: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    ending = "th" if n % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n:,}{ending}"
