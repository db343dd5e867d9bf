"""Linking: mentions of items, people and genres in free text -> what the catalogue calls them.

Exact names first, longest first; then a spelling-tolerant second look at places where a title is expected
("loved …", "like …", quotes). A title that is also an ordinary word ("Heat", "It", "Once") counts only where
something else says that a title is meant: a capital inside a sentence, quotes, a year, or such a place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from chatbot.catalog import Catalog, normalise
from chatbot.types import Item

LONGEST = 12  # tokens of the longest title that is looked for
FUZZY_CUTOFF = 86  # rapidfuzz ratio, 0-100: one slip in seven letters
FUZZY_MIN = 5  # letters: shorter names are too alike

# words after which a title is expected
CUES = frozenset(
    "loved love liked like likes enjoyed enjoy adored adore hated hate disliked seen saw watched watch rewatched rate "
    "rated film movie movies films called titled than versus vs finished forget despise despised not".split()
)
JOINS = frozenset("and or but also plus with nor".split())
PEOPLE_CUES = frozenset("by with starring from directed director actor actress featuring s nothing no more".split())
ARTICLES = frozenset("the a an".split())
PRONOUNS = frozenset("it her him them us you me that this she he they one both these those".split())
NUMBERS = {"1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "7": "seven", "10": "ten", "12": "twelve"}
NUMBERS |= {word: digit for digit, word in NUMBERS.items()}
FAMOUS = 50  # ratings from which a one-word title is taken at its word
Kind = Literal["item", "person", "genre"]


@dataclass(frozen=True)
class Mention:
    """`value` is an item id, a person's name or a genre; start and end are character offsets in the message."""

    kind: Kind
    value: str
    start: int
    end: int
    score: float = 1.0


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int
    capital: bool  # a capital that is not merely the start of a sentence
    opens: bool  # the first word of a sentence, written with a capital
    quoted: bool


