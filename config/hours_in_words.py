"""Opening hours of the coming days in words, so that a person can see whether they are right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import groupby

from config.opening_hours import OpeningHours


def coming_days(hours: OpeningHours, at: datetime, days: int = 7) -> tuple[str, ...]:
    """Lines such as "Mon 23 Nov - Fri 27 Nov  08:00-22:00" for the local days from that of `at` on."""
    lines = []
    for words, group in groupby(_days(hours, at, days), key=lambda day: day[1]):
        names = [f"{day:%a} {day.day} {day:%b}" for day, _ in group]
        lines.append((names[0] if len(names) == 1 else f"{names[0]} - {names[-1]}") + f"  {words}")
    return tuple(lines)


def _days(hours: OpeningHours, at: datetime, days: int) -> Iterator[tuple[datetime, str]]:
    today = at.astimezone(hours.zone).date()
    for number in range(days):
        midnight = datetime.combine(today + timedelta(days=number), time(), hours.zone)
        following = datetime.combine(today + timedelta(days=number + 1), time(), hours.zone)
        spans = hours.spans(midnight, following)
        times = [f"{start:%H:%M}-{'24:00' if end == following else f'{end:%H:%M}'}" for start, end in spans]
        yield midnight, ", ".join(times) or "closed"
