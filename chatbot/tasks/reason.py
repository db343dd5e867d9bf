"""Reason: evidence in, one or two sentences out. Words that claim more than the evidence carries are not used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from chatbot.catalog import normalise
from chatbot.explain import plain_reason, subject, tell, unsupported
from chatbot.prompt import Prompt, PromptFormat
from chatbot.types import Evidence, Item

LEAST_WORDS, MOST_WORDS = 4, 32
# a genre that was asked for by its plural, after the article of one: "is a thrillers"
_ONE = {"thrillers": "thriller", "musicals": "musical", "westerns": "western", "documentaries": "documentary",
        "family films": "family film", "war films": "war film"}  # fmt: skip
_PLURAL = re.compile(rf"\b([Aa]|[Aa]nother|[Tt]his) ({'|'.join(_ONE)})\b", re.I)
_BARE = re.compile(rf"\b(is) ({'|'.join(_ONE)}|comedy|drama|thriller|parody|farce|romance)\b(?! and| or|-)")
_SAME = re.compile(r"\b(?:is|are) (?:by )?(the same (?:actor|actress|cast))\b")  # "this one is the same actor as Heat"
_ASKED = re.compile(r",? as you (?:asked|wanted)")
_EMPTY = re.compile(r", which you liked with\b")  # of one liked film with others, and nothing of this one
_CLAUSE = re.compile(r"[,;.] | and (?=it |you |the )")


@dataclass(frozen=True)
class ReasonInput:
    """variant: position in the list, so that two neighbours do not open alike."""

    item: Item
    evidence: tuple[Evidence, ...]
    variant: int = 0


class ReasonTask:
    name: ClassVar[str] = "reason"

    def __init__(self, format: PromptFormat) -> None:
        self.format = format
        self._glue = frozenset(format.words(self.name).glue)

    def render(self, given: ReasonInput) -> Prompt:
        told = "\n".join(f"- {t.text}" for t in tell(given.item, given.evidence))
        return self.format.render(self.name, {"item": given.item.label, "evidence": told}, hint=self._opening(given))

    def _opening(self, given: ReasonInput) -> str:
        """The first words, true by construction: a small model that starts well mostly ends well."""
        case, fields = subject(given.item, given.evidence)
        options = self.format.words(self.name).openings.get(case, ("",))
        return options[given.variant % len(options)].format(**fields)

    def worth_asking(self, given: ReasonInput) -> bool:
        """Whether there is something to reason about; where nothing but fame speaks for it, the plain sentence does."""
        return subject(given.item, given.evidence)[0] != "popular"

    def parse_text(self, text: str, given: ReasonInput) -> str | None:
        """The longest beginning of the text, cut between clauses, whose claims the evidence carries; else None."""
        text = re.sub(r"\b([Aa]) (?=[aeio])", r"\1n ", " ".join(text.split()).strip('"“” -'))
        text = _PLURAL.sub(lambda found: f"{found[1]} {_ONE[found[2].lower()]}", text)
        text = _SAME.sub(r"has \1", text)
        text = _BARE.sub(lambda found: f"{found[1]} a {_ONE.get(found[2], found[2])}", text)
        if not self.worth_asking(given) or _EMPTY.search(text):
            return None
        opening = self._opening(given)
        begun = len(opening) if text.startswith(opening) else 0
        text = self._without_false_asking(text, given)
        whole = [text] if text.endswith((".", "!", "?")) else []
        for part in [*whole, *(text[: m.start()] for m in reversed(list(_CLAUSE.finditer(text))))]:
            part = part.rstrip(" ,;.") + "."
            if (
                LEAST_WORDS < len(part.split()) <= MOST_WORDS
                and not set(normalise(part[begun:]).split()) <= self._glue  # an opening that nothing follows
                and not unsupported(part, given.item, given.evidence, self._glue)
            ):
                return part
        return None

    def _without_false_asking(self, text: str, given: ReasonInput) -> str:
        """`, as you asked` is left out where what stands before it was not asked for."""
        for tag in reversed(list(_ASKED.finditer(text))):
            problems = unsupported(text[: tag.end()], given.item, given.evidence, self._glue)
            if any(problem.endswith("asked for") for problem in problems):
                text = text[: tag.start()] + text[tag.end() :]
        return text

    def fallback(self, given: ReasonInput) -> str:
        return plain_reason(given.item, given.evidence, given.variant)
