"""A second judge of sentences: every name, genre, theme, number and relation in it, held against the evidence.

It shares the catalogue with the checker that lets sentences pass, and no code: it reads the raw text by its own small
grammar, so that a hole in one is seen by the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from chatbot.catalog import Catalog
from chatbot.types import Evidence, Item

_GENRES = {
    "Action": "action", "Adventure": "adventures?", "Animation": "animat(?:ed|ion)", "Children": "family|children'?s?",
    "Comedy": "comed(?:y|ies)|comic", "Crime": "crime", "Documentary": "documentar(?:y|ies)",
    "Drama": "dramas?|dramatic", "Fantasy": "fantas(?:y|ies)", "Film-Noir": "(?:film[ -])?noir", "Horror": "horrors?",
    "Musical": "musicals?", "Mystery": "myster(?:y|ies)", "Romance": "romances?|romantic",
    "Sci-Fi": "science[ -]fiction|sci-?fi", "Thriller": "thrillers?", "War": "war", "Western": "westerns?",
}  # fmt: skip
_PARTS = {"director": r"direct\w*", "cast": r"cast|star\w*|act(?:or|ress|s|ed)\w*|play\w*"}
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


def plain(text: str) -> str:
    """Lower case without accents or marks, as names are compared."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.replace("&", " and ")) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’]", "", bare.lower())).split())


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
        problems = _false_knowledge(text, evidence)
        for clause in _clauses(text, [item.title, *(e.value for e in evidence)]):
            problems += self._clause(clause, item, evidence)
        new = "new to everybody" in text.lower() and not any(e.kind == "popularity" for e in evidence)
        if not new and not any(_says(text, form) for e in evidence for form in _forms(e)):
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
        problems += _false_relations(clause, item, evidence)
        problems += self._not_in_the_other(clause, item, evidence)
        return problems + [f"word: {word}" for word in _foreign_words(rest, evidence)]

    def _not_in_the_other(self, clause: str, item: Item, evidence: Sequence[Evidence]) -> list[str]:
        """`HEIST again, as with FILM`, `PERSON, like FILM`: what is said to be alike stands in that film's facts."""
        found: set[str] = set()
        for part in re.split(r", and (?=it|this|here)", clause.replace(item.title, "¤")):
            if not re.search(r"\b(?:like|as with|as in)\b", part, re.I):
                continue
            liked = [e for e in evidence if e.kind == "liked_item" and e.item_id in self._catalog]
            films = [e for e in liked if _says(part, e.value)]
            facts = [self._catalog[e.item_id].facts for e in films if e.item_id]
            theirs = {value for fact in facts for values in fact.values() for value in values}
            own = [e for e in evidence if e.kind == "attribute" and e.field in {"theme", "director", "cast", "series"}]
            said = {e.value for e in own if _says(part, e.value) and not any(e.value in f.value for f in films)}
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


def _clauses(text: str, names: Sequence[str]) -> list[str]:
    """Sentences and what stands between semicolons; a stop inside a name is none."""
    inside = [found.span() for name in names if name for found in re.finditer(re.escape(name), text, re.I)]
    cuts = [found.end() for found in re.finditer(r"[.!?;]\s+", text)]
    cuts = [cut for cut in cuts if not any(low < cut < high for low, high in inside)]
    return [text[low:high].strip() for low, high in pairwise([0, *cuts, len(text)]) if text[low:high].strip()]


def _said_genres(rest: str) -> list[str]:
    return [genre for genre, forms in _GENRES.items() if re.search(rf"(?<![\w-])(?:{forms})(?![\w-])", rest, re.I)]


def _has_genre(genre: str, rest: str, evidence: Sequence[Evidence]) -> bool:
    """As the item's own, as asked for, or, said with a no, as refused."""
    if any(e.field == "genre" and e.value == genre for e in evidence):
        return True
    refused = any(e.field == "not_genre" and e.value == f"no {genre}" for e in evidence)
    return refused and bool(re.search(rf"\b(?:no|not|without) (?:\w+ )?(?:{_GENRES[genre]})\b", rest, re.I))


def _forms(e: Evidence) -> list[str]:
    """How the evidence may be said."""
    forms = [e.value, e.limit or ""]
    forms += [f.removeprefix(word) for f in forms for word in ("from ", "about ", "no ")]
    if e.field in {"genre", "not_genre"}:
        said = _GENRES.get(e.value.removeprefix("no "), "")
        forms += re.sub(r"\(\?:|\)|\[ -\]|\?", lambda m: " " if m[0] == "[ -]" else "", said).split("|")
    return [form for form in forms if form]


