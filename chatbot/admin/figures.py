"""What the operator's page shows, as tables of plain values, each the same on the page and as CSV.

Latest: the last 1,000 turns of everybody; over time: the last 30 days, in UTC.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from chatbot.catalog import Catalog
from chatbot.types import SIGNALS, Ticket

LATEST, DAYS, DAY = 1_000, 30, 24 * 3600
KNOWN = 0.1  # the best-known tenth of the catalogue counts as popular
MOST = 20
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """name: in addresses. bar: the column that is drawn as a bar as well. alert: what asks for attention now."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""
    bar: int | None = None
    alert: str = ""


def traffic(days: Sequence[tuple[int, int, int]]) -> Table:
    """days: as Store.turns_by_day gives them."""
    rows = tuple((_day(day), turns, people) for day, turns, people in reversed(days))
    return Table("traffic", "Traffic", ("day", "turns", "people"), rows, "Days without a turn are left out.", 1)


def latency(turns: Sequence[Row]) -> Table:
    spent: dict[str, list[float]] = defaultdict(list)
    for turn in turns:
        for stage, milliseconds in turn.get("timings_ms", {}).items():
            spent[stage].append(milliseconds)
    order = sorted(spent, key=lambda stage: (stage != "total", -float(np.median(spent[stage]))))
    rows = tuple((stage, *(round(float(np.percentile(spent[stage], p))) for p in (50, 95)), len(spent[stage]))
                 for stage in order)  # fmt: skip
    return Table("latency", "Latency by stage", ("stage", "p50 ms", "p95 ms", "turns"), rows, bar=2)


def fallbacks(counts: Mapping[tuple[str, str], int]) -> Table:
    """counts: (task, who answered) -> how often since the start."""
    whole: Counter[str] = Counter()
    for (task, _), number in counts.items():
        whole[task] += number
    rows = tuple((task, by, number, _share(number, whole[task])) for (task, by), number in sorted(counts.items()))
    note = "Since the start. Fallback: the model's answer could not be used, and a plain one took its place."
    return Table("fallbacks", "Who answered, and fallbacks", ("task", "by", "times", "share"), rows, note, 3)


def likes(presses: Sequence[tuple[int, str, int]]) -> Table:
    """presses: as Store.presses_by_day gives them."""
    days: dict[int, Counter[str]] = defaultdict(Counter)
    for day, signal, number in presses:
        days[day][signal] += number
    rows = tuple(
        (_day(day), *(said[name] for name in SIGNALS), _share(said["like"], said["like"] + said["dislike"]))
        for day, said in sorted(days.items(), reverse=True)
    )
    columns = ("day", *(name.replace("_", " ") for name in SIGNALS), "likes of judged")
    return Table("likes", "Judgements", columns, rows, bar=len(columns) - 1)


def unanswered(turns: Sequence[Row]) -> Table:
    asked: dict[str, list[Row]] = defaultdict(list)
    for turn in turns:
        if turn["intent"] == "support" and not turn["sources"]:
            asked[" ".join(turn["message"].lower().split())].append(turn)
    rows = tuple((_day(same[0]["created"]), same[0]["message"], len(same)) for same in asked.values())
    note = "Questions about the service that no help article answered: what to write next."
    return Table("unanswered", "Questions without an article", ("last", "question", "times"), rows, note)


def helpful(found: Sequence[tuple[str, int, int]]) -> Table:
    """found: as Store.helpful_by_article gives it."""
    rows = tuple((article, yes, no, _share(yes, yes + no)) for article, yes, no in found)
    note = "What people say to “Was this helpful?” under an answer from the help pages."
    return Table("helpful", "Articles that help", ("article", "yes", "no", "share of yes"), rows, note, 3)


def tickets(found: Sequence[Ticket]) -> Table:
    rows = tuple((_time(one.created), one.number, one.user_id, one.summary) for one in found)
    return Table("tickets", "Tickets", ("opened", "number", "person", "summary"), rows)


