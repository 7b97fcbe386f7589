from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from detectors.storms.baseline import Baseline

START = int(datetime(2026, 3, 2, tzinfo=UTC).timestamp())
WEEK = 7 * 86400


def rhythm(at: int) -> float:
    """A flat page that is busy from 18 to 22 h in Amsterdam."""
    hour = datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo("Europe/Amsterdam")).hour
    return 8.0 if 18 <= hour < 22 else 2.0


def holiday(day: date) -> bool:
    return (day.day, day.month) in {(30, 3), (6, 4), (27, 4)}


def taught(weeks: int) -> Baseline:
    baseline = Baseline(ZoneInfo("Europe/Amsterdam"), 300, holiday)
    for at in range(START, START + weeks * WEEK, 300):
        mean, _ = baseline.expect(at + 150)
        baseline.learn(at + 150, rhythm(at), 1.0, mean)
    return baseline


def test_it_learns_the_hours_of_the_week():
    baseline = taught(3)
    for hour, rate in ((3, 2.0), (12, 2.0), (19, 8.0)):
        at = START + 3 * WEEK + hour * 3600
        assert baseline.foresee(at) == pytest.approx(rate, rel=0.25)


def test_a_change_of_the_clocks_moves_the_hour_and_not_the_model():
    baseline = taught(4)
    summer = int(datetime(2026, 3, 31, 16, 30, tzinfo=UTC).timestamp())
    assert baseline.foresee(summer) == pytest.approx(8.0, rel=0.25)


def test_it_grows_surer_with_time():
    assert taught(3).expect(START + 3 * WEEK)[1] < taught(1).expect(START + WEEK)[1]


def test_a_flood_teaches_little():
    baseline = taught(2)
    at = START + 2 * WEEK + 12 * 3600
    before = baseline.foresee(at)
    for k in range(12):
        baseline.learn(at + 300 * k, 500.0, 1.0, before)
    assert baseline.foresee(at) < 3 * before


def on(day: date, hour: int) -> int:
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/Amsterdam")).timestamp())


def with_quiet_sundays(quiet_holidays: bool) -> Baseline:
    """Eight weeks in which Sundays bring half, and holidays do or do not."""
    baseline = Baseline(ZoneInfo("Europe/Amsterdam"), 300, holiday)
    for at in range(START, START + 8 * WEEK, 300):
        day = datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo("Europe/Amsterdam"))
        half = day.weekday() == 6 or (quiet_holidays and holiday(day.date()))
        mean, _ = baseline.expect(at + 150)
        baseline.learn(at + 150, 2.0 if half else 4.0, 1.0, mean)
    return baseline


def test_a_holiday_is_expected_to_be_rather_like_a_sunday_until_the_page_tells_otherwise():
    noon = on(date(2027, 4, 27), 12)
    usual = with_quiet_sundays(True)
    assert with_quiet_sundays(True).foresee(noon) < 0.65 * usual.foresee(noon + 86400)
    assert with_quiet_sundays(False).foresee(noon) > 0.85 * usual.foresee(noon + 86400)
