"""What people who share a taste did: item scores in closed form, with the exact share of each liked item.

`Collaborative` is EASE (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019): one ridge
regression of every item on all others. A person is only a set of weights on items, so a newcomer with two named
films is scored like a trained row, and a score is a plain sum over those films. Ratings in stars come from a second
closed form, `chatbot.gaussian`. Items that nobody rated borrow from their nearest rated neighbours in text (`extend`),
and how good they are is guessed from what they are.

Knows nothing of files of ratings, of catalogues or of users' names.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file
from scipy import sparse

from chatbot import gaussian
from chatbot.errors import AssetError, DataError, NotFoundError

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

LAMBDA = 300.0  # ridge of EASE, chosen on the validation part of ML-100K
HALF_LIFE = 10.0  # items of history after which a weight has halved, chosen likewise
NEIGHBOURS = 30  # rated neighbours that stand in for an item nobody rated; chosen by hiding 15 % of ML-100K's films
SHARPNESS = 10.0  # of the softmax over cosine similarities, chosen likewise: 0.1 of cosine is a factor e
# Of neighbours by what items are, with their text counting TEXT beside it; chosen by hiding 20 % of the films of u1's
# training set.
KIN_SHARPNESS, TEXT = 20.0, 0.5
TENSORS = ("b", "mean", "cov", "stars", "rated_ids", "item_ids", "means", "often",
           "map_values", "map_columns", "map_starts", "kin_values", "kin_columns", "kin_starts")  # fmt: skip


class Ratings(Protocol):
    """Ratings in columns: row n says that user `user_idx[n]` gave item `items[item_idx[n]]` a `rating[n]`.

    scale: lowest and highest possible rating.
    """

    @property
    def items(self) -> Sequence[str]: ...
    @property
    def user_idx(self) -> NDArray[np.integer]: ...
    @property
    def item_idx(self) -> NDArray[np.integer]: ...
    @property
    def rating(self) -> NDArray[np.floating]: ...
    @property
    def scale(self) -> tuple[float, float]: ...


def history_weights(oldest_first: Sequence[str], preferences: Mapping[str, float] | None = None) -> dict[str, float]:
    """Weight of each item of a history: 2^(-age / 10), age 0 for the newest, times the person's preference.

    preferences: item id -> signed strength (1 liked, -1 disliked, 0 no opinion); an item not named counts as 1.
    An item that occurs twice counts where it occurs last.
    """
    newest_first = list(dict.fromkeys(reversed(oldest_first)))
    strength = preferences or {}
    return {item: 2.0 ** (-age / HALF_LIFE) * strength.get(item, 1.0) for age, item in enumerate(newest_first)}


def ease(user_idx: NDArray[np.integer], item_idx: NDArray[np.integer], n_items: int, lam: float = LAMBDA) -> Floats:
    """Item-item weights B (n_items, n_items), zero on the diagonal; scores of a row x are x·B (Steck 2019, eq. 8)."""
    x = sparse.csr_matrix((np.ones(len(user_idx), np.float32), (user_idx, item_idx)), dtype=np.float32)
    x.resize(x.shape[0], n_items)
    x.data[:] = 1.0  # a pair given twice is one interaction
    gram = (x.T @ x).toarray()
    gram[np.diag_indices(n_items)] += np.float32(lam)
    p = np.linalg.inv(gram)
    b = p / -np.diag(p)
    np.fill_diagonal(b, 0.0)
    return b.astype(np.float32)


class Collaborative:
    """Scores over a catalogue. After `fit` the catalogue is the rated items; `extend` widens it.

    item_ids: the catalogue's order, in which `scores` answers.
    """

    def __init__(
        self, rated_ids: Sequence[str], b: Floats, stars: gaussian.RatingModel,
        item_ids: Sequence[str], mapping: sparse.csr_matrix, kin: sparse.csr_matrix | None = None,
        means: Floats | None = None, often: Ints | None = None,
    ) -> None:  # fmt: skip
        self.rated_ids, self.item_ids = tuple(rated_ids), tuple(item_ids)
        # for ratings: the like of `mapping` by what items are, and the rating expected of each, (n_items,), before
        # anything is known of the person; None: the neighbours' in text
        self._kin, self._means = mapping if kin is None else kin, means
        self._b, self._stars = b, stars
        self._map = mapping  # (n_items, n_rated): identity for rated items, neighbours' weights for the others
        self._row = {item: row for row, item in enumerate(self.item_ids)}
        self._often = np.ones(len(self.rated_ids), np.int64) if often is None else often  # ratings of each rated item

    @classmethod
    def fit(cls, data: Ratings, lam: float = LAMBDA, content: sparse.csr_matrix | None = None) -> Collaborative:
        """Learn item scores and rating predictions. DataError when there is no rating.

        content: what each of `data.items` is, in rows of length 1 (`chatbot.retrieval.content`); None: not known.
        The scores learn from every interaction, whatever its rating: choosing to watch is the signal.
        """
        if not len(data.item_idx):
            raise DataError("no ratings to learn from: give at least one")
        kept, column = np.unique(np.asarray(data.item_idx), return_inverse=True)
        rated = [data.items[i] for i in kept]
        b = ease(data.user_idx, column, len(rated), lam)
        kind = None if content is None else likeness(content[kept], content[kept])
        stars = gaussian.fit(data.user_idx, column, data.rating, len(rated), data.scale, kind=kind)
        own = sparse.identity(len(rated), np.float32, format="csr")
        return cls(rated, b, stars, rated, own, often=np.bincount(column))

    def extend(
        self, item_ids: Sequence[str], embeddings: Floats, k: int = NEIGHBOURS,
        content: sparse.csr_matrix | None = None,
    ) -> Collaborative:  # fmt: skip
        """The same model over a whole catalogue, in its order.

        embeddings: (len(item_ids), d), rows of length 1. An item nobody rated is mapped to its k nearest rated
        items of the catalogue, with the softmax of their similarities as weights. content: (len(item_ids), …) as in
        `fit`: how good it is is then guessed from what it is, and not by its neighbours.
        """
        column = {item: c for c, item in enumerate(self.rated_ids)}
        where = np.array([column.get(item, -1) for item in item_ids], np.int64)
        rated, unrated = np.flatnonzero(where >= 0), np.flatnonzero(where < 0)
        mapping = self._mixed(where, *nearest_rows(embeddings[unrated], embeddings[rated], k))
        if content is None:
            return Collaborative(self.rated_ids, self._b, self._stars, item_ids, mapping, often=self._often)
        text = embeddings - embeddings[rated].mean(axis=0)
        text = TEXT**0.5 * text / np.maximum(np.linalg.norm(text, axis=1, keepdims=True), 1e-6)
        kind, strangers = (
            likeness(content[rows], content[rated]) + text[rows] @ text[rated].T for rows in (rated, unrated)
        )
        kin = self._mixed(where, *nearest(strangers / np.float32(1 + TEXT), k, KIN_SHARPNESS))
        means = np.asarray(kin @ self._stars.mean, np.float32)
        means[unrated] = self._stars.unrated_means(where[rated], self._often, kind, strangers)
        return Collaborative(self.rated_ids, self._b, self._stars, item_ids, mapping, kin, means, self._often)

    def _mixed(self, where: Ints, near: Ints, weight: Floats) -> sparse.csr_matrix:
        """Every item as a mixture of rated ones, (items, rated): itself, or its neighbours with their weights.

        where: each item's place among the rated, -1 for none; near: the others' neighbours, as places in `where`'s
        rated items.
        """
        rated, unrated = np.flatnonzero(where >= 0), np.flatnonzero(where < 0)
        rows = np.concatenate([rated, np.repeat(unrated, near.shape[1])])
        columns = np.concatenate([where[rated], where[rated][near].ravel()])
        values = np.concatenate([np.ones(len(rated), np.float32), weight.ravel()])
        return sparse.csr_matrix((values, (rows, columns)), shape=(len(where), len(self.rated_ids)))

    def is_rated(self, item_id: str) -> bool:
        """Whether anybody rated the item, so that its scores are its own and not its neighbours'."""
        row = self._map[self._index(item_id)]
        return row.nnz == 1 and self.rated_ids[row.indices[0]] == item_id

    def scores(self, weights: Mapping[str, float]) -> Floats:
        """Score of every item, (len(item_ids),), for signed weights per item: M · Bᵀ · Mᵀ · w.

        Items that the catalogue does not hold are passed over; no weights give zeros.
        """
        w = np.zeros(len(self.item_ids), np.float32)
        for item, value in weights.items():
            if item in self._row:
                w[self._row[item]] = value
        return self._map @ (self._b.T @ (self._map.T @ w))

    def shares(self, weights: Mapping[str, float], item_id: str) -> dict[str, float]:
        """What each weighted item adds to the score of `item_id`; the values sum to that score.

        NotFoundError for an `item_id` outside the catalogue.
        """
        known = [item for item in weights if item in self._row]
        if not known:
            return {}
        pull = self._b @ self._map[self._index(item_id)].toarray().ravel()
        parts = self._map[[self._row[item] for item in known]] @ pull
        return {item: float(weights[item] * part) for item, part in zip(known, parts, strict=True)}

    def predict_rating(self, ratings: Mapping[str, float], item_ids: Sequence[str]) -> tuple[Floats, Floats]:
        """Expected ratings on the data's scale, and the calibrated probability that each is within one star.

        ratings: what the person gave, on that scale; none gives the items' own means. Items of `ratings` outside the
        catalogue are passed over; NotFoundError for one of `item_ids`.
        """
        known = [item for item in ratings if item in self._row]
        values = np.array([ratings[item] for item in known], np.float32)
        seen, asked = [self._row[item] for item in known], [self._index(item) for item in item_ids]
        told = None if self._means is None else (self._means[seen], self._means[asked])
        mean, variance = self._stars.predict(self._kin[seen], values, self._kin[asked], told)
        return mean, gaussian.within_one(variance)

    def save(self, path: Path) -> None:
        """Write one safetensors file, whole or not at all."""
        stars = self._stars
        write_tensors(path, {
            "b": self._b, "mean": stars.mean, "cov": stars.cov,
            "stars": np.array([stars.noise, stars.centre, stars.low, stars.high]),
            "rated_ids": to_bytes(self.rated_ids), "item_ids": to_bytes(self.item_ids),
            "often": self._often, "means": np.zeros(0, np.float32) if self._means is None else self._means,
            "map_values": self._map.data, "map_columns": self._map.indices, "map_starts": self._map.indptr,
            "kin_values": self._kin.data, "kin_columns": self._kin.indices, "kin_starts": self._kin.indptr,
        })  # fmt: skip

    @classmethod
    def load(cls, path: Path) -> Collaborative:
        """Read what `save` wrote. DataError when the file is not such a file."""
        t = read_tensors(path, TENSORS)
        stars = gaussian.RatingModel(t["mean"], t["cov"], *(float(x) for x in t["stars"]))
        rated, items = from_bytes(t["rated_ids"]), from_bytes(t["item_ids"])
        mapping, kin = (
            sparse.csr_matrix(
                (t[f"{name}_values"], t[f"{name}_columns"], t[f"{name}_starts"]), shape=(len(items), len(rated))
            )
            for name in ("map", "kin")
        )
        return cls(rated, t["b"], stars, items, mapping, kin, t["means"] if len(t["means"]) else None, t["often"])

    def _index(self, item_id: str) -> int:
        if item_id not in self._row:
            raise NotFoundError(f"no item {item_id!r} among the {len(self.item_ids)} of the catalogue")
        return self._row[item_id]


