"""appears: "is she in it?", "is De Niro in both?", "who acts in both?": yes or no first, then what the casts say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.dialogue.asked import HE_IS_IN, told_in
from chatbot.dialogue.filmography import CHOICES, ask_who, more_by
from chatbot.dialogue.grounds import facts_of, ground
from chatbot.dialogue.handlers import Moment, Outcome, Room
from chatbot.dialogue.replies import listed
from chatbot.dialogue.several import BOTH
from chatbot.types import Item

SHOWN = 6
_IN = r"(?:in|among|appear\w*|star\w*|plays?|playing|act(?:s|ing|ed)?|part of|there|turns? up|cast)"
_ASKS = r"\b(?:is|was|isn'?t|wasn'?t|are|does|did|doesn'?t|didn'?t|do|has|have|hasn'?t)\b"
_HE = re.compile(rf"{_ASKS} (?:he|she|they)\b[^.?!]*\b{_IN}\b")
_SOMEBODY = re.compile(
    rf"(?:{_ASKS}|n['’]t\b)[^.?!]*@[^.?!]*\b(?:{_IN}|direct\w*|made?|make)\b"
    r"|^\W*@ (?:is|was|plays?|stars) (?:also )?in "
)
# the film that was told last, in words that stand for no list
_THERE = re.compile(
    r"\b(?:in|of) (?:it|that|this|both|each|either|only|the (?:film|movie|cast|one|other|first|second|old\w*|new\w*))\b"
    r"|\b(?:among|of) (?:them|those|the (?:cast|actors|two))\b|\b(?:in )?there\b|\btoo\b|\bas well\b|\bin\W*$"
)
_MAKES = re.compile(r"\b(?:direct\w*|made?|make)\b")
_WHO_BOTH = re.compile(r"\b(?:who|which (?:actors?|actress\w*|people)|anybody|anyone|any(?: of the)? actors?|same)\b")
_PLAY = re.compile(rf"\b{_IN}\b|\bactors?\b|\bcasts\b")


def is_in(moment: Moment, room: Room) -> Outcome | None:
    """Whether somebody plays in the film that was spoken of, or in both; None where nothing of the kind is asked."""
    low = moment.message.lower().replace("’", "'")
    people = [m for m in moment.said.mentions if m.kind == "person"]
    films = _films(moment, room, low)
    if not films:
        return None
    if not people:
        told = _HE.search(low) or HE_IS_IN.search(low)
        return _he(moment, room, films[0]) if told and not more_by(low) else None
    asked = _SOMEBODY.search(_marked(low, people[0].start, people[0].end)) or told_in(low, people[0]) or _HE.search(low)
    of_one_title = len(films) > 1 and len({film.title for film in films}) == 1
    if (moment.said.named and not of_one_title) or not asked or more_by(low):
        return None
    if not moment.said.items and not _THERE.search(low):
        return None
    field = "director" if _MAKES.search(low) else "cast"
    if field == "director" and len(films) < 2:
        return None  # of one film: see `premises.py`
    cast = [person for film in films for person in film.facts.get(field, ())]
    meant = next((p for p in (people[0].value, *people[0].others) if p in cast), people[0].value)
    return _one(moment, room, films[0], meant) if len(films) == 1 else _several(moment, room, films, meant, field)


def both_casts(moment: Moment, room: Room) -> Outcome | None:
    """`who acts in both?`: whom the casts have in common."""
    low = moment.message.lower()
    if not (BOTH.search(low) and _WHO_BOTH.search(low) and _PLAY.search(low)) or "direct" in low:
        return None
    if any(m.kind == "person" and told_in(low, m) for m in moment.said.mentions):
        return None
    ids = moment.said.items or moment.last_items[:2]  # of one alone: "the older of the two"
    films = [room.catalog[i] for i in ids if i in room.catalog][:2]
    if len(films) < 2:
        return None
    common = [p for p in films[0].facts.get("cast", ()) if p in films[1].facts.get("cast", ())]
    rows = tuple(ground(film, facts_of(film, "cast")) for film in films)
    if common:
        return Outcome(room.replies.say("in_both", moment.turn, people=listed(common[:SHOWN])), grounds=rows)
    titles = listed([film.label for film in films])
    return Outcome(room.replies.say("in_neither", moment.turn, items=titles), grounds=rows)


def _films(moment: Moment, room: Room, low: str) -> list[Item]:
    """What the message names or points at, all of a title that may mean several; else the film of the last answer, not
    a list that nobody spoke of yet."""
    films = [m for m in moment.said.mentions if m.kind == "item"]
    ids = (
        len(films) == 1 and not {*films[0].ask_back} & {*moment.last_items} and films[0].ask_back
    ) or moment.said.items
    if not ids and moment.history and not moment.history[-1]["items"]:
        ids = moment.last_items[: 2 if BOTH.search(low) else 1]
    return [room.catalog[i] for i in ids if i in room.catalog]


def _marked(low: str, start: int, end: int) -> str:
    return low[:start] + "@" + low[end:]


def _he(moment: Moment, room: Room, film: Item) -> Outcome:
    cast = film.facts.get("cast", ())
    if not cast:
        text = room.replies.say("fact_unknown", moment.turn, what="the cast", item=film.label, known=film.title)
        return Outcome(text)
    if not moment.people:
        return ask_who(moment, room, cast[:CHOICES])
    return _one(moment, room, film, moment.people[0])


def _one(moment: Moment, room: Room, film: Item, person: str) -> Outcome:
    cast, used = film.facts.get("cast", ()), (ground(film, facts_of(film, "cast", "director")),)
    made = f"; {person} directed it" if person in film.facts.get("director", ()) else ""
    if person in cast:
        return Outcome(
            room.replies.say("premise_right", moment.turn, truth=f"{person} is in {film.label}{made}"), grounds=used
        )
    if not cast:
        text = room.replies.say("premise_unknown", moment.turn, what="the cast", item=film.label, claim=person)
        return Outcome(text, grounds=used)
    seen = listed(cast[:SHOWN]) + made
    return Outcome(room.replies.say("not_in_cast", moment.turn, item=film.label, cast=seen), grounds=used)


def _several(moment: Moment, room: Room, films: Sequence[Item], person: str, field: str) -> Outcome:
    has = [film for film in films if person in film.facts.get(field, ())]
    lacks = [film for film in films if film not in has]
    rows = tuple(ground(film, facts_of(film, field)) for film in films)
    did = "directed" if field == "director" else "is in"
    where, others = listed([film.label for film in has]), listed([film.label for film in lacks], "or")
    if not has:
        none = "none_directed" if field == "director" else "none_plays"
        return Outcome(room.replies.say(none, moment.turn, person=person, items=others), grounds=rows)
    if not lacks:
        truth = f"{person} {did} {where}"
        return Outcome(room.replies.say("premise_right", moment.turn, truth=truth), grounds=rows)
    if field == "director":
        truth = f"{person} directed {where}, not {others}"
        return Outcome(room.replies.say("premise_wrong", moment.turn, truth=truth), grounds=rows)
    return Outcome(room.replies.say("in_some", moment.turn, person=person, items=where, others=others), grounds=rows)
