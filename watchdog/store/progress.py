"""How far each page has come: its clock, its platform's memory, when to look next, and its detectors' state."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from detectors.detector import StateRows
from watchdog.store.database import micros, moment


@dataclass(frozen=True, slots=True)
class PageProgress:
    """A page's standing. `clock`: up to where its detectors were advanced; `due_at`: the next look.

    `failures`: looks that failed in a row; `seen_until`: up to when the page was seen; `error`: the last failure.
    """

    page: str
    clock: datetime | None = None
    memory: Mapping[str, Any] | None = None
    due_at: datetime | None = None
    failures: int = 0
    seen_until: datetime | None = None
    error: str | None = None


class Progress:
    """The tables of pages and detectors' states."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def page(self, page: str) -> PageProgress:
        """A page's standing; an empty one for a page never looked at."""
        row = self._db.execute(
            "SELECT clock, memory, due_at, failures, seen_until, error FROM pages WHERE page = ?", (page,)
        ).fetchone()
        if row is None:
            return PageProgress(page)
        clock, memory, due_at, failures, seen_until, error = row
        return PageProgress(
            page, _moment(clock), json.loads(memory), _moment(due_at), failures, _moment(seen_until), error
        )

    def keep_clock(self, page: str, clock: datetime) -> None:
        """Up to where the page's detectors were advanced."""
        self._db.execute(
            "INSERT INTO pages (page, clock) VALUES (?, ?) ON CONFLICT (page) DO UPDATE SET clock = excluded.clock",
            (page, micros(clock)),
        )

    def keep_look(self, progress: PageProgress) -> None:
        """What a look left behind; the clock stays."""
        self._db.execute(
            "INSERT INTO pages (page, memory, due_at, failures, seen_until, error) VALUES (?,?,?,?,?,?)"
            " ON CONFLICT (page) DO UPDATE SET memory = excluded.memory, due_at = excluded.due_at,"
            " failures = excluded.failures, seen_until = excluded.seen_until, error = excluded.error",
            (
                progress.page,
                json.dumps(progress.memory or {}, ensure_ascii=False),
                None if progress.due_at is None else micros(progress.due_at),
                progress.failures,
                None if progress.seen_until is None else micros(progress.seen_until),
                progress.error,
            ),
        )

    def last_hunt(self, page: str) -> datetime | None:
        """When accounts were last looked up and hunted for a page."""
        row = self._db.execute("SELECT at FROM hunts WHERE page = ?", (page,)).fetchone()
        return None if row is None else moment(row[0])

    def keep_hunt(self, page: str, at: datetime, error: str | None) -> None:
        """Accounts were looked up, or it failed with an error."""
        self._db.execute(
            "INSERT INTO hunts (page, at, error) VALUES (?,?,?)"
            " ON CONFLICT (page) DO UPDATE SET at = excluded.at, error = excluded.error",
            (page, micros(at), error),
        )

    def hunt_error(self, page: str) -> str | None:
        """Why the last hunt failed; None if it went well or there was none."""
        row = self._db.execute("SELECT error FROM hunts WHERE page = ?", (page,)).fetchone()
        return None if row is None or row[0] is None else str(row[0])

    def state(self, page: str, detector: str) -> dict[str, Any]:
        """A detector's saved rows."""
        rows = self._db.execute("SELECT key, value FROM states WHERE page = ? AND detector = ?", (page, detector))
        return {key: json.loads(value) for key, value in rows}

    def states(self, page: str) -> set[str]:
        """The names under which states of a page's detectors are saved."""
        rows = self._db.execute("SELECT DISTINCT detector FROM states WHERE page = ?", (page,))
        return {name for (name,) in rows}

    def drop_states(self, page: str) -> None:
        """Forget what a page's detectors saved."""
        self._db.execute("DELETE FROM states WHERE page = ?", (page,))

    def keep_state(self, page: str, detector: str, rows: StateRows) -> None:
        """Save changed rows; None drops one."""
        self._db.executemany(
            "INSERT INTO states (page, detector, key, value) VALUES (?,?,?,?)"
            " ON CONFLICT (page, detector, key) DO UPDATE SET value = excluded.value",
            [
                (page, detector, key, json.dumps(value, ensure_ascii=False, allow_nan=False))
                for key, value in rows.items()
                if value is not None
            ],
        )
        self._db.executemany(
            "DELETE FROM states WHERE page = ? AND detector = ? AND key = ?",
            [(page, detector, key) for key, value in rows.items() if value is None],
        )


def _moment(value: int | None) -> datetime | None:
    return None if value is None else moment(value)
