"""The life of an incident: opened once, told again only when it became worse or there is news, closed once."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from datetime import timedelta

from alerts.model import Event, Incident, Reason
from detectors.findings import Finding

NEWS_EVERY = timedelta(minutes=30)
_REMEMBERED = 20
_SHORT = {"fake_account": "fake", "blind_page": "blind"}


def judge(known: Incident | None, finding: Finding) -> tuple[Incident, Event | None, Reason]:
    """What a finding changes in its incident, what to tell of it (None: nothing), and why.

    The key alone says whether a matter is new. What was closed and is found again under its key is the same incident,
    told as back; within half an hour of its closing only if it is worse than before, so that nothing flaps. What was
    never told open is not told closed.

    Args:
        known: the incident of this kind, page and key so far; None if there is none.
        finding: what holds now; `finding.at` never runs backwards.
    """
    if known is None:
        return _first(finding)
    if known.closed_at is not None:
        return _again(known, finding)
    if finding.over:
        return replace(known, closed_at=finding.at, told_at=finding.at), "closed", Reason.CLOSED
    if _is_worse(known, finding):
        return _told(known, finding), "escalated", Reason.WORSE
    return _news(known, finding)


def _again(known: Incident, finding: Finding) -> tuple[Incident, Event | None, Reason]:
    if finding.over:
        return known, None, Reason.NOTHING_NEW
    if finding.at - known.told_at < NEWS_EVERY and not _is_worse(known, finding):
        return known, None, Reason.TOO_SOON
    return replace(_told(known, finding), closed_at=None), "escalated", Reason.BACK


def _is_worse(known: Incident, finding: Finding) -> bool:
    return finding.severity > known.severity or finding.level > known.level


def _news(known: Incident, finding: Finding) -> tuple[Incident, Event | None, Reason]:
    if finding.novelty in ("", known.novelty, *known.told_before):
        return known, None, Reason.NOTHING_NEW
    if finding.at - known.told_at < NEWS_EVERY:
        return known, None, Reason.TOO_SOON
    return _told(known, finding), "updated", Reason.NEWS


def incident_id(kind: str, page: str, key: str) -> str:
    """A short name that a person can type, the same for the same matter: "storm-k7f3q9xd".

    Eight letters hold 40 bits: that two of a thousand incidents share a name is a chance below one in a million.
    """
    digest = hashlib.sha256("\0".join((kind, page, key)).encode("utf-8", "surrogatepass")).digest()
    return f"{_SHORT.get(kind, kind)}-{base64.b32encode(digest[:5]).decode('ascii').lower()}"


def _first(finding: Finding) -> tuple[Incident, Event | None, Reason]:
    incident = Incident(
        id=incident_id(finding.kind, finding.page, finding.key),
        kind=str(finding.kind),
        page=finding.page,
        key=finding.key,
        opened_at=finding.at,
        severity=finding.severity,
        level=finding.level,
        novelty=finding.novelty,
        told_at=finding.at,
    )
    if finding.over:
        return replace(incident, closed_at=finding.at), None, Reason.NOTHING_NEW
    return incident, "opened", Reason.FIRST


def _told(known: Incident, finding: Finding) -> Incident:
    """The incident after telling the finding; the oldest novelties are forgotten, so that it stays small."""
    before = known.told_before
    if finding.novelty not in ("", known.novelty):
        before = tuple(n for n in (*before, known.novelty) if n not in ("", finding.novelty))[-_REMEMBERED:]
    return replace(
        known,
        severity=max(known.severity, finding.severity),
        level=max(known.level, finding.level),
        novelty=finding.novelty or known.novelty,
        told_before=before,
        told_at=finding.at,
    )
