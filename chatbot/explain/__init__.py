"""Why an item: evidence put into words, and the check that words claim nothing else.

The two sides are kept apart. `told.py` and `plain.py` make text from evidence; `checker.py`, over `names.py`, reads any
text. Both share the words of `terms.py`. None knows a model.
"""

from chatbot.explain.checker import unsupported
from chatbot.explain.plain import in_words, plain_reason
from chatbot.explain.terms import GENRE_NOUNS, GENRE_SAYINGS, PLAIN_WORDS, as_kind, say_genre, say_theme
from chatbot.explain.told import subject, tell

__all__ = ["GENRE_NOUNS", "GENRE_SAYINGS", "PLAIN_WORDS", "as_kind", "in_words", "plain_reason", "say_genre",
           "say_theme", "subject", "tell", "unsupported"]  # fmt: skip
