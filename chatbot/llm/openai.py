"""The engine that runs elsewhere: any server that speaks OpenAI's chat completions, such as vLLM or llama.cpp's.

Servers differ in what they take: what one refuses is noticed once, and asked another way from then on.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import re
import threading
import weakref
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import Any

import numpy as np
import openai
from numpy.typing import NDArray

from chatbot.errors import EngineError, SettingsError
from chatbot.llm.base import ModelInfo, Piece
from chatbot.prompt import Prompt

log = logging.getLogger(__name__)


class NoLogprobs(Exception):
    """The server answers, but does not tell how likely its tokens were."""


Row = NDArray[np.float64]
ABREAST = 8  # prompts of one call that are asked at once
TOP = 20  # the most that OpenAI and vLLM tell
UNTOLD = 1.0  # a choice that is not among them is taken for this much less likely (in logarithms) than the last of them
DRAWS, DRAWN_TOKENS, SMOOTHING = 8, 8, 0.1
GO_ON = {"continue_final_message": True, "add_generation_prompt": False}  # vLLM's words; llama.cpp does so unasked
REFUSED = (openai.BadRequestError, openai.UnprocessableEntityError, NoLogprobs)
ADDRESS = re.compile(r"https?://(?:[^/@]*@)?((?:\[[\da-fA-F:]+\]|[\w.-]+)(?::(\d+))?)(?:/|$)")  # [1]: host:port
SENTENCES: tuple[tuple[Any, str], ...] = (  # what to do about an error: the first that fits
    (openai.APITimeoutError, "does not answer in time; look at its load, or raise CHATBOT_OPENAI_TIMEOUT."),
    (openai.APIConnectionError, "cannot be reached, or broke off; see that it runs, or correct CHATBOT_OPENAI_URL."),
    ((openai.AuthenticationError, openai.PermissionDeniedError), "refuses the key; correct CHATBOT_OPENAI_KEY."),
    (openai.NotFoundError, "knows no model {model}; correct CHATBOT_OPENAI_MODEL or _URL (most end in /v1)."),
    (openai.RateLimitError, "has too much to do; try again later."),
    (openai.InternalServerError, "fails; look at its log."),
    (openai.OpenAIError, "refuses the request: {said}"),
    (Exception, "tells no model or no words; name CHATBOT_OPENAI_MODEL, or correct _URL (most end in /v1)."),
)


class OpenAiModel:
    """A model behind a URL. Requests run in a thread of their own, where each can be broken off at any point.

    model: its name there; empty: the first that the server lists. key: empty when the server wants none.
    timeout: seconds until an attempt is given up; there are three. Calls from several threads run side by side.
    Raises: SettingsError when url or key cannot be one; EngineError, from both verbs too, when no good answer comes.
    """

    def __init__(self, url: str, model: str = "", key: str = "", timeout: float = 30) -> None:
        self._model, self._key = model, key.strip()
        if not (address := ADDRESS.match(url)) or int(address[2] or 1) > 65_535:
            raise SettingsError("CHATBOT_OPENAI_URL must be the server's address, such as http://127.0.0.1:8000/v1.")
        if not (self._key.isascii() and self._key.isprintable()):
            raise SettingsError("CHATBOT_OPENAI_KEY holds characters that no key has.")
        self._host = address[1]
        limits = openai.Timeout(timeout, connect=min(timeout, 5))  # a server that is there takes a call at once
        # without a key the package would find one in the environment, and send it to whatever server this is
        self._client = openai.AsyncOpenAI(base_url=url, api_key=self._key or "none", timeout=limits)
        self._client.organization = self._client.project = None
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="openai", daemon=True).start()
        weakref.finalize(self, self._loop.call_soon_threadsafe, self._loop.stop)
        self._way: int | None = None  # how this server's choices are scored: the first way that it answered
        self._goes_on = True
        self._model = model or self._start(self._first_model()).result()
        self.info = ModelInfo(base=self._model, adapter=None, engine=f"openai/{self._host}")

    def score_choices(self, prompts: Sequence[Prompt], choices: Sequence[str]) -> NDArray[np.float32]:
        """As base.py says, but no ValueError: how many tokens a choice has is not known here, its first one decides."""
        bare = [choice.strip() for choice in choices]
        rows = self._start(_abreast(lambda at: self._score(prompts[at], bare), len(prompts))).result()
        return np.array(rows, np.float32).reshape(len(prompts), len(choices))

    def generate(self, prompts: Sequence[Prompt], max_new_tokens: int) -> Iterator[Piece]:
        told: queue.SimpleQueue[Piece | None] = queue.SimpleQueue()  # no bound: a slow reader holds up no server
        work = self._start(_abreast(lambda at: self._write(at, prompts[at], max_new_tokens, told.put), len(prompts)))
        work.add_done_callback(lambda _: told.put(None))
        try:
            while piece := told.get():
                yield piece
            work.result()
        finally:
            work.cancel()  # closes the connections, whether they wait, stream or are about to try again

    def _start(self, work: Awaitable[Any]) -> Future[Any]:
        async def plainly() -> Any:
            try:
                return await work
            except (openai.OpenAIError, AttributeError, LookupError, TypeError, ValueError) as error:
                raise EngineError(self._sentence(error)) from None  # the package's errors hold the key

        return asyncio.run_coroutine_threadsafe(plainly(), self._loop)

    def _sentence(self, error: Exception) -> str:
        said = " ".join(str(error).replace(self._key or "\0", "…").split())[:300]  # some servers repeat the key
        what = next(sentence for kind, sentence in SENTENCES if isinstance(error, kind))
        return f"The model server at {self._host} " + what.format(model=self._model or "at all", said=said)

    async def _first_model(self) -> str:
        return (await self._client.models.list()).data[0].id

    async def _ask(self, prompt: Prompt, **asked: Any) -> Any:
        """The answer, or the stream of its chunks where `stream` is asked."""
        messages = [{"role": role, "content": text} for role, text in prompt.messages]
        asked |= {"model": self._model, "messages": messages}
        if prompt.opening:
            messages.append({"role": "assistant", "content": prompt.opening})
            if self._goes_on:
                with contextlib.suppress(*REFUSED):
                    return await self._client.chat.completions.create(**asked, extra_body=GO_ON)
        answer = await self._client.chat.completions.create(**asked)
        self._goes_on = self._goes_on and not prompt.opening  # it was GO_ON indeed that it refused
        return answer

    async def _score(self, prompt: Prompt, choices: Sequence[str]) -> Row:
        ways = (self._by_logprobs, self._by_schema, self._by_words)
        for at in range(self._way or 0, len(ways)):
            with contextlib.suppress(*(REFUSED if at < len(ways) - 1 else ())):
                row = await ways[at](prompt, choices)
                break
        if self._way is None:  # settled by the first answer: one odd prompt later changes nothing
            self._way = at
            log.info("engine: %s scores choices%s", self._host, ways[at].__name__.replace("_", " "))
        return row

    async def _by_logprobs(self, prompt: Prompt, choices: Sequence[str]) -> Row:
        """A choice is as likely as all first tokens together that read like it ("A" and " A").

        Raises: NoLogprobs when the server left the logprobs out.
        """
        answer = await self._ask(prompt, max_tokens=1, temperature=0, logprobs=True, top_logprobs=TOP)
        told = answer.choices[0].logprobs
        top = [token for first in ((told and told.content) or [])[:1] for token in first.top_logprobs or []]
        if not top:
            raise NoLogprobs
        alike = [[token.logprob for token in top if token.token.strip() == choice] for choice in choices]
        least = min(token.logprob for token in top) - UNTOLD
        scores = np.array([np.logaddexp.reduce(found) if found else least for found in alike])
        odds = np.exp(scores - scores.max())
        return np.asarray(odds / odds.sum())

    async def _by_schema(self, prompt: Prompt, choices: Sequence[str]) -> Row:
        schema = {"name": "choice", "strict": True, "schema": {"type": "string", "enum": [*choices]}}
        return await self._by_words(prompt, choices, response_format={"type": "json_schema", "json_schema": schema})

    async def _by_words(self, prompt: Prompt, choices: Sequence[str], **asked: Any) -> Row:
        """How often each choice begins one of DRAWS answers; a request each, for few of these servers know `n`."""
        begins = re.compile(r'[\s"]*(' + "|".join(map(re.escape, choices)) + r")(?!\w)")  # "1" does not begin "10"
        counts = np.full(len(choices), SMOOTHING)
        for seed in range(DRAWS):  # a server that keeps to its seeds gives the same scores again
            answer = await self._ask(prompt, max_tokens=DRAWN_TOKENS, temperature=1, seed=seed, **asked)
            if found := begins.match(_after(prompt.opening, answer.choices[0].message.content or "") or ""):
                counts[choices.index(found[1])] += 1
        return np.asarray(counts / counts.sum())

    async def _write(self, at: int, prompt: Prompt, most: int, tell: Callable[[Piece], None]) -> None:
        text, shown, chunk = "", 0, None
        async with await self._ask(prompt, max_tokens=most, temperature=0, stop=["\n"], stream=True) as stream:
            async for chunk in stream:
                text += "".join(choice.delta.content or "" for choice in chunk.choices[:1])
                rest = _after(prompt.opening, text.partition("\n")[0]) or ""
                if rest[shown:]:
                    tell(Piece(at, rest[shown:], False))
                    shown = len(rest)
                if "\n" in text:  # not every server stops there
                    break
        if chunk is None:
            raise LookupError
        tell(Piece(at, "", True))


def _after(opening: str, text: str) -> str | None:
    """What an answer adds to its opening, which some servers repeat; None while it may still turn out to be that."""
    bare = text.lstrip()
    if opening and bare.startswith(opening):
        return bare[len(opening) :]
    return None if opening and opening.startswith(bare) else text


async def _abreast(work: Callable[[int], Awaitable[Any]], n: int) -> list[Any]:
    """[work(0), … work(n - 1)], a few at a time; the first error ends the others."""
    gate = asyncio.Semaphore(ABREAST)

    async def one(at: int) -> Any:
        async with gate:
            return await work(at)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(at)) for at in range(n)]
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None
    return [task.result() for task in tasks]
