"""A second judge of sentences: every name, genre, theme, number and relation in it, held against the evidence.

It shares the catalogue with the checker that lets sentences pass, and no code: it reads the raw text by its own small
grammar, so that a hole in one is seen by the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from chatbot.catalog import Catalog
from chatbot.evaluation.relations import false_knowledge, false_relations
from chatbot.evaluation.said import GENRES, PARTS, clauses, forms_of, plain, says
from chatbot.types import Evidence, Item

_FREE = frozenset(  # words that say nothing of a film, a person or a taste
    """a about again all also among an and another any are as ask asked at be because been belongs beside
    both but by can choose choosing chose chosen close closest come comes common company does don't else
    end enjoy enjoyed entry everybody far few film films first fit fits for from genre genres came go goes
    going great has have here here's high how i if in include includes into is it it's its judging just
    keep keeps kind kinds know known learn led less let limit limits like liked list little look looked love
    loved many match matches may me might mind more most mostly movie movies much my near nearest
    neighbours new next no nobody not of often on one ones or other others our own part people person
    pick picked place point points put rated relatives said same say says see series set share shared
    shares should since sits so someone something speak speaks start step still such suit suits taste
    tend than that that's the their them theme themes then these they this those through tie ties title
    to together too turn turns two up upon us vein very want wanted was watch watched way we well were
    what when where which while who whole whom whose why will wished with without within words work worked works
    would yet you you've your yours""".split()
)
_PRAISE = re.compile(
    r"\b(?:best|better|worst|greatest|great(?! company)|masterpiece|classic|brilliant|favou?rites?|award\w*|famous"
    r"|perfect|must-see|funni\w+|scari\w+|darker|lighter|longer|shorter|older|newer|never|always|everyone)\b",
    re.I,
)
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


class Judge:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @cached_property
    def _names(self) -> dict[str, str]:
        """Title or person, plain -> which of the two."""
        found = {plain(title): "title" for i in self._catalog for title in (i.title, *i.alt_titles)}
        return found | {plain(person): "person" for person in self._catalog.people.values()}

    @cached_property
    def _themes(self) -> list[str]:
        found = {plain(theme) for item in self._catalog for theme in item.facts.get("theme", ())}
        return sorted(found, key=lambda theme: -len(theme))

    def uncarried(self, text: str, item: Item, evidence: Sequence[Evidence]) -> list[str]:
        """Claims of the text that no evidence carries; empty where every one is."""
        problems = false_knowledge(text, evidence)
        for clause in clauses(text, [item.title, *(e.value for e in evidence)]):
            problems += self._clause(clause, item, evidence)
        new = "new to everybody" in text.lower() and not any(e.kind == "popularity" for e in evidence)
        if not new and not any(says(text, form) for e in evidence for form in forms_of(e)):
            problems.append("nothing is said")
        return problems

    def _clause(self, clause: str, item: Item, evidence: Sequence[Evidence]) -> list[str]:
        rest, problems = f" {clause} ", []
        carried = {e.value for e in evidence} | {e.limit for e in evidence if e.limit} | {item.title, item.label}
        carried |= {value.rstrip("!?.") for value in carried}
        for name in sorted(filter(None, carried), key=len, reverse=True):  # what is carried is no claim by itself
            rest = re.sub(rf"(?<![\w]){re.escape(name)}(?![\w])", " ¤ ", rest, flags=re.I)
        problems += [f"name: {name}" for name in self._foreign_names(rest)]
        problems += [f"genre: {genre}" for genre in _said_genres(rest) if not _has_genre(genre, rest, evidence)]
        low, spelt = f" {plain(rest)} ", {plain(name or "") for name in carried}
        for theme in self._themes:
            if len(theme) > 4 and f" {theme} " in low and theme not in spelt:
                problems.append(f"theme: {theme}")
                low = low.replace(f" {theme} ", " ")
        allowed = {n for value in carried for n in _NUMBER.findall(value or "")}
        problems += [f"number: {n}" for n in _NUMBER.findall(rest) if n not in allowed]
        problems += [f"praise: {found[0]}" for found in _PRAISE.finditer(rest)]
        problems += false_relations(clause, item, evidence)
        problems += self._not_in_the_other(clause, item, evidence)
        return problems + [f"word: {word}" for word in _foreign_words(rest, evidence)]

    def _not_in_the_other(self, clause: str, item: Item, evidence: Sequence[Evidence]) -> list[str]:
        """`HEIST again, as with FILM`, `PERSON, like FILM`: what is said to be alike stands in that film's facts."""
        found: set[str] = set()
        for part in re.split(r", and (?=it|this|here)", clause.replace(item.title, "¤")):
            if not re.search(r"\b(?:like|as with|as in)\b", part, re.I):
                continue
            liked = [e for e in evidence if e.kind == "liked_item" and e.item_id in self._catalog]
            films = [e for e in liked if says(part, e.value)]
            facts = [self._catalog[e.item_id].facts for e in films if e.item_id]
            theirs = {value for fact in facts for values in fact.values() for value in values}
            own = [e for e in evidence if e.kind == "attribute" and e.field in {"theme", "director", "cast", "series"}]
            said = {e.value for e in own if says(part, e.value) and not any(e.value in f.value for f in films)}
            found |= said - theirs if films else set()
        return [f"not in the other: {value}" for value in sorted(found)]

    def _foreign_names(self, rest: str) -> Iterable[str]:
        """Titles and people of the catalogue written as names, which nothing carries."""
        tokens = list(re.finditer(r"[^\W_][\w'’.-]*", rest))
        at = 0
        while at < len(tokens):
            if not tokens[at][0][0].isupper():
                at += 1
                continue
            for size in range(min(8, len(tokens) - at), 0, -1):
                said = rest[tokens[at].start() : tokens[at + size - 1].end()].rstrip(".")
                first = size == 1 and at == 0
                if "¤" not in said and plain(said) in self._names and not (first or plain(said) in _FREE):
                    yield said
                    at += size
                    break
            else:
                at += 1


def _said_genres(rest: str) -> list[str]:
    return [genre for genre, forms in GENRES.items() if re.search(rf"(?<![\w-])(?:{forms})(?![\w-])", rest, re.I)]


def _has_genre(genre: str, rest: str, evidence: Sequence[Evidence]) -> bool:
    """As the item's own, as asked for, or, said with a no, as refused."""
    if any(e.field == "genre" and e.value == genre for e in evidence):
        return True
    refused = any(e.field == "not_genre" and e.value == f"no {genre}" for e in evidence)
    return refused and bool(re.search(rf"\b(?:no|not|without) (?:\w+ )?(?:{GENRES[genre]})\b", rest, re.I))


def _foreign_words(rest: str, evidence: Sequence[Evidence]) -> list[str]:
    """Words that are neither empty, nor of the evidence, nor of a genre or part."""
    own = {w for e in evidence for text in (e.value, e.limit or "") for w in plain(text).split()}
    own |= {w.rstrip("s") for w in own} | {f"{w}s" for w in own}
    known = re.compile("|".join([*GENRES.values(), *PARTS.values()]), re.I)
    found = []
    for token in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", rest):
        word = token.lower().replace("’", "'")
        if word not in _FREE and plain(word) not in own and not known.fullmatch(word) and len(word) > 1:
            found.append(word)
    return [w for w in found if w not in {"fiction", "science", "sci", "fi", "film", "noir", "animated"}]
