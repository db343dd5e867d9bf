"""What a message says of likes, dislikes, what was seen and what is wanted, and the Constraints in force over turns.

Pure: no model, no store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from chatbot.catalog import normalise
from chatbot.dialogue import cues
from chatbot.dialogue.linking import Linker, Mention
from chatbot.dialogue.manners import manners_of, mask
from chatbot.dialogue.ratings import ratings_in
from chatbot.dialogue.references import references
from chatbot.dialogue.years import DECADE, Years, years_in
from chatbot.domain import RatingScale
from chatbot.types import Constraints, Item

_IDENTIFIES = re.compile(r"\W*(?:by|with|from|directed by|starring)\W*")
_NEGATED = re.compile(
    r"\b(?:not|no|nothing|without|less|too|avoid|never|don'?t want|isn'?t|than)(?: (?:too|so|very|that|really|anything"
    r"|much|more|as))* [\w'-]+"
)


@dataclass(frozen=True)
class Understanding:
    """What one message says, before any intent is known. Item ids throughout; ratings on the domain's scale.

    named: by title. pointed: by "the second one", "it" and the like. others: judged by somebody else.
    unknown: what looks like a title and is none that is known.
    """

    mentions: tuple[Mention, ...] = ()
    named: tuple[str, ...] = ()
    pointed: tuple[str, ...] = ()
    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    ratings: Mapping[str, float] = field(default_factory=dict)
    bad_rating: str | None = None
    add: Constraints = Constraints()
    drop: Constraints = Constraints()
    drop_years: bool = False
    drop_genres: bool = False
    instead: bool = False
    reset: bool = False
    forever: bool = False
    what_if: bool = False
    show_seen: bool = False
    unknown: str = ""
    wish: str = ""
    tone: Literal["like", "dislike"] | None = None

    @property
    def items(self) -> tuple[str, ...]:
        """Everything meant, named or pointed at, in order, without repeats."""
        return tuple(dict.fromkeys((*self.named, *self.pointed)))


@dataclass(frozen=True)
class _Meant:
    """Mentions and references with their manners."""

    rows: tuple[tuple[Mention, str], ...]

    def values(self, kind: str, *manners: str) -> tuple[str, ...]:
        """Values of one kind in any of these manners; of every manner where none is given."""
        return tuple(
            dict.fromkeys(m.value for m, how in self.rows if m.kind == kind and (not manners or how in manners))
        )


def understand(
    text: str, linker: Linker, scale: RatingScale, shown: Sequence[Item] = (), focus: Sequence[str] = ()
) -> Understanding:
    """Read one message. shown: the last list that was recommended; focus: what was last spoken of, nearest first."""
    low = text.lower().replace("’", "'")
    mentions = linker.link(text)
    masked = mask(low, mentions)
    pointed = references(masked, mentions, shown, focus)
    every = sorted((*mentions, *pointed), key=lambda m: m.start)
    meant = _Meant(tuple(zip(every, manners_of(mask(masked, pointed), every), strict=True)))
    known = [*focus, *(item.item_id for item in shown)]
    ratings, bad = ratings_in(masked, every, scale, known[0] if known else None)
    years = years_in(masked, [item.year for item in shown if item.year])
    said = Understanding(
        mentions=mentions,
        named=tuple(m.value for m in mentions if m.kind == "item"),
        pointed=tuple(dict.fromkeys(m.value for m in pointed)),
        others=meant.values("item", "other", "for other"),
        ratings=ratings,
        bad_rating=bad,
        add=_limits_added(meant, masked, years, shown),
        drop=_limits_dropped(meant),
        drop_years=years.drop,
        drop_genres=bool(cues.ANY_GENRE.search(masked)),
        instead=bool(cues.INSTEAD.search(masked)),
        reset=bool(cues.RESET.search(masked)),
        forever=bool(cues.FOREVER.search(masked)),
        what_if=bool(cues.WHAT_IF.match(masked.lstrip("\"'( "))),
        show_seen=bool(cues.SHOW_SEEN.search(masked)),
        unknown="" if mentions else linker.unknown_title(text),
        wish=_wish(low, mentions),
        tone=_tone(masked),
    )
    return said if said.what_if else _judged(said, meant)


def _judged(said: Understanding, meant: _Meant) -> Understanding:
    """With what the message says of films in words; a rating in figures says more."""
    told = {
        name: tuple(i for i in meant.values("item", manner) if i not in said.ratings)
        for name, manner in (("liked", "like"), ("disliked", "dislike"), ("seen", "seen"))
    }
    return replace(said, **told)  # type: ignore[arg-type]


def _limits_added(meant: _Meant, masked: str, years: Years, shown: Sequence[Item]) -> Constraints:
    genres = meant.values("genre", "", "like", "similar", "for other")
    refused = [item.item_id for item in shown] if cues.ELSE.search(masked) or cues.BARE_NO.match(masked) else []
    return Constraints(
        genres=genres,
        not_genres=tuple(g for g in meant.values("genre", "not", "dislike") if g not in genres),
        year_min=years.low,
        year_max=years.high,
        people=_people(masked, meant),
        not_people=meant.values("person", "not", "dislike"),
        similar_to=meant.values("item", "similar"),
        exclude_items=tuple(dict.fromkeys((*meant.values("item", "not"), *refused))),
    )


def _limits_dropped(meant: _Meant) -> Constraints:
    return Constraints(
        genres=meant.values("genre", "retract"),
        people=meant.values("person", "retract"),
        similar_to=meant.values("item", "retract"),
    )


def _people(masked: str, meant: _Meant) -> tuple[str, ...]:
    """People asked for. A person named to identify a film just named ("Heat by Michael Mann") is no limit."""
    found = []
    for at, (mention, manner) in enumerate(meant.rows):
        if mention.kind != "person" or manner not in {"", "like", "similar"}:
            continue
        before = meant.rows[at - 1][0] if at else None
        named = before is not None and before.kind == "item"
        if before and named and _IDENTIFIES.fullmatch(masked[before.end : mention.start]):
            continue
        found.append(mention.value)
    return tuple(dict.fromkeys(found))


def _wish(low: str, mentions: Sequence[Mention]) -> str:
    """The words that describe what is wanted beside names, genres, years and refusals, which have their own places."""
    bare, last = [], 0
    for mention in mentions:
        bare.append(low[last : mention.start])
        last = mention.end
    told = DECADE.sub(" ", _NEGATED.sub(" ", " ".join([*bare, low[last:]])))
    words = re.findall(r"[^\W_]+(?:['-][^\W_]+)*", told)
    return " ".join(w for w in words if w not in cues.EMPTY and normalise(w) not in cues.EMPTY and not w.isdigit())


def _tone(masked: str) -> Literal["like", "dislike"] | None:
    praised = re.sub(r"\bnot (?:too |so |that |at all )?bad\b", "good", masked)
    return "dislike" if cues.TONE_BAD.search(praised) else "like" if cues.TONE_GOOD.search(praised) else None


def apply(state: Constraints, said: Understanding, fresh: bool) -> Constraints:
    """The Constraints in force after a message. fresh: a new wish, which starts from nothing but refusals."""
    add, drop = said.add, said.drop
    if said.reset:
        state = Constraints()
    elif fresh:
        state = Constraints(not_genres=state.not_genres, not_people=state.not_people, exclude_items=state.exclude_items)
    if said.drop_years or add.year_min is not None or add.year_max is not None:
        state = replace(state, year_min=None, year_max=None)
    if said.drop_genres:
        state = replace(state, genres=(), not_genres=())
    if said.instead:  # "scary ones instead" replaces what was asked of the same kind
        state = replace(state, genres=() if add.genres else state.genres, people=() if add.people else state.people)
    state = replace(
        state,
        genres=_without(state.genres, drop.genres, add.not_genres),
        not_genres=_without(state.not_genres, drop.genres, add.genres),
        people=_without(state.people, drop.people, add.not_people),
        not_people=_without(state.not_people, drop.people, add.people),
        similar_to=add.similar_to or _without(state.similar_to, drop.similar_to, add.exclude_items),
        exclude_items=_without(state.exclude_items, drop.similar_to, add.similar_to),
    )
    return state.union(replace(add, similar_to=()))


def lift(standing: Constraints, said: Understanding) -> Constraints:
    """Standing limits without those that the message takes back ("musicals are fine again")."""
    return replace(
        standing,
        not_genres=_without(standing.not_genres, said.drop.genres),
        not_people=_without(standing.not_people, said.drop.people),
    )


def _without(values: Sequence[str], *gone: Sequence[str]) -> tuple[str, ...]:
    return tuple(v for v in values if not any(v in some for some in gone))
