"""item_question and compare: facts from the catalogue, and "I don't have that" where there is none."""

from __future__ import annotations

import re

from chatbot.dialogue.cues import words
from chatbot.dialogue.forms import WORTH, WOULD_I_LIKE
from chatbot.dialogue.handlers import Moment, Outcome, Room, ask_between, ask_which, meant
from chatbot.dialogue.manners import mask
from chatbot.dialogue.measures import TOP, Spoken, spoken_in
from chatbot.dialogue.replies import listed
from chatbot.sayings import QUALITIES
from chatbot.types import Item

# which fact a question asks for; the first that matches
_ASKED = (
    ("director", words(r"direct\w*", "who made", "whose film", "filmmaker", "behind the camera", "made by")),
    ("cast", words(
        r"star\w*", "cast", "actors?", r"actress\w*", "plays?", "played", r"who(?:'s| is| was| are|s)?(?: else)? in",
        "appears?", r"featur\w+",
    )),
    ("summary", words(r"tell me (?:more |something )?about", "what do you know about", "more about")),
    ("year", words("what year", "which year", "when", "how old", "released?", "come out", "came out", "date")),
    ("genre", words("genre", "kind of (?:film|movie)", "what type", "sort of (?:film|movie)")),
    ("unknown", words(
        "soundtrack", "composer", "music", "budget", "box office", r"awards?", r"oscars?", "ending", "ends?",
        "language", "filmed", "shot", "book", "based on", "true story", "certificate", "subtitles?", "sequel", "wrote",
        "written", "nudity", "where can",
    )),
    ("minutes", words("how long", "run(?:ning)? ?time", "minutes", "length", "long", "short", "duration")),
    ("age", words("suitable", "appropriate", "rated", "what age", "which age", "how old (?:do|must|should)")),
    ("description", words("about", "plot", "story", "what happens")),
)  # fmt: skip
_ELSE = words(
    "what else", "other (?:films|movies|work)", "anything else", "(?:what|which) (?:films|movies)", "filmography",
    "how many",
)  # fmt: skip
_PERSON = words(
    "he", "she", "they", "his", "her", "their", "that (?:director|actor|actress|guy|woman|man)", "the director"
)
_FILMMAKER = words(r"direct\w*", "made?", "make", "films? did", "done", "do", "his work")
# the title that a question is about, where it is none that we know
_ABOUT = re.compile(
    r"^\W*(?:and |so )?(?:who(?:'s| is| was)? (?:directed|made|starred in|stars in|in|the director of|else in)"
    r"|tell me (?:more )?about|(?:what|which) year (?:is|was|did)|when (?:did|was|is)|how long is|what is|what's)"
    r" (?P<title>.+?)(?: (?:come out|released|made|from|about))?\W*$", re.I,
)  # fmt: skip
_NO_TITLE = re.compile(
    r"^(?:it|that|this|them|they|he|she|those|these|(?:that|this|the) (?:one|film|movie|cast|director|plot|genre|year"
    r"|first|last|length|running time|runtime|ending|story|rating|soundtrack|music|language|budget)\b.*)$", re.I,
)  # fmt: skip
SHOWN = 5


def item_question(moment: Moment, room: Room) -> Outcome:
    low, said = moment.message.lower(), moment.said
    people = [m.value for m in said.mentions if m.kind == "person"]
    if people and (_ELSE.search(low) or not said.named):
        return Outcome(_films_of(people[0], room))
    if unknown := _unknown_title(moment):
        return ask_which(moment, room, unknown)
    items = meant(moment, room)
    if not items:
        return ask_which(moment, room)
    if back := ask_between(moment, room, "Tell me about {}"):
        return back
    if _PERSON.search(low) and _ELSE.search(low):
        return Outcome(_films_of_maker(moment, room, items[0]))
    more = (f"More like {items[0].title}", "What should I watch tonight?")
    if WORTH.search(low) or WOULD_I_LIKE.match(low):
        return Outcome(_worth(moment, room, items[0]), suggestions=more)
    answer = _measure_asked(moment, room, items[0]) or _genre_asked(moment, room, items[0])
    return Outcome(answer or _fact(moment, room, items[0]), suggestions=more)


def compare(moment: Moment, room: Room) -> Outcome:
    items = [room.catalog[i] for i in moment.said.items if i in room.catalog][:3]
    if len(items) < 2 and (most := _most(moment, room)):
        return Outcome(most)
    if len(items) < 2:
        return Outcome(room.replies.say("compare_one", moment.turn))
    ratings = room.recommender.predict_ratings(moment.profile, items)
    lines = [f"{summary(item)}{_guess(rating, moment)}" for item, (rating, _) in zip(items, ratings, strict=True)]
    return Outcome(" ".join([*lines, _shared(items)]))


def _worth(moment: Moment, room: Room, item: Item) -> str:
    """`would I like it?`: the rating that we would predict for a card."""
    high, text = room.domain.rating.high, summary(item)
    if item.item_id in moment.profile.seen:
        return room.replies.say("guess_seen", moment.turn, summary=text)
    rating = room.recommender.predict_ratings(moment.profile, [item])[0][0]
    if rating is None or moment.profile.warmth == "cold":
        return room.replies.say("guess_cold", moment.turn, summary=text)
    return room.replies.say("guess", moment.turn, summary=text, rating=f"{rating:.1f}", high=f"{high:g}")


