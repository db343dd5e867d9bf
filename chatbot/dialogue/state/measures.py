"""Measures told in words: `not too scary`, `less violent`, `lighter`, `under two hours`, `for my six-year-old`.

Which words say a measure is the domain's matter; here stand the words of grammar around them, and what both together
bound. A word is found first (`spoken_in`); how it is meant, `manners` says; `bound_of` puts the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, floor
from statistics import median
from typing import Literal

from chatbot.catalog import measure_of
from chatbot.dialogue import permits
from chatbot.dialogue.state import degrees
from chatbot.dialogue.state.numbers import Told, ages_in, durations_in
from chatbot.domain import Domain
from chatbot.types import Constraints, Item

TOP = 3  # of a scale
SIZES = frozenset({"minutes", "age"})  # measures that are no scale
FIGURES = frozenset({"at_least", "at_most"})  # ways in which a figure is told
MORE_OR_LESS = 1  # by how much "more" and "less" move the bound in force
# a bound from above on these is a refusal, which a new wish does not take back
LIKE_REFUSED, WANTED = (
    frozenset({"not", "dislike", "not for other"}),
    frozenset({"", "like", "similar", "for other", "plan"}),
)
NEAR = 40  # characters before a word that may say how much of it is wanted


@dataclass(frozen=True)
class Spoken:
    """Words that say a measure. way: of the domain's words, or "at_least" or "at_most" where a figure is told."""

    value: str
    start: int
    end: int
    way: str
    amount: int | None = None
    kind: str = "measure"


@dataclass(frozen=True)
class Bound:
    """What one measure shall be. side "drop": no matter. step: one above or below the bound in force, where one is.

    refuses: said as a refusal or a change, not as a quality that is wished for. beside: the bound that the list on the
    table makes of a comparison; the stricter of the two holds.
    """

    measure: str
    side: Literal["at_least", "at_most", "drop"]
    value: int = 0
    step: int = 0
    refuses: bool = False
    beside: int | None = None


def spoken_in(masked: str, domain: Domain) -> list[Spoken]:
    """Every stretch that says a measure, in order. masked: lower-case text with titles blanked out."""
    if not domain.measure_words:
        return []
    found = [_told("minutes", told) for told in durations_in(masked) if "minutes" in domain.measure_words]
    found += [_told("age", told) for told in ages_in(masked) if "age" in domain.measure_words]
    found += [
        Spoken("age", *m.span(), "grown") for m in degrees.GROWN.finditer(masked) if "age" in domain.measure_words
    ]
    pattern, meant = _vocabulary(tuple((m, *s) for m, words in domain.measure_words.items() for s in words.said()))
    taken = [(s.start, s.end) for s in found] + [m.span() for m in degrees.TURNS.finditer(masked)]
    for match in pattern.finditer(masked):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            measure, way, amount = meant[match.group()]
            found.append(Spoken(measure, match.start(), match.end(), way, amount))
    return sorted(found, key=lambda s: s.start)


def _told(measure: str, told: Told) -> Spoken:
    return Spoken(measure, told.start, told.end, told.side, told.value)


@lru_cache(maxsize=4)
def _vocabulary(
    rows: tuple[tuple[str, str, str, int | None], ...],
) -> tuple[re.Pattern[str], Mapping[str, tuple[str, str, int | None]]]:
    """One pattern for all words, longest first, and what each says."""
    meant = {word: (measure, way, amount) for measure, word, way, amount in rows}
    said = "|".join(map(re.escape, sorted(meant, key=len, reverse=True)))
    return re.compile(rf"(?<![\w'-])(?:{said})(?![\w-])"), meant


