"""Every endpoint of the HTTP API, its stream, its limits, and every bad input that concerns HTTP."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from fakes import EVIL, SCRIPT, FakeBot, fake_bot
from fastapi.testclient import TestClient

from chatbot.api import create_api
from chatbot.chatbot import Chatbot
from chatbot.errors import AssetError, NotReadyError, SettingsError
from chatbot.middleware import cookie_key
from chatbot.progress import tell
from chatbot.server import Door, listen, run_server
from chatbot.settings import Settings

JSON = {"content-type": "application/json"}


@pytest.fixture
def bot(tmp_path: Path) -> FakeBot:
    return fake_bot(tmp_path)


@pytest.fixture
def client(bot: FakeBot) -> TestClient:
    return TestClient(create_api(bot, bot.settings), raise_server_exceptions=False)  # type: ignore[arg-type]


def ask(client: TestClient, message: str, user: str = "u1", **more: Any) -> httpx.Response:
    return client.post("/v1/chat", json={"user_id": user, "message": message, **more})


def error_of(response: httpx.Response) -> dict[str, str]:
    """The error object, after what holds for every error: JSON, one sentence or two, no traceback, no HTML."""
    assert response.headers["content-type"].startswith("application/json")
    error = response.json()["error"]
    assert set(error) == {"code", "message"} and error["message"]
    assert "Traceback" not in response.text and "<" not in error["message"] and len(error["message"]) < 300
    return error


def test_health_and_readiness(client: TestClient, bot: FakeBot) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}
    bot.broken = NotReadyError("The index is missing; run `chatbot index`.")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert error_of(response) == {"code": "not_ready", "message": "The index is missing; run `chatbot index`."}
    assert client.get("/healthz").status_code == 200


def test_answer_has_the_shape_of_the_contract(client: TestClient) -> None:
    answer = ask(client, "something like Alien").json()
    assert answer["intent"] == "recommend" and answer["error"] is None
    assert [item["rank"] for item in answer["items"]] == [1, 2, 3, 4, 5]
    assert {"conversation_id", "turn_id", "constraints", "sources", "handoff", "suggestions"} <= set(answer)
    again = ask(client, "newer ones").json()
    assert again["conversation_id"] == answer["conversation_id"]
    fresh = ask(client, "newer ones", conversation_id="c2", unknown_extra=1).json()
    assert fresh["conversation_id"] == "c2"


def events_of(response: httpx.Response) -> list[tuple[str, Any]]:
    blocks = response.text.strip().split("\n\n")
    pairs = [block.split("\n", 1) for block in blocks]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in pairs]


def stream(client: TestClient, message: str) -> httpx.Response:
    body = {"user_id": "u1", "message": message}
    return client.post("/v1/chat", json=body, headers={"accept": "text/event-stream"})


def test_stream_ends_with_the_whole_turn(client: TestClient) -> None:
    response = stream(client, "something like Alien")
    assert response.headers["content-type"].startswith("text/event-stream")
    events = events_of(response)
    names = [name for name, _ in events]
    assert names[0] == "stage" and names[-1] == "turn" and {"items", "text", "reason"} <= set(names)
    turn = events[-1][1]
    assert "".join(data["text"] for name, data in events if name == "text").strip() == turn["reply"]
    cards = dict(events)["items"]["items"]
    assert [card["item_id"] for card in cards] == [item["item_id"] for item in turn["items"]]
    assert all(card["reason"] == "" for card in cards)
    reasons = {data["item_id"]: data["reason"] for name, data in events if name == "reason"}
    assert reasons == {item["item_id"]: item["reason"] for item in turn["items"]}


def test_errors_of_a_stream(client: TestClient) -> None:
    early = stream(client, "full disk")
    assert early.status_code == 503 and error_of(early)["code"] == "store"
    late = stream(client, "boom")
    assert late.status_code == 200
    name, data = events_of(late)[-1]
    assert name == "error" and data["error"]["code"] == "internal" and "bug" not in late.text


def test_a_bug_is_one_sentence(client: TestClient) -> None:
    response = ask(client, "boom")
    assert response.status_code == 500 and error_of(response)["code"] == "internal"


def test_feedback_profile_export_delete(client: TestClient, bot: FakeBot) -> None:
    turn = ask(client, "hello").json()
    item = turn["items"][0]["item_id"]
    body = {"user_id": "u1", "turn_id": turn["turn_id"], "item_id": item, "signal": "like", "rating": 4.5}
    assert client.post("/v1/feedback", json=body).json() == {"ok": True}
    assert bot.presses[0].rating == 4.5 and bot.presses[0].turn_id == turn["turn_id"]
    assert client.get("/v1/profile/u1").json()["judged"] == 1
    assert client.get("/v1/profile/nobody").json()["judged"] == 0
    assert turn["turn_id"] in client.get("/v1/export/u1").text
    assert client.delete("/v1/profile/u1").json()["deleted"] > 0
    assert error_of(client.delete("/v1/profile/u1"))["code"] == "not_found"
    assert client.get("/v1/export/u1").status_code == 404


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"rating": 7}, 400),
        ({"rating": 0}, 400),
        ({"rating": "seven"}, 422),
        ({"signal": "love"}, 400),
        ({"item_id": "no-such-film"}, 404),
        ({"turn_id": "no-such-turn"}, 404),
        ({"user_id": "u2"}, 404),
        ({"item_id": "x" * 500}, 422),
    ],
)
def test_bad_feedback_is_refused(client: TestClient, bot: FakeBot, change: dict[str, Any], status: int) -> None:
    turn = ask(client, "hello").json()
    body = {"user_id": "u1", "turn_id": turn["turn_id"], "item_id": "sunshine-2007", "signal": "like"}
    response = client.post("/v1/feedback", json={**body, **change})
    assert response.status_code == status and error_of(response)
    assert bot.presses == [] and bot.store.interactions("u1") == ()


@pytest.mark.parametrize("rating", ["NaN", "Infinity", "-Infinity", "1e999", '"NaN"'])
def test_rating_that_is_no_number(client: TestClient, bot: FakeBot, rating: str) -> None:
    body = f'{{"user_id": "u1", "item_id": "sunshine-2007", "signal": "like", "rating": {rating}}}'
    response = client.post("/v1/feedback", content=body, headers=JSON)
    assert response.status_code == 400 and error_of(response)
    assert bot.presses == []


BAD_BODIES = {
    "no json": (b"{not json", 400),
    "cut off": (b'{"user_id": "u1", "message": "hel', 400),
    "nothing": (b"", 422),
    "a list": (b"[]", 422),
    "null": (b"null", 422),
    "a number": (b"7", 422),
    "not utf-8": (b'{"user_id": "u1", "message": "\xff\xfe"}', 400),
    "deep nesting": (b"[" * 50_000, 400),
    "no message": (b'{"user_id": "u1"}', 422),
    "message is null": (b'{"user_id": "u1", "message": null}', 422),
    "message is a number": (b'{"user_id": "u1", "message": 7}', 422),
    "no user": (b'{"message": "hello"}', 422),
    "empty message": (b'{"user_id": "u1", "message": ""}', 400),
    "blank message": (b'{"user_id": "u1", "message": " \\n "}', 400),
    "control characters": (b'{"user_id": "u1", "message": "a\\u0000b\\u0007"}', 400),
    "raw control character": (b'{"user_id": "u1", "message": "a\x00b"}', 400),
    "lone surrogate": (b'{"user_id": "u1", "message": "\\ud800"}', 400),
    "lone surrogate in the id": (b'{"user_id": "\\udfff", "message": "hello"}', 400),
    "too long": (json.dumps({"user_id": "u1", "message": "x" * 5_000}).encode(), 400),
    "long id": (json.dumps({"user_id": "u" * 5_000, "message": "hello"}).encode(), 400),
    "1 MB": (json.dumps({"user_id": "u1", "message": "x" * 1_000_000}).encode(), 413),
}


@pytest.mark.parametrize("name", BAD_BODIES)
def test_bad_chat_bodies(client: TestClient, bot: FakeBot, name: str) -> None:
    body, status = BAD_BODIES[name]
    response = client.post("/v1/chat", content=body, headers=JSON)
    assert response.status_code == status, response.text
    assert error_of(response)["code"] in ("bad_input", "too_large")
    assert {"conversation_id", "items", "reply"} <= set(response.json())
    assert bot.history("u1") == ()


def test_chunked_body_is_limited(client: TestClient) -> None:
    def chunks() -> Any:
        yield from (b"x" * 10_000 for _ in range(100))

    response = client.post("/v1/feedback", content=chunks(), headers=JSON)
    assert response.status_code == 413 and error_of(response)["code"] == "too_large"


@pytest.mark.parametrize("text", [EVIL, SCRIPT, "'; DROP TABLE users; --", 'Robert"); --', "😀 ünïcødé"])
def test_html_and_sql_are_only_text(client: TestClient, bot: FakeBot, text: str) -> None:
    assert ask(client, text, user=text).json()["message"] == text
    assert bot.history(text)[0]["message"] == text
    assert bot.history("u1") == ()


def test_wrong_content_type_and_unknown_places(client: TestClient) -> None:
    body = b'{"user_id": "u1", "message": "hi"}'
    plain = client.post("/v1/chat", content=body, headers={"content-type": "text/plain"})
    assert plain.status_code == 422 and "application/json" in error_of(plain)["message"]
    missing = client.get("/v1/nothing")
    assert missing.status_code == 404 and error_of(missing)["code"] == "not_found"
    wrong = client.get("/v1/chat")
    assert wrong.status_code == 405 and wrong.headers["allow"] == "POST" and error_of(wrong)
    assert client.get("/nothing").status_code == 404


def test_somebody_elses_conversation_is_unknown(client: TestClient, bot: FakeBot) -> None:
    mine = ask(client, "hello", user="u1").json()["conversation_id"]
    response = ask(client, "hello", user="u2", conversation_id=mine)
    assert response.status_code == 404 and error_of(response)
    assert bot.history("u2") == ()


def test_every_answer_has_the_headers(client: TestClient) -> None:
    for response in (client.get("/healthz"), ask(client, ""), client.get("/v1/nothing"), stream(client, "hello")):
        assert "img-src 'self';" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "same-origin"


def test_metrics_count_turns_errors_and_fallbacks(client: TestClient) -> None:
    ask(client, "hello")
    stream(client, "weather?")
    ask(client, "")
    text = client.get("/metrics").text
    assert 'chatbot_turns_total{intent="recommend"} 1.0' in text
    assert 'chatbot_turns_total{intent="out_of_scope"} 1.0' in text
    assert 'chatbot_errors_total{code="bad_input"} 1.0' in text
    assert "chatbot_turn_seconds_count 2.0" in text
    assert 'chatbot_tasks_total{by="fallback",task="reason"} 3.0' in text


def test_the_real_chatbot_behind_the_same_endpoints(scripted_bot: Chatbot) -> None:
    client = TestClient(create_api(scripted_bot, scripted_bot.settings), raise_server_exceptions=False)
    assert client.get("/readyz").status_code == 200
    turn = events_of(stream(client, "I loved Alien, what should I watch tonight?"))[-1][1]
    assert turn["intent"] == "recommend" and len(turn["items"]) == 5 and turn["error"] is None
    press = {"user_id": "u1", "turn_id": turn["turn_id"], "item_id": turn["items"][0]["item_id"], "signal": "seen"}
    assert client.post("/v1/feedback", json=press).status_code == 200
    assert error_of(client.post("/v1/feedback", json={**press, "rating": 7}))["code"] == "bad_input"
    assert error_of(client.post("/v1/feedback", json={**press, "item_id": "nothing"}))["code"] == "not_found"
    assert press["item_id"] in client.get("/v1/profile/u1").text
    for body, status in BAD_BODIES.values():
        assert client.post("/v1/chat", content=body, headers=JSON).status_code == status
    assert client.delete("/v1/profile/u1").json()["deleted"] > 0
    assert client.get("/v1/export/u1").status_code == 404


def test_openapi_names_every_endpoint(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/healthz", "/readyz", "/metrics", "/v1/chat", "/v1/feedback"} <= set(paths)
    assert set(paths["/v1/profile/{user_id}"]) == {"get", "delete"}


# --- cookie key and server --------------------------------------------------------------------------------------------


def test_cookie_key_is_made_once_and_private(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, cache=tmp_path / "new")  # type: ignore[call-arg]
    key = cookie_key(settings)
    assert len(key) == 64 and cookie_key(settings) == key
    assert stat.S_IMODE((tmp_path / "new/secret").stat().st_mode) == 0o600
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["secret"]
    assert cookie_key(settings.model_copy(update={"secret": "mine"})) == "mine"


def test_cookie_key_that_is_damaged_or_cannot_be_kept(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, cache=tmp_path)  # type: ignore[call-arg]
    (tmp_path / "secret").write_text("")
    with pytest.raises(SettingsError, match="damaged"):
        cookie_key(settings)
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="CHATBOT_SECRET"):
        cookie_key(settings.model_copy(update={"cache": tmp_path / "file"}))


def test_taken_port_is_one_sentence(bot: FakeBot) -> None:
    with listen("127.0.0.1", 0) as taken:
        settings = bot.settings.model_copy(update={"port": taken.getsockname()[1]})
        with pytest.raises(SettingsError, match=r"Port \d+ is taken; set CHATBOT_PORT") as caught:
            run_server(lambda: pytest.fail("loaded before the port was sure"), lambda _: pytest.fail(), settings)
    assert caught.value.exit_code == 2


def test_impossible_host_is_one_sentence() -> None:
    with pytest.raises(SettingsError, match="CHATBOT_HOST"):
        listen("no.such.host.invalid", 0)


def test_failed_load_ends_the_server(bot: FakeBot) -> None:
    def load() -> Any:
        raise AssetError("The model 'x' is missing; fetch it by hand.")

    with pytest.raises(AssetError, match="by hand"):
        run_server(load, lambda _: pytest.fail(), bot.settings.model_copy(update={"port": 0}))


def test_door_says_that_it_is_loading(bot: FakeBot) -> None:
    go, opened = threading.Event(), threading.Event()

    def load() -> FakeBot:
        tell("base_model", 3, 4)
        go.wait(10)
        return bot

    door = Door(load, lambda b: create_api(b, b.settings))  # type: ignore[arg-type]
    door.started = opened.set
    with TestClient(door) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/healthz").json()["loading"] == {"step": "base_model", "done": 3, "total": 4}
        waiting = client.get("/readyz")
        assert waiting.status_code == 503 and "loaded" in error_of(waiting)["message"]
        page = client.get("/", headers={"accept": "text/html"})
        assert page.status_code == 503 and "Fetching the language model" in page.text and 'value="0.750"' in page.text
        assert ask(client, "hello").status_code == 503
        go.set()
        assert opened.wait(10)
        assert client.get("/readyz").json() == {"status": "ready"}
        assert client.get("/healthz").json() == {"status": "ok"}
        assert ask(client, "hello").json()["intent"] == "recommend"


SERVER = """
import sys
from pathlib import Path
from fakes import fake_bot
from chatbot.api import create_api
from chatbot.errors import EngineError
from chatbot.server import run_server
bot = fake_bot(Path(sys.argv[1]), port=0)
def reload(bot):
    print("reload", flush=True)
    raise EngineError("The adapter does not fit.")
