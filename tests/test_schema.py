"""The API keeps to its own OpenAPI description, whatever it is sent: schemathesis, in this process."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fakes import fake_bot
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode

from chatbot.api import create_api

BOUNDED = settings(
    max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)  # fmt: skip


@pytest.mark.parametrize("keys", ["", "key"])
def test_every_answer_is_as_described(tmp_path: Path, keys: str) -> None:
    bot = fake_bot(tmp_path, messages_a_minute=0, api_keys=keys)
    schema = schemathesis.openapi.from_asgi("/openapi.json", create_api(bot, bot.settings))  # type: ignore[arg-type]
    schema.config.generation.update(codec="cp1252")  # characters that every version of Unicode knows
    operations = [found.ok() for found in schema.get_all_operations()]
    assert {"POST /v1/chat", "POST /v1/tickets", "GET /readyz"} <= {one.label for one in operations}
    for operation in operations:
        takes = bool(list(operation.body) or list(operation.path_parameters))
        for mode in GenerationMode if takes else (GenerationMode.POSITIVE,):
            holds(operation.as_strategy(generation_mode=mode))


def holds(cases: Any) -> None:
    """Good and bad requests alike get an answer that the description names."""

    @BOUNDED
    @given(cases)
    def check(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": "Bearer key"})

    with suppress(Unsatisfiable):  # there is no bad request of this kind
        check()
