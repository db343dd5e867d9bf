"""A shop's own catalogue: what is read as what, every way in which a file can be wrong, and the bot that it gives."""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from small import HashEncoder
from typer.testing import CliRunner, Result

from chatbot.build import BARE_MODEL_DECIDES, Parts, assemble, build_index
from chatbot.catalog import Catalog, load_catalog
from chatbot.cli import app
from chatbot.dataset import Dataset, join
from chatbot.domain import load_domain
from chatbot.errors import DataError, InputError, SettingsError
from chatbot.llm.scripted import Scripted
from chatbot.predict import Predictor
from chatbot.prompt import PromptFormat
from chatbot.settings import Settings
from chatbot.sources import columns, importer, tables
from chatbot.sources.columns import Plan, pairs, plan_import
from chatbot.sources.importer import Report, run_import, setting_lines
from chatbot.sources.movielens import read_movielens
from chatbot.sources.tables import open_table, text_of, values_of
from chatbot.storage import SqlStore

GAMES = (
    ("g01", "Harbour Lights", "1995", "Strategy|Trading", "Load ships and sell what they carry."),
    ("g02", "Salt and Silk", "2001", "Strategy|Trading", "Caravans race across a desert of markets."),
    ("g03", "Night Market", "2010", "Trading|Family", "Bid for lanterns before the moon sets."),
    ("g04", "Nine Kingdoms", "2004", "Strategy|War", "Small realms quarrel over one river."),
    ("g05", "Iron Marches", "2012", "War", "Two armies and a winter."),
    ("g06", "The Long Siege", "1989", "War|Strategy", "A castle has forty days."),
    ("g07", "Fox in the Hen House", "2015", "Family|Party", "Steal eggs, blame the dog."),
    ("g08", "Wobbly Tower", "1999", "Family|Party", "Stack it and hold your breath."),
    ("g09", "Charades in a Box", "1985", "Party", "Act it out before the sand runs out."),
    ("g10", "Lighthouse", "2018", "Cooperative|Family", "Keep the lamp burning together."),
    ("g11", "Deep Signal", "2020", "Cooperative|Strategy", "A crew hears something under the ice."),
    ("g12", "Spice Road", "2007", "Trading|Strategy", "Every road needs a toll."),
)
ITEMS = "id,title,year,genres,description\n" + "".join(f"{','.join(row)}\n" for row in (
    (i, t, y, g, f'"{d}"') for i, t, y, g, d in GAMES))  # fmt: skip
ARTICLE = "---\nid: {id}\ntitle: {title}\ntags: [{id}]\n---\n{text}\n"
NEW_ITEM, NEW_RATINGS = "id,title\na,Alpha\nb,Beta\n", "user,item,rating\nu1,a,4\nu2,b,2\n"


def shop_ratings() -> str:
    """60 ratings of 12 people: six like to trade and to plan, six like parties."""
    draw, rows = random.Random(3), []
    groups = ([g for g in GAMES if "Trading" in g[3] or "Strategy" in g[3]], [g for g in GAMES if "Family" in g[3]])
    for user in range(12):
        own, other = groups if user < 6 else groups[::-1]
        told = [(g[0], draw.choice((8, 9, 10))) for g in draw.sample(own, 4)]
        other = [g for g in other if g[0] not in dict(told)]
        told += [(draw.choice(other)[0], draw.choice((1, 2, 3)))]
        rows += [f"p{user},{item},{stars},{1_700_000_000 + 10 * at}\n" for at, (item, stars) in enumerate(told)]
    return "userId,sku,stars,time\n" + "".join(rows)


