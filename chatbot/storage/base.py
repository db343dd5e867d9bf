"""What every Store promises, and the rules on judgements that all of them share.

Errors of every verb: StoreError when the database cannot be read or written; InputError when what was given cannot
be kept (NUL, lone surrogates, NaN); NotFoundError for an id that is unknown or belongs to somebody else. After an
error nothing of that call is stored. Times are whole seconds since 1970.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from chatbot.errors import InputError, nearest
from chatbot.types import SIGNALS, Constraints, Feedback, Interaction, Ticket, Turn


class Store(Protocol):
    """Where people, their conversations and their judgements are kept. Safe to share between threads."""

    def save_turn(
        self,
        turn: Turn,
        feedback: Sequence[Feedback] = (),
        standing: Constraints | None = None,
        state: Constraints | None = None,
        forget: Sequence[str] = (),
        ticket: Ticket | None = None,
        watch: Sequence[str] = (),
        unwatch: Sequence[str] = (),
    ) -> None:
        """Keep one turn and all that it changes, in one transaction; the person and conversation are made if new.

        turn: its `created` (or the clock, where that is 0) also stamps the judgements that came with it.
        feedback: judgements that the message itself held; their turn_id is this turn unless they name another.
        standing: the person's lasting constraints from now on; None leaves them, `Constraints()` clears them.
        state: the conversation's constraints in force after this turn; None leaves them.
        forget: items whose judgement is removed, before `feedback` is applied. The feedback log keeps its lines.
        ticket: the hand-off that this turn made; its person, conversation and turn are this turn's.
        watch, unwatch: items that come onto the watch list, and that leave it.
        Raises NotFoundError if the conversation belongs to another person, InputError if the turn is stored already.
        """

    def save_feedback(self, feedback: Feedback) -> None:
        """Keep one press: a line in the log, and the current judgement by the rule of `merge`.

        The person is made if new. Raises InputError for an unknown signal or a rating that is not a finite number,
        NotFoundError if `turn_id` is given and is no turn of this person.
        """

    def turn(self, turn_id: str) -> dict[str, Any] | None:
        """The stored `Turn.to_json()`, or None."""

    def history(self, conversation_id: str, limit: int) -> tuple[dict[str, Any], ...]:
        """The last `limit` turns as `Turn.to_json()` gave them, oldest first; empty if the conversation is unknown."""

    def turns_of(self, user_id: str, limit: int) -> tuple[dict[str, Any], ...]:
        """The person's last `limit` turns over all conversations, as `history` gives them."""

    def latest_conversation(self, user_id: str) -> str | None:
        """The conversation of the person's last stored turn."""

    def conversation_owner(self, conversation_id: str) -> str | None:
        """The user_id whose conversation this is."""

    def constraints(self, conversation_id: str) -> Constraints:
        """The constraints in force in this conversation; none if it is unknown."""

    def standing(self, user_id: str) -> Constraints:
        """The constraints that hold for this person for ever; none if the person is unknown."""

    def interactions(self, user_id: str) -> tuple[Interaction, ...]:
        """The person's current judgements, one per item, the one changed last at the end."""

    def export_user(self, user_id: str) -> dict[str, Any]:
        """All that is kept of a person, ready for JSON: `user`, and a list of rows for every other table.

        Raises NotFoundError if the person is unknown.
        """

    def take_in(self, rows: Mapping[str, Any]) -> None:
        """Put in all rows of a person who is unknown here, as `export_user` of a Store gave them."""

    def delete_user(self, user_id: str) -> int:
        """Remove every row of a person from every table and return how many there were.

        Raises NotFoundError if the person is unknown.
        """

    # -- what a person arranges herself --

    def conversations(self, user_id: str, words: str = "") -> tuple[dict[str, Any], ...]:
        """The person's conversations, the latest first: conversation_id, title, created, turns, last (its last turn).

        words: only those whose title, messages or replies hold this text, small or capital.
        """

    def rename_conversation(self, user_id: str, conversation_id: str, title: str) -> None:
        """Raises InputError for an empty or long title, NotFoundError if it is not this person's."""

    def delete_conversation(self, user_id: str, conversation_id: str) -> None:
        """Remove it and its turns; judgements made in it stay. Raises NotFoundError if it is not this person's."""

    def forget_conversation(self, user_id: str, conversation_id: str) -> None:
        """Remove it as if it had never been: its turns, what they changed, and what was judged on their cards.

        A judgement that it replaced does not come back. Tickets were sent, and stay, without their conversation.
        Raises NotFoundError if it is not this person's.
        """

    def take_back(self, user_id: str, turn_id: str) -> int:
        """Remove this turn and the later ones of its conversation, and put back what they changed; returns how many.

        Judgements, limits and lasting limits that the messages told go; presses on cards stay.
        Raises NotFoundError if it is no turn of this person.
        """

    def set_state(self, user_id: str, conversation_id: str, state: Constraints) -> None:
        """The limits in force in a conversation from now on. Raises NotFoundError if it is not this person's."""

    def set_standing(self, user_id: str, standing: Constraints) -> None:
        """The limits that hold for this person for ever; the person is made if new."""

    def save_judgements(self, presses: Sequence[Feedback]) -> None:
        """Keep many presses at once, all or none; each as `save_feedback` does."""

    def forget_judgement(self, user_id: str, item_id: str) -> Interaction | None:
        """Remove the current judgement of an item and return it, so that `put_judgement` can bring it back."""

    def put_judgement(self, judgement: Interaction) -> None:
        """Set the current judgement of an item to exactly this."""

    def watch(self, user_id: str, item_id: str, on: bool = True) -> None:
        """Put an item on the person's watch list, or take it off."""

    def watched(self, user_id: str) -> tuple[str, ...]:
        """The items of the watch list, in the order of adding."""

    # -- the help centre --

    def save_ticket(self, ticket: Ticket) -> None:
        """Keep what a person sent; the person is made if new. Raises NotFoundError for somebody else's conversation."""

    def tickets(self, limit: int = 100) -> tuple[Ticket, ...]:
        """The last `limit` tickets of all people, newest first: what the people who answer them read."""

    def say_helpful(self, user_id: str, turn_id: str, helped: bool | None) -> None:
        """Whether the articles of an answer helped; None takes it back.

        Raises NotFoundError if it is no turn of this person, InputError if it rests on no article.
        """

    def helpful(self, turn_id: str) -> bool | None:
        """What was said of the articles of this answer."""

    def helpful_by_article(self) -> tuple[tuple[str, int, int], ...]:
        """(article, times that it helped, times that it did not) over all people, the most judged first."""

    # -- what an operator may see over all people --

    def turns_by_day(self, since: int) -> tuple[tuple[int, int, int], ...]:
        """(start of the day in UTC, turns, people) of each day since then that had any, the oldest first."""

    def presses_by_day(self, since: int) -> tuple[tuple[int, str, int], ...]:
        """(start of the day in UTC, signal, how many) of the judgements told since then, the oldest day first."""

    def latest_turns(self, limit: int) -> tuple[dict[str, Any], ...]:
        """The last `limit` turns of everybody, as `history` gives them, the newest first."""

    def ping(self) -> None:
        """Return if the store can be read and written now, else raise StoreError."""

    def close(self) -> None:
        """Let go of every connection."""


