"""Reading: what a message in Chinese asks for, put into plain English that the rest of the house understands.

By words alone, from `prompts/chinese/`: it claims no grammar. What it could not read is told, so that an answer can be
honest about it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from chatbot.chinese.script import has_han, is_traditional, simplified
from chatbot.chinese.vocabulary import TITLE, forms, vocabulary, words

FIRST = 0xE000  # where the private area begins
_QUOTED = re.compile(r"[《〈「『]([^《》〈〉「」『』]{1,120})[》〉」』]")
_LATIN = re.compile(r"(?=[\d'’&:.,!\- ]*[A-Za-zÀ-ɏ])[A-Za-z0-9À-ɏ](?:[A-Za-z0-9À-ɏ'’&:.,!\- ]*[A-Za-z0-9À-ɏ.!])?")
_CLAUSE = re.compile(r"[。！!？?；;，,\n…~]+|\.(?=\s|$)")
_NUMBERS = dict(zip("零一二两三四五六七八九", (0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_ORDINALS = dict(zip("一二三四五12345", ("first", "second", "third", "fourth", "fifth") * 2, strict=True))
_DECADE = r"(?:上世纪)?(?:(?P<century>19|20)?(?P<ten>\d)0|(?P<word>[二三四五六七八九])十)年代"
_OTHER_SIDE = {"before": "since", "since": "before", "least": "under"}  # what is left where a span of time is refused
_LENGTH = re.compile(
    r"(?:(?P<least>至少|超过|多于)|不超过|少于|短于|不到|低于)?"
    r"(?:(?P<hours>\d|[一二两三四])个?(?P<half>半)?(?:小时|钟头)(?P<mid>半)?|(?P<minutes>\d{2,3})分钟)"
    r"(?:(?P<most>以内|以下|之内|内)|(?P<over>以上))?"
)
_YEARS = re.compile(
    rf"(?P<from>\d{{4}})年?(?:到|至|-|—)(?P<to>\d{{4}})年?|(?:{_DECADE}|(?P<year>(?:19|20)\d\d)年?)"
    r"(?P<side>以前|之前|前|以后|之后|以来|后)?"
)


@dataclass(frozen=True)
class Read:
    """english: the message as plain English; empty where nothing was understood. traditional: the script it is in.

    unread: pieces that said nothing to the reader. unknown: titles in 《》 that it has no English name for.
    """

    english: str
    traditional: bool = False
    unread: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass
class _Heard:
    """What a message holds, gathered clause by clause: what is liked, hated, seen, patterns, wishes, refusals."""

    films: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sentences: list[str] = field(default_factory=list)
    genres: list[str] = field(default_factory=list)
    wishes: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    wants: bool = False

    def names_only(self) -> bool:
        """Whether nothing but titles was understood, with no Chinese word that says what of them."""
        others = (self.sentences, self.genres, self.wishes, self.refused, self.unread)
        return not self.wants and not any(others) and {*self.films} <= {""}


def read(message: str) -> Read | None:
    """The message in English, or None where it is not in Chinese: no Chinese character, or none beside English words
    that was understood."""
    if not has_han(message):
        return None
    text = simplified(unicodedata.normalize("NFKC", message))
    bare, titles, unknown = _titles_apart(text)
    heard = _Heard()
    for clause in filter(None, (part.strip(" 、：:“”\"'()") for part in _CLAUSE.split(bare))):
        _clause(clause, titles, heard)
    if re.search(r"[A-Za-z]{2}", message) and heard.names_only():
        return None
    return Read(_composed(heard), is_traditional(message), tuple(heard.unread), tuple(unknown))


def _titles_apart(text: str) -> tuple[str, list[str], list[str]]:
    """The text with a single character for every film, the films in English, and titles that are not known."""
    known, titles, unknown = words()["title"], [], []

    def put(title: str) -> str:
        titles.append(title)
        return chr(FIRST + len(titles) - 1)

    def quoted(match: re.Match[str]) -> str:
        name = match[1].strip()
        if name in known or not has_han(name):
            return put(known.get(name, name))
        unknown.append(name)
        return " "

    def latin(match: re.Match[str]) -> str:
        if re.fullmatch(r"\d{2,4}s", match[0]):
            return f"{match[0][:-1]}年代"
        return " " if {*match[0].lower().split()} <= words()["english"] else put(match[0])

    text = _QUOTED.sub(quoted, text)
    text = _LATIN.sub(latin, text)
    for name in sorted(known, key=len, reverse=True):
        if len(name) > 1 and name in text:
            text = text.replace(name, put(known[name]))
    return text, titles, unknown


def _clause(clause: str, titles: list[str], heard: _Heard) -> None:
    """Read one clause: a form of words that is known as a whole, or else its words one after the other."""
    compact = clause.replace(" ", "")
    films_only = re.search(words()["no_service"], compact)
    for pattern, english, about_service in forms():
        if (match := pattern.search(compact)) and not (about_service and films_only):
            heard.sentences.append(_filled(english, match, titles))
            return
    for part in _connected(compact):
        _words_of(part, titles, heard)


def _filled(english: str, match: re.Match[str], titles: list[str]) -> str:
    named = [titles[ord(c) - FIRST] for c in re.findall(TITLE, match[0])]
    said = {name: value for name, value in match.groupdict().items() if value}
    place = re.sub("第", "", said.get("n") or said.get("m") or "一")
    return english.format(
        t=named[0] if named else "", ts=" and ".join(named), n=_ORDINALS.get(place, "first"),
        stars=_figure(said.get("stars", "0")),
    )  # fmt: skip


def _words_of(clause: str, titles: list[str], heard: _Heard) -> None:
    """The words of a clause; a mark says how what comes after it is meant, or what came before where nothing does."""
    found = list(_scan(clause))
    how = ""  # the mark in force
    placed: list[tuple[str, str, str]] = []
    similar = any(kind == "mark" and value == "similar" for kind, value in found)
    for at, (kind, value) in enumerate(found):
        if kind == "mark" and value == "want":
            heard.wants = True
            how = ""
        elif kind == "mark" and value != "similar":
            after = any(kind not in {"mark", "unread"} for kind, _ in found[at + 1 :])
            if after:
                how = value
            else:
                placed = [(value if before == "" else before, k, v) for before, k, v in placed]
        elif kind == "unread":
            heard.unread.append(value)
        elif kind != "mark":
            placed.append((how, kind, value))
    for how, kind, value in placed:
        if kind == "film":
            meant = how or ("similar" if similar else "")
            heard.films[meant].append(titles[int(value)])
        else:
            _place(how, kind, value, heard)


def _place(how: str, kind: str, value: str, heard: _Heard) -> None:
    """A wish, a refusal or a taste, in English."""
    known = words()
    if kind == "genre":
        said = known["genres"][value]
        if how == "soft" and value in known["genre_measures"]:
            heard.refused.append(f"not too {known['genre_measures'][value]}")
        elif how in {"like", "hate"}:
            heard.sentences.append(f"I {how} {said}")
        elif how in {"", "seen"}:
            heard.genres.append(said)
        else:
            heard.refused.append(f"{'never' if how == 'forever' else 'no'} {said}")
    elif kind == "measure":
        refused = {"soft": f"not too {value}", "no": f"not {value}", "hate": f"not {value}"}
        (heard.refused if how in refused else heard.wishes).append(refused.get(how, value))
    elif kind == "years" and how in {"no", "hate", "soft", "forever"}:
        side, _, span = value.removeprefix("at ").partition(" ")
        if side in _OTHER_SIDE:
            heard.wishes.append(f"{_OTHER_SIDE[side]} {span}")
        else:
            heard.refused.append(f"not {value}" if side == "from" else value)
    elif kind == "theme" and how in {"no", "hate", "soft", "forever"}:
        heard.refused.append(f"{'never' if how == 'forever' else 'no'} {value}")
    elif kind == "person" and how in {"no", "hate", "soft", "forever"}:
        heard.refused.append(f"without {value}")
    else:
        heard.wishes.append({"theme": f"about {value}", "person": f"with {value}"}.get(kind, value))


def _composed(heard: _Heard) -> str:
    """All of it as English sentences."""
    said = []
    for how, text in (("like", "I loved {}"), ("hate", "I hated {}"), ("seen", "I have seen {}")):
        if heard.films[how]:
            said.append(text.format(" and ".join(heard.films[how])))
    said += [f"not {film}" for how in ("no", "soft", "forever") for film in heard.films[how]]
    said += heard.sentences
    pattern = f"like {' and '.join(heard.films['similar'])}" if heard.films["similar"] else ""
    bare = heard.films[""]
    if bare and (heard.wants or heard.genres or heard.wishes):
        pattern, bare = f"{pattern or 'like'} {' and '.join(bare)}".strip(), []
    wish = " ".join(filter(None, [" and ".join(heard.genres) or "something", ", ".join(heard.wishes), pattern]))
    asked = bool(heard.genres or heard.wishes or pattern)
    refused = ", ".join(heard.refused)
    if asked and (heard.wants or pattern or len(heard.wishes) + len(heard.genres) > 1):
        said.append(f"I want {wish}{f', {refused}' if refused else ''}")
    elif asked or refused:
        alone = " and ".join(heard.genres) if not heard.wishes else heard.wishes[0] if not heard.genres else wish
        said.append(", ".join(filter(None, [alone, refused])))
    elif bare:
        said.append(" and ".join(bare))
    elif heard.wants and "what should I watch?" not in said:
        said.append("what should I watch?")
    return ". ".join(one.strip() for one in said if one.strip()).replace("?.", "?")


# -- words ------------------------------------------------------------------------------------------------------------


def _scan(clause: str) -> Iterator[tuple[str, str]]:
    """(kind, value) of each piece of a clause, the longest word first; kind "unread" for what nobody knows."""
    kinds, pattern = vocabulary()
    at, unread = 0, ""
    while at < len(clause):
        piece, end = _piece(clause, at, kinds, pattern)
        if end == at:
            unread, at = unread + clause[at], at + 1
            continue
        if len(unread.strip()) > 1:
            yield "unread", unread
        unread, at = "", end
        yield from piece
    if len(unread.strip()) > 1:
        yield "unread", unread


def _piece(
    clause: str, at: int, kinds: Mapping[str, tuple[str, str]], pattern: re.Pattern[str]
) -> tuple[list[tuple[str, str]], int]:
    """What begins here and where it ends; its own beginning where nothing does."""
    if re.match(TITLE, clause[at]):
        return [("film", str(ord(clause[at]) - FIRST))], at + 1
    for form, tell in ((_YEARS, _years), (_LENGTH, _length)):
        if (match := form.match(clause, at)) and (said := tell(match)):
            return [("years", said)], match.end()
    if match := pattern.match(clause, at):
        kind, value = kinds[match[0]]
        return ([] if kind == "empty" else [(kind, value)]), match.end()
    return [], at


def _years(match: re.Match[str]) -> str:
    if match["from"]:
        return f"from {match['from']} to {match['to']}"
    before, after = match["side"] in {"以前", "之前", "前"}, bool(match["side"])
    if match["year"]:
        return f"{'before' if before else 'since' if after else 'from'} {match['year']}"
    ten = int(match["ten"] or _NUMBERS[match["word"]])
    first = int(match["century"] or (19 if ten > 2 else 20)) * 100 + ten * 10
    return f"before {first}" if before else f"since {first}" if after else f"from the {first}s"


def _length(match: re.Match[str]) -> str:
    minutes = int(match["minutes"] or 0)
    if match["hours"]:
        minutes = 60 * _figure(match["hours"]) + (30 if match["half"] or match["mid"] else 0)
    least = match["least"] or match["over"]
    return f"at least {minutes} minutes" if least else f"under {minutes} minutes"


def _figure(said: str) -> int:
    return int(said) if said.isdecimal() else _NUMBERS.get(said, 0)


def _connected(clause: str) -> list[str]:
    return [part for part in re.split("|".join(words()["connectors"]), clause) if part]
