"""Linking: mentions of items, people, genres, themes and years in free text -> what the catalogue calls them.

Everything that reads as a name is a candidate; a learned decision says which of them are used as names, by signs and,
with an encoder, by what the words mean in their place. The longest of these at each place win. Which of several
namesakes is meant, a year, a person or a genre of the message says, else how well known they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from chatbot.catalog import Catalog, normalise
from chatbot.dialogue.cues import BY_THE_WAY, EMPTY
from chatbot.dialogue.linking.candidates import Candidate, Finder, in_topic, joined, longest, points, supposes
from chatbot.dialogue.linking.decision import Decision, Floats
from chatbot.dialogue.linking.mentions import Mention, Phrases
from chatbot.dialogue.linking.names import (
    ARTICLES,
    SMALL,
    Titles,
    Token,
    capitals_in,
    genre_words,
    name_alone,
    ordinary_words,
    theme_words,
    tokens_of,
)
from chatbot.dialogue.linking.namesakes import stands_beside
from chatbot.dialogue.linking.people import PEOPLE_CUES, People
from chatbot.dialogue.linking.signs import Context, Message, Reader
from chatbot.dialogue.years import years_said
from chatbot.types import Item

MORE_KNOWN = 50  # times as well known as a title somebody is whose single name reads like it: Keanu
FAMOUS = 50
OTHERS = 5
OTHERS_FROM = 0.02  # of the first one's likelihood, from which a namesake is worth telling
CLOSE = 0.4  # of the first one's likelihood, from which only the writer can decide between two
SURE, FAIRLY_SURE, WELL_KNOWN = 1.0, 0.5, 150  # "vampires" is hardly the film of that name
A_NAME = 0.5
YEAR_DIGITS = 4
KEPT = 64  # messages: one turn asks several times for its own and the ones before
LOOKS = 2  # what is sure on the first look tells the second one where titles stand
# before a topic that is refused, or wished for, whatever else the message is about: "I loved Heat. Make it a drama"
_PLAINLY = re.compile(
    r"\b(?:but|and) no (?:more )?$|\bnothing (?:with|about) (?:an? |any )?$"
    r"|\b(?:(?:make|let) (?:it|that)(?: be)?|(?:it|that) (?:should|must|has to|ought to) be) (?:an? |some )$",
    re.I,
)
# behind a sign that ends a title, a word that shows that the sentence goes on: "That Thing You Do! was great"
_SIGN = re.compile(r"[.!?]*$")
_GOES_ON = re.compile(r"(?:'s)? +(?:was|were|is|are|and|or|but|too|by|with|again|bored|made)\b|,")
# a name in capitals beside stars is a title: "two stars for Vertigo", "Up, both of us, five stars"
_STARS = r"(?:stars?|ratings?|marks?|\d ?/ ?\d+|out of (?:\d+|five|ten))"
_RATED_TOO = re.compile(
    r",? (?:at |with |only |just |an? |barely )*(?i:one|two|three|four|five|[1-5])(?=\s*(?:$|[,.;!?]|and\b))"
)  # "and Fargo at two"
_RATED_BEFORE = re.compile(rf"(?i:{_STARS} (?:for|to|of|on) )$")
_RATED_BEFORE_TOO = re.compile(
    r"(?i:\b(?:one|two|three|four|five|[1-5]) (?:for|to|on) )$"
)  # "five stars for X, three for Y"
_JOINS = frozenset({"and", "or", "but"})
_STARS_IN_WORDS = frozenset("one two three four five".split())
# which film of a name is meant, told by its kind: "Chicago, the musical"
_ITS_KIND = re.compile(
    r", the (?:\w+ )?(?:film|movie|picture|musical|western|comedy|thriller|drama|cartoon|documentary|version)\b"
    r"(?! (?:festival|capital|industry|club))"
)
_RATED_AFTER = re.compile(rf"(?:[\s,:–-]+{BY_THE_WAY})*[,.:;–-]? +(?:(?i:one|two|three|four|five)|[\d.]+) ?{_STARS}")
_RATED_ALONE = re.compile(
    r" (?i:only |just )?(?:got|gets|deserves|(?:was|is) worth)(?: only)? (?:an? )?(?i:one|two|three|four|five|[1-5])"
    r"(?: (?:from|for) (?:me|us))?(?=\s*(?:$|[.,;!?]))"
)
_RULED_OUT = re.compile(
    r"(?i:\b(?:no|not|nothing|without|anything but)(?: more)?(?: (?:with|like|from|of))?(?: the)? )$"
)
_REFUSED = re.compile(r"\bnot\b[^,.;!?]{0,25}$")


class Linker:
    """Names of one catalogue, ready to be found. `common` are lower-case words that people use for themselves; context
    reads what words mean in their place; without it, signs alone decide. stories: of `Reader`. known: words that are
    no slip of the pen."""

    def __init__(
        self,
        catalog: Catalog,
        common: Iterable[str] = (),
        decision: Decision | None = None,
        context: Context | None = None,
        stories: Callable[[], Floats] | None = None,
        known: Iterable[str] = (),
    ) -> None:
        self.catalog = catalog
        self._context = context
        self._kept = lru_cache(KEPT)(self._link)
        self._decision = decision or Decision.load()
        self._ordinary = ordinary = ordinary_words(catalog, frozenset(common) | EMPTY)
        self._titles = Titles(catalog, ordinary)
        self._people = People(catalog, ordinary)
        genres, themes = genre_words(catalog), theme_words(catalog)
        self._genres, self._themes = Phrases("genre", genres), Phrases("theme", themes)
        topics = (self._genres, self._themes)
        self._finder = Finder(catalog, self._titles, ordinary, self._people.words, topics, known)
        said = frozenset({*genres, *themes})
        self.reader = Reader(catalog, self._titles, self._people, ordinary, said, stories)

    def link(self, text: str) -> tuple[Mention, ...]:
        """Items, people and genres in order of appearance; they never overlap."""
        return tuple(m for m in self.link_all(text) if m.kind not in {"theme", "years"})

    def link_all(self, text: str) -> tuple[Mention, ...]:
        """As `link`, with themes and years. A word may say both a genre and a theme: "slashers"."""
        return self._kept(text)

    def _link(self, text: str) -> tuple[Mention, ...]:
        message = self.read(text)
        items = self._items(message)
        people = self.people(message, items)
        people = [p for p in people if self._holds(message, p, self.reader.person(message, p, items))]
        names = [*items, *people]
        topics = self.topics(message, names)
        topics = [
            t
            for t in topics
            if _PLAINLY.search(text[: t.start]) or self._holds(message, t, self.reader.topic(message, t, names))
        ]
        return tuple(sorted([*names, *topics], key=lambda m: m.start))

    def called(self, text: str, ids: Iterable[str]) -> tuple[Mention, ...]:
        """Who has to do with these items and is called by the family name alone, where nobody else is named."""
        taken = self.link(text)
        if any(m.kind == "person" for m in taken):
            return ()
        near = {person for item_id in ids for person in self._finder.makers(item_id)}
        found = self._people.find(text, tokens_of(text), taken, near)
        last = [m for m in found if normalise(text[m.start : m.end]).removesuffix(" s") in _family_names(m.value)]
        return tuple(m for m in last if m.value in near)

    @property
    def names(self) -> Iterable[str]:
        """Every name that is known, normalised."""
        return {*self._titles.names.values(), *self.catalog.people}

    def nearest_titles(self, text: str, n: int = 3) -> tuple[Item, ...]:
        """The items whose names look most like `text`, for asking back."""
        found = process.extract(normalise(text), self._titles.names, scorer=fuzz.ratio, limit=n * 4)
        likely = [self._titles[key] for _, _, key in found]
        ids = dict.fromkeys(max(items, key=lambda item_id: items[item_id]) for items in likely)
        return tuple(self.catalog[item_id] for item_id in ids)[:n]

    def unknown_title(self, text: str) -> str:
        """What is written like a title, in capitals or quotes, in a message in which nothing was found, or the one name
        in "anything with Totò in it?"; or ""."""
        name = name_alone(text)
        return capitals_in(text) or (name if normalise(name) not in self._ordinary else "")

    # -- what may be meant, before anything is decided --------------------------------------------------------------

    def read(self, text: str) -> Message:
        tokens = self._finder.corrected(tokens_of(text))
        people = self._people.find(text, tokens, ())
        meant = [p for p in people if not _refused(text, p.start)]
        near = frozenset(name for person in meant for name in (person.value, *person.others))
        said = frozenset(t.text for t in tokens if not _refused(text, t.start))
        topics = [*self._genres.find(text, tokens, ()), *self._themes.find(text, tokens, ())]
        topics += [Mention("years", *said) for said in years_said(text)]
        found = [
            c
            for c in self._finder.find(text, tokens, near, said)
            if not (
                self._in_a_name(text, tokens, c, people)
                or in_topic(tokens, c, topics)
                or supposes(tokens, c)
                or points(tokens, c)
                or self._with_its_stars(text, tokens, c)
            )
        ]
        found = [c for c in found if not self._dates(text, tokens, c, found)]
        return Message(text, tokens, people, topics, found, self._context)

    def people(self, message: Message, items: Sequence[Mention]) -> list[Mention]:
        """Who may be meant beside these items."""
        beside = {person for item in items for person in self._finder.makers(item.value)}
        return self._people.find(message.text, message.tokens, items, beside)

    def topics(self, message: Message, names: Sequence[Mention]) -> list[Mention]:
        """Genres, themes and years outside these names."""
        find = (self._genres.find, self._themes.find)
        found = [topic for finder in find for topic in finder(message.text, message.tokens, names)]
        return found + [y for y in message.topics if y.kind == "years" and not _taken(message.text, y, names)]

    def mention(self, message: Message, c: Candidate) -> Mention:
        """A candidate that is taken for a title."""
        first = message.tokens[c.start]
        at_start = first.text in ARTICLES or first.text in _JOINS  # "and Fargo"
        if at_start and c.stop - c.start > 1 and not self.reader.begins_with(first.text, c.best):
            first = message.tokens[c.start + 1]
        ranked = sorted(c.likely, key=lambda item_id: -c.likely[item_id])
        top = c.likely[ranked[0]]
        others = [i for i in ranked[1 : OTHERS + 1] if c.likely[i] >= OTHERS_FROM * top]
        close = sum(c.likely[i] >= CLOSE * top for i in others)
        end, sign = message.tokens[c.stop - 1].end, _SIGN.findall(self.catalog[ranked[0]].title)[0]
        if message.text.startswith(sign, end) and _GOES_ON.match(message.text, end + len(sign)):
            end += len(sign)
        return Mention("item", ranked[0], first.start, end, c.score, tuple(others), close)

    # -- decisions ----------------------------------------------------------------------------------------------------

    def _holds(self, message: Message, mention: Mention, signs: dict[str, float]) -> bool:
        kind = "person" if mention.kind == "person" else "topic"
        return self._decision.points(kind, signs, message.meaning(mention.start, mention.end)) > 0

    def _items(self, message: Message) -> list[Mention]:
        chosen: list[Candidate] = []
        for _ in range(LOOKS):
            points = [
                (c, self._decision.points("item", self.reader.item(message, c, chosen), message.meaning_of(c)))
                for c in message.candidates
            ]
            chosen = longest(c for c, n in points if n > self._least(message, c))
        return [self.mention(message, c) for c in joined(chosen)]

    def _least(self, message: Message, c: Candidate) -> float:
        """A little known title must be surer than the topic of the same words, and than everyday words: "the one". One
        that is written out with its own comma is sure: "Paris, Texas"."""
        written = message.text[message.tokens[c.start].start : message.tokens[c.stop - 1].end]
        if "," in written and written == self.catalog[c.best].title:
            return -math.inf
        told = (self._rated, self._ruled_out, self._in_full, self._of_its_kind)
        if c.score == 1 and any(sure(message, c) for sure in told):
            return -math.inf
        if c.reordered:
            return -math.inf
        low, high = message.tokens[c.start].start, message.tokens[c.stop - 1].end
        first, cued = message.tokens[c.start], c.start and message.tokens[c.start - 1].text in PEOPLE_CUES
        if first.capital and not cued and any((p.start, p.end) == (low, high) for p in message.people):
            return -A_NAME  # a name it is in any case: "Akira"
        if self._titles.fame[c.best] >= WELL_KNOWN:
            return 0.0
        same = {t.kind for t in message.topics if (t.start, t.end) == (low, high)}
        span = message.tokens[c.start : c.stop]
        if not same:
            return FAIRLY_SURE if self.reader.is_plain(span) else 0.0
        return SURE if "genre" not in same or span[0].capital or span[0].quoted else math.inf  # "Romance, please"

    def _in_full(self, message: Message, c: Candidate) -> bool:
        """Whether several words in capitals, in the midst of small ones, are just a title: "pitch me The Third Man"."""
        span, around = message.tokens[c.start : c.stop], [*message.tokens[: c.start], *message.tokens[c.stop :]]
        names = [t for t in span if t.text not in ARTICLES and t.text not in SMALL]
        written = message.text[span[0].start : span[-1].end]
        return (
            len(names) > 1
            and all(t.capital and not t.opens for t in names)
            and written == self.catalog[c.best].title
            and 2 * sum(t.capital for t in around) < len(around)
        )

    def _of_its_kind(self, message: Message, c: Candidate) -> bool:
        """Whether what kind of film it is is told behind a name in capitals."""
        span = message.tokens[c.start : c.stop]
        named = all(t.capital or t.opens or t.quoted or t.text in ARTICLES or t.text in SMALL for t in span)
        return named and bool(_ITS_KIND.match(message.text, span[-1].end))

    def _ruled_out(self, message: Message, c: Candidate) -> bool:
        """Whether several words in capitals, a name in full, stand behind a "not": "nothing with Harry Potter"."""
        span = message.tokens[c.start : c.stop]
        several = c.stop - c.start > 1 and span[0].capital and span[-1].capital
        return several and bool(_RULED_OUT.search(message.text[: span[0].start]))

    def _rated(self, message: Message, c: Candidate) -> bool:
        """Whether stars are told right beside words in capitals that are a title in full."""
        span, text = message.tokens[c.start : c.stop], message.text
        if not all(t.capital or t.opens or t.text in ARTICLES or t.text in SMALL for t in span):
            return False
        end = span[-1].end
        beside = _RATED_TOO.match(text, end) and re.search(_STARS, text)
        if _RATED_ALONE.match(text, end):
            return True
        before = text[: span[0].start]
        beside = beside or (_RATED_BEFORE_TOO.search(before) and re.search(_STARS, text))
        return bool(_RATED_BEFORE.search(before) or _RATED_AFTER.match(text, end) or beside)

    def _with_its_stars(self, text: str, tokens: Sequence[Token], c: Candidate) -> bool:
        """Whether the last word is no part of the title but its stars: "Rashomon five stars and Battle Royale one"."""
        last = tokens[c.stop - 1]
        if c.stop - c.start < 2 or last.text not in _STARS_IN_WORDS or not re.search(_STARS, text):
            return False
        own = last.text in normalise(self.catalog[c.best].title).split()
        return not own and bool(_RATED_TOO.match(text, tokens[c.stop - 2].end))

    def _dates(self, text: str, tokens: Sequence[Token], c: Candidate, found: Sequence[Candidate]) -> bool:
        """Whether a year that is a title too tells beside another title which one is meant: "dune 1984"."""
        year = tokens[c.start].text
        if c.stop - c.start > 1 or not year.isdigit() or len(year) != YEAR_DIGITS:
            return False
        start, end = tokens[c.start].start, tokens[c.start].end
        return any(
            stands_beside(text, tokens[o.start].start, tokens[o.stop - 1].end, start, end)
            and any(self.catalog[item_id].year == int(year) for item_id in o.likely)
            for o in found
            if o.apart(c) and o.score == 1
        )

    def _in_a_name(self, text: str, tokens: Sequence[Token], c: Candidate, people: Sequence[Mention]) -> bool:
        """A title inside a person's full name, or no longer than one, is not meant: "Woody Allen"."""
        bare = c.start + (tokens[c.start].text in ARTICLES and c.stop - c.start > 1)
        low, high = tokens[bare].start, tokens[c.stop - 1].end
        for person in people:
            if not (person.start < high and low < person.end):
                continue
            within = person.start <= low and high <= person.end
            across = not within and not (low <= person.start and person.end <= high)
            words = text[person.start : person.end]
            sure = c.score == 1 and normalise(words) != normalise(person.value)  # of the title, not of the name
            known = self._people.fame[person.value] / max(c.likely.values())
            if c.score < 1 and (across or (" " in words and c.stop - c.start <= 2)):
                return True
            if within and " " in words and (person.end - person.start > high - low or (known > 1 and not sure)):
                return True
            if within and self._titles.fame[c.best] < FAMOUS and known > MORE_KNOWN:
                return True
        return False


def _family_names(person: str) -> set[str]:
    words = normalise(person).split()
    return {" ".join(words[at:]) for at in range(1, len(words))}


def _refused(text: str, at: int) -> bool:
    return bool(_REFUSED.search(text[:at].lower()))


def _taken(text: str, years: Mention, names: Sequence[Mention]) -> bool:
    """Whether years stand inside a name, or are a single year right beside a title."""
    if any(m.start < years.end and years.start < m.end for m in names):
        return True
    low, _, high = years.value.partition("-")
    beside = (stands_beside(text, m.start, m.end, years.start, years.end) for m in names if m.kind == "item")
    return low == high and any(beside)


__all__ = ["Linker", "Mention"]
