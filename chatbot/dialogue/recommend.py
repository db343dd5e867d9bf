"""recommend, refine, similar: a wish, a change of it, or a pattern to follow."""

from __future__ import annotations

import re
from dataclasses import replace

from chatbot.dialogue import forms
from chatbot.dialogue.asking import Question, asked_in, question
from chatbot.dialogue.cues import HERE, NAMES_A_TITLE, NO_FACTS
from chatbot.dialogue.filmography import ask_who
from chatbot.dialogue.handlers import Moment, Outcome, Room, ask_which, in_words, query_of, titles
from chatbot.dialogue.lists import asked_for
from chatbot.dialogue.loosen import few_left, in_the_way, nothing_left, without_asides
from chatbot.dialogue.replies import listed
from chatbot.dialogue.series import mates
from chatbot.dialogue.state import apply, begins_anew, lift, raised
from chatbot.dialogue.years import NEW_FROM
from chatbot.explain import say_genre, say_theme
from chatbot.recommender import Query, Ranked
from chatbot.retrieval.variety import OffTrack
from chatbot.sayings import say_much, say_record
from chatbot.tasks.state import State
from chatbot.types import Constraints

WISHES = ("recommend", "refine", "similar")
SHORT = 4  # words: a shorter message without a wish of its own adds to the wish on the table
FEW = CARDS = 5
# "with Harrison Ford", "but a comedy", "only westerns": half a sentence goes on from the wish before it
_FRAGMENT = re.compile(r"\W*(?:with|without|by|from|before|after|but|and|also|only|in|set in|starring)\b", re.I)


def limits_by_rules(moment: Moment) -> State:
    """What the rules make of a wish: the constraints in force after it."""
    said = moment.said
    fresh = is_fresh(moment)
    state = apply(moment.state, said, fresh)
    if moment.intent == "similar":
        state = replace(state, similar_to=_pattern(moment))
    return State(state, fresh)


def recommend(moment: Moment, room: Room) -> Outcome:
    if moment.said.unknown and not _unknown_person(moment) and NAMES_A_TITLE.search(moment.message.lower()):
        return ask_which(moment, room)
    return _answer(moment, room)


def refine(moment: Moment, room: Room) -> Outcome:
    return _answer(moment, room, changed=bool(moment.shown))


def similar(moment: Moment, room: Room) -> Outcome:
    said = moment.said
    if not (said.add.similar_to or said.items) and (said.unknown or not moment.last_items):
        return ask_which(moment, room)
    return _answer(moment, room)


def is_fresh(moment: Moment) -> bool:
    """Whether a wish is a new one, and no half sentence that goes on from the one before."""
    if moment.said.surprise or moment.said.only_seen or asked_for(moment.message, moment.said):
        return False
    if moment.state:
        return begins_anew(moment.message, moment.said, moment.intent)
    if moment.intent != "recommend":
        return moment.intent == "similar" and bool(moment.said.named)
    add, words = moment.said.add, len(moment.message.split())
    named = bool(add.genres or add.people or add.themes or add.similar_to or moment.said.named)
    return (named or words > SHORT) and not (moment.shown and words <= SHORT and bool(_FRAGMENT.match(moment.message)))


def _pattern(moment: Moment) -> tuple[str, ...]:
    """What a message names or points at; limits stay when it only points."""
    said = moment.said
    refused = {*said.disliked, *said.add.exclude_items}
    named = said.add.similar_to or said.named or said.pointed or moment.last_items[:1]
    return tuple(item for item in named if item not in refused)


