"""The words of the page in the language of who looks at it, from `prompts/page/`: one place for every sentence.

Which language that is, is asked of a source that the front door names (`listen`), because the page's functions know no
request; `speaking` says it outright. Traditional Chinese is made from the simplified.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from chatbot.account import Limit
from chatbot.chinese import Sayings, sayings, traditional
from chatbot.domain import PROMPTS, Domain, read_yaml
from chatbot.errors import ChatbotError, DataError
from chatbot.explain import in_words
from chatbot.sayings import say_value
from chatbot.support.articles import Article
from chatbot.taste import Belief
from chatbot.types import Evidence

NAMES = {"en": "English", "zh": "简体中文", "zh-Hant": "繁體中文"}  # as each names itself
TAGS = {"en": "en", "zh": "zh-CN", "zh-Hant": "zh-TW"}  # for `lang`, as the framework calls them
# what browsers call them; whatever else begins with zh is simplified
TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant")
ALIASES = {
    "en": ("en",),
    "zh": ("zh", "zh-CN", "zh-SG", "zh-MY", "zh-Hans"),
    "zh-Hant": ("zh-TW", "zh-HK", "zh-MO", "zh-Hant"),
}
COOKIE = "because-language"

_said: ContextVar[str] = ContextVar("language", default="")
_sources: list[Callable[[], str]] = []


class Words:
    """The sentences of one language, and the names of values in it."""

    def __init__(self, language: str, lines: Mapping[str, str | Mapping[str, str]]) -> None:
        self.language, self.tag, self._lines = language, TAGS[language], lines
        self._sayings: Sayings | None = None if language == "en" else sayings(language == "zh-Hant")

    def __call__(self, key: str, **fields: object) -> str:
        """The sentence of a key. Raises: KeyError."""
        line = self._lines[key]
        assert isinstance(line, str), key
        return line.format(**fields) if fields else line

    def count(self, key: str, n: int) -> str:
        """`1 message`, `1,200 messages`."""
        line = self._lines[key]
        told = line if isinstance(line, str) else line["one" if n == 1 else "many"]
        return told.format(n=f"{n:,}")

    def stars(self, stars: str) -> str:
        """Half a star more or less than a whole number: `3.5 stars`."""
        line = self._lines["stars"]
        return (line if isinstance(line, str) else line["many"]).format(n=stars)

    def day(self, seconds: int) -> str:
        """`22 November 2026`, `2026年11月22日`; in UTC."""
        when = datetime.fromtimestamp(seconds, UTC)
        return self("day", day=when.day, month=self("months").split()[when.month - 1], year=when.year)

    def error(self, error: ChatbotError) -> str:
        return self(f"error_{error.code}", text=str(error))

    def everything(self) -> dict[str, str]:
        """Sentences by key, for those that the browser fills in itself."""
        return {key: line for key, line in self._lines.items() if isinstance(line, str)}

    # -- names of values --

    def genres(self, genres: Sequence[str]) -> str:
        return "、".join(map(self._sayings.genre, genres)) if self._sayings else ", ".join(genres)

    def nouns(self, domain: Domain) -> str:
        return self._sayings.nouns(domain.name, domain.nouns) if self._sayings else domain.nouns

    def fact(self, name: str, domain: Domain) -> str:
        """What a named fact is introduced by: `Directed by`."""
        return self._sayings.field(name) if self._sayings else domain.facts[name].label

    def values(self, name: str, values: Sequence[str]) -> str:
        if self._sayings:
            return "、".join(self._sayings.value(name, value) for value in values)
        return ", ".join(values)

    def scale(self, scale: str) -> str:
        return self._sayings.field(scale) if self._sayings else scale.capitalize()

    def minutes(self, minutes: int) -> str:
        return self("long_minutes", n=minutes) if self._sayings else say_value("minutes", minutes)

    def evidence(self, e: Evidence) -> str:
        return self._sayings.evidence(e) if self._sayings else in_words(e)

    def limit(self, limit: Limit) -> Limit:
        """The limit with its words in this language."""
        if not self._sayings:
            return limit
        fields = ("similar_to", "exclude_items")
        named: dict[str, Any] = {name: (limit.named,) for name in fields if getattr(limit.alone, name)}
        said = "、".join(self._sayings.limits(replace(limit.alone, **named)))
        return replace(limit, words=self("always", limit=said) if limit.lasting else said)

    def article(self, article: Article) -> str:
        """The title of a help article, which itself is in English."""
        known = self._sayings.article(article.id, article.answer) if self._sayings else None
        return self("in_english", title=known[0] if known else article.title)

    def belief(self, belief: Belief) -> str:
        return self._sayings.belief(*belief.about) if self._sayings and belief.about[0] else belief.text


def words() -> Words:
    """The words of the language that is spoken now."""
    language = _said.get() or next((said for source in _sources if (said := source())), "en")
    return load_words(language)


@cache
def load_words(language: str) -> Words:
    """Raises: DataError for a file that is not `key: sentence`."""
    path = PROMPTS / "page" / f"{'zh' if language == 'zh-Hant' else language}.yaml"
    lines: Mapping[str, Any] = read_yaml(path) or {}
    for key, line in lines.items():
        if not isinstance(line, str) and set(line or {}) != {"one", "many"}:
            raise DataError(f"{key}: expected a sentence, or {{one: ..., many: ...}}.", path)
    if language == "zh-Hant":
        lines = {key: traditional(line) if isinstance(line, str) else line for key, line in lines.items()}
    return Words(language, lines)


def listen(source: Callable[[], str]) -> None:
    """Ask this for the language of the request that is answered; empty where it knows none."""
    _sources.append(source)


@contextmanager
def speaking(language: str) -> Iterator[Words]:
    """Whatever is said inside is said in this language."""
    token = _said.set(language)
    try:
        yield words()
    finally:
        _said.reset(token)


def language_of(chosen: str, accepted: str) -> str:
    """chosen: what the person chose on the page, or empty. accepted: an Accept-Language header."""
    if chosen in NAMES:
        return chosen
    wanted = []
    for part in accepted.split(","):
        tag, _, quality = part.strip().lower().partition(";q=")
        weight = float(quality) if quality.replace(".", "", 1).isdecimal() else 1.0
        wanted.append((-weight, tag))
    for _, tag in sorted(wanted, key=lambda pair: pair[0]):
        if tag.split("-")[0] == "zh":
            return "zh-Hant" if tag.startswith(TRADITIONAL) else "zh"
        if tag.split("-")[0] == "en":
            return "en"
    return "en"


__all__ = ["ALIASES", "COOKIE", "NAMES", "TAGS", "Words", "language_of", "listen", "load_words", "speaking", "words"]
