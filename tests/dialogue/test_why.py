"""Why, why not and what if: computed, told with ranks and shares, and backed row by row in the grounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chatbot.chatbot import Chatbot
from chatbot.dialogue.what_if import imagine, place_of
from chatbot.errors import NotFoundError
from chatbot.profile import build_profile
from chatbot.recommender import Query
from chatbot.types import Interaction, Turn

ALIEN, HEAT, FARGO = "alien-1979", "heat-1995", "fargo-1996"


@pytest.fixture
def talk(scripted_bot: Chatbot) -> Callable[[str], Turn]:
    scripted_bot.reply("u", "I loved Alien and Toy Story. What next?")
    return lambda message: scripted_bot.reply("u", message)


def test_why_gives_the_shares_of_the_score_and_they_sum_to_one(talk: Callable[[str], Turn]) -> None:
    answer = talk("why the second one?").to_json()
    assert answer["intent"] == "explain" and "%" in answer["reply"] and not answer["items"]
    (row,) = answer["grounds"]
    assert row["rank"] == 2 and row["title"] in answer["reply"]
    assert sum(abs(e["weight"]) for e in row["evidence"]) == pytest.approx(1, abs=0.01)
    assert all(e["id"] and e["said"] for e in row["evidence"])


def test_what_was_not_picked_is_not_explained_as_if_it_were(talk: Callable[[str], Turn]) -> None:
    answer = talk("why did you pick Fargo?")
    assert "isn't on my latest list" in answer.reply and answer.grounds[0]["item_id"] == FARGO


def test_why_not_names_what_keeps_it_out_and_its_rank(talk: Callable[[str], Turn]) -> None:
    assert "seen or rated" in talk("why not Alien?").reply
    talk("nothing violent please")
    answer = talk("why not Heat?")
    assert "not violent" in answer.reply and "On taste alone it would be" in answer.reply
    assert answer.grounds[0]["rank"] >= 1 and answer.grounds[0]["evidence"][0]["limit"] == "not violent"


@pytest.mark.parametrize(
    "message",
    [
        "what if I didn't like Alien?", "without Alien, where would it be?", "and if I had hated Alien?",
        "what if I hated Alien?", "without Alien, where would the second one be?", "suppose I had never seen Alien",
        "what if I had given Alien 1/5?",
    ],
)  # fmt: skip
def test_what_if_stores_nothing_and_tells_ranks(scripted_bot: Chatbot, message: str) -> None:
    scripted_bot.reply("u", "I loved Alien and Toy Story. What next?")
    before = scripted_bot.profile("u")
    answer = scripted_bot.reply("u", message)
    assert answer.intent == "explain" and scripted_bot.profile("u") == before
    assert answer.grounds and all(row["without"] == [ALIEN] for row in answer.grounds)
    assert {"before", "after", "pool"} <= set(answer.grounds[0])


def test_what_if_is_the_ranking_without_it(scripted_bot: Chatbot) -> None:
    scripted_bot.reply("u", "I loved Alien and Toy Story. What next?")
    shown = scripted_bot.history("u")[-1]["items"]
    told = scripted_bot.what_if("u", shown[0]["item_id"], ALIEN)
    room, scale = scripted_bot.room, scripted_bot.domain.rating
    likes = [Interaction("u", name, None, at, "like") for at, name in enumerate((ALIEN, "toy-story-1995"))]
    neutral = [Interaction("u", ALIEN, None, 0, "seen"), likes[1]]
    item = room.catalog[shown[0]["item_id"]]
    before, after = (
        place_of(room.recommender, build_profile("u", rows, scale), Query(), item) for rows in (likes, neutral)
    )
    assert (told["before"], told["after"]) == (before.rank, after.rank)
    with pytest.raises(NotFoundError):
        scripted_bot.what_if("u", "no-such-film", ALIEN)


def test_an_imagined_judgement_is_what_a_told_one_would_be(scripted_bot: Chatbot) -> None:
    scale = scripted_bot.domain.rating
    rows = [Interaction("u", name, None, at, "like") for at, name in enumerate((ALIEN, HEAT))]
    profile = build_profile("u", rows, scale)
    turned = build_profile("u", [Interaction("u", ALIEN, None, 0, "dislike"), rows[1]], scale)
    assert imagine(profile, [ALIEN], "dislike", scale).weights == pytest.approx(turned.weights)
    added = build_profile("u", [*rows, Interaction("u", FARGO, None, 2, "like")], scale)
    assert imagine(profile, [FARGO], "like", scale).weights == pytest.approx(added.weights)
    assert imagine(profile, [ALIEN], "none", scale).seen == profile.seen


def test_a_film_that_nobody_judged_changes_nothing(talk: Callable[[str], Turn]) -> None:
    answer: Any = talk("what if I hadn't liked Heat?")
    assert "nothing about Heat" in answer.reply and not answer.grounds


def test_an_unknown_film_gets_the_nearest_titles(talk: Callable[[str], Turn]) -> None:
    assert "I don't know a film called “Midnight Orchard”" in talk("why not Midnight Orchard?").reply
