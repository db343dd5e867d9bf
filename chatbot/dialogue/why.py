"""explain and why_not: what a suggestion rests on, and what kept another out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chatbot.catalog import measure_of
from chatbot.dialogue.asked import SHARES, WITHOUT_ALL
from chatbot.dialogue.forms import YOUR_PICK
from chatbot.dialogue.grounds import LEAST, TOLD, Ground, ground, shares_in_words, stored
from chatbot.dialogue.handlers import Moment, Outcome, Room, ask_which, in_words
from chatbot.dialogue.replies import listed
from chatbot.dialogue.what_if import knowing_nothing, ordinal, place_of, query_of_list, what_if
from chatbot.recommender import Query
from chatbot.types import Constraints, Evidence, Item

EXPLAINED = 2
BRIEF = 10  # words of a reason from which two at once are told by their shares alone
FOR_IT = 2  # evidence for an item that is not on the list


def explain(moment: Moment, room: Room) -> Outcome:
    low = moment.message.lower().replace("’", "'")
    if WITHOUT_ALL.search(low):
        return knowing_nothing(moment, room)
    if moment.said.what_if and (moment.said.items or moment.last_items):
        return what_if(moment, room)
    if moment.said.unknown and not moment.said.items:
        return ask_which(moment, room)
    shown = {row["item_id"]: row for row in moment.shown}
    absent = [i for i in moment.said.named if i not in shown and i in room.catalog]
    if absent and not any(i in shown for i in moment.said.items) and not (SHARES.search(low) and shown):
        return _not_suggested(moment, room, room.catalog[absent[0]])
    if not moment.shown:
        return Outcome(
            room.replies.say("explain_nothing", moment.turn), suggestions=room.replies.options("suggest_start")
        )
    picks = bool(YOUR_PICK.match(low))
    spoken_of = [i for i in moment.said.items if i in shown] or [i for i in moment.last_items if i in shown][:1]
    wanted = ([shown[i] for i in spoken_of if i in shown and not picks] or [moment.shown[0]])[:EXPLAINED]
    texts, grounds = [], []
    for row in wanted:
        evidence = stored(row)
        shares = shares_in_words(evidence, TOLD if len(wanted) == 1 else TOLD // 2)
        said = {"item": row["title"], "reason": row["reason"], "shares": shares}
        brief = len(wanted) > 1 and len(str(row["reason"]).split()) > BRIEF
        of_it = room.catalog[absent[0]] if absent else None  # "how much does Heat count for in that?"
        texts += [_share(evidence, of_it, row["title"], moment, room)] if of_it else []
        texts.append(room.replies.say("explain_brief" if brief else "explain", moment.turn, **said))
        if row["item_id"] in room.catalog:
            grounds.append(ground(room.catalog[row["item_id"]], evidence, rank=row["rank"]))
    if picks:
        texts.insert(0, room.replies.say("pick", moment.turn, item=wanted[0]["title"]))
    more = ("More like that", "Something else", "What do you know about me?")
    return Outcome(" ".join(texts), suggestions=more, grounds=tuple(grounds))


def _share(evidence: Sequence[Evidence], film: Item, of: str, moment: Moment, room: Room) -> str:
    """How much of a score a film makes up that was judged."""
    weight = sum(e.weight for e in evidence if e.item_id == film.item_id and e.kind.endswith("liked_item"))
    key = "explain_share" if abs(weight) >= LEAST else "explain_no_share"
    return room.replies.say(key, moment.turn, film=film.title, share=f"{weight:.0%}", item=of)


def _not_suggested(moment: Moment, room: Room, item: Item) -> Outcome:
    """`why did you pick Jaws?`, which nobody picked."""
    text, row = _why_not(moment, room, item)
    text = room.replies.say("explain_absent", moment.turn, item=item.title) + " " + text
    return Outcome(text, suggestions=room.replies.options("suggest_list"), grounds=(row,))


def why_not(moment: Moment, room: Room) -> Outcome:
    named = [room.catalog[i] for i in (*moment.said.named, *moment.said.pointed) if i in room.catalog]
    if not named:
        return ask_which(moment, room)
    refused = moment.said.refused  # "no horror, by the way. So why not Alien?"
    state = moment.state.union(refused) if refused else None
    text, row = _why_not(moment if state is None else replace(moment, state=state), room, named[0])
    return Outcome(text, state=state, suggestions=room.replies.options("suggest_list"), grounds=(row,))


def _why_not(moment: Moment, room: Room, item: Item) -> tuple[str, Ground]:
    """What kept it out, and where it would be by score."""
    say, turn, profile = room.replies.say, moment.turn, moment.profile
    for shown in moment.shown:
        if shown["item_id"] == item.item_id:
            row = ground(item, stored(shown), rank=shown["rank"])
            return say("why_not_shown", turn, item=item.title, rank=shown["rank"]), row
    query = query_of_list(moment.shown, moment.shown_for, moment.state, room)
    taste = place_of(room.recommender, replace(profile, standing=Constraints()), _unlimited(query), item)
    rank, pool = ordinal(taste.rank), f"{taste.pool:,}"
    more = {"item": item.title, "rank": rank, "pool": pool}
    for key, kept_off in (("why_not_refused", profile.refused), ("why_not_seen", profile.seen)):
        if item.item_id in kept_off:
            row = ground(item, [_done(key.removeprefix("why_not_"))], rank=taste.rank, pool=taste.pool)
            return say(key, turn, **more), row
    limits = moment.state.union(profile.standing)
    within = room.catalog.allowed(limits)[room.catalog.index(item.item_id)]
    if within and moment.shown and item.item_id in moment.listed:
        here = place_of(room.recommender, profile, query, item)
        row = ground(item, [_done("shown")], rank=here.rank, pool=here.pool)
        return say("why_not_listed", turn, item=item.title, rank=ordinal(here.rank), pool=f"{here.pool:,}"), row
    if not within:
        kept_out = broken(limits, item, room)
        words = in_words(kept_out) or "shown before"
        key = "why_not_unknown" if _unknown(kept_out, item) else "why_not_limit"
        if (kept_out.year_min, kept_out.year_max) != (None, None):
            more["item"] = item.label
        row = ground(item, [_limit(words)], rank=taste.rank, pool=taste.pool)
        return say(key, turn, limits=words, **more), row
    return _in_the_running(moment, room, item, query)


def _in_the_running(moment: Moment, room: Room, item: Item, query: Query) -> tuple[str, Ground]:
    """Nothing kept it out but its score, or, high up, that it is much like what is on the list."""
    here, recommender = place_of(room.recommender, moment.profile, query, item), room.recommender
    evidence = recommender.evidence(item, recommender.want(moment.profile, query), query)
    row = ground(item, evidence, rank=here.rank, pool=here.pool)
    said = {"item": item.title, "rank": ordinal(here.rank), "pool": f"{here.pool:,}"}
    likes = [e for e in evidence if e.kind == "liked_item" and e.item_id and e.weight > 0][:FOR_IT]
    text = room.replies.say("why_not_rank", moment.turn, **said)
    if moment.shown and here.rank <= len(moment.shown):
        text = room.replies.say("why_not_variety", moment.turn, **said)
    if likes:
        speaks = listed([f"{e.value} ({e.weight:.0%} of its score)" for e in likes])
        text += " " + room.replies.say("why_not_for_it", moment.turn, likes=speaks)
    return text, row


def _unlimited(query: Query) -> Query:
    """What was asked for by example and in words, without any limit."""
    return replace(query, constraints=Constraints(similar_to=query.constraints.similar_to))


def _done(how: str) -> Evidence:
    """What was done with an item, which keeps it out. how: "seen", "refused" or "shown"."""
    told = {"seen": "seen or rated", "refused": "not for you", "shown": "in an earlier list"}
    return Evidence("k1", "constraint", told[how], 0.0, None, how)


def _limit(words: str) -> Evidence:
    """The limits that an item breaks."""
    return Evidence("k1", "constraint", words, 0.0, None, "limit", words)


def broken(limits: Constraints, item: Item, room: Room) -> Constraints:
    """Those of the limits that the item does not meet."""
    at = room.catalog.index(item.item_id)
    kept = Constraints()
    for one in limits.each():
        if not room.catalog.allowed(one)[at]:
            kept = kept.union(one)
    return kept


def _unknown(kept_out: Constraints, item: Item) -> bool:
    """Whether nothing but what is not known of an item keeps it out."""
    bounds = {*kept_out.at_least, *kept_out.at_most}
    if not (bounds or kept_out.themes or kept_out.not_themes):
        return False
    rest = replace(kept_out, themes=(), not_themes=(), at_least={}, at_most={})
    themed = bool(item.facts.get("theme")) and bool(kept_out.themes or kept_out.not_themes)
    return not rest and not themed and all(measure_of(item, measure) is None for measure in bounds)


__all__ = ["broken", "explain", "ordinal", "why_not"]
