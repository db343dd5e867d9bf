"""route: the intent of a message, from the classifier's odds and what it cannot see.

The classifier reads one message alone. Here stand the plain forms that need no guess, and what follows from the
conversation: a list that is on the table, what was understood, what was answered last. The first rule that speaks
decides; where none does, the classifier has the word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from chatbot.dialogue import forms, holdings, kept, lists, saved
from chatbot.dialogue.cues import BARE_NO, CONFIRM_DELETE, begins, by_me
from chatbot.dialogue.heard import FIRM, STATES, WISHES, Heard
from chatbot.dialogue.questions import question
from chatbot.dialogue.state import Understanding
from chatbot.dialogue.unfounded import WHY, about_else, begins_again, sets_limits, tells_limits, unfounded, wanted
from chatbot.types import Item

OFFERS = {"person": "support", "delete": "profile_edit", "export": "profile_show"}
_NO_WISH = frozenset({"profile_edit", "unsafe", "support"})
SHORT = 5  # words of a message that can hardly say more than a limit for now
# what the classifier takes a limit for where the rest of the message is about something else
_ASIDE = frozenset({"out_of_scope", "rate", "goodbye", "greeting", "explain"})


def route(
    odds: Mapping[str, float],
    message: str,
    said: Understanding,
    shown: Sequence[Item],
    last: str = "",
    offer: str = "",
    cared: bool = False,
    care: str = "",
    helped: bool = False,
) -> str:
    """The intent. last: of the turn before; helped: the help pages answered it, or the last of its requests; offer:"
    " what a "yes" to it means (Turn.offer); cared, care: see Heard."""
    best = max(odds, key=lambda label: odds[label])
    low = " ".join(message.lower().replace("’", "'").split())
    heard = Heard(low, message, said, bool(shown), best, shown, last, offer, cared, care, helped)
    return next((intent for rule in RULES if (intent := rule(heard))), best)


# -- rules: each gives an intent or None ------------------------------------------------------------------------------


def _plain(heard: Heard) -> str | None:
    """Messages that mean the same in every conversation."""
    if CONFIRM_DELETE.match(heard.low):
        return "profile_edit"
    if heard.care == "danger" or (heard.cared and not about_else(heard)):
        return "unsafe"
    if heard.care:
        return "out_of_scope"
    if forms.OTHERS_DATA.search(heard.low) and not heard.said.named:
        return "unsafe"
    if (forms.SUMS.search(heard.low) or forms.OTHER_WORK.search(heard.low)) and not heard.said.mentions:
        return "out_of_scope"
    if forms.INJECTION.search(heard.low) and not wanted(heard.said):
        return "unsafe"
    if forms.FAREWELL.search(heard.low) and not (wanted(heard.said) or heard.said.named or "?" in heard.low):
        return "goodbye" if heard.intent not in {"support", "unsafe"} else None
    if forms.GREETING.match(heard.low) or forms.WHO_ARE_YOU.match(heard.low):
        return "greeting"
    if forms.THANKS.match(heard.low):
        return "goodbye"
    if forms.INSULT.match(heard.low):
        return "unsafe"
    if forms.NO_RECORD.match(heard.low) and heard.last != "support":
        return "refine" if heard.on_table else "recommend"
    if holdings.asked_of(heard.low, heard.said):
        return "item_question"
    if forms.TO_A_PERSON.search(heard.low) or heard.of_the_chat:
        return "support"
    if heard.last in {"profile_show", "profile_edit"} and kept.SHOW_AGAIN.match(heard.low):
        return "profile_show"
    return "profile_show" if heard.asks_of_herself else None


def _short_answer(heard: Heard) -> str | None:
    """`yes`, `no`, `ok`: what they answer is in the turn before."""
    said = heard.said
    judges = said.liked or said.disliked or said.seen or said.ratings
    if kept.accepts(heard.low, heard.offer) and not (said.named or (said.pointed and judges)):
        return OFFERS[heard.offer]  # "yes, do it"
    if heard.offer == "delete" and kept.declines(heard.low, heard.offer) and heard.intent != "profile_show":
        return "profile_edit" if not (heard.intent in WISHES and tells_limits(heard.said)) else None
    if (
        forms.YES.match(heard.low)
        and not heard.listed
        and heard.last in {"greeting", "out_of_scope", "unsafe", "profile_show"}
    ):
        return "recommend"
    if BARE_NO.match(heard.low) and heard.offer:
        return "goodbye"
    if BARE_NO.match(heard.low):
        return "refine" if heard.listed else "goodbye"
    return "goodbye" if forms.FINE.match(heard.low) or forms.YES.match(heard.low) else None


