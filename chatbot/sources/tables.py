"""Tables that people bring: csv (comma, semicolon or tab), JSON lines or parquet, each also gzipped, as streamed rows.

Form, separator and encoding are read off the content, not the name. Knows nothing of what the columns mean.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import itertools
import json
import math
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple, TextIO

from chatbot.errors import DataError, InputError

FIELD_MAX = 2**20  # characters of one field
LINE_MAX = 4 * FIELD_MAX
HEAD = 2**16  # bytes that the form is read off
SEPARATORS = ",;\t"
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
NOT_READ = {b"PK\x03\x04": "zip or Excel", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd"}


class Row(NamedTuple):
    """line: where it begins, in parquet the row number. problem: why it cannot be taken apart; empty when it can."""

    line: int
    values: dict[str, Any]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """A file whose form is known. encoding and separator are empty where the form has none."""

    path: Path
    form: Literal["csv", "jsonl", "parquet"]
    columns: tuple[str, ...]
    encoding: str = ""
    separator: str = ""

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank, streamed. Raises: DataError when the file itself is broken."""
        with _told(self.path):
            yield from {"csv": _csv_rows, "jsonl": _jsonl_rows, "parquet": _parquet_rows}[self.form](self)

    def __str__(self) -> str:
        how = {",": "comma", ";": "semicolon", "\t": "tab"}.get(self.separator, "")
        return f"{self.path} ({', '.join(filter(None, (self.form, how, self.encoding)))})"


def open_table(path: Path, encoding: str = "") -> Table:
    """Find out form, encoding and columns. Raises: DataError in one sentence for whatever is no table."""
    if path.is_dir():
        raise DataError("is a folder; give the file itself.", path)
    if not path.exists():
        raise DataError("there is no such file.", path)
    with _told(path):
        with _unpacked(path) as file:
            head = file.read(HEAD)
        if not head.strip():
            raise DataError("is empty.", path)
        for magic, kind in NOT_READ.items():
            if head.startswith(magic):
                raise DataError(f"is a {kind} file; unpack it, or save it as csv.", path)
        if head.startswith(b"PAR1"):
            return Table(path, "parquet", _parquet_columns(path))
        encoding = _encoding(path, head, encoding)
        with _text(path, encoding) as stream:
            start = stream.read(HEAD)
        if not start.strip():
            raise DataError("is empty.", path)
        if start.lstrip().startswith("["):
            raise DataError("is one JSON list; write one object a line.", path)
        if start.lstrip().startswith("{"):
            table = Table(path, "jsonl", (), encoding)
            names = (name for row in itertools.islice(table.rows(), 100) if not row.problem for name in row.values)
            return Table(path, "jsonl", tuple(dict.fromkeys(names)), encoding)
        separator, columns = _header(start)
        twice = [name for name in columns if name and columns.count(name) > 1]
        if twice:
            raise DataError(f"two columns are called {twice[0]!r}; rename one.", path, 1)
        return Table(path, "csv", columns, encoding, separator)


def text_of(value: Any) -> str:
    """A cell as text: 7.0 is `7`, nothing and not-a-number are empty. Raises: ValueError for a nested object."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dict | list):
        raise ValueError("a list or an object stands where one text belongs")
    return str(value).strip()


# --- opening ---------------------------------------------------------------------------------------------------


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Whatever goes wrong with the file itself, as one sentence."""
    try:
        yield
    except EOFError:
        raise DataError("the gzip ends too early, so a part of it is missing; copy it again.", path) from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise DataError(f"the gzip is broken ({error}); copy it again.", path) from None
    except UnicodeError as error:
        used = getattr(error, "encoding", "charmap").replace("charmap", "the encoding that it seems to be in")
        raise DataError(f"is not text in {used}; say which it is with --encoding.", path) from None
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror or error}.", path) from None


def _unpacked(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path) if packed else path.open("rb")  # type: ignore[return-value]


def _text(path: Path, encoding: str) -> TextIO:
    return io.TextIOWrapper(_unpacked(path), encoding, newline="")


def _encoding(path: Path, head: bytes, given: str) -> str:
    """A byte-order mark decides, then what was given, then UTF-8 if all of it is, UTF-16 by its zeros, else cp1252.

    Detectors by statistics take a few accents in a short column for Central European as readily as for Western, so
    the commonest is taken and shown, and --encoding says better.
    """
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    if given:
        try:
            return codecs.lookup(given).name
        except LookupError:
            raise InputError(f"There is no encoding {given!r}; try utf-8, cp1252 or utf-16.") from None
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[first::2].count(0) > len(head) / 8 and head[1 - first :: 2].count(0) < len(head) / 32:
            return name
    decoder, lines, accents = codecs.getincrementaldecoder("utf-8")(), 1, False
    with _unpacked(path) as file:
        while True:
            chunk = file.read(FIELD_MAX)
            try:
                accents = not decoder.decode(chunk, final=not chunk).isascii() or accents
            except UnicodeDecodeError as error:
                before = error.object[: error.start]
                if accents or not before.isascii():
                    line = lines + before.count(b"\n")
                    raise DataError(
                        "is UTF-8 up to here, but not this line; mend it, or say --encoding.", path, line
                    ) from None
                return "cp1252"
            if not chunk:
                return "utf-8"
            lines += chunk.count(b"\n")


