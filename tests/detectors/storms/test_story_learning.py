import pytest

from detectors.storms.story import learning_day


@pytest.mark.parametrize(("days", "day"), [(0.0, 1), (2.9, 3), (20.99, 21), (21.0, None), (400.0, None)])
def test_a_page_learns_for_three_weeks(days: float, day: int | None) -> None:
    assert learning_day(days) == day
