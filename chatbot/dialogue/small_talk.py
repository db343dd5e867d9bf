"""greeting, goodbye, out_of_scope, unsafe: one friendly sentence, and what can be done instead."""

from __future__ import annotations

import re

from chatbot.dialogue.handlers import Moment, Outcome, Room
from chatbot.dialogue.recommend import recommend

_SELF_HARM = re.compile(
    r"\b(?:kill (?:myself|me)|suicid\w*|self.?harm|hurt myself|end (?:it all|my life)|don'?t want to (?:live|be here|wake up)|want to die|"
    r"no point (?:in )?(?:living|going on)|better off without me|(?:can'?t|cannot) go on)\b"
)
_INSTRUCTIONS = re.compile(
    r"\b(?:ignore|disregard|forget|override|system prompt|instructions|pretend|developer mode|you are now)\b"
)


def greeting(moment: Moment, room: Room) -> Outcome:
    return _say("greeting", moment, room)


def goodbye(moment: Moment, room: Room) -> Outcome:
    return Outcome(room.replies.say("goodbye", moment.turn))


def out_of_scope(moment: Moment, room: Room) -> Outcome:
    return _say("out_of_scope", moment, room)


def unsafe(moment: Moment, room: Room) -> Outcome:
    """A wish inside an attempt to change the instructions is answered; the attempt itself changes nothing."""
    low = moment.message.lower()
    if _SELF_HARM.search(low):
        return Outcome(room.replies.say("self_harm", moment.turn))
    if _INSTRUCTIONS.search(low) and (moment.said.add.genres or moment.said.add.similar_to or moment.said.add.people):
        return recommend(moment, room)
    return _say("unsafe", moment, room)


def _say(key: str, moment: Moment, room: Room) -> Outcome:
    return Outcome(room.replies.say(key, moment.turn), suggestions=room.replies.options("suggest_start"))
