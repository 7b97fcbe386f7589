"""Opens the SQLite file: private to its owner, crash-safe, brought up to the current schema."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from watchdog.store.migrations import MIGRATIONS

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class StoreError(Exception):
    """The database cannot be used; the message is one sentence for the operator."""


def micros(at: datetime) -> int:
    """An aware time as microseconds since 1970, exactly."""
    return (at - _EPOCH) // _MICROSECOND


def moment(value: int) -> datetime:
    """The aware UTC time of `micros`."""
    return _EPOCH + timedelta(microseconds=value)


def open_database(path: Path | None) -> Database:
    """Open or create the database at `path`, or a private temporary one for None that vanishes when closed.

    Raises:
        StoreError: it cannot be opened, is no database, or was written by a newer version.
    """
    with telling_errors(path):
        if path is not None:
            try:
                _create_private(path)
            except OSError as error:
                raise StoreError(f"{path}: {error.strerror or error}") from error
        # An empty name is SQLite's temporary database: it spills to disk, so a long replay needs little memory.
        connection = sqlite3.connect(str(path or ""), check_same_thread=False, timeout=10)
        database = Database(connection, execute_plugins=False)
        connection.execute("PRAGMA foreign_keys = ON")
        if path is None:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA cache_size = -65536")
        else:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
        _refuse_newer(database, path)
        MIGRATIONS.apply(database)
    return database


def open_for_reading(path: Path) -> Database:
    """Open the database beside the daemon that writes it: nothing is created, changed or locked.

    Raises:
        StoreError: it cannot be opened, is no database, or is of another version.
    """
    with telling_errors(path):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=10)
        database = Database(connection, execute_plugins=False)
        connection.execute("PRAGMA query_only = ON")
        if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            raise StoreError(f"{path}: an empty database; has the daemon run?")
        _refuse_newer(database, path)
        if any(True for _ in MIGRATIONS.pending(database)):
            raise StoreError(
                f"{path}: written by an older page-watchdog; start the daemon once, it brings it up to date"
            )
    return database


@contextmanager
def telling_errors(path: Path | None) -> Iterator[None]:
    """Turn SQLite's errors into one sentence that says what to do."""
    where = path or "the temporary database"
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(f"{where}: {_in_words(str(error))}") from error
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"{where}: not a readable page-watchdog database ({error}); restore it or move it away"
        ) from error


def _in_words(error: str) -> str:
    if "full" in error:
        return "the disk is full; nothing was lost so far, free some space and start again"
    if "locked" in error:
        return "another process keeps the database locked"
    if "readonly" in error or "unable to open" in error:
        return f"cannot be opened for writing ({error}); check its owner, its mode and its folder"
    return error


def _create_private(path: Path) -> None:
    """SQLite gives its WAL the file's mode, so the file has to be private before the first connection."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _refuse_newer(database: Database, path: Path | None) -> None:
    known = {step.name for step in MIGRATIONS.pending(database)} | {step.name for step in MIGRATIONS.applied(database)}
    ours = {step.name for step in MIGRATIONS.pending(Database(memory=True))}
    if newer := known - ours:
        raise StoreError(f"{path}: written by a newer page-watchdog (it has {min(newer)}); update the program")
