from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.schema import Page
from tests.watchdog.platforms.replay import NOON, Clock, Recorded, Server, http_of, recorded
from watchdog.platforms.bluesky import Bluesky
from watchdog.platforms.http import open_client
from watchdog.platforms.mastodon import Mastodon
from watchdog.platforms.port import PlatformError

BLUESKY = {
    "/xrpc/app.bsky.actor.getProfile": "bluesky/profile",
    "/xrpc/app.bsky.feed.getAuthorFeed": "bluesky/author_feed",
    "/xrpc/app.bsky.feed.getPostThread": "bluesky/thread",
    "/xrpc/app.bsky.feed.getPosts": "bluesky/posts",
    "/xrpc/app.bsky.feed.searchPosts": "bluesky/search",
    "/xrpc/app.bsky.actor.getProfiles": "bluesky/profiles",
}
MASTODON = {
    "/api/v1/accounts/lookup": "mastodon/lookup",
    "/api/v1/accounts/01VLIEG/statuses": "mastodon/statuses",
    "/api/v1/statuses/01TOP/context": "mastodon/context",
    "/api/v1/timelines/public": "snac/timeline",
}
HOSTILE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**25), 10**25),
    st.text(max_size=20),
    st.sampled_from(
        ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z", "\ud800", "\x00", "a" * 100_000, "at://", "<" * 999]
    ),
    st.lists(st.none(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
)


def poisoned(body: Any, random: Random, value: object) -> Any:
    """The body with one value somewhere in it replaced."""
    if isinstance(body, dict) and body and random.random() < 0.9:
        key = random.choice(sorted(body))
        return body | {key: poisoned(body[key], random, value)}
    if isinstance(body, list) and body and random.random() < 0.9:
        place = random.randrange(len(body))
        return [*body[:place], poisoned(body[place], random, value), *body[place + 1 :]]
    return value


async def look_at(answers: dict[str, str], poison: str, random: Random, value: object) -> None:
    """Two looks at a page whose server answers one question with poison: each ends well or with a PlatformError."""
    async with Server() as server, open_client("test") as client:
        for question, name in answers.items():
            answer = recorded(name)
            server.on(question, Recorded(poisoned(answer.body, random, value)) if question == poison else answer)
        is_bluesky = answers is BLUESKY
        platform = Bluesky if is_bluesky else Mastodon
        account, kind = ("vlieg.test", "bluesky") if is_bluesky else ("vlieg", "mastodon")
        page = Page.model_validate(
            {"name": "p", "brand": "Vlieg", "platform": kind, "account": account, "server": server.url}
        )
        memory: Any = {}
        for _ in range(2):
            with suppress(PlatformError):
                look = await platform(http_of(client, Clock()), {}).look(page, memory, NOON)
                memory = json.loads(json.dumps(look.memory))


@pytest.mark.parametrize("answers", [BLUESKY, MASTODON], ids=["bluesky", "mastodon"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(which=st.integers(0, 100), seed=st.integers(0, 10**6), value=HOSTILE)
def test_whatever_one_value_of_an_answer_is_the_look_ends_in_an_orderly_way(
    answers: dict[str, str], which: int, seed: int, value: object
) -> None:
    poison = sorted(answers)[which % len(answers)]
    asyncio.run(look_at(answers, poison, Random(seed), value))
