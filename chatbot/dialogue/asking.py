"""Asking back: the one question whose answer divides the candidates best, what a short answer to it means, and which
of several is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chatbot.dialogue.handlers import Moment, Outcome, Room, query_of
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.replies import Replies, listed
from chatbot.dialogue.several import WHICH
from chatbot.dialogue.state import Understanding
from chatbot.types import Constraints

USEFUL = (0.15, 0.85)  # share of the candidates that one answer must keep for the question to be worth asking
SHORT = 6  # words of an answer
_FIRST = re.compile(r"\W*(?:the )?(?:first|former|1st)(?: option)?(?: please)?\W*")
_SECOND = re.compile(r"\W*(?:the )?(?:second|latter|2nd)(?: option)?(?: please)?\W*")
_EITHER = re.compile(
    r"\W*(?:either(?: one| is fine)?|both|no (?:preference|matter)|(?:i )?don'?t (?:mind|care)|whatever"
    r"|any(?:thing)?(?: goes)?|doesn'?t matter|you (?:choose|decide|pick)|not sure|no idea|dunno|all the same)\W*"
)
_VERSION = re.compile(
    r"\b(?:version|original|remake|the (?:older|newer|(?:18|19|20)\d\d|other|old|new) one"
    r"|the one (?:with|from|by|of))\b"
)
_GLUE = re.compile(
    r"\b(?:and|or|maybe|i'd|i|love|loved|like|liked|the|films?|also|my|favou?rites?|are|difficult|hard|to|say|think|guess"
    r"|perhaps|probably|i'?d|would|could|be|pick|choose|name|is|well|let|me|see|hm+|two|one|another|other|then|mine|for"
    r"|please|ok|okay|oh|sure|how about|what about|off the top of|head|let's|er+m?|something)\b|\W"
)
_FILMS_ASKED = re.compile(r"\b(?:name (?:two|a) |tell me (?:one|two|a film|a movie))", re.I)


@dataclass(frozen=True)
class Question:
    """A question and its two answers: what each means, and its words. key, answers: names of replies."""

    key: str
    answers: str
    first: Constraints
    first_words: str
    second: Constraints
    second_words: str

    @property
    def about(self) -> set[str]:
        years = {"year"} if self.first.year_max is not None else set()
        return {*self.first.at_least, *self.first.at_most} | years

    def answer(self, low: str) -> Constraints | None:
        """What a short message says to it; None for something else."""
        for option, words, place in ((self.first, self.first_words, _FIRST), (self.second, self.second_words, _SECOND)):
            if place.fullmatch(low) or re.search(rf"\b(?:{words})\b", low):
                return option
        return None


QUESTIONS = (
    Question(
        "ask_effort", "ask_effort_answers", Constraints(at_most={"effort": 1}), "light|lighter|easy|fun|undemanding",
        Constraints(at_least={"effort": 2}), "stays?|demanding|deep|deeper|thinks?|serious|more|heavy|heavier",
    ),
    Question(
        "ask_humour", "ask_humour_answers", Constraints(at_least={"humour": 2}), "laugh|laughs|funny|funnier|comedy",
        Constraints(at_most={"humour": 1}), "serious|straight|straight face|drama|not funny",
    ),
    Question(
        "ask_pace", "ask_pace_answers", Constraints(at_least={"pace": 2}), "moves|fast|faster|quick|action|exciting",
        Constraints(at_most={"pace": 1}), "slow|slower|quiet|takes its time|calm|time",
    ),
    Question(
        "ask_era", "ask_era_answers", Constraints(year_max=1989), "older|old|before|classic|classics|earlier",
        Constraints(year_min=1990), "newer|new|recent|later|modern|since|after",
    ),
    Question(
        "ask_length", "ask_length_answers", Constraints(at_most={"minutes": 110}), "short|shorter|under|yes|two hours",
        Constraints(at_least={"minutes": 111}), "long|longer|whole|all evening|time",
    ),
)  # fmt: skip


def question(moment: Moment, room: Room, state: Constraints) -> Question | None:
    """The question whose first answer keeps nearest to half of the best candidates, of those still open."""
    limits = state.union(moment.profile.standing)
    settled = {*limits.at_least, *limits.at_most}
    settled |= {"year"} if limits.year_min is not None or limits.year_max is not None else set()
    query = query_of(moment, state)
    recommender = room.recommender
    rows = recommender.candidates(recommender.want(moment.profile, query), recommender.allowed(moment.profile, query))
    if not rows:
        return None
    catalog = room.catalog
    open_ones = [q for q in QUESTIONS if not q.about & settled and all(map(catalog.knows, q.about - {"year"}))]
    kept = {q.key: float(catalog.allowed(q.first)[rows].mean()) for q in open_ones}
    useful = [key for key, share in kept.items() if USEFUL[0] <= share <= USEFUL[1]]
    best = min(useful, key=lambda key: abs(kept[key] - 0.5), default=None)
    return next((q for q in QUESTIONS if q.key == best), None)


def asked_in(reply: str, replies: Replies) -> Question | None:
    """The question that a reply ended with."""
    return next((q for q in QUESTIONS if any(reply.endswith(line) for line in replies.options(q.key))), None)


def answered(said: Understanding, message: str, reply: str, replies: Replies) -> Understanding:
    """What a message says as an answer to the turn before: a choice, "either", or films after "name two films".

    Anything else is what it is: nobody has to answer.
    """
    low = " ".join(message.lower().replace("’", "'").split())
    asked = asked_in(reply, replies)
    if asked and len(low.split()) <= SHORT and not (said.named or said.add or said.refused or said.reset):
        if _EITHER.fullmatch(low):
            return replace(said, something_else=True, pointed=(), unclear=(), liked=(), disliked=())
        if (option := asked.answer(low)) is not None:
            return replace(said, answer=option, measures=(), step="", pointed=(), unclear=(), something_else=False)
    judged = said.liked or said.disliked or said.seen or said.ratings or said.others or said.add.similar_to
    if said.named and not judged and not said.wish and _FILMS_ASKED.search(reply) and _only_titles(said, low):
        return replace(said, liked=said.named, as_asked=True)
    told = {*said.named} & {*said.liked} and not (said.refused or "?" in low)
    if told and _FILMS_ASKED.search(reply):
        return replace(said, as_asked=True)
    return said


def _only_titles(said: Understanding, low: str) -> bool:
    for mention in reversed(said.mentions):
        low = low[: mention.start] + " " + low[mention.end :]
    return not _GLUE.sub("", low)


def open_question(history: Sequence[Mapping[str, Any]], said: Understanding, message: str) -> str:
    """The message before this one, where that left open which film was meant and this one names or points at it."""
    short = len(message.split()) <= SHORT and not said.wish
    short = short or (bool(said.pointed) and "?" not in message and len(message.split()) <= 2 * SHORT)
    judged = said.liked or said.disliked or said.seen or said.ratings
    bare = len(said.items) == 1 and short and not (judged or said.add or said.measures)
    before = history[-1] if history else None
    if not bare or before is None or before["items"] or not str(before["reply"]).rstrip().endswith("?"):
        return ""
    return str(before["message"])


def namesakes(history: Sequence[Mapping[str, Any]], linker: Linker, message: str) -> tuple[str, ...]:
    """The items of one title between which the turn before asked to choose, or of whose title another is spoken of:
    "the version with Al Pacino"."""
    before = history[-1] if history else None
    if before is None or before["items"] or before["intent"] != "item_question":
        return ()
    named = [m for m in linker.link(str(before["message"])) if m.kind == "item"]
    if str(before["reply"]).rstrip().endswith("?"):
        return next((m.ask_back for m in named if m.ask_back), ())
    other = any(m.kind == "item" for m in linker.link(message))
    told = [row["title"] for row in before.get("grounds", ())] if not other else []
    named += [m for title in told if len(told) == 1 for m in linker.link(str(title))]
    return next(((m.value, *m.others) for m in named if m.others and _VERSION.search(message.lower())), ())


def which(moment: Moment, room: Room) -> Outcome | None:
    """A question back where a judgement or a question may be about any of several films."""
    if moment.intent not in {"rate", "item_question"} or not moment.said.unclear or moment.said.named:
        return None
    if WHICH.search(moment.message.lower()) and any(m.kind == "person" for m in moment.said.mentions):
        return None  # "which of those has James Stewart in it?"
    items = [room.catalog[i] for i in moment.said.unclear if i in room.catalog]
    text = room.replies.say("which_of_these", moment.turn, options=listed([item.title for item in items], "or"))
    return Outcome(text, suggestions=tuple(item.label for item in items))


__all__ = ["QUESTIONS", "Question", "answered", "asked_in", "namesakes", "open_question", "question", "which"]
