"""Profiles as plain JSON values and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from detectors.model import Account

_FIELDS = ("id", "handle", "name", "bio", "avatar", "followers", "following", "posts", "verified", "url")


def profile_row(account: Account) -> dict[str, Any]:
    """A profile without what is not known."""
    row = {name: value for name in _FIELDS if (value := getattr(account, name)) is not None}
    made = {"created_at": account.created_at.isoformat()} if account.created_at else {}
    return row | made | {"seen_at": account.seen_at.isoformat()}


def profile_of(page: str, row: Mapping[str, Any]) -> Account:
    """A profile from the values of `profile_row`."""
    made = datetime.fromisoformat(row["created_at"]) if "created_at" in row else None
    fields: dict[str, Any] = {name: row.get(name) for name in _FIELDS}
    return Account(page=page, seen_at=datetime.fromisoformat(row["seen_at"]), created_at=made, **fields)


def shown(account: Account) -> tuple[object, ...]:
    """What of a profile is compared to see whether it changed."""
    return account.name, account.handle, account.bio, account.avatar, account.followers, account.verified


def utc(seconds: int) -> datetime:
    """Seconds since 1970 as an aware time."""
    return datetime.fromtimestamp(seconds, UTC)
