"""What a turn changed can be taken back, and brought back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chatbot.dialogue.changes import added, changed, undone
from chatbot.storage import SqlStore
from chatbot.types import Constraints, Feedback, Interaction, Turn

SIGNALS = st.sampled_from(["like", "dislike", "seen", "not_interested"])
PRESSES = st.lists(
    st.builds(Feedback, st.just("u"), st.sampled_from("abc"), SIGNALS, st.sampled_from([None, 1.0, 5.0])), max_size=4
)
LIMITS = st.builds(
    Constraints,
    not_genres=st.lists(st.sampled_from(["Horror", "War"]), unique=True).map(tuple),
    at_most=st.dictionaries(st.just("violence"), st.integers(0, 2)),
)


def judged(store: SqlStore) -> dict[str, Interaction]:
    return {row.item_id: row for row in store.interactions("u")}


def plain(rows: dict[str, Interaction]) -> dict[str, object]:
    return {item: (row.signal, row.rating) for item, row in rows.items()}


@given(PRESSES, PRESSES, st.lists(st.sampled_from("abc"), max_size=2), LIMITS, LIMITS)
def test_undoing_leads_back(
    first: list[Feedback], second: list[Feedback], forget: list[str], was: Constraints, then: Constraints
) -> None:
    store = SqlStore("sqlite://")
    store.save_turn(Turn("c", "t1", "u", "one", "rate", ""), first, was)
    before = judged(store)
    row = changed(before, was, second, forget, then)
    store.save_turn(Turn("c", "t2", "u", "two", "rate", "", changed=row), second, then, forget=forget)
    gone, restored, standing = undone(row, "u", then)
    store.save_turn(Turn("c", "t3", "u", "undo", "profile_edit", ""), restored, standing, forget=gone)
    assert plain(judged(store)) == plain(before)
    assert set(standing.not_genres) == set(was.not_genres) and standing.at_most == was.at_most
    store.close()


def test_only_what_the_turn_changed_is_taken_back() -> None:
    was, then = Constraints(), Constraints(at_most={"violence": 0})
    row = changed({}, was, (), (), then)
    later = then.union(Constraints(not_genres=("War",)))
    assert added(row) == then
    assert undone(row, "u", later) == ((), (), Constraints(not_genres=("War",)))
    assert changed({}, was, (), (), was) == {} == changed({}, was, (), ("x",), None)
