"""Keeping: where a person's things are kept, and all that is kept or told beside a turn. Chatbot inherits it.

A conversation is kept in the Store, or in memory alone where it is not to be remembered.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from chatbot.catalog import Catalog
from chatbot.domain import Domain
from chatbot.errors import InputError
from chatbot.storage import Asides, Store
from chatbot.storage.base import check_feedback
from chatbot.support.tickets import check_form, form_summary, new_number
from chatbot.types import Feedback, Ticket

ID_MAX = 128
TOLD = 20  # turns of a conversation that go with a form
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Keeping:
    """message_max: characters of a message. Errors of every verb: InputError, NotFoundError, StoreError."""

    def __init__(
        self,
        store: Store,
        catalog: Catalog,
        domain: Domain,
        message_max: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.store, self.asides = store, Asides(store)
        self.catalog, self.domain = catalog, domain
        self._message_max, self._clock = message_max, clock

    def store_of(self, user_id: str, conversation_id: str | None, remember: bool = True) -> Store:
        """Where this conversation is kept: in the Store, or in memory while it lasts. remember: as in `stream`."""
        self._check_user(user_id)
        self._check_conversation(conversation_id)
        if remember:
            return self.asides.of(user_id, conversation_id) or self.store
        return self.asides.begin(user_id, conversation_id or self.asides.latest(user_id) or uuid.uuid4().hex)

    def feedback(self, feedback: Feedback) -> None:
        """Keep one press. Raises: InputError, NotFoundError for an unknown item or a turn of somebody else."""
        self._check_user(feedback.user_id)
        check_feedback(feedback)
        scale = self.domain.rating
        if feedback.rating is not None and not scale.low <= feedback.rating <= scale.high:
            raise InputError(
                f"The rating {feedback.rating:g} is outside the scale; give {scale.low:g} to {scale.high:g}."
            )
        self.catalog.index(feedback.item_id)
        store = self.asides.of_turn(feedback.user_id, feedback.turn_id) or self.store
        store.save_feedback(feedback)

    def helpful(self, user_id: str, turn_id: str, helped: bool | None) -> None:
        """Whether the article of an answer helped; None takes it back. Raises: InputError, NotFoundError."""
        self._check_user(user_id)
        (self.asides.of_turn(user_id, turn_id) or self.store).say_helpful(user_id, turn_id, helped)

    def hand_over(
        self, user_id: str, subject: str, text: str, contact: str = "", conversation_id: str | None = None
    ) -> Ticket:
        """Keep what a person wrote for another person to answer, with the help questions of their conversation.

        Of one that is not remembered only what was written is kept. Raises: InputError in one sentence a field.
        """
        self._check_user(user_id)
        self._check_conversation(conversation_id)
        subject, text, contact = check_form(subject, text, contact)
        remembered = conversation_id is not None and self.store.conversation_owner(conversation_id) == user_id
        history = self.store.history(str(conversation_id), TOLD) if remembered else ()
        told = form_summary(subject, text, contact, history)
        owner = (user_id, conversation_id if remembered else None, None)
        ticket = Ticket(new_number(), *owner, int(self._clock()), told)
        self.store.save_ticket(ticket)
        return ticket

    def history(self, user_id: str, conversation_id: str | None = None, limit: int = 200) -> tuple[dict[str, Any], ...]:
        """Turns of the person's conversation (the latest by default), oldest first, as Turn.to_json()."""
        store = self.asides.of(user_id, conversation_id) or self.store
        conversation = conversation_id or store.latest_conversation(user_id)
        if conversation is None or store.conversation_owner(conversation) != user_id:
            return ()
        return store.history(conversation, limit)

    def export(self, user_id: str) -> dict[str, Any]:
        return self.store.export_user(user_id)

    def delete(self, user_id: str) -> int:
        self.asides.end(user_id)
        return self.store.delete_user(user_id)

    def check(self) -> None:
        """Raises: StoreError when the store cannot be used."""
        self.store.ping()

    # -- what can be kept --

    def _check_user(self, user_id: str) -> None:
        if not isinstance(user_id, str) or not 0 < len(user_id) <= ID_MAX or not user_id.isprintable():
            raise InputError(f"user_id must be 1 to {ID_MAX} printable characters.")

    def _check_conversation(self, conversation_id: str | None) -> None:
        given = isinstance(conversation_id, str) and 0 < len(conversation_id) <= ID_MAX
        if conversation_id is not None and not (given and conversation_id.isprintable()):
            raise InputError(f"conversation_id must be 1 to {ID_MAX} printable characters.")

    def check_message(self, user_id: str, message: str) -> None:
        """Raises: InputError for a person's name or a message that cannot be."""
        self._check_user(user_id)
        limit = self._message_max
        if not isinstance(message, str) or not message.strip():
            raise InputError("The message is empty; write what you would like to watch, or ask a question.")
        if len(message) > limit:
            raise InputError(
                f"The message has {len(message):,} characters; at most {limit:,} are read. Please shorten it."
            )
        if _CONTROL.search(message):
            raise InputError("The message holds control characters; send plain text.")
        if any("\ud800" <= c <= "\udfff" for c in message):
            raise InputError("The message is not valid Unicode (a lone surrogate); send plain text.")
