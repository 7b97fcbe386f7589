"""What a server's headers say about when it may be asked again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST = timedelta(hours=24)
_PREFIXES = ("RateLimit", "X-RateLimit")


def pause_wanted(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long to leave the server alone: Retry-After, or the reset of a limit with nothing remaining; None if neither.

    Resets are understood as UNIX seconds (Bluesky), as seconds left (RFC draft "RateLimit header fields") and as an
    ISO time (Mastodon). A value that makes no sense counts as none; never more than a day.

    Args:
        headers: of the answer, looked up without regard to case.
        now: aware UTC.
    """
    asked = headers.get("Retry-After")
    if asked and (wait := _until(asked, now)) is not None:
        return wait
    for prefix in _PREFIXES:
        if headers.get(f"{prefix}-Remaining", "").strip() == "0":
            return _until(headers.get(f"{prefix}-Reset", ""), now)
    return None


def _until(value: str, now: datetime) -> timedelta | None:
    moment = _moment(value.strip(), now)
    return None if moment is None else min(max(moment - now, timedelta(0)), _LONGEST)


def _moment(value: str, now: datetime) -> datetime | None:
    try:
        if value.isascii() and value.isdigit():
            seconds = min(int(value[:12]), 4_000_000_000)
            # A UNIX time is a ten-digit number for the next two centuries; seconds left never are.
            return datetime.fromtimestamp(seconds, UTC) if seconds > 1_000_000_000 else now + timedelta(seconds=seconds)
        moment = datetime.fromisoformat(value) if value[:4].isdigit() else parsedate_to_datetime(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
