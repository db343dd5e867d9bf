"""Settings: from the environment or `.env`; an impossible value is one sentence that names its variable."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatbot.errors import SettingsError
from chatbot.settings import ROOT, SHIPPED, Settings, load_settings


def test_defaults_point_at_what_is_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHATBOT_CACHE")
    settings = load_settings()
    assert settings.catalog.is_file() and settings.articles.is_dir() and settings.catalog.is_relative_to(ROOT)
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)
    assert settings.cache.is_absolute() and settings.cache.name == "because"
    assert settings.engine == "auto" and settings.base_model == ""


def test_the_shipped_adapter_serves_with_the_packaged_base_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().adapter == SHIPPED and (SHIPPED / "manifest.json").is_file()
    assert load_settings(base_model="org/another").adapter is None
    assert load_settings(adapter="elsewhere").adapter == Path("elsewhere")
    monkeypatch.setenv("CHATBOT_ADAPTER", "none")
    assert load_settings().adapter is None


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHATBOT_PORT", "8000")
    monkeypatch.setenv("CHATBOT_CACHE", str(tmp_path))
    monkeypatch.setenv("CHATBOT_ENGINE", "off")
    monkeypatch.setenv("PORT", "1")
    settings = load_settings()
    assert (settings.port, settings.cache, settings.engine) == (8000, tmp_path, "off")


def test_overrides_win(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATBOT_PORT", "8000")
    assert load_settings(port=9000).port == 9000


def test_a_dot_env_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CHATBOT_PORT=8001\nCHATBOT_HOST=0.0.0.0\nOTHER=1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(Settings.model_config, "env_file", ".env")
    monkeypatch.setenv("CHATBOT_HOST", "localhost")
    settings = load_settings()
    assert (settings.port, settings.host) == (8001, "localhost")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "99999"), ("port", "-1"), ("port", "http"), ("port", ""), ("threads", "-2"), ("engine", "gpt"),
        ("message_max", "0"), ("body_max", "10"), ("log_level", "loud"),
    ],
)  # fmt: skip
def test_an_impossible_value_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"CHATBOT_{name.upper()}", value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    said = str(error.value)
    assert said.startswith(f"CHATBOT_{name.upper()}={value!r}: ") and said.endswith("in the environment or in .env.")
    assert "\n" not in said and "pydantic" not in said


def test_every_impossible_value_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATBOT_PORT", "x")
    monkeypatch.setenv("CHATBOT_ENGINE", "y")
    with pytest.raises(SettingsError, match=r"CHATBOT_PORT='x'.*CHATBOT_ENGINE='y'"):
        load_settings()


def test_where_the_database_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert load_settings(database="postgresql://db/x").database_url == "postgresql://db/x"
    monkeypatch.delenv("CHATBOT_DATABASE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    url = load_settings().database_url
    assert url.startswith("sqlite:///") and url.endswith("because.sqlite3")


def test_every_setting_is_described() -> None:
    undescribed = [name for name, field in Settings.model_fields.items() if not field.description]
    assert undescribed in ([], ["log_level"])


def test_the_llm_is_switched_off_by_either_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATBOT_LLM", "off")
    assert load_settings().engine == "off"
    monkeypatch.setenv("CHATBOT_LLM", "none")
    with pytest.raises(SettingsError, match="CHATBOT_LLM='none'"):
        load_settings()
