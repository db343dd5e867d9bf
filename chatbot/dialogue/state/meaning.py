"""What each stretch of a message stands for, as one thing, and the manner in which it is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from chatbot.dialogue import announced, forms
from chatbot.dialogue.linking import Mention
from chatbot.dialogue.permits import rule_ends
from chatbot.dialogue.state.manners import manners_of, mask
from chatbot.dialogue.state.measures import Bound, Spoken, bounds_of, is_a_film_for, spoken_in, tells
from chatbot.dialogue.state.telling import told
from chatbot.domain import Domain
from chatbot.types import Constraints

WANTED = ("", "like", "similar", "for other", "plan")
REFUSED = ("not", "out", "dislike", "not for other")
_NOTHING_FOR = re.compile(r"\b(?:nothing|anything|films?|movies?|stuff) (?:\w+ )?for (?:\w+ )?$")
_SOME_OF_THEM = re.compile(
    r"\b(?:no|without)(?: any)? (?!any |many |silly |ordinary )[a-z]{2,}(?:ing|ed|y|ish|ful|ian|ese|ic|al|less|ous) $"
)
_ALONE = re.compile(r"\b(?:only|simply|just|merely|purely|plain|nothing but)(?: (?:a|an|the|plain|some))* $")
# nothing else that was asked for holds beside them: "let go the westerns and give me only him"
_ONLY_HIM = re.compile(r"\b(?<!not )(?:only|just|simply) (?:him|her)(?=\W*(?:$|[.,;!?]))|\b(?:him|her) alone\b")
NAMES = ("genre", "theme", "person")
CHANGES = ("not", "out", "retract", "instead", "allowed")


@dataclass(frozen=True)
class Meant:
    """Mentions and references with their manners; and the words of measures with what they bound."""

    rows: tuple[tuple[Mention, str], ...]
    bounds: tuple[tuple[Spoken, Bound], ...] = ()

    def without(self, called: Sequence[Mention]) -> Meant:
        """Without names that are in force where nothing is said of them: to speak of them changes nothing."""
        return replace(self, rows=tuple((m, how) for m, how in self.rows if m not in called or how in CHANGES))

    def replacing(self, held: Constraints, masked: str) -> Meant:
        """With what is told in the place of a limit in force wanted: "drop pirates, puppets please"."""
        wanted = {*held.genres, *held.themes, *held.people}
        refused = {*held.not_genres, *held.not_themes, *held.not_people}
        rows = [
            (
                m,
                "retract"
                if m.value in refused and how in {"out", "not"} and rule_ends(masked, m.start, m.end)
                else how,
            )
            for m, how in self.rows
        ]
        for at, ((gone, how), (new, manner)) in enumerate(pairwise(self.rows), 1):
            between = masked[gone.end : new.start].strip()
            if how == manner and manner in {"out", "retract"} and between in {",", "for"} and gone.value in wanted:
                rows[at] = (new, manner if new.value in wanted else "")
        return replace(self, rows=tuple(_mended(_genres_told(rows, held, masked), masked)))

    @property
    def manners(self) -> tuple[str, ...]:
        return tuple(how for _, how in self.rows)

    def values(self, kind: str, *manners: str, both: bool = False) -> tuple[str, ...]:
        """Values of one kind in any of these manners; of every manner where none is given. both: with the others that
        the same words say ("romcom")."""
        rows = [m for m, how in self.rows if m.kind == kind and (not manners or how in manners)]
        return tuple(dict.fromkeys(value for m in rows for value in (m.value, *(m.others if both else ()))))


def _genres_told(rows: Sequence[tuple[Mention, str]], held: Constraints, masked: str) -> list[tuple[Mention, str]]:
    """The others in force go where one is wanted alone, "simply westerns"; a genre stays where only some films of it
    are refused: "no silent comedies", "no singing cowboys"."""
    out, named = list(rows), {m.value for m, _ in rows}
    for at, (one, how) in enumerate(rows):
        before = masked[: one.start]
        if one.kind != "genre" or one.value not in held.genres:
            continue
        of_a_kind = at > 0 and (rows[at - 1][1], rows[at - 1][0].end) == (how, one.start - 1)
        if how == "not" and (of_a_kind or _SOME_OF_THEM.search(before)):
            out[at] = (one, "stays")
        if how in WANTED and _ALONE.search(before):
            out += [(Mention("genre", g, one.start, one.start), "retract") for g in held.genres if g not in named]
    if len(held.people) == 1 and (only := _ONLY_HIM.search(masked)):
        out += [(Mention("genre", g, only.start(), only.start()), "retract") for g in held.genres if g not in named]
    return out


# what was said just before was wrong: "let us have Astaire; no, that is wrong, Gene Kelly"
_WRONG = re.compile(
    r"[;.,!:–-] ?no[,;!.:]+ (?:wait|sorry|hang on|(?:that|this|it)(?:'s|'d be| is| was| would be) (?:wrong"
    r"|not right|a mistake"
    r"|not (?:him|her|what i mean\w*))|i (?:tell a lie|lie|meant?|am wrong)|make (?:it|that)|rather|not (?:him"
    r"|her|them))\b"
)
# one of two will do: "drawn or with puppets, it is all the same to me"
_OR = re.compile(r"\bor (?:(?:with|a|an|some|about|else|even|in|of|made) )*$")
_NO_MATTER = re.compile(
    r"[^.?!;]{0,24}\b(?:all (?:the same|one)|(?:no|does ?n'?o?t|do not|does not) matter|(?:do ?n'?o?t"
    r"|do not) (?:mind|care)"
    r"|either (?:way|is|will|would)|whichever|as you (?:like|please))\b"
)


def _mended(rows: Sequence[tuple[Mention, str]], masked: str) -> list[tuple[Mention, str]]:
    """Without names that are corrected in the same breath, and without a theme that is only one of two ways."""
    out = list(rows)
    if wrong := _WRONG.search(masked):
        for kind in NAMES:
            gone = {m.value for m, how in out if m.kind == kind and how in WANTED and m.end <= wrong.start()}
            kept = [m for m, how in out if m.kind == kind and how in WANTED and m.value not in gone]
            out = [(m, "told" if kept and m.kind == kind and m.value in gone else how) for m, how in out]
    themes = [m for m, how in out if m.kind == "theme" and how in WANTED]
    if len(themes) == 1 and _OR.search(masked[: themes[0].start]) and _NO_MATTER.match(masked, themes[0].end):
        out = [(m, "told" if m in themes else how) for m, how in out]
    return out


def meant_by(
    masked: str, pointed: Sequence[Mention], every: Sequence[Mention], domain: Domain, joined: bool = False
) -> Meant:
    """joined: somebody else watches too, whose dislikes count; of anybody else they are merely told.

    Each stretch of words as one thing: a longer theme ("slow burn", "black comedy") before the genre or measure in
    it, else a measure before a theme, a bounded measure before a genre, a genre before a theme."""
    question = bool(forms.FACT.match(masked))  # "is it violent?" asks, and wishes for nothing
    themes = [m for m in every if m.kind == "theme"]
    spoken = [] if question else [s for s in spoken_in(masked, domain) if not any(_longer(t, s) for t in themes)]
    marked: list[Mention | Spoken] = sorted([*every, *spoken], key=lambda m: m.start)
    joined = joined or bool(announced.NO_HIM.search(masked))  # "my wife hates him, so nothing with him"
    manners = [m if joined or m != "not for other" else "other" for m in manners_of(mask(masked, pointed), marked)]
    asides = told(mask(masked, pointed))
    manners = [
        "told" if manner == "" and m.kind in NAMES and any(a <= m.start < b for a, b in asides) else manner
        for m, manner in zip(marked, manners, strict=True)
    ]
    how = dict(zip(map(_key, marked), manners, strict=True))
    genres = [m for m in every if m.kind == "genre" and not any(_names_more(masked, t, m) for t in themes)]
    rows = [(s, how[_key(s)]) for s in spoken if not is_a_film_for(masked, s)]
    pattern = any(m.kind == "item" and how[_key(m)] == "similar" for m in every)
    bounds = bounds_of(masked, rows, [(g.start, g.end) for g in genres], domain, pattern)
    settled: list[Spoken] = [
        *(s for s, bound in bounds if bound.side != "drop" or how[_key(s)] in WANTED),
        *(s for s, manner in rows if _is_no_genre(masked, s, manner)),
    ]
    genres = [g for g in genres if not any(_over(g, s) for s in settled)]
    themes = [t for t in themes if not question and not any(_over(t, s) for s in spoken)]
    themes = [t for t in themes if not any(_over(t, genre) for genre in genres)]
    kept = [m for m in every if m.kind not in {"genre", "theme"} or m in genres or m in themes]
    return Meant(_refused_once([(m, how[_key(m)]) for m in kept]), tuple(bounds))


def _refused_once(rows: Sequence[tuple[Mention, str]]) -> tuple[tuple[Mention, str], ...]:
    """Without plain words of what the message refuses: "no animation. We've had fifteen years of animation"."""
    refused = {(m.kind, m.value) for m, how in rows if how in {"not", "out"}}
    return tuple((m, how) for m, how in rows if how or m.kind == "item" or (m.kind, m.value) not in refused)


def _is_no_genre(masked: str, spoken: Spoken, manner: str) -> bool:
    """Words that ask for no genre even where they bound nothing: "my kids love it", "it was scary"; but "nothing for
    kids" refuses one."""
    if spoken.way == "group":
        return not (manner in REFUSED and _NOTHING_FOR.search(masked[: spoken.start]))
    return tells(masked, spoken)


def _names_more(masked: str, theme: Mention, genre: Mention) -> bool:
    """Whether a theme says more than the genre in its words: by longer words, or by its own name
    ("whodunit", "slashers")."""
    return _longer(theme, genre) or (
        _over(theme, genre) and masked[theme.start : theme.end] in {theme.value, f"{theme.value}s"}
    )


def _key(mention: Mention | Spoken) -> tuple[str, int, str]:
    return mention.kind, mention.start, mention.value


def _over(a: Mention | Spoken, b: Mention | Spoken) -> bool:
    return a.start < b.end and b.start < a.end


def _longer(theme: Mention, other: Mention | Spoken) -> bool:
    """Whether a theme's words are these and more."""
    return _over(theme, other) and theme.end - theme.start > other.end - other.start
