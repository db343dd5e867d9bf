"""mood: whether a message is cross with us, what to say to that, and whether people get crosser all at once."""

from __future__ import annotations

import logging
import math
import threading
from collections import deque
from dataclasses import replace

from chatbot.dialogue.cues import TONE_BAD, TONE_GOOD, words
from chatbot.dialogue.handlers import Moment, Outcome, Room

log = logging.getLogger(__name__)

# anger at the service or at the bot, never at a film
CROSS = words(
    "(?:nobody|no one)(?: has| have)?(?: yet| ever)? (?:answer(?:s|ed)?|repl(?:ies|ied)|help(?:s|ed)?)",
    "(?:not|no) (?:how|way) (?:one|you|to) (?:treats?|deals? with) (?:people|customers|us|me|anyone|anybody)",
    "(?:second|third|fourth|fifth|tenth|hundredth) time",
    "again and again", "again,? again", "over and over", "nothing helps?", "tired of (?:this|you|it|asking)",
    "(?:two|three|four|five|ten|\\d+) times (?:now )?(?:i|we) (?:say|said|ask|asked|write|wrote|told|tell|called?)",
    "(?:i|we)(?:'ve| have)? (?:say|said|asked?|wrote|told you|called) (?:it |this |you )?(?:\\w+ )?times",
    "how (?:many|often) (?:times|do i)", "(?:want|give me) my money(?: back)? (?:now|at once|today)",
    "(?:this|it)(?:'?s| is) (?:a )?(?:ridiculous|unacceptable|pathetic|a? ?joke)",
    "unacceptable", "furious", "infuriat\\w+", "outrage\\w*", "scandal\\w*", "intolerable", "exasperat\\w+",
    "(?:explained|told|described|written|reported)(?: \\w+){0,3} (?:twice|\\w+ times)", "fed up",
    "(?:so|really|very) (?:angry|annoyed|annoying|frustrat\\w+)", "how annoying",
    "frustrated", "frustrating", "nothing works", "disgrace\\w*", "rip-?off", "wtf", "ffs", "for weeks",
    "useless (?:bot|app|service|thing|program|chat|support)", "(?:you(?:'?re| are)|this is) (?:\\w+ )?useless",
    "(?:are )?you (?:not |even |n[o']t )?(?:listening|kidding me)", "you (?:never|don'?t) (?:listen|understand)",
    "waste of (?:my )?(?:time|money)", "on (?:my|our) (?:last )?nerves?", "driv(?:es|ing) (?:me|us) (?:mad|crazy"
    "|up the wall)",
    "(?:second|third|fourth|fifth|another|whole) (?:evening|night|weekend) (?:is )?(?:ruined|spoil(?:ed|t)|wasted"
    "|gone)", "i(?:'ve| have)? (?:already )?(?:told|said|asked) (?:you )?(?:twice|\\w+ times)",
    "(?:so|really|completely|totally|absolutely) done with (?:this|it|you)(?! (?:film|movie|list|one)\\b)",
    "(?:second|third|fourth|fifth|tenth) (?:evening|night|day|week|attempt|try) (?:in a row|running|now)",
    "sick (?:and tired )?of (?:this|your|you|it)", "had enough of (?:this|your|you)", "ridiculous",
)  # fmt: skip
NAGS = words("still", "again", "keeps?", "every time", "terrible", "rubbish", "awful", "annoy\\w+", "angry", "joke")
_NO_FILM = frozenset({"rate", "compare", "item_question", "profile_edit", "profile_show", "greeting"})
# questions about films, beside which the anger is about what the help pages were asked a moment ago
_ASIDE = frozenset({"item_question", "compare", "profile_show", "greeting"})
QUIET = 3  # turns after an offer without another
RECENT, BASE = 50, 500  # turns whose share of negative ones is set against that of the turns before them
LEAST, RISE = 10, 3.0  # negative turns among the recent ones, and standard errors above the usual share


def tone(message: str) -> dict[str, float]:
    """The plain rule: words of anger, of blame and of praise. A probability for each sentiment."""
    low = message.lower().replace("’", "'")
    bad, good = bool(TONE_BAD.search(low)) or bool(CROSS.search(low)), bool(TONE_GOOD.search(low))
    label = "neutral" if bad == good and not CROSS.search(low) else "negative" if bad else "positive"
    return {name: float(name == label) for name in ("negative", "neutral", "positive")}


def is_cross(moment: Moment) -> bool:
    """Whether the person is cross with us. What is said of a film, and film titles, are no anger."""
    low = moment.message.lower().replace("’", "'")
    for mention in reversed(moment.said.mentions):
        if mention.kind == "item":
            low = low[: mention.start] + low[mention.end :]
    if moment.intent == "support":
        return (moment.sentiment == "negative" and bool(CROSS.search(low) or NAGS.search(low))) or bool(
            CROSS.search(low)
        )
    helped = any("support" in (turn.get("intents") or [turn.get("intent")]) for turn in moment.history[-QUIET:])
    return bool(CROSS.search(low)) and (moment.intent not in _NO_FILM or (helped and moment.intent in _ASIDE))


def complains(moment: Moment) -> bool:
    """Whether the message counts as a negative one: about us, as far as can be told, and not about a film."""
    return is_cross(moment) or (moment.sentiment == "negative" and moment.intent in {"support", "unsafe"})


def soothed(outcome: Outcome, moment: Moment, room: Room) -> Outcome:
    """Half a sentence of sympathy and the offer of a person, unless one was made a moment ago."""
    if not is_cross(moment) or moment.intent == "unsafe" or outcome.ticket or outcome.delete:
        return outcome
    sorry = f"{room.replies.say('upset', moment.turn)} {outcome.reply}"
    if outcome.offer or any(turn.get("handoff") for turn in moment.history[-QUIET:]):
        return replace(outcome, reply=sorry if outcome.offer else outcome.reply)
    text = f"{sorry} {room.replies.say('handoff_offer', moment.turn)}"
    return replace(outcome, reply=text, handoff=True, offer="person")


class Mood:
    """Whether the share of negative turns rises: the last RECENT of all people against the BASE before."""

    def __init__(self) -> None:
        self._turns: deque[bool] = deque(maxlen=RECENT + BASE)
        self._lock = threading.Lock()
        self.rising = False

    def add(self, negative: bool) -> None:
        """Count one turn. A rise is warned of once, until it is over."""
        with self._lock:
            self._turns.append(negative)
            was, self.rising = self.rising, self._rises()
            recent, usual = self.shares()
        if self.rising and not was:
            log.warning("mood: %.0f %% of the last %d turns were negative, %.0f %% of those before; see what is wrong.",
                        100 * recent, RECENT, 100 * usual)  # fmt: skip

    def shares(self) -> tuple[float, float]:
        """Negative turns among the recent ones and among those before, 0 to 1."""
        turns = list(self._turns)
        recent, before = turns[-RECENT:], turns[:-RECENT]
        return sum(recent) / max(1, len(recent)), sum(before) / max(1, len(before))

    def _rises(self) -> bool:
        """By a one-sided test; the usual share counts one negative turn more, so that none is no certainty."""
        n = len(self._turns) - RECENT
        if n < RECENT:
            return False
        recent, before = self.shares()
        usual = (before * n + 1) / (n + 2)
        error = math.sqrt(usual * (1 - usual) * (1 / RECENT + 1 / n))
        return recent * RECENT >= LEAST and recent - usual > RISE * error


__all__ = ["CROSS", "Mood", "complains", "is_cross", "soothed", "tone"]
