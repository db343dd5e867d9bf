"""Opening a database: its URL, its file, its migrations, its transactions, and a clear sentence for every failure.

SQLite writes begin with BEGIN IMMEDIATE, so that two writers queue instead of failing half-way. It knows no table
but the one that `ping` touches.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, false, text, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from chatbot.errors import ChatbotError, InputError, StoreError
from chatbot.storage.tables import dumps, storable, users

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_KEY = 5_234_771  # any number, the same for every process: PostgreSQL's name for the migration lock
_BUSY_SECONDS = 5.0
_EXAMPLES = "sqlite:////absolute/path.db or postgresql://user:password@host/name"
_ELSEWHERE = "set CHATBOT_DATABASE to another place"

# One thread opens at a time. Alembic hands its context to env.py through module globals; and a thread that touched a
# file that another has just opened would drop that one's locks (POSIX drops them when any handle is closed).
_opening = threading.Lock()

_SQLITE_SENTENCES = {
    sqlite3.SQLITE_BUSY: "is locked by another program; try again in a moment, or stop that program.",
    sqlite3.SQLITE_LOCKED: "is locked by another program; try again in a moment, or stop that program.",
    sqlite3.SQLITE_FULL: "has no room left; free some disk space and try again.",
    sqlite3.SQLITE_READONLY: f"is read-only; make the file and its folder writable or {_ELSEWHERE}.",
    sqlite3.SQLITE_CANTOPEN: f"cannot be opened; check the path and its permissions or {_ELSEWHERE}.",
    sqlite3.SQLITE_PERM: f"cannot be opened; check the path and its permissions or {_ELSEWHERE}.",
    sqlite3.SQLITE_NOTADB: f"is not a SQLite file; move it away or {_ELSEWHERE}.",
    sqlite3.SQLITE_CORRUPT: f"is damaged; put a backup in its place, or move it away, or {_ELSEWHERE}.",
    sqlite3.SQLITE_IOERR: f"cannot be read or written because the disk reports an error; check it or {_ELSEWHERE}.",
}


class Database:
    """One open database with its tables up to date. Raises StoreError if it cannot be used. Safe between threads."""

    def __init__(self, url: str) -> None:
        parsed = _parse(url)
        self._path = _sqlite_path(parsed)
        self._name = repr(str(self._path)) if self._path else repr(parsed.render_as_string(hide_password=True))
        with self._sentences():
            self.engine = _build_engine(parsed, in_memory=self._path is None)
            try:
                with _opening:
                    self._open()
                self.ping()
            except BaseException:
                self.engine.dispose()
                raise

    def ping(self) -> None:
        """Raise StoreError unless the database can be written now."""
        if self._path and not self._path.exists():
            raise StoreError(f"The database {self._name} was removed while in use; put it back and start again.")
        with self.write() as db:  # changes no row, but a read-only database refuses it (BEGIN IMMEDIATE it allows)
            db.execute(update(users).where(false()).values(created=0))

    def close(self) -> None:
        self.engine.dispose()

    def _open(self) -> None:
        if self._path:
            _create_private(self._path)
            if not os.access(self._path, os.W_OK):  # else SQLite would open it, and leave a WAL that cannot be written
                raise StoreError(f"The database {self._name} {_SQLITE_SENTENCES[sqlite3.SQLITE_READONLY]}")
            self._enter_wal()
        with self.write() as db:
            if db.dialect.name == "postgresql":
                db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_KEY})
            config = Config(attributes={"connection": db})
            config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
            command.upgrade(config, "head")

    def _enter_wal(self) -> None:
        """Readers and a writer at once. SQLite does not wait for its turn here when two processes try, so we do."""
        deadline = time.monotonic() + _BUSY_SECONDS
        while True:
            try:
                with self._transaction(begin=None) as db:
                    db.exec_driver_sql("PRAGMA journal_mode = WAL")
                return
            except StoreError as error:
                if _sqlite_code(error.__cause__) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def empty_journal(self) -> None:
        """Deleted rows are overwritten in the file, but older copies stay in its WAL until that is cut.

        A long reader can prevent it; then the next deletion or the last close does it.
        """
        if self._path:
            with suppress(StoreError), self._transaction(begin=None) as db:
                db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def read(self) -> AbstractContextManager[Connection]:
        """A transaction that sees one state of the database throughout (on PostgreSQL: per statement)."""
        return self._transaction("BEGIN")

    def write(self) -> AbstractContextManager[Connection]:
        """A transaction that is alone in writing (on PostgreSQL: once it has locked its person's row)."""
        return self._transaction("BEGIN IMMEDIATE")

    @contextmanager
    def _transaction(self, begin: str | None) -> Iterator[Connection]:
        """Commit at the end or roll back on any error. begin: SQLite's opening words, None for no transaction."""
        with self._sentences(), self.engine.connect().execution_options(sqlite_begin=begin) as db, db.begin():
            yield db

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """Turn every failure of the database into one of ours, in one clear sentence."""
        try:
            yield
        except IntegrityError as error:
            raise InputError("This is stored already, or is incomplete; send it once, with a new turn_id.") from error
        except (DataError, OverflowError) as error:
            raise InputError("A number or a text is too large to be stored; make it smaller.") from error
        except SQLAlchemyError as error:
            refused = getattr(error, "orig", None)
            if isinstance(refused, ChatbotError):  # a value that tables.py refused, wrapped on its way here
                raise refused from None
            raise StoreError(f"The database {self._name} {_what_to_do(error)}") from error
        except CommandError as error:
            hint = f"was made by a newer version of this program; upgrade the program or {_ELSEWHERE}."
            raise StoreError(f"The database {self._name} {hint}") from error
        except ImportError as error:
            raise StoreError(f"The database {self._name} needs a driver: pip install 'psycopg[binary]'.") from error
        except JSONDecodeError as error:
            raise StoreError(f"The database {self._name} {_SQLITE_SENTENCES[sqlite3.SQLITE_CORRUPT]}") from error
        except OSError as error:
            reason = error.strerror or error
            raise StoreError(f"The database {self._name} cannot be opened ({reason}); {_ELSEWHERE}.") from error


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        kind = parsed.get_backend_name()
        if not storable(url):
            raise ValueError("NUL or lone surrogate")
    except (SQLAlchemyError, ValueError, AttributeError) as error:
        shown = "" if "@" in str(url) else f" {url!r}"  # what cannot be parsed may hold a password
        raise StoreError(f"The database URL{shown} cannot be read; set CHATBOT_DATABASE to {_EXAMPLES}.") from error
    if kind not in ("sqlite", "postgresql"):
        raise StoreError(f"Databases of kind {kind!r} are not supported; set CHATBOT_DATABASE to {_EXAMPLES}.")
    if kind == "sqlite" and (parsed.database or "").startswith("file:"):
        raise StoreError(f"SQLite's file: URLs are not supported; set CHATBOT_DATABASE to {_EXAMPLES}.")
    return parsed


def _sqlite_path(url: URL) -> Path | None:
    """Where the file is; None for PostgreSQL and for a database in memory."""
    in_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    return Path(str(url.database)).absolute() if in_file else None


def _create_private(path: Path) -> None:
    """An empty file that only its owner may read; SQLite gives its WAL the same mode. An existing one stays as is."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        path.touch(mode=0o600)


def _build_engine(url: URL, in_memory: bool) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, json_serializer=dumps, pool_pre_ping=True)
    # A database in memory lives as long as its one connection, which threads then use in turn.
    size = {"pool_size": 1, "max_overflow": 0} if in_memory else {"pool_size": 8, "max_overflow": 32}
    arguments = {"check_same_thread": False, "timeout": _BUSY_SECONDS}
    engine = create_engine(url, json_serializer=dumps, poolclass=QueuePool, connect_args=arguments, **size)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; _begin_sqlite does
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")


def _begin_sqlite(db: Connection) -> None:
    if words := db.get_execution_options().get("sqlite_begin"):
        db.exec_driver_sql(words)


def _sqlite_code(error: BaseException | None) -> int | None:
    """SQLite's primary result code, if that is where the error comes from."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _what_to_do(error: SQLAlchemyError) -> str:
    code = _sqlite_code(error)
    if code in _SQLITE_SENTENCES:
        return _SQLITE_SENTENCES[code]
    reason = " ".join(str(getattr(error, "orig", None) or error).split())[:200]
    return f"cannot be used ({reason}); check that it runs and that CHATBOT_DATABASE is right."
