"""How people announce the manner in which a name is meant, before it and after it. Vocabulary alone, for `manners`."""

from __future__ import annotations

import re

from chatbot.dialogue.cues import BAD, GOOD, KINFOLK, VERY, table, words

_JUDGE = "(?:loved?|loves|hated?|hates|likes?|liked|enjoyed?|enjoys|adored?|wants?|can'?t stand)"
_THING = (
    "(?:something|anything|films?|movies?|flicks?|more|ones?|stuff|smth|sth|things?|just|much|bit|feels?|kinda|sort of"
    "|vibes?)"
)
_DONT = "(?:didn'?t|did not|don'?t|dont|do not|never|not)"

_NEVER = "(?:never(?: ever)?|no longer|(?:don'?t|dont|do not|won'?t|wouldn'?t|would not) ever|not ever)"
_BE_SHOWN = (
    r"(?:see|watch|get(?! to\b)|have(?! (?:to|been|had|seen)\b)|hear (?:of|about)|sit through"
    "|(?:be|being) (?:shown|offered|given|sent|recommended|suggested))"
)
_SOMEBODY = f"(?:{KINFOLK}|he|she|they|(?:the|our|your) (?:kids|children|girls|boys))"
_AVERSE = (
    r"(?:hates?|hated|dislikes?|loathes?|(?:can'?t|cannot|couldn'?t) (?:stand|bear|handle|take|watch|abide"
    r"|be doing with)"
    r"|won'?t (?:watch|sit through)"
    r"|(?:doesn'?t|does not|don'?t|do not|didn'?t) (?:really )?(?:like|care for|enjoy|want)|never watch(?:es)?"
    r"|(?:is|are|'s|'re) (?:scared|afraid|sick|tired|bored) of"
    r"|(?:is|are)(?:n'?t| not) (?:into|a fan of|fond of|keen on))"
)

_NEEDNT = (
    r"(?:(?:doesn'?t|doesnt|does not|don'?t|dont|do not|didn'?t|needn'?t|need not) "
    r"(?:really |actually |even )?(?:have to|need(?: to)?)(?: be(?: in)?)?|need ?n'?o?t)"
)
MUST_NOT = (
    r"(?:mustn'?t|must not|shouldn'?t|should not|can'?t|cannot|can not|may not|ought(?: not|n'?t)(?: to)?"
    r"|(?:may|wo)n'?t|(?:had |'d )?better not)"
)
_MY = "(?:my|our|his|her|their|the|any|all)"
_STILL = "more |further |real |particular |longer any "

# of a film and of a kind of films: "I never watch Heat" tells what was not seen, "I never watch horror" a refusal
OF_A_KIND = {"refuse": ("dislike", "not"), "shun": ("ask", "not"), "unseen": ("ask", "plan")}

