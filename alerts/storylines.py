"""One storm is told once: what rises on several pages of a brand, or again on another day, is one incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.incidents import NEWS_EVERY, judge
from alerts.model import Event, Incident, Part, Reason
from detectors.findings import Finding, Storm

JUST_OVER = timedelta(hours=2)
"""A storm that ended no longer ago goes on if it rises on another page."""
TOGETHER = timedelta(minutes=90)
"""Two pages that rise within this time are one storm, unless they speak of different things."""
SAME_STORY = timedelta(hours=72)
ANOTHER_DAY = timedelta(hours=12)
SAME_HOUR = timedelta(hours=3)
"""A storm that returns within three days at about the same hour, about the same thing, is the same story."""
LOST = timedelta(hours=6)
"""A page that nothing was heard of for so long does not keep an incident open."""
_DAY = timedelta(days=1)


def kin(finding: Finding, storm: Storm, parts: Sequence[Part], zone: ZoneInfo) -> Part | None:
    """The part of an earlier incident that a new storm belongs to; None if it stands alone.

    Args:
        finding: of a storm that belongs to no incident yet.
        storm: its subject.
        parts: the recent storms on all pages of the brand.
        zone: of the page; a storm returns at an hour of its local day.
    """
    found = [part for part in parts if _elsewhere(finding, storm, part) or _returned(finding, storm, part, zone)]
    return max(found, key=lambda part: (part.closed_at is None, part.started_at, part.page), default=None)


def _elsewhere(finding: Finding, storm: Storm, part: Part) -> bool:
    over_for = finding.at - (part.closed_at or part.seen_at)
    if part.page == finding.page or over_for > (LOST if part.closed_at is None else JUST_OVER):
        return False
    together = abs(storm.started_at - part.started_at) <= TOGETHER
    return _agree(storm, part) or (together and not _known_to_differ(storm, part))


def _returned(finding: Finding, storm: Storm, part: Part, zone: ZoneInfo) -> bool:
    if part.page != finding.page or part.closed_at is None or finding.at - part.closed_at > SAME_STORY:
        return False
    apart = storm.started_at - part.started_at
    return (
        apart >= ANOTHER_DAY
        and _hours_apart(storm.started_at, part.started_at, zone) <= SAME_HOUR
        and _agree(storm, part)
    )


def _hours_apart(one: datetime, other: datetime, zone: ZoneInfo) -> timedelta:
    """How far apart two moments are on the clock."""
    a, b = (timedelta(hours=at.hour, minutes=at.minute) for at in (one.astimezone(zone), other.astimezone(zone)))
    return min((a - b) % _DAY, (b - a) % _DAY)


def _agree(storm: Storm, part: Part) -> bool:
    return bool(set(topic_keys(storm)) & set(part.topics))


def _known_to_differ(storm: Storm, part: Part) -> bool:
    """Whether both are about topics that the team knows, and none is the same; people's own words may differ."""
    both = (topic_keys(storm), part.topics)
    return all(any(key.startswith("#") for key in keys) for keys in both) and not _agree(storm, part)


def goes_on(part: Part, at: datetime) -> bool:
    """Whether a part is open at `at`; a page that is watched no more says nothing of its end."""
    return part.closed_at is None and at - part.seen_at < LOST


def topic_keys(storm: Storm) -> tuple[str, ...]:
    """What a storm is about, the same in every language."""
    return tuple(topic.key or topic.label for topic in storm.topics)


def part_of(finding: Finding, storm: Storm, incident: Incident, before: Part | None, *, told: bool) -> Part:
    """A page's part in an incident as it is now; its topics as last known."""
    return Part(
        page=finding.page,
        key=finding.key,
        incident=incident.id,
        started_at=storm.started_at,
        seen_at=finding.at,
        closed_at=finding.at if finding.over else None,
        observed=storm.observed,
        expected=storm.expected,
        window_minutes=storm.window_minutes,
        excess=storm.excess,
        people=storm.people,
        topics=topic_keys(storm) or (before.topics if before else ()),
        is_told=told or bool(before and before.is_told),
    )


def judge_part(
    known: Incident, finding: Finding, own: Part | None, others: Sequence[Part]
) -> tuple[Incident, Event | None, Reason]:
    """What a finding changes in an incident of several parts; see `judge`.

    The incident closes with its last part. A part that is new is told as news while the incident is open, and as a
    return after it was closed.

    Args:
        known: the incident so far.
        finding: what holds now on one page.
        own: that page's part as last kept, None if it has just joined.
        others: the other parts of the incident.
    """
    if finding.over and any(goes_on(part, finding.at) for part in others):
        return known, None, Reason.NOTHING_NEW
    if finding.over or (own is not None and own.is_told):
        return judge(known, finding)
    if known.closed_at is not None:
        return _back(known, finding)
    worse = finding.severity > known.severity
    if not worse and finding.at - known.told_at < NEWS_EVERY:
        return known, None, Reason.TOO_SOON
    incident = replace(known, severity=max(known.severity, finding.severity), told_at=finding.at)
    return incident, "escalated" if worse else "updated", Reason.WORSE if worse else Reason.NEWS


def _back(known: Incident, finding: Finding) -> tuple[Incident, Event | None, Reason]:
    """It is back: told as severe as it is now, not as it was."""
    fresh = replace(known, severity=finding.severity, level=finding.level)
    incident, event, reason = judge(fresh, finding)
    return (incident if event else known), event, reason
