"""Accounts that are worth a look, which channels were told of them, and when each channel's last digest was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from watchdog.store.database import micros, moment

Source = Literal["replies", "hunt"]
"""How it was found: by what it wrote, or by looking for names before it spoke."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """An account worth a look under its row number."""

    id: int
    page: str
    account: str
    source: Source
    found_at: datetime


class Reviews:
    """The tables of accounts to look at."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def keep(self, page: str, account: str, source: Source, at: datetime) -> bool:
        """Remember an account; False if it was known."""
        return bool(
            self._db.execute(
                "INSERT OR IGNORE INTO reviews (page, account, source, found_at) VALUES (?,?,?,?)",
                (page, account, source, micros(at)),
            ).rowcount
        )

    def untold(self, channel: str) -> Sequence[Sighting]:
        """What a channel was not told yet, oldest first."""
        rows = self._db.execute(
            "SELECT id, page, account, source, found_at FROM reviews WHERE id NOT IN"
            " (SELECT review FROM reviews_told WHERE channel = ?) ORDER BY found_at, id",
            (channel,),
        )
        return [Sighting(id_, page, account, source, moment(at)) for id_, page, account, source, at in rows]

    def told(self, channel: str, reviews: Iterable[int], at: datetime) -> None:
        """The channel has been told of these."""
        self._db.executemany(
            "INSERT OR IGNORE INTO reviews_told (review, channel, told_at) VALUES (?,?,?)",
            [(review, channel, micros(at)) for review in reviews],
        )

    def found(self, page: str, account: str) -> dict[Source, datetime]:
        """When an account was found to be worth a look, by source."""
        rows = self._db.execute(
            "SELECT source, found_at FROM reviews WHERE page = ? AND account = ? ORDER BY found_at", (page, account)
        )
        return {source: moment(at) for source, at in rows}

    def hunted(self, page: str) -> list[str]:
        """The accounts of a page that were found before they spoke."""
        rows = self._db.execute(
            "SELECT account FROM reviews WHERE page = ? AND source = 'hunt' ORDER BY found_at, id", (page,)
        )
        return [account for (account,) in rows]

    def last_digest(self, channel: str) -> datetime | None:
        """When the channel's digest was last due."""
        row = self._db.execute("SELECT at FROM digests WHERE channel = ?", (channel,)).fetchone()
        return None if row is None else moment(row[0])

    def keep_digest(self, channel: str, at: datetime) -> None:
        """The channel's digest was due, whether there was something to tell or not."""
        self._db.execute(
            "INSERT INTO digests (channel, at) VALUES (?, ?) ON CONFLICT (channel) DO UPDATE SET at = excluded.at",
            (channel, micros(at)),
        )
