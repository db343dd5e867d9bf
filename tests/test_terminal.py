"""JSON lines: one answer for each line, in order, whatever the line holds; and nothing else on standard output."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from chatbot import terminal
from chatbot.chatbot import Chatbot

GOOD = b'{"user_id": "u1", "message": "I loved Alien, what next?"}'
Answer = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def answer(scripted_bot: Chatbot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Answer:
    """answer(line, …): the answers to these lines; what the bot prints meanwhile goes elsewhere."""

    def build(settings: object) -> Chatbot:
        print("a library that prints")
        return scripted_bot

    monkeypatch.setattr(terminal, "build_chatbot", build)

    def run(*lines: bytes, end: bytes = b"\n") -> list[dict[str, Any]]:
        capsys.readouterr()
        terminal.answer_lines(scripted_bot.settings, io.BytesIO(b"\n".join(lines) + end))
        out, err = capsys.readouterr()
        assert "a library that prints" in err
        return [json.loads(line) for line in out.splitlines()]

    return run


BAD = {
    "not json": (b"hello", "not JSON"),
    "half": (b'{"user_id": "u1", ', "not JSON"),
    "empty": (b"", "not JSON"),
    "not utf-8": (b'{"user_id": "u1", "message": "\xff\xfe"}', "not UTF-8"),
    "a list": (b'["u1", "hi"]', "not a JSON object"),
    "a number": (b"7", "not a JSON object"),
    "nothing": (b"null", "not a JSON object"),
    "no message": (b'{"user_id": "u1"}', "'message' is missing"),
    "no user": (b'{"message": "hi"}', "'user_id' is missing"),
    "message is a number": (b'{"user_id": "u1", "message": 7}', "'message' is missing or not text"),
    "empty message": (b'{"user_id": "u1", "message": "  "}', "empty"),
    "empty user": (b'{"user_id": "", "message": "hi"}', "user_id"),
    "a long message": (json.dumps({"user_id": "u1", "message": "a" * 20_000}).encode(), "at most"),
    "1 MB": (json.dumps({"user_id": "u1", "message": "a" * 1_000_000}).encode(), "longer than"),
    "control": (b'{"user_id": "u1", "message": "hi \\u0000"}', "control characters"),
    "lone surrogate": (b'{"user_id": "u1", "message": "hi \\ud800"}', "surrogate"),
    "surrogate id": (b'{"user_id": "\\ud800", "message": "hi"}', "user_id"),
    "control id": (b'{"user_id": "a\\nb", "message": "hi"}', "user_id"),
    "conversation is a number": (b'{"user_id": "u1", "message": "hi", "conversation_id": 7}', "conversation_id"),
    "deep": (b"[" * 100_000, "not JSON"),
    "null byte": (b"\x00", "not JSON"),
}


@pytest.mark.parametrize(("line", "why"), BAD.values(), ids=BAD)
def test_a_bad_line_gets_an_error_in_its_place(answer: Answer, line: bytes, why: str) -> None:
    before, bad, after = answer(GOOD, line, GOOD)
    assert before["error"] is None and after["error"] is None and after["items"]
    assert why in bad["error"]["message"] and bad["error"]["code"]
    assert bad["items"] == [] and bad["turn_id"] is None and bad["reply"] == ""
    assert set(bad) == set(before), "the shape stays the same"
    assert "Traceback" not in json.dumps(bad)


def test_a_bad_line_stores_nothing(answer: Answer, scripted_bot: Chatbot) -> None:
    answer(*(line for line, _ in BAD.values()))
    assert scripted_bot.history("u1") == ()


def test_answers_come_in_order_in_one_conversation(answer: Answer) -> None:
    rows = answer(
        b'{"user_id": "u1", "message": "I loved Alien, what next?"}',
        b'{"user_id": "u2", "message": "hi"}',
        b'{"user_id": "u1", "message": "newer ones"}',
        b'{"user_id": "u1", "message": "hi", "conversation_id": "mine"}',
        b'{"user_id": "u2", "message": "hi", "conversation_id": "mine"}',
    )
    assert [row["user_id"] for row in rows] == ["u1", "u2", "u1", "u1", "u2"]
    assert rows[0]["conversation_id"] == rows[2]["conversation_id"] != rows[1]["conversation_id"]
    assert rows[2]["constraints"]["year_min"] and rows[3]["conversation_id"] == "mine"
    assert rows[4]["error"]["code"] == "not_found" and rows[4]["user_id"] == "u2"


def test_unknown_people_are_new_people(answer: Answer) -> None:
    rows = answer(
        b'{"user_id": "films:99999", "message": "what should I watch?"}',
        b'{"user_id": "books:1", "message": "what should I watch?"}',
        '{"user_id": "Ünï·1", "message": "what should I watch?"}'.encode(),
    )
    assert all(row["error"] is None and row["items"] for row in rows)


def test_the_last_line_needs_no_end_and_no_line_gives_nothing(answer: Answer) -> None:
    assert len(answer(GOOD, end=b"")) == 1
    assert answer(end=b"") == []


def test_windows_line_ends_and_unknown_keys_are_fine(answer: Answer) -> None:
    (row,) = answer(b'{"user_id": "u1", "message": "hi", "colour": "red"}', end=b"\r\n")
    assert row["error"] is None


def test_a_very_long_line_is_not_held_in_memory() -> None:
    rows = list(terminal._lines(io.BytesIO(b"a" * (3 * terminal.LINE_MAX + 5) + b"\n" + GOOD)))
    assert len(rows) == 2 and len(rows[0]) == terminal.LINE_MAX + 1 and rows[1] == GOOD


def test_a_talk_with_a_person(
    scripted_bot: Chatbot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["I loved Alien, what next?", "   ", "exit", "never reached"])
    monkeypatch.setattr(terminal, "build_chatbot", lambda settings: scripted_bot)
    monkeypatch.setattr("builtins.input", lambda prompt="": next(typed))
    terminal.talk(scripted_bot.settings, "u1")
    out = capsys.readouterr().out
    assert ("\n  1. " in out and "\n  5. " in out and "about 4." in out) or "about 3." in out
    assert "The message is empty" in out
    assert next(typed) == "never reached"
