"""The manner in which each mention is meant: liked, disliked, seen, a pattern, refused, taken back, or merely named.

One walk over the message: the last cue before a mention holds, unless a clause ends between the two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol

from chatbot.dialogue import announced

AFTER = 60  # characters after a mention that may say how it is meant
FOR_OTHERS = frozenset({"for other", "not for other"})


class Mention(Protocol):
    """A stretch of a message that stands for something: what the linker finds, or the words of a measure."""

    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def mask(low: str, mentions: Sequence[Mention]) -> str:
    """The text with titles blanked out, so that words inside them are no cues."""
    for mention in mentions:
        if mention.kind == "item":
            low = low[: mention.start] + "_" * (mention.end - mention.start) + low[mention.end :]
    return low


def manners_of(masked: str, mentions: Sequence[Mention]) -> list[str]:
    """One of the manners of `announced.MANNERS` for each mention, which are in order; "" where nothing says."""
    heard = [cue for cue in announced.CUE.finditer(masked) if not any(_hides(m, cue) for m in mentions)]
    ends = [bisect_right([c.end() for c in heard], m.start) for m in mentions]
    befores = [
        _announced(masked, heard[at - 1], m, mentions) if at else "" for at, m in zip(ends, mentions, strict=True)
    ]
    manners: list[str] = []
    for mention, before in zip(mentions, befores, strict=True):
        manner = _manner(masked, mention, before)
        alike = mention.kind == "item" and not manner and announced.AFTER_ALSO.match(masked[mention.end :])
        manners.append(_last_judged(mentions, manners) if alike else manner)
    return _said_of_it(masked, mentions, _shared(masked, mentions, _headed(masked, mentions, manners)))


def _refused_below(before: str) -> bool:
    """Whether a heading refuses what is named behind it, and no wish stands between the two."""
    heading = announced.REFUSED_BELOW.search(before)
    return heading is not None and not announced.WISHED_BELOW.search(heading["between"])


def _headed(masked: str, mentions: Sequence[Mention], manners: Sequence[str]) -> list[str]:
    """What a heading says of titles that stand alone behind it: "films that we love. Mine: Heat. Hers: Alien."."""
    out = list(manners)
    for at, mention in enumerate(mentions):
        parts = re.split(r"[.;:!?\n]", masked[: mention.start])
        if not out[at] and mention.kind in {"genre", "theme", "person"} and _refused_below(masked[: mention.start]):
            out[at] = "not"
        if not out[at] and mention.kind == "item":
            told = (how for how, heading in announced.LISTED_BELOW if heading.search(masked[: mention.start]))
            out[at] = next(told, "")
        stands = parts[-1] + masked[mention.start : mention.end] + re.split(r"[.;!?\n]", masked[mention.end :])[0]
        if out[at] or mention.kind != "item" or len(parts) < 2 or not announced.ALONE.fullmatch(stands):
            continue
        before = masked[: mention.start]
        out[at] = next((manner for manner, heading in announced.HEADINGS if heading.search(before)), "")
    return out


def _shared(masked: str, mentions: Sequence[Mention], manners: Sequence[str]) -> list[str]:
    """What is said behind a list is said of each: "the first and the last can go"."""
    out = list(manners)
    for at in range(len(out) - 2, -1, -1):
        between = masked[mentions[at].end : mentions[at + 1].start]
        alike = mentions[at].kind == mentions[at + 1].kind and announced.LIST_JOIN.fullmatch(between)
        of_all = alike and mentions[at].kind == "item" and announced.OF_ALL.match(masked[mentions[-1].end :])
        one = alike and not out[at] and out[at + 1] in {"not", "out", "retract", "similar"}
        if one or (of_all and out[at] in {"", "seen"} and out[at + 1] in {"like", "dislike"}):
            out[at] = out[at + 1]
    return out


def _said_of_it(masked: str, mentions: Sequence[Mention], manners: Sequence[str]) -> list[str]:
    """What follows of a film as "it": "the third is lovely, more of that", "the first looks cheap, leave it out"."""
    out = list(manners)
    starts = [*(m.start for m in mentions if m.kind == "item"), len(masked)]
    for at, mention in enumerate(mentions):
        if mention.kind == "person" and out[at] not in FOR_OTHERS and announced.NO_HIM.search(masked, mention.end):
            out[at] = "not"
        if mention.kind != "item" or out[at] not in {"", "like"}:
            continue
        follows = masked[mention.end : next(start for start in starts if start >= mention.end)]
        if announced.LEAVE_IT.search(follows) or announced.LEAVE_THEM.search(masked, mention.end):
            out[at] = "out"
        elif announced.MORE_OF_IT.search(follows) or (
            announced.BUT_IT.match(follows) and announced.NOTHING_BEFORE.fullmatch(masked[: mention.start])
        ):
            out[at] = "similar"
    return out


def _last_judged(mentions: Sequence[Mention], manners: Sequence[str]) -> str:
    """How the film before was judged: `loved Alien. Aliens too`."""
    said = [how for m, how in zip(mentions, manners, strict=False) if m.kind == "item"]
    return said[-1] if said and said[-1] in {"like", "dislike", "seen"} else ""


def _hides(mention: Mention, cue: re.Match[str]) -> bool:
    """Whether these words belong to a mention ("less known" in a title), or reach over a whole one."""
    inside = mention.start <= cue.start() < mention.end
    return inside or (mention.kind == "item" and cue.start() < mention.start < cue.end())


def _manner(masked: str, mention: Mention, before: str) -> str:
    """What stands before a mention decides, unless what follows says more."""
    after = masked[mention.end : mention.end + AFTER]
    if announced.AFTER_OUT.match(after) and announced.BEFORE_OUT.search(
        masked[max(0, mention.start - AFTER) : mention.start]
    ):
        return "out"
    if announced.AFTER_BAN.match(after):
        return "retract"
    if before in {"not", "out"} and announced.AFTER_INSTEAD.match(after):
        return ""
    if before == "out" and announced.AFTER_LEFT.match(after):
        return "stays"
    if before not in {"retract", "stays"} and announced.AFTER_GONE.match(after):
        return "out"
    if announced.AFTER_MAY_STAY.match(after):
        return "allowed"
    if before == "not" and announced.AFTER_NO_TROUBLE.match(after):
        return "stays"
    if mention.kind != "item":
        if announced.AFTER_STAYS.match(after):
            return "stays"
        if announced.AFTER_NO.match(after):
            return "not"
        if before == "not" and announced.AFTER_NEEDED.match(after):
            return "retract"
        figure = getattr(mention, "amount", None) is not None and before == ""  # "100 minutes is fine" bounds
        return "retract" if announced.AFTER_FINE.match(after) and not figure else before
    if before == "" and announced.AFTER_NOT_NEEDED.match(after):
        return "out"
    if announced.AFTER_FINE.match(after) and before in {"", "not"}:
        return "retract"
    if before in {"", "seen", "similar"} and announced.AFTER_NOT_FOR_ME.match(after):
        return "dislike"
    if before in {"", "similar"} and announced.AFTER_NO.match(after):
        return "out"
    if before in {"", "like"} and announced.AFTER_KIND.match(after):
        return "similar"
    if before in {"other", "for other"} and announced.AFTER_ME_TOO.match(after):
        return "like"
    if announced.COULD_WATCH.search(masked[: mention.start]) and announced.OVER_AGAIN.match(after):
        return "like"
    if announced.THOUGHT.search(masked[max(0, mention.start - AFTER) : mention.start]):
        for how, verdict in (("dislike", announced.THOUGHT_BAD), ("like", announced.THOUGHT_GOOD)):
            if verdict.match(after):
                return how
    if before == "" and announced.PRAISED.match(after) and announced.THEY_SAY.search(masked[: mention.start]):
        return "other"
    if before in {"", "seen", "similar"}:
        if announced.AFTER_TOO.match(after):
            return "not"
        if announced.AFTER_NOT_GOOD.match(after) or announced.AFTER_BAD.match(after):
            return "other" if announced.THEY_SAY.search(masked[: mention.start]) else "dislike"
        if announced.AFTER_GOOD.match(after):
            return "other" if announced.THEY_SAY.search(masked[: mention.start]) else "like"
        if announced.AFTER_SEEN.match(after):
            return "seen"
    return before


def _announced(masked: str, cue: re.Match[str], mention: Mention, mentions: Sequence[Mention]) -> str:
    """The manner of the last cue before a mention; a clause's end between the two, or a comma of no list, undoes it."""
    for stop in announced.CLAUSE_END.finditer(masked, cue.end(), mention.start):
        if not (stop.group() == "," and _is_list_comma(masked, stop.end(), mentions)):
            return ""
    if cue.group().startswith("swap") and " for " in masked[cue.end() : mention.start]:
        return ""
    if mention.kind == "item" and announced.COMPARES.fullmatch(cue.group()):
        return ""
    manner = announced.MANNERS[int(str(cue.lastgroup)[1:])][0]
    manner = announced.OF_A_KIND.get(manner, (manner, manner))[mention.kind != "item"]
    if manner != "instead":
        return manner
    first = next((m for m in reversed(mentions) if cue.end() <= m.start and m.end <= mention.start), None)
    listed = not first or announced.LIST_JOIN.fullmatch(masked[first.end : mention.start])
    return manner if listed else ""  # "instead of zombies do ghosts"


def _is_list_comma(masked: str, at: int, mentions: Sequence[Mention]) -> bool:
    """Whether a mention follows at once: `Alien, The Thing and Heat`."""
    follow = next((m.start for m in mentions if m.start >= at), None)
    return (
        follow is not None
        and not re.sub(r"\b(?:and|or|nor|the|n|&|of|also|then|by|for)\b", "", masked[at:follow]).strip()
    )
