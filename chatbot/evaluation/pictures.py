"""The report's pictures: reliability, error by length of history, and the ranker's choice by place."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)
Row = Mapping[str, Any]
Lines = Mapping[str, Sequence[Row]]  # task -> points


def draw(report: Row, folder: Path) -> dict[str, str]:
    """Draw what the report holds points for; title -> file name. Without matplotlib there are none."""
    if importlib.util.find_spec("matplotlib") is None:
        log.warning("No pictures: matplotlib is not installed; pip install -c constraints.txt -e '.[train]'.")
        return {}
    drawn = {}
    for title, name, series, paint in PICTURES:
        points = {task: row.get("series", {}).get(series) for task, row in report["tasks"].items()}
        rows = {task: own for task, own in points.items() if own}
        if rows:
            _save(rows, paint, folder / name)
            drawn[title] = name
    return drawn


def _save(rows: Lines, paint: Callable[[Any, Lines], None], to: Path) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    FigureCanvasAgg(figure)
    axis = figure.add_subplot()
    paint(axis, rows)
    axis.legend(fontsize="small")
    figure.savefig(to, dpi=110)


def _reliability(axis: Any, rows: Lines) -> None:
    axis.plot([0, 1], [0, 1], color="grey", linewidth=1, linestyle="--", label="kept promises")
    for task, points in rows.items():
        axis.plot([p["promised"] for p in points], [p["happened"] for p in points], marker=".", label=task)
    axis.set(xlabel="promised probability", ylabel="how often it was so", xlim=(0, 1), ylim=(0, 1))


def _by_history(axis: Any, rows: Lines) -> None:
    for points in rows.values():
        for name in [key for key in points[0] if key not in {"from", "n"}]:
            axis.plot([p["from"] for p in points], [p[name] for p in points], marker=".", label=name)
    axis.set(xlabel="ratings known of the person, from", ylabel="RMSE")


def _by_place(axis: Any, rows: Lines) -> None:
    for points in rows.values():
        at = range(len(points))
        axis.bar([x - 0.2 for x in at], [p["accuracy"] or 0 for p in points], 0.4, label="right, where it stands there")
        axis.bar([x + 0.2 for x in at], [p["picked"] for p in points], 0.4, label="chosen")
        axis.set_xticks(list(at), [p["places"] for p in points])
    axis.set(xlabel="place in the list", ylabel="share")


PICTURES = (
    ("Do probabilities keep their promise", "reliability.png", "reliability", _reliability),
    ("Error by length of history", "history.png", "by_history", _by_history),
    ("The ranker's choice by place", "places.png", "by_place", _by_place),
)
