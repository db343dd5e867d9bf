"""Joining ratings to the catalogue, histories, and splits that leak nothing."""

import numpy as np
import pytest

from chatbot.dataset import Dataset, RawRatings, SourceTitle, join, leave_one_out, official_folds, time_order
from chatbot.errors import DataError, NotFoundError
from chatbot.types import Interaction, Item

CATALOG = (
    Item("alien", "Alien", 1979, source_ids={"ml100k": ("183",)}),
    Item("heat", "Heat", 1995, alt_titles=("La Chaleur",)),
    Item("twin-a", "Twins", 1990, source_ids={"ml100k": ("7",)}),
    Item("twin-b", "Twins", 1990),
    Item("hamlet-1990", "Hamlet", 1990),
    Item("hamlet-1996", "Hamlet", 1996),
)


def raw_ratings(rows: list[tuple[str, str, float, int]], titles: dict[str, SourceTitle]) -> RawRatings:
    users = tuple(dict.fromkeys(row[0] for row in rows))
    items = tuple(dict.fromkeys(row[1] for row in rows))
    return RawRatings(
        "test", "ml100k", users, items,
        np.array([users.index(row[0]) for row in rows], np.int32),
        np.array([items.index(row[1]) for row in rows], np.int32),
        np.array([row[2] for row in rows], np.float32), np.array([row[3] for row in rows], np.int64), titles,
    )  # fmt: skip


def found(title: SourceTitle, source_id: str = "99") -> str | None:
    titles = {"0": SourceTitle("Alien", 1979), source_id: title}
    dataset = join(raw_ratings([("u", "0", 5, 1), ("u", source_id, 5, 2)], titles), CATALOG)
    return dataset.items[1] if len(dataset.items) > 1 else None


@pytest.mark.parametrize(
    ("title", "item"),
    [
        (SourceTitle("Heat", 1995), "heat"),
        (SourceTitle("HEAT!", 1996), "heat"),
        (SourceTitle("Heat", None), "heat"),
        (SourceTitle("Heat", 1972), None),
        (SourceTitle("Chaleur", 1995, ("La Chaleur",)), "heat"),
        (SourceTitle("Hamlet", 1996), "hamlet-1996"),
        (SourceTitle("Hamlet", 1995), "hamlet-1996"),
        (SourceTitle("Hamlet", None), None),
        (SourceTitle("Nobody's Film", 1990), None),
    ],
)
def test_join_by_title_and_year(title, item):
    assert found(title) == item


def test_the_source_id_decides_between_twins_and_stands_in_for_a_title():
    assert found(SourceTitle("Twins", 1990)) is None
    assert found(SourceTitle("Twins", 1990), "7") == "twin-a"
    assert found(SourceTitle("Xyz", 1900), "7") == "twin-a"
    assert found(SourceTitle("Heat", 1995), "7") == "heat"  # title and year come first


def test_two_ids_of_one_item_keep_the_later_rating_and_misses_are_listed():
    titles = {"1": SourceTitle("Alien", 1979), "2": SourceTitle("Alien", 1979), "3": SourceTitle("unknown")}
    rows = [("u", "1", 5.0, 20), ("u", "2", 2.0, 10), ("v", "2", 3.0, 5), ("v", "1", 4.0, 5), ("w", "3", 1.0, 1)]
    dataset = join(raw_ratings(rows, titles), CATALOG)
    assert (dataset.users, dataset.items) == (("u", "v"), ("alien",))
    assert dataset.rating.tolist() == [5.0, 4.0]
    assert [(miss.source_id, miss.title, miss.ratings) for miss in dataset.misses] == [("3", "unknown", 1)]


def test_nothing_in_the_catalogue():
    with pytest.raises(DataError, match="none of the 1"):
        join(raw_ratings([("u", "3", 1.0, 1)], {}), CATALOG)


def test_history_is_oldest_first_with_and_without_a_domain():
    titles = {"183": SourceTitle("Alien", 1979), "5": SourceTitle("Heat", 1995)}
    dataset = join(raw_ratings([("196", "183", 5.0, 20), ("196", "5", 2.0, 10)], titles), CATALOG)
    assert dataset.history("films:196") == (
        Interaction("films:196", "heat", 2.0, 10), Interaction("films:196", "alien", 5.0, 20),
    )  # fmt: skip
    assert [one.item_id for one in dataset.history("196")] == ["heat", "alien"]
    with pytest.raises(NotFoundError, match="'films:197'"):
        dataset.history("films:197")


def random_dataset(seed: int = 0, n_users: int = 12, n_items: int = 30) -> Dataset:
    rng = np.random.default_rng(seed)
    pairs = np.argwhere(rng.random((n_users, n_items)) < 0.4)
    rng.shuffle(pairs)
    users, items = (tuple(f"{kind}{n}" for n in range(size)) for kind, size in (("u", n_users), ("i", n_items)))
    user, item = pairs.T.astype(np.int32)
    rating = rng.integers(1, 6, len(pairs)).astype(np.float32)
    return Dataset(users, items, user, item, rating, rng.integers(0, 4, len(pairs)))


def pairs_of(dataset: Dataset, rows: np.ndarray) -> set[tuple[int, int]]:
    return set(zip(dataset.user_idx[rows].tolist(), dataset.item_idx[rows].tolist(), strict=True))


def by_user(dataset: Dataset, rows: np.ndarray) -> np.ndarray:
    return rows[np.argsort(dataset.user_idx[rows])]


@pytest.mark.parametrize("seed", range(3))
def test_leave_one_out_takes_the_last_two_and_leaks_nothing(seed):
    dataset = random_dataset()
    split = leave_one_out(dataset, seed)
    parts = [pairs_of(dataset, rows) for rows in (split.train, split.validation, split.test)]
    assert sum(map(len, parts)) == len(dataset) == len(set.union(*parts))
    assert len(split.test) == len(split.validation) == len(dataset.users)
    for test, validation in zip(by_user(dataset, split.test), by_user(dataset, split.validation), strict=True):
        rest = split.train[dataset.user_idx[split.train] == dataset.user_idx[test]]
        assert dataset.user_idx[test] == dataset.user_idx[validation]
        assert dataset.timestamp[test] >= dataset.timestamp[validation] >= dataset.timestamp[rest].max()


def test_ties_in_time_follow_the_seed():
    dataset = random_dataset()
    assert (leave_one_out(dataset, 1).test == leave_one_out(dataset, 1).test).all()
    assert (leave_one_out(dataset, 1).test != leave_one_out(dataset, 2).test).any()
    order = time_order(dataset, 1)
    assert (np.diff(dataset.user_idx[order]) >= 0).all()


def test_users_with_two_ratings_are_in_training_only():
    dataset = Dataset(("u",), ("a", "b"), np.zeros(2, np.int32), np.arange(2, dtype=np.int32),
                      np.ones(2, np.float32), np.arange(2))  # fmt: skip
    split = leave_one_out(dataset, 0)
    assert (len(split.train), len(split.test), len(split.validation)) == (2, 0, 0)


def test_official_folds_are_consecutive_blocks_that_cover_everything():
    dataset = random_dataset()
    folds = official_folds(dataset)
    assert np.concatenate([fold.test for fold in folds]).tolist() == list(range(len(dataset)))
    for fold in folds:
        assert not pairs_of(dataset, fold.test) & pairs_of(dataset, fold.train)
        assert len(fold.test) + len(fold.train) == len(dataset)
    with pytest.raises(DataError, match="too few"):
        official_folds(dataset.take(np.arange(3)))
