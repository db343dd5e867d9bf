"""Chatbot: one turn from message to stored answer. It alone talks to the Store.

Nothing is kept before the whole turn is there: an error, or a reader who leaves, changes nothing. A conversation that
is not to be remembered is kept in memory alone (`storage/aside.py`), and all of it works there.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from chatbot.dialogue.changes import changed
from chatbot.dialogue.handlers import Outcome, Room
from chatbot.dialogue.hearing import Hearing
from chatbot.dialogue.mood import Mood, complains, soothed
from chatbot.dialogue.serving import Served, intents_of, joined, main_of
from chatbot.dialogue.speech import Speech, as_heard
from chatbot.dialogue.start import Start
from chatbot.dialogue.what_if import imagine, place_of, query_of_list, without
from chatbot.errors import NotFoundError
from chatbot.keeping import Keeping
from chatbot.predict import Predictor
from chatbot.prompt import one_line
from chatbot.settings import Settings
from chatbot.storage import Store
from chatbot.support.telling import WORDS, in_short
from chatbot.tasks import AnswerTask, IntentTask, SentimentTask, StateTask
from chatbot.types import Constraints, Event, Interaction, Ticket, Turn

REMEMBERED = 20  # turns of a conversation that a turn may look back on
RECALLED = 200  # and of all conversations, where the person asks what is known of them


class Chatbot(Keeping):
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
        super().__init__(store, room.catalog, room.domain, settings.message_max, clock)
        self.settings, self.room, self.articles = settings, room, room.desk.articles
        self.predictor, self._past = predictor, past
        self._answer = answer
        self.hearing = Hearing(room, predictor, intent, state, sentiment)
        self.mood = Mood()

    # -- one turn -------------------------------------------------------------------------------------------------

    def reply(self, user_id: str, message: str, conversation_id: str | None = None, remember: bool = True) -> Turn:
        """The whole answer. Raises: InputError, NotFoundError, StoreError; then nothing was stored."""
        for event in self.stream(user_id, message, conversation_id, remember):
            if event.turn is not None:
                return event.turn
        raise AssertionError("a stream ends with its turn")

    def stream(
        self, user_id: str, message: str, conversation_id: str | None = None, remember: bool = True
    ) -> Iterator[Event]:
        """The answer as it comes about; see types.Event. Raises before the first event on bad input.

        remember: False, and the conversation is not remembered from now on; what was kept of it is removed.
        """
        self.check_message(user_id, message)
        store = self.store_of(user_id, conversation_id, remember)
        start = self._start(user_id, conversation_id, store)
        return self._events(message.strip(), start, store)

    def _events(self, message: str, start: Start, store: Store) -> Iterator[Event]:
        began, understood = time.perf_counter(), 0.0
        yield Event("stage", "understand")
        speech = Speech(message, self.room)
        sentiment, requests = self.hearing.sentiment(speech.heard), self.hearing.requests(speech.heard)
        understood += time.perf_counter() - began
        served: list[Served] = []
        now = start
        for request in requests:
            lap = time.perf_counter()
            moment, by = self.hearing.hear(request, now, sentiment)
            understood += time.perf_counter() - lap
            yield Event("stage", moment.intent)
            served.append((moment, self._answered(speech.answer(moment), len(requests))))
            now = now.after(*served[-1])
        outcome = speech.finished(soothed(joined(served), main_of(served), speech.room))
        for piece in re.findall(r"\S+\s*", outcome.reply):
            yield Event("text", piece)
        items = list(outcome.items)
        if items:
            yield Event("items", items=tuple(items))
        explaining = time.perf_counter()
        for at, reason in speech.reasons(items) if items else ():
            items[at] = replace(items[at], reason=reason)
            yield Event("reason", reason, item_id=items[at].item.item_id)
        done = time.perf_counter()
        timings = {"understand": 1000 * understood, **outcome.timings_ms}
        timings |= {"explain": 1000 * (done - explaining), "total": 1000 * (done - began)}
        outcome = replace(outcome, items=tuple(items), timings_ms=timings)
        turn = self._turn(message, start, served, outcome, by)
        self._keep(turn, outcome, store)
        self.mood.add(any(complains(moment) for moment, _ in served))
        yield Event("turn", turn=turn)

    def _answered(self, outcome: Outcome, requests: int) -> Outcome:
        """The reply with those sentences of the article that answer what was asked, for its first paragraph; fewer
        where other requests of the message are answered beside it."""
        if outcome.asked is None:
            return outcome
        said = self.predictor.choose(self._answer, [outcome.asked])[0].output
        told = in_short(self.room.desk.articles[outcome.sources[0].id], said.shares, WORDS // requests)
        return replace(outcome, reply=outcome.reply.replace(outcome.plain, told, 1))

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

    def _keep(self, turn: Turn, outcome: Outcome, store: Store) -> None:
        """store: where the conversation was kept when the turn began; it may be set aside since."""
        with self.asides.lock:
            self._keep_in(self.asides.of(turn.user_id, turn.conversation_id) or store, turn, outcome)

    def _keep_in(self, store: Store, turn: Turn, outcome: Outcome) -> None:
        if outcome.delete:
            self.asides.end(turn.user_id)
            if self.store.latest_conversation(turn.user_id) is not None or self.store.interactions(turn.user_id):
                self.store.delete_user(turn.user_id)
            return
        ticket = None
        if outcome.ticket and store is self.store:
            owner = (turn.user_id, turn.conversation_id, turn.turn_id)
            ticket = Ticket(outcome.ticket, *owner, turn.created, outcome.summary)
        elif outcome.ticket:  # what is sent to a person must reach one, but it names no conversation
            self.store.save_ticket(Ticket(outcome.ticket, turn.user_id, None, None, turn.created, outcome.summary))
        store.save_turn(
            turn,
            feedback=outcome.feedback,
            standing=outcome.standing,
            state=outcome.state,
            forget=outcome.forget,
            ticket=ticket,
            watch=outcome.watch,
            unwatch=outcome.unwatch,
        )

    # -- everything else that a person may do ---------------------------------------------------------------------

    def profile(self, user_id: str) -> dict[str, Any]:
        """What is believed of a person, as JSON."""
        self._check_user(user_id)
        start = self._start(user_id, None, self.store)
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
        start = self._start(user_id, None, self.store)
        profile = self.hearing.profile(start)
        query = query_of_list(start.listing["items"], one_line(start.listing["message"]), start.state, self.room)
        recommender, then = self.room.recommender, imagine(profile, gone, "none", self.domain.rating)
        before = place_of(recommender, profile, query, item)
        after = place_of(recommender, then, without(query, gone), item)
        ranks = {"before": before.rank, "after": after.rank, "pool": before.pool}
        return {"item_id": item.item_id, "title": item.title, "without": gone[0], **ranks}

    def counts(self) -> dict[tuple[str, str], int]:
        """(task, who answered) -> how often since start."""
        return dict(self.predictor.counts().items())

    # -- inner ----------------------------------------------------------------------------------------------------

    def _start(self, user_id: str, conversation_id: str | None, store: Store) -> Start:
        if conversation_id is not None and store.conversation_owner(conversation_id) not in (None, user_id):
            raise NotFoundError(
                f"There is no conversation {conversation_id!r} of this user; leave it out to go on with the latest."
            )
        conversation = conversation_id or (
            store.latest_conversation(user_id) if store is self.store else self.asides.latest(user_id)
        )
        history = store.history(conversation, REMEMBERED) if conversation else ()
        return Start(
            user_id=user_id,
            conversation_id=conversation or uuid.uuid4().hex,
            now=int(self._clock()),
            history=as_heard(history, self.room.linker.link),
            past=tuple(self._past(user_id)),
            own={row.item_id: row for row in store.interactions(user_id)},
            standing=store.standing(user_id),
            state=store.constraints(conversation) if conversation else Constraints(),
            recall=lambda: store.turns_of(user_id, RECALLED),
            watched=lambda: store.watched(user_id),
        )
