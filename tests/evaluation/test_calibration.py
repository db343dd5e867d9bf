"""Temperatures, calibration and blends against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.evaluation import calibration, metrics
from chatbot.evaluation.blend import fit_blend, logit

OVERSURE = [[0.1, 0.9]] * 10, [1] * 6 + [0] * 4  # promises 90 %, keeps 60 %


def test_a_temperature_brings_promises_down_to_what_happens() -> None:
    expected = np.log(0.9 / 0.1) / np.log(0.6 / 0.4)  # the logit shrinks from 2.197 to 0.405
    assert calibration.fit_temperature(*OVERSURE) == pytest.approx(expected, rel=1e-3)
    assert calibration.tempered([[0.1, 0.9]], expected)[0] == pytest.approx([0.4, 0.6])


def test_temperature_leaves_the_order_alone_and_1_changes_nothing() -> None:
    p = np.array([[0.2, 0.5, 0.3]])
    assert calibration.tempered(p, 1.0)[0] == pytest.approx(p[0])
    assert calibration.tempered(p, 3.0).argsort().tolist() == p.argsort().tolist()
    assert calibration.fit_temperature(np.zeros((0, 2)), []) == 1.0


def test_calibrated_figures_and_points() -> None:
    table, points = calibration.calibrate(OVERSURE, OVERSURE)
    assert table["ece"]["value"] == pytest.approx(0.3), "equal promises share what happened"
    assert table["ece_tempered"]["value"] == pytest.approx(0, abs=1e-3)
    assert sum(point["n"] for point in points) == 10
    assert {round(point["promised"], 3) for point in points} == {0.6}


def test_of_yes_promises_the_second_class() -> None:
    said = [[0.8, 0.2]] * 10, [1, 1] + [0] * 8
    table, points = calibration.calibrate(said, said, of_yes=True)
    assert table["temperature"]["value"] == pytest.approx(1, abs=0.01)
    assert {round(point["promised"], 2) for point in points} == {0.2}


def test_reliability_bins_are_of_equal_size() -> None:
    points = calibration.reliability([0.1, 0.2, 0.3, 0.4], [0, 0, 1, 1], bins=2)
    assert points == [
        {"promised": pytest.approx(0.15), "happened": 0.0, "n": 2},
        {"promised": pytest.approx(0.35), "happened": 1.0, "n": 2},
    ]
    assert metrics.calibration_error([0.1, 0.2, 0.3, 0.4], [0, 0, 1, 1], bins=2) == pytest.approx((0.15 + 0.65) / 2)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0.01, 0.99), min_size=2, max_size=30))
def test_tempered_rows_are_probabilities(values: list[float]) -> None:
    rows = calibration.tempered(calibration.two_classes(values), 2.5)
    assert rows.sum(axis=1) == pytest.approx(1)


def test_a_blend_finds_the_weights_and_never_a_negative_one() -> None:
    rng = np.random.default_rng(0)
    a, b, c = rng.normal(3, 1, (3, 200))
    blend = fit_blend({"a": a, "b": b, "c": c}, 0.7 * a + 0.3 * b - 0.5 * c + 1)
    assert blend.weights["c"] == 0
    clean = fit_blend({"a": a, "b": b}, 0.7 * a + 0.3 * b + 1)
    assert clean.weights == pytest.approx({"a": 0.7, "b": 0.3})
    assert clean({"a": [2.0], "b": [4.0]}) == pytest.approx([0.7 * 2 + 0.3 * 4 + 1])


def test_logit_bears_certainty() -> None:
    assert logit([0.5, 0.9]) == pytest.approx([0, np.log(9)])
    assert np.isfinite(logit([0, 1])).all()


def test_auc_and_gain_with_intervals() -> None:
    auc = metrics.measured_auc([1, 2, 3, 4] * 20, [0, 0, 1, 1] * 20, 0)
    assert auc == {"value": 1.0, "ci_low": 1.0, "ci_high": 1.0}
    assert metrics.measured_auc([1.0, 2.0], [1, 1], 0)["ci_low"] is None
    gain = metrics.measured_gain([2.0, -2.0], [1.0, 1.0], 0)
    assert gain["value"] == pytest.approx(1) and gain["ci_low"] == pytest.approx(1)