def _answer(moment: Moment, room: Room, changed: bool = False) -> Outcome:
    if moment.hers:
        return ask_who(moment, room, moment.hers)
    state = moment.after or limits_by_rules(moment).after
    before, standing = moment.profile.standing, _standing(moment)
    if (clash := _clash(state, standing)) is not None:
        return clash_outcome(clash, moment, room)
    moment = replace(moment, profile=replace(moment.profile, standing=standing))
    query = query_of(moment, state)
    query = replace(query, shown=query.shown | mates(state.exclude_items, room.catalog))
    ranked, state, round_again = _ranked(moment, room, query)
    limits = in_words(state.union(standing))
    outcome = Outcome("", ranked.items, state, None if standing == before else standing)
    if not ranked.items:
        reply, offers = nothing_left(moment, room, state, limits)
        return replace(outcome, reply=reply + _not_known(moment, room), suggestions=(*offers, "Start over"))
    lifted = _lifted(before, standing, moment, room)
    opening = _opening(moment, room, state, limits, changed and not lifted, ranked)
    if round_again:
        opening = room.replies.say("shown_again", moment.turn, limits=limits or "everything")
    reply = lifted + opening + _asides(moment, room)
    more, drops = "", tuple[str, ...]()
    if forms.IN_THE_WAY.search(moment.message.lower()) and (way := in_the_way(moment, room, state))[0]:
        reply, drops = way
    elif ranked.pool < (moment.said.count or FEW):
        more, drops = few_left(moment, room, state, ranked.pool)
    reply += more
    offers = (*drops, *_suggestions(state.union(standing), room))
    if asked := _question_back(moment, room, state, limits):
        reply += " " + room.replies.say(asked.key, moment.turn)
        offers = (*room.replies.options(asked.answers), *offers)
    outcome = replace(outcome, found=ranked.pool, timings_ms=ranked.timings_ms)
    return replace(outcome, reply=reply, suggestions=offers)


def _ranked(moment: Moment, room: Room, query: Query) -> tuple[Ranked, Constraints, bool]:
    """What fits, the limits that it fits, and whether all of it stood in a list before. Where nothing fits, themes told
    by the way are no limits, and what was passed over comes round again."""
    k, rank = moment.said.count or CARDS, room.recommender.rank
    ranked = rank(moment.profile, query, k)
    if not ranked.items and (meant := without_asides(moment, room, query.constraints)) != query.constraints:
        query = replace(query, constraints=meant)
        ranked = rank(moment.profile, query, k)
    passed = frozenset(row["item_id"] for row in moment.shown)
    round_again = not ranked.items and bool(query.passed - passed)
    if round_again:
        ranked = rank(moment.profile, replace(query, passed=passed), k)
    return ranked, query.constraints, round_again


def _question_back(moment: Moment, room: Room, state: Constraints, limits: str) -> Question | None:
    """One question after a vague wish, and never after an answer to another."""
    said = moment.said
    vague = not (limits or state.similar_to or said.wish or said.surprise or said.only_seen or said.something_else)
    told = said.liked or said.disliked or said.ratings
    if not vague or told or moment.carried.words or asked_in(moment.replied, room.replies):
        return None
    return question(moment, room, state)


def _suggestions(limits: Constraints, room: Room) -> tuple[str, ...]:
    """What may be said next; nothing that the limits in force speak against."""
    scary = "Horror" in {*limits.genres, *limits.not_genres} or "scariness" in {*limits.at_least, *limits.at_most}
    settled = {"Nothing scary": scary, "Newer ones": limits.year_min is not None and limits.year_min >= NEW_FROM}
    return tuple(offer for offer in room.replies.options("suggest_list") if not settled.get(offer))


def _standing(moment: Moment) -> Constraints:
    """What holds for good after this message: what is allowed again is taken out, refusals "for ever" are added."""
    said, standing = moment.said, lift(moment.profile.standing, moment.said)
    if not HERE.search(moment.message.lower()):
        standing = raised(standing, said)
    return standing.union(said.lasting) if said.forever or said.lasts else standing


def _lifted(before: Constraints, after: Constraints, moment: Moment, room: Room) -> str:
    """What may come again, where the message takes back a limit that stood."""
    gone = lifted_in_words(before, after)
    return f"{room.replies.say('standing_lifted', moment.turn, limits=listed(gone))} " if gone else ""


def lifted_in_words(before: Constraints, after: Constraints) -> list[str]:
    """What stood against something and does so no longer."""
    genres = [say_genre(g) for g in before.not_genres if g not in after.not_genres]
    themes = [say_theme(t) for t in before.not_themes if t not in after.not_themes]
    people = [p for p in before.not_people if p not in after.not_people]
    return genres + themes + people + [say_much(m) for m in before.at_most if m not in after.at_most]


