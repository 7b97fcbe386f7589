from __future__ import annotations

import pytest

from config.schema import Page
from tests.watchdog.platforms.bluesky.world import (
    BAND,
    FEED,
    OSLO,
    POSTS,
    PROFILE,
    PROFILES,
    RELATIONS,
    SEARCH,
    THREAD,
    VLIEG,
    node,
)
from tests.watchdog.platforms.replay import Recorded, Server, recorded


@pytest.fixture
def page(server: Server) -> Page:
    return Page(
        name="vlieg",
        brand="Vlieg & Co",
        platform="bluesky",
        account="vlieg.test",
        server=server.url,
        official_accounts=("vlieg.test",),
    )


@pytest.fixture
def appview(server: Server) -> Server:
    """An AppView with two posts of the page, a thread under one of them, and a mention."""
    server.on(PROFILE, recorded("bluesky/profile"))
    server.on(FEED, recorded("bluesky/author_feed"))
    server.on(f"{THREAD}?uri={OSLO}", recorded("bluesky/thread"))
    band = recorded("bluesky/author_feed").body["feed"][1]["post"]
    server.on(f"{THREAD}?uri={BAND}", Recorded({"thread": node(band)}))
    server.on(POSTS, Recorded({"posts": []}))
    server.on(SEARCH, Recorded({"posts": []}))
    server.on(PROFILES, recorded("bluesky/profiles"))
    server.on(RELATIONS, Recorded({"actor": VLIEG, "relationships": []}))
    return server