def mood(turns: Sequence[Row], now: int, rising: bool = False) -> Table:
    """rising: whether the share of negative turns rises, as the log and `/metrics` tell it too (`Mood.rising`)."""
    today = [turn for turn in turns if turn["created"] >= now - DAY]
    before = [turn for turn in turns if turn["created"] < now - DAY]
    groups = (("last 24 hours", today), ("before, of the latest", before))
    told = [(name, len(group), sum(t.get("sentiment") == "negative" for t in group)) for name, group in groups]
    rows = tuple((name, n, bad, _share(bad, n)) for name, n, bad in told)
    _, n, bad = told[0]
    alert = f"People are less happy than usual: {bad} of {n} turns of the last 24 hours sound negative."
    alert = alert if rising else ""
    return Table("mood", "Negative turns", ("when", "turns", "negative", "share"), rows, bar=3, alert=alert)


def variety(turns: Sequence[Row], catalog: Catalog) -> Table:
    shown = _shown(turns)
    total, distinct = sum(shown.values()), len(shown)
    order = sorted(catalog, key=lambda item: (-item.known, item.item_id))
    popular = {item.item_id for item in order[: max(1, round(KNOWN * len(catalog)))]}
    rows = (
        ("recommended", total, "cards in the latest turns"),
        ("different", distinct, "items among them"),
        ("coverage", _share(distinct, len(catalog)), f"of {len(catalog):,} items of the catalogue"),
        ("popular", _share(sum(shown[one] for one in shown if one in popular), total), "of cards: best-known tenth"),
        ("top ten", _share(sum(n for _, n in shown.most_common(10)), total), "of cards: the ten shown most"),
    )
    return Table("variety", "Popularity and coverage", ("figure", "value", "what it is"), rows)


def shown_most(turns: Sequence[Row], catalog: Catalog) -> Table:
    rows = tuple((catalog[one].label if one in catalog else one, n) for one, n in _shown(turns).most_common(MOST))
    return Table("shown", "Recommended most", ("item", "times"), rows, bar=1)


def found_items(catalog: Catalog, texts: Sequence[str], words: str, turns: Sequence[Row]) -> Table:
    """Items whose text holds every word. texts: one of each item, in catalogue order; words: normalised."""
    shown, parts = _shown(turns), words.split()
    hits = [item for item, text in zip(catalog, texts, strict=True) if parts and all(part in text for part in parts)]
    hits.sort(key=lambda item: (-item.known, item.item_id))
    rows = tuple(
        (i.item_id, i.title, str(i.year or ""), ", ".join(i.genres), i.known, shown[i.item_id])
        for i in hits[: 5 * MOST]
    )
    columns = ("id", "title", "year", "genres", "ratings", "recommended lately")
    note = f"{len(hits):,} found" + (f", the {len(rows)} best known shown." if len(hits) > len(rows) else ".")
    return Table("catalogue", "Catalogue", columns, rows, note if parts else "")


def report(found: Row) -> Table:
    """found: the adapter's report.json."""
    rows = []
    for task, row in found.get("tasks", {}).items():
        for name, figure in row.get("metrics", {}).items():
            figure = figure if isinstance(figure, Mapping) else {"value": figure}
            ends = [figure.get(end) for end in ("value", "ci_low", "ci_high")]
            rows.append((task, name, *("" if end is None else f"{end:.4g}" for end in ends), row.get("n", "")))
    columns = ("task", "figure", "value", "95 % from", "to", "n")
    return Table("report", "The model's report", columns, tuple(rows))


def to_csv(table: Table) -> str:
    """Text that begins like a formula is quoted with ', so that no spreadsheet runs what somebody wrote."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip()[:1] in ("=", "+", "-", "@") and cell.strip() else cell


def _shown(turns: Sequence[Row]) -> Counter[str]:
    return Counter(item["item_id"] for turn in turns for item in turn["items"])


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def _day(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"


def _time(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M}"
