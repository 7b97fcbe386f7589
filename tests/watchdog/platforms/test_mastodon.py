from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from config.schema import Page
from config.secrets import Secret
from detectors.model import Account, Deletion, Follow, Item, Poll
from tests.watchdog.platforms.replay import NOON, Recorded, Server, recorded
from watchdog.platforms.http import Http
from watchdog.platforms.mastodon import Mastodon
from watchdog.platforms.port import Look, PlatformError

LOOKUP = "/api/v1/accounts/lookup"
INSTANCE = "/api/v1/instance"
STATUSES = "/api/v1/accounts/01VLIEG/statuses"
ME = "/api/v1/accounts/verify_credentials"
RELATIONS = "/api/v1/accounts/relationships"
NOTIFICATIONS = "/api/v1/notifications"
TIMELINE = "/api/v1/timelines/public"
TOKENS = {"vlieg": Secret("geheim")}
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def context(status: str) -> str:
    return f"/api/v1/statuses/{status}/context"


@pytest.fixture
def page(server: Server) -> Page:
    return Page(
        name="vlieg",
        brand="Vlieg & Co",
        platform="mastodon",
        account="@vlieg",
        server=server.url,
        official_accounts=("vlieg",),
    )


@pytest.fixture
def instance(server: Server) -> Server:
    """A well-behaved server: five posts, three replies under the oldest of them."""
    server.on(LOOKUP, recorded("mastodon/lookup"))
    server.on(INSTANCE, Recorded({"version": "4.5.0"}))
    server.on(STATUSES, recorded("mastodon/statuses"))
    server.on(f"{STATUSES}?max_id=01TOP", Recorded([]))
    for status in recorded("mastodon/statuses").body:
        server.on(context(status["id"]), Recorded({"ancestors": [], "descendants": []}))
    server.on(context("01TOP"), recorded("mastodon/context"))
    server.on(ME, recorded("mastodon/verify_credentials"))
    server.on(NOTIFICATIONS, Recorded([]))
    server.on(RELATIONS, Recorded([]))
    return server


@pytest.fixture
def snac(server: Server) -> Server:
    """A server that shows reply trees only with a token, and 404s in HTML."""
    server.on(LOOKUP, recorded("snac/lookup")).on(INSTANCE, recorded("snac/instance"))
    server.on("/api/v1/accounts/vlieg-id/statuses", recorded("snac/statuses"))
    for status in recorded("snac/statuses").body:
        server.on(context(status["id"]), Recorded("", 401, {"Content-Type": "text/html"}, raw=True))
    return server.on(TIMELINE, recorded("snac/timeline"))


def status(key: str, text: str = "<p>…</p>", reply_to: str | None = None, **changed: Any) -> dict[str, Any]:
    found: dict[str, Any] = deepcopy(recorded("mastodon/context").body["descendants"][0])
    return found | {"id": key, "content": text, "in_reply_to_id": reply_to, "replies_count": 0} | changed


def tree(*descendants: dict[str, Any]) -> Recorded:
    return Recorded({"ancestors": [], "descendants": list(descendants)})


def items(look: Look) -> dict[str, Item]:
    return {item.id: item for item in look.observations if isinstance(item, Item)}


def only(look: Look, kind: type) -> list[Any]:
    return [seen for seen in look.observations if isinstance(seen, kind)]


async def look_twice(mastodon: Mastodon, page: Page, change: Callable[[], object], later: timedelta = MINUTE) -> Look:
    """The second of two looks, with a change of the world between them and the memory through JSON as in the store."""
    first = await mastodon.look(page, {}, NOON)
    change()
    return await mastodon.look(page, json.loads(json.dumps(first.memory)), NOON + later)


async def test_a_page_is_seen_with_its_posts_and_the_tree_under_them(http: Http, instance: Server, page: Page) -> None:
    look = await Mastodon(http, {}).look(page, {}, NOON)
    seen = items(look)
    assert len(seen) == 8
    assert seen["01KLACHT"].text == "@vlieg Al vier uur vertraging en niemand zegt iets, schandalig"
    assert (seen["01OOKHIER"].reply_to, seen["01OOKHIER"].root) == ("01KLACHT", "01TOP")
    assert (seen["01TOP"].kind, seen["01KLACHT"].kind) == ("post", "comment")
    assert look.set_aside == 0


async def test_words_behind_a_warning_are_words_too(http: Http, instance: Server, page: Page) -> None:
    seen = items(await Mastodon(http, {}).look(page, {}, NOON))
    assert seen["01GEKLAAG"].text == "geklaag\n@vlieg ik ben woest"


