"""profile_show and profile_edit: telling and changing what is remembered; each change is told and can be undone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from chatbot.catalog import normalise
from chatbot.dialogue import forms, kept, saved
from chatbot.dialogue.changes import undone
from chatbot.dialogue.cues import CONFIRM_DELETE, EMPTY, words
from chatbot.dialogue.handlers import Moment, Outcome, Room, in_words, titles
from chatbot.dialogue.known import NEVER, amounts, profile_in_words
from chatbot.dialogue.rate import confirm
from chatbot.dialogue.recommend import lifted_in_words
from chatbot.dialogue.replies import listed
from chatbot.dialogue.state import raised
from chatbot.dialogue.state.manners import mask
from chatbot.dialogue.years import still_refused
from chatbot.types import Constraints, Feedback

_FORGET = words(
    "forget", "remove", "un-?like", "un-?rate", "take (?:back|off|out)", "delete", "undo", "wipe", "clear", "erase",
    "scrap", "strike", "cancel", "retract", "taking back", "wrong about", "withdraw", "changed my mind",
    r"(?:does(?:n'?t| not)|should(?:n'?t| not)|must(?:n'?t| not)) count",
)  # fmt: skip
_WRONG = words(
    "wrong about",
    "(?:have |'ve |i )changed my mind (?:about|on)",
    "misjudged",
    "too (?:hard|strict|harsh|kind|generous|soft|severe) (?:on|with|to)",
    "(?:un)?fair (?:to|on) it",
)
_IT = words(
    "undo",
    "(?:that|this|the last) (?:rating|judgement|like|dislike)",
    "those stars",
    "take (?:that|it) back",
    "did(?:n'?t| not) mean (?:to|that)",
)
_UNDO_FIRST = re.compile(
    r"\W*(?:(?:no|oh|hm+|well|wait|actually|please|sorry)\W+)*(?:undo (?:that|it|this|the|my)(?: last)?"
    r"(?: thing| one| change| step| bit| edit| move)?|take (?:that"
    r"|it) back|put (?:that|it) back)\s*[,.;:!]"
)
# of a film that is named only to say so: "Sabrina is mine, leave it be"
_STAYS = re.compile(
    r"(?: is (?:\w+ )?(?:mine|ours|his|hers|right|correct|fine|true))?(?:,| and|;)? ?(?:(?:please )?(?:leave"
    r"|keep) (?:it|that)"
    r"\b(?! (?:out|off|away|from))|(?:can|may|should|must|shall)? ?stays?\b(?! out))"
)
_RULES = words(
    "rules", "laws", "limits", "filters", "conditions", "restrictions", "bans",
    "you (?:looking|searching|going) (?:for|by)",
    "ask(?:ed)? (?:you )?for",
)  # fmt: skip
_GAVE_IT = words(
    r"(?:how many|how much|what|which)(?: (?:stars|marks|rating|score))? (?:have|did|had) (?:i|we)"
    r" (?:just |already )?(?:give|gave|given|put|rate|rated) (?:(?:to|for|on) )?(?:it|that|this)(?: one| film)?",
)
_FORGET_ALL = words(
    "(?:forget|remove|delete|undo|wipe|clear|erase|scrap|strike|cancel|withdraw|take (?:back|off"
    "|out))(?: [\\w']+){0,4}?"
    " (?:everything(?! else (?:stays|as))|all (?:of )?(?:my|the|it|you)|whole|(?:my|the) (?:data|history|profile"
    "|ratings"
    "|taste|account)|(?:about )?me)",
)  # fmt: skip


def profile_show(moment: Moment, room: Room) -> Outcome:
    low = moment.message.lower().replace("’", "'")
    if kept.accepts(low, moment.offer) and moment.offer == "export":
        return _exported(moment, room)
    if kept.exports(low):
        text = room.replies.say("export_ask", moment.turn, **amounts(moment))
        return Outcome(text, offer="export", suggestions=("Yes, please", "What do you know about me?"))
    if outcome := saved.read_out(moment, room):
        return outcome
    of_it = moment.said.items and kept.SAID_OF_IT.search(mask(low, moment.said.mentions))
    asked_for = moment.said.items if of_it else moment.said.named
    asked_for = asked_for or (moment.last_items[:1] if _GAVE_IT.search(low) else ())
    if own := [moment.judged[i] for i in asked_for if i in moment.judged]:  # "what did I give Con Air?"
        return Outcome(room.replies.say("profile", moment.turn, text=" ".join(confirm(own, room))))
    if of_it:
        return Outcome(room.replies.say("said_nothing", moment.turn, items=titles(moment.said.items, room, "or")))
    calmed = f"{room.replies.say('delete_kept', moment.turn)} " if moment.offer == "delete" else ""
    text = profile_in_words(moment, room)
    if _RULES.search(low) and (here := in_words(moment.state.without(moment.profile.standing))):
        text = f"{text} In this talk: {here}.".strip()
    if not text and _RULES.search(low):
        text = "Nothing limits the search now."
    if not text:
        return Outcome(calmed + room.replies.say("profile_cold", moment.turn))
    text = calmed + room.replies.say("profile", moment.turn, text=text)
    return Outcome(text, suggestions=("What should I watch tonight?",))


def _exported(moment: Moment, room: Room) -> Outcome:
    address = f"/v1/export/{quote(moment.user_id, safe='')}"
    text = profile_in_words(moment, room, brief=True) or "nothing but this chat."
    return Outcome(room.replies.say("export", moment.turn, address=address, summary=text[0].lower() + text[1:]))


def profile_edit(moment: Moment, room: Room) -> Outcome:
    low = moment.message.lower().replace("’", "'")
    say, turn, said = room.replies.say, moment.turn, moment.said
    if CONFIRM_DELETE.match(moment.message) or (moment.offer == "delete" and kept.accepts(low, "delete")):
        return Outcome(say("deleted", turn), delete=True)
    if kept.declines(low, moment.offer) and moment.offer == "delete" and not said.named:
        return Outcome(say("delete_kept", turn), suggestions=("What do you know about me?",))
    if (forms.undoes(low) or _UNDO_FIRST.match(low)) and (outcome := _undo(moment, room)):
        return outcome
    of_the_last = forms.FORGET_LAST.match(low) and not {*said.items} & {*moment.judged}
    if of_the_last and (outcome := _forget_last(moment, room)):
        return outcome
    if kept.deletes_all(low):
        return _ask_delete(moment, room)
    if outcome := saved.changed(moment, room):
        return outcome
    if anew := _judged_anew(moment, low):
        return Outcome(say("rated", turn, what=" ".join(confirm(anew, room))), feedback=anew)
    items = tuple(i for i in said.items if i not in _stay(moment)) or (moment.last_items[:1] if _IT.search(low) else ())
    forgets = any(form.search(low) for form in (_FORGET, kept.REMOVES, forms.NO_MORE, forms.MISTAKEN))
    if forgets and not said.ratings:  # a name that is no more than a word is enough among the few she has judged
        items = items if {*items} & {*moment.judged} else saved.named_among(moment, tuple(moment.judged), room) or items
    if forgets and items and not said.ratings:
        known = [i for i in items if i in moment.profile.seen | moment.profile.refused]
        if not known and (lifted := _lifted(moment, room, Constraints())):
            return lifted
        if not known:
            return Outcome(say("forgot_nothing", turn, items=titles(items, room, "or")))
        anew = tuple(press for press in moment.feedback if press.item_id in _told_instead(moment) - {*known})
        text = " ".join([say("forgot", turn, items=titles(known, room)), *confirm(anew, room)])
        return Outcome(text, forget=tuple(known), feedback=anew)
    if (heard := forms.FORGET_SAID.match(low)) and (what := _content(heard["what"])):
        return _forget_said(what, moment, room)
    if forms.undoes(low):
        return Outcome(say("undo_nothing", turn))
    no_more = bool(forms.NO_MORE.search(low))
    if said.lasting and not no_more:
        return _set_standing(moment, room, said.lasting)
    lifted = _lifted(moment, room, said.refused if no_more else Constraints())
    if lifted:
        return lifted
    if _FORGET_ALL.search(low):
        return _ask_delete(moment, room)
    if moment.feedback:
        return Outcome(say("rated", turn, what=" ".join(confirm(moment.feedback, room))))
    return Outcome(say("edit_unclear", turn))


def _judged_anew(moment: Moment, low: str) -> tuple[Feedback, ...]:
    """The judgement that takes the place of one taken back: "I was wrong about Fargo, I didn't like it"."""
    said = moment.said
    if not _WRONG.search(low) or not (said.tone or said.ratings):
        return ()
    if said.ratings or not said.tone:
        return tuple(press for press in moment.feedback if press.rating is not None)
    return tuple(Feedback(moment.user_id, item, said.tone) for item in said.items or moment.last_items[:1])


def _stay(moment: Moment) -> set[str]:
    """Films that a message names only to say that they stay: `take that off, keep Heat`."""
    low = moment.message.lower().replace("’", "'")
    named = [m for m in moment.said.mentions if m.kind == "item"]
    kept_back = {m.value for m in named if re.search(r"\b(?:keep|leave|not)\W+$", low[: m.start])}
    return kept_back | _told_instead(moment) | {m.value for m in named if _STAYS.match(low[m.end :])}


def _told_instead(moment: Moment) -> set[str]:
    """What is judged in the place of what is taken back: "I have not seen Volver. The one I saw was Ran"."""
    said = moment.said
    judged = {*said.seen, *said.liked, *said.disliked}
    return judged if {*said.items} - judged else set()


def _ask_delete(moment: Moment, room: Room) -> Outcome:
    return Outcome(
        room.replies.say("delete_ask", moment.turn), offer="delete", suggestions=("Yes, delete everything", "No")
    )


# -- taking back ------------------------------------------------------------------------------------------------------


def _undo(moment: Moment, room: Room) -> Outcome | None:
    """The last turn's change of the profile taken back; saying it again brings it back."""
    last = next((turn for turn in reversed(moment.history) if turn.get("changed")), None)
    return _taken_back("undone", last, moment, room) if last else None


