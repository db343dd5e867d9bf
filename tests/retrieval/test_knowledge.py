"""Knowledge: shared people without names, each told once and none whom the catalogue names."""

from __future__ import annotations

import numpy as np
import pytest

from chatbot.catalog import Catalog
from chatbot.domain import Domain
from chatbot.retrieval import knowledge
from chatbot.retrieval.knowledge import Knowledge
from chatbot.types import Item

DE_NIRO, PACINO = "Robert De Niro", "Al Pacino"
ITEMS = (
    Item("heat", "Heat", 1995, facts={"cast": (DE_NIRO, PACINO)}),
    Item("casino", "Casino", 1995, facts={"cast": (DE_NIRO,)}),
    Item("insider", "The Insider", 1999, facts={"cast": (PACINO,)}),
    Item("bare", "Bare"),
)


@pytest.fixture
def few(domain: Domain) -> Catalog:
    return Catalog(ITEMS, domain)


def people(text: str) -> set[tuple[str, str]]:
    """`writer:ann actor:bob` as facts."""
    return {(relation, entity) for relation, _, entity in (word.partition(":") for word in text.split())}


def shared(few: Catalog, mine: str, theirs: str, item: str = "heat", other: str = "bare") -> list[tuple[str, str]]:
    return Knowledge(few, {item: people(mine), other: people(theirs)}).shared(item, other)


def test_people_are_counted(few: Catalog) -> None:
    mine = "writer:ann writer:bob cinematographer:cid producer:d producer:e producer:f actor:x actor:y"
    assert shared(few, mine, mine) == [
        ("writer", "two writers"), ("cinematographer", "its cinematographer"), ("producer", "three producers"),
        ("actor", "two actors"),
    ]  # fmt: skip
    assert shared(few, mine, "writer:ann cinematographer:zoe") == [("writer", "a writer")]
    many = " ".join(f"actor:{n}" for n in range(9))
    assert shared(few, many, many) == [("actor", "several actors")]
    assert shared(few, "actor:x", "actor:x") == [], "one small part is no tie"


def test_nobody_is_told_twice(few: Catalog) -> None:
    """A director is named by the catalogue; whoever acts in both is an actor; the first part counts."""
    auteur = "director:woody writer:woody actor:woody actor:x"
    assert shared(few, auteur, auteur) == []
    assert shared(few, "director:m writer:m", "director:o writer:m") == [("writer", "its writer")]
    both = "writer:ann producer:ann actor:bob producer:bob actor:cid"
    assert shared(few, both, both) == [("writer", "its writer"), ("actor", "two actors")]


def test_actors_whom_the_catalogue_names_are_left_to_it(few: Catalog) -> None:
    three = "actor:1 actor:2 actor:3"
    assert shared(few, three, three, "heat", "casino") == [("actor", "two actors")]
    two = "actor:1 actor:2"
    assert shared(few, two, two, "heat", "casino") == [], "one of them may be the one with a name"
    assert shared(few, "actor:1", "actor:1", "heat", "insider") == []


def test_what_is_not_known_is_not_shared(few: Catalog) -> None:
    nothing = Knowledge(few)
    assert len(nothing) == 0 and nothing.shared("heat", "casino") == [] and not nothing.scores({"heat": 1.0}).any()
    assert Knowledge(few, {"heat": people("writer:ann")}).shared("heat", "bare") == []


def test_scores_are_cosines(few: Catalog) -> None:
    facts = {"heat": people("writer:ann producer:p"), "casino": people("writer:ann producer:p"),
             "insider": people("producer:p actor:lone"), "bare": people("director:ann writer:ann")}  # fmt: skip
    index = Knowledge(few, facts)
    scores = index.scores({"heat": 1.0})
    assert scores[:2] == pytest.approx(1) and 0 < scores[2] < 1 and scores[3] == 0, "directors are left out"
    assert scores.dtype == np.float32 and index.scores({"heat": -1.0})[1] == pytest.approx(-1)


def test_whoever_works_on_everything_ties_nothing(few: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowledge, "HUGE", 2)
    index = Knowledge(few, {item.item_id: people("producer:p") for item in ITEMS[:3]})
    assert not index.scores({"heat": 1.0}).any()