async def test_profiles_come_with_what_they_wrote(http: Http, instance: Server, page: Page) -> None:
    accounts = {account.id: account for account in only(await Mastodon(http, {}).look(page, {}, NOON), Account)}
    assert set(accounts) == {"01VLIEG", "01ANNA", "01BRAM"}
    assert (accounts["01ANNA"].posts, accounts["01ANNA"].verified) == (2, None)


async def test_a_handle_is_whole_unless_the_config_lists_it_bare(http: Http, instance: Server, page: Page) -> None:
    accounts = {account.id: account for account in only(await Mastodon(http, {}).look(page, {}, NOON), Account)}
    assert accounts["01VLIEG"].handle == "vlieg"
    assert accounts["01ANNA"].handle == f"anna@{page.server and page.server.removeprefix('http://')}"


async def test_a_stranger_with_the_official_name_on_another_server_is_not_taken_for_it(
    http: Http, instance: Server, page: Page
) -> None:
    fake = status("01NEP", reply_to="01TOP")
    fake["account"] |= {"id": "01VALS", "acct": "vlieg@vals.example"}
    instance.on(context("01TOP"), tree(fake))
    accounts = {account.id: account for account in only(await Mastodon(http, {}).look(page, {}, NOON), Account)}
    assert accounts["01VALS"].handle == "vlieg@vals.example"


async def test_the_second_look_tells_nothing_twice(http: Http, instance: Server, page: Page) -> None:
    look = await look_twice(Mastodon(http, {}), page, lambda: None)
    assert look.observations == (Poll("vlieg", NOON + MINUTE, NOON, NOON + MINUTE, ok=True),)


async def test_an_edit_is_told_again_and_a_deletion_once_confirmed(http: Http, instance: Server, page: Page) -> None:
    def change() -> None:
        instance.on(context("01TOP"), recorded("mastodon/context_after"))
        instance.on("/api/v1/statuses/01OOKHIER", recorded("mastodon/not_found"))

    look = await look_twice(Mastodon(http, {}), page, change, HOUR)
    assert {key: item.text for key, item in items(look).items()} == {"01KLACHT": "@vlieg Vertraging opgelost, dank"}
    assert only(look, Deletion) == [Deletion("vlieg", NOON + HOUR, "01OOKHIER")]


@pytest.mark.parametrize(
    "answer", [Recorded(status("01OOKHIER")), Recorded("", 401, {"Content-Type": "text/html"}, raw=True)]
)
async def test_a_reply_that_is_only_not_shown_is_not_deleted(
    http: Http, instance: Server, page: Page, answer: Recorded
) -> None:
    def change() -> None:
        instance.on(context("01TOP"), recorded("mastodon/context_after")).on("/api/v1/statuses/01OOKHIER", answer)

    assert only(await look_twice(Mastodon(http, {}), page, change, HOUR), Deletion) == []


async def test_a_deleted_post_is_told_as_deleted_when_its_replies_are_read(
    http: Http, instance: Server, page: Page
) -> None:
    def change() -> None:
        instance.on(STATUSES, Recorded(recorded("mastodon/statuses").body[:-1]))
        instance.on("/api/v1/statuses/01TOP", recorded("mastodon/not_found"))

    assert [gone.item for gone in only(await look_twice(Mastodon(http, {}), page, change, HOUR), Deletion)] == ["01TOP"]


@pytest.mark.parametrize("change", [{"visibility": "private"}, {"visibility": "direct"}, {"reblog": {"id": "x"}}])
async def test_what_is_not_public_or_only_boosted_is_not_read(
    http: Http, instance: Server, page: Page, change: dict[str, Any]
) -> None:
    instance.on(context("01TOP"), tree(status("01X", reply_to="01TOP", **change)))
    assert "01X" not in items(await Mastodon(http, {}).look(page, {}, NOON))


async def test_an_unlisted_reply_is_public(http: Http, instance: Server, page: Page) -> None:
    instance.on(context("01TOP"), tree(status("01X", reply_to="01TOP", visibility="unlisted")))
    assert "01X" in items(await Mastodon(http, {}).look(page, {}, NOON))


async def test_a_branch_cut_short_is_asked_for_by_itself(http: Http, instance: Server, page: Page) -> None:
    branch = status("01TAK", reply_to="01TOP", replies_count=1)
    instance.on(context("01TOP"), tree(branch)).on(context("01TAK"), tree(status("01BLAD", reply_to="01TAK")))
    mastodon = Mastodon(http, {})
    look = await mastodon.look(page, {}, NOON)
    assert (items(look)["01BLAD"].reply_to, items(look)["01BLAD"].root) == ("01TAK", "01TOP")
    await mastodon.look(page, look.memory, NOON + 2 * HOUR)
    assert len(instance.asked_for(context("01TAK"))) == 1


