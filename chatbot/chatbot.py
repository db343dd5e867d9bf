"""Chatbot: one turn from message to stored answer. It alone talks to the Store.

Nothing is kept before the whole turn is there: an error, or a reader who leaves, changes nothing.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from chatbot.dialogue import answer
from chatbot.dialogue.changes import changed
from chatbot.dialogue.handlers import Outcome, Room
from chatbot.dialogue.hearing import Hearing, Start
from chatbot.dialogue.mood import Mood, complains, soothed
from chatbot.dialogue.serving import Served, intents_of, joined, main_of
from chatbot.dialogue.what_if import imagine, place_of, query_of_list, without
from chatbot.errors import InputError, NotFoundError
from chatbot.predict import Predictor
from chatbot.prompt import one_line
from chatbot.settings import Settings
from chatbot.storage.base import Store, check_feedback
from chatbot.tasks import AnswerTask, IntentTask, SentimentTask, StateTask
from chatbot.types import Constraints, Event, Feedback, Interaction, Ticket, Turn

REMEMBERED = 20  # turns of a conversation that a turn may look back on
RECALLED = 200  # and of all conversations, where the person asks what is known of them
WORDS = 75  # of a reply, before a second piece is left out
ID_MAX = 128
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


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
        sentiment: SentimentTask,
        past: Callable[[str], Sequence[Interaction]] = lambda user_id: (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.settings, self.store, self.room = settings, store, room
        self.catalog, self.domain = room.catalog, room.domain
        self.predictor, self._past, self._clock = predictor, past, clock
        self._answer = answer
        self.hearing = Hearing(room, predictor, intent, state, sentiment)
        self.mood = Mood()

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
        return self._events(message.strip(), start)

    def _events(self, message: str, start: Start) -> Iterator[Event]:
        began, understood = time.perf_counter(), 0.0
        yield Event("stage", "understand")
        sentiment, requests = self.hearing.sentiment(message), self.hearing.requests(message)
        understood += time.perf_counter() - began
        served: list[Served] = []
        now = start
        for request in requests:
            lap = time.perf_counter()
            moment, by = self.hearing.hear(request, now, sentiment)
            understood += time.perf_counter() - lap
            yield Event("stage", moment.intent)
            served.append((moment, self._answered(answer(moment, self.room))))
            now = now.after(*served[-1])
        outcome = soothed(joined(served), main_of(served), self.room)
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
        timings = {"understand": 1000 * understood, **outcome.timings_ms}
        timings |= {"explain": 1000 * (done - explaining), "total": 1000 * (done - began)}
        outcome = replace(outcome, items=tuple(items), timings_ms=timings)
        turn = self._turn(message, start, served, outcome, by)
        self._keep(turn, outcome)
        self.mood.add(any(complains(moment) for moment, _ in served))
        yield Event("turn", turn=turn)

    def _answered(self, outcome: Outcome) -> Outcome:
        """The reply with the sentence that answers just what was asked in front, where its paragraph lacks it."""
        if outcome.asked is None:
            return outcome
        said = self.predictor.choose(self._answer, [outcome.asked])[0].output.text
        if not said or said in outcome.plain:
            return outcome
        short = len(f"{said} {outcome.reply}".split()) <= WORDS
        front = f"{said} {outcome.plain}" if short else said
        return replace(outcome, reply=outcome.reply.replace(outcome.plain, front, 1))

    def _turn(self, message: str, start: Start, served: Sequence[Served], outcome: Outcome, by: str) -> Turn:
        main = main_of(served)
        state = start.state if outcome.state is None else outcome.state
        standing = start.standing if outcome.standing is None else outcome.standing
        changes = changed(start.own, start.standing, outcome.feedback, outcome.forget, outcome.standing)
        intents = intents_of(served)
        return Turn(
            conversation_id=start.conversation_id,
            turn_id=uuid.uuid4().hex,
            user_id=start.user_id,
            message=message,
            intent=intents[0] if len(intents) == 1 else main.intent,
            reply=outcome.reply,
            items=outcome.items,
            constraints=Constraints() if outcome.delete else state.union(standing),
            sources=outcome.sources,
            handoff=outcome.handoff,
            suggestions=outcome.suggestions,
            timings_ms=outcome.timings_ms,
            model=self._model(by),
            intents=intents,
            created=start.now,
            sentiment=main.sentiment,
            offer=outcome.offer,
            ticket=outcome.ticket,
            changed={} if outcome.delete else changes,
            found=outcome.found,
            grounds=outcome.grounds,
        )

    def _model(self, by: str) -> dict[str, Any]:
        """Who answers what. by: who decided the intent."""
        info = self.predictor.info
        tasks = ("state", "rating", "ranking", "reason", "answer", "sentiment")
        decided = {name: "llm" if name in self.predictor.decides else "baseline" for name in tasks}
        named = {"base": info.base, "adapter": info.adapter, "engine": info.engine}
        return {**named, "decided_by": {"intent": by, **decided}}

    def _keep(self, turn: Turn, outcome: Outcome) -> None:
        if outcome.delete:
            if self.store.latest_conversation(turn.user_id) is not None or self.store.interactions(turn.user_id):
                self.store.delete_user(turn.user_id)
            return
        ticket = None
        if outcome.ticket:
            owner = (turn.user_id, turn.conversation_id, turn.turn_id)
            ticket = Ticket(outcome.ticket, *owner, turn.created, outcome.summary)
        self.store.save_turn(
            turn,
            feedback=outcome.feedback,
            standing=outcome.standing,
            state=outcome.state,
            forget=outcome.forget,
            ticket=ticket,
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
        profile = self.hearing.profile(start)
        rows = [
            {
                "item_id": i.item_id,
                "title": self.catalog[i.item_id].title,
                "signal": i.signal,
                "rating": i.rating,
                "timestamp": i.timestamp,
            }
            for i in start.judged.values()
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
        profile = self.hearing.profile(start)
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

    def _start(self, user_id: str, conversation_id: str | None) -> Start:
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
        return Start(
            user_id=user_id,
            conversation_id=conversation or uuid.uuid4().hex,
            now=int(self._clock()),
            history=history,
            past=tuple(self._past(user_id)),
            own={row.item_id: row for row in self.store.interactions(user_id)},
            standing=self.store.standing(user_id),
            state=self.store.constraints(conversation) if conversation else Constraints(),
            recall=lambda: self.store.turns_of(user_id, RECALLED),
        )

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