def _goes_on(heard: Heard) -> str | None:
    """After an answer from the help pages, a judgement or a complaint that names no film is about the service."""
    if heard.helped and heard.intent in {"item_question", "out_of_scope"} and _of_the_answer(heard):
        return "support"
    about_films = heard.said.items or heard.said.mentions or heard.said.bad_rating is not None
    if heard.last == "support" and not about_films:
        cross = heard.complains and heard.intent != "unsafe"
        return "support" if heard.intent == "rate" or cross or forms.NO_HELP.search(heard.low) else None
    pointed = bool(heard.said.pointed) and not (heard.said.add or heard.said.measures)
    same = pointed and heard.last == "item_question" and forms.POINTS.match(heard.low)
    return "item_question" if same and heard.intent not in {"support", "unsafe", "compare"} else None


def _of_the_answer(heard: Heard) -> bool:
    """Whether a question goes on from what the help pages answered: `how long does she have to use it?`."""
    films = heard.said.mentions or forms.PLACE.search(heard.low) or forms.OF_A_FILM.search(heard.low)
    return "?" in heard.low and not films and bool(forms.OF_A_USER.search(heard.low))


def _asked_for(heard: Heard) -> str | None:
    """A piece of writing, a surprise, an answer to a question, another company: none of them said as the classifier
    knows them."""
    said, wish, asks = heard.said, "refine" if heard.listed else "recommend", "?" in heard.low
    kind = lists.asked_for(heard.message, said)
    if kind == "share" and heard.listed and "markdown" in heard.low:
        return "recommend"
    if saved.puts(heard.message, said) and (said.items or said.unclear or heard.listed or heard.last):
        return "profile_edit"
    if saved.takes_off(heard.message, said):
        here = heard.last in WISHES and _off_the_list(heard) and not saved.OWN.search(heard.low)
        return "refine" if here else "profile_edit"
    if saved.asks(heard.message, said):
        return "profile_show"
    if kind == "share" and heard.listed and not lists.HOW_SHARED.search(heard.low):
        return "recommend"
    if forms.IN_THE_WAY.search(heard.low) and heard.last in WISHES:
        return wish
    if heard.intent in {"support", "unsafe"}:
        return None
    if said.add.people and forms.FOR_US.search(heard.low):
        return wish
    if kind:
        return "item_question" if kind == "pitch" else "recommend"
    if said.besides and heard.on_table and forms.AND_BY.match(heard.low):
        return "refine"
    if said.besides and (heard.intent == "similar" or (heard.intent in {"item_question", "compare"} and not asks)):
        return "recommend"
    if said.answer or said.surprise or (said.none_of and heard.intent != "profile_edit"):
        return wish
    if said.as_asked or said.only_seen or (said.company and heard.intent == "profile_edit"):
        return "recommend"
    if said.alone and len(heard.low.split()) <= SHORT + 2 and (heard.listed or heard.intent in STATES):
        return wish
    if said.theirs and heard.intent in {"profile_edit", "rate", "goodbye"}:
        return wish
    pointed = said.pointed or said.unclear
    bare = pointed and not (said.named or said.wish or said.add or said.measures or said.something_else)
    return "item_question" if bare and forms.POINTS.match(heard.low) else None


def _judgement(heard: Heard) -> str | None:
    said = heard.said
    told = bool(said.liked or said.disliked or said.ratings or said.seen)
    promises = len(said.items) == 1 and not (told or said.add or said.others) and forms.PROMISES.search(heard.masked)
    if promises and heard.intent in STATES | {"goodbye"} and not forms.ASKS.search(heard.low):
        return "item_question"
    if said.bad_rating is not None and (said.items or heard.listed) and heard.intent != "support":
        return "rate"
    if forms.SEEN.match(heard.low) and not said.none_of:
        return "rate"
    if said.items and not said.ratings and kept.takes_off(heard.low, ""):
        return None
    asks_why = heard.intent == "why_not" and (WHY.search(heard.low) or "?" in heard.low)
    firm = heard.intent in FIRM - {"why_not"} and not (heard.intent in {"support", "out_of_scope"} and said.ratings)
    if firm or asks_why or said.what_if:
        return None
    if told and heard.wishes_beside:
        if heard.intent in {"rate", "goodbye", "similar", "profile_edit"} and not said.add.similar_to:
            return "refine" if heard.listed and not forms.WANTS_A_FILM.search(heard.low) else "recommend"
        return None
    corrected = said.ratings and (forms.TAKE_BACK.search(heard.low) or not forms.CORRECTS.search(heard.low))
    if said.ratings and heard.intent in {"support", "out_of_scope"} and said.named and "?" not in heard.low:
        return "rate"  # "I gave Heat five stars at the cinema. Please write that down"
    wonders = "?" in heard.low and not forms.RERATES.search(heard.masked)
    if said.ratings and heard.intent == "compare" and not (forms.COMPARE.search(heard.low) or wonders):
        return "rate"
    if corrected and heard.intent in {"refine", "similar", "profile_edit", "goodbye", "item_question", "recommend"}:
        return "rate"
    if corrected and heard.intent == "profile_show" and "?" not in heard.low:
        return "rate"
    if told and heard.intent == "explain" and "?" not in heard.low and not WHY.search(heard.low):
        return "rate"  # "fair enough. I like Heat"
    judged = told and not (said.add or said.measures or said.something_else or "?" in heard.low)
    asks = forms.ASKS.search(heard.low) or forms.WISHES_ON.search(heard.low)
    if judged and not asks and heard.intent in {"recommend", "refine", "similar", "compare", "why_not"}:
        return None if forms.TAKE_BACK.search(heard.low) or forms.MORE_LIKE.search(heard.low) else "rate"
    return None


