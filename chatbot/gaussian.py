"""What rating somebody would give, in closed form: one Gaussian over all items, conditioned on a person's ratings.

A person's tastes are a draw f ~ N(mean, cov) over items, a rating is f plus noise (Yu, Zhu, Lafferty, Gong, "Fast
Nonparametric Matrix Factorization for Large-scale Collaborative Filtering", SIGIR 2009). The mean and the covariance
are learned by expectation maximisation with an inverse-Wishart prior around a simple guess: people differ in
generosity, films that the same people rate are liked alike, films of a kind (`content`) are liked alike too, and each
film has something of its own. Then
E[f_j | r_o] = mean_j + cov_jo (cov_oo + noise·I)⁻¹ (r_o − mean_o): a newcomer is predicted like a trained user, and the
posterior variance says how sure that is.

Knows item numbers only; names, catalogues and neighbours are the business of `chatbot.collaborative`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import erf

Floats = NDArray[np.float32]

# Chosen on a validation part of the training set of ML-100K's u1, UNRATED_TRUST by hiding 15 % of the films.
# Variances are in units of the ratings' own variance.
GENEROSITY = 0.16  # prior covariance of any two items: what one person's ratings share
ALIKE = 0.16  # prior covariance of two items rated by the same people
OWN = 0.24  # prior variance of an item by itself
KIND = 0.2  # how much of OWN is shared with items of the same kind, where kinds are known
NOISE = 0.47  # of a rating around the person's taste
PRIOR_USERS = 100  # how many users the prior counts for
ITERATIONS = 13
DAMPING = 5.0  # ratings that an item or a user needs to move half-way from the mean
SMOOTHING = 20.0  # added to both counts in the cosine of two items
# Of the ridge from what items are to their means: spread of these, and noise of a mean, constant and per one rating.
MEAN_SPREAD, MEAN_NOISE = 0.15, (0.05, 1.0)
DOUBT = 0.3  # variance of an unrated item's mean around what that ridge expects
UNRATED_TRUST = 0.4  # how far the mean of an item nobody rated moves from the mean of all to its neighbours'
# Spread of a prediction, chosen on the validation parts of u1 and u2: squared surprise of a typical rating (left out in
# turn, in units of its variance), how many such ratings a person counts as before giving any, and what the model's
# variance is divided by.
SURPRISE, SURPRISE_PRIOR, CALIBRATION = 0.45, 10, 1.5
SAMPLE_USERS, SAMPLE_LENGTH = 5000, 1000  # bounds of the covariance's work; ML-100K is far below both


@dataclass(frozen=True, eq=False)
class RatingModel:
    """mean (n,), cov (n, n) of tastes over n items; noise: variance of a rating; low, high: the scale.

    centre: mean of all ratings, to which the unknown is drawn.
    """

    mean: Floats
    cov: Floats
    noise: float
    centre: float
    low: float
    high: float

    def predict(
        self, observed: sparse.csr_matrix, values: NDArray[np.floating], asked: sparse.csr_matrix,
        means: tuple[Floats, Floats] | None = None,
    ) -> tuple[Floats, Floats]:  # fmt: skip
        """Expected ratings on the scale and their variances, calibrated, two arrays (n_asked,).

        observed (n_observed, n), asked (n_asked, n): each row mixes rated items: a single 1 for a rated item, the
        neighbours' weights for another. values (n_observed,): the person's ratings. means: what is expected of
        observed and asked items before anything is known of the person (`unrated_means`); None: the neighbours' means.
        """
        seen_prior, seen_own = self._priors(observed, means and means[0])
        prior, own = self._priors(asked, means and means[1])
        half = observed @ self.cov
        inverse = np.linalg.inv((observed @ half.T).T + np.diag(seen_own + np.float32(self.noise)))
        cross = asked @ half.T
        solved = inverse @ (np.asarray(values, np.float32) - seen_prior)
        explained = np.einsum("ij,ij->i", cross @ inverse, cross)
        variance = np.maximum(self._mixed_variance(asked) + own - explained, 0) + np.float32(self.noise)
        # Some people are easier to predict than others: their own leave-one-out errors, a² / diag K⁻¹, say how much.
        surprise = (solved**2 / np.diag(inverse)).sum() / SURPRISE
        factor = (surprise + SURPRISE_PRIOR) / (len(solved) + SURPRISE_PRIOR) / CALIBRATION
        return np.clip(prior + cross @ solved, self.low, self.high), variance * np.float32(factor)

    def surprises(self, observed: sparse.csr_matrix, values: NDArray[np.floating]) -> Floats:
        """Each of a person's ratings less what the others of them predict, (n_observed,)."""
        prior, own = self._priors(observed, None)
        k = (observed @ (observed @ self.cov).T).T + np.diag(own + np.float32(self.noise))
        inverse = np.linalg.inv(k)
        return np.asarray(inverse @ (np.asarray(values, np.float32) - prior) / np.diag(inverse))

    def unrated_means(
        self, items: NDArray[np.integer], often: NDArray[np.integer], kind: Floats, strangers: Floats
    ) -> Floats:
        """What is expected of items nobody rated, from what they are: kernel ridge of the rated items' means.

        items (m,): the rated items to learn from; often (n,): ratings of each item. kind (m, m), strangers (k, m):
        likeness of these to each other, and of the unrated to them. Returns (k,); of one unlike all, the mean of all.
        """
        noise = np.diag(MEAN_NOISE[0] + MEAN_NOISE[1] / np.maximum(often[items], 1)) / MEAN_SPREAD
        weights = np.linalg.solve(kind + noise.astype(np.float32), self.mean[items] - np.float32(self.centre))
        return np.clip(self.centre + strangers @ weights, self.low, self.high).astype(np.float32)

    def _priors(self, rows: sparse.csr_matrix, told: Floats | None) -> tuple[Floats, Floats]:
        """Prior mean of each row, and the variance that it has beside its neighbours' (0 for a rated item)."""
        mixed = np.diff(rows.indptr) != 1
        mean = rows @ self.mean
        mean[mixed] = self.centre + UNRATED_TRUST * (mean[mixed] - self.centre) if told is None else told[mixed]
        # Tastes differ about it as about any item, and besides nobody knows its mean, if what it is does not tell.
        doubt = self.mean.var() if told is None else DOUBT
        missing = np.diag(self.cov).mean() + doubt - self._mixed_variance(rows)
        return mean, np.where(mixed, np.maximum(missing, 0), 0).astype(np.float32)

    def _mixed_variance(self, rows: sparse.csr_matrix) -> Floats:
        return np.asarray(rows.multiply(rows @ self.cov).sum(axis=1), np.float32).ravel()


