"""The command line: help everywhere, one sentence and the right exit code on bad input, no traceback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot.settings import Settings

COMMANDS = (
    [], ["data"], ["data", "fetch"], ["data", "build"], ["data", "ratings"], ["data", "check"], ["data", "import"],
    ["data", "fit-linking"], ["bench"], ["index"], ["chat"], ["serve"], ["train"],
    ["evaluate"], ["doctor"], ["mcp"],
)  # fmt: skip


def run(*words: str, stdin: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {f"CHATBOT_{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "chatbot.cli", *words],
        input=stdin,
        capture_output=True,
        env=environment,
        timeout=120,
        check=False,
    )


def refused(done: subprocess.CompletedProcess[bytes], code: int, *parts: str) -> None:
    """One sentence on standard error that names these parts, nothing on standard output, no traceback."""
    told = done.stderr.decode()
    assert done.returncode == code, told
    assert done.stdout == b""
    assert "Traceback" not in told
    for part in parts:
        assert part in told


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_everywhere(words: list[str]) -> None:
    done = run(*words, "--help")
    assert done.returncode == 0
    assert b"Usage" in done.stdout


def test_unknown_command_and_option() -> None:
    refused(run("recommend"), 2, "recommend")
    refused(run("chat", "--yaml"), 2, "--yaml")


def test_impossible_settings_name_the_variable() -> None:
    refused(run("doctor", port="70000"), 2, "CHATBOT_PORT", "70000")
    refused(run("doctor", engine="gpt"), 2, "CHATBOT_ENGINE", "gpt")


def test_a_recipe_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    refused(run("train", "nowhere/recipe.yaml"), 2, "nowhere/recipe.yaml", "adapters/films/recipe.yaml")
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text("tasks: {intents: {}}\n")
    refused(run("train", str(recipe)), 2, str(recipe), "intents", "Did you mean")


def test_unknown_task_names_the_nearest() -> None:
    refused(run("evaluate", "--task", "intend"), 2, "'intend'", "Did you mean 'intent'?")


def test_missing_catalogue_and_broken_line(tmp_path: Path) -> None:
    refused(run("data", "ratings", catalog=str(tmp_path / "none.jsonl"), ratings=str(tmp_path)), 2)
    broken = tmp_path / "films.jsonl"
    broken.write_text('{"item_id": "a-1990", "title": "A", "year": 1990}\n{"item_id"\n')
    refused(run("index", catalog=str(broken)), 2, "films.jsonl:2")


def test_missing_ratings_say_what_was_looked_for(tmp_path: Path) -> None:
    refused(run("data", "ratings", ratings=str(tmp_path)), 2, str(tmp_path))


def test_missing_articles_folder(tmp_path: Path, small_settings: object) -> None:
    refused(run("data", "build", "--facts", str(tmp_path / "none.jsonl")), 2)


def test_a_base_model_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    done = run("doctor", "--json", "-", base_model=str(tmp_path / "model"), cache=str(tmp_path / "cache"), port="0")
    found = {f["part"]: f for f in json.loads(done.stdout)}
    assert done.returncode == 1
    assert found["base model"]["state"] == "broken"
    assert found["base model"]["mend"]


def test_doctor_on_an_empty_machine_says_what_is_missing(tmp_path: Path) -> None:
    done = run("doctor", cache=str(tmp_path / "cache"), database=f"sqlite:///{tmp_path}/x.sqlite3", port="0")
    told = done.stdout.decode()
    assert done.returncode == 0, told
    for part in ("base model", "ratings", "index", "database"):
        assert any(line.startswith("missing") and part in line for line in told.splitlines()), told


def test_doctor_names_a_taken_port_and_a_broken_database(tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").write_bytes(b"this is no database at all" * 100)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("doctor", cache=str(tmp_path), database=f"sqlite:///{tmp_path}/db.sqlite3", port=port)
    told = [line for line in done.stdout.decode().splitlines() if line.startswith("broken")]
    assert done.returncode == 1
    assert any("address" in line and port in line for line in told)
    assert any("database" in line for line in told)


def test_the_help_of_serve_names_every_setting() -> None:
    told = " ".join(run("serve", "--help").stdout.decode().split())
    assert [name for name in Settings.model_fields if f"CHATBOT_{name.upper()}" not in told] == []
    for words in ("/v1/chat", "/openapi.json", "/readyz", "/admin", "argon2", "chatbot mcp", "SIGHUP", "X-Request-ID"):
        assert words in told


def test_serve_on_a_taken_port_ends_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("serve", port=port)
    refused(done, 2, port, "CHATBOT_PORT")


@pytest.mark.real
def test_jsonl_on_the_real_parts(tmp_path: Path, real_parts: object) -> None:
    lines = [
        b'{"user_id": "u1", "message": "how do I delete my data?"}',
        b"no json",
        b'{"user_id": "u1", "message": "what is the weather tomorrow?"}',
        b'{"user_id": "films:196", "message": "what should I watch?"}',
    ]
    done = run("chat", "--jsonl", stdin=b"\n".join(lines), engine="off", database=f"sqlite:///{tmp_path}/x.sqlite3")
    help_, bad, weather, films = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert help_["sources"][0]["id"] == "delete-my-data"
    assert bad["error"]["code"] == "bad_input"
    assert weather["intent"] == "out_of_scope"
    assert weather["conversation_id"] == help_["conversation_id"]
    assert len(films["items"]) == 5
    assert any(e["kind"] == "liked_item" for item in films["items"] for e in item["evidence"])
