"""Each form that MovieLens comes in, as a folder and as a zip, and each way in which a row can be wrong."""

import zipfile
from pathlib import Path

import pytest

from chatbot.dataset import SourceTitle
from chatbot.errors import DataError
from chatbot.sources import SOURCES
from chatbot.sources.movielens import parse_title, read_movielens

RECBOLE_ITEMS = "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq\n242\tKolya\t1996\tComedy\n"
RECBOLE_HEAD = "user_id:token\titem_id:token\trating:float\ttimestamp:float\n"
FORMS = {
    "recbole": {
        "ml-100k.inter": RECBOLE_HEAD + "196\t242\t3\t881250949\n186\t302\t4\t891717742\n",
        "ml-100k.item": RECBOLE_ITEMS + "302\tThing, The\t1982\tHorror\n",
    },
    "100k": {
        "u.data": "196\t242\t3\t881250949\n186\t302\t4\t891717742\n",
        "u.item": "242|Kolya (1996)|24-Jan-1997||http://x|0\n302|Thing, The (1982)|01-Jan-1982||http://x|1\n",
        "u.user": "1|24|M|technician|85711\n",
    },
    "1m": {
        "ratings.dat": "196::242::3::881250949\n186::302::4::891717742\n",
        "movies.dat": "242::Kolya (1996)::Comedy\n302::Thing, The (1982)::Action|Horror\n",
    },
    "latest": {
        "ratings.csv": "userId,movieId,rating,timestamp\n196,242,3.0,881250949\n186,302,4.0,891717742\n",
        "movies.csv": 'movieId,title,genres\n242,Kolya (1996),Comedy\n302,"Thing, The (1982)",Action|Horror\n',
    },
}


def lay_out(folder: Path, files: dict[str, str], encoding: str = "latin-1") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding=encoding)
    return folder


def pack(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"ml-set/{name}", text)
    return path


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", ["folder", "sub-folder", "zip"])
def test_every_form_gives_the_same_ratings(tmp_path, form, place):
    if place == "zip":
        path = pack(tmp_path / "ml.zip", FORMS[form])
    else:
        lay_out(tmp_path / "data" / ("deep" if place == "sub-folder" else ""), FORMS[form])
        path = tmp_path / "data"
    raw = SOURCES["movielens"](path, False)
    assert (raw.users, raw.items) == (("196", "186"), ("242", "302"))
    assert raw.user_idx.tolist() == raw.item_idx.tolist() == [0, 1]
    assert raw.rating.tolist() == [3.0, 4.0]
    assert raw.timestamp.tolist() == [881250949, 891717742]
    assert raw.titles == {"242": SourceTitle("Kolya", 1996), "302": SourceTitle("The Thing", 1982)}
    assert raw.space == ("ml100k" if form in ("recbole", "100k") else "movielens")
    assert raw.scale == ((0.5, 5.0) if form == "latest" else (1.0, 5.0))


def test_titles_of_100k_are_latin_1(tmp_path):
    files = {"u.data": "1\t7\t5\t1\n", "u.item": "7|Cité des enfants perdus, La (1995)|\n"}
    assert read_movielens(lay_out(tmp_path, files)).titles["7"].title == "La Cité des enfants perdus"


WRONG = {
    "1\t2\t3\n": "3 columns where 4 belong",
    "1\t2\tgood\t5\n": "could not convert",
    "1\t2\t3\tnoon\n": "could not convert",
    "1\t2\t6\t5\n": "outside 1 to 5",
    "1\t2\t0.5\t5\n": "outside 1 to 5",
    "1\t2\tnan\t5\n": "outside 1 to 5",
    "1\t2\t3\tnan\n": "NaN",
    "1\t2\t3\tinf\n": "infinity",
    "\t2\t3\t5\n": "empty user or item",
}


@pytest.mark.parametrize("row", WRONG)
def test_a_wrong_row_is_named_by_file_and_line(tmp_path, row):
    files = {"u.data": "1\t1\t5\t1\n" + row + "1\t3\n", "u.item": "1|Alien (1979)|\n"}
    with pytest.raises(DataError, match=WRONG[row]) as error:
        read_movielens(lay_out(tmp_path, files))
    assert error.value.line == 2
    assert "u.data" in str(error.value) and "2 such rows" in str(error.value)


def test_lenient_skips_and_tells(tmp_path):
    files = {"u.data": "1\t1\t5\t1\n" + "1\t2\n" * 30 + "\n2\t1\t4\t1\n", "u.item": "1|Alien (1979)|\n"}
    raw = read_movielens(lay_out(tmp_path, files), lenient=True)
    assert raw.rating.tolist() == [5.0, 4.0]
    assert raw.skipped == 30 and len(raw.problems) == 20
    assert "u.data:2: 2 columns" in raw.problems[0]


@pytest.mark.parametrize("files", [{}, {"u.data": "1\t1\t5\t1\n"}, {"notes.txt": "hello"}])
def test_without_a_known_pair_of_files_it_says_what_it_looked_for(tmp_path, files):
    with pytest.raises(DataError, match=r"u\.data with u\.item.*ratings\.csv with movies\.csv"):
        read_movielens(lay_out(tmp_path, files))


def test_neither_folder_nor_zip(tmp_path):
    with pytest.raises(DataError, match="neither a folder nor a zip"):
        read_movielens(tmp_path / "nothing")


def test_a_header_without_a_column(tmp_path):
    files = FORMS["latest"] | {"ratings.csv": "userId,movieId,stars,timestamp\n1,1,5,1\n"}
    with pytest.raises(DataError, match="no column 'rating'"):
        read_movielens(lay_out(tmp_path, files))


def test_an_empty_file_of_ratings(tmp_path):
    with pytest.raises(DataError, match="holds no ratings"):
        read_movielens(lay_out(tmp_path, {"u.data": "", "u.item": "1|Alien (1979)|\n"}))


def test_bytes_that_are_not_text(tmp_path):
    lay_out(tmp_path, FORMS["latest"])
    (tmp_path / "movies.csv").write_bytes(b"movieId,title\n1,\xff\xfe\n")
    with pytest.raises(DataError, match="cannot be read"):
        read_movielens(tmp_path)


@pytest.mark.parametrize(
    ("raw", "title", "year", "others"),
    [
        ("Thing, The (1982)", "The Thing", 1982, ()),
        ("Cité des enfants perdus, La (1995)", "La Cité des enfants perdus", 1995, ()),
        ("City of Lost Children, The (Cité des enfants perdus, La) (1995)", "The City of Lost Children", 1995,
         ("La Cité des enfants perdus",)),
        ("Seven (a.k.a. Se7en) (1995)", "Seven", 1995, ("Se7en",)),
        ("Postman, The (Postino, Il) (a.k.a. Il Postino) (1994)", "The Postman", 1994, ("Il Postino",)),
        ("Avventura, L' (Adventure, The) (1960)", "L'Avventura", 1960, ("The Adventure",)),
        ("Kolya", "Kolya", None, ()),
        ("(500) Days of Summer (2009)", "(500) Days of Summer", 2009, ()),
        ("1984 (1956)", "1984", 1956, ()),
        ("", "", None, ()),
    ],
)  # fmt: skip
def test_parse_title(raw, title, year, others):
    assert parse_title(raw) == SourceTitle(title, year, others)


@pytest.mark.real
def test_ml_100k(ratings_path):
    raw = read_movielens(ratings_path)
    assert (len(raw), len(raw.users), len(raw.items)) == (100_000, 943, 1682)
    assert (raw.users[0], raw.items[0], raw.rating[0]) == ("196", "242", 3.0)
