import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.storms.surprise import Dispersion, PeakTail, upper_limit, z_score


@given(st.floats(0.5, 1e4), st.floats(0.0, 1.0), st.floats(1.0, 4.0))
def test_the_upper_limit_is_the_count_with_that_score(mean: float, dispersion: float, z: float):
    limit = upper_limit(mean, dispersion, z)
    assert z_score(limit, mean, dispersion) == pytest.approx(z, abs=1e-6)


def test_one_in_forty_four_of_overdispersed_counts_is_above_two():
    rng = np.random.default_rng(5)
    counts = rng.poisson(20 * rng.gamma(10, 0.1, 40_000))
    assert np.mean([z_score(c, 20.0, 0.1) > 2 for c in counts]) == pytest.approx(0.0228, abs=0.006)


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
