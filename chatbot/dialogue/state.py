"""What a message changes: likes, dislikes, seen, ratings, and the Constraints in force over turns.

One walk over the message: cue words set the manner in which the next mentions are meant ("no", "loved", "like");
a clause's end resets it. Pure: no model, no store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from chatbot.catalog import normalise
from chatbot.dialogue.linking import Linker, Mention
from chatbot.domain import RatingScale
from chatbot.types import Constraints, Item

_KIN = r"my (?:wife|husband|dad|father|mum|mom|mother|kids?|son|daughter|friends?|partner|girlfriend|boyfriend|sister|brother)"
# manner -> how people announce it; on one spot the first match wins
_MANNERS: tuple[tuple[str, str], ...] = (
    ("other", rf"{_KIN}\s+(?:really |just |absolutely )?(?:loved?|loves|hated?|hates|likes?|liked|enjoyed|wants?)"),
    ("retract", r"forget(?: about)?|never ?mind|drop|ignore|doesn'?t (?:have to|need to) be|scrap|no longer"),
    ("dislike", r"(?:didn'?t|did not|don'?t|do not|never|not) (?:really |much )?(?:like|enjoy|love|care for)d?|hated?|loathed?"
                r"|disliked?|(?:can'?t|cannot|couldn'?t) (?:stand|bear)|not (?:a |much of a )?fan of|bored (?:me )?by|despised?"),
    ("seen", r"(?:already |just |have |i'?ve |we'?ve )*(?:seen|watched|rewatched|saw)"),
    ("similar", r"(?:something|anything|films?|movies?|more|ones?|stuff|smth|sth|things?|just|much|bit|feels?|kinda|sort of|vibes?)"
                r" (?:\w+ )?like|similar(?: in \w+)? to|in the (?:vein|style|spirit) of|reminds? me of|along the lines of|akin to"
                r"|same (?:vibe|feel|mood|energy) as"),
    ("not", r"not|no more|no|nothing|without|w/o|avoid|except(?: for)?|never|don'?t want|do not want|anything but|other than|skip"
            r"|exclude|excluding|isn'?t|aren'?t|less|too|enough|nix|minus|hold the|neither|nor"),
    ("like", r"loved?|loving|adored?|enjoyed?|liked|(?:i|we|also|really|do|did|you) like|favou?rites?(?: \w+)?(?: is| are| was)?"
             r"|(?:big |huge )?fans? of|into"),
    ("similar", r"like"),
)  # fmt: skip
_CUE = re.compile("|".join(f"(?P<m{i}>(?<![\\w'])(?:{words})(?![\\w']))" for i, (_, words) in enumerate(_MANNERS)))
_END = re.compile(
    r"[.;!?\n]|\b(?:but|though|although|however|because|so|what|which|any|(?<!never )(?<!not )(?<!n't )(?:recommend|suggest|give me|show me)|maybe)\b|,"
)
_AFTER_GOOD = re.compile(r"^\s*(?:is|was|were|are)\s+(?:so |really |very |absolutely |pretty |my )*"
                         r"(?:great|amazing|brilliant|fantastic|wonderful|excellent|superb|lovely|perfect|favou?rite|awesome|a masterpiece)")  # fmt: skip
_AFTER_BAD = re.compile(r"^\s*(?:is|was|were|are|bored)\s*(?:so |really |very |just |absolutely |pretty |me |a bit )*"
                        r"(?:awful|boring|terrible|bad|rubbish|overrated|dull|dreadful|crap|meh|horrible|to tears|not for me)")  # fmt: skip
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_SCORE = re.compile(
    r"(?P<n>-?\d+(?:\.\d+)?|one|two|three|four|five)\s*(?:/\s*(?P<of>\d+)|out of (?P<of2>\d+|five|ten)|(?P<stars>\*+|stars?\b))", re.I
)  # fmt: skip
_DECADE_NAMES = {"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970,
                 "eighties": 1980, "nineties": 1990, "noughties": 2000, "2000s": 2000, "aughts": 2000}  # fmt: skip
_DECADE = re.compile(
    r"(?:the )?(?:(?P<part>early|mid|late)[- ])?(?:(?P<full>(?:18|19|20)\d0)'?s|'?(?P<short>\d0)'?s|(?P<name>"
    + "|".join(_DECADE_NAMES)
    + r"))\b"
)
_YEAR = r"(?P<{0}>(?:18|19|20)\d\d)"
_BETWEEN = re.compile(rf"(?:between |from )?{_YEAR.format('a')}\s*(?:and|to|-|–|until|till)\s*{_YEAR.format('b')}")
_BEFORE = re.compile(
    rf"(?:before|older than|pre-?|prior to|earlier than)\s*(?:the )?(?:{_YEAR.format('y')}(?!s|'s)|(?P<d>(?:19|20)?\d0)'?s)"
)
_UNTIL = re.compile(rf"(?:up to|until|till|no later than|not (?:newer|later) than)\s*{_YEAR.format('y')}")
_AFTER = re.compile(
    rf"(?:after|newer than|post-?|later than|more recent than)\s*(?:the )?(?:{_YEAR.format('y')}(?!s|'s)|(?P<d>(?:19|20)?\d0)'?s)"
)
_SINCE = re.compile(
    rf"(?:since|from {_YEAR.format('w')} (?:on|onwards?)|not older than|no older than|starting)\s*{_YEAR.format('y')}?"
)
_IN = re.compile(rf"(?:\b(?:in|from|of|year)\s+){_YEAR.format('y')}\b(?!s|'s)")
_NEW = re.compile(
    r"\b(?:new|newish|recent|modern|contemporary|latest|this (?:year|decade|century))\b(?! york| zealand| orleans)"
)
_NEWER = re.compile(r"\b(?:newer|more recent|more modern|less old|later)\b(?! than)")
_OLDER = re.compile(r"\b(?:older|less recent|earlier)\b(?! than)(?! brother| sister| kids?)")
_OLD = re.compile(r"\b(?:old|classic|vintage)\b(?! enough| man| men| boy)")
_ELSE = re.compile(
    r"\b(?:something else|anything else|other ones|others|different ones|not those|none of (?:those|these|them)|next ones|more options|not these|try again)\b"
)
_ANY_YEAR = re.compile(
    r"\b(?:any (?:year|decade|era|age)|year doesn'?t matter|older is fine|newer is fine|all decades|no matter (?:how old|the year))\b"
)
_ANY_GENRE = re.compile(r"\bany genre\b")
_RESET = re.compile(
    r"\b(?:start over|start again|from scratch|reset (?:the )?(?:search|filters?)|clear (?:the )?(?:search|filters?)|forget everything i asked)\b"
)
_FOREVER = re.compile(
    r"\b(?:never|ever again|always|in general|for good|not ever|can'?t stand|cannot stand|from now on)\b"
)
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
             "top": 1, "last": -1, "bottom": -1, "number one": 1, "number two": 2, "number three": 3, "number four": 4,
             "number five": 5, "#1": 1, "#2": 2, "#3": 3, "#4": 4, "#5": 5}  # fmt: skip
_ORDINAL = re.compile(
    r"(?<![\w#])("
    + "|".join(map(re.escape, sorted(_ORDINALS, key=len, reverse=True)))
    + r")(?= one| film| movie|\b)(?! \d)"
)
_IT = re.compile(r"\b(?:it|that one|this one|that film|this film|that movie|this movie|that)\b")
_EMPTY = frozenset(
    "a about again all also am an and any anything are as ask at be because been but by can could d did do does dont else "
    "ever few film films find for forget from get give go going good got great had has have hello hey hi how i id if im in "
    "into is it ive just know let lets like liked little ll lot love loved m make maybe me mean might mood more most movie "
    "movies much must my myself need never new newer next nice no not nothing now of off oh ok okay old older on one ones or "
    "other our out over pick please pls put re really recommend recommendation recommendations right s same saw say see "
    "seen should show so some something sort start still stuff such suggest suggestion suggestions sure t take tell than "
    "thanks that the their them then there these they thing things think this those though time to today tomorrow tonight "
    "too tonite up us ve very wanna want wants was watch watched watching we well were what whatever when where which who "
    "why will with without won would yeah year years yes yet you your best top decade since before after between "
    "instead evening weekend night idea ideas kind kinds list five three two first second third less options enough "
    "smth sth rn u ur r w im id whats hated hate stand star starring directed director made era era's released surprise film's about start over more-like".split()
)
NEW_FROM = 2010
OLD_TO = 1979


@dataclass(frozen=True)
class Understanding:
    """What one message says, before any intent is known. Item ids throughout; ratings on the domain's scale."""

    mentions: tuple[Mention, ...] = ()
    named: tuple[str, ...] = ()
    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    ratings: Mapping[str, float] = field(default_factory=dict)
    pointed: tuple[str, ...] = ()
    add: Constraints = Constraints()
    drop: Constraints = Constraints()
    drop_years: bool = False
    drop_genres: bool = False
    reset: bool = False
    forever: bool = False
    bad_rating: str | None = None
    wish: str = ""

    @property
    def items(self) -> tuple[str, ...]:
        """Everything meant, named or pointed at, in order, without repeats."""
        return tuple(dict.fromkeys((*self.named, *self.pointed)))


