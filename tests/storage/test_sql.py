"""What SqlStore does beyond the conformance tests: files, migrations, and every way in which a database fails."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import chatbot.storage.database as database
from chatbot.errors import StoreError
from chatbot.storage import SqlStore
from chatbot.storage.tables import metadata
from chatbot.types import Constraints, Feedback, Source, Ticket, Turn


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folder" / "store.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqlStore]:
    with closing(SqlStore(f"sqlite:///{path}")) as opened:
        yield opened


def save(store: SqlStore, turn_id: str = "t1", message: str = "hello", user_id: str = "u1") -> None:
    """Write to every table that a turn reaches."""
    turn = Turn("c1", turn_id, user_id, message, "recommend", "reply", sources=(Source("cancel", "Cancel", 0.9),))
    presses = [Feedback(user_id, "a", "like"), Feedback(user_id, "b", "like", 4.0)]
    ticket = Ticket(f"n-{turn_id}", user_id, "c1", turn_id, 0, f"asked: {message}")
    store.save_turn(turn, presses, Constraints(genres=("Drama",)), Constraints(year_min=1990), ["c"], ticket)


def every_row(path: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in names if name != "alembic_version"}


def on_each_connection(store: SqlStore, statement: str) -> None:
    sa.event.listen(store._database.engine, "connect", lambda connection, _record: connection.execute(statement))
    store._database.engine.dispose()


# -- files and settings of SQLite --------------------------------------------------------------------------------------


def test_file_is_private_and_its_folder_is_made(store: SqlStore, path: Path) -> None:
    save(store)
    assert {p.name for p in path.parent.iterdir()} == {"store.db", "store.db-wal", "store.db-shm"}
    assert {p.stat().st_mode & 0o777 for p in path.parent.iterdir()} == {0o600}


def test_connections_are_set_up(store: SqlStore) -> None:
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 5000}
    with store._database.engine.connect() as db:
        assert {name: db.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted


def test_deleted_people_leave_no_trace_in_the_files(store: SqlStore, path: Path) -> None:
    save(store, message="a very private wish")
    store.watch("u1", "d")
    store.say_helpful("u1", "t1", True)
    everything = every_row(path)
    assert len(everything) == len(metadata.tables) and all(everything.values())
    assert store.delete_user("u1") == sum(len(rows) for rows in everything.values())
    assert not any(every_row(path).values())
    assert all(b"private wish" not in p.read_bytes() for p in path.parent.iterdir())


def test_every_table_names_its_person() -> None:
    assert all("user_id" in table.columns for table in metadata.tables.values())


# -- all or nothing ----------------------------------------------------------------------------------------------------


def test_a_failure_at_any_statement_stores_nothing(store: SqlStore, path: Path) -> None:
    save(store, "first")
    before, statements = every_row(path), 0
    sa.event.listen(store._database.engine, "before_cursor_execute", lambda *args: fail())

    def fail() -> None:
        nonlocal statements
        statements -= 1
        if statements == 0:
            raise RuntimeError("injected")

    for after in range(1, 100):
        statements = after
        try:
            save(store, "second")
        except RuntimeError:
            assert every_row(path) == before
        else:
            break
    assert after > 15, "each of the statements failed once"
    assert len(every_row(path)["turns"]) == 2


def test_full_disk(store: SqlStore, path: Path) -> None:
    save(store)
    before = every_row(path)
    on_each_connection(store, "PRAGMA max_page_count = 30")
    with pytest.raises(StoreError, match="no room left"):
        save(store, "t2", "x" * 1_000_000)
    assert every_row(path) == before
    assert len(store.history("c1", 9)) == 1, "reading goes on"


def test_locked_database(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.1)
    with closing(SqlStore(f"sqlite:///{path}")) as store, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        for write in (lambda: save(store), store.ping, lambda: SqlStore(f"sqlite:///{path}")):
            with pytest.raises(StoreError, match="locked by another program"):
                write()
        assert store.history("c1", 9) == (), "reading goes on"
        other.rollback()
        save(store)


def test_read_only_database(store: SqlStore) -> None:
    save(store)
    on_each_connection(store, "PRAGMA query_only = ON")
    for write in (lambda: save(store, "t2"), lambda: store.delete_user("u1"), store.ping):
        with pytest.raises(StoreError, match=r"is read-only; make the file and its folder writable"):
            write()
    assert len(store.history("c1", 9)) == 1, "reading goes on"


def test_read_only_file_is_noticed_by_ping(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SqlStore(f"sqlite:///{path}").close()
    # Opened read-only by the system, as a file without write permission is; BEGIN IMMEDIATE then succeeds.
    url = sa.make_url(f"sqlite:///file:{path}?mode=ro&uri=true")
    monkeypatch.setattr(database, "create_engine", lambda _url, **options: sa.create_engine(url, **options))
    with pytest.raises(StoreError, match=r"is read-only"):
        SqlStore(f"sqlite:///{path}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_file(path: Path) -> None:
    SqlStore(f"sqlite:///{path}").close()
    path.chmod(0o400)
    before = sorted(path.parent.iterdir())
    with pytest.raises(StoreError, match=r"is read-only"):
        SqlStore(f"sqlite:///{path}")
    assert sorted(path.parent.iterdir()) == before


# -- what cannot be opened ---------------------------------------------------------------------------------------------


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes " * 1000)
    with pytest.raises(StoreError, match=r"notes.txt' is not a SQLite file; move it away or set CHATBOT_DATABASE"):
        SqlStore(f"sqlite:///{path}")
    assert path.read_text() == "my notes " * 1000


def test_damaged_database(path: Path) -> None:
    with closing(SqlStore(f"sqlite:///{path}")) as store:
        save(store)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(StoreError, match="is damaged"), closing(SqlStore(f"sqlite:///{path}")) as store:
        save(store, "t2")


def test_damaged_row(store: SqlStore, path: Path) -> None:
    save(store)
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE turns SET body = '{half'")
        db.commit()
    with pytest.raises(StoreError, match="is damaged"):
        store.history("c1", 9)


def test_a_database_of_a_newer_version_is_refused(path: Path) -> None:
    SqlStore(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
        db.commit()
    with pytest.raises(StoreError, match="newer version"):
        SqlStore(f"sqlite:///{path}")


def test_a_file_removed_while_in_use_is_noticed(store: SqlStore, path: Path) -> None:
    store.ping()
    path.unlink()
    with pytest.raises(StoreError, match="was removed"):
        store.ping()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "URL '' cannot be read"),
        ("/tmp/because.db", "URL '/tmp/because.db' cannot be read; set CHATBOT_DATABASE to sqlite:///"),
        ("postgresql://me:secret@host:port/x", "URL cannot be read"),
        ("mysql://me:secret@host/x", "kind 'mysql' are not supported"),
        ("sqlite+nonsense:///because.db", "cannot be used"),
        ("sqlite:///file:because.db?uri=true", "file: URLs are not supported"),
        ("sqlite:////dev/null/because.db", "cannot be opened"),
        ("sqlite:////dev", "cannot be opened"),
        ("sqlite:////tmp/a\x00b.db", "cannot be read"),
        ("sqlite:////tmp/a\udfffb.db", "cannot be read"),
    ],
)
def test_bad_urls(url: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError) as raised:
        SqlStore(url)
    assert sentence in str(raised.value)
    assert "secret" not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


# -- migrations --------------------------------------------------------------------------------------------------------


def schema(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as db:
        return [db.execute("PRAGMA schema_version").fetchall(), db.execute("SELECT * FROM sqlite_master").fetchall()]


def test_migrations_lead_from_empty_to_the_tables(store: SqlStore) -> None:
    with store._database.engine.connect() as db:
        context = MigrationContext.configure(db)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_heads() == tuple(ScriptDirectory(str(database._MIGRATIONS)).get_heads())


FIRST_ROWS = """
INSERT INTO users VALUES ('u1', 1, '{}');
INSERT INTO conversations VALUES ('c1', 'u1', 1, 'hello', '{}');
INSERT INTO turns VALUES (1, 't1', 'c1', 'u1', 1, 'greeting', 'hello', 'hi', '{"message": "hello"}');
INSERT INTO interactions VALUES (1, 'u1', 'a', 'like', 4.0, 1, 't1');
INSERT INTO feedback VALUES (1, 'u1', 'a', 'like', 4.0, 't1', 1);
"""


def test_the_oldest_database_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade = database.command.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(database.command, "upgrade", lambda config, head: upgrade(config, "0001"))
        SqlStore(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as db:
        db.executescript(FIRST_ROWS)
    assert "tickets" not in every_row(path)
    with closing(SqlStore(f"sqlite:///{path}")) as store:
        test_migrations_lead_from_empty_to_the_tables(store)
        assert store.tickets() == () and store.interactions("u1")[0].rating == 4.0
        assert [turn["message"] for turn in store.history("c1", 9)] == ["hello"]
        save(store, "t2")
        assert [ticket.number for ticket in store.tickets()] == ["n-t2"]


def test_a_second_open_changes_nothing(store: SqlStore, path: Path) -> None:
    save(store)
    before = schema(path), every_row(path)
    SqlStore(f"sqlite:///{path}").close()
    assert (schema(path), every_row(path)) == before


def test_a_migration_that_fails_leaves_the_file_empty(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(config: Any, revision: str) -> None:
        config.attributes["connection"].exec_driver_sql("CREATE TABLE users (x)")
        raise RuntimeError("injected")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(database.command, "upgrade", half)
        SqlStore(f"sqlite:///{path}")
    assert every_row(path) == {}
    SqlStore(f"sqlite:///{path}").close()


def test_processes_open_the_same_new_file_at_once(path: Path, tmp_path: Path) -> None:
    program = """
import sys, time, pathlib
from chatbot.storage import SqlStore
from chatbot.types import Feedback
url, go, name = sys.argv[1:]
print("ready", flush=True)
while not pathlib.Path(go).exists():
    time.sleep(0.001)
store = SqlStore(url)
store.save_feedback(Feedback(name, "alien", "like"))
store.close()
"""
    go, root = tmp_path / "go", Path(database.__file__).parents[2]
    start: Callable[[int], subprocess.Popen[str]] = lambda number: subprocess.Popen(  # noqa: E731
        [sys.executable, "-c", program, f"sqlite:///{path}", str(go), f"u{number}"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    running = [start(number) for number in range(3)]
    for process in running:
        assert process.stdout and process.stdout.readline() == "ready\n"
    go.touch()
    assert [process.communicate(timeout=60)[1] for process in running] == ["", "", ""]
    assert len(every_row(path)["users"]) == 3
