"""A small Bluesky: the addresses, accounts and posts that the tests of its adapter share."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

from config.schema import Page
from config.secrets import Secret
from detectors.model import Item
from tests.watchdog.platforms.replay import NOON, recorded
from watchdog.platforms.bluesky import Bluesky
from watchdog.platforms.port import Look

FEED = "/xrpc/app.bsky.feed.getAuthorFeed"

THREAD = "/xrpc/app.bsky.feed.getPostThread"

POSTS = "/xrpc/app.bsky.feed.getPosts"

QUOTES = "/xrpc/app.bsky.feed.getQuotes"

SEARCH = "/xrpc/app.bsky.feed.searchPosts"

NOTIFICATIONS = "/xrpc/app.bsky.notification.listNotifications"

PROFILE = "/xrpc/app.bsky.actor.getProfile"

PROFILES = "/xrpc/app.bsky.actor.getProfiles"

RELATIONS = "/xrpc/app.bsky.graph.getRelationships"

SIGN_IN = "/xrpc/com.atproto.server.createSession"

REFRESH = "/xrpc/com.atproto.server.refreshSession"

VLIEG, ANNA, BRAM = "did:plc:vlieg", "did:plc:anna", "did:plc:bram"

OSLO, BAND = (f"at://{VLIEG}/app.bsky.feed.post/{rkey}" for rkey in ("oslo", "band"))

ANSWER = f"at://{VLIEG}/app.bsky.feed.post/antwoord"

COMPLAINT = f"at://{ANNA}/app.bsky.feed.post/klacht"

ME_TOO = f"at://{BRAM}/app.bsky.feed.post/ookhier"

SECRET = Secret("vlieg.test:geheim-wachtwoord")

MINUTE = timedelta(minutes=1)


def post(
    uri: str, text: str = "…", root: str | None = None, parent: str | None = None, **changed: Any
) -> dict[str, Any]:
    """A post view like the AppView's."""
    author = uri.split("/")[2]
    found: dict[str, Any] = deepcopy(recorded("bluesky/posts").body["posts"][0])
    found |= {"uri": uri, "cid": f"cid-of-{text}", "replyCount": 0}
    found["author"] |= {"did": author, "handle": f"{author.rsplit(':', 1)[-1]}.test"}
    found["record"] |= {"text": text}
    if root:
        found["record"]["reply"] = {"root": {"uri": root, "cid": "c"}, "parent": {"uri": parent or root, "cid": "c"}}
    return found | changed


def node(view: dict[str, Any], *replies: dict[str, Any]) -> dict[str, Any]:
    return {"$type": "app.bsky.feed.defs#threadViewPost", "post": view, "replies": list(replies)}


def items(look: Look) -> dict[str, Item]:
    return {item.id: item for item in look.observations if isinstance(item, Item)}


def only(look: Look, kind: type) -> list[Any]:
    return [seen for seen in look.observations if isinstance(seen, kind)]


Looker = Callable[..., Any]


async def look_twice(bluesky: Bluesky, page: Page, change: Callable[[], object], later: timedelta = MINUTE) -> Look:
    """The second of two looks, with a change of the world between them and the memory through JSON as in the store."""
    first = await bluesky.look(page, {}, NOON)
    change()
    return await bluesky.look(page, json.loads(json.dumps(first.memory)), NOON + later)
