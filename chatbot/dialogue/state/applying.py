"""The Constraints in force after a message, and those that stand for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from chatbot.dialogue import cues
from chatbot.dialogue.state.measures import bounded
from chatbot.dialogue.state.understanding import Understanding
from chatbot.dialogue.years import stepped
from chatbot.types import Constraints


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
    if said.instead:  # "scary ones instead" replaces what was asked of the same kind
        gone: dict[str, Any] = {kind: () for kind in ("genres", "people", "themes") if getattr(add, kind)}
        state = replace(state, **gone)
    state = replace(
        state,
        genres=_without(state.genres, drop.genres, add.not_genres),
        not_genres=_without(state.not_genres, drop.genres, add.genres),
        people=_without(state.people, drop.people, add.not_people),
        not_people=_without(state.not_people, drop.people, add.people),
        themes=_without(state.themes, drop.themes, add.not_themes),
        not_themes=_without(state.not_themes, drop.themes, add.themes),
        similar_to=add.similar_to or _without(state.similar_to, drop.similar_to, add.exclude_items),
        exclude_items=_without(state.exclude_items, drop.similar_to, add.similar_to),
    )
    return _chosen(bounded(state.union(replace(add, similar_to=())), said.measures), said.answer)


def _chosen(state: Constraints, answer: Constraints) -> Constraints:
    """With an answer's bounds in place of what held on the same measure, or of the years."""
    if answer.year_min is not None or answer.year_max is not None:
        return replace(state, year_min=answer.year_min, year_max=answer.year_max)
    told = {*answer.at_least, *answer.at_most}
    least, most = ({m: v for m, v in side.items() if m not in told} for side in (state.at_least, state.at_most))
    return replace(state, at_least={**least, **answer.at_least}, at_most={**most, **answer.at_most})


def sure(after: Constraints, heard: Constraints, said: Understanding) -> Constraints:
    """A state as a model reads it, with what the rules cannot mishear: what is let go of, a list that is refused, and
    comparisons with the list on the table."""
    if said.reset or said.alone or said.answer or said.surprise:
        after = heard
    after = replace(after, exclude_items=tuple(dict.fromkeys((*after.exclude_items, *said.none_of))))
    if said.drop_years:
        after = replace(after, year_min=heard.year_min, year_max=heard.year_max)
    for bound in said.measures:
        if bound.beside is not None:
            sides = {side: dict(getattr(after, side)) for side in ("at_least", "at_most")}
            for side, bounds in sides.items():
                bounds.pop(bound.measure, None)
                if bound.measure in getattr(heard, side):
                    bounds[bound.measure] = getattr(heard, side)[bound.measure]
            after = replace(after, **sides)  # type: ignore[arg-type]
    return after


def _with_years(state: Constraints, said: Understanding) -> Constraints:
    """Years told anew replace those in force; "older" goes on from them; "older is fine" lets go of the first."""
    if said.step:
        low, high = stepped(said.step, state.year_min, state.year_max)
        return replace(state, year_min=low, year_max=high)
    if said.add.year_min is not None or said.add.year_max is not None:
        return replace(state, year_min=None, year_max=None)
    gone: dict[str, Any] = dict.fromkeys(said.drop_years)
    return replace(state, **gone)


def lift(standing: Constraints, said: Understanding) -> Constraints:
    """Standing limits without those that the message takes back ("musicals are fine again")."""
    return replace(
        standing,
        not_genres=_without(standing.not_genres, said.drop.genres),
        not_people=_without(standing.not_people, said.drop.people),
        not_themes=_without(standing.not_themes, said.drop.themes),
        at_most={measure: bound for measure, bound in standing.at_most.items() if measure not in said.dropped},
    )


def _without(values: Sequence[str], *gone: Sequence[str]) -> tuple[str, ...]:
    return tuple(v for v in values if not any(v in some for some in gone))
