"""Rows of the tables, written and read inside somebody's transaction. It opens none of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from chatbot.errors import InputError, NotFoundError
from chatbot.storage.base import merge
from chatbot.storage.tables import conversations, feedback_log, interactions, tickets, turns, users
from chatbot.types import Constraints, Feedback, Interaction, Ticket, Turn

_TITLE_LENGTH = 80


def add_user(db: Connection, user_id: str, created: int) -> None:
    add_if_new(db, users, user_id=user_id, created=created, standing=Constraints().to_json())
    lock_known_user(db, user_id)


def add_conversation(db: Connection, turn: Turn, created: int) -> None:
    add_if_new(
        db,
        conversations,
        conversation_id=turn.conversation_id,
        user_id=turn.user_id,
        created=created,
        title=turn.message[:_TITLE_LENGTH],
        state=Constraints().to_json(),
    )
    if owner_of(db, turn.conversation_id) != turn.user_id:
        raise NotFoundError(f"{turn.user_id!r} has no conversation {turn.conversation_id!r}; start a new one.")


def add_if_new(db: Connection, table: Table, **values: Any) -> None:
    insert: Any = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
    db.execute(insert(table).values(**values).on_conflict_do_nothing())


def add_turn(db: Connection, turn: Turn, created: int, before: dict[str, Any]) -> None:
    """before: what `before_turn` told."""
    names = ("turn_id", "conversation_id", "user_id", "intent", "message", "reply")
    columns = {name: getattr(turn, name) for name in names}
    db.execute(turns.insert().values(created=created, body=turn.to_json(), before=before, **columns))


def add_ticket(db: Connection, ticket: Ticket, turn: Turn, created: int) -> None:
    if (ticket.user_id, ticket.conversation_id, ticket.turn_id) != (turn.user_id, turn.conversation_id, turn.turn_id):
        raise InputError(f"The ticket {ticket.number!r} belongs to another turn.")
    values = {"user_id": turn.user_id, "conversation_id": turn.conversation_id, "turn_id": turn.turn_id}
    db.execute(tickets.insert().values(number=ticket.number, created=created, summary=ticket.summary, **values))


def before_turn(
    db: Connection, turn: Turn, told: Sequence[str], standing: Constraints | None, state: Constraints | None
) -> dict[str, Any]:
    """What a turn is about to change, as it is now, so that it can be taken back. told: the items that it judges."""
    before: dict[str, Any] = {}
    if state is not None:
        own = conversations.c.conversation_id == turn.conversation_id
        before["state"] = db.scalar(select(conversations.c.state).where(own))
    if standing is not None:
        now = db.scalar(select(users.c.standing).where(users.c.user_id == turn.user_id))
        before["standing"] = [now, standing.to_json()]
    if told:
        names = ("signal", "rating", "timestamp", "turn_id")
        query = select(interactions).where((interactions.c.user_id == turn.user_id) & interactions.c.item_id.in_(told))
        rows = {row.item_id: {name: getattr(row, name) for name in names} for row in db.execute(query)}
        before["judged"] = {item_id: rows.get(item_id) for item_id in told}
    return before


def add_feedback(db: Connection, press: Feedback, turn_id: str | None, created: int) -> None:
    """Append to the log and bring the current judgement up to date."""
    if turn_id is not None:
        own = (turns.c.turn_id == turn_id) & (turns.c.user_id == press.user_id)
        if db.scalar(select(turns.c.turn_id).where(own)) is None:
            raise NotFoundError(f"{press.user_id!r} has no turn {turn_id!r}; send the turn_id of the answer.")
    values = {"user_id": press.user_id, "item_id": press.item_id, "turn_id": turn_id}
    log = feedback_log.insert().values(signal=press.signal, rating=press.rating, created=created, **values)
    db.execute(log)

    pair = pair_of(press.user_id, press.item_id)
    row = db.execute(select(interactions).where(pair)).first()
    current = interaction_of(row) if row else None
    after = merge(current, press, created)
    if after != current:
        # A fresh row instead of an update, so that its number puts it behind all earlier judgements.
        db.execute(delete(interactions).where(pair))
        judged = {"signal": after.signal, "rating": after.rating, "timestamp": after.timestamp}
        db.execute(interactions.insert().values(**values, **judged))


def interaction_of(row: Any) -> Interaction:
    return Interaction(row.user_id, row.item_id, row.rating, row.timestamp, row.signal)


def pair_of(user_id: str, item_id: str) -> Any:
    return (interactions.c.user_id == user_id) & (interactions.c.item_id == item_id)


def owner_of(db: Connection, conversation_id: str) -> str | None:
    return db.scalar(select(conversations.c.user_id).where(conversations.c.conversation_id == conversation_id))


def lock_known_user(db: Connection, user_id: str) -> None:
    """Hold other writers of this person back (PostgreSQL; SQLite has one writer anyway)."""
    if db.scalar(select(users.c.user_id).where(users.c.user_id == user_id).with_for_update()) is None:
        raise NotFoundError(f"Nothing is stored about {user_id!r}; check the user_id.")


def rows_of(db: Connection, table: Table, user_id: str) -> list[dict[str, Any]]:
    own = select(table).where(table.c.user_id == user_id).order_by(*table.primary_key)
    return [dict(row) for row in db.execute(own).mappings()]
