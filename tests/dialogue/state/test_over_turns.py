"""Wishes over turns: years that meet or replace each other, bare marks, a new wish or the old one, counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chatbot.dialogue.route import route
from chatbot.dialogue.state import Understanding, apply, begins_anew, sure
from chatbot.types import Constraints, Item

Reader = Callable[..., Understanding]
HEAT, ALIEN, JAWS = "heat-1995", "alien-1979", "jaws-1975"

# years in force (from, to), the message, the years after it
YEARS: list[tuple[tuple[int | None, int | None], str, tuple[int | None, int | None]]] = [
    ((None, 1969), "let us begin with 1940", (1940, 1969)),
    ((None, 1969), "nothing before 1950", (1950, 1969)),
    ((1980, None), "up to 1995", (1980, 1995)),
    ((None, 1969), "1985 or newer", (1985, None)),
    ((1990, 1999), "since 1985", (1985, None)),
    ((1990, 1999), "the 80s are fine too", (1980, 1999)),
    ((1980, 1989), "90s ok too", (1980, 1999)),
    ((1990, None), "also the 80s", (1980, None)),
    ((1990, 1999), "80s or later", (1980, None)),
    ((1990, 1999), "the seventies or earlier", (None, 1979)),
    ((None, None), "to the end of 1969", (None, 1969)),
    ((1930, 1949), "it may run to 1959", (1930, 1959)),
    ((1950, 1969), "then open the gate: from 1935 on", (1935, 1969)),
    ((1950, 1969), "let us go back to before the war, anything after 1929", (1930, 1969)),
    ((1990, 1999), "widen the years, from 2005 on", (2005, None)),
    ((1950, 1959), "they can go up to 1970", (1950, 1970)),
    ((None, None), "stories of the sea, before the year 2000", (None, 1999)),
    ((None, None), "nothing later than the year 1980", (None, 1980)),
    ((None, None), "between 1950 and 1960, not the 80s", (1950, 1960)),
    ((1990, 1999), "older than that lot", (None, 1989)),
    ((1960, 1969), "neither the decade nor the length need trouble you", (None, None)),
    ((1960, 1969), "we can do without the year", (None, None)),
    ((1970, None), "it can be older", (None, None)),
    ((None, 1989), "the thirties. Sorry, the forties", (1940, 1949)),
    ((None, None), "an old friend has a new sofa, something funny", (None, None)),
    ((None, None), "I saw it in a print from 1958", (None, None)),
    ((None, None), "an old comedy", (None, 1979)),
]


@pytest.mark.parametrize(("before", "message", "after"), YEARS)
def test_years_meet_widen_or_replace(
    read: Reader, before: tuple[int | None, int | None], message: str, after: tuple[int | None, int | None]
) -> None:
    state = apply(Constraints(year_min=before[0], year_max=before[1]), read(message), fresh=False)
    assert (state.year_min, state.year_max) == after


REFUSED_DECADES: list[tuple[Constraints, str, tuple[str, ...]]] = [
    (Constraints(), "nothing from the 80s please", ("1980s",)),
    (Constraints(), "a comedy, but no 90s films", ("1990s",)),
    (Constraints(), "not the seventies, not the eighties", ("1970s", "1980s")),
    (Constraints(year_min=1980, year_max=1989), "actually not the 80s", ("1980s",)),
    (Constraints(not_decades=("1980s",)), "something newer", ("1980s",)),
    (Constraints(not_decades=("1980s", "1990s")), "the 80s are fine too", ("1990s",)),
    (Constraints(not_decades=("1980s",)), "any year is fine", ()),
    (Constraints(), "not only the 80s", ()),
    (Constraints(), "no horror from the 80s", ()),
    (Constraints(), "why nothing from the 80s?", ()),
    (Constraints(), "that's not 90s at all", ()),
    (Constraints(), "I've seen nothing but 80s films", ()),
]


@pytest.mark.parametrize(("before", "message", "after"), REFUSED_DECADES)
def test_decades_are_refused_and_asked_for_again(
    read: Reader, before: Constraints, message: str, after: tuple[str, ...]
) -> None:
    state = apply(before, read(message), fresh=False)
    assert state.not_decades == after
    assert after or state.year_min is None or "nothing but" in message


def test_a_year_that_points_at_a_card_is_no_limit(read: Reader, shown: list[Item]) -> None:
    said = read("what is the one from 1992 about?", shown)
    assert said.pointed == ("unforgiven-1992",) and said.add == Constraints()


MARKS: list[tuple[str, dict[str, float]]] = [
    ("Heat 5. Fargo 4. Con Air 2.", {HEAT: 5, "fargo-1996": 4, "con-air-1997": 2}),
    ("no no, Heat 4", {HEAT: 4}),
    ("I was wrong about Heat, it's a 4", {HEAT: 4}),
    ("Alien was mid, like a 3", {ALIEN: 3}),
    ("wait I lied, Jaws is a 2. I fell asleep", {JAWS: 2}),
    ("Heat: second half is long. Make it 4.", {HEAT: 4}),
    ("Heat, 3.5 and Fargo 5!", {HEAT: 3.5, "fargo-1996": 5}),
    ("Heat, 2 hours of shooting", {}),
    ("3 films like Heat", {}),
]


@pytest.mark.parametrize(("message", "marks"), MARKS)
def test_marks_in_bare_figures(read: Reader, message: str, marks: dict[str, float]) -> None:
    said = read(message)
    assert dict(said.ratings) == marks
    assert not set(marks) & set(said.add.exclude_items)


SIGNS: list[tuple[str, dict[str, Any]]] = [
    ("then leave the musical out", {"not_genres": ("Musical",)}),
    ("take the westerns out again", {"not_genres": ("Western",)}),
    ("zombies still no", {"not_themes": ("zombies",)}),
    ("musicals, no", {"not_genres": ("Musical",)}),
    ("no romcoms", {"not_genres": ("Romance",)}),
    ("a romcom", {"genres": ("Romance", "Comedy")}),
]


@pytest.mark.parametrize(("message", "wanted"), SIGNS)
def test_a_sign_behind_its_word(read: Reader, message: str, wanted: dict[str, Any]) -> None:
    assert read(message).add == Constraints(**wanted)


@pytest.mark.parametrize(
    "message", ["the horror may go", "horror may come back", "the horror was a mistake", "I was too hard on horror"]
)
def test_taken_back_behind_its_word(read: Reader, message: str) -> None:
    assert read(message).drop.genres == ("Horror",)


def test_what_stays_is_left_as_it_is(read: Reader) -> None:
    held = Constraints(genres=("Western",), not_people=("Alfred Hitchcock",))
    assert apply(held, read("Hitchcock stays where he is"), fresh=False) == held
    assert apply(held, read("the western stays"), fresh=False) == held


def test_likes_said_behind_or_beside(read: Reader) -> None:
    assert read("Heat I like").liked == (HEAT,)
    assert read("Heat I hated").disliked == (HEAT,)
    assert read("loved Alien. Jaws too").liked == (ALIEN, JAWS)


COUNTS = [
    ("two, not more", 2), ("give me three", 3), ("three more like it", 3), ("jackie chan. three", 3),
    ("can I have 4 comedies", 4), ("two good films", 2), ("the first two", 0), ("one film from the 90s", 0),
    ("rocky 1 to 6", 0), ("two hours at most", 0), ("call three films", 3), ("I have three kids", 0),
]  # fmt: skip


@pytest.mark.parametrize(("message", "count"), COUNTS)
def test_how_many_cards(read: Reader, message: str, count: int) -> None:
    assert read(message).count == count


ANEW = [
    ("new one. my wife's pick. a musical", "refine"), ("Another evening: I want a thriller", "recommend"),
    ("That was for my mother. Now for me: crime", "recommend"), ("for tomorrow a documentary", "recommend"),
    ("tues: western", "refine"), ("I would like a western", "recommend"), ("On Sunday we want a romance", "recommend"),
]  # fmt: skip
GOES_ON = [
    ("Make it a western", "recommend"), ("with Tom Hanks", "recommend"), ("a western instead", "recommend"),
    ("a comedy, keep the rest", "recommend"), ("has to be a comedy as well", "recommend"), ("no horror", "recommend"),
    ("back to the films, a comedy", "recommend"), ("anything with Tarantino left in there", "recommend"),
    ("under two hours, I have to be up early tomorrow", "recommend"),
]  # fmt: skip


def test_a_new_wish_is_told_from_one_that_goes_on(read: Reader) -> None:
    assert [text for text, intent in ANEW if not begins_anew(text, read(text), intent)] == []
    assert [text for text, intent in GOES_ON if begins_anew(text, read(text), intent)] == []


def test_what_a_model_may_not_add_turn_or_lose(read: Reader) -> None:
    western = read("an animated western")
    heard = apply(Constraints(), western, fresh=True)
    assert sure(Constraints(), Constraints(genres=("Animation",)), heard, western).genres == ("Animation", "Western")
    cartoon = read("Cartoon, yes, he says cartoon. But no musicals please")
    heard = apply(Constraints(), cartoon, fresh=True)
    turned = sure(Constraints(), Constraints(not_genres=("Animation", "Musical")), heard, cartoon)
    assert (turned.genres, turned.not_genres) == (("Animation",), ("Musical",))
    vague = read("What you have is good?")
    assert (
        sure(Constraints(), Constraints(at_least={"effort": 2}, year_min=2010), Constraints(), vague) == Constraints()
    )


BESIDE = [
    ("Heat was great. Now a thriller, please.", "rate", "refine"),
    ("I loved Heat. Make it something from the 1990s.", "rate", "refine"),
    ("Heat was great. Show me something else.", "rate", "refine"),
    ("die hard 5. speed 4. con air 2. more", "rate", "refine"),
    ("One of my favourites is Heat. Now an adventure, please.", "rate", "refine"),
    ("loved Heat. loved Alien. more pls", "rate", "refine"),
    ("I loved Contact. And it should be a mystery.", "recommend", "recommend"),
    ("Heat was lovely, I meant to say. Al Pacino under the lights.", "rate", "rate"),
    ("sorry I was wrong about Heat, it's a 4. I was in a mood", "profile_edit", "rate"),
    ("and no adam sandler pls, my dad does the voice all day", "profile_edit", "refine"),
    ("not Heat, my brother tells me the whole story every time", "rate", "refine"),
    ("from 2000 on pls my eyes cant do grain", "support", "refine"),
    ("The second one. Who is in it?", "out_of_scope", "item_question"),
    ("Which of my demands is in the way?", "explain", "refine"),
]


@pytest.mark.parametrize(("message", "guess", "wanted"), BESIDE)
def test_a_wish_beside_a_judgement(read: Reader, shown: list[Item], message: str, guess: str, wanted: str) -> None:
    assert route({guess: 1.0}, message, read(message, shown), shown, "recommend") == wanted


def test_two_that_were_spoken_of(read: Reader, shown: list[Item]) -> None:
    ids = [item.item_id for item in shown]
    assert read("which of those two is newer?", shown, (ids[2], ids[0])).pointed == (ids[2], ids[0])
    assert read("which of them is older", shown, (ids[1], ids[3])).pointed == (ids[1], ids[3])
    assert read("and the other, who is in it?", shown, (ids[1], ids[3])).pointed[:1] == (ids[3],)


def test_a_film_that_is_praised_is_not_refused_by_a_model(read: Reader) -> None:
    said = read("I loved Alien, nothing from the 80s please")
    heard = apply(Constraints(), said, fresh=True)
    after = sure(Constraints(), Constraints(exclude_items=(ALIEN, JAWS)), heard, said)
    assert after.exclude_items == (JAWS,) and after.not_decades == ("1980s",)
