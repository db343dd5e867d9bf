"""care: messages that need another answer than films: of a person in danger, or for a doctor or an adviser.

People say that they do not want to live in more ways than a list of words holds. Of 90 such messages by a hand that
nothing is learned from, but on which the odds below were chosen, the words alone find .17; with what is learned, and
what was said before, .48, and none of 2,000 ordinary messages for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from chatbot.dialogue.classifier import Utterance
from chatbot.dialogue.cues import words
from chatbot.dialogue.danger import in_danger
from chatbot.errors import DataError

LABELS = ("danger", "medical", "money", "none")
PLAIN = 3000  # ordinary messages learned beside, drawn evenly from the utterances
# from which odds somebody is taken for in danger; chosen on the validation hand and on ordinary talk
DANGER, SURE_OF_DANGER = 0.7, 0.95  # the second beside names, wishes, or what the help pages know
LIKELY = 0.5  # the same for a doctor or an adviser, where one of their words is said
SURE = 0.9  # from which a question is one for a doctor or an adviser, whatever its words
KEPT = 64  # messages asked for in several places of one turn
# questions that only a doctor, or somebody who knows about money, may answer, whatever is said beside them
SURELY = {
    "medical": words(
        r"(?:may|can|should|could|must|is it (?:safe|all right|okay|ok|dangerous) (?:for \w+ )?to) (?:(?:i|we|one"
        r"|you|he|she) )?(?:\w+ ){0,2}?"
        r"(?:take|swallow|mix|combine|give)\b[^.!?]{0,40}\b(?:pills?|tablets?|painkillers?|medicines?|medication|antibiotics?"
        r"|aspirin|ibuprofen|paracetamol|antidepressants?|sedatives?|drugs)",
        "chest (?:pains?|hurts?|is tight|presses)",
        "pain in (?:my|the|his|her) (?:chest|heart|arm)",
        "(?:holds?|clutch\\w*) (?:the|her|his|my) (?:chest|heart)",
        "can'?t breathe",
        "overdos\\w+",
        "unconscious",
        r"(?:max(?:imum)?|safe|right|how much|how many|what) (?:\w+ ){0,4}(?:dose|dosage)",
        r"(?:dose|dosage|max(?:imum)?|how much|how many|amount)(?: \w+){0,3} (?:paracetamol|ibuprofen|aspirin|calpol"
        r"|codeine|morphine|insulin|adrenaline|antibiotics?|diazepam|naloxone)",
        "stopped breathing",
        "swallowed (?:some |a |the )?(?:bleach|pills?|tablets?|poison|battery)",
        "poison(?:ed|ing)",
        "(?:in|into) (?:my|his|her) eyes?(?=.*(?:hurts?|burns?|sting))",
        "(?:what|which|how many) (?:of (?:the|those|these|my|his|her) )?(?:\\w+ )?"
        "(?:pills?|tablets?|painkillers?|medicines?|drugs?|mg|milligrams?)\\b",
        r"(?:pills?|tablets?|medicines?|painkillers?)\b[^?]*\b(?:i|we|she|he|they|to|can|should)"
        r" (?:take|give|swallow)\b[^?]*\?",
        "(?:what|which|how many) (?:\\w+ ){0,8}(?:take|give) (?:\\w+ ){0,3}(?:for|against|with) (?:\\w+ ){0,3}"
        "(?:heart|pain|head|headache|fever|stomach|cough|chest|back|sleep|blood|flu|cold|nerves)",
    ),
    "money": words(
        "(?:which|what) (?:\\w+ )?(?:shares|stocks|bonds|funds?|crypto\\w*|bitcoins?)\\b[^?]*\\b(?:buy|sell|invest"
        "|pick|choose|put)",
        "(?:should|shall|can|may) (?:i|we) (?:buy|sell) (?:\\w+ ){0,3}(?:shares|stocks|bonds|gold|bitcoins?"
        "|crypto\\w*)",
        "invest (?:my|our|in|the|some|it)",
        "(?:do|should i do|put) with my savings",
    ),
}
# words of what such people are asked about
ADVICE = {
    "medical": words(
        "pain", "pills?", "doses?", "dosage", "symptoms?", "medicines?", "medications?", "doctor", "rash", "fever",
        "ibuprofen", "paracetamol", "aspirin", "antibiotics?", "pregnan\\w+", "diagnos\\w+", "headaches?",
        "blood pressure",
        "vaccin\\w+", "diabet\\w+", "antidepressants?", "tumou?r", "infection", "sick (?:dog|cat|child)", "vomit\\w*",
        "lump", "swollen", "mg", "milligrams?", "tablets?", "prescri\\w+",
        r"\w+(?:azepam|cillin|profen|statin|tonin|traline)",
         "therap\\w+", "overdose", "insulin", "migraines?",
    ),
    "money": words(
        "bitcoin", "crypto\\w*", "shares", "stocks?", "invest\\w*", "mortgage", "loans?", "pension", "savings", "etfs?",
        "interest rates?", "tax(?:es)?", "portfolio", "dividends?", "funds?",
    ),
    "legal": words("sue", "lawyer", "lawsuit", "divorce", "custody", "evict\\w*", "landlord", "my will",
    "legal advice"),
}  # fmt: skip


def load_care(folder: Path, split: str) -> tuple[Utterance, ...]:
    """All hands of one split; the label stands in `intent`. Raises: DataError naming file and line."""
    rows = []
    for path in sorted(folder.glob(f"{split}*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                rows.append(Utterance(row["text"], row["label"], path.stem))
            except (ValueError, KeyError, TypeError) as error:
                raise DataError(f"not a labelled message: {error!r}.", path, number) from None
            if rows[-1].intent not in LABELS:
                raise DataError(f"unknown label {rows[-1].intent!r}; known are {', '.join(LABELS)}.", path, number)
    return tuple(rows)


def ordinary(utterances: Sequence[Utterance]) -> list[Utterance]:
    """What people say who are in no danger, so that the few learned messages are not taken for all there are."""
    plain = [u for u in utterances if u.intent not in {"unsafe", "out_of_scope"}]
    step = max(1, -(-len(plain) // PLAIN))
    return [Utterance(u.text, "none", u.hand, masked=u.masked) for u in plain[::step]]


def in_plain_words(message: str) -> str:
    """`medical` or `money`, where the words alone are those of somebody who needs advice; "" otherwise."""
    low = " ".join(message.lower().replace("’", "'").split())
    return next((topic for topic, asks in SURELY.items() if asks.search(low)), "")


class Care:
    """classifier: odds of LABELS for a message; None leaves the words alone to decide. other: whether a message has
    another subject, films or the service."""

    def __init__(
        self,
        classifier: Callable[[str], Mapping[str, float]] | None = None,
        other: Callable[[str], bool] = lambda message: False,
    ) -> None:
        self._odds, self._other = lru_cache(KEPT)(classifier or (lambda message: {})), other

    def danger(self, message: str, beside: bool = False) -> bool:
        """Whether somebody speaks of not wanting to live, or of harming herself. beside: films are asked for too."""
        odds = self._odds(message).get("danger", 0.0)
        alone = odds >= DANGER and not beside and not self._other(message)
        return in_danger(message) or odds >= SURE_OF_DANGER or alone

    def advice(self, message: str) -> str:
        """`medical` or `money`, where a message surely asks for such; "" otherwise."""
        odds, low = self._odds(message), message.lower()
        if plain := in_plain_words(message):
            return plain
        for topic in ("medical", "money"):
            share = odds.get(topic, 0.0)
            if share >= SURE or (share >= LIKELY and ADVICE[topic].search(low)):
                return topic
        return ""
