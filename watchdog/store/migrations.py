"""The schema, as an append-only list of steps; each is applied once, together with its record."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

MIGRATIONS = Migrations("page-watchdog")

# Times are integers: microseconds since 1970 UTC. `step` says with which pipeline step a row came, so that every
# detector's state can be rebuilt by taking the steps again.
_FIRST = """
CREATE TABLE steps (id INTEGER PRIMARY KEY, page TEXT NOT NULL, at INTEGER NOT NULL) STRICT;

CREATE TABLE items (
    seq INTEGER PRIMARY KEY, step INTEGER NOT NULL, page TEXT NOT NULL, id TEXT NOT NULL, author TEXT NOT NULL,
    created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL, reply_to TEXT,
    root TEXT, url TEXT, language TEXT, rating INTEGER, likes INTEGER, shares INTEGER
) STRICT;
CREATE INDEX items_by_id ON items (page, id);
CREATE INDEX items_by_parent ON items (page, reply_to) WHERE reply_to IS NOT NULL;

CREATE TABLE readings (
    seq INTEGER PRIMARY KEY REFERENCES items ON DELETE CASCADE, language TEXT NOT NULL, complaint REAL NOT NULL,
    offensive REAL NOT NULL, threat REAL NOT NULL, danger TEXT, because TEXT NOT NULL
) STRICT;

CREATE TABLE profiles (
    seq INTEGER PRIMARY KEY, step INTEGER NOT NULL, page TEXT NOT NULL, id TEXT NOT NULL, seen_at INTEGER NOT NULL,
    profile TEXT NOT NULL
) STRICT;
CREATE INDEX profiles_by_id ON profiles (page, id);

CREATE TABLE follows (
    seq INTEGER PRIMARY KEY, step INTEGER NOT NULL, page TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL,
    seen_at INTEGER NOT NULL, UNIQUE (page, source, target)
) STRICT;

CREATE TABLE polls (
    seq INTEGER PRIMARY KEY, step INTEGER NOT NULL, page TEXT NOT NULL, seen_at INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, ok INTEGER NOT NULL, error TEXT
) STRICT;

CREATE TABLE deletions (
    seq INTEGER PRIMARY KEY, step INTEGER NOT NULL, page TEXT NOT NULL, item TEXT NOT NULL, seen_at INTEGER NOT NULL,
    UNIQUE (page, item)
) STRICT;

CREATE TABLE verdicts (
    seq INTEGER PRIMARY KEY, step INTEGER, page TEXT NOT NULL, account TEXT NOT NULL, verdict TEXT NOT NULL,
    said_by TEXT, seen_at INTEGER NOT NULL
) STRICT;

CREATE INDEX items_by_step ON items (step);
CREATE INDEX profiles_by_step ON profiles (step);
CREATE INDEX follows_by_step ON follows (step);
CREATE INDEX polls_by_step ON polls (step);
CREATE INDEX deletions_by_step ON deletions (step);
CREATE INDEX verdicts_by_step ON verdicts (step);

