"""What is fitted once and kept on disk with a stamp of what it was made from: another stamp, and it is made anew."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from chatbot.errors import DataError

log = logging.getLogger(__name__)
T = TypeVar("T")


def kept(path: Path, stamp: str, load: Callable[[Path], T], make: Callable[[Path], None]) -> T:
    """What is kept at `path`, made anew when its stamp differs or it cannot be read."""
    note = path.with_suffix(".json")
    if path.is_file() and note.is_file() and note.read_text("utf-8", "replace") == json.dumps({"stamp": stamp}):
        try:
            return load(path)
        except DataError as error:
            log.warning("index: %s", error)
    note.unlink(missing_ok=True)
    make(path)
    note.write_text(json.dumps({"stamp": stamp}))
    return load(path)


def source_of(*files: str) -> list[str]:
    """The source of a model's modules: no version reads another's file."""
    return [(Path(__file__).parent / file).read_text("utf-8") for file in files]


def file_stamp(path: Path) -> str:
    """Names, sizes and times of a file or of a folder's files: cheap, and enough to notice another data set."""
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return " ".join(f"{p.name}:{p.stat().st_size}:{p.stat().st_mtime_ns}" for p in files if p.exists())
