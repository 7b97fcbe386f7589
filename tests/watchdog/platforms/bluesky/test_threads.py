from __future__ import annotations

from datetime import timedelta
from typing import Any

from config.schema import Page
from detectors.model import Deletion
from tests.watchdog.platforms.bluesky.world import (
    ANNA,
    ANSWER,
    BAND,
    BRAM,
    COMPLAINT,
    FEED,
    ME_TOO,
    MINUTE,
    NOTIFICATIONS,
    OSLO,
    POSTS,
    SECRET,
    SIGN_IN,
    THREAD,
    VLIEG,
    items,
    look_twice,
    node,
    only,
    post,
)
from tests.watchdog.platforms.replay import NOON, Recorded, Server, recorded
from watchdog.platforms.bluesky import Bluesky
from watchdog.platforms.http import Http


async def test_a_page_is_seen_with_its_posts_and_the_whole_thread_under_them(
    http: Http, appview: Server, page: Page
) -> None:
    look = await Bluesky(http, {}).look(page, {}, NOON)
    seen = items(look)
    assert set(seen) == {OSLO, BAND, COMPLAINT, ME_TOO, ANSWER}
    me_too = seen[ME_TOO]
    assert (me_too.author, me_too.kind, me_too.reply_to, me_too.root) == (BRAM, "comment", COMPLAINT, OSLO)
    assert me_too.url == f"https://bsky.app/profile/{BRAM}/post/ookhier"
    assert seen[OSLO].kind == "post"
    assert seen[OSLO].language == "en"
    assert look.set_aside == 0


async def test_replies_come_after_what_they_answer(http: Http, appview: Server, page: Page) -> None:
    order = list(items(await Bluesky(http, {}).look(page, {}, NOON)))
    assert order.index(OSLO) < order.index(COMPLAINT) < order.index(ME_TOO)


async def test_an_edited_reply_is_told_again_and_a_deleted_one_as_deleted(
    http: Http, appview: Server, page: Page
) -> None:
    def change() -> None:
        appview.on(f"{THREAD}?uri={OSLO}", recorded("bluesky/thread_after"))

    look = await look_twice(Bluesky(http, {}), page, change, timedelta(hours=1))
    assert {key: item.text for key, item in items(look).items()} == {COMPLAINT: "Vertraging opgelost, dank"}
    assert only(look, Deletion) == [Deletion("vlieg", NOON + timedelta(hours=1), ME_TOO)]


async def test_a_reply_that_is_only_not_shown_is_not_deleted(http: Http, appview: Server, page: Page) -> None:
    def change() -> None:
        appview.on(f"{THREAD}?uri={OSLO}", recorded("bluesky/thread_after"))
        appview.on(POSTS, Recorded({"posts": [post(ME_TOO, root=OSLO)]}))

    assert only(await look_twice(Bluesky(http, {}), page, change, timedelta(hours=1)), Deletion) == []


async def test_a_deleted_post_of_the_page_is_told_as_deleted(http: Http, appview: Server, page: Page) -> None:
    def change() -> None:
        feed = recorded("bluesky/author_feed")
        feed.body["feed"] = [one for one in feed.body["feed"] if one["post"]["uri"] != BAND]
        appview.on(FEED, feed).on(f"{THREAD}?uri={BAND}", recorded("bluesky/post_not_found"))

    assert [gone.item for gone in only(await look_twice(Bluesky(http, {}), page, change), Deletion)] == [BAND]


async def test_a_silent_thread_is_read_again_only_when_its_count_changes(
    http: Http, appview: Server, page: Page
) -> None:
    bluesky = Bluesky(http, {})
    first = await bluesky.look(page, {}, NOON)
    second = await bluesky.look(page, first.memory, NOON + MINUTE)
    assert len(appview.asked_for(THREAD)) == 2
    feed = recorded("bluesky/author_feed")
    feed.body["feed"][-1]["post"]["replyCount"] = 2
    appview.on(FEED, feed)
    await bluesky.look(page, second.memory, NOON + 2 * MINUTE)
    assert [query["uri"] for query in appview.asked_for(THREAD)[2:]] == [OSLO]


async def test_a_branch_cut_short_is_walked_by_its_own_address_once(http: Http, appview: Server, page: Page) -> None:
    deep = f"at://{BRAM}/app.bsky.feed.post/diep"
    cut = node(post(OSLO, replyCount=1), node(post(COMPLAINT, root=OSLO, replyCount=1)))
    branch = node(post(COMPLAINT, root=OSLO, replyCount=1), node(post(deep, "diep", OSLO, COMPLAINT)))
    appview.on(f"{THREAD}?uri={OSLO}", Recorded({"thread": cut}))
    appview.on(f"{THREAD}?uri={COMPLAINT}", Recorded({"thread": branch}))
    bluesky = Bluesky(http, {})
    look = await bluesky.look(page, {}, NOON)
    assert items(look)[deep].reply_to == COMPLAINT
    await bluesky.look(page, look.memory, NOON + timedelta(hours=2))
    assert [query["uri"] for query in appview.asked_for(THREAD)].count(COMPLAINT) == 1


