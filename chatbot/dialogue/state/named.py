"""Beside a film's title: its year and its people, which only tell which one is meant: "Heat, Pacino and De Niro, 4"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from chatbot.catalog import Catalog, people_of
from chatbot.dialogue import forms
from chatbot.dialogue.linking import Mention
from chatbot.dialogue.state.meaning import WANTED, Meant
from chatbot.types import Item

_THE_ONE = r"(?:(?:the|that) (?:one|film|movie|version|picture) )?"
_IDENTIFIES = re.compile(rf"\W*{_THE_ONE}(?:by|with|from|directed by|starring)\W*")
# the same without such a word, of people who have to do with it
_BESIDE = re.compile(rf"[\s,(]*{_THE_ONE}(?:(?:and|n|&|with|by|the)\s+)?")
NEAR = 20  # characters before a name
# which of two films: "and Psycho, the Hitchcock", "Crash (the Haggis! not the Cronenberg)"
_WHOSE = re.compile(r"(?:^|[.,;:!?(–-])\W*(?:not )?the $")
_WHOSE_END = re.compile(r"\W*(?:$|[.,;:!?)]|(?:obviously|of course|i mean|version)\b)")


# "the nice man from The Philadelphia Story, Mr. Grant"
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Miss|Ms|Dame|Sir|Lady|Signora?|Monsieur|Madame|Herr|Frau)\.? (?P<name>[A-Z][\w'’-]+)"
)


def titled(text: str, found: Sequence[Mention], spoken: Sequence[str], catalog: Catalog) -> list[Mention]:
    """People called by the family name alone with a Mr or a Miss: who has to do with a film that the message names,
    else with one that was spoken of."""
    films = [*(m.value for m in found if m.kind == "item"), *spoken]
    out = []
    for said in _TITLED.finditer(text):
        if any(m.start < said.end() and said.start() < m.end for m in found):
            continue
        name = said["name"].lower().replace("’", "'").removesuffix("'s")
        bearers = (p for film in films if film in catalog for p in people_of(catalog[film], catalog.domain))
        meant = next((person for person in bearers if person.lower().split()[-1] == name), None)
        out += [Mention("person", meant, said.start(), said.end())] if meant else []
    return out


_TWO_OF = re.compile(
    r"\b(?:the two|both)(?: different)?(?: (?:films|movies|versions|pictures))?(?: (?:of|called|named|titled"
    r"|entitled))? $"
)


def two_of_a_name(low: str, found: Sequence[Mention], catalog: Catalog) -> list[Mention]:
    """The mentions, with both films of one title where two are spoken of: "compare the two Ghostbusters"."""
    out = []
    for m in found:
        two = _TWO_OF.search(low[: m.start]) if m.kind == "item" else None
        namesake = next((i for i in m.others if catalog[i].title == catalog[m.value].title), None) if two else None
        if two and namesake:
            both = (m.value, namesake)
            out += [replace(m, value=one, start=two.start(), close=0) for one in both]
        else:
            out.append(m)
    return out


_WHICH_OF = re.compile(r"\b(?:original|old|older|first|remake|new|newer|latest|recent|reboot|other)\b")


def of_the_table(low: str, found: Sequence[Mention], table: Sequence[str], catalog: Catalog) -> list[Mention]:
    """The mentions, with the film on the table in the place of a better known one of its title. table: the list, and
    what was last spoken of. A word for which is meant decides alone."""
    out = []
    for m in found:
        own = m.value in table or m.kind != "item" or _WHICH_OF.search(low[max(0, m.start - NEAR) : m.start])
        alike = [] if own else [i for i in m.others if i in table and catalog[i].title == catalog[m.value].title]
        rest = tuple(i for i in (m.value, *m.others) if i not in alike[:1])
        out.append(replace(m, value=alike[0], others=rest, close=0) if alike else m)
    return out


_SIGN = re.compile(r"[!?](?=,? [a-z])")
# behind a title that begins its sentence
_OF_A_FILM = re.compile(
    r" (?:was|is|were|isn't|wasn't|deserves?|gets?|got|should|must|too|as well|i|we)\b|:|,? (?:only|just|now)?(?: an?)?"
    r" (?:one|two|three|four|five|[1-5])(?: stars?)?(?=\s*(?:$|[.,;!?]))"
)
_BEGINS = re.compile(r"(?:^|[.!?;:\n])\W*$")


def judged_before(text: str, found: Sequence[Mention], judged: Sequence[str], catalog: Catalog) -> list[Mention]:
    """Films that she has judged, called by a title that may be a plain word: "why don't you offer me Gravity?"."""
    out = []
    for film in (f for f in judged if f in catalog and catalog[f].title[:1].isupper()):
        for said in re.finditer(rf"(?<![\w'’-]){re.escape(catalog[film].title)}(?![\w'’-])", text):
            free = not any(m.start < said.end() and said.start() < m.end for m in found)
            if free and (not _BEGINS.search(text[: said.start()]) or _OF_A_FILM.match(text, said.end())):
                out.append(Mention("item", film, said.start(), said.end()))
    return out


@lru_cache(maxsize=4)
def _exclaimed(catalog: Catalog) -> Mapping[str, str]:
    """Titles that end with a sign, and the best known film of each."""
    ends = sorted((film for film in catalog if film.title[-1:] in "!?"), key=lambda film: film.known)
    return {film.title: film.item_id for film in ends}


def exclaimed(text: str, found: Sequence[Mention], catalog: Catalog) -> list[Mention]:
    """The mentions, and titles with a sign at their end in the midst of a sentence: "Oliver! is worth five stars"."""
    out = [
        replace(m, end=m.end + 1)
        if m.kind == "item" and catalog[m.value].title.endswith(text[m.end : m.end + 1] or " ") and text[m.end] in "!?"
        else m
        for m in found
    ]
    for end in _SIGN.finditer(text):
        title = next((t for t in _exclaimed(catalog) if text.endswith(t, 0, end.end())), "")
        start = end.end() - len(title)
        free = title and not any(m.start < end.end() and start < m.end for m in out) and not text[:start][-1:].isalnum()
        out += [Mention("item", _exclaimed(catalog)[title], start, end.end())] if free else []
    return out


def without_own_years(masked: str, mentions: Sequence[Mention], catalog: Catalog) -> str:
    """The text without the year that only tells which film is meant: "The Thing from 1982"."""
    for mention in mentions:
        year = catalog[mention.value].year if mention.kind == "item" else None
        if year and (own := re.match(rf",? (?:from|of|in) {year}\b", masked[mention.end :])):
            end = mention.end + own.end()
            masked = masked[: mention.end] + "_" * own.end() + masked[end:]
    return masked


def without_own_people(masked: str, mentions: Sequence[Mention], catalog: Catalog) -> str:
    """The text without the people of a film right behind its title."""
    for person in _own_people(masked, mentions, catalog):
        masked = masked[: person.start] + "_" * (person.end - person.start) + masked[person.end :]
    return masked


def people_asked_for(masked: str, meant: Meant, catalog: Catalog) -> tuple[str, ...]:
    """People asked for. A person named to identify a film just named ("Heat by Michael Mann") is no limit."""
    own = set(_own_people(masked, [mention for mention, _ in meant.rows], catalog))
    found = []
    for at, (mention, manner) in enumerate(meant.rows):
        if mention.kind != "person" or manner not in WANTED or mention in own:
            continue
        before = meant.rows[at - 1][0] if at else None
        if before and _by_title(masked, before) and _IDENTIFIES.fullmatch(masked[before.end : mention.start]):
            continue
        found.append(mention.value)
    return tuple(dict.fromkeys(found))


# of a pattern: "in the same vein, but by somebody else"
_BY_OTHERS = re.compile(
    r"\b(?:by|from|with|of|under)(?: an?| some)? ?(?:(?:some|any)(?:body|one) else(?![\w'])|(?:other|different)"
    r" (?:directors?|film-?makers?|makers?|people|persons?|hands?|m[ae]n|wom[ae]n)\b|others(?=\W*(?:$|[.,;!?])))"
    r"|\bnot (?:made |directed )?(?:by|from|of|with) (?:(?:the same|that|this|its)(?: very)? (?:director"
    r"|film-?maker|maker|man"
    r"|woman|person|people)|him|her|them)\b"
)


def makers_passed(masked: str, pattern: Sequence[str], catalog: Catalog) -> tuple[str, ...]:
    """Who made the films that serve as a pattern, where others shall have made what is wanted."""
    if not _BY_OTHERS.search(masked):
        return ()
    return tuple(p for film in pattern if film in catalog for p in catalog[film].facts.get("director", ()))


def in_the_rated(masked: str, meant: Meant, rated: Mapping[str, float], catalog: Catalog) -> tuple[Mention, ...]:
    """Who has to do with a film that is rated, where nothing is asked for: "four stars, Benigni talks too much"."""
    if not rated or forms.ASKS.search(masked) or forms.WISHES_ON.search(masked):
        return ()
    theirs = {name for item in rated for name in people_of(catalog[item], catalog.domain)}
    return tuple(m for m, how in meant.rows if m.kind == "person" and m.value in theirs and how in WANTED)


def _own_people(masked: str, mentions: Sequence[Mention], catalog: Catalog) -> Iterator[Mention]:
    """Who made a film or plays in it, told right behind its title, one after the other."""
    film, end = None, 0
    for mention in mentions:
        if mention.kind == "item":
            film, end = (catalog[mention.value] if _by_title(masked, mention) else None), mention.end
        elif film and _BESIDE.fullmatch(masked[end : mention.start]) and _has(film, mention):
            end = mention.end
            yield mention


def _has(film: Item, mention: Mention) -> bool:
    return mention.kind == "person" and any(mention.value in film.facts.get(f, ()) for f in ("cast", "director"))


def _by_title(masked: str, mention: Mention) -> bool:
    return mention.kind == "item" and masked[mention.end - 1] == "_"


def makers_told(masked: str, meant: Meant) -> frozenset[str]:
    """People who only tell which film of a name is meant, by a word set behind it."""
    film = min((m.end for m, _ in meant.rows if m.kind == "item"), default=len(masked))
    behind = [m for m, _ in meant.rows if m.kind == "person" and m.start >= film]
    return frozenset(
        m.value
        for m in behind
        if _WHOSE.search(masked[max(0, m.start - NEAR) : m.start]) and _WHOSE_END.match(masked, m.end)
    )
