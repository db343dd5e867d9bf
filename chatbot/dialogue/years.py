"""Years told in words: `from the 90s`, `before 1960`, `between 1950 and 1959`, `older`, `forget the eighties`."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from chatbot.dialogue.cues import words

NEW_FROM = 2010
OLD_TO = 1979
OLDER_TO = 1989  # where no years are in force that "older" could go back from
BOTH = ("year_min", "year_max")


class Years(NamedTuple):
    """Inclusive bounds. drop: fields of Constraints that are no longer wanted. step: to go on from those in force."""

    low: int | None = None
    high: int | None = None
    drop: tuple[str, ...] = ()
    step: Literal["", "older", "newer"] = ""

    def __bool__(self) -> bool:
        return self != Years()


Match = re.Match[str]
_NAMES = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970,
    "eighties": 1980, "nineties": 1990, "noughties": 2000, "aughts": 2000,
}  # fmt: skip
_ANY_NAME = "|".join(_NAMES)
_YEAR = r"(?P<{0}>(?:18|19|20)\d\d)(?!'?s)"
_YEAR_OR_DECADE = rf"(?:the )?(?:{_YEAR.format('y')}|(?P<d>(?:19|20)?\d0)'?s|(?P<name>{_ANY_NAME}))"
DECADE = re.compile(
    r"(?:the )?(?:(?P<part>early|mid|late)[- ])?"
    rf"(?:(?P<full>(?:18|19|20)\d0)'?s|(?<![\d/])'?(?P<short>\d0)'?s|(?P<name>{_ANY_NAME}))\b"
)
_BETWEEN = re.compile(rf"(?:between |from )?{_YEAR.format('a')}\s*(?:and|to|-|–|until|till)\s*{_YEAR.format('b')}")
_UNTIL = re.compile(rf"(?:up to|until|till|no later than|not (?:newer|later) than)\s*(?:the )?{_YEAR.format('y')}")
_BEFORE = re.compile(rf"(?:before|older than|pre-?|prior to|earlier than)\s*{_YEAR_OR_DECADE}")
_AFTER = re.compile(rf"(?:after|newer than|post-?|later than|more recent than)\s*{_YEAR_OR_DECADE}")
_SINCE = re.compile(
    rf"(?:since|not older than|no older than|starting(?: from| in)?)\s*{_YEAR.format('y')}"
    rf"|from {_YEAR.format('w')} (?:on|onwards?|or later|and later)"
)
_IN = re.compile(rf"\b(?:in|from|of|year)\s+{_YEAR.format('y')}\b")
_NEW = re.compile(
    r"\b(?:new|newish|recent|modern|contemporary|latest|this (?:year|decade|century))\b"
    r"(?! york| zealand| orleans| jersey| wave| one| ones| list| set| to me)"
)
_NEWER = re.compile(r"\b(?:newer|more recent|more modern|less old)\b(?! than)")
_OLDER = re.compile(r"\b(?:older|less recent|less modern)\b(?! than| brother| sister| kids?| people| ones? than)")
_OLD = re.compile(
    r"(?<!year[ -])(?<!years[ -])\b(?:old|vintage|old-school|oldies)\b(?! enough| man| men| boy| woman| lady)"
    r"|\bclassics?\b(?= |\W*$)"
)
_FINE = r"(?:is|are|would be) (?:also |just )?(?:fine|ok|okay|good|alright)"
_DROP = words(
    r"(?:forget|drop|ignore|never ?mind|not only|not just|scrap|lose)(?: about)? (?:the )?"
    rf"(?:(?:early|mid|late) )?(?:\d{{2,4}}'?s|{_ANY_NAME}|years?|decades?)",
    rf"(?:any year|any decade|other decades) {_FINE}(?: too)?",
    "any (?:year|decade|era|age)", r"(?:the )?year doesn'?t matter", "all decades",
    "no matter (?:how old|the year|when)", "from any time", "doesn'?t (?:have to|need to) be (?:old|new|recent|modern)",
)  # fmt: skip
_OLDER_FINE = words(rf"older (?:ones |films |movies |stuff )?{_FINE}(?: too)?")
_NEWER_FINE = words(rf"(?:newer|more recent) (?:ones |films |movies |stuff )?{_FINE}(?: too)?")
_NEGATION = re.compile(r"\b(?:nothing|not|no|don'?t want|never|avoid|isn'?t|without|too)(?: \w+){0,2} ?$")


def years_in(masked: str) -> Years:
    """masked: lower-case text with titles blanked out."""
    for pattern, drop in ((_DROP, BOTH), (_OLDER_FINE, BOTH[:1]), (_NEWER_FINE, BOTH[1:])):
        if pattern.search(masked):
            return Years(drop=drop)
    for read in (_between, _until, _before, _after, _since, _decades, _single):
        if found := read(masked):
            return found
    return _relative(masked)


_SAID_SINCE = re.compile(
    rf"not older than {_YEAR.format('z')}|{_YEAR.format('y')} (?:or|and) (?:later|newer|after|up)"
    rf"|{_YEAR.format('w')} onwards?"
)
_PRE_WAR = re.compile(r"\bpre-?war\b")
_BARE = re.compile(
    rf"(?<![\w'])(?:(?:in|from|of|year|around|circa) )?(?:{_YEAR.format('y')}|(?:in|from) '?(?P<short>[2-9]\d))"
    r"(?![\w/:%-])"
)
_BORN = re.compile(r"\b(?:born|married|met|graduated)(?: (?:in|on|around))? $")


def years_said(text: str) -> list[tuple[str, int, int]]:
    """Every stretch of a message that tells years, as ("1990-1999" or "-1979" or "2010-", start, end)."""
    low = text.lower().replace("’", "'")
    low = re.sub(r"\bnineteen[- ](?=[a-z]+ies\b)", lambda m: "_" * (m.end() - m.start()), low)
    found: list[tuple[str, int, int]] = []
    for pattern in (_BETWEEN, _UNTIL, _SAID_SINCE, _SINCE, _BEFORE, _AFTER, _PRE_WAR, DECADE, _BARE):
        for match in pattern.finditer(low):
            start, end = match.span()
            if any(a < end and start < b for _, a, b in found) or _BORN.search(low[:start]):
                continue
            if years := _bounds(pattern, match):
                found.append((f"{years.low or ''}-{years.high or ''}", start, end))
    return sorted(found, key=lambda said: said[1])


def _bounds(pattern: re.Pattern[str], match: Match) -> Years:
    """What one match says, whether it is wanted or refused."""
    read = {_BETWEEN: _between, _UNTIL: _until, _BEFORE: _before, _AFTER: _after, _SINCE: _since}.get(pattern)
    if read:
        return read(match.group())
    if pattern is DECADE:
        return Years(*_decade(match))
    if pattern is _PRE_WAR:
        return Years(high=1938)
    if pattern is _SAID_SINCE:
        return Years(low=int(match["y"] or match["w"] or match["z"]))
    year = int(match["y"] or 1900 + int(match["short"]))
    return Years(year, year)


def _between(masked: str) -> Years:
    match = _BETWEEN.search(masked)
    if not match:
        return Years()
    low, high = sorted((int(match["a"]), int(match["b"])))
    return Years(low, high)


def _until(masked: str) -> Years:
    match = _UNTIL.search(masked)
    return Years(high=int(match["y"])) if match else Years()


def _before(masked: str) -> Years:
    match = _BEFORE.search(masked)
    if not match:
        return Years()
    year = _first_year(match)
    return Years(low=year) if _negated(masked, match) else Years(high=year - 1)


def _after(masked: str) -> Years:
    match = _AFTER.search(masked)
    if not match:
        return Years()
    year = _first_year(match) + (0 if match["y"] else 9)
    return Years(high=year) if _negated(masked, match) else Years(low=year + 1)


def _since(masked: str) -> Years:
    match = _SINCE.search(masked)
    return Years(low=int(match["y"] or match["w"])) if match else Years()


def _decades(masked: str) -> Years:
    """Several decades span from the first to the last: one range is all that Constraints can say."""
    found = [_decade(m) for m in DECADE.finditer(masked) if not _negated(masked, m)]
    return Years(min(low for low, _ in found), max(high for _, high in found)) if found else Years()


def _single(masked: str) -> Years:
    match = _IN.search(masked)
    return Years(int(match["y"]), int(match["y"])) if match and not _negated(masked, match) else Years()


def stepped(step: str, low: int | None, high: int | None) -> tuple[int | None, int | None]:
    """`older` and `newer` than the years in force; where there are none, what these words mean by themselves."""
    given = [year for year in (low, high) if year is not None]
    if step == "older":
        return None, min(given) - 1 if given else OLDER_TO
    return max(given) + 1 if given else NEW_FROM, None


def _relative(masked: str) -> Years:
    if _NEWER.search(masked):
        return Years(step="newer")
    if _OLDER.search(masked):
        return Years(step="older")
    if (match := _NEW.search(masked)) and not _negated(masked, match):
        return Years(low=NEW_FROM)
    if match := _OLD.search(masked):
        return Years(low=OLD_TO + 1) if _negated(masked, match) else Years(high=OLD_TO)
    return Years()


def _negated(masked: str, match: Match) -> bool:
    return bool(_NEGATION.search(masked[: match.start()]))


def _first_year(match: Match) -> int:
    return int(match["y"]) if match["y"] else _NAMES[match["name"]] if match["name"] else _full(match["d"])


def _full(digits: str) -> int:
    """`90` -> 1990, `10` -> 2010; two digits up to 20 are this century's."""
    return int(digits) if len(digits) == 4 else int(digits) + (2000 if int(digits) <= 20 else 1900)


def _decade(match: Match) -> tuple[int, int]:
    first = _NAMES[match["name"]] if match["name"] else _full(match["full"] or match["short"])
    low, high = {"early": (0, 4), "mid": (4, 6), "late": (5, 9)}.get(match["part"] or "", (0, 9))
    return first + low, first + high