def bounds_of(
    masked: str, rows: Sequence[tuple[Spoken, str]], genres: Sequence[tuple[int, int]], domain: Domain, pattern: bool
) -> list[tuple[Spoken, Bound]]:
    """What each stretch bounds. rows: with their manners; genres: where genres stand, which are wished for plainly;
    pattern: the message names films to follow, so that "but funny" is a tone."""
    found: list[tuple[Spoken, Bound]] = []
    for spoken, manner in rows:
        bound = _joined(masked, spoken, manner, found, domain)
        bound = bound or _bound(masked, spoken, manner, domain)
        of_a_film = spoken.amount is None and not _of_a_viewer(masked, spoken)
        if bound is None or (of_a_film and bound.side != "drop" and tells(masked, spoken)):
            continue
        plain = not bound.refuses and bound.value == 2 and not bound.step and spoken.way == "high"
        told = plain and any(a < spoken.end and spoken.start < b for a, b in genres)
        before = masked[max(0, spoken.start - NEAR) : spoken.start]
        graded = degrees.AS.search(before) or (
            degrees.TONE.search(before) and (pattern or degrees.BY_ITSELF.match(masked, spoken.end))
        )
        if not told or graded:
            found.append((spoken, bound))
    return _settled(found)


def _of_a_viewer(masked: str, spoken: Spoken) -> bool:
    """`my son is easily frightened`: told of whoever watches, and of no film."""
    return spoken.way == "low" and bool(degrees.OF_A_VIEWER.search(masked[spoken.start : spoken.end]))


def _settled(found: Sequence[tuple[Spoken, Bound]]) -> list[tuple[Spoken, Bound]]:
    """Figures say more than words ("nothing long, 90 minutes at most"), and of two refusals the stricter holds."""
    figures = {s.value for s, _ in found if s.way in FIGURES}
    refused = {b.measure for _, b in found if b.refuses and b.side != "drop"}
    found = [(s, b) for s, b in found if b.refuses or b.step or b.measure not in refused or s.way != "high"]
    told = {s.value for s, b in found if s.way in FIGURES and b.side != "drop"}
    kept = [(s, b) for s, b in found if s.way in FIGURES or b.side == "drop" or s.value not in figures]
    kept = [(s, b) for s, b in kept if b.side != "drop" or s.value != "age" or "age" not in told]  # "six, not ten"
    firm = [_is_firm(s, b) and (s.value == "age" or s.value not in figures) for s, b in kept]
    strict = {b.measure: b.value for _, b in sorted((r for r, f in zip(kept, firm, strict=True) if f), key=_value)}
    return [(s, replace(b, value=strict[b.measure])) if f else (s, b) for (s, b), f in zip(kept, firm, strict=True)]


def _is_firm(spoken: Spoken, bound: Bound) -> bool:
    """A refusal, or the age of a child: of several the stricter holds."""
    return bound.side == "at_most" and not bound.step and spoken.way != "group"


def _value(row: tuple[Spoken, Bound]) -> int:
    return -row[1].value


def tells(masked: str, spoken: Spoken) -> bool:
    """Whether the words describe a film seen, a mood or a question: "it was slow", "I feel sad", "is it violent?"."""
    before, after = masked[max(0, spoken.start - 2 * NEAR) : spoken.start], masked[spoken.end :]
    if degrees.OF_OTHERS.match(after) or (
        spoken.value in SIZES and not degrees.BY_ITSELF.match(after) and not degrees.NOT_SO.search(before)
    ):
        return spoken.way != "group"
    if degrees.NOT_EVEN.search(before):
        return True
    told = degrees.TELLS.search(before) and not degrees.WISHED.search(before)
    return bool(told) or bool(degrees.WAS_TOO.search(before) and "_" in masked)


def _joined(
    masked: str, spoken: Spoken, manner: str, found: Sequence[tuple[Spoken, Bound]], domain: Domain
) -> Bound | None:
    """`not too violent or scary`: what the first is bounded by bounds the second too."""
    if not found or manner not in LIKE_REFUSED or spoken.way != "high" or found[-1][0].way != "high":
        return None
    last, bound = found[-1]
    if not degrees.JOINED.fullmatch(masked[last.end : spoken.start]) or bound.side != "at_most" or not bound.refuses:
        return None
    words = domain.measure_words[spoken.value]
    return replace(bound, measure=spoken.value) if spoken.value in domain.scales else _at_most(spoken, words.at_most)


