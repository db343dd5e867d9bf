"""saved: the person's own watch list by chat. A film is put on it, taken off again, and the list is read out."""

from __future__ import annotations

import re

from chatbot.dialogue import lists
from chatbot.dialogue.cues import EMPTY, words
from chatbot.dialogue.forms import HOW_TO
from chatbot.dialogue.handlers import Moment, Outcome, Room, ask_which, titles
from chatbot.dialogue.kept import REMOVES
from chatbot.dialogue.replies import listed
from chatbot.dialogue.state import Understanding
from chatbot.dialogue.state.manners import mask

TOLD = 8  # films of the list that are named
LETTERS = 4  # of a word that tells one of a few titles from the others
_LIST = r"(?:my|the|our|that) (?:own )?(?:to-?watch |watch-?later )?(?:watch[- ]?)?(?:list|pile)"
_OWN = r"(?:(?:my|our) (?:own )?(?:watch[- ]?)?list|(?:the )?watch[- ]?list)"
OWN = words(_OWN)
_PUT = (
    "(?:put|add|save|stick|keep|remember|bookmark|pop|throw|get|chuck|bung|whack|sling|shove|write|note|set|place|move)"
)
_ONE = (
    r"(?:it|this|that|them|both|those|these|_+|(?:this|that) (?:one|film|movie)|(?:the |number |no\. ?|#)(?!year"
    r"|decade|era|genre|date)[\w#]+"
    r"(?: (?:one|film|movie|two|three))?|all (?:of them|five|four|three))"
)
_LATER = (
    r"(?:for (?:later|me|us|tonight|tomorrow|another (?:day|night|time|evening)|(?:the|this|next) weekend|(?:a )?rainy"
    r" days?)|until later|aside)"
)
ON_LIST = words(
    rf"{_PUT} [^.!?]*?(?:on|to|in|onto|down on) {_LIST}",
    rf"{_PUT} [^.!?]*? for later",
    rf"(?:bookmark|watch[- ]?list|pin|queue(?: up)?) {_ONE}",
    rf"save {_ONE}(?= *(?:$|[.,;!?]|{_LATER}|please|too|as well|then))",
    rf"(?:keep|hold|park|put|set|leave) {_ONE} {_LATER}",
    rf"(?:want|like|need|have|going|help me|remind me) to (?:remember|save|keep) {_ONE}(?! (?:i|that|my|is)\b)",
    rf"remind me (?:of|about) {_ONE}",
    rf"(?:goes|belongs|should go|can go|may go) (?:on|onto|to) {_LIST}",
    rf"(?:on|onto) (?:my|our) (?:watch[- ]?)?list with {_ONE}",
)  # fmt: skip
_SHOWS = words(
    rf"what(?:'?s| is| was| are| have i| did i| do i have|'?ve i| remains| stands)(?: (?!not\b)\w+){{0,4}} (?:on|in"
    rf"|to) {_LIST}",
    rf"(?:show|read|open|see|tell|give|list)(?: me| us)?(?: what(?:'?s| is) on)?(?: \w+)?? {_OWN}"
    r"(?! (?:for|of|with)\b)",
    rf"(?:^|(?<=[.!?,;] ))(?:and |so |but )?(?:is|are|have i|do i have|did i|was|got) (?:[^.?!]* )?(?:on|in|to) {_OWN}",
    "(?:what|which)(?: films| movies| ones)? (?:did|have) i (?:saved?|bookmark(?:ed)?|put (?:on|down|aside)|keep|kept)",
    rf"(?:how many|which|what)(?: films| movies)? (?:are |do i have )?(?:on|in) {_OWN}",
)  # fmt: skip
_BARE = re.compile(r"^\W*(?:and |so |ok |now )*(?:my|our) (?:watch[- ]?)?list(?: please| now| again)?\W*$")
_OFF = words(
    rf"(?:off|from|out of) {_LIST}", rf"(?:clear|empty|wipe|erase) (?:out )?(?:all (?:of )?|the whole )?{_OWN}"
)
# all of the list, and all but what was spoken of
_ALL = words("everything", "all(?: of (?:it|them))?", "the (?:whole )?lot", f"(?:clear|empty|wipe|erase)\\b.* {_OWN}")
_REST = words(
    "the (?:others|rest|other (?:ones?|films?|two|three|four))", "(?:everything|all|the lot) (?:else|but|except)",
)  # fmt: skip
_KEEPS = words(
    "(?:only|just) (?:keep|leave)", "(?:keep|leave) (?:only|just)",
    r"(?:everything|all|the lot)\b(?: (?!and\b)\w+){0,4} (?:but|except)(?: for)?",
)  # fmt: skip
_AWAY = words(
    r"(?:take|cross|strike|clear|get|throw|put) (?:[^.!?]{1,40} )?(?:off|out|away)", "remove", "delete", "drop"
)
_PLACES = words(r"how (?:do|can|to|does)", "where", "why", "can i share", r"wh(?:at|y) is (?:a|the) watch[- ]?list")


