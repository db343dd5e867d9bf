"""What every command shares: the settings with the log set up, and what it found as words and as JSON."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from chatbot.settings import Settings, load_settings

NOISY = ("httpx", "sentence_transformers", "alembic", "httpcore", "httpx2", "openai", "gguf", "bm25s")
JsonFile = Annotated[
    Path | None, typer.Option("--json", help="Write the figures as JSON to this file; - is standard output.")
]


def ready(**overrides: object) -> Settings:
    """The settings, with the log on standard error. overrides: what the command line names; None leaves it be."""
    settings = load_settings(**{k: v for k, v in overrides.items() if v is not None})
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr, force=True
    )
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    return settings


def show(lines: Iterable[str], figures: Any, as_json: Path | None) -> None:
    """Lines for a person on standard output, and figures as JSON where `--json` says; where that is standard output
    itself, it is for the JSON alone and the lines go to standard error."""
    alone = str(as_json) == "-"
    for line in lines:
        print(line, file=sys.stderr if alone else sys.stdout)
    if as_json is None:
        return
    text = json.dumps(figures, ensure_ascii=False, indent=2) + "\n"
    if alone:
        sys.stdout.write(text)
    else:
        as_json.write_text(text, "utf-8")


__all__ = ["JsonFile", "ready", "show"]
