"""The tables. Every one has a `user_id`, so that export and deletion reach all of a person's rows.

A change here needs a new file in `migrations/versions/`; a test compares the two.
"""

from __future__ import annotations

import json
import re
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from chatbot.errors import InputError

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# In JSON text a NUL is written \u0000; an even number of backslashes before it means that it is one.
_JSON_UNSTORABLE = re.compile(r"(?<!\\)(?:\\\\)*\\u0000|[" + "\ud800-\udfff]")


def storable(text: str) -> bool:
    """Whether every database can keep this text: it holds no NUL and no lone surrogate."""
    return _UNSTORABLE.search(text) is None


def _refuse(value: str) -> InputError:
    return InputError(f"The text {value[:40]!r} holds a NUL or half a character (a lone surrogate); remove it.")


class SafeText(TypeDecorator[str]):
    """Text that every database takes: refuses NUL and lone surrogates wherever a value is bound."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            raise InputError(f"{value!r} is not text.")
        if not storable(value):
            raise _refuse(value)
        return value


def dumps(value: Any) -> str:
    """JSON text that every database takes and that reads back equal. Raises InputError if there is none."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"This cannot be stored as JSON: {error}.") from error
    if found := _JSON_UNSTORABLE.search(text):
        raise _refuse(text[max(0, found.start() - 20) : found.end()])
    return text


metadata = MetaData()


def _number() -> Column[int]:
    """Counts up as rows are added: the order of events within one second. SQLite counts only an INTEGER key."""
    return Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def _user_id() -> Column[str]:
    return Column("user_id", SafeText, ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False, index=True)


def _turn_id() -> Column[str]:
    """The turn that something came from, if any."""
    return Column("turn_id", SafeText, ForeignKey("turns.turn_id", ondelete="CASCADE"), index=True)


users = Table(
    "users",
    metadata,
    Column("user_id", SafeText, primary_key=True),
    Column("created", BigInteger, nullable=False),
    Column("standing", JSON, nullable=False),  # Constraints that hold for ever
)

conversations = Table(
    "conversations",
    metadata,
    Column("conversation_id", SafeText, primary_key=True),
    _user_id(),
    Column("created", BigInteger, nullable=False),
    Column("title", SafeText, nullable=False),  # the beginning of the first message
    Column("state", JSON, nullable=False),  # Constraints in force now
)

turns = Table(
    "turns",
    metadata,
    _number(),
    Column("turn_id", SafeText, nullable=False, unique=True),
    Column(
        "conversation_id",
        SafeText,
        ForeignKey("conversations.conversation_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    _user_id(),
    Column("created", BigInteger, nullable=False),
    Column("intent", SafeText, nullable=False),
    Column("message", SafeText, nullable=False),
    Column("reply", SafeText, nullable=False),
    Column("body", JSON, nullable=False),  # Turn.to_json()
    Column("before", JSON),  # what the turn changed, as it was, for taking it back
)

# What was handed to a person: a conversation, or a form that somebody filled in.
tickets = Table(
    "tickets",
    metadata,
    Column("number", SafeText, primary_key=True),
    _user_id(),
    Column(
        "conversation_id",
        SafeText,
        ForeignKey("conversations.conversation_id", ondelete="CASCADE"),
        index=True,
    ),
    _turn_id(),
    Column("created", BigInteger, nullable=False, index=True),
    Column("summary", SafeText, nullable=False),
)

# Whether the articles of an answer helped.
helpful = Table(
    "helpful",
    metadata,
    _number(),
    _user_id(),
    Column("turn_id", SafeText, ForeignKey("turns.turn_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("article_id", SafeText, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("created", BigInteger, nullable=False),
    UniqueConstraint("turn_id", "article_id"),
)

# The current judgement of each person and item.
interactions = Table(
    "interactions",
    metadata,
    _number(),
    _user_id(),
    Column("item_id", SafeText, nullable=False),
    Column("signal", SafeText),
    Column("rating", Float),
    Column("timestamp", BigInteger, nullable=False),
    _turn_id(),
    UniqueConstraint("user_id", "item_id"),
)

# Every press as it came; rows are only ever added, and go only with their person.
feedback_log = Table(
    "feedback",
    metadata,
    _number(),
    _user_id(),
    Column("item_id", SafeText, nullable=False),
    Column("signal", SafeText, nullable=False),
    Column("rating", Float),
    _turn_id(),
    Column("created", BigInteger, nullable=False),
)

# What a person means to watch, in the order of adding.
watchlist = Table(
    "watchlist",
    metadata,
    _number(),
    _user_id(),
    Column("item_id", SafeText, nullable=False),
    Column("created", BigInteger, nullable=False),
    UniqueConstraint("user_id", "item_id"),
)
