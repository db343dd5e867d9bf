"""report.md: one page with every axis, its goal, figure, interval and baselines, made from the report's JSON alone.

`report.json` lies beside it. A measurement of some tasks replaces their rows and leaves the others, and says of each
row when and at which commit it was measured.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatbot.errors import DataError

JSON, PAGE = "report.json", "report.md"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Goal:
    """A figure of a task that matters: what it is, how good it is meant to be, and whether more is better."""

    task: str
    metric: str
    says: str
    goal: float | None
    sign: int = 1


# rows of the same model, asked or joined otherwise: no baselines
OTHERWISE = frozenset({"in_other_words", "message_alone", "adapter_alone", "without_hints", "hybrid_with_llm"})
GOALS = (
    Goal("rating", "rmse_mean", "predicted ratings: mean RMSE of five folds", 0.870, -1),
    Goal("rating_llm", "rmse", "predicted ratings: RMSE of the LLM alone", 0.94, -1),
    Goal("cold_person", "rmse", "RMSE for a newcomer with five ratings", 0.96, -1),
    Goal("cold_item", "rmse", "RMSE of items that nobody rated", 1.00, -1),
    Goal("like", "auc", "liked or not, windows of ten: AUC", 0.80),
    Goal("like_everybody", "auc", "liked or not, everybody's last fifth: AUC", 0.80),
    Goal("next_item", "hr@10", "next item among all: HR@10", 0.22),
    Goal("next_item", "ndcg@10", "next item among all: NDCG@10", 0.12),
    Goal("ranking", "gain", "gain of the LLM's order in NDCG@10", 0.08),
    Goal("intent", "accuracy_in_scope", "intents in scope", 0.96),
    Goal("intent", "recall_out_of_scope", "out of scope noticed", 0.80),
    Goal("state", "exact", "limits after a message, all right", 0.85),
    Goal("reason", "unsupported", "reasons with an unsupported claim", 0.0, -1),
    Goal("reason", "distinct", "reasons that differ", 0.5),
    Goal("answer", "right", "answers from a passage", 0.90),
    Goal("sentiment", "accuracy", "sentiment", None),
    Goal("support", "right_first", "help: right article first", 0.93),
    Goal("support", "right_in_three", "help: right article in the first three", 0.98),
    Goal("support", "unanswerable_noticed", "help: unanswerable questions noticed", 0.90),
    Goal("support", "false_alarms", "help: answerable ones taken for unanswerable", 0.05, -1),
    Goal("linking", "recall_all", "mentions right at first place", 0.97),
    Goal("linking", "left_alone", "messages without a mention left alone", 0.95),
    Goal("dialogue", "passed", "checks of held-out dialogues", 0.95),
    Goal("simulated", "success@3", "simulated people content within three lists", None),
)


def write_report(found: Row, folder: Path) -> Path:
    """Write report.json, report.md and the pictures; returns the page's path. Raises: DataError for a broken JSON."""
    from chatbot.evaluation.pictures import draw

    folder.mkdir(parents=True, exist_ok=True)
    whole = merged(read_report(folder) if (folder / JSON).is_file() else {}, found)
    (folder / JSON).write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", "utf-8")
    pictures = draw(whole, folder)
    (folder / PAGE).write_text(page(whole, pictures), "utf-8")
    return folder / PAGE


def read_report(folder: Path) -> dict[str, Any]:
    """Raises: DataError when there is none, or it is no report."""
    try:
        report = json.loads((folder / JSON).read_text("utf-8"))
        return dict(report) if report["tasks"] is not None else {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"no report is there ({error}); run `chatbot evaluate --report`", folder / JSON) from None


def merged(old: Row, new: Row) -> dict[str, Any]:
    """The new report with the rows of the old one that were not measured again; each row with its own stamp."""
    stamp = {name: new.get(name) for name in ("git_commit", "created", "adapter")}
    rows = {name: {"measured": stamp} | row for name, row in new["tasks"].items()}
    return {**new, "tasks": {**old.get("tasks", {}), **rows}}


