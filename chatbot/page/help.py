"""The help centre beside the chat: the article behind an answer, whether it helped, and a form for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt

from chatbot.page.text import attributes, button, escape
from chatbot.page.words import words
from chatbot.support.articles import Article
from chatbot.support.tickets import CONTACT_MAX, SUBJECT_MAX, TEXT_MAX

_MARKDOWN = MarkdownIt("zero").enable(["emphasis", "list"])  # nothing that would name another place, and no HTML


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
    say = words()
    parts = [_article(articles[s["id"]]) for s in turn["sources"] if s["id"] in articles]
    if parts:
        parts.append(_helpful(turn["turn_id"], helped))
    if form.number:
        told = say("with_a_person", number=f"<b>{escape(form.number)}</b>")
        parts.append(f"<p class='told' role='status'>{told}</p>")
    elif turn["handoff"] and not turn["ticket"]:
        parts.append(f"<h3>{escape(say('write_to_a_person'))}</h3>{_form(form, remember)}")
    elif not turn["ticket"]:
        head = f"<summary>{escape(say('write_to_a_person'))}</summary>"
        parts.append(f"<details data-key='write'>{head}{_form(form, remember)}</details>")
    return f"<section class='help'{attributes(aria_label=say('help'))}>{''.join(parts)}</section>"


def _article(article: Article) -> str:
    key = attributes(data_key=f"article-{article.id}")
    say = words()
    close = button(say("close"), "close", say("named", label=say("close"), name=article.title))
    text = f"<div lang='en'>{_MARKDOWN.render(article.body)}</div>"  # articles are written in English
    return (
        f"<details class='article'{key}><summary>{escape(say.article(article))}</summary>"
        f"<article>{text}{close}</article></details>"
    )


def _helpful(turn_id: str, helped: bool | None) -> str:
    say = words()
    said: Sequence[tuple[str, bool]] = (("yes", helped is True), ("no", helped is False))
    pressed = "".join(
        button(say(on), "helpful", say(f"{on}_helped"), data_value=on, data_turn=turn_id, aria_pressed=str(now).lower())
        for on, now in said
    )
    asked = say("was_this_helpful")
    return (
        f"<div class='helpful'{attributes(role='group', aria_label=asked)}><span>{escape(asked)}</span>{pressed}</div>"
    )


def _form(form: Form, remember: bool) -> str:
    say = words()
    problem = f"<p class='told bad' role='alert'><span>{escape(form.problem)}</span></p>" if form.problem else ""
    subject = attributes(id="help-subject", name="subject", value=form.subject, maxlength=SUBJECT_MAX)
    message = attributes(id="help-message", name="message", maxlength=TEXT_MAX, rows=4, required=True)
    contact = attributes(id="help-contact", name="contact", value=form.contact, maxlength=CONTACT_MAX)
    return (
        f"<form class='write' data-do='hand_over'>{problem}"
        f"<label for='help-subject'>{escape(say('subject'))}</label><input{subject}>"
        f"<label for='help-message'>{escape(say('what_to_know'))}</label>"
        f"<textarea{message}>{escape(form.message)}</textarea>"
        f"<label for='help-contact'>{escape(say('contact'))}</label>"
        f"<input{contact} autocomplete='email'>"
        f"<p class='meta'>{escape(say('goes_with' if remember else 'kept_alone'))}</p>"
        f"<button class='send'>{escape(say('pass_it_on'))}</button></form>"
    )
