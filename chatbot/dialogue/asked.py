"""The words by which a question asks for a fact or a share, and the title that it is about. Vocabulary alone."""

from __future__ import annotations

import re

from chatbot.dialogue.cues import words
from chatbot.dialogue.forms import ASKS, COMPARE, FACT_INSIDE, MORE, POINTS
from chatbot.dialogue.linking import Mention
from chatbot.dialogue.state import Understanding

_SAME = "same (?:man|woman|person|guy|bloke|director|people|ppl|team|pair)"
# which facts a question asks for, in the order in which they are told
ASKED = (
    ("director", words(
        r"direct(?!ion|ly)\w*", "who (?:else )?(?:has |have |had )?(?:made|filmed|shot|turned)", "who did",
        "(?:from|of|by) whom?(?: \\w+){0,2} (?:made|filmed|shot)", "as (?:the )?director",
        "whose (?:film|work|doing)", "filmmaker", "behind the camera",
        "made by", "who(?:se| is| was)?(?: it| that| this)?(?: one)? by", "by whom", _SAME,
    )),
    ("cast", words(
        r"star\w*", "cast", "actors?", r"actress\w*", "(?:leading|main) (?:players?|roles?|parts?|m[ae]n|lad(?:y"
        "|ies)|actors?)",
        "(?:the|its) leads?", "plays?", "played", "who acts?", "who else",
        r"who(?:'s| is| was| are|s)?(?: else)? in(?:side)?",
        r"who(?:'s| is| was) (?:there|the (?:\w+ )?(?:woman|man|lady|girl|boy|hero|heroine|fellow))",
        "(?:lends?|gives?) (?:the|his|her|its|their) voices?",
        "(?:the|a) lead", "main (?:part|role|character)s?", "leading (?:man|lady|role|part)", "voices?",
        "appears?", r"featur\w+", "with wh?om?", "wh?o with",
    )),
    ("summary", words("tell me (?:more |something )?about", "what do you know about", "more about")),
    ("year", words("(?:the )?years? of (?:the|it|each|both|_+)",
        "(?:what|which) year(?:'?s)?", "when", "how old", "released?", "come out", "came out", "date",
        "(?:the|and|which|its) year", "year (?:of|it)",
        r"(?<!\bof )(?<!\ba )(?<!every )(?<!this )(?<!last )(?<!next )year(?=\W*(?:$|[?.]))")),
    ("genre", words("genres?", "kind of (?:film|movie)", "what type", "sort of (?:film|movie)")),
    ("series", words(
        "(?:right|correct|which|what|watch|viewing|release) order",
        r"(?:which|what) (?:other )?_+ (?:films|movies|parts|sequels)",
        "series", "franchise", "belongs?", "(?:its|name the|all the|the other) (?:parts|instal\\w+|titles"
        "|chapters|films|movies)",
        "what are (?:the (?:parts|titles|others|rest)|they called)", "titles of the (?:rest|others|parts)",
        "how many are there(?: of (?:it|them))?(?=\\W*$)", r"how many (?:\w+ ){0,3}?(?:films|movies|parts|sequels)",
        "sequels?", "prequels?", "trilogy", "saga", "follow-?up",
                     "part (?:two|2|three|3)", "(?:second|third|next|2nd|3rd|another|other) (?:parts?|instal\\w+)",
        "(?:is|was|are) (?:it|that|this|there|_+) (?:the |a )?(?:first|second|third|fourth|last)"
        "(?= (?!time|film|movie|of (?:the |this )?(?:list|these)))")),
    ("theme", words("themes?", "topics?", "subjects?", "motifs?")),
    ("minutes", words("how long", "run(?:ning)? ?time", "minutes", "length", "long", "short", "duration", "hours?")),
    ("age", words(
        "suitable", "appropriate", "rated", "what age", "which age", "how old (?:do|must|should)", "certificate",
        "age rating", "(?:ok|okay|fine|safe|alright) for",
    )),
    ("description", words("about", "plot", "story", "what happens", "premise", "synopsis")),
)  # fmt: skip
# what the catalogue never has, by its name
NEVER = (
    ("the composer", words("soundtrack", "compos(?:ers?|ed?|ing)", "music", "score", "songs?")),
    ("the budget", words("budget", "(?:how much|what) did (?:it|that|_+) cost", "costs? to (?:make|film|shoot)")),
    ("the box office", words(
        "box office", "(?:a )?(?:success|flop|box-office hit)", "successful", "tickets", "how (?:successful"
        "|well did)", "how many (?:people|viewers) (?:saw|watched"
        "|went)", "how much (?:money )?did (?:it|(?:the|this|that) (?:film|movie)|_+) (?:make|earn|gross|take)"
    )),
    ("the awards", words(r"awards?", r"oscars?", "win", "won", "nominat\\w+")),
    ("the ending", words("ending", "(?<!let us )(?<!let's )(?<!to )(?<!will )ends?", "spoil\\w*", "twist")),
    ("a word on who dies", words(r"(?:does|do|did|will|is) [^.?!,]{1,24}? (?:die|dies|dead|killed|survives?|make it)")),
    ("the picture format", words("(?:aspect )?ratio", "gauge", "film stock", "projected", r"\d\d ?mm")),
    ("a note on the colour", words(
        "(?:in )?colou?r(?!s)", "black[- ](?:and|&|n)[- ]white", "b ?& ?w", "b/w", r"colou?ri[sz]ed", "monochrome",
        "technicolou?r",
    )),
    ("the language", words(
        "(?:english|french|german|spanish|italian|original) (?:sound|audio|dub|version|track)", "language",
        "subtitles?", "dubbed", "in (?:english|french|german|spanish)")),
    ("the places where it was filmed", words("where (?:was|is) (?:it|that|_+) (?:filmed|shot|set)", "locations?")),
    ("the writer", words("(?<!you )wrote", r"(?<!have )(?<!you )written",
        "writers?", "screenplay", "script", "author", "novel(?:ist)?")),
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
    r"^\W*(?:and |so |ok |but |now )*(?:who(?:'s| is| was)? (?:directed|made|starred in|stars in|in|the director of"
    r"|else in)"
    r"|(?:the |what(?:'s| is) the )?(?:cast|director|plot|year|length|running time) of"
    r"|tell me (?:more )?about|(?:do |have |did )?you (?:ever )?(?:know|heard? of|seen?|got)"
    r"(?: (?:a|the) (?:film|movie)(?: called)?)?"
    r"|is(?=.* (?:any good|worth \w))"
    r"|(?:what|which) year (?:is|was|did)|when (?:did|was|is)|how long is|what is|what's)"
    r" (?P<title>.+?)(?: (?:come out|released|made|from|about|any good|worth \w+)\b.*"
    r"|[?.!](?: .*)?| (?:with|by|starring|directed by) .*)?\W*$", re.I,
)  # fmt: skip
# a film that is only called by its name: "they spoke of a film named The Last Proof"
NAMED = re.compile(
    r"\b(?:films?|movies?|pictures?|parts?|sequel|prequel|remake|instal\w+|one|something|thing),? (?:named|called"
    r"|titled|entitled) (?P<title>[^.?!;]+)",
    re.I,
)
# nothing but a name: "And The Ferryman of Messina, of 1951?"
AND_NAME = re.compile(r"^\W*(?:[Aa]nd|[Bb]ut|[Ww]hat about|[Hh]ow about) (?P<title>(?:The|An?) [A-Z][\w'’-]+[^.?!,;]*)")
NO_TITLE = re.compile(
    r"^(?:(?:that|this) (?:\w+ )?(?:piece|bit|sort|kind|work) of \w+.*|(?:it|that|this|them|they|both|each"
    r"|all)(?: (?:out|up|again|then|by the way|by|in|at|for)\b.*)?|he|she"
    r"|those|these|(?:each|both|all) of .*|(?:that|this|the) (?:one|film|movie|cast|director|plot|genre|year"
    r"|first|last|length|running time|runtime|ending|story|rating|soundtrack|music|language|budget)\b.*)$", re.I,
)  # fmt: skip

