"""Silences: what the team asked not to be told for a while."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from alerts.model import Silence
from watchdog.store.database import micros, moment


class Silences:
    """The table of silences."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, silence: Silence, by: str | None, at: datetime) -> None:
        """Hold back what the silence names until it ends."""
        self._db.execute(
            "INSERT INTO silences (page, kind, incident, until, reason, said_by, created_at) VALUES (?,?,?,?,?,?,?)",
            (silence.page, silence.kind, silence.incident, micros(silence.until), silence.why, by, micros(at)),
        )

    def end_all(self, at: datetime) -> int:
        """End every silence now; says how many there were."""
        return self._db.execute("UPDATE silences SET until = ?1 WHERE until > ?1", (micros(at),)).rowcount

    def active(self, at: datetime) -> Sequence[Silence]:
        """The silences that hold at `at`."""
        rows = self._db.execute(
            "SELECT until, page, kind, incident, reason FROM silences WHERE until > ? ORDER BY until", (micros(at),)
        )
        return [Silence(moment(until), page, kind, incident, why) for until, page, kind, incident, why in rows]
