"""Alembic runs this file for each migration; SqlStore hands it an open transaction that it commits itself."""

from alembic import context

from chatbot.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
