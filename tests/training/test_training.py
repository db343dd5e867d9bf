"""From a recipe to an adapter over a tiny model: what is learned, what is written, what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from chatbot.errors import DataError, InputError
from chatbot.llm.adapter import check_adapter, learned_tasks
from chatbot.prompt import Prompt, PromptFormat
from chatbot.tasks import SentimentInput, SentimentTask
from chatbot.training.mixture import TaskExample, mix
from chatbot.training.recipe import Recipe, load_recipe
from chatbot.training.search import search_settings
from chatbot.training.ship import average

ROOT = Path(__file__).parents[2]
ASK = Prompt((("system", "S"), ("user", "Q")), 1)


def examples(task: str, n: int, answer: str = "A") -> list[TaskExample]:
    return [TaskExample(task, Prompt((("system", "S"), ("user", f"{task} {at}")), 1), answer) for at in range(n)]


def recipe(**changes: Any) -> Recipe:
    plain = {
        "tasks": {"intent": {}, "sentiment": {}}, "lora": {"rank": 4, "alpha": 8, "dropout": 0.0}, "batch_size": 4,
        "learning_rate": 0.02, "evaluations": 2, "epochs": 4,
    }  # fmt: skip
    return Recipe(**{**plain, **changes})


# -- recipes -----------------------------------------------------------------------------------------------------------


def test_the_shipped_recipe_is_valid() -> None:
    assert load_recipe(ROOT / "adapters/films/recipe.yaml").tasks


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tasks: {intents: {}}\n", "intent"), ("tasks: {}\n", "tasks names none"), ("epochs: 1\n", "tasks"),
        ("tasks: {intent: {repeat: -1}}\n", "repeat"), ("tasks: {intent: {}}\nrate: 1\n", "rate"), ("- x\n", "recipe"),
    ],
)  # fmt: skip
def test_a_broken_recipe_names_the_file_and_the_key(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "recipe.yaml"
    path.write_text(text)
    with pytest.raises(DataError, match=said) as caught:
        load_recipe(path)
    assert "recipe.yaml" in str(caught.value)


def test_a_recipe_that_is_not_there() -> None:
    with pytest.raises(InputError, match=r"no recipe 'nowhere\.yaml'"):
        load_recipe(Path("nowhere.yaml"))


# -- mixtures ----------------------------------------------------------------------------------------------------------


def test_what_is_kept_of_the_start_is_its_share(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    for name, value in (("start", 1.0), ("new", 3.0)):
        save_file({"lora_A": torch.full((2, 2), value, dtype=torch.float16)}, tmp_path / name)
    average(tmp_path / "new", tmp_path / "start", 0.75)
    (weight,) = load_file(tmp_path / "new").values()
    assert weight.dtype == torch.float16 and weight.tolist() == [[1.5, 1.5], [1.5, 1.5]]


def test_nothing_can_be_kept_of_no_start() -> None:
    with pytest.raises(ValueError, match="keep needs start"):
        recipe(keep=0.5)


def test_a_mixture_repeats_and_limits_and_keeps_its_order() -> None:
    source = {"intent": examples("intent", 10), "sentiment": examples("sentiment", 8)}
    asked = recipe(tasks={"intent": {"repeat": 2.5}, "sentiment": {"most": 3}})
    mixed = mix(source, asked)
    assert sum(e.task == "intent" for e in mixed) == 25 and sum(e.task == "sentiment" for e in mixed) == 3
    assert mix(source, asked) == mixed and mix(source, recipe(tasks=asked.tasks, seed=1)) != mixed


# -- the loop ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def trained(tiny_base: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """An adapter that learned to answer A and negative."""
    from chatbot.training.ship import run

    folder = tmp_path_factory.mktemp("adapters") / "mine"
    data = {"intent": examples("intent", 24), "sentiment": examples("sentiment", 24, "B")}
    held = {name: rows[:6] for name, rows in data.items()}
    manifest = run(recipe(), folder, tiny_base, PromptFormat(), data, held, folder.parent / "checkpoints")
    return {"folder": folder, "manifest": manifest, "data": data, "held": held}


def test_it_learns_what_it_is_shown(trained: dict[str, Any], tiny_base: Path) -> None:
    from chatbot.llm.transformers import TransformersModel

    before, after = TransformersModel(tiny_base), TransformersModel(tiny_base, trained["folder"], fingerprint())
    for name, place in (("intent", 0), ("sentiment", 1)):
        prompts = [e.prompt for e in trained["held"][name]]
        right = [model.score_choices(prompts, ["A", "B"])[:, place].mean() for model in (before, after)]
        assert right[1] > 0.9 > right[0]


def test_what_is_written(trained: dict[str, Any], tiny_base: Path) -> None:
    folder, manifest = trained["folder"], trained["manifest"]
    assert {p.name for p in folder.iterdir()} == {
        "adapter_config.json", "adapter_model.safetensors", "manifest.json", "curves.png",
    }  # fmt: skip
    assert json.loads((folder / "manifest.json").read_text()) == manifest
    assert check_adapter(folder, tiny_base, fingerprint()).tasks == (), "nothing is decided before it was measured"
    config = json.loads((folder / "adapter_config.json").read_text())
    assert config["base_model_name_or_path"] == "tiny", "no path of this machine"
    assert learned_tasks(folder) == {"intent", "sentiment"}
    assert manifest["examples"] == {"intent": 24, "sentiment": 24} and manifest["tokens"] > 0
    assert not (folder.parent / "checkpoints").exists() or not any((folder.parent / "checkpoints").iterdir())


def fingerprint() -> str:
    return PromptFormat().fingerprint()


@pytest.mark.parametrize("weighting", ["proportional", "uncertainty"])
def test_a_run_that_was_cut_off_goes_on(tiny_base: Path, tmp_path: Path, weighting: str) -> None:
    from chatbot.llm.transformers import load_model
    from chatbot.training.train import train_adapter

    data = {"intent": examples("intent", 32), "sentiment": examples("sentiment", 32, "B")}

    def go(**changes: Any) -> Any:
        tokenizer, model, _ = load_model(tiny_base, None, "", "bfloat16")
        return train_adapter(model, tokenizer, data, data, recipe(weighting=weighting, **changes), tmp_path / "run")

    first = go(minutes=1e-9)
    assert first.history[-1]["step"] < 64, "out of time after a step"
    steps = sorted(tmp_path.glob("run/checkpoint-*"))
    assert steps
    second = go()
    assert second.history[-1]["step"] == 64
    assert second.history[0]["step"] <= first.history[-1]["step"], "the history goes on too"
    if weighting == "uncertainty":
        assert any("weight_intent" in row for row in second.history)


def test_a_share_of_the_examples_is_learned_in_other_words() -> None:
    from chatbot.training.cases import Case
    from chatbot.training.ship import examples as as_examples

    class Source:
        def of(self, task: str, part: str) -> list[Case]:
            return [Case(SentimentInput(f"s {at}"), "positive", "positive") for at in range(200)]

    format, source = PromptFormat(), Source()
    tasks, other = ({"sentiment": SentimentTask(f)} for f in (format, format.phrased(0)))
    asked = recipe(tasks={"sentiment": {}}, phrasings=0.25)
    rows = as_examples(tasks, source, asked, "train", [other])["sentiment"]  # type: ignore[arg-type]
    reworded = sum(e.prompt.messages[0][1] == format.phrased(0).words("sentiment").system for e in rows)
    assert 35 <= reworded <= 65 and len(rows) == 200
    assert as_examples(tasks, source, asked, "train", [other])["sentiment"] == rows  # type: ignore[arg-type]
    plain = as_examples(tasks, source, asked, "validation")["sentiment"]  # type: ignore[arg-type]
    assert {e.prompt.messages[0][1] for e in plain} == {format.words("sentiment").system}


def test_a_search_goes_on_and_keeps_its_best(tmp_path: Path) -> None:
    tried: list[Recipe] = []

    def attempt(one: Recipe, folder: Path) -> float:
        tried.append(one)
        if len(tried) == 2:
            raise KeyboardInterrupt
        return abs(one.learning_rate - 1e-3)

    with pytest.raises(KeyboardInterrupt):
        search_settings(recipe(), tmp_path, 4, attempt)
    best = search_settings(recipe(), tmp_path, 4, attempt)
    assert len(tried) == 5 and best["trials"] == 4, "three more after the one that was done"
    kept = [one for at, one in enumerate(tried) if at != 1]
    assert best["value"] == min(abs(one.learning_rate - 1e-3) for one in kept)
    assert json.loads((tmp_path / "best.json").read_text()) == best
    assert search_settings(recipe(), tmp_path, 4, attempt) == best and len(tried) == 5
    with pytest.raises(InputError, match="start"):
        search_settings(recipe(start="adapters/films"), tmp_path, 1, attempt)


@pytest.mark.slow
def test_two_processes_train_one_adapter(tiny_base: Path, tmp_path: Path) -> None:
    script = Path(__file__).with_name("two_processes.py")
    launch = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    done = subprocess.run(
        [*launch, script, tiny_base, tmp_path], capture_output=True, text=True, check=False,
        env=os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": f"{ROOT}:{script.parent}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert {"helped", "wrote"} <= {*done.stdout.split()}
    assert check_adapter(tmp_path / "mine", tiny_base, fingerprint()).base_model == "tiny"


def test_a_task_without_examples_is_named(tiny_base: Path, tmp_path: Path) -> None:
    from chatbot.llm.transformers import load_model
    from chatbot.training.train import train_adapter

    tokenizer, model, _ = load_model(tiny_base, None, "", "bfloat16")
    data = {"intent": examples("intent", 3), "sentiment": []}
    with pytest.raises(InputError, match="no examples to train and validate the task 'sentiment'"):
        train_adapter(model, tokenizer, data, data, recipe(), tmp_path)


def test_only_learned_tokens_count_and_each_example_once() -> None:
    import torch

    from chatbot.training.loss import TaskWeights, example_losses

    class Model:
        def get_decoder(self) -> Any:
            return lambda input_ids, **_: type("Out", (), {"last_hidden_state": torch.eye(5)[input_ids]})()

        def get_output_embeddings(self) -> Any:
            return lambda hidden: 20 * torch.roll(hidden, 1, dims=-1)  # after n comes n + 1

    ids = torch.tensor([[0, 1, 2, 3], [0, 1, 1, 1]])
    mask = torch.tensor([[False, False, True, True], [False, True, True, False]])
    losses = example_losses(Model(), ids, torch.ones_like(ids), mask)
    assert losses.tolist() == pytest.approx([0.0, 10.0], abs=1e-3), "the second is right once and wrong once"
    task = torch.tensor([0, 1])
    assert TaskWeights([1.0, 0.5], "fixed")(losses, task).item() == pytest.approx(2.5, abs=1e-3)
    assert TaskWeights([1.0, 0.5], "proportional")(losses, task).item() == pytest.approx(5.0, abs=1e-3)
    assert TaskWeights([1.0, 0.5], "uncertainty")(losses, task).item() == pytest.approx(5.0, abs=1e-3)