def put(folder: Path, text: str | bytes, name: str = "items.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def plan(folder: Path, items: str | bytes = NEW_ITEM, ratings: str | bytes = NEW_RATINGS, **told: Any) -> Plan:
    paths = put(folder, items), put(folder, ratings, "ratings.csv")
    told = {"columns": {}, "facts": {}, "out": folder / "out"} | told
    return plan_import(*paths, told.pop("name", "shop"), **told)


def take_in(folder: Path, *given: str | bytes, lenient: bool = False, **told: Any) -> tuple[Catalog, Dataset, Report]:
    """Import and read back what was written, as the bot would."""
    made = plan(folder, *given, **told)
    report = run_import(made, lenient)
    catalog = load_catalog(made.out / "catalog.jsonl", load_domain(str(made.out / "domain.yaml")))
    return catalog, join(read_movielens(made.out / "ratings"), catalog.items), report


def run(*words: str | Path, stdin: str | None = None) -> Result:
    """The command; an error that `main` would tell is in `exception`."""
    return CliRunner().invoke(app, ["data", "import", *map(str, words)], input=stdin)


# -- the shop ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder of a shop's own files: 12 products, 60 ratings, 2 articles."""
    put(tmp_path, ITEMS)
    put(tmp_path, shop_ratings(), "ratings.csv")
    (tmp_path / "help").mkdir()
    for id_, title, text in (
        (
            "returns",
            "Sending a game back",
            "Send any game back within 30 days, even opened, and you get your money back.",
        ),
        ("missing-piece", "A piece is missing", "Tell us which piece is missing and we post a new one free of charge."),
    ):
        put(tmp_path / "help", ARTICLE.format(id=id_, title=title, text=text), f"{id_}.md")
    return tmp_path


def test_a_tiny_shop_gives_a_working_bot(shop: Path) -> None:
    done = run("--items", shop / "items.csv", "--ratings", shop / "ratings.csv", "--articles", shop / "help",
               "--domain", "boardgames", "--scale", "1-10", "--yes")  # fmt: skip
    assert done.exit_code == 0, done.output
    out = shop / "data" / "because" / "domains" / "boardgames"
    lines = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert lines == {"CHATBOT_DOMAIN": f"{out}/domain.yaml", "CHATBOT_CATALOG": f"{out}/catalog.jsonl",
                     "CHATBOT_RATINGS": f"{out}/ratings", "CHATBOT_ARTICLES": f"{out}/articles"}  # fmt: skip
    assert "12 items and 60 ratings imported" in done.stderr

    values: dict[str, Any] = {name.removeprefix("CHATBOT_").lower(): value for name, value in lines.items()}
    settings = Settings(**values, cache=shop / "cache", database=f"sqlite:///{shop / 'db.sqlite3'}", engine="off")
    parts = build_index(settings, Parts(settings, HashEncoder))
    assert len(parts.dataset) == 60
    assert parts.dataset.scale == (1, 10)
    ids = {game[0] for game in GAMES}
    with closing(SqlStore(settings.database_url)) as store:
        predictor = Predictor(Scripted(), BARE_MODEL_DECIDES)
        bot = assemble(settings, parts, predictor, PromptFormat(), store)
        turn = bot.reply("u1", "I loved Harbour Lights, recommend something")
        shown = [one.item.item_id for one in turn.items]
        assert turn.intent in ("recommend", "refine", "similar")
        assert shown and set(shown) <= ids - {"g01"}
        assert all(1 <= (one.predicted_rating or 1) <= 10 for one in turn.items)
        assert any(e.value == "Harbour Lights" and e.item_id == "g01" for one in turn.items for e in one.evidence)
        known = bot.reply("boardgames:p0", "recommend something")
        assert known.items and {one.item.item_id for one in known.items} <= ids
        assert any(e.kind == "liked_item" for one in known.items for e in one.evidence)
        assert parts.desk.find("can I send a game back?")[0].id == "returns"


def test_the_written_domain(shop: Path) -> None:
    made = plan(shop, ITEMS, shop_ratings(), name="boardgames", scale="0-10")
    run_import(made)
    domain = load_domain(str(made.out / "domain.yaml"))
    assert (domain.name, domain.noun, domain.nouns) == ("boardgames", "boardgame", "boardgames")
    assert domain.rating.model_dump() == {"low": 0, "high": 10, "like_from": 7.5, "dislike_to": 2.5}
    assert set(domain.genres) == {"Strategy", "Trading", "Family", "War", "Party", "Cooperative"}


def test_known_counts_the_ratings_and_one_pair_is_one_rating(tmp_path: Path) -> None:
    catalog, dataset, _ = take_in(tmp_path, NEW_ITEM, "user,item,rating,time\nu,a,1,2\nu,a,5,3\nv,a,3,1\nv,b,2,1\n")
    assert [item.known for item in catalog] == [3, 1]
    assert sorted(dataset.rating.tolist()) == [2, 3, 5]  # the later one of the pair


# -- columns -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "item_id", "title"),
    [
        ("movieId,title", "movieId", "title"),
        ("asin,Product Name", "asin", "Product Name"),
        ("name,id,SKU", "SKU", "name"),
        ("item_id:token,title:token_seq", "item_id", "title"),
        ("ISBN,Book-Title", "ISBN", "Book-Title"),
    ],
)
def test_usual_names_are_guessed(tmp_path: Path, head: str, item_id: str, title: str) -> None:
    found = plan(tmp_path, f"{head}\n" + "1," * head.count(",") + "1\n")
    assert (found.of_items["id"], found.of_items["title"]) == (item_id, title)
    assert {"id", "title"} <= found.guessed


