"""Ratings told in words: `Heat 4/5`, `8 out of 10 for Alien`, `five stars`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.dialogue.cues import NUMBERS
from chatbot.dialogue.linking import Mention
from chatbot.domain import RatingScale

_SCORE = re.compile(
    r"(?<![\w.])(?P<n>-?\d+(?:\.\d+)?|one|two|three|four|five|nan)\s*"
    r"(?:/\s*(?P<of>\d+)|out of (?P<of2>\d+|five|ten)|(?<=\d )of (?P<of3>5|10)\b(?! \w)"
    r"|(?P<stars>\*+|stars?\b))(?! ?hotel)"
    r"|(?:(?:rate|give|gave|rated|giving) (?:it|that|this|this one|[_ ]*_)|rating of):? (?:a |an )?"
    r"(?P<bare>-?\d+(?:\.\d+)?|nan)\b(?!\s*(?:/|out of|stars?|\*))"
    r"(?! (?:more|films|movies|others|ideas|recommendations|suggestions|chances?))"
)
# a figure alone beside a title: "Speed 4.", "like a 3", "make it a 4"
_BARE = re.compile(
    r"(?:_[\s,:=-]*|\b(?:it'?s|that'?s|like|make (?:it|that)|call it|say|rather|gets?|got|deserves|worth|more of) )"
    r"(?:(?:is|was|gets?|got|like|just|maybe|about|only|now|a|an|solid|good|strong|weak|very|really"
    r"|great|excellent),? )*"
    r"(?P<n>[1-5](?:\.5)?)(?=\s*(?:$|[.,;!?)\n]|(?:and|but|because|cos|for me|now|i)\b))(?!\.\d)"
)
_CORRECTED = re.compile(
    r"^\W*(?:(?:no|sorry|actually|wait|hm+|well|ok|or rather|correction)[\s,:.]+)*"
    r"(?:make (?:it|that)|call (?:it|that)|i meant|rather)(?: an?)? (?P<n>[1-5](?:\.5)?|one|two|three|four|five)\W*$"
)
_OF = {"five": 5.0, "ten": 10.0}


def ratings_in(
    masked: str, mentions: Sequence[Mention], scale: RatingScale, spoken_of: str | None = None
) -> tuple[dict[str, float], str | None]:
    """({item id: rating}, what was no rating): each score belongs to the nearest item, rather one before it.

    spoken_of: the item that a score without any belongs to ("five stars").
    """
    items = [m for m in mentions if m.kind == "item"]
    found: dict[str, float] = {}
    bad = None
    for match in _SCORE.finditer(masked):
        value = _on_scale(match, scale)
        if value is None:
            bad = (match["bare"] or match.group()).strip()
        elif items:
            found.setdefault(_nearest(items, match).value, value)
        elif spoken_of:
            found[spoken_of] = value
    for match in _BARE.finditer(masked) if items else ():
        before = [m for m in items if m.end <= match.start("n")]
        if before and scale.low <= float(match["n"]) <= scale.high:
            found.setdefault(before[-1].value, float(match["n"]))
    return found, bad


def corrected(masked: str, scale: RatingScale) -> float | None:
    """`make that three`: another rating for what was rated just before; None for anything else."""
    told = _CORRECTED.match(masked)
    value = float(NUMBERS.get(told["n"]) or told["n"]) if told else 0.0
    return value if scale.low <= value <= scale.high else None


def _nearest(items: Sequence[Mention], match: re.Match[str]) -> Mention:
    def far(mention: Mention) -> tuple[bool, int]:
        gaps = abs(mention.end - match.start()), abs(mention.start - match.end())
        return mention.start > match.start(), min(gaps)

    return min(items, key=far)


def _on_scale(match: re.Match[str], scale: RatingScale) -> float | None:
    """The rating on the domain's scale, to the half; None when it lies outside its own scale."""
    told = match["n"] or match["bare"]
    if told == "nan":
        return None
    value = float(NUMBERS.get(told) or told)
    top = match["of"] or match["of2"] or match["of3"]
    best = (_OF.get(top) or float(top)) if top else scale.high
    if best <= 0 or not 0 < value <= best:
        return None
    return max(scale.low, round(value * scale.high / best * 2) / 2)
