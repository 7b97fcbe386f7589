"""How the domain's values look as rows, and back."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from detectors.model import Account, Item, Poll, Reading
from watchdog.store.database import micros, moment

ITEM_COLUMNS = "page, id, author, created_at, seen_at, text, kind, reply_to, root, url, language, rating, likes, shares"
READING_COLUMNS = "language, complaint, offensive, threat, danger, because"


def item_row(item: Item) -> tuple[Any, ...]:
    """In the order of `ITEM_COLUMNS`."""
    return (
        item.page,
        item.id,
        item.author,
        micros(item.created_at),
        micros(item.seen_at),
        item.text,
        item.kind,
        item.reply_to,
        item.root,
        item.url,
        item.language,
        item.rating,
        item.likes,
        item.shares,
    )


def item_from(row: tuple[Any, ...]) -> Item:
    """Reads what `item_row` wrote."""
    page, id_, author, created_at, seen_at, *rest = row
    return Item(page, id_, author, moment(created_at), moment(seen_at), *rest)


def reading_row(reading: Reading) -> tuple[Any, ...]:
    """In the order of `READING_COLUMNS`."""
    because = json.dumps(reading.because, ensure_ascii=False) if reading.because else "[]"
    return (reading.language, reading.complaint, reading.offensive, reading.threat, reading.danger, because)


def reading_from(row: tuple[Any, ...]) -> Reading:
    """Reads what `reading_row` wrote."""
    language, complaint, offensive, threat, danger, because = row
    words = () if because == "[]" else tuple(json.loads(because))
    return Reading(language, complaint, offensive, threat, words, danger)


def profile_text(account: Account) -> str:
    """A profile without its id and time, as JSON: equal texts are equal profiles."""
    created = None if account.created_at is None else micros(account.created_at)
    return json.dumps(
        [
            account.handle,
            account.name,
            account.bio,
            account.avatar,
            created,
            account.followers,
            account.following,
            account.posts,
            account.verified,
            account.url,
        ],
        ensure_ascii=False,
    )


def account_from(page: str, id_: str, seen_at: datetime, profile: str) -> Account:
    """Reads what `profile_text` wrote."""
    handle, name, bio, avatar, created, *rest = json.loads(profile)
    return Account(page, id_, seen_at, handle, name, bio, avatar, None if created is None else moment(created), *rest)


def poll_row(poll: Poll) -> tuple[Any, ...]:
    """As (page, seen_at, start, end, ok, error)."""
    return (poll.page, micros(poll.seen_at), micros(poll.start), micros(poll.end), int(poll.ok), poll.error)


def poll_from(row: tuple[Any, ...]) -> Poll:
    """Reads what `poll_row` wrote."""
    page, seen_at, start, end, ok, error = row
    return Poll(page, moment(seen_at), moment(start), moment(end), bool(ok), error)
