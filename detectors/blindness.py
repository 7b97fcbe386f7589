"""A page that the watchdog cannot see: its silence is not calm, and the team must know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from detectors.model import Batch, BlindPage, Evidence, Finding, Kind, Poll, Severity, StateRows

MISSED = 5
"""Polls that may fail in a row before the page counts as blind."""
LONG = timedelta(hours=6)
"""After so long it is critical."""


class BlindnessDetector:
    """Tells when a page was not seen for longer than five polls, and when it is seen again.

    A page of which no poll was ever told is never blind. Time counts from the end of the last poll that succeeded (or
    from the first that failed), so a hole without any poll is noticed as well.

    Args:
        page: the page's name.
        poll_every: how often it is polled.
    """

    def __init__(self, page: str, poll_every: timedelta) -> None:
        self.page = page
        self._every = poll_every
        self._seen_until: datetime | None = None
        self._blind_since: datetime | None = None
        self._error: str | None = None
        self._back: datetime | None = None
        self._saved: object = None

    def observe(self, batch: Batch) -> None:
        """Take in the polls."""
        for poll in batch.polls:
            self._poll(poll)

    def _poll(self, poll: Poll) -> None:
        if not poll.ok:
            self._error = poll.error or self._error
            if self._seen_until is None:
                self._seen_until = min(poll.start, poll.seen_at)
            return
        end = min(poll.end, poll.seen_at)
        if self._seen_until is None or end > self._seen_until:
            self._seen_until = end
        if self._blind_since is not None and self._missed(poll.seen_at) <= MISSED:
            self._back = poll.seen_at
        if self._blind_since is None:
            self._error = None

    def _missed(self, at: datetime) -> int:
        if self._seen_until is None:
            return 0
        return max(0, int((at - self._seen_until) / self._every))

    def findings(self, at: datetime) -> Sequence[Finding]:
        """The page is blind, or has just been seen again."""
        if self._seen_until is None:
            return ()
        if self._blind_since is None:
            if at - self._seen_until <= MISSED * self._every:
                return ()
            self._blind_since = self._seen_until
        over = self._back is not None
        finding = self._tell(self._blind_since, at)
        if over:
            self._blind_since = self._back = self._error = None
        return (finding,)

    def _tell(self, since: datetime, at: datetime) -> Finding:
        end = self._back or at
        missed = max(1, int((end - since) / self._every))
        long = end - since >= LONG
        return Finding(
            kind=Kind.BLIND_PAGE,
            page=self.page,
            key=since.astimezone(UTC).isoformat(),
            at=at,
            severity=Severity.CRITICAL if long else Severity.WARNING,
            confidence=0.99,
            subject=BlindPage(since, self._back, missed, self._error),
            evidence=(Evidence("missed_polls", float(missed), 0.0, self._error),),
            level=int(long),
            over=self._back is not None,
        )

    def changed_state(self) -> StateRows:
        """One row."""
        row = {
            "seen_until": _plain(self._seen_until),
            "blind_since": _plain(self._blind_since),
            "back": _plain(self._back),
            "error": self._error,
        }
        if row == self._saved:
            return {}
        self._saved = row
        return {"blindness": row}

    def restore(self, rows: StateRows) -> None:
        """Continue from the saved row."""
        row = rows.get("blindness")
        if not row:
            return
        self._seen_until, self._blind_since, self._back = (
            _time(row[key]) for key in ("seen_until", "blind_since", "back")
        )
        self._error = row["error"]


def _plain(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