# "I could watch every year", "never fails to cheer me up"
_OVER_AGAIN = (
    r"(?: (?:every|each) (?:single )?\w+| (?:again|over) and (?:again|over)(?: again)?| (?:at )?any ?time"
    r"| all day(?: long)?"
    r"| for ?ever| (?:a hundred|a thousand|ten|twenty) times)\b"
)
_NEVER_FAILS = (
    r"(?:(?:never|has never|have never) (?:fail(?:s|ed)?|let(?:s)? (?:me|us) down|gets? (?:old|boring|stale)"
    r"|bore[sd]? (?:me|us)"
    r"|disappoint(?:s|ed)?)|always (?:cheers?|works?|makes? (?:me|us) (?:laugh|smile|happy)|delights?|comforts?"
    r"|pleases?))\b"
)
_COME_BACK = (
    r"(?:(?:keep|always) (?:coming|going|come|go|returning|return) back to|never (?:tire|get tired|grow tired"
    r"|weary) of)"
)
# manner -> how people announce it; on one spot the first match wins, and the last one before a mention holds
MANNERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # what is not it shall go: "strike out what is not comedy"
    ("plan", (
        r"(?:strike|drop|remove|take|leave|cut|throw|keep|hide|skip)(?: (?:out|off|away))? (?:what(?:ever)?|everything"
        r"|anything|all)(?: that| which)?(?: (?:is|are) not|'s not| isn'?t| aren'?t)(?: an?| from| by| with)?",
    )),
    ("told", (
        r"(?:before|after|since|between) the(?= war\b)",
        r"(?:from|of|in|during|through)(?: the)?(?= war(?:time)? years?\b)",
    )),
    ("not for other", (rf"{_SOMEBODY}(?: who| that)?,? {VERY}{_AVERSE}", "(?<!i )(?:hates|loathes|detests|dislikes)")),
    ("for other", (
        rf"{_SOMEBODY}(?: who| that)?,? {VERY}(?:loves|likes|enjoys|wants|love|like|enjoy|want|is into|are into"
        "|adores?|is mad about)(?! to )",
        r"who (?:really |also )?(?:loves?|likes?|enjoys?)",
    )),
    ("other", (
        rf"{KINFOLK},? {VERY}{_JUDGE}",
        r"(?:he|she|they) (?:really )?(?:loved|loves|hated|hates|liked|likes|enjoyed)",
        r"(?:he|she|they) (?:did|does|do)(?:n'?t| not) (?:really |much )?(?:like|rate|enjoy|love|care for|get into)",
        r"(?:do|did|have|would) you (?:ever |really )?(?:like|love|enjoy|hate|seen?|watched)",
    )),
    # kinds that are never chosen: "I never watch horror", "I don't ever want to be shown horror"
    ("refuse", (rf"{_NEVER} (?:want|wish|care|like|choose|need|ask)s?(?: me)?(?: to)? {_BE_SHOWN}",)),
    ("shun", (rf"{_NEVER} {_BE_SHOWN}", r"(?:don'?t|dont|do not|won'?t|will not)(?: \w+ly)? (?:watch|sit through)",)),
    ("ask", (
        r"(?:would|will|might|could|should|may|do you think|why would) (?:i|we|he|she|they)(?:'d)? (?:really |ever )?"
        r"(?:like|love|enjoy|hate|see|watch)",
        r"(?:if|had) i (?:hadn'?t|had not|didn'?t|did not|never) (?:liked?|loved?|seen|rated?)", r"if i hadn'?t",
    )),
    ("unseen", (
        "(?:never|hardly ever|rarely|seldom) (?:get|got|have|had|find|found) (?:\\w+ ){0,2}to (?:see|watch)",
        rf"(?:haven'?t|have not|hasn'?t|{_DONT}|yet to) (?:yet |ever |even |actually )?(?:see|saw|seen|watch|watched)",
    )),
    # "Aubrey could never have enough of Heat"
    ("other", (r"(?<!\bi )(?<!\bwe )(?:could|can)(?: never|not|n'?t) (?:have|get|see) (?:quite )?enough of",)),
    ("like", (r"(?:could|can)(?: never|not|n'?t) (?:have|get|see) (?:quite )?enough of",)),
    # of a film nothing is said, of its kind it is a wish: "I want to see a thriller", "I like the sound of a western"
    ("plan", (
        r"(?:(?:i|we|also|really|quite|do|did|rather|kind of|just|much) )*(?:like|love|liked|loved|dig|fancy|enjoy)"
        r" the (?:look|sound|idea|title|name|poster|premise|concept|thought|plot|description)s? (?:of|for)",
    )),
    ("plan", (
        r"keep(?:ing)?(?: (?:to|it))?(?= (?:the|an?|my|our|that|those|these)\b)", "(?:stick(?:ing)?"
        "|stay(?:ing)?) (?:to|with)",
        "hold(?:ing)? on to", r"leave(?= (?:the |my )?[\w' ]{2,20} in\b)",
    )),
    ("plan", (r"(?:want to|wanna|going to|gonna|about to) (?:actually )?(?:see|watch)",)),
    ("like", (_COME_BACK, r"never (?:\w+ )?(?:liked|loved|enjoyed)(?= anything (?:so|as|more|better|half)\b)",)),
    ("retract", (
        r"(?:forget|ignore|scrap|never ?mind) (?:what|everything) \w+ said about(?: no)?",
        r"(?<!n't )(?<!never )forget(?: about| that i \w+)?", r"never ?mind",
        r"(?:need not|needn'?t|(?:doesn'?t|does not|don'?t|no longer) (?:really )?(?:have to|has to|need to)) be"
        r"(?: (?:an?|by|with|from|in))+(?! (?:bit|little|lot)\b)",
        rf"{_NEEDNT}(?: (?:be|have|make|show|bother about|stick to))?(?: any)?(?: (?:so|anything))?(?: like)?"
        r"(?! (?:to|any|a|another)\b)",
        rf"no (?:{_STILL})?(?:need|reason|use|point)(?: (?:of|for|to (?:have|stick to|be)|in))?(?: like)?",
        "(?:remove|lift|drop|scrap|delete) (?:the|my|that|our) (?:rule|ban|limit|condition|exclusion)s?"
        " (?:about|on|of|against)",
        r"no (?:further |longer )?objections? to", "relent about",
        rf"(?:withdraw|lift|drop|cancel)(?:s|ing)? (?:{_MY}) (?:ban|objections?|veto|refusal|rule|embargo)s?"
        r" (?:on|to|of|against|about)",
        "(?:withdraw|retract|unsay|revoke)(?:s|ing)?(?: (?:what|everything) (?:i|we|he|she|they) (?:said|asked|wrote)"
        "(?: about| of)?(?: no)?)?",
        "(?:fine|ok|okay|good|happy|all right|alright|works?|possible)(?: also| too| even| just as well)? without",
        "(?:some|any)(?:body|one) else (?:than|but|instead of|besides|in place of)",
        "forgiv(?:e|es|ing)", "pardon(?:s|ed|ing)?(?! me\\b)", "ma(?:ke|kes|de|king) (?:my |our )?peace with",
        "(?:thought|think) better of", "undo", "tak(?:e|es|ing) back(?: what i said about)?", "tak(?:e|es"
        "|ing) it back about",
        "too (?:hard|strict|harsh) (?:on|about|with)", "no longer", r"(?:don'?t|do not|wouldn'?t) mind",
        "(?:ok|okay|fine|happy|cool|good) with", "not (?:only|just|necessarily)", "allow(?:s|ing)?", "bring back",
        "wrong to \\w+",
        "wrong about", r"changed (?:my|our) minds? (?:about|on)",
        "or (?:no|not|without)",
        r"(?:(?:it|they|that) (?:can|may|could|might)(?: also| now| (?:very )?well| even)* be)"
        r"(?: (?:as|quite|very|a bit|a little))*(?! (?:more|less|\w+er|a|an|from|in|on|the|by|any|something)\b)",
        r"(?:un-?ask\w*|can|could|may|might|will|'ll) (?:manage |do |live |go )*without",
        r"(?:(?:don'?t|do not) |stop |no longer )insist(?:ing)? on", r"not (?:bothered|fussed) about",
    )),
    ("out", (
        "drop", "ignore", "scrap", "lose", "ditch", "cancel", "bin", "scratch", "skip", "leave out", "take out",
        "take away", "strike(?: out)?", "kill", "forbid", "swap(?! in )(?: the)?", "give up(?: on)?(?: is)?",
        "leave(?! it)(?! me)",
    )),
    ("instead", ("(?:instead|in place) of(?: like)?", "rather than(?: like)?")),
    ("dislike", (
        rf"{_DONT} {VERY}(?:much )?(?:like|enjoy|love|care for|rate)d?", "hated?", "loathed?", "disliked?",
        r"never (?:\w+ )?(?:disliked|hated|loathed)(?= anything (?:so|as|more|half)\b)",
        r"(?:not|never|(?:\w+)?n'?t|hardly) (?:very |really |particularly |that |all that |too |especially )?"
        "(?:fond of|keen on|partial to|taken with|impressed (?:by|with))",
        "despised?", r"(?:can'?t|cannot|can not|couldn'?t) (?:stand|bear|abide|be doing with)",
        "not (?:a |much of a |really a )?(?:big |huge )?fan of",
        r"(?:couldn'?t|could not|didn'?t|did not|never) (?:even |quite |really )?(?:finish(?:ed)?"
        r"|g[eo]t (?:through|into)|(?:make|made) it (?:through|to the end of)|s[ia]t through|see the point of)",
        "(?:gave up|gave) (?:on|up on|up)(?! (?:the idea|smoking|hope))", "walked out (?:of|on)",
        "(?:switched|turned) (?:off|it off)",
        rf"{_DONT} (?:really )?(?:think|rate) (?:very |too |that |all that )?(?:much|a lot|highly|a great deal) of",
        "bored (?:me )?by", "sick of", "tired of",
    )),
    ("seen", (r"(?:already |just |have |i'?ve |we'?ve )*(?:seen|watched|rewatched|saw(?! to\b))", "finished",
        "(?:i|we)(?: (?:have|had|both|all|also|never|nearly|always|once))* (?:wept|cried|laughed|slept|dozed|snored"
        "|(?:fell|fallen) asleep|sat|walked out|yawned) (?:at|through|over|during|in|of)",
        "(?:fell asleep|dozed off|nodded off) (?:at|through|over|during|in|watching)",
    ),),
    ("not", (
        r"(?:nothing|not|isn'?t|don'?t want) (?:\w+ )?(?:like|similar to)",
        r"(?:don'?t|dont|do not|doesn'?t) (?:really |actually |even )?(?:want|need (?:to|any|a|another)|feel like|fancy"
        r"|show me|give (?:me|us)|let it be)",
        r"(?:i|we) (?:really |just |simply )?(?:don'?t|dont|do not|never) do(?! (?:you|it|that|this|much|well)\b)",
    )),
    ("similar", (
        rf"{_THING} (?:\w+ )?like", r"similar(?: in \w+)? to", "in (?:the|a similar|the same) (?:vein|style"
        "|spirit|manner|line|direction) (?:of|as|to)",
        "(?:that|which|to) (?:\\w+ )?resembles?(?: to)?",
        "want what",
        "on the (?:strength|basis) of",
        r"(?:suggest|recommend|show|offer|give|propose)(?: (?:me|us|anything|something|films?)){0,2} based on",
        "(?:judging|going) by(?: my)?(?: \\w+)?(?: for| of)?",
        "reminds? me of", "along the lines of", "akin to",
        "same (?:idea |thing |kind )?as(?= (?:the|number))", "(?<!no )more of(?= (?:the|number))",
        "same (?:vibe|feel|mood|energy) as", "close to",
        r"another(?! (?:to|in|at|for|instead|from)\b)(?!\W*(?:$|[.,;!?]))", "feel like",
    )),
    ("not", (
        rf"{MUST_NOT}(?: \w+ly)? (?:to )?(?:leave|make(?! \w+ (?:cry|laugh))|move|bring|reduce|drive|send"
        "|keep)"
        r" (?:me|us|him|her|them|any(?:body|one)|(?:the|my|our) \w+)(?: (?:to|in|into|all|feel|too|so|very|be|with"
        r"|awake|from))*",
        rf"{MUST_NOT}(?: \w+ly)?(?= (?:make|frighten|scare) )",
        rf"{MUST_NOT}(?: \w+ly)? (?:to )?(?:be(?: (?:too|so|very))?|have|get"
        r"|turn out|feel|contain"
        r"|include|involve|feature)(?: (?:an?|any|too|so|very|much|in|from|by|with|about))*(?! (?:more|less|\w+er) )",
    )),
    ("not", (
        "not another", "not", "no more", "no(?!,)", "nothing", "without", "w/o", "avoid", "except(?: for)?",
        "never", "other than",
        "any(?:thing|body|one) but", "apart from", "besides", "away with", "ruled? out", "steer clear of",
        "keep away from", "we(?:a|e)ry of", "spared? (?:me|us|him|her|them)", "spared", "remove", "(?:none|nobody) of",
        "get rid of", "exclude", "excluding", r"(?:is|are|was|were)n'?t", "less", "fewer", "w/out", "too", "enough",
        "nix", "minus",
        "hold the", "neither", "nor", "ban", "hide", "had enough of", "refuse",
    )),
    ("like", (
        "loved?", "loving", "adored?", "admired?", "enjoyed?", "enjoying", "liked",
        "(?:i|we|also|really|if you) (?:really |quite |also |do )*like", r"favou?rites?(?: \w+)?(?: is| are| was|:)?",
        "(?:big |huge )?fans? of", "thumbs up (?:for|to)",
        "into", "i'?m all for", "cherish(?:ed)?", "treasured?", "relished",
        rf"(?:films?|movies?|ones?|favou?rites?)(?: that| which)? (?:{_NEVER_FAILS}(?: \w+){{0,4}}?|(?:i"
        rf"|we) {_COME_BACK})"
        "(?: (?:is|are|would be|might be)|:)",
        "(?:fond|(?:think|thought) (?:the world|(?:very |so |quite )?highly)) of",
        r"(?:i|we)(?:'ve| have)? (?:both |always |really |also )*(?:rated?|prized?|valued?) (?:very |so |quite )?highly"
        "(?: is| are| were|:)?", "partial to", "a soft spot for",
        "(?:was|were|am|are|been|'m|'ve been) (?:\\w+ )?(?:(?:taken|moved|charmed|impressed|delighted"
        "|enchanted) (?:with|by)"
        "|devoted to)",
    )),
    ("similar", ("like",)),
)  # fmt: skip
CUE = table(MANNERS)

