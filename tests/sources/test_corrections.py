"""What is wrong with one film is mended by one line; a line that fits nothing is refused."""

import pytest

from chatbot.errors import DataError
from tests.sources.film_rows import film


def test_mend_by_label_and_by_source_id(build):
    items, _ = build(
        film("Seven", 1995, ml100k_id=11, ratings_in_100k=236, cast=["Brad Pitt"]),
        film("Hate", 1995, movielens_id=97),
        corrections=(
            {"film": "Seven (1995)", "alt_titles": ["Se7en"], "director": ["David Fincher"], "known": 4},
            {"film": "ml100k:11", "ml100k": ["11", "12"], "genres": ["Thriller", "Crime"]},
            {"film": "movielens:97", "title": "La Haine", "year": 1996, "why": "its name"},
            {"film": "La Haine (1996)", "cast": ["Vincent Cassel"]},
        ),
    )
    assert items["Seven (1995)"].facts == {"director": ("David Fincher",), "cast": ("Brad Pitt",)}
    assert items["Seven (1995)"].source_ids == {"ml100k": ("11", "12")}
    assert (items["Seven (1995)"].genres, items["Seven (1995)"].known) == (("Crime", "Thriller"), 240)
    assert items["Seven (1995)"].alt_titles == ("Se7en",)
    assert items["La Haine (1996)"].facts == {"cast": ("Vincent Cassel",)}


def test_new_drop_and_same_as(build):
    items, notes = build(
        film("Nikita", 1990, ml100k_id=198),
        film("La Femme Nikita", 1990, movielens_id=1249),
        film("Untitled Sequel", 2023),
        corrections=(
            {"new": True, "title": "The Fear", "year": 1995, "genres": ["Horror"], "ml100k": ["1520"]},
            {"film": "Untitled Sequel (2023)", "drop": True, "why": "a working title"},
            {"film": "ml100k:198", "same_as": "movielens:1249"},
            {"film": "ml100k:198", "director": ["Luc Besson"]},
        ),
    )
    assert set(items) == {"La Femme Nikita (1990)", "The Fear (1995)"}
    assert items["La Femme Nikita (1990)"].facts == {"director": ("Luc Besson",)}
    assert "Untitled Sequel (2023): dropped. a working title" in notes


def test_a_person_is_renamed_everywhere(build):
    items, _ = build(
        film(cast=["The Rock"]),
        film("B", directors=["The Rock"]),
        corrections=({"person": "The Rock", "is": "Dwayne Johnson"},),
    )
    assert [list(item.facts.values()) for item in items.values()] == [[("Dwayne Johnson",)]] * 2


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"film": "Alien (1978)", "cast": []}, r"corrects 'Alien \(1978\)', which is no film.*'Alien \(1979\)'"),
        ({"cast": []}, "corrects None"),
        ({"film": "Alien (1979)", "directors": ["X"]}, "unknown key 'directors'.*'director'"),
        ({"film": "Alien (1979)", "year": "1979"}, "'year' is '1979', not a year"),
        ({"film": "Alien (1979)", "ml100k": [183]}, r"'ml100k' is \[183\], not a list of numbers in quotes"),
        ({"film": "Alien (1979)", "same_as": "Alien (1979)"}, "into itself"),
        ({"new": True, "title": "Alien", "year": 1979}, "is there already"),
        ({"new": True, "title": "Alien 5"}, "lacks 'year'"),
        ({"person": "Nobody", "is": "Somebody"}, "renames 'Nobody', who is in no film"),
        ({"person": "Nobody"}, "by the keys 'person' and 'is'"),
    ],
)
def test_one_that_fits_nothing_is_refused(build, row, message):
    with pytest.raises(DataError, match=r"corrections\.jsonl:1: .*" + message):
        build(film(), corrections=(row,))
