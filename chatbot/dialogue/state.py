"""What a message says of likes, dislikes, what was seen and what is wanted, and the Constraints in force over turns.

Pure: no model, no store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from chatbot.catalog import normalise
from chatbot.dialogue import cues
from chatbot.dialogue.linking import Linker, Mention
from chatbot.dialogue.manners import mask
from chatbot.dialogue.meaning import REFUSED, WANTED, Meant, meant_by
from chatbot.dialogue.measures import Bound, Spoken, bounded, spoken_in
from chatbot.dialogue.ratings import ratings_in
from chatbot.dialogue.references import references
from chatbot.dialogue.years import DECADE, Years, stepped, years_in
from chatbot.domain import RatingScale
from chatbot.types import Constraints, Item

_IDENTIFIES = re.compile(r"\W*(?:by|with|from|directed by|starring)\W*")
_NEGATED = re.compile(
    r"\b(?:not|no|nothing|without|less|too|avoid|never|don'?t want|isn'?t|than)(?: (?:too|so|very|that|really|anything"
    r"|much|more|as))* [\w'-]+"
)
_SAYS_NOTHING = frozenset("doesn't doesnt doesn matter matters possible suitable length".split())  # beside a limit


@dataclass(frozen=True)
class Understanding:
    """What one message says, before any intent is known. Item ids throughout; ratings on the domain's scale.

    named: by title. pointed: by "the second one", "it" and the like. others: judged by somebody else.
    unknown: what looks like a title and is none that is known. measures: bounds, which the state in force may move.
    step: "older" or "newer" than the years in force. something_else: the list on the table is passed over.
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
    measures: tuple[Bound, ...] = ()
    step: str = ""
    something_else: bool = False
    drop_years: tuple[str, ...] = ()
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

    @property
    def refused(self) -> Constraints:
        """What is not wanted, and may be so for ever."""
        at_most = {b.measure: b.value for b in self.measures if b.side == "at_most" and b.refuses}
        add = self.add
        return Constraints(
            not_genres=add.not_genres, not_people=add.not_people, not_themes=add.not_themes, at_most=at_most
        )

    @property
    def dropped(self) -> tuple[str, ...]:
        """Measures that are no matter any more."""
        return tuple(b.measure for b in self.measures if b.side == "drop")


def understand(
    text: str, linker: Linker, scale: RatingScale, shown: Sequence[Item] = (), focus: Sequence[str] = ()
) -> Understanding:
    """Read one message. shown: the last list that was recommended; focus: what was last spoken of, nearest first."""
    low = text.lower().replace("’", "'")
    found = _found(text, low, linker)
    mentions = tuple(m for m in found if m.kind not in {"theme", "years"})
    masked = mask(low, mentions)
    pointed = references(masked, mentions, shown, focus)
    every = sorted((*found, *pointed), key=lambda m: m.start)
    meant = meant_by(masked, pointed, every, linker.catalog.domain)
    known = [*focus, *(item.item_id for item in shown)]
    named = sorted((*mentions, *pointed), key=lambda m: m.start)
    ratings, bad = ratings_in(masked, named, scale, known[0] if known else None)
    years = years_in(masked) or _years_of(meant)
    said = Understanding(
        mentions=mentions,
        named=tuple(m.value for m in mentions if m.kind == "item"),
        pointed=tuple(dict.fromkeys(m.value for m in pointed)),
        others=meant.values("item", "other", "for other"),
        ratings=ratings,
        bad_rating=bad,
        add=_limits_added(meant, masked, years),
        drop=_limits_dropped(meant),
        measures=tuple(bound for _, bound in meant.bounds),
        step=years.step,
        something_else=bool(cues.ELSE.search(masked) or cues.BARE_NO.match(masked)),
        drop_years=years.drop,
        drop_genres=bool(cues.ANY_GENRE.search(masked)),
        instead=bool(cues.INSTEAD.search(masked)),
        reset=bool(cues.RESET.search(masked)),
        forever=bool(cues.FOREVER.search(masked)),
        what_if=bool(cues.WHAT_IF.match(masked.lstrip("\"'( "))),
        show_seen=bool(cues.SHOW_SEEN.search(masked)),
        unknown="" if mentions else linker.unknown_title(text),
        wish=_wish(low, [*mentions, *(m for m, _ in meant.rows), *(spoken for spoken, _ in meant.bounds)]),
        tone=_tone(masked),
    )
    return replace(said, ratings={}, bad_rating=None) if said.what_if else _judged(said, meant)


