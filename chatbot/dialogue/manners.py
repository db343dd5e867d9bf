"""The manner in which each mention is meant: liked, disliked, seen, a pattern, refused, taken back, or merely named.

One walk over the message: the last cue before a mention holds, unless a clause ends between the two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.dialogue import cues
from chatbot.dialogue.linking import Mention


def mask(low: str, mentions: Sequence[Mention]) -> str:
    """The text with titles blanked out, so that words inside them are no cues."""
    for mention in mentions:
        if mention.kind == "item":
            low = low[: mention.start] + "_" * (mention.end - mention.start) + low[mention.end :]
    return low


def manners_of(masked: str, mentions: Sequence[Mention]) -> list[str]:
    """One of the manners of `cues.MANNERS` for each mention; "" where nothing says."""
    return [_manner(masked, mention, mentions) for mention in mentions]


def _manner(masked: str, mention: Mention, mentions: Sequence[Mention]) -> str:
    manner = _before(masked, mention, mentions)
    after = masked[mention.end :]
    if mention.kind == "item" and manner in {"", "seen", "similar"}:
        if cues.AFTER_NOT_GOOD.match(after) or cues.AFTER_BAD.match(after):
            return "dislike"
        if cues.AFTER_GOOD.match(after):
            return "like"
    if mention.kind != "item" and cues.AFTER_FINE.match(after):
        return "retract"
    return manner


def _before(masked: str, mention: Mention, mentions: Sequence[Mention]) -> str:
    """What the last cue before the mention announces; a comma ends it unless it makes a list."""
    last = None
    for cue in cues.CUE.finditer(masked, 0, mention.start):
        if not any(m.start <= cue.start() < m.end for m in mentions):
            last = cue
    if last is None:
        return ""
    for stop in cues.CLAUSE_END.finditer(masked, last.end(), mention.start):
        if not (stop.group() == "," and _is_list_comma(masked, stop.end(), mentions)):
            return ""
    return cues.MANNERS[int(str(last.lastgroup)[1:])][0]


def _is_list_comma(masked: str, at: int, mentions: Sequence[Mention]) -> bool:
    """Whether a mention follows at once: `Alien, The Thing and Heat`."""
    follow = [m.start for m in mentions if m.start >= at]
    return bool(follow) and not re.sub(r"\b(?:and|or|nor|the|a|&)\b", "", masked[at : min(follow)]).strip()
