from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from tests.watchdog.platforms.replay import Clock, Server, http_of
from watchdog.platforms.http import Http, open_client


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server() as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    async with open_client("test") as session:
        yield session


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def http(client: ClientSession, clock: Clock) -> Http:
    return http_of(client, clock)
