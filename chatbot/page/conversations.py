"""The list of conversations, and one of them as Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from chatbot.page.text import attributes, button, escape
from chatbot.page.words import words as page_words
from chatbot.storage.shelf import TITLE_MAX


def conversations_html(rows: Sequence[Mapping[str, Any]], words: str = "", sure: str = "", note: str = "") -> str:
    """rows: as Store.conversations gives them. sure: the one whose deletion waits for a yes."""
    say = page_words()
    search = (
        f"<form role='search' data-do='search'><label for='find-talk'>{escape(say('search_conversations'))}</label>"
        f"<input{attributes(id='find-talk', name='words', type='search', value=words, autocomplete='off')} "
        "data-do='search'></form>"
    )
    none = escape(say("nothing_holds_words" if words else "no_conversation_kept"))
    items = "".join(_row(row, sure == row["conversation_id"]) for row in rows) or f"<li class='none'>{none}</li>"
    head = f"<h2>{escape(say('conversations'))}</h2>{search}"
    return f"{head}<p class='told' role='status'>{escape(note)}</p><ul class='list'>{items}</ul>"


def _row(row: Mapping[str, Any], sure: bool) -> str:
    say, name, title = page_words(), row["conversation_id"], row["title"]
    said = f"{say.day(row['last'])} · {say.count('messages', row['turns'])}"
    path = f"page/conversations/{name}"
    label = say("new_name_of", title=title)
    field = attributes(name="title", value=title, maxlength=TITLE_MAX, aria_label=label, required=True)
    key, about = attributes(data_key=f"name-{name}"), attributes(data_conversation=name)
    form = f"<form data-do='rename'{about}><input{field}><button>{escape(say('save'))}</button></form>"
    summary = f"<summary>{escape(say('rename'))}<span class='unseen'>: {escape(title)}</span></summary>"
    rename = f"<details{key}>{summary}{form}</details>"
    links = "".join(
        f"<a{attributes(href=f'{path}.{end}', download=True, aria_label=f'{kind}: {title}')}>{kind}</a>"
        for end, kind in (("md", "Markdown"), ("json", "JSON"))
    )
    if sure:
        yes, no = say("yes_delete_it"), say("keep_it")
        remove = button(yes, "delete", say("named", label=yes, name=title), data_conversation=name, class_="stop")
        remove += button(no, "keep", say("named", label=no, name=title))
    else:
        remove = button(say("delete"), "sure", say("named", label=say("delete"), name=title), data_conversation=name)
    opens = button(title, "open", say("open_conversation", title=title), data_conversation=name, class_="title")
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
