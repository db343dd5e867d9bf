"""The loop: transformers' Trainer over accelerate, LoRA by peft; the same on a CPU, on one GPU and on many.

It knows tasks by name only, reads no data and writes no adapter: `chatbot/trainer.py` joins these.
"""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model, set_peft_model_state_dict
from safetensors.torch import load_file
from transformers import (
    EarlyStoppingCallback,
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
    set_seed,
)

from chatbot.errors import AdapterError, InputError
from chatbot.llm.adapter import WEIGHTS
from chatbot.training.loss import TaskWeights, learn_answers
from chatbot.training.mixture import Collator, Encoded, TaskExample, encode, mix
from chatbot.training.recipe import Recipe

log = logging.getLogger(__name__)
TASK_WEIGHTS = "task_weights.json"


@dataclass(frozen=True)
class Trained:
    """model: the base with the best adapter found. history: what the trainer wrote down as it went. leads: whether this
    is the process that writes, of several that train together."""

    model: Any
    history: list[dict[str, Any]]
    seconds: float
    examples: dict[str, int]
    tokens: int
    leads: bool = True


def train_adapter(
    model: Any,
    tokenizer: Any,
    train: Mapping[str, Sequence[TaskExample]],
    validation: Mapping[str, Sequence[TaskExample]],
    recipe: Recipe,
    folder: Path,
) -> Trained:
    """Train a LoRA adapter over `model`; checkpoints lie in `folder` and are gone on from where there are any.

    Raises: InputError when a task has no examples.
    """
    set_seed(recipe.seed)
    names = list(recipe.tasks)
    for name in names:
        if not train.get(name) or not validation.get(name):
            raise InputError(f"There are no examples to train and validate the task {name!r} on; see data/README.md.")
    wrapped = get_peft_model(model, _lora(recipe, model.config.num_hidden_layers))
    if recipe.start:
        _go_on_from(wrapped, Path(recipe.start))
    learn_answers(wrapped.get_base_model())
    mixed = mix(train, recipe)
    rows = _fitting(mixed, names, tokenizer, recipe)
    some = [e for name in names for e in _spread(validation[name], recipe.validation_most)]
    held = _fitting(some, names, tokenizer, recipe)
    trainer = TaskTrainer(
        names,
        TaskWeights([recipe.tasks[name].weight for name in names], recipe.weighting),
        model=wrapped,
        args=_arguments(recipe, folder, len(rows)),
        train_dataset=rows,
        eval_dataset=held,
        data_collator=Collator(tokenizer.pad_token_id or tokenizer.eos_token_id),
        callbacks=[EarlyStoppingCallback(recipe.patience), Clock(recipe.minutes)],
    )
    began = time.monotonic()
    trainer.train(resume_from_checkpoint=_last_checkpoint(folder))
    return Trained(
        wrapped,
        trainer.state.log_history,
        time.monotonic() - began,
        {name: sum(e.task == name for e in mixed) for name in names},
        sum(len(row["input_ids"]) for row in rows),
        trainer.is_world_process_zero(),
    )