class Linker:
    """Names of one catalogue, ready to be found. `common` are lower-case words that people use for themselves."""

    def __init__(self, catalog: Catalog, common: Iterable[str] = ()) -> None:
        self._catalog = catalog
        self._common = frozenset(common)
        whole: dict[str, list[Item]] = defaultdict(list)
        short: dict[str, list[Item]] = defaultdict(list)
        for item in catalog:
            for alias in _whole_names(item):
                whole[alias].append(item)
            for alias in _short_names(item):
                short[alias].append(item)
        # "Arrival" is Arrival before it is The Arrival
        self._titles = {name: items_by_id(items) for name, items in short.items()}
        self._titles |= {name: items_by_id(items) for name, items in whole.items()}
        self._fuzzy_titles = [alias for alias in self._titles if len(alias) >= FUZZY_MIN]
        self._surnames = self._build_surnames()
        self._genre_of = _genre_table(catalog)
        words = "|".join(map(re.escape, sorted(self._genre_of, key=len, reverse=True)))
        self._genre_words = re.compile(rf"(?<![\w-])({words})(?![\w-])")

    def link(self, text: str) -> tuple[Mention, ...]:
        """All mentions in order of appearance; they never overlap."""
        tokens = _tokens(text)
        taken: list[Mention] = []
        for find in (self._titles_in, self._people_in, self._genres_in, self._misspelt_titles_in):
            taken += find(text, tokens, taken)
        return tuple(sorted(taken, key=lambda m: m.start))

    @property
    def names(self) -> Iterable[str]:
        """Every name that is known, normalised."""
        return {*self._titles, *self._catalog.people}

    def nearest_titles(self, text: str, n: int = 3) -> tuple[Item, ...]:
        """The items whose names look most like `text`, for asking back."""
        found = process.extract(normalise(text), self._titles.keys(), scorer=fuzz.WRatio, limit=n * 2)
        items = [max(self._titles[alias], key=lambda i: i.known) for alias, _, _ in found]
        return tuple(dict.fromkeys(items_by_id(items)))[:n]

    # -- titles ---------------------------------------------------------------------------------------------------

    def _titles_in(self, text: str, tokens: Sequence[_Token], taken: list[Mention]) -> list[Mention]:
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            size, item = self._title_at(text, tokens, at, found)
            if item is not None:
                found.append(Mention("item", item.item_id, tokens[at].start, tokens[at + size - 1].end))
            at += size
        return found

    def _title_at(self, text: str, tokens: Sequence[_Token], at: int, found: list[Mention]) -> tuple[int, Item | None]:
        for size in range(min(LONGEST, len(tokens) - at), 0, -1):
            span = tokens[at : at + size]
            if any(b.start - a.end > 4 or _breaks(text[a.end : b.start]) for a, b in zip(span, span[1:], strict=False)):
                continue
            items = self._titles.get(" ".join(t.text for t in span))
            if items and self._meant(text, tokens, at, size, found):
                return size, self._by_year(items, text[span[-1].end : span[-1].end + 12])
        return 1, None

    def _meant(self, text: str, tokens: Sequence[_Token], at: int, size: int, found: list[Mention]) -> bool:
        span = tokens[at : at + size]
        words = [t.text for t in span if t.text not in ARTICLES]
        if size == 1 and words and words[0] in PRONOUNS and not (span[0].capital or span[0].quoted):
            return False
        unusual = not all(w in self._common or w.isdigit() for w in words)
        famous = len(words) >= 2 or max(i.known for i in self._titles[" ".join(t.text for t in span)]) >= FAMOUS
        if len(words) >= 3 or (unusual and famous):
            # a long or an unusual name speaks for itself, unless it is a person's or part of one
            return not (len(words) <= 2 and self._part_of_name(tokens, at, size))
        capitals = [t.capital for t in span if t.text not in ARTICLES]
        if any(t.quoted for t in span) or (capitals and all(capitals) and not self._part_of_name(tokens, at, size)):
            return True
        if re.match(r"\s*\(?(18|19|20)\d\d\b|\s*:?\s*\d(\.5)?\s*(/|out of|stars?)", text[span[-1].end :]):
            return True
        if found and re.fullmatch(r"\s*(,|,?\s*(and|or|&|\+|plus))\s*", text[found[-1].end : span[0].start]):
            return True  # it continues a list of titles
        last = at + size
        ends = last == len(tokens) or _breaks(text[span[-1].end : tokens[last].start]) or tokens[last].text in JOINS
        return at > 0 and tokens[at - 1].text in CUES and ends

    def _part_of_name(self, tokens: Sequence[_Token], at: int, size: int) -> bool:
        """`Malcolm X` in `Malcolm X Smith` aside, a title inside a person's full name is not meant."""
        for start in range(max(0, at - 2), at + 1):
            for end in range(at + size, min(len(tokens), at + size + 2) + 1):
                if end - start > size and " ".join(t.text for t in tokens[start:end]) in self._catalog.people:
                    return True
        return False

    def _by_year(self, items: list[Item], after: str) -> Item:
        year = re.match(r"\s*\(?\s*(?:from |of )?((?:18|19|20)\d\d)\b", after)
        if year:
            for item in items:
                if item.year == int(year.group(1)):
                    return item
        return max(items, key=lambda i: (i.known, i.year or 0))

    def _misspelt_titles_in(self, text: str, tokens: Sequence[_Token], taken: list[Mention]) -> list[Mention]:
        """Where a title is expected and none was found: the closest name, if it is close enough."""
        found: list[Mention] = []
        for at, token in enumerate(tokens):
            if _covered(token, taken + found) or (token.text in self._common - ARTICLES and not token.capital):
                continue
            expected = (
                token.quoted
                or token.capital
                or token.opens
                or (at > 0 and tokens[at - 1].text in CUES | JOINS | ARTICLES)
            )
            if not expected:
                continue
            best: tuple[float, int, str] | None = None
            for size in range(min(6, len(tokens) - at), 0, -1):
                span = tokens[at : at + size]
                if any(_covered(t, taken + found) for t in span) or _breaks(text[span[0].start : span[-1].end]):
                    continue
                phrase = " ".join(t.text for t in span)
                if len(phrase) < FUZZY_MIN or all(t.text in self._common for t in span):
                    continue
                hit = process.extractOne(phrase, self._fuzzy_titles, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
                if hit and (best is None or hit[1] > best[0]):
                    best = (hit[1], size, hit[0])
            if best:
                last = tokens[at + best[1] - 1]
                item = self._by_year(self._titles[best[2]], text[last.end : last.end + 12])
                found.append(Mention("item", item.item_id, token.start, last.end, best[0] / 100))
        return found

    # -- people and genres ----------------------------------------------------------------------------------------

    def _build_surnames(self) -> dict[str, str]:
        """Surname -> the one person who is clearly best known by it."""
        fame: dict[str, dict[str, float]] = defaultdict(dict)
        for key, name in self._catalog.people.items():
            if " " in key:
                items = self._catalog.with_person(name)
                fame[key.split()[-1]][name] = sum(i.known + 1 for i in items) if len(items) >= 2 else 0
        clear: dict[str, str] = {}
        for surname, people in fame.items():
            ranked = sorted(people, key=lambda p: -people[p])
            second = people[ranked[1]] if len(ranked) > 1 else 0
            if people[ranked[0]] >= 2 * second and people[ranked[0]] > 0 and len(surname) > 3:
                clear[surname] = ranked[0]
        return clear

    def _people_in(self, text: str, tokens: Sequence[_Token], taken: list[Mention]) -> list[Mention]:
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            size = 1
            for n in range(min(4, len(tokens) - at), 0, -1):
                span = tokens[at : at + n]
                if any(_covered(t, taken) for t in span):
                    continue
                name = self._person(span, tokens[at - 1] if at else None)
                if name:
                    found.append(Mention("person", name, span[0].start, span[-1].end))
                    size = n
                    break
            at += size
        return found

    def _person(self, span: Sequence[_Token], before: _Token | None) -> str | None:
        key = " ".join(t.text for t in span)
        if len(span) > 1:
            return self._catalog.people.get(key)
        token = span[0]
        name = self._surnames.get(token.text) or self._surnames.get(token.text.removesuffix("s"))
        cued = before is not None and before.text in PEOPLE_CUES
        sure = (
            token.capital
            or (cued and token.text not in self._common)
            or (token.text not in self._common and len(key) > 6)
        )
        return name if sure else None

    def _genres_in(self, text: str, tokens: Sequence[_Token], taken: list[Mention]) -> list[Mention]:
        found = []
        for match in self._genre_words.finditer(text.lower()):
            start, end = match.span(1)
            if not any(m.start < end and start < m.end for m in taken):
                found.append(Mention("genre", self._genre_of[match.group(1)], start, end))
        return found


def items_by_id(items: Iterable[Item]) -> list[Item]:
    """Without repeats; Items hold a mapping and cannot be hashed."""
    return list({item.item_id: item for item in items}.values())


def _whole_names(item: Item) -> set[str]:
    return {normalise(title) for title in (item.title, *item.alt_titles)} - {""}


def _short_names(item: Item) -> Iterator[str]:
    """Names without sub-title or article, and with their numbers written the other way."""
    for title in (item.title, *item.alt_titles):
        head = normalise(re.split(r":| - ", title)[0])
        heads = [head] if len(head) >= 7 and (" " in head or item.known >= 20) else []
        for name in (normalise(title), *heads):
            words = name.split()
            if len(words) > 1:
                if words[0] in ARTICLES:
                    yield " ".join(words[1:])
                yield " ".join(NUMBERS.get(w, w) for w in words)
        yield from heads


def _tokens(text: str) -> list[_Token]:
    quoted = [m.span(1) for m in re.finditer(r"[\"“«*]([^\"”»*]{1,80})[\"”»*]", text)]
    shouting = text.isupper()
    tokens = []
    for match in re.finditer(r"[^\W_]+(?:['’][^\W_]+)*|&", text):
        start, end = match.span()
        opens = not text[:start].strip() or text[:start].rstrip()[-1] in ".!?\n"
        word = normalise(match.group())
        if not word:
            continue
        upper = match.group()[0].isupper() and not shouting and word not in {"i", "im", "id", "ive", "ill"}
        tokens.append(
            _Token(
                word, start, end, upper and not opens, upper and opens, any(a <= start and end <= b for a, b in quoted)
            )
        )
    return tokens


def _breaks(between: str) -> bool:
    """Whether this stretch ends a clause. Colons, hyphens and apostrophes stand inside titles."""
    return any(c in ',;!?()\n"“”' for c in between) or ". " in between or between.strip() == "."


def _covered(token: _Token, mentions: Iterable[Mention]) -> bool:
    return any(m.start < token.end and token.start < m.end for m in mentions)


def _genre_table(catalog: Catalog) -> dict[str, str]:
    table = {genre.lower(): genre for genre in catalog.domain.genres}
    for genre, words in catalog.domain.genre_words.items():
        table |= {word.lower(): genre for word in words}
    return table
