"""Desk: finds the help article that answers a question, or says that there is none.

Each paragraph, and each example question, is a passage of its own, since a question is about one of them. Beside the
nearest ones, all texts together vote on whether any article answers (kernel ridge regression, in closed form), the
questions that none does among them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.support.articles import Article, Question
from chatbot.types import Source

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Floats = NDArray[np.float32]
# how the ways are weighed, and from which sum on an article answers, with unanswerable examples and without any;
# chosen on the validation questions
PASSAGE, TITLE, LETTERS = 0.65, 0.35, 1.0
UNANSWERED, AGAINST = 0.5, 0.6
THRESHOLD, THRESHOLD_BARE = 0.135, 0.2
# of the vote: letters beside meaning, and how much noise is taken off
LETTERS_KERNEL, NOISE = 0.5, 1.0


class Desk:
    """questions: examples to learn from; they may be none. encode_texts: for the texts themselves, in one call,
    so that their vectors can be kept on disk; by default the same as `encode`."""

    def __init__(
        self,
        articles: Sequence[Article],
        encode: Encode,
        questions: Sequence[Question] = (),
        encode_texts: Encode | None = None,
    ) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.articles = {article.id: article for article in articles}
        self._ids = list(self.articles)
        self._encode = encode
        if not articles:
            return
        texts = [(self._ids.index(a.id), text) for a in articles for text in passages(a)]
        titles = [f"{a.title}. {', '.join(a.tags)}" for a in articles]
        answered = [(self._ids.index(q.article), q.text) for q in questions if q.article]
        unanswered = [q.text for q in questions if q.article is None]
        self._threshold = THRESHOLD if unanswered else THRESHOLD_BARE
        written = [*(text for _, text in texts), *titles]
        everything = [*written, *(text for _, text in answered), *unanswered]
        # whose text it is; those of no article come last
        owner = [*(at for at, _ in texts), *range(len(articles)), *(at for at, _ in answered)]
        self._owner = np.array(owner + [len(articles)] * len(unanswered), np.int64)
        self._is_title = np.zeros(len(everything), bool)
        self._is_title[len(texts) : len(written)] = True
        self._vectors = (encode_texts or encode)(everything)
        # runs of letters forgive typing slips, which the encoder does not
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
        whole = [_whole(a, [q.text for q in questions if q.article == a.id]) for a in articles]
        self._letter_table = self._letters.fit_transform(whole)
        self._letter_rows = self._letters.transform(everything)
        alike = self._vectors @ self._vectors.T + LETTERS_KERNEL * (self._letter_rows @ self._letter_rows.T).toarray()
        none = (self._owner == len(articles)).astype(np.float32)
        self._against = np.linalg.solve(alike + NOISE * np.eye(len(none)), none).astype(np.float32)

    def find(self, question: str, k: int = 3) -> list[Source]:
        """The k nearest articles, best first, whatever their score (0 to 1)."""
        if not self._ids:
            return []
        query, letters = self._encode([question])[0], self._letters.transform([question])
        near = self._vectors @ query
        best = np.full(len(self._ids) + 1, -1.0, np.float32)
        np.maximum.at(best, self._owner[~self._is_title], near[~self._is_title])
        against = (near + LETTERS_KERNEL * (self._letter_rows @ letters.T).toarray()[:, 0]) @ self._against
        scores = PASSAGE * best[:-1] + TITLE * near[self._is_title]
        scores += LETTERS * (self._letter_table @ letters.T).toarray()[:, 0]
        scores -= UNANSWERED * max(best[-1], 0.0) + AGAINST * against
        scores /= PASSAGE + TITLE + LETTERS
        order = np.argsort(-scores, kind="stable")[:k]
        return [Source(self._ids[i], self.articles[self._ids[i]].title, float(np.clip(scores[i], 0, 1))) for i in order]

    def answer(self, question: str) -> tuple[Article, Source] | None:
        """The article that answers, or None: then a person should."""
        found = self.find(question, 1)
        if not found or found[0].score < self._threshold:
            return None
        return self.articles[found[0].id], found[0]


def _whole(article: Article, asked: Sequence[str]) -> str:
    tags = " ".join(article.tags)
    return " ".join([article.title, article.title, tags, tags, article.body, *asked])


def passages(article: Article) -> list[str]:
    """The article's paragraphs and list items as plain text, each with the title in front."""
    lines = re.split(r"\n\s*\n|\n(?=\d+\. |- )", article.body)
    plain = [re.sub(r"[*_`#>]|^\d+\. |^- ", "", " ".join(line.split())) for line in lines]
    return [f"{article.title}. {text}" for text in plain if len(text) > 20]
