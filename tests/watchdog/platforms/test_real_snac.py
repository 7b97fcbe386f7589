from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from aiohttp import ClientSession, TCPConnector

from config.schema import Page
from config.secrets import Secret
from detectors.model import Account, Item, Poll
from watchdog.platforms.http import Http, open_client
from watchdog.platforms.mastodon import Mastodon
from watchdog.platforms.port import Look, PlatformError

pytestmark = pytest.mark.real_server

SNAC = os.environ.get("PAGE_WATCHDOG_TEST_SNAC", "")
PASSWORDS = os.environ.get("PAGE_WATCHDOG_TEST_SNAC_PASSWORDS", "")
HOST = SNAC.removeprefix("http://")
MINUTE = timedelta(minutes=1)
PAGE = Page(
    name="p",
    brand="Vlieg & Co",
    platform="mastodon",
    account="brand",
    server=SNAC or "http://localhost",
    official_accounts=("brand",),
)


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    if not (SNAC and PASSWORDS):
        pytest.skip("PAGE_WATCHDOG_TEST_SNAC and PAGE_WATCHDOG_TEST_SNAC_PASSWORDS do not say where a snac is")
    # snac closes connections without saying so; what writes must not be sent on such a one.
    async with ClientSession(connector=TCPConnector(force_close=True)) as session:
        yield session


@pytest.fixture
async def http(client: ClientSession) -> AsyncIterator[Http]:
    async with open_client("test") as reading:
        yield Http(reading, lambda: datetime.now(UTC), Random())


async def token_of(client: ClientSession, user: str) -> str:
    # The place holds a file pw.USER per user, as the set-up writes them.
    password = await asyncio.to_thread((Path(PASSWORDS) / f"pw.{user}").read_text)
    form = {"login": user, "passwd": password.strip()}
    async with client.post(f"{SNAC}/oauth/x-snac-get-token", data=form) as response:
        return (await response.text()).strip()


async def write(client: ClientSession, user: str, text: str, reply_to: str | None = None) -> dict[str, Any]:
    form = {"status": text, "visibility": "public"} | ({"in_reply_to_id": reply_to} if reply_to else {})
    headers = {"Authorization": f"Bearer {await token_of(client, user)}"}
    async with client.post(f"{SNAC}/api/v1/statuses", data=form, headers=headers) as response:
        response.raise_for_status()
        answer: dict[str, Any] = await response.json()
        return answer


async def look_until(mastodon: Mastodon, wanted: set[str]) -> Look:
    """The first look that tells of all the wanted items; snac hands replies on within some seconds."""
    for _ in range(150):
        look = await mastodon.look(PAGE, {}, datetime.now(UTC))
        told = {seen.id for seen in look.observations if isinstance(seen, Item)}
        if wanted <= told:
            return look
        await asyncio.sleep(0.2)
    raise AssertionError(f"never told: {wanted - told}")


@pytest.mark.parametrize("signed_in", [False, True])
async def test_a_page_is_seen_with_its_posts_and_replies(client: ClientSession, http: Http, *, signed_in: bool) -> None:
    tokens = {"p": Secret(await token_of(client, "brand"))} if signed_in else {}
    post = await write(client, "brand", "Onze nieuwe lijn vliegt vanaf vandaag!")
    reply = await write(client, "alice", f"@brand@{HOST} al vier uur vertraging", post["id"])
    mastodon = Mastodon(http, tokens)
    look = await look_until(mastodon, {post["id"], reply["id"]})
    seen = {item.id: item for item in look.observations if isinstance(item, Item)}
    assert (seen[reply["id"]].reply_to, seen[reply["id"]].root) == (post["id"], post["id"])
    assert seen[reply["id"]].text == f"@brand@{HOST} al vier uur vertraging"
    accounts = {account.handle for account in look.observations if isinstance(account, Account)}
    assert {"brand", f"alice@{HOST}"} <= accounts
    assert bool(look.notes) is not signed_in
    second = await mastodon.look(PAGE, json.loads(json.dumps(look.memory)), datetime.now(UTC) + MINUTE)
    assert [type(seen) for seen in second.observations] == [Poll]


async def test_an_unknown_account_is_told_in_spite_of_the_html(client: ClientSession, http: Http) -> None:
    nobody = PAGE.model_copy(update={"account": "niemand"})
    with pytest.raises(PlatformError, match="knows no account 'niemand'"):
        await Mastodon(http, {}).check(nobody)
