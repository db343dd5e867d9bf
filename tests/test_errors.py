"""The exception tree is what its docstring draws, and every error is one sentence with a code."""

from __future__ import annotations

import inspect
import re

import pytest

from chatbot import errors
from chatbot.errors import ChatbotError, DataError, InputError, NotFoundError, nearest

TREE = [
    kind for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, ChatbotError) and kind is not ChatbotError
]  # fmt: skip


def make(kind: type[ChatbotError], message: str = "no.") -> ChatbotError:
    return kind(message)


@pytest.mark.parametrize("kind", TREE)
def test_the_docstring_draws_the_tree(kind: type[ChatbotError]) -> None:
    drawn = re.search(rf"─ {kind.__name__}\s+(\d+)(.*)", str(errors.__doc__))
    assert drawn, f"{kind.__name__} is not drawn"
    assert kind.status == int(drawn[1])
    assert kind.exit_code == (2 if "exit 2" in drawn[2] or issubclass(kind, InputError) else 1)


def test_nothing_is_drawn_that_does_not_exist() -> None:
    assert set(re.findall(r"─ (\w+)", str(errors.__doc__))) == {kind.__name__ for kind in TREE}


def test_codes_are_stable_and_each_its_own() -> None:
    assert {kind.__name__: kind.code for kind in TREE} == {
        "InputError": "bad_input", "NotFoundError": "not_found", "TooLargeError": "too_large", "DataError": "bad_data",
        "SettingsError": "bad_settings", "NotReadyError": "not_ready", "AssetError": "asset",
        "AdapterError": "adapter", "EngineError": "engine", "BusyError": "busy", "StoreError": "store",
        "UnauthorizedError": "unauthorized",
    }  # fmt: skip
    assert ChatbotError.code == "internal" and ChatbotError.status == 500


@pytest.mark.parametrize("kind", TREE)
def test_errors_as_json(kind: type[ChatbotError]) -> None:
    assert make(kind).to_json() == {"code": kind.code, "message": "no."}


def test_data_errors_name_file_and_line() -> None:
    assert str(DataError("wrong.")) == "wrong."
    assert str(DataError("wrong.", "a.csv")) == "a.csv: wrong."
    error = DataError("wrong.", "a.csv", 3)
    assert str(error) == "a.csv:3: wrong." and (error.path, error.line) == ("a.csv", 3)


def test_not_found_is_bad_input_too() -> None:
    with pytest.raises(InputError):
        raise NotFoundError("none.")


def test_nearest_suggests_only_what_is_near() -> None:
    assert nearest("horor", ["horror", "drama"]) == " Did you mean 'horror'?"
    assert nearest("xyz", ["horror", "drama"]) == ""
    assert nearest("x", []) == ""