def within_one(variance: NDArray[np.floating]) -> Floats:
    """Probability that a rating lies within one star of its prediction."""
    return erf(1 / np.sqrt(2 * np.asarray(variance, np.float64))).astype(np.float32)


def fit(
    user_idx: NDArray[np.integer], item_idx: NDArray[np.integer], rating: NDArray[np.floating], n_items: int,
    scale: tuple[float, float] | None = None, seed: int = 0, kind: Floats | None = None,
) -> RatingModel:  # fmt: skip
    """Learn from ratings in columns; `scale` is taken from the ratings when not given.

    kind (n_items, n_items): how alike items are in what they are, 1 on the diagonal, positive semidefinite.

    Each iteration costs the sum of n_u³ over users, and 4·n_items³; more than 5,000 users are sampled by `seed`.
    """
    rating = np.asarray(rating, np.float64)
    low, high = scale or (float(rating.min()), float(rating.max()))
    centre, item_bias, _ = damped_biases(user_idx, item_idx, rating, n_items)
    unit = float(rating.var()) or 1.0
    mean, noise = (centre + item_bias).astype(np.float32), np.float32(NOISE * unit)
    people = _by_user(user_idx, item_idx, rating, seed)
    prior = cov = _prior_covariance(user_idx, item_idx, n_items, kind) * np.float32(unit)
    for _ in range(ITERATIONS):
        outer, total = _expectations(people, mean, cov, noise)
        # M-step: the posterior moments of all users sum to n·cov + cov·outer·cov, so no user's own is ever built.
        moved = PRIOR_USERS * prior + len(people) * cov + cov @ outer @ cov
        cov = (moved + moved.T) / np.float32(2 * (PRIOR_USERS + len(people)))
        mean = mean + cov @ total / np.float32(len(people))
    return RatingModel(mean, cov, float(noise), centre, low, high)


