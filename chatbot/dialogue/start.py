"""What a turn begins with: the conversation so far, what is known of the person, the limits in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chatbot.dialogue.handlers import Moment, Outcome
from chatbot.storage.base import merge
from chatbot.types import Constraints, Interaction

# what a turn of an intent did, in one of the words of tasks.intent.BEFORE
DID = {
    **dict.fromkeys(("recommend", "refine", "similar"), "list"),
    **dict.fromkeys(("item_question", "compare"), "film"),
    **dict.fromkeys(("explain", "why_not"), "why"),
    **dict.fromkeys(("profile_show", "profile_edit"), "memory"),
    **dict.fromkeys(("out_of_scope", "unsafe"), "declined"),
    **dict.fromkeys(("greeting", "goodbye"), "chat"),
    "rate": "noted",
    "support": "support",
}


@dataclass(frozen=True)
class Start:
    """What a turn, or one request of it, begins with.

    history: the conversation's last turns as stored, oldest first. past: judgements of the loaded ratings; own: those
    made here, which replace them. now: whole seconds. recall: the person's turns of all conversations, oldest first;
    watched: her watch list.
    """

    user_id: str
    conversation_id: str
    now: int
    history: tuple[Mapping[str, Any], ...] = ()
    past: Sequence[Interaction] = ()
    own: Mapping[str, Interaction] = field(default_factory=dict)
    standing: Constraints = Constraints()
    state: Constraints = Constraints()
    recall: Callable[[], Sequence[Mapping[str, Any]]] = tuple
    watched: Callable[[], Sequence[str]] = tuple

    @property
    def listing(self) -> Mapping[str, Any]:
        """The turn that made the last list; one without items where there is none."""
        return next((turn for turn in reversed(self.history) if turn["items"]), {"items": (), "message": ""})

    @property
    def judged(self) -> dict[str, Interaction]:
        """The current judgement of each item, the one changed last at the end."""
        rows = {row.item_id: row for row in self.past}
        for item_id, row in self.own.items():
            rows.pop(item_id, None)
            rows[item_id] = row
        return rows

    def after(self, moment: Moment, outcome: Outcome) -> Start:
        """What the next request of the same message begins with."""
        own = {item: row for item, row in self.own.items() if item not in outcome.forget}
        for press in outcome.kept(moment):
            own[press.item_id] = merge(own.pop(press.item_id, None), press, self.now)
        row = {
            "message": moment.message,
            "intent": moment.intent,
            "reply": outcome.reply,
            "items": [item.to_json() for item in outcome.items],
            "sources": [],
            "handoff": outcome.handoff,
            "offer": outcome.offer,
            "ticket": outcome.ticket,
        }
        return replace(
            self,
            history=(*self.history, row),
            own=own,
            standing=self.standing if outcome.standing is None else outcome.standing,
            state=self.state if outcome.state is None else outcome.state,
        )


def before_of(history: Sequence[Mapping[str, Any]]) -> str:
    """What the last turn did, in the words of the intent task."""
    if not history:
        return "start"
    turn = history[-1]
    if offer := turn.get("offer", ""):
        return "offer" if offer == "person" else "confirm"
    if turn.get("ticket"):
        return "ticket"
    if turn["items"]:
        return "list"
    did = DID[turn["intent"]]
    return "question" if did in {"list", "film", "why", "noted"} and turn["reply"].rstrip().endswith("?") else did