def likeness(rows: sparse.csr_matrix, others: sparse.csr_matrix) -> Floats:
    """How alike items are in what they are, (len(rows), len(others))."""
    return np.asarray((rows @ others.T).toarray(), np.float32)


def nearest_rows(queries: Floats, rows: Floats, k: int, sharpness: float = SHARPNESS) -> tuple[Ints, Floats]:
    """The k rows nearest to each query by cosine, and their softmax weights: two arrays (len(queries), k)."""
    return nearest(queries @ rows.T, k, sharpness)


def nearest(similarity: Floats, k: int, sharpness: float) -> tuple[Ints, Floats]:
    """The k greatest of each row, and their softmax: two arrays (len(similarity), k)."""
    k = min(k, similarity.shape[1])
    if not k or not len(similarity):
        return np.zeros((len(similarity), 0), np.int64), np.zeros((len(similarity), 0), np.float32)
    near = np.argpartition(-similarity, k - 1, axis=1)[:, :k]
    close = np.take_along_axis(similarity, near, axis=1) * sharpness
    weight = np.exp(close - close.max(axis=1, keepdims=True))
    return near, (weight / weight.sum(axis=1, keepdims=True)).astype(np.float32)


def to_bytes(names: Sequence[str]) -> NDArray[np.uint8]:
    """Names as the bytes of their lines: safetensors holds numbers only."""
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def from_bytes(data: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(data.tobytes().decode().split("\n")) if len(data) else ()


def write_tensors(path: Path, tensors: Mapping[str, NDArray]) -> None:
    """Write beside the target and rename, so that a reader never sees half a file. AssetError when it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        os.close(handle)
        try:
            save_file({key: np.ascontiguousarray(value) for key, value in tensors.items()}, name)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except (OSError, SafetensorError) as error:
        raise AssetError(
            f"{path} cannot be written ({error}). Free some space, or set CHATBOT_CACHE to another folder."
        ) from error


def read_tensors(path: Path, names: Sequence[str]) -> dict[str, NDArray]:
    """Tensors of a safetensors file. DataError when it is missing, broken or lacks one of `names`."""
    try:
        tensors = load_file(path)
    except (OSError, SafetensorError) as error:
        raise DataError(f"not a readable model file ({error}); run `chatbot index` to build it again", path) from error
    missing = [name for name in names if name not in tensors]
    if missing:
        raise DataError(f"holds no {missing[0]!r}; run `chatbot index` to build it again", path)
    return tensors
