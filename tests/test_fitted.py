"""What is kept with a stamp is made once, and anew when its stamp or its file is another."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatbot.errors import DataError
from chatbot.fitted import file_stamp, kept, source_of


def load(path: Path) -> str:
    if path.read_text() == "broken":
        raise DataError("is broken", path)
    return path.read_text()


@pytest.fixture
def made() -> list[str]:
    return []


def keep(folder: Path, stamp: str, made: list[str]) -> str:
    def make(path: Path) -> None:
        made.append(stamp)
        path.write_text(f"of {stamp}")

    return kept(folder / "model.bin", stamp, load, make)


def test_made_once_for_each_stamp(tmp_path: Path, made: list[str]) -> None:
    assert [keep(tmp_path, stamp, made) for stamp in "aabba"] == ["of a", "of a", "of b", "of b", "of a"]
    assert made == ["a", "b", "a"]


def test_what_cannot_be_read_is_made_anew(tmp_path: Path, made: list[str]) -> None:
    keep(tmp_path, "a", made)
    (tmp_path / "model.bin").write_text("broken")
    assert keep(tmp_path, "a", made) == "of a" and made == ["a", "a"]


def test_one_that_was_cut_off_while_it_was_made_is_not_taken(tmp_path: Path, made: list[str]) -> None:
    keep(tmp_path, "a", made)
    with pytest.raises(KeyboardInterrupt):
        kept(tmp_path / "model.bin", "b", load, lambda path: (_ for _ in ()).throw(KeyboardInterrupt))
    assert keep(tmp_path, "a", made) == "of a" and made == ["a", "a"]


def test_a_changed_file_has_another_stamp(tmp_path: Path) -> None:
    (tmp_path / "u.data").write_text("1")
    before = file_stamp(tmp_path)
    assert before == file_stamp(tmp_path) and before.startswith("u.data:1:")
    (tmp_path / "u.item").write_text("22")
    assert file_stamp(tmp_path) != before
    assert file_stamp(tmp_path / "nowhere") == ""


def test_source_is_read_from_the_package() -> None:
    (own,) = source_of("fitted.py")
    assert "def source_of(" in own
