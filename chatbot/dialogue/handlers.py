"""What every handler gets and gives. A handler decides what to say; it stores nothing and asks no model itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from chatbot.catalog import Catalog
from chatbot.dialogue import forms
from chatbot.dialogue.care import Care
from chatbot.dialogue.cues import words as any_of
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.replies import Replies, listed
from chatbot.dialogue.state import Understanding
from chatbot.dialogue.wishes import Wishes
from chatbot.domain import Domain
from chatbot.explain import say_genre
from chatbot.prompt import one_line
from chatbot.recommender import Query, Recommender
from chatbot.sayings import say_about, say_bounds, say_no, say_not_from, years_in_words
from chatbot.support.desk import Desk
from chatbot.tasks.answer import AnswerInput
from chatbot.types import Constraints, Feedback, Interaction, Item, Recommendation, Source, UserProfile

_ABOUT = any_of("about", "with", "where", "set in", "like", "but")
LISTS = 3  # the last of them, whose cards come after all others
NAME_MIN, NAME_MAX = 4, 60  # letters of an unknown title that is looked up, and of one that is repeated


@dataclass(frozen=True)
class Room:
    """The parts that handlers use; made once in build.py."""

    catalog: Catalog
    domain: Domain
    linker: Linker
    recommender: Recommender
    desk: Desk
    replies: Replies
    wishes: Wishes
    care: Care = field(default_factory=Care)


class Wish(NamedTuple):
    """What one or several messages wish for. words: beside limits; described: the clauses in which these stand; text:
    the whole messages."""

    words: str = ""
    described: str = ""
    text: str = ""

    def and_then(self, other: Wish) -> Wish:
        return Wish(*(f"{one} {more}".strip() for one, more in zip(self, other, strict=True)))


NO_WISH = Wish()


@dataclass(frozen=True)
class Moment:
    """One message in its conversation.

    state: constraints in force before it. profile: already includes what the message itself says about items.
    shown: the last list that was recommended, as stored (Turn.to_json()["items"]). last_items: what was last spoken
    of, then that list. listed: everything that was recommended in this conversation. turn: its number, from 0.
    offer: what a "yes" to the turn before means (Turn.offer). after: constraints in force after it; for wishes only.
    judged: the person's judgements as the profile has them. history: the turns before it, recall: those of all the
    person's conversations, as stored, oldest first. watched: the items of her watch list.
    carried: the wish that this one goes on from. replied: what was said just before.
    shown_for: the message that `shown` answered. people: who was last spoken of, where that was no item;
    hers: of whom one is meant by "more with her".
    """

    user_id: str
    message: str
    intent: str
    said: Understanding
    state: Constraints
    profile: UserProfile
    shown: Sequence[Mapping[str, Any]] = ()
    last_items: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    turn: int = 0
    offer: str = ""
    after: Constraints | None = None
    carried: Wish = NO_WISH
    replied: str = ""
    shown_for: str = ""
    people: tuple[str, ...] = ()
    hers: tuple[str, ...] = ()
    sentiment: str = "neutral"
    history: Sequence[Mapping[str, Any]] = ()
    judged: Mapping[str, Interaction] = field(default_factory=dict)
    recall: Callable[[], Sequence[Mapping[str, Any]]] = tuple
    watched: Callable[[], Sequence[str]] = tuple


@dataclass(frozen=True)
class Outcome:
    """items: ranked, reasons still empty. state None: as before. delete: forget the person altogether.

    found: how many met every limit, where a list was asked for.
    asked: a question that the LLM may answer from a passage; its answer stands in for `plain`, a part of the reply.
    grounds: what the reply rests on; see `grounds.py`.
    offer: what a "yes" to it means. ticket: number of the one to open, with its summary.
    watch, unwatch: items to put on the watch list and to take off.
    """

    reply: str
    items: tuple[Recommendation, ...] = ()
    state: Constraints | None = None
    standing: Constraints | None = None
    feedback: tuple[Feedback, ...] = ()
    forget: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    handoff: bool = False
    suggestions: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    delete: bool = False
    intent: str | None = None
    asked: AnswerInput | None = None
    plain: str = ""
    found: int | None = None
    grounds: tuple[Mapping[str, Any], ...] = ()
    offer: str = ""
    ticket: str | None = None
    summary: str = ""
    watch: tuple[str, ...] = ()
    unwatch: tuple[str, ...] = ()

    def kept(self, moment: Moment) -> tuple[Feedback, ...]:
        """The judgements to keep: what the message said counts unless it was about forgetting."""
        return self.feedback if self.forget else (*moment.feedback, *self.feedback)


Handler = Callable[[Moment, Room], Outcome]


def meant(moment: Moment, room: Room) -> tuple[Item, ...]:
    """The items that a question is about: named, pointed at, or else those that the last turn was about."""
    ids = moment.said.items or moment.last_items[:1]
    return tuple(room.catalog[i] for i in ids if i in room.catalog)


def in_words(limits: Constraints, refused: str = "without") -> str:
    """Constraints as people say them; empty for none."""
    said = []
    if limits.genres:
        said.append(listed([say_genre(genre) for genre in limits.genres]))
    if limits.year_min is not None or limits.year_max is not None:
        said.append(years_in_words(limits.year_min, limits.year_max))
    if limits.people:
        said.append(f"with {listed(limits.people)}")
    said += [*map(say_about, limits.themes), *say_bounds(limits)]
    said += [f"no {say_genre(genre)}" for genre in limits.not_genres]
    said += [*map(say_no, limits.not_themes), *map(say_not_from, limits.not_decades)]
    said += [f"{refused} {person}" for person in limits.not_people]
    return ", ".join(said)


def titles(ids: Sequence[str], room: Room, last: str = "and") -> str:
    return listed([room.catalog[i].title for i in ids if i in room.catalog], last)


def ask_which(moment: Moment, room: Room, name: str = "") -> Outcome:
    """A message that needs an item and names none that is known. name: what it was called."""
    name = (name or moment.said.unknown or moment.said.wish)[:NAME_MAX]
    if len(name) < NAME_MIN:
        return Outcome(room.replies.say("which_item", moment.turn))
    guesses = [item.label for item in room.linker.nearest_titles(name)]
    text = room.replies.say("unknown_title", moment.turn, name=name, guesses=listed(guesses, "or"))
    return Outcome(text, suggestions=tuple(f"Tell me about {guess}" for guess in guesses[:2]))


def ask_between(moment: Moment, room: Room, again: str) -> Outcome | None:
    """A question back where a title has several readings and nothing decides between them: for facts, which differ. As
    a pattern the best known does. again: the suggestions that ask anew with a year, `Tell me about {}`."""
    for mention in moment.said.mentions:
        readings = [room.catalog[i] for i in mention.ask_back if i in room.catalog]
        if len(readings) > 1 and not {item.item_id for item in readings} & {*moment.last_items}:
            labels = [item.label for item in readings[:3]]
            text = room.replies.say("which_of", moment.turn, title=readings[0].title, options=listed(labels, "or"))
            return Outcome(text, suggestions=tuple(again.format(label) for label in labels))
    return None


def _only_lets_go(moment: Moment) -> bool:
    """Whether a message lifts limits, and neither names nor describes what it wants instead."""
    drop, add, low = moment.said.drop, moment.said.add, moment.message.lower()
    lifted = drop.genres or drop.people or drop.themes or moment.said.dropped
    wants = add.genres or add.people or add.themes or add.similar_to or forms.ASKS.search(low)
    return bool(lifted) and not (wants or _ABOUT.search(low))


def query_of(moment: Moment, state: Constraints) -> Query:
    """The query of a message. "Something else" passes over what was recommended, and limits nothing later on.

    The last lists come after everything else: who changes a limit has seen them. What stood there longer ago and drew
    no word may return, it was perhaps never read; and all may where she asks to see them again.
    """
    said = moment.said
    spoken_of = {*moment.listed, *(row["item_id"] for row in moment.shown), *moment.last_items}
    passed = {*said.besides, *(spoken_of if said.something_else or said.surprise else ())}
    lists = [turn["items"] for turn in moment.history if turn["items"]][-LISTS:]
    shown = {row["item_id"] for rows in lists for row in rows} if not said.again else ()
    wish = moment.carried
    if not (_only_lets_go(moment) or said.as_asked):  # else the rest gives the reason: "the van has broken down"
        wish = wish.and_then(Wish(said.wish, said.described, one_line(moment.message)))
    return Query(
        wish.words,
        wish.text,
        state,
        said.show_seen,
        frozenset(passed),
        frozenset(shown),
        only_seen=said.only_seen,
        surprise=said.surprise,
        described=wish.described,
    )


__all__ = [
    "Handler",
    "Moment",
    "Outcome",
    "Room",
    "ask_between",
    "ask_which",
    "in_words",
    "meant",
    "query_of",
    "titles",
]
