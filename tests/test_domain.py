"""Domain: what a catalogue's things are called, read from words that must be right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from chatbot.domain import PROMPTS, Domain, RatingScale, load_domain, read_yaml
from chatbot.errors import DataError, SettingsError

RIGHT: dict[str, Any] = yaml.safe_load((PROMPTS / "domains/films.yaml").read_text("utf-8"))


def write(folder: Path, words: object, name: str = "films") -> Path:
    (folder / f"{name}.yaml").write_text(words if isinstance(words, str) else yaml.safe_dump(words), "utf-8")
    return folder


def test_films(domain: Domain) -> None:
    assert (domain.name, domain.noun, domain.nouns) == ("films", "film", "films")
    assert len(domain.genres) == len(set(domain.genres)) == 18
    assert domain.people_facts == ("director", "cast")
    assert domain.facts["director"].label == "Directed by"


def test_what_may_be_bounded(domain: Domain) -> None:
    assert domain.measures == (*domain.scales, "age", "minutes")
    assert set(domain.measure_words) == set(domain.measures)
    assert ("kids", "group", 8) in domain.measure_words["age"].said()


def test_genre_words_belong_to_one_genre_each_but_a_romcom_to_two(domain: Domain) -> None:
    words = [word.lower() for said in domain.genre_words.values() for word in said]
    twice = {word for word in words if words.count(word) > 1}
    assert twice == {"romcom", "rom-com", "romcoms", "rom-coms"}


@pytest.mark.parametrize(("rating", "strength"), [(1, -1), (2, -0.5), (3, 0), (4, 0.5), (4.5, 0.75), (5, 1)])
def test_preference_is_the_distance_from_the_middle(domain: Domain, rating: float, strength: float) -> None:
    assert domain.rating.preference(rating) == strength


def test_a_scale_may_be_any() -> None:
    scale = RatingScale(low=0, high=10, like_from=7, dislike_to=4)
    assert [scale.preference(r) for r in (0, 5, 10)] == [-1, 0, 1]


def test_an_unknown_name_lists_the_known_and_the_nearest() -> None:
    with pytest.raises(SettingsError, match=r"no domain 'film'; there are: .*films.*Did you mean 'films'\?"):
        load_domain("film")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"colour": "red"}, "colour"),
        ({"noun": None}, "noun"),
        ({"rating": {"low": 1, "high": 5, "like_from": 4}}, r"rating\.dislike_to"),
        ({"facts": {"director": {"label": "By", "colour": 1}}}, r"facts\.director\.colour"),
        ({"genre_words": {"Horor": ["scary"]}}, "'Horor', which is not in genres. Did you mean 'Horror'"),
        ({"measure_words": {"violens": {"high": ["gory"]}}}, "'violens', no measure. Did you mean 'violence'"),
        ({"measure_words": {"age": {"made_for": {8: "Kids"}}}}, "made_for names 'Kids', which is not in genres"),
        ({"measure_words": {"violence": {"much": ["gory"]}}}, r"measure_words\.violence\.much"),
        ({"measure_words": {"violence": {"high": ["Gory"]}}}, "'Gory' must be in small letters"),
        (
            {"measure_words": {"violence": {"high": ["dark"]}, "sadness": {"high": ["dark"]}}},
            "'dark' must be in small letters and say one measure",
        ),
    ],
)
def test_wrong_words_name_the_file_and_the_key(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    with pytest.raises(DataError, match=rf"films\.yaml: .*{says}"):
        load_domain("films", write(tmp_path, RIGHT | change))


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b\n", "1: 2\n"])
def test_a_file_without_keys_is_one_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match=r"films\.yaml"):
        load_domain("films", write(tmp_path, text))


def test_broken_yaml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"films\.yaml:2: not valid YAML"):
        load_domain("films", write(tmp_path, "name: films\nnoun: film: reel"))


def test_unreadable_files_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "control.yaml").write_bytes(b"name: \x01")
    with pytest.raises(DataError, match="not valid YAML"):
        read_yaml(tmp_path / "control.yaml")
    (tmp_path / "latin.yaml").write_bytes("name: Caf\xe9".encode("latin-1"))
    for path in (tmp_path / "none.yaml", tmp_path / "latin.yaml", tmp_path):
        with pytest.raises(DataError, match="cannot be read"):
            read_yaml(path)


def test_no_object_is_made_from_yaml(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not valid YAML"):
        read_yaml(write(tmp_path, "!!python/object/apply:os.getcwd []") / "films.yaml")


def test_a_domain_does_not_change(domain: Domain) -> None:
    with pytest.raises(ValueError, match="frozen"):
        domain.noun = "book"  # type: ignore[misc]
