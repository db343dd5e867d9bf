"""The words by which Chinese is read, from `prompts/chinese/`: forms that are known as a whole, and single words."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from chatbot.domain import PROMPTS, read_yaml

TITLE = "[\ue000-\uf8ff]"  # a film in a clause: a single character of the private area


@cache
def words() -> dict[str, Any]:
    """`prompts/chinese/reading.yaml`, with its lists of words as sets and maps."""
    read = read_yaml(PROMPTS / "chinese/reading.yaml")
    titles = {name: label for label, names in read["titles"].items() for name in names.split()}
    return {
        **read,
        "title": titles,
        "connectors": read["connectors"].split(),
        "english": {*read["english"].split()},
    }


@cache
def vocabulary() -> tuple[dict[str, tuple[str, str]], re.Pattern[str]]:
    """word -> (kind, value), and the longest word that begins at a place."""
    names, said = read_yaml(PROMPTS / "chinese/names.yaml"), words()
    sections = (
        ("empty", {"": said["empty"]}), ("years", said["years"]), ("measure", said["measures"]),
        ("company", said["company"]), ("theme", names["themes"]), ("genre", names["genres"]),
        ("person", said["people"]), ("mark", said["marks"]),
    )  # fmt: skip
    kinds = {
        word: (kind, value) for kind, section in sections for value, ways in section.items() for word in ways.split()
    }
    return kinds, re.compile("|".join(map(re.escape, sorted(kinds, key=len, reverse=True))))


@cache
def forms() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    """Forms of words that are known as a whole, and whether they are about the service; T is a title."""
    said = words()
    polite = "(?:请|请问|那|那么|嗯|好的?|啊|就|麻烦|帮我|我想问|我想|我要)?"
    ending = "(?:吧|啊|呢|呀|吗|了|哦|啦)?"
    rows = [(rf"^{polite}(?:{form}){ending}$", english, False) for form, english in said["whole"].items()]
    rows += [(form, english, False) for form, english in said["asks"].items()]
    rows += [(form, english, True) for form, english in said["service"].items()]
    return tuple((re.compile(form.replace("(T)", f"({TITLE})")), english, service) for form, english, service in rows)
