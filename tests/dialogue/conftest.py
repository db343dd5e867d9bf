"""The committed catalogue's names, as the running chatbot finds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from small import HashEncoder

from chatbot.build import Parts, assemble
from chatbot.catalog import Catalog
from chatbot.chatbot import Chatbot
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.state import Understanding, understand
from chatbot.domain import Domain
from chatbot.predict import Predictor
from chatbot.prompt import PromptFormat
from chatbot.settings import Settings
from chatbot.storage import SqlStore
from chatbot.types import Item, Turn

SHOWN = ("aliens-1986", "fargo-1996", "the-fly-1986", "collateral-2004", "unforgiven-1992")
Reader = Callable[..., Understanding]


@pytest.fixture(scope="session")
def linker(catalog: Catalog) -> Linker:
    parts = Parts(Settings(database="sqlite://"), HashEncoder)
    parts.__dict__["catalog"] = catalog
    return parts.linker


@pytest.fixture(scope="session")
def shown(catalog: Catalog) -> list[Item]:
    """A list of five that was recommended: one western, one comedy, two of 1986."""
    return [catalog[name] for name in SHOWN]


@pytest.fixture(scope="session")
def read(linker: Linker, domain: Domain) -> Reader:
    """read(text, shown, focus, joined): what a message says."""

    def reader(text: str, shown: Sequence[Item] = (), focus: Sequence[str] = (), joined: bool = False) -> Understanding:
        return understand(text, linker, domain.rating, shown, focus, joined)

    return reader


@pytest.fixture(scope="module")
def bot(parts: Parts) -> Chatbot:
    """The chatbot without a language model and with no encoder but the hashing one."""
    return assemble(parts.settings, parts, Predictor(None, frozenset()), PromptFormat(), SqlStore("sqlite://"))


@pytest.fixture
def talk(bot: Chatbot, request: pytest.FixtureRequest) -> Callable[..., Turn]:
    """talk(message, …): the last turn of one conversation of a person of her own."""

    def talker(*messages: str) -> Turn:
        return [bot.reply(request.node.name[:100], message) for message in messages][-1]

    return talker
