"""What an operator may see over all people, as counts and as the latest turns. SqlStore inherits these verbs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, cast, func, select

from chatbot.storage.database import Database
from chatbot.storage.tables import feedback_log, turns

DAY = 24 * 3600


class Overview:
    """See `Store` in base.py for what each verb promises."""

    _database: Database

    def turns_by_day(self, since: int) -> tuple[tuple[int, int, int], ...]:
        day = cast((turns.c.created - turns.c.created % DAY) / DAY, Integer).label("day")
        people = func.count(func.distinct(turns.c.user_id))
        query = select(day, func.count(), people).where(turns.c.created >= since).group_by(day).order_by(day)
        with self._database.read() as db:
            return tuple((row[0] * DAY, row[1], row[2]) for row in db.execute(query))

    def presses_by_day(self, since: int) -> tuple[tuple[int, str, int], ...]:
        day = cast((feedback_log.c.created - feedback_log.c.created % DAY) / DAY, Integer).label("day")
        signal = feedback_log.c.signal
        query = select(day, signal, func.count()).where(feedback_log.c.created >= since).group_by(day, signal)
        with self._database.read() as db:
            return tuple((row[0] * DAY, row[1], row[2]) for row in db.execute(query.order_by(day, signal)))

    def latest_turns(self, limit: int) -> tuple[dict[str, Any], ...]:
        last = select(turns.c.body).order_by(turns.c.number.desc()).limit(max(0, limit))
        with self._database.read() as db:
            return tuple(db.scalars(last))
