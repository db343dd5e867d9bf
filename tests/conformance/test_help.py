"""What every Store must do for the help centre: tickets written outside of a turn, and whether an article helped."""
# ruff: noqa: F811

from __future__ import annotations

import pytest
from conformance.test_store import store, turn, url  # noqa: F401

from chatbot.errors import InputError, NotFoundError
from chatbot.storage import Store
from chatbot.types import Source, Ticket

SOURCES = (Source("cancel", "Cancel", 0.9), Source("refund", "Refund", 0.5))


def test_a_ticket_needs_no_conversation(store: Store) -> None:
    store.save_ticket(Ticket("n1", "new", None, None, 5, "Please call."))
    store.save_turn(turn("t1", created=6), ticket=Ticket("n2", "u1", "c1", "t1", 0, "asked"))
    store.save_ticket(Ticket("n3", "u1", "c1", None, 7, "and this"))
    assert [(t.number, t.conversation_id) for t in store.tickets()] == [("n3", "c1"), ("n2", "c1"), ("n1", None)]
    for ticket in (Ticket("n1", "u1", None, None, 8, "taken"), Ticket("n4", "new", "c1", None, 8, "hers")):
        with pytest.raises((InputError, NotFoundError)):
            store.save_ticket(ticket)
    assert store.delete_user("new") == 2 and len(store.tickets()) == 2


def test_what_helped_is_said_changed_and_taken_back(store: Store) -> None:
    store.save_turn(turn("t1", sources=SOURCES))
    store.save_turn(turn("t2", "u2", "c2", sources=SOURCES[:1]))
    store.save_turn(turn("t3"))
    assert store.helpful("t1") is None and store.helpful_by_article() == ()
    for helped in (True, False, True):
        store.say_helpful("u1", "t1", helped)
    store.say_helpful("u2", "t2", False)
    assert (store.helpful("t1"), store.helpful("t2")) == (True, False)
    assert store.helpful_by_article() == (("cancel", 1, 1), ("refund", 1, 0))
    assert [row["article_id"] for row in store.export_user("u1")["helpful"]] == ["cancel", "refund"]
    with pytest.raises(NotFoundError):
        store.say_helpful("u2", "t1", True)
    with pytest.raises(InputError, match="no help article"):
        store.say_helpful("u1", "t3", True)
    store.say_helpful("u1", "t1", None)
    assert store.helpful("t1") is None and store.helpful_by_article() == (("cancel", 0, 1),)
    store.delete_user("u2")
    assert store.helpful_by_article() == ()
