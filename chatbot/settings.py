"""Settings: the only reader of the environment. Each one is `CHATBOT_<NAME>`, or a line in `.env`.

An impossible value is refused at start with one sentence.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

import platformdirs
from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from chatbot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "adapters/films"
PORT_MAX = 65_535


class Settings(BaseSettings):
    """Where things are and which parts are used. Paths may be relative to the current folder."""

    model_config = SettingsConfigDict(env_prefix="CHATBOT_", env_file=".env", extra="ignore")

    host: str = Field("127.0.0.1", description="address that the page and the API listen on")
    port: int = Field(
        7860, ge=0, le=PORT_MAX, description="port that the page and the API listen on; 0 takes a free one"
    )
    cache: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("because")),
        description="folder for downloads, the converted model and the index",
    )
    database: str = Field("", description="SQLAlchemy URL; empty: because.sqlite3 in the user's data folder")
    secret: str = Field("", description="key that signs the page's cookie; empty: made once and kept beside the cache")

    api_keys: str = Field(
        "", repr=False, description="keys that open /v1 and /metrics, separated by commas; empty: open to everybody"
    )
    admin_password: str = Field(
        "", repr=False, description="password of the operator's page at /admin, or its argon2 hash; empty: no such page"
    )
    messages_a_minute: int = Field(20, ge=0, description="messages that one person may send a minute; 0: any number")

    at_once: int = Field(8, ge=1, description="messages of all people that are answered at the same time; others wait")

    domain: str = Field("films", description="name of a file in prompts/domains, or a path to one")
    catalog: Path = Field(ROOT / "data/catalog/films.jsonl", description="the items, as JSON lines")
    ratings: str = Field("", description="MovieLens folder or zip, or an imported folder; empty: ML-100K")
    articles: Path = Field(ROOT / "data/support", description="folder of help articles (*.md)")

    engine: Literal["auto", "openvino", "transformers", "openai", "off"] = Field(
        "auto", description="what runs the LLM; auto: the fastest that works here; off: no LLM, plain sentences"
    )
    llm: Literal["on", "off"] = Field("on", description="off: the same as CHATBOT_ENGINE=off")
    base_model: str = Field("", description="local folder or hub id of a base model; empty: SmolLM2-135M is fetched")
    adapter: Path | None = Field(
        None, description="folder of a trained adapter; empty: the shipped one with its base model; none: no adapter"
    )
    openai_url: str = Field("", description="engine openai: the server's address, such as http://127.0.0.1:8000/v1")
    openai_model: str = Field("", description="engine openai: the model's name there; empty: the first it lists")
    openai_key: str = Field("", description="engine openai: the server's key, if it wants one")
    openai_timeout: float = Field(30, gt=0, description="engine openai: seconds until an attempt is given up")
    threads: int = Field(0, ge=0, description="CPU threads for the models; 0: all cores")

    message_max: int = Field(4_000, ge=1, description="longest message, in characters")
    body_max: int = Field(64 * 1024, ge=1_024, description="largest HTTP body, in bytes")
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @model_validator(mode="after")
    def _switched_off(self) -> Self:
        if self.llm == "off":
            self.engine = "off"
        return self

    @model_validator(mode="after")
    def _shipped_adapter(self) -> Self:
        """The adapter that comes with the project fits the packaged base model alone."""
        if self.adapter == Path("none"):
            self.adapter = None
        elif self.adapter is None and not self.base_model and (SHIPPED / "manifest.json").is_file():
            self.adapter = SHIPPED
        return self

    @property
    def database_url(self) -> str:
        if self.database:
            return self.database
        return f"sqlite:///{Path(platformdirs.user_data_dir('because')) / 'because.sqlite3'}"


def load_settings(**overrides: object) -> Settings:
    """Read the environment; the overrides win.

    Raises: SettingsError naming each impossible value and its variable.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = [
            f"CHATBOT_{str(e['loc'][0]).upper()}={e['input']!r}: {e['msg'][0].lower()}{e['msg'][1:]}"
            for e in error.errors()
        ]
        raise SettingsError("; ".join(wrong) + ". Correct it in the environment or in .env.") from None
