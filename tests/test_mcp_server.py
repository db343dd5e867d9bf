"""The bot's tools, asked by the protocol's own client."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from chatbot.chatbot import Chatbot
from chatbot.errors import NotReadyError
from chatbot.mcp_server import build_server

mcp = pytest.importorskip("mcp", reason="the extra [mcp] is not installed")
Ask = Callable[..., Awaitable[Any]]


def talk(bot: Chatbot, work: Callable[[Any], Awaitable[Any]]) -> Any:
    """What `work` makes of a client that is connected to this bot's tools."""

    async def run() -> Any:
        async with mcp.Client(build_server(bot)) as client:
            return await work(client)

    return asyncio.run(run())


def value_of(result: Any) -> dict[str, Any]:
    assert not result.is_error, result
    return json.loads(result.content[0].text)


def test_three_tools_that_say_what_they_take(scripted_bot: Chatbot) -> None:
    tools = {tool.name: tool for tool in talk(scripted_bot, lambda c: c.list_tools()).tools}
    assert set(tools) == {"recommend", "explain", "search_films"}
    assert all(tool.description for tool in tools.values())
    assert tools["recommend"].input_schema["required"] == ["message"]


def test_recommend_then_explain_is_one_conversation(scripted_bot: Chatbot) -> None:
    async def work(client: Any) -> tuple[Any, ...]:
        turn = value_of(await client.call_tool("recommend", {"message": "I loved Alien, what should I watch?"}))
        first = turn["items"][0]
        by_id = value_of(await client.call_tool("explain", {"item": first["item_id"]}))
        by_title = value_of(await client.call_tool("explain", {"item": first["title"].upper()}))
        other = value_of(await client.call_tool("explain", {"item": "jaws-1975", "user_id": "somebody else"}))
        return turn, by_id, by_title, other

    turn, by_id, by_title, other = talk(scripted_bot, work)
    first = turn["items"][0]
    assert turn["intent"] in ("recommend", "similar") and len(turn["items"]) == 5
    assert by_id == by_title and by_id["recommended"] and by_id["reason"] == first["reason"]
    assert by_id["evidence"] == first["evidence"] and by_id["evidence"]
    assert scripted_bot.history("mcp")[0]["turn_id"] == turn["turn_id"]
    assert not other["recommended"] and other["title"] == "Jaws (1975)" and other["reason"]


def test_search_finds_by_title_person_and_genre(scripted_bot: Chatbot) -> None:
    async def work(client: Any) -> list[dict[str, Any]]:
        asked = ({"words": "blade RUNNER"}, {"words": "ridley scott sci-fi"}, {"words": "1979 horror", "limit": 1})
        return [value_of(await client.call_tool("search_films", one)) for one in asked]

    blade, scott, one = talk(scripted_bot, work)
    assert blade["items"][0]["item_id"] == "blade-runner-1982"
    assert {"alien-1979", "blade-runner-1982"} <= {item["item_id"] for item in scott["items"]}
    assert len(one["items"]) == 1 and one["found"] >= 1


def test_a_bad_call_is_one_sentence_and_stores_nothing(scripted_bot: Chatbot) -> None:
    async def work(client: Any) -> list[Any]:
        calls: list[tuple[str, dict[str, Any]]] = [
            ("recommend", {"message": " "}), ("recommend", {"message": "x" * 5_000}), ("search_films", {"words": "?!"}),
            ("recommend", {"message": "hi", "user_id": ""}), ("recommend", {}),
        ]  # fmt: skip
        return [await client.call_tool(*call) for call in calls]

    results = talk(scripted_bot, work)
    texts = [result.content[0].text for result in results]
    assert all(result.is_error for result in results), texts
    assert "empty" in texts[0] and "4,000" in texts[1] and "Say what to look for" in texts[2]
    assert not any("Traceback" in text for text in texts) and scripted_bot.history("mcp") == ()


def test_without_the_extra_it_says_how_to_get_it(scripted_bot: Chatbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    with pytest.raises(NotReadyError, match=r"pip install .*\[mcp\]"):
        build_server(scripted_bot)


PIPES = """
import sys
from fakes import fake_bot
from chatbot import mcp_server
def build(settings):
    print("loading, loading")
    return fake_bot(sys.argv[1])
mcp_server.build_chatbot = build
mcp_server.serve_tools(None)
"""


def test_over_pipes_standard_output_is_the_protocols_alone(tmp_path: Path) -> None:
    """Another process, with the real client on its standard input and output; what loads may chat."""
    here = Path(__file__).parent
    env = {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here.parent}"}
    server = mcp.StdioServerParameters(command=sys.executable, args=["-c", PIPES, str(tmp_path)], env=env)

    async def run() -> Any:
        async with mcp.Client(server) as client:
            turn = value_of(await client.call_tool("recommend", {"message": "hello"}))
            return turn, value_of(await client.call_tool("search_films", {"words": "dark city"}))

    turn, found = asyncio.run(run())
    assert len(turn["items"]) == 5 and found["items"][0]["item_id"] == "dark-city-1998"
