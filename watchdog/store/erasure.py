"""Erases one person: what they wrote, who they were, what was learnt and told of them. Others' rows stay."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b

from watchdog.store.database import micros
from watchdog.store.redaction import Person

_OWN = {
    "texts": (
        "DELETE FROM readings WHERE seq IN (SELECT seq FROM items WHERE page = ?1 AND author = ?2)",
        "DELETE FROM deletions WHERE page = ?1 AND item IN (SELECT id FROM items WHERE page = ?1 AND author = ?2)",
        "DELETE FROM items WHERE page = ?1 AND author = ?2",
    ),
    "profiles": ("DELETE FROM profiles WHERE page = ?1 AND id = ?2",),
    "follows": ("DELETE FROM follows WHERE page = ?1 AND (source = ?2 OR target = ?2)",),
    "verdicts": ("DELETE FROM verdicts WHERE page = ?1 AND account = ?2",),
    "reviews": (
        "DELETE FROM absences WHERE page = ?1 AND account = ?2",
        "DELETE FROM waiting_news WHERE page = ?1 AND account = ?2",
        "DELETE FROM reviews WHERE page = ?1 AND account = ?2",
    ),
}


def mark_of(page: str, account: str) -> str:
    """What is kept of an erased account, so that what it wrote before is not taken in again: a hash."""
    return blake2b(f"{page}\0{account}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def erase(connection: sqlite3.Connection, page: str, account: str, at: datetime, *, everywhere: bool) -> dict[str, int]:
    """Delete and redact; how many of what. Inside a transaction, with nobody else at the database.

    What is left of the person is a hash, and in others' rows a token. `everywhere`: also take the account out of what
    other pages learnt from this one.
    """
    connection.execute("PRAGMA secure_delete = ON")
    person = _person(connection, page, account)
    counts = {"rows that were learnt": _states(connection, page, person, everywhere=everywhere)}
    counts["incidents and their alerts"] = _incidents(connection, page, account, person)
    counts["alerts redacted"] = _alerts(connection, person)
    for what, statements in _OWN.items():
        counts[what] = [connection.execute(sql, (page, account)).rowcount for sql in statements][-1]
    own = json.dumps(sorted(person.ids))
    for column in ("reply_to", "root"):
        sql = f"UPDATE items SET {column} = NULL WHERE page = ? AND {column} IN (SELECT value FROM json_each(?))"
        connection.execute(sql, (page, own))
    connection.execute(
        "INSERT OR REPLACE INTO erased (page, mark, at) VALUES (?,?,?)", (page, mark_of(page, account), micros(at))
    )
    return {what: number for what, number in counts.items() if number}


def _person(connection: sqlite3.Connection, page: str, account: str) -> Person:
    rows = connection.execute(
        "SELECT id, url, text FROM items WHERE page = ? AND author = ?", (page, account)
    ).fetchall()
    profiles = connection.execute("SELECT profile FROM profiles WHERE page = ? AND id = ?", (page, account)).fetchall()
    looks = [json.loads(profile) for (profile,) in profiles]
    addresses = {url for _, url, _ in rows if url} | {look[9] for look in looks if look[9]}
    names = {name for look in looks for name in look[:2] if name} | {look[2] for look in looks if look[2]}
    (number,) = connection.execute("SELECT count(*) FROM erased").fetchone()
    ids = frozenset({account, *(id_ for id_, _, _ in rows), *addresses})
    return Person(f"erased-{number + 1}", ids, frozenset(names), tuple(text for _, _, text in rows))


def _states(connection: sqlite3.Connection, page: str, person: Person, *, everywhere: bool) -> int:
    """What detectors learnt and what the adapter remembers of the page."""
    changed = 0
    rows = connection.execute(
        "SELECT page, detector, key, value FROM states WHERE page = ? OR ?", (page, everywhere)
    ).fetchall()
    for on, detector, key, value in rows:
        where = (on, detector, key)
        if on == page and person.owns(key):
            connection.execute("DELETE FROM states WHERE page = ? AND detector = ? AND key = ?", where)
            changed += 1
        elif (without := _redacted(value, person, counts=key.startswith("voice "))) != value:
            connection.execute(
                "UPDATE states SET value = ? WHERE page = ? AND detector = ? AND key = ?", (without, *where)
            )
            changed += 1
    for key, numbers in connection.execute("SELECT key, numbers FROM parts WHERE page = ?", (page,)).fetchall():
        without = _redacted(numbers, person)
        connection.execute("UPDATE parts SET numbers = ? WHERE page = ? AND key = ?", (without, page, key))
    for (memory,) in connection.execute("SELECT memory FROM pages WHERE page = ?", (page,)).fetchall():
        connection.execute("UPDATE pages SET memory = ? WHERE page = ?", (_redacted(memory, person), page))
    return changed


def _redacted(text: str, person: Person, *, counts: bool = False) -> str:
    value = json.loads(text)
    without = person.out_of_counts(value) if counts else person.out_of_json(value)
    return text if without == value else json.dumps(without, ensure_ascii=False)


def _incidents(connection: sqlite3.Connection, page: str, account: str, person: Person) -> int:
    """The incidents that are about the person or one of their texts, with all that was told of them."""
    about = [
        id_
        for id_, key in connection.execute("SELECT id, key FROM incidents WHERE page = ?", (page,)).fetchall()
        if key == account or key in person.ids
    ]
    for incident in about:
        connection.execute("DELETE FROM alerts WHERE incident = ?", (incident,))
        connection.execute("DELETE FROM silences WHERE incident = ?", (incident,))
        connection.execute("DELETE FROM incidents WHERE id = ?", (incident,))
    return len(about)


def _alerts(connection: sqlite3.Connection, person: Person) -> int:
    """Alerts about others that name or quote the person; their pictures may show the name, so they go."""
    changed = 0
    for id_, title, body, told in connection.execute("SELECT id, title, body, alert FROM alerts").fetchall():
        new = (person.out_of_text(title), person.out_of_text(body), _redacted(told, person))
        if new != (title, body, told):
            connection.execute("UPDATE alerts SET title = ?, body = ?, alert = ? WHERE id = ?", (*new, id_))
            connection.execute("DELETE FROM pictures WHERE alert = ?", (id_,))
            changed += 1
    return changed


def still_named(connection: sqlite3.Connection, page: str, account: str) -> int:
    """In how many texts of others the person is still called by handle: their authors' words are not changed."""
    handles: Mapping[str, None] = {
        handle: None
        for (handle,) in connection.execute(
            "SELECT json_extract(profile, '$[0]') FROM profiles WHERE page = ? AND id = ?", (page, account)
        )
        if handle
    }
    sql = "SELECT count(*) FROM items WHERE page = ? AND author <> ? AND instr(lower(text), lower(?)) > 0"
    return sum(int(connection.execute(sql, (page, account, f"@{one}")).fetchone()[0]) for one in handles)
