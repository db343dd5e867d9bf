"""Linking: mentions of items, people, genres, themes and years in free text -> what the catalogue calls them.

Every stretch of words that is a name, or nearly one, is a candidate. Points say whether it is used as a title: rare
words, capitals, a year, a word before it after which titles stand, a neighbour that is a title, how well known the item
is. The longest candidates with enough points win. Which of several namesakes is meant, a year, a person or a genre of
the message says, else how well known they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from chatbot.catalog import Catalog, normalise, people_of
from chatbot.dialogue.cues import AFTER_BAD, AFTER_GOOD, AFTER_NOT_GOOD, EMPTY
from chatbot.dialogue.names import (
    ARTICLES,
    NUMBERS,
    PART,
    SMALL,
    Titles,
    Token,
    breaks,
    genre_words,
    in_one_piece,
    key_of,
    ordinary_words,
    theme_words,
    tokens_of,
)
from chatbot.dialogue.people import Mention, People, Phrases
from chatbot.dialogue.years import years_said
from chatbot.types import Item

LONGEST = 14  # tokens of the longest title that is looked for
FUZZY_LONGEST = 7
FUZZY_CUTOFF = 86  # rapidfuzz ratio, 0-100: one slip in seven letters
FUZZY_RARE = 800  # names that may share a word for it to lead to them
SLIP_MIN, SLIP_CUTOFF = 5, 0.75  # letters of a word that is corrected, and how like it the right one must be
AS_WRITTEN = 3.0  # times as likely is the item whose title stands there letter by letter: "Arrival", "The Arrival"
YEAR_SLIP = 1  # years by which a remembered year may be off
MORE_KNOWN = 50  # times as well known as a title somebody is whose single name reads like it: Keanu
FAMOUS = 50
OTHERS = 5
OTHERS_FROM = 0.02  # of the first one's likelihood, from which a namesake is worth a question

# words after which a title is expected
CUES = frozenset(
    "loved love liked like likes enjoyed enjoy adored adore hated hate disliked seen saw watched watch rewatched rate "
    "rated film movie movies films called titled than versus vs finished forget despise despised not".split()
)
PRONOUNS = frozenset("it her him them us you me that this she he they one both these those".split())
JUDGING = frozenset("loved adored enjoyed hated watched rewatched seen liked despised disliked loving".split())
PLACES = frozenset("of at in on outside for from inside next".split())
BE = frozenset("im hes shes is was were be been am its are were being youre theyre get got so a".split())
THEN_IS = frozenset("is was isnt wasnt has had made makes gave with vs by made please pls scene and or".split())
THEN_OF = frozenset("of in for to from about that at on if when".split())
LIFE = frozenset("my me mum dad wife husband boss sister brother work flat flatmate today bed bath phone".split())
JOINS = frozenset("and or but also plus with nor then".split())
POINTERS = frozenset("my your his our their her that this these those some any no every each what".split())
_STARS = re.compile(r"\s*(/\s*\d|out of|stars?\b|\*)")
_RATED_OR_DATED = re.compile(r"\s*\((18|19|20)\d\d\)|\s+(18|19|20)\d\d\b(?!'?s)|\s*:?\s*\d(\.5)?\s*(/|out of|stars?)")
_SAID_OF_A_FILM = (AFTER_BAD, AFTER_GOOD, AFTER_NOT_GOOD, re.compile(r" (?:by [A-Z]|should be|did|deserves|vs)"))
_LIST = re.compile(r"\s*(,|/|>+|;|:|\.|,?\s*(and|or|&|\+|plus|vs|then|than|but not|not))?\s*")
_YEAR = re.compile(r"(?<![\d/])((?:18|19|20)\d\d)(?!\d|'?s\b)")
_BESIDE = re.compile(r"[\s,(\"”*]*(?:from |of |the |but the )?$")
_BEFORE = re.compile(r"(?:'s)? (?:version of |film |movie |one )?(?:the )?$")
_REFUSED = re.compile(r"\bnot\b[^,.;!?]{0,25}$")
_FIRST_ONE = re.compile(r"\b(?:original|old|first|early|black and white|silent)\b")
_LATER_ONE = re.compile(r"\b(?:remake|new|newer|latest|recent|reboot)\b")


@dataclass(frozen=True)
class Message:
    """near: names of the people in it; topics: its genres, themes and years; life: where words stand that speak of
    the writer's own day."""

    text: str
    tokens: Sequence[Token]
    people: Sequence[Mention]
    near: frozenset[str]
    topics: Sequence[Mention]
    life: Sequence[int]
    candidates: Sequence[Candidate]


