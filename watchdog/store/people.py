"""What was seen of single accounts: who they were when, what they wrote, what was said of them."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from detectors.model import Account, Item, Verdict
from watchdog.store.database import micros, moment
from watchdog.store.rows import ITEM_COLUMNS, account_from, item_from


class People:
    """Questions about one account of one page, by its platform id."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def known_as(self, name: str) -> list[tuple[str, str]]:
        """(page, id) of the accounts whose id or handle is or was `name`; a leading @ and case do not matter."""
        bare = name.removeprefix("@").casefold()
        rows = self._db.execute("SELECT DISTINCT page, id, json_extract(profile, '$[0]') FROM profiles").fetchall()
        rows += self._db.execute("SELECT DISTINCT page, author, NULL FROM items WHERE author = ?", (name,)).fetchall()
        names = (
            (page, id_, {id_.casefold(), (handle or "").removeprefix("@").casefold()}) for page, id_, handle in rows
        )
        return sorted({(page, id_) for page, id_, called in names if bare in called})

    def looks(self, page: str, account: str) -> list[Account]:
        """Its profile each time that it changed, oldest first; each stands since its `seen_at`."""
        rows = self._db.execute(
            "SELECT seen_at, profile FROM profiles WHERE page = ? AND id = ? ORDER BY seq", (page, account)
        )
        return [account_from(page, account, moment(at), profile) for at, profile in rows]

    def written(self, page: str, account: str) -> list[Item]:
        """What it wrote, in order of arrival; an edited item comes once for every text that it had."""
        rows = self._db.execute(
            f"SELECT {ITEM_COLUMNS} FROM items WHERE page = ? AND author = ? ORDER BY seq", (page, account)
        )
        return [item_from(row) for row in rows]

    def withdrawn(self, page: str, account: str) -> dict[str, datetime]:
        """When each of its items was seen to be gone."""
        rows = self._db.execute(
            "SELECT item, seen_at FROM deletions WHERE page = ?1 AND item IN"
            " (SELECT id FROM items WHERE page = ?1 AND author = ?2)",
            (page, account),
        )
        return {item: moment(at) for item, at in rows}

    def verdicts(self, page: str, account: str) -> list[Verdict]:
        """What the team said of it, oldest first, also what the daemon has not taken in yet."""
        rows = self._db.execute(
            "SELECT seen_at, verdict, said_by FROM verdicts WHERE page = ? AND account = ? ORDER BY seen_at, seq",
            (page, account),
        )
        return [Verdict(page, moment(at), account, verdict, by) for at, verdict, by in rows]

    def failed_polls(self, page: str, since: datetime) -> int:
        """How many looks at the page failed since then."""
        sql = "SELECT count(*) FROM polls WHERE page = ? AND ok = 0 AND seen_at >= ?"
        return int(self._db.execute(sql, (page, micros(since))).fetchone()[0])

    def vanished(self, page: str, account: str, at: datetime) -> None:
        """The platform knows the account no more; nothing changes if that was known."""
        if self.away_since(page, account) is None:
            self._db.execute("INSERT INTO absences (page, account, since) VALUES (?,?,?)", (page, account, micros(at)))

    def returned(self, page: str, account: str, at: datetime) -> None:
        """The account is there again."""
        self._db.execute(
            "UPDATE absences SET until = ? WHERE page = ? AND account = ? AND until IS NULL",
            (micros(at), page, account),
        )

    def away_since(self, page: str, account: str) -> datetime | None:
        """Since when the account is gone; None if it is there, as far as is known."""
        row = self._db.execute(
            "SELECT since FROM absences WHERE page = ? AND account = ? AND until IS NULL", (page, account)
        ).fetchone()
        return None if row is None else moment(row[0])

    def away(self, page: str) -> set[str]:
        """The accounts of a page that are gone now."""
        rows = self._db.execute("SELECT account FROM absences WHERE page = ? AND until IS NULL", (page,))
        return {account for (account,) in rows}

    def keep_waiting(self, page: str, account: str, gone_since: datetime | None) -> None:
        """There is news of the account, and it is too soon to tell: its new name, or that it is back."""
        self._db.execute(
            "INSERT OR REPLACE INTO waiting_news (page, account, gone_since) VALUES (?,?,?)",
            (page, account, None if gone_since is None else micros(gone_since)),
        )

    def take_waiting(self, page: str) -> dict[str, datetime | None]:
        """The accounts of which there is news, which waits no longer, and since when those that are back were gone."""
        rows = self._db.execute(
            "SELECT account, gone_since FROM waiting_news WHERE page = ? ORDER BY account", (page,)
        ).fetchall()
        if rows:
            self._db.execute("DELETE FROM waiting_news WHERE page = ?", (page,))
        return {account: None if since is None else moment(since) for account, since in rows}

    def absences(self, page: str, account: str) -> list[tuple[datetime, datetime | None]]:
        """When the account was gone, from and until; None for until now."""
        rows = self._db.execute(
            "SELECT since, until FROM absences WHERE page = ? AND account = ? ORDER BY since", (page, account)
        )
        return [(moment(since), None if until is None else moment(until)) for since, until in rows]
