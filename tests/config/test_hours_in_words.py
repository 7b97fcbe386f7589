from datetime import UTC, datetime

from config.hours_in_words import coming_days
from config.opening_hours import OpeningHours


def test_days_with_the_same_hours_are_told_together() -> None:
    hours = OpeningHours("Mo-Fr 08:00-12:00,13:00-22:00; PH off", "Europe/Amsterdam", "NL")
    assert coming_days(hours, datetime(2026, 12, 23, 12, tzinfo=UTC)) == (
        "Wed 23 Dec - Thu 24 Dec  08:00-12:00, 13:00-22:00",
        "Fri 25 Dec - Sun 27 Dec  closed",
        "Mon 28 Dec - Tue 29 Dec  08:00-12:00, 13:00-22:00",
    )


def test_hours_over_midnight_are_told_on_both_days() -> None:
    hours = OpeningHours("Sa 22:00-02:00", "Europe/Amsterdam")
    assert coming_days(hours, datetime(2026, 11, 28, 12, tzinfo=UTC), days=2) == (
        "Sat 28 Nov  22:00-24:00",
        "Sun 29 Nov  00:00-02:00",
    )
