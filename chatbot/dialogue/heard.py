"""One message as the rules of `route` look at it: what it says, what is beside a judgement, what is on the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.dialogue import forms, kept
from chatbot.dialogue.cues import ELSE, words
from chatbot.dialogue.mood import CROSS, NAGS
from chatbot.dialogue.state import Understanding
from chatbot.dialogue.state.manners import mask
from chatbot.dialogue.state.numbers import durations_in
from chatbot.dialogue.years import years_in
from chatbot.types import Item

# where a wish beside a judgement may begin: "Heat was great, now a western"
_SENTENCE = re.compile(
    r"[.!?;\n]+(?=\s|$)|,? (?=(?:and |so |but )?(?:now|next|then)\b)"
    r"|, (?=but |and now |(?:make it|show me|give me|find me) )"
    r"|,? (?=(?:and|so) (?:please |then )?(?:(?:i|we)(?:'d| would) (?:now |rather |really |also )?(?:like|love"
    r"|prefer|fancy)"
    r"|(?:i|we) (?:now |really |also )?(?:want|need|fancy)|(?:do|have) you|is there|what|(?:can|could|would"
    r"|will) (?:you|i|we)"
    r"|(?:show|give|find|suggest|recommend)(?: me| us)?)\b)"
)
_LEADS = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay|now|then|next|also|please|pls|tonight|today|this time|for tonight)[\s,:]+)*"
    r"(?P<asks>(?:it should be |make (?:it|that) |show me |give me |find me |i(?:'d| would)? (?:like|want|need"
    r"|fancy|feel like) "
    r"|let'?s (?:have|see) |can (?:you|i|we) |could (?:you|i|we) |what about |how about |any )?"
    r"(?:something|anything|an?|some|another|one|with|from|in|(?:only|just)(?! (?:one|two|three|four|five|\d)\b)"
    r"|more|the)\b)?\s*"
)
_ANOTHER = re.compile(r"(?:\b(?:like|want|need|fancy|me|have|see)) (?:something|anything|another|more)$")
_AT_MOST = words("at (?:the )?(?:most|maximum)", "max(?:imum)?", "under", "less than", "no(?:t| more) than", "not over")
_JUDGES_KIND = words("overrated", "boring", "great", "awful", "loved", "liked", "hated")  # "the horror part was great"
# of the chat itself, which the help pages tell: its languages, and whether its reasons are true
SPEAKS = words(
    "(?:do|can|could|would|will) (?:you|we|i|one) (?:also |really )?(?:speak|understand|talk|write|answer|reply|chat)"
    "(?: (?:to|with) (?:you|me|us))?(?: in)? (?:(?:an?other|any other|which|what|other) languages?|italian|french"
    "|german|spanish|english|chinese|polish|dutch|portuguese|russian|japanese|turkish|arabic|greek)"
)
TRUE_REASONS = words(
    "(?:are|is) (?:(?:all|such|these|those|your|the) )+(?:reasons?|explanations?)(?: \\w+){0,3} (?:honest|true|real"
    "|genuine|sincere|serious|invented|made up|composed|written|fake)"
)
# of the service, in many wordings: who pays for what is recommended, money taken twice, where it is all kept, and by
# which way one reaches somebody
PAID = words(
    r"(?:are|is|were|was|do|does|get|gets|being|been|who)(?! i\b)(?: \w+){0,4}? (?:paid|paying|pays?|brib\w+|sponsored)"
    r"(?: \w+){0,2}? (?:to|for) (?:push|promot\w+|recommend\w*|suggest\w*|advertis\w+|favou?r|show|plug|put)(?:ing)?",
)
TWICE = words(
    r"(?:charged?|billed|debited|deducted|took|take|taken)(?: (?:me|us|my|our|the|some|money|card|account"
    r"|payment|it|same"
    r"|amount)){0,4} (?:twice|two times|double|a second time)",
    "double[- ]charged?",
    r"(?:two|2|double|duplicate|several) (?:\w+ )?(?:payments?|charges?|debits?|withdrawals?|bookings?)"
    r"(?! methods?| options?| cards?| ways?)\b(?=[^?]*\b(?:same|month|day|bank|card|statement|account|instead|you)\b)",
    r"(?:paid|pay|paying|payment|charge|amount)(?: \w+){0,5}? (?:twice|two times|double)",
)
WHERE_KEPT = words(
    r"where (?:is|are|do you|does it|will) (?:(?:all|sort|kind|of|that|this|it|these|those|such|my|what i \w+"
    r"|things?|stars"
    r"|ratings|data|information) )*(?:be )?(?:kept|stored|held|saved|keep|store|save)(?! (?:for|on my))",
)
# whether what is put aside counts as a judgement
SAVED_COUNTS = words(
    r"(?:does|do|will|would|is|are|whether|if)\b[^.?!]*\b(?:list|sav(?:es?|ed|ing)|put aside)\b[^.?!]*\b(?:counts?"
    r"|counted"
    r"|influences?|affects?|changes?|taken|treated|means?|considered)\b[^.?!]*"
    r"\b(?:lik(?:e|es|ed|ing)|taste|recommendations?|recommended|suggestions?|suggest|profile|rat(?:ed|ings?))",
)
# a film on a journey, and one that is watched by people in different places
TAKEN_ALONG = words(
    r"(?:can|could|may|how (?:can|do|could)|is it possible|are we able|am i able)\b[^.?!]* (?:take|bring|have|keep"
    r"|get|carry|watch|see|play)"
    r" [^.?!]{1,40}?(?:along|with (?:me|us)|on|during|in) (?:on |for )?(?:the|a|my|our) (?:plane|flight|train|trip"
    r"|journey|road|bus|aeroplane|airplane)",
)
WATCHED_TOGETHER = words(
    r"(?:can|could|may|how (?:can|do|could)|is it possible|is there a way)\b[^.?!]* (?:watch|see|play"
    r"|stream) [^.?!]{0,30}?(?:together|at the same time)"
    r"\b[^.?!]* (?:in|from|at|though|although|apart|(?:an)?other|different|while|even|if|elsewhere|distance"
    r"|remotely)\b",
)
# what the service charges whom: the help pages or a person have the answer
CHEAPER = words(
    "discounts?",
    r"(?:reduced|lower|special|cheaper|concession\w*|senior|student|family) (?:prices?|rates?|fares?"
    r"|tariffs?|fees?)",
    r"(?:pensioners|students|seniors|oaps|the (?:unemployed|elderly|disabled)|families) (?:also )?(?:pay|get"
    r"|have to pay) (?:less|the"
    r"|anything|half|full)",
)
# what is stored, of whomever
STORED = words(
    r"what (?:\w+ ){0,2}?(?:do|does) (?:you|it|this|because|the service)(?: (?:people|all|lot|guys|actually|really))*"
    r" (?:store|keep|save|collect|record|hold)(?: \w+){0,2}? (?:about|of|on) (?:an? |your |other )?(?:person|people"
    r"|users?"
    r"|customers?|somebody|someone|anybody|members?|viewers?)",
)
BY_PHONE = words(
    "(?:must|should|can|could|do|may) (?:i|we|one) (?:have to |need to )?(?:telephone|phone|ring|call)(?: you)?"
    "(?=\\W*\\?)"
)
WISHES = frozenset({"recommend", "refine", "similar"})
STATES = frozenset({"recommend", "refine", "similar", "rate", "profile_edit"})
ABOUT_ME = words(r"(?<!showed )(?<!show )(?<!tell )(?<!told )(?<!gave )(?<!give )me", "my")
# what a plain form of words does not overrule
FIRM = frozenset({"support", "unsafe", "out_of_scope", "why_not", "greeting"})


@dataclass(frozen=True)
class Heard:
    """What a rule may look at. low: the message in lower case. last: intent of the turn before. helped: the
    help pages answered the last of its requests. cared: a
    person in danger was answered just before. care: `danger`, `medical` or `money`, where the message is of these."""

    low: str
    message: str
    said: Understanding
    listed: bool
    intent: str
    shown: Sequence[Item] = ()
    last: str = ""
    offer: str = ""
    cared: bool = False
    care: str = ""
    helped: bool = False

    @property
    def on_table(self) -> bool:
        """Whether there is a list, or a wish for which none was found: what can be changed."""
        return self.listed or self.last in WISHES

    @property
    def of_the_chat(self) -> bool:
        """`do you speak Italian?`, `are you paid to push it?`, `you took it twice`: the help pages tell that."""
        if any(
            form.search(self.low)
            for form in (PAID, TWICE, WHERE_KEPT, SAVED_COUNTS, STORED, TAKEN_ALONG, WATCHED_TOGETHER)
        ):
            return True
        if CHEAPER.search(self.low) and "?" in self.low and not self.said.mentions:
            return True
        return bool(SPEAKS.search(self.low) or TRUE_REASONS.search(self.low)) and not self.said.named

    @property
    def complains(self) -> bool:
        """Whether there is a word of anger or impatience in it."""
        return bool(CROSS.search(self.low) or NAGS.search(self.low))

    @property
    def asks_of_herself(self) -> bool:
        """Whether she asks what is known of her; a film in the same sentence makes it a question about that."""
        asked = kept.KNOW_ME.search(self.low_text)
        films = [m.start for m in self.said.mentions if m.kind == "item"]
        if kept.SAID_OF_IT.search(self.masked) and self.said.items and not self.said.ratings:
            return True
        if kept.deletes_all(self.low):  # "I'd like everything you know about me deleted"
            return False
        return asked is not None and all(re.search(r"[.!?]", self.low_text[asked.end() : at]) for at in films)

    @property
    def wishes_beside(self) -> bool:
        """Whether a wish stands beside a judgement, where no film is named: "Heat was great. Now a western"."""
        ends = [m.end() for m in _SENTENCE.finditer(self.low_text)] + [len(self.message)]
        films = [m for m in self.said.mentions if m.kind == "item"]
        others = [m for m in self.said.mentions if m.kind != "item"]
        start = 0
        for end in ends:
            part = self.low_text[start:end]
            if part.strip(" .,!?") and not any(start <= m.start < end for m in films):
                lead = _LEADS.match(part)
                wished = lead["asks"] if lead else ""
                here = [m for m in others if start <= m.start < end]
                named = any(
                    wished or (lead and m.kind == "genre" and lead.end() == m.start - start) for m in here
                ) and not _JUDGES_KIND.search(part)
                dated = wished and years_in(part) and not forms.TAKE_BACK.search(self.low)
                if (
                    named
                    or dated
                    or (wished and _ANOTHER.search(wished))
                    or ELSE.search(part.strip())
                    or forms.WANTS_A_FILM.search(part)
                    or forms.IDLE.search(part)
                    or (_AT_MOST.search(part) and any(durations_in(part)))
                    or (here and self.said.refused and forms.REFUSES.match(part.strip()) and not self.said.forever)
                ):
                    return True
            start = end
        return False

    @property
    def low_text(self) -> str:
        """In lower case, letter for letter as long as the message."""
        return self.message.lower().replace("’", "'")

    @property
    def masked(self) -> str:
        """In lower case, with films blanked out."""
        return mask(self.low_text, [m for m in self.said.mentions if m.kind == "item"])

    @property
    def rest(self) -> str:
        """The message without its titles and signs."""
        text = self.message
        for mention in reversed(self.said.mentions):
            if mention.kind == "item":
                text = text[: mention.start] + text[mention.end :]
        return text.strip(" .,!?\"'")
