"""The fast engine on CPUs: OpenVINO with int8 weights, paged attention and continuous batching.

One loop serves everybody: each step runs one batch of whatever is waiting, a few new tokens of many texts beside pieces
of long prompts. Tokens that somebody has already paid for (worked examples, a person's history) are found again in
`Blocks`. Text that copies from its prompt is drafted from there and checked in the same step.
"""

from __future__ import annotations

import os
import queue
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.errors import EngineError
from chatbot.llm.adapter import learned_tasks
from chatbot.llm.base import ModelInfo, Piece
from chatbot.llm.blocks import SIZE, Blocks, needed
from chatbot.llm.export import export_key, find_export, write_export
from chatbot.llm.paged import PagedModel
from chatbot.llm.tokens import Line, common_prefix, one_token
from chatbot.prompt import Prompt, encode_prompt

BLOCKS = 512  # 16,384 tokens of key-value cache
ROWS = 64  # texts in one step
CHUNK = 384  # prompt tokens in one step: what those who are reading wait for at most
DRAFT = 4  # tokens guessed ahead for one text
DRAFT_ROWS = 8  # with more texts at once, guessing costs more than it brings

Floats = NDArray[np.float32]


@dataclass(eq=False)
class _Job:
    """One row of the batch: tokens to run (`ids`, of which `past` are done), then `most` tokens to write."""

    ids: list[int]
    most: int
    index: int
    call: _Call
    line: Line | None = None
    leader: _Job | None = None  # whose first tokens are shared; its blocks stay until all followers have started
    followers: int = 0
    blocks: list[int] = field(default_factory=list)
    past: int = 0
    written: int = 0
    drafted: list[int] = field(default_factory=list)
    after: dict[tuple[int, int], int] = field(default_factory=dict)  # two tokens -> where the text went on from them
    indexed: int = 0

    def draft(self) -> list[int]:
        """How the text went on the last time that its last two tokens were seen (prompt lookup, Saxena 2023)."""
        for at in range(max(self.indexed, 2), len(self.ids)):
            self.after[self.ids[at - 2], self.ids[at - 1]] = at
        self.indexed = len(self.ids)
        at = self.after.get((self.ids[-2], self.ids[-1]), 0)
        return self.ids[at : at + min(DRAFT, self.most - self.written - 1)] if at else []


@dataclass(eq=False)
class _Call:
    """What somebody waits for. results: (position, hidden state) for choices, or Piece; an exception ends the wait."""

    results: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    cancelled: bool = False


