"""unfounded: a guess of the classifier for which a message gives nothing to go by, while it tells limits or a wish.

"What shall I change?" answers nothing where years were told. What was understood decides then, and the guess stands
wherever anything in the message speaks for it.
"""

from __future__ import annotations

from chatbot.dialogue import forms, kept
from chatbot.dialogue.cues import HERE, words
from chatbot.dialogue.heard import WISHES, Heard
from chatbot.dialogue.state import Understanding
from chatbot.dialogue.state.manners import mask

BRIEF = 5  # words of "start again", which is no question to the help pages
LONG = 16  # words from which a message that is guessed to be about something else may well be
# words of what is kept of a person, and of keeping and taking out
_KEPT = words(
    "remember", "forget", "note", "remove", "delete", "erase", "strike", "clear", "take", "keep", "save[ds]?",
    "always", "never", "from now on", "in general", "lasting", "for good", "my (?:profile|account|record|taste|likes"
    "|ratings|history|data|list)", "about me",
)  # fmt: skip
_OF_ME = words(
    "know", "remember", "profile", "rat(?:ed?|ings?)", "likes?", "liked", "told", "said", "taste", "data", "history",
    "about me", "(?:of|on|against) (?:me|my)", "wr(?:ote|itten|ite)", "down", "record(?:ed)?", "sav(?:ed?|ing)",
    "noted", "(?:do|did|have|am|would) i", "according to", "think i",
    "who (?:do you think )?(?:i am|am i)", "have i", "did i", "lists?",
)  # fmt: skip
# what the service gives or takes: "do you give me points for every film I finish?"
_OF_YOURS = words("do you (?:give|offer|have|grant|run|do|sell|send|pay|charge|get)", "(?:can|could|do|may"
"|will) (?:i|we) (?:\\w+ )?"
    "(?:get|earn|collect|win|swap|redeem|exchange|buy|gift|pay|claim)", "(?:is|are) there (?:an?|any)")  # fmt: skip
# what is wished for, told by what it does: "something that asks nothing of me"
_DOES = words("something (?:that|which|to)(?! (?:i|you|we)\\b)")
WHY = words("why", "how come", "wherefore", "what for", "(?:on )?what (?:grounds|basis|makes|made)", "reasons?")
_ABSENT = words(
    "where(?:'?s)?", "missing", "left out", "not (?:in|on|there|among|here)", r"(?:is|was|are|were|did|does|do)n'?t",
    "didnt", "isnt", "no sign of",
)  # fmt: skip
# "the man who is Gregory Peck" tells of one
_RELATIVE = words(
    "(?:m[ae]n|wom[ae]n|actor|actress|director|lady|gentleman|girl|boy|guy|people|ones?|films?|movies?|somebody"
    "|someone)"
    " (?:who|which)"
)
_TELL = words("tell me", "describe", "(?<!, )which", "what'?s", "what", "who(?:'?s)?", "how")


def unfounded(heard: Heard) -> str | None:
    """A wish, or its change, in place of the guess; the question that is asked; None where the guess may stand."""
    said, low, guess = heard.said, heard.low, heard.intent
    wish = "refine" if heard.on_table else "recommend"
    if said.liked or said.disliked or said.ratings or said.seen or said.what_if or said.bad_rating is not None:
        return None
    if guess == "profile_edit":
        wishes = wanted(said) or forms.WANTS_A_FILM.search(low) or forms.IDLE.search(low)
        here = HERE.search(low) or not _KEPT.search(low)
        return wish if for_now(said) or (wishes and here) else None
    of_the_service = (
        heard.last == "support" and "?" in low and not (said.mentions or said.items or kept.KNOW_ME.search(low))
    )
    if guess == "profile_show" and of_the_service and not forms.QUESTION.match(low.replace("?", "")):
        return "support"  # "and my stars, you throw them away in that time?"
    if guess == "profile_show" and said.items and forms.FACT.match(low):
        return "item_question"
    if guess == "profile_show" and said.dated and "?" not in low:
        return wish
    if guess == "profile_show":
        asks = for_now(said) or wanted(said) or forms.ASKS.search(low)
        plain = forms.WANTS_A_FILM.search(low) or (asks and "?" not in low)
        if plain and (_DOES.search(low) or not _OF_ME.search(low)):
            return wish
        service = "?" in low and not (_OF_ME.search(low) or said.items or kept.KNOW_ME.search(low))
        return "support" if service and _OF_YOURS.search(low) else None
    if guess == "unsafe" and said.add.people and forms.FILMS_WITH.search(low) and not forms.INJECTION.search(low):
        return wish  # "show me more films by him"
    if guess == "why_not":
        return _no_why_not(heard, wish)
    if guess == "item_question":
        passed = heard.on_table and bool(said.named) and {*said.items} <= {*said.add.exclude_items}
        if passed and forms.REFUSES.match(low) and "?" not in low:
            return wish  # "not Heat, my mother tells me the whole of it"
        return None if said.named or _asks(heard) or not tells_limits(said) else wish
    if guess == "explain":
        return wish if tells_limits(said) and not (WHY.search(low) or _TELL.search(low) or "?" in low) else None
    if guess == "rate":
        return _no_rating(heard, wish)
    if guess == "goodbye" and wanted(said) and not (forms.FAREWELL.search(low) or "?" in low):
        return wish  # "I thank you. And now a comedy"
    if guess == "goodbye" and forms.ASKS_YOU.match(low):
        return "out_of_scope"
    if guess in {"goodbye", "greeting", "out_of_scope"} and heard.on_table and len(low.split()) < LONG:
        return wish if (said.dated or said.drop_years or said.measures) and "?" not in low else None
    return None