def _foreign_words(rest: str, evidence: Sequence[Evidence]) -> list[str]:
    """Words that are neither empty, nor of the evidence, nor of a genre or part."""
    own = {w for e in evidence for text in (e.value, e.limit or "") for w in plain(text).split()}
    own |= {w.rstrip("s") for w in own} | {f"{w}s" for w in own}
    known = re.compile("|".join([*_GENRES.values(), *_PARTS.values()]), re.I)
    found = []
    for token in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", rest):
        word = token.lower().replace("’", "'")
        if word not in _FREE and plain(word) not in own and not known.fullmatch(word) and len(word) > 1:
            found.append(word)
    return [w for w in found if w not in {"fiction", "science", "sci", "fi", "film", "noir", "animated"}]


def _false_relations(clause: str, item: Item, evidence: Sequence[Evidence]) -> list[str]:
    """Who made it, whom it is shared with, what was liked, what others chose, what was asked for."""
    liked = {e.value: e for e in evidence if e.kind == "liked_item" and e.item_id}
    named = [liked[title] for title in liked if _says(clause, title)]
    problems = [f"part: {e.value}" for e in evidence if _in_another_part(clause, e, evidence)]
    problems += _false_sameness(clause, named, evidence)
    for part in re.split(r", and (?=it|this|here)", clause):
        problems += _false_sharing(part, [e for e in named if _says(part, e.value)], evidence)
    problems += _false_liking(clause, item, liked, evidence)
    bare = clause
    for title in sorted({item.title, *(e.value for e in evidence)}, key=len, reverse=True):
        bare = bare.replace(title, "¤")  # "people" in a title is nobody
    who = r"\b(?:people|those|others|many|critics)\b"
    crowd = re.search(rf"{who}.*\b(?:watched|chose|picked|choos\w+|pick)\b", bare, re.I)
    if crowd and "films like" not in bare and not all(e.field == "crowd" for e in named):
        problems.append("crowd: nobody is known to have chosen both")
    if re.search(rf"{who}(?:(?!\byou\b).)*\b(?:liked?|loved?|enjoy\w*)\b", bare.replace("films like", ""), re.I):
        problems.append("others: what they liked is not known")
    return problems + _false_subject(clause, named, evidence) + _false_asking(clause, evidence)


