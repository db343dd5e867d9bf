"""support: an answer from a help article with its name, or a hand-off. Nothing is promised that no article states.

A hand-off is offered first; a "yes", or asking for a person outright, opens a ticket with the conversation's summary.
"""

from __future__ import annotations

import re

from chatbot.dialogue.clauses import BARE_WHY, sole_question
from chatbot.dialogue.cues import words
from chatbot.dialogue.forms import NO_HELP, QUESTION, TO_A_PERSON
from chatbot.dialogue.handlers import Moment, Outcome, Room, in_words
from chatbot.dialogue.heard import (
    BY_PHONE,
    PAID,
    SAVED_COUNTS,
    SPEAKS,
    TAKEN_ALONG,
    TWICE,
    WATCHED_TOGETHER,
    WHERE_KEPT,
)
from chatbot.dialogue.kept import accepts
from chatbot.dialogue.mood import CROSS
from chatbot.support.articles import Article
from chatbot.support.telling import sayable
from chatbot.support.tickets import in_short, new_number, summary
from chatbot.tasks.answer import AnswerInput
from chatbot.types import Source

SURELY = 0.45  # score of an article that needs no look at the one before
ALONE = 0.3  # score of an article from which a message needs no other beside it
HALF = 8  # words of half a sentence
LEANING = 12  # and of one that no article answers by itself
PART = 5  # words of a clause that may ask by itself
_CLAUSES = re.compile(r"(?<=[.!?;:])\s+|,\s+(?=(?:and|but|so)\b)")
# chosen on the dev dialogues: nearness from which the article before answers what has no article of its own, and how
# much nearer it must be than one that is not sure
GOES_ON, NEARER = 0.34, 0.2
OF_PEOPLE = "talk to a person"  # what a question after a ticket is about
_THE_PERSON = words(
    "(?:that|this|the|your) (?:person|human|agent|colleague)", "(?:he|she|they|him|them)", "somebody", "someone"
)
OF_THE_CHAT = "what the chat can do, which languages it reads and answers in"
# what is asked in many wordings, as the help pages ask it
_ASKED_PLAINLY = (
    (PAID, "do studios pay you to recommend certain films"),
    (TWICE, "I was charged twice this month"),
    (WHERE_KEPT, "where do you store my data and who can see it"),
    (SAVED_COUNTS, "does a film on my watch list count as liked"),
    (TAKEN_ALONG, "can I download a film to watch on a plane and how long does the download keep"),
    (WATCHED_TOGETHER, "can we watch a film together from different places"),
    (BY_PHONE, "can I call you on the phone or do I have to write"),
)
# anger that says nothing of what is wrong, and small words around it
_EMPTY = words(
    "i'?m", "i am", "so", "with (?:this|you|it|all)", "this", "that", "it", "is", "still", "all", "and", "just",
    "really",
    "very", "app", "service", "please", "not", "does(?:n'?t)?", "works?", "working", "nothing", "at all", "a", "the",
    "of", "such", "annoy\\w+", "angry", "terrible", "rubbish", "awful", "joke", "you", "are", "your", "my", "again",
    "ugh",
    "i", "am", "ffs", "wtf", "absolutely", "have", "had", "enough", "same", "what",
)  # fmt: skip

