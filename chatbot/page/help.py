"""The help centre beside the chat: the article behind an answer, whether it helped, and a form for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt

from chatbot.page.text import attributes, button, escape
from chatbot.support.articles import Article
from chatbot.support.tickets import CONTACT_MAX, SUBJECT_MAX, TEXT_MAX

_MARKDOWN = MarkdownIt("zero").enable(["emphasis", "list"])  # nothing that would name another place, and no HTML
ASKED = "Was this helpful?"
SENT = "It is with a person now. Your number is"
KEPT_ALONE = "Only what you write here is sent and kept; the conversation is not."
GOES_WITH = "Your help questions of this conversation go with it."


@dataclass(frozen=True)
class Form:
    """What stands in the form. problem: a sentence; number: of the ticket that it became."""

    subject: str = ""
    message: str = ""
    contact: str = ""
    problem: str = ""
    number: str = ""


def help_html(
    turn: Mapping[str, Any] | None,
    articles: Mapping[str, Article],
    helped: bool | None = None,
    form: Form = Form(),
    remember: bool = True,
) -> str:
    """turn: the last one, as Turn.to_json(). Empty where it asked nothing of the help centre."""
    if not turn or not (turn["sources"] or turn["handoff"]):
        return ""
    parts = [_article(articles[s["id"]]) for s in turn["sources"] if s["id"] in articles]
    if parts:
        parts.append(_helpful(turn["turn_id"], helped))
    if form.number:
        told = f"{escape(SENT)} <b>{escape(form.number)}</b>; say it when you ask after it."
        parts.append(f"<p class='told' role='status'>{told}</p>")
    elif turn["handoff"] and not turn["ticket"]:
        parts.append(f"<h3>Write to a person</h3>{_form(form, remember)}")
    elif not turn["ticket"]:
        parts.append(f"<details data-key='write'><summary>Write to a person</summary>{_form(form, remember)}</details>")
    return f"<section class='help' aria-label='Help'>{''.join(parts)}</section>"


def _article(article: Article) -> str:
    key = attributes(data_key=f"article-{article.id}")
    body = f"{_MARKDOWN.render(article.body)}{button('Close', 'close', f'Close: {article.title}')}"
    return (
        f"<details class='article'{key}><summary>{escape(article.title)}</summary><article>{body}</article></details>"
    )


def _helpful(turn_id: str, helped: bool | None) -> str:
    said: Sequence[tuple[str, str, bool]] = (("Yes", "yes", helped is True), ("No", "no", helped is False))
    pressed = "".join(
        button(label, "helpful", f"{label}, it {'helped' if on == 'yes' else 'did not help'}", data_value=on,
               data_turn=turn_id, aria_pressed=str(now).lower())
        for label, on, now in said
    )  # fmt: skip
    group = attributes(role="group", aria_label=ASKED)
    return f"<div class='helpful'{group}><span>{ASKED}</span>{pressed}</div>"


def _form(form: Form, remember: bool) -> str:
    problem = f"<p class='told bad' role='alert'><span>{escape(form.problem)}</span></p>" if form.problem else ""
    subject = attributes(id="help-subject", name="subject", value=form.subject, maxlength=SUBJECT_MAX)
    message = attributes(id="help-message", name="message", maxlength=TEXT_MAX, rows=4, required=True)
    contact = attributes(id="help-contact", name="contact", value=form.contact, maxlength=CONTACT_MAX)
    return (
        f"<form class='write' data-do='hand_over'>{problem}"
        f"<label for='help-subject'>Subject</label><input{subject}>"
        f"<label for='help-message'>What should they know?</label><textarea{message}>{escape(form.message)}</textarea>"
        "<label for='help-contact'>E-mail or phone, if you want an answer there (optional)</label>"
        f"<input{contact} autocomplete='email'><p class='meta'>{GOES_WITH if remember else KEPT_ALONE}</p>"
        "<button class='send'>Pass it on</button></form>"
    )