_TOLD_OF = re.compile(
    r"\b(?:films?|movies?|ones?|things?|titles?|what(?:ever)?|everything|that|which) (?:i|we)(?:'ve"
    r"| have)?(?: already| just)? $"
)
# "and Elf as well", "add the third one too", after another was put there
_ADDS = re.compile(
    r"^\W*(?P<and>(?:(?:and|also|oh|plus|please|yes|now|then|too|add|with)\W+)*)(?:the (?:film|movie) )?"
    r"(?P<what>_+|(?:(?:the|that|this|number|no\.) ?)[\w #]{2,24}?)"
    r"(?P<too>(?:\W+(?:as well|too|also|please|then|while (?:you're|we're|you are) at it))*)\W*$"
)
# what is on the list that was just spoken of
_ON_IT = re.compile(
    r"\b(?:what(?:'s| is| are|'ve i| have i| do i have)?|which(?: films?| ones?)?|anything|something|is there|are there"
    r"|show me what)"
    r"(?: (?!not\b)[\w']+){0,4} (?:on|in) (?:it|there|that)\b(?: now| still| then| at the moment)*\W*$"
    r"|\bwhat (?:remains|is left|does that leave)(?: \w+)?\W*$"
)
_IS_ON_IT = re.compile(r"^\W*(?:(?:and|so|but|is|are)\W+)+(?P<what>_+)(?: \w+)? on (?:it|there)\b(?: \w+)?\W*$")


def meant_beside(before: str, reply: str, message: str, said: Understanding) -> str:
    """What a message says that leans on the list as the turn before spoke of it: "and Elf as well", "what's left on
    it?"; "" for any other. before: the message of that turn."""
    low = _masked(message, said)
    added = _ADDS.match(low) if len(said.items) == 1 else None
    grown = ON_LIST.search(before.lower()) or ("watch list" in reply.lower() and "off your" not in reply.lower())
    if added and grown and (added["and"] or added["too"]):
        return f"Put {message[slice(*added.span('what'))]} on my watch list"
    spoken_of = "watch list" in reply.lower() or _SHOWS.search(before.lower())
    if (spoken_of or grown) and said.named and _KEEPS.search(low):
        kept = [message[m.start : m.end] for m in said.mentions if m.kind == "item"]
        return f"Take the others off my watch list, but not {' and '.join(kept)}"
    if (spoken_of or grown) and not said.named and _AWAY.search(low) and (_REST.search(low) or " off" in low):
        rest = "the others" if _REST.search(low) else "everything"
        return f"Take {rest} off my watch list" if _REST.search(low) or _ALL.search(low) else ""
    if (spoken_of or grown) and lists.SHARE.search(low) and not lists.HOW_SHARED.search(low):
        return "Write down my watch list to share"
    if spoken_of and (there := _IS_ON_IT.match(low)):
        return f"Is {message[slice(*there.span('what'))]} on my watch list?"
    return "What's on my watch list?" if spoken_of and _ON_IT.search(low) else ""


def puts(message: str, said: Understanding) -> bool:
    """Whether a film is to be put on the watch list."""
    low = _masked(message, said)
    if (put := ON_LIST.search(low)) and _TOLD_OF.search(low[: put.start()]):  # "does a film I put on it count?"
        return False
    elsewhere = HOW_TO.search(low) or _PLACES.match(low.lstrip(" ,")) or _SHOWS.search(low)
    return bool(ON_LIST.search(low)) and not elsewhere


def asks(message: str, said: Understanding) -> bool:
    """Whether the watch list, or whether a film is on it, is asked for."""
    low = _masked(message, said)
    if _PLACES.search(low) or REMOVES.search(low):
        return False
    return bool(_SHOWS.search(low) or _BARE.match(low) or _shares(low))


