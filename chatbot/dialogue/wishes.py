"""Which clauses of a message say what a film is to be like: the others tell of the evening, the people and the chat.

Only what describes a film is worth searching for: "the cat is out, something cosy with snow" is no wish for a cat.
Logistic regression over a clause's vector and words and over the whole message's, since the same words may be either:
"a man asleep on a train" is a film, "my husband's asleep on the train" is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.collaborative import from_bytes, read_tensors, to_bytes, write_tensors
from chatbot.errors import DataError

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
# chosen on the validation hand
CLAUSE_WEIGHT, MESSAGE_WEIGHT, WORDS_WEIGHT = 2.0, 1.0, 2.0
INVERSE_RIDGE = 0.5
LIKELY = 0.4  # from which probability a clause describes: to search for too much is better than for nothing
_CUT = re.compile(r"[.!?;:\n,)–—]+(?=\s|$)|\s[(–—]+|\s(?=(?:and|but|so|because|while|cos|since|as|though)\s)")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


@dataclass(frozen=True)
class WishMessage:
    """A message, and its stretches that describe a film."""

    text: str
    wish: tuple[str, ...]

    @property
    def clauses(self) -> Iterator[tuple[str, bool]]:
        """Each clause, and whether more than half of it stands in such a stretch."""
        told = [(start, start + len(part)) for part in self.wish for start in [self.text.index(part)]]
        for start, end in cut(self.text):
            inside = sum(max(0, min(end, b) - max(start, a)) for a, b in told)
            yield self.text[start:end].strip(), inside >= (end - start) / 2


def load_wishes(folder: Path, split: str) -> tuple[WishMessage, ...]:
    """All hands of one split. Raises: DataError naming file and line."""
    rows = []
    for path in sorted(folder.glob(f"{split}*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                rows.append(WishMessage(row["text"], tuple(row["wish"])))
                outside = [part for part in rows[-1].wish if part not in rows[-1].text]
            except (ValueError, KeyError, TypeError) as error:
                raise DataError(f"not a message with its wish: {error!r}.", path, number) from None
            if outside:
                raise DataError(f"the wish {outside[0]!r} does not stand in the text.", path, number)
    return tuple(rows)


def cut(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a text begin and end."""
    ends = [(m.start(), m.end()) for m in _CUT.finditer(text)] + [(len(text), len(text))]
    starts = [0, *(end for _, end in ends)]
    found = [(start, end) for start, (end, _) in zip(starts, ends, strict=False)]
    return [(start, end) for start, end in found if _WORD.search(text[start:end])]


def within(words: str, clauses: Iterable[str]) -> str:
    """Those of the words that stand in one of the clauses."""
    known = {word for clause in clauses for word in _WORD.findall(clause.lower().replace("’", "'"))}
    return " ".join(word for word in words.split() if word in known)


class Wishes:
    """Call it with a message for its clauses that describe a film."""

    def __init__(self, clauses: Sequence[str], weights: NDArray[np.float32], encode: Encode) -> None:
        """clauses: what it learned from, whose words it knows."""
        self._clauses, self._weights, self._encode = tuple(clauses), weights, encode
        self._words = _fit_words(clauses)

    @classmethod
    def fit(cls, rows: Sequence[WishMessage], encode: Encode) -> Wishes:
        """Ten seconds for 640 messages."""
        from sklearn.linear_model import LogisticRegression
        from threadpoolctl import threadpool_limits

        parts = [(clause, row.text, describes) for row in rows for clause, describes in row.clauses]
        clauses = [clause.lower() for clause, _, _ in parts]
        given = _features(clauses, [text.lower() for _, text, _ in parts], encode, _fit_words(clauses))
        model = LogisticRegression(C=INVERSE_RIDGE, class_weight="balanced", max_iter=1000)
        with threadpool_limits(1):
            model.fit(given, [describes for _, _, describes in parts])
        return cls(clauses, np.concatenate([model.coef_[0], model.intercept_]).astype(np.float32), encode)

    def __call__(self, message: str) -> list[str]:
        clauses = [message[start:end].strip() for start, end in cut(message)]
        if not clauses:
            return []
        low = [clause.lower() for clause in clauses]
        given = _features(low, [message.lower()] * len(low), self._encode, self._words)
        logits = given @ self._weights[:-1] + self._weights[-1]
        return [clause for clause, logit in zip(clauses, logits, strict=True) if logit >= np.log(LIKELY / (1 - LIKELY))]

    def save(self, path: Path) -> None:
        write_tensors(path, {"weights": self._weights, "clauses": to_bytes(self._clauses)})

    @classmethod
    def load(cls, path: Path, encode: Encode) -> Wishes:
        """Read what `save` wrote; the words are counted anew. Raises: DataError."""
        t = read_tensors(path, ("weights", "clauses"))
        return cls(from_bytes(t["clauses"]), t["weights"], encode)


def _features(clauses: Sequence[str], messages: Sequence[str], encode: Encode, words: Any) -> Any:
    """Sparse, a row each. messages: where each clause stands, as a whole."""
    from scipy.sparse import csr_matrix, hstack

    whole = dict.fromkeys(messages)  # each once: most hold several clauses
    vectors = dict(zip(whole, encode(list(whole)), strict=True))
    around = np.stack([vectors[message] for message in messages])
    near = csr_matrix(encode(clauses) * CLAUSE_WEIGHT), csr_matrix(around * MESSAGE_WEIGHT)
    counted = words.transform(clauses) * WORDS_WEIGHT, words.transform(messages)
    return hstack([*near, *counted]).tocsr()


def _fit_words(clauses: Sequence[str]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"[^\W_]+").fit(clauses)
