"""clauses: the requests of one message that no single handler serves, each as its own stretch of words.

Most messages are one request, and a wrong cut is worse than none: every piece must be sure by the odds of the same
intent step that reads whole messages and look like a request of its kind. What merely accompanies a request (a
greeting, a remark, the evening's story) stays with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chatbot.dialogue import forms, kept

Odds = Callable[[Sequence[str]], Sequence[Mapping[str, float]]]

MOST = 3  # requests of one message
LONG = 4  # words of a piece whose intents of one kind count together
SURE = 0.8  # odds from which a piece has a purpose of its own; chosen on the training hands
SURE_PLAIN = 0.6  # of a wish in plain words, and of a question to the help pages, which have something to say to it
_KIND = {
    **dict.fromkeys(("recommend", "refine", "similar", "rate", "profile_edit"), "film"),
    **dict.fromkeys(("item_question", "compare", "explain", "why_not"), "question"),
}
_CUT = re.compile(r"(?<=[.!?;])\s+|\s*\n\s*|,?\s+(?=(?:and|but|plus|then)\b)|,\s+", re.I)
_LEAD = re.compile(r"^(?:(?:and|but|also|plus|then|so|oh)\b[\s,]*)+", re.I)
_WHAT_TO_DO = re.compile(r"^\W*what (?:must|should|can|could|shall|do|would) (?:i|we) do\b")
_FIGURE = re.compile(rf"(?:an? |maybe |easily |definitely )*(?:{forms.RATES.pattern})")  # of the title before it
_WORD = re.compile(r"\w")
# what only announces that another request follows: "Something quite different. How do I pause?"
_ANNOUNCES = re.compile(
    r"\W*(?:(?:and|but|now|then|oh|ok|okay|so|right)\W+)*(?:(?:for|on|about|to) )?(?:(?:something|a|an|another|one"
    r"|some)"
    r" (?:(?:quite|completely|entirely|totally|wholly|very|rather|little|whole) )?(?:different|other|else|more"
    r"|separate)?"
    r" ?(?:thing|matter|question|subject|topic|note|point)?|something else entirely)(?: (?:now|entirely|altogether"
    r"|though|about money))?\W*$"
)
_BARE_ELSE = re.compile(r"\W*(?:something|a|an|another|one|some)(?: (?:different|else|more|other))?\W*$")


@dataclass(frozen=True)
class Piece:
    """A stretch of the message. names: whether it names a film, a genre or a person."""

    text: str
    names: bool
    kind: str = ""

    @property
    def bare(self) -> str:
        return _LEAD.sub("", self.text.strip()).strip(" ,")

    def may_be(self, kind: str) -> bool:
        """Whether it has the look of such a request; a call for help has none."""
        low = self.bare.lower().replace("’", "'")
        if kind == "film":
            return bool(self.names or forms.ASKS.search(low) or forms.CHANGE.match(low)) and not _WHAT_TO_DO.search(low)
        if kind == "question":
            return bool("?" in low or forms.FACT.match(low) or forms.WHY.match(low) or forms.COMPARE.search(low))
        if kind == "profile_show":
            return bool(kept.KNOW_ME.search(low))
        return len(low.split()) > 1

    def read(self, odds: Mapping[str, float]) -> Piece:
        """With the kind of handler that serves it; none where that is not sure."""
        low = self.bare.lower()
        if _ANNOUNCES.match(low) and not _BARE_ELSE.match(low):
            return Piece(self.text, self.names)
        if self._rates():
            return Piece(self.text, self.names, "film")
        kind = "question" if self._asks_a_fact(odds) else kind_of(odds)
        plain = kind == "support" or (kind == "film" and forms.PLAIN_WISH.match(self.bare.lower()))
        likely = max(odds.values())
        if len(self.bare.split()) >= LONG:
            likely = sum(share for label, share in odds.items() if _KIND.get(label, label) == kind)
        sure = self._asks_a_fact(odds) or (
            likely >= (SURE_PLAIN if plain else SURE) and kind in KINDS and self.may_be(kind)
        )
        return Piece(self.text, self.names, kind if sure else "")

    def _rates(self) -> bool:
        """`Jackie Brown, five stars`: a name with stars is a judgement, whatever the odds."""
        low = self.bare.lower()
        return self.names and bool(forms.RATES.search(low)) and not forms.QUESTION.search(low)

    def _asks_a_fact(self, odds: Mapping[str, float]) -> bool:
        """`remind me who was in it`: the form of a question about films says more than odds that are no support's."""
        low = self.bare.lower()
        return bool(forms.FACT.match(low) and forms.WHO.search(low)) and odds.get("support", 0.0) < 1 - SURE

    def __add__(self, other: Piece) -> Piece:
        return Piece(self.text + other.text, self.names or other.names, self.kind or other.kind)


