"""Mentions, and the finding of people (full names, and surnames that one person is known by) and of genres."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from chatbot.catalog import Catalog
from chatbot.dialogue.names import Token, genre_words, siblings_of, surnames_of

# words after which a surname is expected
PEOPLE_CUES = frozenset("by with starring from directed director actor actress featuring s nothing no more".split())
SURE = 7  # letters from which an unusual surname needs no such word
FUZZY_CUTOFF = 88  # rapidfuzz ratio, 0-100
BESIDE = 2  # characters within which a neighbouring capital belongs to the same name
BROTHERS = frozenset("brothers bros brother sisters".split())
LONGEST = 4  # words of the longest full name that is looked for
Kind = Literal["item", "person", "genre"]


@dataclass(frozen=True)
class Mention:
    """`value` is an item id, a person's name or a genre; start and end are character offsets in the message."""

    kind: Kind
    value: str
    start: int
    end: int
    score: float = 1.0


def covered(token: Token, mentions: Iterable[Mention]) -> bool:
    return any(m.start < token.end and token.start < m.end for m in mentions)


class People:
    def __init__(self, catalog: Catalog, common: frozenset[str]) -> None:
        self._full_names, self._surnames, self._common = catalog.people, surnames_of(catalog), common
        self._siblings = siblings_of(catalog)

    def find(self, text: str, tokens: Sequence[Token], taken: Sequence[Mention]) -> list[Mention]:
        """The longest name at each place that no title covers."""
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            size, names = self._at(tokens, at, taken)
            for step, name in enumerate(names):  # of two brothers each gets one of the words
                start = tokens[at + step].start
                end = tokens[at + step if len(names) > 1 else at + size - 1].end
                found.append(Mention("person", name, start, end))
            at += size
        return found

    def _at(self, tokens: Sequence[Token], at: int, taken: Sequence[Mention]) -> tuple[int, Sequence[str]]:
        for size in range(min(LONGEST, len(tokens) - at), 0, -1):
            span = tokens[at : at + size]
            if any(covered(t, taken) for t in span):
                continue
            key = " ".join(t.text for t in span)
            if size == 2 and span[1].text in BROTHERS and span[0].text in self._siblings:
                return 2, self._siblings[span[0].text]
            if size > 1 and (name := self._full_names.get(key) or self._misspelt(span, tokens[at - 1] if at else None)):
                return size, [name]
        name = self._by_surname(tokens, at) if not covered(tokens[at], taken) else None
        return 1, [name] if name else []

    def _misspelt(self, span: Sequence[Token], before: Token | None) -> str | None:
        """A full name with a slip, where both words have capitals or a person is expected."""
        expected = all(t.capital for t in span) or (before is not None and before.text in PEOPLE_CUES)
        if len(span) != 2 or not expected or all(t.text in self._common for t in span):
            return None
        key = " ".join(t.text for t in span)
        hit = process.extractOne(key, self._full_names.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
        return self._full_names[hit[0]] if hit and len(key) >= SURE else None

    def _by_surname(self, tokens: Sequence[Token], at: int) -> str | None:
        """A surname alone: with another name beside it, it is somebody else's."""
        token = tokens[at]
        before = tokens[at - 1] if at else None
        cued = before is not None and before.text in PEOPLE_CUES
        if not (token.capital or (token.text not in self._common and (cued or len(token.text) >= SURE))):
            return None
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if before and before.capital and token.start - before.end < BESIDE:
            return None
        if after and after.capital and after.start - token.end < BESIDE and after.text not in self._common:
            return None
        return self._surnames.get(token.text) or self._surnames.get(token.text.removesuffix("s"))


class Genres:
    def __init__(self, catalog: Catalog) -> None:
        self._genre_of = genre_words(catalog)
        longest_first = sorted(self._genre_of, key=len, reverse=True)
        self._said = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(?![\w-])")

    def is_genre(self, words: str) -> bool:
        return words in self._genre_of

    def find(self, text: str, tokens: Sequence[Token], taken: Sequence[Mention]) -> list[Mention]:
        found = []
        for match in self._said.finditer(text.lower()):
            start, end = match.span(1)
            if not any(m.start < end and start < m.end for m in taken):
                found.append(Mention("genre", self._genre_of[match.group(1)], start, end))
        return found
