"""What "the second one", "both", "the western one" and "it" point at.

Items of the last list, or the one that was last spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from chatbot.catalog import Catalog
from chatbot.dialogue import series
from chatbot.dialogue.announced import MUST_NOT
from chatbot.dialogue.cues import ALONE, COMPANY, NUMBERS, ORDINALS, PRESENT
from chatbot.dialogue.forms import COMPARE, SERIES
from chatbot.dialogue.linking import Linker, Mention
from chatbot.dialogue.state.called import by_title_word, by_words
from chatbot.types import Item

_COUNT = "|".join(name for name, n in NUMBERS.items() if n > 1)
_SEVERAL = re.compile(rf"\b(?:the )?(?P<end>first|top|last|bottom) (?P<n>{_COUNT}|[2-5])\b")
_ORDINAL = re.compile(
    rf"(?<![\w#])(?:the |your |that )?(?P<which>{'|'.join(map(re.escape, sorted(ORDINALS, key=len, reverse=True)))})"
    r"(?: one| film| movie| pick| suggestion|\b)(?! \d)"
    r"(?! (?:time|date|week|day|evening|night|year|month|thing|attempt|try|of all|to|half|act))"
)
_FIGURE = re.compile(r"(?<![\w.:/,])[1-5](?![\w.:/%']\w|[\w%']| (?:stars?|hours?|minutes?|films?|movies?|of)\b)")
_LAST_IS_TIME = re.compile(
    r"\blast (?:(?:one|film|movie|picture|thing) (?:that )?(?:i|we) (?:saw|watched)\b|night|week|month|year|time"
    r"|weekend|summer|decade|century|of\b(?! (?:them|these|those)\b))"
)
# "the one you had put at the top", "the one at the head of these", "one of them before all the others"
_AT_END = re.compile(
    r"\b(?:one|film|movie|it|that|which)(?: (?:which|that))?(?: (?:\w+ ){0,4}?| of (?:them|these|those) )"
    r"(?:at (?:the|its) (?:very )?(?P<end>top|head|bottom|foot|end of the list)"
    r"|(?:first of all|before|above|ahead of) (?:all )?the (?:others|rest))\b"
)
_LOWER = frozenset({"bottom", "foot", "end of the list"})
_ALL = re.compile(r"\b(?:all|every(?: single)? one) (?:of (?:them|these|those)|(?:five|four|three))\b|\bthem all\b")
_BOTH = re.compile(
    r"(?<!\bwe )(?<!\bwe've )(?<!\bwe have )(?<!\bwe're )(?<!\bwe are )(?<!\byou )\bboth(?: of (?:them|those|these)\b"
    r"|(?! of (?:us|you|my|our)\b))\b"
    r"|(?<!er of )(?<!est of )(?<!first of )(?<!second of )(?<!last of )(?<!one of )"
    r"\b(?:those|these|the|them|that) two\b(?! (?!is\b|was\b)\w+s\b)"
    r"|\beach(?: one| film| of (?:them|those|these))?(?=\W*(?:$|[,.;?!])| (?:is|was|run|made|and|from)\b)"
)
_WHICH = re.compile(
    r"\bwhich (?:one )?(?:of (?:them|these|those) )?(?:(?:is|was|came out|came|runs)(?: the)? (?:\w+er|more \w+)"
    r"|(?:was|came)(?: (?:made|out|released|filmed|shot))? first)\b"
)
_OTHER = re.compile(
    r"\b(?:and |in )?the other(?: one| film)?\b(?! (?!as well|also|too\b|then\b|please|now\b"
    r"|one\b)\w+s?\b(?! (?:who|is|was)))(?!s)"
)
# "the one above that", beside what was last spoken of or is named in the same breath
_BESIDE = re.compile(
    r"\b(?:the )?(?:one|film|movie) (?:right |just |directly )?(?P<where>above|below|under|underneath|beneath|before"
    r"|after) (?:it|that|this|them|_+)(?: one)?(?![\w'])"
)
_UP = frozenset({"above", "before"})
_STOP = r"\W*$|[.,!;]| (?:last|yesterday|already|before|again|ages|years|twice|and|but|too)\b"
_IT = re.compile(
    r"\b(?:(?:that|this) (?:one|film|movie|(?:\w+ )?(?:piece|bit) of \w+)"
    r"|(?<!back to )it(?!'?s? (?:is |was |has |had )?(?:when|if|that|up|out\b|to be|(?:come|came) on to|rain|snow"
    rf"|(?:has|had|needs?|ought) to be|must be|should be|{MUST_NOT} (?:be|run|have|last|take|go|contain|involve"
    rf"|exceed)\b"
    r"|be (?:one|an?|something)\b"
    r"|(?:need(?: not|n't)|can|could|may|might|(?:doesn't|does not) (?:have|need) to) be (?:with|by|from|about|in"
    r"|an?)\b))"
    r"|(?<![,\w] )(?:this|that)(?=\W+(?:was|is|looks|sounds|already)\b)"
    r"|(?<=[kvtyr]ed )anything(?= (?:(?:half )?(?:so|as) much|more|less|better)\b(?! (?:from|by|with|about|like)\b))"
    rf"|(?<=(?:seen|hate|like|love) )(?:this|that)(?={_STOP})"
    rf"|(?<=(?:hated|liked|loved|tched) )(?:this|that)(?={_STOP}))(?![\w'])"
)
# "make it 90", "nothing with a wedding in it": the film that is wished for, which nobody has named
_NO_FILM_BEFORE, _MORE_AFTER = re.compile(r"\bmake $"), re.compile(r" \w")
_WITHIN = re.compile(r"\b(?:with|without|about)\b[^.?!,;]* in $")
_THEM = re.compile(
    r"\b(?:like|loved?|hated?|adored?|liked|enjoyed|seen|watched|saw|to|directed|made|starred in|is in|are in)"
    r" (?P<them>those|these|them)\b"
    r"(?! (?:films|movies|kind|sort|things?))"
)
_ONE = re.compile(r"^(?:'s)?[ -](?:one|film|movie|pick)\b")
_THE = re.compile(r"\b(?:the|that|your) $")
_THE_ONE_YEAR = re.compile(r"\b(?:the|that) (?:one|film|movie) (?:of |in )?$")  # "from 1992" is told as one
_THE_ONE = re.compile(
    r"\b(?:the|that) (?:one|film|movie|version) (?:with|by|from|starring|about|of|in|directed by|set in)"
    r"(?: (?:the|a))? $"
)
# "the one in which Al Pacino plays"; of somebody named before, "the one that he plays in"
_THE_ONE_WHERE = r"\b(?:the|that) (?:one|film|movie)(?: (?:in which|where|that|which))?"
_WHERE_HE, _PLAYS = re.compile(rf"{_THE_ONE_WHERE} $"), r"(?:is|was|plays?|played|acts?|acted|appears?|stars?|starred)"
_IS_IN = re.compile(rf" {_PLAYS}(?: in(?! (?!it|that|there)\w))?(?![\w'])")
_HIS = re.compile(rf"{_THE_ONE_WHERE} (?:he|she) {_PLAYS}(?: in)?\b|\b(?:his|her) (?:own )?(?:one|film|movie)\b")
NEAR = 60  # characters before "it" that may say that it is no film of the list
ROW_BACK = 3  # turns that "the last of them" may look back on where no list was shown
BACK = 12  # turns after the last list that "it" may look back on

Key = Callable[[Item], float | None]


def _scale(name: str, sign: int = 1) -> Key:
    return lambda item: sign * item.scales[name] if name in item.scales else None


# "the old one": of the list, the one with the least of it
_LEAST: tuple[tuple[str, Key], ...] = (
    ("old|older|oldest|earlier|earliest", lambda item: item.year),
    ("new|newer|newest|later|latest|recent|most recent", lambda item: -item.year if item.year else None),
    ("short|shorter|shortest", lambda item: item.minutes),
    ("long|longer|longest", lambda item: -item.minutes if item.minutes else None),
    ("funny|funnier|funniest", _scale("humour", -1)),
    ("scary|scarier|scariest", _scale("scariness", -1)),
    ("violent|most violent|bloody|gory", _scale("violence", -1)),
    ("sad|saddest", _scale("sadness", -1)),
    ("slow|slowest", _scale("pace")),
    ("light|lightest|easy", _scale("effort")),
)
_EXTREME = re.compile(
    rf"\b(?:the|that) (?:{'|'.join(f'(?P<k{n}>{said})' for n, (said, _) in enumerate(_LEAST))}) "
    r"(?:(?:one|film|movie|pick|version)\b|(?=(?:(?:one|film|movie) )?(?:of|among) (?:the|those|these|them)\b))"
)
_OF_TWO = re.compile(r" *(?:of|among) (?:the|those|these|them) two\b")
_SUPERLATIVE = re.compile(r"\w+est\b|\bmost \w+")


class Pointed(NamedTuple):
    """items: what is pointed at. unclear: what may be meant where several fit, all at the same words."""

    items: tuple[Mention, ...] = ()
    unclear: tuple[Mention, ...] = ()


def references(
    masked: str, mentions: Sequence[Mention], shown: Sequence[Item], spoken: Sequence[Item]
) -> tuple[Mention, ...]:
    """Mentions of items that are pointed at. spoken: what was last spoken of, nearest first."""
    return pointed_at(masked, mentions, shown, spoken).items


def pointed_at(
    masked: str,
    mentions: Sequence[Mention],
    shown: Sequence[Item],
    spoken: Sequence[Item],
    kin: Sequence[Item] = (),
    low: str = "",
    row: Sequence[Item] = (),
    earlier: Sequence[Item] = (),
) -> Pointed:
    """kin: others of the series of the film last spoken of. low: the text, letter for letter as long, with names.
    row: films told in a row since the list, as `row_of`. earlier: named at any time before, for "the one by Park"."""
    focus = [item.item_id for item in spoken]
    named = sum(m.kind == "item" for m in mentions)
    if beside := _by_neighbour(masked, mentions, shown, focus):
        return Pointed((beside,))
    if found := _by_place(masked, shown if _beyond(masked, row) else row, focus, named):
        return Pointed(tuple(sorted(found, key=lambda m: m.start)))
    quality = _by_quality(masked, mentions, () if named else spoken) or _by_quality(masked, mentions, shown)
    quality = quality or by_title_word(low or masked, () if named else (*spoken, *shown))
    quality = quality or _by_quality(masked, mentions, () if named else earlier)
    if fits := quality or _by_extreme(masked, shown, spoken):
        return Pointed(tuple(fits)) if len(fits) == 1 else Pointed((), tuple(fits))
    if called := by_words(masked, mentions, shown, spoken, kin):
        return Pointed(tuple(called))
    found = _by_pronoun(masked, mentions, focus or [item.item_id for item in shown])
    guessed = not focus and len(shown) > 1 and len(found) == 1 and found[0].value == shown[0].item_id
    if guessed and not any(m.kind == "item" for m in mentions):  # "it" after a list may be any of it
        return Pointed(tuple(found), tuple(Mention("item", i.item_id, found[0].start, found[0].end) for i in shown))
    return Pointed(tuple(sorted(found, key=lambda m: m.start)))


def focus_of(history: Sequence[Mapping[str, Any]], linker: Linker, catalog: Catalog) -> tuple[str, ...]:
    """What was last spoken of since the last list: the items that those messages name or point at, nearest first."""
    shown: list[Item] = []
    before: list[Item] = []
    since = 0
    for at, turn in enumerate(history):
        if turn["items"]:
            before, shown = shown, [catalog[row["item_id"]] for row in turn["items"] if row["item_id"] in catalog]
            since = at + (turn.get("intent") != "rate")  # what was judged is still spoken of beside the list made anew
    focus: tuple[str, ...] = ()
    for turn in history[since:][-BACK:]:
        message, table = str(turn["message"]), before if turn["items"] else shown
        mentions = linker.link_all(message)
        named = [m for m in mentions if m.kind == "item"]
        found = named or references(message.lower(), mentions, table, [catalog[i] for i in focus if i in catalog])
        told = [row["item_id"] for row in turn.get("grounds", ())]  # the film that the answer was about comes first
        one = len({catalog[item].title for item in told if item in catalog}) == 1  # a film, or all of one title
        whole = one or turn.get("intent") == "compare"  # of a comparison the one that has most of it
        first = [item for item in told if item in catalog] if whole else []
        focus = tuple(dict.fromkeys((*first, *(m.value for m in found), *focus)))
    return focus


def accompanied(history: Sequence[Mapping[str, Any]]) -> bool:
    """Whether somebody else watches too, going by the last turns."""
    for turn in reversed(history[-BACK:]):
        low = str(turn["message"]).lower()
        if ALONE.search(low):
            return False
        if COMPANY.search(low) or PRESENT.search(low):
            return True
    return False


def _by_place(masked: str, shown: Sequence[Item], focus: Sequence[str], named: int) -> list[Mention]:
    """`the second one`, `the last two`, `both`, `all of them`. named: films that the message names itself."""
    both = _BOTH.search(masked) or (_WHICH.search(masked) if len(focus) > 1 and named < 2 else None)
    if both and len(focus) > 1:
        return [_mention(item_id, both) for item_id in focus[:2]]
    if len(focus) > 1 and (other := _OTHER.search(masked)):
        return [_mention(focus[1], other)]
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
            at = place - 1 if place > 0 else place or len(shown) // 2
            found.append(_mention(shown[at].item_id, match))
    if found:
        return found
    if COMPARE.search(masked) and len(two := {*_FIGURE.findall(masked)}) == 2:
        figures = [(int(m[0]), m) for m in _FIGURE.finditer(masked) if int(m[0]) <= len(shown)]
        return [_mention(shown[n - 1].item_id, m) for n, m in figures] if len(figures) >= len(two) else []
    if end := _AT_END.search(masked):
        return [_mention(shown[-1 if end["end"] in _LOWER else 0].item_id, end)]
    everything = _ALL.search(masked)
    if everything:
        return [_mention(item.item_id, everything) for item in shown]
    return [_mention(item.item_id, both) for item in shown[:2]] if both and len(shown) > 1 else []


def _beyond(masked: str, row: Sequence[Item]) -> bool:
    """Whether places are named that a row of films does not have."""
    return any(ORDINALS[m["which"]] > len(row) for m in _ORDINAL.finditer(masked)) or len(row) < 2


def named_in(history: Sequence[Mapping[str, Any]], linker: Linker, catalog: Catalog) -> tuple[Item, ...]:
    """The films that the messages of the last turns name, the latest first."""
    mentions = [m for turn in reversed(history[-BACK:]) for m in linker.link(str(turn["message"]))]
    return tuple(catalog[i] for i in dict.fromkeys(m.value for m in mentions if m.kind == "item") if i in catalog)


def row_of(history: Sequence[Mapping[str, Any]], linker: Linker, catalog: Catalog) -> tuple[Item, ...]:
    """The films told in a row in the last turns, where no list was since: set side by side by their titles, or those of
    a series that was asked for."""
    for turn in reversed(history[-ROW_BACK:]):
        message = str(turn["message"])
        named = list(dict.fromkeys(m.value for m in linker.link(message) if m.kind == "item" and m.value in catalog))
        if turn["items"] or turn["intent"] not in {"compare", "item_question"}:
            return ()
        if len(named) > 1:
            return tuple(catalog[item] for item in named)
        if named and SERIES.search(message.lower()):
            own = catalog[named[0]]
            every = (own, *series.beside(own, catalog))
            return tuple(sorted(every, key=lambda item: (item.part or len(every), item.year or 0)))
    return ()


def _by_neighbour(
    masked: str, mentions: Sequence[Mention], shown: Sequence[Item], focus: Sequence[str]
) -> Mention | None:
    """`the one above that`: the film of the list next to one that is named, else to the one last spoken of."""
    match, places = _BESIDE.search(masked), [item.item_id for item in shown]
    named = [m.value for m in mentions if match and m.kind == "item" and m.start < match.end()]
    anchor = next((i for i in (*reversed(named), *focus) if i in places), None)
    if match is None or anchor is None:
        return None
    at = places.index(anchor) + (-1 if match["where"] in _UP else 1)
    return _mention(places[at], match) if 0 <= at < len(places) else None


def _by_quality(masked: str, mentions: Sequence[Mention], shown: Sequence[Item]) -> list[Mention]:
    """`the Tarantino one`, `the western`, `the one with Pacino`: those of the list that it may mean."""
    for mention in mentions:
        if mention.kind == "item":
            continue
        before = masked[: mention.start]
        his = _his(masked, mention) if mention.kind == "person" else None
        if his and (fits := [item for item in shown if _has(item, mention)]):
            return [Mention("item", item.item_id, *his) for item in fits]
        year = mention.kind == "years" and _THE_ONE_YEAR.search(before)
        one, the, named = _ONE.match(masked[mention.end :]), _THE.search(before), year or _THE_ONE.search(before)
        if not ((one and the) or named):
            continue
        start = (named or the).start()  # type: ignore[union-attr]
        end = mention.end + (one.end() if one and not named else 0)
        if fits := [item for item in shown if _has(item, mention)]:
            return [Mention("item", item.item_id, start, end) for item in fits]
    return []


def _his(masked: str, person: Mention) -> tuple[int, int] | None:
    """Where the film of somebody is spoken of: "the one that he plays in"."""
    where, plays = _WHERE_HE.search(masked[: person.start]), _IS_IN.match(masked, person.end)
    if where and plays:
        return where.start(), plays.end()
    his = _HIS.search(masked, person.end)
    return his.span() if his else None


def _has(item: Item, mention: Mention) -> bool:
    if mention.kind == "years":
        low, _, high = mention.value.partition("-")
        return item.year is not None and int(low or 0) <= item.year <= int(high or 9999)
    facts = {*item.genres, *(value for values in item.facts.values() for value in values)}
    return bool({mention.value, *mention.others} & facts)


def _by_extreme(masked: str, shown: Sequence[Item], spoken: Sequence[Item]) -> list[Mention]:
    """`the shortest one`: those of the list that have most of it; `the older one`: of the two last spoken of."""
    match = _EXTREME.search(masked)
    if not match:
        return []
    superlative = _SUPERLATIVE.search(match[0]) and not _OF_TWO.match(masked, match.end())
    of_list = shown and (len(spoken) < 2 or superlative)
    shown = shown if of_list else spoken[:2]
    if len(shown) < 2:
        return []
    key = next(key for n, (_, key) in enumerate(_LEAST) if match[f"k{n}"])
    values = [(value, item) for item in shown if (value := key(item)) is not None]
    least = min((value for value, _ in values), default=None)
    return [_mention(item.item_id, match) for value, item in values if value == least]


def _by_pronoun(masked: str, mentions: Sequence[Mention], known: Sequence[str]) -> list[Mention]:
    """`it` is what the message named just before, else what was last spoken of."""
    found = []
    if them := _THEM.search(masked):
        group = [m.value for m in mentions if m.kind == "item" and m.end <= them.start()] or known
        return [Mention("item", item_id, them.start("them"), them.end()) for item_id in group]
    for match in _IT.finditer(masked):
        near = masked[max(0, match.start() - NEAR) : match.start()]
        if _WITHIN.search(near) or (_NO_FILM_BEFORE.search(near) and _MORE_AFTER.match(masked, match.end())):
            continue
        before = [m.value for m in mentions if m.kind == "item" and m.end <= match.start()]
        if any(m.kind == "item" for m in mentions) and not before:
            continue
        if before or known:
            found.append(_mention(before[-1] if before else known[0], match))
    return found


def _mention(item_id: str, match: re.Match[str]) -> Mention:
    return Mention("item", item_id, match.start(), match.end())
