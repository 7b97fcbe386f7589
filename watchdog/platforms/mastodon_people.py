"""Who is who on a Mastodon server: the page, its official accounts, the token's owner, and who follows whom."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

from config.schema import Page
from watchdog.platforms.mastodon_api import MastodonApi, RefusedError
from watchdog.platforms.mastodon_payloads import AccountView, Reader, parsed
from watchdog.platforms.port import PlatformError
from watchdog.platforms.visit import Visit

_MOST_OFFICIALS = 5
_RELATIONS_AT_ONCE = 40
_REST = timedelta(hours=24)
_COUNTS_NOTHING = ("snac",)


async def know_page(visit: Visit, api: MastodonApi) -> Reader:
    """Learns the page's id, its server's software and its official accounts, asked once a day; gives their reader.

    Raises:
        PlatformError: there is no such account, or the server shows nothing.
    """
    officials = [name.removeprefix("@") for name in visit.page.official_accounts][:_MOST_OFFICIALS]
    rest = f"officials {' '.join(officials)}"
    if visit.memory.account is not None and rest in visit.memory.paused:
        return _reader(visit, api)
    account = await find_account(api)
    instance = await _if_told(api.one("v1/instance"))
    visit.memory.software = str((instance or {}).get("version", ""))[:100]
    visit.memory.account = account.id
    visit.memory.token_of = await find_token_account(api)
    reader = _reader(visit, api)
    _tell_official(visit, reader, account)
    for name in officials:
        found = parsed(AccountView, await _if_told(api.one("v1/accounts/lookup", [("acct", name)])))
        if found is not None:
            _tell_official(visit, reader, found)
    visit.memory.paused[rest] = visit.at + _REST
    return reader


async def find_account(api: MastodonApi) -> AccountView:
    """The page's account.

    Raises:
        PlatformError: there is none (permanent), or the server cannot be asked.
    """
    try:
        found = parsed(AccountView, await api.one("v1/accounts/lookup", [("acct", api.account)]))
    except RefusedError as refused:
        if refused.gone:
            raise PlatformError(f"{api.host} knows no account {api.account!r}", permanent=True) from None
        if refused.locked:
            raise PlatformError(f"{api.host} shows nothing without a token that may read", permanent=True) from None
        raise
    if found is None:
        raise PlatformError(f"{api.host} answered with an account that makes no sense")
    return found


async def find_token_account(api: MastodonApi) -> str | None:
    """The id of the account that the token belongs to; None without one, or if the server does not say."""
    found = await _if_told(api.one("v1/accounts/verify_credentials")) if api.signed_in else None
    return str(found.get("id")) if found else None


async def read_people(visit: Visit, api: MastodonApi) -> None:
    """Who wrote: their profiles came with their words; the page's own token tells who follows whom."""
    authors = list(visit.new_authors.values())
    for account in authors:
        visit.told_profile(account)
    own = visit.memory.account
    if visit.memory.token_of != own or "relations" in visit.memory.paused:
        return
    try:
        await _read_relations(visit, api, [account.id for account in authors if account.id != own])
    except PlatformError as failure:
        visit.memory.paused["relations"] = visit.at + _REST
        visit.note("relations", f"Who follows whom could not be read: {failure}")


async def _read_relations(visit: Visit, api: MastodonApi, authors: list[str]) -> None:
    own = visit.memory.account or ""
    for start in range(0, len(authors), _RELATIONS_AT_ONCE):
        some = [("id[]", author) for author in authors[start : start + _RELATIONS_AT_ONCE]]
        relations, _ = await api.many("v1/accounts/relationships", some)
        for relation in relations:
            match relation:
                case {"id": str(author), "following": True}:
                    visit.told_follow(own, author)
            match relation:
                case {"id": str(author), "followed_by": True}:
                    visit.told_follow(author, own)


def _tell_official(visit: Visit, reader: Reader, view: AccountView) -> None:
    visit.told_profile(reader.account(view))
    visit.pictures_wanted.add(view.id)


def _reader(visit: Visit, api: MastodonApi) -> Reader:
    counts = not any(name in visit.memory.software.casefold() for name in _COUNTS_NOTHING)
    return Reader(visit.page.name, visit.at, api.host, listed_names(visit.page), counts=counts)


def listed_names(page: Page) -> frozenset[str]:
    """The handles that the config lists, in lower case and without @."""
    return frozenset(name.removeprefix("@").casefold() for name in (*page.official_accounts, *page.trusted_accounts))


async def _if_told(answer: Awaitable[dict[str, Any]]) -> dict[str, Any] | None:
    try:
        return await answer
    except RefusedError:
        return None
