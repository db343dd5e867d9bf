"""What a person does outside of a turn: limits one by one, ratings brought in, beliefs with what they rest on."""

from __future__ import annotations

from dataclasses import fields

import pytest

from chatbot.account import Account, single
from chatbot.catalog import Catalog
from chatbot.chatbot import Chatbot
from chatbot.errors import InputError, NotFoundError
from chatbot.profile import build_profile
from chatbot.sources.own_ratings import read_ratings
from chatbot.taste import beliefs
from chatbot.types import Constraints, Interaction, Turn

ALL = Constraints(
    genres=("Horror", "Comedy"), not_genres=("War",), year_min=1990, year_max=1999, people=("Tom Hanks",),
    not_people=("Nicolas Cage",), similar_to=("alien-1979",), exclude_items=("jaws-1975",), themes=("heist",),
    not_themes=("zombies",), not_decades=("1980s",), at_least={"humour": 2}, at_most={"age": 12, "minutes": 100},
)  # fmt: skip

NEVER = Constraints(not_genres=("War", "Musical"), at_most={"age": 16})


@pytest.fixture
def account(scripted_bot: Chatbot) -> Account:
    return Account(scripted_bot.store, scripted_bot.catalog, scripted_bot.domain)


def test_every_kind_of_limit_stands_alone_and_goes_alone(account: Account) -> None:
    account.store.save_turn(Turn("c1", "t1", "u1", "hello", "recommend", "hi"), state=ALL, standing=NEVER)
    assert {f.name for f in fields(Constraints)} == {f.name for f in fields(ALL) if getattr(ALL, f.name)}
    assert len(list(single(ALL))) == 14 and list(single(Constraints())) == []
    limits = account.limits("u1", "c1")
    words = [limit.words for limit in limits]
    assert len(set(words)) == len(limits) == 16 and all(words)
    assert {"horror", "from the 1990s", "like Alien", "not Jaws", "no zombies", "under 100 minutes"} <= {*words}
    for limit in limits:
        before = account.limits("u1", "c1")
        assert account.let_go("u1", "c1", limit.key, limit.lasting) == limit
        after = account.limits("u1", "c1")
        assert [one for one in before if one not in after] == [limit], "nothing else goes with it"
    assert not account.store.constraints("c1") and not account.store.standing("u1")
    with pytest.raises(NotFoundError, match="reload"):
        account.let_go("u1", "c1", limits[0].key, False)


def test_limits_of_another_person_are_neither_seen_nor_changed(account: Account) -> None:
    account.store.save_turn(Turn("c1", "t1", "u1", "hello", "recommend", "hi"), state=ALL)
    assert account.limits("u2", "c1") == []
    with pytest.raises(NotFoundError):
        account.let_go("u2", "c1", "years", False)
    with pytest.raises(NotFoundError):
        account.take_back("u2", "c1", 0)
    with pytest.raises(NotFoundError):
        account.conversation("u2", "c1")


def test_a_press_holds_until_it_is_pressed_again(account: Account) -> None:
    assert account.press("u1", "alien-1979", "like") and not account.press("u1", "alien-1979", "like")
    assert account.judgements("u1") == []
    account.rate("u1", "alien-1979", "2")
    assert [(i.signal, i.rating) for _, i in account.judgements("u1")] == [("dislike", 2.0)]
    for bad in ("0", "6", "", "2.5", "-1", "٣x"):
        with pytest.raises(InputError):
            account.rate("u1", "alien-1979", bad)
    with pytest.raises(NotFoundError):
        account.press("u1", "no-such-film", "like")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Name,Year,Rating\nAlien,1979,5\n", {"alien-1979": 5.0}),
        ("\ufeffDate;Name;Year;Rating\r\n2024;Alien;1980;4,5\r\n", {"alien-1979": 4.5}),
        ("title\trating\nAlien (1979)\t3\nAlien (1979)\t4\n", {"alien-1979": 4.0}),
        ("userId,movieId,rating,timestamp\n1,1214,0.5,9\n", {"alien-1979": 1.0}),
        ("Title,Year,Your Rating\nAlien,1979,9\n", {"alien-1979": 4.5}),
        ('Name,Year,Rating\n"Thing, The",1982,\n', {"the-thing-1982": None}),
    ],
)
def test_forms_of_exported_ratings(text: str, kept: dict[str, float | None], catalog: Catalog) -> None:
    brought = read_ratings(text, catalog)
    assert {item.item_id: stars for item, stars in brought.matched} == kept
    assert brought.unmatched == brought.problems == ()


def test_what_does_not_fit_is_listed(catalog: Catalog) -> None:
    text = "Name,Year,Rating\nAlien,1979,5\nNo Such Film,1999,3\nAlien,1950,3\nHeat,1995,eleven\nFargo,1996,7\n"
    brought = read_ratings(text, catalog)
    assert brought.unmatched == ("No Such Film (1999)", "Alien (1950)")
    assert [problem[:7] for problem in brought.problems] == ["Line 5:", "Line 6:"]


@pytest.mark.parametrize("text", ["", "hello", "a,b\n1,2", "Name,Rating\nNo Such Film,3", "Name,Rating\nAlien,x"])
def test_nothing_is_kept_of_what_is_no_rating(account: Account, text: str) -> None:
    with pytest.raises(InputError, match="Letterboxd"):
        account.bring("u1", text)
    assert account.store.interactions("u1") == ()


def test_beliefs_rest_on_what_they_name(catalog: Catalog) -> None:
    ids = {"alien-1979": 5, "aliens-1986": 5, "blade-runner-1982": 4, "the-terminator-1984": 5, "mamma-mia-2008": 1}
    rows = [Interaction("u", i, r, at) for at, (i, r) in enumerate(ids.items()) if i in catalog]
    said = beliefs(build_profile("u", rows, catalog.domain.rating), catalog)
    texts = [line.text for line in said]
    assert "You like science fiction." in texts and "Directed by James Cameron: more than once." in texts
    assert not any("drama" in text for text in texts)
    for line in said:
        assert 2 <= len(line.items) <= line.among and {item.item_id for item in line.items} <= {*ids}
    assert beliefs(build_profile("u", rows[:1], catalog.domain.rating), catalog) == []