def _forget_last(moment: Moment, room: Room) -> Outcome | None:
    """What the last message said, which is not to count: its judgement, or the limits that it set. What was only read
    out since changes nothing of that."""
    turns = [*moment.recall()]
    at = next((n for n in range(len(turns) - 1, -1, -1) if turns[n]["intent"] != "profile_show"), -1)
    if at < 0 or not moment.history or turns[at]["conversation_id"] != turns[-1]["conversation_id"]:
        return None
    told = _taken_back("forgot_said", turns[at], moment, room) if turns[at].get("changed") else None
    return told or _without_limits(turns, at, moment, room)


def _forget_said(what: frozenset[str], moment: Moment, room: Room) -> Outcome:
    """The changes of the turn whose message held these words; of the wish in this conversation too."""
    turns = [*moment.recall()]
    for at in range(len(turns) - 1, -1, -1):
        if not what <= _content(turns[at]["message"]) or turns[at].get("intent") == "profile_show":
            continue
        outcome = _taken_back("forgot_said", turns[at], moment, room) if turns[at].get("changed") else None
        wish = _without_limits(turns, at, moment, room)
        if outcome and wish:
            return replace(outcome, state=wish.state)
        if found := outcome or wish:
            return found
    return Outcome(room.replies.say("forgot_said_nothing", moment.turn))


