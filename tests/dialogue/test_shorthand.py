"""Shorthand is written out before anything is read; titles keep their letters."""

from __future__ import annotations

import pytest

from chatbot.dialogue.linking import Linker
from chatbot.dialogue.shorthand import written_out


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("whos in it n y", "who's in it and why"),
        ("smth w ppl falling off mountains", "something with people falling off mountains"),
        ("what've u got, im tired n cant choose", "what've you got, I'm tired and can't choose"),
        ("seen the top 1, now 1 for me", "seen the top one, now one for me"),
        ("would it be there if id kept quiet", "would it be there if I'd kept quiet"),
        ("who made the 1st, and part 1 of 3", "who made the 1st, and part 1 of 3"),
        ("my id card", "my id card"),
        ("u turn by oliver stone", "u turn by oliver stone"),
        ("boyz n the hood n heat", "boyz n the hood and heat"),
    ],
)
def test_written_out(linker: Linker, text: str, full: str) -> None:
    assert written_out(text, linker.link) == full
