"""Years told in words: `from the 90s`, `before 1960`, `between 1950 and 1959`, `older`, `forget the eighties`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from chatbot.dialogue import year_words
from chatbot.dialogue.permits import AFTER
from chatbot.limits import Constraints

NEW_FROM = 2010
OLD_TO = 1979
CENTURY = 2000
OLDER_TO = 1989  # where no years are in force that "older" could go back from
BOTH = ("year_min", "year_max")


class Years(NamedTuple):
    """Inclusive bounds. drop: fields of Constraints that are no longer wanted. step: to go on from those in force.
    widens: beside those in force, "the 80s are fine too"; stretches: one end of those is moved. firm: told in figures
    or by the name of a decade.
    refused: decades that are not wanted, by name: "1980s"."""

    low: int | None = None
    high: int | None = None
    drop: tuple[str, ...] = ()
    step: Literal["", "older", "newer"] = ""
    widens: bool = False
    firm: bool = False
    refused: tuple[str, ...] = ()
    stretches: bool = False

    def __bool__(self) -> bool:
        return self != Years()


Match = re.Match[str]
_YEAR = r"(?:the (?:year )?)?(?P<{0}>(?:18|19|20)\d\d)(?!'?s)"
_YEAR_OR_DECADE = (
    rf"(?:the )?(?:{_YEAR.format('y')}|(?P<d>(?:19|20)?\d0)'?s|'?(?P<yy>[3-9]\d)(?=\W*$|[.,;!?]"
    rf"| (?:and|but|please|though|then|either|now|thanks)\b)|(?P<name>{year_words.ANY_NAME}))"
)
DECADE = re.compile(
    r"(?:the )?(?:(?P<part>early|mid|late)[- ])?"
    rf"(?:(?P<full>(?:18|19|20)\d0)'?s|(?<![\d/])'?(?P<short>\d0)'?s|(?P<name>{year_words.ANY_NAME}))\b"
)
_SHORT_BETWEEN = re.compile(r"(?:between|from) '?(?P<a>[2-9]\d) (?:and|to) '?(?P<b>[2-9]\d)(?![\w'])(?! min)")
_BETWEEN = re.compile(rf"(?:between |from )?{_YEAR.format('a')}\s*(?:and|to|-|–|until|till)\s*{_YEAR.format('b')}")
_UNTIL = re.compile(
    r"(?:up to|(?:out|on|forward|along) to|until|till|no later than|not (?:newer|later) than|(?:to|by) the end of"
    r"|(?:may|can) \w+ (?:up )?to)"
    rf"\s*{_YEAR_OR_DECADE}"
)
_BEFORE = re.compile(rf"(?:before|b4|older than|pre-?|prior to|earlier than)\s*{_YEAR_OR_DECADE}")
_AFTER = re.compile(rf"(?:after|newer than|post-?|later than|more recent than|past)\s*{_YEAR_OR_DECADE}")
_SINCE = re.compile(
    rf"(?:since|not older than|no older than|(?:start|begin)(?:s|ning|ing)?(?: from| in| with"
    rf"| at))\s*{_YEAR.format('y')}"
    rf"|\b(?:can|may|could|might)(?: \w+)? (?:go|reach|run) (?:right |as far )?back (?:to|as far as) (?:the year )?"
    r"(?:(?P<v>(?:18|19|20)\d\d)(?!'?s)|'?(?P<short>[2-9]\d)(?![\w']))"
    rf"|from {_YEAR.format('w')} (?:on|onwards?|or later|and later|(?:in |and )?up(?:wards?)?\b|in (?:here|on|advance))"
    rf"|starting {_YEAR.format('s')}"
)


def years_in(masked: str) -> Years:
    """What a message says of years. masked: lower-case text with titles blanked out."""
    if year_words.BEFORE_ME.search(masked) and (born := year_words.BORN_IN.search(masked)):
        return Years(high=int(born["y"]) - 1, firm=True)
    drops = ((year_words.DROP, BOTH), (year_words.OLDER_FINE, BOTH[:1]), (year_words.NEWER_FINE, BOTH[1:]))
    gone, dropped = next(((match, drop) for p, drop in drops if (match := p.search(masked))), (None, ()))
    if gone is None:
        named = (m for m in year_words.YEARS_NAMED.finditer(masked) if AFTER.match(masked[m.end() :]))
        gone, dropped = next(((m, BOTH) for m in named), (None, ()))
    if gone and year_words.BEARS.search(gone[0]) and year_words.TOO_AFTER.match(masked[gone.end() :]):
        gone, dropped = None, ()
    wanted: list[_Stretch] = []
    refused: list[str] = []
    rest = masked
    for said in _stretches(masked):
        if gone and said.start < gone.end() and gone.start() < said.end:
            continue
        if _told_of(masked, said):
            continue
        if said.pattern in {_BEFORE, _AFTER} and AFTER.match(masked[said.end :]):  # "past 2005 is fine"
            dropped = dropped or (BOTH[:1] if said.pattern is _BEFORE else BOTH[1:])
            continue
        if wanted and year_words.CORRECTS.search(masked[: said.start]):  # "the seventies. Sorry, the sixties"
            wanted = []
        behind = year_words.UNWANTED.match(masked[said.end :])
        rest = masked[: said.end] + masked[said.end + behind.end() :] if behind else rest
        if said.pattern is DECADE and (behind or year_words.REFUSAL.search(masked[: said.start])):
            refused += _decades(said)
        elif not _negated(masked, said.start):
            wanted += [said] if not said.bare else []
        elif said.pattern is _BEFORE:  # "nothing before 1980"
            wanted.append(said._replace(years=Years(low=(said.years.high or 0) + 1)))
        elif said.pattern is _AFTER:
            wanted.append(said._replace(years=Years(high=(said.years.low or 0) - 1)))
    if not wanted:
        return (Years(drop=dropped) if dropped else _relative(rest))._replace(refused=tuple(refused))
    lows, highs = (
        [y for y in side if y is not None] for side in zip(*(said.years[:2] for said in wanted), strict=True)
    )
    widens = any(
        year_words.TOO_BEFORE.search(masked[max(0, s.start - 40) : s.start])
        or year_words.TOO_AFTER.match(masked[s.end :])
        for s in wanted
    )
    low, high, moved = min(lows, default=None), max(highs, default=None), bool(year_words.STRETCHES.search(masked))
    return Years(low, high, widens=widens, firm=True, refused=tuple(refused), stretches=moved)


def _told_of(masked: str, said: _Stretch) -> bool:
    """Whether these years belong to what is told, or are those that shall be replaced."""
    before = masked[: said.start]
    if year_words.PASSED_OVER.search(before):
        return True
    if said.pattern is not _BARE and not masked[said.start : said.end].startswith("since"):
        return False
    story = year_words.STORY.search(before)
    while story and (nearer := year_words.STORY.search(before, story.start() + 1)):
        story = nearer
    return story is not None and not year_words.WISHED.search(before[story.start() :])


def still_refused(decades: Sequence[str], add: Constraints, dropped: Sequence[str]) -> tuple[str, ...]:
    """The refused decades without those that are asked for again, or all where any year will do."""
    low, high = add.year_min, add.year_max
    if len(dropped) == len(BOTH):
        return ()
    if low is None or high is None:
        return tuple(decades)
    return tuple(d for d in decades if high < decade_of(d)[0] or decade_of(d)[1] < low)


def decade_of(name: str) -> tuple[int, int]:
    """First and last year: "1980s" -> (1980, 1989)."""
    return int(name[:4]), int(name[:4]) + 9


def _decades(said: _Stretch) -> list[str]:
    """The decade by name; a part of one ("late 80s") is none."""
    return [f"{said.years.low}s"] if said.years.high == (said.years.low or 0) + 9 else []


_SAID_SINCE = re.compile(
    rf"not older than {_YEAR.format('z')}|{_YEAR.format('y')} (?:(?:or|and) (?:later|newer|after|up)|up(?:wards?)?\b)"
    rf"|{_YEAR.format('w')} onwards?|(?:(?:this|the (?:21st|twenty-first)) century)"
)
_SAID_UNTIL = re.compile(rf"{_YEAR.format('y')}(?: (?:or|and) (?:earlier|older|before)|,? at the (?:very )?latest)")
_DECADE_ON = re.compile(
    rf"{DECADE.pattern} (?:(?:or|and) (?P<on>later|newer|after|up|earlier|older|before)|(?P<o>onwards?))"
)
_PRE_WAR = re.compile(r"\bpre-?war\b")
_BARE = re.compile(
    rf"(?<![\w'])(?:(?P<in>in|from|of|year|around|circa) )?(?:{_YEAR.format('y')}|(?:in|from) '?(?P<short>[2-9]\d))"
    r"(?![\w/:%-])"
)
_BORN = re.compile(r"\b(?:born|married|met|graduated)(?: (?:in|on|around))? $")
_READ = (
    _SHORT_BETWEEN,
    _BETWEEN,
    _UNTIL,
    _SAID_SINCE,
    _SAID_UNTIL,
    _SINCE,
    _BEFORE,
    _AFTER,
    _PRE_WAR,
    _DECADE_ON,
    DECADE,
    _BARE,
)


class _Stretch(NamedTuple):
    """Words that tell years, and by which pattern. bare: a figure alone, of which only its sentence tells more."""

    years: Years
    start: int
    end: int
    pattern: re.Pattern[str]
    bare: bool = False


def years_said(text: str) -> list[tuple[str, int, int]]:
    """Every stretch of a message that tells years, as ("1990-1999" or "-1979" or "2010-", start, end)."""
    low = text.lower().replace("’", "'")
    return [(f"{s.years.low or ''}-{s.years.high or ''}", s.start, s.end) for s in _stretches(low)]


def _stretches(low: str) -> list[_Stretch]:
    """The one reader of years: the stretches of lower-case text that tell any, wanted or refused, in order."""
    low = re.sub(r"\bnineteen[- ](?=[a-z]+ies\b)", lambda m: "_" * (m.end() - m.start()), low)
    found: list[_Stretch] = []
    for pattern in _READ:
        for match in pattern.finditer(low):
            start, end = match.span()
            if any(s.start < end and start < s.end for s in found) or _BORN.search(low[:start]):
                continue
            bare = pattern is _BARE and not match["in"] and not match["short"]
            found.append(_Stretch(_bounds(pattern, match), start, end, pattern, bare))
    return sorted(found, key=lambda said: said.start)


def _bounds(pattern: re.Pattern[str], match: Match) -> Years:
    """What one match says, whether it is wanted or refused."""
    if pattern is _SHORT_BETWEEN:
        first, last = sorted(_full(match[side]) for side in "ab")
        return Years(first, last)
    if pattern is _BETWEEN:
        first, last = sorted((int(match["a"]), int(match["b"])))
        return Years(first, last)
    if pattern in {_UNTIL, _SAID_UNTIL}:
        return Years(high=_last_year(match))
    if pattern in {_SINCE, _SAID_SINCE}:
        return Years(low=_first_said(match))
    if pattern is _BEFORE:
        return Years(high=_first_year(match) - 1)
    if pattern is _AFTER:
        return Years(low=_last_year(match) + 1)
    if pattern is _PRE_WAR:
        return Years(high=1938)
    if pattern in {DECADE, _DECADE_ON}:
        low, high = _decade(match)
        if pattern is DECADE:
            return Years(low, high)
        return Years(high=high) if match["on"] in {"earlier", "older", "before"} else Years(low=low)
    year = int(match["y"] or 1900 + int(match["short"]))
    return Years(year, year)


def _first_said(match: Match) -> int:
    """The year from which on: in four digits or in two; of a century its first."""
    said = match.groupdict()
    if short := said.get("short"):
        return 1900 + int(short)
    return int(next((said[name] for name in "ywzsv" if said.get(name)), CENTURY))


def stepped(step: str, low: int | None, high: int | None) -> tuple[int | None, int | None]:
    """`older` and `newer` than the years in force; where there are none, what these words mean by themselves."""
    given = [year for year in (low, high) if year is not None]
    if step == "older":
        return None, min(given) - 1 if given else OLDER_TO
    return max(given) + 1 if given else NEW_FROM, None


def _relative(masked: str) -> Years:
    if year_words.NEWER.search(masked):
        return Years(step="newer")
    if year_words.OLDER.search(masked):
        return Years(step="older")
    if (match := year_words.NEW.search(masked)) and not _negated(masked, match.start()):
        return Years(low=NEW_FROM)
    if match := year_words.OLD.search(masked):
        return Years(low=OLD_TO + 1) if _negated(masked, match.start()) else Years(high=OLD_TO)
    return Years()


def _negated(masked: str, at: int) -> bool:
    return bool(year_words.NEGATION.search(masked[:at]))


def _first_year(match: Match) -> int:
    said = match.groupdict()
    if said.get("yy"):
        return _full(match["yy"])
    return int(match["y"]) if match["y"] else year_words.NAMES[match["name"]] if said.get("name") else _full(match["d"])


def _last_year(match: Match) -> int:
    """Of a year itself, of a decade the ninth after its first."""
    return _first_year(match) + (0 if match["y"] or match["yy"] else 9)


def _full(digits: str) -> int:
    """`90` -> 1990, `10` -> 2010; two digits up to 20 are this century's."""
    return int(digits) if len(digits) == 4 else int(digits) + (2000 if int(digits) <= 20 else 1900)


def _decade(match: Match) -> tuple[int, int]:
    first = year_words.NAMES[match["name"]] if match["name"] else _full(match["full"] or match["short"])
    low, high = {"early": (0, 4), "mid": (4, 6), "late": (5, 9)}.get(match["part"] or "", (0, 9))
    return first + low, first + high
