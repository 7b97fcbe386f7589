from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from config.schema import Page
from detectors.model import Account, Deletion, Poll
from tests.watchdog.platforms.bluesky.world import (
    ANNA,
    BAND,
    BRAM,
    COMPLAINT,
    FEED,
    MINUTE,
    OSLO,
    PROFILE,
    PROFILES,
    SEARCH,
    THREAD,
    VLIEG,
    items,
    look_twice,
    only,
    post,
)
from tests.watchdog.platforms.replay import NOON, Recorded, Server, recorded
from watchdog.platforms.bluesky import Bluesky
from watchdog.platforms.http import Http
from watchdog.platforms.port import PlatformError


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


async def test_an_empty_answer_about_open_posts_deletes_nothing(http: Http, appview: Server, page: Page) -> None:
    look = await look_twice(Bluesky(http, {}), page, lambda: appview.on(FEED, Recorded({"feed": []})))
    assert only(look, Deletion) == []
    assert "shows no posts of the page any more" in only(look, Poll)[0].error


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
