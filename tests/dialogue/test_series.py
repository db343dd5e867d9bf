"""A series that is refused by its name stays away as a whole; of one film that is refused, its sequels come last."""

from __future__ import annotations

import pytest

from chatbot.catalog import Catalog
from chatbot.dialogue.series import called, mates
from tests.dialogue.conftest import Reader

POTTER, SHREK = "harry-potter-and-the-sorcerers-stone-2001", "shrek-2001"


def test_the_name_of_a_series_means_all_of_it(catalog: Catalog) -> None:
    assert len(called("Harry Potter", POTTER, catalog)) > 3
    assert not called("Shrek", SHREK, catalog)
    assert not called("Harry Potter and the Sorcerer's Stone", POTTER, catalog)


def test_sequels_go_with_the_film_that_begins_them(catalog: Catalog) -> None:
    assert "shrek-2-2004" in mates([SHREK], catalog)
    assert not mates(["shrek-2-2004", "heat-1995", "no-such-film"], catalog)


@pytest.mark.parametrize("message", ["But nothing with Harry Potter in it, I beg you.", "no James Bond please"])
def test_a_series_is_refused_by_name(read: Reader, message: str) -> None:
    assert len(read(message).series) > 3


@pytest.mark.parametrize("message", ["not Heat", "something like Harry Potter", "I have seen Harry Potter"])
def test_nothing_else_refuses_a_series(read: Reader, message: str) -> None:
    assert not read(message).series
