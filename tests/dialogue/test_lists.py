"""Writing on request: recognised, short, in an order that facts bear out, and of nothing but facts."""

from __future__ import annotations

import pytest

from chatbot.catalog import Catalog, normalise
from chatbot.dialogue.lists import LEAST, MOST, PITCH_WORDS, asked_for, how_many, in_a_paragraph, in_order
from chatbot.domain import Domain
from chatbot.types import Item
from tests.dialogue.conftest import Reader


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("make me a watch list for the weekend", "watch list"),
        ("can you plan our movie night", "watch list"),
        ("a watchlist of 90s comedies, five films", "watch list"),
        ("give me that list to share", "share"),
        ("the list as markdown please", "share"),
        ("pitch me The Thing in a paragraph", "pitch"),
        ("sell me on the second one", "pitch"),
        ("plan me three comedies, in order, say why each", "watch list"),
        ("Make me a list for the two days, what first and what after, and why", "watch list"),
        ("a plan for three evenings", "watch list"),
        ("which first and which second, for my days off?", "watch list"),
        ("two westerns in a good order", "watch list"),
        ("write me a few sentences about Heat", "pitch"),
        ("one short paragraph on Heat", "pitch"),
        ("write two lines about the first one", "pitch"),
        ("now the whole list so i can paste it in the group chat", "share"),
        ("these as text please", "share"),
        ("all of it so that we can send it round, in markdown", "share"),
        ("I wrote a few lines today", ""),
        ("what order are they in", ""),
        ("something for the weekend", ""),
        ("how do I find my watch list?", ""),
        ("I loved Pitch Black", ""),
        ("shared memories", ""),
    ],
)
def test_what_is_asked_for(read: Reader, text: str, kind: str) -> None:
    assert asked_for(text, read(text)) == kind


def test_a_watch_list_holds_three_to_five() -> None:
    assert [how_many(f"a watch list of {n} films") for n in ("two", "3", "five", "9")] == [LEAST, 3, MOST, MOST]


def test_the_order_is_what_it_says(shown: list[Item]) -> None:
    found, why = in_order(shown)
    assert sorted(i.item_id for i in found) == sorted(i.item_id for i in shown)
    efforts = [item.scales["effort"] for item in found]
    assert efforts == sorted(efforts) and found[-1].title in why
    bare = [Item("b", "B", 1990), Item("a", "A", 1980)]
    assert in_order(bare) == ([bare[1], bare[0]], "oldest first")


def test_a_pitch_says_only_what_is_on_record(catalog: Catalog, domain: Domain) -> None:
    glue = {*"by with and film in it very minutes of your evening the science fiction family noir".split()}
    quality = {*"violent scary sad funny fast demanding".split()}
    for item in catalog.items[:400]:
        text = in_a_paragraph(item)
        assert len(text.split()) <= PITCH_WORDS and item.title in text
        facts = [
            item.label,
            item.description,
            str(item.minutes),
            *item.genres,
            *(v for f in item.facts.values() for v in f),
        ]
        known = {*normalise(" ".join(facts)).split()} | glue | quality
        assert {*normalise(text).split()} <= known, item.item_id
