"""The committed catalogue keeps what the rest of the program counts on."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
KEYS = {"item_id": str, "title": str, "year": int, "genres": list, "facts": dict, "alt_titles": list,
        "source_ids": dict, "known": int, "description": str, "themes": list, "scales": dict, "age": int,
        "minutes": int, "series": dict}  # fmt: skip
OPTIONAL = {"facts", "alt_titles", "description", "themes", "scales", "age", "minutes", "series"}
# ML-100K numbers its films 1 to 1682; 267 is the row called "unknown", which is no film.
ML100K = {str(i) for i in range(1, 1683)} - {"267"}


@pytest.fixture(scope="module")
def films() -> list[dict[str, Any]]:
    text = (ROOT / "data/catalog/films.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_every_row_has_the_form(films):
    for film in films:
        assert set(KEYS) - OPTIONAL <= set(film) <= set(KEYS), film
        assert all(isinstance(film[key], KEYS[key]) for key in film), film
        assert all(film[key] for key in (OPTIONAL - {"age"}) & set(film)), film
        assert set(film.get("facts", {})) <= {"director", "cast"}, film
        assert all(film.get("facts", {}).values()), film
        assert film["title"] == film["title"].strip() != "", film
        assert 1890 <= film["year"] <= 2030, film
        assert film["known"] >= 0, film


def test_lines_are_compact_and_readable(films):
    lines = (ROOT / "data/catalog/films.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines == [json.dumps(film, ensure_ascii=False, separators=(",", ":")) for film in films]


def test_it_is_large_enough_and_sorted(films):
    assert len(films) >= 7500
    keys = [(film["year"], film["title"]) for film in films]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys), "two films share title and year"


def test_ids_are_unique_ascii(films):
    ids = [film["item_id"] for film in films]
    assert len(set(ids)) == len(ids)
    assert all(i.isascii() and i == i.lower() and " " not in i for i in ids)


def test_genres_are_the_domains(films):
    vocabulary = yaml.safe_load((ROOT / "prompts/domains/films.yaml").read_text(encoding="utf-8"))["genres"]
    assert {genre for film in films for genre in film["genres"]} == set(vocabulary)
    assert all(film["genres"] == sorted(set(film["genres"])) for film in films)
    assert sum(not film["genres"] for film in films) <= 2


def test_every_film_of_ml100k_is_there_once(films):
    for source in ("ml100k", "movielens"):
        count = Counter(i for film in films for i in film["source_ids"].get(source, ()))
        assert not [i for i, n in count.items() if n > 1]
        if source == "ml100k":
            assert set(count) == ML100K


def test_well_known_films_have_their_people(films):
    known = [film for film in films if film["known"] >= 20]
    for fact in ("director", "cast"):
        assert sum(fact in film.get("facts", {}) for film in known) / len(known) > 0.98


def test_names_are_names(films):
    names = {name for film in films for people in film.get("facts", {}).values() for name in people}
    assert not [name for name in names if set(name) & set("()[]{}<>|") or not any(map(str.isalpha, name))]
    assert {name for name in names if name == name.lower()} <= {"will.i.am"}


def test_famous_films_are_found_under_their_names(films):
    by_name = {(name, film["year"]): film for film in films for name in (film["title"], *film.get("alt_titles", ()))}
    assert by_name["Se7en", 1995]["item_id"] == "seven-1995"
    assert by_name["Léon", 1994]["facts"]["director"] == ["Luc Besson"]
    assert by_name["The Thing", 1982]["item_id"] == "the-thing-1982"
    assert by_name["Star Wars: Episode IV - A New Hope", 1977]["source_ids"]["ml100k"] == ["50"]
    assert by_name["Chasing Amy", 1997]["source_ids"]["ml100k"] == ["246", "268"]
    assert by_name["Twelve Monkeys", 1995]["facts"]["director"] == ["Terry Gilliam"]
