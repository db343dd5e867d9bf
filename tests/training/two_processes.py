"""Run by test_training.py under `accelerate launch`: trains over the tiny base in BASE, into FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from test_training import examples, recipe

from chatbot.prompt import PromptFormat
from chatbot.training.ship import run

if __name__ == "__main__":
    base, folder = map(Path, sys.argv[1:])
    data = {"intent": examples("intent", 24), "sentiment": examples("sentiment", 24, "B")}
    manifest = run(recipe(epochs=2), folder / "mine", base, PromptFormat(), data, data, folder / "checkpoints")
    print("wrote" if manifest else "helped")