def test_columns_are_told_and_shown(tmp_path: Path) -> None:
    items = "code,label,by,colour\n1,One,Ann|Bo,red\n"
    made = plan(tmp_path, items, "who,code,mark\nu,1,3\n", facts={"by": "Made by"},
                columns={"id": "code", "title": "label", "user": "who", "item": "code", "rating": "mark"})  # fmt: skip
    assert not made.guessed
    told = "\n".join(made.lines())
    assert "by: Made by" in told and "not used    colour" in told and "(csv, comma, utf-8)" in told
    run_import(made)
    catalog = load_catalog(made.out / "catalog.jsonl", load_domain(str(made.out / "domain.yaml")))
    assert catalog["1"].facts == {"by": ("Ann", "Bo")}
    assert catalog.domain.facts["by"].label == "Made by"


def test_an_empty_column_leaves_it_out(tmp_path: Path) -> None:
    made = plan(tmp_path, "id,title,year\n1,One,soon\n", "user,item,rating\nu,1,3\n", columns={"year": ""})
    assert "year" not in made.of_items
    assert run_import(made).items == 1


@pytest.mark.parametrize(
    ("items", "told", "says"),
    [
        (
            "id,titel\n1,One\n",
            {},
            r"no column for 'title'.*--column title=COLUMN. Is it 'titel'\? There are: id, titel",
        ),
        ("id,zzz\n1,One\n", {}, "no column for 'title'.*COLUMN. There are"),
        (NEW_ITEM, {"columns": {"title": "titel"}}, "no column 'titel'. Did you mean 'title'"),
        (NEW_ITEM, {"columns": {"titel": "title"}}, "there is no 'titel'.*Did you mean 'title'"),
        (NEW_ITEM, {"facts": {"maker": "By"}}, "no column 'maker'"),
        ("id,title,title\n1,a,b\n", {}, "two columns are called 'title'"),
    ],
)
def test_missing_columns_name_the_nearest(tmp_path: Path, items: str, told: dict[str, Any], says: str) -> None:
    with pytest.raises((DataError, InputError), match=says):
        plan(tmp_path, items, **told)


@pytest.mark.parametrize("told", [{"name": "My Shop"}, {"scale": "ten"}, {"scale": "5-1"}, {"encoding": "utf-9"}])
def test_impossible_answers_are_refused(tmp_path: Path, told: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=re.escape(repr(next(iter(told.values()))))):
        plan(tmp_path, **told)


def test_a_pair_needs_its_sign() -> None:
    assert pairs(["title=name", "year="], "--column") == {"title": "name", "year": ""}
    with pytest.raises(InputError, match="--fact 'brand' lacks a ="):
        pairs(["brand"], "--fact")


def test_people_are_found_by_name(tmp_path: Path) -> None:
    catalog, _, _ = take_in(tmp_path, "id,title,Author\na,Alpha,Zoë Ash\nb,Beta,\n", facts={"Author": "By"})
    assert [item.item_id for item in catalog.with_person("zoe ash")] == ["a"]


def test_genres_take_the_first_spelling_and_the_domains(tmp_path: Path) -> None:
    items = 'id,title,genre\na,A,"sci-fi, Odd"\nb,B,ODD|Sci-Fi\n'
    catalog, _, _ = take_in(tmp_path, items, name="films")
    assert [item.genres for item in catalog] == [("Sci-Fi", "Odd"), ("Odd", "Sci-Fi")]
    assert catalog.domain.noun == "film"  # the rest is that of prompts/domains/films.yaml
    assert "director" in catalog.domain.facts


def test_too_many_genres_are_no_genres(tmp_path: Path) -> None:
    items = "id,title,category\n" + "".join(f"{n},T,kind {n}\n" for n in range(importer.GENRES_MAX + 1))
    with pytest.raises(DataError, match="'category' holds more than 500 kinds"):
        take_in(tmp_path, items)


