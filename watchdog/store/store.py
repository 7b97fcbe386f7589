"""The store: its parts, and the transaction that holds a step together."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from watchdog.store.database import open_database, open_for_reading, telling_errors
from watchdog.store.held import Held
from watchdog.store.incidents import Incidents
from watchdog.store.outbox import Outbox
from watchdog.store.people import People
from watchdog.store.progress import Progress
from watchdog.store.retention import forget
from watchdog.store.reviews import Reviews
from watchdog.store.sightings import Sightings
from watchdog.store.silences import Silences


class Store:
    """One database. All methods of its parts are to be called inside `transaction()`, by one thread at a time.

    Args:
        path: the file; None keeps everything in a temporary database that vanishes on closing.
        read_only: only look; neither waits for the daemon's writing nor holds it up.

    Raises:
        StoreError: it cannot be used.
    """

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        self._path = path
        self._database = open_for_reading(path) if read_only and path else open_database(path)
        # Immediate, for a transaction that begins by reading could not be let in to write later.
        self._begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
        self._one_at_a_time = threading.RLock()
        connection = self._database.conn
        self.sightings = Sightings(connection)
        self.people = People(connection)
        self.progress = Progress(connection)
        self.incidents = Incidents(connection)
        self.outbox = Outbox(connection, self.transaction)
        self.held = Held(connection)
        self.reviews = Reviews(connection)
        self.silences = Silences(connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what happens inside is kept together or not at all. Inner ones join the outer."""
        connection = self._database.conn
        with self._one_at_a_time, telling_errors(self._path):
            if connection.in_transaction:
                yield
                return
            connection.execute(self._begin)
            with connection:
                yield

    def forget(self, before: datetime, withdrawn_before: datetime) -> int:
        """Delete what was last seen before `before` and the words withdrawn before `withdrawn_before`.

        Returns:
            The number of deleted rows. Nothing of them is left in the file.
        """
        with self.transaction():
            gone = forget(self._database.conn, before, withdrawn_before)
        with self._one_at_a_time, telling_errors(self._path):
            self._database.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def close(self) -> None:
        """Close the file."""
        self._database.close()