# -- questions that are about a fact whatever else they look like -----------------------------------------------------

_SHE = (
    r"(?:he|she|they|his|hers?|him|their|(?:that|this|these|the|its|the same) (?:director|actor|actress|guy|woman"
    r"|man|lady"
    r"|gentleman|fellow|chap|bloke|person|two)s?)"
)
MORE_BY = re.compile(
    rf"\b(?:what|which|has|have|any|anything|did|got|more|and)\b[^.?!]*\b(?:else|others?|more)\b[^.?!]*\b{_SHE}\b"
    rf"|\b(?:what|which|anything|something|any|films?|movies?)\b[^.?!]*\b(?:have you|you have|you (?:got|hold|keep)"
    rf"|is there|are there)\b[^.?!]*\b{_SHE}\b[^.?!]*\b(?:direct\w*|made?|makes?|star\w*|plays?|played|act\w*)\b"
    rf"|\b{_SHE}\b[^.?!]*\b(?:what|has|have|any|did|does|made|make|got)\b[^.?!]*\b(?:else|others?|more)\b"
    rf"|\bhow many (?:\w+ ){{0,3}}?(?:films?|movies?|pictures) (?:has|have|had|did|does|do|is|was) {_SHE}\b"
)
_CHILD = (
    r"(?:(?:my|a|an|the|our|his|her) )?(?:\w+[- ]){0,2}?(?:kids?|child(?:ren)?|sons?|daughters?|brothers?|sisters?"
    r"|nephews?"
    r"|nieces?|girls?|boys?|grand\w+|olds?|\d\d?)"
)
AGE_FOR = re.compile(
    rf"\b(?:ok|okay|fine|good|safe|alright|suitable|appropriate|do|too \w+) (?:for|with) {_CHILD}\b"
    rf"|\bcan {_CHILD} (?:watch|see)\b"
)
YEARS_OLD = re.compile(r"\b(?:(?:he|she|they)(?:'?s| is|'?re| are) (?P<n>\d\d?)|(?P<m>\w+)[- ]y(?:ea)?rs?[- ]olds?)\b")
_AGED = re.compile(
    r",? (?:aged? |who(?:'s| is) (?:only |just )?|of |\()?(?P<n>\d\d?|two|three|four|five|six|seven|eight|nine"
    r"|ten|eleven"
    r"|twelve|thirteen|fourteen)\b(?! minutes)"
)  # "for her sister, 11"
ORDER = words(
    "(?:in|is) (?:the |what |which )?(?:right |correct |proper )?order",
    "(?:what|which) order",
    "(?:right|correct) order",
)
_CLAIM = words(
    "settle (?:it|this|that)",
    "swears?",
    "claims?",
    "insists?",
    "bets?",
    "wager(?:s|ed)?",
    r"is (?:that|this) (?:true|right|so|correct)",
    r"(?:true|right|correct) ?\?",
    "(?:is|are|was) (?:false|wrong|incorrect|not (?:true|right|correct))",
)
_SAYS = words(r"(?<!i )(?<!we )(?:says?|said|thinks|reckons?|believes?|maintains?|told me|tells me)(?! (?:a |an )?\d)")
_MADE_BY = words(
    r"direct\w*", "made", r"starr\w*", "stars in", "plays?", "played", "in it", "is in", r"(?:18|19|20)\d\d"
)
_FACT = words(r"direct\w*", r"star\w*", "made", "plays?", "played", "year", "date", "from", "cast", r"(?:18|19|20)\d\d")
_NUMBERS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen".split(),
        range(2, 15),
        strict=True,
    )
)


