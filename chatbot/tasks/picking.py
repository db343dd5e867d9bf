"""The answer baseline: which sentence of a text answers a question, or none, learned from a few hundred questions.

One softmax over "none" and the sentences (a conditional logit, McFadden 1974): a sentence is weighed by how near it is
to the question and by what kind of line it is, "none" by what kind of question it is. Words of the title are left out
of the question first, since they stand in every question and tell nothing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chatbot.catalog import normalise
from chatbot.collaborative import read_tensors, write_tensors
from chatbot.errors import DataError
from chatbot.tasks.answer import AnswerInput

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Floats = NDArray[np.float32]
# what begins the lines of a card, beside its title: what is asked decides which of them answers
OPENINGS = ("directed", "with", "part", "about", "also", "#")
# the ridge, and the scales of features against it: chosen by leaving passages out of training, and on validation
RIDGE, STEPS = 3.0, 60
COSINE, PRODUCT, BY_KIND, BY_QUESTION, BY_TEXT = 3.0, 12.0, 3.0, 2.0, 3.0
STEM = 5  # letters by which words are compared
_COUNT = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|hundred|thousand)\b", re.I)
_SMALL = frozenset(
    "a an the is it its in of on to and or for i do does did you your my me we be was were are at that this with can "
    "so if as by from what who how which when where why will would there he she they his her one any have has not no "
    "s t whats whos im isnt dont".split()
)


@dataclass(frozen=True)
class Asked:
    """A question about a text as people ask it. answer: as a person wrote it; empty: the text does not say."""

    given: AnswerInput
    answer: str

    @property
    def place(self) -> int:
        """Of the line that tells most of the answer, beside what the question says itself; 0: there is none."""
        if not self.answer:
            return 0
        asked, wanted = (set(normalise(text).split()) for text in (self.given.question, self.answer))
        lines = [set(normalise(sentence).split()) for sentence in self.given.sentences]
        held = Counter(word for line in lines for word in line)
        return 1 + int(np.argmax([sum(1 / held[word] for word in line & wanted - asked) for line in lines]))


def load_asked(folder: Path, part: str) -> tuple[Asked, ...]:
    """All hands of one part of `data/answers`. Raises: DataError naming file and line."""
    passages = {row["id"]: row["passage"] for _, _, row in _rows(folder / "passages", part)}
    found = []
    for path, number, row in _rows(folder, part):
        if row.get("passage") not in passages:
            raise DataError(f"there is no passage {row.get('passage')!r}.", path, number)
        found.append(Asked(AnswerInput(passages[row["passage"]], row["question"]), row["answer"] or ""))
    return tuple(found)


def _rows(folder: Path, part: str) -> Iterator[tuple[Path, int, dict[str, str]]]:
    for path in sorted(folder.glob(f"{part}-*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                yield path, number, json.loads(line)
            except ValueError as error:
                raise DataError(f"not JSON: {error}", path, number) from None


class Picker:
    """Call it with a question and its text for the probability of "none" and of each sentence: (1 + sentences,)."""

    def __init__(self, lines: Floats, none: Floats, encode: Encode) -> None:
        """lines, none: weights of a sentence's features and of those of "none"."""
        self._lines, self._none, self._encode = lines, none, encode

    @classmethod
    def fit(cls, rows: Sequence[Asked], encode: Encode) -> Picker:
        """Half a minute for 600 questions, most of it to encode their texts."""
        from scipy.optimize import minimize

        known = _vectors([text for row in rows for text in _texts(row.given)], encode)
        pairs = [_features(row.given, known) for row in rows]
        lines, none = np.concatenate([p[0] for p in pairs]), np.stack([p[1] for p in pairs])
        counts = [len(p[0]) for p in pairs]
        starts, owner = np.cumsum([0, *counts[:-1]]), np.repeat(np.arange(len(rows)), counts)
        wide, places = lines.shape[1], np.array([row.place for row in rows])
        told = np.flatnonzero(places)
        right = starts[told] + places[told] - 1  # the lines that answer

        def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            """Of all rows, and its slope."""
            own = weights.astype(np.float32)
            of_lines, of_none = lines @ own[:wide], none @ own[wide:]
            top = np.maximum(np.maximum.reduceat(of_lines, starts), of_none)
            pulls, less = np.exp(of_lines - top[owner]), np.exp(of_none - top)
            sums = np.add.reduceat(pulls, starts) + less
            total = float((np.log(sums) + top).sum() - of_lines[right].sum() - of_none[places == 0].sum())
            pulls, less = pulls / sums[owner], less / sums - (places == 0)
            pulls[right] -= 1
            slope = np.concatenate([pulls @ lines, less @ none])
            return total + RIDGE / 2 * float(weights @ weights), slope + RIDGE * weights

        start = np.zeros(wide + none.shape[1])
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x.astype(np.float32)
        return cls(found[:wide], found[wide:], encode)

    def __call__(self, given: AnswerInput) -> NDArray[np.float32]:
        if not given.sentences:
            return np.ones(1, np.float32)
        lines, none = _features(given, _vectors(_texts(given), self._encode))
        scores = np.concatenate([[none @ self._none], lines @ self._lines])
        odds = np.exp(scores - scores.max())
        return (odds / odds.sum()).astype(np.float32)

    def save(self, path: Path) -> None:
        write_tensors(path, {"lines": self._lines, "none": self._none})

    @classmethod
    def load(cls, path: Path, encode: Encode) -> Picker:
        """Read what `save` wrote. Raises: DataError."""
        tensors = read_tensors(path, ("lines", "none"))
        return cls(tensors["lines"], tensors["none"], encode)


