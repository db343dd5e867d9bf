"""The two scripts of Chinese: which one a text is in, and one turned into the other.

From the tables of `prompts/chinese/script.yaml`.
"""

from __future__ import annotations

import re
from functools import cache

from chatbot.domain import PROMPTS, read_yaml

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_OTHER = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")  # kana and hangul: Japanese or Korean, whatever else is there

LEVEL_1 = 0xD7  # the last first byte of the common characters in GB 2312


def has_han(text: str) -> bool:
    """Whether a text holds Chinese characters and none that Chinese does not use."""
    return bool(_HAN.search(text)) and not _OTHER.search(text)


def is_traditional(text: str) -> bool:
    """Whether any character is one that is written in traditional Chinese alone."""
    return any(ord(c) in _tables()[0] for c in text)


def simplified(text: str) -> str:
    return text.translate(_tables()[0])


def traditional(text: str) -> str:
    """As written in Taiwan; titles and names in other scripts stay as they are."""
    _, to_traditional, phrases = _tables()
    if phrases:
        pattern = "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))
        parts = re.split(f"({pattern})", text)
        return "".join(phrases[part] if part in phrases else part.translate(to_traditional) for part in parts)
    return text.translate(to_traditional)


@cache
def _tables() -> tuple[dict[int, str], dict[int, str], dict[str, str]]:
    """(traditional -> simplified, simplified -> traditional, phrases that are turned as a whole)."""
    words = read_yaml(PROMPTS / "chinese/script.yaml")
    pairs, also = words["pairs"].split(), words["also"].split()
    to_simplified = {ord(pair[1]): pair[0] for pair in (*also, *pairs) if not _is_simplified(pair[1])}
    return to_simplified, {ord(pair[0]): pair[1] for pair in pairs}, words.get("phrases") or {}


def _is_simplified(character: str) -> bool:
    """Whether simplified Chinese commonly writes it too, as it does 著: by the first level of its character set."""
    try:
        return character.encode("gb2312")[0] <= LEVEL_1
    except UnicodeEncodeError:
        return False
