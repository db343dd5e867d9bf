"""kept: the plain forms of what people ask about what is kept of them, and of a yes or a no to an offer.

Vocabulary alone, for lower-case text: what is known of me, take that off, a copy of everything, delete it all.
"""

from __future__ import annotations

import re

from chatbot.dialogue.cues import words
from chatbot.dialogue.forms import YES, opening, whole

# -- what is known, and what is to go ---------------------------------------------------------------------------------

_YOU = "(?:you|it|this|this thing|the app|the bot|that thing)"
_OF_ME = "(?:about|of|on) me"
KNOW_ME = words(
    rf"what (?:\w+ )?(?:do|did|does) {_YOU} (?:\w+ )?(?:know|remember|think|believe|have) (?:[^.?!]* )?{_OF_ME}",
    rf"(?:do|does|did) {_YOU} (?:\w+ )?(?:know|remember)s? (?:stuff|things|anything|something|much|a lot)? ?{_OF_ME}",
    "what (?:do|did) you (?:think|believe|reckon) (?:that )?(?:i|my)(?: really)? (?:like|love|enjoy|hate|taste)",
    r"what do you (?:think )?(?:know|remember)(?: so far| now| by now)?(?=\W*$)",
    rf"(?:list|show me|tell me|read(?: me)?)(?: back| out| again)* (?:what|all) you (?:know|remember|have)"
    rf"(?: {_OF_ME})?",
    rf"(?:show|tell|read)(?: me)? (?:what|all|everything)(?: that)? you(?:'ve| have)? (?:got|have|know|keep) {_OF_ME}",
    "read (?:that|it|them|this|everything|all of (?:it|that)|the (?:whole )?(?:lot|thing))(?: all)?"
    "(?: (?:back|out|aloud|to (?:me|us)))*(?: (?:again|once more|one more time))?(?=\\W*(?:$|[.,;!?]|please))",
    "what have i (?:got )?(?:down|on record|saved)",
    r"what(?:'s| is)(?: still)? on (?:the|my) (?:never|no|ban\w*) list",
    "what (?:do|did) you (?:think|believe|know|remember|reckon) (?:about|of) my taste",
    "how does my (?:profile|record|list of likes) (?:read|look|stand)",
    r"what (?:\w+ )?(?:stands|is(?: there)?|have you(?: got| put| noted)?) (?:\w+ ){0,2}"
    r"(?:under|against|beside|for|to) my (?:name|credit|account)(?! (?:page|settings))",
    r"what (?:have|do) you (?:\w+ ){1,9}in your (?:books?|notes|records?|files?|ledger)",
    r"what (?:does|do) (?:that|this|it) leave (?:to my credit|(?:on|in) my (?:account|book|list|name|profile))",
    r"what(?:'s| is)(?: \w+)? (?:on|in) my (?:record|books?|profile)(?: \w+){0,2}(?=\W*$)",
    r"(?:let me|can i|could i|may i|i(?:'d| would) like to) (?:hear|see|have|read) (?:the|my"
    r"|that) (?:\w+ )?profile(?! page)",
    r"(?:read|show|tell|give)(?: me)? (?:back )?(?:the|my) (?:\w+ )?profile (?:again|once more|now|back)",
    "who do you think i am", "what do i like", r"where does (?:that|this|it) leave me(?=\W*$)",
    "what (?:is|has been|have you) (?:been )?(?:written|noted|recorded|put down|kept)(?: down)?(?: [^.?!]{1,30})?"
    " (?:about me|of me|under my name|against my name)",
    "(?:read|show)(?: (?:me|us))?(?: again)? (?:your|the) (?:register|notebook|notes|file)"
    "(?: (?:on|about) me)?(?: again)?(?=\\W*$)",
    r"(?:read|tell|show|give)(?: me)?(?: back| out)? my (?:\w+ )?(?:rules|bans|limits|stars)(?! (?:about|on|for)\b)",
    r"what (?:\w+ )?(?:rules|bans) (?:have i|do i have|are there|(?:of mine )?(?:hold|stand))",
    "what (?:have|did) i (?:rated?|liked?|told you|tell you|said|saved?)",
    r"show (?:me )?my (?:profile|taste|ratings|history|likes|data)", "my (?:profile|ratings|likes) please",
    r"(?:how|where) (?:do|are|did) my (?:\w+ )?(?:ratings|stars|likes)(?: \w+)?"
    r" (?:stand|look|sit|read|so far|now|at present)",
    r"what (?:are|were) my (?:\w+ )?(?:ratings|stars|likes)(?: (?:so far|now|at present|by now|again))?(?=\W*$)",
    "(?:how|what|how much) (?:have|did|had) i (?:just |already )?(?:rated?|given?|give|judged?)(?: \\w+){0,6}(?=\\W*$)",
    "how many (?:stars|marks) (?:that )?i (?:have |had |did )?(?:given?|gave|put)(?! (?:it|that) )",
    "(?:what|which|how many) (?:stars|ratings|marks) (?:have|did) i (?:given?|give|put"
    "|award(?:ed)?|assign(?:ed)?|hand(?:ed)? out)",
    "(?:go|run|take me) (?:through|over) my (?:ratings|stars|likes)",
    "what'?s (?:in )?my (?:profile|taste)", "list (?:all )?my (?:likes|ratings|dislikes|films)",
    r"(?:what|which) (?:\w+ )?(?:limits|filters|rules|conditions|restrictions) (?:(?:do|have|are) you (?:\w+ )?"
    r"(?:have|got|keeping|using|applying|set)|do i have|have i|are (?:on|in force|set|active)|(?:still )?(?:hold"
    r"|stand|apply))(?! (?:on|for|to|with|against) (?!(?:me|us|now|this|tonight)\b))",
    "what are you (?:looking|searching) for",
    r"(?:remind me )?what(?: have| did)? i(?:'ve)? ask(?:ed)?(?: you)? for(?: so far| again)?(?=\W*$)",
    r"(?:did|have|do) you (?:\w+ )?(?:saved?|noted?|kept|keep|remember|stored?|written|write)(?: down)?"
    r" (?:that|this|it)(?: down)?(?: (?:she|he|they|my \w+|i)\b| (?:about|of) (?:her|him|them|me|us)\b|(?=\W*\?))",
    "(?:what|which) (?:films|movies) (?:have|did) i (?:rated?|liked?|loved?|judged?|given?)",
)  # fmt: skip
# what one said of a film: "what did I say about Heat?", "how did I rate that one?"
SAID_OF_IT = words(
    "(?:what|how|how many stars) (?:did|have|had) (?:i|we) (?:just |already |ever )?(?:say|said|tell|told|think"
    "|thought|rated?|gave|given?|judged?|note|noted|write|written)(?: you| down)?(?: (?:about|of|to|on|for))?"
    "(?= (?:the )?(?:_|it\\b|that\\b|this\\b|(?:first|second|third|fourth|fifth|last)\\b))",
    "(?:have|did) (?:i|we) (?:ever |already )?(?:say|said|tell|told|mention|mentioned|rated?|judged?)(?: you)?"
    "(?: anything| something)?(?: (?:about|of|on))?(?= (?:the )?_)",
)
SHOW_AGAIN = whole(
    "(?:show|tell|list|give|repeat|say|go (?:over|through))(?: me| us)?(?: all(?: of)?)? (?:it|that|them|those"
    "|everything"
    "|the (?:whole )?(?:lot|thing))(?: all)?(?: to (?:me|us))?(?: (?:again|once more|one more time))+",
    "(?:show|tell)(?: it| that| them)?(?: to)? me(?: again| now)+", "and now", "let me see(?: it| that)?(?: again)?",
    "(?:show|read)(?: me)? (?:it|that|the list|my profile)(?: again| now)?", "what now", "again",
    "what(?:'?s| is)(?: still)? left(?: there| of it)?", "what remains(?: there| of it)?", "what(?:'?s| is) still"
    " there",
    "what have you (?:got )?left",
    before="so|and|ok|okay|good|right|then|please|now|could you|can you|would you", after="please|pls|then",
)  # fmt: skip
REMOVES = words(
    "(?:remove|delete|erase|strike|scratch|wipe|drop|scrap|withdraw|clear)",
    "(?:comes?|goes?) (?:off|out)",
    r"(?:take|cross|leave|put|get) (?:[^.!?]{1,40} )?(?:off|out|away|back)",
)
_KEPT = words(
    r"my (?:\w+ )?(?:profile|account|record|likes|ratings|history|taste|stars)", "(?:this|that) line",
    "(?:from|off|of) me", "what you (?:know|have)", "(?:wasn'?t|isn'?t|was not|is not|not) (?:me|mine)",
)  # fmt: skip


