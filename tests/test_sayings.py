"""How limits are said."""

from __future__ import annotations

import pytest

from chatbot.sayings import years_in_words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (1990, 1999, "from the 1990s"), (1994, 1994, "from 1994"), (1990, 1994, "from 1990 to 1994"),
        (1991, 2000, "from 1991 to 2000"), (1987, None, "from 1987 or later"), (None, 1959, "from 1959 or earlier"),
    ],
)  # fmt: skip
def test_years_in_words(low: int | None, high: int | None, words: str) -> None:
    assert years_in_words(low, high) == words
