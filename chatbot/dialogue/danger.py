"""danger: whether a person speaks of harming themselves, as told from a film's subject and from a figure of speech."""

from __future__ import annotations

import re

from chatbot.dialogue.cues import words

_I = r"(?:i(?:'?m| am|'?ve| have| was|'?d| would)?|im|ive|just|really|so|to|and|me|want|wanna|gonna|going|will|'ll)"
_MYSELF = words(
    "(?:kill(?:ing)? myself|kill me)(?: today| tonight| now)?", "(?:hurt|harm|cut)(?:ting|ing)? myself",
    "(?:end|ending|take|taking) my (?:own )?life",
    "(?:want|wanna|wish|going|ready|plan(?:ning)?) (?:to |i (?:could |was ))?"
    "(?:die|be dead|dead|end it(?: all)?)", "end it all",
    "(?:don'?t|do not|dont|doesn'?t|doesnt|does not) (?:want to|wanna) (?:live|be alive|exist|be here|wake up)"
    "(?: any ?more)?",
    "(?:rather|wish|hope|hoping|pray|prefer)(?: (?:i|we|that|to|would|could|did|had|just|simply))*(?: not| never"
    "|n'?t) (?:to )?(?:wake up(?! (?:early|late|to|at|with)\\b)|live|be alive|exist|be here any ?more"
    "|(?:have )?been born)",
    "(?:a?sleep|bed) and (?:to )?(?:never|not) (?:to )?wake up",
    "no (?:point|reason) (?:in |to )?(?:living|live|going on)", "better off (?:without me|dead)",
    "(?:can'?t|cannot|cant) go on(?: any ?more| like this| living)?", "tired of (?:living|life|being alive)",
    "(?:i(?:'?m| am|'?ve been| have been)?|im|feel(?:ing)?|been) (?:\\w+ ){0,2}suicidal",
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
    r"|\b(?:laugh\w*|bored|cringe\w*|lol|haha\w*|lmao)\b|\bmade me (?:want to|wanna)\b|\bbefore i die\b|\bto die for\b"
    r"|\bdie hard\b"
)
_FIGURE = re.compile(
    r"\b(?:sister|brother|mum|mom|mother|dad|father|boss|flatmate|roommate|kids?|daughter|son|friends?|nan|gran"
    r"|neighbours?)(?:'s| is| are)? (?:will|would|gonna|going to) kill me\b"
)
_THEY = re.compile(r"\b(?:who|where|in which|about (?:a|an|the|some)\b)[^.!?]*$")


def in_danger(message: str) -> bool:
    """A caring answer too many is better than one too few, so only plain films and plain jokes are let through."""
    low = _FIGURE.sub("", " ".join(message.lower().replace("’", "'").split()))
    said = _MYSELF.search(low)
    if said and not _AS_SAID.search(low) and not _THEY.search(low[: said.start()]):
        return said.group().startswith(("self", "commit", "attempt")) is False or not _FILM.search(low)
    return bool(not said and _SUBJECT.search(low) and not _FILM.search(low) and not _AS_SAID.search(low))
