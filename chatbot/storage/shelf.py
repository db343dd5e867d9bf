"""What a person arranges herself, outside of a turn: conversations, the watch list, single judgements, limits.

The verbs of a Store that are no part of answering; SqlStore inherits them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update

from chatbot.errors import InputError, NotFoundError
from chatbot.storage.base import check_feedback
from chatbot.storage.database import Database
from chatbot.storage.rows import add_feedback, add_if_new, add_user, interaction_of, lock_known_user, owner_of, pair_of
from chatbot.storage.tables import conversations, feedback_log, interactions, tickets, turns, users, watchlist
from chatbot.types import Constraints, Feedback, Interaction

TITLE_MAX = 80


class Shelf:
    """See `Store` in base.py for what each verb promises."""

    _database: Database
    _clock: Callable[[], float] = time.time

    # -- conversations ---------------------------------------------------------------------------------------------

    def conversations(self, user_id: str, words: str = "") -> tuple[dict[str, Any], ...]:
        own = (conversations.c.user_id == user_id) & (turns.c.conversation_id == conversations.c.conversation_id)
        columns = [conversations.c[name] for name in ("conversation_id", "title", "created")]
        latest = func.max(turns.c.number)
        query = select(*columns, func.count().label("turns"), func.max(turns.c.created).label("last")).where(own)
        if low := words.strip().lower():
            texts = (conversations.c.title, turns.c.message, turns.c.reply)
            found = or_(*(func.lower(text).contains(low, autoescape=True) for text in texts))
            query = query.where(
                conversations.c.conversation_id.in_(
                    select(turns.c.conversation_id).join(conversations).where(own & found).correlate(None)
                )
            )
        with self._database.read() as db:
            rows = db.execute(query.group_by(*columns).order_by(latest.desc())).mappings()
            return tuple(dict(row) for row in rows)

    def rename_conversation(self, user_id: str, conversation_id: str, title: str) -> None:
        title = " ".join(title.split())
        if not 0 < len(title) <= TITLE_MAX:
            raise InputError(f"A title has 1 to {TITLE_MAX} characters; give it a shorter name, or any at all.")
        with self._database.write() as db:
            _check_owner(db, user_id, conversation_id)
            own = conversations.c.conversation_id == conversation_id
            db.execute(update(conversations).where(own).values(title=title))

    def delete_conversation(self, user_id: str, conversation_id: str) -> None:
        with self._database.write() as db:
            _check_owner(db, user_id, conversation_id)
            _let_judgements_stand(db, select(turns.c.turn_id).where(turns.c.conversation_id == conversation_id))
            db.execute(delete(turns).where(turns.c.conversation_id == conversation_id))
            db.execute(delete(conversations).where(conversations.c.conversation_id == conversation_id))
        self._database.empty_journal()

    def forget_conversation(self, user_id: str, conversation_id: str) -> None:
        own = turns.c.conversation_id == conversation_id
        with self._database.write() as db:
            _check_owner(db, user_id, conversation_id)
            sent = tickets.c.conversation_id == conversation_id
            db.execute(update(tickets).where(sent).values(conversation_id=None, turn_id=None))
            for turn in db.execute(select(turns).where(own).order_by(turns.c.number.desc())).all():
                _undo(db, turn, presses_stay=False)
            db.execute(delete(conversations).where(conversations.c.conversation_id == conversation_id))
        self._database.empty_journal()

    def take_back(self, user_id: str, turn_id: str) -> int:
        with self._database.write() as db:
            lock_known_user(db, user_id)
            first = db.execute(select(turns).where((turns.c.turn_id == turn_id) & (turns.c.user_id == user_id))).first()
            if first is None:
                raise NotFoundError(f"{user_id!r} has no turn {turn_id!r}; reload the page.")
            later = (turns.c.conversation_id == first.conversation_id) & (turns.c.number >= first.number)
            gone = db.execute(select(turns).where(later).order_by(turns.c.number.desc())).all()
            for turn in gone:
                _undo(db, turn)
            _drop_if_empty(db, first)
        return len(gone)

    # -- limits ----------------------------------------------------------------------------------------------------

    def set_state(self, user_id: str, conversation_id: str, state: Constraints) -> None:
        with self._database.write() as db:
            _check_owner(db, user_id, conversation_id)
            own = conversations.c.conversation_id == conversation_id
            db.execute(update(conversations).where(own).values(state=state.to_json()))

    def set_standing(self, user_id: str, standing: Constraints) -> None:
        with self._database.write() as db:
            add_user(db, user_id, int(self._clock()))
            db.execute(update(users).where(users.c.user_id == user_id).values(standing=standing.to_json()))

    # -- judgements and the watch list -----------------------------------------------------------------------------

    def save_judgements(self, presses: Sequence[Feedback]) -> None:
        for press in presses:
            check_feedback(press)
        created = int(self._clock())
        with self._database.write() as db:
            for user_id in dict.fromkeys(press.user_id for press in presses):
                add_user(db, user_id, created)
            for press in presses:
                add_feedback(db, press, press.turn_id, created)

    def forget_judgement(self, user_id: str, item_id: str) -> Interaction | None:
        with self._database.write() as db:
            row = db.execute(select(interactions).where(pair_of(user_id, item_id))).first()
            db.execute(delete(interactions).where(pair_of(user_id, item_id)))
        return interaction_of(row) if row else None

    def put_judgement(self, judgement: Interaction) -> None:
        values = {name: getattr(judgement, name) for name in ("user_id", "item_id", "signal", "rating", "timestamp")}
        with self._database.write() as db:
            add_user(db, judgement.user_id, int(self._clock()))
            db.execute(delete(interactions).where(pair_of(judgement.user_id, judgement.item_id)))
            db.execute(interactions.insert().values(**values))

    def watch(self, user_id: str, item_id: str, on: bool = True) -> None:
        with self._database.write() as db:
            created = int(self._clock())
            add_user(db, user_id, created)
            if on:
                add_if_new(db, watchlist, user_id=user_id, item_id=item_id, created=created)
            else:
                own = (watchlist.c.user_id == user_id) & (watchlist.c.item_id == item_id)
                db.execute(delete(watchlist).where(own))

    def watched(self, user_id: str) -> tuple[str, ...]:
        own = select(watchlist.c.item_id).where(watchlist.c.user_id == user_id).order_by(watchlist.c.number)
        with self._database.read() as db:
            return tuple(db.scalars(own))


def _check_owner(db: Connection, user_id: str, conversation_id: str) -> None:
    lock_known_user(db, user_id)
    if owner_of(db, conversation_id) != user_id:
        raise NotFoundError(f"{user_id!r} has no conversation {conversation_id!r}; it may be deleted already.")


def _let_judgements_stand(db: Connection, of_turns: Any, besides: Sequence[str] = ()) -> None:
    """Judgements that name these turns name none from now on, so that they outlive them. besides: items that do not."""
    for table in (interactions, feedback_log):
        own = table.c.turn_id.in_(of_turns) & table.c.item_id.not_in(besides)
        db.execute(update(table).where(own).values(turn_id=None))


def _undo(db: Connection, turn: Any, presses_stay: bool = True) -> None:
    """Put back what the turn changed, then remove it. presses_stay: judgements that were pressed on its cards."""
    before = turn.before or {}
    if "state" in before:
        own = conversations.c.conversation_id == turn.conversation_id
        db.execute(update(conversations).where(own).values(state=before["state"]))
    if "standing" in before:
        _undo_standing(db, turn.user_id, *map(Constraints.from_json, before["standing"]))
    told: dict[str, dict[str, Any] | None] = before.get("judged", {})
    for item_id, row in told.items():
        now = db.execute(select(interactions).where(pair_of(turn.user_id, item_id))).first()
        if now is not None and now.turn_id != turn.turn_id:
            continue  # judged anew since, which counts
        db.execute(delete(interactions).where(pair_of(turn.user_id, item_id)))
        if row:
            origin = db.scalar(select(turns.c.turn_id).where(turns.c.turn_id == row["turn_id"]))  # may be gone by now
            values = {**row, "turn_id": origin, "user_id": turn.user_id, "item_id": item_id}
            db.execute(interactions.insert().values(**values))
    if presses_stay:
        _let_judgements_stand(db, [turn.turn_id], tuple(told))
    db.execute(delete(turns).where(turns.c.turn_id == turn.turn_id))


def _undo_standing(db: Connection, user_id: str, before: Constraints, after: Constraints) -> None:
    """Take out what the turn added for good and put back what it lifted; what came since stays."""
    own = users.c.user_id == user_id
    now = Constraints.from_json(db.scalar(select(users.c.standing).where(own)) or {})
    standing = now.without(after.without(before)).union(before.without(after))
    db.execute(update(users).where(own).values(standing=standing.to_json()))


def _drop_if_empty(db: Connection, first: Any) -> None:
    """A conversation without turns goes, unless somebody named it: its first message may be asked again."""
    empty = turns.c.conversation_id == first.conversation_id
    if db.scalar(select(turns.c.turn_id).where(empty).limit(1)) is None:
        own = conversations.c.conversation_id == first.conversation_id
        unnamed = conversations.c.title == first.message[:TITLE_MAX]
        db.execute(delete(conversations).where(own & unnamed))