def takes_off(low: str, last: str) -> bool:
    """`Fargo was my flatmate on my account, take it off`: a film goes from what is kept of a person. From a list on the
    table a film is only passed over. last: intent of the turn before."""
    told = last in {"profile_show", "profile_edit"} or bool(_KEPT.search(low))
    return told and bool(REMOVES.search(low))


# -- all of it --------------------------------------------------------------------------------------------------------

# one's own data, asked for or to be deleted in the chat itself; an account or a profile of the service is support
_HAVE = "(?:know|have|got|keep|store|stored|remember|saved|hold)"
_DATA = (
    "(?:everything|(?:all )?(?:of )?(?:my|the) (?:personal )?(?:data|info(?:rmation)?)"
    rf"|(?:all|everything|whatever|anything|what)(?: that)? you(?:'ve| have)? {_HAVE}(?: got)?(?: {_OF_ME})?)"
)
_ALL = f"(?:{_DATA}|all of (?:it|this|that)|all (?:this|that)|it all|the (?:whole )?(?:lot|thing|file|record))"
_EXPORTS = words(
    rf"(?:export|download|back ?up|dump) (?:me )?{_ALL}",
    rf"(?:copy|copies|export|download|file|dump|backup|print-?out|record)[.,]? (?:of|with) {_ALL}",
    rf"(?:give|send|get|mail|hand) (?:me|us)(?: all of)? {_DATA}",
)
_DELETES = words(
    rf"(?:delet(?:ed?|ing)|eras(?:ed?|ing)|wip(?:ed?|ing)|scrub(?:bed)?|destroy(?:ed)?|g[eo]t(?:ting)? rid of"
    rf"|thr[eo]w(?:ing)? away|purged?) {_ALL}",
    rf"(?:remov(?:ed?|ing)|forg[eo]t(?:ting)?|clear(?:ed|ing)?) {_DATA}",
    rf"{_ALL} (?:about me )?(?:gone|deleted|erased|wiped|removed|forgotten)",
)
_SUPPOSED = words(
    "if i",
    "what happens",
    "what if",
    "how (?:do|can|would|to)",
    "where (?:do|can)",
    "would(?! you (?:mind|please|kindly))",
    "does that",
    "after i",
)
_NEGATED = re.compile(r"\b(?:do(?:n'?t| not)|never|not)\b[^.!?]*$")


