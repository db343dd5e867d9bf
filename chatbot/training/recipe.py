"""Recipe: everything that decides how an adapter is trained, in one validated YAML file; it is the schema too."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chatbot.domain import read_words
from chatbot.errors import InputError, nearest
from chatbot.tasks import TASKS


class Lora(BaseModel):
    """Low-rank adaptation (Hu and others, 2021). alpha / rank scales what is added to the weights of `targets`.
    layers: only the last so many are adapted, which spares the way back through the others; None: all."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    rank: int = Field(default=16, ge=1, le=256)
    alpha: int = Field(default=32, ge=1)
    dropout: float = Field(default=0.05, ge=0, lt=1)
    layers: int | None = Field(default=None, ge=1)
    targets: tuple[str, ...] = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


class TaskShare(BaseModel):
    """repeat: how often each example is seen in an epoch (0.5: half of them, drawn anew). weight: of its loss.
    most: examples at most, drawn by the seed; None: all."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    repeat: float = Field(default=1.0, gt=0, le=50)
    weight: float = Field(default=1.0, gt=0)
    most: int | None = Field(default=None, ge=1)


class Recipe(BaseModel):
    """weighting: how the tasks' losses are added up. fixed: by each task's weight; proportional: every example counts
    alike; uncertainty: by weights that are learned (Kendall, Gal, Cipolla, CVPR 2018).

    minutes: training stops in time for this; None: no limit. patience: evaluations without a better validation loss
    after which it stops. base_model: empty for the packaged one. start: folder of an adapter of the same shape whose
    weights are gone on from; keep: their share in the weights that are written, the rest is what was learned.
    phrasings: the share of examples that are learned in other words than those of the chat.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    base_model: str = ""
    start: str = ""
    keep: float = Field(default=0.0, ge=0, lt=1)
    tasks: dict[str, TaskShare]
    weighting: Literal["fixed", "proportional", "uncertainty"] = "fixed"
    lora: Lora = Lora()
    learning_rate: float = Field(default=5e-4, gt=0)
    schedule: Literal["cosine", "linear", "constant_with_warmup"] = "cosine"
    warmup: float = Field(default=0.05, ge=0, lt=1)
    weight_decay: float = Field(default=0.01, ge=0)
    epochs: float = Field(default=1.0, gt=0)
    phrasings: float = Field(default=0.2, ge=0, le=1)
    batch_size: int = Field(default=16, ge=1)
    accumulate: int = Field(default=1, ge=1)
    max_length: int = Field(default=640, ge=32)
    evaluations: int = Field(default=8, ge=1)
    validation_most: int = Field(default=60, ge=1)
    patience: int = Field(default=3, ge=1)
    minutes: float | None = Field(default=None, gt=0)
    seed: int = 0

    @model_validator(mode="after")
    def _known_tasks(self) -> Recipe:
        if not self.tasks:
            raise ValueError("tasks names none")
        if self.keep and not self.start:
            raise ValueError("keep needs start: the folder of the adapter whose weights are kept")
        for name in self.tasks:
            if name not in TASKS:
                raise ValueError(f"there is no task {name!r}; there are: {', '.join(TASKS)}.{nearest(name, TASKS)}")
        return self


def load_recipe(path: Path) -> Recipe:
    """Raises: InputError when there is no such file, DataError with file and key when it is malformed."""
    if not path.is_file():
        raise InputError(f"There is no recipe {str(path)!r}; name a recipe.yaml, such as adapters/films/recipe.yaml.")
    return read_words(path, Recipe)


__all__ = ["Lora", "Recipe", "TaskShare", "load_recipe"]
