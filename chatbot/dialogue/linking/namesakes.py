"""Namesakes: which of several items of one title a message means, by year, people, genre and order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from chatbot.catalog import Catalog, normalise
from chatbot.dialogue.linking.names import Token

AS_WRITTEN = 8.0  # times as likely is the item whose title stands there letter by letter: "Arrival", "The Arrival"
OF_GENRE = 3.0
YEAR_BESIDE, YEAR_ANYWHERE, MAKER = 1e6, 1e3, 1e4
ORIGINAL, REMAKE = 200.0, 30.0
YEAR_SLIP = 1  # years by which a remembered year may be off
YEAR = re.compile(r"(?<![\d/])((?:18|19|20)\d\d)(?!\d|'?s\b)")
_BESIDE = re.compile(r"[\s,(\"”*]*(?:from |of |the |but the )?$")
_BEFORE = re.compile(r"(?:'s)? (?:version of |film |movie |one )?(?:the )?$")
_FIRST_ONE = re.compile(r"\b(?:original|old|first|early|black and white|silent)\b")
_LATER_ONE = re.compile(r"\b(?:remake|new|newer|latest|recent|reboot)\b")


def stands_beside(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Whether the year at start to end belongs to the title at low to high: "Heat (1995)", "the 1995 film Heat"."""
    after = start >= high and bool(_BESIDE.fullmatch(text[high:start]))
    return after or bool(end <= low and _BEFORE.fullmatch(text[end:low]))


def weighed(
    catalog: Catalog,
    text: str,
    span: Sequence[Token],
    known: Mapping[str, float],
    made: Set[str],
    genres: Set[str],
) -> dict[str, float]:
    """How likely each namesake is meant. Empty where a year in brackets is nobody's.

    known: item id -> how well known; made: those by people that the message names; genres: said in it.
    """
    low, high = span[0].start, span[-1].end
    said = {normalise(text[low:high]), " ".join(t.text for t in span)}
    several = len(known) > 1
    oldest = min(catalog[item_id].year or 9999 for item_id in known)
    years = [(int(m.group(1)), m) for m in YEAR.finditer(text) if not low <= m.start() < high]
    beside = [(y, m) for y, m in years if stands_beside(text, low, high, *m.span())]
    first, later = _FIRST_ONE.search(text.lower()), _LATER_ONE.search(text.lower())
    told = {}
    for item_id, weight in known.items():
        item = catalog[item_id]
        off = min((abs((item.year or 0) - y) for y, _ in beside), default=9999)
        if off <= YEAR_SLIP:
            weight *= YEAR_BESIDE / (1 + off)
        elif any(item.year == y for y, _ in years):
            weight *= YEAR_ANYWHERE
        if normalise(item.title) in said:
            weight *= AS_WRITTEN
        if several and genres & {*item.genres}:
            weight *= OF_GENRE
        if item_id in made:
            weight *= MAKER
        if several and first and item.year == oldest:
            weight *= ORIGINAL
        if several and later and item.year != oldest:
            weight *= REMAKE
        told[item_id] = weight
    bracketed = any(text[m.start() - 1] == "(" and m.start() - high <= 3 for _, m in beside)
    return {} if bracketed and max(told.values()) < YEAR_BESIDE / 10 else told
