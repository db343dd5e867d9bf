"""questions: which question a message asks, where its form and the conversation leave no doubt."""

from __future__ import annotations

import re

from chatbot.dialogue import asked, forms
from chatbot.dialogue.cues import begins
from chatbot.dialogue.heard import ABOUT_ME, FIRM, STATES, Heard
from chatbot.dialogue.versions import asked_of


def question(heard: Heard) -> str | None:
    """Why, why not, which is better, who made it."""
    said, low = heard.said, heard.low
    absent = bool(said.named) and not set(said.named) & {item.item_id for item in heard.shown}
    if (said.what_if and said.items) or (asked.WITHOUT_ALL.search(low) and "if" in low):
        return "explain"
    if asked_of(heard.message, said) and heard.intent not in {"support", "unsafe"}:
        return "item_question"
    if len(said.items) == 1 and begins(forms.IS_MORE, heard.masked) and not said.add.similar_to:
        return "compare"
    if heard.listed and said.pointed and forms.DEFENDS.search(heard.masked) and heard.intent != "unsafe":
        return "explain"
    if heard.listed and asked.SHARES.search(low) and heard.last in {"explain", "why_not"}:
        return "explain"
    pick = heard.listed and forms.YOUR_PICK.match(low) and not said.mentions
    if pick and heard.last != "compare" and heard.intent != "unsafe":
        return "explain"
    if said.named and begins(forms.WHY_NOT, low):
        return "why_not"
    if absent and (heard.intent == "explain" and forms.WHY_NEGATED.search(low)):
        return "why_not"
    if said.named and heard.listed and forms.MISSED.search(heard.masked) and "?" in low:
        return "why_not"
    bare = absent and not (said.add.genres or said.add.people)
    if bare and heard.last and (forms.ALSO_NOT.search(low) or (heard.last == "why_not" and forms.AND_THAT.match(low))):
        return "why_not"
    also = heard.last == "item_question" and forms.AND_THAT.match(low) and said.named and not forms.ASKS.search(low)
    told = said.liked or said.disliked or said.seen or said.ratings or said.add
    if also and not told and heard.intent in STATES | {"compare"}:
        return "item_question"
    if heard.listed and begins(forms.OF_THE_LIST, low) and not said.named and heard.intent not in {"support", "unsafe"}:
        return "compare"
    if heard.last == "compare" and begins(forms.WHICH_MOST, low) and not said.named:
        return "compare"
    if heard.last == "compare" and forms.WHICH_SUITS.search(low):
        return "compare"
    on_film = heard.last in {"item_question", "compare"}
    about_it = on_film and (asked.BARE.match(low) or (asked.MORE_BY.search(low) and not said.mentions))
    # "what else did he direct?", after a question to the help pages in the midst of the talk
    about_it = about_it or (heard.last == "support" and asked.MORE_BY.search(low) and asked.asks_a_fact(low))
    if about_it or (asked.plainly(low, said, heard.last) and heard.intent not in {"support", "unsafe"}):
        return "item_question"
    if heard.intent in STATES | {"out_of_scope"} and not said.items and asked.unknown_film(heard.message, said):
        return "item_question"
    if said.unknown and forms.HAVE.match(low) and heard.intent in STATES | {"out_of_scope"}:
        return "item_question"
    if said.unknown and forms.WHY_NOT.match(low) and "why" in low and heard.intent not in {"support", "unsafe"}:
        return "why_not"
    asks_why = forms.WHY.match(low) and not forms.WHY_NEGATED.search(low)
    if heard.listed and asks_why and heard.intent not in FIRM - {"greeting"}:
        return "explain"
    judged = said.liked or said.disliked or said.seen or said.ratings or said.add.similar_to
    sets_against = forms.COMPARE.search(low) or (forms.OR.search(low) and heard.intent in STATES)
    sets_against = sets_against or (forms.OR.search(low) and forms.MORE.search(low))
    of_one = len(said.items) < 2 or (
        len(said.named) == 1 and bool(forms.FACT.match(low))
    )  # "who made the better, Heat?"
    sets_against = sets_against and not of_one
    if len(said.items) >= 2 and not (judged or said.refused) and heard.intent not in FIRM and sets_against:
        return "compare"
    if len(said.items) == 1 and heard.last and "compare" in low and not judged:
        return "compare"
    if len(said.items) == 1 and not judged and (_asks_guess(heard) or forms.HAVE.match(low)):
        return "item_question"
    placed = bool(said.pointed) and bool(forms.PLACE.search(low))
    other = {*FIRM, "explain", "compare"} - ({"out_of_scope"} if placed else set())
    other -= {"explain"} if said.items and "why" not in low else set()
    inside = bool(said.pointed or len(said.named) == 1) and not judged and asked.inside(low)
    fact = (forms.FACT.match(low) or inside) and not _of_her(low)
    other -= {"explain", "out_of_scope", "why_not"} if inside else set()
    other -= {"compare"} if of_one else set()
    other -= {"support", "out_of_scope"} if forms.OF_A_FILM.search(low) else set()
    return "item_question" if fact and heard.intent not in other and _about_films(heard) else None


def _asks_guess(heard: Heard) -> bool:
    """`would I like it?`, `what about Fargo?`, or nothing but a title."""
    if forms.WOULD_I_LIKE.match(heard.low):
        return heard.intent not in FIRM
    bare = bool(heard.said.named) and not heard.rest
    return (bare or bool(forms.WORTH.search(heard.low))) and heard.intent in STATES - {"recommend"} | {"greeting"}


def _of_her(low: str) -> bool:
    """Whether the sentence that asks for a fact asks it of herself: "tell me about my taste"."""
    fact = forms.FACT.match(low) or forms.FACT_INSIDE.search(low)
    asked = re.split(r"[.!?;]", low[fact.end() :])[0] if fact else ""
    return fact is not None and bool(ABOUT_ME.search(fact[0] + asked))


def _about_films(heard: Heard) -> bool:
    """Whether a question is about something that we know, or about the list."""
    named = any(mention.kind != "genre" for mention in heard.said.mentions)
    return (
        named
        or bool(heard.said.pointed or heard.said.unknown)
        or heard.listed
        or heard.last in {"item_question", "compare"}
    )