def page(report: Row, pictures: Mapping[str, str] | None = None) -> str:
    """The whole page as Markdown. pictures: title -> file name beside it."""
    tasks = report["tasks"]
    lines = ["# What is measured", "", *_head(report), ""]
    lines += ["| | goal | figure | 95 % | best baseline | n |", "|---|---|---|---|---|---|"]
    lines += [_summary(goal, tasks[goal.task]) for goal in GOALS if goal.metric in _metrics(tasks, goal.task)]
    for title, name in (pictures or {}).items():
        lines += ["", f"![{title}]({name})"]
    for name, row in tasks.items():
        lines += ["", f"## {name}", "", *_task(row, report)]
    return "\n".join(lines) + "\n"


def _head(report: Row) -> Iterator[str]:
    day = time.strftime("%Y-%m-%d", time.gmtime(report.get("created", 0)))
    versions = ", ".join(f"{name} {version}" for name, version in report.get("versions", {}).items())
    yield (
        f"Made by `chatbot evaluate` on {day}, commit {(report.get('git_commit') or 'unknown')[:10]}, "
        f"adapter {report.get('adapter') or 'none'}, seed {report.get('seed')}; {versions}; "
        f"data {str(report.get('data_checksum', ''))[:10]}. Written from `{JSON}` alone: `chatbot evaluate --redo`."
    )
    yield "Intervals are 95 % (bootstrap, or normal for large n). **✓** reaches the goal, ✗ does not."


def _metrics(tasks: Row, name: str) -> Row:
    return tasks.get(name, {}).get("metrics", {})


def _summary(goal: Goal, row: Row) -> str:
    figure = row["metrics"][goal.metric]
    others = {
        name: table[goal.metric]["value"]
        for name, table in row["baselines"].items()
        if name not in OTHERWISE and isinstance(table.get(goal.metric), dict)
    }
    best = max(others.items(), key=lambda pair: goal.sign * pair[1]) if others else None
    met = "" if goal.goal is None else " **✓**" if goal.sign * (figure["value"] - goal.goal) >= 0 else " ✗"
    wanted = "" if goal.goal is None else f"{'≤' if goal.sign < 0 else '≥'} {goal.goal:g}"
    cells = (goal.says, wanted, f"{_number(figure['value'])}{met}", _interval(figure))
    return f"| {' | '.join(cells)} | {f'{_number(best[1])} ({best[0]})' if best else ''} | {row['n']:,} |"


def _task(row: Row, report: Row) -> Iterator[str]:
    measured = row.get("measured", {})
    other = "" if measured.get("git_commit") == report.get("git_commit") else f" At {measured.get('git_commit')}."
    yield f"n = {row['n']:,}; {row['split']}; fallback {row['fallback_rate']:.1%}.{other}"
    yield from row.get("notes", ())
    tables = {"**measured**": row["metrics"], **row["baselines"]}
    columns = [name for name in row["metrics"] if isinstance(row["metrics"][name], dict)]
    shared = [name for name in columns if any(name in table for table in row["baselines"].values())]
    extra = dict.fromkeys(
        name for table in row["baselines"].values() for name in table if isinstance(table[name], dict)
    )
    shared += [name for name in extra if name not in columns]
    if shared:
        yield ""
        yield f"| | {' | '.join(shared)} |"
        yield "|---|" + "---|" * len(shared)
        for name, table in tables.items():
            told = f"{name} (n = {table['n']:,})" if "n" in table else name
            yield f"| {told} | {' | '.join(_cell(table.get(column)) for column in shared)} |"
    rest = [f"{name} {_cell(row['metrics'][name])}" for name in columns if name not in shared]
    if rest:
        yield ""
        yield "; ".join(rest) + "."


def _cell(figure: Any) -> str:
    return f"{_number(figure['value'])} {_interval(figure)}".strip() if isinstance(figure, dict) else ""


def _interval(figure: Row) -> str:
    if figure.get("ci_low") is None:
        return ""
    return f"[{_number(figure['ci_low'])}, {_number(figure['ci_high'])}]"


def _number(value: float | None) -> str:
    return "–" if value is None or value != value else f"{value:.3f}" if abs(value) < 100 else f"{value:,.0f}"