CREATE TABLE states (
    page TEXT NOT NULL, detector TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (page, detector, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE pages (
    page TEXT PRIMARY KEY, clock INTEGER, memory TEXT NOT NULL DEFAULT '{}', due_at INTEGER, failures INTEGER NOT NULL
    DEFAULT 0, seen_until INTEGER, error TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE incidents (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, page TEXT NOT NULL, key TEXT NOT NULL, opened_at INTEGER NOT NULL,
    severity INTEGER NOT NULL, level INTEGER NOT NULL, novelty TEXT NOT NULL, told_at INTEGER NOT NULL,
    told_before TEXT NOT NULL, closed_at INTEGER
) STRICT;
CREATE INDEX incidents_by_key ON incidents (page, kind, key);

CREATE TABLE alerts (
    id TEXT PRIMARY KEY, incident TEXT NOT NULL REFERENCES incidents, at INTEGER NOT NULL, page TEXT NOT NULL,
    kind TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, alert TEXT NOT NULL
) STRICT;

CREATE TABLE pictures (
    alert TEXT NOT NULL REFERENCES alerts ON DELETE CASCADE, name TEXT NOT NULL, png BLOB NOT NULL,
    PRIMARY KEY (alert, name)
) STRICT;

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY, alert TEXT NOT NULL REFERENCES alerts ON DELETE CASCADE, channel TEXT NOT NULL,
    reason TEXT NOT NULL, due_at INTEGER NOT NULL, queued_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    delivered_at INTEGER, gave_up_at INTEGER, error TEXT, UNIQUE (alert, channel)
) STRICT;
CREATE INDEX deliveries_open ON deliveries (due_at) WHERE delivered_at IS NULL AND gave_up_at IS NULL;

CREATE TABLE held (
    alert TEXT NOT NULL REFERENCES alerts ON DELETE CASCADE, channel TEXT NOT NULL, until INTEGER NOT NULL,
    PRIMARY KEY (alert, channel)
) STRICT;

CREATE TABLE silences (
    id INTEGER PRIMARY KEY, page TEXT, kind TEXT, incident TEXT, until INTEGER NOT NULL, reason TEXT, said_by TEXT,
    created_at INTEGER NOT NULL
) STRICT;
"""


@MIGRATIONS()
def m001_first_light(database: Database) -> None:
    """Items, profiles and polls; detectors' states; incidents, alerts and their deliveries."""
    for statement in _FIRST.split(";"):
        if statement.strip():
            database.execute(statement)


_REVIEWS = """
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY, page TEXT NOT NULL, account TEXT NOT NULL, source TEXT NOT NULL, found_at INTEGER NOT NULL,
    UNIQUE (page, account, source)
) STRICT;

CREATE TABLE reviews_told (
    review INTEGER NOT NULL REFERENCES reviews ON DELETE CASCADE, channel TEXT NOT NULL, told_at INTEGER NOT NULL,
    PRIMARY KEY (review, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE digests (channel TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE hunts (page TEXT PRIMARY KEY, at INTEGER NOT NULL, error TEXT) STRICT, WITHOUT ROWID;

CREATE TABLE absences (
    page TEXT NOT NULL, account TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER, PRIMARY KEY (page, account, since)
) STRICT, WITHOUT ROWID;
"""


@MIGRATIONS()
def m002_accounts_to_look_at(database: Database) -> None:
    """Accounts worth a look, who was told of them, when digests and hunts were; accounts that vanished."""
    for statement in _REVIEWS.split(";"):
        if statement.strip():
            database.execute(statement)


@MIGRATIONS()
def m003_erased_people(database: Database) -> None:
    """Whose words were erased on request, as hashes: what they wrote before is not taken in again."""
    database.execute(
        "CREATE TABLE erased (page TEXT NOT NULL, mark TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (page, mark))"
        " STRICT, WITHOUT ROWID"
    )


@MIGRATIONS()
def m004_parts(database: Database) -> None:
    """Storms on several pages or days that are one incident."""
    database.execute("""
        CREATE TABLE parts (
            page TEXT NOT NULL, key TEXT NOT NULL, incident TEXT NOT NULL, started_at INTEGER NOT NULL,
            seen_at INTEGER NOT NULL, closed_at INTEGER, numbers TEXT NOT NULL, PRIMARY KEY (page, key)
        ) STRICT, WITHOUT ROWID
    """)
    database.execute("CREATE INDEX parts_by_incident ON parts (incident)")


@MIGRATIONS()
def m005_news_that_waits(database: Database) -> None:
    """Alerted accounts with another name, or back since an absence, of which it is too soon to tell."""
    database.execute(
        "CREATE TABLE waiting_news (page TEXT NOT NULL, account TEXT NOT NULL, gone_since INTEGER,"
        " PRIMARY KEY (page, account)) STRICT, WITHOUT ROWID"
    )
