"""The intent baseline: logistic regression over the encoder's vector and word and letter n-grams of a message.

Names are masked first ("I loved Jaws" and "I loved Heat" mean the same), so that a title's meaning does not decide.
Of what it learns from, the masks are kept with the words (`write_masks`): reading thousands of messages takes minutes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.collaborative import from_bytes, read_tensors, to_bytes, write_tensors
from chatbot.dialogue.linking import Linker
from chatbot.errors import DataError, nearest
from chatbot.tasks.intent import BEFORE
from chatbot.types import INTENTS

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
STAND_INS = {"item": "Jaws", "person": "Tom Hanks"}
VECTOR_WEIGHT = 2.0  # chosen with INVERSE_RIDGE on the validation hand
BEFORE_WEIGHT = 1.0
INVERSE_RIDGE = 10.0


@dataclass(frozen=True)
class Utterance:
    """masked: its text as `mask_names` gives it, where it was written down."""

    text: str
    intent: str
    hand: str
    before: str = ""
    masked: str = ""


def load_utterances(folder: Path, split: str) -> tuple[Utterance, ...]:
    """All hands of one split. Raises: DataError naming file and line."""
    rows = []
    for path in sorted(folder.glob(f"{split}-*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                told = row["text"], row["intent"], path.stem, row.get("before", ""), row.get("masked", "")
                rows.append(Utterance(*told))
            except (ValueError, KeyError, TypeError) as error:
                raise DataError(f"not an utterance: {error!r}.", path, number) from None
            for value, known in ((rows[-1].intent, INTENTS), (rows[-1].before or BEFORE[0], BEFORE)):
                if value not in known:
                    raise DataError(f"unknown label {value!r}.{nearest(str(value), known)}", path, number)
    return tuple(rows)


def mask_names(text: str, linker: Linker) -> str:
    """The message with every title and person replaced by the same stand-in."""
    out, last = [], 0
    for mention in linker.link(text):
        if mention.kind in STAND_INS:
            out += [text[last : mention.start], STAND_INS[mention.kind]]
            last = mention.end
    return "".join([*out, text[last:]])


def write_masks(folder: Path, split: str, linker: Linker) -> int:
    """Write into every line of a split that names something its text with the names masked; how many there are."""
    count = 0
    for path in sorted(folder.glob(f"{split}-*.jsonl")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for row in rows:
            row.pop("masked", None)
            if (masked := mask_names(row["text"], linker)) != row["text"]:
                row["masked"] = masked
                count += 1
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return count


class IntentClassifier:
    """Call it with a message, and what the turn before did, for a probability of each intent it was trained on."""

    def __init__(
        self, texts: Sequence[str], labels: Sequence[str], weights: NDArray[np.float32], encode: Encode, linker: Linker
    ):
        self._texts, self._labels, self._weights = tuple(texts), tuple(labels), weights
        self._encode, self._linker = encode, linker
        self._grams = _fit_grams(texts)

    @classmethod
    def fit(cls, utterances: Sequence[Utterance], encode: Encode, linker: Linker) -> IntentClassifier:
        """Half a minute for 6,000 utterances. linker: of the messages that it will be asked about."""
        from scipy.sparse import csr_matrix, hstack
        from sklearn.linear_model import LogisticRegression
        from threadpoolctl import threadpool_limits

        texts = [" ".join((u.masked or u.text).split()) for u in utterances]
        grams, told = _fit_grams(texts), np.array([_told(u.before) for u in utterances])
        vectors, counted = csr_matrix(encode(texts) * VECTOR_WEIGHT), [g.transform(texts) for g in grams]
        features = hstack([vectors, *counted, csr_matrix(told)]).tocsr()
        model = LogisticRegression(C=INVERSE_RIDGE, solver="newton-cg", class_weight="balanced")
        with threadpool_limits(1):  # the steps are too small to share: two threads take three times as long
            model.fit(features, [u.intent for u in utterances])
        weights = np.hstack([model.coef_, model.intercept_[:, None]]).astype(np.float32)
        return cls(texts, list(model.classes_), weights, encode, linker)

    def __call__(self, message: str, before: str = "") -> dict[str, float]:
        text = [mask_names(message, self._linker)]
        grams = (g.transform(text).toarray()[0] for g in self._grams)
        parts = [self._encode(text)[0] * VECTOR_WEIGHT, *grams, _told(before), [1.0]]
        logits = self._weights @ np.concatenate(parts).astype(np.float32)
        odds = np.exp(logits - logits.max())
        return dict(zip(self._labels, map(float, odds / odds.sum()), strict=True))

    def save(self, path: Path) -> None:
        tensors = {"texts": to_bytes(self._texts), "labels": to_bytes(self._labels)}
        write_tensors(path, {"weights": self._weights, **tensors})

    @classmethod
    def load(cls, path: Path, encode: Encode, linker: Linker) -> IntentClassifier:
        """Read what `save` wrote; the n-grams are counted anew. Raises: DataError."""
        t = read_tensors(path, ("weights", "texts", "labels"))
        return cls(from_bytes(t["texts"]), from_bytes(t["labels"]), t["weights"], encode, linker)


def _told(before: str) -> list[float]:
    """What the turn before did, as features; all nought where it is not known."""
    return [BEFORE_WEIGHT * (before == one) for one in BEFORE]


def _fit_grams(texts: Sequence[str]) -> tuple[Any, Any]:
    """Words in runs of one to three, and letters within words in runs of two to five."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True, token_pattern=r"[^\W_]+|[?!]")
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    return words.fit(texts), letters.fit(texts)
