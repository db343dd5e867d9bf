"""The engine behind a URL, against servers of every kind: what it asks, what it makes of their answers, and what it
says when none comes.
"""

from __future__ import annotations

import math
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pytest
from fastapi.responses import HTMLResponse, JSONResponse, Response
from openai_server import Answer, OpenAiServer, refusal, serving, speaks

from chatbot.errors import EngineError, SettingsError
from chatbot.llm.base import Piece
from chatbot.llm.openai import ABREAST, DRAWS, GO_ON, OpenAiModel
from chatbot.prompt import Prompt

KEY = "sk-very-secret"
Body = dict[str, Any]


class Serve(Protocol):
    def __call__(self, answer: Any, timeout: float = 5) -> tuple[OpenAiServer, OpenAiModel]: ...


@pytest.fixture
def serve() -> Iterator[Serve]:
    """serve(answer): a server, and an engine that asks it."""
    with ExitStack() as stack:

        def start(answer: Any, timeout: float = 5) -> tuple[OpenAiServer, OpenAiModel]:
            server = stack.enter_context(serving(answer))
            return server, OpenAiModel(server.url, "small", KEY, timeout)

        yield start


def prompt(question: str = "A film?", opening: str = "") -> Prompt:
    return Prompt((("system", "You name films."), ("user", question)), 1, opening)


def question(body: Body) -> str:
    return next(m["content"] for m in reversed(body["messages"]) if m["role"] == "user")


def texts(engine: OpenAiModel, *prompts: Prompt) -> list[str]:
    pieces = list(engine.generate(prompts, 9))
    assert [p.done for p in pieces].count(True) == len(prompts)
    return ["".join(p.text for p in pieces if p.index == at) for at in range(len(prompts))]


def said(engine: OpenAiModel) -> str:
    """The one sentence of both verbs."""
    with pytest.raises(EngineError) as scoring:
        engine.score_choices([prompt()], "AB")
    with pytest.raises(EngineError) as writing:
        list(engine.generate([prompt()], 5))
    assert str(scoring.value) == str(writing.value)
    assert scoring.value.__cause__ is None and scoring.value.__suppress_context__, "no other error is shown"
    assert str(scoring.value).startswith(f"The model server at {engine.info.engine.removeprefix('openai/')} ")
    assert KEY not in str(scoring.value) and "\n" not in str(scoring.value)
    return str(scoring.value)


# -- which server, which model ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:8000", "ftp://host/v1", "http://", "http://[::/v1", "http://host:x/v1", "http://h:70000/v1"]
)
def test_a_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^CHATBOT_OPENAI_URL must be the server's address, such as http\S+/v1\.$"):
        OpenAiModel(url, "small")


@pytest.mark.parametrize(
    ("url", "engine"),
    [
        ("http://127.0.0.1:8000/v1", "openai/127.0.0.1:8000"),
        ("https://name:word@models.example.org/v1/", "openai/models.example.org"),
        ("http://[::1]:8000", "openai/[::1]:8000"),
    ],
)
def test_it_says_where_it_asks(url: str, engine: str) -> None:
    info = OpenAiModel(url, "small", KEY).info
    assert (info.base, info.adapter, info.engine) == ("small", None, engine)


def test_the_first_model_is_asked_when_none_is_named(serve: Serve) -> None:
    server, _ = serve("Jaws.")
    engine = OpenAiModel(server.url)
    assert engine.info.base == "small"
    texts(engine, prompt())
    assert server.asked[-1]["model"] == "small"


def test_no_model_at_all_is_one_sentence(serve: Serve) -> None:
    server, _ = serve("Jaws.")
    server.models = ()
    with pytest.raises(EngineError, match=r"tells no model or no words; name CHATBOT_OPENAI_MODEL"):
        OpenAiModel(server.url)
    with pytest.raises(EngineError, match=r"knows no model at all; correct .* \(most end in /v1\)"):
        OpenAiModel(server.url.removesuffix("/v1"))


