"""Words and figures on their streams; settings of the command line before those of the environment."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from chatbot.console import ready, show


@pytest.mark.parametrize("to_file", [True, False])
def test_words_go_to_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str], to_file: bool) -> None:
    target = tmp_path / "figures.json"
    show(["one", "two"], {"n": "é"}, target if to_file else None)
    assert capsys.readouterr() == ("one\ntwo\n", "")
    assert target.exists() == to_file
    if to_file:
        assert target.read_text("utf-8") == '{\n  "n": "é"\n}\n'


def test_standard_output_is_for_the_json_alone(capsys: pytest.CaptureFixture[str]) -> None:
    show(["one"], {"n": 1}, Path("-"))
    out, err = capsys.readouterr()
    assert json.loads(out) == {"n": 1}
    assert err == "one\n"


def test_what_the_command_line_does_not_name_is_left_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    monkeypatch.setenv("CHATBOT_PORT", "8001")
    monkeypatch.setenv("CHATBOT_HOST", "0.0.0.0")
    settings = ready(port=8002, host=None)
    assert (settings.port, settings.host) == (8002, "0.0.0.0")
