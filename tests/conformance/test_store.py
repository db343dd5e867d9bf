"""What every Store must do. A new Store is added to `URLS`, and inherits all of these.

PostgreSQL is tested too where CHATBOT_TEST_POSTGRESQL holds the URL of a scratch database.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from chatbot.errors import InputError, NotFoundError
from chatbot.storage import SqlStore, Store
from chatbot.storage.base import merge
from chatbot.types import Constraints, Feedback, Interaction, Item, Recommendation, Ticket, Turn

URLS = ("sqlite file", "sqlite memory", "postgresql")
NASTY = "'; DROP TABLE users; -- \" ` \\ %s :x ? {} \\u0000 🎬 é \u202e\n\t"
CLOCK = iter(range(1_000_000_000, 2_000_000_000))


@pytest.fixture(params=URLS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite file":
        yield f"sqlite:///{tmp_path / 'store.db'}"
    elif request.param == "sqlite memory":
        yield "sqlite://"
    else:
        yield from _fresh_postgresql_schema()


def _fresh_postgresql_schema() -> Iterator[str]:
    base = os.environ.get("CHATBOT_TEST_POSTGRESQL")
    if not base:
        pytest.skip("CHATBOT_TEST_POSTGRESQL is not set")
    name = f"test_{uuid.uuid4().hex}"
    engine = sa.create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.execute(sa.text(f"CREATE SCHEMA {name}"))
        options = {"options": f"-csearch_path={name}"}
        yield sa.make_url(base).update_query_dict(options).render_as_string(hide_password=False)
        db.execute(sa.text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with closing(SqlStore(url, clock=lambda: next(CLOCK))) as opened:
        yield opened


def turn(turn_id: str = "t1", user_id: str = "u1", conversation_id: str = "c1", **changes: Any) -> Turn:
    return replace(Turn(conversation_id, turn_id, user_id, f"message of {turn_id}", "recommend", "reply"), **changes)


def judged(store: Store, user_id: str = "u1") -> list[tuple[str, str | None, float | None]]:
    return [(i.item_id, i.signal, i.rating) for i in store.interactions(user_id)]


def test_a_turn_comes_back_as_it_was_given(store: Store) -> None:
    item = Item("alien", "Alien", 1979, ("Sci-Fi",), {"director": ("Ridley Scott",)})
    given = turn(items=(Recommendation(item, 1, 4.25, 0.7, "Because."),), model={"base": "b"}, created=7, reply=NASTY)
    store.save_turn(given)
    assert store.turn("t1") == given.to_json()
    assert store.history("c1", 10) == (given.to_json(),)
    assert store.turn("t2") is None


def test_history_is_the_last_turns_oldest_first(store: Store) -> None:
    for number in range(5):
        store.save_turn(turn(f"t{number}"))
    assert [t["turn_id"] for t in store.history("c1", 3)] == ["t2", "t3", "t4"]
    assert store.history("c1", 0) == store.history("c1", -1) == store.history("unknown", 5) == ()


def test_a_turn_puts_on_the_watch_list_and_takes_off_or_does_neither(store: Store) -> None:
    store.save_turn(turn("t1"), watch=("alien", "heat"))
    store.save_turn(turn("t2", "u2", "c2"), watch=("alien",))
    store.save_turn(turn("t3"), watch=("jaws",), unwatch=("alien", "unknown"))
    assert (store.watched("u1"), store.watched("u2")) == (("heat", "jaws"), ("alien",))
    with pytest.raises(InputError):
        store.save_turn(turn("t3"), unwatch=("heat",))
    assert store.watched("u1") == ("heat", "jaws"), "a turn that is not stored changes nothing"


def test_latest_conversation_is_that_of_the_last_turn(store: Store) -> None:
    assert store.latest_conversation("u1") is None
    for turn_id, conversation_id in (("t1", "c1"), ("t2", "c2"), ("t3", "c1")):
        store.save_turn(turn(turn_id, conversation_id=conversation_id))
    store.save_turn(turn("t4", "u2", "c4"))
    assert store.latest_conversation("u1") == "c1"
    assert store.conversation_owner("c1") == "u1"
    assert store.conversation_owner("unknown") is None


def test_constraints_of_a_conversation_and_of_a_person(store: Store) -> None:
    assert store.constraints("c1") == store.standing("u1") == Constraints()
    nineties, no_horror = Constraints(year_min=1990, year_max=1999), Constraints(not_genres=("Horror",))
    store.save_turn(turn("t1"), state=nineties, standing=no_horror)
    store.save_turn(turn("t2"))
    assert (store.constraints("c1"), store.standing("u1")) == (nineties, no_horror), "None leaves them"
    store.save_turn(turn("t3"), state=Constraints(), standing=Constraints())
    assert store.constraints("c1") == store.standing("u1") == Constraints(), "empty clears them"


@pytest.mark.parametrize(
    ("presses", "signal", "rating"),
    [
        ([("like", None)], "like", None),
        ([("dislike", None), ("like", None)], "like", None),
        ([("like", None), ("seen", None)], "like", None),
        ([("dislike", None), ("seen", None)], "dislike", None),
        ([("like", 5.0), ("seen", None)], "like", 5.0),
        ([("seen", 3.0), ("seen", None)], "seen", 3.0),
        ([("seen", None), ("like", None)], "like", None),
        ([("not_interested", None), ("seen", None)], "seen", None),
        ([("like", None), ("not_interested", None)], "not_interested", None),
        ([("like", None), ("like", 4.0)], "like", 4.0),
        ([("like", 5.0), ("dislike", 1.0)], "dislike", 1.0),
        ([("like", 4.0), ("like", None)], "like", 4.0),
        ([("seen", 3.0), ("like", None)], "like", 3.0),
        ([("dislike", 1.0), ("like", None)], "like", None),
        ([("like", 4.5), ("not_interested", None)], "not_interested", None),
        ([("like", None), ("seen", 2.0)], "seen", 2.0),
    ],
)
def test_one_judgement_per_item(store: Store, presses: list[Any], signal: str, rating: float | None) -> None:
    for given, stars in presses:
        store.save_feedback(Feedback("u1", "alien", given, stars))
    assert judged(store) == [("alien", signal, rating)]
    log = store.export_user("u1")["feedback"]
    assert [(row["signal"], row["rating"]) for row in log] == presses, "the log keeps every press"


def test_merge_keeps_the_time_of_a_judgement_that_stays() -> None:
    liked = Interaction("u1", "alien", None, 5, "like")
    assert merge(liked, Feedback("u1", "alien", "seen"), 9) is liked
    assert merge(liked, Feedback("u1", "alien", "like"), 9).timestamp == 9


def test_interactions_come_oldest_judgement_first(store: Store) -> None:
    for item_id in ("a", "b", "c"):
        store.save_turn(turn(f"t{item_id}", created=50), [Feedback("u1", item_id, "like")])
    store.save_turn(turn("again", created=50), [Feedback("u1", "a", "dislike")])
    assert [i.item_id for i in store.interactions("u1")] == ["b", "c", "a"], "also within one second"
    assert {i.timestamp for i in store.interactions("u1")} == {50}


def test_a_turn_applies_its_feedback_and_forgets(store: Store) -> None:
    store.save_turn(turn("t1"), [Feedback("u1", "a", "like"), Feedback("u1", "b", "like"), Feedback("u1", "c", "like")])
    store.save_turn(turn("t2"), [Feedback("u1", "a", "dislike", 1.5)], forget=["a", "b", "unknown"])
    assert judged(store) == [("c", "like", None), ("a", "dislike", 1.5)]
    assert [row["turn_id"] for row in store.export_user("u1")["feedback"]] == ["t1", "t1", "t1", "t2"]


def test_people_are_apart(store: Store) -> None:
    for user_id in ("u1", "u2"):
        mine = [Feedback(user_id, f"item of {user_id}", "like")]
        store.save_turn(turn(f"t {user_id}", user_id, f"c {user_id}"), mine, Constraints(genres=(user_id,)))
    assert judged(store, "u2") == [("item of u2", "like", None)]
    assert store.standing("u2") == Constraints(genres=("u2",))
    assert "u1" not in json.dumps(store.export_user("u2"))
    store.delete_user("u1")
    assert store.turn("t u2") is not None
    assert judged(store, "u2") == [("item of u2", "like", None)]


def test_nobody_writes_into_another_persons_conversation_or_turn(store: Store) -> None:
    store.save_turn(turn("t1"))
    with pytest.raises(NotFoundError, match="no conversation 'c1'"):
        store.save_turn(turn("t2", "u2", "c1"))
    with pytest.raises(NotFoundError, match="no turn 't1'"):
        store.save_feedback(Feedback("u2", "alien", "like", turn_id="t1"))
    with pytest.raises(NotFoundError, match="no turn 'unknown'"):
        store.save_feedback(Feedback("u1", "alien", "like", turn_id="unknown"))
    with pytest.raises(InputError, match="Feedback of 'u2'"):
        store.save_turn(turn("t3"), [Feedback("u2", "alien", "like")])
    with pytest.raises(NotFoundError):
        store.export_user("u2")
    kept = {name: len(rows) for name, rows in store.export_user("u1").items() if rows and name != "user"}
    assert kept == {"conversations": 1, "turns": 1}


def test_export_holds_everything_and_is_json(store: Store) -> None:
    long = "x" * 100
    store.save_turn(turn("t1", message=long), [Feedback("u1", "a", "like", 4.0)], standing=Constraints(people=("P",)))
    store.save_turn(turn("t2"), state=Constraints(year_min=1990))
    store.save_feedback(Feedback("u1", "b", "seen", turn_id="t2"))
    export = json.loads(json.dumps(store.export_user("u1")))
    assert set(export) >= {"user", "conversations", "turns", "interactions", "feedback", "watchlist"}
    assert export["user"]["standing"]["people"] == ["P"]
    assert [(c["title"], c["state"]["year_min"]) for c in export["conversations"]] == [("x" * 80, 1990)]
    assert [t["body"]["message"] for t in export["turns"]] == [long, "message of t2"]
    assert [(i["item_id"], i["rating"]) for i in export["interactions"]] == [("a", 4.0), ("b", None)]
    assert [(f["item_id"], f["turn_id"]) for f in export["feedback"]] == [("a", "t1"), ("b", "t2")]


def test_a_ticket_belongs_to_its_turn_and_goes_with_its_person(store: Store) -> None:
    for number in range(3):
        ticket = Ticket(f"n{number}", "u1", "c1", f"t{number}", 0, NASTY)
        store.save_turn(turn(f"t{number}", created=7), ticket=ticket)
    assert [(t.number, t.turn_id, t.created) for t in store.tickets(2)] == [("n2", "t2", 7), ("n1", "t1", 7)]
    assert store.tickets()[0].summary == NASTY == store.export_user("u1")["tickets"][0]["summary"]
    for wrong in (Ticket("n9", "u2", "c1", "t9", 0, ""), Ticket("n1", "u1", "c1", "t9", 0, "the number is taken")):
        with pytest.raises(InputError):
            store.save_turn(turn("t9"), ticket=wrong)
    assert store.turn("t9") is None and len(store.tickets()) == 3
    assert store.delete_user("u1") == 8 and store.tickets() == ()


def test_turns_of_a_person_come_from_all_conversations(store: Store) -> None:
    for number in range(4):
        store.save_turn(turn(f"t{number}", conversation_id=f"c{number % 2}"))
    store.save_turn(turn("other", user_id="u2", conversation_id="c9"))
    assert [t["turn_id"] for t in store.turns_of("u1", 3)] == ["t1", "t2", "t3"]
    assert store.turns_of("nobody", 3) == ()


def test_delete_removes_and_counts_every_row(store: Store) -> None:
    store.save_turn(turn("t1"), [Feedback("u1", "a", "like"), Feedback("u1", "a", "dislike")])
    assert store.delete_user("u1") == 6  # user, conversation, turn, interaction, two lines of the log
    assert (store.history("c1", 9), store.interactions("u1"), store.standing("u1")) == ((), (), Constraints())
    for verb in (store.export_user, store.delete_user):
        with pytest.raises(NotFoundError, match="'u1'"):
            verb("u1")
    store.save_turn(turn("t1"))
    assert judged(store) == [], "someone who comes back starts afresh"


@pytest.mark.parametrize(
    "bad",
    [
        Feedback("u1", "b", "love"),  # type: ignore[arg-type]
        Feedback("u1", "b", "like", float("nan")),
        Feedback("u1", "b", "like", float("inf")),
        Feedback("u1", "b", "like", "5"),  # type: ignore[arg-type]
        Feedback("u1", "b\x00", "like"),
        Feedback("u1", "\ud83c", "like"),
        Feedback("u1", None, "like"),  # type: ignore[arg-type]
        Feedback("u1", "b", "like", turn_id="unknown"),
    ],
)
def test_a_refused_press_leaves_nothing_behind(store: Store, bad: Feedback) -> None:
    with pytest.raises(InputError):
        store.save_feedback(replace(bad, user_id="new"))
    with pytest.raises(InputError):
        store.save_turn(turn(), [Feedback("u1", "a", "like"), bad], Constraints(genres=("x",)))
    for user_id in ("new", "u1"):
        with pytest.raises(NotFoundError):
            store.export_user(user_id)


@pytest.mark.parametrize(
    "changes",
    [
        {"message": "a\x00b"},
        {"reply": "\ud83c"},
        {"model": {"deep": ["\udfff"]}},
        {"model": {"deep\x00": 1}},
        {"model": {"not json": object()}},
        {"timings_ms": {"total": float("nan")}},
        {"created": 10**30},
    ],
)
def test_a_turn_that_cannot_be_kept_is_refused_whole(store: Store, changes: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        store.save_turn(turn(**changes))
    with pytest.raises(NotFoundError):
        store.export_user("u1")
    store.save_turn(turn())


def test_a_turn_is_stored_once(store: Store) -> None:
    store.save_turn(turn())
    with pytest.raises(InputError, match="already"):
        store.save_turn(turn(message="other"), [Feedback("u1", "a", "like")])
    assert [t["message"] for t in store.history("c1", 9)] == ["message of t1"]
    assert judged(store) == []


@pytest.mark.parametrize("bad", ["a\x00", "\ud800"])
def test_unstorable_ids_are_refused_when_reading(store: Store, bad: str) -> None:
    verbs: list[Callable[[str], Any]] = [
        store.turn, store.latest_conversation, store.conversation_owner, store.constraints, store.standing,
        store.interactions, store.export_user, store.delete_user, lambda text: store.history(text, 3),
    ]  # fmt: skip
    for verb in verbs:
        with pytest.raises(InputError, match="NUL"):
            verb(bad)


def test_sql_in_any_text_is_only_text(store: Store) -> None:
    store.save_turn(turn(NASTY, NASTY, NASTY, message=NASTY, intent=NASTY), [Feedback(NASTY, NASTY, "like")])
    store.save_turn(turn("t2"), forget=["' OR 1=1 --"])
    assert judged(store, NASTY) == [(NASTY, "like", None)]
    assert [t["message"] for t in store.history(NASTY, 3)] == [NASTY]
    assert store.latest_conversation("' OR '1'='1") is None
    assert store.delete_user(NASTY) == 5
    assert store.turn("t2") is not None


def test_threads_write_at_once_and_nothing_is_lost(store: Store) -> None:
    def write(thread: int) -> None:
        for number in range(20):
            user_id = f"u{number % 3}"  # people shared by all threads
            mine = [Feedback(user_id, f"item {thread}", "like" if number % 2 else "dislike")]
            store.save_turn(turn(f"t {thread} {number}", user_id, f"c {user_id}"), mine)
            store.history(f"c {user_id}", 5)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    exports = [store.export_user(f"u{number}") for number in range(3)]
    assert sum(len(export["turns"]) for export in exports) == sum(len(export["feedback"]) for export in exports) == 160
    assert all(len(export["interactions"]) == 8 for export in exports)


def test_what_is_stored_outlives_the_store(url: str) -> None:
    if url == "sqlite://":
        pytest.skip("a database in memory is gone on close")
    with closing(SqlStore(url)) as store:
        store.save_turn(turn(), [Feedback("u1", "a", "like")], Constraints(genres=("Drama",)), Constraints(year_min=1))
        before = store.export_user("u1")
    with closing(SqlStore(url)) as store:
        assert store.export_user("u1") == before
        store.ping()
