"""The terminal's two faces: a talk with a person, and JSON lines with a program."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from chatbot.build import build_chatbot
from chatbot.chatbot import Chatbot
from chatbot.errors import ChatbotError, InputError
from chatbot.settings import Settings
from chatbot.types import Recommendation, error_answer

LINE_MAX = 256 * 1024  # bytes of one request line


def talk(settings: Settings, user_id: str) -> None:
    """Ask and answer until end of input, `exit` or `quit`."""
    bot = build_chatbot(settings)
    print("Because: ask for something to watch, and ask me why. Leave with `exit`.")
    while True:
        try:
            message = input("\n> ")
        except EOFError:
            return
        if message.strip().lower() in {"exit", "quit"}:
            return
        try:
            _show(bot, user_id, message)
        except ChatbotError as error:
            print(error)


def _show(bot: Chatbot, user_id: str, message: str) -> None:
    """Print a turn as it comes about: the reply, then each item once its reason is written."""
    for event in bot.stream(user_id, message):
        if event.kind == "text":
            print(event.text, end="", flush=True)
        elif event.kind == "items":
            print(flush=True)
        elif event.kind == "turn" and event.turn:
            for r in event.turn.items:
                print(card(r), end="")
            print()


def card(r: Recommendation) -> str:
    """A recommended item as two lines."""
    rating = f", about {r.predicted_rating:.1f}" if r.predicted_rating is not None else ""
    return f"\n  {r.rank}. {r.item.label}: {', '.join(r.item.genres)}{rating}\n     {r.reason}"


def answer_lines(settings: Settings, stream: BinaryIO) -> None:
    """One answer a line, in order; nothing else reaches standard output."""
    out = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        bot = build_chatbot(settings)
        for line in _lines(stream):
            out.write(json.dumps(answer_line(bot, line), ensure_ascii=False) + "\n")
            out.flush()


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines of any length; what is beyond the limit is read and dropped."""
    while line := stream.readline(LINE_MAX + 1):
        while len(line) > LINE_MAX and not line.endswith(b"\n"):
            rest = stream.readline(LINE_MAX)
            if not rest or rest.endswith(b"\n"):
                break
        yield line


def answer_line(bot: Chatbot, line: bytes) -> dict[str, Any]:
    """The answer to one request line; a bad line gets an `error` and stores nothing."""
    request: dict[str, Any] = {}
    try:
        request = parse_request(line)
        return bot.reply(request["user_id"], request["message"], request.get("conversation_id")).to_json()
    except ChatbotError as error:
        return error_answer(error, request.get("user_id"), request.get("conversation_id"))


def parse_request(line: bytes) -> dict[str, Any]:
    """Raises: InputError saying what is wrong with the line."""
    if len(line) > LINE_MAX:
        raise InputError(f"The line is longer than {LINE_MAX:,} bytes; send a shorter message.")
    try:
        request = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise InputError("The line is not UTF-8.") from None
    except (ValueError, RecursionError):
        raise InputError('The line is not JSON; send {"user_id": "…", "message": "…"}.') from None
    if not isinstance(request, dict):
        raise InputError('The line is not a JSON object; send {"user_id": "…", "message": "…"}.')
    for key in ("user_id", "message"):
        if not isinstance(request.get(key), str):
            raise InputError(f"{key!r} is missing or not text.")
    return request
