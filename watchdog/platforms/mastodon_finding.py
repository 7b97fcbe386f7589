"""Finds accounts by name on a Mastodon server, and looks them up by their id there.

Source: docs.joinmastodon.org/methods/search and /methods/accounts. A server finds whom it knows; without a token many
show nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detectors.model import Account
from watchdog.platforms.mastodon_api import MastodonApi, RefusedError
from watchdog.platforms.mastodon_payloads import AccountView, Reader, parsed
from watchdog.platforms.port import PlatformError

_MOST_PER_QUERY = 40


async def find(api: MastodonApi, reader: Reader, queries: Sequence[str]) -> list[Account]:
    """The first finds of each query; other servers are not asked on our behalf (`resolve`)."""
    found: dict[str, Account] = {}
    for query in queries:
        params = [("q", query), ("type", "accounts"), ("resolve", "false"), ("limit", str(_MOST_PER_QUERY))]
        try:
            body = await api.one("v2/search", params)
        except RefusedError as refused:
            if refused.locked:
                what = f"{api.host} lets nobody search without a token that may (read:search)"
                raise PlatformError(what, permanent=True) from None
            raise
        accounts = body.get("accounts")
        for payload in accounts[:_MOST_PER_QUERY] if isinstance(accounts, list) else ():
            if (view := parsed(AccountView, payload)) is not None:
                found.setdefault(view.id, reader.account(view))
    return list(found.values())


async def look_up(api: MastodonApi, reader: Reader, accounts: Sequence[str]) -> Mapping[str, Account | None]:
    """Profiles by id, one question each; a suspended account is told as gone."""
    return {account: await _profile(api, reader, account) for account in accounts}


async def _profile(api: MastodonApi, reader: Reader, account: str) -> Account | None:
    try:
        body = await api.one(f"v1/accounts/{account}")
    except RefusedError as refused:
        if refused.gone:
            return None
        raise
    view = parsed(AccountView, body)
    if view is None or view.id != account:
        raise PlatformError(f"{api.host} answered with an account that makes no sense")
    return None if body.get("suspended") is True else reader.account(view)
