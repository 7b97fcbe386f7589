"""Pages on Mastodon and on servers that speak its API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from config.schema import Page
from config.secrets import Secret
from detectors.model import Account
from watchdog.platforms.http import Http
from watchdog.platforms.mastodon_api import MastodonApi, RefusedError
from watchdog.platforms.mastodon_finding import find, look_up
from watchdog.platforms.mastodon_look import MastodonLook
from watchdog.platforms.mastodon_payloads import Reader
from watchdog.platforms.mastodon_people import find_account, find_token_account, listed_names
from watchdog.platforms.memory import load
from watchdog.platforms.pictures import add_pictures
from watchdog.platforms.port import Look, Memory
from watchdog.platforms.visit import Visit


class Mastodon:
    """Looks at pages of servers with the Mastodon API. Anonymous unless the page has a token.

    Args:
        http: the shared way out.
        tokens: the access tokens of pages that have one, by the page's name.
    """

    def __init__(self, http: Http, tokens: Mapping[str, Secret]) -> None:
        self._http, self._tokens = http, tokens

    async def look(self, page: Page, memory: Memory, at: datetime) -> Look:
        """See `Platform.look`."""
        api, visit = self._api(page), Visit(page, load(memory, page.account), at)
        reach = await MastodonLook(api, visit).read()
        await add_pictures(visit, self._http, {api.host, visit.memory.pictures_from})
        return visit.look(reach)

    async def check(self, page: Page) -> Sequence[str]:
        """See `Platform.check`."""
        api = self._api(page)
        account = await find_account(api)
        posts, _ = await api.many(f"v1/accounts/{account.id}/statuses", [("limit", "5")])
        found = [
            f"{account.acct} is account {account.id} of {api.host}, and its posts can be read ({len(posts)} seen)."
        ]
        if posts and isinstance(posts[0], dict):
            found += await _check_tree(api, str(posts[0].get("id")))
        if not api.signed_in:
            return [*found, "Without a token mentions outside the page's threads are not seen."]
        own = await find_token_account(api)
        yours = "the page's own account" if own == account.id else "another account: its mentions are not the page's"
        return [*found, f"The token is accepted, for {yours}."]

    async def find(self, page: Page, queries: Sequence[str], at: datetime) -> Sequence[Account]:
        """See `Finder.find`."""
        api = self._api(page)
        return await find(api, Reader(page.name, at, api.host, listed_names(page), counts=False), queries)

    async def profiles(self, page: Page, accounts: Sequence[str], at: datetime) -> Mapping[str, Account | None]:
        """See `Finder.profiles`."""
        api = self._api(page)
        return await look_up(api, Reader(page.name, at, api.host, listed_names(page), counts=False), accounts)

    async def close(self) -> None:
        """See `Platform.close`."""

    def _api(self, page: Page) -> MastodonApi:
        return MastodonApi(self._http, page, self._tokens.get(page.name))


async def _check_tree(api: MastodonApi, status: str) -> list[str]:
    try:
        await api.one(f"v1/statuses/{status}/context")
    except RefusedError as refused:
        if refused.locked:
            return [f"{api.host} shows reply trees only with a token: only its newest public replies are seen."]
    return []
