"""Understanding: what one message says of likes, dislikes, what was seen and what is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from chatbot.dialogue.linking import Mention
from chatbot.dialogue.state.measures import Bound
from chatbot.types import Constraints


@dataclass(frozen=True)
class Understanding:
    """What one message says, before any intent is known. Item ids throughout; ratings on the domain's scale.

    named: by title. pointed: by "the second one", "it" and the like. unclear: items of which one is pointed at.
    none_of: items of a list that is refused as a whole. series: those of a series that is refused by its name.
    besides: that only tell whose films are wanted ("by the director of Heat").
    others: judged by somebody else. unknown: what looks like a
    title and is none that is known. measures: bounds, which the state in force may move. answer: what was chosen of a
    question's two answers; as_asked: films named because two were asked for. step: "older" or "newer" than the years
    in force. something_else: the list on the table is passed over; again: a list is to be seen once more. company: who
    else watches; theirs: it is their taste that limits; alone: nobody else does any more. count: how many cards are
    asked for. lasts: its bounds hold for good; passing: what is told for this evening.
    widens: the years are wanted beside those in force; stretches: one end
    of those is moved; dated: they are told in figures. tells: measures that the
    message has a word for, and "years" where it tells any. negated: names that stand in a clause with a "not".
    wish: words of what is wanted beside limits; described: the clauses in which they stand.
    drop: names of limits that are let go of; allows: of refusals alone; lets: to name what was refused lets it in.
    """

    mentions: tuple[Mention, ...] = ()
    named: tuple[str, ...] = ()
    pointed: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    ratings: Mapping[str, float] = field(default_factory=dict)
    bad_rating: str | None = None
    add: Constraints = Constraints()
    answer: Constraints = Constraints()
    as_asked: bool = False
    drop: Constraints = Constraints()
    allows: Constraints = Constraints()
    lets: bool = False
    measures: tuple[Bound, ...] = ()
    step: str = ""
    widens: bool = False
    stretches: bool = False
    dated: bool = False
    something_else: bool = False
    again: bool = False
    drop_years: tuple[str, ...] = ()
    drop_genres: bool = False
    instead: bool = False
    reset: bool = False
    forever: bool = False
    lasts: bool = False
    passing: tuple[str, ...] = ()
    what_if: bool = False
    show_seen: bool = False
    only_seen: bool = False
    surprise: bool = False
    company: str = ""
    theirs: bool = False
    alone: bool = False
    unknown: str = ""
    wish: str = ""
    described: str = ""
    count: int = 0
    tells: frozenset[str] = frozenset()
    negated: frozenset[str] = frozenset()
    tone: Literal["like", "dislike"] | None = None

    @property
    def items(self) -> tuple[str, ...]:
        """Everything meant, named or pointed at, in order, without repeats."""
        return tuple(dict.fromkeys((*self.named, *self.pointed)))

    @property
    def refused(self) -> Constraints:
        """What is not wanted, and may be so for ever."""
        at_most = {b.measure: b.value for b in self.measures if b.side == "at_most" and b.refuses}
        add = self.add
        return Constraints(
            not_genres=add.not_genres,
            not_people=add.not_people,
            not_themes=add.not_themes,
            not_decades=add.not_decades,
            at_most=at_most,
        )

    @property
    def lasting(self) -> Constraints:
        """What is not wanted, and the bounds from above that are told for every search to come."""
        told = {b.measure: b.value for b in self.measures if b.side == "at_most" and not b.step} if self.lasts else {}
        refused = self.refused
        bounds = {**told, **refused.at_most}
        return replace(
            refused,
            not_genres=tuple(v for v in refused.not_genres if v not in self.passing),
            not_people=tuple(v for v in refused.not_people if v not in self.passing),
            not_themes=tuple(v for v in refused.not_themes if v not in self.passing),
            at_most={measure: n for measure, n in bounds.items() if measure not in self.passing},
        )

    @property
    def dropped(self) -> tuple[str, ...]:
        """Measures that are no matter any more."""
        return tuple(b.measure for b in self.measures if b.side == "drop")
