"""Each cleaning rule of the catalogue's compile step, on facts of a few lines."""

import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.errors import DataError
from chatbot.sources.facts import clean_people, clean_title, compile_films, write_catalog
from chatbot.types import Item

GENRES = ("Action", "Children", "Comedy", "Crime", "Documentary", "Drama", "Fantasy", "Film-Noir", "Horror", "Sci-Fi",
          "Thriller")  # fmt: skip


def lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def build(tmp_path: Path):
    """Compiles the given rows and corrections; returns (items by label, notes)."""

    def run(*rows: dict[str, Any], corrections: tuple[dict[str, Any], ...] = ()) -> tuple[dict[str, Item], list[str]]:
        facts = lines(tmp_path / "facts.jsonl", list(rows))
        items, notes = compile_films(facts, GENRES, lines(tmp_path / "corrections.jsonl", list(corrections)))
        return {item.label: item for item in items}, notes

    return run


def film(title: str = "Alien", year: int = 1979, **fields: Any) -> dict[str, Any]:
    return {"title": title, "year": year, "genres": ["Horror"], "directors": [], "cast": [], **fields}


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


@pytest.mark.parametrize(
    ("raw", "title", "others"),
    [
        ("Thing, The", "The Thing", []),
        ("Avventura, L'", "L'Avventura", []),
        ("Librarian, The: The Curse", "The Librarian: The Curse", []),
        ("Professional, The (a.k.a. Leon)", "The Professional", ["Leon"]),
        ("Hate (aka Haine, La)", "Hate", ["La Haine"]),
        ("Mission: Impossible – Fallout", "Mission: Impossible - Fallout", []),
        ("(500) Days of Summer", "(500) Days of Summer", []),
        ("Me, Myself & Irene", "Me, Myself & Irene", []),
    ],
)
def test_titles_are_written_as_people_write_them(raw, title, others):
    assert clean_title(raw) == (title, others)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (["(voices)", ".", "voices of", "Voices of", "(", "nominee)", "Best Actor", "the"], []),
        (["Hong Kong", "John Woo"], ["John Woo"]),
        (["Robert Downey, Jr.", "Cuba Gooding  Jr."], ["Robert Downey Jr.", "Cuba Gooding Jr."]),
        (["Paul Burke (actor)", "Craig Sanger (writers)"], ["Paul Burke"]),
        (["Tony Jaa", "Tony Jaa"], ["Tony Jaa"]),
        (["will.i.am", "50 Cent", "Cher"], ["will.i.am", "50 Cent", "Cher"]),
    ],
)
def test_what_is_no_name_is_left_out(raw, clean):
    assert clean_people(raw) == clean


def test_what_was_left_out_is_noted(build):
    _, notes = build(film(cast=["(voices)", "Tom Hulce"]))
    assert notes == ["Alien (1979): left out of cast: '(voices)'"]


def test_one_person_is_written_one_way(build):
    items, _ = build(
        film(cast=["Penélope Cruz"]),
        film("B", cast=["Penélope Cruz", 'Dwayne "The Rock" Johnson']),
        film("C", cast=["Penelope Cruz", "Dwayne Johnson"]),
    )
    assert {name for item in items.values() for name in item.facts["cast"]} == {"Penélope Cruz", "Dwayne Johnson"}


@pytest.mark.parametrize(
    ("year", "genres", "subgenres", "result"),
    [
        (2000, ["Superhero"], [], ("Action",)),
        (2000, ["Slasher", "Supernatural"], [], ("Horror",)),
        (2000, ["Comedy", "Supernatural"], [], ("Comedy", "Fantasy")),
        (2000, ["Biography"], [], ("Drama",)),
        (2000, ["Biography", "Documentary"], [], ("Documentary",)),
        (2000, ["Spy"], [], ("Thriller",)),
        (2000, ["Crime"], ["Noir"], ("Crime",)),
        (1946, ["Crime"], ["Noir"], ("Crime", "Film-Noir")),
        (2000, ["Comedy"], ["Science Fiction", "War", "Family"], ("Comedy", "Sci-Fi")),
        (2000, ["Family", "Teen"], [], ("Children",)),
    ],
)
def test_genres_come_from_one_vocabulary(build, year, genres, subgenres, result):
    items, _ = build(film(year=year, genres=genres, subgenres=subgenres))
    assert items[f"Alien ({year})"].genres == result


