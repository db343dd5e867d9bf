"""Each cleaning rule: titles, people, genres."""

import pytest

from chatbot.sources.cleaning import clean_people, clean_title
from tests.sources.film_rows import film


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
