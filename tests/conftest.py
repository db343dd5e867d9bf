"""What tests share: an environment of their own, small parts that need no model, and the real ones, loaded once.

The small parts (`parts`, `scripted_bot`) need neither torch nor a download. The real ones (`real_parts`, `real_llm`,
`real_bot`; mark the test with `real`) live in one cache: CHATBOT_CACHE, or else the cache that `make run` uses.
"""

from __future__ import annotations

import csv
import json
import os
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

# on matrices this small several threads wait for each other, the more so where other programs run beside the tests
os.environ.setdefault("OMP_NUM_THREADS", "1")

import hypothesis
import pytest
from small import NAMED, SMALL, HashEncoder, taste_groups, write_tiny_model

from chatbot import assets
from chatbot.build import BARE_MODEL_DECIDES, Parts, assemble, build_index, build_llm, decided
from chatbot.catalog import Catalog, load_catalog
from chatbot.chatbot import Chatbot
from chatbot.dialogue.care import Care
from chatbot.domain import Domain, load_domain
from chatbot.llm.scripted import Scripted
from chatbot.predict import Predictor
from chatbot.prompt import Prompt, PromptFormat
from chatbot.settings import Settings, load_settings
from chatbot.storage import SqlStore

# the same examples on every machine, and nothing left in the folder
hypothesis.settings.register_profile("same", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("same")
SHARED_CACHE = load_settings().cache.expanduser().resolve()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker loads, and where they are missing builds, the real parts; a file's tests stay together."""
    for item in items:
        group = "real" if item.get_closest_marker("real") else item.path.stem
        item.add_marker(pytest.mark.xdist_group(group))


# -- an environment of its own ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _plain_environment() -> Iterator[None]:
    """No setting of the person who runs the tests reaches them, not even from `.env`."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("CHATBOT_") and not name.startswith("CHATBOT_TEST_"):
                patch.delenv(name)
        patch.setitem(Settings.model_config, "env_file", None)
        yield


@pytest.fixture(autouse=True)
def _own_files(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test, and each process that it starts, has its own database and, unless it is `real`, its own cache."""
    real = request.node.get_closest_marker("real") is not None
    monkeypatch.setenv("CHATBOT_DATABASE", f"sqlite:///{tmp_path / 'because.sqlite3'}")
    monkeypatch.setenv("CHATBOT_CACHE", str(SHARED_CACHE if real else tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


# -- small parts ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def domain() -> Domain:
    return load_domain("films")


@pytest.fixture(scope="session")
def catalog(domain: Domain) -> Catalog:
    """The committed catalogue."""
    return load_catalog(Settings().catalog, domain)


@pytest.fixture(scope="session")
def small_catalog_path(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """About 300 of the best-known films, in the catalogue's order and form."""
    best = sorted(catalog, key=lambda item: (-item.known, item.item_id))[: SMALL - len(NAMED)]
    kept = {item.item_id for item in best} | {name for name in NAMED if name in catalog}
    lines = Settings().catalog.read_text("utf-8").splitlines(keepends=True)
    path = tmp_path_factory.mktemp("catalog") / "films.jsonl"
    path.write_text("".join(line for line in lines if json.loads(line)["item_id"] in kept), "utf-8")
    return path


@pytest.fixture(scope="session")
def tiny_ratings(small_catalog_path: Path, domain: Domain, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in the form of MovieLens latest-small: 30 people; 1 to 15 like dark films, the others light ones."""
    folder = tmp_path_factory.mktemp("ratings")
    groups = taste_groups(load_catalog(small_catalog_path, domain).items)
    draw = random.Random(7)
    movies = [[item.source_ids["movielens"][0], item.label, "|".join(item.genres)] for item in (*groups[0], *groups[1])]
    rows = []
    for user in range(1, 31):
        own, other = groups if user <= 15 else groups[::-1]
        told = [(item, draw.choice((4.0, 4.5, 5.0))) for item in draw.sample(own, 19)]
        told += [(item, draw.choice((1.0, 2.0, 2.5))) for item in draw.sample(other, 6)]
        draw.shuffle(told)
        rows += [
            [user, item.source_ids["movielens"][0], stars, 1_000_000_000 + 1000 * user + at]
            for at, (item, stars) in enumerate(told)
        ]
    _write_csv(folder / "movies.csv", ["movieId", "title", "genres"], movies)
    _write_csv(folder / "ratings.csv", ["userId", "movieId", "rating", "timestamp"], rows)
    return folder


def _write_csv(path: Path, head: list[str], rows: list[list[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


@pytest.fixture(scope="session")
def small_settings(tmp_path_factory: pytest.TempPathFactory, small_catalog_path: Path, tiny_ratings: Path) -> Settings:
    cache = tmp_path_factory.mktemp("cache")
    return Settings(
        adapter="none",
        cache=cache,
        catalog=small_catalog_path,
        ratings=str(tiny_ratings),
        database="sqlite://",
        engine="off",
    )


@pytest.fixture(scope="session")
def parts(small_settings: Settings) -> Parts:
    """Everything but the LLM over about 300 films and 30 people; one for the whole run, so change nothing in it."""
    parts = build_index(small_settings, Parts(small_settings, HashEncoder))
    parts.__dict__["care"] = Care()  # vectors without meaning tell nobody's need: the words alone decide
    return parts


BotMaker = Callable[..., Chatbot]


@pytest.fixture
def make_bot(parts: Parts, tmp_path: Path) -> Iterator[BotMaker]:
    """make_bot(say=…, choose=…, decides=…): a whole chatbot with a fresh store around a scripted LLM."""
    stores: list[SqlStore] = []
    format = PromptFormat()

    def make(
        say: Callable[[Prompt], str] = lambda prompt: "",
        choose: Callable[[Prompt, Sequence[str]], int] = lambda prompt, choices: 0,
        decides: frozenset[str] = BARE_MODEL_DECIDES,
    ) -> Chatbot:
        stores.append(SqlStore(f"sqlite:///{tmp_path / f'store-{len(stores)}.sqlite3'}"))
        return assemble(parts.settings, parts, Predictor(Scripted(say, choose), decides), format, stores[-1])

    yield make
    for store in stores:
        store.close()


@pytest.fixture
def scripted_bot(make_bot: BotMaker) -> Chatbot:
    """A whole chatbot whose LLM says nothing, so that every reason is the plain one."""
    return make_bot()


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a base model of random weights: loads torch, but needs no download."""
    return write_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


# -- the real ones ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def real_settings() -> Settings:
    return Settings(cache=SHARED_CACHE, database="sqlite://")


@pytest.fixture(scope="session")
def ratings_path(real_settings: Settings) -> Path:
    """The folder of ML-100K, fetched on first use."""
    return assets.fetch(assets.RATINGS, real_settings.cache)


@pytest.fixture(scope="session")
def real_parts(real_settings: Settings, ratings_path: Path) -> Parts:
    return build_index(real_settings)


@pytest.fixture(scope="session")
def real_llm(real_settings: Settings) -> Any:
    """SmolLM2-135M with the shipped adapter, by the engine that serves it here."""
    return build_llm(real_settings, PromptFormat())


@pytest.fixture(scope="session")
def real_bot(real_parts: Parts, real_llm: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    with closing(SqlStore(f"sqlite:///{tmp_path_factory.mktemp('store') / 'real.sqlite3'}")) as store:
        predictor = Predictor(real_llm, decided(real_parts.settings))
        yield assemble(real_parts.settings, real_parts, predictor, PromptFormat(), store)
