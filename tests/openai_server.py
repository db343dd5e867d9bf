"""A small server that speaks OpenAI's chat completions, run in a thread of the tests and driven by one function."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import closing
from typing import Any

import numpy as np
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

from chatbot.llm.base import LanguageModel
from chatbot.prompt import Prompt

TOKENS = tuple("ABCDEFGH12345")  # what `speaks` tells the logprobs of
Answer = str | Iterable[str] | dict[str, float] | Response


def refusal(status: int, message: str = "no", **headers: str) -> Response:
    return JSONResponse({"error": {"message": message}}, status, headers)


class OpenAiServer:
    """answer: a request's body -> the text; its pieces, for a stream; the logprob of each first token; or a Response.

    asked, heads: every body and its HTTP headers; most: how many were open at once; left: set when a client leaves
    before its answer is complete.
    """

    def __init__(self, answer: Callable[[dict[str, Any]], Answer] | str) -> None:
        self.answer = (lambda body: answer) if isinstance(answer, str) else answer
        self.models: tuple[str, ...] = ("small", "other")
        self.asked: list[dict[str, Any]] = []
        self.heads: list[dict[str, str]] = []
        self.open = self.most = 0
        self.left = threading.Event()
        app = FastAPI()
        app.get("/v1/models")(self._list)
        app.post("/v1/chat/completions")(self._complete)
        self._server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", timeout_graceful_shutdown=1))
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)
            assert self._thread.is_alive(), "the server did not start"
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    async def _list(self) -> Response:
        return JSONResponse({"object": "list", "data": [{"id": name, "object": "model"} for name in self.models]})

    async def _complete(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append(body)
        self.heads.append(dict(request.headers))
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            work = asyncio.ensure_future(run_in_threadpool(self.answer, body))
            while not work.done():
                if await request.is_disconnected():
                    self.left.set()
                await asyncio.wait([work], timeout=0.02)
            said = work.result()
        finally:
            self.open -= 1
        if isinstance(said, Response):
            return said
        if body.get("stream"):
            assert not isinstance(said, dict)
            return StreamingResponse(
                self._chunks([said] if isinstance(said, str) else said), media_type="text/event-stream"
            )
        choice: dict[str, Any] = {"index": 0, "finish_reason": "stop"}
        if isinstance(said, dict):
            top = [{"token": token, "logprob": logprob, "bytes": None} for token, logprob in said.items()]
            choice["logprobs"] = {"content": [{**max(top, key=lambda t: t["logprob"]), "top_logprobs": top}]}
        choice["message"] = {"role": "assistant", "content": "".join(said)}
        return JSONResponse(
            {"id": "1", "object": "chat.completion", "created": 0, "model": "small", "choices": [choice]}
        )

    async def _chunks(self, pieces: Iterable[str]) -> AsyncIterator[str]:
        try:
            yield _event({"role": "assistant", "content": ""})
            async for piece in iterate_in_threadpool(pieces):
                yield _event({"content": piece})
            yield _event({}, "stop") + "data: [DONE]\n\n"
        except (GeneratorExit, asyncio.CancelledError):
            self.left.set()
            raise


def _event(delta: dict[str, str], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "small", "choices": [choice]}
    return f"data: {json.dumps(chunk)}\n\n"


def asked_prompt(body: dict[str, Any]) -> Prompt:
    """The prompt that a request was made of."""
    messages = [(message["role"], message["content"]) for message in body["messages"]]
    opening = messages.pop()[1] if messages[-1][0] == "assistant" else ""
    return Prompt(tuple(messages), 0, opening)


def speaks(model: LanguageModel) -> Callable[[dict[str, Any]], Answer]:
    """An `answer` that a model gives."""

    def answer(body: dict[str, Any]) -> Answer:
        if body.get("logprobs"):
            with np.errstate(divide="ignore"):
                row = np.log(model.score_choices([asked_prompt(body)], TOKENS)[0]).clip(-9999)
            return dict(zip(TOKENS, row.tolist(), strict=True))
        return (piece.text for piece in model.generate([asked_prompt(body)], body["max_tokens"]))

    return answer


def serving(*args: Any, **kwargs: Any) -> closing[OpenAiServer]:
    return closing(OpenAiServer(*args, **kwargs))
