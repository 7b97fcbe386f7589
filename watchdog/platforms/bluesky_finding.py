"""Finds Bluesky accounts by name, and looks them up by DID.

Source: lexicons app.bsky.actor.searchActors and app.bsky.actor.getProfiles of bluesky-social/atproto.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from detectors.model import Account
from watchdog.platforms.bluesky_api import BlueskyApi, listed
from watchdog.platforms.bluesky_payloads import account_of, profile_view

_MOST_PER_QUERY = 50


async def find(api: BlueskyApi, page: str, queries: Sequence[str], at: datetime) -> list[Account]:
    """The first finds of each query."""
    found: dict[str, Account] = {}
    for query in queries:
        body = await api.ask("app.bsky.actor.searchActors", [("q", query), ("limit", str(_MOST_PER_QUERY))])
        for payload in listed(body, "actors")[:_MOST_PER_QUERY]:
            if (profile := profile_view(payload)) is not None:
                found.setdefault(profile.did, account_of(profile, page, at))
    return list(found.values())


async def look_up(api: BlueskyApi, page: str, accounts: Sequence[str], at: datetime) -> Mapping[str, Account | None]:
    """Profiles by DID; the AppView leaves out who is deleted, deactivated or taken down."""
    answers = await api.in_batches("app.bsky.actor.getProfiles", "actors", list(accounts), "profiles")
    profiles = (profile_view(payload) for payload in answers)
    known = {profile.did: account_of(profile, page, at) for profile in profiles if profile is not None}
    return {account: known.get(account) for account in accounts}