@pytest.mark.parametrize(
    ("cell", "title", "year"),
    [("Heat,1995", "Heat", 1995), ("Heat,1995-12-15", "Heat", 1995), ("Heat,", "Heat", None), ("Heat,0", "Heat", None),
     ("Heat (1995),", "Heat", 1995), ("2001,", "2001", None)],
)  # fmt: skip
def test_years(tmp_path: Path, cell: str, title: str, year: int | None) -> None:
    catalog, _, _ = take_in(tmp_path, f"id,title,release_year\na,{cell}\nb,B,\n")
    assert (catalog["a"].title, catalog["a"].year) == (title, year)


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [("", 0), ("1700000000", 1_700_000_000), ("1700000000123", 1_700_000_000), ("2024-05-31", 1_717_113_600),
     ("2024-05-31T02:00:00+02:00", 1_717_113_600)],
)  # fmt: skip
def test_times(tmp_path: Path, cell: str, seconds: int) -> None:
    _, dataset, _ = take_in(tmp_path, NEW_ITEM, f"user,item,rating,date\nu,a,3,{cell}\n")
    assert dataset.timestamp.tolist() == [seconds]


# -- forms -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("packed", [False, True])
def test_separators_and_gzip(tmp_path: Path, separator: str, packed: bool) -> None:
    rows = [["id", "title", "genres"], ["a", 'Say "one", two; three', "X|Y"], ["b", "line\nbreak", ""]]
    with (tmp_path / "x").open("w", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    data = (tmp_path / "x").read_bytes()
    catalog, _, _ = take_in(tmp_path, gzip.compress(data) if packed else data)
    assert [item.title for item in catalog] == ['Say "one", two; three', "line break"]
    assert catalog["a"].genres == ("X", "Y")


@pytest.mark.parametrize("packed", [False, True])
def test_json_lines(tmp_path: Path, packed: bool) -> None:
    rows: Sequence[dict[str, Any]] = (
        {"id": 1, "title": "One", "genres": ["A, B", "C"]},
        {"id": 2.0, "title": "Two", "year": 1999},
    )
    data = "\n".join(map(json.dumps, rows)).encode()
    ratings = '{"user": 7, "item": 1, "rating": 4.5}\n{"user": 7, "item": 2, "rating": 3}\n'
    catalog, dataset, _ = take_in(tmp_path, gzip.compress(data) if packed else data, ratings)
    assert [(i.item_id, i.year, i.genres) for i in catalog] == [("1", None, ("A, B", "C")), ("2", 1999, ())]
    assert dataset.users == ("7",)


def test_parquet_without_its_package_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DataError, match=r"items\.csv: reading parquet needs one package more: pip install pyarrow\.$"):
        plan(tmp_path, b"PAR1" + bytes(100) + b"PAR1")


@pytest.mark.parametrize("packed", [False, True])
def test_parquet(tmp_path: Path, packed: bool) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = [{"id": 1, "title": "Café", "genres": ["A", "B"], "year": 1999.0}, {"id": 2, "title": "Two", "year": None}]
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "x")
    data = (tmp_path / "x").read_bytes()
    catalog, _, _ = take_in(tmp_path, gzip.compress(data) if packed else data, "user,item,rating\nu,1,4\n")
    assert [(i.item_id, i.title, i.year, i.genres) for i in catalog] == [
        ("1", "Café", 1999, ("A", "B")),
        ("2", "Two", None, ()),
    ]
    with pytest.raises(DataError, match="not a whole parquet file"):
        plan(tmp_path, data[:-20])


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark(tmp_path: Path, mark: str) -> None:
    catalog, _, _ = take_in(tmp_path, "id,title\na,Café\nb,Über\n".encode(mark))
    assert [item.title for item in catalog] == ["Café", "Über"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(tmp_path: Path, encoding: str) -> None:
    catalog, _, _ = take_in(tmp_path, "id,title\na,Café\nb,Über\n".encode(encoding))
    assert [item.title for item in catalog] == ["Café", "Über"]


def test_latin_1_is_seen_and_another_can_be_told(tmp_path: Path) -> None:
    catalog, _, _ = take_in(tmp_path, "id,title\na,Café\nb,Señor\n".encode("latin-1"))
    assert [item.title for item in catalog] == ["Café", "Señor"]
    assert "cp1252" in str(open_table(tmp_path / "items.csv"))
    catalog, _, _ = take_in(tmp_path, "id,title\na,Łódź\nb,B\n".encode("cp1250"), encoding="cp1250")
    assert catalog["a"].title == "Łódź"


def test_utf_8_with_one_broken_line_names_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"items\.csv:3: is UTF-8 up to here"):
        plan(tmp_path, "id,title\na,Café\n".encode() + b"b,Caf\xe9\n")


