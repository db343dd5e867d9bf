"""Recommender: exact shares, limits that always hold, variety, and an answer for people nobody knows yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.build import Parts
from chatbot.catalog import people_of
from chatbot.domain import Domain
from chatbot.evidence import LIKED_TOLD
from chatbot.explain import PLAIN_WORDS, plain_reason, unsupported
from chatbot.llm.scripted import Scripted
from chatbot.predict import Predictor
from chatbot.profile import build_profile
from chatbot.prompt import PromptFormat
from chatbot.recommender import KNOWN_TOLD, Query, Recommender
from chatbot.retrieval.index import VectorIndex
from chatbot.retrieval.knowledge import Knowledge
from chatbot.retrieval.retriever import Retriever
from chatbot.retrieval.variety import ALIKE, varied
from chatbot.tasks import RankingTask, RatingTask, ReasonTask
from chatbot.types import Constraints, Interaction, Item, UserProfile

FORMAT = PromptFormat()
ALIEN, THING, HEAT = "alien-1979", "the-thing-1982", "heat-1995"


def make(parts: Parts, predictor: Predictor | None = None, facts: Any = None) -> Recommender:
    known = Knowledge(parts.catalog, facts)
    retriever = Retriever(parts.catalog, parts.search, VectorIndex(parts.vectors), parts.collaborative, known)
    tasks = RatingTask(FORMAT, parts.domain), RankingTask(FORMAT), ReasonTask(FORMAT)
    return Recommender(retriever, predictor or Predictor(None, frozenset()), *tasks)


@pytest.fixture(scope="module")
def recommender(parts: Parts) -> Recommender:
    return make(parts)


def person(domain: Domain, **stars: float) -> UserProfile:
    """A profile from item ids (`_` for `-`) and their ratings, oldest first."""
    rows = [Interaction("u", item.replace("_", "-"), rating, at) for at, (item, rating) in enumerate(stars.items())]
    return build_profile("u", rows, domain.rating)


@pytest.fixture
def fan(domain: Domain) -> UserProfile:
    return person(domain, toy_story_1995=2, alien_1979=5, the_thing_1982=4.5)


def ratings(parts: Parts) -> st.SearchStrategy[dict[str, float]]:
    ids = [item.item_id for item in parts.catalog]
    return st.dictionaries(st.sampled_from(ids), st.sampled_from((1.0, 2.0, 3.0, 4.0, 4.5, 5.0)), max_size=12)


def queries(parts: Parts) -> st.SearchStrategy[Query]:
    ids = [item.item_id for item in parts.catalog]
    limits = st.builds(
        Constraints,
        genres=st.lists(st.sampled_from(("Comedy", "Sci-Fi", "Drama")), max_size=1).map(tuple),
        not_genres=st.lists(st.sampled_from(("Horror", "Romance")), max_size=1).map(tuple),
        year_min=st.none() | st.sampled_from((1970, 1990)),
        year_max=st.none() | st.sampled_from((1989, 1999)),
        similar_to=st.lists(st.sampled_from(ids), max_size=2, unique=True).map(tuple),
        exclude_items=st.lists(st.sampled_from(ids), max_size=3).map(tuple),
    )
    return st.builds(Query, words=st.sampled_from(("", "", "slow and strange", "space")), constraints=limits)


# -- shares -----------------------------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(data=st.data())
def test_the_parts_of_a_score_sum_to_it(data: st.DataObject, parts: Parts, recommender: Recommender) -> None:
    interactions = [Interaction("u", i, r, at) for at, (i, r) in enumerate(data.draw(ratings(parts)).items())]
    query = data.draw(queries(parts))
    want = recommender.want(build_profile("u", interactions, parts.domain.rating), query)
    scores = recommender.scores(want, query)
    for at in data.draw(st.lists(st.integers(0, len(parts.catalog) - 1), min_size=3, max_size=3)):
        item = parts.catalog.items[at]
        rows = recommender.summands(item, want, query)
        assert sum(part.amount for part in rows) == pytest.approx(float(scores[at]), abs=1e-4)
        evidence = recommender.evidence(item, want, query)
        if rows:
            assert sum(abs(e.weight) for e in evidence) <= 1 + 1e-6
            size = sum(abs(p.amount) for p in rows)
            assert sum(e.weight for e in evidence) == pytest.approx(float(scores[at]) / size, abs=1e-4)
        assert len({e.id for e in evidence}) == len(evidence)


def test_absolute_shares_sum_to_one(recommender: Recommender, fan: UserProfile) -> None:
    for query in (Query(), Query("space"), Query(constraints=Constraints(similar_to=(HEAT,), genres=("Action",)))):
        for r in recommender.rank(fan, query).items:
            assert sum(abs(e.weight) for e in r.evidence) == pytest.approx(1, abs=1e-4)
            weights = [abs(e.weight) for e in r.evidence if e.weight]
            assert weights == sorted(weights, reverse=True), "heaviest first"


def test_a_long_history_is_told_in_short(parts: Parts, recommender: Recommender, domain: Domain) -> None:
    liked = [item.item_id for item in parts.catalog if parts.collaborative.is_rated(item.item_id)][:30]
    profile = build_profile("u", [Interaction("u", i, 5.0, n) for n, i in enumerate(liked)], domain.rating)
    for r in recommender.rank(profile, Query()).items:
        named = [e for e in r.evidence if e.kind == "liked_item" and e.item_id]
        rest = [e for e in r.evidence if e.kind == "liked_item" and not e.item_id]
        assert len(named) == LIKED_TOLD and len(rest) == 1
        assert rest[0].value == f"{30 - LIKED_TOLD} other films you judged"


def test_each_kind_of_evidence_stands_for_what_it_says(recommender: Recommender, domain: Domain) -> None:
    profile = person(domain, toy_story_1995=1, alien_1979=5)
    query = Query("space", "", Constraints(year_min=1980, year_max=1989, genres=("Sci-Fi",), not_genres=("Romance",)))
    for r in recommender.rank(profile, query).items:
        by_kind = {kind: [e for e in r.evidence if e.kind == kind] for kind in {e.kind for e in r.evidence}}
        assert [(e.value, e.item_id) for e in by_kind["liked_item"]] == [("Alien", ALIEN)]
        assert all(e.item_id == "toy-story-1995" for e in by_kind.get("disliked_item", ()))
        assert [e.value for e in by_kind["popularity"]] == [f"rated by {r.item.known:,} people"]
        assert {(e.field, e.value, e.weight == 0) for e in by_kind["constraint"]} == {
            ("words", "space", False), ("year", "from the 1980s", True), ("genre", "Sci-Fi", True),
            ("not_genre", "no Romance", True),
        }  # fmt: skip
        for e in by_kind.get("attribute", ()):
            source = recommender.catalog[e.item_id or ""]
            assert e.value in values(r.item, e.field) and e.value in values(source, e.field)


def values(item: Item, field: str | None) -> tuple[str, ...]:
    return item.genres if field == "genre" else item.facts.get(field or "", ())


def test_people_without_names_are_told_beside_the_score(parts: Parts, domain: Domain) -> None:
    """Weight 0, of liked films only, and the score stays what it was."""
    facts = {i: {("writer", "m.1"), ("producer", "m.2")} for i in (ALIEN, THING, HEAT, "toy-story-1995")}
    profile = person(domain, toy_story_1995=1, alien_1979=5, the_thing_1982=5)
    item, bare, known = parts.catalog[HEAT], make(parts), make(parts, facts=facts)
    want = bare.want(profile, Query())
    assert np.array_equal(bare.scores(want, Query()), known.scores(want, Query()))
    before, after = bare.evidence(item, want, Query()), known.evidence(item, want, Query())
    assert after[: len(before)] == before and len(after) - len(before) <= KNOWN_TOLD
    told = [(e.kind, e.field, e.value, e.weight) for e in after[len(before) :]]
    assert told[:2] == [("knowledge", "writer", "its writer", 0.0), ("knowledge", "producer", "its producer", 0.0)]
    assert {e.item_id for e in after[len(before) :]} <= {ALIEN, THING}
    for variant in range(4):
        text = plain_reason(item, after, variant)
        assert not unsupported(text, item, after, frozenset(FORMAT.words("reason").glue) | PLAIN_WORDS), text


# -- limits -----------------------------------------------------------------------------------------------------------


def test_reasons_say_measures_and_themes_as_they_were_asked(parts: Parts, recommender: Recommender) -> None:
    glue = frozenset(FORMAT.words("reason").glue) | PLAIN_WORDS
    limits = Constraints(at_most={"minutes": 130, "violence": 1}, not_themes=("zombies",))
    found = recommender.recommend(UserProfile("u"), Query(constraints=limits))
    assert found
    for r in found:
        assert unsupported(r.reason, r.item, r.evidence, glue) == []
        assert {"under 130 minutes", "not too violent"} <= {e.limit for e in r.evidence}
        assert any(said in r.reason.lower() for said in ("under 130 minutes", "not too violent", "no zombies"))


def test_what_is_passed_over_comes_back_later(recommender: Recommender, fan: UserProfile) -> None:
    first = {r.item.item_id for r in recommender.rank(fan, Query()).items}
    second = {r.item.item_id for r in recommender.rank(fan, Query(passed=frozenset(first))).items}
    assert len(second) == 5 and not first & second


def test_what_was_shown_comes_after_all_else(recommender: Recommender, fan: UserProfile) -> None:
    first = [r.item.item_id for r in recommender.rank(fan, Query()).items]
    anew = recommender.rank(fan, Query(shown=frozenset(first)))
    assert len(anew.items) == 5 and not {*first} & {r.item.item_id for r in anew.items}
    every = frozenset(item.item_id for item in recommender.catalog)
    left = recommender.rank(fan, Query(shown=every))
    assert [r.item.item_id for r in left.items] == first or len(left.items) == 5
    assert anew.pool == left.pool == recommender.rank(fan, Query()).pool


@settings(max_examples=40)
@given(data=st.data())
def test_limits_hold_for_everybody(data: st.DataObject, parts: Parts, recommender: Recommender) -> None:
    judged, query = data.draw(ratings(parts)), data.draw(queries(parts))
    refused = data.draw(st.sets(st.sampled_from([i.item_id for i in parts.catalog]), max_size=3)) - set(judged)
    rows = [Interaction("u", i, r, at) for at, (i, r) in enumerate(judged.items())]
    rows += [Interaction("u", i, None, 99, "not_interested") for i in refused]
    profile = build_profile("u", rows, parts.domain.rating, Constraints(not_genres=("Western",)))
    found = recommender.rank(profile, query, 5)
    limits = query.constraints
    for r in found.items:
        year = r.item.year or 0
        assert r.item.item_id in parts.catalog
        assert r.item.item_id not in {*judged, *refused, *limits.exclude_items, *limits.similar_to}
        assert set(limits.genres) <= set(r.item.genres)
        assert not {*limits.not_genres, "Western"} & set(r.item.genres)
        assert (limits.year_min or 0) <= year <= (limits.year_max or 9999)
        assert 1 <= (r.predicted_rating or 0) <= 5
    assert [r.rank for r in found.items] == list(range(1, len(found.items) + 1))
    assert len({r.item.item_id for r in found.items}) == len(found.items) == min(5, found.pool)


def test_people_are_limits_too(parts: Parts, recommender: Recommender, fan: UserProfile) -> None:
    limits = Constraints(people=("Harrison Ford",), not_people=("Mark Hamill",))
    found = recommender.recommend(fan, Query(constraints=limits), 20)
    assert found
    for r in found:
        people = people_of(r.item, parts.domain)
        assert "Harrison Ford" in people and "Mark Hamill" not in people


def test_impossible_limits_give_nothing(recommender: Recommender, fan: UserProfile) -> None:
    found = recommender.rank(fan, Query(constraints=Constraints(people=("Nobody At All",))))
    assert found.items == () and found.pool == 0
    assert recommender.recommend(fan, Query(constraints=Constraints(year_min=2000, year_max=1990))) == ()


def test_limits_that_leave_two_give_two(parts: Parts, recommender: Recommender) -> None:
    two = tuple(item.item_id for item in parts.catalog.items[2:])
    found = recommender.rank(UserProfile("u"), Query(constraints=Constraints(exclude_items=two)), 5)
    assert found.pool == len(found.items) == 2


def test_seen_items_come_back_only_when_asked(recommender: Recommender, fan: UserProfile) -> None:
    everything = len(recommender.catalog)
    assert recommender.rank(fan, Query(), everything).pool == everything - 3
    shown = recommender.rank(fan, Query(show_seen=True), everything)
    assert shown.pool == everything
    refused = replace(fan, refused=frozenset({HEAT}))
    assert recommender.rank(refused, Query(show_seen=True)).pool == everything - 1, "what was refused stays away"


# -- taste ------------------------------------------------------------------------------------------------------------


def test_what_children_watch_is_first_of_all_made_for_them(recommender: Recommender) -> None:
    limits = Constraints(at_most={"age": 8})
    ranked = recommender.recommend(UserProfile("u"), Query(constraints=limits), 5)
    assert sum("Children" in r.item.genres for r in ranked) >= 4
    told = next(e for e in ranked[0].evidence if e.field == "genre" and e.value == "Children")
    assert told.weight > 0 and told.kind == "attribute"
    for others in (Constraints(at_most={"age": 12}), Constraints(genres=("Children",), at_most={"age": 8})):
        for one in recommender.recommend(UserProfile("u"), Query(constraints=others), 5):
            assert not any(e.kind == "attribute" and e.weight > 0 for e in one.evidence)


def test_people_of_two_tastes_get_two_lists(recommender: Recommender, domain: Domain) -> None:
    dark = recommender.rank(person(domain, alien_1979=5, the_shining_1980=5, jaws_1975=5), Query(), 10).items
    light = recommender.rank(person(domain, toy_story_1995=5, before_sunrise_1995=5), Query(), 10).items
    tense = [sum(bool({"Horror", "Sci-Fi", "Thriller"} & {*r.item.genres}) for r in rows) for rows in (dark, light)]
    assert tense[0] >= tense[1] + 4
    assert {r.item.item_id for r in dark} != {r.item.item_id for r in light}


def test_a_cold_person_gets_what_is_well_known(parts: Parts, recommender: Recommender) -> None:
    found = recommender.recommend(UserProfile("nobody"), Query(), 5)
    best = sorted((item.known for item in parts.catalog), reverse=True)
    assert len(found) == 5 and all(r.item.known >= best[40] for r in found)
    assert all([e.kind for e in r.evidence] == ["popularity"] for r in found)
    assert all("taste" in r.reason or "all I can go by" in r.reason for r in found)


def test_the_words_of_a_cold_person_count(recommender: Recommender) -> None:
    found = recommender.rank(UserProfile("nobody"), Query("Ridley Scott"), 5).items
    assert any("Ridley Scott" in r.item.facts.get("director", ()) for r in found)
    assert all(any(e.field == "words" for e in r.evidence) for r in found)


def test_the_pattern_outweighs_the_history(recommender: Recommender, domain: Domain) -> None:
    profile = person(domain, **{i.replace("-", "_"): 5 for i in ("toy-story-1995", "before-sunrise-1995")})
    want = recommender.want(profile, Query(constraints=Constraints(similar_to=(ALIEN,))))
    assert want.weights[ALIEN] > sum(w for i, w in want.weights.items() if i != ALIEN) / 2
    assert sum(w * w for w in want.weights.values()) == pytest.approx(1)
    found = recommender.rank(profile, Query(constraints=Constraints(similar_to=(ALIEN,)))).items
    assert sum(bool({"Horror", "Sci-Fi"} & {*r.item.genres}) for r in found) >= 4


def test_unknown_items_in_a_profile_are_passed_over(recommender: Recommender) -> None:
    profile = UserProfile("u", {"gone-1900": 1.0, ALIEN: 1.0}, {"gone-1900": 5.0}, frozenset({"gone-1900", ALIEN}))
    assert set(recommender.want(profile, Query()).weights) == {ALIEN}
    assert recommender.rank(profile, Query(constraints=Constraints(similar_to=("gone-1901",)))).items


def test_a_list_is_varied(parts: Parts, recommender: Recommender, fan: UserProfile) -> None:
    scores = recommender.scores(recommender.want(fan, Query()), Query())
    rows = [int(row) for row in np.argsort(-scores, kind="stable")[:40]]
    found = varied(rows, scores, parts.vectors, 5, lambda row: ())
    assert found[0] == rows[0] and len(set(found)) == 5 and set(found) <= set(rows)

    def closeness(picked: list[int]) -> float:
        table = parts.vectors[picked] @ parts.vectors[picked].T
        return float(table.sum() - np.trace(table))

    assert closeness(found) <= closeness(rows[:5])
    assert varied([], scores, parts.vectors, 5, lambda row: ()) == []


def test_no_list_is_all_sequels(recommender: Recommender) -> None:
    query = Query("", "something like Alien", Constraints(similar_to=(ALIEN,)))
    items = [r.item for r in recommender.rank(UserProfile("u"), query).items]
    series = Counter(name for item in items for name in item.facts.get("series", ()))
    makers = Counter(name for item in items for name in item.facts.get("director", ()))
    assert len(items) == 5 and max(series.values(), default=0) <= ALIKE and max(makers.values()) <= ALIKE


def test_a_surprise_is_less_known_and_off_the_usual_genres(recommender: Recommender, fan: UserProfile) -> None:
    ranked = recommender.rank(fan, Query(surprise=True))
    usual = {r.item.item_id for r in recommender.rank(fan, Query()).items}
    assert ranked.off is not None and ranked.off.famous and len(ranked.items) == 5
    best_known = sorted(recommender.catalog, key=lambda item: -item.known)[: ranked.off.famous]
    for r in ranked.items:
        assert r.item not in best_known and not {*r.item.genres} & {*ranked.off.genres}
        assert r.item.item_id not in usual | fan.seen


def test_what_was_seen_comes_back_alone_when_asked_for(recommender: Recommender, fan: UserProfile) -> None:
    found = recommender.rank(fan, Query(only_seen=True)).items
    assert found and {r.item.item_id for r in found} <= fan.seen


def test_items_nobody_rated_lean_on_their_kin(parts: Parts, recommender: Recommender, fan: UserProfile) -> None:
    rated = parts.collaborative.is_rated
    want = recommender.want(fan, Query())
    fields = {}
    for item in parts.catalog:
        told = {e.field for e in recommender.evidence(item, want, Query()) if e.kind == "liked_item"}
        fields.setdefault(rated(item.item_id), set()).update(told)
    assert fields[False] == {"kin"} and fields[True] == {"crowd"}
    unrated_fan = UserProfile("u", {next(i.item_id for i in parts.catalog if not rated(i.item_id)): 1.0})
    known = next(i for i in parts.catalog if rated(i.item_id))
    told = recommender.evidence(known, recommender.want(unrated_fan, Query()), Query())
    assert {e.field for e in told if e.kind == "liked_item"} == {"kin"}


def test_confidence_is_a_probability_and_lower_for_items_nobody_rated(
    parts: Parts, recommender: Recommender, fan: UserProfile
) -> None:
    items = parts.catalog.items
    found: dict[bool, list[float]] = {True: [], False: []}
    for item, (rating, sure) in zip(items, recommender.predict_ratings(fan, items), strict=True):
        assert rating is not None and 1 <= rating <= 5 and sure is not None and 0 < sure < 1
        found[parts.collaborative.is_rated(item.item_id)].append(sure)
    assert sum(found[True]) / len(found[True]) > sum(found[False]) / len(found[False])
    assert recommender.predict_ratings(fan, []) == []


# -- reasons and the LLM ----------------------------------------------------------------------------------------------


def test_reasons_are_carried_and_differ(recommender: Recommender, fan: UserProfile) -> None:
    glue = frozenset(FORMAT.words("reason").glue) | PLAIN_WORDS
    for query in (Query(), Query("space"), Query(constraints=Constraints(genres=("Sci-Fi",), year_max=1989))):
        found = recommender.recommend(fan, query)
        assert len({r.reason for r in found}) == len(found)
        claims = {r.reason: unsupported(r.reason, r.item, r.evidence, glue) for r in found}
        assert not any(claims.values()), claims


def test_what_the_model_writes_is_used_only_when_it_is_true(parts: Parts, fan: UserProfile) -> None:
    says = {1: "science fiction.", 2: "the winner of three Oscars.", 3: "for someone who liked Jaws."}
    asked: list[str] = []

    def say(prompt: object) -> str:
        asked.append(str(prompt))
        return says.get(len(asked), "")

    predictor = Predictor(Scripted(say), frozenset({"reason"}))
    reasons = [r.reason for r in make(parts, predictor).recommend(fan, Query())]
    assert len(asked) == 5 and reasons[0].endswith("science fiction.")
    assert not any("Oscar" in reason or "Jaws" in reason for reason in reasons)
    assert predictor.counts()["reason", "fallback"] == 4 and predictor.counts()["reason", "llm"] == 1


def test_five_reasons_of_the_model_do_not_open_alike(parts: Parts, fan: UserProfile) -> None:
    predictor = Predictor(Scripted(lambda prompt: "science fiction."), frozenset({"reason"}))
    reasons = [r.reason for r in make(parts, predictor).recommend(fan, Query())]
    assert len({" ".join(reason.split()[:3]) for reason in reasons}) == 5
    assert any(reason.endswith("science fiction.") for reason in reasons)


def test_a_model_that_ranks_and_rates_is_followed(parts: Parts, recommender: Recommender, fan: UserProfile) -> None:
    predictor = Predictor(Scripted(choose=lambda prompt, choices: len(choices) - 1), frozenset({"ranking", "rating"}))
    mine = make(parts, predictor).rank(fan, Query())
    plain = recommender.rank(fan, Query(), 20)
    assert mine.items[0].item == plain.items[-1].item, "the last letter, of the twenty that the score proposes"
    assert all(r.predicted_rating == pytest.approx(0.9 * 5 + 0.025 * 10, abs=1e-4) for r in mine.items)


def test_the_same_question_has_the_same_answer(parts: Parts, fan: UserProfile) -> None:
    first, second = (make(parts).recommend(fan, Query("space")) for _ in range(2))
    assert first == second
