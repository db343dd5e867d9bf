"""The README's commands, examples, paths and links are what they say."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from chatbot.api import create_api
from chatbot.chatbot import Chatbot
from chatbot.terminal import answer_line

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MAPS = [ROOT / "README.md", *(ROOT / name / "README.md" for name in ("chatbot", "prompts", "data", "adapters"))]


def code_lines() -> list[str]:
    blocks = re.findall(r"```\n(.*?)```", README, re.S)
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_the_two_commands_are_targets_of_the_makefile() -> None:
    wanted = {line.split()[1] for line in code_lines() if line.startswith("make ")}
    assert wanted == {"run", "test"}
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert wanted | {"check", "bench", "clean", "test-slow"} <= targets


def test_ci_calls_make_test_and_nothing_else_of_the_project() -> None:
    script = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    assert [line for line in script if line.startswith(("make", "python", "pytest"))] == ["make test"]


@pytest.mark.parametrize("line", [line for line in code_lines() if line.startswith(".venv/bin/chatbot")])
def test_every_command_shown_exists_with_its_options(line: str) -> None:
    words = line.split()[1:]
    command = words[:2] if words[0] == "data" else words[:1]
    done = subprocess.run(
        [sys.executable, "-m", "chatbot.cli", *command, "--help"], capture_output=True, text=True, check=True
    )
    for option in (word for word in words if word.startswith("--")):
        assert option in done.stdout


def example(start: str) -> str:
    return next(line for line in code_lines() if line.startswith(start))


def test_the_json_line_is_answered(scripted_bot: Chatbot) -> None:
    request = re.search(r"'(\{.*\})'", example("echo"))
    assert request
    answer = answer_line(scripted_bot, request[1].encode())
    assert answer["error"] is None
    assert answer["intent"] == "similar"
    assert answer["constraints"]["similar_to"] == ["alien-1979"]
    assert (answer["constraints"]["year_min"], answer["constraints"]["year_max"]) == (1990, 1999)
    assert answer["items"]


def test_the_http_example_is_answered(scripted_bot: Chatbot) -> None:
    body = re.search(r"-d '(\{.*\})'", example("curl"))
    assert body
    client = TestClient(create_api(scripted_bot, scripted_bot.settings))
    reply = client.post("/v1/chat", json=json.loads(body[1]))
    assert reply.status_code == 200
    assert reply.json()["intent"] == "greeting"


@pytest.mark.real
def test_the_first_example_on_the_real_model(real_bot: Chatbot) -> None:
    asked = re.search(r"\*\*You:\*\* (.*)", README)
    assert asked
    turn = real_bot.reply("readme", asked[1].strip())
    assert (turn.intent, len(turn.items)) == ("recommend", 5)
    assert "Alien and The Thing" in turn.reply


@pytest.mark.parametrize("page", MAPS, ids=lambda p: p.parent.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        assert (page.parent / target.split("#")[0]).exists(), f"{page}: {target}"


def test_every_path_of_the_tree_exists() -> None:
    rows = re.findall(r"^\| (`[^|]*`) \|", README, re.M)
    for path in (p for row in rows for p in re.findall(r"`([^`]+)`", row)):
        assert (ROOT / path).exists(), path


def test_every_room_stands_in_the_map() -> None:
    told = (ROOT / "chatbot/README.md").read_text("utf-8")
    assert len(told.splitlines()) <= 150
    for path in (ROOT / "chatbot").iterdir():
        if path.name[0] not in "_R" and (path.suffix == ".py" or path.is_dir()):
            assert f"`{path.name}{'/' if path.is_dir() else ''}`" in told, path.name


def test_every_dependency_is_pinned() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {*project["dependencies"], *project["optional-dependencies"]["test"]}
    pinned = {
        line.split("==")[0].lower().replace("_", "-") for line in (ROOT / "constraints.txt").read_text().splitlines()
    }
    assert {name.lower() for name in wanted} <= pinned
