"""The words people use to say how a mention is meant. Vocabulary alone: what follows from it is decided elsewhere.

Each pattern is matched against lower-case text in which titles are blanked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def words(*alternatives: str) -> re.Pattern[str]:
    """Any of the alternatives (regular expressions) as whole words."""
    return re.compile(rf"(?<![\w'])(?:{'|'.join(alternatives)})(?![\w'])")


def begins(form: re.Pattern[str], low: str) -> bool:
    """Whether one of the sentences begins with such a form."""
    return any(form.match(sentence) for sentence in re.split(r"(?<=[.!?;]) ", low))


def table(rows: Iterable[tuple[str, Iterable[str]]]) -> re.Pattern[str]:
    """One pattern of numbered groups: m0 for the first row, m1 for the second and so on."""
    return re.compile(
        "|".join(f"(?P<m{n}>(?<![\\w'])(?:{'|'.join(row)})(?![\\w']))" for n, (_, row) in enumerate(rows))
    )


_ELDERS = "mum|mom|mummy|dad|daddy|nana?|gran|granny|grandma|grandad|grandpa"
KINFOLK = (
    r"(?:my (?:(?:little|big|older|younger|late) )?(?:\w+[- ]years?[- ]old|wife|husband|father|mother|kids?"
    "|son|daughter|friends?|partner|girlfriend|boyfriend|sister|brother|boss|flatmate|roommate|parents"
    "|grand(?:mother|father|son|daughter|parents|child(?:ren)?)"
    "|(?:mother|father|brother|sister|son|daughter)s?[- ]in[- ]law"
    "|uncle|aunt(?:ie)?|cousins?|nephews?|nieces?|neighbours?|colleagues?"
    f"|lodger|boys|girls|{_ELDERS})|(?:{_ELDERS}|the (?:wife|husband|missus|other half))\\b(?!'))"
)
VERY = "(?:really |just |actually |absolutely |so |very |quite |pretty |totally |always |also |kind of )*"
GOOD = (
    "great|amazing|brilliant|fantastic|wonderful|excellent|superb|lovely|perfect|favou?rite|awesome|a masterpiece"
    "|a delight|a treat|a gem|gripping|hilarious|a joy|a classic|so good|good fun|fun|good"
)
BAD = (
    "awful|boring|terrible|bad|rubbish|overrated|dull|dreadful|crap|meh|horrible|to tears|not for me|a bore|a mess|mid"
    "|not good|not great|disappointing|garbage|trash|tedious|lousy|dire|pathetic|embarrassing|cringe\\w*"
    "|unwatchable|bored stiff|tosh|pants"
    r"|poor(?=\W*(?:$|[.,;!?]|and|but|really|film|movie|effort|stuff|show|too|though)\b|\W*$|[.,;!?])"
    r"|(?:(?:such |just |only |really )?an? )?(?:(?:real|big|bit of a|total|complete|terrible|huge) )?(?:let-?down"
    r"|waste of (?:(?:my|our) )?(?:time|money|an evening|an hour|two hours))"
)
# a message's tone, where no cue stands beside a title
_OF_AMOUNT = "(?! (?:deal|many|while|evening|morning|afternoon|day|night|lord|heavens))"  # "a good deal of"
TONE_GOOD = words(
    *(f"{word}{_OF_AMOUNT}" for word in GOOD.split("|")), "can'?t fault", "spot on", "loved", "best", "enjoyed",
    "liked", "masterpiece", "classic", "joy", "loving",
)  # fmt: skip
TONE_BAD = words(*BAD.split("|"), "hated", "worst", "disliked", r"didn'?t like", r"disappoint\w*", r"not my \w+")

ELSE = words(
    "(?:something|anything|anyone|some) else", "what else (?:there is|is there|you have|have you(?: got)?"
    "|do you have)", "other (?:ones|films|movies|options)", "(?<!of )others",
    "different ones?", "(?:something|anything)(?: (?:quite|completely|entirely|totally|very|altogether"
    "|wholly))? different",
    "(?:not|none of|hate|anything but) (?:any of )?(?:those|these|them)", "next(?: ones?| five| page)?",
    "more options", "(?:an)?other(?: one)? (?:in|on) (?:its|their) (?:place|stead)",
    "(?<!the )(?<!each )(?:all )?other(?: ones?)?(?=\\W*(?:$|[.,;!?]|please|pls|instead|than before))",
    "(?:not|without) the ones (?:you|u) \\w+", "(?:new|fresh|different) (?:ones|films|movies|options|names)",
    "(?:put|give|show|find|bring|take)(?: (?:me|us))? (?:another|an other)(?: one| film)?"
    "(?=\\W*$|[.,;!?]| (?:in|to|at|for|instead)\\b)",
    "try again", "(?:carry|go) on without (?:it|that|them|those)", "(?:some|five|show me|give me"
    "|any) more", "another (?:set|list|one|lot|five|hand|round|batch|selection|page)", "surprise me",
    r"neither(?! (?:the|my|a|an|any|\w+ nor)\b)(?: of (?:them|those|these))?",
    "(?:your|these|those|the) (?:suggestions|picks|films|ones|recommendations|choices) (?:are|were|all)",
    "more of (?:the same|those|these)",
    "(?:^|(?<=[.!?] )|(?<=, )|(?<=and ))more(?=\\W*(?:$|[.!?]|please|pls|plz|but))",
)  # fmt: skip
# the list on the table is refused, not only passed over
NONE_OF = words(
    "(?:not|none of|hate|anything but|no to) (?:any of )?(?:those|these|them)(?! (?:kind|sort)s? of)",
    r"neither(?! (?:the|my|a|an|any|\w+ nor)\b)(?: of (?:them|those|these))?",
    "(?:don'?t|dont|do not) (?:like|want|fancy) (?:any of )?(?:those|these|them)",
    "(?:he|she|they|we)(?:'s|'ve| has| have)? (?:already )?(?:seen|watched|had|knows?) (?:all|each"
    "|every(?: single)? one) of"
    " (?:those|these|them)",
    "(?:all|each|every(?: single)? one) of (?:those|these|them) (?:he|she|they|we|i)(?: have|'ve| has|'s"
    "| had)? (?:already )?"
    "(?:seen|watched|had|shown|know)",
)  # fmt: skip
# cards that were shown are asked for once more
AGAIN = words(
    r"(?:show|give|tell|list|read|repeat|bring)(?: me| us)?(?: back)? (?:(?:the|that|those|these|your|my) )?(?:"
    r"(?:same|first|last|old|previous|earlier|original|other) )?(?:list|ones?|films|movies|picks|cards|them|those|these"
    r"|it|suggestions)"
    r"(?: \w+){0,3} (?:again|once more|back)",
    "(?:the|that|your|my) (?:same|first|last|old|previous|earlier|original) (?:list|ones|films|picks)"
    "(?: \\w+){0,2} again",
    "(?:go|going|get|come) back to (?:the|that|your) (?:first |last |old |previous |earlier |other )?(?:list|ones"
    "|picks)",
    "repeat (?:that|them|the list|those)", "the same (?:list|ones|films|five)(?: again| as before)?",
    "what were (?:they|those|the (?:first|last|other) ones?)(?: again)?", "those (?:five )?again",
)  # fmt: skip
SURPRISE = words(
    "surprise (?:me|us)", "(?:something|anything) (?:unexpected|surprising|off the beaten (?:track|path))",
    "off the beaten (?:track|path)", "(?:out of|outside) my (?:comfort zone|usual)",
    "something i'?d never (?:pick|choose|think of)",
    "wild ?card", "not my usual(?: stuff| thing)?", "obscure", "hidden gems?", "under the radar", "little[- ]known",
    r"(?:nobody|no ?one|hardly any(?:one|body)|few people|not many)\b[^.?!]{0,24} (?:seen|heard of|knows?|watch\w*)",
    # nothing but that: "odder", "even less obvious ones"
    r"(?<!.)(?:(?:ok|and|but|maybe|a bit|much|even|still|something|anything|make it|(?:show|give) (?:me|us)),? )*"
    "(?:odder|weirder|stranger|wilder|quirkier|more (?:obscure|unusual|unexpected|offbeat)|lesser[- ]known"
    "|less (?:obvious|famous|mainstream|expected|known))(?: (?:ones?|films?|stuff|please|pls|still))*(?=\\W*$)",
)  # fmt: skip
# who watches too: a wish for this evening, which says nothing of the person's own taste
COMPANY = re.compile(
    rf"\b(?:(?:with|for)(?: tonight with)?|(?:just|only)(?= {KINFOLK} and (?:me|i|myself)\b))"
    rf" (?P<who>{KINFOLK}|the (?:kids|family|girls|boys|lads))\b"
)
_WE_WATCH = (
    r"\b(?:(?:can|could|should|shall|might) we|we (?:can|could|should|might))(?: (?:both|all))? (?:watch|see|enjoy)\b"
)
JOINS = re.compile(
    COMPANY.pattern
    + rf"|{_WE_WATCH}"
    + r"|\b(?:tonight|this evening|joining|join us|staying|visiting|coming over|(?:is|are|over) here"
    r"|watch(?:es|ing)? with|so (?:none|nothing|no\w*|not any) of (?:that|it|this|them))\b"
)
# the same told by itself: "my mum is over", "the kids are watching too"
PRESENT = re.compile(
    rf"\b{KINFOLK}(?: and \w+)?(?:'s|'re| is| are)?(?:(?: will|'ll)(?: be)?| going to(?: be)?| wants? to"
    r"| (?:would|'d) (?:like|love) to)? (?:also |both |all |there )?(?:over|here|round|around|staying|visiting"
    r"|com(?:e|ing)|join(?:ing|s)?|watch(?:es|ing)?|with (?:me|us))\b"
    rf"|\b{KINFOLK}\b[^.?!]*{_WE_WATCH}"
)
_SOMEBODY_ELSE = re.compile(rf"\b(?:{KINFOLK}|he|she|they)(?: (?:really|just|simply|absolutely|also|both))* $")


def by_me(form: re.Pattern[str], low: str) -> bool:
    """Whether such words stand there, and not as what somebody else does: "she can't stand him"."""
    return any(not _SOMEBODY_ELSE.search(low[: said.start()]) for said in form.finditer(low))


CHILD = re.compile(r"\b(?:kids?|children|son|daughter|years?[- ]old|boys|girls|family)\b")
ALONE = words(
    "(?:just |only )?(?:for )?(?:me|myself) alone", "just (?:for )?me(?: tonight| now| this time)?",
    "(?<!not )(?<!n't )by myself", "(?<!not )(?<!n't )on my own", "i(?:'m| am) alone", "(?:they|everyone"
    "|everybody)(?: have|'ve)?(?: all)? (?:gone|went"
        "|left)(?: home| to bed)?",
    "(?:and |now )(?:one |something |a film )?for me(?: alone| again| now)?", "(?:back to|only) (?:for )?me",
)  # fmt: skip
KIN = re.compile(
    rf"\b(?:(?:and )?(?:with|for) )?{KINFOLK}(?:,? (?:and i|and me|who|that))*"
    rf"(?: {VERY}(?:loves?|likes?|enjoys?|wants?|hates?|is|are|was))?\b"
)
BARE_NO = re.compile(r"^\W*(?:no|nope|nah|naah|no thanks|no thank you|not really)\W*$")
ANY_GENRE = words(
    "any (?:genre|kind|type|sort)",
    "(?:drop|forget|never ?mind|lift|scrap|ditch|cancel|leave out|let go of|do without) (?:the|that|my|any) genres?",
    "(?:the|that|any|which) genre (?:can go|may go|(?:does(?:n'?t| not)|no longer) (?:really )?(?:matters?|counts?)"
    "|is (?:no longer|not) (?:\\w+ )?important|is up to you)",
)
RESET = words(
    "(?:start|begin) (?:over|again|afresh|fresh|anew)", "from (?:scratch|zero)",
    "(?:reset|clear)(?: the| my)? (?:search|filters?|limits)",
    "forget everything i (?:asked|said)", "clean slate", "wipe the slate", "everything new",
    "(?:drop|forget|scrap|ditch|cancel) (?:the whole (?:lot|thing|of (?:it|that|this|them))|it all"
    "|all (?:of )?(?:it|that|this|them)|everything(?! (?:you|about"
    "|but|except|i)))",
    "(?:forget|drop|lift|no|without|remove|discard|delete|clear|cancel)(?: all)?(?: of)?"
    r"(?: (?:the|my|our|his|her|their|any|these|those))?(?: \w+'s)? (?:limits|filters|conditions|restrictions|criteria"
    r"|rules(?! (?:about|on|of|for|against)\b))",
)  # fmt: skip
# "he's back", "that is allowed again": what was refused is let in, and not asked for
LETS = words(
    "back", "fine", "ok", "okay", "allowed", "again", "may", "let(?! (?:us|me)\\b(?! have))", "return",
    "after all", "no longer",
    "forgiv\w+",
    "withdraw\w*", "wrong", "any ?more", "no problem", "all right", "alright", "welcome",
    "(?:can|could) (?:be|come|play|show)",
    "can have", "if must be", "tak(?:e|es|ing) back", "i suppose",
)  # fmt: skip
FOREVER = words(
    "never(?! seen| watched| heard| saw| been| mind| fail| lets? | tire| get tired| bore| disappoint| gets? old"
    "| (?:\\w+ )?(?:dis)?liked| (?:\\w+ )?(?:loved|hated"
    "|enjoyed))", "ever(?! seen| made| watched| had| heard)",
    r"always(?! (?:of|with|from|by|her|him|his|to|the same|rain\w*|raincoats)\b)",
    "in general", "for good", r"can'?t stand", "cannot stand", r"can(?:'?t|not) bear", "from now on",
    "for future reference", "at any time", "please note", "keep in mind", "permanently",
)  # fmt: skip
HERE = words("this time", "tonight", "this evening", "for now")
# a bound that holds for every search to come
LASTS = words(
    "from now on",
    "for good",
    "permanently",
    "in general",
    "for future reference",
    "at any time",
    "every time",
    "always (?:under|below|up to|only|at most|suitable|something|films?)",
    "(?:remember|note|keep in mind)(?= that\\b|[,:]| (?:please|i|we|it)\\b)",
    "only ever",
    "never ever",
)
INSTEAD = words("instead", "actually", "changed my mind", "rather", "after all", "on second thoughts?", "no wait")
CONFIRM_DELETE = re.compile(r"^\W*yes\W+delete everything\W*$", re.I)
NAMES_A_TITLE = words("like", "similar to", "films?", "movies?")
PRIZES = words("oscars?", "oscar[- ]winning", "award[- ]winning", "awards?")
# what people ask for and the catalogue has no fact about
NO_FACTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("languages or subtitles", words("subtitle[sd]?", "dubbed", "in (?:french|german|spanish|italian|japanese)")),
    ("certificates", words("pg(?:-?13)?", "r[- ]rated")),
    ("nudity or bad language", words("no (?:nudity|swearing|sex|bad language)")),
    ("colour or black and white", words("black[- ](?:and|&|n)[- ]white", "b ?& ?w", "b/w", "in colou?r", "monochrome")),
    ("awards", PRIZES),
)
_IF_I = "(?:if|had) (?:i|we)(?:'?d)?(?: had)? (?:hadn'?t|had(?: not)?|didn'?t|did not|never|not|hated?|disliked|loved)"
WHAT_IF = re.compile(
    r"(?:(?:and|but|so|ok|okay|hm+|well|then)[\s,]+)*"
    r"(?:what if|(?:suppos(?:e|ing)|imagin(?:e|ing)|say|assum(?:e|ing))"
    r"(?:,? (?:then|now|once|for (?:a moment|argument'?s sake|the sake of [a-z]+)),?)*(?: that)? (?:i|we)\b"
    r"|without (?:my |the |that )?_+\W* *(?:what|where|would|how|do|does|is|are|you|still)\b"
    r"|[^.?!]*\bhypothetical(?:ly)?\b"
    rf"|{_IF_I}\b[^.?!]*_+|(?:what|where|which|how|would)\b[^.?!]* (?:without _+|{_IF_I}))"
)
# the same in the midst of a message
SUPPOSES = re.compile(
    r"\W*(?:(?:and|but|so|now|well|then)[\s,]+)*(?:suppos(?:e|ing)|imagin(?:e|ing)|assum(?:e"
    r"|ing))(?:, [^.?!]{1,40}?,)*(?: that)?"
    r" (?:i|we)(?:'d| had| hadn'?t| never| did not| didn'?t)\b"
)
ONLY_SEEN = words(
    "(?:(?:give|show|recommend|suggest|find|pick)(?: me| us)? |(?:^|want |fancy )(?=something))"
    r"(?:something|one|ones|a film|films|movies) (?:that )?(?:i'?ve|i have|we'?ve|i) (?:already )?(?:seen|watched)",
    "re-?watch(?:ing)?(?: something| one)?", "to (?:watch|see) again",
)  # fmt: skip
SHOW_SEEN = words(
    "re-?watch(?:ing)?", "to (?:watch|see) again",
    r"(?:ones?|films?|something|anything) i'?(?:ve| have) (?:already )?(?:seen|watched|loved)",
    r"even if i'?(?:ve| have) seen",
)  # fmt: skip

# what stands between a title and the figure it is given: "Rear Window, on the other hand, five"
BY_THE_WAY = (
    r"(?:hm+|er+m?|well|say|too|as well|also|again"
    r"|likewise|however|though|then|by contrast|on the other hand|for (?:one|its part)|easily"
    r"|definitely|i(?:'d| would)? (?:say|think|must say|give it|gave it)|gets?|(?:from|for|by) (?:me|us|my part)"
    r"|(?:(?:from|for|by) )?(?:both|all|the two) of us|(?:a )?(?:solid|strong|clear|full|firm|well[- ]deserved))"
)
# a rating that is named to be taken back: "I take back the two stars for Vertigo"
UNRATES = words(
    r"(?:tak(?:e|es|ing) (?:back|out|off|away)|withdraw(?:ing)?|retract|remove|delete|strike(?: out)?|erase|cancel"
    r"|clear|scrap|forget|drop|undo|scratch|wipe) (?:the|my|our|that|those|these|his|her)"
    r" (?:[\w-]+ ){0,2}?(?:stars?|ratings?|scores?|marks?|verdict)",
    r"(?:the|my|our|those|that) (?:\w+ )?(?:stars?|ratings?|score) (?:for|of|on|to) [^.?!,]{1,40}?"
    r" (?:can|may|should|must) (?:go|be (?:forgotten|removed|deleted))",
    r"(?:the|my|our|those|that) (?:\w+ )?(?:stars?|ratings?|score) (?:(?:for|of|on|to) [^.?!,]{1,40}? )?(?:was|were"
    r"|is|are) (?:meant|intended|(?:given )?(?:by|in)"
    r" (?:mistake|error|haste)|an? (?:mistake|error|slip|joke)|wrong|not (?:for|mine|ours|fair)|(?:my|his|her|their) )",
    r"tak(?:e|ing) (?:the|my|our|those|that) (?:\w+ )?(?:stars?|ratings?|score) (?:(?:for|of|on|to) [^.?!,]{1,40}? )?"
    r"(?:back|out|off|away)",
)
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "top one": 1, "middle one": 0, "last": -1, "bottom one": -1,
    **{f"{mark}{n}": n for n in range(1, 6) for mark in ("#", "number ", "no. ")},
    **{f"number {name}": n for name, n in NUMBERS.items()},
}  # fmt: skip

# words that say nothing about the content of what is wanted
EMPTY = frozenset(
    """
    a about again all also alright am an and any anything anyone are as ask at be because been before after between but
    by can could d did do does dont else enough era even ever fancy few film films find fine five for forget from get
    give go going gonna good got great had has have hello hey hi how i id idea ideas if im in instead into is it ive
    just kind kinds know later let lets like liked list little ll looking lot love loved m make maybe me mean might
    mind mood more most movie movies much must my myself need never new newer next nice no not nothing now of off oh ok
    okay old older on one ones only options or other our out over pick please pls plz put r rather re really recent
    recommend recommendation recommendations right rn s same saw say see seen should show since smth so some something
    sort start starring star still stuff such suggest suggestion suggestions suit sure t take tell than thanks that the
    their them then there these they thing things think this those though three time to today tomorrow tonight tonite
    too try two u up ur us ve very w wanna want wants was watch watched watching we weekend well were what whatever
    whats when where which who why will with without won worth would yeah year years yes yet you your best top decade
    evening night first second third less hate hated hates stand directed director made released film's movie's era's
    surprise idk recs rec flick flicks d'you i'd i'm i've i'll let's what's that's it's don't won't can't isn't ain't
    actually tbh dunno ngl lol lmao haha honestly obvs idc imo btw
    anyway perhaps bit loads lots plenty couple another again please today's cheers mate hmm um er nah nope
    both neither none either oldest newest latest earliest fan fans feel feels felt seems seem sounds sound looks look
    admire admired adore adores adored already ready guess hope drop scrap ignore relax loosen allow decade alone
    company us bookmark bookmarked
""".split()
)
