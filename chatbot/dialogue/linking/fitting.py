"""Fits the weights of linking on labelled messages and writes them to data/mentions/weights.json. Deterministic.

To be done again when the signs, the labelled messages or the catalogue have changed much.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from chatbot.dialogue.classifier import Utterance
from chatbot.dialogue.linking.candidates import Candidate, longest
from chatbot.dialogue.linking.decision import KINDS, WEIGHTS, Floats
from chatbot.dialogue.linking.linker import Linker
from chatbot.dialogue.linking.mentions import Mention
from chatbot.dialogue.linking.names import ARTICLES, tokens_of
from chatbot.dialogue.linking.signs import Message
from chatbot.errors import DataError

FOLDER = WEIGHTS.parent
FILES = tuple(f"{name}.jsonl" for name in ("dev", *(f"train-{n}" for n in "quiet nights allotment desk plain".split())))
TRAPS = "train-court.jsonl", "train-rowing.jsonl"  # in which genres, themes and years are not marked
INVERSE_RIDGE, INVERSE_RIDGE_READ = 1.0, 0.5  # of signs alone, and with what the encoder reads
# points added to what was fitted: a name that is missed costs more than one that is found too many
SHIFT = {"item": 0.6, "person": 0.8, "topic": 1.2}
WISHES = frozenset({"recommend", "refine"})
NO_WISHES = frozenset("support greeting goodbye out_of_scope unsafe".split())
MET = 4  # messages in which a word beside a name must stand to count
DIGITS, SMALLEST, FINE_DIGITS = 2, 0.02, 4  # of the points that are kept
SIZES = 3.0, 1.5, 1.5, 1.5  # how large counts what the words mean, the pieces left and right of them, the message


class Example(NamedTuple):
    """What speaks for and against a stretch of words, and whether it is a name."""

    signs: Mapping[str, float]
    meaning: Floats | None
    right: bool


Row = Mapping[str, Sequence[Example]]  # kind -> what is to be decided in one message


@dataclass(frozen=True)
class Labelled:
    """A message with (kind, ids of which any is right, start, end) of each mention; films are items."""

    text: str
    mentions: tuple[tuple[str, frozenset[str], int, int], ...]


def load_labelled(path: Path) -> list[Labelled]:
    """Raises: DataError naming file and line."""
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            rows.append(Labelled(row["text"], tuple(_placed(row["text"], row["mentions"]))))
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(f"not a labelled message: {error!r}", path, number) from None
    return rows


def _placed(text: str, mentions: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, frozenset[str], int, int]]:
    """Each mention where its words stand: the second of two alike at the second place, if there is one."""
    last: dict[tuple[str, str], int] = {}
    for m in mentions:
        kind = "item" if m["kind"] == "film" else m["kind"]
        before = last.get((kind, m["surface"]), -1)
        at = max(text.find(m["surface"], before + 1), before)
        if at < 0:
            raise ValueError(f"{m['surface']!r} is not in the message")
        last[kind, m["surface"]] = at
        yield kind, frozenset(m.get("ids") or [m["id"]]), at, at + len(m["surface"])


# -- examples ----------------------------------------------------------------------------------------------------


def examples(linker: Linker, row: Labelled) -> dict[str, list[Example]]:
    """What the linker would have to decide in one message, and how it should."""
    message = linker.read(row.text)
    told = {id(c): _is_told(message, c, row) for c in message.candidates}
    right = longest(c for c in message.candidates if told[id(c)])
    rest = [c for c in message.candidates if not told[id(c)] and not any(_inside(c, r) for r in right)]
    items = [linker.mention(message, c) for c in right]
    people = linker.people(message, items)
    topics = linker.topics(message, [*items, *people])
    reader = linker.reader
    return {
        "item": [Example(reader.item(message, c, right), message.meaning_of(c), told[id(c)]) for c in [*right, *rest]],
        "person": [
            Example(reader.person(message, p, items), message.meaning(p.start, p.end), _holds(row, p)) for p in people
        ],
        "topic": [
            Example(reader.topic(message, t, [*items, *people]), message.meaning(t.start, t.end), holds)
            for t in topics
            if (holds := _holds(row, t)) or not _within_another(row, t)
        ],
    }


def wishes(linker: Linker, utterances: Iterable[Utterance]) -> Iterator[dict[str, list[Example]]]:
    """Genres, themes and years as examples from messages whose intent alone tells whether they are meant."""
    for utterance in utterances:
        if utterance.intent in WISHES | NO_WISHES:
            message = linker.read(utterance.text)
            topics = linker.topics(message, ())
            meant = utterance.intent in WISHES
            signs = linker.reader.topic
            yield {"topic": [Example(signs(message, t, ()), message.meaning(t.start, t.end), meant) for t in topics]}


def _is_told(message: Message, c: Candidate, row: Labelled) -> bool:
    """Whether these words, or these and a few more, are labelled as this item, or exactly these as another."""
    span = message.tokens[c.start : c.stop]
    bare = span[1:] if span[0].text in ARTICLES and len(span) > 1 else span
    for kind, ids, start, end in row.mentions:
        if kind == "item" and start < span[-1].end and bare[0].start < end:
            words = tokens_of(row.text[start:end])
            skip = words[0].text in ARTICLES and len(words) > 1
            same = bare[0].start == start + words[skip].start and span[-1].end == start + words[-1].end
            if same or c.best in ids:
                return True
    return False


def _within_another(row: Labelled, mention: Mention) -> bool:
    """Whether these words are part of something else that is labelled: the genre in "folk horror"."""
    return any(start < mention.end and mention.start < end for _, _, start, end in row.mentions)


def _inside(c: Candidate, other: Candidate) -> bool:
    return other.start <= c.start and c.stop <= other.stop


def _holds(row: Labelled, mention: Mention) -> bool:
    """Whether a message is labelled with this, in these words."""
    return any(
        kind == mention.kind and mention.value in ids and start < mention.end and mention.start < end
        for kind, ids, start, end in row.mentions
    )


# -- weights -----------------------------------------------------------------------------------------------------


def fit(rows: Iterable[Row], traps: Iterable[Row] = ()) -> dict[str, dict[str, Any]]:
    """The weights of a Decision, from the examples of every message; of signs alone where they have no meaning.

    traps: messages that signs alone cannot tell from plain ones; only what the encoder reads learns from them.
    """
    found, caught = _of_kinds(rows), _of_kinds(traps)
    told: dict[str, dict[str, Any]] = {"bare": {}, "signs": {}, "meaning": {}}
    for kind, some in found.items():
        told["bare"][kind], _ = _logistic(some, SHIFT[kind], None)
        read = [e for e in [*some, *caught[kind]] if e.meaning is not None]
        meaning = np.stack([e.meaning for e in read if e.meaning is not None]) if read else None
        told["signs"][kind], told["meaning"][kind] = _logistic(read or some, SHIFT[kind], meaning)
    return told


def _of_kinds(rows: Iterable[Row]) -> dict[str, list[Example]]:
    found: dict[str, list[Example]] = {kind: [] for kind in KINDS}
    for row in rows:
        for kind, some in row.items():
            found[kind] += some
    return found


def _logistic(some: Sequence[Example], shift: float, meaning: Floats | None) -> tuple[dict[str, float], list[float]]:
    """Points of each sign and of each number of the meaning; what standardises the latter is folded into them."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    met = Counter(name for e in some for name in e.signs)
    vectorizer = DictVectorizer()
    unread = "story" if meaning is None else "no sign"  # what only the encoder tells
    kept = [{n: v for n, v in e.signs.items() if met[n] >= MET and not n.startswith(unread)} for e in some]
    features = vectorizer.fit_transform(kept)
    ridge = INVERSE_RIDGE if meaning is None else INVERSE_RIDGE_READ
    model = LogisticRegression(C=ridge, max_iter=2000, fit_intercept=False)
    if meaning is None:
        model.fit(features, [e.right for e in some])
        weights = np.zeros(0)
    else:
        mean, size = meaning.mean(0), _size(meaning)
        model.fit(hstack([features, csr_matrix((meaning - mean) * size)]).tocsr(), [e.right for e in some])
        weights = model.coef_[0][features.shape[1] :] * size
        shift -= float(weights @ mean)
    names = vectorizer.get_feature_names_out()
    points = dict(zip(names, model.coef_[0][: len(names)], strict=True))
    points["bias"] += shift
    said = {name: round(float(w), DIGITS) for name, w in sorted(points.items()) if abs(w) >= SMALLEST}
    return said, [round(float(w), FINE_DIGITS) for w in weights]


