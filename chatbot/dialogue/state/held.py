"""Names in force that a message calls by less than their full name: "drop the Paris condition", "Bruce is okay".

The linker takes such words for a name only where they can be nothing else; beside a limit of that name they mean it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chatbot.catalog import Catalog
from chatbot.dialogue.linking import Mention
from chatbot.types import Constraints

SHORTEST = 4  # letters of a first or last name alone
_ARTICLE = re.compile(r"^(?:the|a|an) ")
_HIM = (
    r"(?:(?<=not )|(?<=without )|(?<=of )|(?<=swap )|(?<=with )|(?<=by )|(?<=have )|(?<=need )|(?<=on )|(?<=than )"
    r"|(?<=leave )|(?<=drop ))"
    r"(?:him|her(?=\W*(?:$|[.,;!?])| (?:in|out|to|at all|any ?more|any longer|now|either|after all|actually"
    r"|specifically)\b))"
    r"|(?<![\w'])(?:he|she)(?= (?:doesn'?t|does not|needn'?t|need not|no longer)(?: (?:really|actually))?"
    r" (?:have to|has to|need to|needs to|be)\b)"
)
_HIM_BACK = (
    r"(?:(?<=let )|(?<=have )|(?<=bring ))(?:him|her)(?= (?:back|in|return|enter|again)\b)"
    r"|(?:(?<=forgive )|(?<=pardon )|(?<=peace with ))(?:him|her)\b"
    r"|(?<![\w'])(?:he|she)(?= (?:may|can|could|might) (?:enter|return|(?:come|be|play|go) (?:back|again|in)|stay)\b)"
)
_FIRST_WORDS = re.compile(r"[\w' ]+")


def names_in_force(low: str, held: Constraints, catalog: Catalog, found: Sequence[Mention]) -> list[Mention]:
    """Mentions of what is in force beside those found, in order; where two may be meant, both."""
    mentions = [
        Mention(kind, value, match.start(), match.end())  # type: ignore[arg-type]
        for kind, value, said in _called(held, catalog)
        for match in re.finditer(rf"(?<![\w'-])(?:{said})(?:e?s)?(?:'s)?(?![\w-])", low)
    ]
    free = [m for m in mentions if not any(f.start < m.end and m.start < f.end for f in found)]
    longest = [m for m in free if not any(_within(m, other) for other in free)]
    return sorted(longest, key=lambda m: m.start)


def _within(a: Mention, b: Mention) -> bool:
    return b.start <= a.start and a.end <= b.end and b.end - b.start > a.end - a.start


def _called(held: Constraints, catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """Kind, value and how it may be called, as a regular expression."""
    for theme in (*held.themes, *held.not_themes):
        yield "theme", theme, "|".join(re.escape(_bare(theme, end)) for end in ("", "s"))
    for person in (*held.people, *held.not_people):
        names = person.lower().split()
        short = [name for name in names if len(name) >= SHORTEST]
        said = "|".join(map(re.escape, [" ".join(names), " ".join(names[1:]), *short]))
        yield "person", person, said + _by_pronoun(person, held)
    for film in (*held.similar_to, *held.exclude_items):
        if film in catalog and (title := _FIRST_WORDS.match(catalog[film].title.lower())):
            yield "item", film, re.escape(_ARTICLE.sub("", title[0].strip()))


def _by_pronoun(person: str, held: Constraints) -> str:
    """Whoever alone is asked for, or alone is kept away, may be called "him"."""
    if held.people == (person,):
        return rf"|{_HIM}"
    return rf"|{_HIM_BACK}" if held.not_people == (person,) else ""


def _bare(theme: str, end: str) -> str:
    """`the sea` as "sea", `vampires` as "vampire"."""
    return _ARTICLE.sub("", theme.lower()).removesuffix(end)
