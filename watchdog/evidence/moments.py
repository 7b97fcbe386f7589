"""Times in a document: to the second in UTC, and as the clock showed it where the team is."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def both_clocks(at: datetime, zone: str) -> str:
    """E.g. "2026-07-19 20:10:11 UTC (2026-07-19 22:10 Europe/Amsterdam)"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC ({local:%Y-%m-%d %H:%M} {zone})"