def _most(moment: Moment, room: Room) -> str:
    """`which of these is the oldest?`: told from years; empty where the message asks nothing of the kind."""
    items = [room.catalog[row["item_id"]] for row in moment.shown if row["item_id"] in room.catalog]
    dated = [item for item in items if item.year]
    for word, sign in (("oldest", 1), ("newest", -1), ("latest", -1), ("most recent", -1)):
        if dated and word in moment.message.lower():
            found = min(dated, key=lambda i: sign * (i.year or 0))
            return room.replies.say("most", moment.turn, item=found.label, most=word)
    return ""


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
    if moment.said.items or moment.said.mentions:
        return ""
    about = _ABOUT.match(moment.message)
    name = about["title"] if about and not _NO_TITLE.match(about["title"]) else ""
    return moment.said.unknown or name


def _asked(low: str) -> str:
    return next((fact for fact, asks in _ASKED if asks.search(low)), "summary")


def _fact(moment: Moment, room: Room, item: Item) -> str:
    asked = _asked(moment.message.lower())
    if asked == "summary":
        return f"{summary(item)} {item.description}".strip()
    values = {"year": (str(item.year),) if item.year else (), "genre": item.genres, **item.facts}.get(asked, ())
    if asked in {"minutes", "age", "description"}:
        values = (str(getattr(item, asked)),) if getattr(item, asked) else ()
    if not values:
        return room.replies.say("fact_unknown", moment.turn, item=item.label, known=known_of(item))
    return {
        "director": f"{item.label} was directed by {listed(values)}.",
        "cast": f"In {item.label} you see {listed(values)}.",
        "year": f"{item.title} is from {listed(values)}.",
        "genre": f"{item.label} is filed under {_genres(item)}.",
        "minutes": f"{item.label} runs {listed(values)} minutes.",
        "age": f"{item.label} is suitable from {listed(values)}.",
        "description": f"{item.label}: {listed(values)}",
    }[asked]


def _measure_asked(moment: Moment, room: Room, item: Item) -> str:
    """`is it violent?`, `suitable for a seven-year-old?`; empty where nothing of the kind is asked or on record."""
    low = moment.message.lower().replace("’", "'")
    if _asked(low) in {"director", "cast", "year", "unknown"}:
        return ""
    for spoken in spoken_in(mask(low, moment.said.mentions), room.domain):
        if spoken.value == "age" and spoken.amount is not None and item.age is not None:
            key = "suits_yes" if item.age <= spoken.amount else "suits_no"
            return room.replies.say(key, moment.turn, item=item.label, age=item.age)
        if spoken.value in room.domain.scales and spoken.value in item.scales:
            return _how_much(moment, room, item, spoken)
        if spoken.value in room.domain.scales and not _is_genre(moment, spoken):
            return room.replies.say("fact_unknown", moment.turn, item=item.label, known=known_of(item))
    return ""


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
    if not asked:
        return ""
    key = ("kids" if asked == "Children" else "genre") + ("_yes" if asked in item.genres else "_no")
    return room.replies.say(key, moment.turn, item=item.label, genre=asked.lower(), genres=_genres(item))


def _films_of_maker(moment: Moment, room: Room, item: Item) -> str:
    """`what else did she direct?` of the film last spoken of."""
    field = "director" if _FILMMAKER.search(moment.message.lower()) else "cast"
    people = item.facts.get(field) or item.facts.get("director") or item.facts.get("cast") or ()
    if not people:
        return room.replies.say("fact_unknown", moment.turn, item=item.label, known=known_of(item))
    return _films_of(people[0], room, besides=item)


def _films_of(person: str, room: Room, besides: Item | None = None) -> str:
    films = sorted(room.catalog.with_person(person), key=lambda i: -i.known)
    rest = [film for film in films if besides is None or film.item_id != besides.item_id]
    if besides and not rest:
        return f"{besides.label} is the only one by {person} that I know."
    directed = [film for film in rest if person in film.facts.get("director", ())]
    acted = [film for film in rest if person not in film.facts.get("director", ())]
    parts = [f"directed {_some(directed)}"] if directed else []
    parts += [f"appears in {_some(acted)}"] if acted else []
    return f"{person} {'also ' if besides else ''}{listed(parts)}."


def _some(films: list[Item]) -> str:
    names = [film.label for film in films[:SHOWN]]
    return listed([*names, f"{len(films) - SHOWN} more"] if len(films) > SHOWN else names)


def _genres(item: Item) -> str:
    return listed([genre.lower() for genre in item.genres]) or "no genre on record"


def _guess(rating: float | None, moment: Moment) -> str:
    return f" My guess for you: {rating:.1f}." if rating is not None and moment.profile.warmth != "cold" else ""


def _shared(items: list[Item]) -> str:
    genres = set(items[0].genres).intersection(*(i.genres for i in items[1:]))
    return f"Common ground: {listed(sorted(g.lower() for g in genres))}." if genres else "They share no genre."