def _taken_back(key: str, turn: Mapping[str, Any], moment: Moment, room: Room) -> Outcome | None:
    """None where nothing of that turn's change is left."""
    before = moment.profile.standing
    forget, feedback, standing = undone(turn["changed"], moment.user_id, before)
    if not forget and standing == before:
        return None
    restored = {press.item_id for press in feedback}
    gone = [item for item in forget if item not in restored]
    told = [f"I know nothing of you and {titles(gone, room)} now."] if gone else []
    told += confirm(feedback, room)
    if standing != before:
        told.append(_standing_told(before, standing))
    if not told:
        return None
    text = room.replies.say(key, moment.turn, what=" ".join(told))
    return Outcome(
        text, forget=forget, feedback=feedback, standing=standing, suggestions=("What do you know about me?",)
    )


def _standing_told(before: Constraints, after: Constraints) -> str:
    lifted = lifted_in_words(before, after)
    if lifted:
        return f"{listed(lifted).capitalize()} may come again."
    return f"For good: {in_words(after, NEVER)}." if after else "Nothing holds for good now."


def _without_limits(turns: list[Mapping[str, Any]], at: int, moment: Moment, room: Room) -> Outcome | None:
    """The wish without the limits that came into force with one turn of this conversation."""
    then, here = turns[at], [t for t in turns[:at] if t["conversation_id"] == turns[at]["conversation_id"]]
    if not moment.history or then["conversation_id"] != turns[-1]["conversation_id"]:
        return None
    was = Constraints.from_json(here[-1]["constraints"]) if here else Constraints()
    new = Constraints.from_json(then["constraints"]).without(was)
    left = moment.state.without(new)
    if left == moment.state:
        return None
    what = f"What holds now: {in_words(left)}." if in_words(left) else "Nothing limits the search now."
    return Outcome(room.replies.say("forgot_said", moment.turn, what=what), state=left)