# nothing but the name of a fact, or who else: about the film that was spoken of
BARE = re.compile(
    r"^\W*(?:\w+[.!] )?(?:(?:and|so|right|ok|good|also|then)[\s,.]+)*(?:with whom|who (?:else|with)|how long"
    r"|(?:in )?(?:what|which) year|when|(?:the )?(?:year|director|cast"
    r"|length|running time|rest of the cast|lead)(?: of (?:it|that|this|each|both|them)(?: one| film)?)?)"
    r"(?: and the (?:year|director|cast|length))?"
    r"(?:,? (?:then|please|too|again|tho|though|if you would|by the way|exactly))*\W*(?:$|[.?!;,] )"
)
ON = ("director", "cast", "year", "minutes", "age", "series")
ON_WORDS = 12  # of a question that goes on from the film before


def _goes_on(low: str, said: Understanding) -> bool:
    """`and the rest of the cast?`, `of the other one, the director`, after a film was spoken of."""
    if BARE.match(low):
        return True
    wishes = (
        (said.add and not _WHO_IS_IN.search(low))
        or (said.wish and ASKS.search(low))
        or said.liked
        or said.disliked
        or said.seen
        or said.ratings
    )
    asks = asks_a_fact(low) or ("?" in low and any(never.search(low) for _, never in NEVER))
    passes = (said.something_else and not said.pointed) or COMPARE.search(low) or MORE.search(low)
    return asks and not (wishes or passes) and len(low.split()) <= ON_WORDS