def _clash(state: Constraints, standing: Constraints) -> tuple[str, ...] | None:
    """What is asked for now and refused for good, in words."""
    both = [say_genre(g) for g in state.genres if g in standing.not_genres]
    both += [p for p in state.people if p in standing.not_people]
    both += [say_theme(t) for t in state.themes if t in standing.not_themes]
    both += [say_much(m) for m, bound in state.at_least.items() if standing.at_most.get(m, bound) < bound]
    return tuple(both) or None


def clash_outcome(clash: tuple[str, ...], moment: Moment, room: Room) -> Outcome:
    """Nothing is changed behind a person's back: she says which of the two holds."""
    what = listed(clash)
    offer = f"Allow {what} again"
    text = room.replies.say("clash", moment.turn, what=what, offer=offer)
    return Outcome(text, suggestions=(offer, "Something else"))


def _opening(moment: Moment, room: Room, state: Constraints, limits: str, changed: bool, ranked: Ranked) -> str:
    say, turn, said = room.replies.say, moment.turn, moment.said
    if said.reset:
        return say("start_over", turn)
    if said.surprise and ranked.off:
        return _surprise(moment, room, ranked, ranked.off)
    if said.only_seen:
        return say("seen_again", turn)
    if said.alone and moment.state:
        return say("alone", turn)
    if said.company and limits:
        return say("company", turn, who=said.company.replace("my ", "your ", 1), limits=limits)
    if changed:
        same = state == moment.state and not (said.wish or moment.feedback or said.something_else)
        return say("refine_same", turn) if same else say("refine" if limits else "refine_plain", turn, limits=limits)
    if state.similar_to:
        key = "recommend_similar_wish" if limits else "recommend_similar"
        return say(key, turn, pattern=titles(state.similar_to[:3], room), limits=limits)
    good = [i for i, rating in said.ratings.items() if rating >= room.domain.rating.like_from]
    if said.liked or good:
        return say("recommend_told", turn, likes=titles((*said.liked, *good), room))
    if limits:
        return say("recommend_wish", turn, limits=limits)
    if moment.profile.warmth != "cold":
        return say("recommend_known", turn)
    return say("recommend_described" if said.wish else "recommend_cold", turn)


def _asides(moment: Moment, room: Room) -> str:
    """What was left out by name, and what was asked for that no fact can answer."""
    named = [i for i in moment.said.add.exclude_items if i in moment.said.items]
    text = room.replies.say("left_out", moment.turn, items=titles(named, room)) if named else ""
    if _unknown_person(moment):
        text += room.replies.say("unknown_person", moment.turn, name=moment.said.unknown)
    return text + _not_known(moment, room)


def _not_known(moment: Moment, room: Room) -> str:
    """What was asked for and the catalogue has no fact about: of no film, or by its nature."""
    missing = [what for what, asked in NO_FACTS if asked.search(moment.message.lower())]
    asked = dict.fromkeys(b.measure for b in moment.said.measures if b.side != "drop")
    missing += [say_record(measure) for measure in asked if not room.catalog.knows(measure)]
    return room.replies.say("no_facts", moment.turn, what=listed(missing, "or")) if missing else ""


def _unknown_person(moment: Moment) -> bool:
    """`something with John Doe`: nobody of that name is in the catalogue."""
    name = re.escape(moment.said.unknown)
    return bool(name) and bool(re.search(rf"\b(?:with|by|starring|from|of) {name}", moment.message))


def _surprise(moment: Moment, room: Room, ranked: Ranked, off: OffTrack) -> str:
    """What was left out to surprise, and the least that is expected of what is shown."""
    say, turn = room.replies.say, moment.turn
    if not off.famous:
        return say("surprise_few", turn)
    expected = [r.predicted_rating for r in ranked.items if r.predicted_rating is not None]
    genres = f"nothing filed under {listed([say_genre(g) for g in off.genres], 'or')}, and " if off.genres else ""
    guess = f"{int(min(expected) * 10) / 10:g}" if expected else ""
    key = "surprise" if expected else "surprise_plain"
    return say(key, turn, genres=genres, famous=off.famous, guess=guess, high=f"{room.domain.rating.high:g}")
