"""What the bot can never say it has done or will do, unless the article that it answers from says so.

It cannot pay, cancel or change anything of an account; a sentence that claims so would be believed.
"""

from __future__ import annotations

import re

_DOER = r"(?:i|we)(?:'ve| have|'ll| will| am|'m| are|'re| can| just| now| already| going to| gonna| happily)*"
_DONE = (
    "refund|cancel|credit|reimburs|compensat|charg|upgrad|downgrad|renew|reactivat|unlock|reset|extend|waiv|escalat"
    "|transferr?|pa(?:y|id)|fix"
)
_PROMISE = re.compile(
    rf"\b{_DOER} (?:{_DONE})\w*"
    rf"|\b(?:has|have|had|is|are|was|will|been|be|gets?)(?: now| already| just)? (?:been |be )?"
    rf"(?:refunded|cancell?ed|credited|reimbursed|compensated|upgraded|unlocked|extended|waived|escalated)\b"
    rf"|\b(?<!can't )(?<!not )(?:guarantee[ds]?|promise[ds]?|assure you)\b"
    rf"|\byou(?:'ll| will) (?:get|receive|have) (?:a |your |the )?(?:full )?"
    rf"(?:refund|money|credit|compensation|discount)\b",
    re.I,
)


def promises(text: str, article: str = "") -> list[str]:
    """What a text promises and the article does not say in these words."""
    known = _plain(article)
    return [found.group() for found in _PROMISE.finditer(_plain(text)) if found.group().lower() not in known.lower()]


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("*", "").split())
