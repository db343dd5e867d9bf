"""item_question: facts from the catalogue, and "I don't have that" where there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from chatbot.dialogue.appears import both_casts, is_in
from chatbot.dialogue.asked import (
    ABOUT,
    AND_NAME,
    ASKED,
    NAMED,
    NEVER,
    NO_TITLE,
    ORDER,
    THEMED,
    age_asked,
    asks_a_fact,
    longer_name,
    of_another,
)
from chatbot.dialogue.filmography import (
    ELSE,
    IS_DIRECTOR,
    PERSON,
    THE_CAST,
    ask_who,
    films_of,
    more_by,
    nearest,
    of_maker,
    together,
    unknown_person,
    who,
)
from chatbot.dialogue.forms import FACT, FACT_INSIDE, WORTH, WOULD_I_LIKE
from chatbot.dialogue.grounds import facts_of, ground
from chatbot.dialogue.handlers import Moment, Outcome, Room, ask_between, ask_which, meant
from chatbot.dialogue.holdings import holdings
from chatbot.dialogue.premises import premise
from chatbot.dialogue.replies import listed
from chatbot.dialogue.series import beside
from chatbot.dialogue.several import each, which_has
from chatbot.dialogue.state import Understanding, understand
from chatbot.dialogue.state.manners import mask
from chatbot.dialogue.state.measures import TOP, Spoken, spoken_in
from chatbot.dialogue.versions import versions
from chatbot.explain import say_theme
from chatbot.sayings import QUALITIES
from chatbot.types import Item

SHOWN = 6
TOP_PART = 1_000  # after every numbered part of a series
# questions for these hold no question for a measure
_FIRST = {"director", "cast", "year", "series", "the composer", "the writer", "the awards", "the budget", "the ending"}


def item_question(moment: Moment, room: Room) -> Outcome:
    moment = _as_before(moment, room)
    low, said = moment.message.lower(), moment.said
    last = next((room.catalog[i] for i in moment.last_items if i in room.catalog), None)
    near = [room.catalog[i] for i in moment.last_items[:2] if i in room.catalog]
    if named := _named_only(moment):
        return ask_which(moment, room, named)
    people = [nearest(m, near) for m in said.mentions if m.kind == "person"]
    if people and (unknown := _unknown_title(moment)):
        return ask_which(moment, room, unknown)
    if (
        told := versions(moment, room)
        or holdings(moment, room)
        or together(moment, room, people)
        or both_casts(moment, room)
        or which_has(moment, room, people)
        or is_in(moment, room)
    ):
        return told
    if people and (not said.items or (ELSE.search(low) and not said.named)):
        spoken = [room.catalog[i] for i in moment.last_items if i in room.catalog] if ELSE.search(low) else []
        mine = next((film for film in spoken if _beside(film, people[0])), None)
        return films_of(moment, room, people[0], mine)
    if not said.items and moment.people and more_by(low):
        found = who(low, moment.people, last)
        return (
            films_of(moment, room, found[0], _beside(last, found[0]))
            if len(found) == 1
            else ask_who(moment, room, found)
        )
    of_it = IS_DIRECTOR.search(low) or THE_CAST.search(low)
    if not said.items and moment.people and PERSON.search(low) and not of_it:
        found = who(low, moment.people, last)
        return films_of(moment, room, found[0]) if len(found) == 1 else ask_who(moment, room, found)
    if not said.mentions and (name := unknown_person(moment.message)):
        return Outcome(room.replies.say("unknown_maker", moment.turn, name=name))
    if unknown := _unknown_title(moment):
        return ask_which(moment, room, unknown)
    items = meant(moment, room)
    if not items:
        return ask_which(moment, room)
    if not _never_told(low) and (back := ask_between(moment, room, "Tell me about {}")):
        return back
    if answered := each(moment, room, _answer):
        return answered
    item = items[0]
    if more_by(low) and not said.named:
        return of_maker(moment, room, item) or Outcome(_missing(moment, room, item, "the director or the cast"))
    text, used = _answer(moment, room, item)
    more = (f"More like {item.title}", "What should I watch tonight?")
    rows = [ground(item, facts_of(item, *dict.fromkeys(used)))]
    rows += [ground(other, facts_of(other, "series")) for other in beside(item, room.catalog) if other.label in text]
    return Outcome(text, suggestions=more, grounds=tuple(rows))


def asked_beside(moment: Moment, room: Room) -> Outcome | None:
    """The question beside a judgement of one film: "Ran I saw last week, who made it?"; None where there is none."""
    judged = {feedback.item_id for feedback in moment.feedback}
    low = moment.message.lower().replace("’", "'")
    asks = FACT.match(low) or FACT_INSIDE.search(low)
    if len(judged) != 1 or not asks:
        return None
    item = room.catalog[next(iter(judged))]
    text, used = _answer(replace(moment, message=moment.message[asks.start() :], said=Understanding()), room, item)
    return Outcome(text, grounds=(ground(item, facts_of(item, *dict.fromkeys(used))),))


def _as_before(moment: Moment, room: Room) -> Moment:
    """`and in Shrek 2?`: the question of the turn before, of this film; any other message as it is."""
    said = moment.said
    if len(said.items) != 1 or not of_another(mask(moment.message.lower(), said.mentions)):
        return moment
    for turn in reversed(moment.history):
        if turn["intent"] != "item_question":
            return moment
        before = understand(message := str(turn["message"]), room.linker, room.domain.rating)
        films = [m for m in before.mentions if m.kind == "item"]
        if of_another(mask(message.lower(), films)):
            continue
        others = tuple(m for m in before.mentions if m.kind != "item")
        if not (others or asks_a_fact(message)):
            return moment
        return replace(
            moment,
            message=mask(message.lower(), films),
            said=replace(said, mentions=others, named=(), pointed=said.items),
        )
    return moment


def _beside(film: Item | None, person: str) -> Item | None:
    """The film that was spoken of, where this person has to do with it."""
    mine = film is not None and person in (*film.facts.get("director", ()), *film.facts.get("cast", ()))
    return film if mine else None


def _answer(moment: Moment, room: Room, item: Item) -> tuple[str, tuple[str, ...]]:
    """The words, and the names of the facts that they rest on."""
    low = moment.message.lower().replace("’", "'")
    if WORTH.search(low) or WOULD_I_LIKE.match(low):
        return _worth(moment, room, item), (*SUMMARY, "predicted")
    first, facts, only = premise(moment, room, item)
    if first and only:
        return first, facts
    if measured := _measure_asked(moment, room, item):
        text, used = measured, (*room.domain.scales, "age", "genre", "director", "cast")
    elif genre := _genre_asked(moment, room, item):
        text, used = genre, ("genre",)
    else:
        text, used = _facts(moment, room, item)
    return f"{first} {text}".strip(), (*facts, *used)


def _never_told(low: str) -> bool:
    """Whether nothing is asked for but what no entry holds, of whichever film."""
    return any(asks.search(low) for _, asks in NEVER) and not any(
        asks.search(low) for fact, asks in ASKED if fact in {"year", "minutes", "age", "series"}
    )


SUMMARY = ("year", "genre", "director", "cast", "description")


def _facts(moment: Moment, room: Room, item: Item) -> tuple[str, tuple[str, ...]]:
    """Everything that is asked for, in a sentence each."""
    low = mask(moment.message.lower().replace("’", "'"), moment.said.mentions)
    theme = next((theme for theme, asks in THEMED if asks.search(low)), "")
    asked = [fact for fact, asks in ASKED if asks.search(low)]
    if theme and item.facts.get("theme") and not {*asked} & {"director", "year", "minutes"}:
        yes = theme in item.facts["theme"]
        if yes or theme in {"true story", "remake"}:  # no other absence says anything
            key = "theme_yes" if yes else "theme_no"
            return room.replies.say(key, moment.turn, item=item.label, theme=say_theme(theme)), ("theme",)
    never = [what for what, asks in NEVER if asks.search(low)]
    asked = [fact for fact in asked if not (fact in {"description", "summary"} and (never or len(asked) > 1))]
    if not asked and not never:
        if theme:
            return _missing(moment, room, item, "that"), ("genre", "director", "cast")
        asked = ["summary"]
    told = [_fact(moment, room, item, fact) for fact in asked[:3] if not (never and fact in {"cast", "director"})]
    told += [room.replies.say("fact_missing", moment.turn, what=what, item=item.label) for what in never[:1]]
    used = SUMMARY if "summary" in asked else tuple(asked)
    return " ".join(told), (*used, "genre", "director", "cast")


def _fact(moment: Moment, room: Room, item: Item, asked: str) -> str:
    if asked == "summary":
        return f"{summary(item)} {item.description}".strip()
    if asked == "series":
        return _series(moment, room, item)
    values: Sequence[str] = {"year": (str(item.year),) if item.year else (), "genre": item.genres, **item.facts}.get(
        asked, ()
    )
    if asked in {"minutes", "age", "description"}:
        values = (str(getattr(item, asked)),) if getattr(item, asked) else ()
    if not values:
        return _missing(moment, room, item, "that")
    return {
        "director": f"{item.label} was directed by {listed(values)}.",
        "cast": f"In {item.label} you see {listed(values)}.",
        "year": f"{item.title} is from {listed(values)}.",
        "genre": f"{item.label} is filed under {_genres(item)}.",
        "theme": f"What runs through {item.label}: {listed([say_theme(value) for value in values])}.",
        "minutes": f"{item.label} runs {listed(values)} minutes.",
        "age": f"{item.label} is suitable from {listed(values)}.",
        "description": f"{item.label}: {listed(values)}",
    }[asked]


def _missing(moment: Moment, room: Room, item: Item, what: str) -> str:
    return room.replies.say("fact_unknown", moment.turn, what=what, item=item.label, known=known_of(item))


def _series(moment: Moment, room: Room, item: Item) -> str:
    """The series an item belongs to, and what came before it and after it."""
    names, say = [name.removeprefix("The ") for name in item.facts.get("series", ())], room.replies.say
    if not names:
        return say("not_in_series", moment.turn, item=item.label)
    series = item.facts["series"][0]
    kin = [i for i in room.catalog if series in i.facts.get("series", ()) and i.item_id != item.item_id]
    if not kin:
        return say("only_in_series", moment.turn, item=item.label, series=names[0])
    kin.sort(key=lambda i: (i.part or TOP_PART, i.year or 0))
    if ORDER.search(moment.message.lower()):
        every = sorted([*kin, item], key=lambda i: (i.part or TOP_PART, i.year or 0))
        return say("series_order", moment.turn, series=names[0], films=_then([i.label for i in every]))
    asks_next = item.part and re.search(
        r"sequel|follow-?up|part (?:two|2)|(?:second|next|2nd|another) (?:part|instal)", moment.message.lower()
    )
    later = [i for i in kin if (i.part or 0) > (item.part or 0)]
    labels = [i.label for i in (later if asks_next and later else kin)]
    if asks_next and later:
        return say("sequel_next", moment.turn, item=item.label, sequel=_then(labels))
    if asks_next:
        return say("sequel_last", moment.turn, item=item.label, series=names[0], others=_then(labels))
    place = f"number {item.part} of" if item.part else "in"
    return f"{item.label} is {place} the {names[0]} series; the others I have are {_then(labels)}."


def _then(labels: Sequence[str]) -> str:
    return listed([*labels[:SHOWN], f"{len(labels) - SHOWN} more"] if len(labels) > SHOWN else labels)


def _worth(moment: Moment, room: Room, item: Item) -> str:
    """`would I like it?`: the rating that we would predict for a card."""
    high, text = room.domain.rating.high, summary(item)
    if item.item_id in moment.profile.seen:
        return room.replies.say("guess_seen", moment.turn, summary=text)
    rating = room.recommender.predict_ratings(moment.profile, [item])[0][0]
    if rating is None or moment.profile.warmth == "cold":
        return room.replies.say("guess_cold", moment.turn, summary=text)
    return room.replies.say("guess", moment.turn, summary=text, rating=f"{rating:.1f}", high=f"{high:g}")


def summary(item: Item) -> str:
    """Title, year and facts."""
    return f"{item.label}: {known_of(item)}."


def known_of(item: Item) -> str:
    """Genres, director and cast."""
    director = f", directed by {listed(item.facts['director'])}" if item.facts.get("director") else ""
    cast = f", with {listed(item.facts['cast'][:3])}" if item.facts.get("cast") else ""
    return f"{_genres(item)}{director}{cast}"


def _unknown_title(moment: Moment) -> str:
    """The name in a question about a film that nobody has heard of; "" where there is none."""
    quoted = re.search(r"[\"“”]" + re.escape(moment.said.unknown) + r"[\"“”]", moment.message)
    if quoted and moment.said.unknown and not (moment.said.pointed and moment.said.unknown[0].islower()):
        return moment.said.unknown
    about = NAMED.search(moment.message) or ABOUT.match(moment.message) or AND_NAME.match(moment.message)
    if about and (longer := longer_name(about["title"].strip(), moment.message, moment.said)):
        return longer
    if moment.said.items or any(m.kind == "item" for m in moment.said.mentions):
        return ""
    name = about["title"].strip() if about and not NO_TITLE.match(about["title"]) else ""
    if moment.said.mentions:  # a person or a genre is known; a title before it may not be
        start = min(m.start for m in moment.said.mentions)
        return name if about and about.end("title") <= start and len(name.split()) > 1 else ""
    return moment.said.unknown or name


def _named_only(moment: Moment) -> str:
    """A title that is only called by its name and is none of ours: "one entitled The Widow. Who made it?"."""
    named = NAMED.search(moment.message)
    known = named and any(m.start < named.end() and named.start() < m.end for m in moment.said.mentions)
    return named["title"].strip() if named and not known else ""


def _measure_asked(moment: Moment, room: Room, item: Item) -> str:
    """`is it violent?`, `suitable for a seven-year-old?`; empty where nothing of the kind is asked or on record."""
    low = moment.message.lower().replace("’", "'")
    if _asks_other(low):
        return ""
    if (age := age_asked(low)) is not None and item.age is not None:
        return room.replies.say(
            "suits_yes" if item.age <= age else "suits_no", moment.turn, item=item.label, age=item.age
        )
    for spoken in spoken_in(mask(low, moment.said.mentions), room.domain):
        if spoken.value == "age" and spoken.amount is not None and item.age is not None:
            key = "suits_yes" if item.age <= spoken.amount else "suits_no"
            return room.replies.say(key, moment.turn, item=item.label, age=item.age)
        if spoken.value in room.domain.scales and spoken.value in item.scales:
            return _how_much(moment, room, item, spoken)
        if spoken.value in room.domain.scales and not _is_genre(moment, spoken):
            return room.replies.say("fact_unknown", moment.turn, what="that", item=item.label, known=known_of(item))
    return ""


def _asks_other(message: str) -> bool:
    """Whether a fact is asked for beside which a genre or a measure only names the film: `who directed the musical`."""
    low = message.lower().replace("’", "'")
    return any(asks.search(low) for fact, asks in (*ASKED, *NEVER) if fact in _FIRST)


def _how_much(moment: Moment, room: Room, item: Item, spoken: Spoken) -> str:
    """The scale's value in a sentence; a word for little of it ("slow") is answered from the other end."""
    value = item.scales[spoken.value]
    much, little = QUALITIES.get(spoken.value, (spoken.value, ""))
    if spoken.way in {"low", "lower"} and not little:
        return room.replies.say("scale_plain", moment.turn, item=item.label, said=_said_of(much, value))
    low = spoken.way in {"low", "lower"}
    key = ("scale_0", "scale_1", "scale_2", "scale_3")[TOP - value if low else value]
    return room.replies.say(key, moment.turn, item=item.label, quality=little if low else much)


def _said_of(quality: str, value: int) -> str:
    return f"{('not', 'a bit', 'rather', 'very')[value]} {quality}"


def _is_genre(moment: Moment, spoken: Spoken) -> bool:
    """Whether these words name a genre, which is on record of every film."""
    return any(m.kind == "genre" and m.start < spoken.end and spoken.start < m.end for m in moment.said.mentions)


def _genre_asked(moment: Moment, room: Room, item: Item) -> str:
    """`is it scary?`, `is it good for kids?`: what the genres say, and no more."""
    asked = next((m.value for m in moment.said.mentions if m.kind == "genre"), "")
    if not asked or _asks_other(moment.message):
        return ""
    key = ("kids" if asked == "Children" else "genre") + ("_yes" if asked in item.genres else "_no")
    return room.replies.say(key, moment.turn, item=item.label, genre=asked.lower(), genres=_genres(item))


def _genres(item: Item) -> str:
    return listed([genre.lower() for genre in item.genres]) or "no genre on record"
