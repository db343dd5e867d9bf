"""What every LanguageModel must do. A new engine is added to `ENGINES`, and inherits all of these."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from openai_server import OpenAiServer, speaks

from chatbot.build import build_llm
from chatbot.llm.base import LanguageModel, Piece
from chatbot.llm.scripted import Scripted
from chatbot.prompt import Prompt, PromptFormat
from chatbot.settings import Settings

ENGINES = ("scripted", "openai", "tiny", "openvino", pytest.param("real", marks=pytest.mark.real))
CLOSE = 0.06  # bf16 adds up differently in a batch
LETTERS = ("A", "B", "C", "D")


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest) -> LanguageModel:
    if request.param == "scripted":
        return Scripted(lambda p: f"About {p.text()}, é.\nMore", lambda p, choices: len(p.text()) % len(choices))
    if request.param == "real":
        return request.getfixturevalue("real_llm")
    if request.param == "openvino":
        pytest.importorskip("openvino", reason="no wheel of openvino for this machine")
        from chatbot.llm.openvino import OpenVinoModel

        cache = request.getfixturevalue("tmp_path_factory").mktemp("cache")
        return OpenVinoModel(request.getfixturevalue("tiny_base"), cache, threads=1)
    from chatbot.llm.transformers import TransformersModel

    tiny = TransformersModel(request.getfixturevalue("tiny_base"))
    if request.param == "tiny":
        return tiny
    from chatbot.llm.openai import OpenAiModel

    server = OpenAiServer(speaks(tiny))
    request.addfinalizer(server.close)
    return OpenAiModel(server.url)


every_engine = pytest.mark.parametrize("engine", ENGINES, indirect=True, scope="module")
engines_with_weights = pytest.mark.parametrize("engine", ENGINES[2:], indirect=True, scope="module")


def prompt(question: str, shared: int = 3) -> Prompt:
    """A worked example, then the question; the first `shared` messages are kept between calls."""
    head = (("system", "You name films."), ("user", "A film about a shark?"), ("assistant", "Jaws."))
    return Prompt((*head, ("user", question)), shared)


QUESTIONS = [prompt(q) for q in ("A film about space?", "Love?", "A long film about a heist that goes wrong?", "War?")]


def texts(engine: LanguageModel, prompts: Sequence[Prompt], most: int = 12) -> list[str]:
    """Whole texts, after what holds for every stream."""
    pieces = list(engine.generate(prompts, most))
    check_stream(pieces, len(prompts))
    return ["".join(p.text for p in pieces if p.index == at) for at in range(len(prompts))]


def check_stream(pieces: Sequence[Piece], n: int) -> None:
    """`done` comes once for each prompt, on its last piece."""
    for at in range(n):
        mine = [p for p in pieces if p.index == at]
        assert [p.done for p in mine] == [False] * (len(mine) - 1) + [True], f"prompt {at}: {mine}"
    assert {p.index for p in pieces} == set(range(n))


# -- score_choices ----------------------------------------------------------------------------------------------------


@every_engine
def test_scores_are_probabilities(engine: LanguageModel) -> None:
    for choices in (LETTERS, LETTERS[:1], [str(n) for n in range(1, 6)]):
        scores = engine.score_choices(QUESTIONS, choices)
        assert scores.shape == (len(QUESTIONS), len(choices)) and scores.dtype == np.float32
        assert np.allclose(scores.sum(axis=1), 1, atol=1e-5) and (scores >= 0).all() and (scores <= 1).all()


@every_engine
def test_scores_do_not_depend_on_the_batch(engine: LanguageModel) -> None:
    together = engine.score_choices(QUESTIONS, LETTERS)
    apart = np.concatenate([engine.score_choices([q], LETTERS) for q in QUESTIONS])
    assert np.allclose(together, apart, atol=CLOSE)
    turned = engine.score_choices(QUESTIONS[::-1], LETTERS)[::-1]
    assert np.allclose(together, turned, atol=CLOSE)


@every_engine
def test_scores_do_not_depend_on_the_kept_head(engine: LanguageModel) -> None:
    kept = engine.score_choices(QUESTIONS, LETTERS)
    for shared in (0, 1):
        again = engine.score_choices([prompt(q.text(), shared) for q in QUESTIONS], LETTERS)
        assert np.allclose(kept, again, atol=CLOSE)
    mixed = engine.score_choices([prompt(q.text(), at % 2 * 3) for at, q in enumerate(QUESTIONS)], LETTERS)
    assert np.allclose(kept, mixed, atol=CLOSE)


@every_engine
def test_the_same_question_has_the_same_scores(engine: LanguageModel) -> None:
    first = engine.score_choices(QUESTIONS, LETTERS)
    for _ in range(2):
        list(engine.generate(QUESTIONS[:1], 5))
        assert np.array_equal(first, engine.score_choices(QUESTIONS, LETTERS)), "a call leaves nothing behind"


@every_engine
def test_twins_score_alike(engine: LanguageModel) -> None:
    scores = engine.score_choices([QUESTIONS[0]] * 3, LETTERS)
    assert np.allclose(scores[0], scores[1], atol=1e-3) and np.allclose(scores[0], scores[2], atol=1e-3)


@engines_with_weights
def test_the_question_matters(engine: LanguageModel) -> None:
    scores = engine.score_choices(QUESTIONS, LETTERS)
    assert not np.allclose(scores[0], scores[2], atol=1e-4)


@engines_with_weights
@pytest.mark.parametrize("choice", ["", "horror and crime", "AB\n"])
def test_a_choice_of_several_tokens_is_refused(engine: LanguageModel, choice: str) -> None:
    with pytest.raises(ValueError, match=r"choice .* is \d+ tokens of .*, not one"):
        engine.score_choices(QUESTIONS, ["A", choice])


# -- generate ---------------------------------------------------------------------------------------------------------


@every_engine
def test_a_batch_says_what_each_prompt_says_alone(engine: LanguageModel) -> None:
    """Greedy words of bf16 may part where two are as likely; the beginnings agree."""
    together = texts(engine, QUESTIONS)
    apart = [texts(engine, [q])[0] for q in QUESTIONS]
    assert [t[:3] for t in together] == [t[:3] for t in apart]
    assert sum(a == b for a, b in zip(together, apart, strict=True)) >= len(QUESTIONS) - 1
    assert texts(engine, QUESTIONS) == together, "and says it again"


@every_engine
def test_the_kept_head_changes_no_word(engine: LanguageModel) -> None:
    kept, whole = texts(engine, QUESTIONS[:1]), texts(engine, [prompt(QUESTIONS[0].text(), 0)])
    assert kept[0][:3] == whole[0][:3]


@every_engine
def test_a_text_is_one_line_and_no_longer_than_asked(engine: LanguageModel) -> None:
    for most in (1, 4):
        for text in texts(engine, QUESTIONS, most):
            assert "\n" not in text and "<|im_" not in text
            assert len(text.split()) <= most
    long, short = texts(engine, QUESTIONS[:1], 12)[0], texts(engine, QUESTIONS[:1], 4)[0]
    assert long.startswith(short.rstrip("\ufffd"))


@every_engine
def test_nothing_asked_is_nothing_said(engine: LanguageModel) -> None:
    assert list(engine.generate([], 5)) == []
    assert engine.score_choices([], LETTERS).shape == (0, 4)


@every_engine
def test_closing_early_leaves_the_model_usable(engine: LanguageModel) -> None:
    before = engine.score_choices(QUESTIONS, LETTERS)
    stream = engine.generate(QUESTIONS, 12)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert np.array_equal(engine.score_choices(QUESTIONS, LETTERS), before)
    check_stream(list(engine.generate(QUESTIONS, 3)), len(QUESTIONS))


@every_engine
def test_a_slow_reader_keeps_nobody_waiting(engine: LanguageModel) -> None:
    """One stream stands still after its first piece; another caller is served meanwhile."""
    alone = texts(engine, QUESTIONS[:1])[0]
    slow = engine.generate(QUESTIONS[:1], 12)
    pieces = [next(slow)]
    served: list[np.ndarray] = []
    other = threading.Thread(target=lambda: served.append(engine.score_choices(QUESTIONS, LETTERS)), daemon=True)
    other.start()
    other.join(60)
    assert served, "the other caller still waits"
    pieces += slow
    check_stream(pieces, 1)
    assert "".join(p.text for p in pieces) == alone


@every_engine
def test_four_threads_at_once(engine: LanguageModel) -> None:
    alone = [texts(engine, [q], 6)[0] for q in QUESTIONS]
    scores = [engine.score_choices([q], LETTERS) for q in QUESTIONS]

    def both(at: int) -> tuple[str, np.ndarray]:
        question = [QUESTIONS[at % 4]]
        return texts(engine, question, 6)[0], engine.score_choices(question, LETTERS)

    with ThreadPoolExecutor(4) as pool:
        for at, (text, row) in enumerate(pool.map(both, range(8))):
            assert text == alone[at % 4] and np.allclose(row, scores[at % 4], atol=CLOSE)


@every_engine
def test_it_says_what_it_is(engine: LanguageModel) -> None:
    assert engine.info.base and engine.info.engine and engine.info.adapter in (None, "films")


@pytest.mark.real
def test_the_real_model_speaks_english(real_settings: Settings) -> None:
    """The bare one: with the adapter it does its tasks and little else."""
    bare = build_llm(real_settings.model_copy(update={"adapter": None}), PromptFormat())
    question = Prompt((("system", "Answer in one word."), ("user", "What is the capital of France?")))
    assert "Paris" in texts(bare, [question])[0]
