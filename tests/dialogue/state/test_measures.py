"""Measures in words: how violent, scary, sad, funny, fast, demanding, long, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chatbot.dialogue.state import Understanding, apply
from chatbot.dialogue.state.measures import Bound, bounded, spoken_in
from chatbot.dialogue.state.numbers import ages_in, durations_in
from chatbot.domain import Domain
from chatbot.types import Constraints

Reader = Callable[..., Understanding]


def most(**bounds: int) -> dict[str, Any]:
    return {"at_most": bounds}


def least(**bounds: int) -> dict[str, Any]:
    return {"at_least": bounds}


# (message, what is in force after it)
SAID: list[tuple[str, dict[str, Any]]] = [
    # how much
    ("something violent", least(violence=2)),
    ("something really sad", least(sadness=3)),
    ("as scary as possible", least(scariness=3)),
    ("very funny", least(humour=3)),
    ("a bit of humour", least(humour=1)),
    ("some violence", least(violence=1)),
    ("not too violent", most(violence=1)),
    ("nothing too scary", most(scariness=1)),
    ("not very sad", most(sadness=1)),
    ("something not so violent", most(violence=1)),
    ("without much blood", most(violence=1)),
    ("not violent", most(violence=0)),
    ("no violence", most(violence=0)),
    ("nothing gory", most(violence=0)),
    ("without gore", most(violence=0)),
    ("I hate gory films", most(violence=0)),
    ("less violent", most(violence=1)),
    ("more violent", least(violence=2)),
    ("too scary", most(scariness=1)),
    ("not funny enough", least(humour=2)),
    ("with as little fighting as you can", most(violence=1)),
    ("something for my nephew, he's seven", most(age=7)),
    ("two grandsons, eleven and eight", most(age=8)),
    ("my class, who are six, want a cartoon", {"genres": ["Animation"]} | most(age=6)),
    ("for a girl of nine instead of a girl of twelve", most(age=9)),
    ("he is eighty and she has two dogs", {}),
    ("16s only", least(age=16)),
    ("we had a 3 hour drive", {}),
    ("it took us ninety minutes to agree", {}),
    ("no more than an hour and forty", most(minutes=100)),
    ("that was a long wait", {}),
    ("something short\nno blood", most(minutes=100, violence=0)),
    ("my sister laughs at everything", {}),
    ("he's a sad man", {}),
    # several
    ("not too violent or scary", most(violence=1, scariness=1)),
    ("no blood, gore or violence", most(violence=0)),
    ("less sad and funnier", most(sadness=1) | least(humour=2)),
    ("exciting but not too violent", least(pace=2) | most(violence=1)),
    # words of genres
    ("something funny", {"genres": ["Comedy"]}),
    ("a creepy film", {"genres": ["Horror"]}),
    ("funnier", least(humour=2)),
    ("scarier", least(scariness=2)),
    ("less scary", most(scariness=1)),
    ("not scary", most(scariness=0)),
    ("nothing scary", most(scariness=0)),
    ("scary but not too violent", {"genres": ["Horror"]} | most(violence=1)),
    ("like Alien but funny", {"similar_to": ["alien-1979"]} | least(humour=2)),
    ("no horror", {"not_genres": ["Horror"]}),
    # both ends of a scale
    ("slow and quiet", most(pace=1)),
    ("slower", most(pace=1)),
    ("nothing slow", least(pace=2)),
    ("too slow", least(pace=2)),
    ("something exciting", least(pace=2)),
    ("something light", most(effort=1)),
    ("lighter", most(effort=1)),
    ("don't make me think", most(effort=1)),
    ("a film that makes me think", least(effort=2)),
    ("uplifting", most(sadness=1)),
    ("not too heavy", most(sadness=1)),
    # length
    ("under two hours", most(minutes=120)),
    ("nothing over two hours", most(minutes=120)),
    ("no longer than 2h", most(minutes=120)),
    ("2 hours max", most(minutes=120)),
    ("I have an hour and a half", most(minutes=90)),
    ("about an hour and a half", most(minutes=100)),
    ("at least 2h30", least(minutes=150)),
    ("between 90 and 120 minutes", least(minutes=90) | most(minutes=120)),
    ("short", most(minutes=100)),
    ("shorter", most(minutes=100)),
    ("not too long", most(minutes=100)),
    ("I don't want anything too long", most(minutes=100)),
    ("something long", least(minutes=150)),
    ("92 minutes at most, nothing longer", most(minutes=92)),
    ("nothing heavy, and a happy ending", most(sadness=0)),
    # who watches
    ("my granddaughter, who is eleven", most(age=11)),
    ("for my six-year-old", most(age=6)),
    ("for my 7 and 10 year olds", most(age=7)),
    ("for kids aged 5 and 9", most(age=5)),
    ("my daughter is 7", most(age=7)),
    ("for the kids", most(age=8)),
    ("with children", most(age=8)),
    ("a family film", most(age=8)),
    ("suitable for children", most(age=8)),
    ("for teenagers", most(age=12)),
    ("a children's film", {"genres": ["Children"]}),
    ("a kids' film", {"genres": ["Children"]}),
    ("nothing for kids", {"not_genres": ["Children"]}),
    # themes that hold a word of a measure
    ("a slow burn", {"themes": ["slow burn"]}),
    # no wish at all
    ("Heat was slow and sad", {}),
    ("I feel sad", {}),
    ("I'm happy to watch anything", {}),
    ("is it violent?", {}),
    ("how long is Heat?", {}),
    ("my wife hates violence", {}),
    ("my six-year-old loved Toy Story", {}),
    ("a 10-year-old film", {}),
    ("I saw it two hours ago", {}),
    ("a quick question", {}),
]


@pytest.mark.parametrize(("text", "wanted"), SAID)
def test_what_a_message_bounds(read: Reader, text: str, wanted: dict[str, Any]) -> None:
    assert apply(Constraints(), read(text), fresh=True) == Constraints.from_json(wanted)


# (in force, message, in force after it)
CHANGES: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    (most(violence=1), "less violent", most(violence=0)),
    (most(violence=0), "less violent", most(violence=0)),
    (most(violence=1), "more violent", least(violence=2)),
    (least(violence=2), "less violent", most(violence=1)),
    (least(humour=2), "funnier", least(humour=3)),
    (least(humour=3), "funnier", least(humour=3)),
    (most(minutes=120), "under 90 minutes", most(minutes=90)),
    (most(minutes=90), "something long", least(minutes=150)),
    (most(violence=2), "something violent", most(violence=2) | least(violence=2)),
    (most(violence=1, minutes=90), "violence is fine", most(minutes=90)),
    (most(violence=1, minutes=90), "length doesn't matter", most(violence=1)),
    (most(violence=1, minutes=90), "forget the runtime", most(violence=1)),
    (most(minutes=90), "longer is fine", {}),
    (most(minutes=90), "any length", {}),
    (most(age=8), "any age", {}),
    ({"genres": ["Comedy"]}, "doesn't have to be funny", {}),
    (most(pace=1), "too slow, something faster", least(pace=2)),
    (most(violence=0), "violence may come back", {}),
    (least(humour=2), "it needn't be funny", {}),
    # let go of
    (most(minutes=100), "it may run as long as it likes", {}),
    (most(sadness=0), "sad is all right again", {}),
    (most(sadness=0), "a little sadness is fine", most(sadness=1)),
    (most(pace=1), "we can manage without the slow part", {}),
    (most(effort=1), "I withdraw what I said, it can be as difficult as it wants", {}),
    (least(humour=2), "no need for jokes", {}),
    (least(minutes=150), "the running time is of no importance to us now", {}),
    (most(age=8), "the children have all gone to bed", {}),
    (most(age=8), "adults only from here on", {}),
    (most(age=6), "my six-year-old fell over and is asleep", {}),
    (most(minutes=90), "scrap the ninety minutes", {}),
    (most(minutes=90), "longer than two hours is fine", {}),
    (most(minutes=90), "the time limit can go", {}),
    (least(humour=2), "less jokey more brutal", most(humour=1) | least(violence=2)),
    (least(violence=2), "he is a brutal man", least(violence=2)),
]


@pytest.mark.parametrize(("before", "text", "wanted"), CHANGES)
def test_what_a_message_changes(read: Reader, before: dict[str, Any], text: str, wanted: dict[str, Any]) -> None:
    assert apply(Constraints.from_json(before), read(text), fresh=False) == Constraints.from_json(wanted)


def test_a_new_bound_removes_what_contradicts_it_and_no_more() -> None:
    state = Constraints(at_least={"violence": 2, "pace": 1}, at_most={"violence": 3, "age": 12})
    after = bounded(state, [Bound("violence", "at_most", 1), Bound("pace", "at_most", 2)])
    assert after == Constraints(at_least={"pace": 1}, at_most={"violence": 1, "pace": 2, "age": 12})


def test_a_domain_without_words_reads_nothing(domain: Domain) -> None:
    assert spoken_in("under two hours, not too violent", domain.model_copy(update={"measure_words": {}})) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.5 hours", [100]), ("two and a half hours", [150]), ("2 hours and 15 minutes", [135]), ("2h15", [135]),
       
        ("ninety minutes", [90]), ("about ninety minutes", [100]), ("ninety-five minutes", [95]), ("ten minutes", []),
        ("an hour", [60]), ("an hour and three quarters", [105]),
        ("90 or more", []), ("90 minutes or more", [90]), ("24/7 hours", []),
    ],
)  # fmt: skip
def test_durations(text: str, values: list[int]) -> None:
    assert [told.value for told in durations_in(text)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a 12 yo", [12]), ("rosa is 7, i am not", [7]), ("ok for 12s", [12]), ("two nephews, six and nine", [6]),
        ("an eight year old", [8]), ("5, 7 year olds", [5]), ("my son, 9,", [9]), ("she is 30", []),
        ("a 40 year old man", []), ("kids are 4 hours away", []), ("he's one of us", []),
    ],
)  # fmt: skip
def test_ages(text: str, values: list[int]) -> None:
    assert [told.value for told in ages_in(text)] == values
