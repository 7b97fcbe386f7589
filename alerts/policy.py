"""Which channel gets an alert, and when: kinds, pages, severity, silences and quiet hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from alerts.model import Alert, Reason, Silence
from config.schema import Channel
from detectors.findings import Severity

_SEVERITIES = {"info": Severity.INFO, "warning": Severity.WARNING, "critical": Severity.CRITICAL}


class Route(NamedTuple):
    """What becomes of an alert on a channel: sent from `due_at` on (aware UTC), or never if that is None."""

    channel: str
    reason: Reason
    due_at: datetime | None


def route(
    alert: Alert, channels: Sequence[Channel], silences: Sequence[Silence], at: datetime, zone: str
) -> list[Route]:
    """Decide for each channel, in the channels' order.

    Args:
        alert: what there is to tell.
        channels: where alerts go.
        silences: those of the team, whether over or not.
        at: now.
        zone: IANA name of the time zone in which quiet hours are meant.
    """
    return [_decide(alert, channel, silences, at, ZoneInfo(zone)) for channel in channels]


def _decide(alert: Alert, channel: Channel, silences: Sequence[Silence], at: datetime, zone: ZoneInfo) -> Route:
    refused = _refused(alert, channel) or _silenced(alert, silences, at)
    if refused:
        return Route(channel.name, refused, None)
    waits = None if _urgent(alert) else quiet_until(channel.quiet_hours, at, zone)
    return Route(channel.name, Reason.QUIET_HOURS if waits else alert.reason, waits or at)


def _refused(alert: Alert, channel: Channel) -> Reason | None:
    if alert.kind not in channel.kinds:
        return Reason.OTHER_KIND
    if channel.pages and not {alert.page, *alert.pages} & set(channel.pages):
        return Reason.OTHER_PAGE
    return Reason.NOT_SEVERE if alert.severity < _SEVERITIES[channel.min_severity] else None


def _silenced(alert: Alert, silences: Sequence[Silence], at: datetime) -> Reason | None:
    return Reason.SILENCED if any(_covers(silence, alert) for silence in silences if at < silence.until) else None


def _covers(silence: Silence, alert: Alert) -> bool:
    # Who silences a page because of a storm does not mean the knife at the counter: threats are silenced by name only.
    if alert.kind == "threat" and silence.kind is None and silence.incident is None:
        return False
    wanted = ((silence.page, alert.page), (silence.kind, alert.kind), (silence.incident, alert.incident))
    return all(name is None or name == own for name, own in wanted)


def _urgent(alert: Alert) -> bool:
    """What is critical and whoever is in danger cannot wait for the morning; that it is over can."""
    return alert.event != "closed" and (alert.severity is Severity.CRITICAL or alert.kind == "threat")


def quiet_until(quiet_hours: str | None, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours end in which `at` lies (in the zone of `at`), None if it lies in none.

    Args:
        quiet_hours: "22:00-07:00", in local time; over midnight if the end is not after the start.
        at: now.
        zone: of the quiet hours.

    Raises:
        ValueError: the text is no span of times.
    """
    if quiet_hours is None:
        return None
    start, end = (time.fromisoformat(text.strip()) for text in quiet_hours.split("-"))
    local = at.astimezone(zone)
    clock = local.time()
    inside = start <= clock < end if start < end else clock >= start or clock < end
    if start == end or not inside:
        return None
    day = local.date() + timedelta(days=clock >= end)
    return datetime.combine(day, end, zone).astimezone(at.tzinfo)
