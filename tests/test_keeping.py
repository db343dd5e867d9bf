"""What is kept beside a turn: conversations that are not remembered, forms for a person, what helped; also by HTTP."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from fakes import fake_bot
from fastapi.testclient import TestClient

from chatbot.api import create_api
from chatbot.chatbot import Chatbot
from chatbot.errors import InputError, NotFoundError
from chatbot.types import Feedback

ALIEN = "alien-1979"


def everything(bot: Any, user: str) -> str:
    try:
        return json.dumps(bot.export(user))
    except NotFoundError:
        return ""


def test_a_conversation_that_is_not_remembered_works_and_leaves_nothing(scripted_bot: Chatbot) -> None:
    bot = scripted_bot
    bot.reply("u", "I loved Heat")
    before = everything(bot, "u")
    first = bot.reply("u", "I loved Alien, never musicals, something from the 90s", "c9", remember=False)
    assert first.conversation_id == "c9" and first.items and first.constraints.not_genres == ("Musical",)
    bot.feedback(Feedback("u", first.items[0].item.item_id, "like", turn_id=first.turn_id))
    why = bot.reply("u", "why the second one?", "c9")
    assert why.reply.startswith(first.items[1].item.title), "it goes on as long as it lasts, asked for or not"
    more = bot.reply("u", "more like that", "c9", remember=False)
    assert first.items[0].item.item_id not in {r.item.item_id for r in more.items}
    assert len(bot.history("u", "c9")) == 3 and len(bot.history("u")) == 1
    known = {i.item_id for i in bot.store_of("u", "c9").interactions("u")}
    assert known >= {ALIEN, "heat-1995"}, "it knows what is kept"
    assert everything(bot, "u") == before and not bot.store.standing("u")
    assert ALIEN not in json.dumps(bot.profile("u"))
    bot.asides.end("u")
    assert bot.history("u", "c9") == () and everything(bot, "u") == before
    with pytest.raises(NotFoundError):
        bot.feedback(Feedback("u", ALIEN, "like", turn_id=first.turn_id))


def test_one_of_somebody_else_is_unknown(scripted_bot: Chatbot) -> None:
    scripted_bot.reply("u", "hello", "mine", remember=False)
    with pytest.raises(NotFoundError):
        scripted_bot.reply("v", "hello", "mine", remember=False)
    assert scripted_bot.history("v", "mine") == ()


def test_forgetting_in_the_middle_takes_back_what_was_said(scripted_bot: Chatbot) -> None:
    bot = scripted_bot
    bot.reply("u", "I loved Alien, never musicals", "c1")
    assert bot.store.standing("u") and bot.store.interactions("u")
    turn = bot.reply("u", "something like it", "c1", remember=False)
    assert bot.history("u") == () and not bot.store.standing("u") and not bot.store.interactions("u")
    assert turn.constraints.not_genres == ("Musical",) and len(bot.history("u", "c1")) == 2


def test_deleting_everything_ends_it_too(scripted_bot: Chatbot) -> None:
    bot = scripted_bot
    bot.reply("u", "I loved Alien")
    bot.reply("u", "a western", "c9", remember=False)
    bot.delete("u")
    assert bot.history("u", "c9") == () and bot.asides.latest("u") is None


def test_a_turn_that_runs_while_it_is_set_aside_is_not_kept(scripted_bot: Chatbot) -> None:
    bot = scripted_bot
    bot.reply("u", "hello", "c1")
    running = bot.stream("u", "something with marzipan", "c1")
    next(running)
    bot.store_of("u", "c1", remember=False)
    assert [event.kind for event in running][-1] == "turn"
    assert bot.history("u") == () and "marzipan" not in everything(bot, "u")
    assert [turn["message"] for turn in bot.history("u", "c1")] == ["hello", "something with marzipan"]


def test_a_person_who_is_asked_for_hears_of_it_without_the_conversation(scripted_bot: Chatbot) -> None:
    bot = scripted_bot
    turn = bot.reply("u", "I want to talk to a human", "c1", remember=False)
    (ticket,) = bot.store.tickets()
    assert (ticket.number, ticket.conversation_id, ticket.turn_id) == (turn.ticket, None, None)
    assert bot.history("u") == ()


def test_a_form_is_the_same_kind_of_ticket(scripted_bot: Chatbot) -> None:
    bot = scripted_bot
    bot.reply("u", "How do I cancel my subscription?", "c1")
    ticket = bot.hand_over("u", "", "It does not work.", "me@home.example", "c1")
    assert bot.store.tickets() == (ticket,) and ticket.conversation_id == "c1"
    for words in ("Subject: It does not work.", "Contact: me@home.example", "Asked: How do I cancel"):
        assert words in ticket.summary
    bot.reply("u", "a secret", "c2", remember=False)
    alone = bot.hand_over("u", "", "Please call.", "", "c2")
    assert alone.conversation_id is None and "secret" not in alone.summary
    assert bot.hand_over("u", "s", "t", "", "unknown").conversation_id is None
    with pytest.raises(InputError):
        bot.hand_over("u", "s", " ")
    assert len(bot.store.tickets()) == 3


# -- by HTTP -----------------------------------------------------------------------------------------------------------


def test_the_api_does_all_of_it(tmp_path: Path) -> None:
    bot = fake_bot(tmp_path)
    client = TestClient(create_api(bot, bot.settings), raise_server_exceptions=False)  # type: ignore[arg-type]
    ask = {"user_id": "u1", "message": "delete my data?", "remember": False}
    turn = client.post("/v1/chat", json=ask).json()
    again = client.post("/v1/chat", json={**ask, "message": "something"}).json()
    assert again["conversation_id"] == turn["conversation_id"], "the latest that is not remembered goes on"
    judged = {"user_id": "u1", "turn_id": turn["turn_id"], "helpful": True}
    assert client.post("/v1/helpful", json=judged).json() == {"ok": True}
    press = {"user_id": "u1", "turn_id": again["turn_id"], "item_id": "sunshine-2007", "signal": "like"}
    assert client.post("/v1/feedback", json=press).status_code == 200
    assert client.get("/v1/export/u1").status_code == 404 and bot.store.helpful_by_article() == ()
    turn = client.post("/v1/chat", json={**ask, "remember": True}).json()
    assert client.post("/v1/helpful", json={**judged, "turn_id": turn["turn_id"]}).status_code == 200
    assert bot.store.helpful_by_article() == (("delete-my-data", 1, 0),)
    for bad, status in (({**judged, "turn_id": "no"}, 404), ({**judged, "helpful": "maybe"}, 422)):
        assert client.post("/v1/helpful", json=bad).status_code == status
    form = {"user_id": "u1", "message": "Please call.", "conversation_id": turn["conversation_id"]}
    number = client.post("/v1/tickets", json=form).json()["ticket"]
    assert [one.number for one in bot.store.tickets()] == [number]
    wrong = client.post("/v1/tickets", json={**form, "contact": "nope"})
    assert wrong.status_code == 400 and "neither an e-mail" in wrong.json()["error"]["message"]


def test_the_stream_tells_the_place_in_the_line(tmp_path: Path) -> None:
    bot = fake_bot(tmp_path, at_once=1)
    app = create_api(bot, bot.settings)  # type: ignore[arg-type]
    client, got, told = TestClient(app), threading.Event(), []
    slow = app.state.stream("first", "slow")
    assert next(slow).kind == "stage"

    def finish() -> None:
        got.wait(10)
        told.extend(slow)

    thread = threading.Thread(target=finish)
    thread.start()
    threading.Timer(0.3, got.set).start()
    answer = client.post("/v1/chat", json={"user_id": "u1", "message": "hi"}, headers={"accept": "text/event-stream"})
    thread.join(20)
    events = [line.removeprefix("event: ") for line in answer.text.splitlines() if line.startswith("event: ")]
    assert events[0] == "waiting" and 'data: {"place": 1}' in answer.text and events[-1] == "turn"
    assert told[-1].kind == "turn"