def _false_subject(clause: str, named: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[str]:
    """Nothing is said of another film: neither what it is, nor who is in it."""
    verbs = r"(?:is|was|were|has|have|had|shares?|goes|stars)"
    people = [e.value for e in evidence if e.kind == "attribute" and e.field in _PARTS]
    problems = []
    for e in named:
        title = re.escape(e.value)
        if re.search(rf"(?<!\w){title} {verbs}\b", clause):
            problems.append(f"said of {e.value}")
        tied = {x.value for x in evidence if x.kind == "attribute" and x.item_id == e.item_id}
        problems += [
            f"{person} in {e.value}"
            for person in people
            if person not in tied and re.search(rf"{re.escape(person)} (?:is|was) in {title}(?!\w)", clause)
        ]
    return problems


def _false_asking(clause: str, evidence: Sequence[Evidence]) -> list[str]:
    """`you asked for X`, `X, as you asked`: X is a limit in force, or words of the wish."""
    asked = re.search(r"\b(?:asked|wanted|wished)\b(?P<rest>.*)", clause, re.I | re.S)
    if not asked:
        return []
    limits = [form for e in evidence if e.kind == "constraint" for form in _forms(e)]
    as_asked = re.search(r"\bas (?:you )?(?:\w+ )?(?:asked|wanted|wished)", clause, re.I)
    where = clause[: as_asked.start()] if as_asked and as_asked.start() > 3 else asked["rest"]
    if not any(_says(where, limit) for limit in limits):
        return ["asked for: nothing of the kind was"]
    if where != asked["rest"]:  # what stands last before "as you asked" is what was asked for
        ends = {form: m.end() for e in evidence for form in _forms(e) for m in _found(where, form)}
        last = {form for form, end in ends.items() if end == max(ends.values())}
        if not last & set(limits):
            return [f"asked for: {min(last)}"]
    return []


def _false_knowledge(text: str, evidence: Sequence[Evidence]) -> list[str]:
    """People without names are shared, and with a film that is named."""
    liked = {e.item_id: e.value for e in evidence if e.kind == "liked_item" and e.item_id and _says(text, e.value)}
    known = {e.value for e in evidence if e.kind == "knowledge" and _says(text, e.value)}
    problems = []
    for value in known:
        tied = [liked[e.item_id] for e in evidence if e.kind == "knowledge" and e.value == value and e.item_id in liked]
        sentence = next((s for s in _clauses(text, list(liked.values())) if _says(s, value)), text)
        shared = re.search(rf"\bshares?\b.*{re.escape(value)}|in common.*{re.escape(value)}", sentence, re.I)
        here = [title for title in liked.values() if _says(sentence, title)]
        only = len(liked) == 1 or (here and "that film" not in sentence)
        if not tied or not shared or not only or (here and not set(here) & set(tied)):
            problems.append(f"shared: {value}")
    if (
        re.search(r"\bshares? (?:an? |the |its )?(?:director|actors?|writers?|cast)\b(?!,|:| \w+ and| [A-Z])", text)
        and not known
    ):
        problems.append("shared: somebody without a name")
    return problems


def _says(clause: str, name: str) -> bool:
    return any(_found(clause, name))


def _found(clause: str, name: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w){re.escape(name.rstrip('!?.') or name)}(?!\w)", clause, re.I)


def _in_another_part(clause: str, e: Evidence, evidence: Sequence[Evidence]) -> bool:
    """Whether a person who directs is said to act, or the other way round."""
    if e.kind != "attribute" or e.field not in _PARTS or e.value not in clause:
        return False
    near = re.search(r"(?:\w+\W+){0,4}¤(?:\W+\w+){0,2}", clause.replace(e.value, "¤", 1))
    other = "cast" if e.field == "director" else "director"
    if near is None or any(x.value == e.value and x.field == other for x in evidence):
        return False
    own, strange = (re.search(rf"\b(?:{_PARTS[part]})\b", near[0], re.I) for part in (e.field, other))
    return bool(strange) and not own


def _false_sameness(clause: str, named: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[str]:
    """`the same director as Heat`: a fact of that kind is tied to a film that the clause names."""
    problems = []
    for same in re.finditer(r"\bsame (director|actor|actress|cast|series|theme|genre)s?\b", clause, re.I):
        field = {"actor": "cast", "actress": "cast"}.get(same[1].lower(), same[1].lower())
        tied = {x.item_id for x in evidence if x.kind == "attribute" and x.field == field and x.item_id}
        if not tied or (named and not any(e.item_id in tied for e in named)):
            problems.append(f"same: {same[1]}")
    return problems


def _false_sharing(clause: str, named: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[str]:
    """`shares a heist with Heat`: each thing that is said to be shared is tied to a film that the clause names."""
    if not named or not re.search(r"\b(?:shares?|in common|common ground|ties? it|again, as with)\b", clause, re.I):
        return []
    facts = [e for e in evidence if e.kind in {"attribute", "knowledge"} and e.field != "genre" and e.item_id]
    ids = {e.item_id for e in named}
    tied = {e.value for e in facts if e.item_id in ids}
    return [f"shared: {e.value}" for e in facts if e.value not in tied and _says(clause, e.value)]


def _false_liking(clause: str, item: Item, liked: Mapping[str, Evidence], evidence: Sequence[Evidence]) -> list[str]:
    """What was disliked, the item itself, or nothing at all is said to have been liked."""
    problems = []
    judged = r"(?:liked|loved|enjoyed|rated)"
    for verb in re.finditer(rf"\byou (?:\w+ )?{judged} (?:both )?(?=\w)", clause, re.I):
        told = clause[verb.end() :]
        if not any(_says(told[: len(title) + 1], title) for title in liked):
            problems.append(f"liked: {told}")
    for title in {e.value for e in evidence if e.kind == "disliked_item"} - set(liked) | ({item.title} - set(liked)):
        if re.search(rf"\b{judged} (?:both )?(?:[^,;.]+ and )?{re.escape(title)}(?!\w)", clause):
            problems.append(f"liked: {title}")
    if re.search(rf"\byou (?:\w+ )?{judged}\b", clause, re.I) and not any(_says(clause, title) for title in liked):
        problems.append("liked: no film that was")
    return problems
