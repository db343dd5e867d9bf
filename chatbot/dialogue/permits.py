"""The words by which a limit is let go of: "let it be sad", "the length is no object", "we can do without the decade".

Vocabulary alone, matched right before and right after what the limit is on, in lower-case text.
"""

from __future__ import annotations

import re

_IT = r"(?:it|they|you|he|she|we|i|one|them)"
# verbs that end a limit, of any kind
LETS_GO = (
    r"(?:(?:you )?can (?:quit|stop) (?:worrying|caring) about|(?:we|i|you)(?:'ll| can| could)? (?:do|manage"
    r"|live) without"
    r"|no (?:more )?need (?:for|of|to)|no (?:further )?objections? to|nothing against|no longer (?:mind|need|want"
    r"|insist on)"
    r"|loosen(?: up)?(?: on)?|relax(?: about| on)?|lift|ditch|cancel|strike|withdraw|retract|revoke|scratch|lose|waive"
    r"|give up(?: on)?"
    r"|unsay|abolish|do away with|get rid of|let go(?: of)?"
    r"|not (?:limit|restrict|bother about|tie)"
    r"|(?:do not|don'?t|not) (?:need|mind|insist on|hold (?:you|it|them) to)(?: it(?= ))?|needn'?t be|need not be"
    r"|(?:do not|don'?t|does not|doesn'?t) (?:\w+ )?(?:matter|mind|care|bother(?: \w+)?),? (?:if|whether"
    r"|when)(?: [\w']+){1,4}?"
    r"|(?:do not|don'?t) (?:\w+ )?(?:care|bother)(?: (?:so|too|very|all that))?(?: much)? about"
    r"|not (?:\w+ )?(?:particular|fussy|fussed|bothered|strict|picky|concerned|worried) about|not (?:tied|wedded) to"
    r"|(?:do not|don'?t|doesn'?t|does not) (?:have|need) (?:to be|be)|agreed to|un-?asking|forget|never ?mind"
    r"|drop|ignore)"
)
_ALLOWS = (
    r"(?:(?:can|may|might|could)(?: (?:also|even|now|still|again|all|well))* (?:be|get|run|go|make (?:us|me|them)"
    r"|have)"
    r"|let the|(?:if|should) it (?:turns? out|is|be)"
    r"|(?:can|could|will)(?: now)? (?:handle|bear|take|stand|stomach|cope with|do))"
)
_BETWEEN = (
    r"(?: (?:the|that|this|those|my|our|his|her|a|any|all|as|so|how|too|whatever|about|it|ban on|limit on|rule about"
    r"|(?:what|everything) (?:i|we|he|she|they) (?:\w+ )?(?:said|asked|wrote|told you|demanded)(?: about| of| on)?))*"
)
ENDS = re.compile(rf"\b{LETS_GO}{_BETWEEN} \W?$")
BEFORE = re.compile(rf"\b(?:{LETS_GO}|{_ALLOWS}){_BETWEEN} \W?$")
_WHAT = (
    r"(?: (?:limits?|rules?|bans?|things?|business|parts?|bits?|minimum|maximum|words?|ones?|films?|question"
    r"|requirement|rule))?"
)
_NOT = r"(?:no longer|not|never|hardly|isn'?t|aren'?t|is not|are not|need not|needn'?t|doesn'?t|does not|don'?t|no)"
_LAPSES = r" (?:lapses?|expires?|falls?(?: away)?(?! (?:on|in|for|to|between|asleep)\b))\b"
LAPSES = re.compile(rf"^(?:{_LAPSES}| (?:no longer|not any more) (?:holds?|counts?|applies|apply)\b)")
AFTER = re.compile(
    rf"^\W?{_WHAT}(?:"
    r"(?: is| are|'s| was| were| would be)?(?: also| all| now| quite)* (?:fine|ok|okay|allowed|permitted|welcome"
    r"|all right"
    r"|alright|no object|off(?: the table)?|gone|cancelled|optional|no (?:matter|problem|concern|objection|obligation)"
    r"|(?:of no|no longer of(?: any)?) (?:\w+ )?(?:consequence|importance|concern)|a (?:whim|slip|mistake))\b"
    rf"|(?: is| are| was| were)? {_NOT} (?:really |longer |any longer |(?:all )?that |very |too |particularly "
    rf"|terribly )?"
    r"(?:an? |so )?(?:matters?|counts?|apply|applies|needed"
    rf"|required"
    r"|important|necessary|essential|objections?|obstacles?|issues?|problems?|obligatory|obligation|trouble"
    r"|concern|worry|stay)\b"
    r"|,? (?:(?:please|then|you (?:can|may)|we|let us|let's) )*(?:abolish|cancel|forget|drop|lift|remove|scrap|ditch"
    r"|strike|delete|take away|let go)(?: (?:it|that|of it))?(?=\W*(?:$|[.,;!?]))"
    r"|(?: is| are)? (?:needed|required|necessary) no (?:more|longer)|(?: need)? (?:required|needed|trouble)\b"
    r"| (?:is|are)(?: (?:all|now|wide|quite))* (?:open|free|unlimited|up to you|your choice|all the same|all one)\b"
    rf"| goes\b(?! (?:on|well|with|too|for|to|in)\b)|{_LAPSES}"
    rf"| (?:(?<=:)\s?whatever|(?:can|could) be (?:anything|whatever|any length))\b| go\b(?=(?: as well| too"
    rf"| also)?\W*(?:$|[.,;!?]))"
    rf"| would do no harm\b| (?:is |now )?(?:possible|permitted)\b| (?:can|may|could|might|must)(?: now"
    rf"| as well)? (?:go|stop|come back|return|be (?:allowed|dropped|forgotten|again|there))\b"
    rf"| (?:take away|can't stay|you can forget|however (?:it|you) likes?)"
    rf"| as {_IT} (?:likes?|pleases?|wants?|wish(?:es)?|cares?)\b| wouldn'?t hurt| if {_IT} (?:likes?|wants?"
    rf"|must)\b| {_IT} (?:likes|wants|pleases)\b)"
)
# "it can run for longer than two hours"
MAY_RUN = re.compile(
    r"(?:^|[^\w'])(?:can|may|could|might)(?: (?:also|even|well|now|easily|happily))* (?:be|run|go on|last|take)"
    r"(?: (?:on|for))? $"
)
# "a bit sad is allowed": so much and no more
A_BIT = re.compile(
    r"\b(?:a bit(?: of)?|a little(?: bit(?: of)?)?|little|some|slightly|somewhat|a touch of|a drop of"
    r"|(?:a )?(?:bit|small))(?: an?)? $"
)
A_BIT_AFTER = re.compile(r"^,? (?:just )?(?:only )?(?:a bit|a little)\b")


def allowed(before: str, after: str) -> bool:
    """Whether what stands between the two is allowed, or no limit any more."""
    return bool(BEFORE.search(before) or AFTER.match(after))


_RULE = r"(?:[- ](?:films?|movies?))?[- ](?:things?|business|rules?|limits?|bits?|parts?|conditions?|filters?|bans?)\b"
_RULE_ENDS = re.compile(rf"\b{LETS_GO}(?: (?:about|the|that|my|this|our|on))*(?P<no>(?: (?:no|not|anti))?)[ -]$")


def rule_ends(masked: str, start: int, end: int) -> bool:
    """Whether a verb ends what was laid down on the words between: "drop the musicals thing", "forget the no-horror
    rule", "the no-horror rule can go"."""
    before, after = masked[:start], masked[end:]
    if ends := _RULE_ENDS.search(before):
        return bool(ends["no"] or re.match(_RULE, after))
    return bool(re.search(r"\bno[- ]$", before) and re.match(_RULE, after) and AFTER.match(after.lstrip("-")))