# of what was said just before: "the code doesn't work, what could be the reason?"
BARE_WHY = re.compile(
    r"\W*(?:and |so |but )?(?:why|how come|what(?:'s| is| could| can| may| might|s)?(?: be)?(?: the)? (?:reason|cause"
    r"|matter|wrong|problem)"
    r"|what (?:did i do|am i doing|have i done) wrong)(?: (?:with|for|of) (?:it|that|this)| (?:is|was) (?:it|that"
    r"|this)| so| not| then| please)*\W*$"
)
KINDS = ("support", "film", "question", "profile_show")


def kind_of(odds: Mapping[str, float]) -> str:
    """The likeliest intent; one word for those whose handlers serve each other's requests."""
    label = max(odds, key=lambda name: odds[name])
    return _KIND.get(label, label)


def requests(
    message: str, names: Sequence[tuple[int, int]], odds: Odds, answered: Callable[[str], bool]
) -> tuple[str, ...]:
    """The message's requests in order, at most MOST; the message itself where there is no sure cut.

    names: stretches that are films, genres or people; no cut falls into one. odds: of each intent, for several texts.
    answered: whether a question to the help pages has an answer there; one that has none is no request of its own.
    """
    pieces = _pieces(message, names)
    if len(pieces) < 2 or not any(piece.may_be(kind) for piece in pieces for kind in KINDS[1:]):
        return (message,)
    read = _read(pieces, odds)
    if len({piece.kind for piece in read if piece.kind}) < 2:
        return (message,)
    whole = _gathered(read)
    if not (1 < len(whole) <= MOST and _apart(whole)):
        return (message,)
    if not all(answered(piece.bare) for piece in whole if piece.kind == "support"):
        return (message,)
    if not all(_still(piece, row) for piece, row in zip(whole, odds([p.bare for p in whole]), strict=True)):
        return (message,)
    return tuple(piece.bare for piece in whole)


def sentences(message: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.?!])\s+", message.strip()) if s]


def sole_question(message: str) -> str:
    """The sentence that asks, where no other of the message does; "" where there is one sentence, or another asks."""
    every = sentences(message)
    asking = [s for s in every if forms.QUESTION.search(s.lower())]
    return asking[0] if len(asking) == 1 < len(every) else ""


def _still(piece: Piece, odds: Mapping[str, float]) -> bool:
    """Whether a piece is of its kind with all that was gathered; a plain question to the help pages is not less of one
    for a remark behind it."""
    kind = Piece(piece.text, piece.names).read(odds).kind
    return (kind or (piece.kind == "support" and kind_of(odds))) == piece.kind


def _apart(pieces: Sequence[Piece]) -> bool:
    """A film and a question mostly belong together; both are served only where each asks in plain words."""
    if any(piece.kind in {"support", "profile_show"} for piece in pieces):
        return True
    return all(_plainly(piece) for piece in pieces)


def _plainly(piece: Piece) -> bool:
    """A wish or a rating in figures; a question."""
    low = piece.bare.lower()
    if piece.kind == "film":
        return bool(forms.ASKS.search(low) or forms.RATES.search(low))
    return "?" in piece.text or bool(forms.FACT.match(low))


def _pieces(message: str, names: Sequence[tuple[int, int]]) -> list[Piece]:
    cuts = [m for m in _CUT.finditer(message) if not any(a < m.end() and m.start() < b for a, b in names)]
    cuts = [m for m in cuts if not BARE_WHY.match(message.lower(), m.end())]
    ends = [0]
    low = message.lower()
    for end in (*(m.end() for m in cuts if not _FIGURE.match(low, m.end())), len(message)):
        if _WORD.search(message, ends[-1], end):
            ends.append(end)
    ends[-1] = len(message)
    return [Piece(message[a:b], any(a <= start < b for start, _ in names)) for a, b in pairwise(ends)]


def _read(pieces: Sequence[Piece], odds: Odds) -> list[Piece]:
    return [piece.read(row) for piece, row in zip(pieces, odds([p.bare for p in pieces]), strict=True)]


def _gathered(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one kind together; a piece without a kind goes with the one before it, the first with the next."""
    out: list[Piece] = []
    for piece in pieces:
        if out and (not piece.kind or not out[-1].kind or piece.kind == out[-1].kind):
            out.append(out.pop() + piece)
        else:
            out.append(piece)
    return out
