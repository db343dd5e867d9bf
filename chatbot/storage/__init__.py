"""The room that remembers: people, conversations, turns and judgements. SQL lives here and nowhere else.

It knows nothing of models, catalogues or pages: item ids are plain text, and rating scales are the caller's.
"""

from chatbot.storage.aside import Asides
from chatbot.storage.base import Store
from chatbot.storage.sql import SqlStore

__all__ = ["Asides", "SqlStore", "Store"]
