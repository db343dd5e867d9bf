"""Raw files -> RawRatings, one reader per source; a new source is a file here and a line in `SOURCES`."""

from collections.abc import Callable
from pathlib import Path

from chatbot.dataset import RawRatings
from chatbot.sources.movielens import read_movielens

SOURCES: dict[str, Callable[[Path, bool], RawRatings]] = {"movielens": read_movielens}
