"""The finding of people: full names, and single names that one person is best known by."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from rapidfuzz import fuzz, process

from chatbot.catalog import Catalog, normalise, people_of
from chatbot.dialogue.cues import EMPTY
from chatbot.dialogue.linking.mentions import Mention, adjoin, covered
from chatbot.dialogue.linking.names import ARTICLES, PARTICLES, Token, fame_of, siblings_of

# words after which a name is expected
PEOPLE_CUES = frozenset("by with starring from directed director actor actress featuring s nothing no more w".split())
SURE = 7  # letters from which a full name may have a slip
FUZZY_CUTOFF = 88  # rapidfuzz ratio, 0-100
AT_PLACES = frozenset("in near at".split())  # words after which a name is rather a town's
BESIDE = 2  # characters within which a neighbouring capital belongs to the same name
BROTHERS = frozenset("brothers bros brother sisters".split())
HONORIFICS = frozenset("mr mrs ms miss mister dr sir dame madame monsieur".split())
JOINS = frozenset("and or not but also than".split())
SEVERAL = 3
# somebody of the household: "Hattie has a project", "Aubrey's handkerchiefs", "Aubrey and I"; of a film-maker all of it
# is said of films, and so only of those who are not widely known is it taken so
_OF_LIFE = re.compile(
    r"(?:,? (?:used to|once said|always|never|liked|says|said|asks|thinks|insists|maintains|has (?:an?|the|to|got)|had"
    r"|is (?:asleep|in bed|ill|here|out|with (?:me|us))|and (?:i|me|we)\b|would|could|wants|adored|prayed|,? too\b)"
    r"|['’]s,? (?:too|as well|was|is|\w+ (?!films?|movies?|pictures?|work)\w+))"
)
_ASKED_FOR = re.compile(r"\b(?:by|with|from|starring|featuring|directed|films?|movies?|actors?|actress|directors?) $")
_INITIALS = re.compile(r"\b(?P<first>[A-Z])\.(?: ?[A-Z]\.)* ?$")  # "E. M. Forster" is no Marc
LONGEST = 4  # words of the longest full name that is looked for
KNOWN = 100  # summed fame from which a surname alone, without a capital, is taken for its bearer
FIRST_KNOWN, FIRST_SHARE = 200, 0.6  # the same for a first name, and how much of all its bearers' fame must be his
CONTEXT = 1000.0  # how many times likelier somebody is who made a film that is named beside


class People:
    """The people of a catalogue. `ordinary` says how often a word was met in everyday language."""

    def __init__(self, catalog: Catalog, ordinary: Mapping[str, int]) -> None:
        self._ordinary, self._siblings = ordinary, siblings_of(catalog)
        self.fame: Counter[str] = Counter()
        for item in catalog:
            self.fame.update({person: fame_of(item) for person in set(people_of(item, catalog.domain))})
        self.full = catalog.people | {key.replace(" ", ""): name for key, name in catalog.people.items() if " " in key}
        self._nicknames: set[str] = set()
        self._last = self._by(lambda words: words[-1:])
        self._last |= self._by(lambda words: words[-2:] if words[-2] in PARTICLES else [])
        self._last |= {key.replace(" ", ""): names for key, names in self._last.items() if " " in key}
        self._first = self._by(lambda words: words[:1]) | self._by(lambda words: words[:2] if len(words) > 2 else [])
        for nickname, person in catalog.domain.nicknames.items():
            if (key := normalise(person)) in catalog.people:
                self.full[normalise(nickname)] = catalog.people[key]
                self._nicknames.add(normalise(nickname))

    def _by(self, part: Callable[[list[str]], list[str]]) -> dict[str, list[str]]:
        """Part of a name -> those who bear it, best known first."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.fame, key=lambda person: -self.fame[person]):
            words = normalise(name).split()
            if len(words) > 1 and (key := " ".join(part(words))):
                found[key].append(name)
        return dict(found)

    @cached_property
    def first_names(self) -> set[str]:
        """First names that several people bear."""
        return {name for name, people in self._first.items() if len(people) >= SEVERAL}

    @property
    def words(self) -> set[str]:
        return {word for key in self.full for word in key.split()}

    def find(
        self, text: str, tokens: Sequence[Token], taken: Sequence[Mention], beside: Iterable[str] = ()
    ) -> list[Mention]:
        """The longest name at each place that nothing covers. beside: people of the items that the message names."""
        near, found, at = frozenset(beside), [], 0
        while at < len(tokens):
            size, names = self._at(text, tokens, at, taken, near)
            start, end = tokens[at].start, tokens[at + size - 1].end
            if names and names[0] in self._pair(tokens, at):  # of two brothers each gets one of the words
                middle = tokens[at].end if size > 1 else start + 1
                found.append(Mention("person", names[0], start, middle))
                found.append(Mention("person", names[1], tokens[at + 1].start if size > 1 else middle, end))
            elif names:
                found.append(Mention("person", names[0], start, end, others=tuple(names[1:4])))
            at += size
        return found

    def _pair(self, tokens: Sequence[Token], at: int) -> tuple[str, ...]:
        """`the Coen brothers`, `the Coens`."""
        word = tokens[at].text
        if at + 1 < len(tokens) and tokens[at + 1].text in BROTHERS:
            return self._siblings.get(word, ())
        return self._siblings.get(word[:-1], ()) if word.endswith("s") and word not in self._last else ()

    def _at(
        self, text: str, tokens: Sequence[Token], at: int, taken: Sequence[Mention], near: frozenset[str]
    ) -> tuple[int, Sequence[str]]:
        for size in range(min(LONGEST, len(tokens) - at), 1, -1):
            span = tokens[at : at + size]
            if any(covered(t, taken) for t in span) or not all(adjoin(text, a, b) for a, b in pairwise(span)):
                continue
            if name := self._in_full(span, tokens[at - 1] if at else None):
                return size, [name]
        if covered(tokens[at], taken):
            return 1, ()
        if pair := self._pair(tokens, at):
            brothers = at + 1 < len(tokens) and tokens[at + 1].text in BROTHERS
            return 1 + brothers, pair
        return self._by_one_name(text, tokens, at, near)

    def _in_full(self, span: Sequence[Token], before: Token | None) -> str | None:
        key = " ".join(t.text for t in span)
        stem = key.removesuffix("s") if span[-1].text not in self._last else key
        if name := self.full.get(key) or self.full.get(stem):
            return name if span[0].text not in EMPTY | ARTICLES or span[0].capital else None
        if span[0].text in HONORIFICS or span[0].text in self._ordinary:
            return None
        for name in self._last.get(" ".join(t.text for t in span[1:]), ()):  # "ed norton", "nic cage"
            if len(span[0].text) > 1 and normalise(name).startswith(span[0].text):
                return name
        # a slip, where both words have capitals or a person is expected
        expected = all(t.capital for t in span) or (before is not None and before.text in PEOPLE_CUES)
        if len(span) != 2 or not expected or len(key) < SURE or all(t.text in self._ordinary for t in span):
            return None
        hit = process.extractOne(key, self.full.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
        return self.full[hit[0]] if hit else None

    def _by_one_name(
        self, text: str, tokens: Sequence[Token], at: int, near: frozenset[str]
    ) -> tuple[int, Sequence[str]]:
        """A surname or a first name alone: with another name beside it, it is somebody else's."""
        for size in (2, 1):
            span = tokens[at : at + size]
            whole = len(span) == size and all(adjoin(text, a, b) for a, b in pairwise(span))
            if whole and (names := self._bearers(text, tokens, at, size, near)):
                return size, names
        return 1, ()

    def _bearers(self, text: str, tokens: Sequence[Token], at: int, size: int, near: frozenset[str]) -> list[str]:
        span = tokens[at : at + size]
        before = tokens[at - 1] if at else None
        after = tokens[at + size] if at + size < len(tokens) else None
        key = " ".join(t.text for t in span)
        around = [*tokens[max(0, at - 2) : at], *tokens[at + size : at + size + 1]]
        if {"my", "our"} & {t.text for t in around} or self._beside_a_name(text, span, before, after):
            return []  # "our dog Rex", "Harry, my nephew"
        if size == 1 and self._of_the_household(text, span[0]):
            return []
        plain = key.removesuffix("s") if key not in self._last and key not in self.full else key
        if size == 1 and key in self._nicknames:
            return [self.full[key]] if key not in self._ordinary or span[0].capital else []
        if size == 1 and key in self.full and " " not in key:  # mononyms and nicknames
            return [self.full[key]] if self._free(span, self.full[key], near, KNOWN, before) else []
        told = after.text if after else ""  # "Wilder (Billy, not Gene)"
        near_or_told = {p for p in self._last.get(plain, ()) if p in near or normalise(p).split()[0] == told}
        initial = _INITIALS.search(text[: span[0].start])
        bearers = [p for p in self._last.get(plain, ()) if not initial or p[0] == initial["first"]]
        last = sorted(bearers, key=lambda p: -self.fame[p] * (CONTEXT if p in near_or_told else 1))
        if last and self._free(span, last[0], near, KNOWN, before):
            return last
        first = self._first.get(plain, [])
        share = self.fame[first[0]] / sum(self.fame[p] for p in first) if first else 0
        near_first = [p for p in first if p in near]
        if near_first and (span[0].capital or plain not in self._ordinary):
            return near_first
        if share < FIRST_SHARE or plain in self._ordinary:
            return []
        return first if self._free(span, first[0], near, FIRST_KNOWN, before) else []

    def _of_the_household(self, text: str, word: Token) -> bool:
        """Whether a name is rather that of somebody who is merely told of."""
        owns = text[: word.end].endswith(("'s", "’s"))
        name, end = (word.text.removesuffix("s"), word.end - 2) if owns else (word.text, word.end)
        known = max((self.fame[p] for p in self._last.get(name, ())), default=0)
        if known >= KNOWN or (not word.capital and not word.opens) or _ASKED_FOR.search(text[: word.start].lower()):
            return False
        return bool(_OF_LIFE.match(text, end))

    def _beside_a_name(self, text: str, span: Sequence[Token], before: Token | None, after: Token | None) -> bool:
        """Whether a neighbour in capitals makes these words part of somebody else's name."""
        if before and before.capital and before.text not in PEOPLE_CUES | JOINS and len(span) == 1:
            return span[0].start - before.end < BESIDE
        if not after or not after.capital or text[: span[-1].end].endswith(("'s", "’s")):
            return False
        known = after.text in self._ordinary or not (after.text in self._last or span[-1].capital)
        return not known and after.start - span[-1].end < BESIDE

    def _free(self, span: Sequence[Token], person: str, near: frozenset[str], known: int, before: Token | None) -> bool:
        """Whether these words are used as a name and its bearer is known well enough for it."""
        cued = before is not None and before.text in PEOPLE_CUES
        rare = any(self._ordinary.get(t.text, 0) == 0 for t in span)
        if len(span) == 1 and len(span[0].text) < (3 if span[0].capital else 4):
            return False
        slips = any(t.slip for t in span)
        known *= 2 if slips else 1
        known *= 3 if before is not None and before.text in AT_PLACES else 1  # "we saw it in Messina"
        if person in near:
            return rare or span[0].capital or cued
        capital = span[0].capital or (span[0].opens and rare)
        given = self._first.get(span[0].text, ())
        if len(span) == 1 and not cued and person not in given and sum(self.fame[p] for p in given) > self.fame[person]:
            return False  # "john from work"
        return (rare or span[0].capital) and (
            self.fame[person] >= (known / 4 if capital or (cued and not slips) else known)
        )
