"""Hunting: new look-alikes are told once in the digest and never at once; alerted accounts are followed by their id."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

from alerts.model import Alert
from detectors.model import Verdict
from tests.watchdog.commands.fakes_page import FAKE, FakesPage
from tests.watchdog.platforms.replay import Clock, Recorded, Server, http_of, recorded
from watchdog.cli import app
from watchdog.hunting import Hunting
from watchdog.platforms.bluesky import Bluesky
from watchdog.platforms.http import open_client

SEARCH, PROFILES = "/xrpc/app.bsky.actor.searchActors", "/xrpc/app.bsky.actor.getProfiles"
CHANNEL = '[[channels]]\nname = "chat"\nurl = "json://localhost/"\n'


class Hunted(FakesPage):
    """A page with a Bluesky server at its side."""

    server: Server
    hunting: Hunting

    async def hunt(self, hours: float = 6) -> list[Alert]:
        self.at += timedelta(hours=hours)
        return await self.hunting.once()

    def digest(self, days: float) -> list[Alert]:
        with self.store.transaction():
            return self.app.pipeline.end_quiet_hours(self.at + timedelta(days=days))

    def now(self) -> datetime:
        return self.at


@pytest.fixture(name="start")
async def _start(tmp_path: Path) -> AsyncIterator[Any]:
    """Begins a hunt with some settings on a server that shows a look-alike, a fan and a stranger."""
    begun: list[Hunted] = []
    async with Server() as server, open_client("test") as client:
        server.on(SEARCH, recorded("bluesky/search_actors"))
        server.on(PROFILES, Recorded({"profiles": []}))

        def start(more: str = "[hunt]\nenabled = true\n" + CHANNEL) -> Hunted:
            page = Hunted(tmp_path, more=more)
            page.server = server
            adapter = Bluesky(http_of(client, Clock(page.at)), {})
            settings = page.app.config.pages[0].model_copy(
                update={"platform": "bluesky", "server": server.url, "account": "telezuid.test"}
            )
            page.hunting = Hunting(page.app, settings, adapter, page.now, Random(1), asyncio.Lock())
            begun.append(page)
            page.digest(0)
            return page

        yield start
        for page in begun:
            page.close()


async def test_a_new_look_alike_is_told_once_in_the_digest_and_never_at_once(start: Any) -> None:
    page = start()

    assert await page.hunt() == []
    (digest,) = page.digest(1)
    await page.hunt()

    assert "TeleZuid Klantenservice (telezuid-help[.]test): a new account that looks like yours" in digest.body
    assert "Willem" not in digest.body
    assert "Fan van" not in digest.body
    assert page.digest(3) == []


async def test_the_brands_own_and_trusted_accounts_are_not_told(start: Any) -> None:
    page = start("[hunt]\nenabled = true\n" + CHANNEL)
    page.server.on(
        SEARCH, Recorded({"actors": [{"did": "telezuid", "handle": "telezuid.test", "displayName": "TeleZuid"}]})
    )

    await page.hunt()

    assert page.digest(1) == []


async def test_without_opting_in_nobody_is_searched_for(start: Any) -> None:
    page = start(CHANNEL)

    await page.hunt()

    assert page.server.asked == []


async def test_an_account_that_has_spoken_is_judged_by_that_and_not_hunted(start: Any) -> None:
    page = start()
    page.say("did:plc:helpdesk", "Hallo, ik wacht ook")

    await page.hunt()

    assert page.digest(1) == []


async def test_a_hunted_account_that_speaks_is_alerted_and_remembered_as_hunted(start: Any) -> None:
    page = start()
    await page.hunt()
    page.say("did:plc:helpdesk", "Beste klant, app ons op +44 7700 900123 met uw rekeningnummer.", page.complain())

    assert [event for _, event, _ in page.alerts] == ["opened"]
    where = ("--config", str(page.config), "--state", str(page.folder))
    shown = CliRunner().invoke(app, ["account", "did:plc:helpdesk", *where]).output
    assert "by looking for names like the brand's, before it spoke" in shown
    assert page.digest(1) == []


async def test_hunted_accounts_are_in_the_list(start: Any) -> None:
    page = start()
    await page.hunt()

    listed = CliRunner().invoke(app, ["accounts", "--json", "--config", str(page.config), "--state", str(page.folder)])
    assert '"level": "review"' in listed.output
    assert '"suspicion": null' in listed.output
    page.see(Verdict("tz", page.at, "did:plc:helpdesk", "legit", "ria"))
    assert page.digest(1) == []


async def test_a_search_that_fails_is_noted_and_blinds_nobody(start: Any) -> None:
    page = start()
    page.server.on(SEARCH, recorded("bluesky/too_often"))

    await page.hunt()
    status = CliRunner().invoke(
        app, ["status", "--config", str(page.config), "--state", str(page.folder)], env={"COLUMNS": "300"}
    )

    assert page.hunting.due_at > page.at + timedelta(hours=5)
    assert "accounts cannot be looked up: 127.0.0.1 says that we ask too often" in status.output
    assert page.alerts == []


async def test_an_alerted_fake_that_renames_in_silence_is_noticed(start: Any) -> None:
    page = start(CHANNEL)
    page.trick(page.complain())
    renamed = {"did": FAKE.id, "handle": "internet-help.test", "displayName": "Internet Helpdesk"}
    page.server.on(PROFILES, Recorded({"profiles": [renamed]}))

    (alert,) = await page.hunt()

    assert (alert.event, alert.title) == (
        "updated",
        "CRITICAL TeleZuid: fake service has a new name: Internet Helpdesk",
    )
    assert await page.hunt() == []


async def test_an_alerted_fake_that_is_suspended_is_gone_and_its_return_is_told(start: Any) -> None:
    page = start(CHANNEL)
    page.trick(page.complain())

    await page.hunt()
    with page.store.transaction():
        assert page.store.people.away("tz") == set()  # once may be the platform's own fault
    await page.hunt()
    with page.store.transaction():
        assert page.store.people.away("tz") == {FAKE.id}

    back = {"did": FAKE.id, "handle": FAKE.handle, "displayName": FAKE.name}
    page.server.on(PROFILES, Recorded({"profiles": [back]}))
    (alert,) = await page.hunt()

    assert alert.title == "CRITICAL TeleZuid: fake service is back: TeleZuid Klantenservice"


async def test_a_look_up_keeps_what_only_the_page_shows(start: Any) -> None:
    page = start(CHANNEL)
    complaint = page.complain()
    page.see(replace(FAKE, avatar="data:image/png;base64,AAAA", followers=7))
    page.say(FAKE.id, "Beste klant, app ons op +44 7700 900123 met uw rekeningnummer.", complaint)
    page.server.on(PROFILES, Recorded({"profiles": [{"did": FAKE.id, "handle": "new.test", "displayName": "New"}]}))

    await page.hunt()

    with page.store.transaction():
        known = page.store.sightings.account("tz", FAKE.id)
    assert known is not None
    assert (known.name, known.avatar, known.followers) == ("New", "data:image/png;base64,AAAA", 7)
