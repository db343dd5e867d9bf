"""Shorthand: words as thumbs leave them, written out for the rest of the house: "whos in it" as "who's in it".

Only what can stand for nothing else; letters within a title stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from chatbot.dialogue.linking import Mention

_FULL = {
    "n": "and", "u": "you", "ur": "your", "w": "with", "w/": "with", "w/o": "without", "y": "why", "r": "are",
    "smth": "something", "sth": "something", "summat": "something", "smn": "someone", "ppl": "people",
    "wat": "what", "wot": "what", "wats": "what's", "whats": "what's", "whos": "who's", "wheres": "where's",
    "hows": "how's", "whens": "when's", "thats": "that's", "theres": "there's", "heres": "here's", "hes": "he's",
    "shes": "she's", "whod": "who'd", "youre": "you're", "theyre": "they're", "youve": "you've", "theyve": "they've",
    "weve": "we've", "ive": "I've", "im": "I'm", "wd": "would", "cd": "could", "shd": "should", "dont": "don't",
    "doesnt": "doesn't", "didnt": "didn't", "isnt": "isn't", "arent": "aren't", "wasnt": "wasn't",
    "werent": "weren't", "cant": "can't", "couldnt": "couldn't", "wouldnt": "wouldn't", "shouldnt": "shouldn't",
    "havent": "haven't", "hasnt": "hasn't", "hadnt": "hadn't", "wont": "won't", "gonna": "going to",
    "atm": "at the moment", "rn": "right now", "bc": "because", "cos": "because", "coz": "because", "cuz": "because",
    "tho": "though", "abt": "about", "diff": "different", "obvs": "obviously", "defo": "definitely",
    "def": "definitely", "prob": "probably", "probs": "probably", "tmrw": "tomorrow", "2nite": "tonight",
    "fave": "favourite", "faves": "favourites", "fav": "favourite", "mins": "minutes", "hrs": "hours", "hr": "hour",
    "yr": "year", "yrs": "years", "wk": "week", "wkend": "weekend", "pls": "please", "plz": "please",
    "thru": "through", "b4": "before",
}  # fmt: skip
# "1 of these", "the 1 with him", "1 for me": a film, and no figure
_LEADS = ("the", "that", "this", "top", "last", "bottom", "middle", "which")
_FIGURE_ONE = rf"(?:{'|'.join(f'(?<={word} )' for word in _LEADS)})1(?![\w.:/%'’])|(?<![\w.:/])1(?= (?:of|for) (?!\d))"
# "if id said 70s": the verb behind tells that it is no paper
_I_WOULD = r"\bid(?= (?:said|kept|have|had|like|love|rather|never|say|asked|told|go|want|watch|prefer)\b)"
_SHORT = re.compile(
    rf"(?P<one>{_FIGURE_ONE})|(?P<id>{_I_WOULD})"
    rf"|(?<![\w'’/.&-])(?P<word>{'|'.join(sorted(map(re.escape, _FULL), key=len, reverse=True))})(?![\w'’/&-])",
    re.I,
)


def written_out(message: str, link: Callable[[str], Sequence[Mention]]) -> str:
    """The message with its shorthand in full. link: what finds titles in it."""
    if not _SHORT.search(message):
        return message
    titles = [(m.start, m.end) for m in link(message) if m.kind == "item"]

    def full(match: re.Match[str]) -> str:
        if any(start < match.end() and match.start() < end for start, end in titles):
            return match[0]
        return "one" if match["one"] else "I'd" if match["id"] else _FULL[match[0].lower()]

    return _SHORT.sub(full, message)
