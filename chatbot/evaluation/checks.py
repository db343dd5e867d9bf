"""What an answer must hold: each expectation of a scripted turn as one check, and what holds of every answer unasked.

It reads answers in the shape of the contract (`Turn.to_json()`) and knows no chatbot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chatbot.catalog import Catalog, normalise
from chatbot.evaluation.script import FILM, FILMS, Cards, Expect, Missing, NotKnown
from chatbot.types import Constraints, Item

SAID = 160  # letters of an answer that a failed check shows


@dataclass(frozen=True)
class Check:
    """One thing that must hold. always: held of every answer, without being written. count: items that break it."""

    field: str
    wanted: str
    came: str
    ok: bool
    always: bool = False
    count: int = 0


@dataclass(frozen=True)
class Scene:
    """What an answer is checked against. listed: item ids of every card shown before in this dialogue; judged: what the
    person has rated, seen or refused up to and with this turn; labels: `Title (Year)` -> item."""

    catalog: Catalog
    labels: Mapping[str, Item]
    cards: Cards
    listed: frozenset[str] = frozenset()
    judged: frozenset[str] = frozenset()

    def item_id(self, film: str) -> str:
        """Of a label or a placeholder. Raises: Missing."""
        match = FILM.fullmatch(film)
        return (self.cards.item(match) if match else self.labels[film]).item_id


def check_answer(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> list[Check]:
    """Every check of one answer, the written ones first."""
    if answer["error"] is not None or expect.error is not None:
        code = (answer["error"] or {}).get("code")
        wanted = expect.error or "no error"
        return [Check("error", wanted, str(answer["error"]), code == expect.error, always=expect.error is None)]
    checks = []
    for field, read in CHECKS.items():
        try:
            checks += [Check(field, *row) for row in read(answer, expect, scene)]
        except Missing as error:
            checks.append(Check(field, str(error), "it was not shown", False))
        except NotKnown:
            continue
    return [*checks, *_always(answer, expect, scene)]


Rows = Iterator[tuple[str, str, bool]]  # wanted, came, ok


def _intent(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    if expect.intent is not None:
        yield " or ".join(expect.intent), answer["intent"], answer["intent"] in expect.intent


def _constraints(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    for name, wanted in (expect.constraints or {}).items():
        came = answer["constraints"].get(name)
        ok = _same(_options(name, wanted, scene), came) if isinstance(wanted, list) else _plain(wanted) == _plain(came)
        yield f"{name} = {wanted}", str(came), ok


def _includes(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    for name, wanted in (expect.includes or {}).items():
        came = answer["constraints"].get(name)
        if isinstance(wanted, list):
            ok = all(any(o in _names(came) for o in options) for options in _options(name, wanted, scene))
        else:
            ok = set(wanted.items()) <= set((came or {}).items()) if isinstance(wanted, dict) else wanted == came
        yield f"{name} with {wanted}", str(came), ok


def _empty(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    for name in expect.empty:
        came = answer["constraints"].get(name)
        yield f"no {name}", str(came), came in (None, [], {})


def _items(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    if expect.items is not None:
        n, span = len(answer["items"]), expect.items
        wanted = str(span.min) if span.min == span.max else f"{span.min} to {span.max}"
        yield f"{wanted} items", f"{n}: {_reply(answer)}", span.min <= n <= span.max


def _each(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    if expect.each is not None:
        wrong = [i for i in scene.cards.new if not meets(i, _facts(expect.each, scene), scene.catalog)]
        yield f"each {expect.each}", _labels(wrong) or "all", not wrong


def _some(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    if expect.some is not None:
        cards = scene.cards.new
        yield (
            f"one with {expect.some}",
            _labels(cards),
            any(meets(i, _facts(expect.some, scene), scene.catalog) for i in cards),
        )


def _has(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    ids = [item.item_id for item in scene.cards.new]
    yield from ((f"has {film}", _labels(scene.cards.new), scene.item_id(film) in ids) for film in expect.has)


def _lacks(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    ids = [item.item_id for item in scene.cards.new]
    yield from ((f"lacks {film}", _labels(scene.cards.new), scene.item_id(film) not in ids) for film in expect.lacks)


def _fresh(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    if expect.fresh:
        again = [item for item in scene.cards.new if item.item_id in scene.listed]
        yield "no card shown before", _labels(again) or "none", not again


def _evidence(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    if expect.evidence is not None:
        wanted = {k: _untitled(o, scene) for k, v in expect.evidence.items() for o in scene.cards.options(v)}
        found = [e for row in answer["items"] for e in row["evidence"]]
        ok = any(all(normalise(str(e.get(k, ""))) == normalise(v) for k, v in wanted.items()) for e in found)
        came = ", ".join(dict.fromkeys(f"{e['kind']} {e['value']}" for e in found))
        yield f"evidence {wanted}", came[:SAID] or "none", ok


def _replies(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    for regex in expect.reply:
        pattern = scene.cards.pattern(regex)
        yield f"/{pattern}/", _reply(answer), bool(re.search(pattern, answer["reply"], re.I | re.S))


def _not_replies(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    for regex in expect.not_reply:
        pattern = scene.cards.pattern(regex)
        yield f"not /{pattern}/", _reply(answer), not re.search(pattern, answer["reply"], re.I | re.S)


def _sources(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    if expect.sources is not None:
        came = [source["id"] for source in answer["sources"]]
        ok = set(expect.sources) <= set(came) if expect.sources else not came
        yield f"sources {list(expect.sources)}", f"{came}: {_reply(answer)}", ok


def _handoff(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Rows:
    if expect.handoff is not None:
        yield f"handoff {expect.handoff}", f"{answer['handoff']}: {_reply(answer)}", answer["handoff"] == expect.handoff


CHECKS: dict[str, Callable[[Mapping[str, Any], Expect, Scene], Rows]] = {
    "intent": _intent,
    "constraints": _constraints,
    "includes": _includes,
    "empty": _empty,
    "items": _items,
    "each": _each,
    "some": _some,
    "has": _has,
    "lacks": _lacks,
    "fresh": _fresh,
    "evidence": _evidence,
    "reply": _replies,
    "not_reply": _not_replies,
    "sources": _sources,
    "handoff": _handoff,
}


# -- what holds of every answer ---------------------------------------------------------------------------------------


def _always(answer: Mapping[str, Any], expect: Expect, scene: Scene) -> Iterator[Check]:
    reply, catalog = answer["reply"], scene.catalog
    words = len(reply.split())
    yield Check("told", "a reply", reply[:SAID], bool(reply.strip()), True)
    yield Check("words", f"at most {expect.max_words} words", f"{words}: {reply}", words <= expect.max_words, True)
    rows = answer["items"]
    foreign = [r for r in rows if r["item_id"] not in catalog or catalog[r["item_id"]].title != r["title"]]
    yield _none("catalogue", "items of the catalogue only", [str(r["title"]) for r in foreign])
    limits = Constraints.from_json(answer["constraints"])
    broken = [item.label for item in scene.cards.new if not meets(item, limits, catalog)]
    yield _none("limits", f"cards within {_short(answer['constraints'])}", broken)
    seen = [item.label for item in scene.cards.new if item.item_id in scene.judged and not expect.seen_again]
    yield _none("unseen", "nothing rated, seen or refused", seen)
    yield _none("reasons", "a reason on each card", [str(r["title"]) for r in rows if not r["reason"].strip()])


def _none(field: str, wanted: str, wrong: Sequence[str]) -> Check:
    return Check(field, wanted, "; ".join(wrong), not wrong, True, len(wrong))


def meets(item: Item, limits: Constraints, catalog: Catalog) -> bool:
    """Whether the item is within the limits, what is not known of it counting as outside."""
    return bool(catalog.allowed(limits)[catalog.index(item.item_id)])


# -- inner ------------------------------------------------------------------------------------------------------------


def _facts(facts: Mapping[str, Any], scene: Scene) -> Constraints:
    values = {k: [scene.cards.filled(x) for x in v] if isinstance(v, list) else v for k, v in facts.items()}
    return Constraints.from_json(values)


def _options(name: str, wanted: Sequence[str], scene: Scene) -> list[frozenset[str]]:
    """For each wanted value what may stand for it: item ids of films, else names in one spelling."""
    if name in FILMS:
        return [frozenset({scene.item_id(film)}) for film in wanted]
    return [frozenset(map(normalise, scene.cards.options(value))) for value in wanted]


def _names(came: Sequence[str]) -> set[str]:
    """Names in one spelling, and as they are: item ids have no other."""
    return {*came, *map(normalise, came)}


def _same(options: Sequence[frozenset[str]], came: Sequence[str]) -> bool:
    return len(options) == len(set(came)) and all(any(o in _names(came) for o in some) for some in options)


def _plain(value: Any) -> Any:
    return value or None  # what is not bound is left out of a dialogue, or written as nothing


def _untitled(value: str, scene: Scene) -> str:
    return scene.labels[value].title if value in scene.labels else value


def _labels(items: Sequence[Item]) -> str:
    return "; ".join(item.label for item in items)


def _reply(answer: Mapping[str, Any]) -> str:
    return " ".join(answer["reply"].split())[:SAID]


def _short(limits: Mapping[str, Any]) -> str:
    return str({name: value for name, value in limits.items() if value not in (None, [], {})})
