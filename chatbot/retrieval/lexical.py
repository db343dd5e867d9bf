"""Lexical search: BM25 over the items' texts, by bm25s. It finds the very words; the encoder finds what is meant."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS
from numpy.typing import NDArray

from chatbot.catalog import normalise

Floats = NDArray[np.float32]
SMALL_WORDS = frozenset(STOPWORDS_EN_PLUS)


class LexicalIndex:
    """texts in the catalogue's order."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._size = len(texts)
        self._stem = Stemmer.Stemmer("english").stemWords
        self._index = bm25s.BM25()
        # an empty text stands for itself: bm25s cannot count a collection without words
        self._index.index([self._tokens(text) or [""] for text in texts], show_progress=False)

    def scores(self, words: str) -> Floats:
        """BM25 of every item for these words (n,), 1 for the best; all 0 when no word is known."""
        known = [token for token in self._tokens(words) if token in self._index.vocab_dict]
        if not known:
            return np.zeros(self._size, np.float32)
        scores = self._index.get_scores(known).astype(np.float32)
        return np.asarray(scores / max(float(scores.max()), 1e-9))

    def _tokens(self, text: str) -> list[str]:
        return list(self._stem([word for word in normalise(text).split() if word not in SMALL_WORDS]))
