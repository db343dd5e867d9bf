"""versions: films of one title: "how many films called Psycho do you have?", "has it been filmed twice?"."""

from __future__ import annotations

import re

from chatbot.catalog import Catalog, normalise
from chatbot.dialogue.grounds import facts_of, ground
from chatbot.dialogue.handlers import Moment, Outcome, Room
from chatbot.dialogue.replies import listed
from chatbot.dialogue.state import Understanding
from chatbot.dialogue.state.manners import mask
from chatbot.types import Item

_FILM = r"(?:films?|movies?|pictures?|versions?|adaptations?|ones?)"
_SEVERAL = r"(?:how many|which|what|more than one|(?:an)?other|two|three|both|several|different|any|all|the)"
_ASKED = re.compile(
    rf"\b{_SEVERAL} (?:[\w']+ ){{0,2}}?{_FILM} (?:called|named|titled|entitled|(?:with|of|by) the (?:name"
    rf"|title)(?: of)?) "
    rf"(?:the )?_|\b(?:how many|more than one|two|both|several|different|other|any|which|all) (?:[\w']+ )?"
    r"(?:versions?|remakes?|adaptations?) of (?:the )?_|\b(?:is|are|was) there (?:a |any )?(?:remakes?"
    r"|other version) of (?:the )?_"
    r"|_ (?:been |ever )*(?:filmed|made|shot|remade) (?:twice|again|more than once|several times|two times)\b"
)


def asked_of(message: str, said: Understanding) -> bool:
    """Whether a question is how many films of a title there are, or which."""
    return bool(said.named) and bool(_ASKED.search(_masked(message, said)))


def versions(moment: Moment, room: Room) -> Outcome | None:
    """All the films of the title that a message names; None where it does not ask for them."""
    if not asked_of(moment.message, moment.said) or moment.said.named[0] not in room.catalog:
        return None
    title = room.catalog[moment.said.named[0]].title
    films = of_title(title, room.catalog)
    several = len(films) > 1
    told = listed([f"{'one' if several else 'the one'} {_told(item)}" for item in films])
    text = room.replies.say(
        "versions" if several else "version_alone", moment.turn, title=title, n=len(films), films=told
    )
    return Outcome(text, grounds=tuple(ground(item, facts_of(item, "year", "director")) for item in films))


def of_title(title: str, catalog: Catalog) -> list[Item]:
    """All films of a title, the oldest first."""
    films = [item for item in catalog if normalise(item.title) == normalise(title)]
    return sorted(films, key=lambda item: item.year or 0)


def _told(item: Item) -> str:
    makers = item.facts.get("director", ())
    return f"from {item.year}" + (f" by {listed(makers)}" if makers else "")


def _masked(message: str, said: Understanding) -> str:
    return mask(message.lower().replace("’", "'"), [m for m in said.mentions if m.kind == "item"])


__all__ = ["asked_of", "of_title", "versions"]
