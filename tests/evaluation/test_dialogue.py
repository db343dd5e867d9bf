"""Checks on answers: each kind passes what is right and fails what is wrong; whole dialogues with a scripted LLM."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chatbot.catalog import Catalog
from chatbot.chatbot import Chatbot
from chatbot.evaluation.checks import Check, Scene, check_answer
from chatbot.evaluation.dialogue import failed_lines, measure
from chatbot.evaluation.script import Cards, Expect, items_by_label, read_scripts
from chatbot.types import Constraints, Turn

NEW, BEFORE = ("event-horizon-1997", "dark-city-1998"), ("heat-1995", "fargo-1996")


def answer(**changed: Any) -> dict[str, Any]:
    row = Turn("c", "t", "u", "hi", "similar", "Like Alien, by Ridley Scott: two films.").to_json()
    row["constraints"] = Constraints(year_min=1990, similar_to=("alien-1979",), at_most={"age": 18}).to_json()
    row["items"] = [
        {"item_id": "event-horizon-1997", "title": "Event Horizon", "reason": "Like Alien.",
         "evidence": [{"kind": "liked_item", "value": "Alien", "weight": 0.4, "id": "e1"}]},
        {"item_id": "dark-city-1998", "title": "Dark City", "reason": "Like Alien, too.", "evidence": []},
    ]  # fmt: skip
    row["sources"] = [{"id": "refund", "title": "Get a refund", "score": 0.9}]
    return row | changed


@pytest.fixture(scope="module")
def check(catalog: Catalog) -> Callable[..., list[Check]]:
    cards = Cards([catalog[i] for i in BEFORE], [catalog[i] for i in NEW])
    scene = Scene(catalog, items_by_label(catalog), cards, frozenset({"dark-city-1998"}), frozenset({"heat-1995"}))
    return lambda row=None, **expect: check_answer(row or answer(), Expect.model_validate(expect), scene)


def failed(checks: list[Check]) -> set[str]:
    return {c.field for c in checks if not c.ok}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ({"intent": ["refine", "similar"]}, {"intent": "recommend"}),
        ({"constraints": {"year_min": 1990, "similar_to": ["Alien (1979)"]}}, {"constraints": {"year_min": 1991}}),
        ({"constraints": {"people": [], "at_most": {"age": 18}}}, {"constraints": {"similar_to": []}}),
        ({"constraints": {"at_least": {}, "year_max": None}}, {"constraints": {"at_most": {"age": 12}}}),
        ({"includes": {"similar_to": ["Alien (1979)"]}}, {"includes": {"similar_to": ["{1}"]}}),
        ({"empty": ["people", "year_max", "at_least"]}, {"empty": ["at_most"]}),
        ({"items": 2}, {"items": {"min": 3}}),
        ({"each": {"genres": ["Sci-Fi"], "year_min": 1997}}, {"each": {"genres": ["Horror"]}}),
        ({"some": {"genres": ["Horror"]}}, {"some": {"people": ["Al Pacino"]}}),
        ({"has": ["Event Horizon (1997)", "{new2}"]}, {"has": ["{1}"]}),
        ({"lacks": ["{1}", "Alien (1979)"]}, {"lacks": ["{new1} ({new1.year})"]}),
        ({}, {"fresh": True}),
        ({"evidence": {"kind": "liked_item", "value": "alien"}}, {"evidence": {"value": "Heat"}}),
        ({"evidence": {"value": "Alien (1979)"}}, {"evidence": {"kind": "popularity"}}),
        ({"reply": ["ridley", "two|2"]}, {"reply": ["{1.director}"]}),
        ({"not_reply": ["refunded"]}, {"not_reply": ["ALIEN"]}),
        ({"sources": ["refund"]}, {"sources": []}),
        ({"sources": ["refund"]}, {"sources": ["refund", "cookies"]}),
        ({"handoff": False}, {"handoff": True}),
    ],
)
def test_each_expectation(check: Callable[..., list[Check]], right: dict[str, Any], wrong: dict[str, Any]) -> None:
    assert not failed(check(**right))
    assert failed(check(**wrong)) == set(wrong)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reply": "  "}, "told"),
        ({"reply": "word " * 81}, "words"),
        ({"items": [{"item_id": "invented-1", "title": "Invented", "reason": "r", "evidence": []}]}, "catalogue"),
        ({"items": [{"item_id": "heat-1995", "title": "Another", "reason": "r", "evidence": []}]}, "catalogue"),
        ({"constraints": Constraints(not_genres=("Horror",)).to_json()}, "limits"),
        ({"items": [answer()["items"][0] | {"reason": ""}]}, "reasons"),
        ({"error": {"code": "store", "message": "gone"}}, "error"),
    ],
)
def test_what_holds_of_every_answer(check: Callable[..., list[Check]], changed: dict[str, Any], field: str) -> None:
    assert failed(check(answer(**changed))) == {field}
    assert all(c.always for c in check(answer(**changed)) if not c.ok)


def test_what_was_judged_does_not_come_back_unasked(catalog: Catalog) -> None:
    cards = Cards((), [catalog["heat-1995"]])
    scene = Scene(catalog, items_by_label(catalog), cards, judged=frozenset({"heat-1995"}))
    row = answer(items=[], constraints=Constraints().to_json())
    assert failed(check_answer(row, Expect(), scene)) == {"unseen"}
    assert not failed(check_answer(row, Expect(seen_again=True), scene))


def test_a_fact_that_nobody_holds_is_not_asked_for(catalog: Catalog) -> None:
    unknown = next(item for item in catalog if not item.facts.get("director"))
    scene = Scene(catalog, {}, Cards([unknown]))
    row = answer(items=[], constraints=Constraints().to_json())
    assert not failed(check_answer(row, Expect(reply=("{1.director}",)), scene))
    assert failed(check_answer(row, Expect(reply=("{2.director}",)), scene)) == {"reply"}, "a card that never was"


# -- whole dialogues --------------------------------------------------------------------------------------------------

TALK = """
- id: t-01
  kind: likes
  turns:
    - say: I loved Alien, what should I watch tonight?
      expect: {items: 5, evidence: {kind: liked_item, value: Alien}, has: ["{new1}"], reply: [Alien]}
    - press: {item: "{1}", signal: seen}
    - say: something else
      expect: {items: 5, fresh: true, lacks: ["{1}"]}
