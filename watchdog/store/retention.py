"""Forgetting: what is older than the retention goes, and with it what it caused to be kept."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from watchdog.store.database import micros

_OLD = (
    "DELETE FROM readings WHERE seq IN (SELECT seq FROM items WHERE seen_at < ?)",
    "DELETE FROM items WHERE seen_at < ?",
    "DELETE FROM polls WHERE seen_at < ?",
    "DELETE FROM deletions WHERE seen_at < ?",
    "DELETE FROM steps WHERE at < ?",
    "DELETE FROM deliveries WHERE alert IN (SELECT id FROM alerts WHERE at < ?)",
    "DELETE FROM pictures WHERE alert IN (SELECT id FROM alerts WHERE at < ?)",
    "DELETE FROM alerts WHERE at < ?",
    "DELETE FROM incidents WHERE closed_at < ? AND id NOT IN (SELECT incident FROM alerts)",
    "DELETE FROM silences WHERE until < ?",
    "DELETE FROM reviews WHERE found_at < ?",
    "DELETE FROM absences WHERE until < ?",
    "DELETE FROM parts WHERE seen_at < ?",
)

# A profile stays as long as its account has an item; verdicts stay, for they are the team's own words.
_ORPHANS = (
    "DELETE FROM profiles WHERE (page, id) NOT IN (SELECT page, author FROM items) AND seen_at < ?",
    "DELETE FROM follows WHERE seen_at < ? AND (page, source) NOT IN (SELECT page, id FROM profiles)",
    "DELETE FROM waiting_news WHERE (page, account) NOT IN (SELECT page, id FROM profiles WHERE seen_at >= ?)",
)


_WITHDRAWN = """
UPDATE items SET text = '', url = NULL WHERE text <> '' AND (page, id) IN
    (SELECT page, item FROM deletions WHERE seen_at < ?)
"""


def forget(connection: sqlite3.Connection, before: datetime, withdrawn_before: datetime) -> int:
    """Delete what was last seen before `before`, and the words of what its author withdrew before `withdrawn_before`.

    `secure_delete` overwrites the freed pages, so that the texts are gone from the file too.
    """
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(_WITHDRAWN, (micros(withdrawn_before),))
    return sum(connection.execute(sql, (micros(before),)).rowcount for sql in (*_OLD, *_ORPHANS))
