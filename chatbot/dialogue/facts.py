"""item_question and compare: facts from the catalogue, and "I don't have that" where there is none."""

from __future__ import annotations

import re

from chatbot.dialogue.handlers import Moment, Outcome, Room, ask_which, meant
from chatbot.dialogue.replies import listed
from chatbot.types import Item

# which fact a question asks for; the first that matches
_ASKED = (
    ("director", re.compile(r"\b(?:direct\w*|who made|whose film|filmmaker|behind the camera|made by)\b")),
    ("cast", re.compile(r"\b(?:star\w*|cast|actors?|actress\w*|plays?|played|who(?:'s| is| was| are)? in|appears?|featur\w+)\b")),
    ("year", re.compile(r"\b(?:what year|which year|when|how old|release[d]?|come out|came out|date)\b")),
    ("genre", re.compile(r"\b(?:genre|kind of (?:film|movie)|what type|sort of (?:film|movie)|is it an? \w+)\b")),
    ("unknown", re.compile(r"\b(?:how long|run(?:ning)? ?time|minutes|length|soundtrack|composer|music|budget|box office|award|oscar|"
                           r"plot|about|ending|end|language|filmed|shot|book|based on|true story|rated|certificate|suitable|kids?|children)\b")),
)  # fmt: skip
_ELSE = re.compile(
    r"\b(?:what else|other (?:films|movies)|anything else|what (?:films|movies)|which (?:films|movies)|filmography|list|how many)\b"
)
SHOWN = 5


def item_question(moment: Moment, room: Room) -> Outcome:
    low = moment.message.lower()
    people = [m.value for m in moment.said.mentions if m.kind == "person"]
    if people and (_ELSE.search(low) or not moment.said.named):
        return Outcome(_films_of(people[0], room))
    items = meant(moment, room)
    if not items:
        return ask_which(moment, room)
    asked = next((fact for fact, words in _ASKED if words.search(low)), "summary")
    return Outcome(
        _fact(moment, room, items[0], asked),
        suggestions=(f"More like {items[0].title}", "What should I watch tonight?"),
    )


def compare(moment: Moment, room: Room) -> Outcome:
    items = [room.catalog[i] for i in moment.said.items if i in room.catalog][:3]
    if len(items) < 2:
        return Outcome(room.replies.say("compare_one", moment.turn))
    ratings = room.recommender.predict_ratings(moment.profile, items)
    lines = [f"{summary(item)}{_guess(rating, moment)}" for item, (rating, _) in zip(items, ratings, strict=True)]
    return Outcome(" ".join([*lines, _shared(items)]).strip())


def summary(item: Item) -> str:
    """One sentence of facts."""
    genres = listed([g.lower() for g in item.genres]) or "no genre on record"
    director = f", directed by {listed(item.facts['director'])}" if item.facts.get("director") else ""
    cast = f", with {listed(item.facts['cast'][:3])}" if item.facts.get("cast") else ""
    return f"{item.label}: {genres}{director}{cast}."


def _fact(moment: Moment, room: Room, item: Item, asked: str) -> str:
    values = {"year": (str(item.year),) if item.year else (), "genre": item.genres, **item.facts}.get(asked, ())
    sentences = {
        "director": f"{item.label} was directed by {listed(values)}.",
        "cast": f"In {item.label} you see {listed(values)}.",
        "year": f"{item.title} is from {listed(values)}.",
        "genre": f"{item.label} is filed under {listed([v.lower() for v in values])}.",
    }
    if asked == "summary":
        return summary(item)
    if asked == "unknown" or not values:
        return room.replies.say(
            "fact_unknown", moment.turn, item=item.label, known=summary(item).split(": ", 1)[1].rstrip(".")
        )
    return sentences[asked]


def _films_of(person: str, room: Room) -> str:
    films = sorted(room.catalog.with_person(person), key=lambda i: -i.known)
    directed = [f for f in films if person in f.facts.get("director", ())]
    acted = [f for f in films if f not in directed]
    parts = []
    if directed:
        parts.append(f"directed {_some(directed)}")
    if acted:
        parts.append(f"appears in {_some(acted)}")
    return f"{person} {listed(parts)}."


def _some(films: list[Item]) -> str:
    more = f" and {len(films) - SHOWN} more" if len(films) > SHOWN else ""
    return (", ".join(f.label for f in films[:SHOWN]) + more) if more else listed([f.label for f in films])


def _guess(rating: float | None, moment: Moment) -> str:
    return f" My guess for you: {rating:.1f}." if rating is not None and moment.profile.warmth != "cold" else ""


def _shared(items: list[Item]) -> str:
    genres = set(items[0].genres).intersection(*(i.genres for i in items[1:]))
    return f"Common ground: {listed(sorted(g.lower() for g in genres))}." if genres else "They share no genre."
