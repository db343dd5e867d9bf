"""Mention: a stretch of a message and what it means; Phrases: the finding of genres and themes as people say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from chatbot.dialogue.linking.names import Token

POINTERS = frozenset("a an the my your his her our their this that".split())
THINGS = frozenset("film films movie movies flick drama comedy thriller story stories stuff one ones epics".split())
ANNOUNCING = {
    (word,) for word in "without but want wants fancy about involving prefer with need try on so or then enter".split()
}
# "without the ghosts": a kind that the list shows too much of
LEAVING_OUT = frozenset("without minus drop skip lose out less fewer".split())
REFUSING = {("nothing", "with"), ("nothing", "about"), ("nothing", "involving")}
Kind = Literal["item", "person", "genre", "theme", "years"]


@dataclass(frozen=True)
class Mention:
    """`value` is an item id, a person's name, a genre, a theme or years; start and end are offsets in the message.

    others: what the same words may mean too, likeliest first; close: how many of them are nearly as likely as `value`.
    """

    kind: Kind
    value: str
    start: int
    end: int
    score: float = 1.0
    others: tuple[str, ...] = ()
    close: int = 0

    @property
    def ask_back(self) -> tuple[str, ...]:
        """The readings between which only the writer can decide, likeliest first; empty where one is clear."""
        return (self.value, *self.others[: self.close]) if self.close else ()


def covered(token: Token, mentions: Iterable[Mention]) -> bool:
    return any(m.start < token.end and token.start < m.end for m in mentions)


def adjoin(text: str, a: Token, b: Token) -> bool:
    """Whether two words may belong to one name."""
    return text[a.end : b.start].strip() in {"", "-", ".", "'"}


def _would_like(lead: Sequence[str]) -> bool:
    """Whether the words are those of a wish: "we'd like" a heist."""
    return lead[-1:] == ("like",) and lead[0].endswith("d")


def _bare(text: str, token: Token) -> str:
    """A word without its "'s"; "" where it has none."""
    return token.text.removesuffix("s") if text[: token.end].endswith(("'s", "’s")) else ""


class Phrases:
    """Genres or themes as people say them, longest first. table: words, normalised -> what they may mean."""

    def __init__(self, kind: Literal["genre", "theme"], table: Mapping[str, tuple[str, ...]]) -> None:
        self._kind, self._meant = kind, table
        self._longest = max((len(said.split()) for said in table), default=0)

    def __contains__(self, words: str) -> bool:
        return words in self._meant

    def find(self, text: str, tokens: Sequence[Token], taken: Sequence[Mention]) -> list[Mention]:
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            sizes = range(min(self._longest, len(tokens) - at), 0, -1)
            size = next((n for n in sizes if self._said(text, tokens, at, n)), 0)
            span = tokens[at : at + size]
            if span and not any(covered(t, taken) for t in span):
                value, *others = self._meant[self._words(text, span)]
                end = span[-1].end - (len("'s") if _bare(text, span[-1]) in self._meant else 0)
                found.append(Mention(self._kind, value, span[0].start, end, others=tuple(others)))
            at += size or 1
        return found

    def _words(self, text: str, span: Sequence[Token]) -> str:
        """As they stand in the table: "comedy's back" speaks of comedies."""
        words = " ".join(t.text for t in span)
        return words if words in self._meant or len(span) > 1 else _bare(text, span[0])

    def _said(self, text: str, tokens: Sequence[Token], at: int, size: int) -> bool:
        span = tokens[at : at + size]
        words = self._words(text, span)
        if words not in self._meant or "-" in (text[span[0].start - 1 : span[0].start], text[span[-1].end :][:1]):
            return False
        if not all(adjoin(text, a, b) for a, b in pairwise(span)):
            return False
        if self._kind == "genre" or size > 1 or not at:
            return True
        # one thing or being is no theme: "my boss is a shark", "the train to work"; "a prison film" is
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        before = tokens[at - 1].text
        lead = tuple(t.text for t in tokens[max(0, at - 3) : at - 1])  # "nothing with a wedding in it"
        first = at == 1 or text[tokens[at - 2].end : tokens[at - 1].start].strip() not in {"", "-", "'"}
        alone = before in {"a", "an"} and (first or lead in REFUSING or lead[-1:] in ANNOUNCING or _would_like(lead))
        kinds = before in {"the", "those", "these"} and words.endswith("s") and not words.endswith("ss")
        left_out = kinds and ((lead[-1:] and lead[-1] in LEAVING_OUT) or lead[-2:] in REFUSING)
        one = before in POINTERS and not (alone or left_out)
        return not one or after in THINGS or self._meant[words][0].startswith(f"{before} ")