def test_the_wrong_encoding_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is not text in ascii; say which it is with --encoding"):
        run_import(plan(tmp_path, "id,title\na,Café\n", encoding="ascii"))


# -- broken files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (gzip.compress(b""), "is empty"),
        (b"id,title\n", "has a header but no items"),
        (b'[{"id": 1}]', "one JSON list; write one object a line"),
        (b"PK\x03\x04....", "zip or Excel file"),
        (b"BZh91AY&SY", "bzip2 file"),
        (b"\x1f\x8bnonsense and more of it", "the gzip is broken"),
        (gzip.compress(ITEMS.encode() * 99)[:-300], "the gzip ends too early"),
        (bytes(range(256)) * 9, "items.csv: "),
    ],
    ids="empty mark-only empty-gzip no-rows list excel bzip2 bad-gzip truncated-gzip noise".split(),
)  # fmt: skip
def test_what_is_no_table(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(DataError, match=says):
        run_import(plan(tmp_path, data))
    assert not (tmp_path / "out").exists()


def test_a_gzip_cut_off_in_the_ratings_keeps_the_old_import(tmp_path: Path) -> None:
    take_in(tmp_path)
    before = (tmp_path / "out/catalog.jsonl").read_bytes()
    whole = gzip.compress(("user,item,rating\n" + "".join(f"u{n},a,4\n" for n in range(9999))).encode())
    with pytest.raises(DataError, match=r"ratings\.csv: the gzip ends too early"):
        take_in(tmp_path, "id,title\na,New\n", whole[:-500], lenient=True)
    assert (tmp_path / "out/catalog.jsonl").read_bytes() == before


def test_a_folder_and_nothing_and_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match="is a folder; give the file itself"):
        open_table(tmp_path)
    with pytest.raises(DataError, match="there is no such file"):
        open_table(tmp_path / "none.csv")
    path = put(tmp_path, NEW_ITEM)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # the mode bits would not stop root
    with pytest.raises(DataError, match=r"items\.csv: cannot be read: Permission denied\."):
        open_table(path)


# -- bad rows ----------------------------------------------------------------------------------------------------------

HUGE = "x" * (tables.FIELD_MAX + 1)
JSON = '{"id": "a", "title": "A"}\n{"id": "b", "title": "B"}\n'
BAD_ITEMS = {
    "duplicate": (NEW_ITEM + "a,Again\n", 4, "the id 'a' stands in line 2 already"),
    "no-title": (NEW_ITEM + "c,\n", 4, "the title is empty"),
    "no-id": (NEW_ITEM + ",C\n", 4, "the id '' is not 1 to 128"),
    "long-title": (NEW_ITEM + f"c,{'x' * 1001}\n", 4, "longer than 1,000"),
    "columns": (NEW_ITEM + "c,C,D\n", 4, "3 columns where 2 belong"),
    "huge": (f"id,title\na,Alpha\nc,{HUGE}\nb,Beta\n", 3, "longer than 1 MB"),
    "huge-many": (f"id,title\na,Alpha\nc,{'x,' * 2**21}\nb,Beta\n", 3, "longer than 4 MB"),
    "quote": (NEW_ITEM + f'c,"open\n{HUGE}\n', 4, "is a quote left open"),
    "year": ("id,title,year\na,A,1999\nb,B,1998\nc,C,soon\n", 4, "'soon' is no year"),
    "json": ('{"id": "a", "title": "A"}\n\n{"id": "b"\n{"id": "b", "title": "B"}\n', 3, "is not JSON"),
    "json-kind": (f"{JSON}7\n", 3, "is not a JSON object"),
    "json-nested": (JSON + '{"id": "c", "title": {"en": "C"}}\n', 3, "one text"),
    "json-huge": (f'{JSON}{{"id": "c", "title": "{HUGE}"}}', 3, "longer than 1 MB"),
}  # fmt: skip
BAD_RATINGS = {
    "nan": ("u,a,NaN", "'NaN' is no rating"),
    "inf": ("u,a,inf", "the rating inf is outside 1 to 5"),
    "word": ("u,a,good", "'good' is no rating"),
    "empty": ("u,a,", "'' is no rating"),
    "high": ("u,a,7", "the rating 7 is outside 1 to 5; another scale is said with --scale"),
    "low": ("u,a,0", "outside 1 to 5"),
    "unknown": ("u,zz,3", "the item 'zz' is not among the items"),
    "user": (",a,3", "the user '' is not"),
    "hidden": ("u\x07,a,3", "printable"),
}


