"""The team's working days: when each usually begins and ends, and when it ends if it is stretched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from config.opening_hours import OpeningHours

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """A day's usual opening and closing (local); on a day off `closing` is None and `opening` the week's earliest."""

    day: date
    opening: datetime
    closing: datetime | None

    def ends(self, clock: time) -> datetime:
        """When the day ends that is stretched until `clock`: after midnight if that is not after the opening."""
        end = datetime.combine(self.day, clock, self.opening.tzinfo)
        return end if end > self.opening else datetime.combine(self.day + _DAY, clock, self.opening.tzinfo)


def shifts_from(hours: OpeningHours, at: datetime, end: datetime, latest: time) -> list[Shift]:
    """The working days from the one that `at` belongs to (before `latest`: yesterday's) until `end`, at most a week."""
    local = at.astimezone(hours.zone)
    first = (local - _DAY).date() if local.time() < latest else local.date()
    days = [first + n * _DAY for n in range(8)]
    usual = {day: _usual(hours, day) for day in days}
    openings = [opening.time() for opening, _ in filter(None, usual.values())]
    if not openings:
        return []
    earliest = min(openings)
    shifts = []
    for day in days:
        if day <= end.astimezone(hours.zone).date():
            opening, closing = usual[day] or (datetime.combine(day, earliest, hours.zone), None)
            shifts.append(Shift(day, opening, closing))
    return shifts


def _usual(hours: OpeningHours, day: date) -> tuple[datetime, datetime] | None:
    """The first opening and last closing of what begins on this local day, None on a day off."""
    midnight = datetime.combine(day, time(), hours.zone)
    spans = hours.spans(midnight - timedelta(minutes=1), midnight + 2 * _DAY)
    own = [(start, end) for start, end in spans if start.astimezone(hours.zone).date() == day]
    if not own:
        return None
    return own[0][0].astimezone(hours.zone), own[-1][1].astimezone(hours.zone)
