"""Who made what: the films of a person within the catalogue, best known first; asked for by name or by "she"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from chatbot.dialogue.asked import MORE_BY
from chatbot.dialogue.cues import words
from chatbot.dialogue.grounds import ground
from chatbot.dialogue.handlers import NAME_MAX, Moment, Outcome, Room
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.replies import listed
from chatbot.types import Evidence, Item

SHOWN = 5
BACK = 6  # turns that "she" may look back on
ELSE = words(
    "what else", "other (?:films|movies|work)", "anything else", "(?:what|which) (?:films|movies)", "filmography",
    "how many", "what (?:did|has|have|was|were|is)(?! it)",
)  # fmt: skip
PERSON = words(
    "he", "she", "they", "his", "her", "their", "that (?:director|actor|actress|guy|woman|man)", "the director"
)
FILMMAKER = words(r"direct\w*", "made?", "make", "films? did", "done", "do", "his work", "man", "his", "keep", "has")
_DIRECTS = words(r"direct\w*", "films? by")
_ACTS = words(r"star\w*", r"act(?:s|ed|ing)?", "plays?", "played", "appear\\w*", "been in", "in", "with")
_UNKNOWN = re.compile(
    r"\b(?:what (?:else )?(?:did|has|have)|(?:films|movies) (?:by|with|of)|(?:what|which) (?:films|movies) (?:did|has))"
    r" (?P<name>[A-Z][\w.'-]+(?: [A-Z][\w.'-]+)+)"
)


def people_of(history: Sequence[Mapping[str, Any]], linker: Linker) -> tuple[str, ...]:
    """Who was last spoken of; nobody where an item was named, or a list shown, since then."""
    for turn in reversed(history[-BACK:]):
        mentions = linker.link(str(turn["message"]))
        if people := tuple(m.value for m in mentions if m.kind == "person"):
            return () if any(m.kind == "item" for m in mentions) else people
        if turn["items"] or any(m.kind == "item" for m in mentions):
            return ()
    return ()


def more_by(low: str) -> bool:
    """Whether it is asked what else somebody made who was spoken of before."""
    return bool(MORE_BY.search(low) or (PERSON.search(low) and ELSE.search(low)))


def unknown_person(message: str) -> str:
    """The name in `what did NAME direct?`, where nobody of that name was found."""
    found = _UNKNOWN.search(message)
    return found["name"][:NAME_MAX] if found else ""


def films_of(moment: Moment, room: Room, person: str, besides: Item | None = None) -> Outcome:
    low = moment.message.lower()
    known = sorted(room.catalog.with_person(person), key=lambda i: -i.known)
    rest = [film for film in known if besides is None or film.item_id != besides.item_id]
    if besides and not rest:
        text = room.replies.say("only_one", moment.turn, item=besides.label, person=person)
        return Outcome(text, grounds=(_row(besides, person, len(known)),))
    directed = [film for film in rest if person in film.facts.get("director", ())]
    acted = [film for film in rest if person not in film.facts.get("director", ())]
    if directed and acted and not besides:
        if _DIRECTS.search(low):
            acted = []
        elif _ACTS.search(low):
            acted = [film for film in rest if person in film.facts.get("cast", ())]
            directed = [] if acted else directed
    parts = [f"directed {_some(directed)}"] if directed else []
    parts += [f"appears in {_some(acted)}"] if acted else []
    text = f"{person} {'also ' if besides else ''}{listed(parts)}."
    told = [*directed[:SHOWN], *acted[:SHOWN]]
    rows = [_row(film, person, len(directed or acted) if not at else 0) for at, film in enumerate(told)]
    rows += [_row(besides, person, 0)] if besides else []
    return Outcome(text, grounds=tuple(rows), suggestions=tuple(f"Tell me about {film.label}" for film in told[:2]))


def of_maker(moment: Moment, room: Room, item: Item) -> Outcome | None:
    """`what else did she direct?` of the film last spoken of; None where nobody who made it is on record."""
    field = "director" if FILMMAKER.search(moment.message.lower()) else "cast"
    people = item.facts.get(field) or item.facts.get("director") or item.facts.get("cast") or ()
    return films_of(moment, room, people[0], besides=item) if people else None


def _row(film: Item, person: str, count: int) -> dict[str, Any]:
    evidence = [
        Evidence(f"f{n}", "attribute", person, 0.0, None, field)
        for n, field in enumerate((f for f in ("director", "cast") if person in film.facts.get(f, ())), 1)
    ]
    if count > SHOWN:
        evidence.append(Evidence(f"f{len(evidence) + 1}", "attribute", str(count - SHOWN), 0.0, None, "more"))
    return ground(film, evidence)


def _some(films: Sequence[Item]) -> str:
    names = [film.label for film in films[:SHOWN]]
    return listed([*names, f"{len(films) - SHOWN} more"] if len(films) > SHOWN else names)