def begins_again(heard: Heard) -> bool:
    """`forget all of that and start again. A documentary`: of the wish, not of the person."""
    afresh = bool(forms.AFRESH.search(heard.low)) and not forms.HOW_TO.search(heard.low)
    if heard.intent == "support":
        return afresh and heard.on_table and len(heard.low.split()) <= BRIEF
    return heard.intent == "profile_edit" and not kept.deletes_all(heard.low) and (afresh or wanted(heard.said))


def for_now(said: Understanding) -> bool:
    """Limits that hold for a search and for no person: years, bounds that are no refusal, another list."""
    told = said.dated or said.drop_years or said.step or said.something_else or said.none_of
    return bool(told) or any(not bound.refuses for bound in said.measures)


def wanted(said: Understanding) -> bool:
    """Whether something is asked for by its kind, its people or a pattern."""
    return bool(said.add.genres or said.add.people or said.add.themes or said.add.similar_to)


def tells_limits(said: Understanding) -> bool:
    lifts = said.drop.genres or said.drop.people or said.drop.themes or said.dropped
    return for_now(said) or wanted(said) or bool(said.refused) or bool(lifts)


def sets_limits(said: Understanding) -> bool:
    """Whether a message sets or lifts limits in plain words: what else it says is by the way."""
    add, drop = said.add, said.drop
    lifted = drop.genres or drop.people or drop.themes or said.dropped or said.drop_years
    refused = (add.not_genres, add.not_themes, add.not_people, add.not_decades, add.exclude_items)
    return any(refused) or bool(lifted)


def about_else(heard: Heard) -> bool:
    """Whether a film or the service is asked for, after a person in danger was answered."""
    asked = heard.intent in WISHES | {"support"} or forms.TO_A_PERSON.search(heard.low)
    return bool(asked or tells_limits(heard.said) or heard.said.items or forms.WANTS_A_FILM.search(heard.low))


def _no_why_not(heard: Heard, wish: str) -> str | None:
    said, low = heard.said, heard.low
    here = {item.item_id for item in heard.shown}
    if said.items and {*said.items} <= here and WHY.search(low) and not forms.WHY_NEGATED.search(low):
        return "explain"  # what is on the list is there for a reason
    if forms.WANTS_A_FILM.search(low) and not (WHY.search(low) or said.named):
        return wish
    if WHY.search(low) or _ABSENT.search(low) or "?" in low:
        return None
    lifted = tells_limits(said) or said.drop.similar_to or said.add.exclude_items
    return wish if lifted else None


def _no_rating(heard: Heard, wish: str) -> str | None:
    said = heard.said
    if "?" in heard.low and len(said.items) == 1 and forms.FACT.match(mask(heard.low_text, said.mentions)):
        return "item_question"
    named = {*said.items} - {*said.add.similar_to}
    if heard.on_table and named and named <= {*said.add.exclude_items} and forms.REFUSES.match(low := heard.low):
        return wish if not (said.tone or "?" in low) else None
    if not (said.items or said.pointed or said.unclear or said.tone) and forms.ASKS.search(heard.low):
        return wish  # "I knew it! Then give me only him"
    if wanted(said) and (heard.wishes_beside or (named and named <= {*said.add.exclude_items})) and not said.ratings:
        return wish  # "not bad. Now comedies", "another western, but not Heat, it has a bad end"
    another = said.something_else and not said.ratings  # "Bianca has seen the first. Put another in its place"
    return wish if tells_limits(said) and not said.tone and (said.dated or another or not named) else None


def _asks(heard: Heard) -> bool:
    """Whether a message has the form of a question, or only points at a film."""
    low = heard.low
    asked = "?" in low or forms.QUESTION.search(low) or forms.FACT.match(low) or forms.FACT_INSIDE.search(low)
    return bool(asked or _TELL.search(_RELATIVE.sub(" ", low)))


__all__ = ["WHY", "about_else", "begins_again", "for_now", "sets_limits", "tells_limits", "unfounded", "wanted"]
