"""Figures of merit against values worked out by hand."""

import numpy as np
import pytest

from chatbot.evaluation import metrics


def test_errors():
    assert metrics.rmse([1, 5], [1, 3]) == pytest.approx(2**0.5)
    assert metrics.mae([1, 5], [1, 3]) == 1.0


def test_one_relevant_item():
    ranks = [1, 3, 10, 11, np.inf]
    assert metrics.hr_at_k(ranks).tolist() == [1, 1, 1, 0, 0]
    assert metrics.ndcg_at_k(ranks).tolist() == pytest.approx([1, 0.5, 1 / np.log2(11), 0, 0])


@pytest.mark.parametrize(
    ("scores", "labels", "expected"),
    [([1, 2, 3], [0, 0, 1], 1), ([3, 2, 1], [0, 0, 1], 0), ([1, 1, 1], [0, 1, 0], 0.5), ([1, 2, 2], [0, 1, 0], 0.75)],
)
def test_auc(scores, labels, expected):
    assert metrics.auc(scores, labels) == expected


def test_auc_of_one_class_is_not_a_number():
    assert np.isnan(metrics.auc([1, 2], [1, 1]))


def test_calibration_error():
    assert metrics.calibration_error([0.5] * 10, [1, 0] * 5, bins=1) == 0
    assert metrics.calibration_error([0.9] * 10, [0] * 10) == pytest.approx(0.9)


@pytest.mark.parametrize("n", [400, 20_000])
def test_interval_covers_the_mean_and_follows_the_seed(n):
    values = np.random.default_rng(0).normal(3, 1, n)
    low, high = metrics.interval(values, 1)
    assert low < values.mean() < high
    assert high - low == pytest.approx(2 * 1.96 / n**0.5, rel=0.2)
    assert (low, high) == metrics.interval(values, 1)


def test_measured_shapes():
    assert metrics.measured([1.0, 1.0], 0) == {"value": 1.0, "ci_low": 1.0, "ci_high": 1.0}
    assert metrics.measured_rmse([2.0, -2.0], 0)["value"] == 2.0
