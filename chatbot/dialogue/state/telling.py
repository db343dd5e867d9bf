"""Stretches of a message that tell or ask, and wish for nothing: "we live by the sea", "what means thriller?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from chatbot.dialogue.cues import KINFOLK, words
from chatbot.dialogue.forms import ASKS
from chatbot.dialogue.linking import Mention

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
    "demands?", "requests?", "claims?", "maintains?", "swears?", "sustains?",
    "(?:man|woman|actor|actress|lady|gentleman|lead|hero|heroine)(?:,? (?:who|which|that))? is",
    "insists on", "have you", "you have", "got", "it's", "its", "that's", "film", "films",
    "movie", "movies", "something", "anything", "go for", "going for", "one", "with", "wanna", "gonna", "by",
)  # fmt: skip
_FOR_A_FILM = words(
    "(?:should|can|could|shall|might|may) (?:i|we)",
    "(?:do|have|would|could|can) you",
    "(?:are|is) there",
    "would (?:suit|fit|please|be (?:good|right|something))",
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
    "(?:do|can|could|would|will|might) you(?! (?:think|mean|say|call))",
    "(?:have you|you(?:'ve| have)?)(?: got| hold| stock| offer)?(?! (?:been|seen|ever|said|called)\\b)",
    "(?:are|is) there",
    "(?:should|could|can|shall|may) (?:i|we|come|be next)",
    "(?:i|we) (?:could|can|might|may|should) (?:watch|see|enjoy|like)",
    "(?:would|might|could) suit",
    "comes? next",
    "worth (?:watching|seeing)",
    "best",
)

# what somebody tells of herself, her people or her evening; no word in it asks for a film or says what it is about
_OF_US = re.compile(
    rf"[\W_]*(?:(?:and|but|so|because|since|cos|as|for|well|now)\b[\s,]*)*(?:i|we|{KINFOLK}|(?:my|our) \w+"
    r"|the (?:weather|night|day|week|evening|shift|kids|children|boss|train|van|house|boiler|bus|shop|others|guests)"
    r"|(?:he|she|they)(?:'s|'ve|'re| is| are| has| have| had| was| were)? (?:\w+ )?"
    r"(?:gone|went|asleep|in bed|off|left|out)"
    r"|it(?:'?s| is| was) (?:a |an |been a )?(?:late|dark|cold|hot|raining|pouring|snowing"
    r"|(?:quiet|long|hard|slow|busy)"
    r" (?:day|night|week|evening|shift)))\b"
)
# a whole sentence of that: "We are two brothers, he below with the engines and I above with the ropes"
_WE_ARE = re.compile(
    r"\W*(?:i|we)(?:'m|'re| am| are| were| was) (?:an? (?!fan\b)|the |two |three |four |five |both |all )"
)
_OF_A_FILM = words(
    "about", "where", "think(?:ing)?", "crav(?:e|ing)", "obsessed", "crazy", "things? for", "keen", "fond", "remember",
    "recall", "interested", "curious", "dream\\w*", "set in", "is it", "up for", "enjoy(?:ed)?", "loved", "liked",
)  # fmt: skip


# which film is meant: "Titanic, the long one of 1997, we disliked"
_WHICH_FILM = re.compile(
    r",(?: (?:by the way|you know|i mean|i think|of course),)? (?:the|that) (?:[\w'-]+ ){0,3}(?:one|film|movie"
    r"|picture|version)\b(?:'s)?(?! (?:i|we|he|she|they)\b)"
    r"(?:[^,.;:!?\n]|(?<=\bmr)\.|(?<=\bmrs)\.){0,40}(?=[,:])"
)


# nobody is spoken of: "the grapes are inside, thanks to God"
_EXCLAIMED = re.compile(
    r"\b(?:thanks? (?:be )?(?:to )?(?:god|heavens?)|(?:my|oh|good|dear) god|god (?:knows|willing|forbid|bless)"
    r"|for (?:god|heaven)'?s sake|(?:^|(?<=[.!?] ))funny,? (?:isn'?t|wasn'?t|how) (?:it|that|things)"
    r"|(?:(?:an?|any|the|many|win|wins|won|best|no|its|nominated for) )?oscars|(?:an?|any|win|wins|won|best"
    r"|the) oscar(?! \w))\b"
)


# a word of answer said twice, which is a title too: "no no, the first one not"
_MERE = re.compile(r"(?P<word>no|yes|oh|ah|ok|hey|well|wait|please|nah|ha)(?:[ ,]+(?P=word))+")
_GOES_ON = re.compile(r"[,.!;:]+ *\w")


def described(low: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, films with the words behind that only tell which one is meant; what stands in these is nothing."""
    cries = [said.span() for said in _EXCLAIMED.finditer(low)]
    found = [m for m in found if m.kind == "item" or not any(a <= m.start and m.end <= b for a, b in cries)]
    found = [m for m in found if not (_MERE.fullmatch(low, m.start, m.end) and _GOES_ON.match(low, m.end))]
    longer = [
        replace(m, end=said.end()) if m.kind == "item" and (said := _WHICH_FILM.match(low, m.end)) else m for m in found
    ]
    grown = [(a.end, b.end) for a, b in zip(found, longer, strict=True) if a.end < b.end]
    return [m for m in longer if not any(start <= m.start < end for start, end in grown)]


