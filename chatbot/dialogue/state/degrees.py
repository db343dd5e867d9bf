"""The words of grammar around a measure: how much of it, or that somebody is described and nothing is wished for.

Vocabulary alone, matched in lower-case text before or after the words of the measure.
"""

from __future__ import annotations

import re

NO = r"(?:not|n't|cannot|cant|nothing|no|never|without|avoid|dont|neither|nor)\b"
SOFT = re.compile(
    rf"{NO}(?: (?!but\b)[\w']+){{0,2}}? (?:too|very|so|that|as|really|overly|particularly|terribly|super|extremely"
    r"|quite|especially|all|much|many|a lot of|lots of)(?: much| many)?(?: of (?:a|an|the))? $"
)
# "so" ends a clause elsewhere
NOT_SO = re.compile(r"\b(?:not|isn't|aren't|nothing|don't be) (?:so|as|all that|that|very|too) $")
NOT_EVEN = re.compile(r"\bnot even (?:an?|the|some)(?: \w+)? $")  # "no war, not even a funny one" refuses no fun
NOT_THAT = re.compile(rf"{NO}(?: (?:be|have|contain))?(?: (?:any|a bit|much|anything|want anything))? $")
LESS = re.compile(
    r"\b(?:less|fewer|(?:tone|turn) down(?: on)?(?: the)?|not as|low on|light on|easy on|lower)(?: of)?(?: the| as)? $"
    r"|\btoo (?:much |many )?$"
)
# "keep the violence low"
KEPT_LOW = re.compile(
    r"^ (?:levels? )?(?:(?:is|are|should be|must be|has to be|kept|held|as|very|quite|fairly|rather|pretty"
    r"|reasonably) )*"
    r"(?:low(?! (?:budget|key))|mild|minimal|(?:to|at) (?:a|the) minimum|in check|within (?:limits|bounds|reason))\b"
)
LESS_AFTER = re.compile(
    r"^,? (?:but (?:a (?:bit|little) )?less\b|(?:down|a (?:bit|little) less)\b)"
    r"|^ (?:taken|left|cut) out\b|^ removed\b"
)
MORE = re.compile(r"\bmore(?: of)?(?: an?| the)? $")
VERY = re.compile(
    r"\b(?:very|really|real|extremely|super|proper|properly|seriously|incredibly|insanely|utterly|absolutely|truly) $"
)
AS, POSSIBLE = re.compile(r"\bas $"), re.compile(r" as (?:possible|can be|it gets|you\b|they come|humanly)\b")
LITTLE = re.compile(
    r"\b(?:low|(?:very|only|as|but) (?:a )?little|few|hardly any|barely any|not much)(?: of)?(?: an?)? $"
)
FIGURE_REFUSED = re.compile(r"(?:nothing|never|not|no|none|avoid|\w+n'?t|cannot)\b")  # "nothing longer than two hours"
NEGATIVE = re.compile(r"(?:no|not|dont|don't|doesn't|won't)\b")  # the "not" is part of the words
BIT = re.compile(
    r"\b(?:(?:a )?bit of|a bit|a little(?: bit(?: of)?)?|some|slightly|somewhat|a touch of|a dash of|mildly)(?: an?)? $"
)
ENOUGH = re.compile(r" enough\b")
TONE = re.compile(r"\bbut(?: also| still| make it| with| it should be)? $")
JOINED = re.compile(r"\s*(?:,?\s*(?:or|nor|and)|,|/)\s*(?:anything |too |overly )?")
ANY = re.compile(
    r"(?<!without )(?<!not )(?<!never )(?<!want )\b(?:any|no matter (?:how|the|what)|(?:don't|dont) care"
    r" (?:how|about)(?: the)?|whatever(?: the)?) $"
)
# of what shall go: "leave out whatever is sad", "skip anything violent"
WHATEVER = re.compile(
    r"\b(?:whatever|everything|anything|all)(?: (?:that|which))?(?: (?:is|are)|'s)?(?: too| very| so)? $"
)
OF_A_VIEWER = re.compile(r"\b(?:easily|nightmares|afraid|scaredy|squeamish)\b")
# what says how a film was, how somebody feels, or what somebody asks, and wishes for nothing
TELLS = re.compile(
    r"\b(?:was|were|found it|i'?m|i am|we'?re|i feel|feeling|how|(?:is|was|are|isn't|wasn't|aren't) "
    r"(?:it|that|this|they|these|those|_+|the \w+(?: one| film| movie)?)"
    r"|(?:i|we|you|he|she|they)(?:'ve| have| has|'m| am|'re| are|'s| is)?"
    r" (?:become|becoming|grown|growing|got|getting|been|being|seem|sound|must seem|must be)"
    r"|(?:you|he|she|who|we|everyone|everybody|nobody|somebody|people)(?:'re|'s| is| are| feels?| looks?| sounds?)?"
    r"|(?:my|our|his|her|the) \w+ (?:is|are|was|feels?|speaks?)"
    r"|the (?:day|night|evening|winter|summer|week|road|way|harvest|season|wait) (?:\w+ ){1,3}(?:is|are))(?: \w+ and)?"
    r"(?: (?:very|really|that|so|a bit|quite|pretty|v|any|all that|not|also|just|being|too))* $"
    r"|\b(?:is|was) (?:it|that|this)(?: one)? an? $|(?:_ (?:is|are)|\b(?:looks|sounds|seems|seemed)) (?:so |very "
    r"|really |v |a bit |too )?$"
    r"|\b(?:i|we|you|he|she)\b[^.,;:!?]{0,20}(?<!want to)(?<!wants to) be (?:so |very |as )?$"
)
# "I'd rather it was not violent"
WISHED = re.compile(r"\b(?:rather|prefer|wish|(?:as|so) long as|provided)\b[^.;!?]*$")
# somebody or something else is so: "a great tragic actor", "a long wait"
OF_OTHERS = re.compile(
    r"^ (?:\w+ )?(?:ones?|fellow|chap) who\b|^ (?:\w+ )?(?:actors?|actress\w*|m[ae]n|wom[ae]n|boys?|girls?|lad(?:y"
    r"|ies)|guys?|people|person|face|eyes|week|day"
    r"|night|evening|weekend|birthday|christmas|new year)\b(?! (?:films?|movies?|watch|watching)\b)"
)
# what may follow a word for the length of a film, where no noun of its own does
BY_ITSELF = re.compile(
    r"\W*$|[.,;:!?)\n]| (?:and|or|n|but|please|pls|then|now|too|is|isn'?t|for|with|from|by|to|on|again|tonight|this"
    r"|enough"
    r"|as|well|either|though|anyway|today|any ?more|just|out|when|while|so|if|since|because|cos|after|than|that"
    r"|also|in|at|next|mate|man|christ|god|lol|tho|still|bro|into the bargain|(?:\w+ ){0,2}(?:films?|movies?"
    r"|ones?|stuff|pictures?"
    r"|flicks?|cartoons?|list|length|running))\b"
)
WAS_TOO = re.compile(r"\b(?:was|were) (?:a bit |a little |way |far |just )?too (?:much )?$")
# everyday turns in which such a word is no measure
TURNS = re.compile(
    r"\b(?:(?:as(?! long as (?:it|they|you) (?:like|want|please))|(?<!not )(?<!nothing )so"
    r"|(?<!mind )(?<!be )(?<!matter )(?<!care )how"
    r"|before|for|take|all day|married) long|(?<!be )(?:no|any) longer(?! than)"
    r"|(?:he|she|who|everyone|everybody|(?:my|our|his|her) \w+|all|gets|then) (?:laughs|fights|scares)"
    r"|(?:nobody|somebody|everybody)(?:'s| is) fighting|(?:be|so|as) quick(?: as (?:you|u))?|quick as"
    r"|hard (?:day|week|night|shift|time|to|at|of|boiled|enough|core|luck)|(?:works?|worked|working|try|tried) hard"
    r"|(?:speaks?|talks?|cuts?|cutting|runs?|so|too) (?:too |so |very )?fast(?= (?:for me|my|that)|\W*$)"
    r"|(?:slow|slowed|slows) (?:down|on)|simple as that"
    r"|long (?:as(?! (?:it|they|you) (?:like|want|please|wish))|ago|before|time|day|week|weekend|story|gone|since|lost)"
    r"|short (?:on|of|notice|story|stories|time)|in short|happy (?:to|with|about|for|new|birthday|hour|if)|take it easy"
    r"|(?<!more )(?<!less )(?<!of )(?<!some )laughing"
    r"|(?:difficult|easy|tough|hard|not easy) (?:to (?:say|tell|choose|decide|pick|name|answer)|question|choice"
    r"|decision)"
    r"|quick (?:question|one|chat)|fast forward|(?:keep\w*|gone|went|go|goes|gets?|got|be) quiet|calm down"
    r"|^quick(?=,| (?:it|we|i)\b)"
    r"|quiet (?:old |young )?(?:household|couple|people|street|night|evening|day|week|lot)|heavy metal"
    r"|lights? (?:on|off|show|year)|funny thing)\b|\bfunny enough,|(?:^|(?<=[.!?] ))funny,? (?:isn'?t|wasn'?t"
    r"|how) (?:it|that|things)\b"
)
# nobody needs consideration: "adults only", "no kids tonight"
GROWN = re.compile(
    r"\b(?:(?:for|its|it's|only|all|just) (?:the )?(?:adults|grown[- ]?ups|grown(?:[- ]up)? people)"
    r"|(?:adults|grown[- ]?ups) only"
    r"|grown[- ]?up (?:stuff|film|one)s?"
    r"|no (?:more )?(?:kids|children|little ones)(?= (?:tonight|tonite|now|here|today|any ?more|in this)\b))\b"
)
COMPANY = re.compile(
    r"\b(?:for|with|around|only|just|(?:i|we)(?:'ve| have) got|(?:i|we) have|here are)(?: (?:my|the|our|some"
    r"|all|both|everyone and|grand|young|younger|little|small|two"
    r"|three|four|five|six|ten|older lot,?|a|an|your|his|her"
    r"|their|of|smaller|older))* $"
)
JOINS_IN = re.compile(
    r"(?:'s)?,?(?: (?!say|think)\w+){0,3} (?:wants?|would like|wanna|(?:is|are) (?:watching|joining|with|here"
    r"|over|coming|staying)"
    r"|here\b|in(?: tow| after all|\W*$|[.,;!?]| so\b| and\b| the (?:room|back|car|van|house|audience)\b)"
    r"|(?:is|are) in(?! bed)\b|and all\b|will|might|may|come|coming|stay(?:ing)?|sleeping over|visiting"
    r"|audience|look|watch)\b|'s with us\b"
)
# who goes away needs no consideration any more
GOES = re.compile(
    r"(?:'re|'ve|'s)?(?:,? (?!not\b|but\b)\w+){0,5}? (?:gone|left|went|asleep|in bed|away|collected|fetched"
    r"|go(?:es)? (?:to"
    r"|home)|sleeps?(?! (?:at|over|here|with)\b)"
    r"|(?:is|are)(?: all)? (?:at|out)|stays? (?:at|with)|needn'?t be|any ?more)\b"
)
A_FILM = re.compile(r"(?:'s?|s')? ?(?:films?|movies?|flicks?|cartoons?|classics?|stuff|pictures?)\b")
