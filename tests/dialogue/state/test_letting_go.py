"""What is let go of, let in again, swapped, left out, told or asked: names in force and a message about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from chatbot.catalog import Catalog
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.state import apply, understand
from chatbot.domain import Domain
from chatbot.types import Constraints, Item

After = Callable[..., Constraints]
HEAT, ALIEN, JAWS = "heat-1995", "alien-1979", "jaws-1975"


@pytest.fixture
def left(linker: Linker, domain: Domain) -> After:
    """left(held, message, shown): the limits after a message that goes on."""

    def after(held: Constraints, message: str, shown: Sequence[Item] = ()) -> Constraints:
        return apply(held, understand(message, linker, domain.rating, shown, held=held), fresh=False)

    return after


@pytest.mark.parametrize(
    "message",
    [
        "drop the heist, the rest is perfect",
        "there is no need for a heist",
        "the heist can go",
        "we could manage without the heist",
        "the heist is not essential, you know",
        "the heist was only an idea",
        "we needn't insist on the heist",
        "take the heist out again",
        "the heist is optional, pet",
        "the heist can stay at home",
    ],
)
def test_what_was_wanted_is_let_go_of_and_not_refused(left: After, message: str) -> None:
    assert left(Constraints(genres=("Crime",), themes=("heist",)), message) == Constraints(genres=("Crime",))


@pytest.mark.parametrize(
    "message",
    [
        "let the zombies back in",
        "i have no further objection to zombies",
        "my sister says zombies are welcome again",
        "zombies are back on",
        "we take back the zombies",
        "take the zombie ban off, will you",
        "do let us have zombies",
    ],
)
def test_what_was_refused_is_let_in_and_not_asked_for(left: After, message: str) -> None:
    assert left(Constraints(not_themes=("zombies",), at_most={"age": 12}), message) == Constraints(at_most={"age": 12})


def test_a_wish_asks_for_what_was_refused(left: After) -> None:
    assert left(Constraints(not_genres=("Horror",)), "a horror film please") == Constraints(genres=("Horror",))


def test_another_of_its_kind_is_told_in_its_place(left: After) -> None:
    assert left(Constraints(genres=("Western",)), "not a western, a comedy") == Constraints(genres=("Comedy",))
    assert left(Constraints(genres=("Western",)), "skip the western, drama instead") == Constraints(genres=("Drama",))


def test_what_is_told_behind_is_wanted_in_its_place(left: After) -> None:
    held = Constraints(themes=("heist",))
    assert left(held, "scrap the heist, zombies please") == Constraints(themes=("zombies",))
    assert left(held, "instead of a heist do zombies") == Constraints(themes=("zombies",))
    assert left(Constraints(genres=("Comedy",)), "comedy's out, a drama").not_genres == ()


def test_not_him_is_who_was_asked_for(left: After) -> None:
    wayne = ("John Wayne",)
    assert left(Constraints(people=wayne), "no, not him") == Constraints(not_people=wayne)
    assert left(Constraints(people=wayne), "did i tell him?") == Constraints(people=wayne)


def test_a_rule_is_taken_away(left: After) -> None:
    assert left(Constraints(not_genres=("Horror",)), "delete the rule about horror") == Constraints()


def test_who_takes_nothing_else_wishes_for_it(left: After) -> None:
    assert left(Constraints(), "my uncle was a miner and accepts westerns only") == Constraints(genres=("Western",))


def test_a_film_may_stay_after_all(left: After) -> None:
    assert left(Constraints(exclude_items=(HEAT, JAWS)), "fine, Heat can stay") == Constraints(exclude_items=(JAWS,))


def test_short_names_mean_what_is_in_force(left: After) -> None:
    held = Constraints(not_people=("Tom Cruise",), genres=("Action",))
    assert left(held, "Cruise is welcome now") == Constraints(genres=("Action",))
    assert left(Constraints(genres=("Action",)), "a cruise would be welcome now") == Constraints(genres=("Action",))


@pytest.mark.parametrize(
    "message",
    [
        "what is a western?",
        "does drama always mean that somebody dies?",
        "my neighbour wrote a musical in march",
    ],
)
def test_what_is_asked_or_told_is_no_wish(left: After, message: str) -> None:
    assert left(Constraints(year_min=1990), message) == Constraints(year_min=1990)


def test_what_is_refused_once_is_not_wanted_by_its_name(left: After) -> None:
    assert left(Constraints(), "no musicals. Musicals all day long at work") == Constraints(not_genres=("Musical",))


POINTED: list[tuple[str, str, tuple[str, ...]]] = [
    ("the second looks lovely, more of that kind", "similar_to", (ALIEN,)),
    ("the first one but shorter", "similar_to", (HEAT,)),
    ("the third can go", "exclude_items", (JAWS,)),
    ("the first and the third are out", "exclude_items", (HEAT, JAWS)),
    ("the first is for couples and so is the third. Take them off", "exclude_items", (HEAT, JAWS)),
    ("the middle one again, but funnier", "similar_to", (ALIEN,)),
    ("the third looks soppy. Out.", "exclude_items", (JAWS,)),
    ("less violent than the first", "exclude_items", ()),
]


@pytest.mark.parametrize(("message", "field", "items"), POINTED)
def test_what_is_said_of_a_film_of_the_list(
    left: After, catalog: Catalog, message: str, field: str, items: tuple[str, ...]
) -> None:
    shown = [catalog[item] for item in (HEAT, ALIEN, JAWS)]
    assert getattr(left(Constraints(), message, shown), field) == items


@pytest.mark.parametrize(
    ("held", "message", "rest"),
    [
        (Constraints(not_people=("John Wayne",)), "the ban on John Wayne lapses", Constraints()),
        (Constraints(not_people=("John Wayne",)), "her rule about John Wayne no longer applies", Constraints()),
        (Constraints(not_people=("John Wayne",)), "the rule about John Wayne stays", None),
        (Constraints(genres=("Musical", "Horror")), "the singing stays and the horror goes", Constraints(("Musical",))),
        (Constraints(genres=("Musical", "Horror")), "It need not be a horror film", Constraints(("Musical",))),
        (Constraints(at_most={"minutes": 110}), "I withdraw what I said about the length", Constraints()),
        (Constraints(people=("Maggie Smith",)), "It need not be Maggie Smith. I have become difficult", Constraints()),
    ],
)
def test_limits_are_withdrawn(left: After, held: Constraints, message: str, rest: Constraints | None) -> None:
    after = left(held, message)
    assert after == (held if rest is None else rest)


def test_to_start_again_leaves_no_refusal(linker: Linker, domain: Domain) -> None:
    held = Constraints(("Western",), not_people=("John Wayne",), year_max=1964)
    said = understand("Forget all of that and start again. A documentary", linker, domain.rating, held=held)
    assert apply(held, said, fresh=True) == Constraints(("Documentary",))


def test_some_of_a_genre_are_refused_and_the_genre_stays(left: After) -> None:
    held = Constraints(genres=("Western",))
    assert left(held, "but no singing cowboys, nothing that is a musical").genres == ("Western",)
    assert left(held, "no westerns any more").genres == ()
    silent = left(Constraints(genres=("Comedy",)), "no silent comedies please")
    assert (silent.genres, silent.not_themes) == (("Comedy",), ("silent film",))


@pytest.mark.parametrize("message", ["simply westerns, please", "only westerns", "nothing but a western"])
def test_one_genre_wanted_alone_lets_go_of_the_others(left: After, message: str) -> None:
    assert left(Constraints(genres=("Western", "Musical")), message).genres == ("Western",)
    assert left(Constraints(genres=("Musical",)), message).genres == ("Musical", "Western")


@pytest.mark.parametrize(
    "message",
    ["forget all the boy's rules, and give us a drama", "drop his rules. A drama", "forget the rules. A drama"],
)
def test_rules_are_let_go_of_in_the_same_breath(left: After, message: str) -> None:
    assert left(Constraints(at_most={"age": 7, "minutes": 120}), message) == Constraints(genres=("Drama",))


def test_one_rule_let_go_of_is_not_all(left: After) -> None:
    held = Constraints(genres=("Drama",), not_genres=("Horror",))
    assert left(held, "drop the rules about horror").genres == ("Drama",)


@pytest.mark.parametrize(
    "message",
    ["the length, abolish it", "so the question of the two hours falls", "the two hours no longer apply"],
)
def test_a_length_falls(left: After, message: str) -> None:
    assert left(Constraints(genres=("Western",), at_most={"minutes": 120}), message) == Constraints(genres=("Western",))


@pytest.mark.parametrize(
    "message", ["let enter again the old ones", "let the old films back in", "bring back some older films"]
)
def test_old_ones_enter_again(left: After, message: str) -> None:
    assert left(Constraints(genres=("War",), year_min=1980), message) == Constraints(genres=("War",))


@pytest.mark.parametrize(
    "message", ["I make peace with him", "then he may enter again", "I forgive him", "he can come back in"]
)
def test_whoever_was_kept_away_is_forgiven(left: After, message: str) -> None:
    assert left(Constraints(not_people=("James Stewart",)), message) == Constraints()


def test_him_alone_is_wanted(left: After) -> None:
    held = Constraints(genres=("Western",), people=("Marcello Mastroianni",))
    assert left(held, "then give me only him") == Constraints(people=("Marcello Mastroianni",))
    assert left(held, "not only him, please").genres == ("Western",)


def test_the_winter_is_long_and_no_film(left: After) -> None:
    assert left(Constraints(genres=("Crime",)), "the winter by us is long") == Constraints(genres=("Crime",))
