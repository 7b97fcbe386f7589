from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from detectors.storms.baseline import Baseline
from detectors.storms.forecast import foresee, half_life_hours


def test_a_falling_storm_halves_as_fast_as_it_fell():
    assert 0.8 < half_life_hours([100.0, 50.0, 25.0]) < 1.2


def test_what_has_lasted_long_is_expected_to_last():
    assert half_life_hours([50.0] * 8) > half_life_hours([50.0])


@given(st.floats(0, 1e5), st.floats(0.4, 8.0), st.floats(1.7e9, 1.9e9))
def test_a_forecast_lies_in_its_band_and_comes_down_to_the_usual(excess: float, half_life: float, at: float):
    hours = foresee(Baseline(ZoneInfo("Europe/Amsterdam")), at, excess, half_life)
    assert len(hours) == 24
    for hour in hours:
        assert hour.low is not None
        assert hour.high is not None
        assert hour.low <= hour.expected <= hour.high
        assert hour.usual is not None
        assert hour.expected >= hour.usual