def _bound(masked: str, spoken: Spoken, manner: str, domain: Domain) -> Bound | None:
    words = domain.measure_words[spoken.value]
    before, after = masked[max(0, spoken.start - NEAR) : spoken.start], masked[spoken.end :]
    if _let_go(spoken, before, after):
        a_bit = spoken.way == "high" and (permits.A_BIT.search(before) or permits.A_BIT_AFTER.match(after))
        return _at_most(spoken, 1) if a_bit else Bound(spoken.value, "drop", refuses=True)
    named = spoken.way == "grown" or (spoken.way in FIGURES | {"names"} and manner == "out")
    named = named or (spoken.way == "names" and manner == "not")  # "no time limit"
    anyhow = degrees.ANY.search(before)
    if anyhow and anyhow[0].strip() == "any" and manner == "not":  # "there mustn't be any violence"
        anyhow = None
    if named or manner in {"retract", "instead"} or anyhow:
        return Bound(spoken.value, "drop", refuses=True)
    if spoken.way in FIGURES:
        side: Literal["at_least", "at_most"] = "at_least" if spoken.way == "at_least" else "at_most"
        heard = manner in WANTED | LIKE_REFUSED  # a "not" is part of the words already
        refused = side == "at_most" and bool(
            manner in LIKE_REFUSED or degrees.FIGURE_REFUSED.match(masked, spoken.start)
        )
        return Bound(spoken.value, side, spoken.amount or 0, refuses=refused) if heard else None
    if manner == "out" and spoken.way == "high" and degrees.WHATEVER.search(before):
        manner = "not"
    if spoken.way == "group":
        return _for_a_group(masked, spoken, manner)
    if spoken.way == "names" or (manner not in WANTED | LIKE_REFUSED and not _of_a_viewer(masked, spoken)):
        return None
    much = spoken.way in {"high", "higher"}
    if spoken.way == "high" and degrees.KEPT_LOW.match(after):
        return Bound(spoken.value, "at_most", words.at_most, refuses=True)
    less = bool(degrees.LESS.search(before) or degrees.LESS_AFTER.match(after)) and not degrees.SOFT.search(before)
    refused = manner in LIKE_REFUSED or less or bool(degrees.NOT_SO.search(before))
    if spoken.way in {"higher", "lower"}:  # "less sad and funnier": a comparison is refused only right before it
        refused = refused and bool(degrees.NOT_THAT.search(before))
    if spoken.way == "low":
        near = degrees.NOT_THAT.search(before) or degrees.SOFT.search(before) or degrees.NOT_SO.search(before)
        refused = refused and (less or bool(near)) and not degrees.NEGATIVE.match(masked, spoken.start)
    if spoken.value not in domain.scales:
        if refused and not much:
            return None  # "not too short" bounds nothing that anybody could name
        return _at_most(spoken, words.at_most) if refused == much else Bound(spoken.value, "at_least", words.at_least)
    if refused:
        return _refused(spoken, before, after, much, less, words.at_least, words.at_most)
    return _wanted(spoken, before, after, much, words.at_least, words.at_most)


def _let_go(spoken: Spoken, before: str, after: str) -> bool:
    """Whether the measure is no matter any more; "100 minutes is fine" bounds, and so does "creepier is fine"."""
    lapses = permits.ENDS.search(before) or permits.LAPSES.match(after)
    if spoken.way in FIGURES and (lapses or _passed(spoken, before, after)):
        return True
    if (spoken.way == "group" or spoken.value == "age") and degrees.GOES.match(after):
        return True
    if spoken.value in SIZES and spoken.way in {"higher", "lower"} and permits.allowed(before, after):
        return True  # "longer ones are allowed again"
    return spoken.way not in FIGURES | {"higher", "lower"} and permits.allowed(before, after)


def _passed(spoken: Spoken, before: str, after: str) -> bool:
    """`longer than two hours is fine`, where "100 minutes is fine" bounds."""
    return spoken.way == "at_least" and bool(permits.AFTER.match(after) or permits.MAY_RUN.search(before))


