"""Linking: mentions of items, people and genres in free text -> what the catalogue calls them.

Exact names first, longest first; then a spelling-tolerant second look at places where a title is expected
("loved …", "like …", quotes). A title that is also an ordinary word ("Heat", "It", "Once") counts only where
something else says that a title is meant: a capital inside a sentence, quotes, a year, or such a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from chatbot.catalog import Catalog, normalise
from chatbot.dialogue.cues import AFTER_BAD, AFTER_GOOD, AFTER_NOT_GOOD, EMPTY
from chatbot.dialogue.names import ARTICLES, NUMBERS, Token, breaks, in_one_piece, once, titles_of, tokens_of
from chatbot.dialogue.people import Genres, Mention, People, covered
from chatbot.types import Item

YEAR_SLIP = 1  # years by which a remembered year may be off
LONGEST = 12  # tokens of the longest title that is looked for
FUZZY_LONGEST = 6
FUZZY_CUTOFF = 86  # rapidfuzz ratio, 0-100: one slip in seven letters
FUZZY_MIN = 5  # letters: shorter names are too alike
FAMOUS = 50  # ratings from which a one-word title is taken at its word

# words after which a title is expected
CUES = frozenset(
    "loved love liked like likes enjoyed enjoy adored adore hated hate disliked seen saw watched watch rewatched rate "
    "rated film movie movies films called titled than versus vs finished forget despise despised not".split()
)
JOINS = frozenset("and or but also plus with nor".split())
PRONOUNS = frozenset("it her him them us you me that this she he they one both these those".split())
PREPOSITIONS = frozenset("after before since until from between around".split())
SMALL = frozenset("of the a an and in on at to for from with de la le & vs".split())
_RATED_OR_DATED = re.compile(r"\s*\((18|19|20)\d\d\)|\s+(18|19|20)\d\d\b(?!'?s)|\s*:?\s*\d(\.5)?\s*(/|out of|stars?)")
_STARS = re.compile(r"\s*(/\s*\d|out of|stars?\b|\*)")
_SAID_OF_A_FILM = (AFTER_BAD, AFTER_GOOD, AFTER_NOT_GOOD, re.compile(r" (?:by [A-Z]|should be|did|deserves|vs)"))
_LIST = re.compile(r"\s*(,|,?\s*(and|or|&|\+|plus))\s*")
_YEAR_AFTER = re.compile(r"[\s,(\"”*]*(?:from |of |the )?((?:18|19|20)\d\d)\b(?!'?s)")
_YEAR_BEFORE = re.compile(r"\b((?:18|19|20)\d\d)(?:'s)? (?:version of |film |movie )?(?:the )?$")


class Linker:
    """Names of one catalogue, ready to be found. `common` are lower-case words that people use for themselves."""

    def __init__(self, catalog: Catalog, common: Iterable[str] = ()) -> None:
        self._catalog = catalog
        self._common = frozenset(common) | EMPTY
        self._titles = titles_of(catalog)
        self._fuzzy_titles = [name for name in self._titles if len(name) >= FUZZY_MIN]
        self._people = People(catalog, self._common)
        self._genres = Genres(catalog)

    def link(self, text: str) -> tuple[Mention, ...]:
        """All mentions in order of appearance; they never overlap."""
        tokens = tokens_of(text)
        taken: list[Mention] = []
        for find in (self._titles_in, self._people.find, self._genres.find, self._misspelt_titles_in):
            taken += find(text, tokens, taken)
        return tuple(sorted(taken, key=lambda m: m.start))

    @property
    def names(self) -> Iterable[str]:
        """Every name that is known, normalised."""
        return {*self._titles, *self._catalog.people}

    def nearest_titles(self, text: str, n: int = 3) -> tuple[Item, ...]:
        """The items whose names look most like `text`, for asking back."""
        found = process.extract(normalise(text), self._titles.keys(), scorer=fuzz.ratio, limit=n * 2)
        items = [max(self._titles[alias], key=lambda i: i.known) for alias, _, _ in found]
        return tuple(once(items))[:n]

    def unknown_title(self, text: str) -> str:
        """What is written like a title, in capitals or quotes, in a message in which nothing was found; or ""."""
        tokens = tokens_of(text)
        if quoted := [t for t in tokens if t.quoted]:
            return text[quoted[0].start : quoted[-1].end]
        run: list[Token] = []
        for token in tokens:
            if token.capital or (run and token.text in SMALL):
                run.append(token)
            elif sum(t.capital for t in run) >= 2:
                break
            else:
                run = []
        while run and not run[-1].capital:
            run.pop()
        return text[run[0].start : run[-1].end] if sum(t.capital for t in run) >= 2 else ""

    # -- titles ---------------------------------------------------------------------------------------------------

    def _titles_in(self, text: str, tokens: Sequence[Token], taken: Sequence[Mention]) -> list[Mention]:
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            size, item = self._title_at(text, tokens, at, found)
            if item is not None:
                found.append(Mention("item", item.item_id, tokens[at].start, tokens[at + size - 1].end))
            at += size
        return found

    def _title_at(self, text: str, tokens: Sequence[Token], at: int, found: list[Mention]) -> tuple[int, Item | None]:
        for size in range(min(LONGEST, len(tokens) - at), 0, -1):
            span = tokens[at : at + size]
            items = self._titles.get(" ".join(t.text for t in span))
            if size > 1 and span[-1].text in NUMBERS and _STARS.match(text[span[-1].end :]):
                continue  # "Jaws 2 stars" rates Jaws
            if not items or not (in_one_piece(text, span) or _has_stops(items)):
                continue
            if self._meant(text, tokens, at, size, found):
                return size, _by_year(items, text, span)
        return 1, None

    def _meant(self, text: str, tokens: Sequence[Token], at: int, size: int, found: list[Mention]) -> bool:
        """Whether these words, which are a title, are used as one."""
        span = tokens[at : at + size]
        content = [t for t in span if t.text not in ARTICLES]
        words = [t.text for t in content]
        if len(words) >= 3:
            return True
        after = text[span[-1].end :]
        told = any(t.quoted for t in span) or bool(_RATED_OR_DATED.match(after))
        capital = any(t.capital for t in content)
        if size == 1 and words and words[0] in PRONOUNS and not (told or capital):
            return False
        if not (told or capital) and self._genres.is_genre(" ".join(words)):
            return False  # "not war" is a genre, "not The War" a film
        if size == 1 and words and words[0] in PREPOSITIONS and not capital:
            return False  # "after 2000"
        named_after = self._part_of_name(tokens, at, size)
        if self._unusual(span, words):
            return not named_after
        if told or (content and all(t.capital for t in content) and not named_after):
            return True
        if found and _LIST.fullmatch(text[found[-1].end : span[0].start]):
            return True
        if span[0].opens and self._opens_about_a_film(text, tokens, at, size):
            return True
        return at > 0 and tokens[at - 1].text in CUES and self._clause_ends(text, tokens, at + size)

    def _opens_about_a_film(self, text: str, tokens: Sequence[Token], at: int, size: int) -> bool:
        """`Heat was great`, `Heat or Casino?`, `Heat. Masterpiece.`: a well-known title that begins a sentence."""
        span = tokens[at : at + size]
        if any(sign.match(text[span[-1].end :]) for sign in _SAID_OF_A_FILM):
            return True
        known = max(i.known for i in self._titles[" ".join(t.text for t in span)])
        return known >= FAMOUS and span[-1].text not in EMPTY and self._clause_ends(text, tokens, at + size)

    def _unusual(self, span: Sequence[Token], words: Sequence[str]) -> bool:
        """A name that nobody says by chance: two words or a well-known one, and not all of them everyday words."""
        if all(word in self._common or word.isdigit() for word in words):
            return False
        return len(words) >= 2 or max(i.known for i in self._titles[" ".join(t.text for t in span)]) >= FAMOUS

    def _clause_ends(self, text: str, tokens: Sequence[Token], at: int) -> bool:
        return at == len(tokens) or breaks(text[tokens[at - 1].end : tokens[at].start]) or tokens[at].text in JOINS

    def _part_of_name(self, tokens: Sequence[Token], at: int, size: int) -> bool:
        """A title inside a person's full name is not meant."""
        for start in range(max(0, at - 2), at + 1):
            for end in range(at + size, min(len(tokens), at + size + 2) + 1):
                if end - start > size and " ".join(t.text for t in tokens[start:end]) in self._catalog.people:
                    return True
        return False

    # -- titles with a slip ---------------------------------------------------------------------------------------

    def _misspelt_titles_in(self, text: str, tokens: Sequence[Token], taken: Sequence[Mention]) -> list[Mention]:
        """Where a title is expected and none was found: the closest name, if it is close enough."""
        found: list[Mention] = []
        for at, token in enumerate(tokens):
            before = tokens[at - 1].text if at else ""
            expected = token.quoted or token.capital or token.opens or before in CUES | JOINS | ARTICLES
            everyday = token.text in self._common - ARTICLES and not token.capital
            if expected and not everyday and not covered(token, [*taken, *found]):
                found += self._closest(text, tokens, at, [*taken, *found])
        return found

    def _closest(self, text: str, tokens: Sequence[Token], at: int, taken: Sequence[Mention]) -> list[Mention]:
        """The best match among the spans that begin here: at most one."""
        best: Mention | None = None
        for size in range(min(FUZZY_LONGEST, len(tokens) - at), 0, -1):
            span = tokens[at : at + size]
            phrase = " ".join(t.text for t in span)
            if len(phrase) < FUZZY_MIN or all(t.text in self._common for t in span):
                continue
            if any(covered(t, taken) for t in span) or breaks(text[span[0].start : span[-1].end]):
                continue
            hit = process.extractOne(phrase, self._fuzzy_titles, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
            item = _by_year(self._titles[hit[0]], text, span) if hit else None
            if hit and item and (best is None or hit[1] / 100 > best.score):
                best = Mention("item", item.item_id, span[0].start, span[-1].end, hit[1] / 100)
        return [best] if best else []


def _has_stops(items: Sequence[Item]) -> bool:
    """Whether the title itself has a comma or a full stop inside: "Mrs. Miniver"."""
    return any(re.search(r"[,.!?;] ", title) for item in items for title in (item.title, *item.alt_titles))


def _by_year(items: Sequence[Item], text: str, span: Sequence[Token]) -> Item | None:
    """The one of the year that stands beside the name; else the best known, of these the latest.

    None where a year in brackets is nobody's: "The Thing (2011)" is not the film of 1982.
    """
    after = _YEAR_AFTER.match(text[span[-1].end : span[-1].end + 14])
    year = after or _YEAR_BEFORE.search(text[: span[0].start])
    if year:
        told = int(year.group(1))
        near = [item for item in items if item.year is not None and abs(item.year - told) <= YEAR_SLIP]
        if near:
            return min(near, key=lambda i: abs((i.year or 0) - told))
        if "(" in year.group():
            return None
    return max(items, key=lambda i: (i.known, i.year or 0))


__all__ = ["Linker", "Mention"]