async def test_paging_goes_back_by_the_links_of_the_server_until_what_is_known(
    http: Http, instance: Server, page: Page
) -> None:
    own = {"account": recorded("mastodon/lookup").body, "created_at": "2026-11-22T12:30:00Z"}

    def change() -> None:
        link = f'<{page.server}{STATUSES}?limit=40&max_id=01B>; rel="next", <{page.server}/?min_id=01A>; rel="prev"'
        instance.on(STATUSES, Recorded([status("01A", **own), status("01B", **own)], headers={"Link": link}))
        instance.on(f"{STATUSES}?max_id=01B", Recorded([status("01C", **own), *recorded("mastodon/statuses").body]))
        for key in ("01A", "01B", "01C"):
            instance.on(context(key), tree())

    look = await look_twice(Mastodon(http, {}), page, change, HOUR)
    assert set(items(look)) == {"01A", "01B", "01C"}
    assert only(look, Poll)[0].start == NOON


async def test_a_server_that_ignores_paging_does_not_hold_it_up(http: Http, instance: Server, page: Page) -> None:
    everything = recorded("mastodon/statuses", headers={})
    instance.on(STATUSES, everything).on(f"{STATUSES}?max_id=01TOP", everything)
    assert len(items(await Mastodon(http, {}).look(page, {}, NOON))) == 8
    assert len(instance.asked_for(STATUSES)) == 2


@pytest.mark.parametrize(
    "nonsense",
    [
        None,
        7,
        [],
        {"id": "x"},
        {"id": 5, "account": None, "created_at": "never"},
        {"id": "x", "account": {"id": "a", "acct": "a"}, "created_at": "9999-12-31T23:59:59-14:00"},
    ],
)
async def test_one_status_that_makes_no_sense_is_set_aside_and_counted(
    http: Http, instance: Server, page: Page, nonsense: object
) -> None:
    instance.on(STATUSES, Recorded([nonsense, *recorded("mastodon/statuses").body]))
    look = await Mastodon(http, {}).look(page, {}, NOON)
    assert look.set_aside == 1
    assert "01TOP" in items(look)


async def test_mentions_outside_the_page_are_told_by_its_own_token(http: Http, instance: Server, page: Page) -> None:
    instance.on(NOTIFICATIONS, recorded("mastodon/notifications", headers={}))
    instance.on(context("01KOFFER"), tree(status("01NEP", reply_to="01KOFFER")))
    seen = items(await Mastodon(http, TOKENS).look(page, {}, NOON))
    assert seen["01KOFFER"].text == "hey @vlieg waar is mijn koffer? café ☕ <b>x</b>"
    assert (seen["01KOFFER"].kind, seen["01KOFFER"].root) == ("comment", None)
    assert seen["01NEP"].root == "01KOFFER"
    assert seen["01OOKHIER"].root == "01TOP"


async def test_a_token_of_another_account_reads_no_notifications_and_says_so(
    http: Http, instance: Server, page: Page
) -> None:
    me = recorded("mastodon/verify_credentials")
    me.body["id"] = "01ANDER"
    instance.on(ME, me)
    look = await Mastodon(http, TOKENS).look(page, {}, NOON)
    assert "The token is not the page's own" in look.notes[0]
    assert instance.asked_for(NOTIFICATIONS) == []


async def test_the_pages_own_token_tells_who_follows_whom(http: Http, instance: Server, page: Page) -> None:
    relations = [
        {"id": "01ANNA", "following": True, "followed_by": True},
        {"id": "01BRAM", "following": False, "followed_by": True},
    ]
    instance.on(RELATIONS, Recorded(relations))
    follows = only(await Mastodon(http, TOKENS).look(page, {}, NOON), Follow)
    told = {(follow.source, follow.target) for follow in follows}
    assert told == {("01VLIEG", "01ANNA"), ("01ANNA", "01VLIEG"), ("01BRAM", "01VLIEG")}


async def test_where_trees_need_a_token_the_public_timeline_shows_the_newest_replies(
    http: Http, snac: Server, page: Page
) -> None:
    look = await Mastodon(http, {}).look(page, {}, NOON)
    replies = [item for item in items(look).values() if item.reply_to]
    assert [(reply.author, reply.root) for reply in replies] == [("anna-id", replies[0].reply_to)]
    assert "reply trees only with a token" in look.notes[0]
    assert only(look, Poll)[0].ok


