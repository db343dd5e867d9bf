"""A recommended film as a card: cover, facts, predicted rating, reason, buttons, and what its score rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chatbot.domain import Domain
from chatbot.page.covers import cover
from chatbot.page.text import attributes, button, escape
from chatbot.page.words import words
from chatbot.types import Evidence, Item, Signal

CAST = 3
MARKS: tuple[Signal, ...] = ("like", "dislike", "seen", "not_interested")
# probability of being within one star of what the person will give -> how it is said
SURE = ((0.85, "quite_sure"), (0.7, "fairly_sure"), (0.0, "a_guess"))
_SHOWCASE = (("Sci-Fi", 1979), ("Musical", 1952), ("Western", 1966), ("Film-Noir", 1947), ("Romance", 1995))


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
    return "".join(cards) or empty_html()


def empty_html() -> str:
    """What stands where no film was recommended yet."""
    covers = "".join(cover(genre, (genre,), year) for genre, year in _SHOWCASE)
    said = escape(words()("cards_will_stand_here"))
    return f"<div class='empty'><p>{said}</p><div class='row'>{covers}</div></div>"


def card_html(row: Mapping[str, Any], item: Item | None, marks: Marks, domain: Domain, ready: bool = True) -> str:
    """One film, everything escaped."""
    say = words()
    name, year = row["item_id"], row["year"]
    title = f"<h3{attributes(id=f'film-{name}')}>{escape(row['title'])}{f' <span>{year}</span>' if year else ''}</h3>"
    meta = [f"<p class='meta'>{escape(line)}</p>" for line in facts_lines(row, item, domain) if line]
    reason = escape(row["reason"]) or f"<i>{escape(say('writing_why'))}</i>"
    asks = f"{escape(say('why_this'))}<span class='unseen'> {escape(row['title'])}</span>"
    why = f"<details class='why'{attributes(data_key=f'why-{name}')}><summary>{asks}</summary>"
    why += f"{evidence_html(row['evidence'])}</details>"
    body = f"{title}{''.join(meta)}{guess_html(row, domain)}<p class='reason'>{reason}</p>"
    body += f"{buttons_html(row, marks, ready)}{why}"
    drawn = cover(name, row["genres"], year)
    labelled = attributes(aria_labelledby=f"film-{name}")
    return f"<article class='film'{labelled}>{drawn}<div class='body'>{body}</div></article>"


def facts_lines(row: Mapping[str, Any], item: Item | None, domain: Domain) -> tuple[str, str]:
    """Genres, suitability and length; then people."""
    say = words()
    first = [say.genres(row["genres"])]
    if item and item.age is not None:
        first.append(say("suitable_from", age=item.age) if item.age else say("suitable_for_all"))
    if item and item.minutes:
        first.append(say("minutes", n=item.minutes))
    known = row.get("facts", {})
    people = [f"{say.fact(f, domain)} {say.values(f, known[f][:CAST])}" for f in domain.people_facts if known.get(f)]
    return " · ".join(filter(None, first)), " · ".join(people)


def guess_html(row: Mapping[str, Any], domain: Domain) -> str:
    """The predicted rating, and how sure it is, in words."""
    say = words()
    if row["predicted_rating"] is None:
        return f"<p class='guess'>{escape(say('no_prediction'))}</p>"
    sure, told = row.get("confidence"), ""
    if sure is not None:
        said = next(said for least, said in SURE if sure >= least)
        exact = say("within_one_star", n=round(10 * sure))
        told = f" · <span{attributes(title=exact)}>{escape(say(said))}</span>"
    stars = say("stars_of", stars=f"<b>{row['predicted_rating']:.1f}</b>", high=f"{domain.rating.high:g}")
    return f"<p class='guess'>{say('you_would_give', stars=stars)}{told}</p>"


def buttons_html(row: Mapping[str, Any], marks: Marks, ready: bool) -> str:
    say = words()
    film = f"{row['title']} {row['year'] or ''}".strip()
    every: list[tuple[str, str, bool]] = [(say(signal), signal, signal == marks.signal) for signal in MARKS]
    every += [(say("watch_list"), "watch", marks.watched), (say("compare"), "compare", marks.picked)]
    made = [
        button(
            label,
            do,
            say("named", label=label, name=film),
            data_item=row["item_id"],
            aria_pressed=str(on).lower(),
            disabled=not ready,
        )
        for label, do, on in every
    ]
    group = attributes(role="group", aria_label=say("your_judgement_of", film=film))
    return f"<div class='marks'{group}>{''.join(made)}</div>"


def evidence_html(evidence: Sequence[Mapping[str, Any]]) -> str:
    """What a score rests on, in words, each with its signed share and a bar."""
    rows, say = [], words()
    for fact in (Evidence(**row) for row in evidence):
        size = abs(fact.weight)
        share, (sign, side) = (
            f"{size:.0%}" if size >= 0.005 else escape(say("under_one_percent")),
            ("−", "against") if fact.weight < 0 else ("", "for"),
        )
        bar = f"<em>{sign}{share}</em><b class='bar {side}'><i style='width:{size:.0%}'></i></b>"
        end = bar if fact.weight else f"<small>{escape(say('did_not_move'))}</small>"
        asked = _what_if(fact)
        rows.append(f"<li><span>{escape(say.evidence(fact))}{asked}</span>{end}</li>")
    none = f"<li>{escape(say('nothing_known'))}</li>"
    return f"<ul class='evidence'>{''.join(rows) or none}</ul>"


def _what_if(fact: Evidence) -> str:
    """Asks the chat where the list would be without a liked film."""
    if fact.kind != "liked_item" or fact.weight <= 0:
        return ""
    say = words()
    text, label = say("what_if_says", film=fact.value), say("what_if_not")
    return " " + button(label, "say", f"{label} {text}", data_text=text, class_="quiet")
