"""Reading the facts file: what is left out is noted, what is malformed is named by file and line."""

import json

import pytest

from chatbot.errors import DataError
from chatbot.sources.compile import compile_films
from tests.sources.film_rows import GENRES, film, lines


def test_what_was_left_out_is_noted(build):
    _, notes = build(film(cast=["(voices)", "Tom Hulce"]))
    assert notes == ["Alien (1979): left out of cast: '(voices)'"]


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
