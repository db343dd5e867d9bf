"""What every Store must do for what a person arranges herself: conversations, taking back, limits, the watch list."""
# ruff: noqa: F811

from __future__ import annotations

from contextlib import closing

import pytest
from conformance.test_store import judged, store, turn, url  # noqa: F401

from chatbot.errors import InputError, NotFoundError
from chatbot.storage import SqlStore, Store
from chatbot.types import Constraints, Feedback, Ticket

HORROR, NO_WAR = Constraints(genres=("Horror",)), Constraints(not_genres=("War",))
NO_CAGE = Constraints(not_people=("Nicolas Cage",))


def listed(store: Store, words: str = "", user_id: str = "u1") -> list[tuple[str, str, int]]:
    return [(c["conversation_id"], c["title"], c["turns"]) for c in store.conversations(user_id, words)]


def test_conversations_are_listed_latest_first_and_searched(store: Store) -> None:
    store.save_turn(turn("t1", message="Something SCARY", reply="100% dread"))
    store.save_turn(turn("t2", conversation_id="c2", message="A musical"))
    store.save_turn(turn("t3", message="and newer"))
    store.save_turn(turn("t4", "u2", "c3", message="scary too"))
    assert listed(store) == [("c1", "Something SCARY", 2), ("c2", "A musical", 1)]
    assert [c[0] for c in listed(store, "scary")] == ["c1"]
    assert listed(store, "newer") == [("c1", "Something SCARY", 2)], "a hit in one turn lists the whole conversation"
    assert [c[0] for c in listed(store, "100%")] == ["c1"] and listed(store, "%") == listed(store, "100%")
    assert listed(store, "nothing of it") == [] and listed(store, user_id="nobody") == []


def test_rename_and_delete_are_the_owners(store: Store) -> None:
    store.save_turn(turn("t1"), [Feedback("u1", "a", "like")])
    store.save_turn(turn("t2", "u2", "c2"))
    store.rename_conversation("u1", "c1", "  Friday \n night ")
    assert listed(store) == [("c1", "Friday night", 1)]
    for title in ("", " ", "x" * 81):
        with pytest.raises(InputError):
            store.rename_conversation("u1", "c1", title)
    for verb in (lambda: store.rename_conversation("u2", "c1", "mine"), lambda: store.delete_conversation("u2", "c1")):
        with pytest.raises(NotFoundError):
            verb()
    store.delete_conversation("u1", "c1")
    assert listed(store) == [] and store.turn("t1") is None and listed(store, user_id="u2")
    assert judged(store) == [("a", "like", None)], "what was judged in it stays"


def test_taking_back_puts_everything_back(store: Store) -> None:
    store.save_turn(turn("t1"), [Feedback("u1", "a", "like", 4.0)], standing=NO_WAR, state=HORROR)
    told = [Feedback("u1", "a", "dislike"), Feedback("u1", "b", "like")]
    store.save_turn(turn("t2"), told, standing=NO_WAR.union(NO_CAGE), state=Constraints(year_min=1990))
    store.save_turn(turn("t3"), forget=("b",))
    store.save_feedback(Feedback("u1", "c", "like", turn_id="t2"))
    assert store.take_back("u1", "t2") == 2
    assert [t["turn_id"] for t in store.history("c1", 9)] == ["t1"]
    assert set(judged(store)) == {
        ("a", "like", 4.0),
        ("c", "like", None),
    }
    assert store.constraints("c1") == HORROR and store.standing("u1") == NO_WAR
    assert {row["item_id"] for row in store.export_user("u1")["feedback"]} == {"a", "c"}


def test_taking_back_leaves_what_came_since_elsewhere(store: Store) -> None:
    store.save_turn(turn("t1"), [Feedback("u1", "a", "like")], standing=NO_WAR)
    store.save_turn(turn("t2", conversation_id="c2"), [Feedback("u1", "a", "dislike")], standing=NO_WAR.union(NO_CAGE))
    store.take_back("u1", "t1")
    assert judged(store) == [("a", "dislike", None)] and store.standing("u1") == NO_CAGE
    store.delete_conversation("u1", "c2")
    with pytest.raises(NotFoundError):
        store.take_back("u1", "t2")
    with pytest.raises(NotFoundError):
        store.take_back("u2", "t1")