async def test_a_chain_of_seventy_replies_is_read_to_its_end(http: Http, appview: Server, page: Page) -> None:
    uris = [f"at://{BRAM}/app.bsky.feed.post/n{n}" for n in range(70)]
    chain = node(post(uris[-1], root=OSLO, parent=uris[-2]))
    for uri, parent in zip(reversed(uris[:-1]), [*reversed(uris[:-2]), OSLO], strict=True):
        chain = node(post(uri, root=OSLO, parent=parent, replyCount=1), chain)
    appview.on(f"{THREAD}?uri={OSLO}", Recorded({"thread": node(post(OSLO, replyCount=1), chain)}))
    assert set(uris) <= set(items(await Bluesky(http, {}).look(page, {}, NOON)))


async def test_blocked_and_missing_nodes_are_passed_over(http: Http, appview: Server, page: Page) -> None:
    blocked = {"$type": "app.bsky.feed.defs#blockedPost", "uri": ME_TOO, "blocked": True}
    missing = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": ME_TOO, "notFound": True}
    appview.on(f"{THREAD}?uri={OSLO}", Recorded({"thread": node(post(OSLO, replyCount=2), blocked, missing)}))
    look = await Bluesky(http, {}).look(page, {}, NOON)
    assert (set(items(look)) & {ME_TOO}, look.set_aside) == (set(), 0)


async def test_links_are_told_in_full_and_their_positions_count_bytes(http: Http, appview: Server, page: Page) -> None:
    text = "café ☕ zie hulp.example/he... of vlieg.example"
    raw = text.encode()

    def facet(shown: str, uri: object) -> dict[str, Any]:
        start = raw.index(shown.encode())
        index = {"byteStart": start, "byteEnd": start + len(shown.encode())}
        return {"index": index, "features": [{"$type": "app.bsky.richtext.facet#link", "uri": uri}]}

    view = post(COMPLAINT, text, OSLO)
    view["record"]["facets"] = [
        facet("vlieg.example", "https://vals.example/in"),
        facet("hulp.example/he...", "https://hulp.example/heel"),
        {"index": {"byteStart": -5, "byteEnd": 10**9}, "features": [{"uri": "https://x.example"}]},
        facet("zie", 7),
        "nonsense",
    ]
    view["record"]["embed"] = {"$type": "app.bsky.embed.external", "external": {"uri": "https://kaart.example/1"}}
    appview.on(f"{THREAD}?uri={OSLO}", Recorded({"thread": node(post(OSLO, replyCount=1), node(view))}))
    seen = items(await Bluesky(http, {}).look(page, {}, NOON))[COMPLAINT].text
    assert seen == (
        "café ☕ zie https://hulp.example/heel of vlieg.example (https://vals.example/in)\nhttps://kaart.example/1"
    )


async def test_replies_that_are_not_shown_are_told_once_per_thread(http: Http, appview: Server, page: Page) -> None:
    feed = recorded("bluesky/author_feed")
    feed.body["feed"][-1]["post"]["replyCount"] = 400
    appview.on(FEED, feed)
    bluesky = Bluesky(http, {})
    first = await bluesky.look(page, {}, NOON)
    second = await bluesky.look(page, first.memory, NOON + MINUTE)
    third = await bluesky.look(page, second.memory, NOON + timedelta(hours=2))
    assert first.notes == (f"Only 1 of 400 direct replies under {OSLO} are shown to us.",)
    assert second.notes == third.notes == ()


async def test_a_reply_to_an_old_post_of_the_page_opens_it_again(http: Http, appview: Server, page: Page) -> None:
    old, reply = f"at://{VLIEG}/app.bsky.feed.post/oud", f"at://{ANNA}/app.bsky.feed.post/laat"
    notification = post(reply, "nog steeds niets gehoord", old) | {"reason": "reply"}
    appview.on(SIGN_IN, recorded("bluesky/create_session"))
    appview.on(NOTIFICATIONS, Recorded({"notifications": [notification]}))
    thread = node(post(old, indexedAt="2026-01-01T00:00:00Z"), node(post(reply, "nog steeds niets gehoord", old)))
    appview.on(f"{THREAD}?uri={old}", Recorded({"thread": thread}))
    look = await Bluesky(http, {"vlieg": SECRET}).look(page, {}, NOON)
    assert items(look)[reply].root == old
    assert old in look.memory["threads"]
