"""Which item comes next: the retriever over the whole catalogue, and whether the LLM orders its first twenty better.

One test item a person, the last by time; the retriever learns from everything before it and nothing after. Only lists
that hold the test item are asked of the LLM: in the others no order of twenty could be right, and they count as 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.dataset import Dataset, leave_one_out, time_order
from chatbot.evaluation.metrics import RESAMPLES, hr_at_k, measured, ndcg_at_k, plain
from chatbot.evaluation.models import Bench, Odds, Report, ask, ask_all, fallback_rate, odds
from chatbot.evaluation.recommend import evaluate_next_item, top_lists
from chatbot.tasks import RankingInput, RankingTask
from chatbot.tasks.ranking import MOST, blended

Floats = NDArray[np.float64]
SHARES = np.linspace(0, 1, 21)  # of the LLM in the order, among which validation chooses
SHUFFLES, QUARTERS, TOLD = 4, 4, 10


def next_item(bench: Bench) -> Report:
    return evaluate_next_item(bench.parts.dataset, bench.seed)


@dataclass(frozen=True)
class Shown:
    """One question: the list in the order it is shown, the retriever's rank of each, and which is right (0-based)."""

    given: RankingInput
    right: int

    @property
    def retrieved(self) -> int:
        """The retriever's rank of the right one."""
        return int(self.given.ranks[self.right])


def ranking(bench: Bench) -> Report:
    """NDCG@10 of the retriever, of each LLM alone, and of their blend; and how much the place in the list decides."""
    people, lists = shown_lists(bench, "test")
    _, checked = shown_lists(bench, "validation")
    task = Odds(RankingTask(bench.format))
    said = ask_all(bench, task, [one.given for one in lists])
    before = ask(task, [one.given for one in checked], bench.asking("ranking"), "validation")
    share = best_share(checked, [p.output for p in before])
    told = [p.output for p in said["adapter"]]
    ranks = {name: _places(lists, [p.output for p in answers], 1.0) for name, answers in said.items()}
    ranks = {"llm_alone" if name == "adapter" else name: row for name, row in ranks.items()}
    ranks |= {"retriever": np.array([one.retrieved for one in lists]), "random": _random(lists, bench.seed)}
    whole = _places(lists, told, share)
    figures = {name: _figures(row, people, bench.seed) for name, row in ranks.items()}
    bias, places = _position_bias(bench, task, lists)
    return {
        "n": people,
        "metrics": _figures(whole, people, bench.seed) | {
            "share_of_llm": plain(share), "gain": _gain(ranks["retriever"], whole, people, bench.seed),
            "lists_asked": plain(len(lists)),
        } | bias,
        "baselines": figures,
        "split": f"leave one out by time; {len(lists)} of {people} people have the item among the first {MOST}; "
                 f"share chosen on {len(checked)} validation lists",
        "fallback_rate": fallback_rate(said["adapter"]), "series": {"by_place": places},
    }  # fmt: skip


def shown_lists(bench: Bench, part: str) -> tuple[int, list[Shown]]:
    """(people asked about, lists that hold their item), each shuffled by the seed."""
    data, catalog, seed = bench.parts.dataset, bench.parts.catalog, bench.seed
    split = leave_one_out(data, seed)
    known, asked = split.train, split.validation
    if part == "test":
        known, asked = np.concatenate([split.train, split.validation]), split.test
    asked = bench.draw(asked)
    shuffle = np.random.default_rng(seed)
    liked = _liked(data, known, seed, bench.parts.domain.rating.like_from)
    shown = []
    for row, top in zip(asked, top_lists(data, known, data.user_idx[asked], seed, MOST), strict=True):
        if data.item_idx[row] not in top:
            continue
        order = shuffle.permutation(MOST)
        items = [catalog[data.items[top[at]]] for at in order]
        told = [catalog[data.items[at]] for at in liked[int(data.user_idx[row])][-TOLD:]]
        given = RankingInput(told, "", items, [int(at) + 1 for at in order])
        shown.append(Shown(given, int(np.flatnonzero(top[order] == data.item_idx[row])[0])))
    return len(asked), shown


def _liked(data: Dataset, known: NDArray[np.integer], seed: int, like_from: float) -> dict[int, list[int]]:
    """User -> items liked, oldest first, of the known rows."""
    is_known = np.zeros(len(data), bool)
    is_known[known] = True
    found: dict[int, list[int]] = {user: [] for user in range(len(data.users))}
    for row in time_order(data, seed):
        if is_known[row] and data.rating[row] >= like_from:
            found[int(data.user_idx[row])].append(int(data.item_idx[row]))
    return found


