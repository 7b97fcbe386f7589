"""The outbox: one row per alert and channel, from being queued to having arrived."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from watchdog.outbox import Delivery
from watchdog.store.database import micros, moment

_OPEN = "d.delivered_at IS NULL AND d.gave_up_at IS NULL"


@dataclass(frozen=True, slots=True)
class DeliveryCount:
    """How a channel's deliveries stand."""

    channel: str
    waiting: int
    delivered: int
    given_up: int
    last_error: str | None


class Outbox:
    """The table of deliveries; it fits `watchdog.outbox.OutboxStore`, each method a transaction of its own.

    Args:
        connection: the database.
        transaction: begins one, or joins the one that is open.
    """

    def __init__(self, connection: sqlite3.Connection, transaction: Callable[[], AbstractContextManager[None]]) -> None:
        self._db = connection
        self._transaction = transaction

    def queue(self, alert: str, channel: str, reason: str, due_at: datetime, queued_at: datetime) -> None:
        """Put an alert on its way to a channel; a second time changes nothing."""
        self._db.execute(
            "INSERT OR IGNORE INTO deliveries (alert, channel, reason, due_at, queued_at) VALUES (?,?,?,?,?)",
            (alert, channel, reason, micros(due_at), micros(queued_at)),
        )

    def due(self, at: datetime) -> Sequence[Delivery]:
        """The deliveries neither done nor given up whose time has come, the longest waiting first."""
        with self._transaction():
            return self._due(at)

    def _due(self, at: datetime) -> Sequence[Delivery]:
        rows = self._db.execute(
            "SELECT d.id, d.alert, d.channel, a.title, a.body, d.attempts, d.queued_at FROM deliveries d"
            f" JOIN alerts a ON a.id = d.alert WHERE {_OPEN} AND d.due_at <= ? ORDER BY d.due_at, d.id",
            (micros(at),),
        ).fetchall()
        return [
            Delivery(id_, alert, channel, title, body, self._pictures(alert), attempts, moment(queued_at))
            for id_, alert, channel, title, body, attempts, queued_at in rows
        ]

    def _pictures(self, alert: str) -> tuple[bytes, ...]:
        rows = self._db.execute("SELECT png FROM pictures WHERE alert = ? ORDER BY name", (alert,))
        return tuple(png for (png,) in rows)

    def delivered(self, delivery: int, at: datetime) -> None:
        """It has arrived: never give it out again."""
        self._change("delivered_at = ?, error = NULL", delivery, micros(at))

    def postponed(self, delivery: int, until: datetime, error: str) -> None:
        """It failed: count the attempt, keep the error, give it out again from `until`."""
        self._change("attempts = attempts + 1, due_at = ?, error = ?", delivery, micros(until), error)

    def gave_up(self, delivery: int, at: datetime, error: str) -> None:
        """It will never arrive: keep the error, never give it out again."""
        self._change("attempts = attempts + 1, gave_up_at = ?, error = ?", delivery, micros(at), error)

    def _change(self, what: str, delivery: int, *values: object) -> None:
        with self._transaction():
            self._db.execute(f"UPDATE deliveries SET {what} WHERE id = ?", (*values, delivery))

    def counts(self) -> Sequence[DeliveryCount]:
        """How every channel's deliveries stand."""
        rows = self._db.execute(
            f"SELECT channel, sum({_OPEN}), sum(delivered_at IS NOT NULL), sum(gave_up_at IS NOT NULL), max(error)"
            " FROM deliveries d GROUP BY channel ORDER BY channel"
        )
        return [DeliveryCount(*row) for row in rows]