def _memory(heard: Heard) -> str | None:
    """What is to be forgotten, and what shall hold for ever."""
    said = heard.said
    if not said.mentions and kept.exports(heard.low):
        return "profile_show"
    if not said.mentions and kept.deletes_all(heard.low):
        return "profile_edit"
    if forms.FORGET_LAST.match(heard.low) and heard.last not in {"", "support", "unsafe", "out_of_scope"}:
        return "profile_edit"
    if forms.undoes(heard.low) or _takes_back_words(heard):
        return "profile_edit"
    if said.items and kept.takes_off(heard.low, heard.last) and heard.intent not in {"support", "unsafe"}:
        return "profile_edit"
    if forms.HOW_TO.search(heard.low):
        return None
    lifts = said.drop.genres or said.drop.people or said.drop.themes
    of_limits = lifts or said.measures or said.drop_years or said.dated
    of_a_film = said.named or (said.items and forms.PLACE.search(heard.low))
    if of_limits and heard.on_table and forms.MIND.search(heard.low) and not of_a_film:
        return "refine"  # "I've changed my mind about the length, it can be longer"
    if heard.listed and _off_the_list(heard):
        return "refine"
    if (
        lifts
        and heard.listed
        and heard.intent == "profile_edit"
        and not (said.named or forms.FORGET_SAID.match(heard.low))
    ):
        return "refine"
    if forms.TAKE_BACK.search(heard.low) and heard.intent != "unsafe" and not said.ratings:
        of_the_wish = heard.on_table and (wanted(said) or said.dated) and not said.items
        return "refine" if of_the_wish else "profile_edit"  # "that was my mistake, I meant the 1950s"
    lets_go = {*said.drop.similar_to} - {*said.seen} and not (said.ratings or said.reset)
    if lets_go and heard.intent in {"rate", "recommend", "goodbye", "out_of_scope"}:
        return "profile_edit"
    if forms.ALLOW.match(heard.low) and (said.drop.genres or said.drop.people or said.drop.themes or said.dropped):
        return "profile_edit"
    if said.forever and said.lasting and said.passing and said.refused and heard.intent == "profile_edit":
        return "refine" if heard.on_table else "recommend"  # "never musicals again, and no westerns tonight"
    if said.forever and said.lasting and heard.intent in STATES and not (_wants(heard) or said.passing):
        return "profile_edit"
    return None


def _off_the_list(heard: Heard) -> bool:
    """`take the second off`: of the list on the table; of what is kept of a person something else is said."""
    said, here = heard.said, {item.item_id for item in heard.shown}
    only_points = bool(said.pointed) and not (said.named or said.liked or said.disliked or said.seen or said.ratings)
    passed = {*said.items} <= here & {*said.add.exclude_items}
    return only_points and passed and kept.takes_off(heard.low, "profile_show") and not kept.takes_off(heard.low, "")


def _takes_back_words(heard: Heard) -> bool:
    """`forget that I said I have kids`, `I don't hate musicals any more`."""
    if forms.FORGET_SAID.match(heard.low):
        return True
    named = bool(heard.said.mentions or heard.said.measures)
    return named and bool(forms.NO_MORE.search(heard.low)) and heard.intent in STATES | {"goodbye", "greeting"}


def _pattern(heard: Heard) -> str | None:
    """Films like a named one, or like one on the list."""
    said = heard.said
    one = {"compare", "profile_show"} if len(said.items) == 1 else set()
    if said.add.similar_to and heard.intent in STATES | {"out_of_scope", "greeting"} | one:
        return "similar"
    if heard.intent == "support" and heard.listed and said.pointed and forms.MORE_LIKE.search(heard.low):
        return "similar"
    wanted = said.add.people or said.add.genres or said.add.themes
    if heard.intent == "similar" and wanted and not (said.items or heard.listed):
        return "recommend"
    if (
        forms.MORE_LIKE.search(heard.low)
        and said.items
        and not (said.add.exclude_items or said.something_else)
        and heard.intent in STATES | {"explain"}
    ):
        return "similar"
    return None


