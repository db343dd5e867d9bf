"""Compile step of the film catalogue: a file of film facts becomes the rows of `data/catalog/films.jsonl`.

The facts were gathered by script from film lists and title lists, so they carry the marks of that: articles moved
to the end, words of a sentence among the cast, one film under two titles. General rules clean what repeats;
what is wrong once is mended by hand in `data/catalog/corrections.jsonl`, one line a film. A correction that no
longer fits any film is an error, so that the file cannot rot.

Knows nothing of ratings, and not where the facts file lies: the caller says so.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeGuard

from chatbot.catalog import to_row
from chatbot.errors import DataError, nearest
from chatbot.types import Item

CORRECTIONS = Path(__file__).parents[2] / "data" / "catalog" / "corrections.jsonl"
YEARS = range(1890, 2031)
PEOPLE = ("director", "cast")
SOURCES = ("ml100k", "movielens")

# Words of the facts that are not MovieLens' genres, and what they stand for there. An empty tuple: says too
# little about the kind of film (found footage is a way of filming, not a genre). `_genres_of` adds three rules
# that need the whole row: Supernatural, Noir and Drama.
GENRE_RULES: dict[str, tuple[str, ...]] = {
    "Martial Arts": ("Action",),
    "Superhero": ("Action",),
    "Disaster": ("Action",),
    "Family": ("Children",),
    "Animated": ("Animation",),
    "Satire": ("Comedy",),
    "Slasher": ("Horror",),
    "Dance": ("Musical",),
    "Performance": ("Musical",),
    "Science Fiction": ("Sci-Fi",),
    "Spy": ("Thriller",),
    "Suspense": ("Thriller",),
    "Erotic": (),
    "Found Footage": (),
    "Independent": (),
    "Live Action": (),
    "Short": (),
    "Silent": (),
    "Teen": (),
    "Supernatural": (),
    "Noir": (),
    "Biography": (),
    "Historical": (),
    "Legal": (),
    "Political": (),
    "Sport": (),
    "Sports": (),
}
# Subjects that are told as a drama where the film has no other genre, and as a comedy, a thriller… where it has.
DRAMA_SUBJECTS = frozenset({"Biography", "Historical", "Legal", "Political", "Sport", "Sports"})
# A film noir is of its time; later ones that are called so are thrillers in its manner.
LAST_NOIR_YEAR = 1960
# `subgenres` were read from prose ("a war of the sexes"): only words that can hardly mean anything else count.
SURE_SUBGENRES = frozenset(
    {"Martial Arts", "Musical", "Noir", "Science Fiction", "Slasher", "Superhero", "Suspense", "Thriller"}
)

_ARTICLES = "The|A|An|L'|La|Le|Les|Il|Lo|El|Los|Las|Der|Die|Das|Den|Det|O|Os|As"
_MOVED_ARTICLE = re.compile(rf"^(?P<head>.+?), (?P<article>{_ARTICLES})(?P<rest>$|: .*| - .*)")
_ALSO_KNOWN = re.compile(r"\s*\((?:a\.?k\.?a\.?:?|also known as)\s+(?P<other>[^()]+)\)", re.IGNORECASE)
_ROLE = re.compile(r"\s*\((?:actor|actress|director)\)$")
_NICKNAME = re.compile(r'\s*["“][^"“”]+["”]\s*')
# Leftovers of sentences and of footnotes: brackets, words that end in the middle, awards, where a director is from.
_NO_NAME = re.compile(
    r"[()]|\b(of|by|with|the|and)$|^cast:?$|\b(award|best act(or|ress))\b|^(hong kong|new york)$", re.IGNORECASE
)
_PLAIN = str.maketrans({"’": "'", "‘": "'", "…": "...", "⁄": "/", "\u00a0": " "})

# Signs that Unicode does not take apart into a plain letter and an accent.
_LETTERS = {"&": " and ", "+": " and ", "ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}


@dataclass
class Draft:
    """A film while it is being cleaned; `line` is where it stands in the facts (0: added by a correction)."""

    title: str
    year: int
    genres: list[str] = field(default_factory=list)
    people: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in PEOPLE})
    alt_titles: list[str] = field(default_factory=list)
    source_ids: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in SOURCES})
    known: int = 0
    line: int = 0

    @property
    def label(self) -> str:
        return f"{self.title} ({self.year})"

    @property
    def names(self) -> list[str]:
        """Every way in which a correction may call this film."""
        return [self.label, *(f"{source}:{i}" for source, ids in self.source_ids.items() for i in ids)]


def compile_films(
    facts_path: Path, genres: Collection[str], corrections_path: Path = CORRECTIONS
) -> tuple[list[Item], list[str]]:
    """Read, clean, correct, merge and name all films; returns them with notes on what was changed.

    genres: the one vocabulary of the domain. Raises DataError naming file and line for a malformed row, a genre
    without a rule, and a correction that fits no film.
    """
    notes: list[str] = []
    drafts = [_draft(row, facts_path, line, notes) for line, row in _rows(facts_path)]
    drafts = _merge_twins(drafts, notes)
    drafts = _correct(drafts, corrections_path, notes)
    _one_spelling(drafts, notes)
    for draft in drafts:
        _check(draft, genres, facts_path, notes)
    return _items(drafts, facts_path), notes


def write_catalog(items: Iterable[Item], path: Path) -> None:
    """Write one compact JSON object a line; the old file stands until the new one is complete."""
    text = "".join(json.dumps(to_row(item), ensure_ascii=False, separators=(",", ":")) + "\n" for item in items)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        os.close(handle)
        Path(name).write_text(text, encoding="utf-8", newline="\n")
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def keep_knowledge(items: Sequence[Item], written: Iterable[Item]) -> list[Item]:
    """`items` with what was written by hand about the films of the same id in an earlier catalogue.

    Raises: DataError naming a film whose words would be lost.
    """
    words = {item.item_id: item for item in written if item.description}
    if lost := sorted(set(words) - {item.item_id for item in items}):
        raise DataError(
            f"{lost[0]!r} and {len(lost) - 1} other ids are no longer made, but there are words about them; "
            "give the catalogue's lines the new ids first."
        )
    return [_with_words(item, words[item.item_id]) if item.item_id in words else item for item in items]


def _with_words(item: Item, old: Item) -> Item:
    facts = {**item.facts, **{name: old.facts[name] for name in ("theme", "series") if name in old.facts}}
    return replace(
        item,
        facts=facts,
        description=old.description,
        scales=old.scales,
        age=old.age,
        minutes=old.minutes,
        part=old.part,
    )


# --- reading ---------------------------------------------------------------------------------------------------


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, object) of a JSONL file; blank lines are passed over."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read: {error}", path) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise DataError(f"is not JSON: {error.msg}", path, number) from error
        if not isinstance(row, dict):
            raise DataError(f"is not a JSON object: {line[:60]!r}", path, number)
        yield number, row


def _is_words(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_Check = tuple[Callable[[object], bool], str]
_TEXT: _Check = (lambda v: isinstance(v, str) and bool(v.strip()), "a text")
_YEAR: _Check = (lambda v: _is_count(v) and v in YEARS, f"a year from {YEARS.start} to {YEARS.stop - 1}")
_WORDS: _Check = (_is_words, "a list of texts")
_IDS: _Check = (lambda v: _is_words(v) and all(i.isdecimal() for i in v), "a list of numbers in quotes")
_COUNT: _Check = (_is_count, "a number")

_FACTS = {"title": _TEXT, "year": _YEAR}
_FACTS |= dict.fromkeys(("genres", "directors", "cast", "subgenres", "alt_titles"), _WORDS)
_FACTS |= dict.fromkeys(("ml100k_id", "movielens_id", "ratings_in_100k", "ratings_in_latest_small"), _COUNT)


def _require(row: dict[str, Any], checks: dict[str, _Check], path: Path, line: int) -> None:
    for name, (fits, wanted) in checks.items():
        if name in row and not fits(row[name]):
            raise DataError(f"{name!r} is {row[name]!r}, not {wanted}", path, line)


def _draft(row: dict[str, Any], path: Path, line: int, notes: list[str]) -> Draft:
    for name in ("title", "year"):
        if name not in row:
            raise DataError(f"lacks {name!r}", path, line)
    _require(row, _FACTS, path, line)
    title, others = clean_title(row["title"])
    draft = Draft(title, row["year"], alt_titles=[*others, *row.get("alt_titles", ())], line=line)
    draft.genres = _genres_of(row)
    draft.known = row.get("ratings_in_100k", 0) + row.get("ratings_in_latest_small", 0)
    for source in SOURCES:
        if f"{source}_id" in row:
            draft.source_ids[source].append(str(row[f"{source}_id"]))
    for name, given in (("director", row.get("directors", [])), ("cast", row.get("cast", []))):
        draft.people[name] = clean_people(given)
        if gone := [p for p in given if not clean_people([p])]:
            notes.append(f"{draft.label}: left out of {name}: {', '.join(map(repr, gone))}")
    if title != row["title"]:
        notes.append(f"{draft.label}: title was {row['title']!r}")
    return draft


# --- cleaning rules --------------------------------------------------------------------------------------------


def clean_title(raw: str) -> tuple[str, list[str]]:
    """The title as people write it, and the other titles that stood in brackets behind it.

    >>> clean_title("Professional, The (a.k.a. Leon)")
    ('The Professional', ['Leon'])
    """
    others = [_straight(m["other"]) for m in _ALSO_KNOWN.finditer(raw)]
    title, *others = [_article_first(t) for t in (_straight(_ALSO_KNOWN.sub("", raw)), *others)]
    return title, others


def _straight(text: str) -> str:
    """Plain quotes, dashes and spaces, so that one title is written one way."""
    return " ".join(text.translate(_PLAIN).replace(" – ", " - ").split())


def _article_first(title: str) -> str:
    moved = _MOVED_ARTICLE.match(title)
    if not moved:
        return title
    space = "" if moved["article"].endswith("'") else " "
    return f"{moved['article']}{space}{moved['head']}{moved['rest']}"


def clean_people(names: Iterable[str]) -> list[str]:
    """Names in their order, each once, without what is no name.

    >>> clean_people(["(voices)", "Tony Jaa", "Robert Downey, Jr.", "Paul Burke (actor)", "the"])
    ['Tony Jaa', 'Robert Downey Jr.', 'Paul Burke']
    """
    clean: dict[str, None] = {}
    for raw in names:
        name = re.sub(r",? +Jr\b\.?", " Jr.", _ROLE.sub("", _straight(raw)))
        if not _NO_NAME.search(name) and _starts_like_a_name(name):
            clean[name] = None
    return list(clean)


def _starts_like_a_name(name: str) -> bool:
    """A capital or a figure; small letters only in a single word with a point (will.i.am)."""
    return name[0].isupper() or name[0].isdigit() or ("." in name[1:] and " " not in name)


def _genres_of(row: dict[str, Any]) -> list[str]:
    words = [*row.get("genres", ()), *(s for s in row.get("subgenres", ()) if s in SURE_SUBGENRES)]
    found = [g for word in words for g in GENRE_RULES.get(word, (word,))]
    if "Noir" in words and row["year"] <= LAST_NOIR_YEAR:
        found.append("Film-Noir")
    if "Supernatural" in words and "Horror" not in found:
        found.append("Fantasy")
    if DRAMA_SUBJECTS & set(words) and not {"Comedy", "Documentary"} & set(found):
        found.append("Drama")
    return sorted(set(found))


def fold(text: str) -> str:
    """Letters and digits only, without accents and case: equal for spellings of one name."""
    return re.sub(r"[^a-z0-9]", "", _ascii(text).lower())


def _ascii(text: str) -> str:
    for sign, letters in _LETTERS.items():
        text = text.replace(sign, letters)
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _one_spelling(drafts: Iterable[Draft], notes: list[str]) -> None:
    """One person is written one way: the commonest (then the first in order) of spellings that fold alike.

    A nickname in quotes goes where the plain name is known (Dwayne "The Rock" Johnson).
    """
    lists = [people for draft in drafts for people in draft.people.values()]
    count = Counter(name for people in lists for name in people)
    spellings: dict[str, list[str]] = defaultdict(list)
    for name in count:
        spellings[fold(name)].append(name)
    best = {key: min(names, key=lambda n: (-count[n], n)) for key, names in spellings.items()}

    def plain(name: str) -> str:
        short = fold(_NICKNAME.sub(" ", name))
        return best[short if short in best else fold(name)]

    changed = {name: new for name in sorted(count) if (new := plain(name)) != name}
    for people in lists:
        people[:] = dict.fromkeys(changed.get(name, name) for name in people)
    notes += [f"person {old!r} is written {new!r}" for old, new in changed.items()]


# --- one film, one row -----------------------------------------------------------------------------------------


def _merge_twins(drafts: list[Draft], notes: list[str]) -> list[Draft]:
    """Rows of one year whose titles differ in signs and accents only are one film, unless one source has both."""
    kept: dict[tuple[str, int], Draft] = {}
    result: list[Draft] = []
    for draft in drafts:
        key = (fold(draft.title) or draft.title, draft.year)
        twin = kept.setdefault(key, draft)
        if twin is draft or any(twin.source_ids[s] and draft.source_ids[s] for s in SOURCES):
            result.append(draft)
        else:
            _absorb(twin, draft, notes)
    return result


def _absorb(film: Draft, other: Draft, notes: list[str]) -> None:
    """`other` is the same film: its titles, genres, ids and ratings join, its people fill what is empty."""
    notes.append(f"{other.label}: merged into {film.label}")
    film.alt_titles += [other.title, *other.alt_titles]
    film.genres = sorted({*film.genres, *other.genres})
    film.known += other.known
    for name in PEOPLE:
        film.people[name] = film.people[name] or other.people[name]
    for source in SOURCES:
        film.source_ids[source] += other.source_ids[source]


# --- corrections -----------------------------------------------------------------------------------------------

_MENDS = {"title": _TEXT, "year": _YEAR, "genres": _WORDS, "director": _WORDS, "cast": _WORDS}
_MENDS |= {"ml100k": _IDS, "movielens": _IDS, "alt_titles": _WORDS, "known": _COUNT}
_KEYS = (*_MENDS, "film", "new", "drop", "same_as", "why")
_PERSON = frozenset({"person", "is", "why"})


def _correct(drafts: list[Draft], path: Path, notes: list[str]) -> list[Draft]:
    """Apply the hand-written corrections in their order. A line names its film by `Title (year)`, `ml100k:ID` or
    `movielens:ID`, and then replaces (title, year, genres, director, cast, ml100k, movielens), adds (alt_titles,
    known), merges the row into another (same_as), drops it, or brings a new film. A line `person`, `is` renames
    somebody everywhere.
    """
    book = _Book(drafts, path)
    for line, row in _rows(path):
        if "person" in row:
            _rename(book.drafts, row, path, line)
            continue
        if unknown := sorted(set(row) - set(_KEYS)):
            raise DataError(f"unknown key {unknown[0]!r}.{nearest(unknown[0], _KEYS)}", path, line)
        _require(row, _MENDS, path, line)
        film = book.add(row, line) if row.get("new") else book.find(row.get("film"), line)
        if row.get("drop"):
            notes.append(f"{film.label}: dropped. {row.get('why', '')}".strip())
            book.remove(film)
        elif "same_as" in row:
            target = book.find(row["same_as"], line)
            if target is film:
                raise DataError(f"merges {film.label!r} into itself", path, line)
            _absorb(target, film, notes)
            book.remove(film)
            book.enter(target)
        else:
            _mend(film, row)
            book.enter(film)
    return book.drafts


class _Book:
    """The films by every name that a correction may use."""

    def __init__(self, drafts: list[Draft], path: Path) -> None:
        self._by_name: dict[str, Draft] = {}
        self._drafts = {id(draft): draft for draft in drafts}
        self._path = path
        for draft in drafts:
            self.enter(draft)

    @property
    def drafts(self) -> list[Draft]:
        return list(self._drafts.values())

    def enter(self, draft: Draft) -> None:
        self._by_name |= dict.fromkeys(draft.names, draft)

    def find(self, name: object, line: int) -> Draft:
        film = self._by_name.get(name) if isinstance(name, str) else None
        if film is None or id(film) not in self._drafts:
            close = nearest(name, self._by_name) if isinstance(name, str) else ""
            raise DataError(f"corrects {name!r}, which is no film of the facts.{close}", self._path, line)
        return film

    def add(self, row: dict[str, Any], line: int) -> Draft:
        draft = _draft({key: row[key] for key in ("title", "year") if key in row}, self._path, line, [])
        if draft.label in self._by_name:
            raise DataError(f"adds {draft.label!r}, which is there already", self._path, line)
        draft.line = 0
        self._drafts[id(draft)] = draft
        return draft

    def remove(self, draft: Draft) -> None:
        del self._drafts[id(draft)]


def _rename(drafts: Iterable[Draft], row: dict[str, Any], path: Path, line: int) -> None:
    if set(row) - _PERSON or not isinstance(row.get("is"), str):
        raise DataError(f"renames a person by the keys 'person' and 'is', not {sorted(row)}", path, line)
    found = [people for draft in drafts for people in draft.people.values() if row["person"] in people]
    if not found:
        raise DataError(f"renames {row['person']!r}, who is in no film", path, line)
    for people in found:
        people[:] = dict.fromkeys(row["is"] if name == row["person"] else name for name in people)


def _mend(film: Draft, row: dict[str, Any]) -> None:
    film.title, film.year = row.get("title", film.title), row.get("year", film.year)
    film.genres = sorted(row.get("genres", film.genres))
    film.alt_titles += row.get("alt_titles", [])
    film.known += row.get("known", 0)
    film.people |= {name: list(row[name]) for name in PEOPLE if name in row}
    film.source_ids |= {name: list(row[name]) for name in SOURCES if name in row}


# --- result ----------------------------------------------------------------------------------------------------


def _check(draft: Draft, genres: Collection[str], path: Path, notes: list[str]) -> None:
    for genre in draft.genres:
        if genre not in genres:
            raise DataError(f"genre {genre!r} of {draft.label} has no rule.{nearest(genre, genres)}", path, draft.line)
    if not draft.genres:
        notes.append(f"{draft.label}: no genre")


def _items(drafts: Iterable[Draft], path: Path) -> list[Item]:
    """Sorted by (year, title). Two films with one title in one year are refused: nobody could tell them apart."""
    items: list[Item] = []
    taken: set[str] = set()
    before: Draft | None = None
    for draft in sorted(drafts, key=lambda d: (d.year, d.title, d.line)):
        if before and before.label == draft.label:
            raise DataError(f"two films are called {draft.label!r}; correct one", path, draft.line or before.line)
        items.append(_item(draft, _new_id(draft, taken)))
        before = draft
    return items


def _new_id(draft: Draft, taken: set[str]) -> str:
    """Readable and stable: `alien-1979`; the second of two alike, in catalogue order, gets `-2`."""
    words = re.sub(r"[^a-z0-9]+", "-", _ascii(draft.title).lower().replace("'", "")).strip("-")
    base = f"{words or 'film'}-{draft.year}"
    number = 1
    while (item_id := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    taken.add(item_id)
    return item_id


def _item(draft: Draft, item_id: str) -> Item:
    others = dict.fromkeys(t for t in draft.alt_titles if t != draft.title)
    return Item(
        item_id=item_id,
        title=draft.title,
        year=draft.year,
        genres=tuple(draft.genres),
        facts={name: tuple(people) for name, people in draft.people.items() if people},
        alt_titles=tuple(others),
        source_ids={s: tuple(sorted(set(ids), key=int)) for s, ids in draft.source_ids.items() if ids},
        known=draft.known,
    )


__all__ = ["CORRECTIONS", "compile_films", "write_catalog"]
