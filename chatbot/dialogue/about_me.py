"""profile_show and profile_edit: what is remembered about a person, and changing it."""

from __future__ import annotations

from dataclasses import replace

from chatbot.dialogue.cues import CONFIRM_DELETE, words
from chatbot.dialogue.handlers import Moment, Outcome, Room, in_words, titles
from chatbot.dialogue.rate import confirm
from chatbot.dialogue.replies import listed
from chatbot.explain import say_genre
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
    limits = Constraints(not_genres=said.add.not_genres, not_people=said.add.not_people)
    if limits:
        return _set_standing(moment, room, limits)
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
    standing = moment.profile.standing
    genres = {m.value for m in moment.said.mentions if m.kind == "genre"} & set(standing.not_genres)
    people = {m.value for m in moment.said.mentions if m.kind == "person"} & set(standing.not_people)
    if not (genres or people):
        return None
    left = replace(
        standing,
        not_genres=tuple(g for g in standing.not_genres if g not in genres),
        not_people=tuple(p for p in standing.not_people if p not in people),
    )
    what = listed([*map(say_genre, sorted(genres)), *sorted(people)])
    return Outcome(room.replies.say("standing_lifted", moment.turn, limits=what), standing=left)


def _more(items: list[str]) -> str:
    return f" and {len(items) - TOLD} more" if len(items) > TOLD else ""
