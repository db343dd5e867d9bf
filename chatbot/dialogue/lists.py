"""What is written on request: a watch list with an order, a list to share, a pitch. All of it comes from facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from chatbot.dialogue.cues import NUMBERS, words
from chatbot.dialogue.handlers import Moment, Outcome, Room, ask_which, in_words, meant, query_of
from chatbot.dialogue.replies import listed
from chatbot.dialogue.state import Understanding
from chatbot.dialogue.state.manners import mask
from chatbot.explain import say_theme
from chatbot.sayings import QUALITIES
from chatbot.types import Item

Kind = Literal["", "watch list", "share", "pitch"]
_DAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
NUMBER_WORDS = {n: name.capitalize() for name, n in NUMBERS.items()}
USUAL, LEAST, MOST = 4, 2, 5  # films of a watch list
WHY_WORDS, PITCH_WORDS = 12, 80
_SAID = {"Sci-Fi": "science fiction", "Children": "family", "Film-Noir": "noir"}
SHARE = words(
    r"(?:list|them|these|those|this|that|it|picks|films) (?:\w+ ){0,3}(?:to|i can|we can|for|that i can)"
    " (?:share|sharing|send|paste|copy)",
    r"shar(?:e|ing|eable|able) (?:\w+ ){0,2}(?:list|picks|films|with)", "shareable(?: list| version)?",
    "(?:as|in) markdown", "share (?:it|this|that|them|these)",
    r"(?:list|them|these|this) (?:\w+ ){0,2}for (?:a|my) (?:friend|group chat|email)",
    r"(?:list|them|these|those|this|that|it|lot|all) (?:\w+ ){0,3}so (?:that )?(?:i|we) can (?:\w+ )?"
    "(?:paste|send|share|post|copy|forward|print|mail)",
    r"(?:list|them|these|those|this|that|it|lot) (?:\w+ ){0,2}(?:as|in) (?:plain )?(?:text|a message|bullet\w*)",
    "markdown",
    r"list (?:that )?(?:the |my )?\w+ can (?:\w+ )?(?:paste|send|share|post|copy|forward|print|mail)",
    r"(?:as|like|in) a list (?:for|on) (?:the|my|our) [\w-]*(?:board|wall|fridge|door|chest|magazine)",
    "one (?:beneath|below|under) the other",
    "as bullet(?: point)?s", r"(?:write|print|type|set) (?:it|them|that|this|the \w+)(?: \w+){0,3}"
    " (?:as|like|in) an? list",
    r"(?:write|print|type)\b[^.?!]* point (?:by|after) point",
)  # fmt: skip
_SOME = "two|three|four|five|[2-5]|some|a few|a couple of"
HOW_SHARED = words("how (?:do|can|to|would)", "where", "can i share", "(?:in|from|with) the app", "is it possible")
_WATCH = words(
    "watch[- ]?list", "(?:film|movie) marathon", "(?:film|movie|viewing) (?:plan|programme|program|schedule|line-?up)",
    r"(?:list|plan|programme|program|schedule|line-?up) (?:\w+ ){0,2}for (?:the|this|my|our|a|next) (?:\w+ )?"
    "(?:weekend|evenings?|nights?|week|holidays?)",
    r"plan (?:me |us |out )?(?:my|our|the|this|a) (?:\w+ )?(?:weekend|movie night|film night|evening)",
    "(?:weekend|evening|holiday) (?:film |movie )?list",
    r"(?:list|plan|programme|program|schedule|line-?up) (?:\w+ ){0,3}(?:days|evenings|nights|weekend|holidays?)",
    rf"plan (?:(?:me|us|out) )?(?:{_SOME})",
    "(?:one|a film) (?:an|a|per|each|every) (?:evening|night|day)",
    r"(?:what|which)(?: comes| one| goes)? first,? (?:and|then) (?:what|which) (?:\w+ )?"
    "(?:after|second|then|next|last)", "in (?:what|which) order (?:to|should|do|shall) (?:i|we|watch|see)",
    rf"(?:{_SOME})(?: \w+){{1,7}},? in (?:a good |the best |the right |the |an? )?order",
    rf"(?:{_SOME})(?: \w+){{1,4}} for the weekend",
    "in (?:the|which|what) order (?:in which )?(?:i|we) should watch",
    rf"(?:one|a film|something) (?:for|each|per) (?:each|every)? ?(?:of the )?(?:{_SOME})? ?(?:day|evening|night)s?",
)  # fmt: skip
_POLITE = words("(?:would|could|can|will) you")  # a request, for all its question mark
_MY_LIST = words("my watch[- ]?list", "(?:add|put|save) .* to (?:my|the) watch[- ]?list", "from my watch[- ]?list")
_PITCH = words(
    "pitch", r"(?:a )?(?:few|couple of|two|three|some) (?:lines?|sentences) (?:on|about|for)", r"sell (?:me|us"
    "|it)(?: on)?", "in (?:a|one) (?:short |single )?paragraph", "convince (?:me|us)",
    r"(?:write|make|draft|compose) (?:me |us |down |him |her |them )?"
    r"(?:a |one |some |few |short |little |couple |of |or |two |three )*"
    "(?:sentences?|lines?|paragraph|words|blurb|text|description)",
    r"(?:a|one) (?:short |single |quick )?(?:paragraph|blurb) (?:about|on|for|of)",
    "make (?:the|a) case for", "talk me into", r"(?:write|give me) (?:a |one )?(?:short )?(?:paragraph|blurb)",
)  # fmt: skip
_COUNT = re.compile(
    rf"\b(?P<n>{'|'.join(NUMBERS)}|[1-9])"
    r"(?: (?!and\b|or\b|of\b|for\b|in\b|with\b)[\w-]+){0,3}? (?:film|movie|pick"
    r"|title|night|evening|day|comed\w+|drama|western|thriller|musical|one|classic|cartoon|documentar\w+)s?\b"
    rf"|\bplan (?:me |us |out )?(?P<m>{'|'.join(NUMBERS)}|[1-9])\b"
)


def asked_for(message: str, said: Understanding) -> Kind:
    """Which piece of writing a message asks for; "" for none."""
    masked = mask(message.lower().replace("’", "'"), said.mentions)
    if _MY_LIST.search(masked):
        return ""
    if SHARE.search(masked):
        return "share"
    if _WATCH.search(masked):
        return "watch list"
    if said.add.genres and not said.items:  # "a comedy. Convince me"
        return ""
    asks = "?" in masked.split("pitch")[0] and not _POLITE.search(masked)
    return "pitch" if _PITCH.search(masked) and not asks else ""


def written(moment: Moment, room: Room) -> Outcome | None:
    """The piece that was asked for; None where none was."""
    kind = asked_for(moment.message, moment.said)
    if kind == "watch list" and moment.intent in {"recommend", "refine"}:
        return watch_list(moment, room)
    if kind == "share" and moment.intent in {"recommend", "refine"}:
        return share(moment, room)
    return pitch(moment, room) if kind == "pitch" and moment.intent == "item_question" else None


# -- a watch list -----------------------------------------------------------------------------------------------------


def watch_list(moment: Moment, room: Room) -> Outcome | None:
    """None where only one film is left: that is no list, and what would bring more is to be said."""
    state = moment.after or moment.state
    query = replace(query_of(moment, state), shown=frozenset())  # what was shown may well be what she keeps
    ranked = room.recommender.rank(moment.profile, query, how_many(moment.message.lower()))
    limits = in_words(state.union(moment.profile.standing))
    if not ranked.items:
        return Outcome(room.replies.say("nothing_at_all", moment.turn), state=state, suggestions=("Start over",))
    if len(ranked.items) < LEAST:
        return None
    order, why = in_order([r.item for r in ranked.items])
    by_id = {r.item.item_id: r for r in ranked.items}
    items = tuple(replace(by_id[item.item_id], rank=n) for n, item in enumerate(order, 1))
    days = [day.capitalize() for day in dict.fromkeys(_DAY.findall(moment.message.lower()))]
    when = [f"{day}: " for day in days] if len(days) == len(items) else [f"{r.rank}. " for r in items]
    lines = "; ".join(f"{at}{r.item.label}{_length(r.item)}" for at, r in zip(when, items, strict=True))
    key = "watch_list_within" if limits else "watch_list"
    text = room.replies.say(key, moment.turn, n=NUMBER_WORDS[len(items)], limits=limits, films=lines, order=why)
    offers = ("Give me that list to share", "Why the first one?", "Something else")
    return Outcome(text, items, state, suggestions=offers, timings_ms=ranked.timings_ms)


def how_many(low: str) -> int:
    match = _COUNT.search(low)
    told = (match["n"] or match["m"]) if match else ""
    days = len({*_DAY.findall(low)})
    n = (NUMBERS.get(told) or int(told)) if told else days if days > 1 else USUAL
    return min(MOST, max(LEAST, n))


def in_order(items: Sequence[Item]) -> tuple[list[Item], str]:
    """The films in the order to watch them, and why, in words that its facts bear out."""
    efforts = [item.scales.get("effort") for item in items]
    if None not in efforts and len(set(efforts)) > 1:
        found = sorted(items, key=lambda i: (i.scales["effort"], i.minutes or 0))
        return found, f"{found[0].title} asks least of you, {found[-1].title} most, so it comes last"
    if all(item.minutes for item in items):
        found = sorted(items, key=lambda i: i.minutes or 0)
        return found, f"shortest first; {found[-1].title}, the longest, gets the last evening"
    found = sorted(items, key=lambda i: i.year or 0)
    return found, "oldest first"


def _length(item: Item) -> str:
    return f", {item.minutes} min" if item.minutes else ""


# -- a list to share --------------------------------------------------------------------------------------------------


def share(moment: Moment, room: Room) -> Outcome:
    """The list on the table as Markdown: title, year and one line why."""
    rows = [row for row in moment.shown if row["item_id"] in room.catalog]
    if not rows:
        return Outcome(room.replies.say("share_nothing", moment.turn), suggestions=("Make me a watch list",))
    return to_paste([(room.catalog[row["item_id"]], str(row["reason"])) for row in rows], moment, room)


def to_paste(films: Sequence[tuple[Item, str]], moment: Moment, room: Room) -> Outcome:
    """Films and the reason for each, if there is one, as Markdown."""
    lines = [f"- **{item.title}** ({item.year}): {_why(reason, item)}" for item, reason in films]
    return Outcome("\n".join([room.replies.say("share", moment.turn), "", *lines]))


def _why(reason: str, item: Item) -> str:
    """The reason's first sentence where it fits on a line and speaks of the film, else what kind of film it is."""
    first = re.split(r"(?<=[.!?]) ", reason)[0]
    if 3 < len(first.split()) <= WHY_WORDS and not re.search(r"\byou(?:r)?\b", first, re.I):
        return first
    made = f" by {item.facts['director'][0]}" if item.facts.get("director") else ""
    themes = [say_theme(theme) for theme in item.facts.get("theme", ())[:2]]
    return f"{_kind(item)}{made}{': ' if themes else ''}{listed(themes)}."


