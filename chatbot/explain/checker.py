"""The check that words claim nothing but the evidence. It reads any text, with no knowledge of how it was made."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.catalog import normalise
from chatbot.explain.names import STOP, Word, typed
from chatbot.explain.terms import CAST_WORDS, DIRECTOR_WORDS, PEOPLE_FIELDS
from chatbot.types import Evidence, Item

_ROLE_NEAR = 3  # words between a person and the word for their part
_LINKS = frozenset(
    "like liked loved enjoyed rated as if of with to for from and or someone who when since because".split()
)
_JUDGING = frozenset("liked loved enjoyed rated love enjoy".split())
_JUDGED = _JUDGING - {"love", "enjoy"}  # "you might enjoy it" says nothing of what was
_BEFORE_JUDGING = frozenset("which that you ve have also both a film movie one".split())
_CHOOSING = frozenset("watched watch picked pick chose choose chosen".split())
_OTHERS = frozenset("people those many others they".split())
_ASKING = frozenset("asked wanted wished want wish mentioned asking looking".split())
_JOINING = frozenset("and or the a an for both to in".split())
_BEARERS = frozenset("film movie something that is with".split())
_BEING = frozenset("is are was were has have film films movie movies makes goes gave share shares".split())
_PART_WORDS = DIRECTOR_WORDS | CAST_WORDS | {"with", "by", "same", "again"}
_TURNS = frozenset("you it this which because so here".split())  # where what a likeness is said of begins
_OF_FILMS = frozenset({"director", "cast", "series", "theme"})


def unsupported(text: str, item: Item, evidence: Sequence[Evidence], glue: frozenset[str]) -> list[str]:
    """Claims in `text` that the evidence does not carry; empty when every one is.

    Names from the evidence are recognised and must stand in their own part: a person as director or cast, a liked
    title as liked (nothing is said *about* it), a limit as asked for. Every other word must be `glue`, which claims
    nothing. A text that names no evidence at all claims nothing either, and is refused as empty.
    """
    words = typed(text, item, evidence)
    problems = [w.text for w in words if not w.kinds and w.text not in glue and w != STOP]
    problems += [f"{w.text}: {why}" for at, w in enumerate(words) if (why := _misplaced(words, at))]
    problems += _false_sameness(text, evidence)
    problems += _false_sharing(words, evidence)
    problems += _false_likeness(words, evidence)
    if not any(w.kinds - {"item", "role"} for w in words):
        problems.append("names no evidence")
    return problems


def _misplaced(words: Sequence[Word], at: int) -> str:
    """Why the name at this place says something that the evidence does not; empty when it is in its place."""
    kinds = words[at].kinds
    before, after = words[max(0, at - 1) : at], words[at + 1 : at + 2]
    near = {w.text for w in words[max(0, at - _ROLE_NEAR) : at + _ROLE_NEAR]}
    verb = _verb_of(words, at)
    if kinds & {"liked", "disliked", "director", "cast"} and "item" not in kinds and after and after[0].text in _BEING:
        return "something is said about it"
    if kinds and kinds <= {"liked", "disliked", "crowd"}:
        if verb in _CHOOSING and "crowd" not in kinds:
            return "nobody is known to have chosen both"
        if verb not in _CHOOSING and not (before and (before[0].text in _LINKS or before[0].kinds & {"liked"})):
            return "stands without a tie"
    if words[at].text in _JUDGED and not _judges_a_liked_one(words, at):
        return "says of something else that it was liked"
    if words[at].text in _JUDGING and _of_others(words, at):
        return "is not known of other people"
    if "disliked" in kinds and "liked" not in kinds and verb in _JUDGING:
        return "is not liked"
    if verb in _JUDGING and kinds and not kinds & {"liked", "role"} and kinds != {"item"}:
        return "is not what was judged"
    if kinds == {"item"} and before and before[0].text in _JUDGING:
        return "is not liked yet"
    is_one = kinds == {"item"} and bool(after) and after[0].text in _BEING  # "you asked for thrillers, and X is one"
    if verb in _ASKING and kinds and not kinds & {"limit", "role"} and not is_one:
        return "is not what was asked for"
    if words[at].text in _ASKING and not _asked_for(words, at):
        return "nothing of the kind was asked for"
    said = [n for n in range(at) if words[n].text == words[at].text and _verb_of(words, n) not in _ASKING]
    if kinds - {"role", "item"} and said:
        return "is said again"
    person = kinds & {"director", "cast"}
    if person and not near & _PART_WORDS:
        return "has no part"
    if (person == {"cast"} and near & DIRECTOR_WORDS) or (person == {"director"} and near & CAST_WORDS):
        return "has another part"
    return ""


def _judges_a_liked_one(words: Sequence[Word], at: int) -> bool:
    """`liked X`, or `X, which you liked`; not `this is one you liked`."""
    after = next((w for w in words[at + 1 :] if w.kinds or w.text not in _JOINING), None)
    before = next((w for w in reversed(words[:at]) if w.text not in _BEFORE_JUDGING), None)
    return any(w is not None and bool(w.kinds & {"liked", "disliked"}) for w in (after, before))


def _verb_of(words: Sequence[Word], at: int) -> str:
    """The word of liking, asking or choosing whose object this is: only names and joining words stand between."""
    for word in reversed(words[:at]):
        if word.text in _JUDGING | _ASKING | _CHOOSING:
            return word.text
        if not word.kinds and word.text not in _JOINING:
            return ""
    return ""


def _of_others(words: Sequence[Word], at: int) -> bool:
    """Whether this verb is about other people: the nearest person before it is not `you`."""
    return next((w.text in _OTHERS for w in reversed(words[:at]) if w.text in _OTHERS | {"you"}), False)


def _asked_for(words: Sequence[Word], at: int) -> bool:
    """`asked for LIMIT`, or `LIMIT, as you asked`: what was named last before it."""
    after = next((w for w in words[at + 1 :] if w.kinds or w.text not in _JOINING | _BEARERS), None)
    if after is not None and "limit" in after.kinds:
        return True
    said_before = [w.text for w in words[max(0, at - 2) : at]]
    named = next((w for w in reversed(words[:at]) if w.kinds - {"item", "role"}), None)
    return "as" in said_before and named is not None and "limit" in named.kinds


def _false_sameness(text: str, evidence: Sequence[Evidence]) -> list[str]:
    """`the same director as X` needs evidence that ties that fact to X."""
    low = f" {normalise(text)} "
    titles = {normalise(e.value): e.item_id for e in evidence if e.kind == "liked_item" and e.item_id}
    problems = []
    for match in re.finditer(r" same (director|actor|actress|cast|genre|series|theme) (?:as|of) ", low):
        field = {"actor": "cast", "actress": "cast"}.get(match[1], match[1])
        named = [item_id for name, item_id in titles.items() if low[match.end() :].startswith(f"{name} ")]
        if not any(e.kind == "attribute" and e.field == field and e.item_id in named for e in evidence):
            problems.append(f"the same {match[1]}")
    return problems


def _false_likeness(words: Sequence[Word], evidence: Sequence[Evidence]) -> list[str]:
    """`THEME, like FILM`, `PERSON again, as with FILM`, `shares THEME with FILM`: each is tied to that film."""
    titles = {e.item_id: normalise(e.value) for e in evidence if e.kind == "liked_item" and e.item_id}
    tied = {(normalise(e.value), titles.get(e.item_id)) for e in evidence if e.kind == "attribute" and e.item_id}
    problems = []
    for at, word in enumerate(words):
        if "liked" not in word.kinds or at == 0 or words[at - 1].text not in {"like", "with"}:
            continue
        for other in reversed(words[: at - 1]):
            if other == STOP or other.text in _TURNS or "liked" in other.kinds:
                break
            if other.kinds and other.kinds <= _OF_FILMS and (other.text, word.text) not in tied:
                problems.append(f"{other.text}: is not known of {word.text}")
    return problems


def _false_sharing(words: Sequence[Word], evidence: Sequence[Evidence]) -> list[str]:
    """Somebody without a name is only ever shared, and needs evidence that ties them to the film it is shared with."""
    titles = {e.item_id or "": normalise(e.value) for e in evidence if e.kind == "liked_item"}
    tied = {(normalise(e.value), titles.get(e.item_id or "")) for e in evidence if e.kind == "knowledge"}
    unnamed = [(at, word.text) for at, word in enumerate(words) if word.kinds == {"knowledge"}]
    wrong = [text for at, text in unnamed if (text, _shared_with(words, at)) not in tied]
    for at, word in enumerate(words):  # `shares a director with FILM`: only a name can be checked
        named = words[at + 1].kinds & PEOPLE_FIELDS if at + 1 < len(words) else False
        if word.kinds == {"role"} and not named and _shared_with(words, at):
            wrong.append(word.text)
    return [f"{text}: is not known to be shared" for text in wrong]


def _shared_with(words: Sequence[Word], at: int) -> str:
    """The film that this place says something is shared with; empty when it says no such thing.

    `shares X and Y with FILM`, `in common with FILM: X`; `that film`, or none, is the one liked film before.
    """
    start = end = at
    while start and _in_a_row(words[start - 1]):
        start -= 1
    while end + 1 < len(words) and _in_a_row(words[end + 1]):
        end += 1
    before, after = [w.text for w in words[:start]], [w.text for w in words[end + 1 :]]
    if before[-4:-1] == ["in", "common", "with"]:
        return before[-1]
    if before[-1:] not in (["share"], ["shares"]):
        return ""
    if after[:1] == ["with"] and after[1:3] != ["that", "film"]:
        return after[1] if len(after) > 1 else ""
    named = {w.text for w in words[:start] if "liked" in w.kinds}
    return named.pop() if len(named) == 1 else ""


def _in_a_row(word: Word) -> bool:
    return "knowledge" in word.kinds or word.text in {"and", "a", "an", "the", "its"}
