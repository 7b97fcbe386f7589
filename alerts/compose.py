"""Turns a finding into an alert: title, text, evidence in words and advice with numbers, in the team's language."""

from __future__ import annotations

from typing import Any

from alerts.advice import advise
from alerts.body import body_of
from alerts.evidence import evidence_row, reasoned
from alerts.model import Alert, Event, Incident, Reason
from alerts.scene import Archive, Scene
from alerts.subject import subject_of
from alerts.titles import title_of
from alerts.wording.phrases import load
from config.opening_hours import OpeningHours
from config.schema import Language, Page
from detectors.findings import Finding


def compose(
    finding: Finding,
    incident: Incident,
    event: Event,
    reason: Reason,
    page: Page,
    language: Language,
    look: Archive,
    hours: OpeningHours,
) -> Alert:
    """What to tell the team of a finding.

    Args:
        finding: what was found.
        incident: its incident as it is after this telling.
        event: what happened to the incident.
        reason: why it is told.
        page: the settings of the page it is about.
        language: of the alert.
        look: where the words and names of items and accounts are looked up.
        hours: the page's opening hours; their time zone is the alert's.
    """
    scene = Scene(finding, incident, event, reason, page, load(language), look, hours)
    advice, evidence = advise(scene), reasoned(finding.evidence, scene.say)
    return Alert(
        id=f"{incident.id}-{event}-{finding.at:%y%m%d%H%M%S}",
        incident=incident.id,
        kind=str(finding.kind),
        event=event,
        page=incident.page,
        brand=page.brand,
        at=scene.now,
        severity=scene.severity,
        confidence=finding.confidence,
        subject=subject_of(scene),
        evidence=evidence,
        advice=advice,
        title=title_of(scene),
        body=body_of(scene, advice, evidence),
        language=language,
        reason=reason,
        pages=tuple(dict.fromkeys((incident.page, *(part.page for part in incident.parts), page.name))),
    )


def as_json(alert: Alert) -> dict[str, Any]:
    """The alert in the public format, field for field in its order."""
    return {
        "id": alert.id,
        "incident": alert.incident,
        "kind": alert.kind,
        "event": alert.event,
        "page": alert.page,
        "brand": alert.brand,
        "at": alert.at.isoformat(timespec="seconds"),
        "severity": str(alert.severity),
        "confidence": round(alert.confidence, 3),
        "subject": alert.subject,
        "evidence": [evidence_row(evidence) for evidence in alert.evidence],
        "advice": [{"action": a.action, "text": a.text} | dict(a.numbers) for a in alert.advice],
        "title": alert.title,
        "body": alert.body,
        "language": alert.language,
    }