def _spread(examples: Sequence[TaskExample], most: int) -> Sequence[TaskExample]:
    """At most so many, evenly from all hands."""
    return examples[:: max(1, -(-len(examples) // most))]


class TaskTrainer(Trainer):
    """Adds up the tasks' losses by their weights, and tells each task's own loss beside the sum."""

    def __init__(self, names: Sequence[str], weights: TaskWeights, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.names, self.weights = names, weights.to(self.args.device)
        self.model_accepts_loss_kwargs = False

    def create_optimizer(self, model: Any = None) -> torch.optim.Optimizer:
        optimizer = super().create_optimizer(model)
        if own := list(self.weights.parameters()):
            optimizer.add_param_group({"params": own, "weight_decay": 0.0})
        return optimizer

    def compute_loss(
        self, model: Any, inputs: Any, return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        losses = model(**inputs)
        loss = self.weights(losses, inputs["task"])
        return (loss, {"losses": losses}) if return_outputs else loss

    @torch.no_grad()
    def evaluate(self, *_: Any, metric_key_prefix: str = "eval", **__: Any) -> dict[str, float]:
        """The mean over tasks of their mean losses, and each of these."""
        model: Any = self.model
        model.eval()
        sums = torch.zeros(len(self.names), 2, device=self.args.device)
        for batch in self.get_eval_dataloader():
            batch = self._prepare_inputs(batch)
            losses = model(**batch)
            for column, values in enumerate((losses, torch.ones_like(losses))):
                sums[:, column].index_add_(0, batch["task"], values)
        sums = self.accelerator.reduce(sums)
        means = (sums[:, 0] / sums[:, 1].clamp(min=1)).tolist()
        metrics = {f"{metric_key_prefix}_loss": sum(means) / len(means)}
        metrics |= {f"{metric_key_prefix}_loss_{name}": mean for name, mean in zip(self.names, means, strict=True)}
        if self.weights.log_variance is not None:
            learned = torch.exp(-self.weights.log_variance).tolist()
            metrics |= {f"weight_{name}": value for name, value in zip(self.names, learned, strict=True)}
        self.log(metrics)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics

    def _save_checkpoint(self, *args: Any, **kwargs: Any) -> None:
        super()._save_checkpoint(*args, **kwargs)
        if self.weights.log_variance is not None and self.args.should_save:
            path = Path(str(self.args.output_dir)) / f"checkpoint-{self.state.global_step}" / TASK_WEIGHTS
            path.write_text(json.dumps(self.weights.log_variance.tolist()))

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: Any = None) -> None:
        super()._load_from_checkpoint(resume_from_checkpoint, model)
        path = Path(resume_from_checkpoint) / TASK_WEIGHTS
        if self.weights.log_variance is not None and path.is_file():
            self.weights.log_variance.data = torch.tensor(json.loads(path.read_text()), device=self.args.device)


class Clock(TrainerCallback):
    """Says how far it is and how long it will take; ends in time for the recipe's limit, after a last evaluation."""

    def __init__(self, minutes: float | None) -> None:
        self._limit = None if minutes is None else 60 * minutes
        self._began = self._start = 0.0

    def on_train_begin(self, args: Any, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        self._began, self._start = time.monotonic(), state.global_step

    def on_step_end(self, args: Any, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        if self._limit and time.monotonic() - self._began > self._limit:
            control.should_evaluate = control.should_save = control.should_training_stop = True

    def on_log(self, args: Any, state: TrainerState, control: TrainerControl, logs: Any = None, **_: Any) -> None:
        done = state.global_step - self._start
        if not state.is_world_process_zero or not done or not logs:
            return
        left = (time.monotonic() - self._began) / done * (state.max_steps - state.global_step)
        figures = ", ".join(f"{k} {v:.3f}" for k, v in logs.items() if "loss" in k and isinstance(v, float))
        log.info("step %d of %d, %.0f min left: %s", state.global_step, state.max_steps, math.ceil(left / 60), figures)


def _go_on_from(wrapped: Any, folder: Path) -> None:
    """Raises: AdapterError when its weights have another shape."""
    state = load_file(folder / WEIGHTS)
    try:
        found: Any = set_peft_model_state_dict(wrapped, state)
    except RuntimeError as error:
        raise AdapterError(f"{folder} cannot be gone on from: {str(error).splitlines()[0]}") from None
    if found.unexpected_keys:
        raise AdapterError(f"{folder} cannot be gone on from: it has {found.unexpected_keys[0]!r}, which this has not.")


def _lora(recipe: Recipe, layers: int) -> LoraConfig:
    lora = recipe.lora
    chosen = list(range(max(0, layers - lora.layers), layers)) if lora.layers else None
    return LoraConfig(
        r=lora.rank,
        lora_alpha=lora.alpha,
        lora_dropout=lora.dropout,
        target_modules=list(lora.targets),
        layers_to_transform=chosen,
        task_type="CAUSAL_LM",
    )


def _arguments(recipe: Recipe, folder: Path, rows: int) -> TrainingArguments:
    per_step = recipe.batch_size * recipe.accumulate
    steps = max(1, math.ceil(recipe.epochs * rows / per_step))
    between = max(1, steps // recipe.evaluations)
    return TrainingArguments(
        output_dir=str(folder),
        per_device_train_batch_size=recipe.batch_size,
        per_device_eval_batch_size=recipe.batch_size,
        gradient_accumulation_steps=recipe.accumulate,
        num_train_epochs=recipe.epochs,
        learning_rate=recipe.learning_rate,
        lr_scheduler_type=recipe.schedule,
        warmup_steps=round(recipe.warmup * steps),
        weight_decay=recipe.weight_decay,
        eval_strategy="steps",
        eval_steps=between,
        save_strategy="steps",
        save_steps=between,
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model="eval_loss",
        greater_is_better=False,
        logging_steps=max(1, between // 4),
        report_to=["tensorboard"],
        remove_unused_columns=False,
        train_sampling_strategy="group_by_length",
        dataloader_pin_memory=torch.cuda.is_available(),
        ddp_backend="gloo" if torch.distributed.is_torchelastic_launched() and not torch.cuda.is_available() else None,
        seed=recipe.seed,
        disable_tqdm=True,
    )


def _fitting(examples: Sequence[TaskExample], names: Sequence[str], tokenizer: Any, recipe: Recipe) -> list[Encoded]:
    """Encoded; what is longer than the recipe allows is left out, since half an answer teaches the wrong thing."""
    rows = [encode(e, names.index(e.task), tokenizer, tokenizer.eos_token_id) for e in examples]
    kept = [row for row in rows if len(row["input_ids"]) <= recipe.max_length]
    if len(kept) < len(rows):
        log.warning("%d of %d examples are longer than %d tokens", len(rows) - len(kept), len(rows), recipe.max_length)
    return kept


def _last_checkpoint(folder: Path) -> str | None:
    found = [p for p in folder.glob("checkpoint-*") if (p / "trainer_state.json").is_file()]
    return str(max(found, key=lambda p: int(p.name.rpartition("-")[2]))) if found else None