# --- forms -----------------------------------------------------------------------------------------------------


def _header(start: str) -> tuple[str, tuple[str, ...]]:
    """The separator that cuts the first line into most columns, and those columns (RecBole's `:type` left off)."""
    lines = [line for line in start.splitlines(keepends=True) if line.strip()]
    cut = {s: next(csv.reader(lines, delimiter=s)) for s in SEPARATORS}
    best = max(SEPARATORS, key=lambda s: len(cut[s]))
    return best, tuple(name.partition(":")[0].strip() for name in cut[best])


class _Lines:
    """Lines of a text. One that is endless is cut, so that it cannot fill the memory, and `cut` says so."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self.number, self.cut = stream, 0, False

    def __iter__(self) -> Iterator[str]:
        while line := self._stream.readline(LINE_MAX):
            self.number += 1
            rest = line
            while len(rest) == LINE_MAX and not rest.endswith(("\n", "\r")):
                self.cut, rest = True, self._stream.readline(LINE_MAX)
            yield line


def _csv_rows(table: Table) -> Iterator[Row]:
    width, allowed = len(table.columns), csv.field_size_limit(FIELD_MAX)
    try:
        with _text(table.path, table.encoding) as stream:
            lines = _Lines(stream)
            for line, cells, problem in _records(lines, table.separator):
                if lines.cut:
                    lines.cut, cells, problem = False, [], "the line is longer than 4 MB."
                elif not problem and len(cells) != width:
                    problem = f"{len(cells)} columns where {width} belong."
                yield Row(line, dict(zip(table.columns, cells, strict=False)), problem)
    finally:
        csv.field_size_limit(allowed)


def _records(lines: _Lines, separator: str) -> Iterator[tuple[int, list[str], str]]:
    """(line where it begins, cells, problem) of each record after the header that is not blank."""
    reader, header = csv.reader(iter(lines), delimiter=separator), True
    while True:
        line = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, [], "a field is longer than 1 MB; is a quote left open?"
            continue
        if any(cells) and not header:
            yield line, cells, ""
        header = header and not any(cells)


def _jsonl_rows(table: Table) -> Iterator[Row]:
    with _text(table.path, table.encoding) as stream:
        lines = _Lines(stream)
        for line in lines:
            if lines.cut:
                lines.cut = False
                yield Row(lines.number, {}, "the line is longer than 4 MB.")
                continue
            if not line.strip():
                continue
            try:
                values = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Row(lines.number, {"text": line.strip()}, f"is not JSON: {error}.")
                continue
            if isinstance(values, dict):
                yield _sized(lines.number, values)
            else:
                yield Row(lines.number, {"text": line.strip()}, "is not a JSON object.")


def _sized(line: int, values: dict[str, Any]) -> Row:
    huge = [name for name, value in values.items() if isinstance(value, str) and len(value) > FIELD_MAX]
    return Row(line, {}, f"{huge[0]!r} is longer than 1 MB.") if huge else Row(line, values)


@contextmanager
def _parquet(path: Path) -> Iterator[Any]:
    """An open parquet file; one in a gzip is unpacked to a temporary file first, since parquet is read from its end."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise DataError("reading parquet needs one package more: pip install pyarrow.", path) from None
    with _unpacked(path) as packed, tempfile.TemporaryFile() as copy:
        file: Any = packed
        if isinstance(packed, gzip.GzipFile):
            shutil.copyfileobj(packed, copy)
            file = copy
        try:
            yield pyarrow.parquet.ParquetFile(file)
        except pyarrow.ArrowException as error:
            raise DataError(f"is not a whole parquet file: {str(error).splitlines()[0]}", path) from None


def _parquet_columns(path: Path) -> tuple[str, ...]:
    with _parquet(path) as file:
        return tuple(file.schema_arrow.names)


def _parquet_rows(table: Table) -> Iterator[Row]:
    number = 0
    with _parquet(table.path) as file:
        for batch in file.iter_batches(10_000):
            for values in batch.to_pylist():
                number += 1
                yield _sized(number, values)


def values_of(value: Any, separators: Sequence[str]) -> list[str]:
    """The several values of one cell: a list as it is, a text at the first separator that it holds."""
    if isinstance(value, list):
        return [text for one in value if (text := text_of(one))]
    text = text_of(value)
    separator = next((s for s in separators if s in text), separators[0])
    return [part for one in text.split(separator) if (part := one.strip())]