@pytest.mark.parametrize("case", BAD_ITEMS)
def test_bad_items(tmp_path: Path, case: str) -> None:
    """Strict: file, line and sentence. Lenient: the row lies in rejected.jsonl, the good ones are there."""
    text, line, says = BAD_ITEMS[case]
    with pytest.raises(DataError, match=rf"(?s)1 bad rows.*items\.csv:{line}: .*{re.escape(says)}"):
        take_in(tmp_path, text)
    assert list(tmp_path.glob("*out*")) == []
    catalog, _, report = take_in(tmp_path, text, lenient=True)
    rejected = [json.loads(row) for row in (tmp_path / "out/rejected.jsonl").read_text("utf-8").splitlines()]
    assert [item.item_id for item in catalog] == ["a", "b"]
    assert (report.items, report.rejected) == (2, 1)
    assert [(r["file"], r["line"]) for r in rejected] == [("items.csv", line)] and says in rejected[0]["reason"]


@pytest.mark.parametrize("case", BAD_RATINGS)
def test_bad_ratings(tmp_path: Path, case: str) -> None:
    row, says = BAD_RATINGS[case]
    with pytest.raises(DataError, match=rf"(?s)1 bad rows.*ratings\.csv:4: .*{re.escape(says)}"):
        take_in(tmp_path, NEW_ITEM, f"{NEW_RATINGS}{row}\n")
    _, dataset, report = take_in(tmp_path, NEW_ITEM, f"{NEW_RATINGS}{row}\n", lenient=True)
    assert (len(dataset), report.rejected) == (2, 1)
    rejected = json.loads((tmp_path / "out/rejected.jsonl").read_text("utf-8"))
    assert list(rejected["row"].values()) == row.split(",")


def test_bad_times(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"ratings\.csv:2: 'yesterday' is no time"):
        take_in(tmp_path, NEW_ITEM, "user,item,rating,time\nu,a,3,yesterday\n")


def test_the_first_twenty_are_told(tmp_path: Path) -> None:
    rows = "".join(f"u{n},a,9\n" for n in range(25))
    with pytest.raises(DataError) as told:
        take_in(tmp_path, NEW_ITEM, f"user,item,rating\n{rows}")
    lines = str(told.value).splitlines()
    assert lines[0].startswith("25 bad rows, so nothing was imported")
    assert len(lines) == 22 and ":2: " in lines[1] and ":21: " in lines[20] and lines[21].strip() == "… and 5 more"


def test_a_file_of_bad_rows_alone_tells_them(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"(?s)bad rows.*items\.csv:2: 3 columns where 2 belong"):
        take_in(tmp_path, "id,title\na,Alpha,x\nb,Beta,y\n")
    with pytest.raises(DataError, match="no good row is left in the items"):
        take_in(tmp_path, "id,title\na,Alpha,x\n", lenient=True)


def test_nothing_good_left_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no good row is left in the ratings"):
        take_in(tmp_path, NEW_ITEM, "user,item,rating\nu,a,9\n", lenient=True)
    with pytest.raises(DataError, match="has a header but no ratings"):
        take_in(tmp_path, NEW_ITEM, "user,item,rating\n")


def test_a_decimal_comma_and_a_scale(tmp_path: Path) -> None:
    _, dataset, _ = take_in(tmp_path, NEW_ITEM, "user;item;rating\nu;a;9,5\nu;b;-1\n", scale="-1 to 10")
    assert dataset.rating.tolist() == [9.5, -1]
    assert dataset.scale == (-1, 10)


# -- texts that could do harm ------------------------------------------------------------------------------------------


def test_formulas_are_text_and_no_cell_begins_one(tmp_path: Path) -> None:
    """Titles stay as they are; in the csv files that are written an apostrophe stands in front."""
    title = "=cmd|' /C calc'!A0"
    items = f'id,title\n-x1,"{title}"\n@b,+44\n\'c,-30-\nd,Fine\n'
    ratings = "user,item,rating\n=u,-x1,4\n-v,@b,3\n'w,'c,5\nz,d,2\n"
    catalog, dataset, _ = take_in(tmp_path, items, ratings)
    assert [(i.item_id, i.title) for i in catalog] == [("-x1", title), ("@b", "+44"), ("'c", "-30-"), ("d", "Fine")]
    assert dataset.users == ("=u", "-v", "'w", "z") and dataset.items == ("-x1", "@b", "'c", "d")
    for name in ("items.csv", "ratings.csv"):
        with (tmp_path / "out/ratings" / name).open(newline="") as file:
            assert not [cell for row in csv.reader(file) for cell in row if cell[:1] in ("=", "+", "-", "@")]


