from __future__ import annotations

import json

import pytest

from config.schema import Page
from config.secrets import Secret
from tests.watchdog.platforms.bluesky.world import (
    FEED,
    MINUTE,
    NOTIFICATIONS,
    OSLO,
    REFRESH,
    SEARCH,
    SECRET,
    SIGN_IN,
    items,
)
from tests.watchdog.platforms.replay import NOON, Recorded, Server, recorded
from watchdog.platforms.bluesky import Bluesky
from watchdog.platforms.http import Http
from watchdog.platforms.port import PlatformError


async def test_signed_in_it_reads_notifications_and_signs_in_once(http: Http, appview: Server, page: Page) -> None:
    appview.on(SIGN_IN, recorded("bluesky/create_session")).on(NOTIFICATIONS, recorded("bluesky/notifications"))
    bluesky = Bluesky(http, {"vlieg": SECRET})
    first = await bluesky.look(page, {}, NOON)
    await bluesky.look(page, first.memory, NOON + MINUTE)
    assert any("waar is mijn koffer" in item.text for item in items(first).values())
    assert any("kijk nou" in item.text for item in items(first).values())
    assert len(appview.asked_for(SIGN_IN)) == 1
    assert appview.asked_for(SEARCH) == []


async def test_an_expired_token_is_renewed_and_the_question_asked_again(
    http: Http, appview: Server, page: Page
) -> None:
    appview.on(SIGN_IN, recorded("bluesky/create_session")).on(NOTIFICATIONS, recorded("bluesky/notifications"))
    renewed = recorded("bluesky/refresh_session")
    renewed.body |= {"accessJwt": "new", "refreshJwt": "newer"}
    appview.on(REFRESH, renewed).on(FEED, recorded("bluesky/expired_token"), recorded("bluesky/author_feed"))
    assert OSLO in items(await Bluesky(http, {"vlieg": SECRET}).look(page, {}, NOON))
    used = [request.headers["Authorization"] for request in appview.asked if request.path == FEED]
    assert used == ["Bearer a-token", "Bearer new"]


async def test_a_dead_refresh_token_leads_to_signing_in_anew(http: Http, appview: Server, page: Page) -> None:
    appview.on(SIGN_IN, recorded("bluesky/create_session")).on(NOTIFICATIONS, recorded("bluesky/notifications"))
    appview.on(REFRESH, recorded("bluesky/expired_token"))
    appview.on(FEED, recorded("bluesky/expired_token"), recorded("bluesky/author_feed"))
    assert OSLO in items(await Bluesky(http, {"vlieg": SECRET}).look(page, {}, NOON))
    assert len(appview.asked_for(SIGN_IN)) == 2


@pytest.mark.parametrize("answer", ["bluesky/wrong_password", "bluesky/bad_token"])
async def test_a_wrong_password_is_permanent_and_not_repeated_in_the_message(
    http: Http, appview: Server, page: Page, answer: str
) -> None:
    appview.on(SIGN_IN, recorded(answer))
    with pytest.raises(PlatformError, match="does not accept the handle and app password") as caught:
        await Bluesky(http, {"vlieg": SECRET}).look(page, {}, NOON)
    assert caught.value.permanent
    assert "geheim" not in str(caught.value)


async def test_a_server_that_lets_nobody_sign_in_is_told_apart_from_a_wrong_password(
    http: Http, appview: Server, page: Page
) -> None:
    appview.on(SIGN_IN, Recorded("<h1>Not Found</h1>", 404, raw=True))
    with pytest.raises(PlatformError, match="is it the account's own server"):
        await Bluesky(http, {"vlieg": SECRET}).look(page, {}, NOON)


@pytest.mark.parametrize("secret", ["geen-dubbele-punt", "vlieg.test:", ":wachtwoord", "did:plc:vlieg"])
async def test_a_token_of_the_wrong_shape_is_explained(http: Http, appview: Server, page: Page, secret: str) -> None:
    with pytest.raises(PlatformError, match='must be "handle:app-password"') as caught:
        await Bluesky(http, {"vlieg": Secret(secret)}).look(page, {}, NOON)
    assert "wachtwoord" not in str(caught.value).replace("app-password", "")


async def test_secrets_are_never_in_the_memory(http: Http, appview: Server, page: Page) -> None:
    appview.on(SIGN_IN, recorded("bluesky/create_session")).on(NOTIFICATIONS, recorded("bluesky/notifications"))
    look = await Bluesky(http, {"vlieg": SECRET}).look(page, {}, NOON)
    assert not {"geheim-wachtwoord", "a-token"} & set(json.dumps(look.memory).split('"'))
