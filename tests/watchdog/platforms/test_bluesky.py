from __future__ import annotations

import io
import json
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from config.schema import Page
from config.secrets import Secret
from detectors.model import Account, Deletion, Follow, Item, Poll
from tests.watchdog.platforms.replay import NOON, Recorded, Server, recorded
from watchdog.platforms.bluesky import Bluesky
from watchdog.platforms.http import Http
from watchdog.platforms.port import Look, PlatformError

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


async def test_the_second_look_tells_nothing_twice_and_continues_the_window(
    http: Http, appview: Server, page: Page
) -> None:
    look = await look_twice(Bluesky(http, {}), page, lambda: None)
    assert look.observations == (Poll("vlieg", NOON + MINUTE, NOON, NOON + MINUTE, ok=True),)


async def test_the_first_window_reaches_back_a_week_because_threads_were_read_whole(
    http: Http, appview: Server, page: Page
) -> None:
    (poll,) = only(await Bluesky(http, {}).look(page, {}, NOON), Poll)
    assert (poll.start, poll.end, poll.ok) == (NOON - timedelta(days=7), NOON, True)


async def test_what_the_page_reposts_is_not_its_words(http: Http, appview: Server, page: Page) -> None:
    feed = recorded("bluesky/author_feed")
    repost = {"post": post(f"at://{BRAM}/app.bsky.feed.post/vreemd"), "reason": {"$type": "…#reasonRepost"}}
    appview.on(FEED, Recorded({"feed": [repost, *feed.body["feed"]]}))
    assert f"at://{BRAM}/app.bsky.feed.post/vreemd" not in items(await Bluesky(http, {}).look(page, {}, NOON))


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


async def test_an_empty_answer_about_open_posts_deletes_nothing(http: Http, appview: Server, page: Page) -> None:
    look = await look_twice(Bluesky(http, {}), page, lambda: appview.on(FEED, Recorded({"feed": []})))
    assert only(look, Deletion) == []
    assert "shows no posts of the page any more" in only(look, Poll)[0].error


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


@pytest.mark.parametrize(
    "nonsense",
    [
        None,
        7,
        {},
        {"uri": "x"},
        {"uri": "x", "cid": "c", "author": [], "record": {}, "indexedAt": "never"},
        {
            "uri": "x",
            "cid": "c",
            "author": {"did": "d", "handle": "h"},
            "record": {},
            "indexedAt": "0001-01-01T00:00:00+14:00",
        },
        {
            "uri": "x",
            "cid": "c",
            "author": {"did": "d", "handle": "h"},
            "record": {},
            "indexedAt": "9999-12-31T23:59:59-14:00",
        },
    ],
)
async def test_one_post_that_makes_no_sense_is_set_aside_and_counted(
    http: Http, appview: Server, page: Page, nonsense: object
) -> None:
    feed = recorded("bluesky/author_feed")
    feed.body["feed"].append({"post": nonsense})
    appview.on(FEED, feed)
    look = await Bluesky(http, {}).look(page, {}, NOON)
    assert (look.set_aside, OSLO in items(look)) == (1, True)


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


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        ("2031-01-01T00:00:00Z", "2026-11-22T09:51:07.968000+00:00"),
        ("2026-11-22T10:00:00+02:00", "2026-11-22T08:00:00+00:00"),
        ("yesterday", "2026-11-22T09:51:07.968000+00:00"),
        ("0000-00-00T00:00:00Z", "2026-11-22T09:51:07.968000+00:00"),
    ],
)
async def test_an_author_cannot_write_in_the_future(
    http: Http, appview: Server, page: Page, created: str, expected: str
) -> None:
    thread = recorded("bluesky/thread")
    thread.body["thread"]["replies"][0]["post"]["record"]["createdAt"] = created
    thread.body["thread"]["replies"][0]["post"]["indexedAt"] = "2026-11-22T09:51:07.968Z"
    appview.on(f"{THREAD}?uri={OSLO}", thread)
    seen = items(await Bluesky(http, {}).look(page, {}, NOON))
    assert seen[COMPLAINT].created_at == datetime.fromisoformat(expected)


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


