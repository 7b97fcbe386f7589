"""What was seen: items, profiles, follows, polls, deletions and verdicts, deduplicated and in order of arrival."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from detectors.model import Account, Deletion, Follow, Item, Observation, Poll, Reading, Verdict
from watchdog.store.database import micros, moment
from watchdog.store.erasure import mark_of
from watchdog.store.rows import (
    ITEM_COLUMNS,
    READING_COLUMNS,
    account_from,
    item_from,
    item_row,
    poll_from,
    poll_row,
    profile_text,
    reading_from,
    reading_row,
)

HISTORY = timedelta(days=14)
"""The most that a first look reaches back to."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item not seen before, or a new text of one (`edited`), under its row number."""

    seq: int
    item: Item
    edited: bool


@dataclass(slots=True)
class Fresh:
    """What one step brought that was not known before, in order of arrival."""

    items: list[NewItem] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    follows: list[Follow] = field(default_factory=list)
    polls: list[Poll] = field(default_factory=list)
    deletions: list[Item] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)


class Sightings:
    """The tables of what was seen on the pages."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def take(self, page: str, observations: Sequence[Observation], at: datetime) -> Fresh:
        """Keep what is new and say what that is; duplicates and unchanged profiles leave no trace."""
        step = self._insert("INSERT INTO steps (page, at) VALUES (?, ?)", page, micros(at))
        fresh = Fresh()
        for observation in self._without_erased(page, observations):
            match observation:
                case Item():
                    self._take_item(step, observation, fresh)
                case Account():
                    self._take_account(step, observation, fresh)
                case Poll():
                    self._take_poll(step, observation, fresh)
                case Follow():
                    self._take_follow(step, observation, fresh)
                case Deletion():
                    self._take_deletion(step, observation, fresh)
                case Verdict():
                    self._take_verdict(step, observation, fresh)
        self._take_pending_verdicts(step, page, fresh)
        return fresh

    def _without_erased(self, page: str, observations: Sequence[Observation]) -> Sequence[Observation]:
        """What people wrote before they asked to be erased does not come back; what they write afterwards counts."""
        rows = self._db.execute("SELECT mark, at FROM erased WHERE page = ?", (page,)).fetchall()
        erased = {mark: moment(at) for mark, at in rows}
        if not erased:
            return observations
        new = {
            o.author
            for o in observations
            if isinstance(o, Item) and o.created_at > erased.get(mark_of(page, o.author), o.created_at)
        }
        return [o for o in observations if _whose(o) in new or mark_of(page, _whose(o)) not in erased]

    def _take_item(self, step: int, item: Item, fresh: Fresh) -> None:
        known = self._db.execute(
            "SELECT text FROM items WHERE page = ? AND id = ? ORDER BY seq DESC LIMIT 1", (item.page, item.id)
        ).fetchone()
        if known is not None and known[0] == item.text:
            return
        insert = f"INSERT INTO items (step, {ITEM_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
        fresh.items.append(NewItem(self._insert(insert, step, *item_row(item)), item, known is not None))

    def _insert(self, sql: str, *values: object) -> int:
        return self._db.execute(sql, values).lastrowid or 0

    def _take_account(self, step: int, account: Account, fresh: Fresh) -> None:
        profile = profile_text(account)
        known = self._db.execute(
            "SELECT profile FROM profiles WHERE page = ? AND id = ? ORDER BY seq DESC LIMIT 1",
            (account.page, account.id),
        ).fetchone()
        if known is not None and known[0] == profile:
            return
        self._db.execute(
            "INSERT INTO profiles (step, page, id, seen_at, profile) VALUES (?,?,?,?,?)",
            (step, account.page, account.id, micros(account.seen_at), profile),
        )
        fresh.accounts.append(account)

    def _take_poll(self, step: int, poll: Poll, fresh: Fresh) -> None:
        self._db.execute(
            "INSERT INTO polls (step, page, seen_at, start, end, ok, error) VALUES (?,?,?,?,?,?,?)",
            (step, *poll_row(poll)),
        )
        fresh.polls.append(poll)

    def _take_follow(self, step: int, follow: Follow, fresh: Fresh) -> None:
        added = self._db.execute(
            "INSERT OR IGNORE INTO follows (step, page, source, target, seen_at) VALUES (?,?,?,?,?)",
            (step, follow.page, follow.source, follow.target, micros(follow.seen_at)),
        ).rowcount
        if added:
            fresh.follows.append(follow)

    def _take_deletion(self, step: int, deletion: Deletion, fresh: Fresh) -> None:
        added = self._db.execute(
            "INSERT OR IGNORE INTO deletions (step, page, item, seen_at) VALUES (?,?,?,?)",
            (step, deletion.page, deletion.item, micros(deletion.seen_at)),
        ).rowcount
        item = self.item(deletion.page, deletion.item) if added else None
        if item is not None:
            fresh.deletions.append(item)

    def _take_verdict(self, step: int, verdict: Verdict, fresh: Fresh) -> None:
        self._db.execute(
            "INSERT INTO verdicts (step, page, account, verdict, said_by, seen_at) VALUES (?,?,?,?,?,?)",
            (step, verdict.page, verdict.account, verdict.verdict, verdict.by, micros(verdict.seen_at)),
        )
        fresh.verdicts.append(verdict)

    def _take_pending_verdicts(self, step: int, page: str, fresh: Fresh) -> None:
        """Verdicts given on the command line wait here for the page's next step."""
        rows = self._db.execute(
            "UPDATE verdicts SET step = ? WHERE step IS NULL AND page = ?"
            " RETURNING seq, seen_at, account, verdict, said_by",
            (step, page),
        ).fetchall()
        for _, seen_at, account, verdict, by in sorted(rows):
            fresh.verdicts.append(Verdict(page, moment(seen_at), account, verdict, by))

    def await_verdict(self, verdict: Verdict) -> None:
        """Leave a verdict for the page's next step, whichever process takes it."""
        self._db.execute(
            "INSERT INTO verdicts (step, page, account, verdict, said_by, seen_at) VALUES (NULL,?,?,?,?,?)",
            (verdict.page, verdict.account, verdict.verdict, verdict.by, micros(verdict.seen_at)),
        )

    def keep_readings(self, readings: Sequence[tuple[int, Reading]]) -> None:
        """Readings under their items' row numbers."""
        self._db.executemany(
            f"INSERT INTO readings (seq, {READING_COLUMNS}) VALUES (?,?,?,?,?,?,?)",
            [(seq, *reading_row(reading)) for seq, reading in readings],
        )

    def watched_since(self, page: str) -> datetime | None:
        """Since when the page was seen, as far as that is kept; history of the first look counts for two weeks."""
        row = self._db.execute(
            "SELECT min(start), min(seen_at) FROM polls WHERE page = ? AND ok ORDER BY seq LIMIT 1", (page,)
        ).fetchone()
        if row is None or row[0] is None:
            return None
        return max(moment(row[0]), moment(row[1]) - HISTORY)

    def item(self, page: str, id_: str) -> Item | None:
        """An item with its latest text."""
        row = self._db.execute(
            f"SELECT {ITEM_COLUMNS} FROM items WHERE page = ? AND id = ? ORDER BY seq DESC LIMIT 1", (page, id_)
        ).fetchone()
        return None if row is None else item_from(row)

    def read_item(self, page: str, id_: str, step: int | None = None) -> tuple[Item, Reading] | None:
        """An item's latest text with its reading; with `step`, the latest until that step."""
        row = self._db.execute(
            f"SELECT {_both()} FROM items i JOIN readings r USING (seq)"
            " WHERE i.page = ? AND i.id = ? AND i.step <= ? ORDER BY i.seq DESC LIMIT 1",
            (page, id_, _ALL if step is None else step),
        ).fetchone()
        return None if row is None else (item_from(row[:14]), reading_from(row[14:]))

    def _known_before(self, page: str, id_: str, seq: int) -> bool:
        sql = "SELECT 1 FROM items WHERE page = ? AND id = ? AND seq < ?"
        return self._db.execute(sql, (page, id_, seq)).fetchone() is not None

    def account(self, page: str, id_: str, step: int | None = None) -> Account | None:
        """A profile as last seen; with `step`, as last seen until that step."""
        row = self._db.execute(
            "SELECT seen_at, profile FROM profiles WHERE page = ? AND id = ? AND step <= ? ORDER BY seq DESC LIMIT 1",
            (page, id_, _ALL if step is None else step),
        ).fetchone()
        return None if row is None else account_from(page, id_, moment(row[0]), row[1])

    def accounts_called(self, name: str) -> list[Account]:
        """The accounts, on any page, whose id or handle is `name` (a leading @ does not matter)."""
        bare = name.removeprefix("@").casefold()
        latest = (
            "SELECT page, id, seen_at, profile FROM profiles"
            " WHERE seq IN (SELECT max(seq) FROM profiles GROUP BY page, id)"
        )
        found = [account_from(p, i, moment(s), text) for p, i, s, text in self._db.execute(latest)]
        return [a for a in found if bare in (a.id.casefold(), (a.handle or "").removeprefix("@").casefold())]

    def repliers(self, page: str, id_: str) -> list[str]:
        """The accounts that answered an item."""
        rows = self._db.execute("SELECT DISTINCT author FROM items WHERE page = ? AND reply_to = ?", (page, id_))
        return [author for (author,) in rows]

    def steps(self, page: str, since: datetime | None) -> Iterator[tuple[int, datetime, Fresh, list[Reading]]]:
        """A page's steps again, in order: their number, their moment, what was fresh in them and how that was read."""
        begin = 0 if since is None else micros(since)
        steps = self._db.execute("SELECT id, at FROM steps WHERE page = ? AND at >= ? ORDER BY id", (page, begin))
        for step, at in steps.fetchall():
            fresh, readings = self._fresh_of(step, page)
            yield step, moment(at), fresh, readings

    def _fresh_of(self, step: int, page: str) -> tuple[Fresh, list[Reading]]:
        def rows(sql: str) -> list[tuple[object, ...]]:
            return self._db.execute(sql + " WHERE step = ? ORDER BY seq", (step,)).fetchall()

        fresh, readings = Fresh(), []
        for row in rows(f"SELECT seq, {_both()} FROM items i JOIN readings r USING (seq)"):
            item = item_from(row[1:15])
            fresh.items.append(NewItem(int(str(row[0])), item, self._known_before(page, item.id, int(str(row[0])))))
            readings.append(reading_from(row[15:]))
        fresh.accounts = [
            account_from(page, str(i), moment(int(str(s))), str(p))
            for i, s, p in rows("SELECT id, seen_at, profile FROM profiles")
        ]
        fresh.follows = [
            Follow(page, moment(int(str(at))), str(s), str(t))
            for s, t, at in rows("SELECT source, target, seen_at FROM follows")
        ]
        fresh.polls = [poll_from(row) for row in rows("SELECT page, seen_at, start, end, ok, error FROM polls")]
        gone = [self.item(page, str(i)) for (i,) in rows("SELECT item FROM deletions")]
        fresh.deletions = [item for item in gone if item is not None]
        fresh.verdicts = [
            Verdict(
                page, moment(int(str(at))), str(a), "fake" if v == "fake" else "legit", None if b is None else str(b)
            )
            for at, a, v, b in rows("SELECT seen_at, account, verdict, said_by FROM verdicts")
        ]
        return fresh, readings


def _whose(observation: Observation) -> str:
    match observation:
        case Item(author=author):
            return author
        case Account(id=account) | Verdict(account=account):
            return account
        case Follow(source=source):
            return source
        case _:
            return ""


_ALL = 2**62


def _both() -> str:
    item = ", ".join(f"i.{name.strip()}" for name in ITEM_COLUMNS.split(","))
    return item + ", " + ", ".join(f"r.{name.strip()}" for name in READING_COLUMNS.split(","))
