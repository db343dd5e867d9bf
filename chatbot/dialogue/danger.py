"""danger: whether a person speaks of harming themselves, as told from a film's subject and from a figure of speech."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import Any

from chatbot.dialogue.cues import words

_ANY_MORE = "(?: any ?(?:more|longer))?"
# to be no more, after a wish that is denied; "here all night" and "wake up the baby" are about something else
_WAKE = r"wake(?: up)?(?! (?:up )?(?:the|my|our|him|her|them|any(?:one|body)|every(?:one|body)|at|early|to)\b)"
_HERE = r"be here(?! (?:all (?:night|day|evening|week)|for (?:hours|ages|long)|till|until|too long|when|at \d))"
_TO_LIVE = (
    r"(?:live(?! in the past\b)|(?:be|stay|keep being) (?:alive|around)|exist|keep (?:living|going|existing)"
    rf"|(?:go|carry) on (?:living|existing|being alive|with (?:(?:my|this) )?life)|(?:go|carry) on(?= any ?(?:more"
    rf"|longer))"
    rf"|{_HERE}|{_WAKE})"
)
_NOT = "(?:don'?t|do not|doesn'?t|does not|didn'?t|no longer|not|never)(?: really| even| actually| just)?"
# "don't think I", "not sure if I": what stands between the denial and the wish
_DOUBTED = (
    "(?: (?:think|believe|know|sure|certain|feel|guess)(?: that| if| whether| like)?"
    "(?: (?:i|he|she|they|we)(?:'d)?)?)?(?: really| even)?"
)
_GOING_ON = r"(?:go(?:ing)?|carry(?:ing)?) on(?! (?:the|my|your|our|a|an|to|with|it|about|holiday|\w+ holiday)\b)"
_ON = (
    "(?:living|live|existing|exist|(?:being|be|staying|stay) (?:alive|here|around)"
    rf"|life(?! (?:of|in|as|is)\b)|{_GOING_ON})"
)
_FALL = "(?:off|from|in front of|under) (?:a|the|my) (?:bridge|roof|building|balcony|train|tram|bus|window|cliff)"
_IN = "(?:in |of |to |for |for me to )"
_MYSELF = words(
    "(?:kill(?:ing)? myself|kill me)(?: today| tonight| now)?",
    "(?:hurt|harm|cut|hang|drown|shoot|starve|unalive|poison)(?:ting|ing)? myself"
    "(?! (?:in|on|short|off|some|a|out)\\b)",
    "(?:top|off) myself", "(?:do|doing|done) away with myself",
    "(?:end|ending|take|taking) my (?:own )?life",
    "(?:want|wanna|wish|going|ready|plan(?:ning)?) (?:to |i (?:could |was |were |am ))?"
    "(?:die|be dead|dead|end it(?: all)?)", "end it all", "rather (?:be dead|die|not (?:exist|live))(?! than\\b)",
    rf"{_NOT}{_DOUBTED} (?:wants?(?: to)?|wanna|care to) {_TO_LIVE}{_ANY_MORE}",
    "(?:want|wanna|wish|like|rather|prefer)(?: to)?(?: just)? not(?: to)? "
    rf"(?:be (?:here|around|alive)|{_TO_LIVE}){_ANY_MORE}",
    r"wish (?:that )?i(?:'d| had| was| were|'ve)? (?:never (?:been )?(?:born|existed|lived|woke\w*)"
    "|not (?:born|alive|here|been born)"
    "|(?:hadn'?t|wasn'?t|weren'?t|didn'?t|don'?t|wouldn'?t) (?:have )?(?:been born|born|alive|exist|wake up))",
    r"(?:a?sleep|bed|close my eyes) (?:\w+ ){0,2}(?:and|to) (?:never|not) (?:to )?wake",
    "(?:rather|wish|hope|hoping|pray|prefer)(?: (?:i|we|that|to|would|could|did|had|just|simply))*(?: not| never"
    f"|n'?t) (?:to )?(?:{_WAKE}|live|be alive|exist|be here any ?more|(?:have )?been born)",
    rf"no (?:point|reason|sense|use|will|wish) {_IN}?{_ON}",
    rf"(?:any|the|a|what(?:'s| is)? the|what) (?:point|reason|sense) (?:is |there is )?{_IN}{_ON}",
    rf"why (?:should i|i should|i(?:'d| would)|bother|i bother|(?:do )?i keep)(?: even| still| to| on| bother"
    rf"| keep)* {_ON}",
    "(?:nothing|no ?one|nobody)(?: is| i have)?(?: left)? to live for",
    "better off (?:without me|dead)", "better if i (?:was|were|am|wasn'?t|weren'?t|died|had died)(?: \\w+)?",
    "(?:miss|notice|care|mind)(?: me)? if i (?:died|(?:was|were) (?:dead|gone)|disappeared|killed)",
    rf"(?:can'?t|cannot|cant|can not) (?:{_GOING_ON}(?: any ?more| like this| living)?"
    "|live (?:any ?more|like this|with myself))",
    "(?:tired|sick|done|fed up) (?:of|with) (?:living|life(?! (?:in|on|at|as)\\b)|being alive|existing)",
    "(?:want|wish) (?:it all|everything|the pain|my life) (?:to |would )(?:just )?"
    "(?:end|stop|be over(?! (?:soon|by|before|in)\\b))",
    "(?:want|going|gonna|about|ready|thinking|think|tempted|plan(?:ning)?|feel like)(?: to| of| about)?(?: just)? "
    rf"(?:jump|throw)(?:ing)?(?: myself)? {_FALL}",
    "(?:i(?:'?m| am|'ve been| have been)?|im|feel(?:ing)?|been) (?:\\w+ ){0,2}suicidal",
    "(?:thinking (?:about|of)|considering|contemplating|thoughts? of|attempt(?:ed|ing)?|commit(?:ting)?) suicide",
    "self.?harm(?:ing)?",
)  # fmt: skip
_SUBJECT = words("suicid\\w*", "self.?harm(?:ing)?")
# a film, or something of one, is spoken of
_FILM = words(
    "films?", "movies?", "documentar\\w+", "comed\\w+", "dramas?", "thrillers?", "stor(?:y|ies)", "characters?",
    "plots?",
    "scenes?", "ending", "director", "actors?", "squad", "watch\\w*", "recommend\\w*", "something (?:about|with|like)",
    "squads?", "series", "cinema",
)  # fmt: skip
_AS_SAID = re.compile(
    r"\b(?:of|from|with) (?:laughter|laughing|boredom|embarrassment|shame|cringe|cuteness|joy|envy|hunger|heat)\b"
    r"|\b(?:die|myself) laughing\b|\blaugh\w* (?:so|until|till)\b|\b(?:so|that|this|me) bored\b|\bbor(?:es|ing)\b"
    r"|\b(?:cringe\w*|lol|haha\w*|lmao)\b|\bmade me (?:want to|wanna)\b|\bbefore i die\b|\bto die for\b|\bdie hard\b"
    r"|\bdie (?:that way|happy|old|rich|in peace|knowing|ignorant|without (?:ever|having|seeing|knowing))\b"
)
_FIGURE = re.compile(r"\b(?:my|the|our|his|her) \w+(?:'s| is| are)? (?:will|would|gonna|going to) kill me\b")
# of whom a film tells; who says "I" right before it means herself: "I don't know who to tell, I want to die"
_THEY = re.compile(
    r"\b(?:who|where|in which|about (?:a|an|the|some)"
    r"|(?:the|a|whose) (?:main )?(?:hero(?:ine)?|character|protagonist))\b"
)
_I = re.compile(r"\bi(?:'?m|'?ve|'?d|'ll)?(?: (?:just|really|so|am|have|been|would|will|only|honestly|still))*\W*$")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")


def in_danger(message: str) -> bool:
    """A caring answer too many is better than one too few, so only plain films and plain jokes are let through, and
    these for the sentence in which they stand."""
    low = _FIGURE.sub("", " ".join(message.lower().replace("’", "'").split()))
    said = [of_herself for sentence in _SENTENCE.split(low) for of_herself in _MYSELF.finditer(sentence)]
    if any(_meant(one) for one in said):
        return True
    return bool(not said and _SUBJECT.search(low) and not _FILM.search(low) and not _AS_SAID.search(low))


def _meant(said: re.Match[str]) -> bool:
    """Whether these words of a sentence are meant as they stand."""
    sentence, before = said.string, said.string[: said.start()]
    if _AS_SAID.search(sentence) or (_THEY.search(before) and not _I.search(before)):
        return False
    return said.group().startswith(("self", "commit", "attempt")) is False or not _FILM.search(sentence)


def cared_for(history: Sequence[Mapping[str, Any]], danger: Callable[[str], bool] = in_danger) -> bool:
    """Whether the last turns, none about anything else, began with such words. danger: tells them."""
    return any(danger(str(turn["message"])) for turn in takewhile(_unsafe, reversed(history)))


def _unsafe(turn: Mapping[str, Any]) -> bool:
    return bool(turn["intent"] == "unsafe")