class OpenVinoModel:
    """base: a local folder of a plain llama. cache: where the export is kept. threads: 0 takes the cores at hand.

    Raises: EngineError when this model cannot be run or answers otherwise than transformers; AssetError, AdapterError.
    """

    def __init__(
        self, base: Path, cache: Path, adapter: Path | None = None, fingerprint: str = "", threads: int = 0
    ) -> None:
        from transformers import AutoTokenizer

        self.tokenizer: Any = AutoTokenizer.from_pretrained(base)
        name = adapter.name if adapter else None
        self.info = ModelInfo(base.name, name, "openvino/cpu-int8", learned_tasks(adapter))
        self._end = int(self.tokenizer.eos_token_id)
        threads = threads or _cores()
        self._lock = threading.Lock()
        self._waiting: deque[_Job] = deque()
        self._active: list[_Job] = []
        self._running = False
        self._blocks = Blocks(BLOCKS)
        key = export_key(base, adapter, fingerprint)
        folder = find_export(key, cache)
        try:
            self._model = PagedModel(folder or write_export(key, base, adapter, fingerprint, cache), BLOCKS, threads)
        except EngineError:
            if folder is None:
                raise
            # what lay there was damaged
            self._model = PagedModel(write_export(key, base, adapter, fingerprint, cache), BLOCKS, threads)

    # -- the two verbs ------------------------------------------------------------------------------------------------

    def score_choices(self, prompts: Sequence[Prompt], choices: Sequence[str]) -> Floats:
        wanted = [one_token(self.tokenizer, choice, self.info.base) for choice in choices]
        table = np.zeros((len(prompts), len(choices)), np.float32)
        rows = self._model.head[wanted]
        for position, hidden in self._ask(prompts, 0):
            # in float32: the engine's own logits are rounded to bf16, where close choices tie
            row = rows @ hidden
            row = np.exp(row - row.max())
            table[position] = row / row.sum()
        return table

    def generate(self, prompts: Sequence[Prompt], max_new_tokens: int) -> Iterator[Piece]:
        yield from self._ask(prompts, max_new_tokens)

    def _ask(self, prompts: Sequence[Prompt], most: int) -> Iterator[Any]:
        """Queue the prompts and hand out results as they come; leaving the iterator cancels what is left."""
        if not prompts:
            return
        call = _Call()
        self._submit(self._jobs([_ids(self.tokenizer, p) for p in prompts], most, call))
        left = len(prompts)
        try:
            while left:
                result = call.results.get()
                if isinstance(result, BaseException):
                    raise result
                left -= result.done if isinstance(result, Piece) else 1
                yield result
        finally:
            call.cancelled = True

    def _jobs(self, rows: Sequence[list[int]], most: int, call: _Call) -> list[_Job]:
        """A job for each row; what all have in common is run once, by a leader without an answer."""
        longest = max(map(len, rows)) + most
        if needed(longest) >= BLOCKS:
            raise EngineError(f"A prompt of {longest} tokens is longer than the {BLOCKS * SIZE} of this engine.")
        line = (lambda: Line(self.tokenizer, self._end)) if most else lambda: None
        jobs = [_Job(list(ids), most, at, call, line()) for at, ids in enumerate(rows)]
        shared = min(common_prefix(rows), min(map(len, rows)) - 1) if len(rows) > 1 else 0
        if shared < SIZE:
            return jobs
        leader = _Job(rows[0][:shared], 0, -1, call, followers=len(jobs))
        for job in jobs:
            job.leader = leader
        return [leader, *jobs]

    # -- the loop -----------------------------------------------------------------------------------------------------

    def _submit(self, jobs: Sequence[_Job]) -> None:
        with self._lock:
            self._waiting.extend(jobs)
            if not self._running:
                self._running = True
                # it ends when nothing is left to do, so an engine that nobody holds any more is freed
                threading.Thread(target=self._loop, daemon=True, name="openvino").start()

    def _loop(self) -> None:
        while True:
            try:
                with self._lock:
                    self._drop_cancelled()
                    self._admit()
                    if not self._active:
                        self._running = False
                        return
                self._step()
            except Exception as error:  # whatever it is, those who wait must hear of it
                self._fail(error)

    def _drop_cancelled(self) -> None:
        for job in [job for job in self._waiting if job.call.cancelled]:
            self._waiting.remove(job)
            self._started(job)
        for job in [job for job in self._active if job.call.cancelled]:
            self._leave(job)

    def _admit(self) -> None:
        """Start waiting jobs in order, as long as there is room: who came first is never overtaken."""
        while self._waiting and len(self._active) < ROWS:
            job = self._waiting[0]
            leader = job.leader
            if leader and leader.past < len(leader.ids):
                return
            kept = self._blocks.match(job.ids[:-1])
            if leader and len(kept) * SIZE < len(leader.ids) - SIZE + 1:
                self._blocks.release(kept)
                kept = self._blocks.share(leader.blocks[: len(leader.ids) // SIZE])
            missing = needed(len(job.ids) + job.most) - len(kept)
            if missing > self._blocks.available:
                self._blocks.release(kept)
                return
            job.blocks = kept + self._blocks.take(missing)
            job.past = len(kept) * SIZE
            if leader and job.past < len(leader.ids):
                self._model.copy(leader.blocks[len(kept)], job.blocks[len(kept)])
                job.past = len(leader.ids)
            self._started(job)
            self._active.append(self._waiting.popleft())

    def _started(self, job: _Job) -> None:
        """A follower needs its leader no more."""
        leader, job.leader = job.leader, None
        if leader:
            leader.followers -= 1
            if not leader.followers and leader not in self._active:
                self._blocks.release(leader.blocks)
                leader.blocks = []

    def _leave(self, job: _Job) -> None:
        self._active.remove(job)
        self._blocks.keep(job.ids[: job.past], job.blocks)
        if not job.followers:
            self._blocks.release(job.blocks)
            job.blocks = []

    def _fail(self, error: Exception) -> None:
        with self._lock:
            for job in [*self._active, *self._waiting]:
                job.call.results.put(error)
            self._active, self._blocks = [], Blocks(BLOCKS)
            self._waiting.clear()

    def _step(self) -> None:
        """One batch: each text's next token with its draft, then pieces of prompts while there is room."""
        writing = [job for job in self._active if job.written]
        for job in writing:
            job.drafted = job.draft() if len(writing) <= DRAFT_ROWS else []
        rows = [(job, [job.ids[-1], *job.drafted]) for job in writing]
        room = CHUNK - len(rows)
        for job in self._active:
            if not job.written and room > 0:
                rows.append((job, job.ids[job.past : job.past + room]))
                room -= len(rows[-1][1])
        logits, hidden = self._model.run([(tokens, job.past, job.blocks, 1 + len(job.drafted)) for job, tokens in rows])
        with self._lock:
            for (job, tokens), mine, state in zip(rows, logits, hidden, strict=True):
                self._advance(job, tokens, mine, state)

    def _advance(self, job: _Job, tokens: Sequence[int], logits: Floats, hidden: Floats) -> None:
        job.past += len(tokens) - len(job.drafted)
        if job.past < len(job.ids):
            return
        if not job.most:
            self._leave(job)
            if job.index >= 0:
                job.call.results.put((job.index, hidden[-1].copy()))
            return
        assert job.line is not None
        best = logits.argmax(axis=1).tolist()
        # a draft is right as long as it is what would have been written anyway
        right = next((n for n, guess in enumerate(job.drafted) if guess != best[n]), len(job.drafted))
        text, done = "", False
        for token in best[: right + 1]:
            job.ids.append(token)
            job.written += 1
            piece, done = job.line.add(token, job.written == job.most)
            text += piece
            if done:
                break
        job.past = len(job.ids) - 1
        if done:
            self._leave(job)
        if text or done:
            job.call.results.put(Piece(job.index, text, done))


def _ids(tokenizer: Any, prompt: Prompt) -> list[int]:
    head, rest = encode_prompt(tokenizer, prompt)
    return head + rest


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