def _judged(said: Understanding, meant: Meant) -> Understanding:
    """With what the message says of films in words; a rating in figures says more."""
    told = {
        name: tuple(i for i in meant.values("item", manner) if i not in said.ratings)
        for name, manner in (("liked", "like"), ("disliked", "dislike"), ("seen", "seen"))
    }
    return replace(said, **told)  # type: ignore[arg-type]


def _limits_added(meant: Meant, masked: str, years: Years) -> Constraints:
    genres = meant.values("genre", *WANTED)
    themes = meant.values("theme", *WANTED)
    refused = [m for m, manner in meant.rows if m.kind == "theme" and manner in REFUSED]
    others = [theme for m in refused for theme in (m.value, *m.others)]  # "no aliens": neither hostile nor friendly
    return Constraints(
        genres=genres,
        not_genres=tuple(g for g in meant.values("genre", *REFUSED) if g not in genres),
        year_min=years.low,
        year_max=years.high,
        people=_people(masked, meant),
        not_people=meant.values("person", *REFUSED),
        similar_to=meant.values("item", "similar"),
        exclude_items=meant.values("item", "not"),
        themes=themes,
        not_themes=tuple(theme for theme in dict.fromkeys(others) if theme not in themes),
    )


def _limits_dropped(meant: Meant) -> Constraints:
    return Constraints(
        genres=meant.values("genre", "retract", "instead"),
        people=meant.values("person", "retract", "instead"),
        similar_to=meant.values("item", "retract"),
        themes=meant.values("theme", "retract", "instead"),
    )


def _years_of(meant: Meant) -> Years:
    """Years that the linker found; several stretches span from the first to the last."""
    said = [value.partition("-") for value in meant.values("years", "", "like")]
    lows, highs = [low for low, _, _ in said], [high for _, _, high in said]
    return Years(
        min(map(int, lows)) if lows and all(lows) else None, max(map(int, highs)) if highs and all(highs) else None
    )


def _people(masked: str, meant: Meant) -> tuple[str, ...]:
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


def _found(text: str, low: str, linker: Linker) -> list[Mention]:
    """What the linker finds, without names that are words of a measure: "no gore", "90 mins"."""
    found = linker.link_all(text)
    spoken = spoken_in(mask(low, found), linker.catalog.domain)
    return [
        m
        for m in found
        if m.kind != "person"
        or not text[m.start : m.end].islower()
        or not any(s.start <= m.start and m.end <= s.end for s in spoken)
    ]


def _wish(low: str, placed: Sequence[Mention | Spoken]) -> str:
    """The words that describe what is wanted beside what has its own place: names, limits and refusals."""
    bare, last = [], 0
    for mention in sorted(placed, key=lambda m: m.start):
        bare.append(low[last : mention.start])
        last = max(last, mention.end)
    told = DECADE.sub(" ", _NEGATED.sub(" ", " ".join([*bare, low[last:]])))
    words = re.findall(r"[^\W_]+(?:['-][^\W_]+)*", told)
    return " ".join(w for w in words if not {w, normalise(w)} & (cues.EMPTY | _SAYS_NOTHING) and not w.isdigit())


def _tone(masked: str) -> Literal["like", "dislike"] | None:
    praised = re.sub(r"\bnot (?:too |so |that |at all )?bad\b", "good", masked)
    return "dislike" if cues.TONE_BAD.search(praised) else "like" if cues.TONE_GOOD.search(praised) else None


def apply(state: Constraints, said: Understanding, fresh: bool) -> Constraints:
    """The Constraints in force after a message. fresh: a new wish, which starts from nothing but refusals."""
    add, drop = said.add, said.drop
    if said.reset:
        state = Constraints()
    elif fresh:
        state = state.refusals()
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
    return bounded(state.union(replace(add, similar_to=())), said.measures)


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


def found_names(message: str, said: Understanding, linker: Linker) -> tuple[tuple[str, str], ...]:
    """Names that a message holds or points at, (kind, value), with kinds as the clauses of the state task call them."""
    kinds = {"item": "film", "person": "person", "genre": "genre", "theme": "theme"}
    named = [(kinds[m.kind], m.value) for m in linker.link_all(message) if m.kind in kinds]
    return tuple(dict.fromkeys([*named, *(("film", item) for item in said.pointed)]))
