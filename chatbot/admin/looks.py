"""The operator's page as HTML: pure functions from tables to escaped text, and its style from the page's colours."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from chatbot.admin.figures import Table
from chatbot.page.theme import COLOURS

BAR = 90  # pixels of the longest
NAMES = {
    "paper": "body_background_fill", "sheet": "background_fill_primary", "tint": "background_fill_secondary",
    "ink": "body_text_color", "ink-2": "body_text_color_subdued", "rule": "border_color_primary",
    "edge": "input_border_color", "accent": "border_color_accent", "on-accent": "button_primary_text_color",
}  # fmt: skip


def style() -> str:
    """The whole style sheet, by day and by night."""
    day, night = ("".join(f"--{n}:{COLOURS[c][at]};" for n, c in NAMES.items()) for at in (0, 1))
    rules = Path(__file__).with_name("admin.css").read_text("utf-8")
    return f":root{{{day}}}\n@media (prefers-color-scheme:dark){{:root{{{night}}}}}\n{rules}"


def _page(title: str, body: str) -> str:
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width,initial-scale=1'><meta name='robots' content='noindex'>"
        "<link rel='icon' href='data:,'>"
        f"<title>{escape(title)}</title><link rel='stylesheet' href='/admin/style.css'></head>"
        f"<body>{body}</body></html>"
    )


def login_page(token: str, said: str = "") -> str:
    """The form. said: what went wrong."""
    told = f"<p class='alert' role='alert'>{escape(said)}</p>" if said else ""
    return _page(
        "Because: operator",
        f"<main class='login'><h1>Because<i>.</i></h1>{told}<form method='post' action='/admin/login'>{_token(token)}"
        "<label for='password'>Operator's password</label><input name='username' "
        "autocomplete='username' value='operator' hidden><input id='password' name='password' type='password' "
        "autocomplete='current-password' required autofocus><button>Enter</button></form></main>",
    )


def board_page(
    tables: Sequence[Table], token: str, words: str, about: Sequence[str], text: str, pictures: Sequence[str]
) -> str:
    """The whole board. words: searched for in the catalogue. about, text, pictures: of the adapter and its report."""
    links = "".join(f"<a href='#{t.name}'>{escape(t.title)}</a>" for t in tables)
    alerts = "".join(f"<p class='alert' role='alert'>{escape(t.alert)}</p>" for t in tables if t.alert)
    sections = {t.name: table_html(t, words if t.name == "catalogue" else "") for t in tables}
    search = (
        "<form method='get' action='/admin#catalogue' role='search'><label for='q'>Search the catalogue</label>"
        f"<input id='q' name='q' value=\"{escape(words)}\" maxlength='100'><button>Search</button></form>"
    )
    sections["catalogue"] = search + sections["catalogue"]
    sections["report"] = _about(about) + sections["report"] + _pictures(pictures) + _report_text(text)
    body = "".join(
        f"<section id='{t.name}' aria-labelledby='{t.name}-title'><h2 id='{t.name}-title'>{escape(t.title)}</h2>"
        f"{sections[t.name]}</section>"
        for t in tables
    )
    return _page(
        "Because: operator",
        f"<header><h1>Because<i>.</i></h1><p>the operator's programme</p><form method='post' action='/admin/logout'>"
        f"{_token(token)}<button>Leave</button></form></header><nav aria-label='Sections'>{links}</nav>"
        f"<main>{alerts}{body}</main>",
    )


def table_html(table: Table, words: str = "") -> str:
    """One table with its note and its CSV; a sentence where it is empty."""
    note = f"<p class='note'>{escape(table.note)}</p>" if table.note else ""
    if not table.rows:
        return note + ("" if table.name == "catalogue" else "<p class='note'>Nothing yet.</p>")
    numbers = [all(isinstance(row[at], int | float) for row in table.rows) for at in range(len(table.columns))]
    longest = max((float(row[table.bar]) for row in table.rows), default=0.0) if table.bar is not None else 0.0
    head = "".join(
        f"<th scope='col'{_right(number)}>{escape(name)}</th>"
        for name, number in zip(table.columns, numbers, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_right(numbers[at])}>{_bar(cell, longest) if at == table.bar else ''}<span>{_cell(cell)}</span></td>"
            for at, cell in enumerate(row)
        )
        + "</tr>"
        for row in table.rows
    )
    asked = f"?q={_quoted(words)}" if words else ""
    return (
        f"{note}<div class='scroll' tabindex='0' role='region' aria-label='{escape(table.title)}, table'>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f"<p><a href='/admin/table/{table.name}.csv{asked}' download>{escape(table.title)} as CSV</a></p>"
    )


def _quoted(words: str) -> str:
    return quote(words, safe="")


def _right(number: bool) -> str:
    return " class='number'" if number else ""


def _cell(cell: object) -> str:
    if isinstance(cell, int):
        return f"{cell:,}"
    return f"{cell:.1%}" if isinstance(cell, float) else escape(str(cell))


def _bar(cell: object, longest: float) -> str:
    width = BAR * float(cell) / longest if isinstance(cell, int | float) and longest > 0 else 0
    return f"<svg class='bar' width='{BAR}' height='8' aria-hidden='true'><rect width='{width:.0f}' height='8'/></svg>"


def _token(token: str) -> str:
    return f"<input type='hidden' name='token' value=\"{escape(token)}\">"


def _about(lines: Sequence[str]) -> str:
    return "".join(f"<p class='note'>{escape(line)}</p>" for line in lines)


def _pictures(names: Sequence[str]) -> str:
    shown = (
        f"<figure><img src='/admin/picture/{_quoted(name)}' alt=\"{escape(name.rpartition('.')[0])}\">"
        f"<figcaption>{escape(name)}</figcaption></figure>"
        for name in names
    )
    return f"<div class='pictures'>{''.join(shown)}</div>" if names else ""


def _report_text(text: str) -> str:
    if not text:
        return ""
    return f"<details><summary>The whole report</summary><pre tabindex='0'>{escape(text)}</pre></details>"
