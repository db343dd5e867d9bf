"""changes: what a turn changes in the profile, written down so that it can be told, undone and redone. Pure.

The row that a Turn keeps: {"items": [{"item_id", "before", "after"}], "standing": {"before", "after"}}; a judgement is
{"signal", "rating"} or None for none; "standing" is there only where it changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chatbot.storage.base import merge
from chatbot.types import Constraints, Feedback, Interaction

Row = Mapping[str, Any]


def changed(
    interactions: Mapping[str, Interaction],
    standing: Constraints,
    feedback: Sequence[Feedback],
    forget: Sequence[str],
    after: Constraints | None,
) -> dict[str, Any]:
    """interactions and standing: before the turn. after: the lasting limits from now on; None: as they were."""
    now = {item: row for item, row in interactions.items() if item not in forget}
    for press in feedback:
        now[press.item_id] = merge(now.get(press.item_id), press, 0)
    touched = dict.fromkeys((*forget, *(press.item_id for press in feedback)))
    rows = [
        {"item_id": item, "before": _judgement(interactions.get(item)), "after": _judgement(now.get(item))}
        for item in touched
    ]
    out: dict[str, Any] = {}
    if rows := [row for row in rows if row["before"] != row["after"]]:
        out["items"] = rows
    if after is not None and after != standing:
        out["standing"] = {"before": standing.to_json(), "after": after.to_json()}
    return out


def undone(row: Row, user_id: str, standing: Constraints) -> tuple[tuple[str, ...], tuple[Feedback, ...], Constraints]:
    """(items to forget, judgements to restore, lasting limits) that take one turn's changes back.

    Of the lasting limits only what that turn changed: later ones stay.
    """
    items = row.get("items", ())
    restored = [
        Feedback(user_id, one["item_id"], one["before"]["signal"] or "seen", one["before"]["rating"])
        for one in items
        if one["before"]
    ]
    before, after = limits_of(row)
    left = standing.without(_only(after, before)).union(_only(before, after))
    return tuple(one["item_id"] for one in items), tuple(restored), left


def limits_of(row: Row) -> tuple[Constraints, Constraints]:
    """The lasting limits before and after a turn; both empty where it left them."""
    both = row.get("standing", {})
    return Constraints.from_json(both.get("before", {})), Constraints.from_json(both.get("after", {}))


def added(row: Row) -> Constraints:
    """The lasting limits that a turn brought."""
    before, after = limits_of(row)
    return _only(after, before)


def _only(some: Constraints, other: Constraints) -> Constraints:
    """What stands in the one and not in the other."""
    left: dict[str, Any] = {}
    was = other.to_json()
    for name, value in some.to_json().items():
        if isinstance(value, list):
            left[name] = [one for one in value if one not in was[name]]
        elif isinstance(value, dict):
            left[name] = {key: bound for key, bound in value.items() if was[name].get(key) != bound}
        else:
            left[name] = value if value != was[name] else None
    return Constraints.from_json(left)


def _judgement(row: Interaction | None) -> dict[str, Any] | None:
    return {"signal": row.signal, "rating": row.rating} if row else None
