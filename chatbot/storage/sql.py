"""SqlStore: a Store on SQLite, or on PostgreSQL when its URL is given. The verbs and their rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from chatbot.errors import InputError, NotFoundError
from chatbot.storage.base import check_feedback, merge
from chatbot.storage.database import Database
from chatbot.storage.tables import conversations, feedback_log, interactions, metadata, tickets, turns, users
from chatbot.types import Constraints, Feedback, Interaction, Ticket, Turn

_TITLE_LENGTH = 80


class SqlStore:
    """A Store in a SQL database. Opening it creates the database and brings its tables up to date.

    url: `sqlite:///relative.db`, `sqlite:////absolute.db`, `sqlite://` (in memory, gone on close) or
        `postgresql://user:password@host/name`.
    clock: seconds since 1970; stamps what brings no time of its own.
    Raises StoreError if the database cannot be used.

    >>> store = SqlStore("sqlite://")
    >>> store.save_feedback(Feedback("u1", "alien", "like"))
    >>> [i.signal for i in store.interactions("u1")]
    ['like']
    """

    def __init__(self, url: str, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._database = Database(url)

    # -- what a person's turn changes ------------------------------------------------------------------------------

    def save_turn(
        self,
        turn: Turn,
        feedback: Sequence[Feedback] = (),
        standing: Constraints | None = None,
        state: Constraints | None = None,
        forget: Sequence[str] = (),
        ticket: Ticket | None = None,
    ) -> None:
        created = turn.created or int(self._clock())
        for press in feedback:
            check_feedback(press)
            if press.user_id != turn.user_id:
                raise InputError(f"Feedback of {press.user_id!r} cannot be stored with a turn of {turn.user_id!r}.")
        with self._database.write() as db:
            _add_user(db, turn.user_id, created)
            _add_conversation(db, turn, created)
            _add_turn(db, turn, created)
            if standing is not None:
                db.execute(update(users).where(users.c.user_id == turn.user_id).values(standing=standing.to_json()))
            if state is not None:
                own = conversations.c.conversation_id == turn.conversation_id
                db.execute(update(conversations).where(own).values(state=state.to_json()))
            for item_id in forget:
                db.execute(delete(interactions).where(_pair(turn.user_id, item_id)))
            for press in feedback:
                _add_feedback(db, press, press.turn_id or turn.turn_id, created)
            if ticket is not None:
                _add_ticket(db, ticket, turn, created)

    def save_feedback(self, feedback: Feedback) -> None:
        check_feedback(feedback)
        created = int(self._clock())
        with self._database.write() as db:
            _add_user(db, feedback.user_id, created)
            _add_feedback(db, feedback, feedback.turn_id, created)

    # -- what a turn needs to know ---------------------------------------------------------------------------------

    def turn(self, turn_id: str) -> dict[str, Any] | None:
        with self._database.read() as db:
            return db.scalar(select(turns.c.body).where(turns.c.turn_id == turn_id))

    def history(self, conversation_id: str, limit: int) -> tuple[dict[str, Any], ...]:
        last = select(turns.c.body).where(turns.c.conversation_id == conversation_id)
        with self._database.read() as db:
            bodies = db.scalars(last.order_by(turns.c.number.desc()).limit(max(0, limit))).all()
        return tuple(reversed(bodies))

    def turns_of(self, user_id: str, limit: int) -> tuple[dict[str, Any], ...]:
        last = select(turns.c.body).where(turns.c.user_id == user_id).order_by(turns.c.number.desc())
        with self._database.read() as db:
            return tuple(reversed(db.scalars(last.limit(max(0, limit))).all()))

    def tickets(self, limit: int = 100) -> tuple[Ticket, ...]:
        last = select(tickets).join(turns, turns.c.turn_id == tickets.c.turn_id).order_by(turns.c.number.desc())
        with self._database.read() as db:
            return tuple(Ticket(**row) for row in db.execute(last.limit(max(0, limit))).mappings())

    def latest_conversation(self, user_id: str) -> str | None:
        last = select(turns.c.conversation_id).where(turns.c.user_id == user_id).order_by(turns.c.number.desc())
        with self._database.read() as db:
            return db.scalar(last.limit(1))

    def conversation_owner(self, conversation_id: str) -> str | None:
        with self._database.read() as db:
            return _owner(db, conversation_id)

    def constraints(self, conversation_id: str) -> Constraints:
        with self._database.read() as db:
            own = conversations.c.conversation_id == conversation_id
            return Constraints.from_json(db.scalar(select(conversations.c.state).where(own)) or {})

    def standing(self, user_id: str) -> Constraints:
        with self._database.read() as db:
            return Constraints.from_json(db.scalar(select(users.c.standing).where(users.c.user_id == user_id)) or {})

    def interactions(self, user_id: str) -> tuple[Interaction, ...]:
        own = select(interactions).where(interactions.c.user_id == user_id)
        with self._database.read() as db:
            rows = db.execute(own.order_by(interactions.c.timestamp, interactions.c.number)).all()
        return tuple(_interaction(row) for row in rows)

    # -- what a person may ask for ---------------------------------------------------------------------------------

    def export_user(self, user_id: str) -> dict[str, Any]:
        with self._database.read() as db:
            _lock_known_user(db, user_id)
            rows = {table.name: _rows_of(db, table, user_id) for table in metadata.sorted_tables}
        return {"user": rows.pop(users.name)[0], **rows}

    def delete_user(self, user_id: str) -> int:
        with self._database.write() as db:
            _lock_known_user(db, user_id)
            # Table by table, children first, and not by cascade alone: the database does not count cascaded rows.
            gone = [db.execute(delete(t).where(t.c.user_id == user_id)) for t in reversed(metadata.sorted_tables)]
            removed = sum(result.rowcount for result in gone)
        self._database.empty_journal()
        return removed

    # -- the database itself ---------------------------------------------------------------------------------------

    def ping(self) -> None:
        self._database.ping()

    def close(self) -> None:
        self._database.close()


def _add_user(db: Connection, user_id: str, created: int) -> None:
    _add_if_new(db, users, user_id=user_id, created=created, standing=Constraints().to_json())
    _lock_known_user(db, user_id)


def _add_conversation(db: Connection, turn: Turn, created: int) -> None:
    _add_if_new(
        db,
        conversations,
        conversation_id=turn.conversation_id,
        user_id=turn.user_id,
        created=created,
        title=turn.message[:_TITLE_LENGTH],
        state=Constraints().to_json(),
    )
    if _owner(db, turn.conversation_id) != turn.user_id:
        raise NotFoundError(f"{turn.user_id!r} has no conversation {turn.conversation_id!r}; start a new one.")


def _add_if_new(db: Connection, table: Table, **values: Any) -> None:
    insert: Any = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
    db.execute(insert(table).values(**values).on_conflict_do_nothing())


def _add_turn(db: Connection, turn: Turn, created: int) -> None:
    names = ("turn_id", "conversation_id", "user_id", "intent", "message", "reply")
    columns = {name: getattr(turn, name) for name in names}
    db.execute(turns.insert().values(created=created, body=turn.to_json(), **columns))


def _add_ticket(db: Connection, ticket: Ticket, turn: Turn, created: int) -> None:
    if (ticket.user_id, ticket.conversation_id, ticket.turn_id) != (turn.user_id, turn.conversation_id, turn.turn_id):
        raise InputError(f"The ticket {ticket.number!r} belongs to another turn.")
    values = {"user_id": turn.user_id, "conversation_id": turn.conversation_id, "turn_id": turn.turn_id}
    db.execute(tickets.insert().values(number=ticket.number, created=created, summary=ticket.summary, **values))


def _add_feedback(db: Connection, press: Feedback, turn_id: str | None, created: int) -> None:
    """Append to the log and bring the current judgement up to date."""
    if turn_id is not None:
        own = (turns.c.turn_id == turn_id) & (turns.c.user_id == press.user_id)
        if db.scalar(select(turns.c.turn_id).where(own)) is None:
            raise NotFoundError(f"{press.user_id!r} has no turn {turn_id!r}; send the turn_id of the answer.")
    values = {"user_id": press.user_id, "item_id": press.item_id, "turn_id": turn_id}
    log = feedback_log.insert().values(signal=press.signal, rating=press.rating, created=created, **values)
    db.execute(log)

    pair = _pair(press.user_id, press.item_id)
    row = db.execute(select(interactions).where(pair)).first()
    current = _interaction(row) if row else None
    after = merge(current, press, created)
    if after != current:
        # A fresh row instead of an update, so that its number puts it behind all earlier judgements.
        db.execute(delete(interactions).where(pair))
        judged = {"signal": after.signal, "rating": after.rating, "timestamp": after.timestamp}
        db.execute(interactions.insert().values(**values, **judged))


def _interaction(row: Any) -> Interaction:
    return Interaction(row.user_id, row.item_id, row.rating, row.timestamp, row.signal)


def _pair(user_id: str, item_id: str) -> Any:
    return (interactions.c.user_id == user_id) & (interactions.c.item_id == item_id)


def _owner(db: Connection, conversation_id: str) -> str | None:
    return db.scalar(select(conversations.c.user_id).where(conversations.c.conversation_id == conversation_id))


def _lock_known_user(db: Connection, user_id: str) -> None:
    """Hold other writers of this person back (PostgreSQL; SQLite has one writer anyway)."""
    if db.scalar(select(users.c.user_id).where(users.c.user_id == user_id).with_for_update()) is None:
        raise NotFoundError(f"Nothing is stored about {user_id!r}; check the user_id.")


def _rows_of(db: Connection, table: Table, user_id: str) -> list[dict[str, Any]]:
    own = select(table).where(table.c.user_id == user_id).order_by(*table.primary_key)
    return [dict(row) for row in db.execute(own).mappings()]
