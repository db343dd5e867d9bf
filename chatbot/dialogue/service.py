"""support: an answer from a help article with its name, or a hand-off. Nothing is promised that no article states."""

from __future__ import annotations

from chatbot.dialogue.cues import words
from chatbot.dialogue.forms import TO_A_PERSON, YES
from chatbot.dialogue.handlers import Moment, Outcome, Room
from chatbot.support.articles import Article
from chatbot.tasks.answer import AnswerInput

_UPSET = words(
    "(?:nobody|no one) (?:answers?|replies|helps?)", "third time", "again and again", "ridiculous", "unacceptable",
    "furious", "fed up", "sick of", "useless", "joke", "annoy\\w+", "frustrat\\w+", "still (?:not|no|nothing)", "angry",
    "rubbish", "terrible", "nothing works", "disgrace\\w*", "scam", "rip-?off", "wtf", "for weeks",
)  # fmt: skip
CONTACT = "how do I talk to a person"


def support(moment: Moment, room: Room) -> Outcome:
    low = moment.message.lower()
    wants_person = moment.offered and YES.match(low)
    question = CONTACT if wants_person or TO_A_PERSON.search(low) else moment.message
    found = room.desk.answer(question)
    suggestions = room.replies.options("suggest_support")
    if found is None:
        return Outcome(_handoff(moment, room), handoff=True, suggestions=suggestions)
    article, source = found
    plain = _plain(article)
    text = room.replies.say("support", moment.turn, answer=plain, title=article.title)
    if question == CONTACT:
        text = f"{room.replies.say('handoff_yes', moment.turn)} {text}"
    elif _UPSET.search(low):
        text = f"{room.replies.say('upset', moment.turn)} {text} {room.replies.say('handoff_offer', moment.turn)}"
    # the first paragraph answers in general, the LLM just what was asked
    asked = None if question == CONTACT else AnswerInput(f"{article.title}. {article.text}", moment.message)
    handoff = question == CONTACT
    return Outcome(text, sources=(source,), handoff=handoff, suggestions=suggestions, asked=asked, plain=plain)


def _handoff(moment: Moment, room: Room) -> str:
    upset = f"{room.replies.say('upset', moment.turn)} " if _UPSET.search(moment.message.lower()) else ""
    return upset + room.replies.say("handoff", moment.turn)


def _plain(article: Article) -> str:
    return article.answer.replace("**", "")
