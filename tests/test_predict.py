"""Predictor: who answers a task, in which batches, and how often each answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray

from chatbot.errors import EngineError
from chatbot.llm.base import Piece
from chatbot.llm.scripted import Scripted
from chatbot.predict import NO_LLM, Prediction, Predictor
from chatbot.prompt import Prompt, PromptFormat


@pytest.fixture
def format(tmp_path: Path) -> PromptFormat:
    for name in ("pick", "tell"):
        (tmp_path / f"{name}.yaml").write_text("system: S.\ntemplate: '{text}'\nmax_new_tokens: 5\n")
    return PromptFormat(tmp_path)


class Pick:
    """Picks one of the input's own letters."""

    name: ClassVar[str] = "pick"

    def __init__(self, format: PromptFormat) -> None:
        self.format = format

    def render(self, given: str) -> Prompt:
        return self.format.render(self.name, {"text": given})

    def choices(self, given: str) -> Sequence[str]:
        return tuple(sorted(set(given)))

    def parse_choice(self, probabilities: NDArray[np.float32], given: str) -> str:
        return self.choices(given)[int(np.argmax(probabilities))]

    def fallback(self, given: str) -> str:
        return "baseline"


class Tell(Pick):
    name: ClassVar[str] = "tell"

    def parse_text(self, text: str, given: str) -> str | None:
        return None if "bad" in text else text.upper()


BOTH = frozenset({"pick", "tell"})


def test_the_llm_answers_what_it_decides(format: PromptFormat) -> None:
    llm = Scripted(choose=lambda prompt, choices: len(choices) - 1)
    predictor = Predictor(llm, BOTH)
    answers = predictor.choose(Pick(format), ["ab", "ab", "cd"])
    assert answers == [Prediction("b", "llm"), Prediction("b", "llm"), Prediction("d", "llm")]
    assert [p.text() for p in llm.asked] == ["ab", "ab", "cd"]
    assert predictor.counts() == {("pick", "llm"): 3}


def test_inputs_with_the_same_choices_are_one_batch(format: PromptFormat) -> None:
    batches: list[int] = []

    class Counting(Scripted):
        def score_choices(self, prompts: Sequence[Prompt], choices: Sequence[str]) -> NDArray[np.float32]:
            batches.append(len(prompts))
            return super().score_choices(prompts, choices)

    llm = Counting(choose=lambda prompt, choices: list(choices).index(prompt.text()[0]))
    answers = Predictor(llm, BOTH).choose(Pick(format), ["ab", "cd", "ba", "dc"])
    assert [a.output for a in answers] == ["a", "c", "b", "d"], "answers keep the order of the inputs"
    assert batches == [2, 2]


@pytest.mark.parametrize("decides", [frozenset(), frozenset({"tell"})])
def test_the_baseline_answers_the_rest(format: PromptFormat, decides: frozenset[str]) -> None:
    llm = Scripted()
    predictor = Predictor(llm, decides)
    assert predictor.choose(Pick(format), ["ab"]) == [Prediction("baseline", "baseline")]
    assert not llm.asked and predictor.counts() == {("pick", "baseline"): 1}


def test_without_an_llm_every_task_has_its_baseline(format: PromptFormat) -> None:
    predictor = Predictor(None, BOTH)
    assert predictor.decides == frozenset() and predictor.info is NO_LLM
    assert predictor.choose(Pick(format), ["ab"])[0].by == "baseline"
    assert list(predictor.write(Tell(format), ["x", "y"])) == [
        (0, Prediction("baseline", "baseline")), (1, Prediction("baseline", "baseline"))
    ]  # fmt: skip


def test_nothing_asked_is_nothing_answered(format: PromptFormat) -> None:
    for predictor in (Predictor(Scripted(), BOTH), Predictor(None, BOTH)):
        assert predictor.choose(Pick(format), []) == []
        assert list(predictor.write(Tell(format), [])) == []
        assert predictor.counts() == {}


def test_a_refused_text_falls_back_and_is_counted(format: PromptFormat) -> None:
    llm = Scripted(say=lambda prompt: "so bad" if prompt.text() == "y" else f"all of {prompt.text()}")
    predictor = Predictor(llm, BOTH)
    assert dict(predictor.write(Tell(format), ["x", "y", "z"])) == {
        0: Prediction("ALL OF X", "llm"), 1: Prediction("baseline", "fallback"), 2: Prediction("ALL OF Z", "llm")
    }  # fmt: skip
    assert predictor.counts() == {("tell", "llm"): 2, ("tell", "fallback"): 1}


