"""Why an item: evidence put into words, and the check that words claim nothing else.

The two sides are kept apart. `tell` and `plain_reason` make text from evidence; `unsupported` reads any text with
no knowledge of how it was made. Neither knows a model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chatbot.catalog import normalise
from chatbot.types import Evidence, Item

GENRE_NOUNS = {
    "Action": "action film", "Adventure": "adventure", "Animation": "animated film", "Children": "family film",
    "Comedy": "comedy", "Crime": "crime film", "Documentary": "documentary", "Drama": "drama", "Fantasy": "fantasy",
    "Film-Noir": "film noir", "Horror": "horror film", "Musical": "musical", "Mystery": "mystery", "Romance": "romance",
    "Sci-Fi": "science fiction film", "Thriller": "thriller", "War": "war film", "Western": "western",
}  # fmt: skip
GENRE_SAYINGS = {
    "Sci-Fi": ("science fiction", "sci fi", "scifi"), "Animation": ("animated", "animation"), "Children": ("family", "children"),
    "Film-Noir": ("film noir", "noir"), "Romance": ("romance", "romantic"), "Comedy": ("comedy", "comic"),
    "Musical": ("musical",), "Crime": ("crime",), "Fantasy": ("fantasy",), "Mystery": ("mystery",),
}  # fmt: skip
DIRECTOR_WORDS = frozenset("director directed directs directing".split())
CAST_WORDS = frozenset("starring stars star cast actor actress actors played plays starred".split())
JUDGED = frozenset("liked loved enjoyed rated like love enjoy favourite favourites likes".split())
SMALL_SHARE = 0.05  # a liked item below this share of the score is not worth a sentence


@dataclass(frozen=True)
class Told:
    """One piece of evidence in words; `about` are the evidence ids behind it."""

    text: str
    about: tuple[str, ...]


def tell(item: Item, evidence: Sequence[Evidence]) -> list[Told]:
    """The weightiest evidence as short lines, for a prompt."""
    lines = []
    liked = _liked(evidence)[:2]
    shared = [e for e in evidence if e.kind == "attribute" and e.item_id]
    if liked:
        lines.append(Told(f"you liked {_join([e.value for e in liked])}", tuple(e.id for e in liked)))
    titles = {e.item_id: e.value for e in evidence if e.kind == "liked_item" and e.item_id}
    for e in [e for e in shared if e.field != "genre"][:1]:
        if e.item_id in titles:
            lines.append(Told(f"same {_role(e)} as {titles[e.item_id]}: {e.value}", (e.id,)))
    genres = [e for e in evidence if e.kind == "attribute" and e.field == "genre"][:2]
    if genres:
        lines.append(Told(f"genre: {_join([e.value for e in genres])}", tuple(e.id for e in genres)))
    for e in [e for e in evidence if e.kind == "constraint"][:2]:
        lines.append(Told(f"you asked for {e.value}", (e.id,)))
    if not liked:
        lines += [Told(e.value, (e.id,)) for e in evidence if e.kind == "popularity"]
    return lines


# -- from evidence to a plain sentence --------------------------------------------------------------------------------

_LEADS = {
    "person": (
        "Same {role} as {film}, {person}.",
        "{person} again, {role} of {film} too.",
        "It shares its {role} with {film}: {person}.",
        "You liked {film}; this has the same {role}, {person}.",
    ),
    "genre": (
        "You liked {film}; this is {a_genre} as well.",
        "{a_genre_cap}, like {film}, and chosen often by the same people.",
        "Close company for {film}: {a_genre} that the same people choose.",
        "If {film} worked for you, here is another {genre}.",
    ),
    "crowd": (
        "People who watched {films} often watched this too.",
        "It goes with {films}: many of the same people chose both.",
        "{films_cap} brought me here; the same people keep choosing this one.",
        "Those who picked {films} tend to pick this as well.",
    ),
    "limit": (
        "It fits what you asked for: {limits}.",
        "You asked for {limits}, and this is one.",
        "{limits_cap}, as you wanted.",
        "Within your limits: {limits}.",
    ),
    "popular": (
        "I don't know your taste yet; this one is simply among the best known here.",
        "A safe place to start while I learn your taste: many people have rated it.",
        "Many people know this one, which is all I can go by so far.",
        "No taste to go by yet, so here is one of the most widely seen.",
    ),
}
_TAILS = {
    "limit": (" It keeps to {limits}.", " And it is within {limits}.", " {limits_cap}, as you asked."),
    "crowd": (" People who watched {films} chose it too.", " It also sits well with {films}."),
}


def plain_reason(item: Item, evidence: Sequence[Evidence], variant: int = 0) -> str:
    """A true sentence or two from the evidence alone. variant: neighbours in a list get different ones."""
    liked = [e for e in _liked(evidence) if e.weight >= SMALL_SHARE] or _liked(evidence)[:1]
    titles = {e.item_id: e.value for e in liked}
    people = [e for e in evidence if e.kind == "attribute" and e.field != "genre" and e.item_id in titles]
    genres = [e for e in evidence if e.kind == "attribute" and e.field == "genre" and e.item_id in titles]
    limits = [e for e in evidence if e.kind == "constraint"]
    words = {"limits": _join([e.value for e in limits[:2]])}
    if people:
        lead = "person"
        words |= {"role": _role(people[0]), "person": people[0].value, "film": titles[people[0].item_id]}
    elif liked and genres and variant % 2 == 0:
        lead = "genre"
        noun = GENRE_NOUNS.get(genres[0].value, f"{genres[0].value} title")
        words |= {"film": titles[genres[0].item_id], "genre": noun, "a_genre": _with_article(noun)}
    elif liked:
        lead = "crowd"
    elif limits:
        lead = "limit"
    else:
        lead = "popular"
    rest = [e.value for e in liked if e.value != words.get("film")] if lead != "crowd" else [e.value for e in liked]
    words["films"] = _join(rest[:2])
    text = _pick(_LEADS[lead], variant, words)
    if limits and lead != "limit":
        text += _pick(_TAILS["limit"], variant, words)
    elif rest and lead in {"person", "genre"} and len(text.split()) < 14:
        text += _pick(_TAILS["crowd"], variant, words)
    return text


def in_words(e: Evidence) -> str:
    """One evidence as a line of its own, for the why panel."""
    match e.kind:
        case "liked_item":
            return f"You liked {e.value}" if e.item_id else f"Your taste: {e.value}"
        case "disliked_item":
            return f"You did not like {e.value}"
        case "attribute" if e.item_id:
            return f"{(e.field or 'fact').capitalize()}: {e.value}, shared with what you like"
        case "attribute":
            return f"{(e.field or 'fact').capitalize()}: {e.value}"
        case "constraint":
            return f"You asked for {e.value}"
        case "popularity":
            return f"Well known: {e.value}"
        case _:
            return e.value


def _pick(options: Sequence[str], variant: int, words: dict[str, str]) -> str:
    full = dict(words)
    for key in ("a_genre", "films", "limits"):
        if full.get(key):
            full[f"{key}_cap"] = full[key][0].upper() + full[key][1:]
    return options[variant % len(options)].format(**full)


def _liked(evidence: Iterable[Evidence]) -> list[Evidence]:
    found = [e for e in evidence if e.kind == "liked_item" and e.item_id and e.weight > 0]
    return sorted(found, key=lambda e: -e.weight)


def _role(e: Evidence) -> str:
    return {"cast": "actor"}.get(e.field or "", e.field or "")


def _join(values: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(values[:-1]), values[-1]])) if values else ""


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


# -- the checker ------------------------------------------------------------------------------------------------------


def unsupported(text: str, item: Item, evidence: Sequence[Evidence], glue: frozenset[str]) -> list[str]:
    """Claims in `text` that the evidence does not carry; empty when every one is.

    What is left of the text once names from the evidence are taken out must be `glue`: words that claim nothing.
    A name must stand in its own role: a person as director or cast, a liked title as liked, the item as itself.
    """
    low = f" {normalise(text)} "
    problems = _wrong_roles(low, item, evidence)
    for phrase in sorted(_sayable(item, evidence), key=len, reverse=True):
        low = low.replace(f" {phrase} ", " · ")
    words = [w for w in low.split() if w != "·"]
    return problems + [w for w in words if w not in glue]


def _sayable(item: Item, evidence: Sequence[Evidence]) -> set[str]:
    """Normalised phrases that the evidence lets a text use."""
    phrases = {normalise(item.title), normalise(item.label)} | ({str(item.year)} if item.year else set())
    for e in evidence:
        phrases.add(normalise(e.value))
        if e.kind == "attribute" and e.field == "genre":
            phrases |= {normalise(e.value), *map(normalise, GENRE_SAYINGS.get(e.value, ()))}
        elif e.kind == "liked_item" or e.kind == "disliked_item":
            phrases.add(normalise(e.value.split(" (")[0]))
        if e.kind == "attribute" and e.field == "director":
            phrases |= DIRECTOR_WORDS
        elif e.kind == "attribute" and e.field == "cast":
            phrases |= CAST_WORDS
    return {p for p in phrases if p}


def _wrong_roles(low: str, item: Item, evidence: Sequence[Evidence]) -> list[str]:
    problems = []
    fields = {normalise(e.value): e.field for e in evidence if e.kind == "attribute" and e.field in {"director", "cast"}}
    for name, role in fields.items():
        for match in re.finditer(rf" {re.escape(name)} ", low):
            before = set(low[: match.start()].split()[-3:])
            if (before & DIRECTOR_WORDS and role != "director") or (before & CAST_WORDS and role != "cast"):
                problems.append(f"{name} as another role")
    titles = {normalise(e.value): e for e in evidence if e.kind == "liked_item" and e.item_id}
    own = normalise(item.title)
    if re.search(rf" you (?:\w+ )?(?:{'|'.join(JUDGED)}) {re.escape(own)} ", low) and own not in titles:
        problems.append(f"{own} as already liked")
    disliked = {normalise(e.value) for e in evidence if e.kind == "disliked_item"}
    for name in disliked - set(titles):
        if re.search(rf" (?:{'|'.join(JUDGED)}) (?:\w+ ){{0,2}}{re.escape(name)} ", low):
            problems.append(f"{name} as liked")
    for match in re.finditer(r" same (director|actor|actress|cast|genre) as ", low):
        field = {"actor": "cast", "actress": "cast"}.get(match[1], match[1])
        after = low[match.end() :]
        named = [e.item_id for name, e in titles.items() if after.startswith(f"{name} ")]
        if not any(e.field == field and e.item_id in named for e in evidence if e.kind == "attribute"):
            problems.append(f"the same {match[1]}")
    return problems
