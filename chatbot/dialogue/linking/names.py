"""Names: a message as words, and every name that an item, a person, a genre or a theme goes by."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chatbot.catalog import Catalog, normalise
from chatbot.dialogue.linking.usage import CALENDAR
from chatbot.types import Item

ARTICLES = frozenset("the a an".split())
SMALL = frozenset("of the a an and in on at to for from with de la le vs is".split())
PARTICLES = frozenset("de del della di von van la le day o mc st".split())
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth".split()
NUMBERS = {word: str(n) for n, word in enumerate(_NUMBERS, 1)}
_SPELT = NUMBERS | {word: f"{n}th" for n, word in enumerate(_ORDINALS, 1)} | {"1st": "1th", "2nd": "2th", "3rd": "3th"}
_SPELT |= {roman: str(n) for n, roman in enumerate("ii iii iv v vi vii viii".split(), 2)}
_SPELT |= {"colours": "colors", "colour": "color", "st": "street", "xmas": "christmas", "mr": "mister", "dr": "doctor"}
_SPELT |= {"oclock": "clock"}
_PARTS = frozenset("part episode chapter vol volume".split())
_BARE = ARTICLES | {"and", "n"}  # words that people leave out of titles
_QUOTED = re.compile(r"[\"“«*]([^\"”»*]{1,80})[\"”»*]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")
_SELF = frozenset("i im id ive ill".split())
_CUTS = re.compile(r": | - ")

# how much of an item's fame a name brings: its own title, its series' name, title or sub-title alone, a stretch of it
WHOLE, ALSO, SERIES, HEAD, PART = 1.0, 0.6, 0.4, 0.4, 0.1
SHADOWED = 0.2  # an item's other title that is somebody else's own: "The Magnificent Seven" for "Seven Samurai"
TOLD = 40  # fame of an item that the catalogue describes, beside its ratings
NEW, NEW_FROM = 60, 2014  # what described ones that the ratings hardly reach get on top
PART_FAME = 30  # from which stretches of a title are names
PART_CLEAR = 2.5  # times as famous as all others that a stretch may mean
PART_MIN, PART_LONGEST = 4, 6  # letters, words
PART_MET = 2  # how often a word may have been met that stands for a title alone
ACRONYM_MIN = 4
SAID = 5  # how often a word counts as met that people say to the bot


@dataclass(frozen=True)
class Token:
    """capital: one that is not merely the start of a sentence. opens: the first word of a sentence, with a capital.
    slip: `text` is a guess at what was meant."""

    text: str
    start: int
    end: int
    capital: bool
    opens: bool
    quoted: bool
    slip: bool = False


def tokens_of(text: str) -> list[Token]:
    quoted = [match.span(1) for match in _QUOTED.finditer(text)]
    shouting = text.isupper()
    found = []
    for match in _WORD.finditer(text):
        if word := normalise(match.group()):
            start, end = match.span()
            before = text[:start].rstrip()
            first = not before or before[-1] in ".!?\n"
            upper = match.group()[0].isupper() and not shouting and word not in _SELF
            inside = any(a <= start and end <= b for a, b in quoted)
            found.append(Token(word, start, end, upper and not first, upper and first, inside))
    return found


def capitals_in(text: str) -> str:
    """The first run of words that is written like a title, in capitals or quotes; or ""."""
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
    named = sum(t.capital and t.text not in CALENDAR for t in run)  # "In September and October" calls no film
    return text[run[0].start : run[-1].end] if sum(t.capital for t in run) >= 2 and named else ""


_NAME_ALONE = re.compile(
    r"\b(?:any(?:thing|one)?|something|one|films?|movies?|[Cc]omed(?:y|ies)) (?:with|starring|by) "
    r"(?P<name>[^\W\d_a-z][\w'’-]{2,})(?= in it\b|\s*(?:$|[.?!,;]))"
)


def name_alone(text: str) -> str:
    """The one word in `anything with Totò in it?` that may be a name; or ""."""
    said = _NAME_ALONE.search(text)
    return said["name"] if said else ""


def breaks(between: str) -> bool:
    """Whether this stretch ends a clause. Colons, hyphens and apostrophes stand inside titles."""
    return any(c in ',;!?()\n"“”' for c in between) or ". " in between or between.strip() == "."


def in_one_piece(text: str, span: Sequence[Token]) -> bool:
    """Whether nothing but a space or a sign within titles stands between the words."""
    return all(b.start - a.end <= 4 and not breaks(text[a.end : b.start]) for a, b in pairwise(span))


def key_of(words: Sequence[str]) -> str:
    """Words as names are compared: numbers one way, without articles, joins and gaps ("spider man", "spiderman")."""
    kept = []
    for word, after in zip(words, [*words[1:], ""], strict=True):
        if word not in _BARE and not (word in _PARTS and _SPELT.get(after, after).isdigit()):
            kept.append(_SPELT.get(word, word))
    key = "".join(kept)
    return key if len(key) > 1 else "".join(words)


def fame_of(item: Item) -> int:
    """How well known an item is, for telling namesakes apart."""
    new = item.year is not None and item.year >= NEW_FROM
    return 10 + item.known + (TOLD + new * NEW if item.facts.get("theme") else 0)


class Titles:
    """Every name of every item: key -> item id -> how much of its fame the name brings."""

    def __init__(self, catalog: Catalog, ordinary: Mapping[str, int]) -> None:
        self.names: dict[str, str] = {}  # key -> the name, normalised
        self.fame = {item.item_id: fame_of(item) for item in catalog}
        self._catalog, self._ordinary = catalog, ordinary
        self._person_words = {word for key in catalog.people for word in key.split()}
        self._meant: dict[str, dict[str, float]] = defaultdict(dict)
        self.acronyms: set[str] = set()
        for item in catalog:
            for title in (item.title, *item.alt_titles):
                self._add(normalise(title).split(), item, WHOLE if title == item.title else ALSO)
                for cut in _CUTS.split(title):
                    if normalise(cut) not in catalog.people:  # "Woody Allen: A Documentary" is no other name for him
                        self._add(normalise(cut).split(), item, HEAD)
        for items in self._meant.values():
            if WHOLE in items.values():
                items.update({item_id: SHADOWED for item_id, weight in items.items() if weight == ALSO})
        for item in catalog:
            for series in item.facts.get("series", ()):
                self._add_series(normalise(series).split(), item)
        self._add_parts()
        self._add_acronyms()

    def __contains__(self, key: str) -> bool:
        return key in self._meant

    def __getitem__(self, key: str) -> dict[str, float]:
        """Item id -> its fame under this name."""
        return {item_id: weight * self.fame[item_id] for item_id, weight in self._meant[key].items()}

    def weight(self, key: str, item_id: str) -> float:
        return self._meant[key][item_id]

    def top(self, key: str) -> float:
        """The fame of the best known item of this name."""
        return max(self[key].values())

    def is_part(self, key: str) -> bool:
        return max(self._meant[key].values()) <= PART

    def _add(self, words: Sequence[str], item: Item, weight: float) -> None:
        key = key_of(words)
        if len(key) > 1 or (key and weight >= ALSO):
            self.names.setdefault(key, " ".join(words))
            self._meant[key][item.item_id] = max(weight, self._meant[key].get(item.item_id, 0))

    def _add_series(self, series: Sequence[str], item: Item) -> None:
        """`alien 3`, `third alien`, and the bare name of the series for any of its items, the first before the rest."""
        name = [word for word in series if word not in {"trilogy", "series", "saga", "original"}] or series
        if item.part is not None:
            self._add([*name, str(item.part)], item, WHOLE)
            self._add([f"{item.part}th", *name], item, WHOLE)
        if key_of(name) not in self._meant or item.part == 1:
            self._add(name, item, SERIES if item.part == 1 else SERIES / 2)

    def _add_acronyms(self) -> None:
        """`lotr`, `bttf 2`."""
        for key in [key for key, items in self._meant.items() if max(items.values()) >= SERIES]:
            words = [_SPELT.get(word, word) for word in self.names[key].split() if word not in _PARTS]
            named = words[words[0] in ARTICLES :] if words else []
            for some in (named, [word for word in named if word not in ARTICLES]):
                short = "".join(word if word.isdigit() else word[0] for word in some)
                if len(short) < ACRONYM_MIN or short[:3].isdigit() or short in self._ordinary or short in self._meant:
                    continue
                self.acronyms.add(short)
                for item_id, weight in list(self._meant[key].items()):
                    if self.fame[item_id] >= PART_FAME:
                        self._add([short], self._catalog[item_id], weight * HEAD)

    def _add_parts(self) -> None:
        """Stretches of a title that one item, or one series, is clearly best known by: `lebowski`, `red october`."""
        found: dict[str, dict[str, Item]] = defaultdict(dict)
        spelt: dict[str, Sequence[str]] = {}
        for item in self._catalog:
            for title in (item.title, *item.alt_titles):
                words = normalise(title).split()
                for low in range(len(words)):
                    for high in range(low + 1, min(len(words), low + PART_LONGEST) + 1):
                        if high - low < len(words) and self._stands_alone(words[low:high]):
                            key = key_of(words[low:high])
                            spelt.setdefault(key, words[low:high])
                            found[key][item.item_id] = item
        for key, items in found.items():
            best = max(items.values(), key=lambda i: self.fame[i.item_id] / (i.part or 1))
            family = {best.title, *best.facts.get("series", ())}
            strangers = [i for i in items.values() if not family & {i.title, *i.facts.get("series", ())}]
            if self.fame[best.item_id] >= max(PART_FAME, PART_CLEAR * sum(self.fame[i.item_id] for i in strangers)):
                for item in items.values():
                    self._add(spelt[key], item, PART / (item.part or 1))

    def _stands_alone(self, words: Sequence[str]) -> bool:
        """Whether a stretch of a title may be said for the whole."""
        name = " ".join(words)
        if {name, name.removesuffix("s")} & self._catalog.people.keys():
            return False
        if words[0] in SMALL or words[-1] in SMALL or len(name) < PART_MIN:
            return False
        if len(words) > 1 or name.isdigit():
            return True
        return not {name, name.removesuffix("s")} & self._person_words and self._ordinary.get(name, 0) <= PART_MET


def ordinary_words(catalog: Catalog, common: Iterable[str]) -> Counter[str]:
    """Words of everyday language with how often they were met: what people say, and the catalogue's descriptions."""
    met = Counter(dict.fromkeys(common, SAID))
    for item in catalog:
        for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", item.description):
            if word.islower():
                met[normalise(re.sub(r"['’]s$", "", word))] += 1
    for theme in {theme for item in catalog for theme in item.facts.get("theme", ())}:
        met.update(normalise(theme).split())
    return met


