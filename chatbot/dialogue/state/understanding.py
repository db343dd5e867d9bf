"""The reading of one message: words to an Understanding, by rules. Pure: no model, no store."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from chatbot.catalog import Catalog, normalise
from chatbot.dialogue import cues, forms, series
from chatbot.dialogue.linking import Linker, Mention
from chatbot.dialogue.state.held import names_in_force
from chatbot.dialogue.state.manners import mask
from chatbot.dialogue.state.meaning import REFUSED, WANTED, Meant, meant_by
from chatbot.dialogue.state.measures import Spoken, beside, spoken_in
from chatbot.dialogue.state.named import (
    exclaimed,
    in_the_rated,
    judged_before,
    makers_passed,
    makers_told,
    of_the_table,
    people_asked_for,
    titled,
    two_of_a_name,
    without_own_people,
    without_own_years,
)
from chatbot.dialogue.state.numbers import how_many_in
from chatbot.dialogue.state.ratings import corrected, ratings_in
from chatbot.dialogue.state.references import Pointed, pointed_at
from chatbot.dialogue.state.said import Understanding
from chatbot.dialogue.state.telling import anonymous, described, introduces, without_us
from chatbot.dialogue.years import DECADE, Years, years_in
from chatbot.domain import RatingScale
from chatbot.types import Constraints, Item

# a wish for a film by who made the one that is named next
_ITS_MAKER = re.compile(
    r"(?:\b(?:something|anything|more|another|films?|movies?|others?|ones?|stuff|else)\b[^.?!]{0,30}?\b(?:by|from|of)"
    r"|(?:^|[.?!] )\W*(?:(?:and|or|but|what about|how about|now|then)\W+)+(?:by|from)) "
    r"(?P<who>(?=(?:\w+ )*(?:directors?|directed|makers?|made|behind) )"
    r"(?:(?:the|that|same|whoever|whichever|guy|man|woman|person|people|directors?|makers?|who|behind|of|as|has"
    r"|had|have"
    r"|directed|made|did) )+)$"
)
_NEGATED = re.compile(
    r"\b(?:not|no|nothing|without|less|too|avoid|never|don'?t want|isn'?t|than)(?: (?:too|so|very|that|really|anything"
    r"|much|more|as))* [\w'-]+"
)
# any sign that something is not wanted, or wanted no longer
_NEGATES = re.compile(
    r"\b(?:no|not|nor|neither|never|none|nothing|without|less|too|avoid|except|but|out|off|away|enough|instead"
    r"|rather|drop"
    r"|forget|remove|leave|skip|spare|stop|rid|hates?|hated|tired|sick|ban|banned|exclude|minus|any ?more|longer|can't"
    r"|cannot|dont|refuse|rule|ruled|wrong|mistake|over|done|finished|allowed|again|need|fewer|scared|afraid)\b|n't\b"
)
_FOR_ALL = re.compile(  # a film that somebody else loves is a pattern for an evening together
    r"\bwhat (?:else|other|next)?\b[^?.!]*\bwe\b[^?.!]*\b(?:watch|see|try|put on|enjoy)"
    r"|\b(?:for|with) (?:him|her|them|us(?: (?:all|both))?|the (?:two|three|four) of us)\b"
    r"|\b(?:anything|something|films?|movies?|one) (?:like (?:it|that)|we (?:both|all|could|can|might))"
)
_OF_YEARS = re.compile(
    r"\d{2}|\b(?:years?|decades?|eras?|age|old|older|oldies|new|newer|recent|modern|classics?|vintage|silent)\b"
)
# what somebody cannot bear is not searched for: "she hates sad endings"
_HATED = re.compile(
    r"\b(?:i|we|you|he|she|they|(?:my|our) \w+)(?: \w+ly| just| also| both)? (?:hates?|loathes?|detests?|dislikes?"
    r"|(?:can'?t|cannot) (?:stand|bear|abide)|(?:do|does)(?: not|n'?t) (?:\w+ )?(?:like|enjoy|care for))\b"
    r"(?! (?:to|it when|when)\b)[^.,;:!?\n]*?(?=[.,;:!?\n]|\bbut\b|$)"
)
_AT_A_LOSS = cues.words(
    "at a loss", "what (?:kind|sort)(?: of film)? (?:i|we) (?:could not|couldn'?t|can'?t|cannot) (?:tell|say)(?: you)?",
    "what (?:i|we) (?:want|fancy|would like),? (?:i|we) (?:do not|don'?t) know",
    "(?:don'?t know|do not know|no idea) what (?:i|we) (?:want|fancy|would like|feel like)",
)  # fmt: skip
SHORTEST = 3  # letters of a title that a capital alone does not name
_OF_THE_SERVICE = re.compile(r" (?:plan|account|membership|subscription|tariff)s?\b")  # "the House plan" is no film
_SOMETHING = re.compile(r"\b(?:something|anything|set in|where)\b")
# words of the talk about a wish, which no film is about
_SAYS_NOTHING = frozenset(
    """
    doesn't doesnt doesn matter matters possible suitable length cannot can't couldn't instruction instructions beyond
    sorry state natural here there hour hours minute minutes star rating ratings catalogue catalog shelf call calls word
    words he she his her hers him himself herself yours theirs taste tastes proceed hand help helps free answer
    question fair case rest use used reasonable reason note kindly mind's gone going come comes coming back given gives
    present length's say says clause rule rules condition conditions choice choose its theirs goes
    different stays reflection fond decent proper particular stars four
    order monday tuesday wednesday thursday friday saturday sunday weather
    """.split()
)


def understand(
    text: str,
    linker: Linker,
    scale: RatingScale,
    shown: Sequence[Item] = (),
    focus: Sequence[str] = (),
    joined: bool = False,
    held: Constraints = Constraints(),
    row: Sequence[Item] = (),
    judged: Sequence[str] = (),
    earlier: Sequence[Item] = (),
) -> Understanding:
    """Read one message. row: films told in a row since that list; judged: those she has judged, which a capital is
    enough to name; earlier: those named before. shown: the last list that was recommended; focus: what was last spoken
    of, nearest first; joined: somebody else watches too, as was said before; held: what is in force, which short names
    may mean."""
    text = anonymous(text, linker.link_all)
    low = text.lower().replace("’", "'")
    found = two_of_a_name(low, described(low, _found(text, low, linker)), linker.catalog)
    shown_by_name = [item.item_id for item in shown if len(item.title) > SHORTEST]
    spoken = (*focus, *(item.item_id for item in shown))
    found = sorted(
        [*found, *judged_before(text, found, (*judged, *shown_by_name), linker.catalog)], key=lambda m: m.start
    )
    found = of_the_table(low, found, spoken, linker.catalog)
    found = sorted([*found, *titled(text, found, spoken, linker.catalog)], key=lambda m: m.start)
    unknown = linker.unknown_title(text)
    found = [m for m in found if m.kind not in {"genre", "theme"} or not _in_a_title(text, m, unknown)]
    found = sorted(exclaimed(text, found, linker.catalog), key=lambda m: m.start)
    masked = mask(low, found)
    named = found
    found = [_by_maker(masked, m, linker.catalog) for m in named]
    besides = tuple(m.value for m, kept in zip(named, found, strict=True) if m != kept)
    mentions = tuple(m for m in found if m.kind not in {"theme", "years"})
    spoken_of = [linker.catalog[i] for i in focus if i in linker.catalog]
    kin = series.beside(spoken_of[0], linker.catalog) if spoken_of else ()
    where = pointed_at(masked, found, shown, spoken_of, kin, low, row, earlier)
    spent = (*where.items, *where.unclear)  # "the Tarantino one" asks for nobody
    found = [m for m in found if m.kind == "item" or not any(p.start <= m.start < p.end for p in spent)]
    mentions = tuple(m for m in mentions if m in found)
    pointed = () if where.unclear else where.items
    called = names_in_force(low, held, linker.catalog, [*found, *spent])
    every = sorted((*found, *pointed, *called), key=lambda m: m.start)
    joined = joined or bool(cues.JOINS.search(masked) or cues.PRESENT.search(masked))
    meant = meant_by(masked, pointed, every, linker.catalog.domain, joined)
    meant = meant.replacing(held, masked).without(called)
    table = [item.item_id for item in shown]
    unclear = _unclear(masked, where, mentions, () if focus else table)
    named = sorted((*mentions, *pointed), key=lambda m: m.start)
    ratings, bad = ratings_in(
        without_own_people(masked, named, linker.catalog),
        named,
        scale,
        None if unclear else next(iter((*focus, *table)), None),
    )
    rated = next((m.value for m in reversed(named) if m.kind == "item"), next(iter(focus), None))
    if rated and not ratings and (told := corrected(masked, scale)) is not None:
        ratings = {rated: told}
    company = cues.COMPANY.search(masked)
    years = years_in(without_own_years(_without_spans(masked, spent), mentions, linker.catalog))
    unknown = "" if mentions else unknown
    said = Understanding(
        mentions=mentions,
        named=tuple(m.value for m in mentions if m.kind == "item"),
        pointed=tuple(dict.fromkeys(m.value for m in where.items)),
        unclear=unclear,
        none_of=tuple(table) if cues.NONE_OF.search(masked) and not where.items else (),
        series=_series(text, meant, linker.catalog),
        besides=besides,
        others=meant.values("item", "other", "for other", "not for other"),
        ratings=ratings,
        bad_rating=bad,
        add=_limits_added(
            meant.without(in_the_rated(masked, meant, ratings, linker.catalog)), masked, years, ratings, linker.catalog
        ),
        drop=_limits_dropped(meant, "retract", "instead", "out"),
        allows=_limits_dropped(meant, "allowed"),
        lets=bool(cues.LETS.search(masked)),
        measures=tuple(beside(spoken, bound, shown) for spoken, bound in meant.bounds),
        step=years.step,
        widens=years.widens,
        stretches=years.stretches,
        dated=years.firm,
        something_else=bool(cues.ELSE.search(masked) or cues.BARE_NO.match(masked)),
        again=bool(cues.AGAIN.search(masked)),
        drop_years=years.drop,
        drop_genres=bool(cues.ANY_GENRE.search(masked)),
        instead=bool(cues.INSTEAD.search(masked)),
        reset=bool(cues.RESET.search(masked)),
        forever=cues.by_me(cues.FOREVER, masked) and not any(how == "not for other" for how in meant.manners),
        passing=_for_tonight(masked, [*found, *(spoken for spoken, _ in meant.bounds)]),
        lasts=bool(cues.LASTS.search(masked)) and not cues.HERE.search(masked),
        what_if=bool(cues.WHAT_IF.match(masked.lstrip("\"'( "))) or cues.begins(cues.SUPPOSES, masked),
        show_seen=bool(cues.SHOW_SEEN.search(masked)),
        only_seen=bool(cues.ONLY_SEEN.search(masked)),
        surprise=bool(cues.SURPRISE.search(masked)),
        company=company["who"] if company else "",
        theirs=any(m.kind != "item" and how in {"for other", "not for other"} for m, how in meant.rows),
        alone=bool(cues.ALONE.search(masked)),
        unknown="" if introduces(low, unknown.replace("’", "'")) else unknown,
        wish=_wish(low, [*mentions, *(m for m, _ in meant.rows), *(spoken for spoken, _ in meant.bounds)]),
        count=how_many_in(masked),
        tells=frozenset(s.value for s in spoken_in(masked, linker.catalog.domain)) | _tells_years(masked, years),
        negated=frozenset(m.value for m in found if _NEGATES.search(_clause(masked, m))),
        tone=_tone(masked),
    )
    if others := makers_passed(masked, said.add.similar_to or held.similar_to, linker.catalog):
        said = replace(said, add=replace(said.add, not_people=(*said.add.not_people, *others)))
    return replace(said, ratings={}, bad_rating=None) if said.what_if else _judged(said, meant)


def _in_a_title(text: str, topic: Mention, unknown: str) -> bool:
    """Whether a topic is one word of a longer name that nobody knows, of which a fact is asked: "who is in The Teapot
    Detective Agency?"."""
    at = text.find(unknown) if unknown else -1
    if at < 0 or not (at <= topic.start and topic.end <= at + len(unknown)):
        return False
    rest = text[at : topic.start] + text[topic.end : at + len(unknown)]
    low = text.lower()
    asked = forms.FACT.match(low) or forms.FACT_INSIDE.search(low) or forms.HAVE.match(low)
    return len(re.findall(r"(?<!\w)[A-Z]", rest)) > 1 and bool(asked)


