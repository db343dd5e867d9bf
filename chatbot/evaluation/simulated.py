"""A simulated person with a hidden taste: does a talk of three turns find a film that she would love?

Her taste is that of a person of the ratings. Their last fifth by time is hidden: liking one of those films is success.
Of the rest she remembers what she liked, names it, and judges cards by it; what she says is made by rules. The crowd's
model, and the popularity beside it, never saw her: people are split into folds, and each fold's model is fitted on the
others. A third of the people is kept for choices (weights of the score), and not measured.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from chatbot.build import Parts, assemble
from chatbot.chatbot import Chatbot
from chatbot.collaborative import Collaborative
from chatbot.dataset import LAST
from chatbot.dialogue.rate import signal_of
from chatbot.dialogue.state import apply, understand
from chatbot.evaluation.metrics import measured
from chatbot.explain import GENRE_NOUNS
from chatbot.predict import Predictor
from chatbot.prompt import PromptFormat
from chatbot.recommender import Query
from chatbot.settings import Settings
from chatbot.storage import SqlStore
from chatbot.types import Constraints, Feedback, Item, UserProfile

Report = dict[str, Any]
FOLDS, TURNS, CARDS = 5, 3, 5
JUDGED = 2  # cards that she judges after each list
REMEMBERED = 3  # likes that a person must remember to be asked
FOR_CHOICES = 3  # one person of so many
VAGUE = 1 / 3  # of people who begin without any limit
_VAGUE = ("What should I watch tonight?", "Recommend me something good.", "I want to watch a film, any ideas?")
_GENRE = ("I'm in the mood for {}.", "Can you find me {}?", "Tonight I'd like {}.")
_LOVED = ("I loved {}.", "{} was great.", "One of my favourites is {}.")
_MORE = ("Make it {}.", "And it should be {}.", "Now {}, please.")
_GO_ON = ("What else is there?", "Show me something else.")


@dataclass(frozen=True)
class Person:
    """remembered, hidden: item id -> rating. aim: the hidden like that what she asks for is true of."""

    user_id: str
    remembered: Mapping[str, float]
    hidden: Mapping[str, float]
    aim: Item
    likes: tuple[str, ...]

    def opinion(self, item_id: str) -> float | None:
        return self.remembered.get(item_id, self.hidden.get(item_id))


@dataclass
class Talk:
    """What she has said so far: words of each turn and the limits that they state."""

    person: Person
    draw: np.random.Generator
    limits: Constraints = Constraints()
    named: list[str] = field(default_factory=list)

    def first(self) -> str:
        if self.draw.random() < VAGUE:
            return self._one(_VAGUE)
        return self._one(_GENRE).format(self._ask_genre(self.person.aim.genres))

    def next(self, title: Callable[[str], str]) -> str:
        """A film that she loved, and one more true limit while there is one."""
        left = [item for item in self.person.likes if item not in self.named]
        said = []
        if left:
            self.named.append(left[int(self.draw.integers(len(left)))])
            said.append(self._one(_LOVED).format(title(self.named[-1])))
        limit = self._limit()
        said.append(self._one(_MORE).format(limit) if limit else self._one(_GO_ON))
        return " ".join(said)

    def _limit(self) -> str:
        aim, asked = self.person.aim, self.limits
        if not asked.genres:
            return self._ask_genre(aim.genres)
        if asked.year_min is None and aim.year is not None:
            decade = aim.year // 10 * 10
            self.limits = asked.union(Constraints(year_min=decade, year_max=decade + 9))
            return f"something from the {decade}s"
        return self._ask_genre([genre for genre in aim.genres if genre not in asked.genres])

    def _ask_genre(self, genres: Sequence[str]) -> str:
        known = [genre for genre in genres if genre in GENRE_NOUNS]
        if not known:
            return "something good" if not self.limits else ""
        genre = known[int(self.draw.integers(len(known)))]
        self.limits = self.limits.union(Constraints(genres=(genre,)))
        noun = GENRE_NOUNS[genre]
        return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"

    def _one(self, options: Sequence[str]) -> str:
        return options[int(self.draw.integers(len(options)))]


def measure(settings: Settings, parts: Parts, seed: int) -> Report:
    """Success within 1, 2 and 3 turns over people, beside popularity under the limits that she states, and beside what
    her first message alone finds with as many cards. No LLM is asked."""
    found: dict[str, list[list[bool]]] = {"talk": [], "popularity": [], "one_shot": []}
    cards: list[int] = []
    for people, bot, often in _folds(settings, parts, seed):
        for person in (one for one in people if not for_choices(one.user_id)):
            draw = _drawing(seed, f"talk {person.user_id}")
            talk = Talk(person, draw)
            said, limits, shown, hit = converse(bot, talk)
            found["talk"].append(hit)
            cards += shown
            found["popularity"].append(by_popularity(bot, person, limits, talk.named, often))
            found["one_shot"].append(in_one_go(bot, person, said[0]))
    table = {name: _figures(np.array(rows), seed) for name, rows in found.items()}
    empty = {"value": float(np.mean([n == 0 for n in cards])), "ci_low": None, "ci_high": None}
    return {
        "n": len(found["talk"]),
        "metrics": table.pop("talk") | {"turns_without_cards": empty},
        "baselines": table,
        "split": f"two thirds of the people of the ratings (weights were chosen on the others), in {FOLDS} folds, each "
        "fold's model fitted on the others; the last fifth of a person's ratings by time hidden; "
        f"{CARDS} cards a turn; without the LLM",
        "fallback_rate": 0.0,
    }


def _figures(hits: NDArray[np.bool_], seed: int) -> Report:
    """hits: (people, TURNS), whether each turn's list held a hidden like."""
    within = np.maximum.accumulate(hits, axis=1)
    return {f"success@{turn + 1}": measured(within[:, turn], seed) for turn in range(TURNS)}


