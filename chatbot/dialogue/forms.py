"""The plain forms of what people ask, by which `route` needs no guess. Vocabulary alone, for lower-case text."""

from __future__ import annotations

import re

from chatbot.dialogue.cues import ORDINALS, UNRATES, words


def whole(*alternatives: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """The whole message is one of the alternatives, with any run of `before` and `after` around it."""
    return re.compile(
        rf"^\W*(?:(?:{before or '(?!)'})[\s,.!]+)*(?:{'|'.join(alternatives)})(?:[\s,.!]+(?:{after or '(?!)'}))*\W*$"
    )


def opening(*alternatives: str, before: str = "but|and|so|ok|okay|hey|well") -> re.Pattern[str]:
    """The message begins with one of the alternatives."""
    return re.compile(rf"^\W*(?:(?:{before})[\s,]+)*(?:{'|'.join(alternatives)})\b")


_FINE = "ok(?:ay)?|great|perfect|cool|lovely|super|nice|right|alright|fine|brilliant|excellent"
NO_RECORD = whole(  # limits that no entry tells of, as half a sentence
    r"(?:no|without|nothing (?:with|in)|not) (?:any )?(?:subtitles?|subs|subtitled(?: \w+)?|dubbing|dubbed(?: \w+)?"
    r"|black[- ]and[- ]white|b&w)",
    before="and|but|also|please|ok|oh|only",
    after="please|pls|ones|films|stuff|though|either|tonight",
)
_NAME_CALLING = "(?:stupid|dumb|useless|pathetic|crap|rubbish|idiotic|an? (?:idiot|moron|joke|clown|disgrace)|hopeless)"
INSULT = whole(
    f"(?:you|u)(?:'?re| are|r) (?:\\w+ ){{0,2}}{_NAME_CALLING}(?: (?:bot|thing|machine|program))?",
    f"{_NAME_CALLING} (?:bot|thing|machine|robot|program)",
    "idiots?",
    "morons?",
    "imbecile",
    "shut up",
    "stfu",
    "(?:fuck|screw|sod|piss) (?:you|u|off)",
    "i hate you",
    before="oh|ugh|god|well|wow|ok|honestly|just|you|u",
    after="you|bot|machine|then|already|really",
)
GREETING = whole(
    "hi+", "hello", "hey+", "hiya", "howdy", "yo", "hallo", "greetings", "good (?:morning|evening|afternoon|day)",
    after="there|again|you|all|mate|because|bot|everyone|friend",
)  # fmt: skip
WHO_ARE_YOU = whole(
    "(?:who|what) (?:are|r) (?:you|u)", "what (?:can|do) you do", "help", "how (?:do|does) (?:you|this) work",
    "are you (?:a |an )?(?:real )?(?:bot|robot|human|real|ai|person|machine)", "how old are you", "what'?s your name",
    r"how are you(?: doing| today)?", "what'?s up", before="and|so|hi|hello|hey",
)  # fmt: skip
# what somebody made, for the evening: "What did Hitchcock direct that we could watch?"
FOR_US = words(
    "(?:that|which) (?:i|we) (?:could|can|might|may|should) (?:watch|see|enjoy|like)",
    "(?:that|which) (?:would|might|could) (?:suit|please|interest) (?:me|us)",
)
# "and by the man who made Rashomon?": the wish goes on
AND_BY = opening(
    "(?:what about|how about|any|some)? ?(?:others?|ones?|some|something|films?|movies?)? ?(?:by|from)",
    before="and|or|but|now|then|so",
)
ASKS_YOU = opening("(?:will|would|do|are|can|could|have) (?:you|u)")
# said in passing with more around it
FAREWELL = words(
    "good ?night",
    "good ?bye",
    "bye(?:[- ]bye)?",
    "see you (?:tomorrow|next|soon|again)",
    "so long",
    "sleep well",
    "cheerio",
    "ta[- ]?ta",
    "toodle[- ]?(?:oo|pip)",
    "farewell",
    "until (?:next time|tomorrow|then)",
)
INJECTION = words(
    "(?:ignore|disregard|forget|override|bypass)(?: all)?(?: of)?(?: your| the| these| any| my)?"
    "(?: previous| prior| earlier| other| system)? (?:instructions?|rules|guidelines|programming|prompt)",
    "(?:system|hidden|initial|secret) (?:prompt|instructions?|message)",
    "(?:print|show|reveal|repeat|tell me|what is|what are)(?: me)? your (?:\\w+ )?(?:prompt|instructions)",
    "instructions (?:that )?you(?:'ve| have| were| had)? (?:been )?(?:received|got|given)",
)
# words that pretend to be the system's own: they are quoted, not meant
BRACKETED = re.compile(
    r"[\[<{(]+[\s/*#]*(?:system|admin\w*|developer|instructions?|assistant|prompt|override)\b[^\]>})]*[\]>})]+", re.I
)
QUOTED = re.compile(r"[\"“„«][^\"“”„»]{8,}[\"”“»]")
THANKS = whole(
    "thanks?(?: you)?", "thx", "ty", "cheers", "ta", "bye(?: bye)?", "goodbye", "good ?night", "see (?:you|ya)",
    "that'?s (?:all|it)(?: for (?:now|today))?", before=_FINE,
    after="so much|a lot|very much|a bunch|for (?:now|today|your help|the help)|then|later|all|mate|bye|you|thanks",
)  # fmt: skip
FINE = whole(_FINE, "got it", "sounds good", "good", after=_FINE)
YES = whole(
    "y(?:es|eah|ep|up)", "sure", "ok(?:ay)?", "please(?: do)?", "go ahead", "do it",
    after="please|thanks|go ahead",
)  # fmt: skip
# what was answered did not help
NO_HELP = words(
    "(?:that|this|it|which) (?:does|did|do)(?:n'?t| not) (?:really )?(?:help|work|answer|solve|fix)\\w*",
    "(?:that|this|it)(?:'?s| is| was) (?:not|n[o']t) (?:helpful|what i (?:asked|meant)|my question|an answer)",
    "(?:no|not|stop|don'?t|another) (?:\\w+ ){0,4}(?:pages?|articles?|links?|faqs?)",
    "not helpful", "(?:no|not (?:any|much|a lot of)) (?:help|use)", "already (?:tried|did|done) (?:that|this|it)",
    "(?:tried|did|done) (?:that|this|all (?:of )?that) (?:already|before|twice)",
    "(?:i|we)(?:'ve| have) (?:tried|done) (?:all (?:of )?)?(?:that|this|it)(?=\\W*$|,? (?:and|but|already|too|twice))",
    "(?:still|it|that|nothing) (?:does|did)(?:n'?t| not) (?:seem to )?(?:help|work)\\w*",
    "(?:still|exactly) the same(?! (?:film|list|director|actor|one))", "no (?:luck|change|difference|joy)",
    "nothing (?:has )?(?:changed|happens|happened)",
)  # fmt: skip
_WHICH = (
    "it|that|this|them|those|these|both|all|the|of|first|second|third|fourth|fifth|last|one|ones|two|three|film"
    "|already|before|too|twice|years ago"
)
_VERDICT = "loved|hated|liked|meh|great|awful|boring|good|bad|didn'?t like|it"
SEEN = whole(
    "(?:i'?ve |i have |we'?ve |i |we )?(?:already )?(?:seen|watched|saw)",
    before="no|oh|ah",
    after=f"{_WHICH}|{_VERDICT}",
)
REFUSES = opening(
    "(?:i )?(?:don'?t|do not|dont) (?:want|like|need)", "nothing", "not(?! sure)", "no", "without", "less"
)
LIMIT_FIRST = opening("from", "since", "before", "after", "only", "not (?:before|after|older|newer)", "between")
WANTS_A_FILM = words(
    "(?:what|which) (?:[\\w'-]+ ){0,8}?(?:should|can|could|shall|might|may|would) (?:i|we) (?:watch|see|put on|try"
    "|enjoy)",
    "what (?:should|can|could|shall) (?:i|we) (?:watch|see|put on|try)", "what (?:next|now)", "what'?s next",
    "(?:what|which) (?:[\\w'-]+ ){0,8}?(?:would|do|can|could|will) you (?:recommend|suggest|pick|choose|show|advise)",
    "something for (?:both|us|me|tonight|the two|all)",
    "(?:something|anything|one) (?:that|which) (?:i|we)(?:'d| should| would| might| could| may)"
    " (?:(?:really|quite|also|probably) )?(?:like|enjoy|love|take to|care for|go for)",
    "you (?:choose|pick|decide)(?! (?:to|from|the|a|films?|them)\\b)",
    r"(?:recommend|suggest)(?: me| us)? (?:a|some|any) (?:\w+ )?(?:films?|movies?)",
    "leave (?:it|that|the choice)(?: all)? to you", "(?:the )?(?:choice|decision) is (?:all )?yours",
    "what (?:do|would|will|can|could|should) you (?:suggest|recommend|propose|show|offer|pick|choose|give|(?:lay|put"
    "|set|place)"
    " (?:before|to|in front of))(?: me| us)?",
    "go on from (?:there|that|here)", "what(?:'s| is) left(?! of)", "what remains",
    r"what (?:i|we) (?:want|wish|fancy|would like),? (?:i|we) (?:don'?t|do not) know",
    r"(?:don'?t|do not|dunno|no idea|can'?t (?:say|tell)) (?:\w+ )?what (?:i|we)(?:'m| am|'d| would| do)? (?:want|wish"
    r"|fancy|feel like"
    r"|like|in the mood)(?: to (?:watch|see))?",
    "same \\w+ (?:please|pls|again)",
    "(?:may|might|can|could|shall) (?:i|we) have (?:something|another|one|some)\\b(?! of (?:your|the) (?:people"
    "|staff))",
    "(?:would|could|can|will|might) you (?:\\w+ )?(?:find|suggest|propose|recommend)(?: me| us)?"
    " (?:something|another|one|some)",
    "(?:show|give) (?:me|us) (?:some )?more (?:of|from|by|with) (?:him|her|them|those)",
    "what (?:others|other ones)(?! (?:did|has|have|was|is|are)\\b)",
    "what else (?:do you have|have you(?: got)?|is there|can you offer)",
    "(?:what|which) (?:other|further|more) (?:\\w+ ){1,3}?(?:(?:do|have|can|could|would|will) (?:you|i|we|there)"
    "|are there"
    "|is there)(?! (?:in|of) (?:it|that|the (?:series|saga))\\b)(?! (?:made?|direct\\w*|star\\w*|like|rated?|seen)\\b)",
    r"(?:what|which)(?: \w+){0,4}? (?:would|might|could|should) (?:suit|please|interest|appeal to|be right for)"
    r" (?:me|us|him|her|them)",
    "(?:which|what) (?!ones?\\b|of\\b|do\\b|is\\b|are\\b|time\\b|else\\b)(?:[\\w'-]+ ){1,4}?(?:should|shall"
    "|could|would|can|might)"
    " (?:(?:i|we)(?= (?:\\w+ )?(?:watch|see|try|like|enjoy|put on|choose|pick|take))|you (?:\\w+ )?(?:show"
    "|recommend|suggest|advise"
    "|choose|pick|propose|give)|come|suit|be next)",
)  # fmt: skip
# her taste is told, and something by it wanted: "Now you know me. Show"
NOW_KNOWN = re.compile(
    r"\bnow (?:that )?you know (?:me|my taste|what (?:i|we) like)\b[^?]*\b(?:show|suggest|find|give|so)\b"
)
# in reported speech: "she asks whether there is one with Hugh Grant"
ASKS_WHETHER = words(
    "(?:whether|if) (?:there (?:is|are|might be)|you (?:have|had)(?: got)?) (?:one|something|anything|any)"
)
FILMS_WITH = words("(?:films?|movies?|something|anything|one) (?:by|with|from|starring|directed by)")
LIKES_TO_SEE = words("i (?:like|love|fancy|enjoy|want)", "show me (?:a|an|some|another)")
ALLOW = opening("(?:please )?allow", "bring back")
# what belongs to somebody else, asked for
_ANYBODY = r"(?:my |your |the )?(?:\w+)'?s|his|her|their|another (?:user|person)'?s|other (?:users?|people)'?s?"
OTHERS_DATA = words(
    rf"(?:what(?:'?s| is| are| did)|tell me|show me|give me|find(?: out)?|read|get|see|guess|hack|crack) (?:{_ANYBODY})"
    r" (?:password|pass ?code|pin|sign-?in|card(?: number)?|bank details|messages|e-?mails?|address|phone number"
    "|ratings|watch ?list|history)",
)
# nothing but a place in the list: "the second one, please"
POINTS = re.compile(
    r"^\W*(?:(?:and|ok|hm+|maybe|so|what about|how about|same(?: question)? for|the same for|in) )*(?:the|that"
    r"|number|no\.|#) ?"
    r"(?:\w+ ){0,3}?[\w#]+(?:,? (?:please|pls|obviously|of course|then|too|i mean|i think))*\W*$"
)
PLACE = words(*ORDINALS)
IS_THERE = opening(
    "(?:what )?if it (?:has to|had to|needs? to|must|should|were to) be",
    "is there (?:one|anything|something)",
    r"are there (?:(?:any|some|more|other|further) )+(?:\w+ )?(?:films|movies|ones|pictures)",
    "(?:what )?do you (?:have|hold)",
    "what (?:else )?have you(?: got)?",
    "any(?:thing)?",
    "(?:have you )?got",
    "(?:with|by|starring|featuring)(?! whom?)",
)
# pieces of work of another trade: "could you give me a recipe with apples?"
OTHER_WORK = re.compile(
    r"\b(?:give|write|tell|get|find|make|send|read|bake|cook|compose|draft)(?: (?:me|us|him|her|them))?"
    r" (?:an?|the|some|your|my|one)(?: (?!film|movie)[\w-]+){0,2} (?:recipe|poem|joke|weather|cover letter|essay"
    r"|homework|translation|cake|speech|application)\b|\bwhat(?:'s| is| will be)? the weather\b"
)
SUMS = re.compile(r"\d\s*[+*×x]\s*\d")
WOULD_I_LIKE = opening(
    "(?:would|will|might|do you think) (?:i|we)(?:'d| would| will)? (?:like|love|enjoy)",
    "should (?:i|we) (?:watch|see)", "is (?:it|that|this) any good",
)  # fmt: skip
WORTH = words("worth (?:watching|seeing|it|a watch)", "what about", "how about", "(?:is|was) _+ any good")
MORE_LIKE = words(
    "more like", "something like", "anything like", "similar (?:to|films?|movies?|ones?)", "films? like",
    "movies? like", "in the (?:style|vein|spirit|manner) of", "same (?:vibe|feel|mood|energy) as", "stuff like",
)  # fmt: skip
WHY_NOT = opening(
    "why not",
    "why no",
    "why (?:didn'?t|did you not|isn'?t|wasn'?t|aren'?t|is there no)",
    r"where(?:'?s| is)(?! [^?]*\b(?:set|filmed|shot|made|playing|streaming|shown)\b)",
)
# what is looked for in vain: "And there is Heat, which I rather looked for. Is something the matter with it?"
MISSED = words(
    "(?:what|something|anything)(?:'?s| is| was| (?:do|did|have) you(?: got| have)?| speaks?| spoke)? against (?:it"
    "|that|_+)",
    "what(?:'s| is| was)? (?:kept|keeps|keeping|stopped|stops|stopping) _+",
    "(?:leave|leaving|left) out _+",
    "(?:leave|leaving|left) _+ out",
    "(?:what|something|anything)(?:'?s| is| was)? (?:the matter|wrong|amiss) with (?:it|that|this|that one|_+)",
    "what has (?:it|that|_+) done(?: wrong)?",
    "(?:i|we)(?:'d| had)?(?: \\w+)? (?:looked|hoped|waited) for(?: in vain)?",
)
WHY_NEGATED = re.compile(r"\b(?:why|how come)\b[^.?!]*?(?:\b(?:not|never|no|didnt|isnt|wasnt|dont)\b|n't\b)")
ALSO_NOT = words(
    "why not(?!,)",
    r"where (?:is|has) (?:it|that|this)(?: gone| now| then)?(?=\W*\?)",
    "why (?:is|was) (?:it|that|this) not",
    "(?:is|was) (?:it )?(?:missing|left out)",
)
AND_THAT = re.compile(r"^\W*(?:and|but|ok|what about|how about|then|or|nor)\b[^?]{0,40}\??")
WHY = opening(
    "(?:why|how come|what makes you|explain|what'?s the reason)(?! (?:can'?t|do i|does my|am i|is my|was i|isn'?t my))"
)
# a film of the list is to be stood up for, or its reason is guessed: "you chose the first because of Heat?"
DEFENDS = words(
    "(?:defend|justify|vouch for|argue for|speak for|make (?:the|a|your) case for|stand up for)",
    r"(?:put|chose|chosen|picked?|gave|given|suggested|recommended|there|here|it)(?: (?:it|me|us|this|that))*"
    r" (?:for|because of|due to|thanks to|on account of) (?:the |my )?_+(?=[^.!?]*\?)",
    r"(?:there|here|listed|on (?:it|the list))(?: (?:only|merely|just|purely|simply))?"
    r" (?:on account of|because of|thanks to|owing to|due to|for the sake of|on the strength of)(?=[^.!?]*\?)",
)
# a series is asked for as a whole
SERIES = words(
    r"(?:which|what|how many)\b[^.?!]{0,40}\b(?:films|movies|parts|sequels)",
    "series",
    "franchise",
    "trilogy",
    "saga",
    "sequels?",
)
COMPARE = words(
    "compare", "versus", "vs", "differences?(?: between)?", "side by side",
    "(?:beside|next to|against|alongside) (?:each other|one another)",
    r"which (?:one |film |of (?:them|these|those|the|your)(?: (?:first|last|top|other|two|three|four|five|films|ones))*"
    r"(?: (?:from|on|in|of) (?:the|your|that|this|my)(?: \w+)? list)?(?: (?:that )?you (?:just )?(?:show|gave|nam"
    r"|list)\w*"
    r"(?: me)?)? )?"
    r"(?:(?:is|was|are)(?: the)? (?:\w+er\b|more |less |better )|(?:was|came)(?: (?:made|out|released|filmed"
    r"|shot))? first\b)",
)  # fmt: skip
# what a film promises before it is seen, which is no judgement
PROMISES = words(
    "(?:like|love|liked|loved|dig|fancy|enjoy) the (?:look|sound|idea|title|name|poster|premise|concept|thought|plot"
    "|description)s? (?:of|for)",
    r"heard (?:\w+ ){0,2}?(?:things|stuff|a lot|lots|much|nothing but good|praise) (?:about|of|for)",
    r"(?:looks?|sounds?|seems?)(?: \w+)? (?:good|fun|interesting|promising|intriguing|great|nice|cool|tempting"
    r"|appealing|lovely|exciting|amazing|brilliant|perfect)",
)
# which of the list is to be seen first: "which one would you start with?"
YOUR_PICK = re.compile(
    r"\W*(?:(?:and|so|ok|okay|right|hm+|but|well|then|out of (?:these|those|them)|of (?:these|those|them))[\s,]+)*"
    r"(?:(?:which|what)(?: (?:one|film|movie))?(?: (?:of|out of|from|among) (?:these|those|them|that list|the list"
    r"|the five|his|hers|theirs))?,? (?:(?:would|do|should|could|shall|will|can|might) (?:you|i|we|one)"
    r" (?:\w+ )?(?:start with|begin with|start|begin|pick|choose|go for|go with|watch first|see first|try first"
    r"|put on first|take|take first)|is (?:your (?:pick|favou?rite|choice)|the best (?:place|one) to (?:start|begin)))"
    r"|(?:what|which) (?:would|'d) be your (?:pick|choice|favou?rite)|where (?:should|would|do|shall) (?:i|we|you)"
    r" (?:start|begin)|(?:your|what'?s your) (?:pick|favou?rite)(?: of (?:these|those|them))?)"
    r"(?: (?:first|of (?:these|those|them)|from (?:these|those|that list)|then|yourself|personally|tonight|on)){0,3}"
    r"\W*$"
)
OF_THE_LIST = opening(
    r"which (?:(?:one|film|movie) )?(?:of|among) (?:them|these|those|(?:the|your) (?:list|films|movies|ones|five"
    r"|four|three)"
    r"(?:,? (?:that |which )?(?:you|we) (?:have |had )?(?:just )?(?:show\w*|gave|given|listed"
    r"|suggested)(?: \w+){0,2}?)?)"
    r"(?: is|'s| was)?(?: the)? "
    r"(?:(?:old|new|short|long|funni|scari|sadd|fast|slow|light)e\w+|(?:most|least|best) \w+)"
)
WHICH_MOST = opening(r"which (?:one|film|movie|of (?:them|these|those|the three|the two)) (?:is|was) (?:the )?\w+est")
# of two that were compared: "which of them would suit me better?"
WHICH_SUITS = words(
    "which (?:(?:one|film) )?(?:(?:of|among|out of) (?:them|these|those|the (?:two|three|pair)) )?(?:(?:would|will"
    "|might"
    "|should|could|do|is) )?(?:you |i |we )?(?:(?:suits?|be|better|likely|rather|recommend|pick|choose|take|advise"
    "|watch|see|like|enjoy"
    "|prefer|fits?|please|appeals?)\\b)"
)
# of the film that was spoken of: "is it older than Spirited Away?"
IS_MORE = opening(
    r"(?:is|was|did|does|has) (?:it|that|this|that one|this one|the \w+(?: one)?) (?:(?:\w+ ){0,3}(?:\w+er|more \w+"
    r"|less \w+) than|(?:made|released|shot|filmed|come out|out|from) (?:\w+ )?(?:before|after)) (?:the )?_+"
)
OR = words("or", "better")
MORE = words(
    "(?:is|was|which|what) (?:the )?(?:more|less) \\w+",
    "(?:old|new|short|long|earli|lat|funni|scari|sadd|fast|slow|light)er",
)
# what is kept of a person is wrong
_MY_OWN = r"(?:my|our) (?:\w+ )?(?:likes?|favou?rites?|list|ratings?|profile|taste|record|account)"
MISTAKEN = words(
    rf"(?:does|do|should|must|ought)(?:n'?t| not)(?: to)? (?:be|appear|stand|count|go|belong)(?: there)?(?: (?:listed"
    rf"|counted|noted|kept))? (?:among|amongst|on|in|one of|to|under|as one of|with) {_MY_OWN}",
    rf"(?:is|was|are)(?:n'?t| not)(?: really| actually)? (?:among|amongst|one of|in|on) {_MY_OWN}",
    "(?:i|we) said (?:that )?(?:i|we)(?:'d| had|'ve)? (?:\\w+ )?(?:liked?|loved?|hated?|disliked|enjoyed|rated?|saw"
    "|seen"
    "|watched)\\b[^.?!]*\\bbut\\b",
    "mixed (?:(?:it|that|them|this|this one|that one|_+) )?up (?:with|by)",
    "mixed (?:it|that|them|this) up",
    "(?:mistook|confused) (?:it|that|this|_+) (?:for|with)",
    "got (?:it|that|them|the titles?) mixed up",
    "(?:was|were) (?:thinking|speaking) of (?:another|a different|some other|something else)",
    "meant (?:another|a different|some other) (?:film|one|movie)",
    r"(?:that|this|it) was(?: only| just)? (?:(?:not|n't) me|my (?!mistake|fault|error|bad|slip|idea|choice|wish"
    r"|question|favou?rite|point|first|last)(?:\w+[- ])?\w+|some(?:body|one) else)"
    r"(?=\W*(?:$|[.,;!?])| (?:who|that|talking|speaking|typing|at the keyboard)\b)",
)
TAKE_BACK = words(
    MISTAKEN.pattern,
    r"forget (?:that )?(?:i|we) (?:\w+ )?(?:(?:dis)?liked?|loved?|rated?|said|saw|watched|seen|hated?|loathed?"
    r"|enjoyed)",
    "un-?(?:like|rate)",
    "(?:i|we)(?:'m| am|'ve been| have been| was| were)? (?:too )?wrong about",
    "take (?:that|the|my|this)? ?(?:\\w+ ){1,2}back",
    "take back (?:what|that|the|my|everything)", "changed my mind (?:about|on)", r"didn'?t mean (?:to|that)",
    "undo (?:that|it|my)",
    UNRATES.pattern,
    r"(?:that|it|this)(?: one| film| rating)? (?:does(?:n'?t| not)|should(?:n'?t| not)|must(?:n'?t| not)) count",
    "remove .* from my (?:likes|list|ratings|profile|history)", "forget about me", "forget me",
    "(?:delete|erase|forget|wipe|remove) (?:everything|all)(?: of it| that)?"
    " ?(?:you (?:know|have)|about me|my|i (?:told|said))",
)  # fmt: skip
MIND = words(
    r"changed (?:my|our) minds? (?:about|on)",
    r"(?:was|were|been|am) (?:too )?(?:wrong|strict|hard) (?:about|on|with) (?:the|my|that)",
    "take back (?:what|that|the|my|everything)",
    "take (?:that|the|my) \\w+ back",
)
# a taste that is told, rather than a limit for now
HATES = words("hate", "can'?t stand", "cannot stand", "can'?t bear", "(?:do not|don'?t|dont) (?:like|enjoy)", "dislike")
# what shall be let go of, where nothing fits
IN_THE_WAY = words(
    "in the way",
    "(?:which|what)(?: one)?(?: of (?:my|the|those|these) \\w+)? (?:should|can|could|must|do|shall|would|might)"
    " (?:i|we) (?:have to |need to )?(?:drop|loosen|relax|change|give up|let go of|leave out|remove)",
    "(?:which|what) (?:of (?:my|the|those) )?(?:limits?|conditions?|demands?|wish(?:es)?|filters?) (?:is|are|keeps?"
    "|rules?|cuts?|leaves?)",
    "what (?:is|'s|are) (?:keeping|limiting|ruling|holding|leaving)\\b[^?]*\\b(?:out|back|down|few)",
    "(?:how|what)\\b[^?.!]*\\b(?:get|see|have|find|bring|give me) (?:some )?more (?:results|films|movies|choice"
    "|options|to choose from|of them)",
    "why (?:are there |do i get |is there |do you have )?(?:so few|only (?:one|two|three|\\d)|so little|not more)",
)  # fmt: skip
CORRECTS = words("correct", "changed?", "amend", "withdraw", "update", "fix", "remember", "what'?s")
HOW_TO = words("how (?:do|can|to|would|could)", "where (?:do|can)", "can i", "is it possible")
# help by a person, asked after: the help pages or a person have the answer
REACHES = words(
    "(?:ring|call|phone|telephone|e-?mail|reach|contact|write to|get hold of)(?: up)?"
    " (?:you|someone|somebody|anyone|anybody|a person|support|customer service)(?: (?:up|about|over|by|on))?"
)
UNDO = whole(
    "undo(?: (?:that|it|this|(?:(?:the|that|this|my) )?last (?:one|change|thing|step|bit|edit|move)"
    "|what (?:you|i) (?:just )?did))?", "take (?:that|it) back",
    "revert(?: (?:that|it))?",
    "put (?:that|it) back", "(?:i )?did(?:n'?t| not) mean (?:that|it|to)(?: do that)?",
    before=f"{_FINE}|no|oops|sorry|wait|hm+|well|oh|actually|please|can you|could you", after="please|again|sorry",
)  # fmt: skip


def undoes(low: str) -> bool:
    """Whether what was done last is to be undone; with what is told before it: "No, I was right. Undo that."."""
    return bool(UNDO.match(low) or UNDO.match(re.split(r"(?<=[.!?;]) ", low.strip())[-1]))


FORGET_SAID = re.compile(
    r"\W*(?:please )?(?:forget|ignore|scratch)(?: about)?(?: (?:that|what))?,? i(?:'ve| have| ever)? "
    r"(?:said|told you|mentioned)(?: about| of)?(?: that)?(?P<what>.*)"
)
# the same of what was said just before, by no word of it: "forget I said that", "scratch that last bit"
FORGET_LAST = whole(
    "(?:forget|ignore|scratch|disregard|strike|scrap)(?: about)?(?: (?:that|what|it))?,? i(?:'ve| have)?(?: ever| just"
    "| only)* (?:said|told you|mentioned|wrote|typed)(?: (?:that|it|anything|so|a word|this|about (?:that|it)))?",
    "(?:forget|ignore|scratch|disregard|strike|scrap)(?: about)? (?:that|this|it|my last (?:message|remark|one|comment)"
    "|(?:that|the) last (?:bit|one|thing|remark|message|comment|part))",
    "i (?:should(?:n'?t| not) have|never) (?:said|told you) (?:that|it|so)",
    before=f"{_FINE}|no|oops|sorry|wait|hm+|well|oh|actually|please|can you|could you|just|on second thoughts?",
    after="please|again|sorry|then|actually|will you|would you|ok|okay",
)
# a dislike that is over: "I don't hate musicals any more", "I no longer mind gore"
NO_MORE = words(
    "(?:don'?t|do not|dont|no longer) (?:really |actually )?(?:hate|dislike|mind)(?= [^.!?]+ any ?more)",
    "no longer (?:really |actually )?(?:hate|dislike|mind)", "stopped (?:hating|disliking|minding)",
    "(?:don'?t|do not|dont) (?:really |actually )?(?:hate|dislike)(?! (?:that|it|this|you)\\b)",
)  # fmt: skip
_SHE = "(?:he|she|they)"
_IT = r"(?:it|that|this|that one|this one|the \w+(?: one)?|_+)"
_QUALITIES = (
    "scary|creepy|frightening|sad|depressing|heavy|funny|violent|gory|bloody|brutal|long|short|slow|fast|demanding"
    "|difficult|light|bleak"
)
_FACTS = (
    "who (?:directed|made|did|starred|stars|plays|played|acts|acted|wrote|composed|scored|filmed|shot|produced)",
    "who (?:else )?(?:is|was) (?:in|the director)",
    "(?:what|who)(?:'?s| is| was| are) (?:in|on) [^.?!,]{0,24}\\bcast",
    "who'?s (?:in|the director|the lead|it by)", "when (?:did|was|were|is)", "(?:(?:from|of|in) )?(?:what|which) year",
    "how (?:long|old) (?:is|was)", r"how long(?=\W*(?:$|[.,;?!] ))",
    "what (?:is|are) the (?:themes?|cast|plot|story|genres?|length) of",
    r"(?:what|which) (?:genres?|themes?|topics?|subjects?) (?:do|does|did|would|is|are|has|have|can)"
    r" (?!(?:you|there)(?: (?:have|know|offer|got|carry|stock))?(?: \w+)?\W*$)",
    r"what did [\w'-]+(?: [\w'-]+)? (?:direct|star in)",
    r"(?:length|director|cast|year)(?=\W*(?:$|[.,;?!] ))",
    rf"what else (?:did|has|have|was|is|were) (?:{_SHE}|that \w+|the director|\w+ \w+)"
    " (?:in|direct|made?|do|done|star|act|been|appear|film)",
    rf"(?:what|which)(?: other)? films (?:did|has|was) {_SHE}", "(?:his|her|their) other (?:films|movies|work)",
    "tell me (?:more )?about", r"what(?:'?s| is| was) [^?.,]{1,40} about", "what genre",
    "what (?:kind|sort|type) of (?:a )?(?:film|movie|picture|thing|story)(?: (?:it|that|this))? (?:is|was)",
    f"what(?:'s| is| was) {_IT} like",
    rf"(?:is|was) {_IT} (?:any )?(?:good|ok|okay|suitable|safe|fine|appropriate|bearable|watchable|too \w+) (?:for|to)",
    rf"(?:is|was) {_IT} (?:an? )?(?:very |really |too |any )?(?:{_QUALITIES}|good)", rf"how (?:{_QUALITIES}) (?:is"
    rf"|was)",
    r"(?:suitable|appropriate|ok|okay|fine)(?= for [^?]*\?)", r"(?:what|which|from what) age",
    rf"how many minutes (?:is|was) {_IT}",
    rf"(?:is|was) {_IT} in (?:colou?r|english|black)",
    "is there (?:a sequel|nudity|violence|gore)", r"can (?:my |the )?(?:kids|children|\w+ year olds?) (?:watch|see)",
)  # fmt: skip
# the same within a message: "The second, who is in it?"
FACT_INSIDE = re.compile(
    r"(?:[.,;:!?\n]|\b(?:tell me|remind me|but|and|so)\b)\W*(?:(?:please )?remind me )?(?:(?:and|so|but|of|in) )*"
    rf"(?:{'|'.join(_FACTS)}|how long\b(?! (?:would|will|does|do|can|could|may|should|must|have"
    r"|has)\b)|years?\W*$|who(?:'s| is|s) in\b)"
)
FACT = opening(*_FACTS, before="and|so|ok|k|but|by the way|remind me|hey")
WHO = words("who", "whose", "what year", "which year")
RATES = words(r"(?:\d(?:\.5)?|one|two|three|four|five) stars?", r"\d ?/ ?(?:5|10)", "out of (?:5|10|five|ten)")
RERATES = words("(?:raise|lower|change|correct|put|bring|set|move|lift|drop) (?:the )?_+ (?:\\w+ )*?to")
# facts that nothing but a film has
OF_A_FILM = words(
    "who (?:directed|starred|stars|plays|played|acts|acted in)",
    "who made (?:it|them|the (?:film|movie|first|second|third|last))",
    "who(?:'s| is| was) playing",
    "who(?:'s| is| was) (?:in|the (?:director|lead))",
    "how long is (?:it|that|the (?:film|movie|first|second|third|last))",
    r"(?:what|which) year(?=\W*$)",
    "(?:in|of|from) (?:what|which) year (?:is|was)",
    "(?:is|was) (?:it|that|this)(?: one)? (?:bearable|watchable)",
    "when (?:was|did) (?:it|that|this)(?: one| film)? (?:made|released|come out|out|filmed|shot)",
)
_HUMAN = (
    "(?:(?:an? |some |one of your )?(?:real )?(?:person|human(?: being)?|member of (?:the )?staff|colleagues?"
    "|somebody|someone)"
    "(?: of yours| else)?)"
)
TO_A_PERSON = words(
    rf"(?:ask|consult|turn to|reach|get hold of) (?!somebody else|someone else){_HUMAN}(?: (?:about|who"
    rf"|in person)|(?=\\W*(?:$|[.,;!?])))",
    rf"(?:let|have|get) {_HUMAN} (?:to )?(?:deal with|see to|look (?:at|into|after)|take care of|handle|sort)",
    rf"(?:is|are) there (?:any|some)?(?:body|one|{_HUMAN}) (?:that |who |whom )?(?:i|we) (?:can|could"
    rf"|may) (?:talk|speak|write|turn|ask)",
    "of flesh and (?:bone|blood)",
    "(?:talk|speak|chat|write) (?:to|with) (?:a member|one|any|some(?:body|one)?|anybody|anyone) (?:of|on|from|in|at) "
    "(?:your|the) (?:staff|team|people|colleagues|support|office)",
    "(?:talk|speak) (?:to|with) (?:your|the) (?:staff|team)",
    "(?:talk|speak|chat|write) (?:to|with) (?:a |an )?(?:real )?"
    "(?:person|human|agent|somebody|someone|representative|support)",
    "(?:pass|hand|forward) (?:it|this|that|(?:that|this|my|the) (?:question|request|message|matter|problem|complaint"
    "|one)) (?:on|along|over)",
    "(?:pass|hand|put|send|forward|give|take|bring)(?: on)? (?:(?:that|this|my|the) (?:question|request|message|matter"
    "|problem|complaint)|it|this|that) (?:on |over |along |through )?(?:to|before) (?:some(?:body|one)|any(?:body|one)"
    "|the right \\w+)",
    rf"(?:get|fetch|find|send) (?:me|us) (?!a film|a movie){_HUMAN}(?=\\W*(?:$|[.,;!?])| (?:please|who|to|i|from"
    rf"|now)\\b)",
    "(?:connect|put|transfer|switch) (?:me|us) (?:through |over )?(?:to|with) (?:\\w+ ){0,3}"
    "(?:person|human|agent|somebody|someone|people|team|staff|representative|colleagues?)",
    "(?:want|need|get(?: me)?|give me) (?:a |an )?(?:real |actual )?(?:person|human|human being|agent)",
    "(?:give|pass|hand|send|forward|escalate) (?:it|this|that|me|them)(?: on| over)? to (?:a |an |your |the )?"
    "(?:real )?(?:person|human|agent|people|team|staff|colleagues?|manager)",
)  # fmt: skip
CHANGE = whole(
    "older", "newer", "more recent", "funnier", "scarier", "lighter", "darker", "shorter", "longer", "sadder",
    "happier", r"less \w+", r"more \w+", r"not so \w+", "less known", "different", "else", "others?",
    r"too (?!much|bad|late|many)\w+",
    "not (?:those|these|them|that)", "none of (?:those|these|them)",
    before="ok|and|but|maybe|something|anything|a|bit|much|way|even|the|any|some|got|have you|not|show me",
    after="ones?|films?|movies?|stuff|please|pls|maybe|options",
)  # fmt: skip
LIMITS = words("limits?", "filters?", "conditions?", "restrictions?", "criteria", "from (?:zero|scratch)")
# what somebody does with the service: "how long does she have to use it?"
OF_A_USER = re.compile(
    r"\b(?:do|does|can|could|may|might|must|should|will|would|did|am|are|is)(?: not|n'?t)? (?:i|we|she|he|they|one"
    r"|somebody|someone"
    r"|my \w+|the (?:other|others|kids|children))\b(?! (?:also |even |really |ever )?(?:direct\w*|made?|making"
    r"|play\w*|star\w*|act\w*"
    r"|appear\w*|in\b|like|love|enjoy|die|survive))"
)
# "find me a musical": a wish that needs no guess
PLAIN_WISH = opening(
    "(?:find|show|give|get|recommend|suggest|pick)(?: me| us)? (?:a|an|some|any|one|two|three|something)",
    "what (?:should|can|could|shall) (?:i|we) (?:watch|see|put on)",
    "(?:i|we)(?:'d| would)? (?:want|like|need|fancy) (?:a|an|some|something)",
)
QUESTION = re.compile(
    r"\?|^\W*(?:and |so |but |ok |or )*(?:who|what|when|where|which|how|why|can|do|does|is|will|should|must|may"
    r"|could|are)\b"
)
ASKS = words(
    "recommend", "suggest", "what (?:should|can|shall|could|do|would) (?:i|we)", "what (?:next|else|now)", "give me",
    "show me", "find me", "something", "anything", "any (?:ideas|tips|suggestions)", "looking for", "in the mood",
    "want", "fancy", "i need", "films?(?: by| with)",
)  # fmt: skip
# "start again": a wish, and no data
AFRESH = words("start (?:over|again|afresh|fresh|anew)", "from (?:scratch|zero)", "clean slate", "begin (?:again|anew)")
# an evening that wants a film
IDLE = words(
    "free (?:evening|night|hour|afternoon|weekend|day)", 
    "no idea what (?:to|we should|i should) (?:watch|see|do|put on)",
    "(?:can'?t|cannot|cant|unable to|couldn'?t) (?:agree|decide|choose|make up (?:my|our) minds?)"
    "(?! (?:if|whether|between|on (?:a|the) (?:plan|price)))",
    "nothing to (?:watch|do)", "at a loss", "(?:evening|night|hours?|time) to (?:fill|kill|spare)",
    "bored(?! (?:me|us|by))",
    "(?:evening|night) (?:off|to (?:myself|ourselves))",
)  # fmt: skip
WISHES_ON = words(
    IDLE.pattern, "should", "make it", "now", "next", "please", "pls", "tonight", "then", "more(?! (?:often|than)\\b)",
)  # fmt: skip
HAVE = re.compile(r"\W*(?:(?:and|but|so)\b,? )?(?:do you (?:have|know)|have you(?: got)?|you got|is there)\b")
