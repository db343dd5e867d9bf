"""Domain: what a catalogue's things are called, which facts they have and how they are rated.

Read from `prompts/domains/<name>.yaml`; it knows no item.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from chatbot.errors import DataError, SettingsError, nearest

Words = TypeVar("Words", bound=BaseModel)
PROMPTS = Path(__file__).resolve().parent.parent / "prompts"


class RatingScale(BaseModel):
    """Ratings run from `low` to `high`; from `like_from` on an item counts as liked, to `dislike_to` as disliked."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    low: float
    high: float
    like_from: float
    dislike_to: float

    def preference(self, rating: float) -> float:
        """Signed strength of a rating in [-1, 1]: the middle of the scale is 0."""
        middle = (self.low + self.high) / 2
        return (rating - middle) / (self.high - middle)


class Fact(BaseModel):
    """A named fact of an item. label: how cards introduce it; person: its values are people."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    person: bool = False


class Domain(BaseModel):
    """One kind of catalogue; see prompts/domains/films.yaml for a commented example."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    noun: str
    nouns: str
    rating: RatingScale
    genres: tuple[str, ...]
    facts: dict[str, Fact]
    scales: tuple[str, ...] = ()
    genre_words: dict[str, tuple[str, ...]]
    theme_words: dict[str, tuple[str, ...]] = {}
    nicknames: dict[str, str] = {}

    @model_validator(mode="after")
    def _known_genres(self) -> Domain:
        for genre in self.genre_words:
            if genre not in self.genres:
                raise ValueError(f"genre_words names {genre!r}, which is not in genres.{nearest(genre, self.genres)}")
        return self

    @property
    def people_facts(self) -> tuple[str, ...]:
        return tuple(name for name, fact in self.facts.items() if fact.person)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises: DataError with the file and, where known, the line."""
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise DataError(f"not valid YAML: {error.problem}.", path, mark.line + 1 if mark else None) from None
    except yaml.YAMLError as error:
        raise DataError(f"not valid YAML: {str(error).splitlines()[0]}.", path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read: {error}.", path) from None


def read_words(path: Path, kind: type[Words]) -> Words:
    """A YAML file as a model of its keys. Raises: DataError with the file and the key that is wrong."""
    try:
        return kind.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise DataError(f"{where or 'the file'}: {first['msg']}.", path) from None


def load_domain(name: str, folder: Path = PROMPTS / "domains") -> Domain:
    """name: of a file in `folder`, or the path of any .yaml. Raises: SettingsError when there is none, DataError for a
    malformed file."""
    if name.endswith((".yaml", ".yml")):
        path = Path(name).expanduser()
        if not path.is_file():
            raise SettingsError(f"There is no domain file {name}; correct CHATBOT_DOMAIN.")
        return read_words(path, Domain)
    path = folder / f"{name}.yaml"
    if not path.is_file():
        names = sorted(p.stem for p in folder.glob("*.yaml"))
        raise SettingsError(f"There is no domain {name!r}; there are: {', '.join(names)}.{nearest(name, names)}")
    return read_words(path, Domain)
