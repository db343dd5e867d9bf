"""holdings: what is in the catalogue at all: "what kinds of films do you have?", "how many westerns do you know?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.dialogue.cues import words
from chatbot.dialogue.grounds import facts_of, ground
from chatbot.dialogue.handlers import Moment, Outcome, Room, in_words
from chatbot.dialogue.replies import listed
from chatbot.dialogue.state import Understanding, apply
from chatbot.explain import say_genre
from chatbot.types import Constraints, Item

_FILM = r"(?:films?|movies?|pictures?|flicks?|titles)"
_STOCK = (
    r"(?:catalogue|catalog|collection|library|database|archive|inventory|selection|repertoire|range|offering|line-?up)"
)
_HAVE = rf"(?:have|know|hold|keep|offer|carry|stock|cover|got|{_FILM} (?:have|know))"
_YOU = (
    rf"(?:(?:do|did|would|could|can) you (?:guys |people |actually |all )?{_HAVE}|have you(?: all| guys)? got"
    rf"|you(?:'ve| have)? got|you (?:have|know|hold|offer)|are there|is there|(?:in|on) (?:your|the|this) {_STOCK}"
    r"|(?:in|on) (?:here|offer))"
)
_NOT_OURS = words(
    "my|mine|i|we|our|me|plans?|profiles?|devices?|screens?|stars|accounts?|watch ?list|downloads?|called|named"
    "|versions?|series|franchise|parts?|sequels?|of (?:them|those|these|it)|he|she|they|him|her|titled|languages?",
)
# "how many films do you have?", "how many Tom Hanks films are there?", "how many films has Kurosawa made?"
_HOW_MANY = re.compile(
    rf"\bhow many [^.?!]{{1,60}}?(?: {_YOU}\b|(?=\W*(?:$|[?.!]))|,? (?:has|did|have|by|with|from)\b)[^.?!]*"
)
_OF_ALL = re.compile(rf"\bhow many (?:(?:different|other|total|more|good|actual) )?{_FILM}\b")
_A_KIND = rf"(?:kinds?|sorts?|types?|genres?|categories|styles)(?: of (?:a )?(?:{_FILM}|stuff|things?|content))?"
_KINDS = re.compile(
    rf"\b(?:what|which|what are the|tell me (?:what|which|the)) (?:other |different |main |sort of )?{_A_KIND}"
    rf"(?: (?:can|could|may) (?:i|we) (?:choose|pick|select|ask|look|search|browse|get|find|have)\b"
    rf"|[^.?!]{{0,12}}? {_YOU}\b)"
    rf"|\b(?:what(?:'s| is| are| have you(?: got)?| do you have)|which {_FILM} are)(?: there| all)? in"
    rf" (?:your|the|this) (?:(?:film|movie|whole) )?{_STOCK}\b"
    rf"|\b(?:tell me|what can you tell me) (?:a (?:bit|little) )?about"
    rf" (?:your|the|this) (?:(?:film|movie|whole) )?{_STOCK}\b"
)
_SIZE = re.compile(
    rf"\bhow (?:big|large|extensive|wide|many {_FILM} are in)(?: is| are)? (?:your|the|this)"
    rf" (?:(?:film|movie) )?{_STOCK}\b"
    rf"|\bhow far back (?:do|does|can) (?:you|your|the|it|this)\b"
)
# which of all is the oldest or the newest; beside a list the same words ask of the list
_MOST = "oldest|earliest|newest|latest|most recent|longest|shortest"
_END = re.compile(
    rf"\bwhat(?:'?s| is| would be)? (?:the|your) (?:very )?(?P<end>{_MOST}) (?:[\w-]+ ){{0,3}}?,?(?:that |which )?"
    rf"(?:{_YOU}|you(?:'ve)? got|of all)\b|\bwhat(?:'?s| is) your (?:very )?(?P<own>{_MOST}) (?:{_FILM}|one)\b"
)


def asked_of(low: str, said: Understanding) -> bool:
    """Whether a question is about the catalogue as a whole, or about how many films of a kind are in it."""
    if said.named or said.liked or said.disliked or said.add.similar_to:
        return False
    if _how_many(low):
        return bool(_kind_of(said) or _OF_ALL.search(low))  # "how many matrix films" names something
    return bool(_SIZE.search(low) or _END.search(low) or (_KINDS.search(low) and not _kind_of(said)))


def _how_many(low: str) -> bool:
    """Whether it is asked how many films there are of some kind; of what one has oneself, elsewhere."""
    asked = _HOW_MANY.search(low)
    return asked is not None and not _NOT_OURS.search(asked[0])


def holdings(moment: Moment, room: Room) -> Outcome | None:
    """The size, the kinds or the ends of the catalogue; None where none of them is asked for, or a person's films."""
    low = moment.message.lower().replace("’", "'")
    if not asked_of(low, moment.said) or moment.said.add.people:
        return None
    limits = _kind_of(moment.said)
    films = [film for film, held in zip(room.catalog, room.catalog.allowed(limits), strict=True) if held]
    dated = sorted((film for film in films if film.year), key=lambda film: film.year or 0)
    say, turn = room.replies.say, moment.turn
    if (end := _END.search(low)) and dated:
        return _at_the_end(moment, room, str(end["end"] or end["own"]), dated)
    if limits:
        text = say("holdings_of", turn, n=f"{len(films):,}", limits=in_words(limits))
        return Outcome(text, suggestions=(f"Show me {in_words(limits)}",))
    counts = {genre: sum(genre in film.genres for film in films) for genre in room.domain.genres}
    kinds = [f"{say_genre(g)} ({counts[g]:,})" for g in sorted(counts, key=lambda g: -counts[g]) if counts[g]]
    years = {"first": dated[0].year, "last": dated[-1].year} if dated else {"first": "?", "last": "?"}
    key = "holdings" if _KINDS.search(low) else "holdings_size"
    text = say(key, turn, n=f"{len(films):,}", kinds=listed(kinds), **years)
    return Outcome(text, suggestions=room.replies.options("suggest_start"))


def _at_the_end(moment: Moment, room: Room, end: str, dated: Sequence[Item]) -> Outcome:
    """The oldest or longest of these films, and the like. dated: the oldest first."""
    timed = sorted((film for film in dated if film.minutes), key=lambda film: film.minutes or 0)
    films, which = (timed or dated, end) if end in {"longest", "shortest"} else (dated, "oldest")
    which = "newest" if end in {"newest", "latest", "most recent"} else which
    film = films[-1 if which in {"newest", "longest"} else 0]
    text = room.replies.say("holdings_end", moment.turn, item=film.label, which=which)
    if which == end and end in {"longest", "shortest"} and film.minutes:
        text += f" It runs {film.minutes} minutes."
    return Outcome(text, grounds=(ground(film, facts_of(film, "year", "genre", "minutes")),))


def _kind_of(said: Understanding) -> Constraints:
    """The kind of films that a question names."""
    return apply(Constraints(), said, True)


__all__ = ["asked_of", "holdings"]