def _by_maker(masked: str, mention: Mention, catalog: Catalog) -> Mention:
    """Who made a film in its place, where that is all that is said of it: "something by the director of Heat"."""
    makers = catalog[mention.value].facts.get("director", ()) if mention.kind == "item" else ()
    said = _ITS_MAKER.search(masked[: mention.start]) if makers else None
    return Mention("person", makers[0], said.start("who"), mention.end) if said else mention


def _series(text: str, meant: Meant, catalog: Catalog) -> tuple[str, ...]:
    """Films of a series that is refused by its name."""
    refused = [m for m, how in meant.rows if m.kind == "item" and how in {"not", "out"}]
    return tuple(i for m in refused for i in series.called(text[m.start : m.end], m.value, catalog))


def _without_spans(masked: str, spans: Sequence[Mention]) -> str:
    """The text without what only points: "the one from 1940" asks for no year."""
    for span in spans:
        masked = masked[: span.start] + "_" * (span.end - span.start) + masked[span.end :]
    return masked


def _tells_years(masked: str, years: Years) -> frozenset[str]:
    return frozenset({"years"} if years or _OF_YEARS.search(masked) else ())


def _for_tonight(masked: str, told: Sequence[Mention | Spoken]) -> tuple[str, ...]:
    return tuple(m.value for m in told if cues.HERE.search(_breath(masked, m)))


