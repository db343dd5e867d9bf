"""greeting, goodbye, out_of_scope, unsafe: one friendly sentence, and what can be done instead."""

from __future__ import annotations

from chatbot.dialogue import forms
from chatbot.dialogue.care import ADVICE
from chatbot.dialogue.cues import BARE_NO, words
from chatbot.dialogue.danger import cared_for
from chatbot.dialogue.handlers import Moment, Outcome, Room
from chatbot.dialogue.recommend import recommend

_INSTRUCTIONS = words(
    "ignore", "disregard", "forget", "override", "system prompt", "prompts?", "instructions?", "pretend", "act as",
    "developer mode", "you are now", "jailbreak\\w*", "your (?:rules|guidelines)", "(?:repeat|print|reveal) .* above",
)  # fmt: skip
_INSULT = words(
    "(?:you(?:'?re| are|r)?|u|ur) (?:\\w+ ){0,3}(?:stupid|dumb|idiot\\w*|moron\\w*|useless|crap|shit\\w*|trash|garbage"
    "|pathetic|suck|worthless|toaster|rubbish|clown|hopeless|joke|imbecile|prick|dick\\w*|bitch|bastard|arse\\w*|ass\\w*)",
    "(?:stupid|dumb|useless|pathetic|crap|rubbish|shit\\w*|idiotic|fucking|bloody) (?:\\w+ )?(?:bot|thing|machine|robot"
    "|ai|app|program|computer|toaster)", "(?:fuck|screw|damn|sod) (?:you|u|off|this)", "go to hell", "shut up", "stfu",
    "i hate you", "piss off",
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
    if moment.offer == "delete":
        return Outcome(room.replies.say("delete_kept", moment.turn))
    agreed = forms.FINE.match(low) or forms.YES.match(low) or BARE_NO.match(low)
    return Outcome(room.replies.say("agreed" if agreed else "goodbye", moment.turn))


def out_of_scope(moment: Moment, room: Room) -> Outcome:
    low = moment.message.lower().replace("’", "'")
    topic = next((name for name, said in ADVICE.items() if said.search(low)), "out_of_scope")
    topic = room.care.advice(moment.message) or topic
    return _say(topic, moment, room)


def unsafe(moment: Moment, room: Room) -> Outcome:
    """A wish inside an attempt to change the instructions is answered; the attempt itself changes nothing."""
    low = moment.message.lower().replace("’", "'")
    if room.care.danger(moment.message):
        return Outcome(room.replies.say("self_harm", moment.turn))
    if cared_for(moment.history, room.care.danger):
        return Outcome(room.replies.say("self_harm_more", moment.turn))
    if forms.OTHERS_DATA.search(low):
        return _say("others_data", moment, room)
    if _INSTRUCTIONS.search(low):
        add = moment.said.add
        return (
            recommend(moment, room)
            if add.genres or add.similar_to or add.people
            else _say("instructions", moment, room)
        )
    return _say("insult" if _INSULT.search(low) or forms.INSULT.match(low) else "unsafe", moment, room)


def _say(key: str, moment: Moment, room: Room, **fields: object) -> Outcome:
    return Outcome(room.replies.say(key, moment.turn, **fields), suggestions=room.replies.options("suggest_start"))
