"""Limits in clear ordinary English: what must not be, how long it may run, a decade taken back, what may come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from chatbot.dialogue.linking import Linker
from chatbot.dialogue.state import apply, lift, understand
from chatbot.domain import Domain
from chatbot.types import Constraints, Item

After = Callable[..., Constraints]
NINETIES = Constraints(genres=("Thriller",), year_min=1990, year_max=1999)
SHORT = Constraints(genres=("Documentary",), at_most={"minutes": 100})


@pytest.fixture
def left(linker: Linker, domain: Domain) -> After:
    """left(held, message, shown): the limits after a message that goes on."""

    def after(held: Constraints, message: str, shown: Sequence[Item] = ()) -> Constraints:
        return apply(held, understand(message, linker, domain.rating, shown, held=held), fresh=False)

    return after


@pytest.mark.parametrize(
    "message",
    [
        "It mustn't be scary. The little one hides behind my chair.",
        "It must not be frightening",
        "but it can't be scary",
        "It shouldn't be frightening at all",
        "It ought not to be scary",
        "and it had better not be scary",
        "something that cannot be scary",
    ],
)
def test_what_must_not_be_is_bounded(left: After, message: str) -> None:
    assert left(Constraints(genres=("Animation",)), message).at_most == {"scariness": 0}


def test_nothing_is_bounded_by_what_may_be(left: After) -> None:
    assert left(Constraints(genres=("Drama",)), "It needn't be scary").at_most == {}
    assert left(Constraints(), "It must be sad").at_least == {"sadness": 2}


def test_what_must_not_be_in_it(left: After) -> None:
    assert left(Constraints(), "a thriller, but it mustn't have any zombies in it").not_themes == ("zombies",)
    assert left(Constraints(), "it shouldn't have Al Pacino in it").not_people == ("Al Pacino",)
    assert left(Constraints(), "a drama, it shouldn't be slow").at_least == {"pace": 2}


@pytest.mark.parametrize(
    "message",
    [
        "And it shouldn't run over 100 minutes. I have a meeting at eight.",
        "It mustn't be longer than 100 minutes",
        "It can't go past 100 minutes",
        "It ought not to last more than 100 minutes",
        "It must not exceed 100 minutes",
    ],
)
def test_how_long_it_must_not_be(left: After, message: str) -> None:
    said = left(Constraints(genres=("Documentary",)), message)
    assert said == SHORT


@pytest.mark.parametrize(
    "message",
    [
        "I've changed my mind about the length, longer ones are allowed again. Everything else stays.",
        "Longer ones may come back, but everything else stays as it was.",
        "Longer is fine after all",
        "It can be longer again",
    ],
)
def test_longer_ones_may_come_back(left: After, message: str) -> None:
    assert left(SHORT, message) == Constraints(genres=("Documentary",))


def test_a_longer_one_is_a_bound(left: After) -> None:
    assert left(SHORT, "I'd rather have a longer one").at_least


@pytest.mark.parametrize(
    "message",
    [
        "I take the nineties back, any year will do",
        "The nineties can go, any year will do",
        "I've changed my mind about the nineties",
        "Let's not limit it to the nineties",
        "I'd like to take back the nineties",
    ],
)
def test_a_decade_is_taken_back(left: After, message: str) -> None:
    assert left(NINETIES, message) == Constraints(genres=("Thriller",))


def test_another_decade_in_its_place(left: After) -> None:
    after = left(NINETIES, "I've changed my mind about the nineties, make it the eighties")
    assert (after.year_min, after.year_max) == (1980, 1989)
    assert left(NINETIES, "I take the nineties, please") == NINETIES


@pytest.mark.parametrize(
    "message",
    [
        "Just keep the violence low",
        "the violence kept to a minimum, please",
        "low violence please",
        "the gore must be mild",
    ],
)
def test_it_is_kept_low(left: After, message: str) -> None:
    assert left(Constraints(), message).at_most == {"violence": 1}


def test_who_stays_out_is_not_let_back_in(linker: Linker, domain: Domain) -> None:
    standing = Constraints(not_people=("Tom Cruise",))
    said = understand("any year will do. Tom Cruise stays out, though.", linker, domain.rating, held=standing)
    assert lift(standing, said) == standing
