"""Signs: what speaks for and against a stretch of words being used as a title, as somebody's name, as a topic.

What each counts is learned (`fitting.py`). A word beside the stretch is a sign of its own, `before:loved`, so that no
list of such words is kept here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from chatbot.catalog import Catalog, normalise, people_of
from chatbot.dialogue.announced import AFTER_BAD, AFTER_GOOD, AFTER_NOT_GOOD
from chatbot.dialogue.cues import EMPTY
from chatbot.dialogue.linking.candidates import Candidate
from chatbot.dialogue.linking.decision import Floats
from chatbot.dialogue.linking.mentions import Mention
from chatbot.dialogue.linking.names import ALSO, ARTICLES, PART, Titles, Token, breaks
from chatbot.dialogue.linking.people import People
from chatbot.dialogue.linking.usage import CALENDAR, CLASSES_OF

SAID_OFTEN = 5  # times from which a word is an everyday one
LONG = 7  # letters
FAME_MOST = 400
CROSSED = ("capitals", "lower", "plain", "empty", "the missing", "before ", "after ")  # count apart in one-word titles
CROSSED_WITH_STORY = ("single", "plain", "lower")
STORY = 3.0  # how large nearness to an item's story counts
CROSSED_IN_FULL = frozenset({"plain", "empty", "whole clause", "alone", "capitals", "surprise"})
FAMILY = frozenset("my our your his her mum dad wife husband boss sister brother neighbour cat dog friend".split())
_RATED_OR_DATED = re.compile(r"\s*\((18|19|20)\d\d\)|\s+(18|19|20)\d\d\b(?!'?s)|\s*:?\s*\d(\.5)?\s*(/|out of|stars?)")
_SAID_OF_A_FILM = (AFTER_BAD, AFTER_GOOD, AFTER_NOT_GOOD, re.compile(r" (?:by [A-Z]|should be|did|deserves|vs)"))
_LIST = re.compile(r"\s*(,|/|>+|→|;|:|\.|,?\s*(and|or|&|\+|plus|vs|then|than|but not|not))?\s*")
_STOPS = "/>-:.…→"


Context = Callable[[str], tuple[NDArray[np.int64], Floats, Floats]]  # a text -> its word pieces, as MiniLM.pieces


@dataclass(frozen=True)
class Message:
    """A message as words, with everything in it that may be a name."""

    text: str
    tokens: Sequence[Token]
    people: Sequence[Mention]
    topics: Sequence[Mention]
    candidates: Sequence[Candidate]
    context: Context | None = None

    @cached_property
    def lower(self) -> bool:
        """Whether its writer does without capitals."""
        return not any(t.capital or t.opens for t in self.tokens)

    @cached_property
    def _pieces(self) -> tuple[NDArray[np.int64], Floats, Floats] | None:
        return self.context(self.text) if self.context else None

    @property
    def whole(self) -> Floats | None:
        """(d,) what the message means as a whole."""
        return self._pieces[2] if self._pieces else None

    def meaning(self, start: int, end: int) -> Floats | None:
        """(4 d,) of the encoder: the words from offset start to end, the pieces left and right of them, and all."""
        if self._pieces is None:
            return None
        places, vectors, whole = self._pieces
        inside = np.flatnonzero((places[:, 0] < end) & (start < places[:, 1]))
        if not inside.size:  # beyond what the encoder reads
            return None
        first, last = inside[0], inside[-1]
        return np.concatenate([vectors[first : last + 1].mean(0), vectors[first - 1], vectors[last + 1], whole])

    def meaning_of(self, c: Candidate) -> Floats | None:
        return self.meaning(self.tokens[c.start].start, self.tokens[c.stop - 1].end)

    def place(self, mention: Mention) -> tuple[int, int]:
        """A mention's first token and the one after its last."""
        at = [n for n, t in enumerate(self.tokens) if mention.start < t.end and t.start < mention.end]
        return at[0], at[-1] + 1