def siblings_of(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Surname -> two people of that name who made films together: the Coen brothers."""
    makers: dict[str, dict[tuple[str, ...], int]] = defaultdict(lambda: defaultdict(int))
    for item in catalog:
        by_surname: dict[str, list[str]] = defaultdict(list)
        for person in item.facts.get("director", ()):
            by_surname[normalise(person).split()[-1]].append(person)
        for surname, people in by_surname.items():
            if len(people) == 2:
                makers[surname][tuple(sorted(people))] += fame_of(item)
    return {surname: max(pairs, key=lambda pair: pairs[pair]) for surname, pairs in makers.items()}


def genre_words(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """How people say a genre -> the genre; or several of which it is both, the one told last first ("romcom")."""
    table: dict[str, tuple[str, ...]] = {normalise(genre): (genre,) for genre in catalog.domain.genres}
    for genre, said in catalog.domain.genre_words.items():
        for word in map(normalise, said):
            table[word] = tuple(dict.fromkeys((genre, *table.get(word, ()))))
    return table


def theme_words(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """How people say a theme -> the themes it may mean, the most frequent first."""
    often = Counter(theme for item in catalog for theme in item.facts.get("theme", ()))
    table: dict[str, list[str]] = defaultdict(list)
    for theme, _ in often.most_common():
        names = (
            theme,
            theme.removeprefix("the "),
            *catalog.domain.theme_words.get(theme, ()),
        )  # "the troubles": no trouble
        for name in dict.fromkeys(map(normalise, names)):
            for form in _forms(name):
                table[form].append(theme)
    exact = {normalise(theme): theme for theme in often}
    return {said: (exact[said],) if said in exact else tuple(dict.fromkeys(t)) for said, t in table.items()}


def _forms(name: str) -> Iterable[str]:
    """Singular and plural: `heist`, `heists`; `story`, `stories`."""
    yield name
    if name.endswith("y") and name[-2] not in "aeiou":
        yield name[:-1] + "ies"
    elif name.endswith("ies"):
        yield name[:-3] + "y"
    elif name.endswith("s") and not name.endswith("ss"):
        yield name[:-1]
    else:
        yield name + ("es" if name.endswith(("s", "sh", "ch", "x")) else "s")
