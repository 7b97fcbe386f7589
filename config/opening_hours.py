"""When a team is there: OpenStreetMap opening hours with public holidays and time zones."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours as Rules
from opening_hours import ParserError, UnknownCountryError  # type: ignore[attr-defined] # missing in its stub


class OpeningHours:
    """Opening hours of one page. Takes and gives aware times.

    Args:
        text: OpenStreetMap `opening_hours` syntax, e.g. "Mo-Fr 08:00-22:00; Sa,Su 09:00-18:00; PH off".
        timezone: IANA name.
        country: ISO 3166 code whose public holidays "PH" means; None knows no holidays.

    Raises:
        ValueError: the text, time zone or country is not known.
    """

    def __init__(self, text: str, timezone: str, country: str | None = None) -> None:
        try:
            self.zone = ZoneInfo(timezone)
            self._rules = Rules(text, timezone=self.zone, country=country)
        except (ParserError, UnknownCountryError, OSError, KeyError) as fault:
            raise ValueError(" ".join(str(fault).split())) from fault
        self.text = text

    def is_open(self, at: datetime) -> bool:
        """Whether the team answers at `at`."""
        return bool(self._rules.is_open(at.astimezone(self.zone)))

    def next_change(self, at: datetime) -> datetime | None:
        """The next opening or closing after `at` (aware, local), None if it never changes."""
        found: datetime | None = self._rules.next_change(at.astimezone(self.zone))
        return found

    def spans(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """The open stretches within [start, end), in order."""
        found, at = [], start
        while at < end:
            change = self.next_change(at) or end
            until = min(change, end)
            if self.is_open(at):
                found.append((at, until))
            at = max(until, at + timedelta(seconds=1))
        return found
