"""Fits the weights of linking on labelled messages and writes them to data/mentions/weights.json. Deterministic.

To be done again when the signs, the labelled messages or the catalogue have changed much.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatbot.dialogue.candidates import Candidate, longest
from chatbot.dialogue.classifier import Utterance
from chatbot.dialogue.decision import WEIGHTS
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.mentions import Mention
from chatbot.dialogue.names import ARTICLES, tokens_of
from chatbot.dialogue.signs import Message
from chatbot.errors import DataError

FOLDER = WEIGHTS.parent
FILES = ("dev.jsonl", "train-quiet.jsonl")
INVERSE_RIDGE = 1.0
# points added to what was fitted: a name that is missed costs more than one that is found too many
SHIFT = {"item": 0.6, "person": 0.8, "topic": 1.8}
WISHES = frozenset({"recommend", "refine"})
NO_WISHES = frozenset("support greeting goodbye out_of_scope unsafe".split())
MET = 4  # messages in which a word beside a name must stand to count
DIGITS, SMALLEST = 2, 0.02  # of the points that are kept
Example = tuple[Mapping[str, float], bool]


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
        "item": [(reader.item(message, c, right), told[id(c)]) for c in [*right, *rest]],
        "person": [(reader.person(message, p, items), _holds(row, p)) for p in people],
        "topic": [
            (reader.topic(message, t, [*items, *people]), holds)
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
            yield {"topic": [(linker.reader.topic(message, t, ()), meant) for t in topics]}


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


def fit(rows: Iterable[Mapping[str, Sequence[Example]]]) -> dict[str, dict[str, float]]:
    """Sign -> points for each kind, from the examples of every message."""
    found: dict[str, list[Example]] = {"item": [], "person": [], "topic": []}
    for row in rows:
        for kind, some in row.items():
            found[kind] += some
    return {
        kind: _logistic([s for s, _ in some], [right for _, right in some], SHIFT[kind]) for kind, some in found.items()
    }


def _logistic(signs: Sequence[Mapping[str, float]], right: Sequence[bool], shift: float) -> dict[str, float]:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    met = Counter(name for row in signs for name in row)
    vectorizer = DictVectorizer()
    features = vectorizer.fit_transform([{n: v for n, v in row.items() if met[n] >= MET} for row in signs])
    model = LogisticRegression(C=INVERSE_RIDGE, max_iter=2000, fit_intercept=False)
    model.fit(features, right)
    points = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True))
    points["bias"] += shift
    return {name: round(float(w), DIGITS) for name, w in sorted(points.items()) if abs(w) >= SMALLEST}


def write_weights(linker: Linker, utterances: Sequence[Utterance], path: Path = WEIGHTS) -> int:
    """Fit on all labelled messages but the test's; some seconds. Returns how many messages."""
    rows = [row for name in FILES for row in load_labelled(FOLDER / name)]
    weights = fit([*(examples(linker, row) for row in rows), *wishes(linker, utterances)])
    path.write_text(json.dumps(weights, indent=0, ensure_ascii=False) + "\n", "utf-8")
    return len(rows)
