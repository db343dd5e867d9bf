"""Two or three films side by side: a table of facts, each as the catalogue has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from chatbot.domain import Domain
from chatbot.page.cards import CAST
from chatbot.page.covers import cover
from chatbot.page.text import button, escape
from chatbot.sayings import say_value
from chatbot.types import Item

MOST = 3
UNKNOWN = "not known"


def compare_html(items: Sequence[Item], guesses: Mapping[str, float | None], domain: Domain) -> str:
    """guesses: predicted ratings of those that have one. Nothing for no film, and a hint for one alone."""
    if not items:
        return ""
    if len(items) == 1:
        hint = f"<p>{escape(items[0].label)} is picked. Press Compare on one or two more.</p>"
        return f"<section class='compare' role='status'>{hint}{button('Clear', 'clear')}</section>"
    head = "".join(f"<th scope='col'>{cover(i.item_id, i.genres, i.year)}{escape(i.title)}</th>" for i in items)
    rows = []
    for label, tell in _facts(domain, guesses):
        cells = [tell(item) for item in items]
        if any(cells):
            told = "".join(f"<td>{escape(cell) or f'<i>{UNKNOWN}</i>'}</td>" for cell in cells)
            rows.append(f"<tr><th scope='row'>{escape(label)}</th>{told}</tr>")
    table = f"<thead><tr><td></td>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    table = f"<table><caption>Side by side</caption>{table}</table>"
    scroll = f"<div class='scroll' tabindex='0' role='region' aria-label='Comparison'>{table}</div>"
    return f"<section class='compare'>{scroll}{button('Clear', 'clear', 'Clear the comparison')}</section>"


def _facts(domain: Domain, guesses: Mapping[str, float | None]) -> list[tuple[str, Callable[[Item], str]]]:
    """What is told, in order; an empty cell is not known."""
    rows: list[tuple[str, Callable[[Item], str]]] = [
        ("Year", lambda item: str(item.year or "")),
        ("Genres", lambda item: ", ".join(item.genres)),
        ("Your rating, guessed", lambda item: f"{guess:.1f}" if (guess := guesses.get(item.item_id)) else ""),
    ]
    rows += [(fact.label, _named(name)) for name, fact in domain.facts.items()]
    rows.append(("Suitable from", lambda item: "" if item.age is None else str(item.age)))
    rows.append(("Length", lambda item: say_value("minutes", item.minutes) if item.minutes else ""))
    return rows + [(scale.capitalize(), _scaled(scale)) for scale in domain.scales]


def _named(fact: str) -> Callable[[Item], str]:
    return lambda item: ", ".join(item.facts.get(fact, ())[:CAST])


def _scaled(scale: str) -> Callable[[Item], str]:
    return lambda item: f"{item.scales[scale]} of 3" if scale in item.scales else ""
