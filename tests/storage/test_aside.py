"""Conversations that are not remembered: whole while they last, and never in the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from chatbot.errors import NotFoundError
from chatbot.storage import Asides, SqlStore
from chatbot.storage.aside import MOST
from chatbot.types import Feedback, Turn


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[SqlStore]:
    with closing(SqlStore(f"sqlite:///{tmp_path / 'store.db'}")) as store:
        store.save_turn(Turn("c0", "t0", "u1", "a western", "recommend", "reply"), [Feedback("u1", "a", "like")])
        yield store


def test_it_knows_the_person_and_tells_nobody(kept: SqlStore, tmp_path: Path) -> None:
    before, asides = kept.export_user("u1"), Asides(kept)
    store = asides.begin("u1", "c1")
    assert [i.item_id for i in store.interactions("u1")] == ["a"] and asides.begin("u1", "c1") is store
    store.save_turn(Turn("c1", "t1", "u1", "marzipan", "rate", "reply"), [Feedback("u1", "b", "like")])
    assert asides.of_turn("u1", "t1") is store and asides.of_turn("u2", "t1") is None
    assert asides.of("u2", "c1") is None and asides.of("u1", None) is None and asides.latest("u1") == "c1"
    with pytest.raises(NotFoundError):
        asides.begin("u2", "c1")
    with pytest.raises(NotFoundError):
        asides.begin("u2", "c0")
    assert kept.export_user("u1") == before
    asides.end("u1", "c1")
    assert asides.of("u1", "c1") is None and asides.latest("u1") is None
    assert all(b"marzipan" not in path.read_bytes() for path in tmp_path.iterdir())


def test_what_was_kept_of_it_is_removed_and_goes_on_in_memory(kept: SqlStore, tmp_path: Path) -> None:
    kept.save_turn(Turn("c1", "t1", "u1", "marzipan", "rate", "reply"), [Feedback("u1", "b", "like")])
    kept.save_feedback(Feedback("u1", "d", "seen", turn_id="t1"))
    store = Asides(kept).begin("u1", "c1")
    assert [turn["message"] for turn in store.history("c1", 9)] == ["marzipan"]
    assert {i.item_id for i in store.interactions("u1")} == {"a", "b", "d"}
    assert kept.conversation_owner("c1") is None and [i.item_id for i in kept.interactions("u1")] == ["a"]
    assert all(b"marzipan" not in path.read_bytes() for path in tmp_path.iterdir())


def test_an_hour_of_silence_ends_it_and_so_does_too_many(kept: SqlStore) -> None:
    now = [0.0]
    asides = Asides(kept, lambda: now[0], idle=3600)
    for at, name in ((0, "c1"), (3000, "c2")):
        now[0] = at
        asides.begin("u1", name)
    now[0] = 3700
    assert asides.of("u1", "c1") is None and asides.of("u1", "c2") is not None
    for number in range(MOST):
        now[0] += 1
        asides.begin("u2", f"d{number}")
    assert asides.of("u1", "c2") is None and asides.of("u2", "d0") is not None
    asides.end("u2")
    assert asides.latest("u2") is None


def test_it_ends_by_itself(kept: SqlStore) -> None:
    import time

    asides = Asides(kept, idle=0.05)
    asides.begin("u1", "c1")
    deadline = time.monotonic() + 10
    while asides._open and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not asides._open
