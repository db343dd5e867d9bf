"""What other programs reach of the page, with a real Gradio client over a running server."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.conftest import served
from fakes import fake_bot
from gradio_client import Client
from gradio_client.exceptions import AppError


def test_a_gradio_client_chats_as_one_person(tmp_path: Path) -> None:
    bot = fake_bot(tmp_path)
    with served(bot) as address:
        one, two = Client(address, verbose=False), Client(address, verbose=False)
        assert list(one.view_api(return_format="dict")["named_endpoints"]) == ["/chat"]
        first = one.predict(message="something like Alien", api_name="/chat")
        assert len(first["items"]) == 5 and first["error"] is None and first["user_id"].startswith("web:")
        second = one.predict("and the weather?", api_name="/chat")
        assert second["conversation_id"] == first["conversation_id"]
        aside = one.predict("a secret", remember=False, api_name="/chat")
        assert [turn["message"] for turn in bot.history(first["user_id"])] == [first["message"], second["message"]]
        other = two.predict(aside["message"], conversation_id="mine", api_name="/chat")
        assert other["user_id"] != first["user_id"] and other["conversation_id"] == "mine"
        for message, sentence in (("", "The message is empty"), ("boom", "on our side"), ("full", "disk is full")):
            with pytest.raises(AppError, match=sentence):
                one.predict(message, api_name="/chat")
        for client in (one, two):
            client.close()
