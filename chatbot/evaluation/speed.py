"""Speed of whole turns and of the engine, on this machine: medians of several rounds, core count stated."""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from chatbot.chatbot import Chatbot
from chatbot.llm.base import LanguageModel
from chatbot.prompt import Prompt

MESSAGES = (
    "I loved Alien and The Thing, what should I watch tonight?",
    "something like Fargo but funnier",
    "a western from before 1970",
    "I loved Heat, anything newer?",
    "a quiet drama about a family",
)
ROUNDS = 4
PEOPLE = 8


def measure(bot: Chatbot, llm: LanguageModel | None) -> dict[str, Any]:
    """Turns in milliseconds (p50, p95), tokens per second of the engine, eight people at once, memory in MB."""
    bot.reply(f"bench:{uuid.uuid4().hex}", MESSAGES[0])  # warm up
    times = [take_turn(bot, message) for _ in range(ROUNDS) for message in MESSAGES]
    metrics: dict[str, Any] = {}
    for at, name in enumerate(("first_words_ms", "cards_ms", "turn_ms")):
        column = [t[at] for t in times]
        metrics |= {f"{name}_p50": _value(np.median(column)), f"{name}_p95": _value(np.percentile(column, 95))}
    errors, spent = _crowd(bot)
    metrics |= {"people_at_once_errors": _value(errors), "people_at_once_turn_ms_p50": _value(np.median(spent))}
    if llm:
        metrics |= _engine(llm)
    metrics["memory_mb"] = _value(memory_mb())
    return {
        "n": len(times),
        "metrics": metrics,
        "baselines": {},
        "split": f"{os.cpu_count()} cores, {ROUNDS} rounds of {len(MESSAGES)} first messages, {PEOPLE} people at once",
        "fallback_rate": 0.0,
    }


def take_turn(bot: Chatbot, message: str) -> tuple[float, float, float]:
    """Milliseconds to the first words, to the cards and to the end of one fresh person's first turn."""
    begin, first, cards = time.perf_counter(), None, None
    for event in bot.stream(f"bench:{uuid.uuid4().hex}", message):
        now = 1000 * (time.perf_counter() - begin)
        first = now if event.kind == "text" and first is None else first
        cards = now if event.kind == "items" else cards
    end = 1000 * (time.perf_counter() - begin)
    return first or end, cards or end, end


def _crowd(bot: Chatbot) -> tuple[int, Sequence[float]]:
    errors: list[BaseException] = []
    spent: list[float] = []

    def talk(number: int) -> None:
        try:
            spent.append(take_turn(bot, MESSAGES[number % len(MESSAGES)])[2])
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=talk, args=(n,)) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(errors), spent


def _engine(llm: LanguageModel) -> dict[str, Any]:
    """Prefill and decode of one stream; a word is counted as what the engine streams as one piece."""
    prefill, decode = [], []
    for number in range(ROUNDS):  # another beginning each time, so that no engine finds it again
        long = Prompt((("user", f"{number} " + "film " * 1000),))
        begin = time.perf_counter()
        llm.score_choices([long], ["A", "B"])
        prefill.append(1000 / (time.perf_counter() - begin))
        begin = time.perf_counter()
        pieces = sum(1 for _ in llm.generate([Prompt((("user", "Tell a long story about a lighthouse."),))], 64))
        decode.append(pieces / (time.perf_counter() - begin))
    return {"prefill_tokens_per_s": _value(np.median(prefill)), "decode_tokens_per_s": _value(np.median(decode))}


def memory_mb() -> float:
    """Resident memory of this process; 0 where /proc is missing."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _value(value: Any) -> dict[str, Any]:
    return {"value": round(float(value), 2), "ci_low": None, "ci_high": None}
