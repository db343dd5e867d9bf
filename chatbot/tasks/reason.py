"""Reason: evidence in, one or two sentences out. Words that claim more than the evidence carries are not used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from chatbot.explain import plain_reason, tell, unsupported
from chatbot.prompt import Prompt, PromptFormat
from chatbot.types import Evidence, Item

MOST_WORDS = 32


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
        told = tell(given.item, given.evidence)
        return self.format.render(
            self.name, {"item": given.item.label, "evidence": "\n".join(f"- {t.text}" for t in told)}
        )

    def parse_text(self, text: str, given: ReasonInput) -> str | None:
        """The first sentences of the text, or None when they are empty, too long or not carried by the evidence."""
        text = " ".join(text.split()).strip('"“” -')
        if not text or len(text.split()) > MOST_WORDS or text[-1] not in ".!?":
            return None
        return None if unsupported(text, given.item, given.evidence, self._glue) else text

    def fallback(self, given: ReasonInput) -> str:
        return plain_reason(given.item, given.evidence, given.variant)
