"""Linking on labelled messages, and the single rules behind it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.dialogue.linking import Linker
from chatbot.dialogue.linking.names import key_of
from chatbot.dialogue.years import years_said
from chatbot.domain import Domain
from chatbot.errors import DataError
from chatbot.evaluation.linking import measure, read
from chatbot.settings import ROOT

RECALL, FILMS, ALONE = 0.93, 0.92, 0.82
DEV = ROOT / "data" / "mentions" / "dev.jsonl"

FIRST = [
    # stretches of a title, sub-titles, series and numbers
    ("I loved Lebowski", "the-big-lebowski-1998"),
    ("seen crouching tiger already", "crouching-tiger-hidden-dragon-2000"),
    ("fury road is just one long chase", "mad-max-fury-road-2015"),
    ("the second Godfather beats the first", "the-godfather-part-ii-1974"),
    ("godfather part three", "the-godfather-part-iii-1990"),
    ("the third Indiana Jones", "indiana-jones-and-the-last-crusade-1989"),
    ("alien 3", "alien-3-1992"),
    # joined, split, misspelt and original names
    ("bladerunner, final cut obviously", "blade-runner-1982"),
    ("inceptoin was ok", "inception-2010"),
    ("pulp ficiton!!!", "pulp-fiction-1994"),
    ("les diaboliques", "diabolique-1955"),
    # a title goes before another film's by-name and before the head of a longer one
    ("magnificient seven", "the-magnificent-seven-1960"),
    ("The Mission has that music", "the-mission-1986"),
    # remakes by year, person and order
    ("King Kong but the 1933 one", "king-kong-1933"),
    ("the king kong with Jessica Lange in it", "king-kong-1976"),
    ("Oceans Eleven with Sinatra was the original btw", "oceans-eleven-1960"),
    ("magnificent seven the original with yul brynner", "the-magnificent-seven-1960"),
    ("the old Psycho please, not whatever Vince Vaughn was doing", "psycho-1960"),
]


@pytest.fixture(scope="module")
def figures(linker: Linker) -> dict[str, Any]:
    return measure(linker, DEV)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("The one is Four Funerals and a Wedding, or the other way about", ["four-weddings-and-a-funeral-1994"]),
        ("I was given Eat, Drink, Men and Women", ["eat-drink-man-woman-1994"]),
        ("two funerals and four weddings this month", []),
        ("Mary Poppins at five stars; and Fargo at two, as I thought", ["mary-poppins-1964", "fargo-1996"]),
        ("we drove through Fargo at two, as I thought", []),
    ],
)
def test_names_out_of_order_and_beside_stars(linker: Linker, text: str, items: list[str]) -> None:
    assert [m.value for m in linker.link(text) if m.kind == "item"] == items


@pytest.mark.parametrize(("text", "item_id"), FIRST)
def test_the_item_that_is_meant_comes_first(linker: Linker, text: str, item_id: str) -> None:
    assert [m.value for m in linker.link(text) if m.kind == "item"][:1] == [item_id]


def test_namesakes_are_kept_for_asking_back(linker: Linker) -> None:
    """The best known comes first, the rest stand in `others`."""
    solaris = linker.link("solaris")[0]
    assert {solaris.value, *solaris.others} == {"solaris-1972", "solaris-2002"}
    hepburn = linker.link("a Hepburn film")[0]
    assert {"Audrey Hepburn", "Katharine Hepburn"} <= {hepburn.value, *hepburn.others}
    assert linker.link("I loved Pulp Fiction")[0].others == ()


@pytest.mark.parametrize(
    ("text", "theme"),
    [("heists", "heist"), ("ww2 please", "world war two"), ("a time-loop thing", "time loop"), ("dragons!", "dragons")],
)
def test_themes_in_everyday_words(linker: Linker, text: str, theme: str) -> None:
    assert [m.value for m in linker.link_all(text) if m.kind == "theme"] == [theme]


def test_themes_and_years_are_told_only_when_asked_for(linker: Linker) -> None:
    text = "slashers from the 80s"
    assert {m.kind for m in linker.link(text)} == {"genre"}
    assert {(m.kind, m.value) for m in linker.link_all(text)} == {
        ("genre", "Horror"), ("theme", "slasher"), ("years", "1980-1989"),
    }  # fmt: skip


def test_one_thing_or_being_is_no_theme(linker: Linker) -> None:
    assert not linker.link_all("my boss is a shark")
    assert [m.value for m in linker.link_all("something slow, a heist, and with a dragon")] == ["heist", "dragons"]
    assert [m.value for m in linker.link_all("comedy's back")] == ["Comedy"]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("from the nineties", ["1990-1999"]),
        ("the fifties or sixties", ["1950-1959", "1960-1969"]),
        ("nothing made after 2000", ["2001-"]),
        ("2010 or later", ["2010-"]),
        ("before 1960", ["-1959"]),
        ("between 1960 and 1975", ["1960-1975"]),
        ("she was born in 2003", []),
    ],
)
def test_years(text: str, years: list[str]) -> None:
    assert [value for value, _, _ in years_said(text)] == years


def test_a_year_beside_a_title_is_no_mention_of_its_own(linker: Linker) -> None:
    assert [m.kind for m in linker.link_all("Halloween from 1978")] == ["item"]
    assert [m.value for m in linker.link_all("dune 2021 > dune 1984")] == ["dune-2021", "dune-1984"]


def test_names_are_compared_without_gaps_articles_and_spelt_numbers() -> None:
    assert key_of("the spider man".split()) == key_of(["spiderman"])
    assert key_of("rocky ii".split()) == key_of("rocky part two".split())
    assert key_of(["a", "i"]) == "ai"
    assert key_of(["it"]) == "it"


def test_mentions_on_the_labelled_messages(figures: dict[str, Any]) -> None:
    """Floors a little below what is reached. The weights are fitted on these messages among others."""
    recall = figures["recall"]
    assert recall["all"] > RECALL, recall
    assert recall["film"] > FILMS
    assert recall["person"] > 0.95
    assert recall["theme"] > 0.92
    assert figures["left_alone"] > ALONE


def test_exact_names_alone_find_far_less(figures: dict[str, Any]) -> None:
    assert figures["baseline"]["recall"]["all"] + 0.25 < figures["recall"]["all"]


def test_the_labels_fit_the_catalogue(linker: Linker, domain: Domain) -> None:
    themes = {theme for item in linker.catalog for theme in item.facts.get("theme", ())}
    known: dict[str, Any] = {
        "film": linker.catalog,
        "person": set(linker.catalog.people.values()),
        "genre": domain.genres,
        "theme": themes,
    }
    for file in sorted(DEV.parent.glob("*.jsonl")):
        for text, mentions in read(file):
            for kind, ids in mentions:
                assert kind == "years" or all(one in known[kind] for one in ids), text


def test_theme_words_and_nicknames_name_what_there_is(linker: Linker, domain: Domain) -> None:
    themes = {theme for item in linker.catalog for theme in item.facts.get("theme", ())}
    assert set(domain.theme_words) <= themes


def test_a_malformed_label_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps({"text": "hello", "mentions": []}) + "\n{}\n", "utf-8")
    with pytest.raises(DataError, match="not a labelled message"):
        read(file)