# -- a pitch ----------------------------------------------------------------------------------------------------------


def pitch(moment: Moment, room: Room) -> Outcome:
    items = meant(moment, room)
    if not items or (moment.said.unknown and not moment.said.items):
        return ask_which(moment, room)
    item = items[0]
    return Outcome(in_a_paragraph(item), suggestions=(f"More like {item.title}", "What should I watch tonight?"))


def in_a_paragraph(item: Item) -> str:
    """What is on record, as a paragraph of at most PITCH_WORDS words: the plot's sentence, and what else fits."""
    made = f" by {listed(item.facts['director'][:2])}" if item.facts.get("director") else ""
    cast = f", with {listed(item.facts['cast'][:2])}" if item.facts.get("cast") else ""
    parts = [f"{item.label}: {_kind(item)[0].lower()}{_kind(item)[1:]}{made}{cast}.", item.description]
    themes = [say_theme(theme) for theme in item.facts.get("theme", ())[:3]]
    parts.append(f"In it: {listed(themes)}." if themes else "")
    much = [QUALITIES[name][0] for name, value in item.scales.items() if value == 3 and QUALITIES.get(name, ("",))[0]]
    parts.append(f"Very {listed(much)}." if much else "")
    parts.append(f"{item.minutes} minutes of your evening." if item.minutes else "")
    text = ""
    for part in filter(None, parts):
        if len(f"{text} {part}".split()) <= PITCH_WORDS:
            text = f"{text} {part}".strip()
    return text


def _kind(item: Item) -> str:
    said = " and ".join(_SAID.get(genre, genre.lower()) for genre in item.genres[:2])
    said = f"{said} film".strip()
    return said[0].upper() + said[1:]


__all__ = ["asked_for", "how_many", "in_a_paragraph", "in_order", "pitch", "share", "to_paste", "watch_list", "written"]