def understand(text: str, linker: Linker, scale: RatingScale, shown: Sequence[Item] = ()) -> Understanding:
    """Read one message. shown: what the last answer recommended, for "the second one" and "older"."""
    mentions = linker.link(text)
    low = text.lower().replace("’", "'")
    masked = _mask(low, [m for m in mentions if m.kind == "item"])
    manners = _manners(masked, mentions)
    by = {manner: [m for m, how in zip(mentions, manners, strict=True) if how == manner] for manner in set(manners)}
    items = lambda manner: tuple(m.value for m in by.get(manner, ()) if m.kind == "item")  # noqa: E731
    ratings, bad = _ratings(low, mentions, scale)
    years, no_years = _years(masked, shown)
    add = Constraints(
        genres=_values(mentions, manners, "genre", {"", "like", "similar"}),
        not_genres=_values(mentions, manners, "genre", {"not", "dislike"}),
        people=_people(masked, mentions, manners),
        not_people=_values(mentions, manners, "person", {"not", "dislike"}),
        similar_to=items("similar"),
        exclude_items=(*items("not"), *(i.item_id for i in shown if _ELSE.search(masked))),
        **years,
    )
    drop = Constraints(
        genres=_values(mentions, manners, "genre", {"retract"}),
        people=_values(mentions, manners, "person", {"retract"}),
        similar_to=items("retract"),
    )
    return Understanding(
        mentions=mentions,
        named=tuple(m.value for m in mentions if m.kind == "item"),
        liked=tuple(i for i in items("like") if i not in ratings),
        disliked=tuple(i for i in items("dislike") if i not in ratings),
        seen=tuple(i for i in items("seen") if i not in ratings),
        ratings=ratings,
        pointed=_pointed(masked, shown),
        add=replace(add, not_genres=tuple(g for g in add.not_genres if g not in add.genres)),
        drop=drop,
        drop_years=no_years or bool(_ANY_YEAR.search(masked)),
        drop_genres=bool(_ANY_GENRE.search(masked)),
        reset=bool(_RESET.search(masked)),
        forever=bool(_FOREVER.search(masked)),
        bad_rating=bad,
        wish=_wish(text, mentions),
    )


