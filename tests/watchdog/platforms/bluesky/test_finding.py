import pytest

from config.schema import Page
from tests.watchdog.platforms.replay import NOON, Recorded, Server, recorded
from watchdog.platforms.bluesky import Bluesky
from watchdog.platforms.http import Http
from watchdog.platforms.port import PlatformError

SEARCH, PROFILES = "/xrpc/app.bsky.actor.searchActors", "/xrpc/app.bsky.actor.getProfiles"


def page_on(server: Server) -> Page:
    return Page(name="tz", brand="TeleZuid", platform="bluesky", account="telezuid.test", server=server.url)


async def test_accounts_are_found_once_whatever_the_number_of_questions(server: Server, http: Http) -> None:
    server.on(SEARCH, recorded("bluesky/search_actors"))

    found = await Bluesky(http, {}).find(page_on(server), ["telezuid", "telezuid help"], NOON)

    assert [account.name for account in found][:2] == ["TeleZuid", "TeleZuid Klantenservice"]
    assert len({account.id for account in found}) == len(found)
    assert [asked["q"] for asked in server.asked_for(SEARCH)] == ["telezuid", "telezuid help"]
    assert found[1].followers is None


async def test_what_makes_no_sense_among_the_finds_is_left_out(server: Server, http: Http) -> None:
    server.on(SEARCH, Recorded({"actors": [None, 7, {"did": ""}, {"did": "did:x", "handle": "x.test"}]}))

    assert [account.id for account in await Bluesky(http, {}).find(page_on(server), ["x"], NOON)] == ["did:x"]


async def test_an_account_that_the_platform_leaves_out_is_gone(server: Server, http: Http) -> None:
    server.on(PROFILES, recorded("bluesky/profiles"))

    profiles = await Bluesky(http, {}).profiles(page_on(server), ["did:plc:anna", "did:plc:gone"], NOON)

    assert profiles["did:plc:gone"] is None
    anna = profiles["did:plc:anna"]
    assert anna is not None
    assert (anna.name, anna.followers) == ("Anna", 1)


async def test_a_limit_is_told_and_not_taken_for_an_empty_search(server: Server, http: Http) -> None:
    server.on(SEARCH, recorded("bluesky/too_often"))

    with pytest.raises(PlatformError, match="too often"):
        await Bluesky(http, {}).find(page_on(server), ["telezuid"], NOON)
