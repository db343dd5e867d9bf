"""What a message means and what to answer: linking, constraints over turns, one handler per intent."""

from chatbot.dialogue import asking, lists
from chatbot.dialogue.about_me import profile_edit, profile_show
from chatbot.dialogue.compare import compare
from chatbot.dialogue.facts import item_question
from chatbot.dialogue.handlers import Handler, Moment, Outcome, Room
from chatbot.dialogue.rate import rate
from chatbot.dialogue.recommend import recommend, refine, similar
from chatbot.dialogue.service import support
from chatbot.dialogue.small_talk import goodbye, greeting, out_of_scope, unsafe
from chatbot.dialogue.why import explain, why_not

INTENT_HANDLERS: dict[str, Handler] = {
    "recommend": recommend,
    "refine": refine,
    "similar": similar,
    "rate": rate,
    "explain": explain,
    "why_not": why_not,
    "item_question": item_question,
    "compare": compare,
    "profile_show": profile_show,
    "profile_edit": profile_edit,
    "support": support,
    "greeting": greeting,
    "goodbye": goodbye,
    "out_of_scope": out_of_scope,
    "unsafe": unsafe,
}


def answer(moment: Moment, room: Room) -> Outcome:
    """What a message is answered with: a question back or a piece of writing where it needs one, else its intent's."""
    for other in (asking.which, lists.written):
        if outcome := other(moment, room):
            return outcome
    return INTENT_HANDLERS[moment.intent](moment, room)


__all__ = ["INTENT_HANDLERS", "answer"]
