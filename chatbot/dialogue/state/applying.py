"""The Constraints in force after a message, and those that stand for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from chatbot.dialogue import cues
from chatbot.dialogue.state.measures import SIZES, bounded
from chatbot.dialogue.state.understanding import Understanding
from chatbot.dialogue.years import BOTH, decade_of, stepped, still_refused
from chatbot.types import Constraints

PAIRS = (("genres", "not_genres"), ("people", "not_people"), ("themes", "not_themes"), ("similar_to", "exclude_items"))


def apply(state: Constraints, said: Understanding, fresh: bool) -> Constraints:
    """The Constraints in force after a message. fresh: a new wish, which starts from nothing but refusals."""
    add, drop = said.add, said.drop
    if said.reset:
        state = Constraints()
    elif said.alone:  # what held was for somebody else too
        state = Constraints(exclude_items=state.exclude_items)
    elif fresh:
        state = state.refusals()
    if said.company and not cues.CHILD.search(said.company):  # what was suitable for the children
        state = replace(state, at_most={m: bound for m, bound in state.at_most.items() if m != "age"})
    state = _with_years(state, said)
    if said.drop_genres:
        state = replace(state, genres=(), not_genres=())
    add = _turned(state, said)
    if said.instead:  # "scary ones instead" replaces what was asked of the same kind
        gone: dict[str, Any] = {kind: () for kind in ("genres", "people", "themes") if getattr(add, kind)}
        state = replace(state, **gone)
    decades = still_refused(state.not_decades, add, said.drop_years)
    if said.widens and decades != state.not_decades:  # "the 80s are fine too" allows them again, and asks for nothing
        add = replace(add, year_min=None, year_max=None)
    changed: dict[str, Any] = {}
    for wanted, refused in PAIRS:
        dropped = getattr(drop, wanted)
        changed[wanted] = _without(getattr(state, wanted), dropped, getattr(said.add, refused))
        let_in = (*getattr(said.allows, wanted), *getattr(said.add, wanted))
        changed[refused] = _without(getattr(state, refused), dropped, let_in)
    state = replace(
        state,
        **{**changed, "similar_to": add.similar_to or changed["similar_to"]},
        not_decades=decades,
    )
    state = _widened(state, add) if said.widens else state.union(replace(add, similar_to=()))
    return _chosen(bounded(state, said.measures), said.answer)


def _turned(state: Constraints, said: Understanding) -> Constraints:
    """What is added beside what is in force. What was refused and is let in is not asked for; what was wanted is let
    go of, and not refused, where another of its kind is told in its place or a verb says so ("drop", "leave out")."""
    changed: dict[str, Any] = {}
    for wanted, refused in PAIRS:
        held, add = getattr(state, wanted), getattr(said.add, wanted)
        changed[wanted] = new = _without(add, getattr(state, refused)) if said.lets else add
        let_go = held if new else [v for v in held if v in getattr(said.drop, wanted)]
        changed[refused] = _without(getattr(said.add, refused), let_go)
    return replace(said.add, **changed)


def _widened(state: Constraints, add: Constraints) -> Constraints:
    """The years in force and those told beside them: "the 80s are fine too"."""
    low, high = state.year_min, state.year_max
    both = state.union(replace(add, similar_to=(), year_min=None, year_max=None))
    if low is None and high is None:
        return replace(both, year_min=add.year_min, year_max=add.year_max)
    first = None if low is None or add.year_min is None else min(low, add.year_min)
    last = None if high is None or add.year_max is None else max(high, add.year_max)
    return replace(both, year_min=first, year_max=last)


def _chosen(state: Constraints, answer: Constraints) -> Constraints:
    """With an answer's bounds in place of what held on the same measure, or of the years."""
    if answer.year_min is not None or answer.year_max is not None:
        return replace(state, year_min=answer.year_min, year_max=answer.year_max)
    told = {*answer.at_least, *answer.at_most}
    least, most = ({m: v for m, v in side.items() if m not in told} for side in (state.at_least, state.at_most))
    return replace(state, at_least={**least, **answer.at_least}, at_most={**most, **answer.at_most})


def sure(before: Constraints, after: Constraints, heard: Constraints, said: Understanding) -> Constraints:
    """A state as a model reads it, with what the rules cannot mishear: what is let go of, a list that is refused,
    comparisons with the list on the table; and nothing of what the message has no word for.

    before: what was in force; heard: the rules' reading of what is now.
    """
    if said.reset or said.alone or said.answer or said.surprise:
        after = heard
    liked = [i for i in said.liked if i not in heard.exclude_items]  # "I loved Alien, nothing from the 80s"
    none_of = tuple(dict.fromkeys((*after.exclude_items, *said.none_of, *said.series)))
    after = replace(after, exclude_items=_without(none_of, liked), not_decades=heard.not_decades)
    if said.drop_years or said.widens or said.dated or ("years" not in said.tells and _years(after) != _years(before)):
        after = replace(after, year_min=heard.year_min, year_max=heard.year_max)
    beside = [bound.measure for bound in said.measures if bound.beside is not None]
    after = _bounds_from(heard, after, [*beside, *_unsaid(before, after, said)])
    return _names_kept(before, after, heard, said)


