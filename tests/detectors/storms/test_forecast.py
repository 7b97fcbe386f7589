from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.findings import Hour
from detectors.storms.baseline import Baseline
from detectors.storms.forecast import SoFar, foresee

NOON = 1_772_000_000.0


def coming(*counted: float, usual: float = 1.0, seen: float = 1.0, before: int = 0) -> tuple[Hour, ...]:
    number = len(counted)
    so_far = SoFar(counted, [usual * seen] * number, [seen] * number, before)
    return foresee(Baseline(ZoneInfo("Europe/Amsterdam")), NOON, so_far, 0.1).hours


def more(hours: tuple[Hour, ...], until: int = 24) -> float:
    return sum(hour.expected - (hour.usual or 0.0) for hour in hours[:until])


def test_what_burns_out_is_expected_to_go_on_burning_out() -> None:
    falling = coming(*[40.0 * 0.5 ** (k / 12) for k in range(36)])
    steady = coming(*[20.0] * 36)
    assert more(falling) < 0.6 * more(steady)


def test_what_has_grown_for_hours_is_expected_to_last_longer_than_what_has_just_begun() -> None:
    grown = coming(*[0.4 * k for k in range(72)])
    begun = coming(*[28.0] * 6)
    assert more(grown[6:]) / more(grown, 1) > more(begun[6:]) / more(begun, 1)


def test_the_band_opens_with_time() -> None:
    hours = coming(*[20.0] * 6)
    widths = [((hour.high or 0) - (hour.low or 0)) / hour.expected for hour in hours]
    assert widths[3] > widths[0]


def test_what_was_not_seen_is_not_taken_for_the_end() -> None:
    buckets = [20.0] * 24
    hidden = SoFar([*buckets, *[0.0] * 12], [1.0] * 24 + [0.0] * 12, [1.0] * 24 + [0.0] * 12)
    unseen = foresee(Baseline(ZoneInfo("Europe/Amsterdam")), NOON, hidden, 0.1).hours
    assert more(unseen) > 3 * more(coming(*buckets, *[0.0] * 12))


@settings(deadline=None)
@given(
    st.lists(st.floats(0, 1e4), max_size=432), st.floats(0, 100), st.floats(0, 1), st.integers(0, 5000), st.floats(0, 4)
)
def test_a_forecast_lies_in_its_band_and_never_below_the_usual(
    counted: list[float], usual: float, seen: float, before: int, noise: float
) -> None:
    number = len(counted)
    so_far = SoFar(counted, [usual * seen] * number, [seen] * number, before)
    outlook = foresee(Baseline(ZoneInfo("Europe/Amsterdam")), NOON, so_far, noise)
    hours = outlook.hours
    assert len(hours) == 24
    assert abs(sum(course.probability for course in outlook.courses) - 1) < 0.01
    assert all(len(course.excess) == 24 for course in outlook.courses)
    for hour in hours:
        assert hour.low is not None
        assert hour.high is not None
        assert hour.usual is not None
        assert hour.low <= hour.expected <= hour.high
        assert hour.expected >= hour.usual
