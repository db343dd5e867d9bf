"""Chatbot: one turn from message to stored answer. It alone talks to the Store.

Nothing is kept before the whole turn is there: an error, or a reader who leaves, changes nothing.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chatbot.dialogue import answer, asking, lists
from chatbot.dialogue.filmography import people_of
from chatbot.dialogue.handlers import Moment, Outcome, Room
from chatbot.dialogue.rate import told
from chatbot.dialogue.recommend import WISHES, is_fresh, limits_by_rules
from chatbot.dialogue.references import accompanied, focus_of
from chatbot.dialogue.route import route
from chatbot.dialogue.state import Understanding, found_names, sure, understand
from chatbot.dialogue.what_if import imagine, place_of, query_of_list, without
from chatbot.errors import InputError, NotFoundError
from chatbot.predict import Predictor
from chatbot.profile import build_profile
from chatbot.prompt import one_line
from chatbot.settings import Settings
from chatbot.storage.base import Store, check_feedback, merge
from chatbot.tasks import AnswerTask, IntentInput, IntentTask, StateInput, StateTask
from chatbot.types import Constraints, Event, Feedback, Interaction, Item, Recommendation, Turn, UserProfile

REMEMBERED = 20  # turns of a conversation that a turn may look back on
ID_MAX = 128
JUDGES = frozenset(
    {"recommend", "refine", "similar", "rate", "item_question", "compare", "profile_edit", "explain", "why_not"}
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class _Start:
    """What a turn begins with."""

    conversation_id: str
    history: tuple[dict[str, Any], ...]
    interactions: tuple[Interaction, ...]
    standing: Constraints
    state: Constraints

    @property
    def listing(self) -> Mapping[str, Any]:
        """The turn that made the last list; one without items where there is none."""
        return next((turn for turn in reversed(self.history) if turn["items"]), {"items": (), "message": ""})


class Chatbot:
    """past: interactions of people of the loaded ratings (`films:196`); empty for everybody else."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        room: Room,
        predictor: Predictor,
        intent: IntentTask,
        state: StateTask,
        answer: AnswerTask,
        past: Callable[[str], Sequence[Interaction]] = lambda user_id: (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.settings, self.store, self.room = settings, store, room
        self.catalog, self.domain = room.catalog, room.domain
        self.predictor, self._past, self._clock = predictor, past, clock
        self._intent, self._state, self._answer = intent, state, answer

    # -- one turn -------------------------------------------------------------------------------------------------

    def reply(self, user_id: str, message: str, conversation_id: str | None = None) -> Turn:
        """The whole answer. Raises: InputError, NotFoundError, StoreError; then nothing was stored."""
        for event in self.stream(user_id, message, conversation_id):
            if event.turn is not None:
                return event.turn
        raise AssertionError("a stream ends with its turn")

    def stream(self, user_id: str, message: str, conversation_id: str | None = None) -> Iterator[Event]:
        """The answer as it comes about; see types.Event. Raises before the first event on bad input."""
        self._check_user(user_id)
        self._check_message(message)
        start = self._start(user_id, conversation_id)
        return self._events(user_id, message.strip(), start)

    def _events(self, user_id: str, message: str, start: _Start) -> Iterator[Event]:
        began = time.perf_counter()
        yield Event("stage", "understand")
        moment, by = self._understand(user_id, message, start)
        understood = time.perf_counter()
        yield Event("stage", moment.intent)
        outcome = self._answered(answer(moment, self.room))
        for piece in re.findall(r"\S+\s*", outcome.reply):
            yield Event("text", piece)
        items = list(outcome.items)
        if items:
            yield Event("items", items=tuple(items))
        explaining = time.perf_counter()
        for at, reason in self.room.recommender.reasons(items) if items else ():
            items[at] = replace(items[at], reason=reason)
            yield Event("reason", reason, item_id=items[at].item.item_id)
        done = time.perf_counter()
        timings = {"understand": 1000 * (understood - began), **outcome.timings_ms}
        timings |= {"explain": 1000 * (done - explaining), "total": 1000 * (done - began)}
        turn = replace(self._turn(moment, outcome, start, items, timings, by), message=message)
        self._keep(turn, moment, outcome)
        yield Event("turn", turn=turn)

    def _understand(self, user_id: str, message: str, start: _Start) -> tuple[Moment, str]:
        shown_rows: Sequence[Mapping[str, Any]] = start.listing["items"]
        shown = [self.catalog[row["item_id"]] for row in shown_rows if row["item_id"] in self.catalog]
        focus = focus_of(start.history, self.room.linker, self.catalog)
        joined = accompanied(start.history)
        said = self._read(message, shown, focus, joined)
        asked = asking.open_question(start.history, said, message)
        if asked and self._read(asked, shown, (), joined).unclear:  # "the second": which one "seen it" meant
            message, said = asked, self._read(asked, shown, said.items, joined)
        prediction = self.predictor.choose(self._intent, [IntentInput(message)])[0]
        before: Mapping[str, Any] = (
            start.history[-1] if start.history else {"intent": "", "handoff": False, "reply": ""}
        )
        said = asking.answered(said, message, before["reply"], self.room.replies)
        intent = route(prediction.output, message, said, shown, before["intent"], before["handoff"])
        feedback = told(user_id, said, self.domain.rating) if intent in JUDGES else ()
        now = int(self._clock())
        profile = self._profile(user_id, start, feedback, now)
        moment = Moment(
            user_id=user_id,
            message=message,
            intent=intent,
            said=said,
            state=start.state,
            profile=profile,
            shown=shown_rows,
            last_items=tuple(dict.fromkeys((*focus, *(item.item_id for item in shown)))),
            listed=tuple(row["item_id"] for turn in start.history for row in turn["items"]),
            feedback=feedback,
            turn=len(start.history),
            offered=bool(before["handoff"]),
            replied=before["reply"],
            shown_for=one_line(start.listing["message"]),
            people=people_of(start.history, self.room.linker),
        )
        moment = replace(moment, carried=self._carried(moment, start.history))
        return self._with_limits(moment), prediction.by

    def _read(self, message: str, shown: Sequence[Item], focus: Sequence[str], joined: bool) -> Understanding:
        return understand(message, self.room.linker, self.domain.rating, shown, focus, joined)

    def _carried(self, moment: Moment, history: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
        """Words and text of the wish that a message goes on from: what no limit can hold is not lost by "shorter"."""
        if moment.said.reset or moment.said.alone or (moment.intent in {"recommend", "similar"} and is_fresh(moment)):
            return "", ""
        for turn in reversed(history):
            if turn["intent"] in {"recommend", "similar"} and turn["items"]:
                wish = self._read(turn["message"], (), (), False).wish
                return (wish, one_line(turn["message"])) if wish else ("", "")
        return "", ""

    def _answered(self, outcome: Outcome) -> Outcome:
        """The reply with the LLM's answer to just what was asked, where the passage carries one."""
        if outcome.asked is None:
            return outcome
        ((_, prediction),) = self.predictor.write(self._answer, [outcome.asked])
        said = prediction.output.text
        return replace(outcome, reply=outcome.reply.replace(outcome.plain, said, 1)) if said else outcome

    def _with_limits(self, moment: Moment) -> Moment:
        """A wish with the constraints that are in force after it."""
        if moment.intent not in WISHES:
            return moment
        rules, before = limits_by_rules(moment), moment.state
        if lists.asked_for(moment.message, moment.said):  # "for the weekend" bounds nothing
            return replace(moment, after=sure(rules.after, rules.after, moment.said))
        found = found_names(moment.message, moment.said, self.room.linker)
        films = [value for kind, value in found if kind == "film"]
        named = {*films, *before.similar_to, *before.exclude_items, *rules.after.similar_to}
        named |= {*rules.after.exclude_items}
        labels = {i: self.catalog[i].title for i in named if i in self.catalog}
        given = StateInput(moment.message, before, found, labels, rules)
        ((_, prediction),) = self.predictor.write(self._state, [given])
        after = prediction.output.after
        after = sure(after, rules.after, moment.said)
        if moment.intent == "similar" and not after.similar_to:  # a pattern was pointed at, and has no name
            after = replace(after, similar_to=rules.after.similar_to)
        return replace(moment, after=after)

    def _turn(
        self,
        moment: Moment,
        outcome: Outcome,
        start: _Start,
        items: Sequence[Recommendation],
        timings: Mapping[str, float],
        by: str,
    ) -> Turn:
        state = start.state if outcome.state is None else outcome.state
        standing = moment.profile.standing if outcome.standing is None else outcome.standing
        info = self.predictor.info
        tasks = ("state", "rating", "ranking", "reason", "answer")
        decided = {name: "llm" if name in self.predictor.decides else "baseline" for name in tasks}
        return Turn(
            conversation_id=start.conversation_id,
            turn_id=uuid.uuid4().hex,
            user_id=moment.user_id,
            message=moment.message,
            intent=outcome.intent or moment.intent,
            reply=outcome.reply,
            items=tuple(items),
            constraints=Constraints() if outcome.delete else state.union(standing),
            sources=outcome.sources,
            handoff=outcome.handoff,
            suggestions=outcome.suggestions,
            timings_ms=timings,
            model={
                "base": info.base,
                "adapter": info.adapter,
                "engine": info.engine,
                "decided_by": {"intent": by, **decided},
            },
            created=int(self._clock()),
            found=outcome.found,
            grounds=outcome.grounds,
        )

    def _keep(self, turn: Turn, moment: Moment, outcome: Outcome) -> None:
        if outcome.delete:
            if self.store.latest_conversation(turn.user_id) is not None or self.store.interactions(turn.user_id):
                self.store.delete_user(turn.user_id)
            return
        self.store.save_turn(
            turn,
            feedback=() if outcome.forget else (*moment.feedback, *outcome.feedback),
            standing=outcome.standing,
            state=outcome.state,
            forget=outcome.forget,
        )

    # -- everything else that a person may do ---------------------------------------------------------------------

    def feedback(self, feedback: Feedback) -> None:
        """Keep one press. Raises: InputError, NotFoundError for an unknown item or a turn of somebody else."""
        self._check_user(feedback.user_id)
        check_feedback(feedback)
        scale = self.domain.rating
        if feedback.rating is not None and not scale.low <= feedback.rating <= scale.high:
            raise InputError(
                f"The rating {feedback.rating:g} is outside the scale; give {scale.low:g} to {scale.high:g}."
            )
        self.catalog.index(feedback.item_id)
        self.store.save_feedback(feedback)

    def history(self, user_id: str, conversation_id: str | None = None, limit: int = 200) -> tuple[dict[str, Any], ...]:
        """Turns of the person's conversation (the latest by default), oldest first, as Turn.to_json()."""
        conversation = conversation_id or self.store.latest_conversation(user_id)
        if conversation is None or self.store.conversation_owner(conversation) != user_id:
            return ()
        return self.store.history(conversation, limit)

    def profile(self, user_id: str) -> dict[str, Any]:
        """What is believed of a person, as JSON."""
        self._check_user(user_id)
        start = self._start(user_id, None)
        profile = self._profile(user_id, start, (), int(self._clock()))
        rows = [
            {
                "item_id": i.item_id,
                "title": self.catalog[i.item_id].title,
                "signal": i.signal,
                "rating": i.rating,
                "timestamp": i.timestamp,
            }
            for i in self._all_interactions(user_id, start)
            if i.item_id in self.catalog
        ]
        return {
            "user_id": user_id,
            "warmth": profile.warmth,
            "interactions": rows,
            "standing": profile.standing.to_json(),
        }

    def what_if(self, user_id: str, item_id: str, without_item_id: str) -> dict[str, Any]:
        """Where an item of the latest list stands by score, and where it would without what was said of another one.

        {"item_id", "title", "without", "before", "after", "pool"}, ranks from 1. Nothing is stored. Raises: InputError,
        NotFoundError for an unknown item.
        """
        self._check_user(user_id)
        item, gone = self.catalog[item_id], [self.catalog[without_item_id].item_id]
        start = self._start(user_id, None)
        profile = self._profile(user_id, start, (), int(self._clock()))
        query = query_of_list(start.listing["items"], one_line(start.listing["message"]), start.state)
        recommender, then = self.room.recommender, imagine(profile, gone, "none", self.domain.rating)
        before = place_of(recommender, profile, query, item)
        after = place_of(recommender, then, without(query, gone), item)
        ranks = {"before": before.rank, "after": after.rank, "pool": before.pool}
        return {"item_id": item.item_id, "title": item.title, "without": gone[0], **ranks}

    def export(self, user_id: str) -> dict[str, Any]:
        return self.store.export_user(user_id)

    def delete(self, user_id: str) -> int:
        return self.store.delete_user(user_id)

    def counts(self) -> dict[tuple[str, str], int]:
        """(task, who answered) -> how often since start."""
        return dict(self.predictor.counts().items())

    def check(self) -> None:
        """Raises: StoreError when the store cannot be used."""
        self.store.ping()

    # -- inner ----------------------------------------------------------------------------------------------------

    def _start(self, user_id: str, conversation_id: str | None) -> _Start:
        if conversation_id is not None:
            if (
                not isinstance(conversation_id, str)
                or not 0 < len(conversation_id) <= ID_MAX
                or not conversation_id.isprintable()
            ):
                raise InputError(f"conversation_id must be 1 to {ID_MAX} printable characters.")
            owner = self.store.conversation_owner(conversation_id)
            if owner is not None and owner != user_id:
                raise NotFoundError(
                    f"There is no conversation {conversation_id!r} of this user; leave it out to go on with the latest."
                )
        conversation = conversation_id or self.store.latest_conversation(user_id)
        history = self.store.history(conversation, REMEMBERED) if conversation else ()
        return _Start(
            conversation_id=conversation or uuid.uuid4().hex,
            history=history,
            interactions=self.store.interactions(user_id),
            standing=self.store.standing(user_id),
            state=self.store.constraints(conversation) if conversation else Constraints(),
        )

    def _all_interactions(self, user_id: str, start: _Start) -> list[Interaction]:
        """Of the ratings first, then the person's own judgements here, which replace older ones of the same item."""
        rows = {i.item_id: i for i in self._past(user_id)}
        for interaction in start.interactions:
            rows.pop(interaction.item_id, None)
            rows[interaction.item_id] = interaction
        return list(rows.values())

    def _profile(self, user_id: str, start: _Start, told: Sequence[Feedback], now: int) -> UserProfile:
        """The profile with what the message itself says already in it: it takes effect in the same answer."""
        rows = {i.item_id: i for i in self._all_interactions(user_id, start)}
        for press in told:
            rows[press.item_id] = merge(rows.pop(press.item_id, None), press, now)
        return build_profile(user_id, list(rows.values()), self.domain.rating, start.standing)

    def _check_user(self, user_id: str) -> None:
        if not isinstance(user_id, str) or not 0 < len(user_id) <= ID_MAX or not user_id.isprintable():
            raise InputError(f"user_id must be 1 to {ID_MAX} printable characters.")

    def _check_message(self, message: str) -> None:
        limit = self.settings.message_max
        if not isinstance(message, str) or not message.strip():
            raise InputError("The message is empty; write what you would like to watch, or ask a question.")
        if len(message) > limit:
            raise InputError(
                f"The message has {len(message):,} characters; at most {limit:,} are read. Please shorten it."
            )
        if _CONTROL.search(message):
            raise InputError("The message holds control characters; send plain text.")
        if any("\ud800" <= c <= "\udfff" for c in message):
            raise InputError("The message is not valid Unicode (a lone surrogate); send plain text.")
