"""SqlStore: a Store on SQLite, or on PostgreSQL when its URL is given. The verbs and their rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select, update

from chatbot.errors import InputError
from chatbot.storage.base import check_feedback
from chatbot.storage.database import Database
from chatbot.storage.help import Help
from chatbot.storage.overview import Overview
from chatbot.storage.rows import (
    add_conversation,
    add_feedback,
    add_if_new,
    add_ticket,
    add_turn,
    add_user,
    before_turn,
    interaction_of,
    lock_known_user,
    owner_of,
    pair_of,
    rows_of,
)
from chatbot.storage.shelf import Shelf
from chatbot.storage.tables import conversations, interactions, metadata, turns, users, watchlist
from chatbot.types import Constraints, Feedback, Interaction, Ticket, Turn


class SqlStore(Shelf, Help, Overview):
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
        watch: Sequence[str] = (),
        unwatch: Sequence[str] = (),
    ) -> None:
        created = turn.created or int(self._clock())
        for press in feedback:
            check_feedback(press)
            if press.user_id != turn.user_id:
                raise InputError(f"Feedback of {press.user_id!r} cannot be stored with a turn of {turn.user_id!r}.")
        with self._database.write() as db:
            add_user(db, turn.user_id, created)
            add_conversation(db, turn, created)
            told = list(dict.fromkeys((*forget, *(press.item_id for press in feedback))))
            add_turn(db, turn, created, before_turn(db, turn, told, standing, state))
            if standing is not None:
                db.execute(update(users).where(users.c.user_id == turn.user_id).values(standing=standing.to_json()))
            if state is not None:
                own = conversations.c.conversation_id == turn.conversation_id
                db.execute(update(conversations).where(own).values(state=state.to_json()))
            for item_id in forget:
                db.execute(delete(interactions).where(pair_of(turn.user_id, item_id)))
            for press in feedback:
                add_feedback(db, press, press.turn_id or turn.turn_id, created)
            if ticket is not None:
                add_ticket(db, ticket, turn, created)
            for item_id in watch:
                add_if_new(db, watchlist, user_id=turn.user_id, item_id=item_id, created=created)
            off = (watchlist.c.user_id == turn.user_id) & watchlist.c.item_id.in_(unwatch)
            db.execute(delete(watchlist).where(off))

    def save_feedback(self, feedback: Feedback) -> None:
        check_feedback(feedback)
        created = int(self._clock())
        with self._database.write() as db:
            add_user(db, feedback.user_id, created)
            add_feedback(db, feedback, feedback.turn_id, created)

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

    def latest_conversation(self, user_id: str) -> str | None:
        last = select(turns.c.conversation_id).where(turns.c.user_id == user_id).order_by(turns.c.number.desc())
        with self._database.read() as db:
            return db.scalar(last.limit(1))

    def conversation_owner(self, conversation_id: str) -> str | None:
        with self._database.read() as db:
            return owner_of(db, conversation_id)

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
        return tuple(interaction_of(row) for row in rows)

    # -- what a person may ask for ---------------------------------------------------------------------------------

    def export_user(self, user_id: str) -> dict[str, Any]:
        with self._database.read() as db:
            lock_known_user(db, user_id)
            rows = {table.name: rows_of(db, table, user_id) for table in metadata.sorted_tables}
        return {"user": rows.pop(users.name)[0], **rows}

    def take_in(self, rows: Mapping[str, Any]) -> None:
        with self._database.write() as db:
            db.execute(users.insert().values(**rows["user"]))
            for table in metadata.sorted_tables:
                if rows.get(table.name):
                    db.execute(table.insert(), list(rows[table.name]))

    def delete_user(self, user_id: str) -> int:
        with self._database.write() as db:
            lock_known_user(db, user_id)
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
