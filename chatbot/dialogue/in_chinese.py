"""Answers in Chinese: what the handlers decided, said in Chinese from its values; in English where there are no words.

Whatever can be said from values is: limits, judgements, evidence, facts. A sentence that has no Chinese form is given
in English, and said to be so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chatbot.chinese import Read, Sayings, has_han, sayings, traditional
from chatbot.dialogue.grounds import stored
from chatbot.dialogue.handlers import Moment, Outcome, Room, meant
from chatbot.dialogue.recommend import WISHES
from chatbot.dialogue.replies import Replies
from chatbot.dialogue.why import broken
from chatbot.domain import PROMPTS, Domain
from chatbot.support.tickets import summary
from chatbot.taste import beliefs
from chatbot.types import Constraints, Item, Recommendation

FEW = 5
UNREAD, LONGEST = 2, 16  # pieces that are repeated, and their characters
TOLD = 4  # shares of a score, people of a film, lines of a taste
JOIN = "、"


class ChineseReplies(Replies):
    """Replies of one turn in Chinese; what has no Chinese sentence comes out in English and is remembered.

    said: (key, fields) of everything that was said, in order.
    """

    def __init__(self, domain: Domain, english: Replies) -> None:
        super().__init__(domain, PROMPTS / "chinese/replies.yaml")
        self._english = english
        self.said: list[tuple[str, dict[str, object]]] = []
        self.in_english = False

    def say(self, key: str, turn: int = 0, **fields: object) -> str:
        self.said.append((key, dict(fields)))
        if key in self._lines:
            return super().say(key, turn, **fields)
        self.in_english = True
        return self._english.say(key, turn, **fields)

    def options(self, key: str) -> tuple[str, ...]:
        return super().options(key) if key in self._lines else self._english.options(key)


class InChinese:
    """One message in Chinese and its answer. room: the same parts, with replies in Chinese."""

    def __init__(self, message: str, read: Read, room: Room) -> None:
        self._message, self._read = message, read
        self._replies = ChineseReplies(room.domain, room.replies)
        self.room = replace(room, replies=self._replies)
        self._sayings: Sayings = sayings()

    def told(self, moment: Moment, outcome: Outcome) -> Outcome:
        """The outcome of one request with its reply and its suggestions in Chinese."""
        if not self._read.english:
            text, offers = self._say("zh_lost", moment), self.room.replies.options("suggest_start")
            return Outcome(text, suggestions=offers, intent="out_of_scope")
        reply = self._composed(moment, outcome)
        if reply is None:
            reply = outcome.reply
            if self._is_english(reply):
                reply = self._say("zh_english", moment, text=reply)
        offers = self._offers(outcome, moment)
        outcome = replace(outcome, reply=reply, suggestions=offers, asked=None)
        self._replies.in_english = False
        self._replies.said.clear()
        return replace(outcome, summary=self._summary(moment)) if outcome.ticket else outcome

    def finished(self, outcome: Outcome) -> Outcome:
        """With what could not be read, and in the script of the message."""
        outcome = replace(outcome, reply=outcome.reply + self._aside())
        if not self._read.traditional:
            return outcome
        offers = tuple(map(traditional, outcome.suggestions))
        return replace(outcome, reply=traditional(outcome.reply), suggestions=offers)

    def reasons(self, items: Sequence[Recommendation]) -> Iterator[tuple[int, str]]:
        """Plain sentences from evidence: the model writes in English alone."""
        for at, one in enumerate(items):
            yield at, sayings(self._read.traditional).reason(one.item, one.evidence, at)

    # -- replies from values --

    def _composed(self, moment: Moment, outcome: Outcome) -> str | None:
        """The reply from what the outcome holds, or None where its own sentence stands."""
        keys = [key for key, _ in self._replies.said]
        if moment.intent in WISHES and outcome.items:
            return self._wish(moment, outcome, keys)
        if moment.intent in WISHES and outcome.state is not None:
            limits = self._limits(outcome.state, outcome.standing or moment.profile.standing)
            return self._say("zh_nothing" if limits else "zh_nothing_plain", moment, limits=limits)
        if "clash" in keys:
            return self._say("zh_clash", moment)
        if outcome.sources:
            return self._article(moment, outcome)
        if "explain" in keys or "explain_brief" in keys:
            return "".join(self._why(moment, row) for row in outcome.grounds)
        if (why_not := next((key for key in keys if key.startswith("why_not_")), "")) and outcome.grounds:
            return self._why_not(why_not, moment, outcome.grounds[0])
        if "rated" in keys or "rated_list" in keys:
            return self._rated(moment, outcome)
        if "standing" in keys and outcome.standing is not None:
            return self._say("zh_standing", moment, limits=self._limits(outcome.standing, Constraints()))
        if "profile" in keys:
            return self._profile(moment)
        asks = moment.intent in {"item_question", "compare"} and meant(moment, self.room)
        return self._facts(moment) if asks and self._is_english(outcome.reply) else None

    def _wish(self, moment: Moment, outcome: Outcome, keys: Sequence[str]) -> str:
        state = outcome.state or moment.state
        limits = self._limits(state, outcome.standing or moment.profile.standing)
        films, liked = self._titles(state.similar_to[:3]), self._titles(moment.said.liked)
        if films:
            key = "zh_similar_wish" if limits else "zh_similar"
        elif moment.said.something_else:
            key = "zh_other_wish" if limits else "zh_other"
        elif "refine" in keys:
            key = "zh_changed"
        elif liked and not limits:
            key, films = "zh_told", liked
        elif limits:
            key = "zh_wish"
        elif "refine_plain" in keys:
            key = "zh_other"
        else:
            key = "zh_known" if moment.profile.warmth != "cold" else "zh_cold"
        text = self._say(key, moment, limits=limits, films=films)
        if outcome.found is not None and outcome.found < FEW:
            text += self._say("zh_few", moment, n=outcome.found)
        asked = next((key for key in keys if key.startswith("ask_")), "")
        return text + (self._say(asked, moment) if asked else "")

    def _why(self, moment: Moment, row: Mapping[str, Any]) -> str:
        evidence, item = stored(_plain(row)), self.room.catalog[row["item_id"]]
        moved = [e for e in evidence if abs(e.weight) >= 0.01][:TOLD]
        shares = JOIN.join(
            self._say(
                "zh_share" if e.weight > 0 else "zh_against",
                moment, what=self._sayings.evidence(e), n=round(100 * abs(e.weight)),
            )
            for e in moved
        )  # fmt: skip
        reason = self._sayings.reason(item, evidence)
        return self._say("zh_explain", moment, film=item.title, reason=reason, shares=shares)

    def _why_not(self, key: str, moment: Moment, row: Mapping[str, Any]) -> str:
        item = self.room.catalog[row["item_id"]]
        kept_out = broken(moment.state.union(moment.profile.standing), item, self.room)
        limits = JOIN.join(self._sayings.limits(kept_out, self.room.catalog))
        return self._say(key, moment, item=item.title, rank=row.get("rank"), pool=row.get("pool"), limits=limits)

    def _rated(self, moment: Moment, outcome: Outcome) -> str:
        kept = outcome.kept(moment)
        said = [
            self._say("zh_stars", moment, film=self.room.catalog[f.item_id].title, n=f"{f.rating:g}")
            for f in kept if f.rating is not None
        ]  # fmt: skip
        for signal in ("like", "dislike", "seen", "not_interested"):
            films = self._titles([f.item_id for f in kept if f.signal == signal and f.rating is None])
            said += [self._say(f"zh_{signal}", moment, films=films)] if films else []
        text = self._say("zh_rated", moment, what="；".join(said))
        return text + (self._say("zh_rated_list", moment) if outcome.items else "")

    def _profile(self, moment: Moment) -> str:
        liked = [i for i, weight in moment.profile.weights.items() if weight > 0]
        disliked = [i for i, weight in moment.profile.weights.items() if weight < 0]
        lines = [
            self._say(key, moment, films=self._titles(ids[-TOLD:])) + "。"
            for key, ids in (("zh_like", liked), ("zh_dislike", disliked)) if ids
        ]  # fmt: skip
        lines += [self._sayings.belief(*line.about) for line in beliefs(moment.profile, self.room.catalog)[:TOLD]]
        if standing := self._limits(moment.profile.standing, Constraints()):
            lines.append(self._say("zh_lasting", moment, limits=standing))
        return self._say("zh_profile", moment, lines="".join(lines))

    def _facts(self, moment: Moment) -> str:
        """What the catalogue knows of the films that a question is about."""
        lines = [self._about(item, moment) for item in meant(moment, self.room)[:2]]
        for key, said in self._replies.said:
            if key == "guess" and len(lines) == 1:
                lines.append(self._say("zh_guess", moment, rating=said["rating"], high=said["high"]))
            elif key == "compare_suits":
                lines.append(self._say("zh_suits", moment, film=said["item"]))
        return "".join(lines)

    def _about(self, item: Item, moment: Moment) -> str:
        say, facts = self._sayings, []
        for name in self.room.domain.facts:
            values = [say.value(name, value) for value in item.facts.get(name, ())[:TOLD]]
            facts += [f"{say.field(name)} {JOIN.join(values)}"] if values else []
        known = [JOIN.join(map(say.genre_film, item.genres)), *facts]
        known += [say.minutes(item.minutes)] if item.minutes else []
        known += [say.bound("age", "at_least", item.age)] if item.age else []
        return self._say("zh_facts", moment, film=item.label, facts="；".join(known))

    def _article(self, moment: Moment, outcome: Outcome) -> str:
        """The help article in Chinese, where what was translated is still what it says; else as it stands."""
        article = self.room.desk.articles[outcome.sources[0].id]
        if known := self._sayings.article(article.id, article.answer):
            return self._say("zh_support", moment, title=known[0], answer=known[1])
        return self._say("zh_support_english", moment, answer=outcome.plain, title=article.title)

    # -- parts --

    def _limits(self, state: Constraints, standing: Constraints) -> str:
        named = replace(state, similar_to=(), exclude_items=()).union(replace(standing, exclude_items=()))
        return JOIN.join(self._sayings.limits(named, self.room.catalog))

    def _offers(self, outcome: Outcome, moment: Moment) -> tuple[str, ...]:
        """What may be said next, in Chinese alone: what has no Chinese form is not offered."""
        if moment.intent in WISHES and outcome.state is not None and not outcome.items:
            state = outcome.state
            dated = state.year_min is not None or state.year_max is not None
            kinds = [*(["years"] if dated else []), *(["genres"] if state.genres else []), "all"]
            return tuple(self.room.replies.options(f"zh_loosen_{kind}")[0] for kind in kinds)
        if outcome.offer:
            return self.room.replies.options("suggest_handoff")
        kept = tuple(filter(has_han, outcome.suggestions))
        spare = "suggest_list" if moment.shown or outcome.items else "suggest_start"
        return kept or (self.room.replies.options(spare) if outcome.suggestions else ())

    def _aside(self) -> str:
        """What was not read, told once and honestly."""
        text = "".join(self._say("zh_unknown", None, title=title[:LONGEST]) for title in self._read.unknown[:1])
        if self._read.unread and self._read.english:
            words = JOIN.join(one[:LONGEST] for one in self._read.unread[:UNREAD])
            text += self._say("zh_unread", None, words=words)
        return text

    def _summary(self, moment: Moment) -> str:
        """For the person who takes over: what was written, not how it was heard."""
        rows = [{**row, "message": row.get("written", row["message"])} for row in moment.history]
        return summary(rows, self._message, self._limits(moment.state, moment.profile.standing))

    def _is_english(self, reply: str) -> bool:
        return self._replies.in_english or not has_han(reply)

    def _titles(self, ids: Sequence[str]) -> str:
        return JOIN.join(self.room.catalog[i].title for i in ids if i in self.room.catalog)

    def _say(self, key: str, turn: Moment | None, **fields: object) -> str:
        return Replies.say(self._replies, key, turn.turn if turn else 0, **fields)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A ground's evidence without its English words."""
    return {"evidence": [{k: v for k, v in e.items() if k != "said"} for e in row["evidence"]]}
