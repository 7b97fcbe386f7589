from __future__ import annotations

import asyncio
import json
import os
import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from aiohttp import ClientSession

from config.schema import Page
from config.secrets import Secret
from detectors.model import Account, Deletion, Follow, Item, Poll
from watchdog.platforms.bluesky import Bluesky
from watchdog.platforms.bluesky_session import Sessions
from watchdog.platforms.http import Http, open_client
from watchdog.platforms.port import Look, PlatformError

pytestmark = pytest.mark.real_server

PDS = os.environ.get("PAGE_WATCHDOG_TEST_PDS", "")
APPVIEW = os.environ.get("PAGE_WATCHDOG_TEST_APPVIEW", "")
PASSWORD = "een-lang-wachtwoord"  # noqa: S105 # of accounts that live as long as the test network
MINUTE = timedelta(minutes=1)


class Person:
    """Somebody with a new account on the network, who writes through the real API."""

    def __init__(self, client: ClientSession, session: dict[str, Any]) -> None:
        self._client, self._session = client, session
        self.did: str = session["did"]
        self.handle: str = session["handle"]

    async def call(self, method: str, **body: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._session['accessJwt']}"}
        async with self._client.post(f"{PDS}/xrpc/{method}", json=body, headers=headers) as response:
            response.raise_for_status()
            answer: dict[str, Any] = await response.json()
            return answer

    async def record(self, collection: str, **record: Any) -> dict[str, str]:
        now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        whole = {"$type": collection, "createdAt": now, **record}
        made = await self.call("com.atproto.repo.createRecord", repo=self.did, collection=collection, record=whole)
        return {"uri": made["uri"], "cid": made["cid"]}

    async def post(
        self, text: str, root: dict[str, str] | None = None, parent: dict[str, str] | None = None
    ) -> dict[str, str]:
        reply = {"reply": {"root": root, "parent": parent or root}} if root else {}
        return await self.record("app.bsky.feed.post", text=text, **reply)

    async def change(self, what: dict[str, str], method: str, **body: Any) -> None:
        rkey = what["uri"].rsplit("/", 1)[-1]
        await self.call(f"com.atproto.repo.{method}", repo=self.did, collection="app.bsky.feed.post", rkey=rkey, **body)


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    if not (PDS and APPVIEW):
        pytest.skip("PAGE_WATCHDOG_TEST_PDS and PAGE_WATCHDOG_TEST_APPVIEW do not say where a Bluesky network is")
    async with open_client("test") as session:
        yield session


@pytest.fixture
def http(client: ClientSession) -> Http:
    return Http(client, lambda: datetime.now(UTC), Random())


async def new_person(client: ClientSession, name: str) -> Person:
    handle = f"{name}-{secrets.token_hex(4)}.test"
    body = {"handle": handle, "email": f"{handle}@example.com", "password": PASSWORD}
    async with client.post(f"{PDS}/xrpc/com.atproto.server.createAccount", json=body) as response:
        response.raise_for_status()
        person = Person(client, await response.json())
    for _ in range(100):
        async with client.get(f"{APPVIEW}/xrpc/app.bsky.actor.getProfile", params={"actor": handle}) as response:
            if response.ok:
                return person
        await asyncio.sleep(0.1)
    raise AssertionError(f"{handle} was never indexed")


def page_of(brand: Person, server: str) -> Page:
    return Page(
        name="p",
        brand="Vlieg & Co",
        platform="bluesky",
        account=brand.handle,
        server=server,
        official_accounts=(brand.did,),
    )


async def look_until(bluesky: Bluesky, page: Page, memory: dict[str, Any], wanted: set[str], later: int = 0) -> Look:
    """The first look that tells of all the wanted items; the network indexes within a second or so."""
    for _ in range(100):
        look = await bluesky.look(page, memory, datetime.now(UTC) + later * MINUTE)
        told = {seen.id for seen in look.observations if isinstance(seen, Item)}
        told |= {seen.item for seen in look.observations if isinstance(seen, Deletion)}
        if wanted <= told:
            return look
        await asyncio.sleep(0.1)
    raise AssertionError(f"never told: {wanted - told}")


def items(look: Look) -> dict[str, Item]:
    return {item.id: item for item in look.observations if isinstance(item, Item)}