def test_a_genre_without_a_rule_is_refused(build):
    with pytest.raises(DataError, match=r"facts\.jsonl:2: genre 'Horor' of B \(1979\).*'Horror'"):
        build(film(), film("B", genres=["Horor"]))


def test_a_film_without_genre_is_noted(build):
    _, notes = build(film(genres=["Independent"]))
    assert notes == ["Alien (1979): no genre"]


def test_twins_are_merged_and_remakes_are_not(build):
    items, notes = build(
        film("Romeo + Juliet", 1996, movielens_id=1059, ratings_in_latest_small=58),
        film("Romeo and Juliet", 1996, ml100k_id=421, ratings_in_100k=106, cast=["Claire Danes"], genres=["Drama"]),
        film("Romeo and Juliet", 1968),
    )
    assert set(items) == {"Romeo and Juliet (1968)", "Romeo + Juliet (1996)"}
    merged = items["Romeo + Juliet (1996)"]
    assert merged.alt_titles == ("Romeo and Juliet",)
    assert merged.source_ids == {"ml100k": ("421",), "movielens": ("1059",)}
    assert (merged.known, merged.genres, merged.facts) == (164, ("Drama", "Horror"), {"cast": ("Claire Danes",)})
    assert notes == ["Romeo and Juliet (1996): merged into Romeo + Juliet (1996)"]


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


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "is not JSON"),
        ("[1]", "is not a JSON object"),
        ('{"year": 1979}', "lacks 'title'"),
        ('{"title": "Alien", "year": "1979"}', "'year' is '1979', not a year from 1890 to 2030"),
        ('{"title": "Alien", "year": 1066}', "'year' is 1066"),
        ('{"title": " ", "year": 1979}', "'title' is ' ', not a text"),
        ('{"title": "Alien", "year": 1979, "cast": "Sigourney Weaver"}', "'cast' is 'Sigourney Weaver', not a list"),
        ('{"title": "Alien", "year": 1979, "ml100k_id": "183"}', "'ml100k_id' is '183', not a number"),
    ],
)
def test_a_malformed_row_is_named_by_file_and_line(tmp_path, line, message):
    path = tmp_path / "facts.jsonl"
    path.write_text(json.dumps(film("B")) + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        compile_films(path, GENRES, lines(tmp_path / "corrections.jsonl", []))
    assert str(caught.value).startswith(f"{path}:3: ")
    assert message in str(caught.value)
    assert (caught.value.path, caught.value.line) == (path, 3)


def test_a_missing_file_is_one_clear_error(tmp_path):
    with pytest.raises(DataError, match=r"nothing\.jsonl: cannot be read"):
        compile_films(tmp_path / "nothing.jsonl", GENRES)


class TestCorrections:
    def test_mend_by_label_and_by_source_id(self, build):
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

    def test_new_drop_and_same_as(self, build):
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

    def test_a_person_is_renamed_everywhere(self, build):
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
    def test_one_that_fits_nothing_is_refused(self, build, row, message):
        with pytest.raises(DataError, match=r"corrections\.jsonl:1: .*" + message):
            build(film(), corrections=(row,))


def test_write_catalog_is_compact_and_leaves_no_temporary_file(tmp_path):
    path = tmp_path / "catalog" / "films.jsonl"
    write_catalog([Item("amelie-2001", "Amélie", 2001, ("Comedy",), {}, (), {"movielens": ("1",)}, 3)], path)
    assert path.read_text(encoding="utf-8") == (
        '{"item_id":"amelie-2001","title":"Amélie","year":2001,"genres":["Comedy"],'
        '"source_ids":{"movielens":["1"]},"known":3}\n'
    )
    assert list(path.parent.iterdir()) == [path]
