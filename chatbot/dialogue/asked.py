"""The words by which a question asks for a fact, and the title that it is about. Vocabulary alone."""

from __future__ import annotations

import re

from chatbot.dialogue.cues import words

# which facts a question asks for, in the order in which they are told
ASKED = (
    ("director", words(
        r"direct\w*", "who (?:else )?(?:made|filmed|shot)", "who did", "whose film", "filmmaker", "behind the camera",
        "made by",
    )),
    ("cast", words(
        r"star\w*", "cast", "actors?", r"actress\w*", "plays?", "played", r"who(?:'s| is| was| are|s)?(?: else)? in",
        "appears?", r"featur\w+",
    )),
    ("summary", words("tell me (?:more |something )?about", "what do you know about", "more about")),
    ("year", words("what year", "which year", "when", "how old", "released?", "come out", "came out", "date")),
    ("genre", words("genres?", "kind of (?:film|movie)", "what type", "sort of (?:film|movie)")),
    ("series", words("series", "franchise", "sequels?", "prequels?", "trilogy", "saga", "follow-?up",
                     "part (?:two|2)")),
    ("theme", words("themes?", "topics?", "subjects?", "motifs?")),
    ("minutes", words("how long", "run(?:ning)? ?time", "minutes", "length", "long", "short", "duration", "hours?")),
    ("age", words(
        "suitable", "appropriate", "rated", "what age", "which age", "how old (?:do|must|should)", "certificate",
        "age rating",
    )),
    ("description", words("about", "plot", "story", "what happens", "premise", "synopsis")),
)  # fmt: skip
# what the catalogue never has, by its name
NEVER = (
    ("the composer", words("soundtrack", "compos\\w+", "music", "score", "songs?")),
    ("the budget", words("budget", "how much did (?:it|that|_+) cost")),
    ("the box office", words("box office", "how much (?:money )?did (?:it|_+) (?:make|earn|gross)")),
    ("the awards", words(r"awards?", r"oscars?", "win", "won", "nominat\\w+")),
    ("the ending", words("ending", "ends?", "spoil\\w*", "twist")),
    ("the language", words("language", "subtitles?", "dubbed", "in (?:english|french|german|spanish)")),
    ("the places where it was filmed", words("where (?:was|is) (?:it|that|_+) (?:filmed|shot|set)", "locations?")),
    ("the writer", words("wrote", "written", "writers?", "screenplay", "script", "author", "novel(?:ist)?")),
    ("the camera work", words("cinematograph\\w+", "photograph\\w+", "camera ?(?:man|woman|work)")),
    ("the producer", words(r"produc\w+", "studio")),
    ("a word on nudity", words("nudity", "sex", "sex scenes?")),
    ("the places where it can be seen", words("where can", "streaming", "netflix", "on (?:dvd|tv)")),
)  # fmt: skip
# themes that answer a question of yes or no
THEMED = (
    ("true story", words("true story", "real (?:story|events|life)", "true events", "really happen(?:ed)?")),
    ("adaptation of a classic novel", words("(?:based on|from) a (?:book|novel)", "based on")),
    ("remake", words("remake",)),
    ("twist ending", words("twist",)),
)  # fmt: skip
# the title that a question is about, where it is none that we know
ABOUT = re.compile(
    r"^\W*(?:and |so )?(?:who(?:'s| is| was)? (?:directed|made|starred in|stars in|in|the director of|else in)"
    r"|tell me (?:more )?about|(?:what|which) year (?:is|was|did)|when (?:did|was|is)|how long is|what is|what's)"
    r" (?P<title>.+?)(?: (?:come out|released|made|from|about))?\W*$", re.I,
)  # fmt: skip
NO_TITLE = re.compile(
    r"^(?:it|that|this|them|they|he|she|those|these|(?:that|this|the) (?:one|film|movie|cast|director|plot|genre|year"
    r"|first|last|length|running time|runtime|ending|story|rating|soundtrack|music|language|budget)\b.*)$", re.I,
)  # fmt: skip
