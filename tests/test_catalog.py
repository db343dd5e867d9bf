"""Catalog: reading it, finding in it, and which items meet a set of limits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.catalog import Catalog, checksum, describe, load_catalog, measure_of, normalise, people_of, write_catalog
from chatbot.domain import Domain, load_domain
from chatbot.errors import DataError, NotFoundError
from chatbot.types import Constraints, Item

ALIEN = Item("alien-1979", "Alien", 1979, ("Horror", "Sci-Fi"),
             {"director": ("Ridley Scott",), "cast": ("Sigourney Weaver", "Tom Skerritt")}, known=10)  # fmt: skip
HEAT = Item("heat-1995", "Heat", 1995, ("Action", "Crime"), {"director": ("Michael Mann",), "cast": ("Al Pacino",)})
AMELIE = Item("amelie-2001", "Amélie", 2001, ("Comedy", "Romance"), {"director": ("Jean-Pierre Jeunet",)},
              ("Le Fabuleux Destin d'Amélie Poulain",))  # fmt: skip
UNDATED = Item("undated", "Undated", None, ("Horror",), {"cast": ("Al Pacino",)})
ITEMS = (ALIEN, HEAT, AMELIE, UNDATED)


@pytest.fixture
def few(domain: Domain) -> Catalog:
    return Catalog(ITEMS, domain)


TENSE = {"violence": 3, "scariness": 1, "sadness": 1, "humour": 0, "pace": 2, "effort": 1}
CALM = dict.fromkeys(TENSE, 0)
TOLD = (
    Item("a", "A", 1995, ("Crime",), {"theme": ("heist", "revenge")}, scales=TENSE, age=16, minutes=170),
    Item("b", "B", 1995, ("Comedy",), {"theme": ("heist", "zombies")}, scales=CALM, age=6, minutes=90),
    Item("c", "C", 1995, ("Drama",), {"theme": ("slow burn",)}, scales={"pace": 0}),
    Item("d", "D", 1995, ("Drama",)),
)


def write(path: Path, *rows: dict[str, Any] | str) -> Path:
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows), "utf-8")
    return path


def test_items_are_found_by_id(few: Catalog) -> None:
    assert len(few) == 4 and list(few) == list(ITEMS)
    assert few["heat-1995"] is HEAT and few.index("heat-1995") == 1
    assert "heat-1995" in few and "heat" not in few and None not in few


def test_an_unknown_id_suggests_the_nearest(few: Catalog) -> None:
    with pytest.raises(NotFoundError, match=r"no item 'heat-1996'\. Did you mean 'heat-1995'\?"):
        few["heat-1996"]


def test_people_are_found_however_they_are_written(few: Catalog) -> None:
    assert few.with_person("al pacino") == (HEAT, UNDATED)
    assert few.with_person("JEAN PIERRE JEUNET") == (AMELIE,)
    assert few.with_person("Nobody") == ()
    assert few.people[normalise("ridley scott")] == "Ridley Scott"


def test_somebody_who_directs_and_plays_counts_once(domain: Domain) -> None:
    both = Item("a", "A", 1990, (), {"director": ("Clint Eastwood",), "cast": ("Clint Eastwood",)})
    assert Catalog([both], domain).with_person("Clint Eastwood") == (both,)
    assert people_of(both, domain) == ("Clint Eastwood", "Clint Eastwood")


@pytest.mark.parametrize(
    ("limits", "left"),
    [
        (Constraints(), ITEMS),
        (Constraints(genres=("Horror",)), (ALIEN, UNDATED)),
        (Constraints(genres=("Horror", "Sci-Fi")), (ALIEN,)),
        (Constraints(not_genres=("Horror",)), (HEAT, AMELIE)),
        (Constraints(genres=("Horror",), not_genres=("Sci-Fi",)), (UNDATED,)),
        (Constraints(year_min=1995), (HEAT, AMELIE)),
        (Constraints(not_decades=("1990s",)), (ALIEN, AMELIE)),
        (Constraints(year_max=1995), (ALIEN, HEAT)),
        (Constraints(year_min=1995, year_max=1995), (HEAT,)),
        (Constraints(year_min=2000, year_max=1990), ()),
        (Constraints(people=("Al Pacino",)), (HEAT, UNDATED)),
        (Constraints(people=("Al Pacino", "Michael Mann")), (HEAT,)),
        (Constraints(people=("Nobody",)), ()),
        (Constraints(not_people=("Al Pacino", "Nobody")), (ALIEN, AMELIE)),
        (Constraints(exclude_items=("heat-1995", "gone")), (ALIEN, AMELIE, UNDATED)),
        (Constraints(similar_to=("alien-1979",)), (HEAT, AMELIE, UNDATED)),
    ],
)
def test_limits(few: Catalog, limits: Constraints, left: tuple[Item, ...]) -> None:
    assert tuple(item for item, ok in zip(few, few.allowed(limits), strict=True) if ok) == left


@pytest.mark.parametrize(
    ("limits", "left"),
    [
        (Constraints(themes=("heist",)), "ab"),
        (Constraints(themes=("heist", "zombies")), "b"),
        (Constraints(themes=("nothing of the kind",)), ""),
        (Constraints(not_themes=("zombies",)), "ac"),
        (Constraints(not_themes=("nothing of the kind",)), "abc"),
        (Constraints(at_least={"violence": 2}), "a"),
        (Constraints(at_most={"violence": 0}), "b"),
        (Constraints(at_most={"violence": 3}), "ab"),
        (Constraints(at_least={"pace": 0}), "abc"),
        (Constraints(at_most={"minutes": 100}), "b"),
        (Constraints(at_most={"age": 16}, at_least={"minutes": 100}), "a"),
        (Constraints(genres=("Drama",), at_most={"pace": 1}), "c"),
    ],
)
def test_what_is_not_known_meets_no_limit(domain: Domain, limits: Constraints, left: str) -> None:
    catalog = Catalog(TOLD, domain)
    assert "".join(item.item_id for item, ok in zip(TOLD, catalog.allowed(limits), strict=True) if ok) == left


def test_a_catalogue_tells_which_measures_it_knows(domain: Domain) -> None:
    assert Catalog(TOLD, domain).knows("minutes") and not Catalog(TOLD[2:], domain).knows("minutes")
    with pytest.raises(KeyError):
        Catalog(TOLD, domain).allowed(Constraints(at_most={"colour": 1}))


MEASURES = load_domain("films").measures
THEMES = ("heist", "zombies", "slow burn", "revenge")
SOME_THEMES = st.lists(st.sampled_from(THEMES), max_size=2).map(tuple)


def bounds(measures: tuple[str, ...]) -> st.SearchStrategy[dict[str, int]]:
    one = st.sampled_from(measures).flatmap(
        lambda m: st.tuples(st.just(m), st.integers(0, {"age": 18, "minutes": 200}.get(m, 3)))
    )
    return st.lists(one, max_size=2).map(dict)


@st.composite
def described(draw: st.DrawFn) -> list[Item]:
    """Items of which some, all or none of the facts are known."""
    values = {"age": 21, "minutes": 200}
    items = []
    for n in range(draw(st.integers(1, 6))):
        known = {m: draw(st.none() | st.integers(0, values.get(m, 3))) for m in MEASURES}
        scales = {m: v for m, v in known.items() if v is not None and m not in values}
        themes = draw(SOME_THEMES)
        facts = {"theme": tuple(dict.fromkeys(themes))} if themes else {}
        items.append(Item(str(n), str(n), facts=facts, scales=scales, age=known["age"], minutes=known["minutes"]))
    return items


@given(
    items=described(), themes=SOME_THEMES, not_themes=SOME_THEMES, at_least=bounds(MEASURES), at_most=bounds(MEASURES)
)
def test_everything_allowed_meets_every_limit(
    items: list[Item], themes: Any, not_themes: Any, at_least: dict[str, int], at_most: dict[str, int]
) -> None:
    limits = Constraints(themes=themes, not_themes=not_themes, at_least=at_least, at_most=at_most)
    for item, ok in zip(items, Catalog(items, load_domain("films")).allowed(limits), strict=True):
        told = item.facts.get("theme", ())
        low = [(measure_of(item, m), bound) for m, bound in at_least.items()]
        high = [(measure_of(item, m), bound) for m, bound in at_most.items()]
        assert bool(ok) == (
            set(themes) <= set(told)
            and (not not_themes or (bool(told) and not set(not_themes) & set(told)))
            and all(value is not None and value >= bound for value, bound in low)
            and all(value is not None and value <= bound for value, bound in high)
        )


GENRES, PEOPLE = load_domain("films").genres, ("Al Pacino", "Sigourney Weaver", "Ridley Scott", "Nobody")
YEARS = st.none() | st.integers(1970, 2005)


@given(
    limits=st.builds(
        Constraints,
        genres=st.lists(st.sampled_from(GENRES), max_size=2).map(tuple),
        not_genres=st.lists(st.sampled_from(GENRES), max_size=2).map(tuple),
        year_min=YEARS,
        year_max=YEARS,
        people=st.lists(st.sampled_from(PEOPLE), max_size=1).map(tuple),
        not_people=st.lists(st.sampled_from(PEOPLE), max_size=2).map(tuple),
        exclude_items=st.lists(st.sampled_from([i.item_id for i in ITEMS]), max_size=2).map(tuple),
    )
)
def test_limits_are_what_they_say(limits: Constraints) -> None:
    domain = load_domain("films")
    for item, ok in zip(ITEMS, Catalog(ITEMS, domain).allowed(limits), strict=True):
        people, year = people_of(item, domain), item.year
        assert bool(ok) == (
            set(limits.genres) <= set(item.genres)
            and not set(limits.not_genres) & set(item.genres)
            and set(limits.people) <= set(people)
            and not set(limits.not_people) & set(people)
            and (limits.year_min is None or (year is not None and year >= limits.year_min))
            and (limits.year_max is None or (year is not None and year <= limits.year_max))
            and item.item_id not in limits.exclude_items
            and (not limits.not_decades or (year is not None and f"{year // 10}0s" not in limits.not_decades))
        )


@pytest.mark.parametrize("bad", ["Horrors", "horror", ""])
def test_a_limit_on_an_unknown_genre_is_an_error(few: Catalog, bad: str) -> None:
    with pytest.raises(KeyError):
        few.allowed(Constraints(genres=(bad,)))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Amélie", "amelie"), ("WALL·E", "wall e"), ("Schindler's List", "schindlers list"),
        ("Schindler’s List", "Schindlers List"), ("Lilo & Stitch", "lilo and stitch"), ("  Se7en_", "se7en"),
        ("Spider-Man", "spider man"),
    ],
)  # fmt: skip
def test_names_are_compared_without_accents_marks_and_case(a: str, b: str) -> None:
    assert normalise(a) == normalise(b)


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


# -- reading ----------------------------------------------------------------------------------------------------------


def test_a_row_is_read(tmp_path: Path, domain: Domain) -> None:
    path = write(
        tmp_path / "films.jsonl",
        {"item_id": "a-1990", "title": "A", "year": 1990, "genres": ["Drama"], "facts": {"director": ["B"]},
         "alt_titles": ["C"], "source_ids": {"movielens": [5]}, "known": 7},
        "",
        {"item_id": "b", "title": "B"},
    )  # fmt: skip
    a, b = load_catalog(path, domain)
    assert a == Item("a-1990", "A", 1990, ("Drama",), {"director": ("B",)}, ("C",), {"movielens": ("5",)}, 7)
    assert b == Item("b", "B") and b.label == "B" and a.label == "A (1990)"


ROW = {"item_id": "a", "title": "A"}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("{", "2: not an item"), ("[]", "2: not an item"), ("7", "2: not an item"), ("null", "2: not an item"),
        ({"title": "A"}, "2: the field 'item_id' is missing"), ({"item_id": "x"}, "2: the field 'title' is missing"),
        (ROW | {"title": " "}, "2: not an item: expected text"), (ROW | {"title": 3}, "expected text, got 3"),
        (ROW | {"year": "soon"}, "2: not an item"), (ROW | {"genres": 3}, "2: not an item"),
        (ROW | {"genre": ["Drama"]}, r"unknown field 'genre'\. Did you mean 'genres'\?"),
        (ROW | {"facts": ["x"]}, "2: not an item"), (ROW | {"known": None}, "2: not an item"),
        ({"item_id": "first", "title": "A"}, "share an id"),
        (ROW | {"genres": ["Horor"]}, r"'a' has the unknown genre 'Horor'\. Did you mean 'Horror'\?"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named(tmp_path: Path, domain: Domain, row: dict[str, Any] | str, says: str) -> None:
    path = write(tmp_path / "films.jsonl", {"item_id": "first", "title": "First"}, row)
    with pytest.raises(DataError, match=says) as error:
        load_catalog(path, domain)
    assert str(error.value).startswith(str(path)) and str(error.value).count(str(path)) == 1


def test_an_unreadable_file_is_one_sentence(tmp_path: Path, domain: Domain) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b'{"item_id": "a", "title": "Caf\xe9"}')
    for name in ("none.jsonl", "latin.jsonl", "."):
        with pytest.raises(DataError, match="the catalogue cannot be read"):
            load_catalog(tmp_path / name, domain)


# -- texts ------------------------------------------------------------------------------------------------------------


def test_an_item_is_described_by_its_facts(domain: Domain) -> None:
    assert describe(ALIEN, domain) == (
        "Alien (1979). Horror, Sci-Fi. Directed by Ridley Scott. With Sigourney Weaver, Tom Skerritt."
    )
    assert describe(AMELIE, domain) == (
        "Amélie (2001). Comedy, Romance. Directed by Jean-Pierre Jeunet. "
        "also known as Le Fabuleux Destin d'Amélie Poulain."
    )
    assert describe(Item("x", "X"), domain) == "X."


def test_a_checksum_sees_order_and_borders() -> None:
    assert checksum(["a", "b"]) == checksum(iter(["a", "b"]))
    assert len({checksum(texts) for texts in (["a", "b"], ["b", "a"], ["ab"], ["a", "b", ""], [])}) == 5


def test_the_committed_catalogue_is_read_whole(catalog: Catalog) -> None:
    assert len(catalog) >= 7_500
    assert catalog["alien-1979"].facts["director"] == ("Ridley Scott",)
    assert catalog.allowed(Constraints(people=("Sigourney Weaver",), genres=("Sci-Fi",))).sum() >= 4


def test_write_catalog_is_compact_and_leaves_no_temporary_file(tmp_path: Path) -> None:
    path = tmp_path / "catalog" / "films.jsonl"
    write_catalog([Item("amelie-2001", "Amélie", 2001, ("Comedy",), {}, (), {"movielens": ("1",)}, 3)], path)
    assert path.read_text(encoding="utf-8") == (
        '{"item_id":"amelie-2001","title":"Amélie","year":2001,"genres":["Comedy"],'
        '"source_ids":{"movielens":["1"]},"known":3}\n'
    )
    assert list(path.parent.iterdir()) == [path]
