"""The taste page: what is believed, the watch list, every rating, bringing in and taking out, and the end of it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chatbot.account import Limit
from chatbot.catalog import normalise
from chatbot.domain import RatingScale
from chatbot.page.cards import MARKS
from chatbot.page.covers import cover
from chatbot.page.text import attributes, button, counted, escape
from chatbot.taste import Belief
from chatbot.types import Interaction, Item

SHOWN = 60  # ratings on the page at once; the search finds the others
NAMED = 4  # items named behind a line


def beliefs_html(lines: Sequence[Belief], lasting: Sequence[Limit]) -> str:
    said = "".join(_belief(line) for line in lines)
    said += "".join(
        f"<li><p>{escape(limit.words.removeprefix('always: ').capitalize())}: you said so, for good.</p>"
        f"{button('Remove', 'drop', f'Remove: {limit.words}', data_key=limit.key, data_lasting='1')}</li>"
        for limit in lasting
    )
    none = "<li class='none'>Nothing yet. Like or rate a few films, and what they share will stand here.</li>"
    return f"<section><h2>What I believe</h2><ul class='list beliefs'>{said or none}</ul></section>"


def _belief(line: Belief) -> str:
    titles = ", ".join(item.label for item in line.items[:NAMED])
    more = f" and {len(line.items) - NAMED} more" if len(line.items) > NAMED else ""
    share = len(line.items) / line.among
    bar = f"<b class='bar for'><i style='width:{share:.0%}'></i></b>"
    rests = f"<small>{len(line.items)} of {line.among}: {escape(titles + more)}</small>"
    return f"<li><p>{escape(line.text)}</p>{rests}{bar}</li>"


def watchlist_html(items: Sequence[Item]) -> str:
    rows = "".join(
        f"<li>{cover(item.item_id, item.genres, item.year)}<p>{escape(item.label)}</p>"
        f"{button('Remove', 'watch', f'Remove: {item.label}', data_item=item.item_id)}</li>"
        for item in items
    )
    none = "<li class='none'>Empty. Press Watch list on a card to keep it for later.</li>"
    return f"<section><h2>Watch list</h2><ul class='list films'>{rows or none}</ul></section>"


def ratings_html(
    rows: Sequence[tuple[Item, Interaction]], scale: RatingScale, words: str = "", gone: Item | None = None
) -> str:
    """rows: latest first. gone: what was just removed, which can be brought back."""
    wanted = normalise(words)
    found = [row for row in rows if wanted in normalise(row[0].label)]
    told = ""
    if gone:
        told = f"{escape(gone.label)} is forgotten. {button('Undo', 'undo', f'Undo: {gone.label} is forgotten')}"
    none = "No rating has these words in its title." if words else "None yet."
    listed = "".join(_rating(item, judged, scale) for item, judged in found[:SHOWN]) or f"<li class='none'>{none}</li>"
    more = f"<p class='meta'>and {len(found) - SHOWN:,} more; search finds them</p>" if len(found) > SHOWN else ""
    search = (
        "<form role='search' data-do='find'><label for='find-rating'>Search your ratings</label>"
        f"<input{attributes(id='find-rating', name='words', type='search', value=words, autocomplete='off')} "
        "data-do='find'></form>"
    )
    head = f"<h2>Your ratings <span>{len(rows):,}</span></h2>"
    body = f"<p class='told' role='status'>{told}</p><ul class='list films'>{listed}</ul>{more}"
    return f"<section>{head}{search}{body}</section>"


def _rating(item: Item, judged: Interaction, scale: RatingScale) -> str:
    signal = MARKS.get(judged.signal, "") if judged.signal else ""
    now = "" if judged.rating is None else f"{judged.rating:g}"
    options = [f"<option value=''{attributes(selected=not now)}>{signal or 'No stars'}</option>"]
    steps = [f"{n:g}" for n in range(int(scale.low), int(scale.high) + 1)]
    for value in [now, *steps] if now and now not in steps else steps:
        label = counted(int(value), "star", "stars") if value in steps else f"{value} stars"
        options.append(f"<option{attributes(value=value, selected=value == now)}>{label}</option>")
    select = f"<select data-do='rate'{attributes(data_item=item.item_id, aria_label=f'Your rating of {item.label}')}>"
    remove = button("Remove", "forget", f"Remove: {item.label}", data_item=item.item_id)
    return f"<li><p>{escape(item.label)}</p>{select}{''.join(options)}</select>{remove}</li>"


def data_html(report: Mapping[str, Any] | None = None, sure: bool = False) -> str:
    """Bringing in, taking out, deleting. report: what `bring` answered; sure: the second question is asked."""
    bring = (
        "<div class='bring'><label for='bring'>Bring your ratings: a CSV of Letterboxd, MovieLens or IMDb</label>"
        "<input id='bring' type='file' accept='.csv,.tsv,.txt,text/csv' data-do='bring'></div>"
    )
    export = "<p><a class='button' href='page/export.json' download>Export everything as JSON</a></p>"
    if sure:
        end = (
            "<p>Every rating, conversation and limit goes, at once and for good.</p>"
            + button("Yes, delete everything", "delete", class_="stop")
            + button("Keep it", "keep")
        )
    else:
        end = button("Delete my data", "sure")
    end = f"<div class='end' role='group' aria-label='Delete'>{end}</div>"
    return f"<section><h2>Your data</h2>{bring}{_report_html(report)}{export}{end}</section>"


def _report_html(report: Mapping[str, Any] | None) -> str:
    if not report:
        return "<div role='status'></div>"
    if report.get("error"):
        return f"<div role='status' class='told bad'><p>{escape(str(report['error']))}</p></div>"
    text = f"<p>{counted(int(report['matched']), 'rating is', 'ratings are')} in.</p>"
    for key, head in (
        ("unmatched", "not in my catalogue, or more than one of that name"),
        ("problems", "not readable"),
    ):
        rows = [str(row) for row in report.get(key, ())]
        if rows:
            listed = "".join(f"<li>{escape(row)}</li>" for row in rows)
            text += f"<details><summary>{len(rows):,} {head}</summary><ul>{listed}</ul></details>"
    return f"<div role='status' class='told'>{text}</div>"
