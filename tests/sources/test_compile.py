"""From facts to the rows of the catalogue: ids, order, what is refused."""

import pytest

from chatbot.errors import DataError
from chatbot.types import Item
from tests.sources.film_rows import film


def test_a_row_becomes_an_item(build):
    items, notes = build(
        film(
            directors=["Ridley Scott"],
            cast=["Sigourney Weaver"],
            genres=["Sci-Fi", "Horror"],
            ml100k_id=183,
            movielens_id=1214,
            ratings_in_100k=291,
            ratings_in_latest_small=146,
        )
    )
    assert items["Alien (1979)"] == Item(
        item_id="alien-1979",
        title="Alien",
        year=1979,
        genres=("Horror", "Sci-Fi"),
        facts={"director": ("Ridley Scott",), "cast": ("Sigourney Weaver",)},
        source_ids={"ml100k": ("183",), "movielens": ("1214",)},
        known=437,
    )
    assert notes == []


def test_a_genre_without_a_rule_is_refused(build):
    with pytest.raises(DataError, match=r"facts\.jsonl:2: genre 'Horor' of B \(1979\).*'Horror'"):
        build(film(), film("B", genres=["Horor"]))


def test_a_film_without_genre_is_noted(build):
    _, notes = build(film(genres=["Independent"]))
    assert notes == ["Alien (1979): no genre"]


def test_ids_are_readable_and_collide_in_a_fixed_order(build):
    rows = [film("Amélie", 2001, movielens_id=2), film("What?", 1999), film("What!?", 1999), film("Schindler's List")]
    rows[1]["ml100k_id"], rows[2]["ml100k_id"] = 1, 2
    ids = {label: item.item_id for label, item in build(*rows)[0].items()}
    assert ids == {
        "Amélie (2001)": "amelie-2001",
        "What!? (1999)": "what-1999",
        "What? (1999)": "what-1999-2",
        "Schindler's List (1979)": "schindlers-list-1979",
    }
    assert {label: item.item_id for label, item in build(*reversed(rows))[0].items()} == ids


def test_items_are_sorted_by_year_and_title(build):
    items, _ = build(film("B", 1990), film("C", 1980), film("A", 1990))
    assert list(items) == ["C (1980)", "A (1990)", "B (1990)"]


def test_two_films_of_one_name_are_refused(build):
    with pytest.raises(DataError, match=r"two films are called 'Alien \(1979\)'"):
        build(film(ml100k_id=1), film(ml100k_id=2))
