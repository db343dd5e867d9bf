"""Tickets that were written outside of a conversation, and whether an article helped."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("tickets") as table:
        table.alter_column("conversation_id", existing_type=sa.Text, nullable=True)
        table.alter_column("turn_id", existing_type=sa.Text, nullable=True)
    op.create_table(
        "helpful",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("user_id", sa.Text, sa.ForeignKey("users.user_id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("turn_id", sa.Text, sa.ForeignKey("turns.turn_id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("article_id", sa.Text, nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("turn_id", "article_id"),
    )
