"""Candidates: every stretch of a message that is an item's name, or nearly one. Whether it is used as one is decided
elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from chatbot.catalog import Catalog, normalise, people_of
from chatbot.dialogue.cues import EMPTY
from chatbot.dialogue.linking.mentions import Mention, Phrases
from chatbot.dialogue.linking.names import ARTICLES, NUMBERS, SMALL, Titles, Token, in_one_piece, key_of
from chatbot.dialogue.linking.namesakes import YEAR, weighed

LONGEST = 14  # tokens of the longest title that is looked for
FUZZY_LONGEST = 7
FUZZY_CUTOFF = 86  # rapidfuzz ratio, 0-100: one slip in seven letters
FUZZY_RARE = 800  # names that may share a word for it to lead to them
SLIP_MIN, SLIP_CUTOFF = 5, 0.75  # letters of a word that is corrected, and how like it the right one must be
SLIP_SCORE = 0.9
REORDERED_LEAST, REORDERED_SCORE = 3, 0.9  # words of a name that is known in another order, and how near that is
KNOWN_WORDS = 30  # fame of an item whose title's words slips are corrected to
JOINS = frozenset({"and", "n"})
_STARS = re.compile(r"\s*(/\s*\d|out of|stars?\b|\*)")
_SAYS_WHICH = frozenset("with by from of in where that who whose which about starring directed set on i you we".split())
_SUPPOSED = frozenset(
    "i id ive i'd i've im we we'd you he she it it's they they're there that this these those the a my our your"
    " all".split()
)
_STOP = re.compile(r"[.!?;:<>/\n]")
_STOP_INSIDE = re.compile(r"[,.!?;] ")


@dataclass(frozen=True)
class Candidate:
    """Tokens start to stop, which read as the name `key`; likely: item id -> how likely it is meant; made: those of
    them whose makers the message names; reordered: told in capitals, with all the name's words in another order."""

    start: int
    stop: int
    key: str
    likely: dict[str, float]
    made: frozenset[str]
    score: float = 1.0
    reordered: bool = False

    @property
    def best(self) -> str:
        return max(self.likely, key=lambda item_id: self.likely[item_id])

    def apart(self, other: Candidate) -> bool:
        return self.stop <= other.start or other.stop <= self.start