def _expectations(
    people: list[tuple[NDArray[np.integer], Floats]], mean: Floats, cov: Floats, noise: np.float32
) -> tuple[Floats, Floats]:
    """Σ_u (a aᵀ − K⁻¹) and Σ_u a, scattered to all items; K = cov_oo + noise·I, a = K⁻¹ (r − mean_o)."""
    outer, total = np.zeros_like(cov), np.zeros_like(mean)
    for items, ratings in people:
        block = np.ix_(items, items)
        k = cov[block]
        k[np.diag_indices(len(items))] += noise
        inverse = np.linalg.inv(k)
        a = inverse @ (ratings - mean[items])
        outer[block] += np.outer(a, a) - inverse
        total[items] += a
    return outer, total


def _prior_covariance(
    user_idx: NDArray[np.integer], item_idx: NDArray[np.integer], n_items: int, kind: Floats | None = None
) -> Floats:
    x = sparse.csr_matrix((np.ones(len(user_idx), np.float32), (user_idx, item_idx)))
    x.resize(x.shape[0], n_items)
    together = (x.T @ x).toarray()
    count = np.sqrt(np.diag(together) + np.float32(SMOOTHING))
    together *= np.float32(ALIKE) / np.outer(count, count)
    together += np.float32(GENEROSITY)
    together[np.diag_indices(n_items)] += np.float32(OWN)
    if kind is not None:
        together += np.float32(KIND) * kind
        together[np.diag_indices(n_items)] -= np.float32(KIND) * np.diag(kind)
    return together


def _by_user(
    user_idx: NDArray[np.integer], item_idx: NDArray[np.integer], rating: NDArray[np.floating], seed: int
) -> list[tuple[NDArray[np.integer], Floats]]:
    """Items and ratings of each user, for a random sample of users when there are too many."""
    order = np.argsort(user_idx, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(np.asarray(user_idx)[order])) + 1)
    if len(groups) > SAMPLE_USERS:
        chosen = np.random.default_rng(seed).choice(len(groups), SAMPLE_USERS, replace=False)
        groups = [groups[at] for at in np.sort(chosen)]
    return [(item_idx[g[-SAMPLE_LENGTH:]], rating[g[-SAMPLE_LENGTH:]].astype(np.float32)) for g in groups]


def damped_biases(
    user_idx: NDArray[np.integer], item_idx: NDArray[np.integer], rating: NDArray[np.floating], n_items: int,
    rounds: int = 10,
) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """Mean, item biases (n_items,) and user biases of r ≈ mean + item + user, each damped (Koren 2010, eq. 1)."""
    n_users = int(np.max(user_idx)) + 1
    mean = float(np.mean(rating))
    of_item = np.bincount(item_idx, minlength=n_items) + DAMPING
    of_user = np.bincount(user_idx, minlength=n_users) + DAMPING
    item, user = np.zeros(n_items), np.zeros(n_users)
    for _ in range(rounds):
        item = np.bincount(item_idx, rating - mean - user[user_idx], n_items) / of_item
        user = np.bincount(user_idx, rating - mean - item[item_idx], n_users) / of_user
    return mean, item, user
