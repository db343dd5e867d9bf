"""Linking, in the middle of messages as people write them."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from chatbot.build import Parts
from chatbot.catalog import Catalog
from chatbot.dialogue.linking import Linker, Mention
from chatbot.settings import Settings

ITEMS = [
    # exact, in lower case, with and without article
    ("I loved Alien and The Thing", ["alien-1979", "the-thing-1982"]),
    ("i loved alien and the thing", ["alien-1979", "the-thing-1982"]),
    ("have you got anything like the silence of the lambs", ["the-silence-of-the-lambs-1991"]),
    ("big lebowski is my comfort film", ["the-big-lebowski-1998"]),
    ("PULP FICTION OR NOTHING", ["pulp-fiction-1994"]),
    ("something like Schindler's List, but shorter", ["schindlers-list-1993"]),
    ("schindlers list was too much for me", ["schindlers-list-1993"]),
    ("Amelie and nothing else", ["amelie-2001"]),
    ("watched Amélie twice", ["amelie-2001"]),
    ('my favourite is "Heat"', ["heat-1995"]),
    ("I adored Heat.", ["heat-1995"]),
    ("loved heat, hated casino", ["heat-1995", "casino-1995"]),
    # words of everyday language that are titles
    ("Heat (1995) is the one", ["heat-1995"]),
    ("heat 4/5", ["heat-1995"]),
    ("I saw Once with my sister", ["once-2006"]),
    # slips of the thumb
    ("i loved gudfather", ["the-godfather-1972"]),
    ("something like terminater", ["the-terminator-1984"]),
    ("more like Shawshenk Redemption", ["the-shawshank-redemption-1994"]),
    ("I liked Bladerunner", ["blade-runner-1982"]),
    ("have you seen Jurrasic Park", ["jurassic-park-1993"]),
    ("loved Forest Gump", ["forrest-gump-1994"]),
    # numbers, written out and in figures
    ("se7en was great", ["seven-1995"]),
    ("loved seven samurai", ["seven-samurai-1954"]),
    ("twelve monkeys please", ["twelve-monkeys-1995"]),
    ("12 monkeys please", ["twelve-monkeys-1995"]),
    ("12 Angry Men", ["12-angry-men-1957"]),
    ("twelve angry men", ["12-angry-men-1957"]),
    ("godfather 2 is better", ["the-godfather-part-ii-1974"]),
    ("The Godfather Part II is better", ["the-godfather-part-ii-1974"]),
    ("toy story 2 or toy story 3", ["toy-story-2-1999", "toy-story-3-2010"]),
    # sub-titles and their absence
    ("Dr. Strangelove, obviously", ["dr-strangelove-or-how-i-learned-to-stop-worrying-and-love-the-bomb-1964"]),
    ("i loved terminator 2", ["terminator-2-judgment-day-1991"]),
    ("what about monty python and the holy grail", ["monty-python-and-the-holy-grail-1975"]),
    # remakes, by year
    ("the 1982 The Thing", ["the-thing-1982"]),
    ("The Thing (2011)", []),
    ("King Kong (1976)", ["king-kong-1976"]),
    ("Alien (1980)", ["alien-1979"]),
    ("Halloween from 1978", ["halloween-1978"]),
    ("Psycho, the 1998 one", ["psycho-1998"]),
    ("I mean Psycho", ["psycho-1960"]),
    # lists
    ("Alien, Jaws, Heat and Fargo", ["alien-1979", "jaws-1975", "heat-1995", "fargo-1996"]),
    ("jaws & fargo", ["jaws-1975", "fargo-1996"]),
    ("Alien; Aliens; Alien 3", ["alien-1979", "aliens-1986", "alien-3-1992"]),
    ("star wars + die hard", ["star-wars-1977", "die-hard-1988"]),
    ("The Good, the Bad and the Ugly", ["the-good-the-bad-and-the-ugly-1966"]),
    # a rating's figure is no part of the title
    ("rate jaws 2 stars", ["jaws-1975"]),
    ("jaws 2 was fun", ["jaws-2-1978"]),
]  # fmt: skip

NOTHING = [
    "it was a heat wave",
    "the one with my dad",
    "what should I watch tonight?",
    "it is too long for me",
    "I have seen it before",
    "can you help me please",
    "hello there, how are you",
    "that was her idea, not mine",
    "we had a big night out",
    "no idea, you choose",
    "up to you",
    "nobody answers my question",
    "is it on before 2000",
]

PEOPLE = [
    ("anything by Alfred Hitchcock", ["Alfred Hitchcock"]),
    ("films by hitchcock", ["Alfred Hitchcock"]),
    ("with tom hanks please", ["Tom Hanks"]),
    ("i can't stand nicolas cage", ["Nicolas Cage"]),
    ("Tarantino's films", ["Quentin Tarantino"]),
    ("something with Meryl Streep or Judi Dench", ["Meryl Streep", "Judi Dench"]),
    ("something with Jim Carey", ["Jim Carrey"]),
    ("nothing by Woody Allen, ever", ["Woody Allen"]),
    ("any films by the Coen brothers?", ["Ethan Coen", "Joel Coen"]),
    ("a film with John Doeson", []),
]

GENRES = [
    ("a scary movie", ["Horror"]),
    ("rom-com or musical", ["Romance", "Musical"]),
    ("sci-fi from the 80s", ["Sci-Fi"]),
    ("whodunits", ["Mystery"]),
    ("film noir please", ["Film-Noir"]),
    ("not horror, not war", ["Horror", "War"]),
    # right after a film of that genre
    ("I loved Alien. More horror please", ["Horror"]),
    ("the shining was great, more horror like that", ["Horror"]),
    ("I hate romance and musicals", ["Romance", "Musical"]),
]


def values(linker: Linker, text: str, kind: str) -> list[str]:
    return [m.value for m in linker.link(text) if m.kind == kind]


@pytest.mark.parametrize(("text", "wanted"), ITEMS)
def test_titles(linker: Linker, text: str, wanted: list[str]) -> None:
    assert values(linker, text, "item") == wanted


@pytest.mark.parametrize("text", NOTHING)
def test_ordinary_words_are_no_titles(linker: Linker, text: str) -> None:
    assert values(linker, text, "item") == []


@pytest.mark.parametrize(("text", "wanted"), PEOPLE)
def test_people(linker: Linker, text: str, wanted: list[str]) -> None:
    assert sorted(values(linker, text, "person")) == sorted(wanted)
    assert values(linker, text, "item") == []


@pytest.mark.parametrize(("text", "wanted"), GENRES)
def test_genres(linker: Linker, text: str, wanted: list[str]) -> None:
    assert values(linker, text, "genre") == wanted


def test_every_title_with_its_year_finds_its_film(linker: Linker, catalog: Catalog) -> None:
    """Of all films one in fifty: the label in a sentence leads back to it."""
    sample = [item for item in catalog.items[::50] if item.year]
    missed = [i.label for i in sample if i.item_id not in values(linker, f'I loved "{i.title}" ({i.year}).', "item")]
    assert len(missed) <= 0.02 * len(sample), missed


def test_mentions_are_where_they_say_and_never_overlap(linker: Linker) -> None:
    text = "I loved Alien, anything by Hitchcock with horror but not The Thing (1982)?"
    mentions = linker.link(text)
    assert [text[m.start : m.end] for m in mentions] == ["Alien", "Hitchcock", "horror", "The Thing"]
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert all(isinstance(m, Mention) for m in mentions)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("something like Midnight Orchard", "Midnight Orchard"),
        ("Have you seen The Lanterns of Oulu?", "Lanterns of Oulu"),
        ('what about "purple staircase"?', "purple staircase"),
        ("something for a Friday night", ""),
        ("what should I watch?", ""),
    ],
)
def test_a_title_that_nobody_knows_is_noticed(linker: Linker, text: str, name: str) -> None:
    assert linker.unknown_title(text) in {name, f"The {name}"}


def test_nearest_titles_for_asking_back(linker: Linker) -> None:
    assert "The Godfather" in [item.title for item in linker.nearest_titles("the godfahter")]
    assert len(linker.nearest_titles("xyz")) == 3


def test_linking_a_long_message_is_quick(linker: Linker) -> None:
    text = "I really liked the long evening we spent, And Then Something About Nothing. " * 50
    began = time.perf_counter()
    linker.link(text)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I loved Jaws. Make it a drama.", "Drama"),
        ("Jaws was great. And it should be a mystery", "Mystery"),
        ("jaws, but make it a comedy", "Comedy"),
    ],
)
def test_a_genre_that_is_wished_for_beside_a_film(linker: Linker, text: str, wanted: str) -> None:
    assert values(linker, text, "genre") == [wanted]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("When Harry Met Sally... was great", "When Harry Met Sally..."),
        ("That Thing You Do! was fun", "That Thing You Do!"),
        ("I loved Airplane! Now a western", "Airplane"),  # here the sign ends the sentence
    ],
)
def test_a_sign_of_the_title_is_no_end_of_a_sentence(linker: Linker, text: str, title: str) -> None:
    (film,) = (m for m in linker.link(text) if m.kind == "item")
    assert text[film.start : film.end] == title


@pytest.mark.real
def test_what_words_mean_in_their_place_decides_close_cases(catalog: Catalog) -> None:
    """Signs alone get these wrong."""
    parts = Parts(Settings(database="sqlite://"))
    parts.__dict__["catalog"] = catalog
    assert values(parts.linker, "It (1990) scared me", "item") == ["it-1990"]
    assert values(parts.linker, "once in a while", "item") == []
    for asked in ("who is in Alien?", "was Alien made in 1987?", "where would the second one be without Alien?"):
        assert values(parts.linker, asked, "item") == ["alien-1979"], asked
