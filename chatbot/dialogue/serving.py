"""serving: the answers to the requests of one message as one answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chatbot.dialogue.handlers import Moment, Outcome

Served = tuple[Moment, Outcome]
_ANSWERS = frozenset({"support", "item_question", "compare", "explain", "why_not", "profile_show"})


def main_of(served: Sequence[Served]) -> Moment:
    """Whose intent is the message's: what brings cards, else what brings an answer, else the first."""
    return max(served, key=lambda one: (bool(one[1].items), bool(one[1].sources), one[0].intent in _ANSWERS))[0]


def intents_of(served: Sequence[Served]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(outcome.intent or moment.intent for moment, outcome in served))


def joined(served: Sequence[Served]) -> Outcome:
    """One Outcome: replies in order, all that was judged and forgotten, of states and offers the last.

    Its feedback is what to keep, with what the messages themselves said.
    """
    if len(served) == 1:
        ((moment, outcome),) = served
        return replace(outcome, feedback=outcome.kept(moment))
    outcomes = [outcome for _, outcome in served]
    main = next(outcome for moment, outcome in served if moment is main_of(served))
    states = [o.state for o in outcomes if o.state is not None]
    standings = [o.standing for o in outcomes if o.standing is not None]
    timings: dict[str, float] = {}
    for outcome in outcomes:
        for stage, ms in outcome.timings_ms.items():
            timings[stage] = timings.get(stage, 0.0) + ms
    return Outcome(
        reply=" ".join(o.reply for o in outcomes),
        items=next((o.items for o in reversed(outcomes) if o.items), ()),
        state=states[-1] if states else None,
        standing=standings[-1] if standings else None,
        feedback=tuple(press for moment, outcome in served for press in outcome.kept(moment)),
        forget=tuple(item for o in outcomes for item in o.forget),
        sources=tuple(dict.fromkeys(source for o in outcomes for source in o.sources)),
        handoff=any(o.handoff for o in outcomes),
        suggestions=main.suggestions,
        found=next((o.found for o in reversed(outcomes) if o.found is not None), None),
        timings_ms=timings,
        grounds=tuple(ground for o in outcomes for ground in o.grounds),
        offer=next((o.offer for o in reversed(outcomes) if o.offer), ""),
        ticket=next((o.ticket for o in outcomes if o.ticket), None),
        summary=next((o.summary for o in outcomes if o.ticket), ""),
        watch=tuple(item for o in outcomes for item in o.watch),
        unwatch=tuple(item for o in outcomes for item in o.unwatch),
    )
