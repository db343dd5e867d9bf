"""What the page shows, without a browser: escaped, the same each time, true to its values."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from fakes import EVIL, FILMS, SCRIPT
from hypothesis import given
from hypothesis import strategies as st

from chatbot.account import Limit
from chatbot.domain import Domain, load_domain
from chatbot.page.cards import Marks, cards_html
from chatbot.page.chips import limits_html, replies_html
from chatbot.page.compare import compare_html
from chatbot.page.conversations import conversations_html, to_markdown
from chatbot.page.covers import MOTIFS, cover
from chatbot.page.steps import steps_html
from chatbot.page.taste import data_html
from chatbot.page.text import attributes
from chatbot.page.theme import COLOURS
from chatbot.types import Constraints, Item, Recommendation

HOSTILE = st.sampled_from([EVIL, SCRIPT, "\"' onmouseover=alert(1) x='", "</article>", "&lt;b>", "`${1}` {{x}}"])


def parsed(text: str) -> ET.Element:
    """Our HTML is well-formed but for void inputs and bare attributes, so any text that breaks out is noticed."""
    bare = text.replace(" download=", " data-download=")
    for name in ("disabled", "required", "selected", "download"):
        bare = bare.replace(f" {name}>", f" {name}=''>").replace(f" {name} ", f" {name}='' ")
    bare = re.sub(r"<input([^>]*)>", r"<input\1/>", bare)
    return ET.fromstring(f"<div>{bare}</div>")


def row(title: str, name: str = "x-1990") -> dict[str, object]:
    item = Item(name, title, 1990, ("Drama",), {"director": (title,), "cast": (title,)})
    return Recommendation(item, 1, 3.9, 0.9, title).to_json()


@given(HOSTILE)
def test_no_text_breaks_out_of_its_place(text: str) -> None:
    domain = load_domain("films")
    films = parsed(cards_html([row(text, text)], {}, {text: Marks("like")}, domain))
    assert films.find(".//h3").text.strip() == text  # type: ignore[union-attr]
    talk = {"conversation_id": text, "title": text, "created": 0, "last": 0, "turns": 1}
    for html in (
        replies_html([text]),
        compare_html([Item(text, text, 1990, ("Drama",)), FILMS[0]], {}, domain),
        conversations_html([talk], text, text, text),
        data_html({"error": text}) + data_html({"matched": 1, "unmatched": [text], "problems": [text]}),
        limits_html((), Limit("years", text, False, Constraints())),
    ):
        tags = {element.tag for element in parsed(html).iter()}
        assert not tags & {"img", "script", "b"}


def test_covers_are_the_same_each_time_and_differ() -> None:
    assert cover("alien-1979", ("Horror",), 1979) == cover("alien-1979", ("Horror",), 1979)
    drawn = {cover("one", (genre,), 1979) for genre in MOTIFS}
    assert len(drawn) == len(MOTIFS)
    for genre in (*MOTIFS, "Unknown"):
        for year in (None, 1895, 1979, 2031):
            root = ET.fromstring(cover(f"{genre}-{year}", (genre,), year))
            assert root.get("aria-hidden") == "true" and "NaN" not in ET.tostring(root, "unicode")


def test_confidence_is_said_in_words(domain: Domain) -> None:
    def guess(confidence: float | None, rating: float | None = 3.9) -> str:
        return cards_html([{**row("A"), "confidence": confidence, "predicted_rating": rating}], {}, {}, domain)

    assert "quite sure" in guess(0.9) and "fairly sure" in guess(0.75) and "a guess" in guess(0.4)
    assert "sure" not in guess(None) and "No prediction" in guess(None, None)


def test_steps_tell_what_was_found() -> None:
    turn = {
        "intent": "recommend",
        "items": [1, 2],
        "found": 1234,
        "timings_ms": {"understand": 61.2, "retrieve": 3, "total": 1210},
    }
    html = steps_html(turn, "films")
    assert "Found 1,234 films" in html and "1.2 s" in html and "61 ms" in html and "Ranked" not in html
    assert steps_html(None, "films") == "<p class='steps'></p>"


def test_markdown_keeps_text_text() -> None:
    turn = {
        "message": f"# {EVIL}",
        "reply": "[x](http://e)",
        "items": [{"rank": 1, "title": "*A*", "year": None, "reason": "r"}],
    }
    text = to_markdown(SCRIPT, [turn])
    assert "<script" not in text.replace("\\<", "") and "\\[x\\]" in text and "*\\*A\\**: r" in text


def test_attributes_are_quoted() -> None:
    assert attributes(data_text='"><b>', disabled=True, hidden=False, class_="a") == (
        ' data-text="&quot;&gt;&lt;b&gt;" disabled class="a"'
    )


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    low, high = 0.04045, 2.4
    r, g, b = (p / 12.92 if p <= low else ((p + 0.055) / 1.055) ** high for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("night", [0, 1])
@pytest.mark.parametrize(
    ("ink", "paper", "least"),
    [
        (ink, paper, 4.5)
        for ink in ("body_text_color", "body_text_color_subdued", "border_color_accent", "button_secondary_text_color")
        for paper in ("body_background_fill", "background_fill_primary", "background_fill_secondary")
    ]
    + [
        ("button_primary_text_color", "button_primary_background_fill", 4.5),
        ("button_primary_text_color", "button_primary_background_fill_hover", 4.5),
        ("input_placeholder_color", "input_background_fill", 4.5),
        ("input_border_color", "body_background_fill", 3.0),
    ],
)
def test_colours_are_legible(ink: str, paper: str, least: float, night: int) -> None:
    dark, light = sorted((luminance(COLOURS[ink][night]), luminance(COLOURS[paper][night])))
    assert (light + 0.05) / (dark + 0.05) >= least