def _texts(given: AnswerInput) -> list[str]:
    return [given.question, _untitled(given), *given.sentences]


def _vectors(texts: Sequence[str], encode: Encode) -> dict[str, Floats]:
    unique = list(dict.fromkeys(texts))
    return dict(zip(unique, encode(unique), strict=True))


def _untitled(given: AnswerInput) -> str:
    """The question without words of the text's first line, its title."""
    title = set(normalise(given.sentences[0]).split()) - _SMALL
    left = [word for word in given.question.split() if not title & set(normalise(word).split())]
    return " ".join(left) or given.question


def _features(given: AnswerInput, vectors: dict[str, Floats]) -> tuple[Floats, Floats]:
    """Of each sentence (sentences, f), and of "none" (g,)."""
    whole, plain, *_ = _texts(given)
    sentences, bare = np.stack([vectors[text] for text in given.sentences]), vectors[plain]
    near, nearer = sentences @ vectors[whole], sentences @ bare
    asked, lines = _stems(plain), [_stems(text) for text in given.sentences]
    held = Counter(word for line in lines for word in line)
    shared = np.array([sum(1 / held[word] for word in line & asked) for line in lines])
    kinds, count = _kinds(given.sentences), len(lines)
    numbers = np.array([bool(_COUNT.search(text)) for text in given.sentences], float)
    long = np.array([len(text) / 100 for text in given.sentences])
    plainly = [COSINE * near, COSINE * (near - near.max()), COSINE * nearer, COSINE * (nearer - nearer.max())]
    plainly += [(near[None] > near[:, None]).mean(1), shared, 2 * shared / max(1, len(asked)), numbers, long]
    plainly += [np.arange(count) / count]
    by_kind = (kinds[:, :, None] * bare).reshape(count, -1)
    of_lines = np.concatenate([np.stack(plainly, 1), kinds, PRODUCT * sentences * bare, BY_KIND * by_kind], 1)
    card = float(kinds[:, 1 : 1 + len(OPENINGS)].any())  # a card's lines, or a page of prose
    told = len(asked & set(held)) / max(1, len(asked))
    own = [1.0, card, COSINE * near.max(), COSINE * nearer.max(), shared.max(), told, count / 10, len(asked) / 5]
    of_none = np.concatenate([own, BY_QUESTION * bare, BY_TEXT * card * bare])
    return of_lines.astype(np.float32), of_none.astype(np.float32)


def _kinds(sentences: Sequence[str]) -> Floats:
    """One hot (sentences, 2 + openings): the title, a line of a card by how it begins, prose."""
    found = np.zeros((len(sentences), 2 + len(OPENINGS)), np.float32)
    for at, text in enumerate(sentences):
        first = text.split()[0].lower()
        first = "#" if first.isdecimal() or first == "suitable" else first
        found[at, 0 if at == 0 else 1 + OPENINGS.index(first) if first in OPENINGS else -1] = 1
    return found


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in normalise(text).split() if word not in _SMALL}