def check_feedback(feedback: Feedback) -> None:
    """Raise InputError for a signal or a rating that no Store may keep. The rating's scale is the caller's to check."""
    signal, rating = feedback.signal, feedback.rating
    if signal not in SIGNALS:
        hint = nearest(str(signal), SIGNALS)
        raise InputError(f"The signal {signal!r} is unknown; use one of {', '.join(SIGNALS)}.{hint}")
    if rating is not None and not (isinstance(rating, (int, float)) and math.isfinite(rating)):
        raise InputError(f"The rating {rating!r} is not a finite number; leave it out or give a number of stars.")


def merge(current: Interaction | None, press: Feedback, timestamp: int) -> Interaction:
    """The judgement of an item after a press: the last word counts, with two exceptions.

    - A bare "seen" (no rating) leaves a like, a dislike or a rating as it was; it replaces only "not_interested".
    - A bare press keeps an earlier rating unless it overturns the signal that came with it: like after "4 stars, like"
      keeps the 4, like after "1 star, dislike" drops the 1.

    A press with a rating always replaces both, since its signal belongs to its rating.

    >>> merge(Interaction("u", "alien", 5.0, 1, "like"), Feedback("u", "alien", "seen"), 2)
    Interaction(user_id='u', item_id='alien', rating=5.0, timestamp=1, signal='like')
    """
    rating = press.rating
    if current is not None and rating is None:
        if press.signal == "seen" and (current.signal in ("like", "dislike") or current.rating is not None):
            return current
        if current.signal in (press.signal, "seen", None):
            rating = current.rating
    return Interaction(press.user_id, press.item_id, rating, timestamp, press.signal)