# -- people -----------------------------------------------------------------------------------------------------------


def _folds(
    settings: Settings, parts: Parts, seed: int
) -> Generator[tuple[list[Person], Chatbot, NDArray[np.int64]], None, None]:
    """People of each fold with a chatbot whose crowd they are not part of, and how often that crowd rated each item."""
    data, catalog, format = parts.dataset, parts.catalog, PromptFormat()
    _ = parts.classifier, parts.desk, parts.search, parts.knowledge  # made once, shared by all folds
    ids, rows = [item.item_id for item in catalog], np.array([catalog.index(item) for item in data.items])
    order = np.random.default_rng(seed).permutation(len(data.users))
    for fold in np.array_split(order, FOLDS):
        crowd = data.take(np.flatnonzero(~np.isin(data.user_idx, fold)))
        model = Collaborative.fit(crowd, content=parts.content[rows])
        others = copy.copy(parts)
        others.__dict__["collaborative"] = model.extend(ids, parts.vectors, content=parts.content)
        often = np.bincount(rows[crowd.item_idx], minlength=len(catalog))
        bot = assemble(settings, others, Predictor(None, frozenset()), format, SqlStore("sqlite://"))
        people = [person_of(parts, data.users[at], seed) for at in sorted(fold)]
        with closing(bot.store):
            yield [person for person in people if person], bot, often


def person_of(parts: Parts, user_id: str, seed: int) -> Person | None:
    """None for somebody who remembers too few likes, or has no hidden one."""
    history, like_from = parts.dataset.history(user_id), parts.domain.rating.like_from
    cut = len(history) - int(np.ceil(LAST * len(history)))
    told, held = ({i.item_id: i.rating or 0.0 for i in part} for part in (history[:cut], history[cut:]))
    likes = tuple(item for item, rating in told.items() if rating >= like_from)
    hidden = [item for item, rating in held.items() if rating >= like_from]
    if len(likes) < REMEMBERED or not hidden:
        return None
    aim = hidden[int(_drawing(seed, f"aim {user_id}").integers(len(hidden)))]
    return Person(user_id, told, held, parts.catalog[aim], likes)


def for_choices(user_id: str) -> bool:
    """Whether a person is one on whom weights may be chosen, whatever the seed."""
    return crc32(f"validation {user_id}".encode()) % FOR_CHOICES == 0


def _drawing(seed: int, what: str) -> np.random.Generator:
    """Each person's own chances, whoever else is there."""
    number = crc32(f"{seed} {what}".encode())
    return np.random.default_rng(number)


def is_hit(person: Person, item_ids: Sequence[str], like_from: float) -> bool:
    return any(person.hidden.get(item, 0.0) >= like_from for item in item_ids)


# -- a talk, and what it is compared with -----------------------------------------------------------------------------


def converse(bot: Chatbot, talk: Talk) -> tuple[list[str], list[Constraints], list[int], list[bool]]:
    """What she said, the limits stated so far, the number of cards and success, of each turn. She goes on to the end,
    so that every way of answering is asked the same."""
    person, scale = talk.person, bot.domain.rating
    user = f"simulated-{person.user_id}"
    said, limits, cards, hits = [talk.first()], [], [], []
    for number in range(TURNS):
        if number:
            said.append(talk.next(lambda item: bot.catalog[item].title))
        limits.append(talk.limits)
        ids = [r.item.item_id for r in bot.reply(user, said[-1]).items]
        cards.append(len(ids))
        hits.append(is_hit(person, ids, scale.like_from))
        known = [(item, rating) for item in ids if (rating := person.opinion(item)) is not None]
        for item, rating in known[:JUDGED]:
            bot.feedback(Feedback(user, item, signal_of(rating, scale), rating))
    return said, limits, cards, hits


def by_popularity(
    bot: Chatbot, person: Person, limits: Sequence[Constraints], named: Sequence[str], often: NDArray[np.int64]
) -> list[bool]:
    """The most rated films within what she asked for, without what was shown before or what she has named by then."""
    gone: set[str] = set()
    hits = []
    for number, asked in enumerate(limits):
        hidden = frozenset({*gone, *named[:number]})
        allowed = bot.room.recommender.retriever.allowed(asked, hidden)
        best = np.argsort(-np.where(allowed, often, -1), kind="stable")[:CARDS]
        ids = [bot.catalog.items[row].item_id for row in best if allowed[row]]
        gone |= set(ids)
        hits.append(is_hit(person, ids, bot.domain.rating.like_from))
    return hits


def in_one_go(bot: Chatbot, person: Person, message: str) -> list[bool]:
    """As many cards, all found by her first message alone."""
    said = understand(message, bot.room.linker, bot.domain.rating)
    query = Query(words=said.wish, text=message, constraints=apply(Constraints(), said, True), described=message)
    ranked = bot.room.recommender.rank(UserProfile(f"once-{person.user_id}"), query, CARDS * TURNS)
    ids = [r.item.item_id for r in ranked.items]
    cut = [ids[CARDS * turn : CARDS * (turn + 1)] for turn in range(TURNS)]
    return [is_hit(person, part, bot.domain.rating.like_from) for part in cut]
