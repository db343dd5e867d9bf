"""What evidence there is for an item: which of it is worth a word, and in what order, for a prompt or a sentence."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from chatbot.explain.terms import PEOPLE_FIELDS, as_kind, join, say_genre, say_theme
from chatbot.types import Evidence, Item

SMALL_SHARE = 0.05  # a liked item below this share of the score is not worth a sentence


@dataclass(frozen=True)
class Told:
    """One piece of evidence in words; `about` are the evidence ids behind it."""

    text: str
    about: tuple[str, ...]


def tell(item: Item, evidence: Sequence[Evidence]) -> list[Told]:
    """The weightiest evidence as short lines, for a prompt."""
    lines = []
    liked = liked_of(evidence)[:2]
    shared = [e for e in evidence if e.kind == "attribute" and e.item_id]
    if liked:
        lines.append(Told(f"you liked {join([e.value for e in liked])}", tuple(e.id for e in liked)))
    titles = {e.item_id: e.value for e in evidence if e.kind == "liked_item" and e.item_id}
    for e in [e for e in shared if e.field in {*PEOPLE_FIELDS, "series"}][:1]:
        if e.item_id in titles:
            lines.append(Told(f"same {role_of(e)} as {titles[e.item_id]}: {e.value}", (e.id,)))
    themes = [e for e in shared if e.field == "theme" and e.item_id in titles and e.weight > 0][:2]
    themes = [e for e in themes if e.item_id == themes[0].item_id]
    if themes:
        said = join([say_theme(e.value) for e in themes])
        lines.append(Told(f"shared with {titles[themes[0].item_id or '']}: {said}", tuple(e.id for e in themes)))
    known = known_of(evidence, {e.item_id for e in liked_of(evidence)})
    if known and len(lines) == 1:  # nothing shared has a name
        said = join([e.value for e in known])
        lines.append(Told(f"shared with {titles[known[0].item_id or '']}: {said}", tuple(e.id for e in known)))
    genres = [e for e in evidence if e.kind == "attribute" and e.field == "genre"][:2]
    if genres:
        lines.append(Told(f"genre: {join([as_kind(e.value) for e in genres])}", tuple(e.id for e in genres)))
    for e in [e for e in evidence if e.kind == "constraint" and e.field != "words"][:2]:
        lines.append(Told(f"you asked for: {said_limit(e)}", (e.id,)))
    if not liked:
        lines += [Told(e.value, (e.id,)) for e in evidence if e.kind == "popularity"]
    return lines


def subject(item: Item, evidence: Sequence[Evidence]) -> tuple[str, dict[str, str]]:
    """What a sentence should be about ("liked", "limit", or "popular" when nothing else is known), and its names."""
    liked = liked_of(evidence)
    limits = [e for e in evidence if e.kind == "constraint" and e.field != "words"]
    shares = {e.item_id for e in evidence if e.kind == "attribute" and e.weight > 0}
    if liked and not (limits and liked[0].item_id not in shares):
        return "liked", {"item": item.title, "film": liked[0].value}
    if limits:
        said = said_limit(limits[0])
        return "limit", {"item": item.title, "limit": f"{_bearer(limits[0])}{said}"}
    return "popular", {"item": item.title}


def _bearer(limit: Evidence) -> str:
    """What a limit is said of, where its words are no noun themselves: `a film about heists`."""
    if limit.field in {"year", "people", "age", "minutes"} or (limit.limit or "").startswith("about "):
        return "a film "
    return "something " if limit.limit and limit.field != "theme" else ""


def said_limit(e: Evidence) -> str:
    if e.limit:
        return e.limit
    if e.field == "genre":
        return say_genre(e.value)
    if e.field == "people":
        return f"with {e.value}"
    return f"no {say_genre(e.value.removeprefix('no '))}" if e.field == "not_genre" else e.value


def liked_of(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Liked items, heaviest first; one that shares a fact with this item goes before one that shares nothing."""
    evidence = list(evidence)
    kin = {e.item_id for e in evidence if e.kind == "attribute" and e.weight > 0}
    found = [e for e in evidence if e.kind == "liked_item" and e.item_id and e.weight > 0]
    return sorted(found, key=lambda e: (e.item_id not in kin or e.weight < SMALL_SHARE / 2, -e.weight))


def known_of(evidence: Iterable[Evidence], liked: Container[str | None]) -> list[Evidence]:
    """Whom the item shares, unnamed, with the first of these liked items that it shares anybody with."""
    found = [e for e in evidence if e.kind == "knowledge" and e.item_id in liked]
    return [e for e in found if e.item_id == found[0].item_id]


def said_value(e: Evidence) -> str:
    return say_theme(e.value) if e.field == "theme" else e.value


def role_of(e: Evidence) -> str:
    return {"cast": "actor"}.get(e.field or "", e.field or "")
