"""What a message says that is written like a letter: verdicts, corrections and references in many polite words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chatbot.dialogue.state import Understanding, apply
from chatbot.types import Constraints, Item

Reader = Callable[..., Understanding]
HEAT, ALIEN, JAWS = "heat-1995", "alien-1979", "jaws-1975"


@pytest.mark.parametrize(
    ("text", "liked", "disliked"),
    [
        ("I was devoted to Heat, and so was everybody decent", [HEAT], []),
        ("Aubrey could never have enough of Heat, which I mention for completeness", [], []),
        ("I could never have enough of Heat", [HEAT], []),
        ("My lodger insists that Heat is a masterpiece. I thought it disagreeable, with all that noise", [], [HEAT]),
        ("We saw Heat and found it utterly tedious", [], [HEAT]),
        ("I found Heat perfectly lovely", [HEAT], []),
        ("She found Heat tedious", [], []),
        ("We had chosen Heat for the hall. I have never disliked anything so much in my life", [], [HEAT]),
        ("We had Heat on. I have never enjoyed anything so much", [HEAT], []),
        ("Heat was beautiful, we all clapped", [HEAT], []),
        ("I enjoyed two things lately: Heat, for the suits, and Jaws, for the sea", [HEAT, JAWS], []),
        ("Two things are on tonight: Heat, for the suits, and Jaws, for the sea", [], []),
    ],
)
def test_verdicts(read: Reader, text: str, liked: list[str], disliked: list[str]) -> None:
    said = read(text)
    assert (sorted(said.liked), sorted(said.disliked)) == (sorted(liked), sorted(disliked))


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Let us have Al Pacino in it; no, that is wrong, I mean Robert De Niro", ["Robert De Niro"]),
        ("Al Pacino, please. No, I tell a lie: Robert De Niro", ["Robert De Niro"]),
        ("Al Pacino and Robert De Niro; no, wait, it is late", ["Al Pacino", "Robert De Niro"]),
        ("something with the nice man from The Philadelphia Story, I mean Mr. Grant", ["Cary Grant"]),
        ("something with the nice man from Notting Hill, I mean Mr. Grant", ["Hugh Grant"]),
        ("something with Mr. Nobody-at-all from Notting Hill", []),
    ],
)
def test_who_is_meant(read: Reader, text: str, people: list[str]) -> None:
    assert list(read(text).add.people) == people


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("a cartoon, drawn or with puppets, it is all the same to me", ()),
        ("a cartoon with puppets, it is for my niece", ("puppets",)),
        ("a western or something with vampires", ("vampire",)),
        ("spare me the one in which somebody plays chess", ()),
    ],
)
def test_one_of_two_ways_is_no_limit(read: Reader, text: str, themes: tuple[str, ...]) -> None:
    assert read(text).add.themes == themes


def test_a_clause_with_in_which_is_refused_with_it(read: Reader) -> None:
    assert read("spare me the one in which somebody plays chess").add.not_themes == ("chess and games",)


def test_what_is_no_trouble_stays(read: Reader) -> None:
    said = read("It is not the drama that wearies me, but the decade. The fifties instead?")
    assert not said.add.not_genres and (said.add.year_min, said.add.year_max) == (1950, 1959)
    assert read("not a drama, they weary me").add.not_genres == ("Drama",)


def test_what_may_therefore_come_back(read: Reader) -> None:
    assert read("the war films may therefore come back in").drop.genres == ("War",)
    assert not read("the war films may hardly come back in").drop.genres


@pytest.mark.parametrize("text", ["leave out whatever is sad, and try again", "skip anything sad"])
def test_whatever_is_so_shall_go(read: Reader, text: str) -> None:
    (bound,) = read(text).measures
    assert (bound.measure, bound.side, bound.refuses) == ("sadness", "at_most", True)


def test_a_length_that_is_refused_may_be_refused_for_good(read: Reader) -> None:
    assert read("from now on nothing longer than two hours").refused.at_most == {"minutes": 120}
    assert not read("two hours at most tonight").refused


def test_the_nearest_words_tell_a_story(read: Reader) -> None:
    said = read("I know it, having been one of the aunts when the guild put it on in 1983. Let the fifties in as well")
    assert (said.add.year_min, said.add.year_max) == (1950, 1959)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the one you had put at the top, who made it?", 0),
        ("you have put one of them before all the others", 0),
        ("a few lines on the one which you have at the head of these", 0),
        ("the one at the foot, please", 4),
        ("is there one with a twist at the end?", None),
    ],
)
def test_the_ends_of_the_list(read: Reader, shown: list[Item], text: str, place: int | None) -> None:
    assert read(text, shown).pointed == (() if place is None else (shown[place].item_id,))


def test_no_no_is_no_film(read: Reader, shown: list[Item]) -> None:
    said = read("no no, the first one not. Other one instead.", shown)
    assert not said.named and said.add.exclude_items == (shown[0].item_id,)


def test_it_has_come_on_to_rain(read: Reader, shown: list[Item]) -> None:
    assert not read("it has come on to rain and the ringers have been put off", shown, [HEAT]).pointed


def test_who_is_not_alone(read: Reader) -> None:
    assert not read("I am not by myself any longer").alone and read("I am by myself now").alone


def test_where_the_film_is_told_by_its_star(read: Reader) -> None:
    said = read("Heat, by the way, the one with Mr. Pacino, I saw, and should put it at four stars")
    assert said.ratings == {HEAT: 4.0} and not said.add.people


def test_a_good_deal_is_no_praise(read: Reader) -> None:
    assert read("we had a good deal of rain").tone is None and read("that was good").tone == "like"


def test_what_is_supposed_may_come_late(read: Reader) -> None:
    assert read("I am glad of it. Suppose, then, for the sake of argument, that I had never mentioned Heat").what_if
    assert not read("I am glad of it. I suppose I had Heat on last night").what_if


def test_what_is_thought_better_of_is_let_go(read: Reader) -> None:
    assert read("I have thought better of the war films").drop.genres == ("War",)


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("I am quite at a loss this evening; the cat is out and the lodger has a rehearsal", True),
        ("The cat is out and I should like a film. Of what kind I could not tell you", True),
        ("I am at a loss, but something with a lodger and a cat", False),
    ],
)
def test_an_evening_without_an_idea_tells_no_film(read: Reader, text: str, empty: bool) -> None:
    assert (read(text).wish == "") is empty


def test_now_that_she_is_alone_nothing_of_theirs_holds(read: Reader) -> None:
    state = Constraints(not_genres=("Horror",), exclude_items=(JAWS,))
    after = apply(state, read("They all went home, I am alone. A thriller, for me."), True)
    assert after == Constraints(genres=("Thriller",), exclude_items=(JAWS,))