run_server(lambda: bot, lambda b: create_api(b, b.settings), bot.settings, reload)
print("ended", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_server_takes_a_free_port_and_ends_cleanly(tmp_path: Path, number: int) -> None:
    here = Path(__file__).parent
    env = {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here.parent}"}
    command = [sys.executable, "-c", SERVER, str(tmp_path)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline(), process.stdout.readline()]
        address = lines[1].split()[-1]
        assert lines[0].endswith(f"{address}\n") and not address.endswith(":0")
        big = json.dumps({"user_id": "u1", "message": "x" * 1_000_000})
        assert httpx.post(f"{address}/v1/chat", content=big, headers=JSON).status_code == 413
        assert httpx.get(f"{address}/readyz").status_code == 200
        body = {"user_id": "u1", "message": "slow"}
        with httpx.stream("POST", f"{address}/v1/chat", json=body, headers={"accept": "text/event-stream"}) as held:
            assert next(held.iter_lines()) == "event: stage"
            process.send_signal(number)
        out, err = process.communicate(timeout=15)
    assert (process.returncode, out, err) == (0, "ended\n", "")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no such signal here")
def test_a_hangup_loads_anew_and_a_failure_changes_nothing(tmp_path: Path) -> None:
    here = Path(__file__).parent
    env = {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here.parent}"}
    command = [sys.executable, "-c", SERVER, str(tmp_path)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = [process.stdout.readline(), process.stdout.readline()][1].split()[-1]
        for _ in range(2):
            process.send_signal(signal.SIGHUP)
            assert process.stdout.readline() == "reload\n"
            assert httpx.get(f"{address}/readyz").status_code == 200
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=15)
    assert (process.returncode, out, err) == (0, "ended\n", "reload: The adapter does not fit.\n" * 2)
