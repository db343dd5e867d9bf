"""The picker: which line answers, learned from questions; none where nothing does; kept and loaded the same."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from small import HashEncoder

from chatbot.errors import DataError
from chatbot.settings import ROOT
from chatbot.tasks.answer import AnswerInput
from chatbot.tasks.picking import Asked, Picker, load_asked

CARD = "{} (1995). Crime. 170 minutes, suitable from 16. Directed by {}. With {}. About heists. {}"
FILMS = [
    ("Heat", "Michael Mann", "Al Pacino", "A thief plans one last robbery in Los Angeles."),
    ("Jaws", "Steven Spielberg", "Roy Scheider", "A policeman hunts a shark."),
    ("Fargo", "Joel Coen", "Frances McDormand", "A car salesman hires two crooks."),
    ("Big", "Penny Marshall", "Tom Hanks", "A boy wakes up as a man."),
]
QUESTIONS = {
    "how long does {} go on": "It runs 170 minutes",
    "who directed {}": "Directed by {1}",
    "who plays in {}": "With {2}",
    "who sings the song of {}": "",
    "how many oscars did {} win": "",
}


def rows(films: list[tuple[str, str, str, str]]) -> list[Asked]:
    return [
        Asked(AnswerInput(CARD.format(*film), asked.format(*film)), answer.format(*film))
        for film in films
        for asked, answer in QUESTIONS.items()
    ]


@pytest.fixture(scope="module")
def picker() -> Picker:
    return Picker.fit(rows(FILMS[:3]), HashEncoder().encode)


def test_it_answers_about_a_text_that_it_never_saw(picker: Picker) -> None:
    for row in rows(FILMS[3:]):
        odds = picker(row.given)
        assert odds.shape == (1 + len(row.given.sentences),) and odds.sum() == pytest.approx(1)
        assert int(np.argmax(odds)) == row.place, row.given.question
    assert [row.place for row in rows(FILMS[3:])] == [3, 4, 5, 0, 0]


def test_a_text_without_sentences_answers_nothing(picker: Picker) -> None:
    assert picker(AnswerInput(" \n", "who?")).tolist() == [1.0]


def test_a_question_of_nothing_but_the_title_is_read_whole(picker: Picker) -> None:
    assert np.isfinite(picker(AnswerInput(CARD.format(*FILMS[0]), "Heat"))).all()


def test_kept_and_loaded_it_says_the_same(picker: Picker, tmp_path: Path) -> None:
    path, given = tmp_path / "answer.safetensors", rows(FILMS)[0].given
    picker.save(path)
    assert (Picker.load(path, HashEncoder().encode)(given) == picker(given)).all()
    path.write_bytes(b"broken")
    with pytest.raises(DataError):
        Picker.load(path, HashEncoder().encode)


def test_a_written_answer_points_to_the_line_that_tells_it() -> None:
    given = AnswerInput("Heat (1995). Set in Los Angeles. A thief plans.", "where in los angeles is heat set?")
    assert Asked(given, "A thief plans it.").place == 3
    assert Asked(given, "").place == 0


@pytest.mark.parametrize(
    ("line", "why"), [("{", "not JSON"), ('{"passage": "x", "question": "?", "answer": null}', "no passage 'x'")]
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, why: str) -> None:
    (tmp_path / "passages").mkdir()
    (tmp_path / "passages/train-1.jsonl").write_text(json.dumps({"id": "a", "passage": "A."}) + "\n")
    (tmp_path / "train-x.jsonl").write_text(f'{{"passage": "a", "question": "?", "answer": null}}\n{line}\n')
    with pytest.raises(DataError, match=why) as error:
        load_asked(tmp_path, "train")
    assert error.value.line == 2


def test_the_projects_questions_are_read() -> None:
    asked = load_asked(ROOT / "data/answers", "train")
    assert len(asked) > 600 and all(row.place <= len(row.given.sentences) for row in asked)
    assert sum(not row.answer for row in asked) > 150
