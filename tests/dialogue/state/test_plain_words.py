"""Limits, judgements and references in the plain words of everyday English."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chatbot.catalog import Catalog
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.state import Understanding, apply
from chatbot.dialogue.state.references import focus_of
from chatbot.types import Constraints

Reader = Callable[..., Understanding]
HEAT, ALIEN = "heat-1995", "alien-1979"

# of the nineties in force
YEARS: list[tuple[str, tuple[int | None, int | None]]] = [
    ("The eighties would suit me just as well, so you may look there too.", (1980, 1999)),
    ("Films from the eighties would do equally well.", (1980, 1999)),
    ("I wouldn't mind the eighties either.", (1980, 1999)),
    ("I don't mind the eighties either.", (1980, 1999)),
    ("Please add the eighties to it.", (1980, 1999)),
    ("It could also be something from the eighties.", (1980, 1999)),
    ("The eighties interest me too.", (1980, 1999)),
    ("I would rather have the eighties.", (1980, 1989)),
    ("The eighties would be too old for me.", (1990, 1999)),
    ("The year was not that important to me, so ignore it.", (None, None)),
    ("I don't really care about the year.", (None, None)),
    ("I am not particular about the year.", (None, None)),
    ("Never mind when it was made.", (None, None)),
    ("When it was made makes no difference to me.", (None, None)),
    ("You can leave the year aside.", (None, None)),
    ("Any other year would do.", (None, None)),
]


@pytest.mark.parametrize(("message", "after"), YEARS)
def test_years_beside_those_in_force_and_of_no_importance(
    read: Reader, message: str, after: tuple[int | None, int | None]
) -> None:
    state = apply(Constraints(year_min=1990, year_max=1999), read(message), fresh=False)
    assert (state.year_min, state.year_max) == after


ASKED: list[tuple[str, Constraints]] = [
    (
        "Which Hitchcock thrillers of the fifties do you have?",
        Constraints(genres=("Thriller",), people=("Alfred Hitchcock",), year_min=1950, year_max=1959),
    ),
    ("Which westerns have you got?", Constraints(genres=("Western",))),
    ("What musicals are there?", Constraints(genres=("Musical",))),
    ("Which thriller should come next?", Constraints(genres=("Thriller",))),
    ("Which thrillers does Hitchcock appear in?", Constraints()),
    ("What is a thriller?", Constraints()),
    ("Forget the children and find us a drama", Constraints(genres=("Drama",))),
    ("Westerns that John Wayne isn't in", Constraints(genres=("Western",), not_people=("John Wayne",))),
    (
        "Something like Volver, but by somebody else",
        Constraints(similar_to=("volver-2006",), not_people=("Pedro Almodóvar",)),
    ),
    (
        "Something like Volver, not by the same director",
        Constraints(similar_to=("volver-2006",), not_people=("Pedro Almodóvar",)),
    ),
    (
        "More like Volver, but not another Almodóvar",
        Constraints(similar_to=("volver-2006",), not_people=("Pedro Almodóvar",)),
    ),
    ("Something like Volver, with somebody else's money", Constraints(similar_to=("volver-2006",))),
    ("but without the ghosts", Constraints(not_themes=("ghost",))),
    ("leave out the zombies, please", Constraints(not_themes=("zombies",))),
    ("the ghosts of my youth are with me tonight", Constraints()),
]


@pytest.mark.parametrize(("message", "wanted"), ASKED)
def test_what_is_asked_for(read: Reader, message: str, wanted: Constraints) -> None:
    assert read(message).add == wanted


@pytest.mark.parametrize(
    ("message", "bound"),
    [
        ("Something serious would suit us better.", ("humour", "at_most", 1)),
        ("nothing too serious", ("humour", "at_least", 2)),
        ("I'd rather it weren't violent.", ("violence", "at_most", 0)),
        ("I'd rather it was not violent.", ("violence", "at_most", 0)),
    ],
)
def test_scales(read: Reader, message: str, bound: tuple[str, str, int]) -> None:
    (measure,) = read(message).measures
    assert (measure.measure, measure.side, measure.value) == bound


def test_who_is_left_with_whom(read: Reader) -> None:
    assert read("Now it is only my wife and me").company == "my wife"
    assert read("My wife and me are bored").company == ""


JUDGED: list[tuple[str, str, tuple[str, ...]]] = [
    ("Heat and Alien were great", "liked", (HEAT, ALIEN)),
    ("Heat and Alien are among my favourites", "liked", (HEAT, ALIEN)),
    ("Both Heat and Alien impressed me", "liked", (HEAT, ALIEN)),
    ("I have just seen Heat and Alien and admired both", "liked", (HEAT, ALIEN)),
    ("We saw Heat and Alien and hated both", "disliked", (HEAT, ALIEN)),
    ("Heat and Alien bored me", "disliked", (HEAT, ALIEN)),
    ("I want Heat, and Alien is great", "liked", (ALIEN,)),
]


@pytest.mark.parametrize(("message", "how", "items"), JUDGED)
def test_several_films_are_judged_at_once(read: Reader, message: str, how: str, items: tuple[str, ...]) -> None:
    assert getattr(read(message), how) == items


@pytest.mark.parametrize(
    ("message", "ratings"),
    [
        ("I'd give Heat five.", {HEAT: 5.0}),
        ("I would rate Heat a four and Fargo a two.", {HEAT: 4.0, "fargo-1996": 2.0}),
        ("I was wrong about Heat. Watched it again. 4", {HEAT: 4.0}),
        ("Please give Heat one more chance", {}),
        ("I saw Heat. 4 of us did", {}),
        ("Heat is a five, Fargo a four.", {HEAT: 5.0, "fargo-1996": 4.0}),
        ("Fargo ought to be a two", {"fargo-1996": 2.0}),
    ],
)
def test_ratings(read: Reader, message: str, ratings: dict[str, float]) -> None:
    assert dict(read(message).ratings) == ratings


FILMS = ("the-conversation-1974", "chinatown-1974", "dog-day-afternoon-1975")


@pytest.mark.parametrize(
    ("message", "item"),
    [
        ("Apart from Gene Hackman, who is in the one that he plays in?", FILMS[0]),
        ("Who acts beside Jack Nicholson in his film?", FILMS[1]),
        ("Who directed the one in which Jack Nicholson plays?", FILMS[1]),
        ("Who directed the one that Al Pacino is in?", FILMS[2]),
    ],
)
def test_the_one_that_somebody_plays_in(read: Reader, message: str, item: str) -> None:
    assert read(message, focus=FILMS).pointed == (item,)


def test_in_the_direction_of_a_film(read: Reader) -> None:
    for message in (
        "More in the direction of that one",
        "Others that resemble it",
        "Something in the same direction as it",
    ):
        assert read(message, focus=(HEAT,)).add.similar_to == (HEAT,)


def test_of_films_of_one_title_the_older_is_meant(read: Reader, linker: Linker, catalog: Catalog) -> None:
    both = ("psycho-1960", "psycho-1998")
    turn = {"message": "Are there two films called Psycho?", "items": [], "intent": "item_question"}
    focus = focus_of([turn | {"grounds": [{"item_id": item} for item in both]}], linker, catalog)
    assert focus == both
    assert both[0] in read("Who directed the older of the two?", focus=focus).pointed
