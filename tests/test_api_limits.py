"""Who may ask how much of the HTTP API: keys, messages a minute, one at a time; and the name of each request."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeBot, fake_bot
from fastapi.testclient import TestClient

from chatbot.api import create_api
from chatbot.middleware import named_record

ASK = {"user_id": "u1", "message": "hello"}


def client_of(folder: Path, **settings: object) -> tuple[TestClient, FakeBot]:
    bot = fake_bot(folder, **settings)
    return TestClient(create_api(bot, bot.settings), raise_server_exceptions=False), bot  # type: ignore[arg-type]


def test_the_twenty_first_message_in_a_minute_is_refused_and_not_stored(tmp_path: Path) -> None:
    client, bot = client_of(tmp_path)
    assert {client.post("/v1/chat", json=ASK).status_code for _ in range(20)} == {200}
    response = client.post("/v1/chat", json=ASK)
    assert response.status_code == 429 and 1 <= int(response.headers["retry-after"]) <= 60
    assert response.json()["error"]["code"] == "busy" and "20 messages a minute" in response.json()["error"]["message"]
    assert len(bot.history("u1")) == 20
    assert client.post("/v1/chat", json={**ASK, "user_id": "u2"}).status_code == 200
    assert 'chatbot_errors_total{code="busy"} 1.0' in client.get("/metrics").text


def test_a_reader_who_leaves_frees_the_line(tmp_path: Path) -> None:
    bot = fake_bot(tmp_path)
    stream = create_api(bot, bot.settings).state.stream  # type: ignore[arg-type]
    for _ in range(5):
        events = stream("u1", "hello", None)
        assert next(events).kind == "stage"
        events.close()
    assert bot.history("u1") == ()
    assert [event.kind for event in stream("u1", "hello", None)][-1] == "turn"


@pytest.mark.parametrize(
    "headers",
    [{}, {"authorization": "Bearer wrong"}, {"authorization": "Basic first"}, {"x-api-key": ""}, {"x-api-key": "firs"},
     {"authorization": "Bearer first,second"}],
)  # fmt: skip
def test_without_a_key_nothing_of_the_api_opens(tmp_path: Path, headers: dict[str, str]) -> None:
    client, bot = client_of(tmp_path, api_keys="first, second,")
    answers = [client.post("/v1/chat", json=ASK, headers=headers), client.get("/v1/export/u1", headers=headers)]
    answers += [client.delete("/v1/profile/u1", headers=headers), client.get("/metrics", headers=headers)]
    for answer in answers:
        assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["error"]["code"] == "unauthorized" and "first" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["x-request-id"]
    assert bot.history("u1") == ()
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    "headers", [{"authorization": "Bearer second"}, {"authorization": "bearer first"}, {"x-api-key": "first"}]
)
def test_any_of_the_keys_opens(tmp_path: Path, headers: dict[str, str]) -> None:
    client, _ = client_of(tmp_path, api_keys="first, second,")
    assert client.post("/v1/chat", json=ASK, headers=headers).status_code == 200
    assert client.get("/metrics", headers=headers).status_code == 200


def test_every_answer_has_a_name_and_a_good_given_one_is_kept(tmp_path: Path) -> None:
    client, _ = client_of(tmp_path)
    names = [client.get(path).headers["x-request-id"] for path in ("/healthz", "/v1/nothing", "/healthz")]
    assert len(set(names)) == 3 and all(names)
    assert client.get("/healthz", headers={"x-request-id": "trace:7.a-b"}).headers["x-request-id"] == "trace:7.a-b"
    for bad in ("", "two words", "x" * 65, "%s", "a\tb"):
        assert client.get("/healthz", headers={"x-request-id": bad}).headers["x-request-id"] not in ("", bad)
    broken = client.post("/v1/chat", json={**ASK, "message": "boom"}, headers={"x-request-id": "trace-8"})
    assert broken.status_code == 500 and broken.headers["x-request-id"] == "trace-8"


def test_the_log_names_the_request_and_tells_nothing_that_was_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client, _ = client_of(tmp_path)
    caplog.handler.addFilter(named_record)
    with caplog.at_level(logging.INFO, "chatbot"):
        client.get("/v1/profile/anna", headers={"x-request-id": "trace-9"})
        client.post("/v1/chat", json={"user_id": "anna", "message": "my secret"}, headers={"x-request-id": "trace-10"})
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("chatbot")]
    assert lines[0].startswith("[trace-9] GET /v1/profile/{user_id} 200, ")
    assert lines[1].startswith("[trace-10] POST /v1/chat 200, ")
    assert "anna" not in caplog.text and "secret" not in caplog.text


def exemplified(api: dict[str, Any], told: dict[str, Any]) -> bool:
    """An example stands there, or in the shape that is named there, or in each of its fields."""
    if "example" in told:
        return True
    shape = api["components"]["schemas"][told["schema"]["$ref"].rpartition("/")[2]]
    return "examples" in shape or all("examples" in field for field in shape["properties"].values())


def test_openapi_describes_every_endpoint_with_its_errors_and_an_example(tmp_path: Path) -> None:
    client, _ = client_of(tmp_path)
    api: dict[str, Any] = client.get("/openapi.json").json()
    assert "X-Request-ID" in api["info"]["description"]
    for path, verbs in api["paths"].items():
        for verb, place in verbs.items():
            assert place["summary"] and place["description"] and place["tags"], (verb, path)
            for code, answer in place["responses"].items():
                assert all(exemplified(api, told) for told in answer["content"].values()), (verb, path, code)
            for told in place.get("requestBody", {}).get("content", {}).values():
                assert exemplified(api, told), (verb, path)
            assert all(told["description"] and told["schema"]["examples"] for told in place.get("parameters", ()))
            if path.startswith("/v1/"):
                assert "401" in place["responses"] and place["security"], (verb, path)
                assert "HTTPValidationError" not in json.dumps(place), (verb, path)
    chat = api["paths"]["/v1/chat"]["post"]
    assert {"200", "400", "404", "413", "422", "429", "503"} <= set(chat["responses"])
    assert {"application/json", "text/event-stream"} <= set(chat["responses"]["200"]["content"])
    for name in ("ChatRequest", "FeedbackRequest"):
        example = api["components"]["schemas"][name]["examples"][0]
        place = "/v1/chat" if name == "ChatRequest" else "/v1/feedback"
        assert client.post(place, json=example).status_code == 200


def test_answers_are_what_openapi_says(tmp_path: Path) -> None:
    from chatbot.api_shapes import ANSWER_EXAMPLE, EXPORT_EXAMPLE, PROFILE_EXAMPLE, Answer, Export, Profile

    client, _ = client_of(tmp_path)
    good, bad = client.post("/v1/chat", json=ASK).json(), client.post("/v1/chat", json={**ASK, "message": ""}).json()
    for answer in (good, bad, ANSWER_EXAMPLE):
        Answer.model_validate(answer, strict=False)
    Profile.model_validate(PROFILE_EXAMPLE)
    Export.model_validate(EXPORT_EXAMPLE)
    Profile.model_validate(client.get("/v1/profile/u1").json())
    Export.model_validate(client.get("/v1/export/u1").json())