# nothing but another film: "and in Heat?", "what about Heat, then?"
_AGAIN_OF = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay|now|then|right)\W+)*(?:(?:(?:what|how) about"
    r"|(?:the )?same(?: question)?(?: for)?)\W+)?"
    r"(?:(?:also )?(?:in|of|for|from|with|by)\W+)?(?:the (?:film|movie) )?_+"
    r"(?:\W+(?:then|too|also|as well|please|though|now))*\W*$"
)


def of_another(masked: str) -> bool:
    """Whether a message only names or points at a film, of which it asks what was asked before. masked: without
    titles."""
    return bool(_AGAIN_OF.match(masked) or POINTS.match(masked))


_WHO_IS_IN = re.compile(r"\bwho (?:else )?(?:is|was|plays|acts|stars)(?: there| in| inside|(?=\W*$))")
_TOLD_IN = re.compile(
    r"^(?:,? (?:is|was|plays?|acts?|appears?|stars?|also|too|still))*"
    r" (?:in (?:both|it|that|this|them|all (?:two|three))|there|inside)\b"
)
_SOMEBODY_SAYS = re.compile(
    r"\b(?:says?|said|claims?|wants|swears?|insists?|maintains?|bets?|sustains?|thinks?|believes?)(?: that)? $"
)


def told_in(low: str, person: Mention) -> bool:
    """Whether it is asked or told that somebody is in what was spoken of: "he claims that Fonda is in both"."""
    if not _TOLD_IN.match(low[person.end :]):
        return False
    return "?" in low[person.end :] or bool(_SOMEBODY_SAYS.search(low[: person.start]))


def asks_a_fact(message: str) -> bool:
    """Whether there is a word for some fact in a message."""
    low = message.lower().replace("’", "'")
    return any(pattern.search(low) for fact, pattern in ASKED if fact in ON)


_TELLS_WHO = re.compile(r",\s*who\b")


def inside(low: str) -> bool:
    """Whether a fact is asked for within a message: "The second, who is in it?"; "our vicar, who plays the guitar, …"
    only tells who he is."""
    found = FACT_INSIDE.search(low)
    sentence = re.split(r"(?<=[.!?;\n])", low[found.end() :])[0] if found else ""
    return found is not None and ("?" in sentence or not (_TELLS_WHO.match(found[0]) and "," in sentence))


def plainly(low: str, said: Understanding, last: str) -> bool:
    """Whether a fact is asked for in a form that leaves no doubt. last: intent of the turn before; "" at the start."""
    if MORE_BY.search(low) and last and not (said.named or said.add.genres or said.drop.people):
        return True
    if said.add.people and _FILMS_OF.match(low):
        return True
    if len({m.value for m in said.mentions if m.kind == "person"}) > 1 and _BESIDE.search(low) and "?" in low:
        return True
    spoken_of = last in {"item_question", "compare"}
    if spoken_of and any(m.kind == "person" and told_in(low, m) for m in said.mentions) and not ASKS.search(low):
        return True
    if spoken_of and (_goes_on(low, said) or HE_IS_IN.search(low)):
        return True
    if said.items and (AGE_FOR.search(low) or (YEARS_OLD.search(low) and "?" in low)):
        return True
    if said.items and last == "item_question" and claimed(low):
        return not (said.liked or said.disliked or said.ratings or said.others or ASKS.search(low))
    if said.named and (ORDER.search(low) or claimed(low)):
        return not (said.liked or said.disliked or said.ratings or said.others)
    return False


def claimed(low: str) -> bool:
    """Whether a fact is told as somebody's word: "Ruta says Hitchcock made it"."""
    return bool((_CLAIM.search(low) and _FACT.search(low)) or (_SAYS.search(low) and _MADE_BY.search(low)))


_FILMS_OF = re.compile(r"\W*(?:and |so )?(?:what|which) (?:other |else )?(?:films|movies) (?:is|was|has|did|were|are) ")
# "was she in something with him as well?"
_BESIDE = re.compile(
    r"\b(?:was|were|is|are|has|have|did|does|do) (?:\w+ ){1,4}?(?:been |ever |also )*(?:in|play\w*|act\w*"
    r"|appear\w*|star\w*)"
    r" (?:in )?(?:something|anything|a film|any films?|films|one)\b[^.?!]* with\b"
)
# "and he is truly in it, is he?"
HE_IS_IN = re.compile(
    r"\b(?:he|she|they)(?:'s|'re| is| are| was| were)(?: \w+){0,2} in (?:it|this|that|there)\b[^.?!]*\?"
)
_KNOWN = re.compile(
    r"^\W*(?:and |so |but |ok )*(?:(?:do |have |did )?you (?:ever )?(?:know|heard? of|seen?)|is .* any good)\b", re.I
)


_MADE = re.compile(r"\b(?:direct\w*|starr\w*|stars|cast|filmed|came? out)\b", re.I)


def unknown_film(message: str, said: Understanding) -> bool:
    """`you know Midnight at the Fish Market?`, of which nobody has heard."""
    plain = _KNOWN.match(message) or (said.unknown and _MADE.search(message))
    about = NAMED.search(message) or (ABOUT.match(message) if plain else None)
    title = about["title"].strip() if about else ""
    if (
        len(title.split()) < 2
        or NO_TITLE.match(title)
        or re.match(r"(?:any|some|what|how|me|my|a good)\b", title, re.I)
    ):
        return False
    return not any(m.start < len(message) and m.kind != "person" for m in said.mentions)


def longer_name(title: str, message: str, said: Understanding) -> str:
    """A name in capitals or quotes of which only a part is known: "The Lighthouse Keeper's Second Wedding"; without
    whom and what else the question tells of it: "The Glass Tramway, Tarkovsky, 1981"."""
    for other in said.mentions:
        title = title.split(f", {message[other.start : other.end]}")[0] if other.kind != "item" else title
    known = [m for m in said.mentions if m.kind in {"item", "person"} and message[m.start : m.end] in title]
    if len(known) != 1 or sum(m.kind == "item" for m in said.mentions) > 1:
        return ""
    rest = title.replace(message[known[0].start : known[0].end], "", 1)
    quoted = title[:1] in "'‘\"“" and bool(rest.strip("'‘’\"“” "))
    return title if quoted or len(re.findall(r"(?<!\w)[A-Z][\w'’]*", rest)) > 1 else ""


def age_asked(low: str) -> int | None:
    """Whose age a question is about, where it says one."""
    found, other = YEARS_OLD.search(low), AGE_FOR.search(low)
    beside = _AGED.match(low, other.end()) if other else None
    if beside and not found:
        return _NUMBERS.get(beside["n"]) or int(beside["n"])
    given = (found["n"] or found["m"]) if found else other.group() if other else ""
    digits = re.search(r"\d+", given)
    return int(digits.group()) if digits else _NUMBERS.get(given)


# -- questions about a score ------------------------------------------------------------------------------------------

SHARES = words(
    r"how (?:much|many)\b[^?]* (?:from|by|because of|due to|down to|thanks to|comes?)\b",
    r"how (?:much|heavily|strongly|far|big|large|great)\b[^?]*\b(?:counts?|weighs?|contributes?|matters?|adds?"
    r"|shares?|parts?)",
    r"in (?:numbers?|per ?cent\w*|figures)",
    r"what (?:share|part|percentage|per ?cent|weight|role)",
    r"(?:due|thanks|owed|owing|down) to",
    "because of",
    "(?:shares?|numbers|percentages?) (?:please|behind|of)",
)
WITHOUT_ALL = re.compile(
    r"\b(?:not|n'?t|never)\b (?:\w+ )?(?:rated?|liked?|told|said|judged|seen|watched|given) (?:you )?"
    r"(?:anything|any (?:films?|stars|ratings)|a thing|a single)|\b(?:rated|told you|said|liked) nothing\b"
    r"|\bwithout (?:any|all|everything)\b|\bknew nothing (?:of|about) me\b"
    r"|\bdid(?:n'?t| not) know (?:me|anything about me)\b"
)
