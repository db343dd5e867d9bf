"""bench: the engines side by side on our own prompts, in interleaved rounds; medians with their spread."""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import subprocess
import sys
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from chatbot import assets
from chatbot.build import BARE_MODEL_DECIDES, Parts, assemble, base_model, build_llm
from chatbot.catalog import Catalog
from chatbot.chatbot import Chatbot
from chatbot.dataset import Dataset
from chatbot.evaluation.models import Bench
from chatbot.evaluation.speed import MESSAGES, memory_mb, take_turn
from chatbot.llm.base import LanguageModel
from chatbot.predict import Predictor
from chatbot.prompt import Prompt
from chatbot.settings import Settings, load_settings
from chatbot.storage import SqlStore
from chatbot.tasks import IntentInput, IntentTask, RankingInput, RankingTask, RatingInput, RatingTask

log = logging.getLogger(__name__)
CROWDS = (1, 4, 8)
CANDIDATES, STORY_TOKENS = 20, 64


@dataclass(frozen=True)
class Work:
    """Prompts of one round; every round has other people, so that no engine finds yesterday's prompt again."""

    intent: list[Prompt]
    ratings: list[Prompt]
    ranking: Prompt
    reasons: list[Prompt]
    reason_tokens: int
    story: Prompt
    letters: list[str]
    labels: list[str]
    digits: list[str]


class _Listener:
    """Writes down the reason prompts of a turn; answers nothing."""

    def __init__(self, info: Any) -> None:
        self.info = info
        self.prompts: list[Prompt] = []

    def score_choices(self, prompts: Sequence[Prompt], choices: Sequence[str]) -> Any:
        raise AssertionError("the predictor it is given to decides reasons alone")

    def generate(self, prompts: Sequence[Prompt], max_new_tokens: int) -> Any:
        self.prompts = list(prompts)
        return iter(())


def compare_speed(settings: Settings, rounds: int, seed: int = 0, parts: Parts | None = None) -> dict[str, Any]:
    """Figures per engine: {"median", "low", "high"} over the rounds, in tokens per second, milliseconds or MB."""
    bench = Bench(settings, seed, parts or Parts(settings))
    engines = _engines(settings, bench)
    bots = {name: _bot(bench, llm) for name, llm in engines.items()}
    found: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in engines}
    rng = np.random.default_rng(seed)
    for number in range(rounds + 1):  # the first one warms up
        work = _work(bench, rng, engines[next(iter(engines))])
        for name, llm in engines.items():
            for metric, value in (_engine(llm, work) | _turns(bots[name])).items():
                if number:
                    found[name][metric].append(value)
        log.info("bench: round %d of %d", number, rounds)
    for name in engines:
        if name != "llama.cpp":
            for metric, value in _cold(name).items():
                found[name][metric].append(value)
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "rounds": rounds,
        "engines": {
            name: {m: {"median": float(np.median(v)), "low": min(v), "high": max(v)} for m, v in metrics.items()}
            for name, metrics in found.items()
        },
    }


def _engines(settings: Settings, bench: Bench) -> dict[str, LanguageModel]:
    names = ("openvino", "transformers") if settings.engine == "auto" else (settings.engine,)
    engines: dict[str, LanguageModel] = {}
    for name in names:
        llm = build_llm(settings.model_copy(update={"engine": name}), bench.format)
        if llm:
            engines[name] = llm
    if importlib.util.find_spec("xllamacpp") and not settings.base_model and settings.adapter is None:
        engines["llama.cpp"] = _llamacpp(settings)
    return engines


def _llamacpp(settings: Settings) -> LanguageModel:
    from chatbot.llm.llamacpp import LlamaCpp, write_q8

    logging.getLogger("gguf").setLevel(logging.WARNING)
    source = assets.fetch(assets.BASE_MODEL, settings.cache) / Path(assets.BASE_MODEL.files[0]).name
    target = settings.cache / "bench" / source.name.replace("Q4_1", "Q8_0")
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        write_q8(source, target.with_suffix(".part"))
        target.with_suffix(".part").replace(target)
    return LlamaCpp(target, Path(base_model(settings)), settings.threads or os.cpu_count() or 1)


def _bot(bench: Bench, llm: Any) -> Chatbot:
    predictor = Predictor(llm, BARE_MODEL_DECIDES)
    return assemble(bench.settings, bench.parts, predictor, bench.format, SqlStore("sqlite://"))


def _work(bench: Bench, rng: np.random.Generator, llm: LanguageModel) -> Work:
    data, catalog, format = bench.parts.dataset, bench.parts.catalog, bench.format
    intent, ranking = IntentTask(format, bench.parts.classifier), RankingTask(format)
    rating = RatingTask(format, bench.parts.domain)
    history, liked = _person(data, catalog, rng)
    items = [catalog.items[at] for at in rng.choice(len(catalog.items), CANDIDATES, replace=False)]
    listener = _Listener(llm.info)
    bot = _bot(bench, listener)
    bot.reply(f"bench:{uuid.uuid4().hex}", f"I loved {liked[-1].title} and {liked[-2].title}, what next?")
    given = IntentInput(f"{MESSAGES[int(rng.integers(len(MESSAGES)))]} {int(rng.integers(1_000))}")
    menu = RankingInput(liked, "something good", items)
    ratings = [RatingInput(history, item, 0.0) for item in items]
    return Work(
        [intent.render(given)],
        [rating.render(one) for one in ratings],
        ranking.render(menu),
        listener.prompts,
        format.words("reason").max_new_tokens,
        Prompt((("user", f"Tell a long story about lighthouse number {int(rng.integers(1_000))}."),)),
        list(ranking.choices(menu)),
        list(intent.choices(given)),
        list(rating.choices(ratings[0])),
    )