@pytest.mark.parametrize("signed_in", [False, True])
async def test_a_page_is_seen_with_replies_mentions_people_edits_and_deletions(
    client: ClientSession, http: Http, *, signed_in: bool
) -> None:
    brand, anna, bram = [await new_person(client, name) for name in ("vlieg", "anna", "bram")]
    await anna.record("app.bsky.graph.follow", subject=brand.did)
    post = await brand.post("Onze nieuwe lijn vliegt vanaf vandaag!")
    complaint = await anna.post("Al vier uur vertraging", post)
    me_too = await bram.post("hier ook, nooit meer", post, complaint)
    answer = await brand.post("Wat vervelend! Wat is uw boekingscode?", post, complaint)
    text = f"hé @{brand.handle} waar is mijn koffer?"
    span = {"byteStart": len("hé ".encode()), "byteEnd": len(f"hé @{brand.handle}".encode())}
    feature = {"$type": "app.bsky.richtext.facet#mention", "did": brand.did}
    mention = await bram.record("app.bsky.feed.post", text=text, facets=[{"index": span, "features": [feature]}])

    tokens = {"p": Secret(f"{brand.handle}:{PASSWORD}")} if signed_in else {}
    bluesky, page = Bluesky(http, tokens), page_of(brand, PDS if signed_in else APPVIEW)
    first = await look_until(bluesky, page, {}, {one["uri"] for one in (post, complaint, me_too, answer, mention)})

    seen = items(first)
    assert (seen[me_too["uri"]].root, seen[me_too["uri"]].reply_to) == (post["uri"], complaint["uri"])
    assert (seen[post["uri"]].kind, seen[mention["uri"]].kind) == ("post", "comment")
    accounts = {seen.id: seen for seen in first.observations if isinstance(seen, Account)}
    assert set(accounts) == {brand.did, anna.did, bram.did}
    assert accounts[anna.did].handle == anna.handle
    follows = {(seen.source, seen.target) for seen in first.observations if isinstance(seen, Follow)}
    assert follows == {(anna.did, brand.did)}

    edited = {"$type": "app.bsky.feed.post", "text": "Opgelost, dank!", "reply": {"root": post, "parent": post}}
    edited["createdAt"] = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    await anna.change(complaint, "putRecord", record=edited)
    await bram.change(me_too, "deleteRecord")
    memory = json.loads(json.dumps(first.memory))
    second = await look_until(bluesky, page, memory, {complaint["uri"], me_too["uri"]}, later=70)
    assert {key: item.text for key, item in items(second).items()} == {complaint["uri"]: "Opgelost, dank!"}
    third = await bluesky.look(page, second.memory, datetime.now(UTC) + 80 * MINUTE)
    assert [type(seen) for seen in third.observations] == [Poll]


async def test_a_deep_and_wide_thread_is_read_to_its_last_reply(client: ClientSession, http: Http) -> None:
    brand, anna = await new_person(client, "vlieg"), await new_person(client, "anna")
    post = parent = await brand.post("Wat vindt u van ons?")
    wanted = set()
    for n in range(60):
        parent = await anna.post(f"diep {n}", post, parent)
        wanted |= {parent["uri"], (await anna.post(f"breed {n}", post))["uri"]}
    look = await look_until(Bluesky(http, {}), page_of(brand, APPVIEW), {}, wanted)
    assert len(items(look)) == 121


async def test_a_deleted_post_of_the_page_is_told_as_deleted(client: ClientSession, http: Http) -> None:
    brand = await new_person(client, "vlieg")
    post = await brand.post("Foutje")
    bluesky, page = Bluesky(http, {}), page_of(brand, APPVIEW)
    first = await look_until(bluesky, page, {}, {post["uri"]})
    await brand.change(post, "deleteRecord")
    second = await look_until(bluesky, page, dict(first.memory), {post["uri"]}, later=1)
    assert Deletion("p", second.observations[-1].seen_at, post["uri"]) in second.observations


async def test_a_session_is_renewed_and_its_old_refresh_token_given_up(client: ClientSession, http: Http) -> None:
    brand = await new_person(client, "vlieg")
    sessions, secret = Sessions(http), Secret(f"{brand.handle}:{PASSWORD}")
    stale = await sessions.of(secret, PDS)
    fresh = await sessions.renewed(secret, PDS, stale)
    assert fresh != stale
    assert await sessions.renewed(secret, PDS, stale) is fresh
    lost = replace(fresh, refresh="broken")
    assert (await Sessions(http).renewed(secret, PDS, lost)).did == brand.did


async def test_a_wrong_password_and_an_unknown_account_are_permanent_errors(client: ClientSession, http: Http) -> None:
    brand = await new_person(client, "vlieg")
    with pytest.raises(PlatformError, match="does not accept the handle and app password"):
        await Bluesky(http, {"p": Secret(f"{brand.handle}:onzin")}).check(page_of(brand, PDS))
    nobody = page_of(brand, APPVIEW).model_copy(update={"account": "niemand-hier.test"})
    with pytest.raises(PlatformError, match="knows no account"):
        await Bluesky(http, {}).check(nobody)


async def test_accounts_are_found_by_name_and_a_deleted_one_is_gone(client: ClientSession, http: Http) -> None:
    brand, fake = await new_person(client, "vliegco"), await new_person(client, "vliegco2")
    bluesky, page = Bluesky(http, {}), page_of(brand, APPVIEW)

    found = {account.id for account in await bluesky.find(page, ["vliegco"], datetime.now(UTC))}
    known = await bluesky.profiles(page, [brand.did, fake.did, "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"], datetime.now(UTC))

    assert found & {brand.did, fake.did}
    assert [who for who, profile in known.items() if profile is None] == ["did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"]