def apply(state: Constraints, said: Understanding, fresh: bool) -> Constraints:
    """The Constraints in force after a message. fresh: a new wish, which starts from nothing but refusals."""
    if said.reset:
        state = Constraints()
    elif fresh:
        state = Constraints(not_genres=state.not_genres, not_people=state.not_people, exclude_items=state.exclude_items)
    if said.drop_years or said.add.year_min is not None or said.add.year_max is not None:
        state = replace(state, year_min=None, year_max=None)
    if said.drop_genres:
        state = replace(state, genres=(), not_genres=())
    gone_genres = {*said.drop.genres, *said.add.genres}
    state = replace(
        state,
        genres=tuple(g for g in state.genres if g not in {*said.drop.genres, *said.add.not_genres}),
        not_genres=tuple(g for g in state.not_genres if g not in gone_genres),
        people=tuple(p for p in state.people if p not in {*said.drop.people, *said.add.not_people}),
        not_people=tuple(p for p in state.not_people if p not in {*said.drop.people, *said.add.people}),
        similar_to=said.add.similar_to or tuple(i for i in state.similar_to if i not in said.drop.similar_to),
    )
    return state.union(replace(said.add, similar_to=()))


# -- the walk ---------------------------------------------------------------------------------------------------------


def _mask(low: str, mentions: Sequence[Mention]) -> str:
    """The text with titles blanked out, so that words inside them are no cues."""
    for mention in mentions:
        low = low[: mention.start] + "_" * (mention.end - mention.start) + low[mention.end :]
    return low


