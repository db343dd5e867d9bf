"""Two or three films side by side: a table of facts, each as the catalogue has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from chatbot.domain import Domain
from chatbot.page.cards import CAST
from chatbot.page.covers import cover
from chatbot.page.text import attributes, button, escape
from chatbot.page.words import words
from chatbot.types import Item

MOST = 3


def compare_html(items: Sequence[Item], guesses: Mapping[str, float | None], domain: Domain) -> str:
    """guesses: predicted ratings of those that have one. Nothing for no film, and a hint for one alone."""
    if not items:
        return ""
    say = words()
    if len(items) == 1:
        hint = f"<p>{escape(say('picked', film=items[0].label))}</p>"
        return f"<section class='compare' role='status'>{hint}{button(say('clear'), 'clear')}</section>"
    head = "".join(f"<th scope='col'>{cover(i.item_id, i.genres, i.year)}{escape(i.title)}</th>" for i in items)
    rows, unknown = [], f"<i>{escape(say('not_known'))}</i>"
    for label, tell in _facts(domain, guesses):
        cells = [tell(item) for item in items]
        if any(cells):
            told = "".join(f"<td>{escape(cell) or unknown}</td>" for cell in cells)
            rows.append(f"<tr><th scope='row'>{escape(label)}</th>{told}</tr>")
    table = f"<thead><tr><td></td>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    table = f"<table><caption>{escape(say('side_by_side'))}</caption>{table}</table>"
    region = attributes(tabindex="0", role="region", aria_label=say("comparison"))
    scroll = f"<div class='scroll'{region}>{table}</div>"
    return f"<section class='compare'>{scroll}{button(say('clear'), 'clear', say('clear_comparison'))}</section>"


def _facts(domain: Domain, guesses: Mapping[str, float | None]) -> list[tuple[str, Callable[[Item], str]]]:
    """What is told, in order; an empty cell is not known."""
    say = words()
    rows: list[tuple[str, Callable[[Item], str]]] = [
        (say("year"), lambda item: str(item.year or "")),
        (say("genres"), lambda item: say.genres(item.genres)),
        (say("rating_guessed"), lambda item: f"{guess:.1f}" if (guess := guesses.get(item.item_id)) else ""),
    ]
    rows += [(say.fact(name, domain), _named(name)) for name in domain.facts]
    rows.append((say("suitable_age"), lambda item: "" if item.age is None else str(item.age)))
    rows.append((say("length"), lambda item: say.minutes(item.minutes) if item.minutes else ""))
    return rows + [(say.scale(scale), _scaled(scale)) for scale in domain.scales]


def _named(fact: str) -> Callable[[Item], str]:
    say = words()
    return lambda item: say.values(fact, item.facts.get(fact, ())[:CAST])


def _scaled(scale: str) -> Callable[[Item], str]:
    say = words()
    return lambda item: say("of_three", n=item.scales[scale]) if scale in item.scales else ""
