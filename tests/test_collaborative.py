"""EASE's scores and their shares, borrowed scores of unrated items, predicted ratings, and the file."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from scipy import sparse

from chatbot import gaussian
from chatbot.collaborative import Collaborative, ease, history_weights, nearest_rows
from chatbot.errors import DataError, NotFoundError

N_USERS, N_ITEMS = 60, 12


@dataclass(frozen=True)
class Columns:
    items: tuple[str, ...]
    user_idx: np.ndarray
    item_idx: np.ndarray
    rating: np.ndarray
    scale: tuple[float, float] = (1.0, 5.0)


@pytest.fixture(scope="module")
def ratings() -> Columns:
    """Two camps: people of one rate its six items and like them, with a little noise; item 12 is never rated."""
    rng = np.random.default_rng(0)
    camp = np.arange(N_USERS) % 2
    home = (np.arange(N_ITEMS) % 2)[None] == camp[:, None]
    user, item = np.nonzero(rng.random((N_USERS, N_ITEMS)) < np.where(home, 0.8, 0.2))
    rating = np.clip(np.where(home[user, item], 4, 2) + rng.integers(-1, 2, len(user)), 1, 5).astype(np.float32)
    return Columns(tuple(f"i{n}" for n in range(N_ITEMS + 1)), user, item, rating)


@pytest.fixture(scope="module")
def model(ratings) -> Collaborative:
    return Collaborative.fit(ratings, lam=10.0)


@pytest.fixture(scope="module")
def wide(model) -> Collaborative:
    """The catalogue in another order, with two unrated items: `new0` is near even items, `new1` near odd ones."""
    ids = ("new0", *(f"i{n}" for n in reversed(range(N_ITEMS))), "new1")
    odd = np.array([0, *(n % 2 for n in reversed(range(N_ITEMS))), 1])
    embeddings = np.eye(2, dtype=np.float32)[odd]
    return model.extend(ids, embeddings, k=4)


def test_history_weights_halve_every_ten_items():
    weights = history_weights([f"i{n}" for n in range(21)], {"i20": -1.0, "i0": 0.5})
    assert weights["i20"] == -1.0
    assert weights["i10"] == pytest.approx(0.5)
    assert weights["i0"] == pytest.approx(0.125)
    assert history_weights(["a", "b", "a"]) == {"a": 1.0, "b": 2**-0.1}
    assert history_weights([]) == {}


def test_ease_is_the_ridge_regression_of_each_item_on_the_others(ratings):
    x = np.zeros((N_USERS, N_ITEMS))
    x[ratings.user_idx, ratings.item_idx] = 1
    b = ease(ratings.user_idx, ratings.item_idx, N_ITEMS, lam=10.0)
    others = np.arange(N_ITEMS) != 3
    ridge = np.linalg.solve(x[:, others].T @ x[:, others] + 10 * np.eye(N_ITEMS - 1), x[:, others].T @ x[:, 3])
    np.testing.assert_allclose(b[others, 3], ridge, atol=1e-4)
    assert (np.diag(b) == 0).all() and b.dtype == np.float32


def test_an_item_that_nobody_rated_is_left_out(model):
    assert model.item_ids == tuple(f"i{n}" for n in range(N_ITEMS))


def test_fold_in_equals_the_trained_row(model, ratings):
    x = np.zeros(N_ITEMS, np.float32)
    x[ratings.item_idx[ratings.user_idx == 7]] = 1
    b = ease(ratings.user_idx, ratings.item_idx, N_ITEMS, lam=10.0)
    person = {f"i{n}": 1.0 for n in np.flatnonzero(x)}
    np.testing.assert_allclose(model.scores(person), x @ b, rtol=1e-4, atol=1e-6)


def test_two_named_items_find_their_camp(model):
    scores = model.scores({"i0": 1.0, "i2": 1.0})
    assert scores[[4, 6, 8, 10]].min() > scores[[1, 3, 5, 7, 9, 11]].max()


def test_no_weights_and_unknown_items_give_zeros(model):
    assert not model.scores({}).any()
    assert not model.scores({"elsewhere": 1.0}).any()
    assert model.shares({}, "i0") == {}


@pytest.mark.parametrize("item", ["i3", "i4", "new0", "new1"])
def test_shares_sum_to_the_score(wide, item):
    weights = {"i0": 1.0, "i5": -0.7, "new1": 0.4, "i8": 0.3, "elsewhere": 2.0}
    shares = wide.shares(weights, item)
    assert set(shares) == {"i0", "i5", "new1", "i8"}
    assert sum(shares.values()) == pytest.approx(wide.scores(weights)[wide.item_ids.index(item)], abs=1e-5)


def test_extending_leaves_rated_items_as_they_were(model, wide):
    person = {"i0": 1.0, "i5": -0.5}
    narrow = dict(zip(model.item_ids, model.scores(person), strict=True))
    broad = dict(zip(wide.item_ids, wide.scores(person), strict=True))
    assert all(broad[item] == pytest.approx(narrow[item], abs=1e-6) for item in narrow)


def test_unrated_items_are_scored_and_can_be_named(wide):
    scores = dict(zip(wide.item_ids, wide.scores({"i0": 1.0, "i2": 1.0}), strict=True))
    assert scores["new0"] > scores["new1"]
    scores = dict(zip(wide.item_ids, wide.scores({"new1": 1.0}), strict=True))
    assert scores["i3"] > scores["i2"]
    assert wide.is_rated("i3") and not wide.is_rated("new1")


def test_nearest_rows_weigh_the_nearer_more():
    rows = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float32)
    near, weight = nearest_rows(np.array([[1, 0]], np.float32), rows, 2)
    assert dict(zip(near[0].tolist(), weight[0].tolist(), strict=True))[0] > 0.85
    assert set(near[0].tolist()) == {0, 1} and weight.sum() == pytest.approx(1)
    assert nearest_rows(rows, rows[:1], 10)[0].shape == (3, 1)


def test_predicted_ratings_follow_the_person(wide):
    asked = ["i4", "i6", "i5", "i7"]
    even, sure = wide.predict_rating({"i0": 5.0, "i2": 5.0, "i1": 1.0}, asked)
    odd, _ = wide.predict_rating({"i0": 1.0, "i1": 5.0, "i3": 5.0}, asked)
    assert even[:2].min() > even[2:].max() and odd[2:].min() > odd[:2].max()
    assert ((sure > 0) & (sure < 1)).all()


def test_a_rating_model_equals_its_formula(ratings):
    model = gaussian.fit(ratings.user_idx, ratings.item_idx, ratings.rating, N_ITEMS)
    one_each = gaussian.sparse.identity(N_ITEMS, np.float32, format="csr")
    seen, asked, values = [0, 3, 5], [1, 2], np.array([5.0, 2.0, 3.0])
    k = model.cov[np.ix_(seen, seen)] + model.noise * np.eye(3)
    gain = model.cov[np.ix_(asked, seen)] @ np.linalg.inv(k)
    expected = model.mean[asked] + gain @ (values - model.mean[seen])
    predicted, _ = model.predict(one_each[seen], values, one_each[asked])
    np.testing.assert_allclose(predicted, np.clip(expected, 1, 5), atol=1e-4)
    assert np.linalg.eigvalsh(model.cov).min() > 0


def test_without_ratings_the_items_own_means_and_within_the_scale(wide, ratings):
    predicted, sure = wide.predict_rating({}, ["i4", "new0"])
    mean = ratings.rating[ratings.item_idx == 4].mean()
    assert predicted[0] == pytest.approx(mean, abs=0.4)
    assert len(sure) == 2 and predicted.min() >= 1 and predicted.max() <= 5
    high, _ = wide.predict_rating({f"i{n}": 5.0 for n in range(N_ITEMS)}, list(wide.item_ids))
    assert high.max() <= 5


def test_more_ratings_make_it_surer(wide):
    _, cold = wide.predict_rating({}, ["i4"])
    _, warm = wide.predict_rating({f"i{n}": 4.0 if n % 2 == 0 else 2.0 for n in range(N_ITEMS) if n != 4}, ["i4"])
    assert warm[0] > cold[0]
    assert gaussian.within_one(np.array([1.0]))[0] == pytest.approx(0.6827, abs=1e-3)


def test_items_nobody_rated_are_as_good_as_their_kind(ratings):
    """Odd items are rated a star lower; two new ones have no text that tells, and what they are does."""
    worse = replace(ratings, rating=np.clip(ratings.rating - ratings.item_idx % 2, 1, 5))
    ids = [*(f"i{n}" for n in range(N_ITEMS)), "new-even", "new-odd"]
    kinds = sparse.csr_matrix(np.eye(2, dtype=np.float32)[[*(n % 2 for n in range(N_ITEMS)), 0, 1]])
    text = np.ones((len(ids), 1), np.float32)
    fitted = Collaborative.fit(replace(worse, items=tuple(ids)), content=kinds)
    (even, odd), sure = fitted.extend(ids, text, content=kinds).predict_rating({}, ["new-even", "new-odd"])
    assert even > odd + 0.3
    (plain_even, plain_odd), _ = fitted.extend(ids, text).predict_rating({}, ["new-even", "new-odd"])
    assert plain_even == pytest.approx(plain_odd, abs=1e-3)
    assert ((sure > 0) & (sure < 1)).all()


def test_kind_joins_items_that_no_one_rated_together():
    """Three people, four items; the first and last item are of a kind, and nobody rated both."""
    user, item = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 1, 2, 2, 3])
    rating = np.array([5.0, 2, 3, 4, 2, 5])
    kind = np.eye(4, dtype=np.float32)
    kind[0, 3] = kind[3, 0] = 1
    alone, joined = (gaussian.fit(user, item, rating, 4, (1, 5), kind=k) for k in (None, kind))
    assert joined.cov[0, 3] > alone.cov[0, 3]
    assert np.linalg.eigvalsh(joined.cov).min() > 0


def test_surprises_are_what_is_left_out_in_turn(ratings):
    model = gaussian.fit(ratings.user_idx, ratings.item_idx, ratings.rating, N_ITEMS)
    one_each = sparse.identity(N_ITEMS, np.float32, format="csr")
    seen, values = [0, 3, 5], np.array([5.0, 2.0, 3.0])
    found = model.surprises(one_each[seen], values)
    k = model.cov[np.ix_([3, 5], [3, 5])] + model.noise * np.eye(2)
    expected = model.mean[0] + model.cov[0, [3, 5]] @ np.linalg.inv(k) @ (values[1:] - model.mean[[3, 5]])
    assert found[0] == pytest.approx(values[0] - expected, abs=1e-3)


def test_a_model_that_knows_what_items_are_is_kept_whole(ratings, tmp_path):
    ids = [f"i{n}" for n in range(N_ITEMS + 1)]
    kinds = sparse.csr_matrix(np.eye(2, dtype=np.float32)[np.arange(N_ITEMS + 1) % 2])
    model = Collaborative.fit(ratings, content=kinds).extend(ids, np.ones((len(ids), 1), np.float32), content=kinds)
    model.save(tmp_path / "model.safetensors")
    again = Collaborative.load(tmp_path / "model.safetensors")
    for asked in (["i0"], [f"i{N_ITEMS}"]):
        assert again.predict_rating({"i1": 5.0}, asked)[0] == model.predict_rating({"i1": 5.0}, asked)[0]


def test_unknown_items_are_refused(model):
    with pytest.raises(NotFoundError, match="'elsewhere'"):
        model.shares({"i0": 1.0}, "elsewhere")
    with pytest.raises(NotFoundError):
        model.predict_rating({}, ["elsewhere"])
    assert len(model.predict_rating({"elsewhere": 5.0}, [])[0]) == 0


def test_nothing_to_learn_from(ratings):
    none = np.zeros(0, int)
    with pytest.raises(DataError, match="no ratings"):
        Collaborative.fit(replace(ratings, user_idx=none, item_idx=none, rating=none.astype(float)))


def test_save_and_load_round_trip(wide, tmp_path):
    path = tmp_path / "deep" / "crowd.safetensors"
    wide.save(path)
    again = Collaborative.load(path)
    person = {"i0": 1.0, "new1": -0.5}
    assert again.item_ids == wide.item_ids
    np.testing.assert_array_equal(again.scores(person), wide.scores(person))
    for ours, theirs in zip(wide.predict_rating({"i0": 5.0}, ["i4", "new0"]),
                            again.predict_rating({"i0": 5.0}, ["i4", "new0"]), strict=True):  # fmt: skip
        np.testing.assert_array_equal(ours, theirs)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_broken_or_foreign_file(tmp_path):
    path = tmp_path / "crowd.safetensors"
    with pytest.raises(DataError, match="chatbot index"):
        Collaborative.load(path)
    path.write_bytes(b"not tensors")
    with pytest.raises(DataError, match="chatbot index"):
        Collaborative.load(path)
