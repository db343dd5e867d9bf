"""Articles: Markdown files with front matter. A broken one is named with its line; none is passed over in silence."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from chatbot.errors import DataError


class FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    title: str
    tags: tuple[str, ...] = ()
    updated: date | None = None


@dataclass(frozen=True)
class Article:
    """body: Markdown. answer: its first paragraph, which answers the question on its own."""

    id: str
    title: str
    tags: tuple[str, ...]
    body: str

    @property
    def answer(self) -> str:
        return " ".join(self.body.split("\n\n")[0].split())

    @property
    def text(self) -> str:
        """All of it as plain text."""
        return " ".join(re.sub(r"[*_`#>]", "", self.body).split())


def load_articles(folder: Path) -> tuple[Article, ...]:
    """Every `*.md` of the folder but README.md, by name. Raises: DataError."""
    if not folder.is_dir():
        raise DataError("there is no such folder of help articles; set CHATBOT_ARTICLES.", folder)
    found: dict[str, tuple[Path, Article]] = {}
    for path in sorted(folder.glob("*.md")):
        if path.stem.lower() != "readme":
            article = _read(path)
            if article.id in found:
                why = f"two articles have the id {article.id!r}; the other is {found[article.id][0].name}."
                raise DataError(why, path, _line(path, "id"))
            found[article.id] = path, article
    return tuple(article for _, article in found.values())


@dataclass(frozen=True)
class Question:
    """A question as people ask it and the article that answers it; None: no article does."""

    text: str
    article: str | None


def load_questions(folder: Path, split: str) -> tuple[Question, ...]:
    """Rows of `questions/<split>-*.jsonl`; none when there are no such files. Raises: DataError with file and line."""
    found = []
    paths = sorted((folder / "questions").glob(f"{split}-*.jsonl"))
    ids = {article.id for article in load_articles(folder)} if paths else set()
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                found.append(Question(row["question"], row["article"]))
            except (ValueError, KeyError, TypeError) as error:
                raise DataError(f"not a question: {error!r}.", path, number) from None
            if found[-1].article is not None and found[-1].article not in ids:
                raise DataError(f"there is no article {found[-1].article!r}.", path, number)
    return tuple(found)


def _read(path: Path) -> Article:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read: {error}.", path) from None
    if not text.startswith("---\n"):
        raise DataError("front matter is missing: the first line must be '---'.", path, 1)
    head, closed, body = text[4:].partition("\n---\n")
    if not closed:
        raise DataError("front matter is not closed by a line '---'.", path, 1)
    try:
        front = FrontMatter(**yaml.safe_load(head))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise DataError(f"front matter is not valid YAML: {error.problem}.", path, line) from None
    except (ValidationError, TypeError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": "it is empty"}
        line = _line(path, str(first["loc"][0])) if first["loc"] else 1
        raise DataError(f"front matter: {'.'.join(map(str, first['loc']))}: {first['msg']}.", path, line) from None
    except ValueError as error:  # a date that no calendar has
        raise DataError(f"front matter: updated: {error}.", path, _line(path, "updated")) from None
    if not body.strip():
        raise DataError("the article has no text.", path, head.count("\n") + 3)
    return Article(front.id, front.title, front.tags, body.strip())


def _line(path: Path, key: str) -> int:
    """Where the key stands in the front matter; the first line when it does not."""
    lines = path.read_text("utf-8-sig").splitlines()
    return next((at for at, line in enumerate(lines, 1) if re.match(rf"{re.escape(key)}\s*:", line)), 1)
