from __future__ import annotations

from config.schema import Page
from detectors.model import Poll
from tests.watchdog.platforms.bluesky.world import (
    ANNA,
    BRAM,
    FEED,
    MINUTE,
    OSLO,
    QUOTES,
    SEARCH,
    THREAD,
    items,
    node,
    only,
    post,
)
from tests.watchdog.platforms.replay import NOON, Recorded, Server, recorded
from watchdog.platforms.bluesky import Bluesky
from watchdog.platforms.http import Http


async def test_what_the_page_reposts_is_not_its_words(http: Http, appview: Server, page: Page) -> None:
    feed = recorded("bluesky/author_feed")
    repost = {"post": post(f"at://{BRAM}/app.bsky.feed.post/vreemd"), "reason": {"$type": "…#reasonRepost"}}
    appview.on(FEED, Recorded({"feed": [repost, *feed.body["feed"]]}))
    assert f"at://{BRAM}/app.bsky.feed.post/vreemd" not in items(await Bluesky(http, {}).look(page, {}, NOON))


async def test_a_mention_outside_the_page_is_found_by_search_and_its_thread_is_opened(
    http: Http, appview: Server, page: Page
) -> None:
    mention = recorded("bluesky/search").body["posts"][0]["uri"]
    answer = f"at://{ANNA}/app.bsky.feed.post/nep"
    appview.on(SEARCH, recorded("bluesky/search"))
    thread = node(post(mention, replyCount=1), node(post(answer, "wij helpen u", mention)))
    appview.on(f"{THREAD}?uri={mention}", Recorded({"thread": thread}))
    look = await Bluesky(http, {}).look(page, {}, NOON)
    assert (items(look)[mention].kind, items(look)[mention].root) == ("comment", None)
    assert items(look)[answer].root == mention


async def test_a_refused_search_is_told_once_and_the_page_is_still_seen(
    http: Http, appview: Server, page: Page
) -> None:
    appview.on(SEARCH, Recorded("<html>Forbidden</html>", 403, raw=True))
    bluesky = Bluesky(http, {})
    first = await bluesky.look(page, {}, NOON)
    second = await bluesky.look(page, first.memory, NOON + MINUTE)
    assert "refuses anonymous search" in first.notes[0]
    assert second.notes == ()
    assert only(first, Poll)[0].ok
    assert len(appview.asked_for(SEARCH)) == 1


async def test_posts_that_quote_the_page_are_asked_for_where_their_number_changed(
    http: Http, appview: Server, page: Page
) -> None:
    quote = f"at://{BRAM}/app.bsky.feed.post/quote"
    feed = recorded("bluesky/author_feed")
    feed.body["feed"][-1]["post"]["quoteCount"] = 1
    appview.on(FEED, feed).on(QUOTES, Recorded({"uri": OSLO, "posts": [post(quote, "kijk nou")]}))
    appview.on(f"{THREAD}?uri={quote}", Recorded({"thread": node(post(quote, "kijk nou"))}))
    bluesky = Bluesky(http, {})
    look = await bluesky.look(page, {}, NOON)
    await bluesky.look(page, look.memory, NOON + MINUTE)
    assert items(look)[quote].kind == "comment"
    assert [query["uri"] for query in appview.asked_for(QUOTES)] == [OSLO]
