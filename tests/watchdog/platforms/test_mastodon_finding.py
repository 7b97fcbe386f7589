import pytest

from config.schema import Page
from tests.watchdog.platforms.replay import NOON, Recorded, Server, recorded
from watchdog.platforms.http import Http
from watchdog.platforms.mastodon import Mastodon
from watchdog.platforms.port import PlatformError

SEARCH = "/api/v2/search"


def page_on(server: Server) -> Page:
    return Page(name="tz", brand="TeleZuid", platform="mastodon", account="@telezuid", server=server.url)


async def test_accounts_are_found_and_no_other_server_is_asked_for_them(server: Server, http: Http) -> None:
    server.on(SEARCH, recorded("mastodon/search_accounts"))

    found = await Mastodon(http, {}).find(page_on(server), ["telezuid"], NOON)

    assert (found[0].name, found[0].handle) == ("TeleZuid Klantenservice", "telezuid_help@far.example")
    (asked,) = server.asked_for(SEARCH)
    assert (asked["type"], asked["resolve"]) == ("accounts", "false")


async def test_a_server_that_wants_a_token_is_told_with_what_would_help(server: Server, http: Http) -> None:
    server.on(SEARCH, recorded("mastodon/no_token"))

    with pytest.raises(PlatformError, match="read:search"):
        await Mastodon(http, {}).find(page_on(server), ["telezuid"], NOON)


async def test_deleted_and_suspended_accounts_are_gone_and_others_are_told(server: Server, http: Http) -> None:
    account = recorded("mastodon/lookup").body
    server.on("/api/v1/accounts/01VLIEG", Recorded(account))
    server.on("/api/v1/accounts/01BAD", Recorded(account | {"id": "01BAD", "suspended": True}))
    server.on("/api/v1/accounts/01GONE", recorded("mastodon/not_found"))

    profiles = await Mastodon(http, {}).profiles(page_on(server), ["01VLIEG", "01BAD", "01GONE"], NOON)

    assert [who for who, profile in profiles.items() if profile is None] == ["01BAD", "01GONE"]


async def test_an_answer_about_somebody_else_is_not_believed(server: Server, http: Http) -> None:
    server.on("/api/v1/accounts/01BAD", recorded("mastodon/lookup"))

    with pytest.raises(PlatformError, match="makes no sense"):
        await Mastodon(http, {}).profiles(page_on(server), ["01BAD"], NOON)