def test_a_text_goes_on_from_its_opening(format: PromptFormat) -> None:
    class Opened(Tell):
        def render(self, given: str) -> Prompt:
            return self.format.render(self.name, {"text": given}, f"About {given}")

    llm = Scripted(say=lambda prompt: "is it")
    answers = [p.output for _, p in Predictor(llm, BOTH).write(Opened(format), ["x", "y"])]
    assert answers == ["ABOUT X IS IT", "ABOUT Y IS IT"]


def test_a_refused_text_is_asked_for_once_more_with_its_first_words(format: PromptFormat) -> None:
    class Hinted(Tell):
        def render(self, given: str) -> Prompt:
            return self.format.render(self.name, {"text": given}, hint=f"About {given}")

    def say(prompt: Prompt) -> str:
        return "good" if prompt.opening and prompt.text() != "z" else "fine" if prompt.text() == "y" else "so bad"

    llm = Scripted(say=say, learned=frozenset({"tell"}))
    predictor = Predictor(llm, BOTH)
    answers = list(predictor.write(Hinted(format), ["x", "y", "z"]))
    assert answers == [
        (1, Prediction("FINE", "llm")), (0, Prediction("ABOUT X GOOD", "llm")), (2, Prediction("baseline", "fallback"))
    ]  # fmt: skip
    assert [prompt.opening for prompt in llm.asked] == ["", "", "", "About x", "About z"]
    assert predictor.counts() == {("tell", "llm"): 2, ("tell", "fallback"): 1}


def test_a_text_is_given_as_soon_as_it_is_complete(format: PromptFormat) -> None:
    """Pieces of several prompts come mixed, as from a batch; a prompt that ends first is answered first."""
    log: list[str] = []

    class Mixed(Scripted):
        def generate(self, prompts: Sequence[Prompt], max_new_tokens: int) -> Iterator[Piece]:
            assert max_new_tokens == 5, "the task's own limit"
            for index, text, done in ((0, "one ", False), (1, "two", True), (0, "more", False), (0, "", True)):
                log.append(f"piece {index}")
                yield Piece(index, text, done)

    answers = []
    for at, prediction in Predictor(Mixed(), BOTH).write(Tell(format), ["x", "y"]):
        log.append(f"answer {at}")
        answers.append((at, prediction.output))
    assert answers == [(1, "TWO"), (0, "ONE MORE")]
    assert log == ["piece 0", "piece 1", "answer 1", "piece 0", "piece 0", "answer 0"]


def test_counts_are_exact_from_many_threads(format: PromptFormat) -> None:
    predictor = Predictor(None, frozenset())
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: predictor.choose(Pick(format), ["ab"] * 10), range(50)))
    assert predictor.counts() == {("pick", "baseline"): 500}
    predictor.counts().clear()
    assert predictor.counts(), "a copy is handed out"


class Gone(Scripted):
    """A server that is there for the first words, and then is not."""

    def score_choices(self, prompts: Sequence[Prompt], choices: Sequence[str]) -> NDArray[np.float32]:
        raise EngineError("The model server cannot be reached.")

    def generate(self, prompts: Sequence[Prompt], max_new_tokens: int) -> Iterator[Piece]:
        yield Piece(0, "good", True)
        yield Piece(1, "half a ", False)
        raise EngineError("The model server broke off.")


def test_an_engine_that_is_gone_costs_nobody_the_answer(format: PromptFormat, caplog: pytest.LogCaptureFixture) -> None:
    predictor = Predictor(Gone(), BOTH)
    assert predictor.choose(Pick(format), ["ab", "cd"]) == [Prediction("baseline", "fallback")] * 2
    told = dict(predictor.write(Tell(format), ["a", "b", "c"]))
    assert told == {0: Prediction("GOOD", "llm")} | dict.fromkeys((1, 2), Prediction("baseline", "fallback"))
    assert predictor.counts() == {("pick", "fallback"): 2, ("tell", "llm"): 1, ("tell", "fallback"): 2}
    assert "cannot be reached" in caplog.text and "broke off" in caplog.text


def test_another_model_from_now_on(format: PromptFormat) -> None:
    """A text that is being written is finished by the model that began it."""
    predictor = Predictor(Scripted(lambda prompt: "old"), BOTH)
    begun = predictor.write(Tell(format), ["a", "b"])
    assert next(begun)[1].output == "OLD"
    predictor.use(Scripted(lambda prompt: "new"), BOTH)
    assert next(begun)[1].output == "OLD"
    assert dict(predictor.write(Tell(format), ["a"]))[0].output == "NEW"
    predictor.use(None, BOTH)
    assert predictor.info == NO_LLM and dict(predictor.write(Tell(format), ["a"]))[0].by == "baseline"
