from config.opening_hours import OpeningHours
from detectors.fakes.timing import Clock, timing_evidence

NOON = 1772452800  # Monday 2 March 2026, 12:00 UTC
DAY, HOUR = 86400, 3600


def clock(open_share: float = 0.5) -> Clock:
    made = Clock(OpeningHours("Mo-Fr 08:00-18:00", "UTC", "NL"))
    made.inside, made.outside = int(1000 * open_share), int(1000 * (1 - open_share))
    return made


def strengths(times: list[int], made: Clock, ages: list[int] | None = None) -> dict[str, float]:
    return {e.signal: e.weight for e in timing_evidence(times, ages or [60] * len(times), times[0], made)}


def test_answering_only_when_the_team_is_away_is_told() -> None:
    assert "outside_hours" in strengths([NOON + 9 * HOUR + n * DAY for n in range(4)], clock())


def test_evening_is_nothing_where_customers_write_then_too() -> None:
    evenings = [NOON + 9 * HOUR + n * DAY for n in range(4)]
    assert strengths(evenings, clock(0.1))["outside_hours"] < strengths(evenings, clock(0.7))["outside_hours"] / 2


def test_answering_in_opening_hours_is_nothing() -> None:
    assert "outside_hours" not in strengths([NOON + n * HOUR for n in range(4)], clock())


def test_cold_posts_are_told() -> None:
    assert "old_posts" in strengths([NOON, NOON + HOUR], clock(), [9 * DAY, 8 * DAY])


def test_a_burst_is_told() -> None:
    assert "burst" in strengths([NOON + 60 * n for n in range(6)], clock())
    assert "burst" not in strengths([NOON + HOUR * n for n in range(6)], clock())


def test_no_replies_say_nothing() -> None:
    assert timing_evidence([], [], NOON, clock()) == []