def _person(data: Dataset, catalog: Catalog, rng: np.random.Generator) -> tuple[list[Any], list[Any]]:
    """Somebody's ratings as (item, rating) and the items that they liked."""
    while True:
        past = data.history(str(data.users[int(rng.integers(len(data.users)))]))
        liked = [catalog[i.item_id] for i in past if (i.rating or 0) >= 4]
        if len(liked) >= 5:
            return [(catalog[i.item_id], float(i.rating or 3)) for i in past[-12:]], liked


def _engine(llm: LanguageModel, work: Work) -> dict[str, float]:
    """One after another: each choice task, one reason alone, five reasons side by side."""
    metrics = {
        "intent_ms": _ms(lambda: llm.score_choices(work.intent, work.labels)),
        "ratings_of_20_ms": _ms(lambda: llm.score_choices(work.ratings, work.digits)),
        "ranking_of_20_ms": _ms(lambda: llm.score_choices([work.ranking], work.letters)),
    }
    alone, _ = _write(llm, work.reasons[:1], work)
    together, first = _write(llm, work.reasons, work)
    plain, _ = _write(llm, [work.story], work, STORY_TOKENS)
    return metrics | {
        "plain_text_tokens_per_s": plain,
        "one_reason_tokens_per_s": alone,
        "five_reasons_tokens_per_s": together,
        "first_word_of_five_ms": first,
    }


def _write(llm: LanguageModel, prompts: Sequence[Prompt], work: Work, most: int = 0) -> tuple[float, float]:
    """Tokens per second, prompt included, and milliseconds to the first piece."""
    tokenizer: Any = llm.tokenizer  # type: ignore[attr-defined]
    texts: dict[int, str] = defaultdict(str)
    begin, first = time.perf_counter(), 0.0
    for piece in llm.generate(prompts, most or work.reason_tokens):
        first = first or 1000 * (time.perf_counter() - begin)
        texts[piece.index] += piece.text
    spent = time.perf_counter() - begin
    return sum(len(tokenizer.encode(text)) for text in texts.values()) / spent, first


def _turns(bot: Chatbot) -> dict[str, float]:
    """A whole first turn; then the median turn of several people who write at the same moment."""
    metrics = {}
    for people in CROWDS:
        with ThreadPoolExecutor(people) as pool:
            messages = [MESSAGES[at % len(MESSAGES)] for at in range(people)]
            spent = list(pool.map(lambda message: take_turn(bot, message), messages))
        cards, end = np.median([s[1] for s in spent]), np.median([s[2] for s in spent])
        if people == 1:
            metrics["cards_ms"] = float(cards)
        metrics[f"turn_ms_{people}_at_once"] = float(end)
    return metrics


def _cold(engine: str) -> dict[str, float]:
    """A process of its own: seconds from its start to the first answer, and its memory after a few."""
    code = f"from chatbot.evaluation.bench import cold_start; cold_start({engine!r})"
    begin = time.time()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        log.warning("bench: cold start of %s failed: %s", engine, done.stderr[-300:])
        return {}
    told = json.loads(done.stdout.splitlines()[-1])
    return {"cold_start_ms": 1000 * (told["answered"] - begin), "memory_mb": told["memory_mb"]}


def cold_start(engine: str) -> None:
    """Build the whole bot with this engine, answer, and print when that was and the memory it takes."""
    from chatbot.build import build_chatbot

    bot = build_chatbot(load_settings(engine=engine, database="sqlite://"))
    take_turn(bot, MESSAGES[0])
    answered = time.time()
    for message in MESSAGES[1:]:
        take_turn(bot, message)
    print(json.dumps({"answered": answered, "memory_mb": memory_mb()}))


def _ms(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begin)


def speed_table(report: dict[str, Any]) -> str:
    """One line a figure: median and, in brackets, lowest and highest of the rounds."""
    engines = report["engines"]
    lines = [f"{report['cores']} cores, {report['rounds']} interleaved rounds: median (lowest–highest)"]
    lines.append(f"{'':28s}" + "".join(f"{name:>26s}" for name in engines))
    for metric in dict.fromkeys(metric for figures in engines.values() for metric in figures):
        cells = [_cell(figures.get(metric)) for figures in engines.values()]
        lines.append(f"{metric:28s}" + "".join(f"{cell:>26s}" for cell in cells))
    return "\n".join(lines)


def _cell(figure: dict[str, float] | None) -> str:
    if figure is None:
        return "–"
    return f"{figure['median']:,.0f} ({figure['low']:,.0f}–{figure['high']:,.0f})"
