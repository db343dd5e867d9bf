"""Who made what: the films of a person within the catalogue, best known first; asked for by name or by "she"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chatbot.catalog import Catalog
from chatbot.dialogue.asked import ASKED, MORE_BY, of_another
from chatbot.dialogue.cues import words
from chatbot.dialogue.forms import ASKS, IS_THERE, WANTS_A_FILM
from chatbot.dialogue.grounds import ground
from chatbot.dialogue.handlers import NAME_MAX, Moment, Outcome, Room
from chatbot.dialogue.linking import Linker, Mention
from chatbot.dialogue.replies import listed
from chatbot.dialogue.state.manners import mask
from chatbot.recommender import Query
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
IS_DIRECTOR = words("who(?:'?s| is| was)? the director", "(?:and )?the director(?: of| please|\\W*$)")  # no "she"
# whom a film has, and no "they": "and the leading men, who were they?"
THE_CAST = words(
    r"(?:the|its|which|what) (?:\w+ )?(?:leads?|stars?|cast|actors|actresses|players)",
    r"(?:the|its) (?:lead|leading|main|principal|title|chief) (?:\w+ )?(?:m[ae]n|wom[ae]n|lad(?:y|ies)|parts?|roles?"
    r"|players?"
    r"|actors?|actress(?:es)?|characters?)",
)
_THAT_DIRECTOR = words("(?:that|the|this|same|its) director", "(?:made|directed|filmed|shot) (?:it|that|this)")
_DIRECTS = words(r"direct\w*", "films? by")
_ACTS = words(r"star\w*", r"act(?:s|ed|ing)?", "plays?", "played", "appear\\w*", "been in", "in", "with")
_TOLD = tuple((fact, asks) for fact, asks in ASKED if fact in {"director", "cast"})
_MADE = words(r"direct\w*", "made?", "make", r"film(?:ed)?", "shot", "films? by")
_PLAYED = words("been in", r"star\w*", r"act(?:s|ed|ing)?", "plays?", "played", r"appear\w*", "in")
# "more with him": whose films are wished for
_OF_HERS = re.compile(
    r"\b(?:you (?:have|hold|got)(?= (?:by|with|from|starring) )"
    r"|more|films?|movies?|something|anything|another|others?|stuff|else|works?|comed\w+"
    r"|(?<!first )(?<!second )(?<!third )(?<!last )ones?|dramas?"
    r"|thrillers?|westerns?|musicals?|horrors?|cartoons?|romances?|documentar\w+|myster\w+|noirs?) "
    r"(?:(?!to |for )\w+ ){0,4}?(?P<how>with|by|from|starring|of) (?:him|hers?|his|he|she"
    r"|(?:the |that |whoever |the same )?(?:\w+ )?(?:who |that )?(?:made|directed|filmed|shot) (?:it|that"
    r"|this)(?: one| film)?"
    r"|(?:the same|that|this|its) (?:very |same )?(?:person|guy|man|woman|actor|actress|director|gentleman|lady"
    r"|fellow|chap"
    r"|bloke))\b(?! \w+(?:ing|s)\b)"
)
# "some other films he made"
_SHE_MADE = re.compile(
    r"\b(?:films?|movies?|something|anything|others?|ones?|another|else|more|work) (?:that |which )?(?:he|she"
    r"|they)(?:'s|'ve| has"
    r"| have| had)?(?: also)? (?P<how>made|directed|did|shot|was in|is in|played in|starred in|acted in|been in)\b"
)
# of whom one is named and the other was told before: "something by Hawks with him"
_TOGETHER = words(
    "together",
    "(?:in|of) (?:something|anything|a film|any films?|films|the same film|one)\\b[^.?!]* with",
    "(?:both|the two)",
    "(?:something|anything|a film|films?) with [^.?!]* and",
    "(?:films?|movies?|else|made?|make|done|did|work(?:ed)?)\\b[^.?!]* (?:with|alongside|opposite|and)",
)
BESIDE_HIM = re.compile(
    r"\b(?:by|from) [^.?!,;]* with (?:him|her)\b|\bwith (?:him|her) (?:and|plus)\b|\bwith [^.?!,;]* and (?:him"
    r"|her)\b",
    re.I,
)
# the same where the films are called his: "which of his films would you recommend?", "any thrillers he's in?"
_HIS = re.compile(
    r"\b(?:which|any|some|one|another|more) of (?:his|her)(?: other| best)? (?:films|movies|comedies"
    r"|\w+s)\b(?=.*\byou\b|.*\bi\b)"
    r"|\b(?!he\b|she\b)\w+ (?:that |which |where )?(?:he|she)(?:'s| is| was| plays| stars| appears"
    r"| acts) (?:also )?in\b"
)
_YOU_HAVE = words("do you (?:have|hold|know|keep)", "have you (?:got )?")
CHOICES = 4
_UNKNOWN = re.compile(
    r"\b(?:what (?:else )?(?:did|has|have)|(?:films|movies) (?:by|with|of)|(?:what|which) (?:films|movies) (?:did|has))"
    r" (?P<name>[A-Z][\w.'-]+(?: [A-Z][\w.'-]+)+)"
)


_LEAD = words("leads?", "leading \\w+", "main (?:part|role|character)", "(?:the|its|whose) star", "title role")


def people_of(history: Sequence[Mapping[str, Any]], linker: Linker, film: Item | None = None) -> tuple[str, ...]:
    """Who was last spoken of: named, or told as who made or plays in the film that the last turn was about; nobody
    where another item was spoken of, or a list shown, since then. film: what was last spoken of."""
    again = False
    for at, turn in enumerate(reversed(history[-BACK:])):
        if turn["intent"] == "profile_show":  # of herself
            continue
        mentions = linker.link(str(turn["message"]))
        people = [m for m in mentions if m.kind == "person"]
        if turn["intent"] == "item_question" and not turn.get("grounds") and people:  # of a film that nobody knows
            return tuple(dict.fromkeys(m.value for m in people))
        named = tuple(m.value for m in mentions if m.kind == "person")
        about = {row["item_id"] for row in turn.get("grounds", ())}
        answered = not at and film is not None and (turn["intent"] == "item_question" or film.item_id in about)
        if film and answered and (told := _told(turn, film, named if film.item_id in about else ())):
            return told
        if (one := _of_whom(turn)) and not named:
            return one
        if named:
            return () if any(m.kind == "item" for m in mentions) and not again else named
        if turn["intent"] == "item_question" and of_another(mask(str(turn["message"]).lower(), mentions)):
            again = True  # "and in the other one?": whom it was asked of before
            continue
        if turn["items"] or len(about) == 1 or any(m.kind == "item" for m in mentions):
            return ()
    return ()


def lately(history: Sequence[Mapping[str, Any]], linker: Linker) -> frozenset[str]:
    """Who was named, or whose films were told, in the last turns."""
    turns = history[-BACK:]
    named = {m.value for turn in turns for m in linker.link(str(turn["message"])) if m.kind == "person"}
    return frozenset({*named, *(person for turn in turns for person in _of_whom(turn))})


def _told(turn: Mapping[str, Any], film: Item, named: Sequence[str]) -> tuple[str, ...]:
    """Of whom an answer about a film spoke: of its directors where it names nobody else of it, else of whom the
    question names, else of everybody whom it asked for."""
    reply, asked = str(turn["reply"]), str(turn["message"]).lower()
    directors = tuple(p for p in film.facts.get("director", ()) if p in reply)
    cast = tuple(p for p in film.facts.get("cast", ()) if p in reply and p not in directors)
    if named and directors and {*cast} <= {*named}:
        return directors
    told = next((film.facts.get(field, ()) for field, asks in _TOLD if asks.search(asked)), ())
    told = told[:1] if _LEAD.search(asked) else told
    return tuple(named) or told or (directors if not cast else ())  # "and the other?": who made it was told again


def _of_whom(turn: Mapping[str, Any]) -> tuple[str, ...]:
    """The one person whose films an answer told of."""
    rows = [row.get("evidence", ()) for row in turn.get("grounds", ())]
    people = {e["value"] for row in rows for e in row if e.get("field") in {"director", "cast"}}
    return tuple(people) if len(people) == 1 else ()


def more_by(low: str) -> bool:
    """Whether it is asked what else somebody made who was spoken of before."""
    return bool(MORE_BY.search(low) or (PERSON.search(low) and ELSE.search(low)))


def nearest(mention: Mention, films: Sequence[Item]) -> str:
    """Whom a name means: of its bearers the one who has to do with the films on the table, else the best known."""
    table = {p for film in films for p in (*film.facts.get("director", ()), *film.facts.get("cast", ()))}
    return next((p for p in (mention.value, *mention.others) if p in table), mention.value)


def unknown_person(message: str) -> str:
    """The name in `what did NAME direct?`, where nobody of that name was found."""
    found = _UNKNOWN.search(message)
    return found["name"][:NAME_MAX] if found else ""


def films_of(moment: Moment, room: Room, person: str, besides: Item | None = None) -> Outcome:
    low = moment.message.lower()
    if again := _told_before(moment, room, person):
        besides = None
    known = sorted((i for i in room.catalog.with_person(person) if _asked_for(moment, i)), key=lambda i: -i.known)
    if not known:
        return Outcome(room.replies.say("none_of_person", moment.turn, person=person))
    rest = [film for film in known if besides is None or film.item_id != besides.item_id]
    if besides and not rest:
        text = room.replies.say("only_one", moment.turn, item=besides.label, person=person)
        return Outcome(text, grounds=(_row(besides, person, len(known)),))
    directed = [film for film in rest if person in film.facts.get("director", ())]
    acted = [film for film in rest if person not in film.facts.get("director", ())]
    if directed and acted and (not besides or _DIRECTS.search(low)):
        if _DIRECTS.search(low):
            acted = []
        elif _ACTS.search(low):
            acted = [film for film in rest if person in film.facts.get("cast", ())]
            directed = [] if acted else directed
    parts = [f"directed {_some(directed)}"] if directed else []
    parts += [f"appears in {_some(acted)}"] if acted else []
    text = f"{person} {'also ' if besides else ''}{listed(parts)}."
    if "how many" in low:
        text = room.replies.say("holdings_by", moment.turn, n=len(known), told=text)
    told = [*directed[:SHOWN], *acted[:SHOWN]]
    rows = [_row(film, person, len(directed or acted) if not at else 0) for at, film in enumerate(told)]
    rows += [_row(besides, person, 0)] if besides else []
    cards = _cards(moment, room, (person,), again or {besides.item_id if besides else ""})
    return replace(cards, reply=text, grounds=tuple(rows), suggestions=_offers(told))


def together(moment: Moment, room: Room, people: Sequence[str]) -> Outcome | None:
    """`was she in something with him as well?`: the films in which two who are named have to do with both."""
    pair = tuple(dict.fromkeys(people))[:2]
    if len(pair) < 2 or moment.said.named or not _TOGETHER.search(moment.message.lower()):
        return None
    both = {film.item_id for film in room.catalog.with_person(pair[1])}
    found = [i for i in room.catalog.with_person(pair[0]) if i.item_id in both and _asked_for(moment, i)]
    found = sorted(found, key=lambda film: -film.known)[:SHOWN]
    if not found:
        return Outcome(room.replies.say("none_together", moment.turn, people=listed(pair)))
    makers = [p for p in pair if all(p in film.facts.get("director", ()) for film in found)]
    if len(makers) == 1:
        other = next(p for p in pair if p not in makers)
        text = room.replies.say("directed_in", moment.turn, maker=makers[0], person=other, items=_some(found))
    else:
        text = room.replies.say("in_together", moment.turn, people=listed(pair), items=_some(found))
    rows = tuple(_row(film, pair[0], 0) for film in found)
    return replace(_cards(moment, room, pair), reply=text, grounds=rows, suggestions=_offers(found))


def _told_before(moment: Moment, room: Room, person: str) -> set[str]:
    """The films that are on the table as hers: "what else?" then asks for others."""
    hers = person in of_list(moment.history, room.catalog)
    return {row["item_id"] for row in moment.shown} if hers else set()


def _cards(moment: Moment, room: Room, people: Sequence[str], passed: Collection[str] = ()) -> Outcome:
    """Those of their films that suit best, within the limits in force; what was seen stays away."""
    limits = moment.state.union(replace(moment.said.add, people=()))  # whom a name means was decided
    limits = replace(limits, people=tuple(dict.fromkeys((*limits.people, *people))), similar_to=())
    query = Query(constraints=limits, passed=frozenset(passed))
    ranked = room.recommender.rank(moment.profile, query, SHOWN)
    return Outcome("", ranked.items, found=ranked.pool, timings_ms=ranked.timings_ms)


def _offers(films: Sequence[Item]) -> tuple[str, ...]:
    return tuple(f"Tell me about {film.label}" for film in films[:2])


def of_maker(moment: Moment, room: Room, item: Item) -> Outcome | None:
    """`what else did she direct?` of the film last spoken of; None where nobody who made it is on record. Who is not
    told by "she" is asked for."""
    makers = (*item.facts.get("director", ()), *item.facts.get("cast", ()))
    spoken_of = [p for p in moment.people if p in makers] if moment.said.pointed else moment.people
    people = who(moment.message.lower(), spoken_of, item)
    if not people:
        return None
    return films_of(moment, room, people[0], besides=item) if len(people) == 1 else ask_who(moment, room, people)


def who(low: str, spoken_of: Sequence[str], item: Item | None) -> tuple[str, ...]:
    """Who "she" may be: whom the last turn told of, else those of the film who did what is said of her."""
    directors, cast = (item.facts.get("director", ()), item.facts.get("cast", ())) if item else ((), ())
    made, played = _MADE.search(low), _PLAYED.search(low)
    fits = directors if made else cast if played else (*directors[:1], *cast)
    if _THAT_DIRECTOR.search(low) and directors:  # nobody else, whoever was told last
        fits, spoken_of = directors, [p for p in spoken_of if p in directors]
    known = [p for p in spoken_of if p in fits] or list(spoken_of)
    found = known or list(fits) or [*directors, *cast]
    if found and all(p in directors for p in found):  # two who direct together are asked about together
        found = found[:1]
    return tuple(dict.fromkeys(found))[:CHOICES]


def ask_who(moment: Moment, room: Room, people: Sequence[str]) -> Outcome:
    """One question with choices."""
    text = room.replies.say("which_person", moment.turn, options=listed(people, "or"))
    return Outcome(text, suggestions=tuple(f"What else has {person} done?" for person in people[:3]))


def of_list(history: Sequence[Mapping[str, Any]], catalog: Catalog) -> tuple[str, ...]:
    """Whose films the list on the table shows, where it came beside an answer: "show me the others" goes on. A list
    made anew for a judgement is the same list."""
    made: Mapping[str, Any] = next((t for t in reversed(history) if t["items"] and t.get("intent") != "rate"), {})
    films = [catalog[row["item_id"]] for row in made.get("items", ()) if row["item_id"] in catalog]
    if made.get("intent") != "item_question" or not films:
        return ()
    shared = [{*film.facts.get("director", ()), *film.facts.get("cast", ())} for film in films]
    return tuple(person for person in sorted(set.intersection(*shared)) if person in str(made["reply"]))


def wished_for(message: str, spoken_of: Sequence[str], item: Item | None) -> tuple[str, ...]:
    """Whose films are wished for by "more with him"; several where only the writer knows; nobody without such words."""
    low = message.lower()
    if (made := _SHE_MADE.search(low)) and ASKS.search(low[: made.end()]):
        return who(made["how"], spoken_of, item)
    found = _OF_HERS.search(low)
    if not found:
        low = message.lower()
        wishes = WANTS_A_FILM.search(low) or IS_THERE.match(low) or _YOU_HAVE.search(low)
        return who("in", spoken_of, item) if wishes and _HIS.search(message.lower()) else ()
    how = {"by": "directed", "from": "directed", "with": "in", "starring": "in"}.get(found["how"], "")
    return who(how + found[0][found.end("how") - found.start() :], spoken_of, item)


def _asked_for(moment: Moment, film: Item) -> bool:
    """Whether a film is of the years and genres that a question names: "what else by her, from before 2000?"."""
    add, year = moment.said.add, film.year or 0
    late = add.year_min is not None and year < add.year_min
    early = add.year_max is not None and year > add.year_max
    return not (late or early) and {*add.genres} <= {*film.genres}


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
