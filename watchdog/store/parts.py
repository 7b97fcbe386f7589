"""The parts of storms' incidents: one for each page, and for each day that a storm returned."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from alerts.model import Part
from watchdog.store.database import micros, moment

_COLUMNS = "page, key, incident, started_at, seen_at, closed_at, numbers"


class Parts:
    """The table of parts."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def keep(self, part: Part) -> None:
        """Save a part as it is now."""
        numbers = [
            part.observed, part.expected, part.window_minutes, part.excess, part.people, part.topics, part.is_told,
        ]  # fmt: skip
        self._db.execute(
            f"INSERT OR REPLACE INTO parts ({_COLUMNS}) VALUES (?,?,?,?,?,?,?)",
            (
                part.page,
                part.key,
                part.incident,
                micros(part.started_at),
                micros(part.seen_at),
                None if part.closed_at is None else micros(part.closed_at),
                json.dumps(numbers, ensure_ascii=False),
            ),
        )

    def get(self, page: str, key: str) -> Part | None:
        """The part of a finding's key."""
        row = self._db.execute(f"SELECT {_COLUMNS} FROM parts WHERE page = ? AND key = ?", (page, key)).fetchone()
        return None if row is None else _part(row)

    def of_incident(self, incident: str) -> list[Part]:
        """All parts of an incident, by their start."""
        order = "ORDER BY started_at, page, key"
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM parts WHERE incident = ? {order}", (incident,))
        return [_part(row) for row in rows]

    def since(self, pages: Sequence[str], since: datetime) -> list[Part]:
        """The parts on these pages that were seen to go on after `since`, by their start."""
        places = ",".join("?" * len(pages))
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM parts WHERE page IN ({places}) AND seen_at >= ? ORDER BY started_at, page, key",
            (*pages, micros(since)),
        )
        return [_part(row) for row in rows]


def _part(row: tuple[Any, ...]) -> Part:
    page, key, incident, started_at, seen_at, closed_at, numbers = row
    observed, expected, window_minutes, excess, people, topics, is_told = json.loads(numbers)
    return Part(
        page=page,
        key=key,
        incident=incident,
        started_at=moment(started_at),
        seen_at=moment(seen_at),
        closed_at=None if closed_at is None else moment(closed_at),
        observed=observed,
        expected=expected,
        window_minutes=window_minutes,
        excess=excess,
        people=people,
        topics=tuple(topics),
        is_told=is_told,
    )