def test_control_characters_become_spaces(tmp_path: Path) -> None:
    items = json.dumps({"id": "a", "title": "A\x1b[31mred\u202e\n b", "description": "\ud800 half"})
    catalog, _, _ = take_in(tmp_path, items, "user,item,rating\nu,a,3\n")
    assert (catalog["a"].title, catalog["a"].description) == ("A [31mred b", "half")


@pytest.mark.parametrize("titles", [("+", "÷"), ("★", "Camera"), ("Camera (Black)", "Camera"), ("Same", "Same")])
def test_every_rating_reaches_its_own_item(tmp_path: Path, titles: tuple[str, str]) -> None:
    """Titles without a letter, in brackets and shared ones: the id decides."""
    _, dataset, _ = take_in(tmp_path, f"id,title\na,{titles[0]}\nb,{titles[1]}\n", "user,item,rating\nu,a,5\nu,b,1\n")
    told = dict(zip((dataset.items[at] for at in dataset.item_idx), dataset.rating.tolist(), strict=True))
    assert told == {"a": 5, "b": 1}


# -- the folder --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["write_catalog", "load_catalog"])
def test_a_crash_leaves_the_old_import_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    take_in(tmp_path)
    before = {p: p.read_bytes() for p in sorted((tmp_path / "out").rglob("*")) if p.is_file()}

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importer, where, crash)
    with pytest.raises(KeyboardInterrupt):
        run_import(plan(tmp_path, "id,title\na,New\n", "user,item,rating\nu,a,3\n"))
    assert {p: p.read_bytes() for p in sorted((tmp_path / "out").rglob("*")) if p.is_file()} == before
    assert [p.name for p in tmp_path.glob(".out*")] == []


def test_a_failed_rename_puts_the_old_one_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(tmp_path)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if target.name == "out" and not self.name.endswith(".old"):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(DataError, match="cannot be written: No space left on device"):
        run_import(plan(tmp_path, "id,title\na,New\n", "user,item,rating\nu,a,3\n"))
    assert "Alpha" in (tmp_path / "out/catalog.jsonl").read_text()


def test_killed_between_the_renames_the_old_one_comes_back(tmp_path: Path) -> None:
    take_in(tmp_path)
    (tmp_path / "out").rename(tmp_path / ".out.old")
    plan(tmp_path)
    assert "Alpha" in (tmp_path / "out/catalog.jsonl").read_text()


def test_a_folder_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    put(tmp_path / "out", "mine", "thesis.txt")
    with pytest.raises(
        InputError, match=r"holds 'thesis\.txt', which no import made; choose another folder with --out"
    ):
        plan(tmp_path)
    with pytest.raises(InputError, match="is a file"):
        plan(tmp_path, out=tmp_path / "out/thesis.txt")


def test_what_a_person_mended_and_the_articles_stay(shop: Path) -> None:
    made = plan(shop, ITEMS, shop_ratings(), scale="1-10", noun="mouse/mice")
    run_import(made, articles=shop / "help")
    path = made.out / "domain.yaml"
    path.write_text(
        path.read_text().replace("mouse", "vole").replace("genre_words: {}", "genre_words: {War: [battle]}")
    )
    again = plan(shop, ITEMS + "g13,New,2021,Dice,\n", shop_ratings())
    run_import(again)
    domain = load_domain(str(path))
    assert (domain.noun, domain.nouns, domain.rating.high) == ("vole", "mice", 10)
    assert domain.genre_words == {"War": ("battle",)} and "Dice" in domain.genres
    assert sorted(p.name for p in (made.out / "articles").iterdir()) == ["missing-piece.md", "returns.md"]


def test_questions_of_the_articles_come_along(shop: Path) -> None:
    (shop / "help/questions").mkdir()
    put(shop / "help/questions", '{"question": "refund?", "article": "returns"}\n', "train-a.jsonl")
    made = plan(shop)
    run_import(made, articles=shop / "help")
    assert (made.out / "articles/questions/train-a.jsonl").is_file()


def test_paths_with_spaces_are_quoted(tmp_path: Path) -> None:
    lines = setting_lines(tmp_path / "my shop")
    assert lines[0] == f"CHATBOT_DOMAIN='{tmp_path}/my shop/domain.yaml'"


