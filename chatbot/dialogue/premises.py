"""What a question takes for granted: `the Spielberg film Alien`, `was Heat made in 1987?`, held against the facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from chatbot.dialogue.asked import claimed
from chatbot.dialogue.cues import words
from chatbot.dialogue.filmography import who
from chatbot.dialogue.handlers import Moment, Room
from chatbot.dialogue.linking import Mention
from chatbot.dialogue.replies import listed
from chatbot.dialogue.state.manners import mask
from chatbot.types import Item

_ACTS = words(
    r"star\w*",
    "cast",
    "actors?",
    r"actress\w*",
    "plays?",
    "played",
    "in it",
    "in(?! (?:which|what) year)",
    "with",
    r"appear\w*",
)
_MAKES = words(r"direct\w*", "by", "made?", "make", "films?", "movies?", "shoots?", "shot", r"filmmaker", "from")
_YEAR = re.compile(
    r"\b(?:made|released|from|out|shot|filmed|came out)(?: in)? (?P<made>(?:18|19|20)\d\d)\b"
    r"|\bthe (?P<the>(?:18|19|20)\d\d) (?:films?|movies?|(?P<own>_))"
)
_YES_NO = re.compile(
    r"(?:^|[,.;?!] )\W*(?:(?:and|so|but|hey|ok)[\s,]+)*(?:is|isn'?t|was|wasn'?t|did|didn'?t|does|were|has)\b"
    r"|\b(?:yeah|yes|right|correct|true|no)\s*\?"
)
# somebody told before, taken for the maker of this one: "did he do Monsters, Inc. too?"
_HE = re.compile(
    r"\b(?:(?:is|was|did|didn'?t|does|has|had) (?:he|she|they)\b"
    r"(?! (?:also )?(?:die|like|win|get|really|right|wrong|sure|correct))"
    r"|(?:says?|said|thinks?|swears?|bets?|claims?) (?:that )?(?:he|she|they) (?:is|was|made|directed|plays?|played)\b)"
)
_TOO = words(
    "(?:which|what) (?:year|director|age)",
    "who (?:directed|made|plays|stars)",
    "who(?:'s| is| was) (?:in|the director)",
    "how long",
    "when (?:was|did)",
)
# what introduces somebody else beside: "the one with", "in which"
_TOLD_OF = re.compile(
    r"(?:,? (?:the|that) (?:one|film|movie))?(?:,? (?:with|starring|featuring|by|from|directed by|in which|where"
    r"|beside|alongside|opposite|next to|and))+ $"
)
_PLAYS_IN = re.compile(r" (?:plays?|played|stars?|starred|acts?|acted|appears?|is|was)(?: in(?: it)?)?\b")
_WHOSE = re.compile(r"(?:'s?)? (?:film |movie )?_")
_CLAUSES = re.compile(r"[.;?!]|, (?=and |but |or |who |what )")


def premise(moment: Moment, room: Room, item: Item) -> tuple[str, tuple[str, ...], bool]:
    """(what is to be said of it, the facts behind that, whether nothing else was asked); empty where all is well."""
    low = moment.message.lower().replace("’", "'")
    asks = bool(_YES_NO.search(low)) or claimed(low)
    masked = mask(low, moment.said.mentions)
    known = (*item.facts.get("director", ()), *item.facts.get("cast", ()))
    people = [m for m in moment.said.mentions if m.kind == "person"]
    # of several who are named, the one who has nothing to do with it is what is wrong
    wrong = [m for m in people if not {m.value, *m.others} & {*known}]
    if mention := next(iter((*wrong, *people)), None):
        person = next((p for p in (mention.value, *mention.others) if p in known), mention.value)
        asks = asks or low[: mention.start].endswith("which ")  # "which Hepburn is it?"
        clause, more = _clause(_alone(masked, [m for m in people if m is not mention]), mention.start)
        clause = "made" if _WHOSE.match(masked, mention.end) else clause  # "Kubrick's 12 Angry Men, in which …"
        return _person(moment, room, item, person, clause, more, asks)
    he = _HE.search(masked)
    if he and (told := who(low, moment.people, None)):
        return _person(moment, room, item, told[0], *_clause(masked, he.start()), asks)
    year = _YEAR.search(mask(low, moment.said.mentions))
    if year and item.year and not re.search(r"sequel|remake", low):
        said = int(year["made"] or year["the"])
        truth = f"{item.title} is from {item.year}"
        if said != item.year:
            return room.replies.say("premise_wrong", moment.turn, truth=truth), ("year",), asks
        if asks and not year["own"]:  # "is the 1977 Suspiria ok for her?" only tells which is meant
            return (
                room.replies.say("premise_right", moment.turn, truth=f"{item.title} is from {item.year}"),
                ("year",),
                asks,
            )
    return "", (), False


def _alone(masked: str, others: Sequence[Mention]) -> str:
    """The text without what is told of other people: ", the one with Henry Fonda"."""
    for other in others:
        told, after = _TOLD_OF.search(masked[: other.start]), _PLAYS_IN.match(masked, other.end)
        start, end = told.start() if told else other.start, after.end() if after else other.end
        masked = masked[:start] + "_" * (end - start) + masked[end:]
    return masked


def _clause(masked: str, at: int) -> tuple[str, bool]:
    """The clause around a place, and whether another one asks for a fact."""
    cuts = [0, *(m.end() for m in _CLAUSES.finditer(masked)), len(masked)]
    parts = [(a, b, masked[a:b]) for a, b in pairwise(cuts)]
    more = any(_TOO.search(part) for a, b, part in parts if not a <= at < b)
    return next(part for a, b, part in parts if a <= at < b), more


def _person(
    moment: Moment, room: Room, item: Item, person: str, masked: str, more: bool, asks: bool
) -> tuple[str, tuple[str, ...], bool]:
    """masked: the clause that names the person; more: whether another one asks for a fact.
    acts: named as somebody who is seen in it; else as whose film it is."""
    directors, cast = item.facts.get("director", ()), item.facts.get("cast", ())
    acts = bool(_ACTS.search(masked)) and not re.search(r"\b(?:direct\w*|by)\b", masked)
    claimed, others = (cast, directors) if acts else (directors, cast)
    if person in claimed:
        truth = f"{person} is in {item.label}" if acts else f"{item.label} was directed by {listed(directors)}"
        said = room.replies.say("premise_right", moment.turn, truth=truth) if asks else ""
        return said, (("cast",) if acts else ("director",)), asks and not more
    if not acts and not asks and (person in others or not _MAKES.search(masked)):
        return "", (), False
    if not claimed:
        what = "the cast" if acts else "the director"
        text = room.replies.say("premise_unknown", moment.turn, what=what, item=item.label, claim=person)
        return text, (), asks and not more
    if acts:
        seen = f"the cast I have for {item.label} is {listed(cast[:5])}"
        made = f"; {person} directed it" if person in directors else ""
        return (
            room.replies.say("premise_wrong", moment.turn, truth=seen + made),
            ("cast", "director"),
            asks and not more,
        )
    truth = f"{item.label} was directed by {listed(directors)}"
    truth += f"; {person} is in the cast" if person in cast else f", not by {person}"
    return room.replies.say("premise_wrong", moment.turn, truth=truth), ("director", "cast"), asks and not more
