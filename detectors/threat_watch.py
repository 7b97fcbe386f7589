"""Finds texts that threaten staff or premises, or tell of self-harm, as soon as they are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from config.schema import Page, ThreatSettings
from detectors.detector import StateRows
from detectors.findings import Evidence, Finding, Kind, Severity, Threat
from detectors.model import Account, Batch, Comment, Item

_LASTS = timedelta(hours=24)
_SELF_HARM = "self_harm"


class ThreatDetector:
    """Watches one page for threats; each is told once and is over after a day.

    Args:
        page: the page.
        settings: from which probability a text is alerted.
    """

    def __init__(self, page: Page, settings: ThreatSettings) -> None:
        self._page, self._settings = page, settings
        self._new: list[Finding] = []
        self._open: dict[str, Finding] = {}
        self._changed: dict[str, Any] = {}

    def observe(self, batch: Batch) -> None:
        """Take in what is new; an edited text is read again, a threat that was told is not told twice."""
        for comment in batch.comments:
            if not comment.official and comment.item.id not in self._open and self._is_threat(comment):
                finding = self._finding(comment, batch.at)
                self._open[finding.key] = finding
                self._new.append(finding)
                self._changed[finding.key] = _row(finding)

    def _is_threat(self, comment: Comment) -> bool:
        reading = comment.reading
        return reading.threat >= self._settings.alert_above or reading.danger == _SELF_HARM

    def _finding(self, comment: Comment, at: datetime) -> Finding:
        reading, item = comment.reading, comment.item
        in_danger = reading.danger == _SELF_HARM
        category = reading.danger or "threat"
        return Finding(
            kind=Kind.THREAT,
            page=self._page.name,
            key=item.id,
            at=at,
            severity=Severity.WARNING if in_danger else Severity.CRITICAL,
            confidence=reading.threat,
            subject=Threat(item, comment.author, category),
            evidence=tuple(Evidence("threat_words", reading.threat, 0.0, word) for word in reading.because[:3]),
        )

    def findings(self, at: datetime) -> Sequence[Finding]:
        """What was found since last asked, and the threats that a day has gone by since."""
        new, self._new = self._new, []
        past = [finding for finding in self._open.values() if at - finding.at >= _LASTS]
        for finding in past:
            del self._open[finding.key]
            self._changed[finding.key] = None
        return [*new, *(_over(finding, at) for finding in past)]

    def changed_state(self) -> StateRows:
        """A row per open threat; None for those that are over."""
        rows, self._changed = self._changed, {}
        return rows

    def restore(self, rows: StateRows) -> None:
        """Continue from saved rows."""
        for key, row in rows.items():
            if row is not None:
                self._open[key] = _of_row(self._page.name, key, row)


def _over(finding: Finding, at: datetime) -> Finding:
    return Finding(
        kind=finding.kind,
        page=finding.page,
        key=finding.key,
        at=at,
        severity=finding.severity,
        confidence=finding.confidence,
        subject=finding.subject,
        evidence=finding.evidence,
        over=True,
    )


def _row(finding: Finding) -> dict[str, Any]:
    subject = finding.subject
    if not isinstance(subject, Threat):
        raise TypeError(f"not a threat: {subject!r}")
    item, account = subject.item, subject.account
    return {
        "at": finding.at.isoformat(),
        "severity": int(finding.severity),
        "confidence": finding.confidence,
        "category": subject.category,
        "item": [item.author, item.created_at.isoformat(), item.seen_at.isoformat(), item.text, item.url],
        "account": [account.seen_at.isoformat(), account.handle, account.name, account.url],
        "evidence": [[piece.value, piece.detail] for piece in finding.evidence],
    }


def _of_row(page: str, key: str, row: dict[str, Any]) -> Finding:
    author, created, seen, text, url = row["item"]
    met, handle, name, profile = row["account"]
    item = Item(page, key, author, _time(created), _time(seen), text, url=url)
    account = Account(page, author, _time(met), handle=handle, name=name, url=profile)
    evidence = tuple(Evidence("threat_words", value, 0.0, detail) for value, detail in row["evidence"])
    subject = Threat(item, account, row["category"])
    severity = Severity(row["severity"])
    return Finding(Kind.THREAT, page, key, _time(row["at"]), severity, row["confidence"], subject, evidence)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
