"""Pages on Bluesky: posts, reply trees, mentions, profiles and who follows whom, read over XRPC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from config.schema import Page
from config.secrets import Secret
from watchdog.platforms.bluesky_api import BlueskyApi, RefusedError, listed
from watchdog.platforms.bluesky_payloads import PostView, account_of, item_of, post_view
from watchdog.platforms.bluesky_people import read_people, resolve
from watchdog.platforms.bluesky_session import Sessions
from watchdog.platforms.bluesky_threads import Tree, read_tree
from watchdog.platforms.http import Http
from watchdog.platforms.memory import load
from watchdog.platforms.port import Look, Memory, PlatformError
from watchdog.platforms.visit import Visit
from watchdog.schedule import STAYS_OPEN

_FEED_PAGES = 10
_MENTION_PAGES = 5
_MOST_CONFIRMED = 100
_SEARCH_REST = timedelta(hours=1)
_REPLIES_ONLY = 1
_NOT_TOLD = -2


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
        await _read_mentions(visit, api)
        await _read_threads(visit, api, await _current_counts(visit, api, counts))
        await read_people(visit, api)
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
            visit.open_thread(post.uri, post.indexed_at)
        overlap |= not _saw(visit, post)
    return overlap


def _saw(visit: Visit, post: PostView) -> bool:
    author = account_of(post.author, visit.page.name, visit.at)
    item = item_of(post, visit.page.name, visit.at)
    if item.kind == "post" and item.author != visit.memory.account:
        item = replace(item, kind="comment")  # somebody speaks to the brand, outside its threads
    return visit.saw(item, post.cid[-12:], author)


async def _read_mentions(visit: Visit, api: BlueskyApi) -> None:
    """Who speaks to the brand outside its own threads: its notifications if signed in as the page, else a search."""
    if await api.signed_in_as() == visit.memory.account:
        await _read_notifications(visit, api)
    elif "search" not in visit.memory.paused:
        await _search(visit, api)
    else:
        visit.note("search", _SEARCH_REFUSED)


_SEARCH_REFUSED = (
    "The server refuses anonymous search: mentions outside the page's threads are not seen without a token."
)


async def _read_notifications(visit: Visit, api: BlueskyApi) -> None:
    reasons = [("reasons", "mention"), ("reasons", "reply"), ("limit", "100")]
    cursor = ""
    for _ in range(_MENTION_PAGES):
        params = [*reasons, ("cursor", cursor)] if cursor else reasons
        body = await api.ask("app.bsky.notification.listNotifications", params)
        told = listed(body, "notifications")
        wanted = [one for one in told if isinstance(one, dict) and one.get("reason") in {"mention", "reply"}]
        overlap = _take_in_mentions(visit, wanted)
        onward = body.get("cursor")
        if overlap or not isinstance(onward, str) or onward in {"", cursor}:
            return
        cursor = onward


async def _search(visit: Visit, api: BlueskyApi) -> None:
    handle = (visit.page.account or "").removeprefix("@")
    query = [("q", handle), ("mentions", visit.memory.account or ""), ("sort", "latest"), ("limit", "100")]
    try:
        body = await api.ask("app.bsky.feed.searchPosts", query)
    except RefusedError:
        visit.memory.paused["search"] = visit.at + _SEARCH_REST
        visit.note("search", _SEARCH_REFUSED)
        return
    _take_in_mentions(visit, listed(body, "posts"))


def _take_in_mentions(visit: Visit, payloads: Sequence[object]) -> bool:
    """Whether any was known. A mention that starts a thread is opened: fakes answer there too."""
    overlap = False
    for payload in payloads:
        post = post_view(payload)
        if post is None:
            visit.set_aside += 1
            continue
        if visit.at - post.indexed_at > STAYS_OPEN:
            continue
        if post.root is None:
            visit.open_thread(post.uri, post.indexed_at, foreign=post.author.did != visit.memory.account)
        overlap |= not _saw(visit, post)
    return overlap


async def _current_counts(visit: Visit, api: BlueskyApi, counts: dict[str, int]) -> dict[str, int]:
    """The number of direct replies of every open post, as told now."""
    asked = [uri for uri in visit.memory.threads if uri not in counts]
    told = {}
    for post in map(post_view, await api.in_batches("app.bsky.feed.getPosts", "uris", asked, "posts")):
        if post is not None:
            told[post.uri] = post.reply_count
            _saw(visit, post)
    # A post that is not told is asked for by itself: only "not found" says that it is gone.
    return counts | dict.fromkeys(asked, _NOT_TOLD) | told


async def _read_threads(visit: Visit, api: BlueskyApi, counts: dict[str, int]) -> None:
    for top in visit.due_threads(counts):
        try:
            await _read_thread(visit, api, top, counts.get(top, -1))
        except PlatformError as failure:
            visit.failed_thread(top, failure)
            if failure.retry_after is not None:
                return


async def _read_thread(visit: Visit, api: BlueskyApi, top: str, count: int) -> None:
    thread = visit.memory.threads[top]
    # Under somebody else's post only the direct replies speak to the one who mentioned the brand.
    tree = await (read_tree(api, top, {}, _REPLIES_ONLY) if thread.foreign else read_tree(api, top, thread.asked))
    visit.set_aside += tree.set_aside
    if tree.gone:
        visit.gone(top)
        return
    for post in tree.posts.values():
        _saw(visit, post)
    await _confirm_missing(visit, api, top, tree)
    thread.asked = tree.asked
    newest = max((post.indexed_at for post in tree.posts.values()), default=thread.post.active_at)
    visit.read_thread(top, count, newest)


async def _confirm_missing(visit: Visit, api: BlueskyApi, top: str, tree: Tree) -> None:
    """Known replies that the thread no longer shows: deleted, if the server does not know them any more either."""
    known = visit.memory.threads[top].known
    missing = [uri for uri in known if uri not in tree.posts and uri != top][:_MOST_CONFIRMED]
    payloads = await api.in_batches("app.bsky.feed.getPosts", "uris", missing, "posts")
    alive = {post.uri for post in map(post_view, payloads) if post is not None}
    for uri in missing:
        if uri in alive:
            known[uri] = known.pop(uri)  # to the end, so that the next reading asks for others first
        else:
            visit.gone(uri, top)