@dataclass(frozen=True)
class Candidate:
    """Tokens start to stop, which read as the name `key`; likely: item id -> how likely it is meant."""

    start: int
    stop: int
    key: str
    likely: dict[str, float]
    score: float = 1.0

    @property
    def best(self) -> str:
        return max(self.likely, key=lambda item_id: self.likely[item_id])


class Linker:
    """Names of one catalogue, ready to be found. `common` are lower-case words that people use for themselves."""

    def __init__(self, catalog: Catalog, common: Iterable[str] = ()) -> None:
        self.catalog = catalog
        self._common = frozenset(common) | EMPTY
        self._ordinary = ordinary_words(catalog, self._common)
        self._met = self._ordinary.total()
        self._titles = Titles(catalog, self._ordinary)
        self._people = People(catalog, self._ordinary)
        self._genres = Phrases("genre", genre_words(catalog))
        self._themes = Phrases("theme", theme_words(catalog))
        self._of_item = {item.item_id: frozenset(people_of(item, catalog.domain)) for item in catalog}
        names = self._titles.names
        self._keys_of: dict[str, list[str]] = defaultdict(list)
        for key, name in names.items():
            for word in set(name.split()) - SMALL:
                self._keys_of[word].append(key)
        famous = {w for key, name in names.items() if max(self._titles[key].values()) >= 30 for w in name.split()}
        lexicon = {w for w in famous | self._people.words if len(w) >= SLIP_MIN} | {*self._ordinary}
        self._known_words = frozenset({*self._keys_of, *self._people.words, *self._ordinary})
        self._lexicon: dict[str, list[str]] = defaultdict(list)
        for word in sorted(lexicon):
            self._lexicon[word[:1]].append(word)

    def link(self, text: str) -> tuple[Mention, ...]:
        """Items, people and genres in order of appearance; they never overlap."""
        tokens = self._corrected(tokens_of(text))
        names = self._people.find(text, tokens, ())
        items = self._items_in(text, tokens, names)
        beside = {person for item in items for person in self._of_item[item.value]}
        people = self._people.find(text, tokens, items, beside)
        genres = self._genres.find(text, tokens, [*items, *people])
        return tuple(sorted([*items, *people, *genres], key=lambda m: m.start))

    def link_all(self, text: str) -> tuple[Mention, ...]:
        """As `link`, with themes and years. A word may say both a genre and a theme: "slashers"."""
        mentions = self.link(text)
        names = [m for m in mentions if m.kind != "genre"]
        themes = self._themes.find(text, self._corrected(tokens_of(text)), names)
        years = [Mention("years", *said) for said in years_said(text)]
        years = [y for y in years if not any(m.start < y.end and y.start < m.end for m in names)]
        years = [y for y in years if not self._dates_a_title(text, y, names)]
        return tuple(sorted([*mentions, *themes, *years], key=lambda m: m.start))

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

    # -- slips ----------------------------------------------------------------------------------------------------

    def _corrected(self, tokens: Sequence[Token]) -> list[Token]:
        """Words that nobody knows, read as the nearest one that is known."""
        return [replace(t, text=word, slip=True) if (word := self._nearest_word(t.text)) else t for t in tokens]

    def _nearest_word(self, word: str) -> str | None:
        known = {word, word.removesuffix("s")} & self._known_words or key_of([word]) in self._titles
        if known or len(word) < SLIP_MIN or not word.isalpha():
            return None
        hit = process.extractOne(
            word, self._lexicon[word[0]], scorer=OSA.normalized_similarity, score_cutoff=SLIP_CUTOFF
        )
        return hit[0] if hit else None

    def _dates_a_title(self, text: str, years: Mention, names: Sequence[Mention]) -> bool:
        """Whether a single year stands right beside a title."""
        low, _, high = years.value.partition("-")
        if low != high:
            return False
        return any(
            m.kind == "item"
            and (
                (years.start >= m.end and _BESIDE.fullmatch(text[m.end : years.start]))
                or (years.end <= m.start and _BEFORE.fullmatch(text[years.end : m.start]))
            )
            for m in names
        )

    # -- items ----------------------------------------------------------------------------------------------------

    def _items_in(self, text: str, tokens: Sequence[Token], people: Sequence[Mention]) -> list[Mention]:
        message = self._read(text, tokens, people)
        chosen: list[Candidate] = []
        for _ in range(2):  # what is sure on the first look tells the second one where titles stand
            chosen = _longest([c for c in message.candidates if self._points(message, c, chosen) > 0])
        return [self._mention(tokens, c) for c in _joined(chosen)]

    def _read(self, text: str, tokens: Sequence[Token], people: Sequence[Mention]) -> Message:
        """What the signs of titles are read off."""
        meant = [p for p in people if not _REFUSED.search(text[: p.start].lower())]
        near = frozenset(name for person in meant for name in (person.value, *person.others))
        said = years_said(text)
        topics = [*self._genres.find(text, tokens, ()), *self._themes.find(text, tokens, ())]
        topics += [Mention("years", *years) for years in said]
        found = [c for c in self._candidates(text, tokens, near) if not self._in_a_name(text, tokens, c, people)]
        found = [c for c in found if not _is_pronoun(text, tokens, c)]
        found = [c for c in found if not _in_years(tokens, c, said) and not _in_topic(tokens, c, topics)]
        life = [at for at, t in enumerate(tokens) if t.text in LIFE]
        return Message(text, tokens, people, near, topics, life, found)

    def _candidates(self, text: str, tokens: Sequence[Token], near: Iterable[str]) -> list[Candidate]:
        found: dict[tuple[int, int], Candidate] = {}
        for start in range(len(tokens)):
            for stop in range(start + 1, min(len(tokens), start + LONGEST) + 1):
                span = tokens[start:stop]
                if span[-1].text == "and" or (span[0].text == "and" and stop - start < 3):
                    continue
                key = key_of([t.text for t in span])
                if key not in self._titles and text[: span[-1].end].endswith(("'s", "’s")):
                    key = key.removesuffix("s")  # "Red October's accent"
                if key in self._titles and span[-1].text not in ARTICLES and not self._is_topic(key, span):
                    if _is_rating(text, span):
                        continue
                    if in_one_piece(text, span) or self._has_stops(key):
                        found[start, stop] = self._candidate(text, tokens, start, stop, key, near)
        for start, stop, key, score in self._nearly(text, tokens, found):
            found[start, stop] = self._candidate(text, tokens, start, stop, key, near, score)
        return [c for c in found.values() if c.likely]

    def _is_topic(self, key: str, span: Sequence[Token]) -> bool:
        """A stretch of a title that is a genre or a theme is no name: "kung fu"."""
        phrase = " ".join(t.text for t in span)
        return (phrase in self._themes or phrase in self._genres) and self._titles.is_part(key)

    def _nearly(
        self, text: str, tokens: Sequence[Token], found: dict[tuple[int, int], Candidate]
    ) -> Iterator[tuple[int, int, str, float]]:
        """Stretches that are nearly a name with which they share a rare word."""
        exact = list(found)
        whole = [(a, b) for a, b in exact if b - a > 1 and not self._titles.is_part(found[a, b].key)]
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
                    if _is_rating(text, span) or "and" in (span[0].text, span[-1].text):
                        continue
                    if any(start <= a and b <= stop for a, b in whole):
                        continue
                    phrase = normalise(text[span[0].start : span[-1].end])
                    hit = process.extractOne(phrase, names, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
                    if hit and _numbers(hit[0]) == _numbers(phrase) and (best is None or hit[1] > best[0]):
                        best = (hit[1], start, stop, hit[2])
            if best:
                yield best[1], best[2], best[3], best[0] / 100

    def _has_stops(self, key: str) -> bool:
        """Whether the title itself has a comma or a full stop inside: "Mrs. Miniver"."""
        items = (self.catalog[item_id] for item_id in self._titles[key])
        return any(re.search(r"[,.!?;] ", title) for item in items for title in (item.title, *item.alt_titles))

    def _candidate(
        self,
        text: str,
        tokens: Sequence[Token],
        start: int,
        stop: int,
        key: str,
        near: Iterable[str],
        score: float = 1.0,
    ) -> Candidate:
        score = min(score, 0.9 if any(t.slip for t in tokens[start:stop]) else 1.0)
        items = self._titles[key]
        if len(items) > 1 or _YEAR.search(text):
            items = self._weighed(text, tokens[start:stop], items, frozenset(near))
        return Candidate(start, stop, key, items, score)

    def _weighed(
        self, text: str, span: Sequence[Token], items: dict[str, float], near: frozenset[str]
    ) -> dict[str, float]:
        """Namesakes by what the message says of year and people. None where a year in brackets is nobody's."""
        told = {}
        first, last, said = span[0], span[-1], " ".join(t.text for t in span)
        low = text.lower()
        words = {normalise(text[first.start : last.end]), said}
        genres = {m.value for m in self._genres.find(text, tokens_of(text), ())} if len(items) > 1 else set()
        oldest = min(self.catalog[i].year or 9999 for i in items)
        years = [(int(m.group(1)), m) for m in _YEAR.finditer(text) if not first.start <= m.start() < last.end]
        beside = [(y, m) for y, m in years if _is_beside(text, first, last, m)]
        for item_id, weight in items.items():
            year = self.catalog[item_id].year or 0
            if normalise(self.catalog[item_id].title) in words:
                weight *= AS_WRITTEN
            if genres & {*self.catalog[item_id].genres}:
                weight *= 3
            if any(abs(year - y) <= YEAR_SLIP for y, _ in beside):
                weight *= 1e6 / (1 + min(abs(year - y) for y, _ in beside))
            elif any(year == y for y, _ in years):
                weight *= 1e3
            if near & self._of_item[item_id]:
                weight *= 1e4
            if len(items) > 1 and year == oldest and _FIRST_ONE.search(low):
                weight *= 200
            if len(items) > 1 and year != oldest and _LATER_ONE.search(low):
                weight *= 30
            told[item_id] = weight
        bracketed = any(text[m.start() - 1] == "(" and m.start() - last.end <= 3 for _, m in beside)
        return {} if bracketed and max(told.values()) < 1e5 else told

    def _mention(self, tokens: Sequence[Token], c: Candidate) -> Mention:
        first = tokens[c.start]
        if first.text in ARTICLES and c.stop - c.start > 1 and not self._begins_with(first.text, c.best):
            first = tokens[c.start + 1]
        ranked = sorted(c.likely, key=lambda item_id: -c.likely[item_id])
        others = [i for i in ranked[1 : OTHERS + 1] if c.likely[i] >= OTHERS_FROM * c.likely[ranked[0]]]
        return Mention("item", ranked[0], first.start, tokens[c.stop - 1].end, c.score, tuple(others))

    def _begins_with(self, article: str, item_id: str) -> bool:
        item = self.catalog[item_id]
        return any(normalise(title).split()[:1] == [article] for title in (item.title, *item.alt_titles))

    def _in_a_name(self, text: str, tokens: Sequence[Token], c: Candidate, people: Sequence[Mention]) -> bool:
        """A title inside a person's full name, or no longer than one, is not meant: "Woody Allen"."""
        bare = c.start + (tokens[c.start].text in ARTICLES and c.stop - c.start > 1)
        low, high = tokens[bare].start, tokens[c.stop - 1].end
        for person in people:
            within = person.start <= low and high <= person.end
            across = person.start < high and low < person.end and not (low <= person.start and person.end <= high)
            words = text[person.start : person.end]
            sure = c.score == 1 and normalise(words) != normalise(person.value)  # of the title, not of the name
            known = self._people.fame[person.value] / max(c.likely.values())
            if c.score < 1 and (across or (person.start < high and low < person.end and c.stop - c.start <= 2)):
                return True
            if within and " " in words and (person.end - person.start > high - low or (known > 1 and not sure)):
                return True
            if within and self._titles.fame[c.best] < FAMOUS and known > MORE_KNOWN:
                return True
        return False

    def _points(self, message: Message, c: Candidate, chosen: Sequence[Candidate]) -> float:
        return sum(POINTS[name] * value for name, value in self._signs(message, c, chosen).items() if value)

    def _signs(self, message: Message, c: Candidate, chosen: Sequence[Candidate]) -> dict[str, float]:
        """What speaks for and against these words being used as a title."""
        text, tokens = message.text, message.tokens
        span = tokens[c.start : c.stop]
        content = [t for t in span if t.text not in ARTICLES] or list(span)
        met = [self._ordinary.get(t.text, 0) for t in content]
        article = span[0].text if span[0].text in ARTICLES else tokens[c.start - 1].text if c.start else ""
        ahead = c.start - 1 if span[0].text in ARTICLES or article not in ARTICLES else c.start - 2
        before = tokens[ahead] if ahead >= 0 else None
        rest = text[span[-1].end :]
        gap = text[tokens[c.start - 1].end : span[0].start] if c.start else ""
        begins = not c.start or breaks(gap) or any(s in gap for s in "/>-:.…")
        after = tokens[c.stop] if c.stop < len(tokens) else None
        gap = text[span[-1].end : after.start] if after else ""
        ends = after is None or breaks(gap) or any(s in gap for s in "/>-:.…")
        capitals = sum(t.capital or t.opens for t in content)
        item = self.catalog[c.best]
        fame = self._titles.fame[c.best]
        weight = self._titles.weight(c.key, c.best)
        phrase = " ".join(t.text for t in content)
        said = [x for x in chosen if x is not c and (x.stop <= c.start or c.stop <= x.start)]
        near = message.near & self._of_item[c.best]
        topic = phrase in self._themes or phrase in self._genres
        single = len(content) == 1
        return {
            "bias": 1,
            "single": single,
            "many": len(content) > 3,
            "unmet": min(met) == 0,
            "plain": min(met) >= SAID_OFTEN,
            "long unmet": single and min(met) == 0 and len(phrase) >= LONG,
            "single plain": single and min(met) >= SAID_OFTEN,
            "obscure": single and not item.facts.get("theme"),
            "surprise": sum(log(self._met / (1 + n)) for n in met) / 10,
            "nearly": 0 < c.score < 0.999 and not any(t.slip for t in span),
            "be": bool(before and before.text in BE),
            "then is": bool(after and not breaks(gap) and after.text in THEN_IS),
            "then of": bool(after and not breaks(gap) and after.text in THEN_OF),
            "first name": single and content[0].text in self._people.first_names and not near,
            "topic": any(not (m.start < span[-1].end and span[0].start < m.end) for m in message.topics),
            "alone": c.start == 0 and c.stop == len(tokens),
            "life": any(not c.start <= at < c.stop for at in message.life),
            "empty": all(t.text in EMPTY for t in content),
            "digits": phrase.replace(" ", "").isdigit(),
            "part": weight <= PART,
            "part single": weight <= PART and single,
            "series": PART < weight < 1,
            "fame": min(fame, 400) ** 0.5 / 10,
            "told": bool(item.facts.get("theme")),
            "quoted": any(t.quoted for t in span),
            "dated": bool(_RATED_OR_DATED.match(rest)),
            "capitals": all(t.capital for t in content),
            "some capitals": capitals > 0 and not all(t.capital for t in content),
            "opens": span[0].opens or span[0].start == 0,
            "cue": bool(before and before.text in CUES),
            "cue end": bool(before and before.text in CUES and (ends or (after and after.text in JOINS))),
            "judging": bool(before and before.text in JUDGING),
            "begins": begins,
            "ends": ends or bool(after and after.text in JOINS),
            "whole clause": begins and ends,
            "listed after": bool(c.start) and any(x.stop <= c.start and _is_next(text, tokens, x, c) for x in said),
            "beside": bool(said) or bool(message.people),
            "maker": bool(near),
            "judged": any(sign.match(rest) for sign in _SAID_OF_A_FILM),
            "pointed": bool(before and before.text in POINTERS and article not in ARTICLES),
            "a": article in {"a", "an"} and span[0].text not in {"a", "an"},
            "a small": single and not capitals and article in {"a", "an"} and span[0].text not in {"a", "an"},
            "kin": single and any(t.text in {"my", "our"} for t in tokens[max(0, c.start - 4) : c.start]),
            "kin after": bool(after and after.text == "my" and gap.strip() == ","),
            "the": article == "the" and not self._begins_with("the", c.best),
            "the own": span[0].text == "the" and self._begins_with("the", c.best),
            "theme small": topic and not capitals,
            "of a": rest.startswith((" of a ", " of my ", " of your ")),
            "the at": span[0].text == "the" and bool(after and not breaks(gap) and after.text in PLACES),
        }


SAID_OFTEN = 5  # times from which a word is an everyday one
LONG = 7  # letters
# what each sign counts: fitted by logistic regression on data/mentions/dev.jsonl, rounded; "quoted" set by hand
POINTS: dict[str, float] = {
    "bias": -4.9, "single": -1.2, "many": -1.5, "unmet": 0.8, "plain": -1.1, "long unmet": 1.0,
    "single plain": 0.5, "obscure": 0.4, "surprise": 1.4, "nearly": -1.3, "be": -0.4, "then is": 1.0,
    "then of": -0.5, "first name": -0.2, "topic": 1.2, "alone": -1.7, "life": -0.4, "empty": -0.7, "digits": 1.6,
    "part": -3.2, "part single": 0.8, "series": -0.9, "fame": 1.5, "told": 0.8, "quoted": 3.0, "dated": 2.7,
    "capitals": 4.1, "some capitals": 2.2, "opens": 0.7, "cue": 1.2, "cue end": 0.3, "judging": 3.3, "begins": 1.4,
    "ends": 0.3, "whole clause": 0.6, "listed after": 2.5, "beside": 0.4, "maker": 4.5, "judged": 1.0,
    "pointed": -0.4, "a": -2.2, "a small": -1.1, "kin": -0.9, "kin after": -0.6, "the": -0.6, "the own": 1.0,
    "theme small": -0.4, "of a": -2.0, "the at": -1.0,
}  # fmt: skip


def _is_beside(text: str, first: Token, last: Token, match: re.Match[str]) -> bool:
    after = match.start() >= last.end and bool(_BESIDE.fullmatch(text[last.end : match.start()]))
    return after or bool(match.end() <= first.start and _BEFORE.fullmatch(text[match.end() : first.start]))


def _is_next(text: str, tokens: Sequence[Token], a: Candidate, b: Candidate) -> bool:
    """Whether two candidates stand in one list."""
    if a.start > b.start:
        a, b = b, a
    return bool(_LIST.fullmatch(text[tokens[a.stop - 1].end : tokens[b.start].start]))


def _is_pronoun(text: str, tokens: Sequence[Token], c: Candidate) -> bool:
    """Whether "it", "her" and the like stand there as everybody writes them."""
    first, rest = tokens[c.start], text[tokens[c.stop - 1].end :]
    plain = c.stop - c.start == 1 and first.text in PRONOUNS and not first.capital and not first.quoted
    return plain and not _RATED_OR_DATED.match(rest) and (not first.opens or not rest.startswith((" with ", " by ")))


def _in_years(tokens: Sequence[Token], c: Candidate, said: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a number is part of years told in words: "2010 or later"."""
    low, high = tokens[c.start].start, tokens[c.stop - 1].end
    return any(a <= low and high <= b and b - a > high - low for _, a, b in said)


def _in_topic(tokens: Sequence[Token], c: Candidate, topics: Sequence[Mention]) -> bool:
    """Whether these words are, or are part of, a genre or theme of several words and not written as a title."""
    span = tokens[c.start : c.stop]
    low, high = span[0].start, span[-1].end
    written = any(t.quoted or t.capital for t in span)
    for topic in topics:
        words = sum(topic.start <= t.start < topic.end for t in tokens)
        within = topic.start <= low and high <= topic.end and words > 1
        smaller = high - low < topic.end - topic.start
        if (within and (smaller or not written)) or (
            c.score < 1 and len(span) <= 2 and topic.kind != "years" and topic.start < high and low < topic.end
        ):
            return True
    return False


def _is_rating(text: str, span: Sequence[Token]) -> bool:
    """Whether these words end in the figure of a rating: "Jaws 2 stars" rates Jaws, "10" in "9 out of 10" nothing."""
    last, before = span[-1], text[: span[0].start]
    if not (last.text.isdigit() or last.text in NUMBERS):
        return False
    if len(span) == 1 and before.rstrip().endswith(("/", "out of", " a")):
        return True
    return bool(_STARS.match(text[last.end :])) and (len(span) > 1 or last.text in NUMBERS or len(last.text) < 3)


def _joined(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Neighbours that mean the same item are one mention."""
    found: list[Candidate] = []
    for c in chosen:
        if found and found[-1].stop == c.start and found[-1].best == c.best:
            found[-1] = replace(c, start=found[-1].start)
        else:
            found.append(c)
    return found


def _numbers(phrase: str) -> set[str]:
    return {word for word in phrase.split() if word.isdigit()}


def _longest(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The longest at each place, in order."""
    chosen: list[Candidate] = []
    for c in sorted(candidates, key=lambda c: (-(c.stop - c.start), -c.score, c.start)):
        if all(c.stop <= other.start or other.stop <= c.start for other in chosen):
            chosen.append(c)
    return sorted(chosen, key=lambda c: c.start)


__all__ = ["Linker", "Mention"]
