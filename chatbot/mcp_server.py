"""The bot as tools for other programs, by the Model Context Protocol: recommend, explain, search_films.

Over the same Chatbot as page and API, so limits, memory and honesty are the same. `chatbot mcp` serves it on standard
input and output, where nothing else may be written. It needs the extra: `pip install -e .[mcp]`.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from chatbot.build import build_chatbot
from chatbot.catalog import normalise, people_of
from chatbot.errors import ChatbotError, InputError, NotReadyError
from chatbot.settings import Settings
from chatbot.types import Item

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from chatbot.chatbot import Chatbot

USER = "mcp"
MOST = 50
ABOUT = (
    "Because recommends from a catalogue and can say why. Ask recommend in plain words, as a person would; it "
    "remembers what was said under the same user_id. explain gives the exact evidence behind a recommended item. "
    "search_films finds items of the catalogue by title, person or genre."
)


def build_server(bot: Chatbot) -> MCPServer:
    """The three tools over this bot. Raises: NotReadyError where the extra is not installed."""
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
    except ImportError:
        raise NotReadyError("`chatbot mcp` needs its extra; run `pip install -c constraints.txt -e .[mcp]`.") from None
    server = MCPServer("because", instructions=ABOUT)

    @server.tool()
    def recommend(message: str, user_id: str = USER, conversation_id: str | None = None) -> dict[str, Any]:
        """Answer one message, such as "something like Alien but from the 90s": the reply, and items with reasons.

        Later messages of the same user_id go on from there ("newer ones", "I have seen the first").
        """
        with _sentences(ToolError):
            return bot.reply(user_id, message, conversation_id).to_json()

    @server.tool()
    def explain(item: str, user_id: str = USER) -> dict[str, Any]:
        """Why an item was recommended to this user: its reason, and the evidence with each share of the score.

        item: an item_id, or a title. What was not recommended lately gets the bot's own answer to "why not?".
        """
        with _sentences(ToolError):
            return explained(bot, item, user_id)

    @server.tool()
    def search_films(words: str, limit: int = 10) -> dict[str, Any]:
        """Find items of the catalogue whose title, people, genres or year hold all of the words."""
        with _sentences(ToolError):
            found = searched(bot, words)
            return {"found": len(found), "items": [_row(one) for one in found[: max(1, min(limit, MOST))]]}

    return server


@contextlib.contextmanager
def _sentences(told: type[Exception]) -> Any:
    """Errors for people become the tool's own, so that the caller reads the sentence."""
    try:
        yield
    except ChatbotError as error:
        raise told(str(error)) from None


def explained(bot: Chatbot, item: str, user_id: str) -> dict[str, Any]:
    """Raises: InputError, NotFoundError."""
    wanted = normalise(item)
    for turn in reversed(bot.history(user_id)):
        for row in turn["items"]:
            if item == row["item_id"] or wanted in (
                normalise(row["title"]),
                normalise(f"{row['title']} {row['year']}"),
            ):
                return {**row, "recommended": True, "turn_id": turn["turn_id"]}
    title = bot.catalog[item].label if item in bot.catalog else item
    turn = bot.reply(user_id, f"why not {title}?").to_json()
    return {"recommended": False, "title": title, "reason": turn["reply"], "turn_id": turn["turn_id"]}


def searched(bot: Chatbot, words: str) -> list[Item]:
    """Raises: InputError for no words."""
    parts = normalise(words).split()
    if not parts:
        raise InputError("Say what to look for: words of a title, a person, a genre or a year.")
    hits = [item for item in bot.catalog if all(part in _text(item, bot) for part in parts)]
    return sorted(hits, key=lambda item: (-item.known, item.item_id))


def _text(item: Item, bot: Chatbot) -> str:
    return normalise(" ".join((item.label, *item.alt_titles, *item.genres, *people_of(item, bot.domain))))


def _row(item: Item) -> dict[str, Any]:
    row: dict[str, Any] = {"item_id": item.item_id, "title": item.title, "year": item.year}
    return row | {"genres": list(item.genres), "description": item.description}


def serve_tools(settings: Settings) -> None:
    """Serve on standard input and output until they close. Raises: ChatbotError."""
    with contextlib.redirect_stdout(sys.stderr):  # what loads may chat; the protocol alone owns standard output
        server = build_server(build_chatbot(settings))
    server.run("stdio")
