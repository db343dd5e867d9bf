"""heard: a message as the rules of routing look at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.dialogue.cues import words
from chatbot.dialogue.mood import CROSS, NAGS
from chatbot.dialogue.state import Understanding
from chatbot.types import Item

STATES = frozenset({"recommend", "refine", "similar", "rate", "profile_edit"})
ABOUT_ME = words("me", "my")
# what a plain form of words does not overrule
FIRM = frozenset({"support", "unsafe", "out_of_scope", "why_not", "greeting"})


@dataclass(frozen=True)
class Heard:
    """What a rule may look at. low: the message in lower case. last: intent of the turn before."""

    low: str
    message: str
    said: Understanding
    listed: bool
    intent: str
    shown: Sequence[Item] = ()
    last: str = ""
    offer: str = ""

    @property
    def complains(self) -> bool:
        """Whether there is a word of anger or impatience in it."""
        return bool(CROSS.search(self.low) or NAGS.search(self.low))

    @property
    def rest(self) -> str:
        """The message without its titles and signs."""
        text = self.message
        for mention in reversed(self.said.mentions):
            if mention.kind == "item":
                text = text[: mention.start] + text[mention.end :]
        return text.strip(" .,!?\"'")
