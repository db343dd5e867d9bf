"""Running times and ages told in figures or number words: `under two hours`, `90 minutes`, `my six-year-old`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

ROUGHLY = 10  # minutes by which "about 90 minutes" and "an hour and a half" may be passed
BARE_HALF = 90  # an hour and a half, which is said of anything near it
BARE = range(40, 241)  # minutes outside which a bare figure tells of something else
NEAR = 50  # characters before and after a figure that may say what it bounds
CHILD, TEENAGER = range(1, 16), 16  # older ones may see nearly everything
_WORDS = {
    name: n
    for n, name in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen".split(),
        1,
    )
}
_TENS = {name: 10 * n for n, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_HUNDREDS = {
    f"{hundred} hundred{and_}{name}": 100 + n
    for hundred in ("a", "one")
    for and_ in (" ", " and ")
    for name, n in (_WORDS | _TENS).items()
}
_NUMBERS = _WORDS | _TENS | {"a": 1, "an": 1, "a hundred": 100, "one hundred": 100} | _HUNDREDS
_ANY = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_N = rf"\d{{1,3}}(?:[.,][05])?|(?:{'|'.join(_TENS)})[- ](?:{'|'.join(list(_WORDS)[:9])})|{_ANY}"
_DURATION = re.compile(
    rf"(?<![\w/.])(?<!half )(?!an?h\b)(?:(?P<h>{_N})(?P<half> and (?:a )?half)?[ -]?(?:hours?|hrs?|h)(?![a-z])"
    r"(?P<more>(?: |-)(?:and|n)(?: |-)(?:a(?: |-))?half)?(?: and (?:a |(?P<threes>three ))(?P<quarters>quarters?))?"
    rf"(?:(?:,? and|,)? ?(?P<m>\d{{1,2}}|(?<=and )(?:{'|'.join([*_TENS, *_WORDS])}))(?: ?(?:minutes?|mins?"
    rf"|m)\b)?(?![\w/]))?"
    r"|(?P<bare_h>hour) (?:and|n) (?:a )?half"
    rf"|(?P<min>{_N})[ -]?(?:minutes?|mins?)\b"
    rf"|(?:(?<=make it )|(?<=lose the )|(?<=drop the )|(?<=forget the ))(?P<bare>\d{{2,3}})(?=\W*(?:$|[.,;]"
    rf"|then\b|max\b|tops\b|please\b)))"
)
_MOST = re.compile(
    r"\b(?:under|less than|below|at most|max(?:imum)?(?: of)?|up to|within|inside|before|shorter than|fewer than"
    r"|(?:done|over|finished|through) in|(?:have|got|only)(?: only)?|gives (?:you|us|me)(?:,? let me count,)?)"
    r"(?: (?:a|about|around|the))? $"
)
_LEAST = re.compile(
    r"\b(?:over|more than|above|at least|longer than|min(?:imum)?(?: of)?|upwards of|beyond|past|exceed(?:ing)?) $"
)
_MOST_AFTER = re.compile(
    r" ?(?:or (?:less|under|shorter|so at most)|max(?:imum)?|tops|at (?:the |a )?(?:most|maximum)"
    r"|(?:is|are|would be) (?:also |now )?(?:ok|okay|fine|alright|all right|allowed|possible|enough))\b"
)
# "films of over two hours, don't show me those": what is told is refused behind it
_NO_AFTER = re.compile(
    r"(?: long)?(?: (?:films?|movies?|ones?))?,? (?:please )?(?:(?:don'?t|do not|never|you need not|not to)(?: ever)?"
    r" (?:show|give|bring|offer|propose|suggest|recommend|want|need|put|send|watch)\b|(?:never|no)(?=\W*(?:$|[.,;!?]))"
    r"|(?:is|are|would be|will be) (?:(?:far|much|way|a bit|a little) )?(?:too (?:much|long)|out(?! on)|no good"
    r"|not for (?:me|us)|more"
    r" than (?:i|we)))"
)
_LEAST_AFTER = re.compile(r",? ?(?:no less\b|or (?:more|longer|over)|plus|at (?:the )?(?:very )?least|minimum)\b|\+")
_ABOUT = re.compile(r"\b(?:about|around|roughly|approximately|some|circa) $")
_OR_SO = re.compile(r",? (?:or so|about|roughly|ish)\b")
_BETWEEN = re.compile(rf"\bbetween (?P<low>{_N})(?: minutes| hours?)? and $")
_NO = re.compile(
    r"\b(?:nothing|not|no(?! (?:more )?need\b)|never|avoid|without|isn't|(?:don't|dont) want(?: anything)?"
    r"|none(?: of (?:them|these|those|which|the \w+))?|(?:must|should|ought|could|may|wo)n'?t|can'?t|cannot"
    r"|(?:do|does|did|have)n't(?= (?:have|got|go|run|last|take|like|stay|sit)\b)"
    r"|(?:walks? out of|refuses?|hates?|can'?t do) anything"
    r"|(?:can'?t|cannot|can not|couldn'?t) (?:stand|bear|abide|sit through|be doing with)(?: anything)?)"
    r"(?: (?!mind|care|matter|bother|but\b)[\w']+){0,4} $"
)
# what took as long, or is as far away, and is no film that somebody wishes for: "a 3-hour flight", "three hours of mud"
_PAST = re.compile(
    r"^ (?:ago|later|late|left|into|for|in|of|away|over|early|since|between|i'?ll|and (?:i|we|he|she|they)\b)"
)
_A_FILM = re.compile(
    r"^(?:[^\w ]|$| (?:and|n|or|max|tops|please|pls|then|at|is|films?|movies?|long|limit|runtime|length|minimum"
    r"|maximum|thing"
    r"|one|will|would|\W)\b)"
)
_SPENT = re.compile(
    r"\b(?:after|all|spent|for|every|last|another|in|minute|took|takes|taken|been|was|were|within|next|worst|by"
    r"|running|it'?s"
    r"|not|gone|lost|(?:took|cost|gave) (?:us|me|him|her|them|you))(?: the| about| nearly| over| a)?(?: next"
    r"| last| worst)? $"
)
_AGE = rf"\d{{1,2}}|{'|'.join(_WORDS)}"
_OLD = re.compile(
    rf"(?<![\w/.])(?P<a>{_AGE})(?:(?:,| and| or|/|&| to)+ ?(?:an? )?(?P<b>{_AGE}))?"
    r"(?:[- ]?(?:years?|yrs?)[- ]?olds?| ?yo)\b(?! (?:films?|movies?|classics?|stuff)\b)"
)
# "the youngest of the guests has fourteen years", "one has six years and one eight"
_HAS_YEARS = re.compile(
    rf"(?<!i )(?<!we )\b(?:has|have) (?:only |just |now )?(?P<a>{_AGE}) years\b(?! (?:of|in|to|on|at|behind|ago)\b)"
    rf"(?:,? and (?:the other|one|the (?:\w+ )?one) (?:has )?(?P<b>{_AGE})\b)?"
)
# "Bianca of nine years and Tommaso of five", "a boy of seven years"
_OF_YEARS = re.compile(
    rf"(?<!film)(?<!films)(?<!marriage)(?<!wine)(?<!life)(?<!story)(?<!work) of (?:only |just )?(?P<a>{_AGE}) years"
    rf"(?! (?:of|ago|in|old)\b)(?:,? and (?:\w+ ){{1,2}}of (?P<b>{_AGE})\b(?! years))?"
)
_AGED = re.compile(rf"\b(?:aged?|ages|rated|certificate) (?P<a>{_AGE})(?: (?:and|to|or|-) (?P<b>{_AGE}))?\b")
_YOUNG = (
    r"(?:(?:grand|step|god)?(?:sons?|daughters?|child|children|kids?)|boys?|girls?|lads?|lass|nieces?|nephews?"
    r"|twins|lot|cousins?"
    r"|toddler|baby|princess|class|pupils|students|group|brother|sister"
    r"|(?:small|little|middle|young) ones?|youngest|eldest|oldest)"
)
_NO_AGE = (
    r"(?! (?:hours?|hrs?|minutes?|mins?|days|weeks|months|miles|stars?|out|of|times?|films?|movies?|ones|picks?|o'clock"
    r"|years ago|more)\b)(?![\w/:.]\w|%)"
)
_IS = r" (?:is|are|turns|(?:has |have |just )*turned|will be|turned out to be|has(?= \w+ years\b(?! of)))|'s|'re"
_CHILD_IS = re.compile(
    rf"\b(?:{_YOUNG}(?:(?:,? who)?(?:{_IS})|,|:| \(|(?<!class)(?<!group) of)?|i(?: am|'?m)|(?:s?he|they|who"
    rf"|and)(?:{_IS})"
    rf"|s?hes)(?: (?:now|just|only|nearly|almost|about|also|both|all))* ?(?P<a>(?!one\b)(?:{_AGE}))\b{_NO_AGE}"
    rf"(?:(?:,| and| &| or)+ ?(?P<b>{_AGE})\b{_NO_AGE})?(?: years\b)?"
)
_TEENS = "|".join(list(_WORDS)[9:16])
_FOR_AGE = re.compile(
    r"\b(?:(?:for|suitable from) (?P<a>\d{1,2})(?: years|s)?|from (?P<b>\d{1,2}) to \d+(?: years)?"
    rf"|(?:fit|ok|okay|fine|suitable|be|,) for (?P<c>{_AGE})s?"
    rf"|(?:make|put|raise|set|keep)(?: (?:it|that))?(?: down| up)?(?: at| to)? (?P<d>1[0-6]|{_TEENS})"
    rf"|(?:nothing|anything|not|no films?) (?:over|above|beyond) (?:an? )?(?P<e>{_AGE})"
    rf"|(?P<f>{_AGE})s and under(?: only)?"
    r"|all (?:of (?:us|them) )?(?P<g>twelve|1\d)"
    r"|(?<!part )(?<!number )[a-z]{3,} \((?P<h>[6-9]|1[0-6])(?=\))"
    rf"|(?<!give me )(?<!show me )(?<!list )\b(?:go|goes|up|allowed|raise[ds]?|lift(?:ed)?|move[ds]?|put"
    rf"|set)(?: (?:it|that|the \w+(?: \w+)?|them))?"
    rf"(?: up)? to (?P<j>{_AGE})(?: (?:now|already|from now on|these days))?"
    r"|(?<!the )[a-z]{3,} is (?:only |just |now )?(?P<i>[6-9]|1[0-6])"
    r")(?=\W*$|[.,;!?)]| and\b| n\b)"
)
_ONCE = re.compile(r"\b(?:when|since|being|was|were|not|than|as) (?:i|he|she|they|we|a |only |just )*$")
_ADULT = re.compile(
    r"\b(?:for (?:adults?\b[^.;]{0,12} )?|rated |suitable from |(?:nothing|not|no) (?:under|below) (?:an? )?"
    r"|at least (?:an? )?)"
    r"(?P<a>1[68]|sixteen|eighteen)s?(?=\W*$|[.,;!?+]| or\b| and\b)|\b(?P<b>1[68]|sixteen|eighteen)(?:s only|\+"
    r"| and (?:over|up|older))"
)
_JUDGED = re.compile(
    r" (?:really |absolutely )?(?:loved|hated|liked|enjoyed|watched|saw|has seen|adored|was here|were here)\b"
)


MANY = range(1, 11)  # cards that may be asked for at once
_THINGS = "films?|movies?|picks?|titles?|suggestions?|recommendations?|ideas?|options?|ones|things|cards|flicks"
_HOW_MANY = re.compile(
    rf"\b(?:give me|show me|find me|get me|name|suggest|recommend|pick|list|want|need|call|i'll take|just|only"
    rf"|next|another"
    rf"|(?:can|could|may) (?:i|we) have|make it)(?: me| us)? (?P<a>{_AGE})"
    r"(?= (?!\w*(?:hours?|minutes?|stars?|years?|more like)\b)|\W*$|[.,;!?])"
    rf"|\b(?P<b>{_AGE})(?: (?:good|great|more|other|different|new|short|old|funny|\w+y))? (?:{_THINGS})\b(?! of)"
    r"(?! (?:that |which )?(?:(?:i|we|he|she)(?:'ve| have)? (?:\w+ )?(?:lov|lik|ador|enjoy|hat|saw|seen|watched"
    r"|treasur|keep|come"
    r"|always|never|could)|my |our |never|always|are\b))"
    rf"|\b(?P<c>{_AGE}) more\b|(?:^|[.;!?] )(?P<d>{_AGE})(?:,? (?:please|pls|not more|no more|at most"
    rf"|will do))?(?=\W*$|[.,;!?])"
)
_NO_COUNT = re.compile(
    r"(?:\b(?:the|first|last|top|these|those|all|of|than|from|in|part|number|no|no\.|#|season|chapter|rocky"
    r"|my) ?|[_\d]\W*)$"
)


class Told(NamedTuple):
    """A bound in figures, and where it stands, with the words that belong to it."""

    value: int
    side: str
    start: int
    end: int


def durations_in(masked: str) -> Iterator[Told]:
    """Minutes, each with what it bounds: `under`, `at least`, `about`."""
    for match in _DURATION.finditer(masked):
        value = _minutes(match)
        if _of_something(match, masked[match.end() :]):
            continue
        at = max(0, match.start() - NEAR)
        before, after = masked[at : match.start()], masked[match.end() : match.end() + NEAR]
        most, least = _MOST.search(before), _LEAST.search(before)
        sign = most or least
        start = at + sign.start() if sign else match.start()
        no = _NO.search(before[: sign.start()]) if sign else None
        if no:
            start, most, least = at + no.start(), least, most
        if sign and not no and (denied := _NO_AFTER.match(after)):
            most, least, after = least, most, after[denied.end() :]
        end_sign = _MOST_AFTER.match(after) or _LEAST_AFTER.match(after)
        end = match.end() + (end_sign.end() if end_sign else 0)
        if between := _BETWEEN.search(before):
            low = _number(between["low"]) * (60 if match["h"] and _number(between["low"]) < 10 else 1)
            yield Told(round(low), "at_least", at + between.start(), match.start())
            yield Told(value, "at_most", match.start(), end)
        elif least or _LEAST_AFTER.match(after):
            yield Told(value, "at_least", start, match.end() if least else end)
        elif most or _MOST_AFTER.match(after):
            yield Told(value, "at_most", start, end)
        elif match["bare"]:  # "make it 90 then"
            if value in BARE:
                yield Told(value, "at_most", start, end)
        elif value in BARE and not (_PAST.match(after) or _SPENT.search(before)):
            about = _ABOUT.search(before)
            rough = about or _OR_SO.match(after) or (value == BARE_HALF and not match["min"])
            yield Told(value + ROUGHLY if rough else value, "at_most", at + about.start() if about else start, end)


def _of_something(match: re.Match[str], after: str) -> bool:
    """`a 3 hour flight`: a length in the singular belongs to the noun that follows."""
    single = re.search(r"(?:hour|hr|minute|min)$", match.group())
    return bool(single) and _number(match["h"] or match["min"] or "1") > 1 and not _A_FILM.match(after)


def _minutes(match: re.Match[str]) -> int:
    if match["bare_h"]:
        return 90
    if said := match["min"] or match["bare"]:
        return round(_number(said))
    half = 30 if match["half"] or match["more"] else 0
    half += 15 * (3 if match["threes"] else 1) if match["quarters"] else 0
    return round(60 * _number(match["h"])) + half + round(_number(match["m"] or "0"))


def ages_in(masked: str) -> Iterator[Told]:
    """The youngest child that is spoken of; a film that somebody saw says nothing of the next one."""
    taken: list[tuple[int, int]] = []
    for match in _ADULT.finditer(masked):
        taken.append(match.span())
        yield Told(round(_number(match["a"] or match["b"])), "at_least", *match.span())
    for pattern in (_HAS_YEARS, _OF_YEARS, _OLD, _AGED, _CHILD_IS, _FOR_AGE):
        for match in pattern.finditer(masked):
            ages = [int(_number(said)) for said in match.groups() if said]
            if any(a < match.end() and match.start() < b for a, b in taken) or _JUDGED.match(masked, match.end()):
                continue
            young = all(age in CHILD or (age == TEENAGER and pattern is not _CHILD_IS) for age in ages)
            if young and not _ONCE.search(masked[: match.start()]):
                taken.append(match.span())
                yield Told(min(ages), "at_most", *match.span())


def _number(said: str) -> float:
    said = said.replace("-", " ").replace(",", ".")
    if said in _NUMBERS:
        return _NUMBERS[said]
    if " " in said:
        return sum(_NUMBERS[word] for word in said.split())
    return float(said)


def how_many_in(masked: str) -> int:
    """How many cards a message asks for, "two, not more"; 0 where it does not say."""
    for match in _HOW_MANY.finditer(masked):
        said = next(g for g in ("a", "b", "c", "d") if match[g])
        at = match.start(said)
        if _NO_COUNT.search(masked[max(0, at - NEAR) : at]) or match[said] == "one":
            continue
        many = int(_number(match[said]))
        if many in MANY:
            return many
    return 0
