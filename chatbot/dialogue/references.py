"""What "the second one", "both", "the western one" and "it" point at.

Items of the last list, or the one that was last spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from chatbot.catalog import Catalog
from chatbot.dialogue.cues import NUMBERS, ORDINALS
from chatbot.dialogue.linking import Linker, Mention
from chatbot.types import Item

_COUNT = "|".join(name for name, n in NUMBERS.items() if n > 1)
_SEVERAL = re.compile(rf"\b(?:the )?(?P<end>first|top|last|bottom) (?P<n>{_COUNT}|[2-5])\b")
_ORDINAL = re.compile(
    rf"(?<![\w#])(?:the |your |that )?(?P<which>{'|'.join(map(re.escape, sorted(ORDINALS, key=len, reverse=True)))})"
    r"(?: one| film| movie| pick| suggestion|\b)(?! \d)"
    r"(?! (?:time|date|week|night|year|month|thing|of all|to|half|act))"
)
_LAST_IS_TIME = re.compile(r"\blast (?:night|week|month|year|time|weekend|summer|decade|century|of)\b")
_ALL = re.compile(r"\ball (?:of (?:them|these|those)|(?:five|four|three))\b|\bthem all\b")
_BOTH = re.compile(r"\bboth(?: of (?:them|these|those))?\b")
_STOP = r"\W*$|[.,!;]| (?:last|yesterday|already|before|again|ages|years|twice|and|but|too)\b"
_IT = re.compile(
    r"\b(?:(?:that|this) (?:one|film|movie)|it(?!'?s? (?:is |was )?(?:when|if|that|up|out\b|to be|raining))"
    r"|(?<![,\w] )(?:this|that)(?=\W+(?:was|is|looks|sounds|already)\b)"
    rf"|(?<=(?:seen|hate|like|love) )(?:this|that)(?={_STOP})"
    rf"|(?<=(?:hated|liked|loved|tched) )(?:this|that)(?={_STOP}))(?![\w'])"
)
_THEM = re.compile(
    r"\b(?:like|loved|hated|liked|enjoyed|seen|watched|saw|to) (?P<them>those|these|them)\b"
    r"(?! (?:films|movies|kind|sort))"
)
_ONE = re.compile(r"^(?:'s)?[ -](?:one|film|movie|pick)\b")
BACK = 12  # turns after the last list that "it" may look back on


def references(
    masked: str, mentions: Sequence[Mention], shown: Sequence[Item], focus: Sequence[str]
) -> tuple[Mention, ...]:
    """Mentions of items that are pointed at. focus: ids that were last spoken of, nearest first."""
    found = _by_place(masked, shown) or _by_quality(masked, mentions, shown)
    if not found:
        found = _by_pronoun(masked, mentions, focus or [item.item_id for item in shown])
    return tuple(sorted(found, key=lambda m: m.start))


def focus_of(history: Sequence[Mapping[str, Any]], linker: Linker, catalog: Catalog) -> tuple[str, ...]:
    """What was last spoken of since the last list: the items that those messages name or point at, nearest first."""
    shown: list[Item] = []
    since = 0
    for at, turn in enumerate(history):
        if turn["items"]:
            shown = [catalog[row["item_id"]] for row in turn["items"] if row["item_id"] in catalog]
            since = at + 1
    focus: tuple[str, ...] = ()
    for turn in history[since:][-BACK:]:
        message = str(turn["message"])
        mentions = [m for m in linker.link(message) if m.kind == "item"]
        found = mentions or references(message.lower(), (), shown, focus)
        focus = tuple(dict.fromkeys(m.value for m in found)) or focus
    return focus


def _by_place(masked: str, shown: Sequence[Item]) -> list[Mention]:
    """`the second one`, `the last two`, `both`, `all of them`."""
    if not shown:
        return []
    for match in _SEVERAL.finditer(masked):
        n = min(NUMBERS.get(match["n"]) or int(match["n"]), len(shown))
        group = shown[-n:] if match["end"] in {"last", "bottom"} else shown[:n]
        return [_mention(item.item_id, match) for item in group]
    found = []
    for match in _ORDINAL.finditer(masked):
        place = ORDINALS[match["which"]]
        if place <= len(shown) and not (place == -1 and _LAST_IS_TIME.match(masked, match.start("which"))):
            found.append(_mention(shown[place - 1 if place > 0 else -1].item_id, match))
    if found:
        return found
    everything, both = _ALL.search(masked), _BOTH.search(masked)
    if everything:
        return [_mention(item.item_id, everything) for item in shown]
    return [_mention(item.item_id, both) for item in shown[:2]] if both and len(shown) > 1 else []


def _by_quality(masked: str, mentions: Sequence[Mention], shown: Sequence[Item]) -> list[Mention]:
    """`the Tarantino one`, `the western`: when exactly one of the list is meant by it."""
    for mention in mentions:
        if mention.kind == "item" or not re.search(r"\bthe $", masked[: mention.start]):
            continue
        if not (one := _ONE.match(masked[mention.end :])):
            continue
        fits = [i for i in shown if mention.value in (*i.genres, *(v for values in i.facts.values() for v in values))]
        if len(fits) == 1:
            return [Mention("item", fits[0].item_id, mention.start, mention.end + one.end())]
    return []


def _by_pronoun(masked: str, mentions: Sequence[Mention], known: Sequence[str]) -> list[Mention]:
    """`it` is what the message named just before, else what was last spoken of."""
    found = []
    if them := _THEM.search(masked):
        group = [m.value for m in mentions if m.kind == "item" and m.end <= them.start()] or known
        return [Mention("item", item_id, them.start("them"), them.end()) for item_id in group]
    for match in _IT.finditer(masked):
        before = [m.value for m in mentions if m.kind == "item" and m.end <= match.start()]
        if any(m.kind == "item" for m in mentions) and not before:
            continue
        if before or known:
            found.append(_mention(before[-1] if before else known[0], match))
    return found


def _mention(item_id: str, match: re.Match[str]) -> Mention:
    return Mention("item", item_id, match.start(), match.end())
