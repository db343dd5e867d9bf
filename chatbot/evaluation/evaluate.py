"""evaluate_tasks: every figure of the report, each beside its baselines, from the same parts that serve.

It sits above `build`, like the command line: it chooses nothing, it measures what is wired there. Nothing is tuned on
a test set; thresholds, temperatures and weights of blends come from validation parts, and tests are only read.
"""

from __future__ import annotations

import importlib.metadata
import logging
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from chatbot import __version__
from chatbot.build import Parts
from chatbot.catalog import checksum
from chatbot.errors import InputError, nearest
from chatbot.evaluation import dialogue, likes, lists, ratings, serving, simulated, speed
from chatbot.evaluation.models import Bench, Report
from chatbot.evaluation.script import load_scripts
from chatbot.settings import ROOT, Settings

log = logging.getLogger(__name__)

DIALOGUES = ROOT / "data/dialogues"
ONLY_BY_NAME = frozenset({"speed", "simulated"})  # they take minutes, or a machine of their own

MEASURES: dict[str, Callable[[Bench], Report]] = {
    "next_item": lists.next_item,
    "ranking": lists.ranking,
    "rating": ratings.rating,
    "rating_llm": ratings.rating_llm,
    "cold_person": ratings.cold_person,
    "cold_item": ratings.cold_item,
    "like": likes.windows,
    "like_everybody": likes.everybody,
    "intent": serving.intent,
    "support": serving.support,
    "search": serving.search,
    "linking": serving.linking,
    "reason": serving.reason,
    "why": serving.why,
    "state": serving.written("state"),
    "answer": serving.written("answer"),
    "sentiment": serving.written("sentiment"),
    "dialogue": lambda bench: dialogue.measure(
        bench.bot, load_scripts(DIALOGUES, bench.part, bench.parts.catalog), bench.seed
    ),
    "simulated": lambda bench: simulated.measure(bench.settings, bench.parts, bench.seed),
    "speed": lambda bench: speed.measure(bench.bot, bench.llm),
}


def evaluate_tasks(
    settings: Settings, names: Sequence[str] | None, seed: int, most: int = 1000,
    beside: Mapping[str, Path] | None = None, part: str = "test",
) -> Report:  # fmt: skip
    """The report of CONTRACT.md's shape.

    most: questions to each model in one measurement. beside: name -> folder of adapters to stand beside the one that
    serves. part: of the scripted dialogues. Raises: InputError for an unknown task, AdapterError for an adapter that
    does not fit.
    """
    for name in names or ():
        if name not in MEASURES:
            raise InputError(f"There is no task {name!r}; there are: {', '.join(MEASURES)}.{nearest(name, MEASURES)}")
    bench = Bench(settings, seed, Parts(settings), most, beside or {}, part)
    return {
        "git_commit": _git_commit(),
        "created": int(time.time()),
        "versions": {name: importlib.metadata.version(name) for name in ("numpy", "torch", "transformers")}
        | {"chatbot": __version__},
        "data_checksum": checksum(f"{i.item_id} {i.title}" for i in bench.parts.catalog),
        "seed": seed,
        "adapter": settings.adapter.name if settings.adapter else None,
        "tasks": {name: _measured(name, bench) for name in names or [n for n in MEASURES if n not in ONLY_BY_NAME]},
    }


def folders(beside: Sequence[str]) -> dict[str, Path]:
    """name=folder pairs. Raises: InputError."""
    found = {}
    for pair in beside:
        name, _, folder = pair.partition("=")
        if not name or not (Path(folder) / "manifest.json").is_file():
            raise InputError(f"--beside {pair!r} is no name=folder of a trained adapter (a folder with manifest.json).")
        found[name] = Path(folder)
    return found


def _measured(name: str, bench: Bench) -> Report:
    log.info("measuring %s", name)
    started = time.perf_counter()
    row = MEASURES[name](bench)
    log.info("measured %s in %.0f s", name, time.perf_counter() - started)
    return row


def _git_commit() -> str | None:
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


def table(report: Report) -> str:
    """The report as plain lines: each metric with its interval, baselines indented below."""
    lines = []
    for name, task in report["tasks"].items():
        lines.append(f"\n{name}: n = {task['n']}, {task['split']}, fallback {task['fallback_rate']:.1%}")
        lines += _rows("  ", task["metrics"])
        for baseline, metrics in task["baselines"].items():
            lines += [f"    {baseline}", *_rows("      ", metrics)]
        lines += [f"    {note}" for note in task.get("notes", ())]
    return "\n".join(lines)


def _rows(indent: str, metrics: Report) -> list[str]:
    rows = []
    for name, m in metrics.items():
        if isinstance(m, dict):
            interval = f"  [{m['ci_low']:.4g}, {m['ci_high']:.4g}]" if m.get("ci_low") is not None else ""
            rows.append(f"{indent}{name:24s} {m['value']:.4g}{interval}")
    return rows
