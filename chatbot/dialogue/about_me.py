"""profile_show and profile_edit: what is remembered about a person, and changing it."""

from __future__ import annotations

from dataclasses import replace

from chatbot.dialogue.cues import CONFIRM_DELETE, words
from chatbot.dialogue.handlers import Moment, Outcome, Room, in_words, titles
from chatbot.dialogue.rate import confirm
from chatbot.dialogue.recommend import lifted_in_words
from chatbot.dialogue.replies import listed
from chatbot.types import Constraints, UserProfile

_FORGET = words(
    "forget", "remove", "un-?like", "un-?rate", "take (?:back|off|out)", "delete", "undo", "wipe", "clear", "erase",
    "scrap", "wrong about", "withdraw", "changed my mind",
)  # fmt: skip
_UNDO = words("undo", "take (?:that|it) back", "did(?:n'?t| not) mean (?:to|that)")
_ALL = words(
    "everything", "all (?:of )?(?:my|the|it|you)", "whole", "(?:my|the) (?:data|history|profile|ratings|taste|account)",
    "(?:about )?me",
)  # fmt: skip
TOLD = 6
NEVER = "nothing with"


def profile_show(moment: Moment, room: Room) -> Outcome:
    text = profile_in_words(moment.profile, room)
    if not text:
        return Outcome(room.replies.say("profile_cold", moment.turn))
    return Outcome(room.replies.say("profile", moment.turn, text=text), suggestions=("What should I watch tonight?",))


def profile_in_words(profile: UserProfile, room: Room) -> str:
    """Likes, dislikes, what was seen and what holds for ever, in plain sentences; empty for a cold person."""
    ranked = sorted(profile.weights, key=lambda i: -abs(profile.weights[i]))
    liked = [i for i in ranked if profile.weights[i] > 0]
    disliked = [i for i in ranked if profile.weights[i] < 0]
    lines = []
    if liked:
        lines.append(f"You like {titles(liked[:TOLD], room)}{_more(liked)}.")
    if disliked:
        lines.append(f"You did not care for {titles(disliked[:TOLD], room)}{_more(disliked)}.")
    rest = len(profile.seen) - len(liked) - len(disliked)
    if rest > 0:
        lines.append(f"{rest} more you have seen without strong feelings.")
    if profile.refused:
        lines.append(f"Not for you: {titles(sorted(profile.refused)[:TOLD], room)}.")
    if profile.standing:
        lines.append(f"For good: {in_words(profile.standing, NEVER)}.")
    return " ".join(lines)


def profile_edit(moment: Moment, room: Room) -> Outcome:
    low = moment.message.lower()
    say, turn, said = room.replies.say, moment.turn, moment.said
    if CONFIRM_DELETE.match(moment.message):
        return Outcome(say("deleted", turn), delete=True)
    items = said.items or (moment.last_items[:1] if _UNDO.search(low) else ())
    if _FORGET.search(low) and items and not said.ratings:
        known = [i for i in items if i in moment.profile.seen | moment.profile.refused]
        if not known:
            return Outcome(say("forgot_nothing", turn, items=titles(items, room, "or")))
        return Outcome(say("forgot", turn, items=titles(known, room)), forget=tuple(known))
    if said.refused:
        return _set_standing(moment, room, said.refused)
    lifted = _lifted(moment, room)
    if lifted:
        return lifted
    if _FORGET.search(low) and _ALL.search(low):
        return Outcome(say("delete_ask", turn), suggestions=("Yes, delete everything",))
    if moment.feedback:
        return Outcome(say("rated", turn, what=" ".join(confirm(moment.feedback, room))))
    return Outcome(say("edit_unclear", turn))


def _set_standing(moment: Moment, room: Room, limits: Constraints) -> Outcome:
    return Outcome(
        room.replies.say("standing", moment.turn, limits=in_words(limits, NEVER)),
        standing=moment.profile.standing.union(limits),
        suggestions=room.replies.options("suggest_rate"),
    )


def _lifted(moment: Moment, room: Room) -> Outcome | None:
    """A standing limit that the message names without refusing it is taken back."""
    standing, said = moment.profile.standing, moment.said
    genres = {m.value for m in said.mentions if m.kind == "genre"}
    people = {m.value for m in said.mentions if m.kind == "person"}
    themes = {*said.drop.themes, *said.add.themes}
    left = replace(
        standing,
        not_genres=tuple(g for g in standing.not_genres if g not in genres),
        not_people=tuple(p for p in standing.not_people if p not in people),
        not_themes=tuple(t for t in standing.not_themes if t not in themes),
        at_most={m: bound for m, bound in standing.at_most.items() if m not in said.dropped},
    )
    gone = lifted_in_words(standing, left)
    if not gone:
        return None
    return Outcome(room.replies.say("standing_lifted", moment.turn, limits=listed(gone)), standing=left)


def _more(items: list[str]) -> str:
    return f" and {len(items) - TOLD} more" if len(items) > TOLD else ""
