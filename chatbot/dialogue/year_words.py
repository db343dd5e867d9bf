"""The words around years: old and new, what lets go of them, what refuses them, what only tells a story.

Vocabulary alone, for lower-case text; `years` decides what follows from it.
"""

from __future__ import annotations

import re

from chatbot.dialogue.cues import words
from chatbot.dialogue.permits import LETS_GO

NAMES = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970,
    "eighties": 1980, "nineties": 1990, "two thousands": 2000, "noughties": 2000, "aughts": 2000,
}  # fmt: skip
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
# "of the years Fifty", "the years 70"
NAMES |= {f"years {said}": 1900 + ten for name, ten in _TENS.items() for said in (name, f"{ten}", f"'{ten}")}
ANY_NAME = "|".join(NAMES)
# what follows an adjective that speaks of films; "an old friend", "a new question" tell no years
OF_FILMS = (
    r"(?=\W*$|[.,;:!?)\n]| (?:and|or|n|but|please|pls|then|now|too|also|again|is|are|with|w|by|from|for|set"
    r"|starring|about"
    r"|tonight|enough|if|(?:[\w'-]+ ){0,2}(?:films?|movies?|ones?|stuff|pictures?|flicks?|classics?|cinema"
    r"|hollywood|cartoons?"
    r"|thrillers?|westerns?|comed(?:y|ies)|musicals?|horrors?|sci-?fi|dramas?|romances?|noirs?|documentar(?:y"
    r"|ies)|romcoms?"
    r"|mysteries|mystery|animations?|disney|war|crime|action|fantasy))\b)(?! (?:one|ones|list|set|to me)\b)"
)
SOMEBODY_IS = r"(?<!you're )(?<!i'm )(?<!am )(?<!he's )(?<!she's )(?<!are you )(?<!'re so )(?<!'m so )"
NEW = re.compile(
    rf"\b(?:(?<!every)(?<!everything ){SOMEBODY_IS}(?:new|newish){OF_FILMS}|recent(?!ly)|modern|contemporary|latest"
    r"|this (?:year|decade))\b(?! york| zealand| orleans| jersey| wave| one| ones| list| set| to me)"
)
THESE = r"(?! than (?!th(?:at|ese|is|em|ose)\b|all\b|the (?:list|lot|last|ones?|first|second|third|eldest)\b))"
NEWER = re.compile(rf"\b(?:newer|more recent|more modern|less old)\b{THESE}")
OLDER = re.compile(
    rf"\b(?:older|less recent|less modern)\b(?! brother| sister| kids?| people| lot\b| lads?\b| girls?\b"
    rf"| boys?\b| children| daughter| son\b| twins?\b| crowd| ones? than| two\b){THESE}"
)
OLD = re.compile(
    rf"(?<!how )(?<!year[ -])(?<!years[ -])(?<!yr )(?<!yrs )(?<!yr-)(?<!months ){SOMEBODY_IS}\b"
    rf"(?:old(?! enough){OF_FILMS}|old-school|vintage|oldies|classics?(?! novels?| books?| music){OF_FILMS})(?![\w-])"
)
FINE = r"(?:(?:is|are|would be) |'s |'re )?(?:also |just |all )?(?:fine|ok|okay|good|alright|all right|welcome|allowed)"
ANY_YEARS = rf"(?:(?:early|mid|late) )?(?:'?\d{{2,4}}'?s|(?:18|19|20)\d\d|{ANY_NAME}|years?(?! old)|decades?|era|dates)"
_MADE = (
    "when (?:it|they|the films?|that|_+) (?:was|were|is|are|came|appeared)(?: first)?"
    "(?: made| out| shot| released| filmed)?"
)
DROP = words(
    rf"(?:{LETS_GO}|not only|not just|not necessarily|stick to|changed (?:my|our) minds?)(?: about)?(?: (?:the|this"
    rf"|that|those"
    rf"|my|old|any|in|from|to|it|us|yourself))*"
    rf" {ANY_YEARS}",
    rf"(?:fuck|screw|to hell with|sod|bin|scrap) (?:the )?{ANY_YEARS}", rf"{ANY_YEARS} (?:must|has to|have to|can"
    rf"|may) go(?=(?: too| also| again| now)?\W*(?:$|[.,;!?]))",
    rf"{LETS_GO} (?:the |my |that )?(?:[\w'-]+ ){{1,3}}?(?:and|or) (?:the |that |my )?(?:years?|decades?|era)(?! old)",
    rf"(?:take|taking|took) (?:back )?(?:the |that |those |my )?{ANY_YEARS}(?: (?:away|back|out|off))(?! to\b)",
    rf"(?:take|taking) back (?:the |that |those |my )?{ANY_YEARS}",
    rf"(?:forget|drop|never ?mind|scrap|ditch|lose|cancel|lift|leave out)(?: about)? (?:the |my "
    rf"|that )?(?:[\w'-]+,? ){{1,4}}?(?:and|or)"
    rf" (?:the |that |my )?{ANY_YEARS}",
    "any century", r"(?:years?|decades?|era),? (?:also |too )?(?:forget|whatever)",
    r"(?:take|leave|put|set|cut) (?:away |off |out |aside )?(?:the |that |this )?(?:years?|decades?|era)(?! old)",
    r"(?:the |that |this )(?:years?|decade|era)(?: (?:limit|rule|thing|bit|part|filter))? "
    r"(?:(?:you )?(?:can |may |should )?(?:go(?:es)?|take|be|is|out|off|away|gone|dropped))",
    r"(?:do not|don'?t|no longer) (?:need|want|care about|mind) (?:this|that|the|a|any|which|what) (?:year|decade|era)",
    r"no (?:year|decade|era)(?= *(?:$|[.,;!?]|limit|please|any ?more|now|then))",
    rf"(?:any year|any decade|other decades) {FINE}(?: too)?", "old or new", "new or old", "old and new",
    rf"(?:neither|nor) (?:the )?{ANY_YEARS}(?= (?:nor|needs?|matters?|counts?|is|are))",
    "any (?:other )?(?:year|decade|era|age)", r"(?:the )?year doesn'?t matter", "all decades",
    rf"(?:{LETS_GO}|no matter|(?:don'?t|do not) (?:\w+ )?care(?: about)?) (?:exactly )?{_MADE}",
    rf"{_MADE} (?:is|does|makes)(?:n'?t| not| no)? (?:\w+ )?(?:the same|one|matter|difference|important|relevant)",
    "no matter (?:how old|the year|when)", "from any time", "doesn'?t (?:have to|need to) be (?:old|new|recent|modern)",
)  # fmt: skip
MAY = r"(?:can|may|could|might)(?: (?:now|also|even))* be"
_LET_IN = "(?:let|bring|have|take)(?: (?:back|in|enter|come|return|again))"
_OLD_ONES = "(?:the|some) old(?:er)? (?:ones?|films?|movies?|stuff)"
_NO_MORE = r"(?=\W*(?:$|[.;!?])| (?:please|pls|then|now|if|because|tonight)\b)"
_ONES = " ones| films| movies| stuff| things| pictures"
OLDER_FINE = words(
    rf"(?:older|old|oldies)(?: ones| films| movies| stuff)? ?{FINE}(?: too)?",
    rf"(?<!even )older(?:{_ONES})?,? (?:too|as well|also){_NO_MORE}",
    rf"(?:also|include|add|plus)(?: (?:some|the|any))? older(?:{_ONES})?(?! than)",
    rf"{MAY} (?:other )?old(?:er)?",
    rf"{_LET_IN}* {_OLD_ONES}(?: (?:back|in|again|enter|return|come))+",
    rf"{_LET_IN}+ {_OLD_ONES}",
)
NEWER_FINE = words(
    rf"(?:newer|new|later|more recent)(?: ones| films| movies| stuff)? ?{FINE}(?: too)?",
    "later years (?:too|as well|also)",
    rf"(?<!even )(?:newer|more recent)(?:{_ONES})?,? (?:too|as well|also){_NO_MORE}",
    rf"(?:also|include|add|plus)(?: (?:some|the|any))? (?:newer|more recent)(?:{_ONES})?(?! than)",
    "nor (?:be )?(?:so|that|as|too|very) old",
    rf"{MAY} (?:new(?:er)?|more recent)",
)
# "the year is of no importance", "the decade can go"
YEARS_NAMED = re.compile(
    r"(?<!last )(?<!next )(?<!every )\b(?:the |that |this |which |what )?(?:years?|decades?|era|dates?)\b(?! old)"
    r"|\bwhen (?:it|they|_+|the films?)(?:'s| is| was| were| are)(?: made| filmed| shot| released| from)\b"
)
# one end of the years in force is moved, and the other stays: "open the gate: from 1935 on", "it may run to 1959"
STRETCHES = words(
    r"(?:open|widen|stretch|extend|lower|raise|lift|push|move)(?: up| out)? (?:it|(?:the|that|this|our|your) \w+)",
    r"(?:can|may|could|might|let (?:it|us|them))(?: \w+ly| also| now)? (?:run|go|reach|stretch|begin|start|come)"
    r"(?= (?:\w+ ){0,3}(?:to|till|until|from|at|in|with)\b)",
    "(?:go|reach)(?:ing)? (?:\\w+ )?(?:back|on|up|down) to",
)
_FILMS_OF = (
    r"(?: (?:be|have|take|try|look|use|consider|something|anything|some|ones?|films?|at|into|from|in|of|the))* ?$"
)
TOO_BEFORE = re.compile(
    rf"\b(?:also|even|as well as|in addition to|includ(?:e|ing)|add(?:ing)?|throw in|equally|(?:would not|wouldn't)"
    rf" (?:mind|object to)|(?:don't|do not) mind|nothing against){_FILMS_OF}"
)
TOO_AFTER = re.compile(
    rf"^(?: (?:back )?in)?,? (?:too(?! \w+ for\b)|also|as well|either|(?:ok|okay|fine|good|alright)|{FINE})\b"
    r"|^(?: (?:would|will|could|may|might|can|are|is|be|do|work|suits?|interests?|appeals?|pleases?|sounds?"
    r"|seems?|tempts?"
    r"|come|to|for|me|us|her|him|all|every|bit|right))+"
    r" (?:too(?! \w)|also|as well|just as (?:well|good|much)|equally|just fine|fine|nicely|included|considered|added)\b"
)
# what lets go of years, beside others in force, only asks for more: "I don't mind the eighties either"
BEARS = words("mind", "against", "objections?", "object")
# "that's not 90s at all", "why nothing from the 80s?", "not only the 80s" refuse no decade
REFUSAL = re.compile(
    r"(?<!why )(?<!have )(?<!is )(?<!are )(?<!was )(?<!'s )(?<!there )(?<!seen )(?<!got )"
    r"\b(?:nothing|not|no|don'?t (?:want|like)|(?:do|does|ca)n'?t stand|avoid|without|skip|except|hates?|never)"
    r"(?: (?:any|anything|more|films?|movies?|ones?|stuff|things?|made|out|from|in|of|please))* ?$"
)
UNWANTED = re.compile(
    r"^ (?:(?:would be|are|were|is|seem) (?:(?:a bit|a little|much|far|rather) )?(?:too \w+|not (?:for|what|my"
    r"|really my)\b"
    r"|of no (?:use|interest))|(?:do not|don't|did not|didn't) (?:\w+ )?(?:interest|appeal|suit|tempt|attract))"
)
NEGATION = re.compile(
    r"\b(?:refuses?|nothing|not|no(?! (?:we|i|you|it|he|she|they|that)\b)|don'?t want|never|avoid|isn'?t"
    r"|without|too)(?: to watch)?(?: \w+){0,2} ?$"
)
# a story: "we did it in '98", "a print from 1958"; a wish in the same sentence says otherwise
STORY = re.compile(
    r"\b(?:was|were|did|didn'?t|saw|seen|met|had|born|spent|knew|knows?|first time|heard|nobody|no one|began|started"
    r"|watched|shot|released"
    r"|put (?:it |that |this )?on|when|because (?:he|she|i|we|they) \w+ed|respected|asks?|standards|left|went"
    r"|bought|lived)\b[^.;!?]*$"
)
WISHED = re.compile(
    r"\b(?:want|like|love|fancy|need|find|show|give|something|anything|films?|movies?|ones?|made|from the|please"
    r"|or|then"
    r"|only|but)\b[^.;!?]*$"
)
# "anything older than I am? I was born in 1938"
BEFORE_ME = re.compile(
    r"\b(?:older than (?:(?:i|we|he|she)(?:'m| am| are| is)|me|us|myself)|before (?:i|we|he|she) (?:was|were) born)\b"
)
BORN_IN = re.compile(r"\bborn (?:in|on|around) (?:the year )?(?P<y>(?:18|19|20)\d\d)\b")
CORRECTS = re.compile(
    r"(?:\b(?:sorry|wait|hang on|i meant|i mean|or rather|or better|actually|go on to)|[.;,!] no)[ .,;:!]*"
    r"(?:make (?:it|that) )?"
    r"(?:from |in )?(?:the )?$|[.;,:!] no[,;:!.] [^.!?]{0,50}(?:it|that)(?:'d| had| should| would| ought to)"
    r"(?: better| rather)? be (?:from |in )?(?:the )?$"
)
PASSED_OVER = re.compile(
    r"\b(?:rather than|instead of|in place of|i said|through|have been to)(?: from| in)?(?: the)? $"
)
