"""When a team is there: OpenStreetMap opening hours with public holidays and time zones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours as Rules
from opening_hours import ParserError, State, UnknownCountryError  # type: ignore[attr-defined] # missing in its stub

from config.faults import shown

if TYPE_CHECKING:
    Span = tuple[datetime, datetime]

# The parser's list for the United Kingdom lacks New Year's Day and its substitute; in January the Isle of Man has the
# same bank holidays as the United Kingdom, and the parser knows them.
_JANUARY_OF = {"GB": "IM"}
_DAYS_AHEAD = 400
_DAYS_KEPT = 2000
_DAY = timedelta(days=1)
_COLUMN = re.compile(r"--> 1:(\d+)")


class OpeningHours:
    """Opening hours of one page. Takes and gives aware times.

    On the night when clocks go back, an hour that comes twice is open both times; on the night when they go forward,
    the hour that is left out is no time at all. Hours with a condition that cannot be known ("by appointment") count
    as closed.

    Args:
        text: OpenStreetMap `opening_hours` syntax, e.g. "Mo-Fr 08:00-22:00; Sa,Su 09:00-18:00; PH off".
            https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
        timezone: IANA name.
        country: ISO 3166 code whose national public holidays "PH" means; None knows no holidays.

    Raises:
        ValueError: the text, time zone or country is not known.
    """

    def __init__(self, text: str, timezone: str, country: str | None = None) -> None:
        self.text = text
        self.zone = _zone(timezone)
        self._rules = _rules(text, country)
        self._january_rules = _rules(text, _JANUARY_OF.get(country or "", country))
        self._days: dict[date, tuple[Span, ...]] = {}

    def is_open(self, at: datetime) -> bool:
        """Whether the team answers at `at`."""
        moment = at.astimezone(UTC)
        return any(start <= moment < end for start, end in self._day(at.astimezone(self.zone).date()))

    def next_change(self, at: datetime) -> datetime | None:
        """The next opening or closing after `at` (aware, local), None if there is none within 400 days."""
        moment = at.astimezone(UTC)
        for start, end in _joined(self._stretches(moment, moment + _DAYS_AHEAD * _DAY)):
            if start > moment:
                return start.astimezone(self.zone)
            if end > moment:
                return end.astimezone(self.zone) if end < moment + _DAYS_AHEAD * _DAY else None
        return None

    def spans(self, start: datetime, end: datetime) -> list[Span]:
        """The open stretches within [start, end), in order, apart from each other, aware and local."""
        within = _joined(self._stretches(start.astimezone(UTC), end.astimezone(UTC)))
        return [(begin.astimezone(self.zone), until.astimezone(self.zone)) for begin, until in within]

    def _stretches(self, start: datetime, end: datetime) -> Iterator[Span]:
        """The open stretches of each local day, cut to [start, end); UTC in, UTC out."""
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        while day <= last:
            for begin, until in self._day(day):
                if begin < end and until > start:
                    yield max(begin, start), min(until, end)
            day += _DAY

    def _day(self, day: date) -> tuple[Span, ...]:
        """The open stretches of one local day, in UTC. Kept, since detectors ask for the same days again and again."""
        known = self._days.get(day)
        if known is None:
            if len(self._days) >= _DAYS_KEPT:
                self._days.clear()
            known = self._days[day] = tuple(self._evaluate(day))
        return known

    def _evaluate(self, day: date) -> Iterator[Span]:
        rules = self._january_rules if day.month == 1 else self._rules
        midnight = datetime.combine(day, time())
        for start, end, state, _ in rules.intervals(midnight, midnight + _DAY):
            first = start.replace(tzinfo=self.zone).astimezone(UTC)
            # A day ends when the next begins; else an end that comes twice is the later one: the team is still there.
            last = end.replace(tzinfo=self.zone, fold=int(end.date() == day)).astimezone(UTC)
            if state == State.OPEN and first < last:
                yield first, last


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    """Spans that touch or overlap made one."""
    current: Span | None = None
    for start, end in spans:
        if current and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, KeyError, ValueError) as fault:
        raise ValueError(f"no time zone is called {shown(name)}") from fault


def _rules(text: str, country: str | None) -> Rules:
    if not text.strip():
        raise ValueError("it is empty")
    try:
        return Rules(text, country=country)
    except UnknownCountryError as fault:
        raise ValueError(f"no public holidays are known for the country {shown(country)}") from fault
    except ParserError as fault:
        column = _COLUMN.search(str(fault))
        rest = text[int(column[1]) - 1 :] if column else text
        raise ValueError(f"it cannot be read from {shown(rest)} on" if rest else "it breaks off") from fault


def holidays(timezone: str, country: str | None) -> Callable[[date], bool] | None:
    """What tells whether a local date is a public holiday of the country; None where no country is known."""
    if country is None:
        return None
    free, zone = OpeningHours("PH 00:00-24:00", timezone, country), _zone(timezone)
    return lambda day: free.is_open(datetime.combine(day, time(12), zone))