def _years(limits: Constraints) -> tuple[int | None, int | None]:
    return limits.year_min, limits.year_max


def _unsaid(before: Constraints, after: Constraints, said: Understanding) -> list[str]:
    """Scales bounded for the first time without a word for them."""
    sides = ((before.at_least, after.at_least), (before.at_most, after.at_most))
    return [
        m
        for old, new in sides
        for m in new
        if m not in said.tells
        and old.get(m) != new[m]
        and m not in SIZES
        and m not in {*before.at_least, *before.at_most}
    ]


def _bounds_from(heard: Constraints, after: Constraints, measures: Sequence[str]) -> Constraints:
    sides = {side: dict(getattr(after, side)) for side in ("at_least", "at_most")}
    for side, bounds in sides.items():
        for measure in measures:
            bounds.pop(measure, None)
            if measure in getattr(heard, side):
                bounds[measure] = getattr(heard, side)[measure]
    return replace(after, **sides)  # type: ignore[arg-type]


def _names_kept(before: Constraints, after: Constraints, heard: Constraints, said: Understanding) -> Constraints:
    """Names that the rules heard wanted are not refused anew where no clause of theirs has a "not", and genres are not
    lost there ("a musical western") unless for a theme."""
    changed: dict[str, Any] = {}
    for wanted, refused in (("genres", "not_genres"), ("themes", "not_themes"), ("people", "not_people")):
        turned = [
            v
            for v in getattr(said.add, wanted)
            if v in getattr(after, refused)
            and v in getattr(heard, wanted)
            and v not in (*said.negated, *getattr(before, refused))
        ]
        new = {*after.themes} - {*heard.themes}  # what the model took the words for instead
        known = (*getattr(after, wanted), *getattr(after, refused), *said.negated)
        lost = (
            [v for v in said.add.genres if v in heard.genres and v not in known]
            if wanted == "genres" and not new
            else []
        )
        gone = [
            v for v in getattr(said.drop, wanted) if v not in (*getattr(said.add, wanted), *getattr(said.add, refused))
        ]
        changed[refused] = _without(getattr(after, refused), turned, gone)
        changed[wanted] = tuple(dict.fromkeys((*getattr(after, wanted), *turned, *lost)))
        changed[wanted] = _without(changed[wanted], gone)
    return replace(after, **changed)


def _with_years(state: Constraints, said: Understanding) -> Constraints:
    """Years told anew replace those in force; "older" goes on from them; "older is fine" lets go of the first."""
    if said.step:
        low, high = stepped(said.step, state.year_min, state.year_max)
        return replace(state, year_min=low, year_max=high)
    low, high = said.add.year_min, said.add.year_max
    if low is not None or high is not None:
        if said.widens and (state.year_min is not None or state.year_max is not None):
            return state
        opened = state.year_min is None if high is None else low is None and state.year_max is None
        meet = (low or state.year_min or 0) <= (high or state.year_max or 9999)
        if said.stretches and meet and (low is None or high is None):
            return replace(state, year_min=None) if high is None else replace(state, year_max=None)
        return state if opened and meet else replace(state, year_min=None, year_max=None)
    years = (state.year_min, state.year_max)
    taken_back = any(decade_of(decade) == years for decade in said.add.not_decades)
    gone: dict[str, Any] = dict.fromkeys(BOTH if taken_back else said.drop_years)
    return replace(state, **gone)


def raised(standing: Constraints, said: Understanding) -> Constraints:
    """Standing limits with a size that is told anew and is more than what held: "we can go up to 14 now"."""
    told = {b.measure: b.value for b in said.measures if b.side == "at_most" and b.measure in SIZES and not b.step}
    more = {measure: n for measure, n in told.items() if n > standing.at_most.get(measure, n)}
    return replace(standing, at_most={**standing.at_most, **more}) if more else standing


def lift(standing: Constraints, said: Understanding) -> Constraints:
    """Standing limits without those that the message takes back ("musicals are fine again"); "the westerns stay out"
    takes none back."""
    again: dict[str, Any] = {
        refused: _without(getattr(standing, refused), _without(getattr(said.drop, wanted), getattr(said.add, refused)))
        for wanted, refused in PAIRS[:3]
    }
    return replace(
        standing,
        **again,
        not_decades=still_refused(standing.not_decades, said.add, said.drop_years),
        at_most={measure: bound for measure, bound in standing.at_most.items() if measure not in said.dropped},
    )


def _without(values: Sequence[str], *gone: Sequence[str]) -> tuple[str, ...]:
    return tuple(v for v in values if not any(v in some for some in gone))