def test_the_key_is_shown_to_the_server_and_no_other_key_is(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "somebody's")
    monkeypatch.setenv("OPENAI_ORG_ID", "somebody's")
    server, engine = serve(lambda body: "Jaws.")
    texts(engine, prompt())
    texts(OpenAiModel(server.url, "small"), prompt())
    assert [head["authorization"] for head in server.heads] == [f"Bearer {KEY}", "Bearer none"]
    assert not any("somebody" in value for head in server.heads for value in head.values())
    with pytest.raises(SettingsError, match="CHATBOT_OPENAI_KEY") as error:
        OpenAiModel(server.url, "small", KEY + "é")
    assert KEY not in str(error.value)


# -- score_choices: logprobs ------------------------------------------------------------------------------------------


def test_logprobs_become_probabilities(serve: Serve) -> None:
    """Tokens that read alike are added up; a choice that is not told is behind all that are."""
    tops = {
        "both": {"A": math.log(0.3), " A": math.log(0.1), "B": math.log(0.2), "The": math.log(0.05)},
        "neither": {"The": -0.1, "Well": -2.0},
        "far": {"B": 0.0, "A": -9999.0},
    }
    _, engine = serve(lambda body: tops[question(body)])
    scores = engine.score_choices([prompt("both"), prompt("neither"), prompt("far")], ["A", "B", "C"])
    assert scores.dtype == np.float32 and scores.shape == (3, 3) and np.allclose(scores.sum(axis=1), 1, atol=1e-6)
    assert scores[0, 0] / scores[0, 1] == pytest.approx(2, rel=1e-5), "0.3 and 0.1 against 0.2"
    assert 0 < scores[0, 2] < scores[0, 1] * 0.05 / 0.2
    assert np.allclose(scores[1], 1 / 3)
    assert np.allclose(scores[2], [0, 1, 0])


def test_one_request_a_prompt_asks_for_one_token(serve: Serve) -> None:
    server, engine = serve(lambda body: {"A": -0.1, "B": -3.0})
    engine.score_choices([prompt("one"), prompt("two")], "AB")
    assert sorted(map(question, server.asked)) == ["one", "two"]
    for body in server.asked:
        assert (body["max_tokens"], body["temperature"], body["logprobs"], body["top_logprobs"]) == (1, 0, True, 20)
        assert body["messages"][0] == {"role": "system", "content": "You name films."} and len(body["messages"]) == 2


def test_a_few_prompts_are_asked_at_once_and_rows_keep_their_order(serve: Serve) -> None:
    gate = threading.Barrier(ABREAST)

    def answer(body: Body) -> Answer:
        gate.wait(5)
        return {"A": 0.0, "B": -float(question(body))}

    server, engine = serve(answer)
    scores = engine.score_choices([prompt(str(n)) for n in range(2 * ABREAST)], "AB")
    assert server.most == ABREAST
    assert np.allclose(scores[:, 0] / scores[:, 1], np.exp(np.arange(2 * ABREAST)), rtol=1e-3)


def test_no_prompts_ask_nothing(serve: Serve) -> None:
    server, engine = serve("Jaws.")
    assert engine.score_choices([], "AB").shape == (0, 2) and list(engine.generate([], 5)) == []
    assert server.asked == []


# -- score_choices: servers without logprobs --------------------------------------------------------------------------


def without_logprobs(body: Body) -> Answer:
    """Six of eight constrained draws are B. It ignores `logprobs`, as `transformers serve` does."""
    if not (form := body.get("response_format")):
        return "Hm."
    assert form["type"] == "json_schema" and form["json_schema"]["schema"] == {
        "type": "string",
        "enum": ["A", "B", "C"],
    }
    return '"A"' if body["seed"] < 2 else '"B"'


