"""The simulated person: what she knows and says, and that nobody is measured by a crowd that she is part of."""

from __future__ import annotations

import numpy as np
import pytest

from chatbot.build import Parts
from chatbot.evaluation.simulated import TURNS, Person, Talk, _folds, by_popularity, converse, measure, person_of


@pytest.fixture(scope="module")
def person(parts: Parts) -> Person:
    found = person_of(parts, "3", seed=0)
    assert found is not None
    return found


def test_what_is_hidden_comes_last_and_is_never_remembered(parts: Parts, person: Person) -> None:
    history = parts.dataset.history("3")
    assert len(person.hidden) == 5 and {i.item_id for i in history[-5:]} == set(person.hidden)
    assert not set(person.remembered) & set(person.hidden)
    assert all(person.remembered[item] >= 4 for item in person.likes) and person.hidden[person.aim.item_id] >= 4


def test_all_that_she_asks_for_is_true_of_her_aim(parts: Parts, person: Person) -> None:
    for seed in range(20):
        talk = Talk(person, np.random.default_rng(seed))
        said = [talk.first(), *(talk.next(lambda item: parts.catalog[item].title) for _ in range(TURNS - 1))]
        assert parts.catalog.allowed(talk.limits)[parts.catalog.index(person.aim.item_id)], said
        assert talk.limits.genres and len(set(talk.named)) == 2 and set(talk.named) <= set(person.likes)
        assert person.aim.title not in " ".join(said), "she does not give it away"


def test_nobody_is_part_of_the_crowd_that_answers_her(parts: Parts) -> None:
    data, tested = parts.dataset, []
    for people, bot, often in _folds(parts.settings, parts, 0):
        ids = {person.user_id for person in people}
        others = [at for at in range(len(data)) if data.users[data.user_idx[at]] not in ids]
        assert often.sum() <= len(others) and bot.room.recommender.retriever.collaborative is not parts.collaborative
        tested += sorted(ids)
    assert len(tested) == len(set(tested))


def test_popularity_keeps_to_her_limits_and_shows_nothing_twice(parts: Parts, person: Person) -> None:
    folds = _folds(parts.settings, parts, 0)  # each fold's store is open until the next is asked for
    people, bot, often = next(folds)
    talk = Talk(people[0], np.random.default_rng(0))
    said, limits, cards, hits = converse(bot, talk)
    assert len(said) == len(limits) == len(cards) == len(hits) == TURNS and max(cards) <= 5
    assert len(by_popularity(bot, people[0], limits, talk.named, often)) == TURNS
    again = Talk(people[0], np.random.default_rng(0))
    assert again.first() == said[0], "the same seed says the same"
    folds.close()


def test_the_report(parts: Parts) -> None:
    report = measure(parts.settings, parts, seed=0)
    assert report["n"] == 20 and set(report["baselines"]) == {"popularity", "one_shot"}
    for table in (report["metrics"], *report["baselines"].values()):
        within = [table[f"success@{turn}"]["value"] for turn in (1, 2, 3)]
        assert within == sorted(within) and 0 <= within[0] <= within[-1] <= 1
    assert report["metrics"]["success@3"]["value"] > 0.3