_LEANS = re.compile(r"\b(?:it|that(?!'s\b)|they|them|then|instead)\b")  # on what was told before
# whether money is asked for, as the articles say it
_COSTS = words(
    r"(?:pay|paying|cost|costs|charged?|billed)(?: (?:me|us|for|you))?"
    r" (?:anything|something|nothing|extra|more|money|still|while|during|meanwhile|in the meantime|for it|a fee)",
    "(?:is|will|would|does|are) (?:it|that|this|there|they)(?: \\w+){0,3} (?:free|cost|a fee|fees|any charge)",
    "free of charge",
    "for free",
)
# of which the price is asked: "does changing the plan cost anything?"
_COST_OF = re.compile(
    r"\b(?:does|do|will|would|is|are) (?P<what>[^.?!,]{4,60}?) (?:cost|costs|charged?|free)\b(?: (?:anything"
    r"|something|extra|more|money|me|us))*"
)
_NO_CODE = words(
    r"(?:codes?|vouchers?|coupons?)\b[^.?!]*\b(?:rejected|refused|declined|invalid|not (?:valid|work\w*|accepted|taken)"
    r"|(?:does|is|was|did)n'?t (?:valid|work\w*|accepted|taken|go through)|nothing happened|fail(?:s|ed)|wrong)",
)
_IN_FULL = ((_COSTS, "Is anything charged?"), (_NO_CODE, "What is the reason if a code is not accepted?"))
MOST, WORDS = 3, 75  # questions of one message, and words of their answers together
_QUESTIONS = re.compile(r"[,;:?.!]\s+(?:and\s+)?|\s+and\s+(?=(?:how|can|what|where|do|does|is|why|when|which|will)\b)")
Found = tuple[Article, Source] | None


def support(moment: Moment, room: Room) -> Outcome:
    low = moment.message.lower().replace("’", "'")
    if TO_A_PERSON.search(low) or accepts(low, moment.offer):
        return _handed_over(moment, room)
    if NO_HELP.search(low) and _last_was_support(moment):
        return _offered("handoff_more", moment, room)
    if many := _several(moment, room):
        return many
    found = _found(moment, room) if _says_something(low) else None
    if CROSS.search(low) and _last_was_support(moment) and (not _sure(found) or _told_before(found, moment)):
        return _offered("handoff_more", moment, room)
    if found is None:
        return _offered("handoff", moment, room)
    article, source = found
    plain = article.answer.replace("**", "")
    text = room.replies.say("support", moment.turn, answer=plain, title=article.title)
    # the first paragraph answers in general, the sentences that are picked just what was asked
    asked = AnswerInput("\n".join([f"{article.title}.", *sayable(article)]), _question(article, moment))
    suggestions = room.replies.options("suggest_support")
    return Outcome(text, sources=(source,), suggestions=suggestions, asked=asked, plain=plain)


def _several(moment: Moment, room: Room) -> Outcome | None:
    """Two or three questions in one message, each answered by the nearest sentence of an article of its own; what is
    no question to any by itself belongs to the message's own."""
    parts = [part for part in _QUESTIONS.split(moment.message) if not BARE_WHY.match(part.lower())]
    asked = [part for part in parts if QUESTION.search(part.lower())]
    whole = room.desk.answer(moment.message)
    answers = [(part, own if _sure(own := room.desk.answer(part)) else whole or own) for part in asked]
    found = {answer[0].id: (part, *answer) for part, answer in answers if answer}
    if not (1 < len(found) <= MOST and all(answer for _, answer in answers) and any(_sure(a) for _, a in answers)):
        return None
    told = [f"{room.desk.nearest(article, part)[0]} ({article.title})" for part, article, _ in found.values()]
    if len(" ".join(told).split()) > WORDS:
        return None
    return Outcome(
        " ".join(told),
        sources=tuple(source for _, _, source in found.values()),
        suggestions=room.replies.options("suggest_support"),
    )


def _found(moment: Moment, room: Room) -> Found:
    """The article that answers; to half a sentence that has none of its own, the one that answers it together with
    what was spoken of before."""
    if SPEAKS.search(moment.message.lower()):  # of itself, not of a film's sound
        return room.desk.answer(f"{OF_THE_CHAT}: {sole_question(moment.message) or moment.message}")
    plainly = (question for form, question in _ASKED_PLAINLY if form.search(moment.message.lower()))
    if (question := next(plainly, "")) and (told := room.desk.answer(question)):
        return told
    found = room.desk.answer(moment.message) or _by_part(moment, room)
    if not _last_was_support(moment) or (found and found[1].score >= SURELY):
        return found
    before = moment.history[-1]
    if before.get("ticket"):
        of_them = room.desk.answer(f"{OF_PEOPLE} {moment.message}")
        if _THE_PERSON.search(moment.message.lower()) and (told := _near(room.desk.answer(OF_PEOPLE), moment, room)):
            return told
        return (found if _sure(found) else None) or of_them or found
    if on := _goes_on(moment, room, found):
        return on
    if len(moment.message.split()) > (HALF if found else LEANING) or _sure(found):
        return found
    return room.desk.answer(f"{before['message']} {moment.message}") or found