def _shares(low: str) -> bool:
    """Whether the watch list is to be written down for somebody else."""
    return bool(lists.SHARE.search(low) and re.search(_OWN, low)) and not lists.HOW_SHARED.search(low)


def takes_off(message: str, said: Understanding) -> bool:
    """Whether something is to come off the watch list, told so in words."""
    low = _masked(message, said)
    return bool(_OFF.search(low) and REMOVES.search(low)) and not _PLACES.search(low)


def changed(moment: Moment, room: Room) -> Outcome | None:
    """What a message changes of the watch list; None for nothing."""
    low = moment.message.lower().replace("’", "'")
    items = moment.said.items or moment.last_items[:1]
    on = tuple(moment.watched()) if REMOVES.search(low) else ()
    gone = (
        _all_but(moment, on, low)
        or _of_kind(moment, on, room)
        or tuple(i for i in items if i in on)
        or (named_among(moment, on, room) if takes_off(moment.message, moment.said) else ())
    )
    if gone and not puts(moment.message, moment.said):
        text = room.replies.say("watch_list_off", moment.turn, items=titles(gone, room))
        return Outcome(text, unwatch=gone, suggestions=("What's on my watch list?",))
    if not puts(moment.message, moment.said):
        return None
    if moment.said.unclear and not moment.said.items:
        options = listed([room.catalog[i].title for i in moment.said.unclear if i in room.catalog], "or")
        return Outcome(room.replies.say("which_of_these", moment.turn, options=options))
    if not items:
        return ask_which(moment, room)
    text = room.replies.say("watch_listed", moment.turn, items=titles(items, room))
    return Outcome(text, watch=tuple(items), suggestions=room.replies.options("suggest_list"))


def read_out(moment: Moment, room: Room) -> Outcome | None:
    """The watch list, or whether the named films are on it; None where neither is asked."""
    if not asks(moment.message, moment.said):
        return None
    on = [i for i in moment.watched() if i in room.catalog]
    say, turn = room.replies.say, moment.turn
    if named := [i for i in moment.said.named if i in room.catalog]:
        here = [i for i in named if i in on]
        key = "watch_list_has" if here else "watch_list_lacks"
        return Outcome(say(key, turn, items=titles(here or named, room, "and" if here else "or")))
    if not on:
        return Outcome(say("watch_list_empty", turn), suggestions=("What should I watch tonight?",))
    if _shares(moment.message.lower()):
        return lists.to_paste([(room.catalog[i], "") for i in on], moment, room)
    films = [room.catalog[i].label for i in on[:TOLD]]
    more = [f"{len(on) - TOLD} more"] if len(on) > TOLD else []
    return Outcome(say("watch_list_shown", turn, films=listed([*films, *more])))


def _all_but(moment: Moment, on: tuple[str, ...], low: str) -> tuple[str, ...]:
    """All of the list where all is to go; all but what is named, or was spoken of last, where "the others" are."""
    if not takes_off(moment.message, moment.said):
        return ()
    if _REST.search(low):
        stay = moment.said.items or moment.last_items[:1]
        return tuple(i for i in on if i not in stay)
    return on if _ALL.search(low) and not moment.said.items else ()


def _of_kind(moment: Moment, ids: tuple[str, ...], room: Room) -> tuple[str, ...]:
    """Those of the list that have what a message names: "the Hitchcock film"."""
    told = {m.value for m in moment.said.mentions if m.kind in {"person", "genre"}}
    if not told or moment.said.named:
        return ()
    films = [room.catalog[i] for i in ids if i in room.catalog]
    return tuple(f.item_id for f in films if told & {*f.genres, *(v for values in f.facts.values() for v in values)})


def named_among(moment: Moment, ids: tuple[str, ...], room: Room) -> tuple[str, ...]:
    """Those of a few films that a message names by a word of their title: "take Kiki out"."""
    low = set(re.findall(r"[^\W_]+", moment.message.lower().replace("'s", "").replace("’s", "")))
    found = []
    for item_id in (i for i in ids if i in room.catalog):
        title = room.catalog[item_id].title.lower().replace("'s", "").replace("’s", "")
        told = [word for word in re.findall(r"[^\W_]+", title) if len(word) >= LETTERS]
        if any(word in low and word not in EMPTY for word in told):
            found.append(item_id)
    return tuple(found)


def _masked(message: str, said: Understanding) -> str:
    return mask(message.lower().replace("’", "'"), said.mentions)
