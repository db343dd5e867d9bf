"""Reasons: whatever is written from evidence is true, and whatever says more than the evidence is found out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.catalog import normalise
from chatbot.explain import (
    GENRE_NOUNS,
    GENRE_SAYINGS,
    PLAIN_WORDS,
    in_words,
    plain_reason,
    say_genre,
    tell,
    unsupported,
)
from chatbot.prompt import PromptFormat
from chatbot.types import Evidence, Item

GLUE = frozenset(PromptFormat().words("reason").glue)
RUNNER = Item("blade-runner-1982", "Blade Runner", 1982, ("Sci-Fi", "Thriller"),
              {"director": ("Ridley Scott",), "cast": ("Harrison Ford",)})  # fmt: skip

ALIEN = Evidence("e1", "liked_item", "Alien", 0.3, "alien-1979", "crowd")
STAR = Evidence("e2", "liked_item", "Star Wars", 0.2, "star-wars-1977", "crowd")
STALKER = Evidence("e3", "liked_item", "Stalker", 0.1, "stalker-1979", "kin")
CATS = Evidence("e4", "disliked_item", "Cats", -0.05, "cats-2019", "crowd")
SCOTT = Evidence("e5", "attribute", "Ridley Scott", 0.1, "alien-1979", "director")
FORD = Evidence("e6", "attribute", "Harrison Ford", 0.1, "star-wars-1977", "cast")
SCIFI = Evidence("e7", "attribute", "Sci-Fi", 0.1, "alien-1979", "genre")
EIGHTIES = Evidence("e8", "constraint", "from the 1980s", 0.0, None, "year")
NO_HORROR = Evidence("e9", "constraint", "no Horror", 0.0, None, "not_genre")
THRILLER = Evidence("e10", "constraint", "Thriller", 0.0, None, "genre")
WITH_FORD = Evidence("e11", "constraint", "Harrison Ford", 0.0, None, "people")
WORDS = Evidence("e12", "constraint", "slow and strange", 0.1, None, "words")
KNOWN = Evidence("e13", "popularity", "rated by 459 people", 0.1)
CAMERA = Evidence("e14", "knowledge", "its cinematographer", 0.0, "alien-1979", "cinematographer")
ACTORS = Evidence("e15", "knowledge", "two actors", 0.0, "alien-1979", "actor")
WRITER = Evidence("e16", "knowledge", "a writer", 0.0, "star-wars-1977", "writer")
UNNAMED = (CAMERA, ACTORS, WRITER)
CALM = Evidence("e20", "constraint", "violence 1 of 3", 0.0, None, "violence", "not too violent")
SHORT = Evidence("e21", "constraint", "94 minutes", 0.0, None, "minutes", "under 120 minutes")
HEIST = Evidence("e22", "constraint", "heist", 0.0, None, "theme", "about heists")
YOUNG = Evidence("e23", "constraint", "suitable from 6", 0.0, None, "age", "suitable from 8")
NO_ZOMBIES = Evidence("e24", "constraint", "no zombies", 0.0, None, "not_theme")
MEASURED = (CALM, SHORT, HEIST, YOUNG, NO_ZOMBIES, KNOWN)
RICH = (ALIEN, STAR, STALKER, CATS, SCOTT, FORD, SCIFI, EIGHTIES, NO_HORROR, KNOWN, *UNNAMED)

TRUE = (
    "You liked Alien.",
    "You liked Alien and Star Wars.",
    "You liked Alien, Star Wars and Stalker.",
    "You enjoyed Alien, and this has the same director, Ridley Scott.",
    "You liked Alien, and Blade Runner has the same director, Ridley Scott.",
    "Same director as Alien: Ridley Scott.",
    "From the director of Alien, Ridley Scott.",
    "Directed by Ridley Scott, like Alien.",
    "Blade Runner is directed by Ridley Scott.",
    "With Harrison Ford, as you liked Star Wars.",
    "It stars Harrison Ford.",
    "Harrison Ford stars in Blade Runner.",
    "Science fiction like Alien.",
    "Sci-fi, as you liked Alien.",
    "Another science fiction film for someone who liked Alien.",
    "If Alien and Star Wars worked for you, Blade Runner is science fiction in the same company.",
    "Science fiction from the 1980s, as you asked.",
    "You asked for the 1980s, and this is science fiction.",
    "From the 1980s, as you wanted.",
    "No horror, as you asked.",
    "You asked for no horror.",
    "People who chose Alien often chose this too.",
    "People who watched Alien and Star Wars also watched this.",
    "Because you loved Star Wars, here is Blade Runner with Harrison Ford.",
    "Since you liked Stalker, this might suit you.",
    "Harrison Ford again, as with Star Wars.",
    "A film like Alien and Star Wars.",
    "It goes with Alien.",
    "Blade Runner should suit your taste for Alien.",
    "It shares Harrison Ford with Star Wars.",
    "It shares two actors with Alien.",
    "It shares its cinematographer and two actors with Alien.",
    "It shares a writer with Star Wars.",
    "You liked Alien; this one shares two actors with that film.",
    "If Alien worked for you, Blade Runner is science fiction that shares two actors.",
    "With Star Wars in mind, Blade Runner is a film that shares a writer.",
)

FALSE = (
    # names that the evidence does not carry
    "You liked Jaws.",
    "You liked Alien and Jaws.",
    "You liked Aliens.",
    "Directed by Steven Spielberg, like Alien.",
    "With Sigourney Weaver, like Alien.",
    "A comedy like Alien.",
    "Horror like Alien.",
    "Romance and science fiction, like Alien.",
    "Science fiction from the 1990s, as you asked.",
    "You liked Alien, which was made in 1979.",
    # claims that no evidence carries
    "A masterpiece like Alien.",
    "You liked Alien, and this won an Oscar.",
    "A dark and moody film like Alien.",
    "Critics loved this science fiction film.",
    "Set in Los Angeles, like Alien.",
    "You liked Alien, and this one is about a detective.",
    "It has the same atmosphere as Alien.",
    "The best science fiction film since Alien.",
    "Highly rated science fiction, like Alien.",
    "A very good film, like Alien.",
    "A sequel to Alien.",
    "You liked Alien three times.",
    # a name in another's part
    "Directed by Harrison Ford, like Alien.",
    "Starring Ridley Scott, like Alien.",
    "Ridley Scott stars in this, as in Alien.",
    "Same director as Star Wars: Ridley Scott.",
    "The same director as Stalker.",
    "The same actor as Alien: Harrison Ford.",
    "The same genre as Star Wars.",
    "Harrison Ford again, as with Alien.",
    "With Harrison Ford, like Alien.",
    "You liked Ridley Scott.",
    "You liked science fiction.",
    "You loved Harrison Ford with Alien.",
    "Harrison Ford is in Alien.",
    "Ridley Scott was in Star Wars.",
    # who liked, asked and chose what
    "You liked Cats.",
    "You liked Alien and Cats.",
    "You liked Blade Runner.",
    "You asked for science fiction.",
    "You asked for Ridley Scott.",
    "You wanted Alien.",
    "You asked for horror.",
    "Science fiction, as you asked.",
    "You asked for a film from the 1980s, and this one is science fiction, as you asked.",
    "People who chose Stalker often chose this too.",
    "People who liked Alien often chose this.",
    "People who chose Alien loved this.",
    "Many loved this, like Alien.",
    # people without names: another film's, another number, or not shared at all
    "It shares two actors with Star Wars.",
    "It shares three actors with Alien.",
    "It shares actors with Alien.",
    "It shares a director with Star Wars.",
    "It shares a writer and two actors with Alien.",
    "It shares its producer with Alien.",
    "You liked Alien and Star Wars, and this shares two actors with that film.",
    "You liked Star Wars; it shares two actors with that film.",
    "You liked Alien, and Blade Runner has two actors.",
    "Alien shares two actors with Blade Runner.",
    "Star Wars shares a writer with Star Wars.",
    "Its cinematographer, like Alien.",
    "You liked its cinematographer with Alien.",
    # things said about another film
    "Alien is science fiction.",
    "Alien was directed by Ridley Scott.",
    "Star Wars has Ridley Scott.",
    "Alien goes with people.",
    # nothing said at all
    "",
    "This film is for you.",
    "Blade Runner.",
    "You will love this one.",
    "Alien.",
    "You liked Alien, Alien and Alien.",
)


@pytest.mark.parametrize("text", TRUE)
def test_what_the_evidence_carries_is_accepted(text: str) -> None:
    assert unsupported(text, RUNNER, RICH, GLUE) == []


@pytest.mark.parametrize("text", FALSE)
def test_what_the_evidence_does_not_carry_is_found(text: str) -> None:
    assert unsupported(text, RUNNER, RICH, GLUE)


@pytest.mark.parametrize(
    "text",
    ["Not too violent, as you asked.", "You asked for a film under 120 minutes.", "You asked for no zombies.",
     "You wanted a film about heists.", "It is suitable from 8, as you asked.", "It fits: about heists, 94 minutes.",
     "You asked for heists and something not too violent.", "You asked for a film without zombies.",
     "You asked for a film that is not too violent."],
)  # fmt: skip
def test_limits_on_measures_and_themes_are_accepted_as_they_were_asked(text: str) -> None:
    assert unsupported(text, RUNNER, MEASURED, GLUE) == []


@pytest.mark.parametrize(
    "text",
    ["Not violent, as you asked.", "Violent, as you asked.", "Not too scary, as you asked.",
     "You asked for a film under 90 minutes.", "You asked for 94 minutes.", "You asked for zombies.",
     "It is suitable from 7, as you asked.", "You asked for no heists.", "You liked heists.",
     "It is under 94 minutes."],
)  # fmt: skip
def test_other_limits_on_measures_and_themes_are_not(text: str) -> None:
    assert unsupported(text, RUNNER, MEASURED, GLUE)


@pytest.mark.parametrize("text", TRUE)
def test_without_its_evidence_every_reason_is_false(text: str) -> None:
    assert unsupported(text, RUNNER, (), GLUE)


@pytest.mark.parametrize("text", TRUE)
def test_evidence_of_something_else_does_not_help(text: str) -> None:
    other = (Evidence("e1", "liked_item", "Jaws", 0.5, "jaws-1975", "crowd"), KNOWN)
    assert unsupported(text, RUNNER, other, GLUE)


@pytest.mark.parametrize(
    ("text", "is_true"),
    [
        ("It is one you liked, with Ridley Scott directing like Alien.", False),
        ("Directed by Ridley Scott, and it is a film you loved.", False),
        ("Directed by Ridley Scott, like Alien, which you liked.", True),
        ("Since you liked Alien, you might enjoy this, directed by Ridley Scott.", True),
    ],
)
def test_only_what_was_liked_is_said_to_be(text: str, is_true: bool) -> None:
    assert (not unsupported(text, RUNNER, RICH, GLUE)) == is_true


def test_what_is_wrong_is_named() -> None:
    else_liked = "liked: says of something else that it was liked"
    assert unsupported("You liked Jaws.", RUNNER, RICH, GLUE) == ["jaws", else_liked, "names no evidence"]
    assert unsupported("You liked Cats.", RUNNER, RICH, GLUE) == ["cats: is not liked"]
    assert "the same director" in unsupported("Same director as Star Wars, Ridley Scott.", RUNNER, RICH, GLUE)


@pytest.mark.parametrize(
    "text", ["YOU LIKED ALIEN!", "you liked alien", "You liked “Alien”…", "You  liked\nAlien.", "You liked *Alien*."]
)
def test_spelling_does_not_matter(text: str) -> None:
    assert unsupported(text, RUNNER, RICH, GLUE) == []


# -- every mix of evidence --------------------------------------------------------------------------------------------

FILMS = ("Alien", "Star Wars", "Heat", "Amélie", "The Godfather: Part II", "12 Monkeys", "WALL·E", "Schindler's List",
         "Fast & Furious", "Léon: The Professional", "Mad Max 2", "Scream")  # fmt: skip
PEOPLE = ("Ridley Scott", "Harrison Ford", "Jean-Pierre Jeunet", "Penélope Cruz", "Samuel L. Jackson", "Ice Cube")
WISHES = ("slow and strange", "a heist", "Space, time & dread!")
YEARS = ("from the 1990s", "from 1987 or later", "from 1990 to 1994", "from 1994", "from 1959 or earlier")
SHARED = ("its cinematographer", "a writer", "two writers", "three producers", "several actors")
SHARES = st.floats(0.001, 1)


@st.composite
def evidence(draw: st.DrawFn) -> tuple[Evidence, ...]:
    """What a recommender may hand over: judged films, facts shared with them, a wish, limits and how well known."""
    rows: list[Evidence] = []

    def add(kind: str, value: str, weight: float, item_id: str | None = None, field: str | None = None) -> None:
        rows.append(Evidence(f"e{len(rows) + 1}", kind, value, weight, item_id, field))  # type: ignore[arg-type]

    films = draw(st.lists(st.sampled_from(FILMS), unique=True, max_size=4))
    for film in films:
        kind = draw(st.sampled_from(("liked_item", "liked_item", "disliked_item")))
        share = draw(SHARES) * draw(st.sampled_from((1, 1, -1)))
        add(kind, film, share, f"id-{film}", draw(st.sampled_from(("crowd", "kin"))))
    if films:
        for person in draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=2)):
            add("attribute", person, draw(SHARES), f"id-{draw(st.sampled_from(films))}",
                draw(st.sampled_from(("director", "cast"))))  # fmt: skip
        for genre in draw(st.lists(st.sampled_from(list(GENRE_NOUNS)), unique=True, max_size=3)):
            add("attribute", genre, draw(SHARES), f"id-{draw(st.sampled_from(films))}", "genre")
        for said in draw(st.lists(st.sampled_from(SHARED), unique=True, max_size=2)):
            add("knowledge", said, 0, f"id-{draw(st.sampled_from(films))}", said.split()[-1].rstrip("s"))
    if draw(st.booleans()):
        add("constraint", draw(st.sampled_from(WISHES)), 0.1, None, "words")
    if draw(st.booleans()):
        add("popularity", draw(st.sampled_from(("rated by 1 person", "rated by 1,459 people"))), draw(SHARES))
    if draw(st.booleans()):
        add("constraint", draw(st.sampled_from(YEARS)), 0, None, "year")
    for genre in draw(st.lists(st.sampled_from(list(GENRE_NOUNS)), unique=True, max_size=2)):
        add("constraint", genre, 0, None, "genre")
    for person in draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=1)):
        add("constraint", person, 0, None, "people")
    for genre in draw(st.lists(st.sampled_from(list(GENRE_NOUNS)), unique=True, max_size=1)):
        add("constraint", f"no {genre}", 0, None, "not_genre")
    for one in draw(st.lists(st.sampled_from(MEASURED[:-1]), unique=True, max_size=2)):
        rows.append(replace(one, id=f"e{len(rows) + 1}"))
    rows.sort(key=lambda e: -abs(e.weight))
    return tuple(rows)


def speaks_for(rows: Sequence[Evidence]) -> bool:
    """Whether anything at all speaks for the item, or limits it."""
    return any(e.kind in {"constraint", "popularity"} or (e.kind == "liked_item" and e.weight > 0) for e in rows)


@settings(max_examples=500)
@given(evidence(), st.integers(0, 20))
def test_a_plain_reason_is_always_carried_by_its_evidence(rows: tuple[Evidence, ...], variant: int) -> None:
    text = plain_reason(RUNNER, rows, variant)
    problems = unsupported(text, RUNNER, rows, GLUE | PLAIN_WORDS)
    assert problems == ([] if speaks_for(rows) else ["names no evidence"]), text
    assert text[0].isupper() and text[-1] in ".!" and "{" not in text and "  " not in text
    assert len(text.split()) <= 40


@given(evidence())
def test_what_the_model_is_told_comes_from_the_evidence(rows: tuple[Evidence, ...]) -> None:
    by_id = {e.id: e for e in rows}
    for told in tell(RUNNER, rows):
        assert told.about and set(told.about) <= set(by_id)
        for one in (by_id[i] for i in told.about):
            kinds = {say_genre(one.value), *GENRE_SAYINGS.get(one.value, ())}
            if one.field == "genre" and one.kind == "attribute":
                assert any(kind in told.text for kind in kinds)
                continue
            value = say_genre(one.value) if one.field == "genre" else one.value
            value = f"no {say_genre(one.value[3:])}" if one.field == "not_genre" else value
            assert (one.limit or value) in told.text
            assert one.weight > 0 or one.kind in {"constraint", "attribute", "knowledge"}, "nothing speaks against it"
    assert all(in_words(e) for e in rows)


def test_the_plain_words_claim_nothing() -> None:
    """The list is written by hand: a claim in a new sentence needs a line here, where it is seen."""
    praise = "best good great masterpiece famous award oscar critics acclaimed classic funny dark gripping stunning won"
    assert not set(praise.split()) & (PLAIN_WORDS | GLUE)
    genres = {word for genre in GENRE_NOUNS for word in normalise(say_genre(genre)).split()} - {"film", "films"}
    assert not genres & (PLAIN_WORDS | GLUE)


# -- plain sentences, one by one --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "variant", "text"),
    [
        ((ALIEN, STAR, SCOTT), 0, "Same director as Alien, Ridley Scott. People who watched Star Wars chose it too."),
        ((STAR, FORD), 2, "It shares Harrison Ford with Star Wars."),
        ((ALIEN, STAR, SCOTT, CAMERA, ACTORS), 0, "Same director as Alien, Ridley Scott. "
         "It also shares its cinematographer and two actors with that film."),
        ((STAR, ALIEN, SCIFI, ACTORS), 0, "It shares two actors with Alien. "
         "People who watched Star Wars chose it too."),
        ((STAR, ALIEN, FORD, ACTORS), 2, "It shares Harrison Ford with Star Wars. "
         "People who watched Alien chose it too."),
        ((ALIEN, SCIFI), 0, "You liked Alien; this is a science fiction film as well."),
        ((ALIEN, STAR), 0, "People who watched Alien and Star Wars often watched this too."),
        ((STALKER,), 2, "Close in kind to what people choose beside films like Stalker."),
        ((STAR, FORD, EIGHTIES), 1, "You liked Star Wars; here is another film with Harrison Ford. "
         "And it fits: from the 1980s, as asked."),
        ((EIGHTIES, THRILLER), 1, "As you asked: from the 1980s, thrillers."),
        ((WORDS,), 1, "Your words “slow and strange” led here."),
        ((WITH_FORD,), 3, "Within your limits: with Harrison Ford."),
        ((NO_HORROR,), 0, "It fits what you asked for: no horror."),
        ((HEIST, SHORT), 2, "About heists, under 120 minutes, as you wanted."),
        ((STAR, FORD, CALM), 1, "You liked Star Wars; here is another film with Harrison Ford. "
         "And it fits: not too violent, as asked."),
        ((KNOWN,), 0, "I don't know your taste yet; this one is rated by 459 people."),
        ((CATS, KNOWN), 3, "Mostly because it is rated by 459 people."),
    ],
)  # fmt: skip
def test_plain_sentences(rows: tuple[Evidence, ...], variant: int, text: str) -> None:
    assert plain_reason(RUNNER, rows, variant) == text


def test_people_without_names_are_told_to_the_model_when_nobody_has_a_name() -> None:
    assert [t.text for t in tell(RUNNER, (ALIEN, ACTORS, CAMERA, WRITER))] == [
        "you liked Alien", "shared with Alien: two actors and its cinematographer",
    ]  # fmt: skip
    assert not any("actors" in t.text for t in tell(RUNNER, (ALIEN, SCOTT, ACTORS)))
    against = Evidence("e1", "liked_item", "Alien", -0.4, "alien-1979", "crowd")
    assert not any("actors" in t.text for t in tell(RUNNER, (against, STAR, ACTORS)))


def test_neighbours_do_not_open_alike() -> None:
    mixes = ((ALIEN, STAR), (ALIEN, SCOTT), (STAR, FORD), (ALIEN, ACTORS),
             (STALKER,), (WORDS,), (EIGHTIES,), (KNOWN,), (CATS, KNOWN))  # fmt: skip
    for rows in mixes:
        opened = {" ".join(plain_reason(RUNNER, rows, variant).split()[:2]) for variant in range(4)}
        assert len(opened) == 4, opened


def test_nobody_who_judged_films_is_told_that_we_do_not_know_their_taste() -> None:
    against = Evidence("e1", "liked_item", "Alien", -0.4, "alien-1979", "crowd")
    for rows in ((CATS, KNOWN), (against, KNOWN), (against,), (CATS,)):
        said = " ".join(plain_reason(RUNNER, rows, variant) for variant in range(4))
        assert "taste yet" not in said and "learn" not in said and "taste to go by" not in said


def test_only_films_that_people_chose_together_are_said_to_be() -> None:
    for variant in range(8):
        text = plain_reason(RUNNER, (STALKER, KNOWN), variant)
        assert "People who" not in text and "chose it" not in text and "watched" not in text


def test_two_films_of_one_title_are_named_once() -> None:
    twice = (ALIEN, Evidence("e2", "liked_item", "Alien", 0.2, "alien-2", "crowd"))
    assert all(plain_reason(RUNNER, twice, variant).count("Alien") == 1 for variant in range(4))


def test_the_why_panel_in_words() -> None:
    assert [in_words(e) for e in (ALIEN, CATS, SCOTT, WORDS, NO_HORROR, KNOWN)] == [
        "You liked Alien", "You did not like Cats", "Director: Ridley Scott, shared with what you like",
        "Close to your words “slow and strange”", "You asked for: no horror", "Well known: rated by 459 people",
    ]  # fmt: skip
    against = Evidence("e6", "attribute", "Musical", -0.1, "cats-2019", "genre")
    assert in_words(against) == "Genre: Musical, shared with what you do not like"
    assert in_words(CAMERA) == "It shares its cinematographer with what you like"
    assert in_words(SHORT) == "You asked for: under 120 minutes (94 minutes)"
    assert in_words(HEIST) == "You asked for: about heists"
    rest = Evidence("e9", "liked_item", "14 other films you judged", 0.1)
    assert in_words(rest) == "Your taste in 14 other films you judged"