async def test_a_full_public_timeline_observes_only_as_far_as_it_reaches(http: Http, snac: Server, page: Page) -> None:
    strangers = [status(f"s{n}", created_at=f"2026-11-22T11:{n:02}:00Z") for n in range(20, 60)]
    snac.on(TIMELINE, Recorded(strangers))
    look = await Mastodon(http, {}).look(page, {}, NOON)
    assert only(look, Poll)[0].start == NOON - timedelta(minutes=40)


async def test_replies_that_cannot_be_seen_at_all_leave_the_window_unobserved(
    http: Http, snac: Server, page: Page
) -> None:
    snac.on(TIMELINE, recorded("mastodon/no_token"))
    look = await Mastodon(http, {}).look(page, {}, NOON)
    poll = only(look, Poll)[0]
    assert (poll.ok, "only with a token" in (poll.error or "")) == (False, True)


async def test_numbers_of_a_server_that_counts_nothing_are_not_known(http: Http, snac: Server, page: Page) -> None:
    accounts = only(await Mastodon(http, {}).look(page, {}, NOON), Account)
    assert {(account.followers, account.following, account.posts) for account in accounts} == {(None, None, None)}


@pytest.mark.parametrize("answer", ["mastodon/lookup_not_found", "snac/not_found"])
async def test_an_unknown_account_is_a_permanent_error(http: Http, instance: Server, page: Page, answer: str) -> None:
    instance.on(LOOKUP, recorded(answer))
    with pytest.raises(PlatformError, match="knows no account 'vlieg'") as caught:
        await Mastodon(http, {}).look(page, {}, NOON)
    assert caught.value.permanent


async def test_a_server_that_wants_a_token_says_so(http: Http, instance: Server, page: Page) -> None:
    instance.on(LOOKUP, recorded("mastodon/no_token"))
    with pytest.raises(PlatformError, match="shows nothing without a token") as caught:
        await Mastodon(http, {}).look(page, {}, NOON)
    assert caught.value.permanent


async def test_a_page_without_account_or_server_is_explained(http: Http, page: Page) -> None:
    with pytest.raises(PlatformError, match="must say its account, and its server"):
        await Mastodon(http, {}).look(page.model_copy(update={"server": None}), {}, NOON)


async def test_an_error_page_with_status_200_is_no_quiet_page(http: Http, instance: Server, page: Page) -> None:
    instance.on(STATUSES, Recorded({"error": "search is down"}))
    with pytest.raises(PlatformError, match="something else than a list"):
        await Mastodon(http, {}).look(page, {}, NOON)


async def test_a_feed_that_is_suddenly_empty_is_no_quiet_page(http: Http, instance: Server, page: Page) -> None:
    look = await look_twice(Mastodon(http, {}), page, lambda: instance.on(STATUSES, Recorded([])))
    assert "shows no posts of the page any more" in only(look, Poll)[0].error
    assert only(look, Deletion) == []


@pytest.mark.parametrize("key", ["../../oauth/revoke", "x?y=1", "a/b", "", ".", "%2e%2e", "ö", "x" * 300])
async def test_an_id_that_would_lead_elsewhere_is_set_aside(http: Http, instance: Server, page: Page, key: str) -> None:
    instance.on(STATUSES, Recorded([status(key), *recorded("mastodon/statuses").body]))
    look = await Mastodon(http, {}).look(page, {}, NOON)
    assert (look.set_aside, key in items(look)) == (1, False)


async def test_an_address_that_is_a_script_is_not_told(http: Http, instance: Server, page: Page) -> None:
    reply = status("01X", reply_to="01TOP", url="javascript:alert(1)", uri="data:text/html,x")
    reply["account"] |= {"url": "javascript:alert(2)", "avatar": "javascript:alert(3)", "followers_count": -1}
    instance.on(context("01TOP"), tree(reply))
    look = await Mastodon(http, {}).look(page, {}, NOON)
    author = next(account for account in only(look, Account) if account.id == "01ANNA")
    assert (items(look)["01X"].url, author.url, author.avatar, author.followers) == (None, None, None, None)


async def test_a_check_says_what_can_be_seen(http: Http, snac: Server, page: Page) -> None:
    said = await Mastodon(http, {}).check(page)
    assert "is account vlieg-id" in said[0]
    assert "reply trees only with a token" in said[1]
    assert "Without a token mentions" in said[2]