class Finder:
    """The names of one catalogue. words: what slips are corrected to, beside the titles' own words; known: what else
    nobody needs to correct."""

    def __init__(
        self,
        catalog: Catalog,
        titles: Titles,
        words: Iterable[str],
        people: Set[str],
        topics: Sequence[Phrases],
        known: Iterable[str] = (),
    ) -> None:
        self._catalog, self._titles, self._topics = catalog, titles, topics
        self._genres = topics[0]
        self._of_item = {item.item_id: frozenset(people_of(item, catalog.domain)) for item in catalog}
        self._surnames = {
            item_id: frozenset(normalise(person).split()[-1] for person in people if " " in person)
            for item_id, people in self._of_item.items()
        }
        self._keys_of: dict[str, list[str]] = defaultdict(list)
        for key, name in titles.names.items():
            for word in set(name.split()) - SMALL:
                self._keys_of[word].append(key)
        self._by_words: dict[frozenset[str], str] = {}
        for key, name in sorted(titles.names.items(), key=lambda row: titles.top(row[0])):
            stems = frozenset(_stem(word) for word in name.split() if word not in SMALL and word not in JOINS)
            if len(stems) >= REORDERED_LEAST:
                self._by_words[stems] = key
        self._ordinary = ordinary = {*words}
        self._known_words = frozenset({*self._keys_of, *people, *ordinary, *known})
        famous = {w for key, name in titles.names.items() if titles.top(key) >= KNOWN_WORDS for w in name.split()}
        self._lexicon: dict[str, list[str]] = defaultdict(list)
        for word in sorted({w for w in famous | people if len(w) >= SLIP_MIN} | ordinary):
            self._lexicon[word[:1]].append(word)

    def makers(self, item_id: str) -> frozenset[str]:
        return self._of_item[item_id]

    def corrected(self, tokens: Sequence[Token]) -> list[Token]:
        """Words that nobody knows, read as the nearest one that is known."""
        return [replace(t, text=word, slip=True) if (word := self._nearest_word(t.text)) else t for t in tokens]

    def _nearest_word(self, word: str) -> str | None:
        stems = {word, word.removesuffix("s"), word.removesuffix("ly"), f"{word.removesuffix('ily')}y"}
        known = stems & self._known_words or key_of([word]) in self._titles
        if known or len(word) < SLIP_MIN or not word.isalpha():
            return None
        hit = process.extractOne(
            word, self._lexicon[word[0]], scorer=OSA.normalized_similarity, score_cutoff=SLIP_CUTOFF
        )
        return hit[0] if hit else None

    def find(self, text: str, tokens: Sequence[Token], near: Set[str], said: Set[str]) -> list[Candidate]:
        """near: names of the people in the message; said: its words that are not refused."""
        genres = {m.value for m in self._genres.find(text, tokens, ())}

        def candidate(start: int, stop: int, key: str, score: float = 1.0) -> Candidate:
            span = tokens[start:stop]
            known = self._titles[key]
            own = {t.text for t in span} | self._ordinary
            made = frozenset(i for i in known if self._of_item[i] & near or self._surnames[i] & said - own)
            if len(known) > 1 or YEAR.search(text):
                known = weighed(self._catalog, text, span, known, made, genres)
            return Candidate(start, stop, key, known, made, min(score, SLIP_SCORE) if _slips(span) else score)

        found = {
            (start, stop): candidate(start, stop, key)
            for start, stop, key in self._exactly(text, tokens)
            if not self._of_a_longer(text, tokens, start, stop)
        }
        for start, stop, key in self._reordered(text, tokens):
            if not any(a <= start and stop <= b for a, b in found):
                found[start, stop] = replace(candidate(start, stop, key, REORDERED_SCORE), reordered=True)
        for start, stop, key, score in self._nearly(text, tokens, found):
            found[start, stop] = candidate(start, stop, key, score)
        return [c for c in found.values() if c.likely]

    def _exactly(self, text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
        for start in range(len(tokens)):
            for stop in range(start + 1, min(len(tokens), start + LONGEST) + 1):
                span = tokens[start:stop]
                if span[-1].text in JOINS or (span[0].text in JOINS and stop - start < 3):
                    continue
                key = key_of([t.text for t in span])
                if key not in self._titles and text[: span[-1].end].endswith(("'s", "’s")):
                    key = key.removesuffix("s")  # "Red October's accent"
                if key not in self._titles or span[-1].text in ARTICLES or self._is_topic(key, span):
                    continue
                if key in self._titles.acronyms and not all(t.text.isdigit() for t in span[1:]):
                    continue  # "i saw" is no short form of "I Shot Andy Warhol"
                if not is_rating(text, span) and (in_one_piece(text, span) or self._has_stops(key)):
                    yield start, stop, key

    def _reordered(self, text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
        """Stretches in capitals with all the words of a name in another order or number: "Four Funerals and a
        Wedding", "Eat, Drink, Men and Women"."""
        for start, first in enumerate(tokens):
            if not first.capital:
                continue
            for stop in range(start + REORDERED_LEAST, min(len(tokens), start + FUZZY_LONGEST) + 1):
                span = [t for t in tokens[start:stop] if t.text not in SMALL and t.text not in JOINS]
                if len(span) < REORDERED_LEAST or not tokens[stop - 1].capital or not all(t.capital for t in span):
                    continue
                stems = frozenset(_stem(t.text) for t in span)
                apart = _STOP.search(text, first.end, tokens[stop - 1].start)
                if len(stems) == len(span) and not apart and (key := self._by_words.get(stems)):
                    yield start, stop, key

    def _of_a_longer(self, text: str, tokens: Sequence[Token], start: int, stop: int) -> bool:
        """Whether a corrected word is the first of a name that nobody knows: "Gravel Moonfridge Symphony"."""
        if stop - start > 1 or stop >= len(tokens) or not (tokens[start].slip and tokens[start].capital):
            return False
        after = tokens[stop]
        unknown = after.slip or after.text not in self._known_words
        return after.capital and unknown and in_one_piece(text, tokens[start : stop + 1])

    def _is_topic(self, key: str, span: Sequence[Token]) -> bool:
        """A stretch of a title that is a genre or a theme is no name: "kung fu"."""
        phrase = " ".join(t.text for t in span)
        return any(phrase in topics for topics in self._topics) and self._titles.is_part(key)

    def _has_stops(self, key: str) -> bool:
        """Whether the title itself has a comma or a full stop inside: "Mrs. Miniver"."""
        items = (self._catalog[item_id] for item_id in self._titles[key])
        return any(_STOP_INSIDE.search(title) for item in items for title in (item.title, *item.alt_titles))

    def _nearly(
        self, text: str, tokens: Sequence[Token], found: Mapping[tuple[int, int], Candidate]
    ) -> Iterator[tuple[int, int, str, float]]:
        """Stretches that are nearly a name with which they share a rare word."""
        exact = list(found)
        titles = [(a, b) for a, b in exact if not self._titles.is_part(found[a, b].key)]
        whole = [(a, b) for a, b in titles if b - a > 1]
        for at, token in enumerate(tokens):
            keys = self._keys_of.get(token.text, ())
            if not keys or len(keys) > FUZZY_RARE or token.text in EMPTY:
                continue
            names = {key: self._titles.names[key] for key in keys}
            best: tuple[float, int, int, str] | None = None
            for start in range(max(0, at - FUZZY_LONGEST + 1), at + 1):
                for stop in range(max(at + 1, start + 2), min(len(tokens), start + FUZZY_LONGEST) + 1):
                    span = tokens[start:stop]
                    if any(a <= start and stop <= b for a, b in exact) or not in_one_piece(text, span):
                        continue
                    if is_rating(text, span) or "and" in (span[0].text, span[-1].text):
                        continue
                    if any(start <= a and b <= stop for a, b in whole):
                        continue
                    if any(_adds_nothing(tokens, start, stop, a, b) for a, b in titles):
                        continue
                    phrase = normalise(text[span[0].start : span[-1].end])
                    hit = process.extractOne(phrase, names, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
                    if hit and _numbers(hit[0]) == _numbers(phrase) and (best is None or hit[1] > best[0]):
                        best = (hit[1], start, stop, hit[2])
            if best:
                yield best[1], best[2], best[3], best[0] / 100


def _stem(word: str) -> str:
    """A word in the singular, roughly."""
    return f"{word[:-2]}an" if word.endswith("men") else word.removesuffix("s") if len(word) > 3 else word


def is_rating(text: str, span: Sequence[Token]) -> bool:
    """Whether these words end in the figure of a rating: "Jaws 2 stars" rates Jaws, "10" in "9 out of 10" nothing."""
    last, before = span[-1], text[: span[0].start]
    if not (last.text.isdigit() or last.text in NUMBERS):
        return False
    if len(span) == 1 and before.rstrip().endswith(("/", "out of", " a")):
        return True
    return bool(_STARS.match(text[last.end :])) and (len(span) > 1 or last.text in NUMBERS or len(last.text) < 3)


def longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The longest at each place, in order."""
    chosen: list[Candidate] = []
    for c in sorted(candidates, key=lambda c: (-(c.stop - c.start), -c.score, c.start)):
        if all(c.apart(other) for other in chosen):
            chosen.append(c)
    return sorted(chosen, key=lambda c: c.start)


def joined(chosen: Iterable[Candidate]) -> list[Candidate]:
    """Neighbours that mean the same item are one mention."""
    found: list[Candidate] = []
    for c in chosen:
        if found and found[-1].stop == c.start and found[-1].best == c.best:
            found[-1] = replace(c, start=found[-1].start)
        else:
            found.append(c)
    return found


def in_topic(tokens: Sequence[Token], c: Candidate, topics: Iterable[Mention]) -> bool:
    """Whether these words are part of a genre, a theme or years of several words."""
    span = tokens[c.start : c.stop]
    low, high = span[0].start, span[-1].end
    for topic in topics:
        words = sum(topic.start <= t.start < topic.end for t in tokens)
        within = topic.start <= low and high <= topic.end
        smaller = high - low < topic.end - topic.start
        if within and smaller and (words > 1 or topic.kind == "years"):  # "2010 or later"
            return True
        if c.score < 1 and len(span) <= 2 and topic.kind != "years" and topic.start < high and low < topic.end:
            return True
    return False


def supposes(tokens: Sequence[Token], c: Candidate) -> bool:
    """Whether "what if" begins a question, "and what if I hadn't said Heat", and is not the film."""
    said = [t.text for t in tokens[c.start : c.stop] if t.text not in {"and", "but", "so"}]
    after = tokens[c.stop].text if c.stop < len(tokens) else ""
    return said == ["what", "if"] and after in _SUPPOSED


def points(tokens: Sequence[Token], c: Candidate) -> bool:
    """Whether "the one with Tom Hanks" points at a film and is not the film "The One"."""
    span = tokens[c.start : c.stop]
    after = tokens[c.stop].text if c.stop < len(tokens) else ""
    return (
        [t.text for t in span] == ["the", "one"] and not span[1].capital and (after in _SAYS_WHICH or after.isdigit())
    )


def _adds_nothing(tokens: Sequence[Token], start: int, stop: int, a: int, b: int) -> bool:
    """Whether nothing but small words stands around a name: "but Trainspotting" is not the second part."""
    around = [*tokens[start:a], *tokens[b:stop]]
    return start <= a and b <= stop and all(t.text in EMPTY for t in around)


def _slips(span: Sequence[Token]) -> bool:
    return any(t.slip for t in span)


def _numbers(phrase: str) -> set[str]:
    return {word for word in phrase.split() if word.isdigit()}