- id: t-02
  kind: safety
  turns:
    - say: a horror film please
      expect: {constraints: {genres: [Horror]}, each: {genres: [Horror]}, reply: [no such words]}
    - say: tell me about {9}
      expect: {items: 0}
    - say: "\\x01"
      expect: {error: bad_input}
"""


def test_dialogues_are_played_and_counted(make_bot: Callable[..., Chatbot], catalog: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "dev-t.yaml"
    path.write_text(TALK, "utf-8")
    report = measure(make_bot(), read_scripts(path, catalog), seed=0)
    metrics = {name: m["value"] for name, m in report["metrics"].items()}
    assert [(row["dialogue"], row["turn"], row["field"]) for row in report["failed"]] == [
        ("t-02", 1, "reply"), ("t-02", 2, "say"),
    ]  # fmt: skip
    assert metrics["checks"] == 12 and metrics["passed"] == pytest.approx(10 / 12)
    assert metrics["kind likes"] == 1 and metrics["field reply"] == 0.5 and metrics["dialogues_without_fault"] == 0.5
    assert metrics["outside_catalogue"] == metrics["constraint_violations"] == metrics["seen_repeated"] == 0
    first = next(failed_lines(report))
    assert "t-02 (safety) turn 1 “a horror film please”: reply: expected /no such words/; came" in first


def test_the_same_dialogues_end_the_same(make_bot: Callable[..., Chatbot], catalog: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "dev-t.yaml"
    path.write_text(TALK, "utf-8")
    scripts = read_scripts(path, catalog)
    once, again = (measure(make_bot(), scripts, seed=0) for _ in range(2))
    timeless = lambda report: {k: v for k, v in report["metrics"].items() if not k.startswith("ms_")}  # noqa: E731
    assert timeless(once) == timeless(again) and once["failed"] == again["failed"]