def _content(text: str) -> frozenset[str]:
    return frozenset(normalise(text).split()) - EMPTY


# -- what holds for good ----------------------------------------------------------------------------------------------


def _set_standing(moment: Moment, room: Room, limits: Constraints) -> Outcome:
    text = room.replies.say("standing", moment.turn, limits=in_words(limits, NEVER))
    if moment.feedback:  # "loved Heat, no slashers ever though"
        text = f"{room.replies.say('rated', moment.turn, what=' '.join(confirm(moment.feedback, room)))} {text}"
    return Outcome(
        text,
        standing=raised(moment.profile.standing, moment.said).union(limits),
        suggestions=room.replies.options("suggest_rate"),
    )


def _lifted(moment: Moment, room: Room, no_more: Constraints) -> Outcome | None:
    """A standing limit that the message names without refusing it is taken back. no_more: said to hold no longer."""
    standing, said = moment.profile.standing, moment.said
    told = (said.drop, said.allows, said.add)  # "Gibson is let back in; the horror stays"
    plainly = any(limits.genres or limits.people or limits.themes for limits in told)
    named = {v for limits in told for v in (*limits.genres, *limits.people)} if plainly else None
    mentions = [m for m in said.mentions if named is None or m.value in named]
    genres = {m.value for m in mentions if m.kind == "genre"} | {*no_more.not_genres}
    people = {m.value for m in mentions if m.kind == "person"} | {*no_more.not_people}
    themes = {*said.drop.themes, *said.add.themes, *no_more.not_themes}
    dropped = {*said.dropped, *no_more.at_most}
    left = replace(
        standing,
        not_genres=tuple(g for g in standing.not_genres if g not in genres),
        not_people=tuple(p for p in standing.not_people if p not in people),
        not_themes=tuple(t for t in standing.not_themes if t not in themes),
        not_decades=still_refused(standing.not_decades, said.add, said.drop_years),
        at_most={m: bound for m, bound in standing.at_most.items() if m not in dropped},
    )
    gone = lifted_in_words(standing, left)
    if not gone:
        return None
    return Outcome(room.replies.say("standing_lifted", moment.turn, limits=listed(gone)), standing=left)
