"""Dataset: ratings joined to the catalogue, in columns, and the splits that every task shares.

Knows nothing of file formats: `chatbot.sources` reads them into `RawRatings`. Splits are pure functions, so that the
same arguments give the same rows in training and in evaluation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from chatbot.catalog import normalise
from chatbot.errors import DataError, NotFoundError, nearest
from chatbot.types import Interaction, Item

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SourceTitle:
    """An item as its source names it; `alternatives` are its other titles."""

    title: str
    year: int | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class RawRatings:
    """Ratings as a source gives them, in file order, in columns of equal length.

    form: name of the file form. space: whose item ids these are, a key of `Item.source_ids`.
    users, items: original ids; user_idx, item_idx: int32 positions in them; rating: float32; timestamp: int64, seconds.
    titles: by original item id. problems: the first rows that a lenient reader skipped; skipped: how many it did.
    """

    form: str
    space: str
    users: tuple[str, ...]
    items: tuple[str, ...]
    user_idx: NDArray[np.int32]
    item_idx: NDArray[np.int32]
    rating: NDArray[np.float32]
    timestamp: NDArray[np.int64]
    titles: Mapping[str, SourceTitle]
    scale: tuple[float, float] = (1.0, 5.0)
    problems: tuple[str, ...] = ()
    skipped: int = 0

    def __len__(self) -> int:
        return len(self.rating)


@dataclass(frozen=True, slots=True)
class Miss:
    """A rated item of the source that the catalogue does not hold; `ratings` of it are left out."""

    source_id: str
    title: str
    year: int | None
    ratings: int


@dataclass(frozen=True, eq=False)
class Dataset:
    """Ratings of catalogue items, in file order, in columns of equal length.

    users: original user ids; items: catalogue ids; user_idx, item_idx: positions in them; rating on `scale`;
    timestamp in seconds; row: position in the source file. misses: most rated first. No (user, item) pair occurs twice.
    """

    users: tuple[str, ...]
    items: tuple[str, ...]
    user_idx: NDArray[np.int32]
    item_idx: NDArray[np.int32]
    rating: NDArray[np.float32]
    timestamp: NDArray[np.int64]
    scale: tuple[float, float] = (1.0, 5.0)
    misses: tuple[Miss, ...] = field(default=())
    row: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        if not len(self.row):
            object.__setattr__(self, "row", np.arange(len(self.rating)))

    def __len__(self) -> int:
        return len(self.rating)

    def take(self, rows: Ints) -> Dataset:
        """The same users and items with these rows only."""
        columns = {name: getattr(self, name)[rows] for name in ("user_idx", "item_idx", "rating", "timestamp", "row")}
        return replace(self, **columns)

    def history(self, user_id: str) -> tuple[Interaction, ...]:
        """What one user rated, oldest first. `user_id` is the original id, with or without a domain (`films:196`).

        Raises: NotFoundError for an unknown user.
        """
        plain = user_id if user_id in self._user_rows else user_id.partition(":")[2]
        if plain not in self._user_rows:
            raise NotFoundError(f"no user {user_id!r} in the ratings.{nearest(user_id, self.users[:1000])}")
        rows = self._user_rows[plain]
        return tuple(
            Interaction(user_id, self.items[self.item_idx[row]], float(self.rating[row]), int(self.timestamp[row]))
            for row in rows[np.argsort(self.timestamp[rows], kind="stable")]
        )

    @cached_property
    def _user_rows(self) -> dict[str, Ints]:
        order = np.argsort(self.user_idx, kind="stable")
        ends = np.cumsum(np.bincount(self.user_idx, minlength=len(self.users)))
        return dict(zip(self.users, np.split(order, ends[:-1]), strict=True))


# --- joining ---------------------------------------------------------------------------------------------------


class _Finder:
    """Catalogue items by title and year, and by their ids in the source."""

    def __init__(self, items: Iterable[Item], space: str) -> None:
        self._by_title: dict[str, list[Item]] = defaultdict(list)
        self._by_source: dict[str, Item] = {}
        for item in items:
            for name in dict.fromkeys(normalise(t) for t in (item.title, *item.alt_titles)):
                self._by_title[name].append(item)
            self._by_source |= dict.fromkeys(item.source_ids.get(space, ()), item)

    def find(self, source_id: str, known_as: SourceTitle) -> Item | None:
        """Title with its year; else the one film of that title within a year; else the catalogue's own note of the id.

        The id comes second, because such notes are gathered by script and a title can be read and checked; it does
        decide between several films of one title and year.
        """
        noted = self._by_source.get(source_id)
        for title in (known_as.title, *known_as.alternatives):
            named = self._by_title.get(normalise(title), [])
            same = [item for item in named if known_as.year is not None and item.year == known_as.year]
            found = same or [item for item in named if _near(item.year, known_as.year)]
            if len(found) == 1:
                return found[0]
            if noted in found:
                return noted
        return noted


def _near(year: int | None, wanted: int | None) -> bool:
    """Sources differ by a year between first showing and release; a missing year fits any."""
    return year is None or wanted is None or abs(year - wanted) <= 1


def join(raw: RawRatings, catalog_items: Sequence[Item]) -> Dataset:
    """Ratings of the items that the catalogue holds; see `_Finder.find` for how they are matched.

    Where two source ids mean one item, a user's later rating is kept. Raises: DataError when nothing matches.
    """
    finder = _Finder(catalog_items, raw.space)
    found = [finder.find(source_id, raw.titles.get(source_id, SourceTitle(""))) for source_id in raw.items]
    items = tuple(dict.fromkeys(item.item_id for item in found if item))
    if not items:
        raise DataError(f"none of the {len(raw.items)} rated items is in the catalogue")
    place = {item_id: at for at, item_id in enumerate(items)}
    mapped = np.array([place[item.item_id] if item else -1 for item in found], np.int32)[raw.item_idx]
    rows = _latest_of_pair(raw.user_idx, mapped, raw.timestamp)
    present, user_idx = np.unique(raw.user_idx[rows], return_inverse=True)
    return Dataset(
        tuple(raw.users[at] for at in present), items, user_idx.astype(np.int32), mapped[rows],
        raw.rating[rows], raw.timestamp[rows], raw.scale, _misses(raw, found), rows,
    )  # fmt: skip


def _latest_of_pair(user_idx: NDArray[np.int32], item_idx: NDArray[np.int32], timestamp: NDArray[np.int64]) -> Ints:
    """Rows in file order of the latest rating of each (user, item) pair, without the rows of unknown items (-1)."""
    rows = np.flatnonzero(item_idx >= 0)
    rows = rows[np.lexsort((rows, timestamp[rows], item_idx[rows], user_idx[rows]))]
    last = np.ones(len(rows), bool)
    last[:-1] = (np.diff(user_idx[rows]) != 0) | (np.diff(item_idx[rows]) != 0)
    return np.sort(rows[last])


def _misses(raw: RawRatings, found: Sequence[Item | None]) -> tuple[Miss, ...]:
    count = np.bincount(raw.item_idx, minlength=len(raw.items))
    lost = [at for at, item in enumerate(found) if item is None]
    titles = {at: raw.titles.get(raw.items[at], SourceTitle("")) for at in lost}
    misses = [Miss(raw.items[at], titles[at].title, titles[at].year, int(count[at])) for at in lost]
    return tuple(sorted(misses, key=lambda miss: -miss.ratings))


# --- splits ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Split:
    """Row numbers of each part, in ascending order; no row is in two parts."""

    train: Ints
    test: Ints
    validation: Ints = field(default_factory=lambda: np.zeros(0, np.int64))


def official_folds(raw: RawRatings | Dataset, folds: int = 5) -> tuple[Split, ...]:
    """Consecutive blocks of file order as test sets.

    On ML-100K as read these are the official ones: rows 0-19,999 are u1.test, the next 20,000 u2.test, and so on.
    """
    blocks = np.array_split(np.arange(len(raw)), folds)
    if any(not len(block) for block in blocks):
        raise DataError(f"{len(raw)} ratings are too few for {folds} folds")
    return tuple(
        Split(np.concatenate([b for other, b in enumerate(blocks) if other != at]), test)
        for at, test in enumerate(blocks)
    )


def leave_one_out(dataset: Dataset, seed: int) -> Split:
    """By time, the last item of each user is test and the one before it validation; ties are broken by `seed`.

    Users with fewer than three ratings are in training only.
    """
    order = time_order(dataset, seed)
    user = dataset.user_idx[order]
    size = np.bincount(user, minlength=len(dataset.users))
    from_end = np.cumsum(size)[user] - 1 - np.arange(len(order))
    held = np.where(size[user] >= 3, from_end, 2)
    train, validation, test = (np.sort(order[part]) for part in (held >= 2, held == 1, held == 0))
    return Split(train, test, validation)


def time_order(dataset: Dataset, seed: int) -> Ints:
    """Rows by user, then time, ties at random by `seed`."""
    chance = np.random.default_rng(seed).random(len(dataset))
    return np.lexsort((chance, dataset.timestamp, dataset.user_idx))


LAST = 0.2  # share of each user's ratings, by time, that no text task learns from
WINDOW, WINDOWS = 10, 10_000  # of the protocol of TALLRec (Bao and others, RecSys 2023)


def windows(dataset: Dataset, seed: int) -> Ints:
    """(windows, WINDOW + 1) rows: a user's ratings in a row by time, the last one to be guessed from those before.

    The latest WINDOWS of them in order of the last one's time; 80/10/10 of these in order are the protocol's split.
    """
    order = time_order(dataset, seed)
    view = np.lib.stride_tricks.sliding_window_view(order, WINDOW + 1)
    user = dataset.user_idx[view]
    mine = view[user[:, 0] == user[:, -1]]
    return np.asarray(mine[np.argsort(dataset.timestamp[mine[:, -1]], kind="stable")][-WINDOWS:])


def text_split(dataset: Dataset, seed: int) -> Split:
    """The one split of all tasks that tell a person's ratings to the LLM: what any test set holds, none learns from.

    test: rows of the first official fold, the last LAST of each user by time (with the leave-one-out items among
    them), and what TALLRec's validation and test windows ask for. validation: all other rows of every tenth user.
    """
    held = np.zeros(len(dataset), bool)
    held[dataset.row < (dataset.row.max(initial=0) + 1) // 5] = True
    order = time_order(dataset, seed)
    user = dataset.user_idx[order]
    size = np.bincount(user, minlength=len(dataset.users))
    place = np.arange(len(order)) - (np.cumsum(size) - size)[user]
    held[order[place >= np.floor((1 - LAST) * size[user])]] = True
    asked = windows(dataset, seed)
    held[asked[int(0.8 * len(asked)) :, -1]] = True
    chosen = np.random.default_rng(seed).permutation(len(dataset.users)) % 10 == 0
    rows, of_chosen = np.arange(len(dataset)), chosen[dataset.user_idx]
    return Split(rows[~held & ~of_chosen], rows[held], rows[~held & of_chosen])
