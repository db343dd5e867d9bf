"""compare: two or three films point by point, from facts and from the person's taste, and which suits better."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from chatbot.dialogue.appears import both_casts, is_in
from chatbot.dialogue.forms import COMPARE, WHICH_SUITS
from chatbot.dialogue.grounds import facts_of, ground
from chatbot.dialogue.handlers import Moment, Outcome, Room
from chatbot.dialogue.replies import listed
from chatbot.dialogue.several import which_has
from chatbot.explain import as_kind, say_theme
from chatbot.recommender import Query
from chatbot.types import Evidence, Item

# scale -> what an item has more of, and less of, than another one
SCALES = {
    "violence": ("more violent", "less violent"), "scariness": ("scarier", "less scary"),
    "sadness": ("sadder", "less sad"), "humour": ("funnier", "less funny"), "pace": ("faster", "slower"),
    "effort": ("more demanding", "lighter"),
}  # fmt: skip
EVEN = 0.05  # stars: a smaller difference of two guesses decides nothing
_MOST = (
    ("oldest", "year", 1), ("newest", "year", -1), ("latest", "year", -1), ("most recent", "year", -1),
    ("shortest", "minutes", 1), ("longest", "minutes", -1), ("best known", "known", -1), ("most famous", "known", -1),
    ("most violent", "violence", -1), ("least violent", "violence", 1), ("scariest", "scariness", -1),
    ("least scary", "scariness", 1), ("saddest", "sadness", -1), ("funniest", "humour", -1),
    ("fastest", "pace", -1), ("slowest", "pace", 1), ("lightest", "effort", 1), ("most demanding", "effort", -1),
)  # fmt: skip
_MORE = (
    ("(?:older|more old)", "year", 1), ("newer", "year", -1), ("more recent", "year", -1), ("later", "year", -1),
    ("earlier", "year", 1),
    (r"(?:came|come|was|is|made|appeared)(?: out| made)? first", "year", 1),
    ("before", "year", 1), ("after", "year", -1),
    ("shorter", "minutes", 1), ("longer", "minutes", -1), ("better known", "known", -1),
    ("more famous", "known", -1), ("more violent", "violence", -1), ("less violent", "violence", 1),
    ("scarier", "scariness", -1), ("less scary", "scariness", 1), ("sadder", "sadness", -1), ("funnier", "humour", -1),
    ("faster", "pace", -1), ("slower", "pace", 1), ("(?:lighter|more light)", "effort", 1),
    ("more demanding", "effort", -1),
)  # fmt: skip
_MEANS = {"before": "older", "after": "newer"}  # "was it made before Heat?"
Taste = tuple[float | None, list[Evidence]]  # predicted rating, what the person liked that speaks for it
WORDS = 78  # of a comparison
BACK = 4  # turns that "which is older?" may look back on


def compare(moment: Moment, room: Room) -> Outcome:
    items = list({i: room.catalog[i] for i in _set_beside(moment, room) if i in room.catalog}.values())[:3]
    if len(items) == 1 and (others := [i for i in moment.last_items if i != items[0].item_id and i in room.catalog]):
        items = [room.catalog[others[0]], *items]  # "compare it with Before Sunrise"
    people = [m.value for m in moment.said.mentions if m.kind == "person"]
    if found := both_casts(moment, room) or which_has(moment, room, people) or is_in(moment, room):
        return found
    if len(items) < 2 and (pair := _pair(moment, room)):
        return _more(moment, room, pair) or compare(replace(moment, said=replace(moment.said, named=pair)), room)
    if len(items) < 2 and (most := _most(moment, room)):
        return most
    if len(items) < 2:
        return Outcome(room.replies.say("compare_one", moment.turn))
    if more := _more(moment, room, [item.item_id for item in items]):
        return more
    tastes = _tastes(moment, room, items)
    if _only_taste(moment, items):
        return Outcome(_verdict(moment, room, items, tastes), grounds=_rows(items, tastes, ("year",)))
    common = _common(items)
    lines = [room.replies.say("compare_same", items=_several(items), facts=listed(common))] if common else []
    points = [_points(item, items) for item in items]
    verdict = _verdict(moment, room, items, tastes)
    labels = [item.label for item in items]
    while (
        len(" ".join([*lines, *labels, *map(" ".join, points), verdict]).split()) > WORDS and max(map(len, points)) > 1
    ):
        points = [told[:-1] if len(told) == max(map(len, points)) else told for told in points]
    lines += [f"{label}: {'; '.join(told)}." for label, told in zip(labels, points, strict=True)]
    lines.append(verdict)
    names = ("year", "genre", "director", "cast", "theme", *SCALES, "minutes")
    offers = tuple(f"More like {i.title}" for i in items[:2])
    return Outcome("\n".join(lines), grounds=_rows(items, tastes, names), suggestions=offers)


def _rows(items: Sequence[Item], tastes: Sequence[Taste], names: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """What a comparison rests on: these facts of each, and the taste."""
    return tuple(
        ground(item, [*facts_of(item, *names), *liked], predicted_rating=None if guess is None else round(guess, 2))
        for item, (guess, liked) in zip(items, tastes, strict=True)
    )


def _only_taste(moment: Moment, items: Sequence[Item]) -> bool:
    """`which of the two would I like more?`, of films whose points were told just before."""
    last = moment.history[-1] if moment.history else None
    told = last is not None and {row["item_id"] for row in last.get("grounds", ())} == {i.item_id for i in items}
    low = moment.message.lower()
    again = COMPARE.search(low) or any(m.kind == "item" for m in moment.said.mentions)
    return bool(last and last["intent"] == "compare" and told and not again and WHICH_SUITS.search(low))


_OF_THOSE = re.compile(
    r"\bwhich (?:(?:one|film) )?(?:of|among|out of) (?:them|these|those|the (?:two|three|pair))\b|\bwhich one\b"
)
_WITH_IT = re.compile(r"\b(?:all )?three\b|\ball of (?:them|those|these)\b|\badd(?:ing|ed)?\b|\b(?:too|also|as well)\b")


def _set_beside(moment: Moment, room: Room) -> tuple[str, ...]:
    """The films to compare: those of the message; with two that were compared before, where it adds one to them; none
    of them where they only tell a taste: "which of the two suits me? I loved Clueless"."""
    low, items, pair = moment.message.lower(), moment.said.items, _pair(moment, room)
    judged = {*moment.said.liked, *moment.said.disliked, *moment.said.seen, *moment.said.ratings}
    if pair and not items and THREE.search(low):  # and the one that was spoken of since
        return tuple(dict.fromkeys((*pair, *moment.last_items)))[:3]
    if pair and _OF_THOSE.search(low):
        others = tuple(item for item in items if item not in judged)
        return others if len(others) > 1 else ()
    return (*pair, *items) if len(items) == 1 and len(pair) == 2 and _WITH_IT.search(low) else items


THREE = re.compile(r"\b(?:all|the|these|those) three\b")
_OF_ALL = re.compile(r"\b(?:all|five|list)\b")


def _pair(moment: Moment, room: Room) -> tuple[str, ...]:
    """The films that were set side by side or spoken of together before, for `which is older?`."""
    if re.search(r"\b(?:all(?! three)|five|these|list|\w{3,}est)\b", moment.message.lower()):
        return ()
    for turn in reversed(moment.history[-BACK:]):
        ids = tuple(dict.fromkeys(row["item_id"] for row in turn.get("grounds", ()) if row["item_id"] in room.catalog))
        if 2 <= len(ids) <= 3:
            return ids
        if turn["items"]:
            return ()
    return ()


def _more(moment: Moment, room: Room, pair: Sequence[str]) -> Outcome | None:
    """`which is older?` of two or three films; None where what is asked is not on record of all of them."""
    low, items = moment.message.lower(), [room.catalog[i] for i in pair]
    for word, field, sign in _MORE:
        if not re.search(rf"\b{word}\b", low):
            continue
        told = sorted(((sign * value, item) for item in items if (value := _amount(item, field)) is not None),
                      key=lambda row: row[0])  # fmt: skip
        if len(told) < len(items) or told[0][0] == told[1][0]:
            return None
        rest = listed([_with(item, field).rstrip(",") for _, item in told[1:]])
        said = re.search(rf"\b{word}\b", low)
        most = _MEANS.get(said.group(), said.group()) if said and not said.group().endswith("first") else "older"
        text = room.replies.say("most_of_two", moment.turn, item=_with(told[0][1], field), most=most, rest=rest)
        return Outcome(text, grounds=tuple(ground(i, facts_of(i, field)) for _, i in told))
    return None


def _with(item: Item, field: str) -> str:
    return f"{item.label}, {item.minutes} minutes," if field == "minutes" else item.label


def _tastes(moment: Moment, room: Room, items: Sequence[Item]) -> list[Taste]:
    """(predicted rating, what the person liked that speaks for it), of each."""
    profile, recommender = moment.profile, room.recommender
    if profile.warmth == "cold":
        return [(None, []) for _ in items]
    query = Query()
    want = recommender.want(profile, query)
    guesses = [rating for rating, _ in recommender.predict_ratings(profile, items)]
    found = []
    for item, guess in zip(items, guesses, strict=True):
        liked = [e for e in recommender.evidence(item, want, query) if e.kind == "liked_item" and e.item_id]
        found.append((guess, [e for e in liked if e.weight >= 0.05 and e.item_id != item.item_id][:2]))
    return found


def _common(items: Sequence[Item]) -> list[str]:
    shared = [genre for genre in items[0].genres if all(genre in i.genres for i in items)]
    facts = [listed([as_kind(genre) for genre in shared])] if shared else []
    for field, said in (("director", "directed by {}"), ("series", "the {} series"), ("cast", "{} in the cast")):
        both = [v for v in items[0].facts.get(field, ()) if all(v in i.facts.get(field, ()) for i in items)]
        facts += [said.format(listed(both[:2]))] if both else []
    themes = [t for t in items[0].facts.get("theme", ()) if all(t in i.facts.get("theme", ()) for i in items)]
    return facts + ([f"the theme “{say_theme(themes[0])}”"] if themes else [])


def _points(item: Item, items: Sequence[Item]) -> list[str]:
    """What tells it from the others: makers, genres, themes, length, and scales where they differ by more than one."""
    others = [i for i in items if i is not item]
    shared = {genre for genre in item.genres if all(genre in i.genres for i in others)}
    own = [as_kind(genre) for genre in item.genres if genre not in shared][:3]
    points = [listed(own)] if own else []
    directors = [d for d in item.facts.get("director", ()) if any(d not in i.facts.get("director", ()) for i in others)]
    points += [f"directed by {listed(directors[:2])}"] if directors else []
    themes = [t for t in item.facts.get("theme", ()) if any(t not in i.facts.get("theme", ()) for i in others)]
    points += [f"themes {listed([say_theme(t) for t in themes[:2]])}"] if themes else []
    points += [f"{item.minutes} minutes"] if item.minutes else []
    if qualities := [q for q in (_stands_out(item, others, scale) for scale in SCALES) if q]:
        points.append(listed(qualities[:2]))
    return points or ["nothing on record that tells it apart"]


def _stands_out(item: Item, others: Sequence[Item], scale: str) -> str:
    """`more violent`, `slower`: by two steps or more beside every other one; of two, only the one that has more."""
    if scale not in item.scales or any(scale not in i.scales for i in others):
        return ""
    steps = [item.scales[scale] - i.scales[scale] for i in others]
    more, less = SCALES[scale]
    return more if min(steps) >= 2 else less if max(steps) <= -2 and len(others) > 1 else ""


def _verdict(moment: Moment, room: Room, items: Sequence[Item], tastes: Sequence[Taste]) -> str:
    """One sentence: whose predicted rating is highest, and what speaks for that one."""
    say, high = room.replies.say, f"{room.domain.rating.high:g}"
    known = [(guess, liked, item) for item, (guess, liked) in zip(items, tastes, strict=True) if guess is not None]
    if len(known) < len(items):
        return say("compare_cold", moment.turn)
    known.sort(key=lambda row: -row[0])
    first, *rest = [f"{guess:.1f}" for guess, _, _ in known]
    others = listed([f"{guess} for {item.title}" for guess, (_, _, item) in zip(rest, known[1:], strict=True)])
    guesses = f"I'd guess {first} of {high} for {known[0][2].title} and {others}"
    if known[0][0] - known[1][0] < EVEN or first == rest[0]:
        return say("compare_even", moment.turn, why=guesses)
    liked = [e.value for e in known[0][1]]
    why = guesses + (f", and your liking for {listed(liked)} speaks for it" if liked else "")
    return say("compare_suits", moment.turn, item=known[0][2].title, why=why)


def _several(items: Sequence[Item]) -> str:
    return "Both" if len(items) == 2 else "All three"


def _most(moment: Moment, room: Room) -> Outcome | None:
    """`which of these is the oldest?`: told from what is on record; None where the message asks nothing of the kind."""
    low = moment.message.lower()
    last = moment.history[-1] if moment.history else None
    compared = last is not None and last["intent"] == "compare" and not _OF_ALL.search(low)
    rows = last.get("grounds", ()) if last and compared else moment.shown  # "which one is the newest?" of those
    items = list(
        {row["item_id"]: room.catalog[row["item_id"]] for row in rows if row["item_id"] in room.catalog}.values()
    )
    for word, field, sign in _MOST:
        amounts = [(sign * value, item) for item in items if (value := _amount(item, field)) is not None]
        if amounts and word in low:
            told = sorted(amounts, key=lambda row: row[0])
            found = [item for value, item in told if value == told[0][0]]
            text = room.replies.say("most", moment.turn, item=listed([i.label for i in found[:3]]), most=word)
            text = text if len(found) == 1 else text.replace(" is the ", " are the ", 1)
            return Outcome(text, grounds=tuple(ground(i, facts_of(i, field)) for _, i in told))
    return None


def _amount(item: Item, field: str) -> int | None:
    value = item.scales.get(field) if field in SCALES else getattr(item, field)
    return None if value is None else int(value)
