"""Ratings told in words: `Heat 4/5`, `8 out of 10 for Alien`, `five stars`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.dialogue.announced import LIST_JOIN
from chatbot.dialogue.cues import BY_THE_WAY, NUMBERS, UNRATES
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
    rf"(?:_[\s,:=-]*(?:{BY_THE_WAY}[\s,]+)*|\b(?:it'?s|that'?s|like|make (?:it|that)|call it|say|rather|gets?|got"
    r"|deserves|worth|more(?: of| like)?) )"
    r"(?:(?:is|was|gets?|got|like|just|maybe|about|only|now|a|an|solid|good|strong|weak|very|really"
    r"|great|excellent),? )*"
    r"(?P<n>[1-5](?:\.5)?)(?=\s*(?:$|[.,;!?)\n]|(?:and|but|because|cos|for me|now|i)\b))(?!\.\d)"
)
# the same at the end of a clause that begins with the title, where a word is a figure too: "Withnail & I, four."
_LISTED = re.compile(
    r"(?:(?:^|[.,;:!?\n]|\b(?:and|but))\s*(?:(?:and|but|also|then|for|now|as for|whereas"
    r"|while) )*(?:the )?_+(?:[\s,]+(?:_+|and|&))*"
    rf"(?:[\s,:–-]+{BY_THE_WAY})*(?:[^_.:;!?\n\d]{{1,80}}:\s*|\s*[,:.?–-]\s*(?:(?:an?|only|just|barely|a mere|at most"
    rf"|not more than) )*|\s+an? |(?<=[a-z]) )"
    r"|[.,;:!?–-]\s*(?:so |for me |i'd say |say )*an? (?:solid |good |strong |clear |weak )?(?=(?:one|two|three|four"
    r"|five)\b)"
    r"|(?:^|[.,;:!?\n] |\band |\bbut )(?:the )?_+ (?:is|was|would be|(?:should|ought to|must) (?:rather "
    r"|really )?be|remains|makes) an? (?:solid |good |strong "
    r"|clear |weak )?"
    r"|\b(?:ratings?|stars|score|marks?) (?:for|of|on) (?:the )?_+ (?:should|ought to|was to|must|was supposed to"
    r"|would) (?:rather |really |actually )?(?:be|have been) (?:an? )?"
    r"|(?:raise|lower|change|correct|put|bring|set|move|lift|drop) (?:the )?_+ (?:up "
    r"|down )?(?:from (?:an? )?\w+ )?to(?: an?)? "
    r"|\b(?:on|with|to|about) _+\s?[.,:;!–-]\s*(?:(?:so|say|make (?:it|that)|rather|only|more like|an?) )*"
    r"|\b(?:give|gave|giving|rated?) (?:the )?_+ (?:at )?(?:(?:only|just|at most|in the end) )?(?:an? )?"
    r"|\b(?:make (?:it|that)|call (?:it|that)|gets?|got|deserve[sd]?|earn(?:s|ed)|worth|merits?|(?:i|we)(?:'d|'ll"
    r"| would| now|both|all)* say"
    r"|(?:i|we)(?:'ve| have)? (?:settled?|agreed?) (?:on|at))(?: an?)? |\b(?:it|that)(?:'?s| is) an? )"
    r"(?P<n>[1-5](?:\.5)?|one|two|three|four|five)"
    r"(?!\.\d)(?=\s*(?:$|[.;!?)\n]|(?:,| and)(?: and| but)? (?:the )?_|, (?:i|it|we|but|because|and)\b"
    r"|,? (?:not|rather than|instead of) (?:an? )?(?:one|two|three|four|five|[1-5])\b"
    r"|,? (?:in the end|after all|in fact|actually|overall|really|as well|too|also|likewise"
    r"|obviously|of course|naturally|at least|please|no more"
    r"|(?:for|from) (?:me|us|both)|i (?:think|suppose|guess)|if that|then)\W*(?:$|[.,;!?\n])))"
)
# beside another rating: "Heat five stars and Fargo two", "Gattaca five, Ex Machina four"
_ALSO = re.compile(
    r"(?:^|[.:,;]|\band|\bbut)\s*(?:(?:and|then) )?(?:the )?_+,? (?:(?:at|with|only|just|gets?|got|an?) )*"
    r"(?P<n>[1-5](?:\.5)?|one|two|three|four|five)(?=\s*(?:$|[.,;!?]|and\b))"
)
_ALSO_FOR = re.compile(
    r"(?:^|[.:,;]|\band|\bbut)\s*(?:(?:only|just|an?) )*(?P<n>[1-5]|one|two|three|four|five) (?:for|to|on) (?:the )?_"
)
_EACH = re.compile(r",? (?:for )?(?:each|both|all(?: of them| three| round)?|apiece)\b")
_BOTH = re.compile(r"\b(?:both|all three|each)(?:[ ,_]|and|of them|are|get|got|deserve|earn)*$")
_OF_THESE = re.compile(r"(?: (?:for|to|on|goes? to))?:? (?:both |each of |the )*_")
_CORRECTED = re.compile(
    r"(?:^|[.!?;] )\W*(?:(?:no|sorry|actually|wait|hm+|well|ok|or rather|correction|please|so)[\s,:.]+)*"
    r"(?:make (?:it|that)|call (?:it|that)|i meant|rather|(?:correct|change|raise|lower|amend|mend"
    r"|bring|put) (?:it|that)(?: (?:in)?to| up to| down to)?,?)(?: an?)?"
    r" (?P<n>[1-5](?:\.5)?|one|two|three|four|five)(?: stars?)?\W*$"
)
# the figure that holds of two: "three stars. No, be fair: four", "three, I think, instead of the one"
_MENDED = re.compile(
    r"stars?[.,;:!]+\s*(?:no|wait|sorry|or rather|actually)\b(?:[^.!?;_\d]{0,40}[\s,:])?(?P<n>[1-5]|one|two|three"
    r"|four|five)"
    r"(?: stars?)?(?=\s*(?:$|[.,;!?]))"
    r"|\b(?P<m>[1-5]|one|two|three|four|five)(?: stars?)?,? (?:[^.,;!?_]{1,30},? )?instead of (?:the |an? |my )?"
    r"(?:[1-5]|one|two|three|four|five)\b"
)
# a figure alone behind what is told of one film: "I was wrong about Con Air. Watched it again. 4"
_LAST = re.compile(r"\b(?:watched|saw|seen|wrong|unfair|unjust)\b[^_]*[.!?;:]\s*(?P<n>[1-5](?:\.5)?)\W*$")
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
    unsaid = [m.span() for m in UNRATES.finditer(masked)]
    for match in _SCORE.finditer(masked):
        if any(a <= match.start() < b for a, b in unsaid):
            continue
        value = _on_scale(match, scale)
        if value is None:
            bad = (match["bare"] or match.group()).strip()
        elif items:
            near = _nearest(items, match)
            for item in _listed(masked, items, near) if _of_each(masked, match) else (near,):
                found.setdefault(item.value, value)
        elif spoken_of:
            found[spoken_of] = value
    also_for = list(_ALSO_FOR.finditer(masked))
    for match in also_for if found or len(also_for) > 1 else ():
        for item in [m for m in items if m.start >= match.end() - 1][:1]:
            found.setdefault(item.value, float(NUMBERS.get(match["n"]) or match["n"]))
    beside = list(_ALSO.finditer(masked))
    beside = beside if found or len(beside) > 1 else []
    for match in (*_LISTED.finditer(masked), *_BARE.finditer(masked), *beside) if items else ():
        before = [m for m in items if m.end <= match.start("n")]
        value = float(NUMBERS.get(match["n"]) or match["n"])
        if before and scale.low <= value <= scale.high:
            found.setdefault(before[-1].value, value)
    last = _LAST.search(masked) if len({m.value for m in items}) == 1 else None
    if last and not found:
        found[items[0].value] = float(last["n"])
    for match in _MENDED.finditer(masked):
        rated = [m.value for m in items if m.end <= match.start()][-1:] or ([spoken_of] if spoken_of else [])
        told = match["n"] or match["m"]
        found |= dict.fromkeys(rated, float(NUMBERS.get(told) or told))
    return found, bad


def corrected(masked: str, scale: RatingScale) -> float | None:
    """`make that three`: another rating for what was rated just before; None for anything else."""
    told = _CORRECTED.search(masked)
    value = float(NUMBERS.get(told["n"]) or told["n"]) if told else 0.0
    return value if scale.low <= value <= scale.high else None


def _of_each(masked: str, score: re.Match[str]) -> bool:
    """Whether a score is that of a whole list: "Fargo and Heat, four stars each"."""
    return bool(
        _EACH.match(masked, score.end())
        or _BOTH.search(masked[: score.start()])
        or _OF_THESE.match(masked, score.end())
    )


def _listed(masked: str, items: Sequence[Mention], one: Mention) -> list[Mention]:
    """The items of the list in which this one stands, itself with them; behind it only with an "and"."""
    out = [one]
    for item in reversed(items[: items.index(one)]):
        if LIST_JOIN.fullmatch(masked[item.end : out[0].start]):
            out.insert(0, item)
    last = len(out)
    for at, item in enumerate(items[items.index(one) + 1 :], len(out) + 1):
        join = LIST_JOIN.fullmatch(masked[out[-1].end : item.start])
        if not join:
            break
        out.append(item)
        last = at if re.search("and|&", join.group()) else last
    return out[:last]


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
