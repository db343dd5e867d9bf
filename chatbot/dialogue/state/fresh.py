"""Whether a wish begins anew, or goes on from the limits in force.

Chosen on the training hands of `data/state` (of the turns with limits in force .93 right; .93 on the validation hand):
people announce another wish, by the day, the company or plain words, and otherwise they go on, unless a full wish
names what is wanted and nothing in it leans on what was said before.
"""

from __future__ import annotations

import re

from chatbot.dialogue.cues import words
from chatbot.dialogue.state.understanding import Understanding

_DAY = "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
ANEW = words(
    r"(?:a |an )?(?:(?:whole|totally|completely|quite|entirely|very|brand) )?(?:new|fresh|different|separate|unrelated"
    "|another) (?:list|question|request|subject|topic|wish|one|idea|thing|matter|search|evening|night|day|mood|appetite"
    "|week|order|round|task|guest|case|film night)(?! for (?:the|that) (?:first|second|third|last))",
    "(?:totally|completely|quite|entirely|something) (?:different|separate|new)(?! from)", "next (?:case|up)",
    "other wish", "this time", "it'?s me again", rf"{_DAY}:", rf"{_DAY} ni(?:ght|te)'?s",
    "(?:today|tonight|tonite|tomorrow|now)'?s (?:wish|brief|request|one|is about)",
    "(?:yester|other )(?:day|night|evening)'?s?", "last nights?",
    "(?:another|next) (?:evening|night|week|day|weekend|morning)", rf"(?:on|now for|it'?s|it is) {_DAY}",
    rf"for (?:tomorrow|{_DAY})(?:'s)?", "(?:today|tonight|tonite|this evening|now)? ?(?:i|we) (?:want"
        "|fancy) [^.?!]* (?:today|tonight|tonite)",
    "(?:today|tonight|tonite|this evening|now) (?:i|we)(?:'d| would| should)? (?:like|want|fancy|feel|write)",
    "leave all that", "that was for", "over and done",
    rf"that (?:was|is|settles) {_DAY}", "(?:is|are) (?:over|finished|done|settled|sorted)",
    "(?:they|everyone|everybody|(?:the |my )?guests?)(?: have| has| are| is|'re|'ve)?(?: all)? (?:gone|left|went)",
    r"everything new", "new wish", "forget (?:all )?(?:of )?(?:that|those|yesterday)(?: now)?(?=[,.;:!])",
    "good (?:morning|afternoon|evening)", "hello(?: again)?", "hiya", "back after", "first things? (?:again|anew)",
)  # fmt: skip
_GOES_ON = words(
    "instead", "rather", "also", "too", "as ?well", "stays?", "keep", "still", "make (?:it|them|that)", "let it",
    "only",
    "but", "those", "these", "than", "not", "no longer", "any ?more", "in place of", "back", "again", "drop", "forget",
    "allowed", "would suit", "otherwise", "the rest", "and it", "in there", "of them", "left", "has to be", "it'?s got",
    "enough", "(?:which|what|any|some|further|more) other", "others",
)  # fmt: skip
_FRAGMENT = re.compile(
    r"\W*(?:with|w|without|by|from|before|after|but|and|or|then|in|set in|starring|add|very|has|does)\b"
)
KEEPS = words(
    "same (?:years?|decades?|era|period|genres?|limits?|rules?|conditions?|terms|length)",
    "(?:of|from|in) (?:that|those|this|these) (?:years?|decades?|era|period|time)s?",
    "(?:keep|leave) (?:the|all the|everything|what|that|it)", "the (?:rest|others?|other wish(?:es)?) (?:stays?|as)",
    "everything else", "same as before", "all else", "back to the (?:films?|list|picks)", "where were we",
    "keep the rest",
    "the rest", "stays?",
)  # fmt: skip


def begins_anew(message: str, said: Understanding, intent: str) -> bool:
    """Of a message with limits in force before it. intent: a wish's."""
    low = message.lower().replace("’", "'")
    add = said.add
    asked = bool(add.genres or add.people or add.themes or add.similar_to)
    if KEEPS.search(low):
        return False
    if ANEW.search(low):
        return asked or bool(said.wish)
    return intent == "recommend" and asked and not (_GOES_ON.search(low) or _FRAGMENT.match(low))


__all__ = ["KEEPS", "begins_anew"]
