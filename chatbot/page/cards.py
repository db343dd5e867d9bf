"""A recommended film as a card: cover, facts, predicted rating, reason, buttons, and what its score rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chatbot.domain import Domain
from chatbot.explain import in_words
from chatbot.page.covers import cover
from chatbot.page.text import attributes, button, escape
from chatbot.types import Evidence, Item, Signal

CAST = 3
MARKS: dict[Signal, str] = {"like": "Like", "dislike": "Dislike", "seen": "Seen", "not_interested": "Not for me"}
WATCH, COMPARE = "Watch list", "Compare"
# probability of being within one star of what the person will give -> how it is said
SURE = ((0.85, "quite sure"), (0.7, "fairly sure"), (0.0, "a guess"))
_SHOWCASE = (("Sci-Fi", 1979), ("Musical", 1952), ("Western", 1966), ("Film-Noir", 1947), ("Romance", 1995))
EMPTY = (
    "<div class='empty'><p>Five films will stand here, each with its reasons.</p><div class='row'>"
    f"{''.join(cover(genre, (genre,), year) for genre, year in _SHOWCASE)}</div></div>"
)


@dataclass(frozen=True)
class Marks:
    """What a person did with a film. picked: it stands in the comparison."""

    signal: str | None = None
    watched: bool = False
    picked: bool = False


def cards_html(
    rows: Sequence[Mapping[str, Any]],
    items: Mapping[str, Item],
    marks: Mapping[str, Marks],
    domain: Domain,
    ready: bool = True,
) -> str:
    """All cards. rows: items as in Turn.to_json(); items: those that the catalogue still has.

    ready: the turn is stored, so that the buttons have something to name.
    """
    cards = [
        card_html(row, items.get(row["item_id"]), marks.get(row["item_id"], Marks()), domain, ready) for row in rows
    ]
    return "".join(cards) or EMPTY


def card_html(row: Mapping[str, Any], item: Item | None, marks: Marks, domain: Domain, ready: bool = True) -> str:
    """One film, everything escaped."""
    name, year = row["item_id"], row["year"]
    title = f"<h3{attributes(id=f'film-{name}')}>{escape(row['title'])}{f' <span>{year}</span>' if year else ''}</h3>"
    meta = [f"<p class='meta'>{escape(line)}</p>" for line in facts_lines(row, item, domain) if line]
    reason = escape(row["reason"]) or "<i>writing why…</i>"
    why = f"<details class='why'{attributes(data_key=f'why-{name}')}><summary>Why this?<span class='unseen'> "
    why += f"{escape(row['title'])}</span></summary>{evidence_html(row['evidence'])}</details>"
    body = f"{title}{''.join(meta)}{guess_html(row, domain)}<p class='reason'>{reason}</p>"
    body += f"{buttons_html(row, marks, ready)}{why}"
    drawn = cover(name, row["genres"], year)
    labelled = attributes(aria_labelledby=f"film-{name}")
    return f"<article class='film'{labelled}>{drawn}<div class='body'>{body}</div></article>"


def facts_lines(row: Mapping[str, Any], item: Item | None, domain: Domain) -> tuple[str, str]:
    """Genres, suitability and length; then people."""
    first = [", ".join(row["genres"])]
    if item and item.age is not None:
        first.append(f"suitable from {item.age}" if item.age else "suitable for all")
    if item and item.minutes:
        first.append(f"{item.minutes} min")
    known = row.get("facts", {})
    people = [f"{domain.facts[f].label} {', '.join(known[f][:CAST])}" for f in domain.people_facts if known.get(f)]
    return " · ".join(filter(None, first)), " · ".join(people)


def guess_html(row: Mapping[str, Any], domain: Domain) -> str:
    """The predicted rating, and how sure it is, in words."""
    if row["predicted_rating"] is None:
        return "<p class='guess'>No prediction: too little is known of it.</p>"
    sure, words = row.get("confidence"), ""
    if sure is not None:
        said = next(said for least, said in SURE if sure >= least)
        exact = f"within one star for {round(10 * sure)} people in 10"
        words = f" · <span{attributes(title=exact)}>{said}</span>"
    stars = f"<b>{row['predicted_rating']:.1f}</b> of {domain.rating.high:g}"
    return f"<p class='guess'>You’d give it about {stars}{words}</p>"


def buttons_html(row: Mapping[str, Any], marks: Marks, ready: bool) -> str:
    film = f"{row['title']} {row['year'] or ''}".strip()
    every: list[tuple[str, str, bool]] = [(label, signal, signal == marks.signal) for signal, label in MARKS.items()]
    every += [(WATCH, "watch", marks.watched), (COMPARE, "compare", marks.picked)]
    made = [
        button(
            label, do, f"{label}: {film}", data_item=row["item_id"], aria_pressed=str(on).lower(), disabled=not ready
        )
        for label, do, on in every
    ]
    group = attributes(role="group", aria_label=f"Your judgement of {film}")
    return f"<div class='marks'{group}>{''.join(made)}</div>"


def evidence_html(evidence: Sequence[Mapping[str, Any]]) -> str:
    """What a score rests on, in words, each with its signed share and a bar."""
    rows = []
    for fact in (Evidence(**row) for row in evidence):
        size = abs(fact.weight)
        share, (sign, side) = (
            f"{size:.0%}" if size >= 0.005 else "under 1%",
            ("−", "against") if fact.weight < 0 else ("", "for"),
        )
        bar = f"<em>{sign}{share}</em><b class='bar {side}'><i style='width:{size:.0%}'></i></b>"
        end = bar if fact.weight else "<small>a fact, did not move the score</small>"
        asked = _what_if(fact)
        rows.append(f"<li><span>{escape(in_words(fact))}{asked}</span>{end}</li>")
    return f"<ul class='evidence'>{''.join(rows) or '<li>Nothing is known about this one.</li>'}</ul>"


def _what_if(fact: Evidence) -> str:
    """Asks the chat where the list would be without a liked film."""
    if fact.kind != "liked_item" or fact.weight <= 0:
        return ""
    text = f"What if I hadn’t liked {fact.value}?"
    return " " + button("What if not?", "say", f"What if not? {text}", data_text=text, class_="quiet")
