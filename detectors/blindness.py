"""A page that the watchdog cannot see: its silence is not calm, and the team must know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from detectors.detector import StateRows
from detectors.findings import BlindPage, Evidence, Finding, Kind, Severity
from detectors.model import Batch, Poll

MISSED = 5
"""Polls that may fail in a row before the page counts as blind."""
LONG = timedelta(hours=6)
"""After so long it is critical."""
STANDSTILL = timedelta(minutes=30)
"""Where nobody even tried, as after a restart of the machine, it has to last longer than this."""
_GAPS = 5


class BlindnessDetector:
    """Tells when a page was not seen for longer than five polls, and when it is seen again.

    A page of which no poll was ever told is never blind. Time counts from the end of the last poll that succeeded (or
    from the first that failed). A hole without any poll is noticed as well, measured by how often polls come in truth:
    whoever polls every quarter of an hour is not blind for ten minutes in between.

    Args:
        page: the page's name.
        poll_every: how often it is to be polled.
    """

    def __init__(self, page: str, poll_every: timedelta) -> None:
        self.page = page
        self._every = poll_every
        self._seen_until: datetime | None = None
        self._failed = False
        self._tried = False
        self._last: datetime | None = None
        self._gaps: list[float] = []
        self._blind_since: datetime | None = None
        self._error: str | None = None
        self._back: datetime | None = None
        self._saved: object = None

    def observe(self, batch: Batch) -> None:
        """Take in the polls."""
        for poll in batch.polls:
            self._note_rhythm(poll.seen_at)
            self._poll(poll)

    def _note_rhythm(self, at: datetime) -> None:
        if self._last is not None and at > self._last:
            self._gaps = [*self._gaps[1 - _GAPS :], (at - self._last).total_seconds()]
        self._last = at if self._last is None else max(at, self._last)

    def _poll(self, poll: Poll) -> None:
        self._failed = not poll.ok
        if not poll.ok:
            self._tried = True
            self._error = poll.error or self._error
            if self._seen_until is None:
                self._seen_until = min(poll.start, poll.seen_at)
            return
        end = min(poll.end, poll.seen_at)
        if self._seen_until is None or end > self._seen_until:
            self._seen_until = end
        if self._blind_since is not None and not self._is_blind(poll.seen_at):
            self._back = poll.seen_at
        if self._blind_since is None:
            self._error, self._tried = None, False

    def _is_blind(self, at: datetime) -> bool:
        if self._seen_until is None:
            return False
        unseen = at - self._seen_until
        known = len(self._gaps) == _GAPS
        rhythm = max(self._every, timedelta(seconds=sorted(self._gaps)[_GAPS // 2])) if known else self._every
        if self._failed:
            return unseen > MISSED * rhythm
        return known and unseen > max(MISSED * rhythm, STANDSTILL)

    def findings(self, at: datetime) -> Sequence[Finding]:
        """The page is blind, or has just been seen again."""
        if self._seen_until is None:
            return ()
        if self._blind_since is None:
            if not self._is_blind(at):
                return ()
            self._blind_since = self._seen_until
        over = self._back is not None
        finding = self._tell(self._blind_since, at)
        if over:
            self._blind_since = self._back = self._error = None
            self._tried = False
        return (finding,)

    def _tell(self, since: datetime, at: datetime) -> Finding:
        end = self._back or at
        missed = max(1, int((end - since) / self._every)) if self._tried else 0
        long = end - since >= LONG
        return Finding(
            kind=Kind.BLIND_PAGE,
            page=self.page,
            key=since.astimezone(UTC).isoformat(),
            at=at,
            severity=Severity.CRITICAL if long else Severity.WARNING,
            confidence=0.99,
            subject=BlindPage(since, self._back, missed, self._error),
            evidence=(Evidence("missed_polls" if missed else "unwatched", float(missed), 0.0, self._error),),
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
            "failed": self._failed,
            "tried": self._tried,
            "last": _plain(self._last),
            "gaps": self._gaps,
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
        self._seen_until, self._blind_since, self._back, self._last = (
            _time(row[key]) for key in ("seen_until", "blind_since", "back", "last")
        )
        self._error, self._failed, self._gaps = row["error"], row["failed"], row["gaps"]
        self._tried = row["tried"]


def _plain(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
