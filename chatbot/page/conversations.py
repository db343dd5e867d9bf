"""The list of conversations, and one of them as Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from chatbot.page.text import attributes, button, counted, day, escape
from chatbot.storage.shelf import TITLE_MAX


def conversations_html(rows: Sequence[Mapping[str, Any]], words: str = "", sure: str = "", note: str = "") -> str:
    """rows: as Store.conversations gives them. sure: the one whose deletion waits for a yes."""
    search = (
        "<form role='search' data-do='search'><label for='find-talk'>Search conversations</label>"
        f"<input{attributes(id='find-talk', name='words', type='search', value=words, autocomplete='off')} "
        "data-do='search'></form>"
    )
    none = "Nothing in your conversations holds these words." if words else "No conversation is kept yet."
    items = "".join(_row(row, sure == row["conversation_id"]) for row in rows) or f"<li class='none'>{none}</li>"
    return (
        f"<h2>Conversations</h2>{search}<p class='told' role='status'>{escape(note)}</p><ul class='list'>{items}</ul>"
    )


def _row(row: Mapping[str, Any], sure: bool) -> str:
    name, title = row["conversation_id"], row["title"]
    said = f"{day(row['last'])} · {counted(row['turns'], 'message', 'messages')}"
    path = f"page/conversations/{name}"
    field = attributes(name="title", value=title, maxlength=TITLE_MAX, aria_label=f"New name of {title}", required=True)
    key, about = attributes(data_key=f"name-{name}"), attributes(data_conversation=name)
    form = f"<form data-do='rename'{about}><input{field}><button>Save</button></form>"
    summary = f"<summary>Rename<span class='unseen'>: {escape(title)}</span></summary>"
    rename = f"<details{key}>{summary}{form}</details>"
    links = "".join(
        f"<a{attributes(href=f'{path}.{end}', download=True, aria_label=f'{label}: {title}')}>{label}</a>"
        for end, label in (("md", "Markdown"), ("json", "JSON"))
    )
    if sure:
        remove = button("Yes, delete it", "delete", f"Yes, delete it: {title}", data_conversation=name, class_="stop")
        remove += button("Keep it", "keep", f"Keep it: {title}")
    else:
        remove = button("Delete", "sure", f"Delete: {title}", data_conversation=name)
    opens = button(title, "open", f"{title}, open this conversation", data_conversation=name, class_="title")
    return f"<li>{opens}<p class='meta'>{said}</p><div class='tools'>{rename}{links}{remove}</div></li>"


def to_markdown(title: str, history: Sequence[Mapping[str, Any]]) -> str:
    """A conversation as a document. What people and films are called stays text in it."""
    lines = [f"# {_flat(title)}", ""]
    for turn in history:
        lines += [f"**You**: {_flat(turn['message'])}", "", f"**Because**: {_flat(turn['reply'])}", ""]
        for item in turn["items"]:
            year = f" ({item['year']})" if item["year"] else ""
            lines.append(f"{item['rank']}. *{_flat(item['title'])}*{year}: {_flat(item['reason'])}")
        lines += [""] if turn["items"] else []
    return "\n".join(lines)


def _flat(text: str) -> str:
    """On one line, with nothing that Markdown or HTML would read as its own."""
    return re.sub(r"([\\`*_\[\]<>#|!])", r"\\\1", " ".join(text.split()))