def _change(heard: Heard) -> str | None:
    """A change needs a list that can be changed; a limit for now is no limit for ever."""
    said, intent, low = heard.said, heard.intent, heard.low
    anew = said.reset and (intent not in _NO_WISH or forms.LIMITS.search(low) or begins_again(heard))
    if forms.CHANGE.match(low) or anew:
        intent = "refine"
    if _wants_a_film(heard):
        intent = "recommend"
    refused = bool(said.refused)
    asked = bool(said.add.genres or said.add.people or said.add.themes or said.wish or said.named)
    asked = asked or any(not (bound.refuses or bound.step) for bound in said.measures)
    if (
        refused and forms.REFUSES.match(low) and not forms.ASKS.search(low)
    ):  # "nothing sad, or she cries": the rest is why
        asked = wanted(said) or bool(said.named)
    if intent == "recommend" and heard.listed and not asked and (refused or forms.REFUSES.match(low)):
        intent = "refine"
    lifts = said.drop.genres or said.drop.people or said.drop.themes or said.dropped or said.drop_years
    if intent == "recommend" and heard.on_table and lifts and not (wanted(said) or said.named or said.dated):
        intent = "refine"
    if intent == "profile_edit" and refused and not said.forever:
        short = len(low.split()) <= SHORT
        told = by_me(forms.HATES, low) or forms.TAKE_BACK.search(low)
        intent = "refine" if short or (heard.listed and not told) else intent
    if intent == "profile_edit" and heard.listed and (said.dated or said.step) and not (said.forever or said.named):
        intent = "refine"
    judged = said.liked or said.disliked or said.seen or said.ratings
    changes = said.dated and forms.LIMIT_FIRST.match(low)
    let_in = said.drop.genres or said.drop.people or said.drop.themes
    lets_go = (let_in or (said.dropped and not heard.complains)) and not forms.QUESTION.search(low)
    if intent == "profile_edit" and heard.listed and said.dropped and not (said.forever or said.named):
        intent = "refine"
    swaps = said.drop.genres and said.add.genres and not said.forever
    if (intent == "recommend" and heard.on_table and swaps) or (intent == "item_question" and heard.listed and lets_go):
        intent = "refine"
    if intent == "support" and heard.listed and (changes or lets_go):
        intent = "refine"
    if intent == "support" and lets_go and heard.last in {"profile_edit", "profile_show"}:
        return "profile_edit"  # "the age limit can go", of one that holds for good
    tells = judged or (intent == "rate" and said.pointed)  # "the second I saw last year, it was ok"
    if intent in _ASIDE and heard.listed and sets_limits(said) and "?" not in low and not tells:
        intent = "refine"
    if intent == "refine" and not heard.on_table:
        return "recommend"
    return intent if intent != heard.intent else None


def _wants_a_film(heard: Heard) -> bool:
    """A plain wish that the classifier took for something else."""
    add, low = heard.said.add, heard.low
    if heard.intent == "compare":
        asks = forms.ASKS.search(low) and ("?" not in low or forms.WANTS_A_FILM.search(low))
        plainly = forms.WANTS_A_FILM.search(low) and not (
            forms.COMPARE.search(low) or forms.MORE.search(low) or (len(heard.said.items) > 1 and forms.OR.search(low))
        )
        return bool(plainly) or (len(heard.said.items) < 2 and bool(asks))
    if heard.intent == "unsafe":
        return bool(forms.WANTS_A_FILM.search(low)) and not forms.INJECTION.search(low)
    if heard.intent in {"out_of_scope", "explain", "rate", "greeting"}:
        by_name = heard.intent == "out_of_scope" and add.people and forms.FILMS_WITH.search(low)
        by_genre = heard.intent == "out_of_scope" and add.genres and forms.ASKS.search(low)
        return bool(by_name or by_genre or forms.WANTS_A_FILM.search(low))
    if heard.intent == "profile_show":
        if forms.NOW_KNOWN.search(low):
            return True
        return bool(forms.WANTS_A_FILM.search(low) and heard.said.named) or bool(
            add.genres and forms.LIKES_TO_SEE.search(low) and "?" not in low
        )
    if heard.intent == "item_question":
        wished = (begins(forms.IS_THERE, low) and not heard.said.items) or forms.ASKS_WHETHER.search(low)
        return bool((add.people or add.genres or add.themes) and wished)
    return False


RULES: tuple[Callable[[Heard], str | None], ...] = (
    _plain,
    _short_answer,
    _goes_on,
    _asked_for,
    _judgement,
    _memory,
    question,
    _pattern,
    _change,
    unfounded,
)


def _wants(heard: Heard) -> bool:
    """Whether something to watch is asked for beside what is refused."""
    add = heard.said.add
    return bool(add.genres or add.people or add.themes or add.similar_to) or bool(forms.ASKS.search(heard.low))
