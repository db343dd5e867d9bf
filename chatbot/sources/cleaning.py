"""Rules that clean the facts of any film: titles as people write them, names without leftovers, one set of genres.

What is wrong with one film alone is mended in `corrections.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

# Words of the facts that are not MovieLens' genres, and what they stand for there. An empty tuple: says too
# little about the kind of film (found footage is a way of filming, not a genre). `genres_of` adds three rules
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
# Leftovers of sentences and of footnotes: brackets, words that end in the middle, awards, where a director is from.
_NO_NAME = re.compile(
    r"[()]|\b(of|by|with|the|and)$|^cast:?$|\b(award|best act(or|ress))\b|^(hong kong|new york)$", re.IGNORECASE
)
_PLAIN = str.maketrans({"’": "'", "‘": "'", "…": "...", "⁄": "/", "\u00a0": " "})

# Signs that Unicode does not take apart into a plain letter and an accent.
_LETTERS = {"&": " and ", "+": " and ", "ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}


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


def genres_of(row: dict[str, Any]) -> list[str]:
    """The MovieLens genres of a row of the facts, sorted; words without a rule stay as they are."""
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
    return re.sub(r"[^a-z0-9]", "", to_ascii(text).lower())


def to_ascii(text: str) -> str:
    """Plain letters for accented ones; what has none is left out."""
    for sign, letters in _LETTERS.items():
        text = text.replace(sign, letters)
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