def _size(meaning: Floats) -> Floats:
    """By what each number is multiplied to count as SIZES says."""
    width = meaning.shape[1] // len(SIZES)
    return np.repeat(SIZES, width) / ((meaning.std(0) + 1e-6) * width**0.5)


def write_weights(linker: Linker, utterances: Sequence[Utterance], path: Path = WEIGHTS) -> int:
    """Fit on all labelled messages but the test's; some minutes. Returns how many messages."""
    found = [examples(linker, row) for name in FILES for row in load_labelled(FOLDER / name)]
    traps = [names_alone(examples(linker, row)) for name in TRAPS for row in load_labelled(FOLDER / name)]
    path.write_text(_lines(fit([*found, *wishes(linker, utterances)], traps)) + "\n", "utf-8")
    return len(found) + len(traps)


def names_alone(row: Row) -> Row:
    return {kind: some for kind, some in row.items() if kind != "topic"}


def _lines(weights: Mapping[str, Mapping[str, Any]]) -> str:
    """As JSON, a sign a line, the numbers of a meaning in one."""
    meaning = {kind: json.dumps(numbers) for kind, numbers in weights["meaning"].items()}
    text = json.dumps({**weights, "meaning": meaning}, indent=0, ensure_ascii=False)
    return text.replace('"[', "[").replace(']"', "]")