def exports(low: str) -> bool:
    """Whether a copy of one's own data is asked for, here and now. Of an account: support."""
    return bool(_EXPORTS.search(low)) and not _DELETES.search(low) and not _SUPPOSED.search(low)


def deletes_all(low: str) -> bool:
    """Whether all that is kept of a person is to go, here and now. How that is done: support."""
    said = _DELETES.search(low)
    return said is not None and not _NEGATED.search(low[: said.start()]) and not _SUPPOSED.search(low)


# -- yes and no to an offer -------------------------------------------------------------------------------------------

_YES_THEN = opening(
    "y(?:es|eah|ep|up|a|e)s?", "sure", "ok(?:ay)?", "please", "pls", "go (?:on|ahead)", "do (?:it|so|that)",
    "of course", "definitely", "absolutely", "(?:i )?confirm(?:ed)?",
    r"that would be \w+", "i(?:'d| would) (?:like|appreciate) (?:that|it)",
    "why not", "fine", "alright", "all right",
    before="ok|okay|oh|well|then|um|hm+|and|right|good|fine|actually",
)  # fmt: skip
_PASS_ON = words(
    r"(?:pass|hand|send|give|forward|put) (?:it|this|that|them|me|us|my \w+)(?: all)? (?:on|over|through|to)",
    "(?:let|have) (?:a|some|the) (?:person|human|body|one)", "somebody", "someone", "a (?:person|human)",
)  # fmt: skip
_NO_THEN = words(
    "no", "nope", "nah", "do(?:n'?t| not)", "not(?! sure)", "stop", "wait", "leave (?:it|that|them|everything|all)",
    "never ?mind", "keep (?:it|them|everything|all|my)", "cancel that", "rather not", "nothing", "hold on",
)  # fmt: skip
_NO_FIRST = re.compile(
    r"\W*(?:(?:oh|god|wait|stop|please)\W+)*(?:no|nope|don'?t|do not|never|hold on)\b(?! (?:problem|doubt)\b)"
)
_SMALL = re.compile(
    r"\b(?:y\w*|sure|ok(?:ay)?|please|pls|thanks?|thx|you|do|that|it|so|then|go|ahead|on|would|be|good|great"
    r"|nice|lovely"
    r"|i|i'd|like|appreciate|now|fine|why|not|mate|love|well|oh|um|right|and|of|course|definitely|absolutely"
    r"|alright|all"
    r"|just|will|confirm|confirmed|cheers|actually|with|sorry|helpful|kind|perfect|very|much)\b"
)
MOST, LONGEST = 9, 30  # words of an answer to an offer, and of one that says "yes." and adds something


def accepts(low: str, offer: str) -> bool:
    """Whether a message says yes to an offer. A word against it, a question or another subject is none."""
    if not offer or "?" in low or exports(low):
        return False
    if offer == "delete" and re.match(r"\W*y(?:es|eah|ep)\b", low) and not _NO_THEN.search(low):
        return True
    if deletes_all(low):
        return False
    if YES.match(low):
        return True
    if offer in {"person", "export"} and re.match(r"\W*y(?:es|eah|ep)\W*[.,!]", low) and len(low.split()) <= LONGEST:
        return not re.search(r"\b(?:films?|movies?|watch)\b", low)
    if len(low.split()) > MOST or _NO_THEN.search(low):
        return False
    if offer == "person" and _PASS_ON.search(low):
        return True
    return bool(_YES_THEN.match(low)) and not re.search(r"\w", _SMALL.sub("", low))


def declines(low: str, offer: str) -> bool:
    """Whether a message says no to an offer: in few words, or with the first of more."""
    if not offer:
        return False
    return bool(_NO_THEN.search(low)) if len(low.split()) <= MOST else bool(_NO_FIRST.match(low))