def _breath(masked: str, mention: Mention | Spoken) -> str:
    """The words around a mention up to the nearest stop or "and"."""
    stops = r"[.;!?\n,]|\b(?:and|but)\b"
    return re.split(stops, masked[: mention.start])[-1] + " _ " + re.split(stops, masked[mention.end :])[0]


def _clause(masked: str, mention: Mention) -> str:
    """The words around a mention up to the nearest stops."""
    before, after = masked[: mention.start], masked[mention.end :]
    return re.split(r"[.;!?\n,]", before)[-1] + " _ " + re.split(r"[.;!?\n,]", after)[0]


def _judged(said: Understanding, meant: Meant) -> Understanding:
    """With what the message says of films in words; a rating in figures says more."""
    told = {
        name: tuple(i for i in meant.values("item", manner) if i not in said.ratings)
        for name, manner in (("liked", "like"), ("disliked", "dislike"), ("seen", "seen"))
    }
    return replace(said, **told)  # type: ignore[arg-type]


def _unclear(masked: str, where: Pointed, mentions: Sequence[Mention], table: Sequence[str]) -> tuple[str, ...]:
    """Which items a reference may mean. "Seen it, meh" names none: with a list on the table it may be any of it."""
    named = bool(where.items) or any(m.kind == "item" for m in mentions)
    bare = len(table) > 1 and not named and forms.SEEN.match(masked)
    return tuple(table) if bare else tuple(dict.fromkeys(m.value for m in where.unclear))