def best_share(lists: Sequence[Shown], told: Sequence[Floats]) -> float:
    """The share of the LLM with the best mean NDCG@10; the smallest among equals."""
    gains = [ndcg_at_k(_places(lists, told, share)).sum() for share in SHARES]
    return float(SHARES[int(np.argmax(gains))])


def _places(lists: Sequence[Shown], told: Sequence[Floats], share: float) -> NDArray[np.integer]:
    """1-based place of the right item in each blended order."""
    return np.array(
        [blended(p, one.given.ranks, share).index(one.right) + 1 for one, p in zip(lists, told, strict=True)], int
    )


def _random(lists: Sequence[Shown], seed: int) -> NDArray[np.integer]:
    return np.random.default_rng(seed).integers(1, MOST + 1, len(lists))


def _figures(ranks: NDArray[np.integer], people: int, seed: int) -> dict[str, Any]:
    """Over all people: 0 for those whose item is in no list."""
    nothing = np.full(people - len(ranks), np.inf)
    everybody = np.concatenate([ranks, nothing])
    return {"ndcg@10": measured(ndcg_at_k(everybody), seed), "hr@10": measured(hr_at_k(everybody), seed)}


def _gain(before: NDArray[np.integer], after: NDArray[np.integer], people: int, seed: int) -> dict[str, Any]:
    """Relative gain in NDCG@10, with the interval of a paired bootstrap."""
    a, b = (np.concatenate([ndcg_at_k(r), np.zeros(people - len(r))]) for r in (before, after))
    gain = lambda at: float(b[at].sum() / max(a[at].sum(), 1e-9) - 1)  # noqa: E731
    rng = np.random.default_rng(seed)
    low, high = np.percentile([gain(rng.integers(0, people, people)) for _ in range(RESAMPLES)], (2.5, 97.5))
    return {"value": gain(np.arange(people)), "ci_low": float(low), "ci_high": float(high)}


# -- position bias ----------------------------------------------------------------------------------------------------


def _position_bias(bench: Bench, task: Odds, lists: Sequence[Shown]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The same lists in four orders: does the pick stay, and is it found as often at the end as at the beginning?"""
    rng = np.random.default_rng(bench.seed)
    picks, rights, items = [], [], []
    for shuffle in range(SHUFFLES):
        orders = [rng.permutation(len(one.given.candidates)) for one in lists]
        given = [_shuffled(one.given, order) for one, order in zip(lists, orders, strict=True)]
        said = odds(ask(task, given, bench.asking("ranking"), f"order {shuffle + 1}")) if lists else np.zeros((0, MOST))
        picks.append(said.argmax(axis=1))
        rights.append([int(np.flatnonzero(o == one.right)[0]) for one, o in zip(lists, orders, strict=True)])
        items.append([int(o[at]) for o, at in zip(orders, picks[-1], strict=True)])
    return position_bias(np.array(picks), np.array(rights), np.array(items))


def _shuffled(given: RankingInput, order: NDArray[np.integer]) -> RankingInput:
    return RankingInput(given.liked, given.wish, [given.candidates[at] for at in order])


def position_bias(
    picks: NDArray[np.integer], rights: NDArray[np.integer], items: NDArray[np.integer]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Figures and the picture's points, from (shuffles, lists) arrays.

    picks: place of the first choice; rights: place of the right one; items: what was chosen, whatever its place.
    `same_pick`: share of pairs of orders with one choice. `mean_pick`: mean place from 1, 10.5 where places decide
    nothing; its lowest and highest over the orders stand for an interval. `accuracy_gap`: best less worst quarter.
    """
    if not picks.size:
        return {}, []
    size = MOST // QUARTERS
    places: list[dict[str, Any]] = []
    for quarter in range(QUARTERS):
        here, chosen = rights // size == quarter, picks // size == quarter
        right = float((picks == rights)[here].mean()) if here.any() else None
        places.append({"places": f"{quarter * size + 1}–{(quarter + 1) * size}", "n": int(here.sum()),
                       "accuracy": right, "picked": float(chosen.mean())})  # fmt: skip
    pairs = [(a, b) for a in range(len(items)) for b in range(a)]
    same = float(np.mean([(items[a] == items[b]).mean() for a, b in pairs])) if pairs else 1.0
    means = picks.mean(axis=1) + 1
    found = [row["accuracy"] for row in places if row["accuracy"] is not None]
    return {
        "same_pick": plain(same), "accuracy_gap": plain(max(found) - min(found)),
        "mean_pick": {"value": float(means.mean()), "ci_low": float(means.min()), "ci_high": float(means.max())},
    }, places  # fmt: skip
