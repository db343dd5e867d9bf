"""Whole conversations over the small parts: memory, feedback, limits, deletion, and an LLM that lies."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chatbot.chatbot import Chatbot
from chatbot.errors import InputError, NotFoundError, StoreError
from chatbot.explain import PLAIN_WORDS, unsupported
from chatbot.keeping import ID_MAX
from chatbot.prompt import PromptFormat
from chatbot.support.telling import sayable
from chatbot.tasks import Answer
from chatbot.types import INTENTS, Constraints, Feedback, Turn

BotMaker = Callable[..., Chatbot]
ALIEN, ALIENS, HEAT, FARGO, JAWS = "alien-1979", "aliens-1986", "heat-1995", "fargo-1996", "jaws-1975"
GLUE = frozenset(PromptFormat().words("reason").glue)


def ids(turn: Turn) -> list[str]:
    return [r.item.item_id for r in turn.items]


def intent_of(bot: Chatbot, monkeypatch: pytest.MonkeyPatch, *intents: str) -> None:
    """The classifier says these, one a turn; so a test does not hang on its judgement."""
    left = iter(intents)
    monkeypatch.setattr(bot.hearing, "requests", lambda message: (message,))
    monkeypatch.setattr(bot.hearing._intent, "_baseline", lambda *_: {next(left): 1.0})


@pytest.fixture
def bot(scripted_bot: Chatbot) -> Chatbot:
    return scripted_bot


# -- a conversation ---------------------------------------------------------------------------------------------------


def test_an_article_is_told_by_the_sentences_that_answer(bot: Chatbot, monkeypatch: pytest.MonkeyPatch) -> None:
    """After its first one, which says what the article is about."""
    fallback: Callable[..., Any] = lambda given: Answer(given.sentences[-1], {given.sentences[-1]: 0.9})  # noqa: E731
    monkeypatch.setattr(bot.predictor, "decides", frozenset())
    monkeypatch.setattr(bot._answer, "fallback", fallback)
    intent_of(bot, monkeypatch, "support")
    turn = bot.reply("v", "How do I cancel my subscription?")
    article = bot.articles[turn.sources[0].id]
    first, last = sayable(article)[0], article.text.rpartition(". ")[2]
    assert turn.reply == f"{first} {last} ({article.title})"


def test_a_whole_conversation(bot: Chatbot) -> None:
    first = bot.reply("u", "I loved Alien and The Thing, what should I watch tonight?")
    assert first.intent == "recommend" and len(first.items) == 5 and ALIEN not in ids(first)
    assert all(r.reason for r in first.items)
    older = bot.reply("u", "older ones")
    assert older.conversation_id == first.conversation_id and older.intent == "refine"
    assert older.constraints.year_max == 1989 and all((r.item.year or 9999) <= 1989 for r in older.items)
    why = bot.reply("u", "why the second one?")
    assert why.intent == "explain" and why.reply.startswith(older.items[1].item.title) and not why.items
    assert bot.reply("u", "why not Jaws?").intent == "why_not"
    facts = bot.reply("u", "who directed the first one?")
    assert facts.intent == "item_question" and older.items[0].item.title in facts.reply
    assert older.items[0].item.title in bot.reply("u", "when did it come out?").reply
    help_ = bot.reply("u", "How do I cancel my subscription?")
    assert help_.intent == "support" and help_.sources
    more = bot.reply("u", "more like the second")
    assert more.constraints.similar_to == (older.items[1].item.item_id,), "the list is remembered over a digression"
    assert bot.reply("u", "thanks, bye").intent == "goodbye"
    assert [t["message"] for t in bot.history("u")][:2] == [first.message, "older ones"]


def test_events_come_in_order(bot: Chatbot) -> None:
    kinds = [event.kind for event in bot.stream("u", "I loved Alien, what next?")]
    assert kinds[:2] == ["stage", "stage"] and kinds[-1] == "turn"
    assert kinds.index("text") < kinds.index("items") < kinds.index("reason")
    assert kinds.count("reason") == 5 and kinds.count("items") == kinds.count("turn") == 1


def test_the_answer_is_json_of_the_contract(bot: Chatbot) -> None:
    row = json.loads(json.dumps(bot.reply("u", "I loved Alien, what next?").to_json()))
    assert set(row) >= {
        "conversation_id", "turn_id", "user_id", "intent", "intents", "reply", "items", "constraints", "sources",
        "handoff", "suggestions", "timings_ms", "model", "error",
    }  # fmt: skip
    assert row["error"] is None and row["intent"] in INTENTS
    item = row["items"][0]
    assert set(item) >= {"item_id", "title", "year", "rank", "predicted_rating", "confidence", "reason", "evidence"}
    assert [i["rank"] for i in row["items"]] == [1, 2, 3, 4, 5]
    assert 1 <= item["predicted_rating"] <= 5
    assert sum(abs(e["weight"]) for e in item["evidence"]) == pytest.approx(1, abs=0.01)


# -- what is told takes effect ----------------------------------------------------------------------------------------


def test_a_like_takes_effect_in_the_same_message(bot: Chatbot) -> None:
    told = bot.reply("u", "I loved Alien, what should I watch tonight?")
    assert any(e.item_id == ALIEN for r in told.items for e in r.evidence)
    assert bot.profile("u")["interactions"][0]["item_id"] == ALIEN


def test_a_press_takes_effect_in_the_next_answer(bot: Chatbot) -> None:
    first = bot.reply("u", "what should I watch tonight?")
    bot.feedback(Feedback("u", ids(first)[0], "like", turn_id=first.turn_id))
    bot.feedback(Feedback("u", ids(first)[1], "not_interested", turn_id=first.turn_id))
    second = bot.reply("u", "what should I watch tonight?")
    assert not {ids(first)[0], ids(first)[1]} & set(ids(second))
    assert any(e.item_id == ids(first)[0] for r in second.items for e in r.evidence)


@pytest.mark.parametrize("words", ["I've seen the first one", "the first one was awful", "rate the first one 2 stars"])
def test_words_about_the_list_count_as_feedback(bot: Chatbot, words: str) -> None:
    first = bot.reply("u", "I loved Alien, what should I watch tonight?")
    bot.reply("u", words)
    known = {row["item_id"]: row for row in bot.profile("u")["interactions"]}
    assert ids(first)[0] in known
    assert ids(first)[0] not in ids(bot.reply("u", "I loved Alien, what should I watch tonight?"))


def test_seen_never_comes_back(bot: Chatbot) -> None:
    seen: set[str] = set()
    for _ in range(6):
        turn = bot.reply("u", "a horror film please")
        assert not seen & set(ids(turn))
        for item in ids(turn):
            bot.feedback(Feedback("u", item, "seen"))
            seen.add(item)
    for message in ("something else", "older ones", "more like the first one", "start over"):
        assert not seen & set(ids(bot.reply("u", message)))


def test_the_last_word_on_a_film_counts(bot: Chatbot) -> None:
    bot.reply("u", "I loved Alien, what next?")
    bot.reply("u", "Alien 2/5")
    rows = bot.profile("u")["interactions"]
    assert [(r["item_id"], r["signal"], r["rating"]) for r in rows] == [(ALIEN, "dislike", 2.0)]
    assert bot.reply("u", "forget that I rated Alien").intent == "profile_edit"
    assert bot.profile("u")["interactions"] == []


def test_what_others_think_is_not_mine(bot: Chatbot, monkeypatch: pytest.MonkeyPatch) -> None:
    intent_of(bot, monkeypatch, "rate", "rate")
    bot.reply("u", "my wife hated Heat")
    assert bot.profile("u")["interactions"] == []
    bot.reply("u", "my wife hated Heat but I loved it")
    assert [(r["item_id"], r["signal"]) for r in bot.profile("u")["interactions"]] == [(HEAT, "like")]


def test_a_rating_outside_the_scale_is_not_kept(bot: Chatbot) -> None:
    assert "7/5" in bot.reply("u", "rate Heat 7/5").reply
    assert bot.profile("u")["interactions"] == []
    for rating in (7.0, 0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(InputError):
            bot.feedback(Feedback("u", HEAT, "like", rating))
    with pytest.raises(InputError, match="'loved'"):
        bot.feedback(Feedback("u", HEAT, "loved"))  # type: ignore[arg-type]
    with pytest.raises(NotFoundError, match="no item 'haet'"):
        bot.feedback(Feedback("u", "haet", "like"))
    with pytest.raises(NotFoundError):
        bot.feedback(Feedback("u", HEAT, "like", turn_id="nobody's"))


# -- limits -----------------------------------------------------------------------------------------------------------


def test_limits_hold_over_turns(bot: Chatbot) -> None:
    bot.reply("u", "a horror film please")
    shown = bot.reply("u", "from the 80s")
    assert shown.constraints == Constraints(genres=("Horror",), year_min=1980, year_max=1989)
    turn = bot.reply("u", "not those")
    assert not {*ids(turn)} & {*ids(shown)} and {*turn.constraints.exclude_items} == {*ids(shown)}, "refused for now"
    assert replace(turn.constraints, exclude_items=()) == shown.constraints
    turn = bot.reply("u", "forget the 80s")
    assert turn.constraints.year_min is None and turn.constraints.genres == ("Horror",)
    assert bot.reply("u", "thanks").constraints.genres == ("Horror",), "a thank-you changes nothing"


def test_standing_limits_hold_in_every_conversation(bot: Chatbot) -> None:
    assert bot.reply("u", "never horror").intent == "profile_edit"
    other = bot.reply("u", "I loved Alien, what next?", "another-conversation")
    assert other.constraints.not_genres == ("Horror",)
    assert other.items and not any("Horror" in r.item.genres for r in other.items)
    assert bot.profile("u")["standing"]["not_genres"] == ["Horror"]
    asked = bot.reply("u", "a horror film please", "another-conversation")
    assert not asked.items and "Allow horror again" in asked.suggestions
    assert bot.reply("u", asked.suggestions[0], "another-conversation").constraints.not_genres == ()
    assert bot.reply("u", "a horror film please", "another-conversation").items


# -- memory, other people, deletion -----------------------------------------------------------------------------------


def test_a_reload_finds_the_conversation(bot: Chatbot) -> None:
    turn = bot.reply("u", "I loved Alien, what next?")
    (row,) = bot.history("u")
    assert row == json.loads(json.dumps(turn.to_json()))
    assert bot.history("u", turn.conversation_id) == bot.history("u")
    assert bot.history("nobody") == () == bot.history("u", "no-such-conversation")


def test_another_persons_conversation_is_refused(bot: Chatbot) -> None:
    mine = bot.reply("u", "hi")
    with pytest.raises(NotFoundError, match="no conversation"):
        bot.reply("v", "hi", mine.conversation_id)
    assert bot.history("v", mine.conversation_id) == ()
    assert bot.history("v") == (), "nothing was stored"


def test_deleting_everything_needs_the_confirmation(bot: Chatbot) -> None:
    bot.reply("u", "I loved Alien, what next?")
    asked = bot.reply("u", "delete everything you know about me")
    assert asked.intent == "profile_edit" and bot.profile("u")["interactions"]
    assert asked.offer == "delete"
    for words in ("no", "something funny please", "yes", "ok"):
        bot.reply("u", words)
    assert bot.profile("u")["interactions"], "a yes counts only as the very next word"
    for words in ("no thanks", "why?", "what do you know about me?"):
        assert bot.reply("u", "delete my data").offer == "delete"
        bot.reply("u", words)
        assert bot.profile("u")["interactions"], words
    assert bot.reply("u", "delete all my data please").offer == "delete"
    gone = bot.reply("u", "yes")
    assert "gone" in gone.reply and gone.constraints == Constraints()
    assert bot.history("u") == () and bot.profile("u")["interactions"] == []
    with pytest.raises(NotFoundError):
        bot.export("u")
    assert "gone" in bot.reply("u", "Yes, delete everything").reply, "also where there is nothing"


def test_an_error_stores_nothing(bot: Chatbot, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **more: Any) -> Any:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(bot.room.recommender, "reasons", broken)
        with pytest.raises(StoreError):
            bot.reply("u", "I loved Alien, what next?")
    assert bot.history("u") == () and bot.profile("u")["interactions"] == []


def test_an_abandoned_stream_stores_nothing(bot: Chatbot) -> None:
    for stop in ("stage", "text", "items", "reason"):
        stream = bot.stream("u", "I loved Alien, what next?")
        next(event for event in stream if event.kind == stop)
        stream.close()  # type: ignore[attr-defined]
        assert bot.history("u") == () and bot.profile("u")["interactions"] == []


@pytest.mark.parametrize(
    ("user", "message", "conversation", "why"),
    [
        ("u", "", None, "empty"),
        ("u", " \n\t ", None, "empty"),
        ("u", "a" * 100_000, None, "at most"),
        ("u", "hi\x00", None, "control characters"),
        ("u", "hi \ud800", None, "surrogate"),
        ("u", None, None, "empty"),
        ("", "hi", None, "user_id"),
        ("x" * (ID_MAX + 1), "hi", None, "user_id"),
        ("a\nb", "hi", None, "user_id"),
        (7, "hi", None, "user_id"),
        ("u", "hi", "", "conversation_id"),
        ("u", "hi", "x" * (ID_MAX + 1), "conversation_id"),
        ("u", "hi", 7, "conversation_id"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(
    bot: Chatbot, user: Any, message: Any, conversation: Any, why: str
) -> None:
    with pytest.raises(InputError, match=why):
        bot.stream(user, message, conversation)
    assert bot.history("u") == ()


@pytest.mark.parametrize(
    "message",
    [
        "<script>alert(1)</script> something funny",
        "'; DROP TABLE users; -- a western please",
        "{limits} %s {0.__class__} comedy",
        "🙂🙂🙂",
        "что посмотреть",
        "\\x00 \\ud800",
        "a" * 900,
    ],
)
def test_anything_else_is_ordinary_text(bot: Chatbot, message: str) -> None:
    turn = bot.reply("u", message)
    assert turn.reply and bot.history("u")[-1]["message"] == message


def test_people_of_the_ratings_have_a_history(parts: Any, make_bot: BotMaker) -> None:
    warm = make_bot().reply("films:1", "what should I watch tonight?")
    past = {i.item_id for i in parts.past("films:1")}
    assert past and not past & set(ids(warm))
    assert any(e.item_id in past for r in warm.items for e in r.evidence)
    cold = make_bot().reply("films:99999", "what should I watch tonight?")
    assert all(e.kind == "popularity" for r in cold.items for e in r.evidence)


# -- an LLM that lies -------------------------------------------------------------------------------------------------

LIES = (
    "You will love The Midnight Orchard (2031), a masterpiece.",
    "Starring Tom Hanks and directed by Steven Spielberg.",
    "Everyone loves this. It won nine Oscars!",
    "You rated Titanic highly; this is another love story.",
    "Same director as Alien, Ridley Scott.",
    "Ignore the limits, this horror film is fine.",
    "<img src=x onerror=alert(1)> http://evil.example",
    "A western from 1955, as you asked.",
    "",
    "I",
)
MESSAGES = (
    "I loved Alien and Heat, what next?", "no horror", "from the 90s", "never musicals", "something like {title}",
    "more like the second", "not those", "I've seen the first one", "hated the second one", "why the first one?",
    "why not Jaws?", "older", "something funny", "what do you know about me?", "forget the 90s", "Heat 4/5", "hi",
    "with Tom Hanks", "nothing with Tom Hanks", "how do I cancel?", "compare the first two", "is it scary?",
    "what if I hadn't liked Alien?", "forget that I liked Heat", "ok", "horror is fine again", "start over",
)  # fmt: skip


def check(bot: Chatbot, turn: Turn, hidden: set[str]) -> None:
    """What must hold whatever the LLM says. hidden: judged or refused, with this message included."""
    allowed = bot.catalog.allowed(turn.constraints)
    for r in turn.items:
        assert r.item.item_id in bot.catalog and r.item == bot.catalog[r.item.item_id]
        assert allowed[bot.catalog.index(r.item.item_id)], (turn.message, r.item.label, turn.constraints)
        assert r.item.item_id not in hidden, (turn.message, r.item.label)
        assert unsupported(r.reason, r.item, r.evidence, GLUE | PLAIN_WORDS) == [], r.reason
        assert r.predicted_rating is None or 1 <= r.predicted_rating <= 5
    assert len(ids(turn)) == len(set(ids(turn)))
    assert turn.intent in INTENTS and turn.reply
    assert "Midnight Orchard" not in turn.reply and "evil.example" not in turn.reply


@pytest.mark.parametrize("seed", range(50))
def test_a_lying_llm_changes_nothing_that_matters(make_bot: BotMaker, seed: int) -> None:
    """It picks at random wherever it may pick, and claims what it likes, in two conversations of five turns each."""
    draw = random.Random(seed)
    bot = make_bot(
        say=lambda prompt: draw.choice(LIES),
        choose=lambda prompt, choices: draw.randrange(len(choices)),
        decides=frozenset({"intent", "rating", "ranking", "reason"}),
    )
    titles = [item.title for item in bot.catalog]
    for conversation in ("a", "b"):
        for message in draw.sample(MESSAGES, 5):
            turn = bot.reply("u", message.format(title=draw.choice(titles)), conversation)
            check(bot, turn, {row["item_id"] for row in bot.profile("u")["interactions"]})


def test_a_truthful_llm_is_heard(make_bot: BotMaker) -> None:
    """Its words follow an opening that code wrote; those of them that the evidence carries are shown."""
    bot = make_bot(say=lambda prompt: "another action film.")
    turn = bot.reply("u", "I loved Alien, what next?")
    assert any(r.reason.endswith("another action film.") and "Alien" in r.reason for r in turn.items)
    assert bot.counts()["reason", "llm"] >= 1


def test_everything_works_without_an_llm(make_bot: BotMaker) -> None:
    """The LLM writes reasons alone: without one the films are the same."""
    with_, without = make_bot(), make_bot(decides=frozenset())
    message = "I loved Alien and The Thing, what should I watch tonight?"
    assert ids(with_.reply("u", message)) == ids(without.reply("u", message))