def test_domain_may_be_a_path(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no domain file .*none\.yaml; correct CHATBOT_DOMAIN"):
        load_domain(str(tmp_path / "none.yaml"))
    assert load_domain(str(columns.PROMPTS / "domains/films.yaml")).name == "films"


# -- the command -------------------------------------------------------------------------------------------------------


def told(folder: Path, items: str = NEW_ITEM, ratings: str = NEW_RATINGS) -> list[str | Path]:
    return ["--items", put(folder, items), "--ratings", put(folder, ratings, "ratings.csv"), "--domain", "shop",
            "--out", folder / "out"]  # fmt: skip


def test_nobody_to_ask_is_refused(tmp_path: Path) -> None:
    done = run(*told(tmp_path))
    assert isinstance(done.exception, InputError) and "add --yes" in str(done.exception)
    assert done.exception.exit_code == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("answer", "code"), [(b"n\n", 1), (b"y\n", 0)])
def test_a_person_is_asked(tmp_path: Path, answer: bytes, code: int) -> None:
    """What would be read as what stands above the question; `n` imports nothing; stdout is the four lines alone."""
    import pty

    ours, theirs = pty.openpty()
    os.write(ours, answer)
    command = [sys.executable, "-m", "chatbot.cli", "data", "import", *map(str, told(tmp_path))]
    done = subprocess.run(command, capture_output=True, stdin=theirs, env=os.environ, timeout=60, check=False)
    os.close(ours)
    os.close(theirs)
    shown, question = done.stderr.decode().split("Is that right?")
    assert done.returncode == code, question
    assert "title       title  (guessed)" in shown
    assert (tmp_path / "out").exists() == (code == 0)
    assert done.stdout.decode().splitlines() == ([] if code else setting_lines(tmp_path / "out"))


def test_without_a_guess_nobody_is_asked(tmp_path: Path) -> None:
    names = [f"{n}={n}" for n in ("id", "title", "user", "item", "rating")]
    done = run(*told(tmp_path), *(word for name in names for word in ("--column", name)))
    assert done.exit_code == 0, done.output


def test_lenient_says_how_many(tmp_path: Path) -> None:
    done = run(*told(tmp_path, ratings=NEW_RATINGS + "u,a,99\n"), "--yes", "--lenient")
    assert done.exit_code == 0
    assert "2 items and 2 ratings imported; 1 rows left out, see" in done.stderr
    assert "ratings.csv:4: the rating 99" in done.stderr


def test_a_broken_article_stops_it(tmp_path: Path) -> None:
    (tmp_path / "help").mkdir()
    done = run(*told(tmp_path), "--yes", "--articles", tmp_path / "help")
    assert "holds no help article" in str(done.exception)
    put(tmp_path / "help", "no front matter", "a.md")
    done = run(*told(tmp_path), "--yes", "--articles", tmp_path / "help")
    assert isinstance(done.exception, DataError) and "a.md:1" in str(done.exception)
    assert not (tmp_path / "out").exists()


def test_from_the_shell_it_is_one_sentence_and_exit_2(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "chatbot.cli", "data", "import", *map(str, told(tmp_path, ratings=""))]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, env=os.environ, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"chatbot: {tmp_path}/ratings.csv: is empty.\n"


# -- size --------------------------------------------------------------------------------------------------------------


def test_ratings_stream(tmp_path: Path) -> None:
    """100,000 ratings leave no more behind at the peak than a few hundred do, beyond 8 MB."""
    import tracemalloc

    def peak(people: int) -> int:
        rows = "".join(f"user{n},{'ab'[n % 2]},{1 + n % 5}\n" for n in range(people))
        made = plan(tmp_path, NEW_ITEM, f"user,item,rating\n{rows}")
        del rows
        tracemalloc.start()
        try:
            run_import(made)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(300)  # what is imported and cached on first use
    assert peak(100_000) - peak(300) < 8 * 2**20


# -- cells -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "text"), [(None, ""), (float("nan"), ""), (7.0, "7"), (7.5, "7.5"), (" a ", "a")])
def test_cells_as_text(value: object, text: str) -> None:
    assert text_of(value) == text


def test_cells_of_several_values() -> None:
    assert values_of("A| B |", "|,") == ["A", "B"]
    assert values_of("A, B", "|,") == ["A", "B"]
    assert values_of(["A, B", None, "C"], "|,") == ["A, B", "C"]
    assert values_of(None, "|,") == []
