"""Calques: turns of speech that people carry over from their own language, put as English puts them.

"From who is it made?" asks who made it, "have I reason?" whether I am right. Only what no English sentence would mean
otherwise; letters within a title stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from chatbot.dialogue.linking import Mention

_IT = (
    r"(?:it|this|that|he|she|they|[\ue000-\uf8ff]"
    r"|the (?:film|movie|first|second|third|fourth|fifth|last)(?: one| film)?)"
)
_MANY = "a|an|one|some|another|something|anything|two|three|four|five"
_OF_A_FILM = "long|short|old|new|sad|slow|violent|scary|dark|heavy|funny|bloody|cruel|difficult|serious|silly|light"
_MORE = {"long": "longer", "short": "shorter", "old": "older", "new": "newer", "funny": "funnier", "sad": "sadder",
         "scary": "scarier", "light": "lighter", "dark": "darker"}  # fmt: skip
_PLAIN: tuple[tuple[str, str], ...] = (
    (r"\bthe both\b", "both"),
    (r"\ball (?:and )?two\b", "both"),
    (r"\ball and (three|four|five)\b", r"all \1"),
    (r"\btwo times\b", "twice"),
    (r"\bagain (others?|another)\b", r"\1"),
    (r"\b(before|after|beyond|without|near) of\b(?= (?:\w+ing|him|her|it|them|me|us|the|that|this)\b)", r"\1"),
    (r"\b(?:to|at|on) the place of\b", "in place of"),
    (r"\bfor to\b(?= \w)", "to"),
    (rf"\b(too|so|very) much (?=(?:{_OF_A_FILM})\b)", r"\1 "),
    (r"\b(animals?|dogs?|cats?|toys?) (?:which|that|who) (?:can )?(?:speaks?|talks?)\b", r"talking \1"),
    # asked of a film
    (rf"\b(?:from|of|by) whom? (?:is|was|has been) ({_IT}) (?:made|directed|filmed|shot|turned)\b", r"who made \1"),
    (rf"\bfrom whom? ({_IT}) (?:is|was|has been) (?:made|directed|filmed|shot|turned)\b", r"who made \1"),
    (rf"\bhow (?:long|much)(?: time)? (?:lasts|goes) ({_IT})(?![\w'])", r"how long is \1"),
    (rf"\bhow (?:long|much)(?: time)? does ({_IT}) (?:last|go|endure)\b", r"how long is \1"),
    (rf"\b(?:of|about) what (?:does ({_IT}) (?:speak|talk|treat|tell)|(?:speaks|treats|tells|goes) ({_IT}))(?![\w'])",
     r"what is \1\2 about"),
    (rf"\bwhat does ({_IT}) (?:speak|treat|tell) (?:of|about)\b", r"what is \1 about"),
    (rf"\bhow (?:is|was) ({_IT}) (?:called|named|entitled|titled)\b", r"what is \1 called"),
    (r"\b(?:tell|speak|talk|say) (me|us) (?:something )?of\b", r"tell \1 about"),
    # asked of the list
    (r"\b(?:for|with|by) (?:which|what) (?:reason|motive|cause|guilt|fault|right|law|sin)"
     r" (?=(?:is|are|was|do|does|did)\b)",
     "why "),
    (r"\bhow (?:does|did) it come(?: then)? that\b", "how come"),
    (r"\bwhere (?:has|have) (it|he|she|they|this|that) (?:finished|ended|gone)(?: up)?\b", r"where is \1"),
    (rf"\b(?:make|do|act|let'?s make) (?:conto|account|as if|like if|the case) (?:that )?(?=i\b|{_IT})", "imagine "),
    # asked for
    (r"\bmake me (?:to )?see\b", "show me"),
    (rf"\bsearch me (?={_MANY}\b)", "find me "),
    (rf"\bput (?:to )?me (?=(?:{_MANY}) )", "show me "),
    (r"\b(put|write|make) it me\b", r"\1 it"),
    (rf"\bi(?: am|'m)? search(?:ing)? (?=(?:{_MANY}) )", "I'm looking for "),
    (r"\bi have (?:desire|wish|will|lust|envy|mood) (?:of|to|for|on)\b", "I feel like"),
    (r"\b(something|films?|movies?|stor(?:y|ies)|one|ones|those) of love\b", r"\1 of romance"),
    (r"\b(something|films?|movies?|one|ones|those) of (?:fear|terror)\b", r"\1 of horror"),
    (
        r"\b(something|anything|films?|movies?|one|ones) (?:for|to|for to) laugh(?:ing)?\b"
        r"(?! (?:at|about|with|over)\b)",
        r"\1 funny",
    ),
    (r"\b(that|which) makes? (?:to )?(laugh|cry)\b", r"\1 makes me \2"),
    # said on the way
    (r"\bhave i reason\b(?=\W*\?)", "am I right"),
    (r"\bhave we reason\b(?=\W*\?)", "are we right"),
    (r"\byou have reason\b", "you are right"),
    (r"\bis true\?", "is it true?"),
    (r"\bsay (me|us)\b", r"tell \1"),
    (r"\bsaid (me|us|you)\b(?= (?:that|of|about|before|already))", r"told \1"),
    (r"(?<!the )\brests?\b(?= (?:in (?:feet|force)|how|valid|as (?:it|they|before)|where|the same)\b)", "stays"),
    (r"\bgoes well\b(?= (?:for|to) (?:me|us|all|both|everybody|him|her|them)\b|\W*(?:$|[.,;!?]))", "is fine"),
    # asked of the service
    (r"(?<=[.!?;] )one can (?=[^.!?]*\?)", "can I "),
    (r"\bcan one\b(?! of)", "can I"),
    (r"\bhow (?:does|can) one\b", "how do I"),
    (r"\bhow (?:do|can) (i|we) (?:make|do) (?:so )?that\b", r"how do \1 make sure that"),
    (r"\bhow (?:do|can) (i|we) (?:make|do) (?:for )?to (?=\w)", r"how do \1 "),
)  # fmt: skip
_RULES = tuple((re.compile(said, re.I), meant) for said, meant in _PLAIN)
_COMPARED = re.compile(
    rf"(?<!no )(?<!any )(?<!some )\bmore ({'|'.join(_MORE)})\b(?=\W*$|[.,;!?]| (?:than|please)\b)", re.I
)
_FIRST = 0xE000  # private letters that stand for titles while the rest is put


def in_plain_english(message: str, link: Callable[[str], Sequence[Mention]]) -> str:
    """The message as English would say it. link: what finds titles in it."""
    titles = [(m.start, m.end) for m in link(message) if m.kind == "item"]
    text = message
    for at, (start, end) in reversed([*enumerate(titles)]):
        text = text[:start] + chr(_FIRST + at) + text[end:]
    for said, meant in _RULES:
        text = said.sub(partial(_put, meant), text)
    text = _COMPARED.sub(lambda m: _as_begun(m, _MORE[m[1].lower()]), text)
    return re.sub("[\ue000-\uf8ff]", lambda m: message[slice(*titles[ord(m[0]) - _FIRST])], text)


def _put(meant: str, match: re.Match[str]) -> str:
    return _as_begun(match, match.expand(meant))


def _as_begun(match: re.Match[str], text: str) -> str:
    """With a capital where there was one."""
    return text[:1].upper() + text[1:] if match[0][:1].isupper() else text
