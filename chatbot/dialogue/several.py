"""several: one question about more than one film: "who directed the first, what year is the third", "both of them",
"in which of them does she appear?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from chatbot.dialogue import forms
from chatbot.dialogue.asked import ASKED, ON
from chatbot.dialogue.filmography import THE_CAST
from chatbot.dialogue.grounds import facts_of, ground
from chatbot.dialogue.handlers import Moment, Outcome, Room
from chatbot.dialogue.replies import listed
from chatbot.dialogue.state import understand
from chatbot.dialogue.versions import of_title
from chatbot.types import Item

LONGEST = 14  # words of a question which of them somebody is in
MOST = 6  # films that one answer speaks of
WORDS = 75  # of one answer
_PARTS = re.compile(r"[,;.?!]\s+(?:and\s+)?|\s+and\s+(?!(?:the )?(?:year|director|cast|length)\b)")
WHICH = re.compile(
    r"\bwhich(?: ones?)?\b(?: of (?:them|these|those|the))?|\bany of (?:them|these|those)\b"
    r"|\bin (?:any|one|some) of (?:them|these|those)\b"
)
_AMONG = re.compile(r"\b(?:is|are|does|do|has|have)\b.*\b(?:in|among) (?:any|them|these|those)\b")  # of a fresh list
BOTH = re.compile(r"\b(?:both|each|either|the two|the pair)\b")
_ALL = re.compile(r"\b(?:them|both|each|all|these|those|they)\b")
_THEY = re.compile(r"\b(?:are|were|did) they\b(?:\W*$| (?:made|out|from|all|come|released|run|each|both)\b)")
_THEM = re.compile(
    r"\b(?:them|those|these|all)(?:(?: (?:all|both|two|three|films?|movies?|parts?))*\W*$"
    r"|(?= (?:made|directed)))"
)
_BY = re.compile(r"\bdirect\w*|\bby\b|\bmade\b")
Told = tuple[str, tuple[str, ...]]


def each(moment: Moment, room: Room, answer: Callable[[Moment, Room, Item], Told]) -> Outcome | None:
    """What is asked of each film; None where a message asks of one alone. answer: words and facts for one film."""
    shown = [room.catalog[row["item_id"]] for row in moment.shown if row["item_id"] in room.catalog]
    if forms.COMPARE.search(moment.message.lower()) or forms.MORE.search(moment.message.lower()):
        return None
    fact, asked, before = "", [], tuple[str, ...]()
    for part in _PARTS.split(moment.message):
        said = understand(part, room.linker, room.domain.rating, shown, before)
        before = said.named or before  # "who directed Heat, and who plays in it?"
        own = next((name for name, pattern in ASKED if name in ON and pattern.search(part.lower())), "")
        fact = own or fact
        if fact and not (said.liked or said.disliked or said.unclear):
            asked += [(item, part if own else fact, said) for item in said.items if item in room.catalog]
    if not asked and fact and 1 < len(moment.said.items) <= MOST and _ALL.search(moment.message.lower()):
        asked = [(item, moment.message, moment.said) for item in moment.said.items if item in room.catalog]
    low = moment.message.lower()
    of_films = (_THEY.search(low) and not THE_CAST.search(low)) or _THEM.search(low)
    if not asked and fact and not moment.said.named and of_films:
        asked = [(item, moment.message, moment.said) for item in _at_hand(moment) if item in room.catalog]
    if not asked and fact and not moment.said.named and BOTH.search(low):  # "who directed each?", of films of one title
        asked = [(item.item_id, moment.message, moment.said) for item in _namesakes(moment, room)]
    if len({item for item, _, _ in asked}) < 2 or len(asked) > MOST:
        return None
    told, rows = [], []
    for item_id, words, said in asked:
        item = room.catalog[item_id]
        text, used = answer(replace(moment, message=words, said=said), room, item)
        told.append(text)
        rows.append(ground(item, facts_of(item, *dict.fromkeys(used))))
    kept = fitting(list(dict.fromkeys(told)))
    return Outcome(" ".join(kept), grounds=tuple(row for text, row in zip(told, rows, strict=True) if text in kept))


def _namesakes(moment: Moment, room: Room) -> Sequence[Item]:
    """The films of the title that was last spoken of."""
    last = next((room.catalog[i] for i in (*moment.said.items, *moment.last_items) if i in room.catalog), None)
    return of_title(last.title, room.catalog) if last else ()


def fitting(told: Sequence[str]) -> Sequence[str]:
    """As many of the answers as one reply may hold, the first in any case."""
    return next((told[:n] for n in range(len(told), 1, -1) if len(" ".join(told[:n]).split()) <= WORDS), told[:1])


def which_has(moment: Moment, room: Room, people: Sequence[str]) -> Outcome | None:
    """`in which of them does De Niro appear?`: of the films set side by side before, else of the list."""
    if not people or len(moment.said.named) == 1 or len(moment.message.split()) > LONGEST:
        return None
    listed_now = bool(moment.history) and bool(moment.history[-1]["items"])
    low = moment.message.lower()
    if not (WHICH.search(low) or (listed_now and _AMONG.search(low))):
        return None
    items = [room.catalog[i] for i in _at_hand(moment) if i in room.catalog]
    if len(items) < 2:
        return None
    field = "director" if _BY.search(low) else "cast"
    found = [item for item in items if people[0] in item.facts.get(field, ())]
    rows = tuple(ground(item, facts_of(item, field)) for item in found or items)
    titles = listed([item.label for item in found or items], "and" if found else "or")
    has, lacks = {"director": ("which_directed", "none_directed"), "cast": ("which_plays", "none_plays")}[field]
    return Outcome(room.replies.say(has if found else lacks, moment.turn, person=people[0], items=titles), grounds=rows)


def _at_hand(moment: Moment) -> tuple[str, ...]:
    if len(moment.said.items) > 1:
        return moment.said.items
    for turn in reversed(moment.history):
        ids = tuple(dict.fromkeys(row["item_id"] for row in turn.get("grounds", ())))
        if not turn["items"] and len(ids) > 1 and turn["intent"] in {"compare", "item_question"}:
            return ids
        if turn["items"]:
            return tuple(row["item_id"] for row in turn["items"])
    return ()
