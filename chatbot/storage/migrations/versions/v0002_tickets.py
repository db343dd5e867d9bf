"""Tickets: conversations that were handed to a person."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "tickets",
        sa.Column("number", sa.Text, primary_key=True),
        _owner("user_id", "users.user_id"),
        _owner("conversation_id", "conversations.conversation_id"),
        _owner("turn_id", "turns.turn_id"),
        sa.Column("created", sa.BigInteger, nullable=False, index=True),
        sa.Column("summary", sa.Text, nullable=False),
    )


def _owner(name: str, target: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, sa.ForeignKey(target, ondelete="CASCADE"), nullable=False, index=True)
