"""The taste page: what is believed, the watch list, every rating, bringing in and taking out, and the end of it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chatbot.account import Limit
from chatbot.catalog import normalise
from chatbot.domain import RatingScale
from chatbot.page.covers import cover
from chatbot.page.text import attributes, button, escape
from chatbot.page.words import words as page_words
from chatbot.taste import Belief
from chatbot.types import Interaction, Item

SHOWN = 60  # ratings on the page at once; the search finds the others
NAMED = 4  # items named behind a line


def beliefs_html(lines: Sequence[Belief], lasting: Sequence[Limit]) -> str:
    say = page_words()
    said = "".join(_belief(line) for line in lines)
    for limit in map(say.limit, lasting):
        words = limit.words.removeprefix(say("always", limit=""))
        text = say("said_for_good", limit=words[:1].upper() + words[1:])
        said += f"<li><p>{escape(text)}</p>{_remove('drop', limit.words, data_key=limit.key, data_lasting='1')}</li>"
    none = f"<li class='none'>{escape(say('nothing_believed'))}</li>"
    head = escape(say("what_i_believe"))
    return f"<section><h2>{head}</h2><ul class='list beliefs'>{said or none}</ul></section>"


def _remove(do: str, name: str, **about: object) -> str:
    label = page_words()("remove")
    return button(label, do, page_words()("named", label=label, name=name), **about)


def _belief(line: Belief) -> str:
    titles = ", ".join(item.label for item in line.items[:NAMED])
    say = page_words()
    titles = say("and_more", films=titles, n=len(line.items) - NAMED) if len(line.items) > NAMED else titles
    share = len(line.items) / line.among
    bar = f"<b class='bar for'><i style='width:{share:.0%}'></i></b>"
    rests = f"<small>{escape(say('rests_on', n=len(line.items), among=line.among, films=titles))}</small>"
    return f"<li><p>{escape(say.belief(line))}</p>{rests}{bar}</li>"


def watchlist_html(items: Sequence[Item]) -> str:
    rows = "".join(
        f"<li>{cover(item.item_id, item.genres, item.year)}<p>{escape(item.label)}</p>"
        f"{_remove('watch', item.label, data_item=item.item_id)}</li>"
        for item in items
    )
    say = page_words()
    none = f"<li class='none'>{escape(say('watch_list_empty'))}</li>"
    return f"<section><h2>{escape(say('watch_list'))}</h2><ul class='list films'>{rows or none}</ul></section>"


def ratings_html(
    rows: Sequence[tuple[Item, Interaction]], scale: RatingScale, words: str = "", gone: Item | None = None
) -> str:
    """rows: latest first. gone: what was just removed, which can be brought back."""
    wanted = normalise(words)
    found = [row for row in rows if wanted in normalise(row[0].label)]
    say, told = page_words(), ""
    if gone:
        text, undo = say("is_forgotten", film=gone.label), say("undo")
        told = f"{escape(text)} {button(undo, 'undo', say('named', label=undo, name=text))}"
    none = escape(say("no_rating_found" if words else "no_rating_yet"))
    listed = "".join(_rating(item, judged, scale) for item, judged in found[:SHOWN]) or f"<li class='none'>{none}</li>"
    rest = escape(say("more_ratings", n=f"{len(found) - SHOWN:,}"))
    more = f"<p class='meta'>{rest}</p>" if len(found) > SHOWN else ""
    search = (
        f"<form role='search' data-do='find'><label for='find-rating'>{escape(say('search_ratings'))}</label>"
        f"<input{attributes(id='find-rating', name='words', type='search', value=words, autocomplete='off')} "
        "data-do='find'></form>"
    )
    head = f"<h2>{escape(say('your_ratings'))} <span>{len(rows):,}</span></h2>"
    body = f"<p class='told' role='status'>{told}</p><ul class='list films'>{listed}</ul>{more}"
    return f"<section>{head}{search}{body}</section>"


def _rating(item: Item, judged: Interaction, scale: RatingScale) -> str:
    say = page_words()
    signal = say(judged.signal) if judged.signal else ""
    now = "" if judged.rating is None else f"{judged.rating:g}"
    options = [f"<option value=''{attributes(selected=not now)}>{escape(signal or say('no_stars'))}</option>"]
    steps = [f"{n:g}" for n in range(int(scale.low), int(scale.high) + 1)]
    for value in [now, *steps] if now and now not in steps else steps:
        label = say.count("stars", int(value)) if value in steps else say.stars(value)
        options.append(f"<option{attributes(value=value, selected=value == now)}>{escape(label)}</option>")
    name = say("your_rating_of", film=item.label)
    select = f"<select data-do='rate'{attributes(data_item=item.item_id, aria_label=name)}>"
    remove = _remove("forget", item.label, data_item=item.item_id)
    return f"<li><p>{escape(item.label)}</p>{select}{''.join(options)}</select>{remove}</li>"


def data_html(report: Mapping[str, Any] | None = None, sure: bool = False) -> str:
    """Bringing in, taking out, deleting. report: what `bring` answered; sure: the second question is asked."""
    say = page_words()
    bring = (
        f"<div class='bring'><label for='bring'>{escape(say('bring'))}</label>"
        "<input id='bring' type='file' accept='.csv,.tsv,.txt,text/csv' data-do='bring'></div>"
    )
    export = f"<p><a class='button' href='page/export.json' download>{escape(say('export'))}</a></p>"
    if sure:
        end = (
            f"<p>{escape(say('everything_goes'))}</p>"
            + button(say("yes_delete_everything"), "delete", class_="stop")
            + button(say("keep_it"), "keep")
        )
    else:
        end = button(say("delete_my_data"), "sure")
    end = f"<div class='end'{attributes(role='group', aria_label=say('delete'))}>{end}</div>"
    return f"<section><h2>{escape(say('your_data'))}</h2>{bring}{_report_html(report)}{export}{end}</section>"


def _report_html(report: Mapping[str, Any] | None) -> str:
    if not report:
        return "<div role='status'></div>"
    if report.get("error"):
        return f"<div role='status' class='told bad'><p>{escape(str(report['error']))}</p></div>"
    say = page_words()
    text = f"<p>{escape(say.count('ratings_in', int(report['matched'])))}</p>"
    for key, head in (("unmatched", "not_in_catalogue"), ("problems", "not_readable")):
        rows = [str(row) for row in report.get(key, ())]
        if rows:
            listed = "".join(f"<li>{escape(row)}</li>" for row in rows)
            text += f"<details><summary>{escape(say(head, n=f'{len(rows):,}'))}</summary><ul>{listed}</ul></details>"
    return f"<div role='status' class='told'>{text}</div>"