def _manners(masked: str, mentions: Sequence[Mention]) -> list[str]:
    """For each mention the manner in which it is meant; "" where nothing says."""
    manners = []
    for mention in mentions:
        manner = _manner_before(masked, mention, mentions)
        after = masked[mention.end :]
        if manner in {"", "seen", "similar"} and mention.kind == "item":
            if _AFTER_GOOD.match(after):
                manner = "like"
            elif _AFTER_BAD.match(after):
                manner = "dislike"
        if mention.kind == "genre" and re.match(r"[- ](?:is|are) (?:fine|ok|okay|good)", after):
            manner = "retract"
        manners.append(manner)
    return manners


def _manner_before(masked: str, mention: Mention, mentions: Sequence[Mention]) -> str:
    """The last cue before the mention with no clause end between; a comma ends a clause unless it makes a list."""
    best: tuple[int, int, str] = (-1, -1, "")
    for cue in _CUE.finditer(masked, 0, mention.start):
        manner = _MANNERS[int(str(cue.lastgroup)[1:])][0]
        if any(m.kind != "item" and m.start <= cue.start() < m.end for m in mentions):
            continue
        best = (cue.start(), cue.end(), manner)
    start, end, manner = best
    if start < 0:
        return ""
    for stop in _END.finditer(masked, end, mention.start):
        if stop.group() == "," and _is_list_comma(masked, stop.end(), mentions):
            continue
        return ""
    return manner


def _is_list_comma(masked: str, at: int, mentions: Sequence[Mention]) -> bool:
    """Whether a mention follows at once: `Alien, The Thing and Heat`."""
    follow = [m.start for m in mentions if m.start >= at]
    return bool(follow) and not re.sub(r"\b(?:and|or|nor|the|a|&)\b", "", masked[at : min(follow)]).strip()


def _values(mentions: Sequence[Mention], manners: Sequence[str], kind: str, wanted: set[str]) -> tuple[str, ...]:
    pairs = zip(mentions, manners, strict=True)
    return tuple(dict.fromkeys(m.value for m, how in pairs if m.kind == kind and how in wanted))


def _people(masked: str, mentions: Sequence[Mention], manners: Sequence[str]) -> tuple[str, ...]:
    """People asked for. A person named to identify a film just named ("Heat by Michael Mann") is no limit."""
    found = []
    for at, (mention, manner) in enumerate(zip(mentions, manners, strict=True)):
        if mention.kind != "person" or manner not in {"", "like", "similar"}:
            continue
        before = mentions[at - 1] if at else None
        if (
            before
            and before.kind == "item"
            and re.fullmatch(r"\W*(?:by|with|from|directed by|starring)\W*", masked[before.end : mention.start])
        ):
            continue
        found.append(mention.value)
    return tuple(dict.fromkeys(found))


def _wish(text: str, mentions: Sequence[Mention]) -> str:
    """The words that describe what is wanted beside names, genres and years, which have their own places."""
    bare, last = [], 0
    for mention in mentions:
        bare.append(text[last : mention.start])
        last = mention.end
    bare.append(text[last:])
    told = _DECADE.sub(" ", " ".join(bare).lower())
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", told)
    return " ".join(w for w in words if normalise(w) not in _EMPTY and not w.isdigit())


def _pointed(masked: str, shown: Sequence[Item]) -> tuple[str, ...]:
    """Items of the last answer that "the second one" or "it" point at."""
    if not shown:
        return ()
    found = [_ORDINALS[m.group(1)] for m in _ORDINAL.finditer(masked)]
    at = [n - 1 if n > 0 else len(shown) - 1 for n in found if n <= len(shown)]
    if not at and re.search(r"\bboth\b", masked) and len(shown) > 1:
        at = [0, 1]
    if not at and _IT.search(masked):
        at = [0]
    return tuple(dict.fromkeys(shown[i].item_id for i in at))


# -- numbers ----------------------------------------------------------------------------------------------------------