def unlike_logprobs(kind: str) -> Any:
    def answer(body: Body) -> Answer:
        if "logprobs" in body and kind.isdigit():
            return refusal(int(kind), "logprobs are not supported")
        if "logprobs" in body and kind == "empty":
            said = {"index": 0, "message": {"role": "assistant", "content": "A"}, "logprobs": {"content": []}}
            return JSONResponse({"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [said]})
        return without_logprobs(body)

    return answer


@pytest.mark.parametrize("kind", ["ignored", "empty", "400", "422"])
def test_without_logprobs_constrained_answers_are_counted(serve: Serve, kind: str) -> None:
    server, engine = serve(unlike_logprobs(kind))
    scores = engine.score_choices([prompt()], ["A", "B", "C"])
    assert scores.dtype == np.float32 and np.allclose(scores, [[2.1 / 8.3, 6.1 / 8.3, 0.1 / 8.3]])
    assert len(server.asked) == 1 + DRAWS and all(body["temperature"] == 1 for body in server.asked[1:])
    assert np.array_equal(scores, engine.score_choices([prompt()], ["A", "B", "C"]))
    assert sum("logprobs" in body for body in server.asked) == 1, "it was noticed once"


def test_without_constraints_the_beginnings_of_plain_answers_are_counted(serve: Serve) -> None:
    answers = ["1", "10. Because", ' "10"', "It is 10", "100", "", "1, or 10", "10"]

    def answer(body: Body) -> Answer:
        return refusal(400) if "response_format" in body or "logprobs" in body else answers[body["seed"]]

    server, engine = serve(answer)
    for _ in range(2):
        scores = engine.score_choices([prompt()], ["1", "2", "10"])
        assert np.allclose(scores, [[2.1 / 5.3, 0.1 / 5.3, 3.1 / 5.3]])
    asked = Counter("logprobs" in body or "response_format" in body for body in server.asked)
    assert asked == {True: 2, False: 2 * DRAWS}, "both were noticed once"


def test_a_prompt_that_is_refused_however_it_is_asked_changes_nothing(serve: Serve) -> None:
    """Such as one that is too long."""
    server, engine = serve(lambda body: refusal(400, "too long") if question(body) == "long" else {"A": 0.0, "B": -1.0})
    with pytest.raises(EngineError, match=r"refuses the request: .*too long"):
        engine.score_choices([prompt("long")], "AB")
    engine.score_choices([prompt()], "AB")
    assert "logprobs" in server.asked[-1]


def test_one_odd_answer_changes_nothing(serve: Serve) -> None:
    server, engine = serve(lambda body: "Hm." if question(body) == "odd" else {"A": 0.0, "B": -1.0})
    for each in ("plain", "odd", "plain"):
        engine.score_choices([prompt(each)], "AB")
    assert "logprobs" in server.asked[-1]


# -- generate ---------------------------------------------------------------------------------------------------------


def test_every_prompt_is_streamed(serve: Serve) -> None:
    server, engine = serve(lambda body: [question(body), ",", " é", "."])
    pieces = list(engine.generate([prompt("one"), prompt("two")], 7))
    for at, word in enumerate(("one", "two")):
        mine = [p for p in pieces if p.index == at]
        assert mine == [*(Piece(at, text, False) for text in (word, ",", " é", ".")), Piece(at, "", True)]
    for body in server.asked:
        assert (body["max_tokens"], body["temperature"], body["stop"], body["stream"]) == (7, 0, ["\n"], True)
        assert "continue_final_message" not in body


def test_pieces_come_as_they_are_written(serve: Serve) -> None:
    read = threading.Event()

    def pieces() -> Iterator[str]:
        yield "Jaws"
        assert read.wait(5)
        yield ", a film."

    _, engine = serve(lambda body: pieces())
    stream = engine.generate([prompt()], 9)
    assert next(stream).text == "Jaws"
    read.set()
    assert [p.text for p in stream] == [", a film.", ""]


def test_a_server_that_does_not_stop_at_the_line_is_stopped(serve: Serve) -> None:
    def endless() -> Iterator[str]:
        yield from ("Jaws.", " Yes.\nNo", "!")
        while True:
            time.sleep(0.02)
            yield " more"

    server, engine = serve(lambda body: endless())
    assert texts(engine, prompt()) == ["Jaws. Yes."]
    assert server.left.wait(1)


@pytest.mark.parametrize(
    ("pieces", "rest"),
    [
        ([" a", " shark", " film."], " a shark film."),
        (["If", " you like", " sharks, Jaws is", " a", " film."], " a film."),
        ([" If you like sharks,", " Jaws is a film."], " a film."),
        (["If", " so, it is."], "If so, it is."),
        (["If you like"], ""),
        (["If you like sharks, Jaws is"], ""),
        ([""], ""),
        (["I", "\n", "more"], ""),
    ],
)
def test_an_answer_goes_on_from_its_opening(serve: Serve, pieces: list[str], rest: str) -> None:
    server, engine = serve(lambda body: pieces)
    opening = "If you like sharks, Jaws is"
    assert texts(engine, prompt("Jaws?", opening), prompt("Jaws?", opening)) == [rest, rest]
    body = server.asked[0]
    assert body["messages"][-2:] == [{"role": "user", "content": "Jaws?"}, {"role": "assistant", "content": opening}]
    assert body["continue_final_message"] is True and body["add_generation_prompt"] is False


def test_a_server_that_refuses_to_go_on_is_asked_without_these_words(serve: Serve) -> None:
    """`transformers serve` takes no field that it does not know."""

    def answer(body: Body) -> Answer:
        if body["messages"][-1]["role"] == "assistant" and GO_ON.keys() & body.keys():
            return refusal(422, "unexpected fields")
        return {"A": 0.0, "B": -1.0} if "logprobs" in body else ["Jaws is", " a film."]

    server, engine = serve(answer)
    for _ in range(2):
        assert texts(engine, prompt("Jaws?", "Jaws is")) == [" a film."]
    assert ["continue_final_message" in body for body in server.asked] == [True, False, False]
    assert engine.score_choices([prompt("Jaws?", "Jaws is")], "AB")[0, 0] > 0.5


# -- when no answer comes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (refusal(401, f"wrong key {KEY}"), "refuses the key; correct CHATBOT_OPENAI_KEY."),
        (refusal(403), "refuses the key; correct CHATBOT_OPENAI_KEY."),
        (refusal(404), "knows no model small; correct CHATBOT_OPENAI_MODEL or _URL (most end in /v1)."),
        (refusal(400, f"no {KEY} {{x}}"), "refuses the request: Error code: 400 - no … {x}"),
        (refusal(429, **{"x-should-retry": "false"}), "has too much to do; try again later."),
        (refusal(500, **{"x-should-retry": "false"}), "fails; look at its log."),
        (refusal(503, **{"x-should-retry": "false"}), "fails; look at its log."),
        (
            HTMLResponse("<html>"),
            "tells no model or no words; name CHATBOT_OPENAI_MODEL, or correct _URL (most end in /v1).",
        ),
    ],
)
def test_a_server_without_an_answer_is_one_sentence(serve: Serve, answer: Response, sentence: str) -> None:
    _, engine = serve(lambda body: answer)
    assert said(engine).endswith(sentence)


