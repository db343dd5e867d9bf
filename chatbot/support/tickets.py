"""tickets: what a person who takes over needs to know, from the stored turns or from a form, by code alone."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from chatbot.errors import InputError

LAST = 8  # turns that the summary tells of
LONGEST = 160  # characters of a message that are repeated
SUBJECT_MAX, TEXT_MAX, CONTACT_MAX = 120, 4_000, 120  # characters of a form
_MAIL = re.compile(r"{0}+@{0}+\.{0}+".format(r"[^@\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000]"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PHONE = re.compile(r"\+?[\d ()/.-]{5,30}")
TOLD, TOLD_WORDS = 2, 14  # messages that the person herself is shown again, and words of each


def new_number() -> str:
    """Nine digits in groups of three, told at once and never counted up: `482-177-301`."""
    digits = f"{uuid.uuid4().int % 10**9:09d}"
    return "-".join((digits[:3], digits[3:6], digits[6:]))


def summary(history: Sequence[Mapping[str, Any]], message: str, limits: str) -> str:
    """history: the turns before, as Turn.to_json(), oldest first. limits: those in force, in words; empty for none."""
    helped = _helped(history)
    lines = _told(helped)
    lines.append(f"Asked for a person: {_short(message)}")
    films = [turn["message"] for turn in history if turn not in helped and turn["items"]][-2:]
    if films:
        lines.append(f"Also talked about films: {'; '.join(map(_short, films))}")
    if any(turn.get("sentiment") == "negative" for turn in history[-LAST:]):
        lines.append("Mood: sounded unhappy.")
    if limits:
        lines.append(f"Limits in force: {limits}.")
    return "\n".join(lines)


def check_form(subject: str, text: str, contact: str) -> tuple[str, str, str]:
    """The form as it is kept. Raises: InputError that says what to put right."""
    subject, text, contact = " ".join(subject.split()), text.strip(), " ".join(contact.split())
    if not text:
        raise InputError("Write what it is about; the message is still empty.")
    for name, value, most in (("subject", subject, SUBJECT_MAX), ("message", text, TEXT_MAX)):
        if len(value) > most:
            raise InputError(f"The {name} has {len(value):,} characters; shorten it to {most:,}.")
    if contact and not (len(contact) <= CONTACT_MAX and (_MAIL.fullmatch(contact) or _PHONE.fullmatch(contact))):
        raise InputError("That is neither an e-mail address nor a phone number; correct it, or leave it empty.")
    if _CONTROL.search(subject + text):
        raise InputError("The message holds control characters; send plain text.")
    return subject or _short(text)[:SUBJECT_MAX], text, contact


def form_summary(subject: str, text: str, contact: str, history: Sequence[Mapping[str, Any]]) -> str:
    """history: the turns before, as `summary` takes them."""
    lines = [f"Subject: {subject}", f"Wrote: {text}", f"Contact: {contact or 'none given'}"]
    return "\n".join([*lines, *_told(_helped(history))])


def subject_of(history: Sequence[Mapping[str, Any]]) -> str:
    """What the conversation last asked of the help centre; empty for nothing."""
    asked = [turn["message"] for turn in _helped(history) if turn["sources"] or turn.get("offer") == "person"]
    return _short(asked[-1])[:SUBJECT_MAX] if asked else ""


def _helped(history: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [turn for turn in history if "support" in turn.get("intents", [turn["intent"]])][-LAST:]


def _told(helped: Sequence[Mapping[str, Any]]) -> list[str]:
    return [line for turn in helped for line in (f"Asked: {_short(turn['message'])}", f"Answered: {_answer(turn)}")]


def in_short(history: Sequence[Mapping[str, Any]], message: str) -> str:
    """What the summary says, for the person to see in a line: what she asked for help with, last of all this."""
    asked = [turn["message"] for turn in history if "support" in turn.get("intents", [turn["intent"]])] or [message]
    told = [" ".join(text.split()[:TOLD_WORDS]) + ("…" if len(text.split()) > TOLD_WORDS else "") for text in asked]
    return "; ".join(f"“{text}”" for text in told[-TOLD:])


def _answer(turn: Mapping[str, Any]) -> str:
    titles = [source["title"] for source in turn["sources"]]
    return f"by the article {', '.join(titles)}" if titles else "no article was found"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
