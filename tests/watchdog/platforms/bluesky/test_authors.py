from __future__ import annotations

import io

from PIL import Image

from config.schema import Page
from detectors.model import Account, Follow
from tests.watchdog.platforms.bluesky.world import ANNA, BRAM, PROFILES, RELATIONS, VLIEG, only
from tests.watchdog.platforms.replay import NOON, Recorded, Server, recorded
from watchdog.platforms.bluesky import Bluesky
from watchdog.platforms.http import Http


async def test_profiles_of_those_who_write_come_with_their_numbers(http: Http, appview: Server, page: Page) -> None:
    accounts = {account.id: account for account in only(await Bluesky(http, {}).look(page, {}, NOON), Account)}
    assert set(accounts) == {VLIEG, ANNA, BRAM}
    assert (accounts[VLIEG].handle, accounts[VLIEG].name, accounts[VLIEG].followers) == ("vlieg.test", "Vlieg & Co", 2)
    assert accounts[VLIEG].verified is None


async def test_a_verified_account_is_told_as_verified(http: Http, appview: Server, page: Page) -> None:
    profiles = recorded("bluesky/profiles")
    profiles.body["profiles"][0]["verification"] = {"verifiedStatus": "valid", "trustedVerifierStatus": "none"}
    profiles.body["profiles"][1]["verification"] = {"verifiedStatus": "none", "trustedVerifierStatus": "none"}
    appview.on(PROFILES, profiles)
    accounts = {account.id: account for account in only(await Bluesky(http, {}).look(page, {}, NOON), Account)}
    assert (accounts[VLIEG].verified, accounts[ANNA].verified, accounts[BRAM].verified) == (True, False, None)


async def test_who_follows_whom_among_authors_and_officials_is_told(http: Http, appview: Server, page: Page) -> None:
    relation = {"did": ANNA, "following": "at://x", "followedBy": "at://y"}
    missing = {"actor": BRAM, "notFound": True}
    appview.on(RELATIONS, Recorded({"actor": VLIEG, "relationships": [relation, missing]}))
    follows = only(await Bluesky(http, {}).look(page, {}, NOON), Follow)
    assert {(follow.source, follow.target) for follow in follows} == {(VLIEG, ANNA), (ANNA, VLIEG)}


async def test_the_picture_of_one_who_answers_customers_is_told_as_a_picture(
    http: Http, appview: Server, page: Page
) -> None:
    out = io.BytesIO()
    Image.radial_gradient("L").save(out, "PNG")
    appview.on("/img/bram.png", Recorded(out.getvalue(), headers={"Content-Type": "image/png"}))
    profiles = recorded("bluesky/profiles")
    profiles.body["profiles"] = [
        {"did": did, "handle": f"{name}.test", "avatar": f"{page.server}/img/{name}.png"}
        for did, name in ((BRAM, "bram"), (ANNA, "anna"))
    ]
    appview.on(PROFILES, profiles)
    accounts = {account.id: account for account in only(await Bluesky(http, {}).look(page, {}, NOON), Account)}
    assert (accounts[BRAM].avatar or "").startswith("data:image/png;base64,")
    assert accounts[ANNA].avatar == f"{page.server}/img/anna.png"