async def test_paging_goes_on_until_what_is_known(http: Http, appview: Server, page: Page) -> None:
    bluesky = Bluesky(http, {})
    first = await bluesky.look(page, {}, NOON)
    later = "2026-11-22T13:00:00Z"
    fresh = [{"post": post(f"at://{VLIEG}/app.bsky.feed.post/n{n}", indexedAt=later)} for n in range(3)]
    appview.on(FEED, Recorded({"feed": fresh[:2], "cursor": "a"}))
    appview.on(
        f"{FEED}?cursor=a", Recorded({"feed": [fresh[2], *recorded("bluesky/author_feed").body["feed"]], "cursor": "b"})
    )
    second = await bluesky.look(page, first.memory, NOON + 2 * timedelta(hours=1))
    assert len(items(second)) == 3
    assert len(appview.asked_for(FEED)) == 3
    assert only(second, Poll)[0].start == NOON


async def test_a_feed_that_turned_over_entirely_leaves_its_gap_unobserved(
    http: Http, appview: Server, page: Page
) -> None:
    bluesky = Bluesky(http, {})
    first = await bluesky.look(page, {}, NOON)
    for n in range(12):
        at = f"2026-11-22T{23 - n:02}:00:00Z"
        entry = {"post": post(f"at://{VLIEG}/app.bsky.feed.post/n{n}", indexedAt=at)}
        appview.on(f"{FEED}?cursor=c{n}" if n else FEED, Recorded({"feed": [entry], "cursor": f"c{n + 1}"}))
    second = await bluesky.look(page, first.memory, NOON + timedelta(hours=12))
    assert only(second, Poll)[0].start == NOON + timedelta(hours=2)


async def test_a_cursor_that_never_changes_ends_the_reading(http: Http, appview: Server, page: Page) -> None:
    appview.on(FEED, Recorded({"feed": [], "cursor": "same"}))
    await Bluesky(http, {}).look(page, {}, NOON)
    assert len(appview.asked_for(FEED)) == 2


async def test_a_feed_without_its_list_is_an_error_and_not_a_quiet_page(
    http: Http, appview: Server, page: Page
) -> None:
    appview.on(FEED, Recorded({}))
    with pytest.raises(PlatformError, match="without the list feed"):
        await Bluesky(http, {}).look(page, {}, NOON)


async def test_an_unknown_account_is_a_permanent_error(http: Http, appview: Server, page: Page) -> None:
    appview.on(PROFILE, recorded("bluesky/unknown_actor"))
    with pytest.raises(PlatformError, match=r"knows no account 'vlieg\.test'") as caught:
        await Bluesky(http, {}).look(page, {}, NOON)
    assert caught.value.permanent


async def test_a_thread_that_fails_leaves_the_window_unobserved_and_the_next_look_covers_it(
    http: Http, appview: Server, page: Page
) -> None:
    bluesky = Bluesky(http, {})
    appview.on(f"{THREAD}?uri={OSLO}", Recorded({}, 500))
    first = await bluesky.look(page, {}, NOON)
    assert only(first, Poll)[0].ok is False
    assert BAND in items(first)
    appview.on(f"{THREAD}?uri={OSLO}", recorded("bluesky/thread"))
    second = await bluesky.look(page, first.memory, NOON + MINUTE)
    assert COMPLAINT in items(second)
    assert (only(second, Poll)[0].ok, only(second, Poll)[0].start) == (True, NOON + MINUTE - timedelta(days=7))


async def test_one_thread_that_never_works_does_not_blind_the_page(http: Http, appview: Server, page: Page) -> None:
    bluesky, memory = Bluesky(http, {}), {}
    appview.on(f"{THREAD}?uri={OSLO}", Recorded({}, 500))
    looks = []
    for n in range(4):
        looks.append(await bluesky.look(page, memory, NOON + n * MINUTE))
        memory = json.loads(json.dumps(looks[-1].memory))
    assert [only(look, Poll)[0].ok for look in looks] == [False, False, True, True]
    assert f"The replies under {OSLO} are left out" in looks[2].notes[0]


