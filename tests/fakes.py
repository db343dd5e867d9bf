"""A Chatbot that needs no model: the same verbs over a real store, five fixed films, answers chosen by the message."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from chatbot.catalog import Catalog
from chatbot.dialogue.mood import Mood
from chatbot.domain import load_domain
from chatbot.errors import ChatbotError, NotFoundError, StoreError
from chatbot.keeping import Keeping
from chatbot.settings import Settings
from chatbot.storage import SqlStore, Store
from chatbot.support.articles import Article
from chatbot.types import Event, Evidence, Feedback, Item, Recommendation, Source, Turn

EVIL = "<img src=x onerror=alert(1)>"
SCRIPT = "<script>alert(1)</script>"
MARKED = "![p](http://evil.example/p.png) [q](http://evil.example/)"

FILMS = (
    Item("event-horizon-1997", "Event Horizon", 1997, ("Horror", "Sci-Fi"),
         {"director": ("Paul W. S. Anderson",), "cast": ("Laurence Fishburne", "Sam Neill", "Kathleen Quinlan")}),
    Item("sunshine-2007", "Sunshine", 2007, ("Sci-Fi", "Thriller"), {"director": ("Danny Boyle",)}),
    Item("evil-2001", f"The {EVIL} Film", 2001, ("Horror",), {"cast": (SCRIPT, MARKED)}),
    Item("dark-city-1998", "Dark City", 1998, ("Film-Noir", "Mystery", "Sci-Fi"),
         {"director": ("Alex Proyas",), "cast": ("Rufus Sewell", "Kiefer Sutherland")}),
    Item("nightmare-1990", "Jacob's Ladder", 1990, ("Drama", "Horror", "Mystery")),
)  # fmt: skip

ARTICLE = Article(
    "delete-my-data",
    "Delete my data",
    ("delete",),
    f"Open *Your taste* and press **Delete my data**. {EVIL}\n\n1. Say yes.\n2. It is gone. {SCRIPT}\n\n"
    "- [a link](javascript:alert(1))\n- see *Cookies*",
)

EVIDENCE = (
    Evidence("e1", "liked_item", "Alien (1979)", 0.44, "alien-1979"),
    Evidence("e2", "liked_item", "The Thing (1982)", 0.3, "thing-1982"),
    Evidence("e3", "attribute", "Sci-Fi", 0.16, field="genre"),
    Evidence("e4", "disliked_item", f"Scary {EVIL}", -0.1, "scary-2000"),
    Evidence("e5", "knowledge", "Paul W. S. Anderson", 0.0, field="director"),
)


class FakeBot(Keeping):
    """Words in a message choose what happens: weather, delete my data, a person, slow, boom (a bug), full (a disk)."""

    def __init__(self, settings: Settings) -> None:
        domain = load_domain("films")
        super().__init__(SqlStore(settings.database_url), Catalog(FILMS, domain), domain, settings.message_max)
        self.settings, self.articles = settings, {ARTICLE.id: ARTICLE}
        self.presses: list[Feedback] = []
        self.turns: list[Turn] = []
        self.broken: ChatbotError | None = None
        self.mood = Mood()

    def stream(
        self, user_id: str, message: str, conversation_id: str | None = None, remember: bool = True
    ) -> Iterator[Event]:
        self.check_message(user_id, message)
        if "full" in message:
            raise StoreError("The database cannot be written: the disk is full. Free some space and try again.")
        store = self.store_of(user_id, conversation_id, remember)
        latest = store.latest_conversation(user_id) if store is self.store else self.asides.latest(user_id)
        conversation = conversation_id or latest or uuid.uuid4().hex
        if store.conversation_owner(conversation) not in (None, user_id):
            raise NotFoundError(f"There is no conversation {conversation!r}.")
        return self._events(user_id, message, conversation, store)

    def reply(self, user_id: str, message: str, conversation_id: str | None = None, remember: bool = True) -> Turn:
        *_, last = self.stream(user_id, message, conversation_id, remember)
        assert last.turn is not None
        return last.turn

    def _events(self, user_id: str, message: str, conversation: str, store: Store) -> Iterator[Event]:
        pause = 0.2 if "slow" in message else 0.0
        turn = self._turn(user_id, message, conversation, store)
        yield Event("stage", "understand")
        time.sleep(pause)
        if "boom" in message:
            raise RuntimeError("a bug")
        if turn.items:
            yield Event("items", items=tuple(replace(item, reason="") for item in turn.items))
        for word in turn.reply.split(" "):
            time.sleep(pause / 2)
            yield Event("text", word + " ")
        for item in turn.items:
            time.sleep(pause)
            yield Event("reason", item.reason, item_id=item.item.item_id)
        store.save_turn(turn)
        self.turns.append(turn)
        yield Event("turn", turn=turn)

    def _turn(self, user_id: str, message: str, conversation: str, store: Store) -> Turn:
        known = {"conversation_id": conversation, "turn_id": uuid.uuid4().hex, "user_id": user_id, "message": message}
        if "weather" in message:
            reply = "I only know films, so the weather is beyond me. Tell me a film that you loved."
            return Turn(**known, intent="out_of_scope", reply=reply, suggestions=("Something funny",))
        if "delete my data" in message:
            reply = "Press **Delete my data**. [Here](http://evil.example/) ![pixel](http://evil.example/y.png)"
            source = (Source("delete-my-data", "Delete my data", 0.91),)
            return Turn(**known, intent="support", reply=reply, sources=source)
        if "a person" in message:
            told: dict[str, Any] = {"handoff": True, "offer": "person", "suggestions": ("Yes, please", "No")}
            return Turn(**known, intent="support", reply="Shall I pass this on to a person?", **told)
        return Turn(
            **known,
            intent="recommend",
            reply=f"Here are five films for an evening in the dark. {EVIL} {SCRIPT}",
            items=tuple(self._card(user_id, store)),
            suggestions=("Newer ones", "Less scary", "Why the first one?"),
        )

    def _card(self, user_id: str, store: Store) -> Iterator[Recommendation]:
        liked = [i.item_id for i in store.interactions(user_id)]
        for rank, film in enumerate(FILMS, 1):
            reason = f"A lost ship, as in Alien. {EVIL}" if rank == 1 else "Space, dread and ideas."
            if liked:
                reason = f"Because you judged {', '.join(liked)}. {reason}"
            yield Recommendation(film, rank, 4.4 - rank / 7, None, reason, EVIDENCE)

    def feedback(self, feedback: Feedback) -> None:
        super().feedback(feedback)
        self.presses.append(feedback)

    def profile(self, user_id: str) -> dict[str, Any]:
        return {"user_id": user_id, "judged": len(self.store.interactions(user_id))}

    def check(self) -> None:
        if self.broken:
            raise self.broken
        self.store.ping()

    def counts(self) -> dict[tuple[str, str], int]:
        return {("reason", "fallback"): 3}


def fake_bot(folder: Any, **overrides: object) -> FakeBot:
    """A fresh bot whose cache and database are in that folder."""
    values: dict[str, Any] = {"cache": folder, "database": f"sqlite:///{folder}/test.sqlite3", "secret": "s" * 40}
    return FakeBot(Settings(_env_file=None, **{**values, **overrides}))
