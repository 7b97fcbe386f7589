import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.storms.surprise import Dispersion, PeakTail, decades, upper_limit


@given(st.integers(1, 3000), st.floats(0.01, 1e3), st.floats(0.0, 1.5))
def test_the_tail_is_never_negative_and_falls_with_every_count(count: int, mean: float, dispersion: float):
    assert 0 <= decades(count, mean, dispersion) <= decades(count + 1, mean, dispersion) + 1e-6


def test_the_tail_is_that_of_overdispersed_counts():
    rng = np.random.default_rng(5)
    counts = rng.poisson(20 * rng.gamma(10, 0.1, 400_000))
    for count in (36, 42, 50):
        assert 10 ** -decades(count, 20.0, 0.1) == pytest.approx(np.mean(counts >= count), rel=0.1)


def test_one_in_forty_four_of_overdispersed_counts_is_above_two_sigma():
    rng = np.random.default_rng(5)
    counts = rng.poisson(20 * rng.gamma(10, 0.1, 40_000))
    assert np.mean(counts > upper_limit(20.0, 0.1, 2.0)) == pytest.approx(0.0228, abs=0.006)


def test_dispersion_is_learnt_from_the_counts():
    rng = np.random.default_rng(6)
    learnt = Dispersion()
    for _ in range(900):
        learnt.learn(float(rng.poisson(50 * rng.gamma(4, 0.25))), 50.0)
    assert 0.15 < learnt.value < 0.3


def test_a_higher_peak_is_rarer_and_one_huge_peak_does_not_deafen():
    tail = PeakTail(1.5, 0.7)
    before = tail.rarity(5.0)
    assert tail.rarity(4.0) < before
    tail.learn(50.0)
    assert tail.rarity(5.0) > before - 0.5
