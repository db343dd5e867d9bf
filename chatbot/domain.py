"""Domain: what a catalogue's things are called, which facts they have and how they are rated.

Read from `prompts/domains/<name>.yaml`; it knows no item.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


class MeasureWords(BaseModel):
    """How people say a measure: words for much of it and for little of it, plain and compared ("slow", "slower").

    names: that say neither much nor little. at_least, at_most: what is asked for with a word of much, and of little.
    groups: a bound -> who must be able to see it ("kids"). made_for: a bound -> the genre that is made for them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    high: tuple[str, ...] = ()
    higher: tuple[str, ...] = ()
    low: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    at_least: int = 2
    at_most: int = 1
    groups: dict[int, tuple[str, ...]] = {}
    made_for: dict[int, str] = {}

    def said(self) -> Iterator[tuple[str, str, int | None]]:
        """(word, way, bound) of each."""
        for way in ("high", "higher", "low", "lower", "names"):
            yield from ((word, way, None) for word in getattr(self, way))
        yield from ((word, "group", bound) for bound, said in self.groups.items() for word in said)


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
    measure_words: dict[str, MeasureWords] = {}
    nicknames: dict[str, str] = {}

    @model_validator(mode="after")
    def _known_genres(self) -> Domain:
        for genre in self.genre_words:
            if genre not in self.genres:
                raise ValueError(f"genre_words names {genre!r}, which is not in genres.{nearest(genre, self.genres)}")
        return self

    @model_validator(mode="after")
    def _known_measures(self) -> Domain:
        of: dict[str, str] = {}
        for measure, words in self.measure_words.items():
            if measure not in self.measures:
                raise ValueError(f"measure_words names {measure!r}, no measure.{nearest(measure, self.measures)}")
            for genre in words.made_for.values():
                if genre not in self.genres:
                    raise ValueError(f"made_for names {genre!r}, which is not in genres.{nearest(genre, self.genres)}")
            for word, _, _ in words.said():
                if word != word.lower() or of.setdefault(word, measure) != measure:
                    raise ValueError(f"measure_words: {word!r} must be in small letters and say one measure only.")
        return self

    @property
    def measures(self) -> tuple[str, ...]:
        """What may be bounded: the scales, the age from which an item is suitable, and its running time."""
        return (*self.scales, "age", "minutes")

    def made_for(self, at_most: Mapping[str, float]) -> tuple[str, ...]:
        """Genres that are made for whom these bounds mean: children's films, where all must suit a child of eight."""
        return tuple(
            genre
            for measure, bound in at_most.items()
            for up_to, genre in self.measure_words.get(measure, MeasureWords()).made_for.items()
            if bound <= up_to
        )

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
