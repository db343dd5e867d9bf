"""Names: a message as words, and every name that an item, a person or a genre goes by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chatbot.catalog import Catalog, normalise
from chatbot.types import Item

ARTICLES = frozenset("the a an".split())
NUMBERS = {"1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "7": "seven", "10": "ten", "12": "twelve"}
NUMBERS |= {"6": "six", "8": "eight", "9": "nine", "11": "eleven", "13": "thirteen", "21": "twenty one"}
NUMBERS |= {word: digit for digit, word in NUMBERS.items()}
ROMAN = {"ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_QUOTED = re.compile(r"[\"“«*]([^\"”»*]{1,80})[\"”»*]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")
_SELF = frozenset("i im id ive ill".split())
_LONG_HEAD = 7  # letters from which a title's part before the colon stands for the title


@dataclass(frozen=True)
class Token:
    """capital: one that is not merely the start of a sentence. opens: the first word of a sentence, with a capital."""

    text: str
    start: int
    end: int
    capital: bool
    opens: bool
    quoted: bool


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


def breaks(between: str) -> bool:
    """Whether this stretch ends a clause. Colons, hyphens and apostrophes stand inside titles."""
    return any(c in ',;!?()\n"“”' for c in between) or ". " in between or between.strip() == "."


def in_one_piece(text: str, span: Sequence[Token]) -> bool:
    """Whether nothing but a space or a sign within titles stands between the words."""
    return all(b.start - a.end <= 4 and not breaks(text[a.end : b.start]) for a, b in pairwise(span))


def titles_of(catalog: Catalog) -> dict[str, list[Item]]:
    """Normalised name -> items. "Arrival" is Arrival before it is The Arrival."""
    whole: dict[str, list[Item]] = defaultdict(list)
    short: dict[str, list[Item]] = defaultdict(list)
    for item in catalog:
        for title in (item.title, *item.alt_titles):
            if name := normalise(title):
                whole[name].append(item)
        for name in _short_names(item):
            if name not in catalog.people:  # "Woody Allen: A Documentary" is no other name for him
                short[name].append(item)
    return {name: once(items) for name, items in {**short, **whole}.items()}


def _short_names(item: Item) -> Iterator[str]:
    """Names without sub-title or article, and with their numbers written the other way."""
    for title in (item.title, *item.alt_titles):
        head = normalise(re.split(r":| - ", title)[0])
        heads = [head] if len(head) >= _LONG_HEAD and (" " in head or item.known >= 20) else []
        for name in (normalise(title), *heads):
            words = name.split()
            if len(words) > 1:
                if words[0] in ARTICLES:
                    yield " ".join(words[1:])
                yield " ".join(NUMBERS.get(word, word) for word in words)
                yield from _numbered(words)
        yield from heads


def _numbered(words: Sequence[str]) -> Iterator[str]:
    """`the godfather part ii` -> `the godfather 2`, `godfather 2`."""
    if words[-1] in ROMAN or (words[-2] == "part" and words[-1].isdigit()):
        head = words[:-2] if words[-2] in {"part", "episode", "chapter"} else words[:-1]
        plain = [*head, ROMAN.get(words[-1], words[-1])]
        yield " ".join(plain)
        if len(plain) > 2 and plain[0] in ARTICLES:
            yield " ".join(plain[1:])


def surnames_of(catalog: Catalog) -> dict[str, str]:
    """Surname -> the one person who is clearly best known by it."""
    fame: dict[str, dict[str, float]] = defaultdict(dict)
    for key, name in catalog.people.items():
        if " " in key:
            items = catalog.with_person(name)
            fame[key.split()[-1]][name] = sum(i.known + 1 for i in items) if len(items) >= 2 else 0
    clear: dict[str, str] = {}
    for surname, people in fame.items():
        ranked = sorted(people, key=lambda person: -people[person])
        second = people[ranked[1]] if len(ranked) > 1 else 0
        if people[ranked[0]] >= 2 * second and people[ranked[0]] > 0 and len(surname) > 3:
            clear[surname] = ranked[0]
    return clear


def siblings_of(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Surname -> two people of that name who made films together: the Coen brothers."""
    makers: dict[str, dict[tuple[str, ...], int]] = defaultdict(lambda: defaultdict(int))
    for item in catalog:
        by_surname: dict[str, list[str]] = defaultdict(list)
        for person in item.facts.get("director", ()):
            by_surname[normalise(person).split()[-1]].append(person)
        for surname, people in by_surname.items():
            if len(people) == 2:
                makers[surname][tuple(sorted(people))] += item.known + 1
    return {surname: max(pairs, key=lambda pair: pairs[pair]) for surname, pairs in makers.items()}


def genre_words(catalog: Catalog) -> dict[str, str]:
    """How people say a genre -> the genre."""
    table = {genre.lower(): genre for genre in catalog.domain.genres}
    for genre, said in catalog.domain.genre_words.items():
        table |= {word.lower(): genre for word in said}
    return table


def once(items: Iterable[Item]) -> list[Item]:
    """Without repeats; Items hold a mapping and cannot be hashed."""
    return list({item.item_id: item for item in items}.values())
