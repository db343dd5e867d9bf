"""build: what is there is not made again, what changed is, and what is damaged is mended."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small import HashEncoder

from chatbot import build
from chatbot.build import ENCODER_NAME, Parts, base_model, build_chatbot, build_index, build_llm, reload_llm
from chatbot.catalog import describe
from chatbot.chatbot import Chatbot
from chatbot.collaborative import Collaborative
from chatbot.dialogue.classifier import IntentClassifier
from chatbot.dialogue.wishes import Wishes
from chatbot.errors import AdapterError, AssetError, ChatbotError, EngineError
from chatbot.prompt import PromptFormat
from chatbot.retrieval.encoder import MiniLM
from chatbot.settings import Settings
from chatbot.storage import SqlStore
from chatbot.tasks.picking import Picker

ROOT = Path(__file__).parents[1]


class Work:
    """What a build had to do."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.encoder, self.fits = HashEncoder(), []
        for kind in (Collaborative, IntentClassifier, Picker, Wishes):
            monkeypatch.setattr(kind, "fit", self._counted(kind.__name__, kind.fit))

    def _counted(self, name: str, fit: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            self.fits.append(name)
            return fit(*args, **kwargs)

        return counted

    def build(self, settings: Settings) -> Parts:
        return build_index(settings, Parts(settings, lambda: self.encoder))


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    return Work(monkeypatch)


@pytest.fixture
def built(parts: Parts, tmp_path: Path) -> Settings:
    """Settings whose cache holds everything that `parts` built, and whose catalogue may be changed."""
    catalog = shutil.copy(parts.settings.catalog, tmp_path / "films.jsonl")
    ratings = shutil.copytree(parts.settings.ratings, tmp_path / "ratings")
    cache = shutil.copytree(parts.settings.cache, tmp_path / "copy")
    return parts.settings.model_copy(update={"cache": cache, "catalog": Path(catalog), "ratings": str(ratings)})


def test_a_second_build_does_nothing(built: Settings, work: Work, parts: Parts) -> None:
    again = work.build(built)
    assert work.encoder.encoded == [] and work.fits == []
    assert (again.vectors == parts.vectors).all()
    weights = {"alien-1979": 1.0}
    assert (again.collaborative.scores(weights) == parts.collaborative.scores(weights)).all()
    assert again.classifier("any films like Heat?") == parts.classifier("any films like Heat?")


def test_a_changed_film_alone_is_encoded_anew(built: Settings, work: Work) -> None:
    rows = built.catalog.read_text("utf-8").splitlines(keepends=True)
    at = next(n for n, row in enumerate(rows) if '"heat-1995"' in row)
    row = json.loads(rows[at])
    rows[at] = json.dumps(row | {"genres": ["Crime", "Drama", "Romance"]}) + "\n"
    built.catalog.write_text("".join(rows), "utf-8")
    again = work.build(built)
    assert work.encoder.encoded == [describe(again.catalog["heat-1995"], again.domain)]
    assert work.fits == ["Collaborative"], "its neighbours may be others now"


def test_other_ratings_are_learnt_from(built: Settings, work: Work) -> None:
    with (Path(built.ratings) / "ratings.csv").open("a", encoding="utf-8") as file:
        file.write("1,318,5.0,1100000000\n")
    work.build(built)
    assert work.fits == ["Collaborative"] and work.encoder.encoded == []


def test_a_film_more_is_a_film_more(built: Settings, work: Work) -> None:
    with built.catalog.open("a", encoding="utf-8") as file:
        file.write('{"item_id": "new-2024", "title": "Utterly New", "year": 2024, "genres": ["Drama"]}\n')
    again = work.build(built)
    assert [t for t in work.encoder.encoded if "Utterly New" in t] == ["Utterly New (2024). Drama."]
    assert not again.collaborative.is_rated("new-2024") and len(again.collaborative.scores({})) == len(again.catalog)


@pytest.mark.parametrize("name", ["items", "collaborative", "intent", "answer", "wishes", "care"])
@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_damaged_file_is_made_anew(built: Settings, work: Work, parts: Parts, name: str, damage: str) -> None:
    path = built.cache / "index" / f"{name}.safetensors"
    match damage:
        case "cut":
            path.write_bytes(path.read_bytes()[:-100])
        case "gone":
            path.unlink()
    again = work.build(built)
    assert (again.vectors == parts.vectors).all()
    expected = {"collaborative": ["Collaborative"], "intent": ["IntentClassifier"], "answer": ["Picker"], "items": []}
    expected["wishes"] = ["Wishes"]
    expected["care"] = ["IntentClassifier"]
    assert work.fits == expected[name]
    assert bool(len(work.encoder.encoded) >= len(again.catalog)) == (name != "collaborative")
    work.fits.clear(), work.encoder.encoded.clear()
    work.build(built)
    assert work.fits == [] and work.encoder.encoded == [], "mended for the next start"


@pytest.mark.parametrize("note", ["", "{", "[]", '{"stamp": "of another time"}'])
def test_a_damaged_note_is_no_reason_to_stop(built: Settings, work: Work, note: str) -> None:
    (built.cache / "index" / "collaborative.json").write_text(note)
    work.build(built)
    assert work.fits == ["Collaborative"]


def test_nothing_heavy_is_loaded(built: Settings) -> None:
    """A whole conversation with the small parts, in a process of its own: no torch, no download."""
    code = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
from small import HashEncoder
from chatbot.build import BARE_MODEL_DECIDES, Parts, Predictor, PromptFormat, Settings, SqlStore, assemble, build_index
from chatbot.llm.scripted import Scripted
settings = Settings(cache={str(built.cache)!r}, catalog={str(built.catalog)!r}, ratings={built.ratings!r}, engine="off")
parts = build_index(settings, Parts(settings, HashEncoder))
bot = assemble(settings, parts, Predictor(Scripted(), BARE_MODEL_DECIDES), PromptFormat(), SqlStore("sqlite://"))
turn = bot.reply("u1", "I loved Alien and The Thing, what should I watch tonight?")
print(len(turn.items), [name for name in ("torch", "transformers", "gradio", "peft") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=ROOT)
    assert done.stdout.strip() == "5 []", done.stdout + done.stderr


# -- people of the ratings --------------------------------------------------------------------------------------------


def test_people_of_the_ratings_have_a_past(parts: Parts) -> None:
    past = parts.past("films:1")
    assert len(past) == 25 and {i.item_id for i in past} <= {item.item_id for item in parts.catalog}
    assert [i.timestamp for i in past] == sorted(i.timestamp for i in past), "oldest first"


@pytest.mark.parametrize("user_id", ["1", "films:", "films:999", "books:1", "films:1:2", "", ":", "films:1 "])
def test_nobody_else_has(parts: Parts, user_id: str) -> None:
    assert parts.past(user_id) == ()


# -- the model --------------------------------------------------------------------------------------------------------


def test_no_model_when_switched_off(small_settings: Settings) -> None:
    assert small_settings.engine == "off" and build_llm(small_settings, PromptFormat()) is None


def test_a_base_model_may_be_a_folder_or_a_hub_id(small_settings: Settings, tmp_path: Path) -> None:
    assert base_model(small_settings.model_copy(update={"base_model": str(tmp_path)})) == tmp_path
    assert base_model(small_settings.model_copy(update={"base_model": "org/Model-1B"})) == "org/Model-1B"


def test_the_packaged_model_is_converted_once(
    small_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def convert(gguf: Path, folder: Path, source: str) -> Path:
        calls.append(source)
        folder.mkdir(parents=True)
        (folder / "source.json").write_text("{}")
        return folder

    monkeypatch.setattr(build.assets, "fetch", lambda asset, cache: tmp_path)
    monkeypatch.setattr(build, "convert_gguf", convert)
    settings = small_settings.model_copy(update={"cache": tmp_path / "cache"})
    assert base_model(settings) == base_model(settings) and len(calls) == 1
    assert build.assets.BASE_MODEL.package in calls[0] and build.assets.BASE_MODEL.sha256 in calls[0]


def test_an_adapter_over_a_hub_model_is_refused(small_settings: Settings, tmp_path: Path) -> None:
    settings = small_settings.model_copy(
        update={"engine": "transformers", "base_model": "org/Model-1B", "adapter": tmp_path}
    )
    with pytest.raises(AdapterError, match=r"needs a local base model; CHATBOT_BASE_MODEL='org/Model-1B' is a hub id"):
        build_llm(settings, PromptFormat())


def test_an_adapter_without_a_manifest_is_refused_before_anything_is_loaded(parts: Parts, tmp_path: Path) -> None:
    settings = parts.settings.model_copy(update={"adapter": tmp_path})
    with pytest.raises(AdapterError, match=r"manifest\.json cannot be read"):
        build_chatbot(settings, parts, SqlStore("sqlite://"))


def test_without_a_model_the_chatbot_answers_in_plain_sentences(parts: Parts) -> None:
    bot = build_chatbot(parts.settings, parts, SqlStore("sqlite://"))
    turn = bot.reply("u1", "I loved Alien and The Thing, what should I watch tonight?")
    assert len(turn.items) == 5 and all(r.reason for r in turn.items)
    assert turn.model["engine"] == "off" and turn.model["decided_by"]["reason"] == "baseline"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"catalog": Path("none.jsonl")}, "catalogue cannot be read"), ({"domain": "books"}, "no domain 'books'"),
        ({"ratings": "none"}, "none"), ({"articles": Path("none")}, "none"),
    ],
)  # fmt: skip
def test_what_is_missing_is_one_sentence(parts: Parts, tmp_path: Path, change: dict[str, Any], says: str) -> None:
    cache = shutil.copytree(parts.settings.cache, tmp_path / "copy")
    settings = parts.settings.model_copy(update={"cache": cache, **change})
    with pytest.raises(ChatbotError, match=says):
        build_index(settings, Parts(settings, HashEncoder))


