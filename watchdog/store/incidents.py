"""Incidents, the alerts told about them, and the silences that hold alerts back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alerts.model import Alert, Incident
from detectors.findings import Severity
from watchdog.store.database import micros, moment

_COLUMNS = "id, kind, page, key, opened_at, severity, level, novelty, told_at, told_before, closed_at"


@dataclass(frozen=True, slots=True)
class ToldAlert:
    """An alert as it was told, with what became of its deliveries (channel, state)."""

    id: str
    at: datetime
    title: str
    body: str
    alert: dict[str, Any]


class Incidents:
    """The tables of incidents, alerts and pictures."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def latest(self, page: str, kind: str, key: str) -> Incident | None:
        """The last incident of a finding's key."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM incidents WHERE page = ? AND kind = ? AND key = ?"
            " ORDER BY opened_at DESC, rowid DESC LIMIT 1",
            (page, kind, key),
        ).fetchone()
        return None if row is None else _incident(row)

    def get(self, id_: str) -> Incident | None:
        """The incident of a name."""
        row = self._db.execute(f"SELECT {_COLUMNS} FROM incidents WHERE id = ?", (id_,)).fetchone()
        return None if row is None else _incident(row)

    def open_keys(self, page: str, kind: str) -> set[str]:
        """The keys of a page's open incidents of a kind."""
        rows = self._db.execute(
            "SELECT key FROM incidents WHERE page = ? AND kind = ? AND closed_at IS NULL", (page, kind)
        )
        return {key for (key,) in rows}

    def keep(self, incident: Incident) -> None:
        """Save an incident as it is now."""
        row = _incident_row(incident)
        updates = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", ")[1:])
        self._db.execute(
            f"INSERT INTO incidents ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?)"
            f" ON CONFLICT (id) DO UPDATE SET {updates}",
            row,
        )

    def keep_alert(self, alert: Alert, told: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bool:
        """Save an alert with its pictures; False if the same alert was saved before."""
        added = self._db.execute(
            "INSERT OR IGNORE INTO alerts (id, incident, at, page, kind, title, body, alert) VALUES (?,?,?,?,?,?,?,?)",
            (
                alert.id,
                alert.incident,
                micros(alert.at),
                alert.page,
                alert.kind,
                alert.title,
                alert.body,
                json.dumps(told, ensure_ascii=False),
            ),
        ).rowcount
        if added:
            self._db.executemany(
                "INSERT INTO pictures (alert, name, png) VALUES (?,?,?)",
                [(alert.id, name, png) for name, png in pictures.items()],
            )
        return bool(added)

    def recent(self, limit: int, only_open: bool = False) -> Sequence[tuple[Incident, ToldAlert | None]]:
        """The newest incidents with the last alert told of each."""
        where = "WHERE closed_at IS NULL" if only_open else ""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM incidents {where} ORDER BY opened_at DESC LIMIT ?", (limit,)
        ).fetchall()
        return [(_incident(row), next(reversed(self.told(row[0])), None)) for row in rows]

    def told(self, incident: str) -> list[ToldAlert]:
        """What was told of an incident, oldest first."""
        rows = self._db.execute(
            "SELECT id, at, title, body, alert FROM alerts WHERE incident = ? ORDER BY at, rowid", (incident,)
        )
        return [ToldAlert(id_, moment(at), title, body, json.loads(alert)) for id_, at, title, body, alert in rows]

    def pictures(self) -> Iterator[tuple[str, bytes]]:
        """Every picture as (file name, PNG)."""
        for alert, name, png in self._db.execute("SELECT alert, name, png FROM pictures ORDER BY alert, name"):
            yield f"{alert}-{name}.png", png

    def open_count(self) -> int:
        """How many incidents are open."""
        (count,) = self._db.execute("SELECT count(*) FROM incidents WHERE closed_at IS NULL").fetchone()
        return int(count)

    def first_alerts(self, page: str, kind: str) -> dict[str, datetime]:
        """When each finding's key of a kind was first alerted on a page."""
        rows = self._db.execute(
            "SELECT i.key, min(a.at) FROM alerts a JOIN incidents i ON i.id = a.incident"
            " WHERE a.page = ? AND a.kind = ? GROUP BY i.key",
            (page, kind),
        )
        return {key: moment(at) for key, at in rows}


def _incident_row(incident: Incident) -> tuple[Any, ...]:
    return (
        incident.id,
        incident.kind,
        incident.page,
        incident.key,
        micros(incident.opened_at),
        int(incident.severity),
        incident.level,
        incident.novelty,
        micros(incident.told_at),
        json.dumps(incident.told_before, ensure_ascii=False),
        None if incident.closed_at is None else micros(incident.closed_at),
    )


def _incident(row: tuple[Any, ...]) -> Incident:
    id_, kind, page, key, opened_at, severity, level, novelty, told_at, told_before, closed_at = row
    return Incident(
        id=id_,
        kind=kind,
        page=page,
        key=key,
        opened_at=moment(opened_at),
        severity=Severity(severity),
        level=level,
        novelty=novelty,
        told_at=moment(told_at),
        told_before=tuple(json.loads(told_before)),
        closed_at=None if closed_at is None else moment(closed_at),
    )
