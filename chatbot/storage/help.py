"""What is kept of the help centre: tickets for those who answer, and whether an article helped.

SqlStore inherits these verbs."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Integer, cast, delete, func, select

from chatbot.errors import InputError, NotFoundError
from chatbot.storage.database import Database
from chatbot.storage.rows import add_user, owner_of
from chatbot.storage.tables import helpful, tickets, turns
from chatbot.types import Ticket


class Help:
    """See `Store` in base.py for what each verb promises."""

    _database: Database
    _clock: Callable[[], float] = time.time

    def save_ticket(self, ticket: Ticket) -> None:
        created = ticket.created or int(self._clock())
        with self._database.write() as db:
            add_user(db, ticket.user_id, created)
            if ticket.conversation_id is not None and owner_of(db, ticket.conversation_id) != ticket.user_id:
                raise NotFoundError(f"{ticket.user_id!r} has no conversation {ticket.conversation_id!r}; leave it out.")
            names = ("number", "user_id", "conversation_id", "turn_id", "summary")
            db.execute(tickets.insert().values(created=created, **{name: getattr(ticket, name) for name in names}))

    def tickets(self, limit: int = 100) -> tuple[Ticket, ...]:
        last = select(tickets).join(turns, turns.c.turn_id == tickets.c.turn_id, isouter=True)
        last = last.order_by(tickets.c.created.desc(), turns.c.number.desc(), tickets.c.number)
        with self._database.read() as db:
            return tuple(Ticket(**row) for row in db.execute(last.limit(max(0, limit))).mappings())

    def say_helpful(self, user_id: str, turn_id: str, helped: bool | None) -> None:
        with self._database.write() as db:
            body: dict[str, Any] | None = db.scalar(
                select(turns.c.body).where((turns.c.turn_id == turn_id) & (turns.c.user_id == user_id))
            )
            if body is None:
                raise NotFoundError(f"{user_id!r} has no turn {turn_id!r}; send the turn_id of the answer.")
            if not body["sources"]:
                raise InputError("That answer rests on no help article, so there is nothing to judge.")
            db.execute(delete(helpful).where(helpful.c.turn_id == turn_id))
            for source in body["sources"] if helped is not None else ():
                row = {"user_id": user_id, "turn_id": turn_id, "article_id": source["id"], "helpful": helped}
                db.execute(helpful.insert().values(created=int(self._clock()), **row))

    def helpful(self, turn_id: str) -> bool | None:
        with self._database.read() as db:
            return db.scalar(select(helpful.c.helpful).where(helpful.c.turn_id == turn_id).limit(1))

    def helpful_by_article(self) -> tuple[tuple[str, int, int], ...]:
        said, yes = func.count(), func.sum(cast(helpful.c.helpful, Integer))
        query = select(helpful.c.article_id, yes, said - yes).group_by(helpful.c.article_id)
        with self._database.read() as db:
            rows = db.execute(query.order_by(said.desc(), helpful.c.article_id))
            return tuple((row[0], int(row[1]), int(row[2])) for row in rows)