async def test_a_rate_limit_in_the_middle_keeps_what_was_seen_and_says_when_to_come_back(
    http: Http, appview: Server, page: Page
) -> None:
    appview.on(f"{THREAD}?uri={OSLO}", recorded("bluesky/too_often", headers={"Retry-After": "120"}))
    look = await Bluesky(http, {}).look(page, {}, NOON)
    assert OSLO in items(look)
    assert look.next_in == timedelta(seconds=120)
    assert only(look, Poll)[0].ok is False


async def test_signed_in_it_reads_notifications_and_signs_in_once(http: Http, appview: Server, page: Page) -> None:
    appview.on(SIGN_IN, recorded("bluesky/create_session")).on(NOTIFICATIONS, recorded("bluesky/notifications"))
    bluesky = Bluesky(http, {"vlieg": SECRET})
    first = await bluesky.look(page, {}, NOON)
    await bluesky.look(page, first.memory, NOON + MINUTE)
    assert any("waar is mijn koffer" in item.text for item in items(first).values())
    assert any("kijk nou" in item.text for item in items(first).values())
    assert len(appview.asked_for(SIGN_IN)) == 1
    assert appview.asked_for(SEARCH) == []


async def test_an_expired_token_is_renewed_and_the_question_asked_again(
    http: Http, appview: Server, page: Page
) -> None:
    appview.on(SIGN_IN, recorded("bluesky/create_session")).on(NOTIFICATIONS, recorded("bluesky/notifications"))
    renewed = recorded("bluesky/refresh_session")
    renewed.body |= {"accessJwt": "new", "refreshJwt": "newer"}
    appview.on(REFRESH, renewed).on(FEED, recorded("bluesky/expired_token"), recorded("bluesky/author_feed"))
    assert OSLO in items(await Bluesky(http, {"vlieg": SECRET}).look(page, {}, NOON))
    used = [request.headers["Authorization"] for request in appview.asked if request.path == FEED]
    assert used == ["Bearer a-token", "Bearer new"]


async def test_a_dead_refresh_token_leads_to_signing_in_anew(http: Http, appview: Server, page: Page) -> None:
    appview.on(SIGN_IN, recorded("bluesky/create_session")).on(NOTIFICATIONS, recorded("bluesky/notifications"))
    appview.on(REFRESH, recorded("bluesky/expired_token"))
    appview.on(FEED, recorded("bluesky/expired_token"), recorded("bluesky/author_feed"))
    assert OSLO in items(await Bluesky(http, {"vlieg": SECRET}).look(page, {}, NOON))
    assert len(appview.asked_for(SIGN_IN)) == 2


@pytest.mark.parametrize("answer", ["bluesky/wrong_password", "bluesky/bad_token"])
async def test_a_wrong_password_is_permanent_and_not_repeated_in_the_message(
    http: Http, appview: Server, page: Page, answer: str
) -> None:
    appview.on(SIGN_IN, recorded(answer))
    with pytest.raises(PlatformError, match="does not accept the handle and app password") as caught:
        await Bluesky(http, {"vlieg": SECRET}).look(page, {}, NOON)
    assert caught.value.permanent
    assert "geheim" not in str(caught.value)


async def test_a_server_that_lets_nobody_sign_in_is_told_apart_from_a_wrong_password(
    http: Http, appview: Server, page: Page
) -> None:
    appview.on(SIGN_IN, Recorded("<h1>Not Found</h1>", 404, raw=True))
    with pytest.raises(PlatformError, match="is it the account's own server"):
        await Bluesky(http, {"vlieg": SECRET}).look(page, {}, NOON)


@pytest.mark.parametrize("secret", ["geen-dubbele-punt", "vlieg.test:", ":wachtwoord", "did:plc:vlieg"])
async def test_a_token_of_the_wrong_shape_is_explained(http: Http, appview: Server, page: Page, secret: str) -> None:
    with pytest.raises(PlatformError, match='must be "handle:app-password"') as caught:
        await Bluesky(http, {"vlieg": Secret(secret)}).look(page, {}, NOON)
    assert "wachtwoord" not in str(caught.value).replace("app-password", "")