def test_a_passing_fault_is_tried_again(serve: Serve) -> None:
    def answer(body: Body) -> Answer:
        if [question(b) for b in server.asked].count(question(body)) == 1:
            return refusal(500)
        return {"A": 0.0, "B": -1.0} if "logprobs" in body else "Jaws."

    server, engine = serve(answer)
    assert texts(engine, prompt("write")) == ["Jaws."]
    assert engine.score_choices([prompt("score")], "AB")[0, 0] > 0.5
    assert len(server.asked) == 4


def test_a_server_that_takes_too_long_is_one_sentence(serve: Serve) -> None:
    server, engine = serve(lambda body: time.sleep(0.6) or "Jaws.", timeout=0.2)
    assert "does not answer in time; look at its load, or raise CHATBOT_OPENAI_TIMEOUT." in said(engine)
    assert len(server.asked) == 6, "three times for each verb"


def test_a_server_that_is_gone_is_one_sentence(serve: Serve) -> None:
    server, engine = serve("Jaws.")
    server.close()
    assert said(engine).endswith("cannot be reached, or broke off; see that it runs, or correct CHATBOT_OPENAI_URL.")
    with pytest.raises(EngineError, match="cannot be reached"):
        OpenAiModel(server.url)


def test_a_stream_that_breaks_is_one_sentence_and_ends_the_others(serve: Serve) -> None:
    def pieces(body: Body) -> Iterator[str]:
        yield "Jaws"
        while question(body) == "long":
            time.sleep(0.02)
            yield "!"
        raise OSError

    server, engine = serve(pieces)
    stream = engine.generate([prompt("long"), prompt("broken")], 9)
    with pytest.raises(EngineError, match="broke off"):
        list(stream)
    assert server.left.wait(1)


