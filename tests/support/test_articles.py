"""Help articles: every committed one reads, and a broken one is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatbot.errors import DataError
from chatbot.settings import Settings
from chatbot.support.articles import Article, load_articles, load_questions

ARTICLES = load_articles(Settings().articles)
GOOD = "---\nid: a\ntitle: A title\ntags: [one]\n---\nThe answer.\n\nMore of it.\n"


def test_there_are_articles() -> None:
    assert len(ARTICLES) >= 40
    assert len({a.id for a in ARTICLES}) == len({a.title for a in ARTICLES}) == len(ARTICLES)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.id)
def test_every_article_answers_in_its_first_paragraph(article: Article) -> None:
    assert 5 <= len(article.answer.split()) <= 45
    assert article.answer.endswith((".", "?")) and not article.answer.startswith(("#", "-"))
    assert (Settings().articles / f"{article.id}.md").is_file(), "the file is named after the id"
    assert article.tags, "tags are other words for it"


@pytest.mark.parametrize("split", ["train", "validation"])
def test_questions_name_articles_that_are_there(split: str) -> None:
    questions = load_questions(Settings().articles, split)
    assert len(questions) >= 20 and {q.article for q in questions} - {None} <= {a.id for a in ARTICLES}
    assert any(q.article is None for q in questions), "some that no article answers"


def write(folder: Path, text: str | bytes, name: str = "a.md") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_good_one(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, "not an article", "README.md")
    (article,) = load_articles(tmp_path)
    assert article == Article("a", "A title", ("one",), "The answer.\n\nMore of it.")
    assert article.answer == "The answer."


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("no front matter", 1, "the first line must be '---'"),
        ("", 1, "front matter is missing"),
        ("---\nid: a\ntitle: A\nno end", 1, "not closed"),
        ("---\nid: a\ntitle: [A\n---\nText.", 3, "not valid YAML"),
        ("---\nid: a\n  title: A\n---\nText.", 3, "not valid YAML"),
        ("---\ntitle: A\n---\nText.", 1, "id: Field required"),
        ("---\nid: a\ntitle: A\nauthor: me\n---\nText.", 4, "author: Extra inputs"),
        ("---\nid: a\n---\nText.", 1, "title: Field required"),
        ("---\nid: a\ntitle: 7\n---\nText.", 3, "title: Input should be a valid string"),
        ("---\nid: a\ntitle: A\nupdated: soon\n---\nText.", 4, "updated: "),
        ("---\nid: a\ntitle: A\nupdated: 2026-02-30\n---\nText.", 4, "updated: "),
        ("---\n- a\n---\nText.", 1, "front matter"),
        ("---\n---\nText.", 1, "front matter"),
        ("---\nid: a\ntitle: A\n---\n  \n", 4, "the article has no text"),
    ],
)
def test_a_broken_one_is_named_with_its_line(tmp_path: Path, text: str, line: int, why: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(DataError) as caught:
        load_articles(tmp_path)
    assert str(caught.value).startswith(f"{path}:{line}: ") and why in str(caught.value)


def test_what_else_may_be_wrong(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="CHATBOT_ARTICLES"):
        load_articles(tmp_path / "none")
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, "b.md")
    with pytest.raises(DataError, match=r"b\.md:2: two articles have the id 'a'; the other is a\.md"):
        load_articles(tmp_path)
    (tmp_path / "b.md").unlink()
    write(tmp_path, b"\xff\xfe\x00", "c.md")
    with pytest.raises(DataError, match=r"c\.md: cannot be read"):
        load_articles(tmp_path)


def test_windows_files_read_the_same(tmp_path: Path) -> None:
    write(tmp_path, "\ufeff" + GOOD)
    assert load_articles(tmp_path)[0].answer == "The answer."


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("{broken", "not a question"),
        ('{"question": "q"}', "not a question"),
        ('{"question": "q", "article": "nowhere"}', "there is no article 'nowhere'"),
    ],
)
def test_a_broken_question_is_named_with_its_line(tmp_path: Path, row: str, why: str) -> None:
    write(tmp_path, GOOD)
    (tmp_path / "questions").mkdir()
    path = write(tmp_path / "questions", '{"question": "q", "article": "a"}\n' + row + "\n", "train-x.jsonl")
    with pytest.raises(DataError) as caught:
        load_questions(tmp_path, "train")
    assert str(caught.value).startswith(f"{path}:2: ") and why in str(caught.value)
    assert load_questions(tmp_path, "validation") == ()