def around(message: Message, start: int, stop: int) -> dict[str, float]:
    """What stands about tokens start to stop; an article before them counts as theirs."""
    text, tokens = message.text, message.tokens
    ahead = start - 1 - (start > 1 and tokens[start - 1].text in ARTICLES)
    before = tokens[ahead] if ahead >= 0 else None
    after = tokens[stop] if stop < len(tokens) else None
    gap_before = text[tokens[start - 1].end : tokens[start].start] if start else ""
    gap_after = text[tokens[stop - 1].end : after.start if after else len(text)]
    begins = not start or breaks(gap_before) or any(s in gap_before for s in _STOPS)
    ends = after is None or breaks(gap_after) or any(s in gap_after for s in _STOPS)
    span = tokens[start:stop]
    capitals = sum(t.capital for t in span if t.text not in ARTICLES)
    signs = {
        "bias": 1.0,
        "begins": begins,
        "ends": ends,
        "whole clause": begins and ends,
        "alone": start == 0 and stop == len(tokens),
        "share": (stop - start) / len(tokens),
        "length": log(len(tokens)),
        "capitals": capitals >= sum(t.text not in ARTICLES for t in span),
        "some capitals": 0 < capitals < sum(t.text not in ARTICLES for t in span),
        "lower": message.lower,
        "bare in capitals": not message.lower and not capitals and not span[0].opens,
        "opens": span[0].opens or not span[0].start,
        "quoted": any(t.quoted for t in span),
        "family": any(t.text in FAMILY for t in (*tokens[max(0, start - 3) : start], *tokens[stop : stop + 1])),
        "calendar": all(t.text in CALENDAR for t in span),
    }
    signs[f"before:{before.text if before and not breaks(gap_before) else '^'}"] = 1.0
    signs[f"after:{after.text if after and not breaks(gap_after) else '$'}"] = 1.0
    if ahead > 0 and before:
        signs[f"before:{tokens[ahead - 1].text} {before.text}"] = 1.0
    places = {
        "before": before,
        "before last": tokens[ahead - 1] if ahead > 0 else None,
        "after": after,
        "after next": tokens[stop + 1] if stop + 1 < len(tokens) else None,
    }
    for place, token in places.items():
        far = "after:$" in signs if place.startswith("after") else "before:^" in signs
        if token and not far:
            classes = CLASSES_OF.get(token.text, ("other",))
            signs |= {f"{place} {name}": 1.0 for name in classes}
    return {name: float(value) for name, value in signs.items() if value}