async def test_secrets_are_never_in_the_memory(http: Http, appview: Server, page: Page) -> None:
    appview.on(SIGN_IN, recorded("bluesky/create_session")).on(NOTIFICATIONS, recorded("bluesky/notifications"))
    look = await Bluesky(http, {"vlieg": SECRET}).look(page, {}, NOON)
    assert not {"geheim-wachtwoord", "a-token"} & set(json.dumps(look.memory).split('"'))


async def test_another_account_in_the_config_starts_with_a_fresh_memory(
    http: Http, appview: Server, page: Page
) -> None:
    bluesky = Bluesky(http, {})
    first = await bluesky.look(page, {}, NOON)
    other = page.model_copy(update={"account": "ander.test"})
    assert OSLO in items(await bluesky.look(other, first.memory, NOON + MINUTE))


@pytest.mark.parametrize("memory", [{"format": 99}, {"format": 1, "named": "vlieg.test", "threads": "broken"}])
async def test_a_memory_of_another_version_or_a_broken_one_is_started_anew(
    http: Http, appview: Server, page: Page, memory: dict[str, Any]
) -> None:
    assert OSLO in items(await Bluesky(http, {}).look(page, memory, NOON))


async def test_a_check_says_what_can_be_seen(http: Http, appview: Server, page: Page) -> None:
    said = await Bluesky(http, {}).check(page)
    assert said[0] == "vlieg.test is did:plc:vlieg, and its posts can be read (3 seen)."
    assert "Without a token" in said[1]


async def test_profiles_that_cannot_be_read_do_not_hide_the_page(http: Http, appview: Server, page: Page) -> None:
    appview.on(PROFILES, Recorded({}, 500))
    look = await Bluesky(http, {}).look(page, {}, NOON)
    assert "Profiles could not be read" in look.notes[0]
    assert {account.id: account.name for account in only(look, Account)} == {
        VLIEG: "Vlieg & Co",
        ANNA: "Anna",
        BRAM: "Bram",
    }
    assert only(look, Poll)[0].ok


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"likeCount": 10**40, "repostCount": -1}, (None, None)),
        ({"likeCount": "12", "repostCount": True}, (None, None)),
        ({"likeCount": 12}, (12, 1)),
    ],
)
async def test_numbers_that_no_post_can_have_are_not_known(
    http: Http, appview: Server, page: Page, change: dict[str, Any], told: tuple[int | None, int | None]
) -> None:
    uri = f"at://{VLIEG}/app.bsky.feed.post/getallen"
    appview.on(FEED, Recorded({"feed": [{"post": post(uri, **change)}]}))
    appview.on(THREAD, Recorded({"thread": {"blocked": True}}))
    item = items(await Bluesky(http, {}).look(page, {}, NOON))[uri]
    assert (item.likes, item.shares) == told


async def test_a_flood_of_mentions_does_not_push_out_the_pages_own_posts(
    http: Http, appview: Server, page: Page
) -> None:
    uris = [f"at://{BRAM}/app.bsky.feed.post/spam{n}" for n in range(150)]
    views = [post(uri, indexedAt="2026-11-22T11:59:00Z") for uri in uris]
    appview.on(SEARCH, Recorded({"posts": views}))
    appview.on(THREAD, Recorded({"thread": {"blocked": True}}))
    look = await Bluesky(http, {}).look(page, {}, NOON)
    assert {OSLO, BAND} <= set(look.memory["threads"])
    assert len(look.memory["threads"]) == 102


async def test_a_post_from_the_future_does_not_stay_open_for_ever(http: Http, appview: Server, page: Page) -> None:
    appview.on(FEED, Recorded({"feed": [{"post": post(BAND, indexedAt="2150-01-01T00:00:00Z")}]}))
    look = await Bluesky(http, {}).look(page, {}, NOON)
    assert items(look)[BAND].created_at <= NOON
    later = await Bluesky(http, {}).look(page, look.memory, NOON + timedelta(days=15))
    assert BAND not in later.memory["threads"]


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