# who has the keys: "Tano here", "Nunzio writing, my brother watches"
_SPEAKER = re.compile(
    r"(?:(?<=[.!?\n] )|^)\W*(?:(?:it'?s|this is|now) )?(?P<name>[A-Z][\w'-]+)"
    r"(?: (?:here|speaking|writing|typing|dictating|himself|herself|at the \w+))+(?=\s*[,.:;!])"
)
# whose name is told: "we are two brothers, Tano and Nunzio"
_INTRODUCES = re.compile(
    r"\b(?:(?:i|we)(?:'m|'re| am| are)(?! \w+ing\b)|(?:my|our) names? (?:is|are)|call (?:me|us)|(?:it'?s"
    r"|this is)(?= \w+$))"
    r"(?:(?!\b(?:for|like|about|of|called|films?|movies?|watch\w*|see\w*|with)\b)[^.;:!?])*$"
)


def anonymous(text: str, named: Callable[[str], object]) -> str:
    """The text, letter for letter as long, without who says that it is him or her who writes. named: whether the
    catalogue knows such a name ("Musicals here, please")."""
    return _SPEAKER.sub(lambda said: said[0] if named(said["name"]) else " " * len(said[0]), text)


def introduces(low: str, name: str) -> bool:
    """Whether this name is that of who writes."""
    return bool(name) and bool(_INTRODUCES.search(low.partition(name.lower())[0]))


# the talk around a wish: courtesy, who is spoken to, what was said before, the question what there is to offer
_TALK = words(
    r"if (?:(?:i|we|you|one|it) )?(?:may|might|can|could|please|will|would|(?:it )?(?:is|isn'?t|be))(?: not)?"
    r" (?:(?:be|so|too|as|i|we|to|no|much|it|your|that) )*(?:ask|choose|trouble|troublesome|kind|good|bold|permitted"
    r"|allowed|say so|put it so)[^.,;:!?]*",
    r"(?:would|could|will|might|can) you be so (?:kind|good)(?: as)?(?: to)?", r"i beg your? \w+",
    r"(?:(?<=, )|(?<=^))(?:my )?(?:dear(?:est)? |good |young |old )*(?:sir(?: or madam)?|madame?|signora?|maestro"
    r"|captain|professor|gentlemen|ladies|young (?:man|lady)|my (?:good |dear )?(?:friend|man|fellow|lady))"
    r"(?=\W*(?:$|[,.;:!?]))",
    r"(?:on|with|given|considering|knowing|after|from) (?:all |both |the \w+ of )?(?:that|those|these|this|them)\b"
    r"(?! (?:do|can|may)\b)[^.,;:!?]*,",
    r"what (?:else )?(?:do|would|will|can|could|might|have|did|shall) you (?:\w+ly )?\w+"
    r"(?: (?:before|to|for|in front of) (?:us|me|the two of us))?",
    r"in (?:its|their|his|her|that) (?:place|stead)",
    r"(?:open|widen|stretch|lower|raise|lift|cast) (?:up )?(?:the|that|this|our|your) (?:gates?|doors?|nets?|windows?"
    r"|bars?|range)",
)  # fmt: skip


def without_us(low: str) -> str:
    """The text without what somebody only tells of herself, "I open at seven", "my wife calls it work", and without
    the courtesies around a wish."""
    for parts, ours, wishes in ((_SENTENCE, _WE_ARE, ASKS), (_CLAUSE, _OF_US, _WISHES)):
        own = [m for m in parts.finditer(low) if ours.match(m[0])]
        for m in reversed([m for m in own if not (wishes.search(m[0]) or _OF_A_FILM.search(m[0]))]):
            low = low[: m.start()] + " " + low[m.end() :]
    return _TALK.sub(" ", low)


def told(masked: str) -> list[tuple[int, int]]:
    """Where the text only tells or asks of facts. masked: lower-case text with titles blanked out."""
    asked = [
        m for m in _SENTENCE.finditer(masked) if "?" in m[0] and _ASKS.match(m[0]) and not _FOR_A_FILM.search(m[0])
    ]
    said = [m for m in _CLAUSE.finditer(masked) if _SUBJECT.match(m[0]) and not _WISHES.search(m[0])]
    return [m.span() for m in (*asked, *said)]
