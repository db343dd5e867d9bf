"""Desk: finds the help article that answers a question, or says that there is none.

Two views are added up: how near the question comes to an article's paragraphs, titles and example questions, and what
all examples together vote for (kernel ridge regression over articles, in closed form). The questions that no article
answers vote too, for none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from chatbot.support.articles import Article, Question
from chatbot.support.telling import sentences_of
from chatbot.types import Source

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Floats = NDArray[np.float32]
# all chosen on the validation questions: of nearness, how passages, titles and runs of letters are weighed
PASSAGE, TITLE, LETTERS = 0.65, 0.35, 1.0
# of the vote, words and letters beside meaning, the noise that is taken off, and less trust in what no person asked
WORDS_KERNEL, LETTERS_KERNEL, NOISE, WRITTEN = 0.5, 0.5, 3.0, 0.5
# an article answers unless the votes for none, and the nearest example of none, outweigh its own votes and the text of
# any article that is nearest; the weights by leaving out one hand of the training questions at a time
VOTES, NEAREST, NEAREST_NONE, NONE_FROM = 1.0, 1.5, 1.2, -0.15
# nearness below which no article answers, with examples of none and without any
FAR, FAR_BARE = 0.1, 0.2
# how much nearness and votes speak for a question to the help pages, in log odds; fitted on the validation questions
# and utterances together
BY_SCORE, BY_VOTES = 9.7, 5.6


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
        self.articles = {article.id: article for article in articles}
        self._ids = list(self.articles)
        self._encode = encode
        self._ask = lru_cache(256)(self._asked)
        self._sentences = lru_cache(256)(self._encoded)
        if not articles:
            return
        texts = [(self._ids.index(a.id), text) for a in articles for text in passages(a)]
        titles = [f"{a.title}. {', '.join(a.tags)}" for a in articles]
        answered = [(self._ids.index(q.article), q.text) for q in questions if q.article]
        unanswered = [q.text for q in questions if q.article is None]
        self._knows_none = bool(unanswered)
        written = [*(text for _, text in texts), *titles]
        everything = [*written, *(text for _, text in answered), *unanswered]
        # whose text it is; those of no article come last
        owner = [*(at for at, _ in texts), *range(len(articles)), *(at for at, _ in answered)]
        self._owner = np.array(owner + [len(articles)] * len(unanswered), np.int64)
        self._is_title = np.zeros(len(everything), bool)
        self._is_title[len(texts) : len(written)] = True
        self._vectors = (encode_texts or encode)(everything)
        self._count(articles, questions, everything)
        self._votes = self._learn(len(written))

    def _count(self, articles: Sequence[Article], questions: Sequence[Question], everything: Sequence[str]) -> None:
        """Runs of letters forgive typing slips, which the encoder does not; words tell what it blurs."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
        self._words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"[^\W_]+")
        whole = [_whole(a, [q.text for q in questions if q.article == a.id]) for a in articles]
        self._letter_table = self._letters.fit_transform(whole)
        self._letter_rows = self._letters.transform(everything)
        self._word_rows = self._words.fit_transform(everything)

    def _learn(self, written: int) -> Floats:
        """(texts, articles + 1): what each text adds to each article's votes, the last column to those for none."""
        alike = self._vectors @ self._vectors.T
        for rows, weight in ((self._word_rows, WORDS_KERNEL), (self._letter_rows, LETTERS_KERNEL)):
            alike = alike + weight * (rows @ rows.T).toarray()
        trust = np.where(np.arange(len(self._owner)) < written, WRITTEN, 1.0)
        target = np.eye(len(self._ids) + 1)[self._owner]
        self._usual = target.mean(axis=0).astype(np.float32)
        return np.linalg.solve(alike + NOISE * np.diag(1 / trust), target - self._usual).astype(np.float32)

    def find(self, question: str, k: int = 3) -> list[Source]:
        """The k nearest articles, best first, whatever their score (0 to 1)."""
        return [*self._ask(question, k)[0]] if self._ids else []

    def answer(self, question: str) -> tuple[Article, Source] | None:
        """The article that answers, or None: then a person should."""
        if not self._ids:
            return None
        found, answers, _ = self._ask(question, 1)
        return (self.articles[found[0].id], found[0]) if answers else None

    def evidence(self, message: str) -> float:
        """How much speaks for a message being a question to the help pages at all, in log odds from 0."""
        if not self._ids or not self._knows_none:
            return 0.0
        found, _, votes = self._ask(message, 1)
        return BY_SCORE * found[0].score + BY_VOTES * votes

    def nearest(self, article: Article, question: str) -> tuple[str, float]:
        """The article's sentence that is nearest to a question, and their cosine."""
        sentences, vectors = self._sentences(article)
        near = vectors @ self._encode([question])[0]
        return sentences[int(near.argmax())][1], float(near.max())

    def _encoded(self, article: Article) -> tuple[list[tuple[int, str]], Floats]:
        """(paragraph, sentence) of an article, and their vectors."""
        sentences = sentences_of(article)
        return sentences, self._encode([text for _, text in sentences])

    def _asked(self, question: str, k: int) -> tuple[list[Source], bool, float]:
        """The k best articles, whether the first answers, and the votes for one of them."""
        query = self._encode([question])[0]
        letters, words = self._letters.transform([question]), self._words.transform([question])
        near = self._vectors @ query
        best = np.full(len(self._ids) + 1, -1.0, np.float32)
        np.maximum.at(best, self._owner[~self._is_title], near[~self._is_title])
        nearness = PASSAGE * best[:-1] + TITLE * near[self._is_title]
        nearness += LETTERS * (self._letter_table @ letters.T).toarray()[:, 0]
        alike = near + WORDS_KERNEL * (self._word_rows @ words.T).toarray()[:, 0]
        alike += LETTERS_KERNEL * (self._letter_rows @ letters.T).toarray()[:, 0]
        votes = alike @ self._votes + self._usual
        order = np.argsort(-(nearness + votes[:-1]), kind="stable")[:k]
        scores = np.clip(nearness / (PASSAGE + TITLE + LETTERS), 0, 1)
        found = [Source(self._ids[i], self.articles[self._ids[i]].title, float(scores[i])) for i in order]
        if found[0].score < (FAR if self._knows_none else FAR_BARE):
            return found, False, float(votes[:-1].max())
        if not self._knows_none:
            return found, True, float(votes[:-1].max())
        against = votes[-1] + NEAREST_NONE * max(best[-1], 0.0)
        against -= VOTES * votes[:-1].max() + NEAREST * max(best[:-1].max(), 0.0)
        return found, bool(against < NONE_FROM), float(votes[:-1].max())


def _whole(article: Article, asked: Sequence[str]) -> str:
    tags = " ".join(article.tags)
    return " ".join([article.title, article.title, tags, tags, article.body, *asked])


def passages(article: Article) -> list[str]:
    """The article's paragraphs and list items as plain text, each with the title in front."""
    lines = re.split(r"\n\s*\n|\n(?=\d+\. |- )", article.body)
    plain = [re.sub(r"[*_`#>]|^\d+\. |^- ", "", " ".join(line.split())) for line in lines]
    return [f"{article.title}. {text}" for text in plain if len(text) > 20]
