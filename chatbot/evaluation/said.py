"""How the second judge reads a sentence: its clauses, the forms in which evidence may be said, whether a name is said.

Nothing here comes from the checker that lets sentences pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from chatbot.types import Evidence

# how a genre is said, and what is said of people by their part in a film: regular expressions
GENRES = {
    "Action": "action", "Adventure": "adventures?", "Animation": "animat(?:ed|ion)", "Children": "family|children'?s?",
    "Comedy": "comed(?:y|ies)|comic", "Crime": "crime", "Documentary": "documentar(?:y|ies)",
    "Drama": "dramas?|dramatic", "Fantasy": "fantas(?:y|ies)", "Film-Noir": "(?:film[ -])?noir", "Horror": "horrors?",
    "Musical": "musicals?", "Mystery": "myster(?:y|ies)", "Romance": "romances?|romantic",
    "Sci-Fi": "science[ -]fiction|sci-?fi", "Thriller": "thrillers?", "War": "war", "Western": "westerns?",
}  # fmt: skip
PARTS = {"director": r"direct\w*", "cast": r"cast|star\w*|act(?:or|ress|s|ed)\w*|play\w*"}


def plain(text: str) -> str:
    """Lower case without accents or marks, as names are compared."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.replace("&", " and ")) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’]", "", bare.lower())).split())


def clauses(text: str, names: Sequence[str]) -> list[str]:
    """Sentences and what stands between semicolons; a stop inside a name is none."""
    inside = [found.span() for name in names if name for found in re.finditer(re.escape(name), text, re.I)]
    cuts = [found.end() for found in re.finditer(r"[.!?;]\s+", text)]
    cuts = [cut for cut in cuts if not any(low < cut < high for low, high in inside)]
    return [text[low:high].strip() for low, high in pairwise([0, *cuts, len(text)]) if text[low:high].strip()]


def forms_of(e: Evidence) -> list[str]:
    """How the evidence may be said."""
    forms = [e.value, e.limit or ""]
    forms += [f.removeprefix(word) for f in forms for word in ("from ", "about ", "no ")]
    if e.field in {"genre", "not_genre"}:
        said = GENRES.get(e.value.removeprefix("no "), "")
        forms += re.sub(r"\(\?:|\)|\[ -\]|\?", lambda m: " " if m[0] == "[ -]" else "", said).split("|")
    return [form for form in forms if form]


def says(clause: str, name: str) -> bool:
    return any(places(clause, name))


def places(clause: str, name: str) -> Iterator[re.Match[str]]:
    """Where a name stands, whole and in any case."""
    return re.finditer(rf"(?<!\w){re.escape(name.rstrip('!?.') or name)}(?!\w)", clause, re.I)