def test_an_emptied_conversation_goes_unless_it_was_named(store: Store) -> None:
    store.save_turn(turn("t1"))
    store.take_back("u1", "t1")
    assert store.conversation_owner("c1") is None
    store.save_turn(turn("t1"))
    store.rename_conversation("u1", "c1", "Mine")
    store.take_back("u1", "t1")
    store.save_turn(turn("t2"))
    assert listed(store) == [("c1", "Mine", 1)]


def test_limits_are_set(store: Store) -> None:
    store.set_standing("u1", NO_WAR)
    assert store.standing("u1") == NO_WAR
    with pytest.raises(NotFoundError):
        store.set_state("u1", "c1", HORROR)
    store.save_turn(turn("t1"))
    store.set_state("u1", "c1", HORROR)
    assert store.constraints("c1") == HORROR
    with pytest.raises(NotFoundError):
        store.set_state("u2", "c1", HORROR)


def test_judgements_come_and_go_one_by_one_and_many_at_once(store: Store) -> None:
    store.save_judgements([Feedback("u1", "a", "like", 5.0), Feedback("u1", "b", "seen")])
    gone = store.forget_judgement("u1", "a")
    assert gone is not None and judged(store) == [("b", "seen", None)]
    assert store.forget_judgement("u1", "a") is None
    store.put_judgement(gone)
    assert set(judged(store)) == {("a", "like", 5.0), ("b", "seen", None)}
    with pytest.raises(InputError):
        store.save_judgements([Feedback("u1", "c", "like"), Feedback("u1", "d", "love")])  # type: ignore[arg-type]
    assert len(judged(store)) == 2


def test_the_watch_list(store: Store) -> None:
    for item in ("b", "a", "b"):
        store.watch("u1", item)
    assert store.watched("u1") == ("b", "a") and store.watched("u2") == ()
    store.watch("u1", "b", on=False)
    assert store.watched("u1") == ("a",)
    assert [row["item_id"] for row in store.export_user("u1")["watchlist"]] == ["a"]
    store.delete_user("u1")
    assert store.watched("u1") == ()


def test_a_forgotten_conversation_leaves_nothing_behind(store: Store) -> None:
    store.save_turn(turn("t0", conversation_id="c0"), [Feedback("u1", "a", "like", 4.0)], standing=NO_WAR)
    ticket = Ticket("n1", "u1", "c1", "t1", 0, "sent")
    store.save_turn(turn("t1"), standing=NO_WAR.union(NO_CAGE), state=HORROR, ticket=ticket)
    store.save_feedback(Feedback("u1", "x", "like", turn_id="t1"))
    store.save_turn(turn("t2"), [Feedback("u1", "a", "dislike"), Feedback("u1", "x", "dislike")])
    store.save_feedback(Feedback("u1", "y", "seen", turn_id="t2"))
    store.save_feedback(Feedback("u1", "z", "seen", turn_id="t0"))
    with pytest.raises(NotFoundError):
        store.forget_conversation("u2", "c1")
    store.forget_conversation("u1", "c1")
    assert store.history("c1", 9) == () and store.conversation_owner("c1") is None
    assert set(judged(store)) == {("a", "like", 4.0), ("z", "seen", None)}
    assert store.standing("u1") == NO_WAR
    assert {row["item_id"] for row in store.export_user("u1")["feedback"]} == {"a", "z"}
    assert [(t.number, t.conversation_id, t.turn_id) for t in store.tickets()] == [("n1", None, None)], "it was sent"


def test_a_person_moves_whole_to_another_store(store: Store) -> None:
    store.save_turn(turn("t1"), [Feedback("u1", "a", "like", 4.0)], standing=NO_WAR, state=HORROR)
    store.save_turn(turn("t2"), [Feedback("u1", "a", "dislike")])
    store.watch("u1", "w")
    with closing(SqlStore("sqlite://")) as other:
        other.take_in(store.export_user("u1"))
        assert other.export_user("u1") == store.export_user("u1")
        assert other.take_back("u1", "t2") == 1 and judged(other) == [("a", "like", 4.0)]
        other.save_turn(turn("t3"))
    assert judged(store) == [("a", "dislike", None)] and store.turn("t3") is None
