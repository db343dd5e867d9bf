"""support: an answer from a help article with its name, or a hand-off. Nothing is promised that no article states."""

from __future__ import annotations

from chatbot.dialogue.handlers import Moment, Outcome, Room


def support(moment: Moment, room: Room) -> Outcome:
    found = room.desk.answer(moment.message)
    suggestions = room.replies.options("suggest_support")
    if found is None:
        return Outcome(room.replies.say("handoff", moment.turn), handoff=True, suggestions=suggestions)
    article, source = found
    text = room.replies.say("support", moment.turn, answer=article.answer.replace("**", ""), title=article.title)
    return Outcome(text, sources=(source,), suggestions=suggestions)
