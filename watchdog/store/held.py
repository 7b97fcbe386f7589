"""Alerts held back by a channel's quiet hours, until they go out together in a digest."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from watchdog.store.database import micros


class Held:
    """The table of alerts that wait for the end of a channel's quiet hours."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def hold(self, alert: str, channel: str, until: datetime) -> None:
        """Keep an alert back for a channel."""
        self._db.execute(
            "INSERT OR IGNORE INTO held (alert, channel, until) VALUES (?,?,?)", (alert, channel, micros(until))
        )

    def release(self, at: datetime) -> Mapping[str, list[dict[str, Any]]]:
        """What no longer has to wait: by channel, the alerts in the public format. It is not held any more."""
        rows = self._db.execute(
            "SELECT h.channel, a.alert FROM held h JOIN alerts a ON a.id = h.alert WHERE h.until <= ?"
            " ORDER BY h.channel, a.at, a.rowid",
            (micros(at),),
        ).fetchall()
        released: dict[str, list[dict[str, Any]]] = {}
        for channel, alert in rows:
            released.setdefault(channel, []).append(json.loads(alert))
        if rows:
            self._db.execute("DELETE FROM held WHERE until <= ?", (micros(at),))
        return released
