"""The form of scripted dialogues: what is read, what is refused and how, and what placeholders become."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chatbot.catalog import Catalog
from chatbot.errors import DataError
from chatbot.evaluation.script import Cards, Missing, NotKnown, load_scripts, read_scripts
from chatbot.settings import ROOT

GOOD = """
- id: a-01
  kind: references
  turns:
    - say: something like Alien but from the 90s
      expect: {intent: similar, constraints: {year_min: 1990, similar_to: ["Alien (1979)"]}, items: 5}
    - press: {item: "{1}", rating: 4}
    - say: yes
      expect: {reply: ["{2.director}", "(19|20)\\\\d{2}"], lacks: ["{2} ({2.year})"]}
"""


def write(folder: Path, text: str, name: str = "dev-hand.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_file_is_read(tmp_path: Path, catalog: Catalog) -> None:
    (script,) = read_scripts(write(tmp_path, GOOD), catalog)
    first, press, last = script.turns
    assert first.expect.intent == ("similar",) and first.expect.items and first.expect.items.max == 5
    assert press.press and press.press.rating == 4 and press.say is None
    assert last.say == "yes", "YAML's truth is a person's word"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: references", "kind: reference", r"dialogue 'a-01', kind: .*'state'"),
        ("intent: similar", "intents: similar", r"dialogue 'a-01', turn 1\.expect\.intents: Extra inputs"),
        ("intent: similar", "intent: simlar", r"turn 1: there is no intent 'simlar'\. Did you mean 'similar'"),
        ("Alien (1979)", "Alein (1979)", r"turn 1: there is no film 'Alein \(1979\)'\. Did you mean 'Alien \(1979\)'"),
        ("year_min: 1990", "years_min: 1990", r"turn 1: there is no field 'years_min'\. Did you mean 'year_min'"),
        ("year_min: 1990", "genres: [SciFi]", r"turn 1: there is no genre 'SciFi'\. Did you mean 'Sci-Fi'"),
        ("year_min: 1990", "genres: Sci-Fi", r"turn 1: genres is 'Sci-Fi', not a list"),
        ("year_min: 1990", "at_most: {gore: 1}", r"turn 1: there is no measure 'gore'"),
        ('"{2.director}"', '"(unclosed"', r"turn 3: '\(unclosed' is no regex"),
        ("rating: 4", "rating: 4, signal: like", r"turn 2\.press: .*either a signal or a rating"),
        ('press: {item: "{1}", rating: 4}', "expect: {items: 1}", r"turn 2: .*either say or press"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, catalog: Catalog, old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(DataError, match=rf"dev-hand\.yaml: (dialogue 'a-01', )?{says}"):
        read_scripts(write(tmp_path, GOOD.replace(old, new)), catalog)


def test_ids_are_unique_and_a_part_needs_a_file(tmp_path: Path, catalog: Catalog) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, "dev-other.yaml")
    with pytest.raises(DataError, match="two dialogues have the id 'a-01'"):
        load_scripts(tmp_path, "dev", catalog)
    with pytest.raises(DataError, match=r"no file test-\*\.yaml"):
        load_scripts(tmp_path, "test", catalog)


def test_placeholders(catalog: Catalog) -> None:
    cards = Cards([catalog["fargo-1996"], catalog["heat-1995"]], [catalog["alien-1979"]])
    assert cards.filled("why {2}, not {new1}?") == "why Heat, not Alien?"
    assert cards.options("{1.director}") == catalog["fargo-1996"].facts["director"]
    assert re.search(cards.pattern("by {2.director}"), "by Michael Mann, of course")
    assert re.search(cards.pattern(r"\b{2}\b|nothing"), "Heat it is")
    counted = cards.pattern(r"^\d{2}[a-z]{2}(x){2}.{2}$")
    assert re.search(counted, "19abxx!!") and not re.search(counted, "Heat"), "counts are no cards"
    with pytest.raises(Missing):
        cards.filled("and {3}?")
    unknown = next(item for item in catalog if not item.facts.get("director"))
    with pytest.raises(NotKnown):
        Cards([unknown]).filled("{1.director}")


def test_the_committed_dialogues_are_well_formed(catalog: Catalog) -> None:
    """Of both parts only the form is looked at."""
    for part in ("dev", "test"):
        if list((ROOT / "data/dialogues").glob(f"{part}-*.yaml")):
            assert all(script.turns for script in load_scripts(ROOT / "data/dialogues", part, catalog))
