"""Who speaks to a Bluesky page outside its own threads: mentions, replies elsewhere, quotes of its posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from watchdog.platforms.bluesky_api import BlueskyApi, RefusedError, listed
from watchdog.platforms.bluesky_payloads import post_view
from watchdog.platforms.bluesky_reading import saw_post
from watchdog.platforms.port import PlatformError
from watchdog.platforms.visit import Visit
from watchdog.schedule import STAYS_OPEN

_MENTION_PAGES = 5
_QUOTE_PAGES = 3
_SEARCH_REST = timedelta(hours=1)
_REASONS = ("mention", "reply", "quote")
_SEARCH_REFUSED = (
    "The server refuses anonymous search: mentions outside the page's threads are not seen without a token."
)


async def read_mentions(visit: Visit, api: BlueskyApi) -> None:
    """Who speaks to the brand outside its own threads: its notifications if signed in as the page, else a search."""
    if await api.signed_in_as() == visit.memory.account:
        await _read_notifications(visit, api)
    elif "search" not in visit.memory.paused:
        await _search(visit, api)
    else:
        visit.note("search", _SEARCH_REFUSED)


async def _read_notifications(visit: Visit, api: BlueskyApi) -> None:
    reasons = [*(("reasons", reason) for reason in _REASONS), ("limit", "100")]
    cursor = ""
    for _ in range(_MENTION_PAGES):
        params = [*reasons, ("cursor", cursor)] if cursor else reasons
        body = await api.ask("app.bsky.notification.listNotifications", params)
        told = listed(body, "notifications")
        wanted = [one for one in told if isinstance(one, dict) and one.get("reason") in _REASONS]
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
        elif post.root.startswith(f"at://{visit.memory.account}/"):
            visit.open_thread(post.root, post.indexed_at)  # an old post of the page has come to life again
        overlap |= not saw_post(visit, post)
    return overlap


async def read_quotes(visit: Visit, api: BlueskyApi) -> None:
    """Posts that quote the page's own, asked for where their number has changed."""
    for post, told in visit.quotes.items():
        thread = visit.memory.threads.get(post)
        if thread is None or thread.quotes == told:
            continue
        try:
            await _read_quotes_of(visit, api, post)
        except PlatformError as failure:
            visit.note("quotes", f"Posts that quote the page could not be read: {failure}")
            return
        thread.quotes = told


async def _read_quotes_of(visit: Visit, api: BlueskyApi, post: str) -> None:
    params = [("uri", post), ("limit", "100")]
    for _ in range(_QUOTE_PAGES):
        body = await api.ask("app.bsky.feed.getQuotes", params)
        overlap = _take_in_mentions(visit, listed(body, "posts"))
        onward = body.get("cursor")
        if overlap or not isinstance(onward, str) or ("cursor", onward) in params or not onward:
            return
        params = [*params[:2], ("cursor", onward)]