def _limits_added(meant: Meant, masked: str, years: Years, rated: Mapping[str, float], catalog: Catalog) -> Constraints:
    genres = meant.values("genre", *WANTED, both=True)
    themes = meant.values("theme", *WANTED)
    refused = [m for m, manner in meant.rows if m.kind == "theme" and manner in REFUSED]
    makers = makers_told(masked, meant)
    # "my daughter loves Paddington. What else could we watch?"
    theirs = meant.values("item", "for other") if _FOR_ALL.search(masked) else ()
    others = [theme for m in refused for theme in (m.value, *m.others)]  # "no aliens": neither hostile nor friendly
    return Constraints(
        genres=genres,
        not_genres=tuple(g for g in meant.values("genre", *REFUSED) if g not in genres),
        year_min=years.low,
        year_max=years.high,
        people=tuple(p for p in people_asked_for(masked, meant, catalog) if p not in makers),
        not_people=tuple(p for p in meant.values("person", *REFUSED) if p not in makers),
        similar_to=tuple(i for i in (*meant.values("item", "similar"), *theirs) if i not in rated),
        exclude_items=tuple(i for i in meant.values("item", "not", "out") if i not in rated),
        themes=themes,
        not_themes=tuple(theme for theme in dict.fromkeys(others) if theme not in themes),
        not_decades=years.refused,
    )