# where what a cue announces ends: a new clause, a new request
CLAUSE_END = re.compile(
    r"[.;!?\n]|,|\b(?:but|though|although|however|(?<!no )(?<!not )(?<!any )more|because|so|what|(?<!in )which|maybe"
    r"|want|looking for|i'd like|fancy|need"
    r"|(?<!never )(?<!not )(?<!n't )(?<!want )(?<!without )(?<!have )(?<!contain )(?<!involve )any"
    r"|(?<!never )(?<!not )(?<!n't )(?:recommend|suggest|(?:give|show|find) (?:me|us)|let us have))\b"
)
_ASIDE = r"^(?:, (?:on the other hand|by contrast|however|though|for one|meanwhile|i must say),)?"
_IS = r"[\s,:]*(?:is|was|were|are|wasn't|isn't)\s+"
AFTER_NOT_GOOD = re.compile(rf"^[\s,:]*(?:is not|was not|wasn't|isn't)\s+{VERY}(?:that |all that )?(?:{GOOD})\b")
_I = rf"^,? (?:i|we)(?: (?:do|did))? {VERY}"
_SAID_BADLY = (
    f"{BAD}|disagreeable|tiresome|tedious|unpleasant|dreary|feeble|ridiculous|insufferable|unbearable|unwatchable"
    "|ghastly|frightful|abysmal|atrocious|appalling|dismal|disgusting|lousy|a waste of time"
)
_SAID_WELL = (
    f"{GOOD}|delightful|charming|beautiful|splendid|marvell?ous|magnificent|terrific|enchanting|outstanding|touching"
    "|heavenly|glorious"
)
_BOTH = "(?:it|them|both|all|each|every(?: single)? one)"
# "is one of my favourites", "are among the best films I know"
_OF_MINE = (
    rf"{VERY}(?:(?:one|some|two|both) of|among|up there with|(?:right )?at the top of) (?:my|our|the)"
    r" (?:\w+[- ]){0,2}?(?:favou?rites?|best|loves|list of favou?rites)\b"
)
AFTER_GOOD = re.compile(
    rf"{_ASIDE}{_IS}(?:{VERY}(?:my )?)(?:{_SAID_WELL})\b|{_ASIDE}{_IS}{_OF_MINE}|{_I}(?:like|love|liked|loved|adored?"
    rf"|enjoyed)\b"
    rf"|^(?: (?:both|all|really|also))* (?:impressed|moved|delighted|charmed|thrilled|fascinated) (?:me|us)\b"
    rf"|^,? and {VERY}(?:loved|liked|enjoyed|admired|adored) {_BOTH}\b"
    rf"|^,? (?:i|we)(?:'d| would| could| can)? (?:(?:always|happily|easily|gladly) )*(?:watch|see|put on){_OVER_AGAIN}"
    rf"|^,? (?:is|are) (?:a film|a movie|one|something|two) (?:that |which )?(?:i|we) {_COME_BACK}(?=\W*(?:$|[.,;!]))"
    rf"|^,? (?:i|we) {_COME_BACK}(?=\W*(?:$|[.,;!]))|^ {_NEVER_FAILS}"
)
# "I could watch Heat again and again"
COULD_WATCH = re.compile(
    r"\b(?:i|we)(?:'d| would| could| can) (?:(?:always|happily|easily|gladly) )*(?:watch|see|put on) $"
)
OVER_AGAIN = re.compile(rf"^{_OVER_AGAIN}")
# said of several at once: "Heat and Alien were great"
OF_ALL = re.compile(rf"^,? (?:are|were|both|all|impressed|moved|delighted|bored|and {VERY}\w+ (?:them|both|all)\b)")
# one's own verdict: "I thought it disagreeable from end to end", "I found Heat delightful"
THOUGHT = re.compile(
    r"\b(?:(?:i|we)(?:'ve| have| had)?|(?:i|we)\b[^.;:!?]{0,50} and) (?:\w+ )?(?:thought|found|find|think|considered?)"
    r"(?: that)? (?:the )?$"
)
THOUGHT_BAD = re.compile(rf"^(?: was| is)? {VERY}(?:rather |a bit |a little |perfectly |utterly )?(?:{_SAID_BADLY})\b")
THOUGHT_GOOD = re.compile(rf"^(?: was| is)? {VERY}(?:rather |perfectly |utterly |truly )?(?:{_SAID_WELL})\b")
# somebody else's praise: "my lodger insists that Amadeus is a masterpiece"
THEY_SAY = re.compile(
    r"(?:\b(?:people|every(?:one|body)|some(?:one|body)|critics|reviewers|reviews|they|friends|folks|others|all|some)"
    r"(?: (?:all|always|keep|here|at \w+)){0,2} (?:say(?:ing)?|think|reckon|tell me|told me|claim|swear|call)"
    r"|\b(?:i|we)(?:'ve| have|'m| am|'re| are)? (?:\w+ )?(?:heard|read|been told|told|gather)"
    r"|(?<!\bi )(?<!\bwe )\b(?:insists?|says|said|thinks?|reckons?|considers?|calls?"
    r"|claims|maintains?|swears?|(?:assures?|tells|told) (?:me|us)|believes"
    r"|declares|holds))(?: that)? (?:the )?$"
)
AFTER_SEEN = re.compile(
    r"^,? (?:i|we|both of us|the (?:two|both) of us)(?:'ve| have| had| did)? (?:(?:already|just|also|all|both|once"
    r"|finally)"
    r" )*(?:seen|saw|see|watched|rewatched|know (?:it )?(?:already|too well|by (?:heart|memory)|inside out|backwards)"
    r"|had (?:it )?(?:on|at|in)\b)(?! (?:a|an|some|something"
    r"|in the mood)\b)"
)
AFTER_BAD = re.compile(
    rf"^[\s,:]*(?:is|was|were|are|bored)\s*{VERY}(?:me |a bit |too )*(?:{BAD})\b|^ did nothing for me"
    rf"|^ (?:left|leaves) (?:me|us) (?:{VERY})?(?:cold|unmoved|indifferent)\b|^ (?:put|sent) (?:me|us) to sleep\b"
    rf"|^,? and {VERY}(?:hated|loathed|disliked) {_BOTH}\b|^(?: (?:both|all|rather|really))* bored (?:me|us)\b"
    rf"|{_I}(?:hated?|loathed?|disliked?|(?:don'?t|didn'?t|did not|do not) (?:like|enjoy)|can'?t stand)\b"
)
# of a film that was seen: what is not for her now is only passed over
AFTER_NOT_FOR_ME = re.compile(rf"^ (?:wasn'?t|was not) {VERY}(?:for (?:me|us)\b|my (?:cup of tea|thing|kind))")
# what somebody says of it: "my brother thinks Heat is the best film ever"
PRAISED = re.compile(rf"^ (?:is|was) {VERY}(?:the |an? )(?:best|worst|greatest|finest|funniest|scariest|dullest)\b")
AFTER_TOO = re.compile(r"^[\s,:]*(?:is|was|looks|sounds|seems) (?:a bit |a little |way |far )?too (?!good)\w+")
_WELL = (
    "(?: (?:also|both|now|all|then|too|quite|again|therefore|thus|so|well|even|(?!hardly|only|barely|scarcely)\\w+ly))*"
)
_BE_FINE = (
    "(?:fine|okay|ok|un-?banned|(?:hereby )?lifted|forgiven|pardoned|alright|all right|allowed|welcome|cool|no problem"
    r"|permitted|back(?= (?:on|in)|\W*$| by)"
    "|(?:not|no longer|hardly) (?:really )?(?:needed|necessary|important|essential|obligatory|compulsory|required"
    "|mandatory|banned|forbidden|(?:a |an )?(?:must|obligation|condition|requirement|problem|issue|objection)))"
)
AFTER_FINE = re.compile(
    rf"^(?:[- ](?:films?|movies?|ones?|part|bit|too|,))*(?:(?: (?:is|are|would be|sounds)|'s|'re)?{_WELL} {_BE_FINE}"
    rf"|(?: (?:is|are|would be|sounds)|'s){_WELL} good)\b(?! for\b)"
    r"|^(?: (?:is|are)n't|s?n't| isnt| arent|'s not) (?:\w+ )?(?:needed|necessary|important|a must|obligatory|essential"
    r"|compulsory|required)\b|^(?:'s| is| are) optional\b"
    r"|^[- ](?:doesn'?t|don'?t|does not|do not|isn'?t|is not|aren'?t|no longer) (?:really )?"
    r"(?:matters?|bother|a problem|an issue|have to be|need to be)\b"
    rf"|^(?:,? too,?)? (?:may|can|could|might){_WELL} (?:come|return|appear|play|enter|be (?:back|there|in it|shown)"
    r"|go (?:back|in)\b)"
    r"|^[- ](?:films? |movies? )?(?:was|were) (?:a |my |only )?(?:an )?(?:mistake|slip|whim|idea|joke)"
    r"|^,? (?:you|u|we|they|he|she) (?:can|may|could)(?: (?:show|bring|let|have|put))?(?: (?:it|them|him|her))?"
    r" (?:again|back|in)\b|^ (?:he|she|they) forgives?\b"
    r"|^ (?:lapses?|expires?|falls? away|(?:(?:is|are) )?(?:null and )?void|no longer (?:applies|apply|holds?|counts?"
    r"|stands?))\b"
    r"|^(?: (?:to come|come))? back (?:in|on|off)\b|^ or not\b"
)
# "then I'll leave it alone": nothing is done to it
AFTER_LEFT = re.compile(r"^ (?:alone|be|as (?:it|they) (?:is|are|was|were)|at that|there|then|for (?:now|today))\b")
# "Heat I know by heart, that one is not needed": of a film that is no limit
AFTER_NOT_NEEDED = re.compile(r"^ (?:is|are)(?: not|n't) (?:really )?(?:needed|necessary)\b")
AFTER_NEEDED = re.compile(r"^ (?:is |are )?(?:needed|required|necessary|obligatory)\b")
# of somebody named before: "and none of him"
NO_HIM = words(
    "(?:none (?:of|with)|without|no more of|nothing with|no more|not with) (?:him|her|them)",
    "(?:leave|keep) (?:him|her|them) out",
)
# "not a western, a comedy instead": what is told in its place
AFTER_INSTEAD = re.compile(r"^(?: (?:ones?|films?|movies?))? instead\b(?! of)")
# "the westerns stay": nothing changes for them
# "it is not the drama that wearies me, but the decade"
AFTER_NO_TROUBLE = re.compile(
    r"^ (?:that|which|who) (?:(?:really|actually|so) )?(?:wear(?:ies|y)|bores?|bothers?|troubles?|tires?"
    r"|annoys?|puts? me off"
    r"|worries|(?:is|are|was)(?:n'?t| not)? (?:the|my|a) (?:problem|trouble|matter)|i (?:mind|object to|dislike))\b"
)
AFTER_STAYS = re.compile(
    r"^[- ](?:films? |movies? |part |bit )?(?:(?:and|with) (?:the |my )?\w+ )?(?:still |also |should |must "
    r"|can |may )?(?:stays?|stands?|remains?)\b"
    r"(?! (?:(?:at )?(?:home|away|out|off)|banned|forbidden)\b)"
)
# "take the ghost ban off"
AFTER_BAN = re.compile(r"^ (?:ban|veto|embargo)s?\b(?! (?:stays?|stands?|remains?|holds?))")
# "School of Rock kinda thing", "the second one again, but funnier"
AFTER_KIND = re.compile(
    r"^(?: \([^)]*\))?,? (?:again,? )?(?:kind|sort|type|style|vibes?)\b|^,? (?:again )?kinda (?:thing|film|vibe)"
    r"|^-(?:style|like)\b|^ again,? but\b"
)
# "Heat can stay": it is not refused any more
AFTER_MAY_STAY = re.compile(r"^ (?:can|may|could|might)(?: \w+)? (?:stay|remain)\b(?! (?:at )?(?:home|away|out|off)\b)")
# "witches are out", "the fourth can go"
AFTER_GONE = re.compile(
    r"^(?:[- ](?:films?|movies?|ones?|part|bit|condition|thing))*(?: (?:is|are|can|could|may|must|should|has|also"
    r"|please|now|to|you|u|still|remains?|stays?)|'s|s)*"
    r" (?:go|goes|out|off|away|gone|forbidden|banned|taken off|take off|take out|throw out|leave out"
    r"|stays? (?:at )?(?:home|away|out|off|banned|forbidden)"
    r"|a no|do not show me)\b"
    r"(?! (?:back|in\b|for\b|to\b|on\b|with\b|too\b|well\b|of (?:the )?(?:office|town|bed))|ended|side"
    r"| the (?:air|wall|beaten))"
)
# of a film that was named or pointed at before
LEAVE_IT = words(
    "(?:leave|take|throw|kick|cut|keep) (?:it|that|this|that one|them|those) (?:out|off|away)", "not that(?: one)?",
    "(?:don'?t|dont|do not) (?:show|give|offer)(?: me| us)? (?:that|it|them|those)(?: one)?",
    "(?:kill|drop|bin|ditch|scratch|lose) (?:it|that|them)",
    "(?<=[.!?] )(?:(?:so )?(?:out|off|away)|no|not again|not for us)(?=\\W*(?:$|[.!?]))",
)  # fmt: skip
# of several: "the first and the third are for couples. Take them off"
LEAVE_THEM = words(
    "(?:leave|take|throw|kick|cut|keep) (?:(?:both|all)(?: of)?(?: (?:them|those|these))?|'?em|them|those|these)"
    " (?:out|off|away)",
    "(?:leave|take|throw|cut) (?:out|off|away) (?:both|them|(?:these|those|the|all)(?: two| three)?)"
    "(?=\\W*(?:$|[.,;!?]))",
    "(?:so )?neither of (?:them|those|these|the two)",
)  # fmt: skip
MORE_OF_IT = words(
    "more (?:of|like) (?:that|this|it|those|these|such|the same)",
    "(?:others?|one|ones|another|something|anything|films?|movies?|everything|stuff|more|it be|is|it to be) like"
    "(?: (?:it|that|this)|(?=\\W*(?:$|[.,;!?])))",
    "more in (?:that|this|its|the same) (?:vein|manner|style|line|spirit)",
    "in (?:that|this|its|the same|a similar) (?:vein|manner|style|line|spirit|direction)",
    "(?:that|this|such|same) (?:kind|sort)",
    "more such", "(?:things?|stuff) like (?:that|this|those|these)", "(?:close|similar) to (?:it|that|this)",
    "(?:do|give|find|show) (?:me|us) (?:that|its cousins?|the same)",
    "(?:for|as) (?:your|the|a) (?:pattern|model)", "so like (?:that|this)",
)  # fmt: skip
BUT_IT = re.compile(r"^(?:'s)?,? (?:but|minus|only(?! \w+ed))\b(?! (?:i|we|he|she|it|they|is|was)\b)")
NOTHING_BEFORE = re.compile(r"\W*(?:(?:ok|okay|so|hm+|right|the|and|maybe|yes|yeah)\W*)*")
# a heading of what follows: "two films that we love. Tano: The Third Man. Nunzio: Modern Times."
_HEADED = (
    r"\b(?:films?|movies?|pictures?|ones?|titles?)(?:,? (?:that|which))? (?:i|we)(?: both| all| really| truly| also)*"
)
HEADINGS = (
    (
        "dislike",
        re.compile(rf"{_HEADED} (?:hated?|dislike[sd]?|loathed?|(?:do not|don'?t|did not|didn'?t) (?:like|enjoy))\b"),
    ),
    (
        "like",
        re.compile(
            rf"{_HEADED} (?:love[sd]?|like[sd]?|adore[sd]?|enjoy(?:ed)?)\b|\b(?:my|our) (?:\w+ )?favou?rites?\b"
        ),
    ),
)
# films of a list that is announced: "I enjoyed two things lately: Emma, for the hats, and Heat"
_BELOW = (
    r"(?: (?:just|only|exactly))? (?:two|three|four|five|both|these|those|some|several|(?:a|the) (?:few|couple"
    r"|following))\b"
    r"[^.;:!?]{0,90}:[^.;!?]*$"
)
_I_HAVE = r"\b(?:i|we)(?:'ve| have| had)?(?: (?:really|much|greatly|both|always|lately))?"
LISTED_BELOW = (
    ("like", re.compile(rf"{_I_HAVE} (?:enjoyed|loved?|liked?|adored?){_BELOW}")),
    ("dislike", re.compile(rf"{_I_HAVE} (?:hated?|loathed?|disliked?|detested?){_BELOW}")),
)
# what cannot be borne, and then one by one: "I tell you now what I cannot bear. Horror. Secondly, Mel Gibson."
REFUSED_BELOW = re.compile(
    r"\b(?:what|(?:things?|films?|kinds?|people|those|ones?)(?: (?:that|which|whom|who))?) (?:i|we) (?:simply |really "
    r"|just )?"
    r"(?:(?:can'?t|cannot|can not) (?:stand|bear|abide|take)"
    r"|(?:won'?t|will not|never want to|do not want to|don'?t want to)"
    r" (?:see|watch)|never (?:watch|want)|hate|loathe|detest)\b[^?.:;!]{0,90}[.:;](?P<between>[^?]*)$"
)
WISHED_BELOW = words(
    "want", "like", "love", "find", "show", "give", "have you", "instead", "fancy", "suggest", "recommend", "let",
    "but", "something", "what i (?:do|want|like|love)", "now", "wish", "should like", "please",
)  # fmt: skip
ALONE = re.compile(r"\W*(?:(?:and|then|also|the)\W+)*_+(?:\W+(?:(?:and|the)\W+)*_+)*\W*")
LIST_JOIN = re.compile(r",?(?: (?:and|or|nor|n|&))? (?:the )?|, ")
# beside a film they compare, and refuse nothing: "less scary than Alien"
COMPARES = re.compile(r"less|too|enough|never")
# "leave the musicals out", "zombies still no"
BEFORE_OUT = re.compile(
    r"\b(?:leave|take|keep|cut|strike|cross|kick|throw|get|with)(?: (?:the|that|those|any|all|your|my))* $"
)
AFTER_OUT = re.compile(r"^(?: (?:films?|movies?|ones?|part|bit|stuff|again))* (?:out|off|away)\b(?! of)")
AFTER_NO = re.compile(
    r"^ (?:still |even now )?(?:(?:is|are)n'?t|(?:is|are) not)(?: (?:though|yet|allowed|welcome|all right|fine|ok"
    r"|okay))?(?=\W*(?:$|[.,;!?]))|"
    r"^(?: films?| movies?)? (?:is|are|was|were)(?:n't|nt| not| never)(?: really| quite| exactly)? (?:for (?:me|us)"
    r"|(?:my|our) (?:things?|genre|kind|sort|cup of tea|taste)|to (?:my|our) taste)\b"
    r"|^ (?:that )?i (?:don'?t|do not) (?:like|want)\b"
    r"|^ (?:(?:did|has|had)(?: not|n'?t)|never) (?:make|made|direct(?:ed)?)\b|^ (?:is|was)(?: not"
    r"|n'?t) in(?=\W*(?:$|[.,;!]))|^[,:]? (?:(?:films? |movies? )?(?:still|please|rather"
    r"|definitely) )?(?:no|not|never|nope|out)"
    r"(?= (?:please|thanks|thank you)|\W*(?:$|[.,;!?\n]))"
)
# "they adore Toy Story, so do I"
AFTER_ME_TOO = re.compile(
    r"^,? (?:and )?(?:so (?:do|did|have) (?:i|we)|me too|(?:i|we) (?:do|did) too|as (?:do|did) (?:i|we))\b"
)
# "loved Alien. Aliens too"
AFTER_ALSO = re.compile(r"^,? (?:too|as well|also|likewise|ditto|same)\b")
