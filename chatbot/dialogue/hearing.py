"""Hearing: what a message means in its conversation. The requests that it holds, each as a Moment for its handler.

It asks the tasks of understanding (intent, sentiment, limits) through the Predictor, and stores nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from chatbot.dialogue import asked, asking, forms, kept, lists, saved
from chatbot.dialogue.care import in_plain_words
from chatbot.dialogue.clauses import KINDS, kind_of, requests, sentences, sole_question
from chatbot.dialogue.danger import cared_for, in_danger
from chatbot.dialogue.filmography import BESIDE_HIM, lately, of_list, people_of, wished_for
from chatbot.dialogue.handlers import NO_WISH, Moment, Room, Wish
from chatbot.dialogue.rate import told
from chatbot.dialogue.recommend import WISHES, is_fresh, limits_by_rules
from chatbot.dialogue.route import route
from chatbot.dialogue.start import Start, before_of
from chatbot.dialogue.state import KEEPS, Understanding, found_names, sure, understand
from chatbot.dialogue.state.manners import mask
from chatbot.dialogue.state.references import accompanied, focus_of, named_in, row_of
from chatbot.dialogue.unfounded import tells_limits, wanted
from chatbot.dialogue.wishes import within
from chatbot.predict import Predictor
from chatbot.profile import build_profile
from chatbot.prompt import one_line
from chatbot.storage.base import merge
from chatbot.tasks import IntentInput, IntentTask, SentimentInput, SentimentTask, StateInput, StateTask
from chatbot.types import Constraints, Feedback, Interaction, Item, UserProfile

JUDGES = frozenset(
    {"recommend", "refine", "similar", "rate", "item_question", "compare", "profile_edit", "explain", "why_not"}
)
REJECTED = frozenset({"out_of_scope", "unsafe"})
# chosen on the validation hands of utterances (intent .880 with and without) and the dev dialogues: odds from which a
# rejection stands whatever the help pages say, from which support is thinkable, and from which a person is unsafe
CERTAIN, MAYBE, LIKELY = 0.9, 0.1, 0.6
# log odds of support where the help pages have something to say: of the intent step's own log odds this much, the
# desk's evidence, and less this. What the turn before did, the intent step is told itself. Fitted as the desk's
# evidence was, for the most precision that keeps four of five: questions to the help pages that are taken for one
# .57 -> .82, other messages .01 -> .02
SUPPORT, LESS = 0.65, 3.0
SURE_WISH = 0.8  # odds of all kinds of wishes together, from which a statement needs no help page
# and of a question where the turn before opened a ticket, or that is this near to the article of the turn before
ASKS_ON, SPOKEN_OF = 2.0, 0.45
STATED = 5.0  # evidence from which a statement is a request too: "my card was declined", not "I get it at work"
TABLE = 2  # films last spoken of, whose people may be called by the family name
_STOP = re.compile(r"[.!?;] .*\b(?:his|hers?|him)\b", re.I)  # "a talk on Hitchcock tonight. Any of his films?"
_NAMED = frozenset({"item", "person", "genre"})
_FIRST: Mapping[str, Any] = {"intent": "", "offer": "", "reply": ""}


class Hearing:
    def __init__(
        self, room: Room, predictor: Predictor, intent: IntentTask, state: StateTask, sentiment: SentimentTask
    ) -> None:
        self._room, self._predictor = room, predictor
        self._intent, self._state, self._sentiment = intent, state, sentiment

    def requests(self, message: str) -> tuple[str, ...]:
        """The parts of a message that want different handlers; nearly always the message alone.

        The classifier looks for a cut; where it sees one, the intent step itself must see it too.
        """
        message = self._without_orders(forms.BRACKETED.sub(" ", message).strip() or message)
        if self._room.care.danger(message):
            return (message,)
        names = [(m.start, m.end) for m in self._room.linker.link(message) if m.kind in _NAMED]

        def odds(texts: Sequence[str]) -> list[Mapping[str, float]]:
            return [self._helped(self._intent.fallback(IntentInput(text)), text) for text in texts]

        parts = requests(message, names, odds, self._is_answered)
        if len(parts) > 1 and self._intent.name in self._predictor.decides:
            read = self._predictor.choose(self._intent, [IntentInput(part) for part in parts])
            kinds = [kind_of(self._helped(one.output, part)) for one, part in zip(read, parts, strict=True)]
            # where the intent step knows nothing to do with a piece, the classifier's word stands
            kinds = [a if a in KINDS else kind_of(b) for a, b in zip(kinds, odds(parts), strict=True)]
            return parts if {*kinds} <= {*KINDS} and all(a != b for a, b in pairwise(kinds)) else (message,)
        return parts

    def _without_orders(self, message: str) -> str:
        """The message without an order to this service that it only quotes, where a wish stands beside it."""
        own = forms.QUOTED.sub(lambda m: " " if forms.INJECTION.search(m[0].lower()) else m[0], message)
        if own == message or forms.INJECTION.search(own.lower()):
            return message
        said = self._read(own, (), (), False)
        return own.strip() if tells_limits(said) else message

    def _is_answered(self, text: str) -> bool:
        """Whether the help pages, or a person, have an answer to it; a statement must be one of a trouble."""
        low = text.lower()
        if forms.TO_A_PERSON.search(low) or forms.REACHES.search(low):
            return True
        asks = "?" in low or forms.QUESTION.search(low) or self._room.desk.evidence(text) >= STATED
        return bool(asks) and self._room.desk.answer(text) is not None

    def sentiment(self, message: str) -> str:
        """`negative`, `neutral` or `positive`."""
        odds = self._predictor.choose(self._sentiment, [SentimentInput(message)])[0].output
        return max(odds, key=lambda label: odds[label])

    def hear(self, message: str, start: Start, sentiment: str = "neutral") -> tuple[Moment, str]:
        """One request as a Moment, and who decided its intent."""
        room = self._room
        rows: Sequence[Mapping[str, Any]] = start.listing["items"]
        shown = [room.catalog[row["item_id"]] for row in rows if row["item_id"] in room.catalog]
        focus = focus_of(start.history, room.linker, room.catalog)
        joined = accompanied(start.history)
        row = row_of(start.history, room.linker, room.catalog)
        earlier = named_in(start.history, room.linker, room.catalog)
        said = self._read(message, shown, focus, joined, start.state, row, tuple(start.judged), earlier)
        message, said = self._chosen(message, said, start.history, shown, focus, joined)
        if focus and not said.named and (called := room.linker.called(message, focus[:TABLE])):
            said = replace(said, mentions=tuple(sorted((*said.mentions, *called), key=lambda m: m.start)))
        given = IntentInput(message, before_of(start.history))
        prediction = self._predictor.choose(self._intent, [given])[0]
        before = start.history[-1] if start.history else _FIRST
        offer = before.get("offer", "")
        said = asking.answered(said, message, before["reply"], room.replies)
        other = wanted(said) or said.measures or said.dated or said.named
        if said.something_else and not other and self._surprised(start):
            said = replace(said, surprise=True)
        odds: Mapping[str, float] = prediction.output
        # these are about the films on the table, or a wish by its kind that no question mark makes a question of
        plain = (wanted(said) or said.dated) and _states_a_wish(odds, message)  # "from 2000 on, no subtitles"
        if not (said.answer or said.pointed or said.surprise or plain):
            odds = self._helped(odds, message, self._goes_on(before, message))
        odds = self._second_thoughts(odds, message, before["intent"], said)
        film = next((room.catalog[item] for item in focus if item in room.catalog), None)
        people = people_of(start.history, room.linker, film)
        named = said.add.people
        here = room.catalog[said.items[-1]] if said.items else film
        spoken = tuple(m.value for m in said.mentions if m.kind == "person" and _STOP.search(message, m.end))
        hers = () if named and not BESIDE_HIM.search(message) else wished_for(message, spoken or people, here)
        for those in (start.state.people, lately(start.history, room.linker) if len(hers) > 1 else ()):
            known = tuple(person for person in hers if person in those)
            hers = known if len(known) == 1 else hers
        theirs = of_list(start.history, room.catalog) if said.something_else and not other else ()
        if len(hers) == 1 or theirs:  # "more with him", "show me the others"
            said = replace(said, add=replace(said.add, people=tuple(dict.fromkeys((*named, *(theirs or hers))))))
        cared = cared_for(start.history, room.care.danger)
        care, helped = self._cares(message, said, before), before.get("intents", ())[-1:] == ["support"]
        intent = route(odds, message, said, shown, before["intent"], offer, cared, care, helped)
        feedback = told(start.user_id, said, room.domain.rating) if intent in JUDGES else ()
        moment = Moment(
            user_id=start.user_id,
            message=message,
            intent=intent,
            said=said,
            state=start.state,
            profile=self.profile(start, feedback),
            judged=_judged(start, feedback),
            shown=rows,
            last_items=tuple(dict.fromkeys((*focus, *(item.item_id for item in shown)))),
            listed=tuple(row["item_id"] for turn in start.history for row in turn["items"]),
            feedback=feedback,
            turn=len(start.history),
            offer=offer,
            sentiment=sentiment,
            history=start.history,
            recall=start.recall,
            watched=start.watched,
            replied=before["reply"],
            shown_for=one_line(start.listing["message"]),
            people=people,
            hers=hers if len(hers) > 1 and not theirs else (),
        )
        moment = replace(moment, carried=self._carried(moment, start.history))
        return self._with_limits(moment), prediction.by

    def _chosen(
        self,
        message: str,
        said: Understanding,
        history: Sequence[Mapping[str, Any]],
        shown: Sequence[Item],
        focus: Sequence[str],
        joined: bool,
    ) -> tuple[str, Understanding]:
        """An answer to "which one do you mean?" as the message that it completes; anything else as it is."""
        asks_back = kept.SAID_OF_IT.search(mask(message.lower(), said.mentions))  # "what did I say about it?"
        if asks_back or self._room.care.danger(message):  # "the second. no. I want to die"
            return message, said
        last = history[-1] if history else _FIRST
        if whole := saved.meant_beside(str(last.get("message", "")), str(last["reply"]), message, said):
            return whole, self._read(whole, shown, focus, joined)
        open_one = asking.open_question(history, said, message)
        left = open_one and any(self._read(open_one, shown, seen, joined).unclear for seen in ((), focus))
        if left:  # "the second": which one "seen it" meant
            return open_one, self._read(open_one, shown, said.items, joined)
        catalog = self._room.catalog
        namesakes = [catalog[i] for i in asking.namesakes(history, self._room.linker, message) if i in catalog]
        told = self._read(message, namesakes, (), joined) if namesakes else said
        years = (told.add.year_min, told.add.year_max)
        meant = (
            told.pointed or told.named or tuple(item.item_id for item in namesakes if (item.year, item.year) == years)
        )
        if len(meant) != 1 or meant[0] not in {item.item_id for item in namesakes}:
            return message, said
        if asked.asks_a_fact(message):  # "the one with Winona Ryder. Who directed it?"
            return message, replace(told, named=meant, pointed=())
        before = str(history[-1]["message"])
        return before, replace(self._read(before, (), (), joined), named=meant, pointed=())

    def _second_thoughts(
        self, odds: Mapping[str, float], message: str, last: str, said: Understanding
    ) -> Mapping[str, float]:
        """The odds without a rejection that is none: what the help pages answer, or what goes on from a question to
        them, is no foreign subject; and nobody is called unsafe on a guess. Nor is a wish a question to the help pages
        that have no answer to it."""
        best = max(odds, key=lambda label: odds[label])
        films = wanted(said) or said.dated or said.named or said.measures
        sure = odds[best] >= CERTAIN and not self._wishes_beside(message)
        if best == "support" and films and not sure and self._room.desk.answer(message) is None:
            return {label: odds[label] for label in odds if label not in {"support", *REJECTED}}
        if best not in REJECTED:
            return odds
        if (odds[best] < CERTAIN or not said.mentions) and self._asks_for_help(message):
            return {label: odds[label] for label in odds if label not in REJECTED} | {"support": CERTAIN}
        if odds[best] >= CERTAIN:
            return odds
        helped = odds.get("support", 0.0) >= (MAYBE if last != "support" else MAYBE / 2)
        if helped and (last == "support" or self._room.desk.answer(message) is not None):
            return {label: odds[label] for label in odds if label not in REJECTED}
        if best == "unsafe" and odds[best] < LIKELY:
            return {label: odds[label] for label in odds if label != best}
        return odds

    def _cares(self, message: str, said: Understanding, before: Mapping[str, Any]) -> str:
        """`danger`, `medical` or `money`, where no film and no help article is what a message needs. Beside limits,
        after an answer from the help pages, and of an offer that is declined, plain words alone tell: "and when one
        wishes to stop?", "No, stop there, keep it all"."""
        care, last, low = self._room.care, before["intent"], message.lower()
        declined = kept.declines(low.replace("’", "'"), before.get("offer", ""))
        goes_on = last == "support" or declined or tells_limits(said) or bool(kept.KNOW_ME.search(low))
        asks = "?" in message or bool(forms.ASKS.search(low))
        if in_danger(message) or (not goes_on and care.danger(message, asks)):
            return "danger"
        if not said.named and (plain := in_plain_words(message)):
            return plain
        if last == "support":
            return ""
        advice = care.advice(message)
        films = said.mentions or said.measures or said.pointed or forms.ASKS.search(message.lower())
        return advice if advice and not films and self._room.desk.answer(message) is None else ""

    def _wishes_beside(self, message: str) -> bool:
        """Whether one of several sentences is a wish for films by itself: "We own one laptop. Fill it with Varda"."""
        parts = [part for part in sentences(message) if part != message and self._room.linker.link(part)]
        return any(kind_of(self._intent.fallback(IntentInput(part))) == "film" for part in parts)

    def _asks_for_help(self, message: str) -> bool:
        """Whether one sentence, the only question of several, is one to the help pages: "She moves out in May. Can her
        ratings go with her?"."""
        question = sole_question(message)
        if not question or self._room.desk.answer(question) is None:
            return False
        odds = self._helped(self._intent.fallback(IntentInput(question)), question)
        return kind_of(odds) == "support" and odds["support"] >= LIKELY

    def _helped(self, odds: Mapping[str, float], message: str, more: float = 0.0) -> Mapping[str, float]:
        """The odds with what the help pages have to say to it; as they were where that is too little for support."""
        sounds = min(max(odds.get("support", 0.0), 0.0001), 0.9999)
        log_odds = SUPPORT * math.log(sounds / (1 - sounds)) + self._room.desk.evidence(message) - LESS + more
        if log_odds < 0 or max(odds, key=lambda label: odds[label]) == "support":
            return odds
        asks = 1 / (1 + math.exp(-log_odds))
        return {label: odds[label] * (1 - asks) for label in odds} | {"support": asks}

    def _goes_on(self, before: Mapping[str, Any], message: str) -> float:
        """How much speaks for support, in log odds, in an open ticket or in the article of the turn before."""
        if before.get("ticket"):
            return ASKS_ON if forms.QUESTION.search(message.lower()) else 0.0
        articles = self._room.desk.articles
        last = [articles[row["id"]] for row in before.get("sources", ()) if row["id"] in articles]
        return ASKS_ON if last and self._room.desk.nearest(last[0], message)[1] >= SPOKEN_OF else 0.0

    def _read(
        self,
        message: str,
        shown: Sequence[Item],
        focus: Sequence[str],
        joined: bool,
        held: Constraints = Constraints(),
        row: Sequence[Item] = (),
        judged: Sequence[str] = (),
        earlier: Sequence[Item] = (),
    ) -> Understanding:
        scale = self._room.domain.rating
        said = understand(message, self._room.linker, scale, shown, focus, joined, held, row, judged, earlier)
        clauses = self._room.wishes(message) if said.wish else ()
        return replace(said, wish=within(said.wish, clauses), described="; ".join(clauses))

    def _surprised(self, start: Start) -> bool:
        """Whether the list on the table was to surprise: "none of those" wants other surprises."""
        message = str(start.listing["message"])
        return bool(message) and self._read(message, (), (), False).surprise

    def _carried(self, moment: Moment, history: Sequence[Mapping[str, Any]]) -> Wish:
        """The wish that a message goes on from: what no limit can hold is not lost by "shorter"."""
        if moment.said.reset or moment.said.alone or is_fresh(moment):
            return NO_WISH
        for turn in reversed(history):
            if turn["intent"] in {"recommend", "similar"} and turn["items"]:
                said = self._read(turn["message"], (), (), False)
                return Wish(said.wish, said.described, one_line(turn["message"])) if said.wish else NO_WISH
        return NO_WISH

    def profile(self, start: Start, feedback: Sequence[Feedback] = ()) -> UserProfile:
        """The profile with what the message itself says already in it: it takes effect in the same answer."""
        rows = list(_judged(start, feedback).values())
        return build_profile(start.user_id, rows, self._room.domain.rating, start.standing)

    def _with_limits(self, moment: Moment) -> Moment:
        """A wish with the constraints that are in force after it."""
        if moment.intent not in WISHES:
            return moment
        catalog = self._room.catalog
        rules, before = limits_by_rules(moment), moment.state
        if lists.asked_for(moment.message, moment.said):  # "for the weekend" bounds nothing
            return replace(moment, after=sure(before, rules.after, rules.after, moment.said))
        found = found_names(moment.message, moment.said, self._room.linker)
        films = [value for kind, value in found if kind == "film"]
        named = {*films, *before.similar_to, *before.exclude_items, *rules.after.similar_to}
        named |= {*rules.after.exclude_items}
        labels = {i: catalog[i].title for i in named if i in catalog}
        given = StateInput(moment.message, before, found, labels, rules)
        ((_, prediction),) = self._predictor.write(self._state, [given])
        goes_on = prediction.output.fresh and not rules.fresh and KEEPS.search(moment.message.lower())
        read = rules if goes_on else prediction.output
        after = sure(before.refusals() if read.fresh else before, read.after, rules.after, moment.said)
        if moment.intent == "similar" and not after.similar_to:  # a pattern was pointed at, and has no name
            after = replace(after, similar_to=rules.after.similar_to)
        return replace(moment, after=after)


def _states_a_wish(odds: Mapping[str, float], message: str) -> bool:
    """Whether the intent step alone is sure enough of a wish, in no form of a question: "my kid wants cartoons"."""
    asks = "?" in message or forms.QUESTION.search(message.lower()) or odds.get("support", 0.0) >= MAYBE
    return not asks and sum(odds.get(wish, 0.0) for wish in WISHES) >= SURE_WISH


def _judged(start: Start, feedback: Sequence[Feedback]) -> dict[str, Interaction]:
    rows = start.judged
    for press in feedback:
        rows[press.item_id] = merge(rows.pop(press.item_id, None), press, start.now)
    return rows
