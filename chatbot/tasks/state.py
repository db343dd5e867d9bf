"""State: a message and the limits in force, and what the message changes in them.

The rules' reading is shown as a draft, to be corrected. The answer is a line of clauses, `genre Horror; no theme
zombies; scariness at most 1`. Only names that are in force or were found in the message can occur in it, so no limit is
invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from chatbot.domain import Domain
from chatbot.limits import Constraints
from chatbot.prompt import Prompt, PromptFormat, one_line

NEW, SAME = "new", "same"
# field of wanted values, field of refused ones, and what a clause calls one
NAMED = (
    ("genres", "not_genres", "genre"),
    ("themes", "not_themes", "theme"),
    ("people", "not_people", "person"),
    ("similar_to", "exclude_items", "film"),
)
_CLAUSE = re.compile(r"(no |drop |allow )?(genre|theme|person|film) (.+)")
_YEARS = re.compile(r"years (any|(\d{4})?-(\d{4})?)")
_BOUND = re.compile(r"(\w+) (any|at least (\d+)|at most (\d+)|(\d+) to (\d+))")


@dataclass(frozen=True)
class StateInput:
    """found: names found in the message, (kind, value) with kinds as clauses call them; films by item id.
    labels: item id -> title, for the films found or in force. rules: what the rules make of the message."""

    message: str
    before: Constraints
    found: Sequence[tuple[str, str]]
    labels: Mapping[str, str]
    rules: State


@dataclass(frozen=True)
class State:
    """after: everything in force after the message. fresh: a new wish, which let the older ones go."""

    after: Constraints
    fresh: bool


class StateTask:
    name: ClassVar[str] = "state"

    def __init__(self, format: PromptFormat, domain: Domain) -> None:
        self.format, self._measures = format, {*domain.scales, "age", "minutes"}

    def render(self, given: StateInput) -> Prompt:
        found = "; ".join(f"{kind} {given.labels.get(value, value)}" for kind, value in given.found)
        before = clauses(Constraints(), given.before, given.labels)
        draft = target(given.before, given.rules.after, given.rules.fresh, given.labels)
        fields = {"before": "; ".join(before) or "nothing", "found": found or "nothing", "draft": draft}
        return self.format.render(self.name, fields | {"message": one_line(given.message)})

    def parse_text(self, text: str, given: StateInput) -> State | None:
        """None where a clause cannot be read or names something else."""
        said = [part.strip() for part in text.strip().rstrip(".").split(";")]
        fresh = said[0] == NEW
        state = given.before.refusals() if fresh else given.before
        if any(clause.startswith("film ") for clause in said):
            state = replace(state, similar_to=())
        try:
            for clause in said[fresh:]:
                state = self._changed(state, clause, given) if clause != SAME else state
        except ValueError:
            return None
        return State(_still_refused(state, given), fresh)

    def fallback(self, given: StateInput) -> State:
        return given.rules

    def _changed(self, state: Constraints, clause: str, given: StateInput) -> Constraints:
        """Raises: ValueError for a clause that means nothing here."""
        if match := _YEARS.fullmatch(clause):
            low, high = (int(year) if year else None for year in match.groups()[1:])
            return replace(state, year_min=low, year_max=high)
        if match := _CLAUSE.fullmatch(clause):
            return _with_name(state, match[1], match[2], match[3], given)
        match = _BOUND.fullmatch(clause)
        if match is None or match[1] not in self._measures:
            raise ValueError(clause)
        return _with_bound(state, *match.groups())


def target(before: Constraints, after: Constraints, fresh: bool, labels: Mapping[str, str]) -> str:
    """The line of clauses that leads from one state to the other."""
    start = before.refusals() if fresh else before
    return "; ".join([NEW] * fresh + clauses(start, after, labels)) or SAME


def clauses(before: Constraints, after: Constraints, labels: Mapping[str, str]) -> list[str]:
    """One clause for each difference, wanted names first, then refusals, years and bounds."""
    return [*_named(before, after, labels), *_years(before, after), *_bounds(before, after)]


def _named(before: Constraints, after: Constraints, labels: Mapping[str, str]) -> Iterator[str]:
    for wanted, refused, kind in NAMED:
        for field, more, less in ((wanted, "", "drop "), (refused, "no ", "allow ")):
            old, new = getattr(before, field), getattr(after, field)
            if field == "similar_to" and new:
                old = old if set(old) == set(new) else ()  # a new pattern takes the old one's place
            yield from (f"{less}{kind} {labels.get(v, v)}" for v in old if v not in new)
            yield from (f"{more}{kind} {labels.get(v, v)}" for v in new if v not in old)


def _years(before: Constraints, after: Constraints) -> Iterator[str]:
    low, high = after.year_min, after.year_max
    if (low, high) != (before.year_min, before.year_max):
        yield "years any" if low is None and high is None else f"years {low or ''}-{high or ''}"


def _bounds(before: Constraints, after: Constraints) -> Iterator[str]:
    for measure in sorted({*before.at_least, *before.at_most, *after.at_least, *after.at_most}):
        low, high = after.at_least.get(measure), after.at_most.get(measure)
        if (low, high) == (before.at_least.get(measure), before.at_most.get(measure)):
            continue
        if low is None or high is None:
            yield (
                f"{measure} any" if low is high else f"{measure} at {f'most {high}' if low is None else f'least {low}'}"
            )
        else:
            yield f"{measure} {low} to {high}"


def _still_refused(state: Constraints, given: StateInput) -> Constraints:
    """What the rules heard refused in this message stays refused: to show it all the same is the worse mistake. So does
    what was refused before, unless the message names it or the rules let it go."""
    heard, before, named = given.rules.after, given.before, {value for _, value in given.found}
    changed: dict[str, Any] = {}
    for wanted, refused, _ in NAMED:
        new = [v for v in getattr(heard, refused) if v not in getattr(before, refused) or v not in named]
        changed[wanted] = tuple(v for v in getattr(state, wanted) if v not in new)
        changed[refused] = tuple(dict.fromkeys((*getattr(state, refused), *new)))
    bound = {*state.at_least, *state.at_most}
    most = {m: v for m, v in heard.at_most.items() if before.at_most.get(m) != v and m not in bound}
    return replace(state, **changed, at_most={**state.at_most, **most})


def _with_name(state: Constraints, how: str | None, kind: str, name: str, given: StateInput) -> Constraints:
    wanted, refused = next((w, r) for w, r, k in NAMED if k == kind)
    value = _value(kind, name, given, (*getattr(given.before, wanted), *getattr(given.before, refused)))
    asked, barred = ([v for v in getattr(state, field) if v != value] for field in (wanted, refused))
    if how is None:
        asked.append(value)
    elif how == "no ":
        barred.append(value)
    elif how == "allow ":
        asked = list(getattr(state, wanted))
    changed: dict[str, Any] = {wanted: tuple(asked), refused: tuple(barred)}
    return replace(state, **changed)


def _value(kind: str, name: str, given: StateInput, held: Sequence[str]) -> str:
    """What a name stands for. Raises: ValueError for one neither found in the message nor in force."""
    values = [v for k, v in given.found if k == kind] + list(held)
    for value in values:
        if given.labels.get(value, value) == name:
            return value
    raise ValueError(name)


def _with_bound(
    state: Constraints,
    measure: str,
    _: str,
    least: str | None,
    most: str | None,
    low: str | None,
    high: str | None,
) -> Constraints:
    at_least, at_most = dict(state.at_least), dict(state.at_most)
    for table, value in ((at_least, least or low), (at_most, most or high)):
        table.pop(measure, None)
        if value is not None:
            table[measure] = int(value)
    return replace(state, at_least=at_least, at_most=at_most)