@dataclass(frozen=True)
class Reader:
    """What is known of words, titles and people. stories: (items, d), what each is about, as the encoder reads it."""

    catalog: Catalog
    titles: Titles
    people: People
    ordinary: Mapping[str, int]
    topics: frozenset[str]
    stories: Callable[[], Floats] | None = None

    @cached_property
    def _met(self) -> int:
        return sum(self.ordinary.values())

    def is_plain(self, span: Sequence[Token]) -> bool:
        """Whether these are everyday words, without a capital."""
        return all(self.ordinary.get(t.text, 0) >= SAID_OFTEN and not t.capital and not t.quoted for t in span)

    def _rarity(self, words: Sequence[str]) -> dict[str, float]:
        met = [self.ordinary.get(word, 0) for word in words]
        single = len(words) == 1
        return {
            "single": single,
            "many": len(words) > 3,
            "unmet": min(met) == 0,
            "plain": min(met) >= SAID_OFTEN,
            "long unmet": single and min(met) == 0 and len(words[0]) >= LONG,
            "single plain": single and min(met) >= SAID_OFTEN,
            "surprise": sum(log(self._met / (1 + n)) for n in met) / 10,
            "empty": all(word in EMPTY for word in words),
        }

    def item(self, message: Message, c: Candidate, chosen: Sequence[Candidate]) -> dict[str, float]:
        """chosen: candidates that are taken for titles so far."""
        tokens = message.tokens
        span = tokens[c.start : c.stop]
        content = [t.text for t in span if t.text not in ARTICLES] or [t.text for t in span]
        phrase, rest = " ".join(content), message.text[span[-1].end :]
        article = span[0].text if span[0].text in ARTICLES else tokens[c.start - 1].text if c.start else ""
        item, weight = self.catalog[c.best], self.titles.weight(c.key, c.best)
        said = [x for x in chosen if x.apart(c)]
        others = [m for m in message.topics if not (m.start < span[-1].end and span[0].start < m.end)]
        near = c.best in c.made
        signs = self._rarity(content) | {
            "obscure": len(content) == 1 and not item.facts.get("theme"),
            "fame": min(self.titles.fame[c.best], FAME_MOST) ** 0.5 / 10,
            "told": bool(item.facts.get("theme")),
            "nearly": 0 < c.score < 0.999 and not any(t.slip for t in span),
            "nearly in words": c.score < 1 and self._differs_in_words(c.key, content),
            "slip": any(t.slip for t in span),
            "in full": len(content) > 2 and c.score == 1 and weight >= ALSO,
            "part": weight <= PART,
            "part single": weight <= PART and len(content) == 1,
            "part many": weight <= PART and len(content) > 2,
            "series": PART < weight < 1,
            "first name": len(content) == 1 and content[0] in self.people.first_names and not near,
            "topic": bool(others),
            "topic itself": phrase in self.topics,
            "digits": phrase.replace(" ", "").isdigit(),
            "dated": bool(_RATED_OR_DATED.match(rest)),
            "judged": any(sign.match(rest) for sign in _SAID_OF_A_FILM),
            "listed": any(_is_next(message, x, c) for x in said),
            "beside": bool(said),
            "beside people": bool(message.people),
            "maker": near,
            "a": article in {"a", "an"} and span[0].text not in {"a", "an"},
            "the": article == "the" and not self.begins_with("the", c.best),
            "the own": span[0].text == "the" and self.begins_with("the", c.best),
            "the missing": article != "the" and self.begins_with("the", c.best),
            "shortened": message.text[: span[-1].end].endswith(("'s", "’s")) and not phrase.endswith("s"),
        }
        found = around(message, c.start, c.stop) | {name: float(v) for name, v in signs.items() if v}
        if "capitals" in found:
            found |= {f"capitals {name}": 1.0 for name in ("plain", "empty", "calendar") if name in found}
        if "the missing" in found and "plain" in found and "capitals" not in found:
            found["plain without the"] = 1.0  # "others, please"
        if (story := self._story(message, c.best)) is not None:
            found["story"] = story
            found |= {f"story {name}": story for name in CROSSED_WITH_STORY if name in found}
        if len(content) == 1:
            found |= {f"single {name}": v for name, v in found.items() if name.startswith(CROSSED)}
        if "in full" in found:
            found |= {f"in full {name}": v for name, v in found.items() if name in CROSSED_IN_FULL}
        return found

    @cached_property
    def _told(self) -> tuple[Floats, Floats] | None:
        """What the items are about, and what is usual in it."""
        if self.stories is None:
            return None
        stories = self.stories()
        return stories, stories.mean(0)

    def _story(self, message: Message, item_id: str) -> float | None:
        """How near a message comes to what an item is about, beside what all items share: "the one in the shed"."""
        if message.whole is None or self._told is None:
            return None
        stories, usual = self._told
        own = stories[self.catalog.index(item_id)] - usual
        return STORY * float(own @ (message.whole - usual)) / (float(np.linalg.norm(own)) + 1e-6)

    def _differs_in_words(self, key: str, said: Sequence[str]) -> bool:
        """Whether what sets these words apart from the name is a word of its own, no slip: "that's my boss"."""
        name = self.titles.names[key].split()
        return any(self.ordinary.get(word, 0) for word in said if word not in name)

    def person(self, message: Message, mention: Mention, items: Sequence[Mention]) -> dict[str, float]:
        start, stop = message.place(mention)
        span = message.tokens[start:stop]
        words = [t.text for t in span]
        name = normalise(mention.value).split()
        made = {person for item in items for person in self._makers(item.value)}
        signs = self._rarity(words) | {
            "full": words == name,
            "last": len(words) == 1 and words[0].removesuffix("s") == name[-1].removesuffix("s"),
            "first": len(words) == 1 and len(name) > 1 and words[0] == name[0],
            "first name": words[0] in self.people.first_names,
            "slip": any(t.slip for t in span) or not {*words} & {*name},
            "plural": words[-1].endswith("s") and not name[-1].endswith("s"),
            "maker": mention.value in made,
            "items": bool(items),
            "fame": log(self.people.fame[mention.value]),
        }
        return around(message, start, stop) | {name: float(v) for name, v in signs.items() if v}

    def topic(self, message: Message, mention: Mention, names: Sequence[Mention]) -> dict[str, float]:
        start, stop = message.place(mention)
        span = message.tokens[start:stop]
        words = [t.text for t in span]
        signs = self._rarity(words) | {
            mention.kind: True,
            "itself": normalise(mention.value) == " ".join(words),
            "slip": any(t.slip for t in span),
            "names": bool(names),
            "topics": len(message.topics) > 1,
            f"said:{' '.join(words)}": True,
            f"means:{mention.value}": True,
        }
        return around(message, start, stop) | {name: float(v) for name, v in signs.items() if v}

    def _makers(self, item_id: str) -> tuple[str, ...]:
        return people_of(self.catalog[item_id], self.catalog.domain)

    def begins_with(self, article: str, item_id: str) -> bool:
        item = self.catalog[item_id]
        return any(normalise(title).split()[:1] == [article] for title in (item.title, *item.alt_titles))


def _is_next(message: Message, a: Candidate, b: Candidate) -> bool:
    """Whether two candidates stand in one list."""
    if a.start > b.start:
        a, b = b, a
    low, high = message.tokens[a.stop - 1].end, message.tokens[b.start].start
    return bool(_LIST.fullmatch(message.text[low:high]))