def _ratings(low: str, mentions: Sequence[Mention], scale: RatingScale) -> tuple[dict[str, float], str | None]:
    """Ratings told in words ("Heat 4/5", "8 out of 10 for Alien"), each given to the nearest title in its sentence."""
    items = [m for m in mentions if m.kind == "item"]
    found: dict[str, float] = {}
    bad = None
    for match in _SCORE.finditer(low):
        if any(m.start < match.end() and match.start() < m.end for m in items):
            continue
        value = _on_scale(match, scale)
        near = sorted(
            items, key=lambda m: (m.start > match.start(), min(abs(m.end - match.start()), abs(m.start - match.end())))
        )
        if value is None:
            bad = match.group().strip()
        elif near:
            found.setdefault(near[0].value, value)
    return found, bad


def _on_scale(match: re.Match[str], scale: RatingScale) -> float | None:
    """The rating on the domain's scale, or None when it lies outside its own."""
    value = float(_WORDS.get(match["n"].lower(), 0) or match["n"])
    top = match["of"] or match["of2"]
    best = {"five": 5.0, "ten": 10.0}.get(top, 0.0) or float(top) if top else scale.high
    if best <= 0 or not 0 < value <= best:
        return None
    return max(scale.low, round(value * scale.high / best * 2) / 2)


def _years(masked: str, shown: Sequence[Item]) -> tuple[dict[str, int | None], bool]:
    """({year_min, year_max}, whether the years in force are to be dropped)."""
    if re.search(
        r"(?:forget|drop|ignore|never ?mind|not only|scrap)(?: about)? (?:the )?(?:\d{2,4}'?s|"
        + "|".join(_DECADE_NAMES)
        + "|year|decade)",
        masked,
    ):
        return {}, True
    negated = lambda m: re.search(r"\b(?:nothing|not|no|don'?t want|never|avoid)(?: \w+){0,2} ?$", masked[: m.start()])  # noqa: E731
    if m := _BETWEEN.search(masked):
        a, b = sorted((int(m["a"]), int(m["b"])))
        return {"year_min": a, "year_max": b}, False
    if m := _UNTIL.search(masked):
        return {"year_max": int(m["y"])}, False
    if m := _BEFORE.search(masked):
        year = _year_of(m)
        return ({"year_min": year} if negated(m) else {"year_max": year - 1}), False
    if m := _AFTER.search(masked):
        year = _year_of(m) + (9 if m["d"] else 0)
        return ({"year_max": year} if negated(m) else {"year_min": year + 1}), False
    if (m := _SINCE.search(masked)) and (m["y"] or m["w"]):
        return {"year_min": int(m["y"] or m["w"])}, False
    decades = [_decade(m) for m in _DECADE.finditer(masked) if not negated(m)]
    if decades:
        return {"year_min": min(a for a, _ in decades), "year_max": max(b for _, b in decades)}, False
    if m := _IN.search(masked):
        return {"year_min": int(m["y"]), "year_max": int(m["y"])}, False
    return _relative(masked, shown, negated), False


def _relative(masked: str, shown: Sequence[Item], negated: object) -> dict[str, int | None]:
    years = [item.year for item in shown if item.year]
    if _NEWER.search(masked):
        return {"year_min": int(median(years)) + 1 if years else NEW_FROM}
    if _OLDER.search(masked) and not re.search(r"older (?:is|are) (?:fine|ok)", masked):
        return {"year_max": int(median(years)) - 1 if years else OLD_TO}
    if (m := _NEW.search(masked)) and not negated(m):  # type: ignore[operator]
        return {"year_min": NEW_FROM}
    if m := _OLD.search(masked):
        if re.search(r"\b(?:too|nothing|not|no)(?: \w+)? ?$", masked[: m.start()]):
            return {"year_min": OLD_TO + 1}
        return {"year_max": OLD_TO}
    return {}


def _year_of(match: re.Match[str]) -> int:
    return int(match["y"]) if match["y"] else _full_decade(match["d"])


def _full_decade(digits: str) -> int:
    """`90` -> 1990, `10` -> 2010; two digits up to 20 are this century's."""
    return int(digits) if len(digits) == 4 else int(digits) + (2000 if int(digits) <= 20 else 1900)


def _decade(match: re.Match[str]) -> tuple[int, int]:
    first = _DECADE_NAMES[match["name"]] if match["name"] else _full_decade(match["full"] or match["short"])
    part = {"early": (0, 3), "mid": (3, 6), "late": (6, 9)}.get(match["part"] or "", (0, 9))
    return first + part[0], first + part[1]
