"""Relations that a sentence states and its evidence does not carry: who made a film, what it shares with which other,
what was liked, what others chose, what was asked for. Part of the second judge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from chatbot.evaluation.said import PARTS, clauses, forms_of, places, says
from chatbot.types import Evidence, Item


def false_relations(clause: str, item: Item, evidence: Sequence[Evidence]) -> list[str]:
    """Who made it, whom it is shared with, what was liked, what others chose, what was asked for."""
    liked = {e.value: e for e in evidence if e.kind == "liked_item" and e.item_id}
    named = [liked[title] for title in liked if says(clause, title)]
    problems = [f"part: {e.value}" for e in evidence if _in_another_part(clause, e, evidence)]
    problems += _false_sameness(clause, named, evidence)
    inside = any(item.title in title for title in liked)
    own = clause if inside else clause.replace(item.title, "¤")  # a theme in its own title is not shared
    for part in re.split(r", and (?=it|this|here)", own):
        problems += _false_sharing(part, [e for e in named if says(part, e.value)], evidence)
    problems += _false_liking(clause, item, liked, evidence)
    bare = clause
    for title in sorted({item.title, *(e.value for e in evidence)}, key=len, reverse=True):
        bare = bare.replace(title, "¤")  # "people" in a title is nobody
    who = r"\b(?:people|those|others|many|critics)\b"
    crowd = re.search(rf"{who}.*\b(?:watched|chose|picked|choos\w+|pick)\b", bare, re.I)
    if crowd and "films like" not in bare and not all(e.field == "crowd" for e in named):
        problems.append("crowd: nobody is known to have chosen both")
    if re.search(rf"{who}(?:(?!\byou\b).)*\b(?:liked?|loved?|enjoy\w*)\b", bare.replace("films like", ""), re.I):
        problems.append("others: what they liked is not known")
    return problems + _false_subject(clause, named, evidence) + _false_asking(clause, evidence)


def _false_subject(clause: str, named: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[str]:
    """Nothing is said of another film: neither what it is, nor who is in it."""
    verbs = r"(?:is|was|were|has|have|had|shares?|goes|stars)"
    people = [e.value for e in evidence if e.kind == "attribute" and e.field in PARTS]
    problems = []
    for e in named:
        title = re.escape(e.value)
        if re.search(rf"(?<!\w){title} {verbs}\b", clause):
            problems.append(f"said of {e.value}")
        tied = {x.value for x in evidence if x.kind == "attribute" and x.item_id == e.item_id}
        problems += [
            f"{person} in {e.value}"
            for person in people
            if person not in tied and re.search(rf"{re.escape(person)} (?:is|was) in {title}(?!\w)", clause)
        ]
    return problems


def _false_asking(clause: str, evidence: Sequence[Evidence]) -> list[str]:
    """`you asked for X`, `X, as you asked`: X is a limit in force, or words of the wish."""
    asked = re.search(r"\b(?:asked|wanted|wished)\b(?P<rest>.*)", clause, re.I | re.S)
    if not asked:
        return []
    limits = [form for e in evidence if e.kind == "constraint" for form in forms_of(e)]
    as_asked = re.search(r"\bas (?:you )?(?:\w+ )?(?:asked|wanted|wished)", clause, re.I)
    where = clause[: as_asked.start()] if as_asked and as_asked.start() > 3 else asked["rest"]
    if not any(says(where, limit) for limit in limits):
        return ["asked for: nothing of the kind was"]
    if where != asked["rest"]:  # what stands last before "as you asked" is what was asked for
        ends = {form: m.end() for e in evidence for form in forms_of(e) for m in places(where, form)}
        last = {form for form, end in ends.items() if end == max(ends.values())}
        if not last & set(limits):
            return [f"asked for: {min(last)}"]
    return []


def false_knowledge(text: str, evidence: Sequence[Evidence]) -> list[str]:
    """People without names are shared, and with a film that is named."""
    liked = {e.item_id: e.value for e in evidence if e.kind == "liked_item" and e.item_id and says(text, e.value)}
    known = {e.value for e in evidence if e.kind == "knowledge" and says(text, e.value)}
    problems = []
    for value in known:
        tied = [liked[e.item_id] for e in evidence if e.kind == "knowledge" and e.value == value and e.item_id in liked]
        sentence = next((s for s in clauses(text, list(liked.values())) if says(s, value)), text)
        shared = re.search(rf"\bshares?\b.*{re.escape(value)}|in common.*{re.escape(value)}", sentence, re.I)
        here = [title for title in liked.values() if says(sentence, title)]
        only = len(liked) == 1 or (here and "that film" not in sentence)
        if not tied or not shared or not only or (here and not set(here) & set(tied)):
            problems.append(f"shared: {value}")
    if (
        re.search(r"\bshares? (?:an? |the |its )?(?:director|actors?|writers?|cast)\b(?!,|:| \w+ and| [A-Z])", text)
        and not known
    ):
        problems.append("shared: somebody without a name")
    return problems


def _in_another_part(clause: str, e: Evidence, evidence: Sequence[Evidence]) -> bool:
    """Whether a person who directs is said to act, or the other way round."""
    if e.kind != "attribute" or e.field not in PARTS or e.value not in clause:
        return False
    near = re.search(r"(?:\w+\W+){0,4}¤(?:\W+\w+){0,2}", clause.replace(e.value, "¤", 1))
    other = "cast" if e.field == "director" else "director"
    if near is None or any(x.value == e.value and x.field == other for x in evidence):
        return False
    own, strange = (re.search(rf"\b(?:{PARTS[part]})\b", near[0], re.I) for part in (e.field, other))
    return bool(strange) and not own


def _false_sameness(clause: str, named: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[str]:
    """`the same director as Heat`: a fact of that kind is tied to a film that the clause names."""
    problems = []
    for same in re.finditer(r"\bsame (director|actor|actress|cast|series|theme|genre)s?\b", clause, re.I):
        field = {"actor": "cast", "actress": "cast"}.get(same[1].lower(), same[1].lower())
        tied = {x.item_id for x in evidence if x.kind == "attribute" and x.field == field and x.item_id}
        if not tied or (named and not any(e.item_id in tied for e in named)):
            problems.append(f"same: {same[1]}")
    return problems


def _false_sharing(clause: str, named: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[str]:
    """`shares a heist with Heat`: each thing that is said to be shared is tied to a film that the clause names."""
    if not named or not re.search(r"\b(?:shares?|in common|common ground|ties? it|again, as with)\b", clause, re.I):
        return []
    facts = [e for e in evidence if e.kind in {"attribute", "knowledge"} and e.field != "genre" and e.item_id]
    ids = {e.item_id for e in named}
    tied = {e.value for e in facts if e.item_id in ids}
    return [f"shared: {e.value}" for e in facts if e.value not in tied and says(clause, e.value)]


def _false_liking(clause: str, item: Item, liked: Mapping[str, Evidence], evidence: Sequence[Evidence]) -> list[str]:
    """What was disliked, the item itself, or nothing at all is said to have been liked."""
    problems = []
    judged = r"(?:liked|loved|enjoyed|rated)"
    for verb in re.finditer(rf"\byou (?:\w+ )?{judged} (?:both )?(?=\w)", clause, re.I):
        told = clause[verb.end() :]
        if not any(says(told[: len(title) + 1], title) for title in liked):
            problems.append(f"liked: {told}")
    for title in {e.value for e in evidence if e.kind == "disliked_item"} - set(liked) | ({item.title} - set(liked)):
        if re.search(rf"\b{judged} (?:both )?(?:[^,;.]+ and )?{re.escape(title)}(?!\w)", clause):
            problems.append(f"liked: {title}")
    if re.search(rf"\byou (?:\w+ )?{judged}\b", clause, re.I) and not any(says(clause, title) for title in liked):
        problems.append("liked: no film that was")
    return problems
