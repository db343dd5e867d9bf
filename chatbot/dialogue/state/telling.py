"""Stretches of a message that tell or ask, and wish for nothing: "we live by the sea", "what means thriller?"."""

from __future__ import annotations

import re

from chatbot.dialogue.cues import KINFOLK, words

_SENTENCE = re.compile(r"[^.;:!?\n]+[.;:!?\n]*")
_CLAUSE = re.compile(r"[^.,;:!?\n]+[.,;:!?\n]*")
_SUBJECT = re.compile(
    r"[\W_]*(?:(?:and|but|so|because|since|cos|as|for|well|oh|sorry|yes|no|then)\b[\s,]*)*"
    r"(?:who\b|which\b(?! is)|after\b|where\b|when\b|die\b|(?:i|we|he|she|they|you|it|there|nobody|everybody"
    r"|everyone|uncle \w+"
    r"|(?:my|our|his|her|their|the|your|one of|some) \w+(?=\W+\w))\b)"
)
_ASKS = re.compile(
    r"[\W_]*(?:(?:and|but|so|well|sorry|oh|hey|excuse me|tell me|also)\b[\s,]*)*"
    r"(?:what(?:'?s| is| was| does| means?| did"
    r"| do you (?:think|say|make)| have(?! you))|whats|who(?:'s| is| was)?\b|why\b|how come"
    r"|how (?:\w+) (?:is|was|are)|is|was|were|did|does|are|which|when)\b"
    r"(?! (?:there|about|any\b|it (?:ok|okay|possible)))"
)
_WISHES = words(
    "(?:i|we) do", "accepts?", "picks?", "only", "wants?", "wish(?:es)?", "wished", "likes?", "loves?", "adores?",
    "needs?", "fancy", "fancies", "prefers?", "preferably", "would", "rather", "should", "ought", "must", "let",
    "lets", "let's", "looking", "search(?:es|ing)?", "after", "mood", "ask(?:s|ed|ing)?", "takes?", "make", "give",
    "show", "find", "watch", "see", "recommend", "suggest", "i'd", "we'd", "he'd", "she'd", "they'd", "has to be",
    "have to be", "insists?", "agreed?", "settled?", "decided", "chosen?", "chose", "chooses", "voted?", "into",
    "try", "can", "could", "may", "ok", "okay", "fine", "allowed", "please", "pls", "instead", "keep", "stays?",
    "drop", "mean", "meant", "no", "not", "never", "nothing", "without", "hates?", "enough", "mad", "says?", "said",
    "demands?", "requests?", "insists on", "have you", "you have", "got", "it's", "its", "that's", "film", "films",
    "movie", "movies", "something", "anything", "go for", "going for", "one", "with", "wanna", "gonna", "by",
)  # fmt: skip
_FOR_A_FILM = words(
    "please",
    "pls",
    "film",
    "films",
    "movie",
    "movies",
    "something",
    "anything",
    "want",
    "like",
    "instead",
    "find",
    "show",
)

# what somebody tells of herself, her people or her evening; no word in it asks for a film or says what it is about
_OF_US = re.compile(
    rf"[\W_]*(?:(?:and|but|so|because|since|cos|as|for|well)\b[\s,]*)*(?:i|we|{KINFOLK}|(?:my|our) \w+"
    r"|the (?:weather|night|day|week|evening|shift|kids|children|boss|train|van|house|boiler|bus|shop|others|guests)"
    r"|(?:he|she|they)(?:'s|'ve|'re| is| are| has| have| had| was| were)? (?:\w+ )?"
    r"(?:gone|went|asleep|in bed|off|left|out)"
    r"|it(?:'?s| is| was) (?:a |an |been a )?(?:late|dark|cold|hot|raining|pouring|snowing"
    r"|(?:quiet|long|hard|slow|busy)"
    r" (?:day|night|week|evening|shift)))\b"
)
_OF_A_FILM = words(
    "about", "where", "think(?:ing)?", "crav(?:e|ing)", "obsessed", "crazy", "things? for", "keen", "fond", "remember",
    "recall", "interested", "curious", "dream\\w*", "set in", "is it", "up for", "enjoy(?:ed)?", "loved", "liked",
)  # fmt: skip


def without_us(low: str) -> str:
    """The text without clauses in which somebody only tells of herself: "I open at seven", "my wife calls it work"."""
    own = [m for m in _CLAUSE.finditer(low) if _OF_US.match(m[0])]
    for m in reversed([m for m in own if not (_WISHES.search(m[0]) or _OF_A_FILM.search(m[0]))]):
        low = low[: m.start()] + " " + low[m.end() :]
    return low


def told(masked: str) -> list[tuple[int, int]]:
    """Where the text only tells or asks of facts. masked: lower-case text with titles blanked out."""
    asked = [
        m for m in _SENTENCE.finditer(masked) if "?" in m[0] and _ASKS.match(m[0]) and not _FOR_A_FILM.search(m[0])
    ]
    said = [m for m in _CLAUSE.finditer(masked) if _SUBJECT.match(m[0]) and not _WISHES.search(m[0])]
    return [m.span() for m in (*asked, *said)]