def test_a_cache_that_cannot_be_written_is_one_sentence(parts: Parts, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    settings = parts.settings.model_copy(update={"cache": tmp_path / "file"})
    with pytest.raises(ChatbotError, match=r"cannot be written .*CHATBOT_CACHE"):
        build_index(settings, Parts(settings, HashEncoder))


def test_the_kept_vectors_name_their_encoder() -> None:
    assert MiniLM.name == ENCODER_NAME


@pytest.mark.real
def test_the_real_index_covers_the_catalogue(real_parts: Parts) -> None:
    n = len(real_parts.catalog)
    assert real_parts.vectors.shape == (n, 384) and len(real_parts.collaborative.scores({})) == n >= 7_500
    assert len(real_parts.dataset) > 99_500, "of 100,000 ratings, some of one film under two numbers"
    assert [miss.source_id for miss in real_parts.dataset.misses] == ["267"], "the row called unknown"
    assert sum(real_parts.collaborative.is_rated(item.item_id) for item in real_parts.catalog) > 1_600


@pytest.mark.real
def test_a_second_real_start_makes_nothing(
    real_parts: Parts, real_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work(monkeypatch)
    monkeypatch.setattr(build.assets, "_download", None)
    work.build(real_settings)
    assert work.fits == [] and work.encoder.encoded == []


# -- the engine -------------------------------------------------------------------------------------------------------


def engine_of(settings: Settings, tiny_base: Path, **changes: Any) -> Any:
    return build_llm(settings.model_copy(update={"base_model": str(tiny_base), "threads": 1} | changes), PromptFormat())


def test_auto_takes_the_fast_engine(small_settings: Settings, tiny_base: Path) -> None:
    pytest.importorskip("openvino")
    assert engine_of(small_settings, tiny_base, engine="auto").info.engine == "openvino/cpu-int8"
    assert engine_of(small_settings, tiny_base, engine="transformers").info.engine.startswith("transformers/")


def test_auto_falls_back_with_one_line(
    small_settings: Settings, tiny_base: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever keeps the fast engine from running, the bot still talks."""
    import chatbot.llm.openvino as fast

    def fail(*args: Any) -> None:
        raise EngineError("it answers otherwise than transformers (KL 2.00).")

    monkeypatch.setattr(fast, "OpenVinoModel", fail)
    with caplog.at_level("WARNING"):
        assert engine_of(small_settings, tiny_base, engine="auto").info.engine.startswith("transformers/")
    assert [record.message for record in caplog.records] == [
        "engine: transformers instead of openvino: it answers otherwise than transformers (KL 2.00)."
    ]
    with pytest.raises(EngineError, match=r"KL 2\.00"):
        engine_of(small_settings, tiny_base, engine="openvino")


def test_auto_without_the_wheel(
    small_settings: Settings, tiny_base: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with caplog.at_level("INFO"):
        assert engine_of(small_settings, tiny_base, engine="auto").info.engine.startswith("transformers/")
    assert "the package openvino is not installed" in caplog.text


def test_a_gpu_stays_with_transformers(
    small_settings: Settings, tiny_base: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import chatbot.build as build
    import chatbot.llm.transformers as slow

    monkeypatch.setattr(slow, "on_gpu", lambda: True)
    with caplog.at_level("INFO"):
        assert not build._fast_engine_fits()
    assert "there is a GPU" in caplog.text


def test_a_new_engine_takes_over_between_two_answers(
    scripted_bot: Chatbot, small_settings: Settings, tiny_base: Path, tmp_path: Path
) -> None:
    """One that cannot be loaded changes nothing: the old one goes on."""
    old = scripted_bot.predictor.llm
    (tmp_path / "empty").mkdir()
    broken = {"engine": "transformers", "base_model": str(tmp_path / "empty")}
    with pytest.raises(AssetError):
        reload_llm(scripted_bot, small_settings.model_copy(update=broken))
    assert scripted_bot.predictor.llm is old
    reload_llm(scripted_bot, small_settings.model_copy(update=broken | {"base_model": str(tiny_base)}))
    turn = scripted_bot.reply("u1", "I loved Alien and The Thing, what should I watch tonight?")
    assert turn.model["engine"].startswith("transformers/") and len(turn.items) == 5
    reload_llm(scripted_bot, small_settings)
    assert scripted_bot.predictor.info.engine == "off"
