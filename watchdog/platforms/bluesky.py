"""Pages on Bluesky: posts, reply trees, mentions, profiles and who follows whom, read over XRPC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from config.schema import Page
from config.secrets import Secret
from detectors.model import Account
from watchdog.platforms.bluesky_api import BlueskyApi, listed
from watchdog.platforms.bluesky_finding import find, look_up
from watchdog.platforms.bluesky_mentions import read_mentions, read_quotes
from watchdog.platforms.bluesky_payloads import PostView, post_view
from watchdog.platforms.bluesky_people import read_people, resolve
from watchdog.platforms.bluesky_reading import current_counts, read_threads, saw_post
from watchdog.platforms.bluesky_session import Sessions
from watchdog.platforms.http import Http, authority
from watchdog.platforms.memory import load
from watchdog.platforms.pictures import add_pictures
from watchdog.platforms.port import Look, Memory, PlatformError
from watchdog.platforms.visit import Visit
from watchdog.schedule import STAYS_OPEN

_FEED_PAGES = 10
_PICTURES = "cdn.bsky.app"


class Bluesky:
    """Looks at Bluesky pages. Anonymous unless the page has a token ("handle:app-password").

    Args:
        http: the shared way out.
        tokens: the secrets of pages that have one, by the page's name.
    """

    def __init__(self, http: Http, tokens: Mapping[str, Secret]) -> None:
        self._http, self._tokens = http, tokens
        self._sessions = Sessions(http)

    async def look(self, page: Page, memory: Memory, at: datetime) -> Look:
        """See `Platform.look`."""
        visit, api = Visit(page, load(memory, page.account), at), self._api(page)
        if visit.memory.account is None:
            visit.memory.account = await resolve(api, page)
        counts, reach = await _read_feed(visit, api)
        await read_mentions(visit, api)
        await read_quotes(visit, api)
        await read_threads(visit, api, await current_counts(visit, api, counts))
        await read_people(visit, api)
        await add_pictures(visit, self._http, {_PICTURES, authority(page.server), visit.memory.pictures_from})
        return visit.look(reach)

    async def check(self, page: Page) -> Sequence[str]:
        """See `Platform.check`."""
        api = self._api(page)
        did = await resolve(api, page)
        feed = listed(await api.ask("app.bsky.feed.getAuthorFeed", [("actor", did), ("limit", "5")]), "feed")
        found = [f"{page.account} is {did}, and its posts can be read ({len(feed)} seen)."]
        who = await api.signed_in_as()
        if who is None:
            return [*found, "Without a token mentions are only found by search."]
        yours = "the page's own account" if who == did else "another account: its notifications are not the page's"
        return [*found, f"The token is accepted, for {yours}."]

    async def find(self, page: Page, queries: Sequence[str], at: datetime) -> Sequence[Account]:
        """See `Finder.find`."""
        return await find(self._api(page), page.name, queries, at)

    async def profiles(self, page: Page, accounts: Sequence[str], at: datetime) -> Mapping[str, Account | None]:
        """See `Finder.profiles`."""
        return await look_up(self._api(page), page.name, accounts, at)

    async def close(self) -> None:
        """See `Platform.close`."""

    def _api(self, page: Page) -> BlueskyApi:
        return BlueskyApi(self._http, self._sessions, page, self._tokens.get(page.name))


async def _read_feed(visit: Visit, api: BlueskyApi) -> tuple[dict[str, int], datetime | None]:
    """The page's posts, newest first, back to what is known; gives their reply counts and where a gap ends, if any."""
    counts: dict[str, int] = {}
    cursor, oldest = "", visit.at
    for _ in range(_FEED_PAGES):
        params = [("actor", visit.memory.account or ""), ("limit", "100"), ("cursor", cursor)]
        body = await api.ask("app.bsky.feed.getAuthorFeed", params[: 3 if cursor else 2])
        feed = listed(body, "feed")
        posts = _own_posts(visit, feed)
        overlap = _take_in_feed(visit, posts, counts)
        oldest = min([oldest, *(post.indexed_at for post in posts)])
        if not (feed or cursor) and visit.watches_own_posts():
            visit.failed(PlatformError("Bluesky shows no posts of the page any more, and does not say why"))
        onward = body.get("cursor")
        if overlap or not isinstance(onward, str) or onward in {"", cursor}:
            return counts, None
        cursor = onward
    return counts, oldest


def _own_posts(visit: Visit, feed: Sequence[object]) -> list[PostView]:
    """The posts of the page itself: what it reposts is not its words."""
    posts = []
    for entry in feed:
        post = post_view(entry.get("post")) if isinstance(entry, dict) else None
        if post is None:
            visit.set_aside += 1
        elif post.author.did == visit.memory.account:
            posts.append(post)
    return posts


def _take_in_feed(visit: Visit, posts: Sequence[PostView], counts: dict[str, int]) -> bool:
    """Whether any of the posts was known, or too old to matter."""
    overlap = False
    for post in posts:
        if visit.at - post.indexed_at > STAYS_OPEN:
            overlap = True
            continue
        if post.root is None:
            counts[post.uri] = post.reply_count
            visit.quotes[post.uri] = post.quote_count
            visit.open_thread(post.uri, post.indexed_at)
        overlap |= not saw_post(visit, post)
    return overlap
