"""Stars as people hand them out: several in one message, with a remark between, and taken back again."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import Reader

GIVEN: list[tuple[str, dict[str, float]]] = [
    ("Gosford Park, five stars. Withnail & I, four.", {"gosford-park-2001": 5, "withnail-and-i-1987": 4}),
    ("Heat: 4. Fargo: a three. Alien, two.", {"heat-1995": 4, "fargo-1996": 3, "alien-1979": 2}),
    ("The Fugitive too, 4", {"the-fugitive-1993": 4}),
    ("Kindly put down two stars for Vertigo", {"vertigo-1958": 2}),
    ("Heat, on the other hand, five. It never tires.", {"heat-1995": 5}),
    ("Fargo, for me, a solid four", {"fargo-1996": 4}),
    ("Up, both of us, five stars, it made us cry", {"up-2009": 5}),
    ("Fargo and Heat, four stars each", {"fargo-1996": 4, "heat-1995": 4}),
    ("five stars for Heat and four for Fargo", {"heat-1995": 5, "fargo-1996": 4}),
    ("four stars: The Sting, Jaws and Rocky", {"the-sting-1973": 4, "jaws-1975": 4, "rocky-1976": 4}),
    ("And Casablanca? Five, obviously", {"casablanca-1942": 5}),
    ("five stars for Heat, Fargo was dull", {"heat-1995": 5}),
    ("take back the two stars for Vertigo and make it four", {"vertigo-1958": 4}),
    ("no wait, I was wrong about Heat. it's a five", {"heat-1995": 5}),
    ("Casablanca, on the other hand, I did see to the end: three.", {"casablanca-1942": 3}),
    ("Whereas Heat, which is the same but with manners: five.", {"heat-1995": 5}),
    ("I was wrong about Vertigo. My brother talked me down, we say four.", {"vertigo-1958": 4}),
    ("I saw Heat at last. Three stars. No, be fair: four.", {"heat-1995": 4}),
    ("Heat is better than I said: three, I should think, instead of the one", {"heat-1995": 3}),
    ("Vertigo at five stars; Fargo at four; and Alien at two", {"vertigo-1958": 5, "fargo-1996": 4, "alien-1979": 2}),
    ("Heat, four stars. No, nothing with Pacino, two films please", {"heat-1995": 4}),
    ("Titanic, the long one of 1997, we disliked strongly. One star.", {"titanic-1997": 1}),
]
NOT_GIVEN = [
    "Something like Alien, two",
    "films like Heat, two please",
    "Heat and The Rock, one evening",
    "I saw Heat. it's a three hour film",
    "In Paris, four stars is a lot",
    "I have two stars in mind: Cary Grant and Grace Kelly",
    "I must take back the two stars for Vertigo",
    "please withdraw my five stars for Heat",
    "The one star was meant for the captain. Forget that I disliked Titanic.",
    "My two stars for Heat were a mistake",
    "films like Alien, please: three",
    "From Alien, three things: one",
]


@pytest.mark.parametrize(("message", "ratings"), GIVEN)
def test_each_film_gets_its_own_stars(read: Reader, message: str, ratings: dict[str, float]) -> None:
    assert dict(read(message).ratings) == ratings


@pytest.mark.parametrize("message", NOT_GIVEN)
def test_other_figures_rate_nothing(read: Reader, message: str) -> None:
    assert not read(message).ratings
