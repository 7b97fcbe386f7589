"""The store: its parts, and the transaction that holds a step together."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from watchdog.store.database import StoreError, open_database, open_for_reading, telling_errors
from watchdog.store.erasure import erase, still_named
from watchdog.store.held import Held
from watchdog.store.incidents import Incidents
from watchdog.store.outbox import Outbox
from watchdog.store.parts import Parts
from watchdog.store.people import People
from watchdog.store.progress import Progress
from watchdog.store.retention import forget
from watchdog.store.reviews import Reviews
from watchdog.store.sightings import Sightings
from watchdog.store.silences import Silences


class _OnlyCountedError(Exception):
    """Ends a transaction whose changes are not wanted."""


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
        self.parts = Parts(connection)
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

    def erase(
        self, accounts: Sequence[tuple[str, str]], at: datetime, *, everywhere: bool = True, dry: bool = False
    ) -> dict[str, int]:
        """Erase people, given as (page, account id); how many of what.

        Args:
            accounts: whom.
            at: now: what they wrote until then is not taken in again.
            everywhere: these are all the pages that know them; False leaves alone what other pages learnt of them.
            dry: only count.

        Raises:
            StoreError: somebody else has the database open, so that it would be written anew from memory.
        """
        if not dry:
            self._be_alone()
        counts: Counter[str] = Counter()
        try:
            with self.transaction():
                for page, account in accounts:
                    counts["texts of others that name them (left as they are)"] += still_named(
                        self._database.conn, page, account
                    )
                    counts.update(erase(self._database.conn, page, account, at, everywhere=everywhere))
                if dry:
                    raise _OnlyCountedError
        except _OnlyCountedError:
            return {what: number for what, number in counts.items() if number}
        with self._one_at_a_time, telling_errors(self._path):
            self._database.conn.execute("VACUUM")
            self._database.conn.execute("PRAGMA journal_mode = WAL")
        return {what: number for what, number in counts.items() if number}

    def _be_alone(self) -> None:
        """Leave the write-ahead log, which works only if no other process has the database open."""
        connection = self._database.conn
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError:
            mode = "wal"
        if mode == "wal":
            raise StoreError(f"{self._path}: the daemon is running: stop it, erase, and start it again")

    def close(self) -> None:
        """Close the file."""
        self._database.close()