def _limits_dropped(meant: Meant, *manners: str) -> Constraints:
    return Constraints(
        genres=meant.values("genre", *manners),
        people=meant.values("person", *manners),
        similar_to=meant.values("item", *manners),
        themes=meant.values("theme", *manners),
    )


def _found(text: str, low: str, linker: Linker) -> list[Mention]:
    """What the linker finds, without names that are words of a measure or a prize: "no gore", "90 mins", "Oscars"."""
    found = [m for m in linker.link_all(text) if m.kind != "item" or not _OF_THE_SERVICE.match(low, m.end)]
    found = [m for m in found if m.kind != "person" or not cues.PRIZES.fullmatch(low[m.start : m.end])]
    spoken = spoken_in(mask(low, found), linker.catalog.domain)
    return [
        m
        for m in found
        if m.kind != "person"
        or not text[m.start : m.end].islower()
        or not any(s.start <= m.start and m.end <= s.end for s in spoken)
    ]


def _wish(low: str, placed: Sequence[Mention | Spoken]) -> str:
    """The words that describe what is wanted beside what has its own place: names, limits and refusals."""
    bare, last = [], 0
    for mention in sorted(placed, key=lambda m: m.start):
        bare.append(low[last : mention.start])
        last = max(last, mention.end)
    if _AT_A_LOSS.search(low) and all(m.kind == "measure" for m in placed) and not _SOMETHING.search(low):
        return ""  # the evening is told, and no film
    text = without_us(forms.IDLE.sub(" ", " ".join([*bare, low[last:]])))
    text = _HATED.sub(" ", text)
    for _, unknown in cues.NO_FACTS:  # what no entry tells cannot be searched for
        text = unknown.sub(" ", text)
    told = DECADE.sub(" ", _NEGATED.sub(" ", cues.KIN.sub(" ", text)))
    words = re.findall(r"[^\W_]+(?:['-][^\W_]+)*", told)
    return " ".join(w for w in words if not {w, normalise(w)} & (cues.EMPTY | _SAYS_NOTHING) and not w.isdigit())


_THE_WRONG_WAY = re.compile(
    r"\b(?:not|n'?t|never) in a (?:very )?good (?:way|sense)\b|\bfor (?:all )?the wrong reasons\b"
)


def _tone(masked: str) -> Literal["like", "dislike"] | None:
    praised = re.sub(r"\bnot (?:too |so |that |at all )?bad\b", "good", masked)
    praised = _THE_WRONG_WAY.sub("bad", praised)
    praised = re.sub(r"\b(?:any|how) (?:\w+ )?good\b", " ", re.sub(r"\bno good\b", "bad", praised))  # "any good?" asks
    return "dislike" if cues.TONE_BAD.search(praised) else "like" if cues.TONE_GOOD.search(praised) else None


def found_names(message: str, said: Understanding, linker: Linker) -> tuple[tuple[str, str], ...]:
    """Names that a message holds or points at, (kind, value), with kinds as the clauses of the state task call them."""
    kinds = {"item": "film", "person": "person", "genre": "genre", "theme": "theme"}
    named = [(kinds[m.kind], m.value) for m in linker.link_all(message) if m.kind in kinds]
    return tuple(dict.fromkeys([*named, *(("film", item) for item in said.pointed)]))