def _question(article: Article, moment: Moment) -> str:
    """The message; half a sentence about the article of the turn before with what was asked there."""
    before = moment.history[-1] if moment.history else {}
    more = [question for form, question in _IN_FULL if form.search(moment.message.lower())]
    message = " ".join([moment.message, *more])
    goes_on = article.id in [row["id"] for row in before.get("sources", ())] and len(moment.message.split()) <= HALF
    return f"{before['message']} {message}" if goes_on else message


def _by_part(moment: Moment, room: Room) -> Found:
    """The article that answers one of the message's sentences, where none answers the whole: "How do I …? My eyes are
    not what they were."; of other clauses than its only question, one to which the whole comes nearest too."""
    question = sole_question(moment.message)
    if question and (own := room.desk.answer(question)):
        return own
    nearest = {source.id for source in room.desk.find(moment.message, 1)}
    parts = [part for part in _CLAUSES.split(moment.message) if len(part.split()) >= PART]
    told = next((own for part in parts if (own := room.desk.answer(part)) and own[0].id in nearest), None)
    cost = _COST_OF.search(moment.message.lower())
    return told or (room.desk.answer(f"can I have {cost['what']}") if cost else None)


def _goes_on(moment: Moment, room: Room, found: Found) -> Found:
    """The article of the turn before, where a sentence of it is nearer to the message than what was found."""
    before = [row["id"] for row in moment.history[-1].get("sources", ()) if row["id"] in room.desk.articles]
    if not before or (found and found[0].id == before[0]):
        return found
    article = room.desk.articles[before[0]]
    near = room.desk.nearest(article, moment.message)[1]
    nearer = 0.0 if _LEANS.search(moment.message.lower()) else NEARER
    if not found and len(moment.message.split()) > LEANING:  # so much is said of something else
        return None
    other = room.desk.nearest(found[0], moment.message)[1] + nearer if found else GOES_ON
    return (article, Source(article.id, article.title, round(near, 3))) if near >= other else None


def _near(found: Found, moment: Moment, room: Room) -> Found:
    """An article of which a sentence is near to the message."""
    return found if found and room.desk.nearest(found[0], moment.message)[1] >= GOES_ON else None


def _sure(found: Found) -> bool:
    return found is not None and found[1].score >= ALONE


def _told_before(found: Found, moment: Moment) -> bool:
    """Whether the same article was told in this talk already, and did not help."""
    told = {source["id"] for turn in moment.history for source in turn.get("sources", ())}
    return found is not None and found[0].id in told


def _offered(key: str, moment: Moment, room: Room) -> Outcome:
    text = room.replies.say(key, moment.turn)
    return Outcome(text, handoff=True, offer="person", suggestions=room.replies.options("suggest_handoff"))


def _handed_over(moment: Moment, room: Room) -> Outcome:
    """A ticket; asked for again at once, the one that is there."""
    before = moment.history[-1].get("ticket") if moment.history else None
    suggestions = room.replies.options("suggest_support")[1:]
    if before:
        text = room.replies.say("ticket_open", moment.turn, number=before)
        return Outcome(text, handoff=True, suggestions=suggestions)
    number = new_number()
    told = summary(moment.history, moment.message, in_words(moment.state.union(moment.profile.standing)))
    text = room.replies.say("ticket", moment.turn, number=number, summary=in_short(moment.history, moment.message))
    return Outcome(text, handoff=True, suggestions=suggestions, ticket=number, summary=told)


def _last_was_support(moment: Moment) -> bool:
    return bool(moment.history) and "support" in moment.history[-1].get("intents", [moment.history[-1]["intent"]])


def _says_something(low: str) -> bool:
    """Whether anything is left of a complaint without its anger: a desk that is only shouted at cannot guess."""
    left = _EMPTY.sub(" ", CROSS.sub(" ", low))
    return left == low or any(c.isalpha() for c in left)