def test_an_error_inside_a_stream_is_one_sentence(serve: Serve) -> None:
    event = Response('data: {"error": {"message": "out of memory"}}\n\n', media_type="text/event-stream")
    _, engine = serve(lambda body: event)
    with pytest.raises(EngineError, match=r"refuses the request: out of memory$"):
        list(engine.generate([prompt()], 9))


# -- when nobody listens any more -------------------------------------------------------------------------------------


def test_closing_a_stream_stops_the_server(serve: Serve) -> None:
    def pieces() -> Iterator[str]:
        while True:
            yield "word "
            time.sleep(0.02)

    server, engine = serve(lambda body: pieces())
    stream = engine.generate([prompt()] * 3, 9)
    next(stream)
    stream.close()
    assert server.left.wait(1)
    with pytest.raises(StopIteration):
        next(stream)


def test_closing_reaches_a_server_that_still_thinks(serve: Serve) -> None:
    over = threading.Event()

    def answer(body: Body) -> Answer:
        if question(body) == "slow":
            over.wait(5)
        return "Jaws."

    server, engine = serve(answer)
    stream = engine.generate([prompt("slow"), prompt("quick")], 9)
    assert next(stream).index == 1
    stream.close()
    try:
        assert server.left.wait(1)
    finally:
        over.set()
    assert texts(engine, prompt("quick")) == ["Jaws."]


def test_an_engine_that_is_dropped_leaves_no_thread() -> None:
    before = set(threading.enumerate())
    engine = OpenAiModel("http://127.0.0.1:9/v1", "small")
    [thread] = [thread for thread in set(threading.enumerate()) - before if thread.name == "openai"]
    del engine
    thread.join(5)
    assert not thread.is_alive()


# -- real models ------------------------------------------------------------------------------------------------------


def test_it_says_what_the_model_behind_the_url_says(serve: Serve, tiny_base: Path) -> None:
    from chatbot.llm.transformers import TransformersModel

    model = TransformersModel(tiny_base)
    _, engine = serve(speaks(model))
    prompts = [prompt("one"), prompt("two", "Jaws is")]
    assert np.allclose(engine.score_choices(prompts, "ABC"), model.score_choices(prompts, "ABC"), atol=0.06)
    assert not np.allclose(*engine.score_choices(prompts, "ABC"), atol=1e-3), "the question matters"
    alone = ["".join(piece.text for piece in model.generate([each], 9)) for each in prompts]
    assert texts(engine, *prompts) == alone and all(alone)


@pytest.mark.slow
def test_transformers_serve(tiny_base: Path, tmp_path: Path) -> None:
    """It ignores logprobs and response_format, and takes no field that it does not know."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        Path(sys.executable).with_name("transformers"),
        "serve",
        tiny_base,
        "--device",
        "cpu",
        "--port",
        str(port),
    ]
    log = (tmp_path / "log").open("wb")
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path)}
    with subprocess.Popen(command, stdout=log, stderr=log, env=environment) as server:
        try:
            engine = OpenAiModel(f"http://localhost:{port}/v1", str(tiny_base), timeout=30)
            deadline = time.monotonic() + 120
            while True:
                try:
                    socket.create_connection(("localhost", port), timeout=1).close()
                    break
                except OSError:
                    assert server.poll() is None and time.monotonic() < deadline, (tmp_path / "log").read_text()
                    time.sleep(0.2)
            scores = engine.score_choices([prompt("one"), prompt("two")], "AB")
            assert scores.shape == (2, 2) and np.allclose(scores.sum(axis=1), 1) and (scores > 0).all()
            wholes = texts(engine, prompt("one"), prompt("two", "Jaws is"))
            assert all(text and "\n" not in text for text in wholes)
            assert texts(engine, prompt("one"), prompt("two", "Jaws is")) == wholes
        finally:
            server.terminate()