def _refused(
    spoken: Spoken, before: str, after: str, much: bool, less: bool, at_least: int, at_most: int
) -> Bound | None:
    enough = bool(degrees.ENOUGH.match(after))
    if much == enough or not much:  # "not funny enough", "not too slow": more of it
        step = MORE_OR_LESS if enough or less else 0
        return Bound(spoken.value, "at_least", at_least, step, refuses=True)
    if less:
        return Bound(spoken.value, "at_most", at_most, -MORE_OR_LESS, refuses=True)
    soft = bool(degrees.SOFT.search(before)) or spoken.way == "higher"
    return Bound(spoken.value, "at_most", at_most if soft else 0, refuses=True)


def _wanted(spoken: Spoken, before: str, after: str, much: bool, at_least: int, at_most: int) -> Bound:
    if much and degrees.LITTLE.search(before):
        return _at_most(spoken, at_most)
    compared = spoken.way in {"higher", "lower"} or bool(degrees.MORE.search(before))
    if not much:
        return Bound(spoken.value, "at_most", at_most, -MORE_OR_LESS if compared else 0)
    if compared:
        return Bound(spoken.value, "at_least", at_least, MORE_OR_LESS)
    if degrees.VERY.search(before) or (degrees.AS.search(before) and degrees.POSSIBLE.match(after)):
        return Bound(spoken.value, "at_least", TOP)
    return Bound(spoken.value, "at_least", 1 if degrees.BIT.search(before) else at_least)


def _at_most(spoken: Spoken, value: int) -> Bound:
    return Bound(spoken.value, "at_most", value)


def _for_a_group(masked: str, spoken: Spoken, manner: str) -> Bound | None:
    """`for the kids`: one word needs to be said of who watches; "family film" needs nothing."""
    if manner not in WANTED or spoken.amount is None:
        return None
    before, word = masked[max(0, spoken.start - NEAR) : spoken.start], masked[spoken.start : spoken.end]
    alone = re.search(r"[ -]", word) or degrees.COMPANY.search(before) or degrees.JOINS_IN.match(masked, spoken.end)
    return _at_most(spoken, spoken.amount) if alone else None


def is_a_film_for(masked: str, spoken: Spoken) -> bool:
    """Whether the words name a kind of film, which is a genre: "a kids' film"."""
    return spoken.way == "group" and bool(degrees.A_FILM.match(masked, spoken.end))


def beside(spoken: Spoken, bound: Bound, shown: Sequence[Item]) -> Bound:
    """A comparison ("less violent", "shorter") measured against the list on the table: its middle is not enough."""
    compared = bound.step or spoken.way in {"higher", "lower"}
    values = [value for item in shown if (value := measure_of(item, bound.measure)) is not None]
    if not compared or not values or bound.side == "drop":
        return bound
    middle = median(values)
    if bound.measure in SIZES:
        edge = 5 * int(middle * 0.9 // 5) if bound.side == "at_most" else 5 * ceil(middle * 1.1 / 5)
    else:
        edge = max(0, ceil(middle) - 1) if bound.side == "at_most" else min(TOP, floor(middle) + 1)
    return replace(bound, beside=edge)


def bounded(state: Constraints, bounds: Iterable[Bound]) -> Constraints:
    """The limits with these bounds: a new one replaces the older one of its side, and one against it of the other."""
    least, most = dict(state.at_least), dict(state.at_most)
    for bound in bounds:
        if bound.side == "drop":
            least.pop(bound.measure, None)
            most.pop(bound.measure, None)
            continue
        own, other = (least, most) if bound.side == "at_least" else (most, least)
        before = (state.at_least, state.at_most) if bound.side == "at_least" else (state.at_most, state.at_least)
        value = _resolved(bound, before[0].get(bound.measure, before[1].get(bound.measure)))
        own[bound.measure] = value
        if bound.measure in other and most[bound.measure] < least[bound.measure]:
            del other[bound.measure]
    return replace(state, at_least=least, at_most=most)


def _resolved(bound: Bound, in_force: int | None) -> int:
    value = bound.value if not bound.step or in_force is None else min(TOP, max(0, in_force + bound.step))
    if bound.beside is None:
        return value
    return min(value, bound.beside) if bound.side == "at_most" else max(value, bound.beside)


__all__ = ["Bound", "Spoken", "beside", "bounded", "bounds_of", "is_a_film_for", "spoken_in"]
