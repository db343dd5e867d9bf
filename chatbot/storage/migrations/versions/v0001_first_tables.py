"""The first tables: users, conversations, turns, interactions, feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("user_id", sa.Text, primary_key=True),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("standing", sa.JSON, nullable=False),
    )
    op.create_table(
        "conversations",
        sa.Column("conversation_id", sa.Text, primary_key=True),
        _user_id(),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
    )
    op.create_table(
        "turns",
        _number(),
        sa.Column("turn_id", sa.Text, nullable=False, unique=True),
        sa.Column(
            "conversation_id",
            sa.Text,
            sa.ForeignKey("conversations.conversation_id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        _user_id(),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("intent", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_table(
        "interactions",
        _number(),
        _user_id(),
        sa.Column("item_id", sa.Text, nullable=False),
        sa.Column("signal", sa.Text),
        sa.Column("rating", sa.Float),
        sa.Column("timestamp", sa.BigInteger, nullable=False),
        _turn_id(),
        sa.UniqueConstraint("user_id", "item_id"),
    )
    op.create_table(
        "feedback",
        _number(),
        _user_id(),
        sa.Column("item_id", sa.Text, nullable=False),
        sa.Column("signal", sa.Text, nullable=False),
        sa.Column("rating", sa.Float),
        _turn_id(),
        sa.Column("created", sa.BigInteger, nullable=False),
    )


def _number() -> sa.Column[int]:
    return sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)


def _user_id() -> sa.Column[str]:
    owner = sa.ForeignKey("users.user_id", ondelete="CASCADE")
    return sa.Column("user_id", sa.Text, owner, nullable=False, index=True)


def _turn_id() -> sa.Column[str]:
    return sa.Column("turn_id", sa.Text, sa.ForeignKey("turns.turn_id", ondelete="CASCADE"), index=True)
