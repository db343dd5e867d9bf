"""greeting, goodbye, out_of_scope, unsafe: one friendly sentence, and what can be done instead."""

from __future__ import annotations

from chatbot.dialogue import forms
from chatbot.dialogue.cues import BARE_NO, words
from chatbot.dialogue.handlers import Moment, Outcome, Room
from chatbot.dialogue.recommend import recommend

SELF_HARM = words(
    "kill (?:myself|me)", r"suicid\w*", "self.?harm(?:ing)?", "hurt myself", "end (?:it all|my life)", "want to die",
    "don'?t want to (?:live|be here|wake up)", "no point (?:in )?(?:living|going on)", "better off without me",
    "(?:can'?t|cannot) go on",
)  # fmt: skip
_INSTRUCTIONS = words(
    "ignore", "disregard", "forget", "override", "system prompt", "instructions", "pretend", "developer mode",
    "you are now",
)  # fmt: skip
_ABOUT_BOT = words(
    "(?:who|what) (?:are|r) (?:you|u)", "what (?:can|do) you (?:do|know)", "help", "how (?:do|does) (?:you|this) work",
    "are you (?:a |an )?(?:real |actual )?(?:bot|robot|human|ai|person|machine|computer)", "your name",
    "who made (?:you|u)", "how old are you",
)  # fmt: skip


def greeting(moment: Moment, room: Room) -> Outcome:
    asked = _ABOUT_BOT.search(moment.message.lower())
    return _say("about_bot" if asked else "greeting", moment, room, n=f"{len(room.catalog):,}")


def goodbye(moment: Moment, room: Room) -> Outcome:
    low = moment.message.lower()
    agreed = forms.FINE.match(low) or forms.YES.match(low) or BARE_NO.match(low)
    return Outcome(room.replies.say("agreed" if agreed else "goodbye", moment.turn))


def out_of_scope(moment: Moment, room: Room) -> Outcome:
    return _say("out_of_scope", moment, room)


def unsafe(moment: Moment, room: Room) -> Outcome:
    """A wish inside an attempt to change the instructions is answered; the attempt itself changes nothing."""
    low = moment.message.lower()
    if SELF_HARM.search(low):
        return Outcome(room.replies.say("self_harm", moment.turn))
    if _INSTRUCTIONS.search(low) and (moment.said.add.genres or moment.said.add.similar_to or moment.said.add.people):
        return recommend(moment, room)
    return _say("unsafe", moment, room)


def _say(key: str, moment: Moment, room: Room, **fields: object) -> Outcome:
    return Outcome(room.replies.say(key, moment.turn, **fields), suggestions=room.replies.options("suggest_start"))
